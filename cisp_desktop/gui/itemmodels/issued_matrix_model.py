"""Subjects × papers: each cell is one paper after the jury – issued, to issue, not due and why – or an
extract of the minutes, signed with them.

This module must not know how a paper is issued.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.issued_rules import CANDIDATE_KINDS, JUROR_KINDS, PERSONAL_KINDS
from cisp_desktop.application.issuing import PaperRow
from cisp_desktop.application.paper_batch import EXTRACT, ON_PAPER, BatchPaper
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
Cell = PaperRow | BatchPaper
"""A paper after the jury, or an extract."""
_Key = tuple[str, str]
_EXTRACT: _Key = (EXTRACT, "")


class Role(IntEnum):
    """What a cell holds besides its text."""

    STATE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A subject and its papers in the order of the columns, None where there can be none."""

    number: str
    name: str
    papers: tuple[Cell | None, ...]


class IssuedMatrixModel(QAbstractTableModel):
    """The papers of candidates, or those of jurors and panels."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._tips: tuple[str, ...] = ()
        self._rows: tuple[MatrixRow, ...] = ()

    def show_candidates(
        self, papers: Iterable[PaperRow], blocks: Sequence[str], extracts: Sequence[BatchPaper]
    ) -> None:
        """Show one line per candidate, one column per kind, after that of the extracts if any.

        Blocks come last: they are many, and what everybody looks for has to be in sight.
        """
        keys: list[_Key] = [_EXTRACT] if extracts else []
        by_block = DocumentKind.BLOCK_CERTIFICATE
        keys += [(kind.value, "") for kind in CANDIDATE_KINDS if kind is not by_block]
        keys += [(by_block.value, block) for block in blocks]
        self._show([one for one in papers if one.paper.registration_id is not None], keys, extracts)

    def show_jury(self, papers: Iterable[PaperRow]) -> None:
        """Show one line per juror and one per panel."""
        keys = [(kind.value, "") for kind in (*JUROR_KINDS, DocumentKind.ATTENDANCE_LIST)]
        self._show([one for one in papers if one.paper.registration_id is None], keys)

    def show_personal(self, papers: Iterable[PaperRow]) -> None:
        """Show one line per candidate, the papers that hold marks."""
        self._show(list(papers), [(kind.value, "") for kind in PERSONAL_KINDS])

    def cell(self, index: Index) -> Cell | None:
        """Return what stands in a cell."""
        column = index.column() - FIXED
        return self._rows[index.row()].papers[column] if index.isValid() and column >= 0 else None

    def chosen(self, indexes: Iterable[Index]) -> list[Cell]:
        """Return what the cells chosen hold; a number or a name stands for its whole line."""
        found: dict[int, Cell] = {}
        for index in sorted(indexes, key=lambda one: (one.row(), one.column())):
            row = self._rows[index.row()]
            for one in row.papers if index.column() < FIXED else (self.cell(index),):
                if one is not None:
                    found[id(one)] = one
        return list(found.values())

    def place_of(self, document_id: str) -> QModelIndex:
        """Return the cell of a paper that was issued; an invalid index when it is not shown."""
        for line, row in enumerate(self._rows):
            for column, paper in enumerate(row.papers):
                issued = paper.issued if isinstance(paper, PaperRow) else None
                if issued is not None and issued.id == document_id:
                    return self.index(line, column + FIXED)
        return QModelIndex()

    def _show(
        self, papers: Sequence[PaperRow], keys: Sequence[_Key], extracts: Sequence[BatchPaper] = ()
    ) -> None:
        self.beginResetModel()
        titles = (block or SHORT_TITLES.get(kind, self.tr("Extrait")) for kind, block in keys)
        fixed = (self.tr("N° dossier"), self.tr("Nom"))
        self._titles = (*fixed, *titles)
        full = self.tr("Extrait du procès-verbal")
        tips = (full if key == _EXTRACT else kind_words(DocumentKind(key[0]), key[1]) for key in keys)
        self._tips = (*fixed, *tips)
        names: dict[str, tuple[str, str]] = {}
        cells: dict[str, dict[_Key, Cell]] = {}
        for one in papers:
            subject = one.paper.registration_id or one.paper.seat_id or one.paper.panel_id
            names.setdefault(subject, (one.paper.number, one.paper.subject))
            cells.setdefault(subject, {})[one.paper.kind.value, one.block] = one
        for extract in extracts:
            if extract.registration_id in cells:
                cells[extract.registration_id][_EXTRACT] = extract
        self._rows = tuple(
            MatrixRow(*names[subject], tuple(found.get(key) for key in keys))
            for subject, found in cells.items()
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
        """Return the titles; in full as a tooltip."""
        if role == Qt.ItemDataRole.ToolTipRole and orientation is Qt.Orientation.Horizontal:
            return literal_tooltip(self._tips[section]) if 0 <= section < len(self._tips) else None
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


def _state(paper: Cell | None) -> DotState:
    if isinstance(paper, BatchPaper):
        return DotState.TO_DO if paper.lacks not in ("", ON_PAPER) else DotState.DONE
    if paper is not None and paper.issued is not None:
        return DotState.DONE
    owed = paper is not None and paper.to_issue and paper.paper.kind not in PERSONAL_KINDS
    return DotState.TO_DO if owed else DotState.NONE


def _short(paper: Cell | None) -> str:
    if paper is None:
        return ""
    if isinstance(paper, BatchPaper):
        return {"": "signé", ON_PAPER: "sur papier"}.get(paper.lacks, "à signer")
    if paper.issued is not None:
        return short_day(paper.issued.issued_at.date())
    return _to_issue(paper) if paper.to_issue else "–"


def _to_issue(paper: PaperRow) -> str:
    if paper.paper.kind in PERSONAL_KINDS:
        return "à la demande"
    return "à remplacer" if paper.earlier is not None else "à émettre"


def _annulled(paper: PaperRow) -> str:
    """Say of the paper issued before that a rectification put an end to it; empty without one."""
    earlier = paper.earlier
    if earlier is None:
        return ""
    day = short_day(earlier.issued_at.date())
    return (
        f" Le document {earlier.code} du {day} ne vaut plus{NBSP}: le procès-verbal {earlier.minutes_number} "
        "a été rectifié."
    )


def words(paper: Cell) -> str:
    """Say in full what a paper is and where it stands."""
    if isinstance(paper, BatchPaper):
        return f"{paper.title}{NBSP}: {paper.lacks or 'signé avec lui'}."
    title = kind_words(paper.paper.kind, paper.block)
    if paper.issued is not None:
        said = f"émis le {moment_words(paper.issued.issued_at)}, code {paper.issued.code}"
        if paper.duplicates:
            said += f", {plural(paper.duplicates, 'duplicata', 'duplicatas')}"
    elif paper.refusal is not None:
        said = f"non dû. {sentence(paper.refusal)}"
    else:
        said = f"{_to_issue(paper)}."
    return f"{title}{NBSP}: {said}{_annulled(paper)}"
