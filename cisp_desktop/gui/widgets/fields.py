"""Small repairs of Qt's own fields.

This module must not know what is typed in them.
"""

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

TEXT_MARGIN = 6


def indent_numbers(widget: QWidget) -> None:
    """Give the spin boxes of ``widget`` the left margin that lines have.

    WORKAROUND(Qt 6.11): with styled arrows, a style sheet's padding does not reach the text of a spin box.
    """
    boxes = widget.findChildren(QAbstractSpinBox)
    for box in (*boxes, *([widget] if isinstance(widget, QAbstractSpinBox) else [])):
        line = box.findChild(QLineEdit)
        if line is not None:
            line.setTextMargins(TEXT_MARGIN, 0, 0, 0)
