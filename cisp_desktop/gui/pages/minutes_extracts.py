"""« Extraits par candidat… »: those signed with the minutes shown, read, printed or saved.

This module must not know how an extract is made or stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.extracts import (
    extract_names,
    extract_stem,
    record_extracts,
    standing_of,
    write_extracts,
)
from cisp_desktop.application.paper_batch import extract_paper, record_printing
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.minutes_extracts_dialog import MinutesExtractsDialog
from cisp_desktop.gui.page_images import PageSet, open_pages
from cisp_desktop.gui.pages.minutes_history import MinutesHistory
from cisp_desktop.gui.pages.minutes_printing import MinutesPrinting
from cisp_desktop.gui.printing import Printed
from cisp_desktop.gui.replacing import may_write


class MinutesExtracts(QObject):
    """Opens the dialog and answers it; ``files`` reads and saves what is stored."""

    def __init__(
        self, context: GuiContext, files: MinutesHistory, printing: MinutesPrinting, *, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._files = files
        self._printing = printing
        self._window = parent

    def ask(self, minutes: MinutesRow) -> None:
        """Show the extracts of these minutes until the dialog is closed."""
        queries = self._context.queries
        extracts = queries.minutes_extracts(minutes.id)
        standing = standing_of(minutes, queries.minutes_history(minutes.session_id))
        dialog = MinutesExtractsDialog(
            minutes.number, extracts, standing=standing, parent=self._window.window()
        )
        dialog.read_asked.connect(
            lambda row: self._files.read(row.pdf_sha256, self._title(minutes, row), parent=dialog)
        )
        dialog.print_asked.connect(lambda row: self._print(dialog, minutes, row))
        dialog.save_asked.connect(lambda row: self._files.save(row.pdf_sha256, extract_stem(minutes, row)))
        dialog.save_all_asked.connect(lambda: self._save_all(dialog, minutes, extracts))
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _title(self, minutes: MinutesRow, row: ExtractRow) -> str:
        return self.tr("{0}, extrait {1}").format(minutes.number, row.number)

    def _print(self, dialog: MinutesExtractsDialog, minutes: MinutesRow, row: ExtractRow) -> None:
        workspace, drawers = self._context.workspace, self._context.services.pages
        title = self._title(minutes, row)

        def note(printed: Printed) -> None:
            paper = extract_paper(minutes, row)
            self._printing.record(
                lambda: record_printing(workspace, minutes.session_id, [paper], copies=printed.copies)
            )

        def opened(pages: PageSet) -> None:
            self._printing.ask(pages, title, printed=note)

        self._context.tasks.run(
            lambda _progress: open_pages(drawers, workspace.vault.read(row.pdf_sha256)), opened,
            lambda error: dialog.say(sentence(error)),
            title=self.tr("Lecture de {0}").format(title), owner=dialog,
        )  # fmt: skip

    def _save_all(
        self, dialog: MinutesExtractsDialog, minutes: MinutesRow, extracts: Sequence[ExtractRow]
    ) -> None:
        messages = self._context.messages
        folder = messages.open_folder(dialog, self.tr("Dossier des extraits"))
        names = extract_names(minutes, extracts)
        if folder is None or not may_write(messages, dialog, folder, names=names):
            return
        workspace = self._context.workspace
        count = plural(len(extracts), self.tr("extrait"), self.tr("extraits"))

        def written(_paths: object) -> None:
            text = self.tr("{0} dans «\u00a0{1}\u00a0». Ces fichiers ne sont pas chiffrés.")
            dialog.say(text.format(count, folder))
            self._printing.record(lambda: record_extracts(workspace, minutes, extracts))

        self._context.tasks.run(
            lambda progress: write_extracts(
                workspace, minutes, extracts, folder, progress=progress, replaces=True
            ),
            written,
            lambda error: dialog.say(sentence(error)),
            title=self.tr("Écriture des extraits"), owner=dialog, prints=True,
        )  # fmt: skip
