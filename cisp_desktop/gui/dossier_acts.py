"""Taking dossiers in: found or chosen files, checked with the user, then stored by the worker.

One object serves the matrix of dossiers; it knows neither its cells nor PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.dossiers import (
    Assignment,
    RefusedFile,
    StoreReport,
    reassign_dossier,
    remove_dossier,
    store_dossiers,
)
from cisp_desktop.application.ports import Progress
from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.services import DossierFolders, FoundFile, Person
from cisp_desktop.application.wording import DOSSIER_KINDS, plural, sentence
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.assign_dossiers_dialog import AssignDossiersDialog
from cisp_desktop.gui.dialogs.reassign_dossier_dialog import ReassignDossierDialog
from cisp_desktop.gui.itemmodels.found_file_model import FileLine
from cisp_desktop.gui.session_data import SessionData, name_of

REFUSALS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """A file to take (``application.dossiers.FileToTake``); read when its turn comes, in the worker."""

    path: Path
    folders: DossierFolders

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def read(self) -> bytes:
        """Return the content, or raise why it cannot be read."""
        return self.folders.read(self.path)


class DossierActs(QObject):
    """What can be done with dossiers. ``told(words)`` says how an act ended."""

    told = Signal(str)

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._stored_so_far = 0

    def take_paths(self, data: SessionData, paths: Sequence[Path]) -> None:
        """Recognise files and folders that were chosen or dropped, then show what was found."""
        if not paths or self._context.operations.refuse_while_writing(self._owner):
            return
        folders = self._context.services
        people = [
            Person(row.id, row.number, row.birth_name, row.usage_name, row.first_names)
            for row in data.registrations
        ]

        def look(progress: Progress) -> list[FoundFile]:
            found: list[FoundFile] = []
            for done, path in enumerate(paths):
                progress(done, len(paths))
                if path.is_dir():
                    found += folders.dossier_folders.scan(path, people)
            files = [path for path in paths if not path.is_dir()]
            return [*found, *folders.dossier_folders.recognise(files, people)]

        source = paths[0].name if len(paths) == 1 else self.tr("Fichiers choisis")
        self._context.tasks.run(
            look,
            partial(self._on_files_found, data, source),
            title=self.tr("Recherche des pièces dans {0}").format(source),
            owner=self._owner,
        )

    def take_file(self, path: Path, *, registration_id: str, kind: DossierKind) -> None:
        """Store one PDF for one candidate and kind, without asking more."""
        if not self._context.operations.refuse_while_writing(self._owner):
            self._store([(path, registration_id, kind)])

    def reassign(self, data: SessionData, dossier: DossierRow) -> None:
        """Ask where a dossier belongs and file it there."""
        candidates = [(row.id, f"{row.number}   {name_of(row)}") for row in data.registrations]
        dialog = ReassignDossierDialog(dossier, candidates, parent=self._owner)
        workspace = self._context.workspace

        def submit() -> None:
            wanted, kind = dialog.registration_id, dialog.kind
            done = self._context.operations.run(
                lambda: reassign_dossier(workspace, dossier.id, registration_id=wanted, kind=kind),
                text=self.tr("la réattribution d’une pièce"),
                undo=lambda before: reassign_dossier(
                    workspace, dossier.id, registration_id=before[0], kind=before[1]
                ),
                parent=dialog,
                on_error=lambda error: dialog.show_problem(sentence(error)),
            )
            if done is not None:
                dialog.accept()

        dialog.submitted.connect(submit)
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def remove(self, data: SessionData, dossier: DossierRow) -> None:
        """Take a dossier out of the matrix, after naming it."""
        row = data.registration(dossier.registration_id)
        text = self.tr("{0} de {1} : « {2} », {3}.").format(
            DOSSIER_KINDS[dossier.kind],
            name_of(row) if row else "",
            dossier.file_name,
            plural(dossier.pages, self.tr("page"), self.tr("pages")),
        )
        if dossier.versions > 1:
            text += self.tr("\n\nLa version précédente comptera de nouveau.")
        else:
            text += self.tr("\n\nPour la remettre, il faudra de nouveau le fichier.")
        if self._context.messages.confirm(
            self._owner, self.tr("Retirer une pièce"), text=text, accept=self.tr("Retirer"), destructive=True
        ):
            remove = partial(remove_dossier, self._context.workspace, dossier.id)
            self._context.operations.run(remove, clears_undo=True, parent=self._owner)

    def _on_files_found(self, data: SessionData, source: str, found: list[FoundFile]) -> None:
        if not found:
            words = self.tr("« {0} » ne contient aucun fichier.").format(source)
            self._context.messages.inform(self._owner, self.tr("Aucune pièce"), words)
            return
        dialog = AssignDossiersDialog(found, data, source=source, parent=self._owner)
        accepted = self._context.messages.run_dialog(dialog)
        taken: list[FileLine] = dialog.taken
        dialog.deleteLater()
        places = [
            (line.found.path, line.registration_id, line.kind)
            for line in taken
            if line.registration_id is not None and line.kind is not None
        ]
        if accepted and places and not self._context.operations.refuse_while_writing(self._owner):
            self._store(places)

    def _store(self, places: Sequence[tuple[Path, str, DossierKind]]) -> None:
        context, services = self._context, self._context.services
        self._stored_so_far = 0

        def store(progress: Progress) -> StoreReport:
            assignments = [
                Assignment(FileOnDisk(path, services.dossier_folders), registration_id, kind)
                for path, registration_id, kind in places
            ]

            def counted(done: int, total: int) -> None:
                progress(done, total)
                self._stored_so_far = done

            return store_dossiers(
                context.workspace, assignments, inspector=services.inspector, progress=counted
            )

        context.tasks.run(
            store,
            self._on_stored,
            title=self.tr("Rangement des pièces"),
            owner=self._owner,
            on_cancelled=partial(self._on_cancelled, len(places)),
            writes=True,
        )

    def _on_stored(self, report: StoreReport) -> None:
        stored = plural(len(report.stored), self.tr("pièce ajoutée"), self.tr("pièces ajoutées"))
        if report.refused:
            self._show_refused(report.refused, stored)
        self.told.emit(stored)

    def _show_refused(self, refused: Sequence[RefusedFile], stored: str) -> None:
        lines = [f"• {item.name}\n  {sentence(item.error)}" for item in refused[:REFUSALS_SHOWN]]
        if len(refused) > REFUSALS_SHOWN:
            lines.append(self.tr("… et {0} autres.").format(len(refused) - REFUSALS_SHOWN))
        count = plural(len(refused), self.tr("fichier refusé"), self.tr("fichiers refusés"))
        text = self.tr("{0}, {1} :").format(stored, count) + "\n\n" + "\n".join(lines)
        self._context.messages.inform(self._owner, self.tr("Pièces refusées"), text)

    def _on_cancelled(self, total: int) -> None:
        self.told.emit(
            self.tr("Ajout interrompu : {0} sur {1}. Ce qui est rangé le reste.").format(
                plural(self._stored_so_far, self.tr("fichier traité"), self.tr("fichiers traités")), total
            )
        )
