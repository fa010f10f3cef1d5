"""Printing pages: preview, the system's print dialog, then the worker paints.

This module must not know what the pages say.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.print_preview_dialog import PrintPreviewDialog
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.printing import Printed, make_printer, paint_preview, preview_images, print_pages

Told = Callable[[Printed], None]


class MinutesPrinting(QObject):
    """From the button to the paper."""

    def __init__(self, context: GuiContext, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def ask(self, pages: PageSet, name: str, *, printed: Told = lambda _printed: None) -> None:
        """Draw the preview in the worker, then show it; ``printed`` is told what was painted."""
        self._context.tasks.run(
            lambda progress: preview_images(pages, progress),
            lambda images: self._preview(pages, name, images=images, printed=printed),
            title=self.tr("Préparation de l’aperçu"),
            owner=self,
        )

    def _preview(self, pages: PageSet, name: str, *, images: list[QImage], printed: Told) -> None:
        printer = make_printer(pages, name)
        dialog = PrintPreviewDialog(
            printer,
            lambda paper: paint_preview(paper, pages, images),
            icons=self._context.icons,
            pages=pages.count,
            parent=self._window.window(),
        )
        accepted = self._context.messages.run_dialog(dialog)
        dialog.deleteLater()
        if accepted:
            self._choose_printer(make_printer(pages, name), pages, printed=printed)

    def _choose_printer(self, printer: QPrinter, pages: PageSet, *, printed: Told) -> None:
        dialog = QPrintDialog(printer, self._window.window())
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, pages.count)
        accepted = self._context.messages.run_dialog(dialog)
        dialog.deleteLater()
        if accepted:
            self._context.tasks.run(
                lambda progress: print_pages(printer, pages, progress),
                printed,
                title=self.tr("Impression de {0}").format(printer.docName()),
                owner=self,
            )
