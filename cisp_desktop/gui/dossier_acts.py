"""What can be done with dossiers: taken in after a review, moved, taken out, their versions, their last day.

One object serves the matrix of dossiers; it knows neither its cells nor PDF.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.dossier_table import dossier_table
from cisp_desktop.application.dossier_versions import (
    Placing,
    count_version,
    put_back,
    reassign_dossier,
    remove_dossier,
    restore_dossiers,
)
from cisp_desktop.application.dossiers import set_dossiers_due
from cisp_desktop.application.folder_import import FolderReview, review_files
from cisp_desktop.application.ports import Progress
from cisp_desktop.application.queries import DossierRow, DossierVersionRow
from cisp_desktop.application.services import FoundFile, Person
from cisp_desktop.application.wording import DOSSIER_KINDS, moment_words
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.assign_dossiers_dialog import AssignDossiersDialog
from cisp_desktop.gui.dialogs.dossier_window import DossierWindow
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.reassign_dossier_dialog import ReassignDossierDialog
from cisp_desktop.gui.dialogs.versions_dialog import VersionsDialog
from cisp_desktop.gui.dossier_filing import DossierFiling, FileToFile
from cisp_desktop.gui.itemmodels.found_file_model import FileLine
from cisp_desktop.gui.session_data import SessionData, name_of


class DossierActs(QObject):
    """Every act is one step of undo. ``told(words)`` says how an act ended."""

    told = Signal(str)

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._filing = DossierFiling(context, owner)
        self._filing.told.connect(self.told)

    def take_paths(self, data: SessionData, paths: Sequence[Path]) -> None:
        """Look at files and folders that were chosen or dropped, then show what they are."""
        if not paths or self._context.operations.refuse_while_writing(self._owner):
            return
        services, workspace, session_id = self._context.services, self._context.workspace, data.session.id
        people = [
            Person(row.id, row.number, row.birth_name, row.usage_name, row.first_names)
            for row in data.registrations
        ]

        def look(progress: Progress) -> FolderReview:
            folders = services.dossier_folders
            found: list[FoundFile] = []
            for path in paths:
                progress(0, 0)
                if path.is_dir():
                    found += folders.scan(path, people)
            found += folders.recognise([path for path in paths if not path.is_dir()], people)
            return review_files(
                workspace, session_id, found, folders=folders, inspector=services.inspector, progress=progress
            )

        source = paths[0].name if len(paths) == 1 else self.tr("Fichiers choisis")
        self._context.tasks.run(
            look,
            partial(self._on_files_looked_at, data, source),
            title=self.tr("Examen des fichiers de {0}").format(source),
            owner=self._owner,
        )

    def take_file(self, path: Path, *, registration_id: str, kind: DossierKind) -> None:
        """Store one PDF for one candidate and kind, without asking more."""
        if not self._context.operations.refuse_while_writing(self._owner):
            self._filing.store([FileToFile(path, registration_id, kind)])

    def reassign(self, data: SessionData, dossier: DossierRow) -> None:
        """Ask where a dossier belongs and file it there."""
        candidates = [(row.id, f"{row.number}   {name_of(row)}") for row in data.registrations]
        dialog = ReassignDossierDialog(dossier, candidates, parent=self._owner)
        workspace = self._context.workspace

        def asked() -> Act[tuple[Placing, ...]]:
            wanted, kind = dialog.registration_id, dialog.kind
            return Act(
                lambda: reassign_dossier(workspace, dossier.id, registration_id=wanted, kind=kind),
                text=self.tr("la réattribution d’une pièce"),
                undo=lambda before: put_back(workspace, before),
            )

        submit_dialog(self._context, dialog, asked)

    def remove(self, data: SessionData, dossier: DossierRow | DossierVersionRow) -> None:
        """Take one version out; it can be undone, and is told."""
        del data
        workspace = self._context.workspace
        done = self._context.operations.run(
            partial(remove_dossier, workspace, dossier.id),
            text=self.tr("le retrait de «\u00a0{0}\u00a0»").format(dossier.file_name),
            undo=lambda removed: restore_dossiers(workspace, removed),
            parent=self._owner,
        )
        if done is not None:
            promoted = done.value[0].promoted is not None
            words = self.tr("«\u00a0{0}\u00a0» est retiré").format(dossier.file_name)
            if promoted:
                words = self.tr("{0}\u00a0: la version précédente compte de nouveau").format(words)
            self.told.emit(words)

    def show_versions(self, data: SessionData, registration_id: str, kind: DossierKind) -> None:
        """Show every version of one dossier, and act on them until it closes."""
        row, queries = data.registration(registration_id), self._context.queries
        name = name_of(row) if row is not None else ""
        title = f"{DOSSIER_KINDS[kind]} · {name}"
        versions = queries.dossier_versions(registration_id, kind)
        dialog = VersionsDialog(title, versions, locked=data.locked, parent=self._owner)
        window = DossierWindow(self._context, dialog)

        def read(version: DossierVersionRow) -> None:
            shown = DossierRow(
                version.id, registration_id, kind, version.file_name, version.sha256, version.size,
                version.pages, version.received_at, 1, version.late,
            )  # fmt: skip
            window.show_candidate(
                self.tr("{0}, version du {1}").format(name, moment_words(version.received_at)), [shown],
                missing=(), kind=kind,
            )  # fmt: skip

        def act(run: Callable[[], None]) -> None:
            run()
            dialog.show_versions(queries.dossier_versions(registration_id, kind))

        dialog.read_asked.connect(read)
        dialog.count_asked.connect(lambda version: act(partial(self._count, version, dialog)))
        dialog.remove_asked.connect(lambda version: act(partial(self.remove, data, version)))
        self._context.messages.run_dialog(dialog)
        window.reject()
        dialog.deleteLater()

    def set_due(self, data: SessionData, due: date | None) -> bool:
        """Set the last day for dossiers; returns whether it was accepted."""
        workspace, session_id = self._context.workspace, data.session.id
        before = data.session.dossiers_due
        done = self._context.operations.run(
            lambda: set_dossiers_due(workspace, session_id, due, before),
            text=self.tr("la date limite des pièces"),
            undo=lambda earlier: set_dossiers_due(workspace, session_id, earlier, due),
            parent=self._owner,
        )
        return done is not None

    def export(self, data: SessionData) -> None:
        """Ask where to write the whole matrix, and write it."""
        path = self._context.messages.save_file(
            self._owner,
            self.tr("Exporter le tableau des pièces"),
            suggested=f"pièces-{data.session.minutes_number}.xlsx",
            filters=self.tr("Classeur ({0});;Texte ({1})").format("*.xlsx", "*.csv"),
        )
        if path is None:
            return
        table = dossier_table(data.certification, data.registrations, data.dossiers)
        writer, said = self._context.services.candidate_writer, self.tr("Tableau exporté\u00a0: {0}")
        self._context.tasks.run(
            lambda _progress: writer.write(path, table, sheet="Pièces"),
            lambda _done: self.told.emit(said.format(path.name)),
            title=self.tr("Export de {0}").format(path.name),
            owner=self._owner,
            cancellable=False,
        )

    def _count(self, version: DossierVersionRow, dialog: VersionsDialog) -> None:
        workspace = self._context.workspace
        self._context.operations.run(
            lambda: count_version(workspace, version.id),
            text=self.tr("le choix d’une version"),
            undo=lambda before: put_back(workspace, before),
            parent=dialog,
        )

    def _on_files_looked_at(self, data: SessionData, source: str, review: FolderReview) -> None:
        if not review.files:
            words = self.tr("« {0} » ne contient aucun fichier.").format(source)
            self._context.messages.inform(self._owner, self.tr("Aucune pièce"), words)
            return
        dialog = AssignDossiersDialog(review, data, source=source, parent=self._owner)
        accepted = self._context.messages.run_dialog(dialog)
        taken: list[FileLine] = dialog.taken
        dialog.deleteLater()
        files = [
            FileToFile(line.found.path, line.registration_id, line.kind)
            for line in taken
            if line.registration_id is not None and line.kind is not None
        ]
        if accepted and files and not self._context.operations.refuse_while_writing(self._owner):
            self._filing.store(files, facts=review.facts, aside=len(review.files) - len(files))
