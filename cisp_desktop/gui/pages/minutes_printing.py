"""Printing pages: preview, the system's print dialog, then the worker paints, or writes a PDF.

This module must not know what the pages say.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.closing_choices import chosen_for
from cisp_desktop.application.paper_batch import minutes_paper, record_printing
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.print_preview_dialog import PrintPreviewDialog
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.printing import Printed, make_printer, print_pages, write_pages, written_file

Told = Callable[[Printed], None]


class MinutesPrinting(QObject):
    """From the button to the paper."""

    def __init__(self, context: GuiContext, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def ask_minutes(self, pages: PageSet, minutes: MinutesRow) -> None:
        """Print closed minutes: as many copies proposed as they have originals; the journal is told."""
        workspace = self._context.workspace

        def note(printed: Printed) -> None:
            paper = minutes_paper(minutes)
            self.record(
                lambda: record_printing(workspace, minutes.session_id, [paper], copies=printed.copies)
            )

        self.ask(
            pages, minutes.number, printed=note, copies=lambda: chosen_for(workspace, minutes.id).originals
        )

    def ask(
        self,
        pages: PageSet,
        name: str,
        *,
        printed: Told = lambda _printed: None,
        copies: Callable[[], int] = lambda: 1,
    ) -> None:
        """Show the pages as they will be printed, then print them; ``printed`` is told what was painted.

        ``copies`` are those that the print dialog proposes, counted in the worker.
        """
        dialog = PrintPreviewDialog(
            pages, tasks=self._context.tasks, icons=self._context.icons, parent=self._window.window()
        )
        accepted = self._context.messages.run_dialog(dialog)
        dialog.deleteLater()
        if accepted:
            self._context.tasks.run(
                lambda _progress: copies(),
                lambda count: self._choose_printer(pages, name, copies=count, printed=printed),
                title=self.tr("Préparation de l’impression"), owner=self, quiet=True,
            )  # fmt: skip

    def record(self, note: Callable[[], None]) -> None:
        """Write down what was printed, behind whatever writes now: what is done is never refused."""
        messages, window = self._context.messages, self._window
        self._context.operations.run_behind(
            note,
            lambda _none: None,
            lambda error: messages.error(window, error),
            title=self.tr("Inscription au journal"),
            owner=self,
        )

    def _choose_printer(self, pages: PageSet, name: str, *, copies: int, printed: Told) -> None:
        printer = make_printer(pages, name)
        printer.setCopyCount(copies)
        dialog = QPrintDialog(printer, self._window.window())
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, pages.count)
        accepted = self._context.messages.run_dialog(dialog)
        dialog.deleteLater()
        if accepted:
            self._print(printer, pages, printed=printed)

    def _print(self, printer: QPrinter, pages: PageSet, *, printed: Told) -> None:
        """Send the pages to the printer, or to the file that its dialog named."""
        drawers, to_file = self._context.services.pages, written_file(printer) is not None
        title = self.tr("Écriture de {0}") if to_file else self.tr("Impression de {0}")
        self._context.tasks.run(
            lambda progress: (
                write_pages(printer, pages, drawers, progress)
                if to_file
                else print_pages(printer, pages, progress)
            ),
            printed,
            title=title.format(printer.docName()),
            owner=self,
            prints=True,
        )
