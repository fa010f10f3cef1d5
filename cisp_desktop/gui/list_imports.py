"""The two kinds of lists that are imported, behind one face: candidates, and results of outside the panel.

What differs is here: how a file is opened, judged, written and taken back. This module must not know a
widget.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.candidate_fields import REQUIRED, TITLES
from cisp_desktop.application.candidate_import import import_candidates, preview_candidates
from cisp_desktop.application.candidate_import_undo import undo_import
from cisp_desktop.application.candidate_list import CandidateLine
from cisp_desktop.application.import_preview import ImportPreview, PreviewLine
from cisp_desktop.application.list_columns import (
    ListColumns,
    ListFile,
    ListKind,
    Mapped,
    remember_mapping,
    remembered_mapping,
    taught,
)
from cisp_desktop.application.outside_import import import_results, preview_results, undo_results
from cisp_desktop.application.outside_list import RESULT_REQUIRED, RESULT_TITLES
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.services import Services
from cisp_desktop.application.wording import plural
from cisp_desktop.domain.errors import CispError


@dataclass(frozen=True, slots=True)
class Looked:
    """A worksheet as understood so far; without ``preview`` columns are missing, or ``problem`` says why.

    ``listed`` is what was read, of the kind of the list.
    """

    columns: ListColumns
    listed: Any = None
    preview: ImportPreview | None = None
    problem: CispError | None = None


@dataclass(frozen=True, slots=True)
class ListImport:
    """One kind of list in one session: words, and the acts that a dialog needs."""

    kind: ListKind
    workspace: Workspace
    session_id: str
    titles: Mapping[str, str]
    required: Sequence[str]
    open: Callable[[Path], ListFile[Any]]
    judge: Callable[[Workspace, str, Any], ImportPreview]
    record: Callable[..., Any]
    revert: Callable[[Workspace, str, Any], None]
    new_words: tuple[str, str]

    def remembered(self) -> Mapped:
        """Return what the centre's lists taught."""
        return remembered_mapping(self.workspace, self.session_id, self.kind)

    def look(self, file: ListFile[Any], *, sheet: str = "", mapping: Mapped | None = None) -> Looked:
        """Return the columns and, when none is missing, what each line would do. Writes nothing."""
        columns = file.columns(sheet=sheet, mapping=mapping)
        if columns.missing or (columns.unsure and not sheet):
            return Looked(columns)
        try:
            listed = file.read(sheet=sheet or columns.sheet, mapping=mapping)
            return Looked(columns, listed, self.judge(self.workspace, self.session_id, listed))
        except CispError as error:
            return Looked(columns, problem=error)

    def write(self, looked: Looked, accepted: Sequence[PreviewLine]) -> Any:
        """Write the accepted lines; returns the report. Raises what the use case raises."""
        return self.record(self.workspace, self.session_id, looked.listed, accepted=accepted)

    def learn(self, looked: Looked, chosen: Mapped) -> None:
        """Remember for the centre what the user chose otherwise than the titles say."""
        centre = self.workspace.queries.session(self.session_id).centre_id
        remember_mapping(self.workspace, centre, taught(looked.columns, chosen), kind=self.kind)

    def undo(self, report: Any) -> None:
        """Take a whole import back. Raises ``Refused("import.*")``."""
        self.revert(self.workspace, self.session_id, report.done)

    def report_words(self, report: Any) -> str:
        """« 12 candidats ajoutés · 2 mis à jour »."""
        words = [plural(report.imported, *self.new_words)]
        if report.updated:
            words.append(plural(report.updated, _tr("mis à jour"), _tr("mis à jour")))
        return " · ".join(words)


def candidate_import(services: Services, workspace: Workspace, session_id: str) -> ListImport:
    """Return the import of candidates into a session."""
    read = set(CandidateLine._fields)
    return ListImport(
        ListKind.CANDIDATES,
        workspace,
        session_id,
        {field: title for field, title in TITLES.items() if field in read},
        REQUIRED,
        services.candidate_files.open,
        preview_candidates,
        import_candidates,
        undo_import,
        (_tr("candidat ajouté"), _tr("candidats ajoutés")),
    )


def result_import(services: Services, workspace: Workspace, session_id: str) -> ListImport:
    """Return the import of results judged outside the panel into a session."""
    return ListImport(
        ListKind.OUTSIDE_RESULTS,
        workspace,
        session_id,
        RESULT_TITLES,
        RESULT_REQUIRED,
        services.result_files.open,
        preview_results,
        import_results,
        undo_results,
        (_tr("résultat ajouté"), _tr("résultats ajoutés")),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportListDialog", text)
