"""Emptying a layout whose widgets are made from rows.

This module must not know what they show.
"""

from PySide6.QtWidgets import QLayout


def clear_layout(layout: QLayout) -> None:
    """Take every widget and spacer off ``layout``; the widgets vanish at once and are deleted soon after."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
