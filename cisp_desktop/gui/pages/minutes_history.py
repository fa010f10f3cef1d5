"""« Versions… »: every minutes ever closed in the session, read or saved; and reading any stored PDF.

This module must not know how minutes are stored.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.minutes_history_dialog import MinutesHistoryDialog
from cisp_desktop.gui.dialogs.pages_window import PagesWindow
from cisp_desktop.gui.page_images import PageSet, open_pages
from cisp_desktop.gui.pages.minutes_saving import MinutesSaving


class MinutesHistory(QObject):
    """Shows the versions of one session, and files of the vault in a window of their own."""

    def __init__(self, context: GuiContext, saving: MinutesSaving, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._saving = saving
        self._window = parent

    def ask(self, session_id: str) -> None:
        """Show every version until the dialog is closed."""
        history = self._context.queries.minutes_history(session_id)
        refusals = self._context.queries.minutes_refusals(session_id)
        dialog = MinutesHistoryDialog(history, refusals, parent=self._window.window())
        dialog.read_asked.connect(lambda row: self.read(row.pdf_sha256, self._title(row), parent=dialog))
        dialog.save_asked.connect(lambda row: self.save(row.pdf_sha256, self._stem(row)))
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def read(self, sha256: str, title: str, *, parent: QWidget) -> None:
        """Show a file of the vault, page by page."""
        workspace, drawers = self._context.workspace, self._context.services.pages

        def show(pages: PageSet) -> None:
            window = PagesWindow(self._context, title, pages, parent)
            self._context.messages.run_dialog(window)
            window.deleteLater()

        self._context.tasks.run(
            lambda _progress: open_pages(drawers, workspace.vault.read(sha256)), show,
            title=self.tr("Lecture de {0}").format(title), owner=parent,
        )  # fmt: skip

    def save(self, sha256: str, stem: str) -> None:
        """Save a file of the vault as it is."""
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda _progress: workspace.vault.read(sha256),
            lambda pdf: self._saving.save_minutes(pdf, stem, draft=False),
            title=self.tr("Lecture de {0}").format(stem), owner=self,
        )  # fmt: skip

    def _title(self, row: MinutesRow) -> str:
        return self.tr("{0}, version {1}").format(row.number, row.version)

    def _stem(self, row: MinutesRow) -> str:
        return f"{row.number}-v{row.version}" if row.version > 1 or row.ended_at else row.number
