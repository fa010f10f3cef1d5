"""Printing a sheet that a dialog draws itself, through the system's dialog.

This module must not know what the sheet says.
"""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.messages import Messages

MARGIN = 20
"""Millimetres."""


def print_sheet(messages: Messages, parent: QWidget, name: str, paint: Callable[[QPrinter], object]) -> None:
    """Ask for a printer and let ``paint`` draw on its A4 paper; ``name`` is what its queue shows."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, parent)
    if messages.run_dialog(dialog):
        paint(printer)
    dialog.deleteLater()
