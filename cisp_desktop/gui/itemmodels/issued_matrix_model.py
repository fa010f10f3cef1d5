"""Subjects × papers: each cell is one paper after the jury – issued, to issue, not due and why.

This module must not know how a paper is issued.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.issued_rules import CANDIDATE_KINDS, JUROR_KINDS, PERSONAL_KINDS
from cisp_desktop.application.issuing import PaperRow
from cisp_desktop.application.wording import moment_words, plural, sentence, short_day
from cisp_desktop.application.wording_issued import SHORT_TITLES, kind_words
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
FIXED = 2
"""Columns before the papers: number, name."""
_Key = tuple[DocumentKind, str]


class Role(IntEnum):
    """What a cell holds besides its text."""

    STATE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A subject and its papers in the order of the columns, None where there can be none."""

    number: str
    name: str
    papers: tuple[PaperRow | None, ...]


class IssuedMatrixModel(QAbstractTableModel):
    """The papers of candidates, or those of jurors and panels."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._rows: tuple[MatrixRow, ...] = ()

    def show_candidates(self, papers: Iterable[PaperRow], blocks: Sequence[str]) -> None:
        """Show one line per candidate, one column per kind and block."""
        keys: list[_Key] = []
        for kind in CANDIDATE_KINDS:
            by_block = kind is DocumentKind.BLOCK_CERTIFICATE
            keys += [(kind, block) for block in (blocks if by_block else [""])]
        self._show([one for one in papers if one.paper.registration_id is not None], keys)

    def show_jury(self, papers: Iterable[PaperRow]) -> None:
        """Show one line per juror and one per panel."""
        keys: list[_Key] = [(kind, "") for kind in (*JUROR_KINDS, DocumentKind.ATTENDANCE_LIST)]
        self._show([one for one in papers if one.paper.registration_id is None], keys)

    def show_personal(self, papers: Iterable[PaperRow]) -> None:
        """Show one line per candidate, the papers that hold marks."""
        self._show(list(papers), [(kind, "") for kind in PERSONAL_KINDS])

    def paper(self, index: Index) -> PaperRow | None:
        """Return the paper of a cell."""
        column = index.column() - FIXED
        return self._rows[index.row()].papers[column] if index.isValid() and column >= 0 else None

    def chosen(self, indexes: Iterable[Index]) -> list[PaperRow]:
        """Return the papers of the cells chosen; a number or a name stands for its whole line."""
        found: dict[int, PaperRow] = {}
        for index in sorted(indexes, key=lambda one: (one.row(), one.column())):
            row = self._rows[index.row()]
            for paper in row.papers if index.column() < FIXED else (self.paper(index),):
                if paper is not None:
                    found[id(paper)] = paper
        return list(found.values())

    def place_of(self, document_id: str) -> QModelIndex:
        """Return the cell of a paper that was issued; an invalid index when it is not shown."""
        for line, row in enumerate(self._rows):
            for column, paper in enumerate(row.papers):
                if paper is not None and paper.issued is not None and paper.issued.id == document_id:
                    return self.index(line, column + FIXED)
        return QModelIndex()

    def _show(self, papers: Sequence[PaperRow], keys: Sequence[_Key]) -> None:
        self.beginResetModel()
        titles = (block or SHORT_TITLES[kind.value] for kind, block in keys)
        self._titles = (self.tr("N° dossier"), self.tr("Nom"), *titles)
        by_subject: dict[str, dict[_Key, PaperRow]] = {}
        for one in papers:
            subject = one.paper.registration_id or one.paper.seat_id or one.paper.panel_id
            by_subject.setdefault(subject, {})[one.paper.kind, one.block] = one
        self._rows = tuple(
            MatrixRow(first.paper.number, first.paper.subject, tuple(found.get(key) for key in keys))
            for found in by_subject.values()
            for first in [next(iter(found.values()))]
        )
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One row per subject."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Number, name, papers."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        return heading(self._titles, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if column < FIXED:
            text = (row.number, row.name or self.tr("Jury"))[column]
            return self._plain(text, role)
        paper = row.papers[column - FIXED]
        if role == Role.STATE:
            return _state(paper)
        if role == Qt.ItemDataRole.DisplayRole:
            return _short(paper)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(words(paper)) if paper is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words(paper) if paper is not None else ""
        return None

    def _plain(self, text: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(text)
        return None


def _state(paper: PaperRow | None) -> DotState:
    if paper is not None and paper.issued is not None:
        return DotState.DONE
    owed = paper is not None and paper.to_issue and paper.paper.kind not in PERSONAL_KINDS
    return DotState.TO_DO if owed else DotState.NONE


def _short(paper: PaperRow | None) -> str:
    if paper is None:
        return ""
    if paper.issued is not None:
        return short_day(paper.issued.issued_at.date())
    return _to_issue(paper) if paper.to_issue else "–"


def _to_issue(paper: PaperRow) -> str:
    return "à la demande" if paper.paper.kind in PERSONAL_KINDS else "à émettre"


def words(paper: PaperRow) -> str:
    """Say in full what a paper is and where it stands."""
    title = kind_words(paper.paper.kind, paper.block)
    if paper.issued is not None:
        said = f"émis le {moment_words(paper.issued.issued_at)}, code {paper.issued.code}"
        if paper.duplicates:
            said += f", {plural(paper.duplicates, 'duplicata', 'duplicatas')}"
    elif paper.refusal is not None:
        said = f"non dû. {sentence(paper.refusal)}"
    else:
        said = _to_issue(paper)
    return f"{title}{NBSP}: {said}"
