"""« Signé sur papier… »: a scan chosen, looked at by what its pages say of themselves, attached, and read.

This module must not know how a scan is stored, nor how a code is read.
"""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.minutes_life import attach_scan, sign_on_paper
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.scans import ScanLook, look_at_scan
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.wording_minutes_life import scan_doubts
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.minutes_paper_dialog import MinutesPaperDialog
from cisp_desktop.gui.pages.minutes_history import MinutesHistory
from cisp_desktop.gui.tasks import Progress

SCAN_LIMIT = 200 * 1024 * 1024
"""Bytes of a scan at most, as of a dossier."""


class MinutesPaper(QObject):
    """Opens the dialog and answers it; ``files`` reads and saves what is stored."""

    def __init__(self, context: GuiContext, files: MinutesHistory, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._files = files
        self._window = parent

    def ask(self, minutes: MinutesRow) -> None:
        """Show the scans of these minutes, attach others, and note whose signatures they show."""
        context, workspace = self._context, self._context.workspace
        juror = context.current_juror
        dialog = MinutesPaperDialog(
            minutes.number,
            [row for row in minutes.signatures if row.awaited],
            context.queries.minutes_scans(minutes.id),
            name=juror.name if juror is not None else "",
            parent=self._window.window(),
        )
        dialog.attach_asked.connect(lambda: self._choose(dialog, minutes))
        dialog.read_asked.connect(lambda row: self._files.read(row.sha256, row.file_name, parent=dialog))
        dialog.save_asked.connect(lambda row: self._files.save(row.sha256, Path(row.file_name).stem))

        def act() -> Act[None]:
            seat_ids, scan_id = dialog.seat_ids, dialog.scan_id
            return Act(lambda: sign_on_paper(workspace, minutes.id, seat_ids, scan_id=scan_id))

        if submit_dialog(context, dialog, act) is not None:
            context.operations.undo_stack.clear()

    def _choose(self, dialog: MinutesPaperDialog, minutes: MinutesRow) -> None:
        filters = self.tr("Documents PDF (*.pdf)")
        path = self._context.messages.open_file(dialog, self.tr("Procès-verbal numérisé"), filters=filters)
        if path is None or self._context.operations.refuse_while_writing(dialog):
            return
        services, extracts = self._context.services, self._context.queries.minutes_extracts(minutes.id)

        def work(progress: Progress) -> tuple[bytes, ScanLook]:
            content = read_small_file(path, limit=SCAN_LIMIT)
            look = look_at_scan(
                minutes, content, file_name=path.name, inspector=services.inspector,
                drawers=services.pages, codes=services.page_codes, extracts=extracts, progress=progress,
            )  # fmt: skip
            return content, look

        def looked(found: tuple[bytes, ScanLook]) -> None:
            content, look = found
            if self._sure(dialog, minutes, look):
                self._attach(dialog, minutes, content, file_name=path.name, pages=look.pages)

        self._context.tasks.run(
            work, looked, lambda error: dialog.show_problem(sentence(error)),
            title=self.tr("Lecture de {0}").format(path.name), owner=dialog,
        )  # fmt: skip

    def _sure(self, dialog: MinutesPaperDialog, minutes: MinutesRow, look: ScanLook) -> bool:
        """Tell what does not fit, and ask; a scan that shows every page needs no asking."""
        if not look.doubtful:
            return True
        return self._context.messages.confirm(
            dialog,
            self.tr("Ce document n’est pas reconnu en entier"),
            text=scan_doubts(minutes.number, look),
            accept=self.tr("Joindre quand même"),
        )

    def _attach(
        self, dialog: MinutesPaperDialog, minutes: MinutesRow, content: bytes, *, file_name: str, pages: int
    ) -> None:
        workspace, queries, by = self._context.workspace, self._context.queries, dialog.name
        self._context.tasks.run(
            lambda _progress: attach_scan(
                workspace, minutes.id, content, file_name=file_name, pages=pages, by=by
            ),
            lambda scan_id: dialog.show_scans(queries.minutes_scans(minutes.id), scan_id),
            lambda error: dialog.show_problem(sentence(error)),
            title=self.tr("Enregistrement de {0}").format(file_name), owner=dialog, writes=True,
        )  # fmt: skip
