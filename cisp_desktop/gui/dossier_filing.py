"""Storing dossiers in the worker, and taking back what was stored as one step of undo.

This module must not know the matrix, nor how files were chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.dossier_versions import (
    RemovedDossier,
    remove_dossiers,
    restore_dossiers,
)
from cisp_desktop.application.dossiers import (
    Assignment,
    KnownFacts,
    RefusedFile,
    StoreReport,
    store_dossiers,
)
from cisp_desktop.application.folder_import import FolderFile
from cisp_desktop.application.ports import DossierFacts, Progress, Workspace
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext

REFUSALS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class FileToFile:
    """A file on a disk, for whom and as what."""

    path: Path
    registration_id: str
    kind: DossierKind


class _Filed:
    """The versions that one gesture added: out and in again."""

    def __init__(self, workspace: Workspace, ids: Sequence[str]) -> None:
        self._workspace = workspace
        self._ids = tuple(ids)
        self._removed: tuple[RemovedDossier, ...] = ()

    def take_out(self, _ids: tuple[str, ...]) -> None:
        """Take them out (undo)."""
        self._removed = remove_dossiers(self._workspace, self._ids)

    def put_in(self) -> tuple[str, ...]:
        """Put them in again (redo)."""
        return restore_dossiers(self._workspace, self._removed)

    @property
    def ids(self) -> tuple[str, ...]:
        """What was added."""
        return self._ids


class DossierFiling(QObject):
    """Stores files as a task. ``told(words)`` says how it ended."""

    told = Signal(str)

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._filed: list[str] = []
        self._done = 0

    def store(
        self,
        files: Sequence[FileToFile],
        *,
        facts: Mapping[str, DossierFacts] | None = None,
        aside: int = 0,
    ) -> None:
        """Store files; ``facts`` are what is known of their contents, ``aside`` how many were left out."""
        context, services = self._context, self._context.services
        filed: list[str] = []
        self._filed, self._done = filed, 0
        inspector = KnownFacts(services.inspector, facts or {})
        assignments = [
            Assignment(FolderFile(services.dossier_folders, one.path), one.registration_id, one.kind)
            for one in files
        ]

        def store(progress: Progress) -> StoreReport:
            def counted(done: int, total: int) -> None:
                progress(done, total)
                self._done = done

            return store_dossiers(
                context.workspace, assignments, inspector=inspector, progress=counted, on_filed=filed.append
            )

        context.tasks.run(
            store,
            partial(self._on_stored, aside),
            self._on_failed,
            title=self.tr("Rangement des pièces"),
            owner=self._owner,
            on_cancelled=partial(self._on_cancelled, len(assignments)),
            writes=True,
        )

    def _on_stored(self, aside: int, report: StoreReport) -> None:
        self._offer_undo()
        words = [plural(len(report.stored), self.tr("pièce rangée"), self.tr("pièces rangées"))]
        if aside:
            words.append(
                plural(aside, self.tr("fichier laissé de côté"), self.tr("fichiers laissés de côté"))
            )
        if report.refused:
            self._show_refused(report.refused, words[0])
        self.told.emit(" · ".join(words))

    def _on_failed(self, error: CispError) -> None:
        self._offer_undo()
        self._context.messages.error(self._owner, error)

    def _on_cancelled(self, total: int) -> None:
        self._offer_undo()
        treated = plural(self._done, self.tr("fichier traité"), self.tr("fichiers traités"))
        self.told.emit(
            self.tr("Rangement interrompu\u00a0: {0} sur {1}. Ce qui est rangé le reste.").format(
                treated, total
            )
        )

    def _offer_undo(self) -> None:
        if not self._filed:
            return
        filed = _Filed(self._context.workspace, self._filed)
        count = plural(len(self._filed), self.tr("pièce"), self.tr("pièces"))
        undo: Callable[[tuple[str, ...]], None] = filed.take_out
        self._context.operations.offer_undo(
            filed.ids, text=self.tr("le rangement de {0}").format(count), do=filed.put_in, undo=undo
        )

    def _show_refused(self, refused: Sequence[RefusedFile], stored: str) -> None:
        lines = [f"• {item.name}\n  {sentence(item.error)}" for item in refused[:REFUSALS_SHOWN]]
        if len(refused) > REFUSALS_SHOWN:
            lines.append(self.tr("… et {0} autres.").format(len(refused) - REFUSALS_SHOWN))
        count = plural(len(refused), self.tr("fichier refusé"), self.tr("fichiers refusés"))
        text = self.tr("{0}, {1}\u00a0:").format(stored, count) + "\n\n" + "\n".join(lines)
        self._context.messages.inform(self._owner, self.tr("Pièces refusées"), text)
