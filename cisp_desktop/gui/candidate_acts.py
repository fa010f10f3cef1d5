"""Reading a list of candidates and importing it, once its report was read.

This module must not know how a file is read, nor the table.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.candidate_import import ImportReport, import_candidates
from cisp_desktop.application.candidate_list import CandidateList
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.import_report_dialog import ImportChoice, ImportReportDialog
from cisp_desktop.gui.tasks import Progress

FILTERS = "*.xlsx *.ods *.csv"


class CandidateImport(QObject):
    """Two tasks of the worker with a dialog between them. ``told(words)`` says what was imported."""

    told = Signal(str)

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner

    def choose_file(self, session_id: str) -> None:
        """Ask for a list and read it."""
        title = self.tr("Importer une liste de candidats")
        filters = self.tr("Listes de candidats ({0})").format(FILTERS)
        path = self._context.messages.open_file(self._owner, title, filters=filters)
        if path is not None:
            self.read_file(session_id, path)

    def read_file(self, session_id: str, path: Path) -> None:
        """Read a list and show its report; nothing is written before the user said so."""
        if self._context.operations.refuse_while_writing(self._owner):
            return
        workspace, services = self._context.workspace, self._context.services

        def read(progress: Progress) -> tuple[CandidateList, ImportReport]:
            progress(0, 2)
            listed = services.candidate_files.read(path)
            progress(1, 2)
            return listed, import_candidates(workspace, session_id, listed, dry_run=True)

        self._context.tasks.run(
            read,
            lambda found: self._on_list_read(session_id, path, *found),
            title=self.tr("Lecture de {0}").format(path.name),
            owner=self._owner,
            writes=True,
        )

    def _on_list_read(self, session_id: str, path: Path, listed: CandidateList, report: ImportReport) -> None:
        dialog = ImportReportDialog(path.name, report, ignored=listed.ignored_columns, parent=self._owner)
        accepted = self._context.messages.run_dialog(dialog)
        choice = dialog.choice
        dialog.deleteLater()
        if not accepted or choice is ImportChoice.NOTHING:
            return
        workspace, sound = self._context.workspace, choice is ImportChoice.SOUND_LINES
        self._context.tasks.run(
            lambda _progress: import_candidates(workspace, session_id, listed, take_sound_lines=sound),
            self._on_list_imported,
            title=self.tr("Import de {0}").format(path.name),
            owner=self._owner,
            writes=True,
            cancellable=False,
        )

    def _on_list_imported(self, report: ImportReport) -> None:
        words = [
            plural(report.imported, self.tr("candidat ajouté"), self.tr("candidats ajoutés")),
            plural(report.updated, self.tr("mis à jour"), self.tr("mis à jour")),
        ]
        if report.refused:
            aside = self.tr("ligne laissée de côté"), self.tr("lignes laissées de côté")
            words.append(plural(report.refused, *aside))
        self.told.emit(" · ".join(words))
