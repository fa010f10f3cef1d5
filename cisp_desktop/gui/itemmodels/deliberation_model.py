"""The session's matrix: one row per candidate, one column per block, what the jury proposed and decided.

While a sheet that counts is unsealed a cell says how many are awaited and nothing else, in whatever role.
This module must not know how a cell is drawn, nor who decides.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from cisp_desktop.application.queries import BlockRow, DeliberationCell, DeliberationRow
from cisp_desktop.application.wording import (
    ATTENDANCE,
    decision_letters,
    decision_words,
    outcome_words,
    person_name,
    plural,
    proposal_words,
    result_words,
)
from cisp_desktop.application.wording_schemes import doubt_words
from cisp_desktop.domain.grading import GradingScheme, NoProposal
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(IntEnum):
    """The first column; the blocks follow in the sheet's order, then the outcome."""

    CANDIDATE = 0
    FIRST_BLOCK = 1


class Role(IntEnum):
    """What the model says besides the text."""

    CELL = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    REGISTRATION = Qt.ItemDataRole.UserRole + 3
    NUMBER = Qt.ItemDataRole.UserRole + 4
    TO_DECIDE = Qt.ItemDataRole.UserRole + 5
    SORT = Qt.ItemDataRole.UserRole + 6
    PANEL = Qt.ItemDataRole.UserRole + 7


class CellState(StrEnum):
    """Where one block of one candidate stands."""

    STANDING = "STANDING"
    """Follows from the registration or the attendance: nothing to decide."""
    WAITING = "WAITING"
    """A sheet is unsealed, or the proposal is not frozen yet."""
    PROPOSED = "PROPOSED"
    OPEN = "OPEN"
    """« À délibérer »: the scheme makes no proposal."""
    DECIDED = "DECIDED"


def cell_state(cell: DeliberationCell) -> CellState:
    """Return where a block stands."""
    if cell.decision is not None:
        return CellState.DECIDED if cell.by_jury else CellState.STANDING
    if cell.unsealed or not cell.proposal_frozen:
        return CellState.WAITING
    return CellState.PROPOSED if cell.proposal is not None else CellState.OPEN


def differs(cell: DeliberationCell) -> bool:
    """Whether the jury decided otherwise than what was proposed."""
    decided = cell.by_jury and cell.decision is not None and cell.proposal is not None
    return decided and str(cell.decision) != str(cell.proposal)


def disagreement(cell: DeliberationCell) -> bool:
    """Whether the jurors' sheets are apart: known only once all are sealed."""
    return not cell.unsealed and (cell.straddles or cell.gaps > 0)


class DeliberationModel(QAbstractTableModel):
    """The matrix. ``set_rows`` keeps every index valid while the same candidates come in the same order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DeliberationRow, ...] = ()
        self._blocks: tuple[BlockRow, ...] = ()
        self._panels: Mapping[str, str] = {}
        self._scheme = GradingScheme()

    @property
    def rows(self) -> tuple[DeliberationRow, ...]:
        """What is shown."""
        return self._rows

    @property
    def blocks(self) -> tuple[BlockRow, ...]:
        """The columns' blocks, in the sheet's order."""
        return self._blocks

    @property
    def outcome_column(self) -> int:
        """The last column."""
        return Column.FIRST_BLOCK + len(self._blocks)

    def set_rows(
        self,
        rows: Sequence[DeliberationRow],
        blocks: Sequence[BlockRow],
        *,
        scheme: GradingScheme,
        panels: Mapping[str, str] | None = None,
    ) -> None:
        """Show other rows; what did not change is left alone.

        ``scheme`` is the session's: doubts are said in its numbers. ``panels`` names the panels of a session
        that has several, by id: each candidate then says which.
        """
        panels, self._scheme = panels or {}, scheme
        same = [row.registration_id for row in rows] == [row.registration_id for row in self._rows]
        if not same or tuple(blocks) != self._blocks or panels != self._panels:
            self.beginResetModel()
            self._rows, self._blocks, self._panels = tuple(rows), tuple(blocks), dict(panels)
            self.endResetModel()
            return
        old, self._rows = self._rows, tuple(rows)
        for number, (before, after) in enumerate(zip(old, self._rows, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number, 0), self.index(number, self.outcome_column))

    def row_of(self, registration_id: str) -> int | None:
        """Return the row of a candidate."""
        ids = (row.registration_id for row in self._rows)
        return next((number for number, one in enumerate(ids) if one == registration_id), None)

    def column_of(self, block_id: str) -> int | None:
        """Return the column of a block."""
        ids = (block.id for block in self._blocks)
        return next((Column.FIRST_BLOCK + n for n, one in enumerate(ids) if one == block_id), None)

    def block_at(self, column: int) -> BlockRow | None:
        """Return the block of a column."""
        number = column - Column.FIRST_BLOCK
        return self._blocks[number] if 0 <= number < len(self._blocks) else None

    def cell_at(self, index: Index) -> DeliberationCell | None:
        """Return the cell under ``index``; None for the candidate and the outcome."""
        number = index.column() - Column.FIRST_BLOCK
        if not index.isValid() or not 0 <= number < len(self._blocks):
            return None
        return self._rows[index.row()].cells[number]

    def _block_data(self, row: DeliberationRow, cell: DeliberationCell, role: int) -> Any:
        if role == Role.CELL:
            return cell
        if role == Role.STATE:
            return cell_state(cell)
        if role == Role.SORT:
            return (cell_state(cell) is CellState.DECIDED, cell_short(cell))
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_short(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self.cell_words(cell))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            block = next(block for block in self._blocks if block.id == cell.block_id)
            return f"{_name(row)}, {block.short_code}\u00a0: {self.cell_words(cell)}"
        return None

    def _candidate_data(self, row: DeliberationRow, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return _name(row)
        if role == Role.SORT:
            return folded(_name(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(f"{_name(row)}\n{self._number(row)} · {ATTENDANCE[row.attendance]}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_name(row)}, {self._number(row)}, {ATTENDANCE[row.attendance]}"
        return None

    def _number(self, row: DeliberationRow) -> str:
        """« D-0001 », and « · Jury 2 » where the session has several."""
        panel = self._panels.get(row.panel_id)
        return f"{row.number} · {panel}" if panel else row.number

    def _outcome_data(self, row: DeliberationRow, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Role.SORT):
            return outcome_words(row.outcome)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{0}, issue\u00a0: {1}").format(_name(row), outcome_words(row.outcome))
        return None

    def cell_words(self, cell: DeliberationCell) -> str:
        """Say a cell in full, one line per thing."""
        state = cell_state(cell)
        if state is CellState.STANDING:
            return decision_words(cell.decision)
        if state is CellState.WAITING:
            if not cell.unsealed:
                return self.tr("En attente\u00a0: les grilles du candidat ne sont pas toutes scellées")
            awaited = plural(cell.unsealed, self.tr("grille à sceller"), self.tr("grilles à sceller"))
            return self.tr("En attente\u00a0: {0}").format(awaited)
        lines = []
        if state is CellState.DECIDED:
            lines.append(self.tr("Décision\u00a0: {0}").format(decision_words(cell.decision)))
        lines.append(self.tr("Proposition\u00a0: {0}").format(proposal_words(cell.proposal)))
        if cell.result is not None:
            lines.append(self.tr("Résultat du jury\u00a0: {0}").format(result_words(cell.result)))
        lines += disagreement_lines(cell)
        lines += [f"– {doubt_words(self._scheme, NoProposal(doubt))}" for doubt in cell.doubts]
        if differs(cell):
            lines.append(self.tr("La décision diffère de la proposition"))
        if cell.casting_vote:
            lines.append(self.tr("Voix prépondérante de la présidence"))
        if cell.reason:
            lines.append(self.tr("Motif\u00a0: {0}").format(cell.reason))
        return "\n".join(lines)

    # --- Qt's own -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row per candidate."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Candidate, blocks, outcome."""
        return 0 if parent.isValid() else self.outcome_column + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, words for a tooltip or a screen reader, and what the delegates draw."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Role.REGISTRATION:
            return row.registration_id
        if role == Role.NUMBER:
            return self._number(row)
        if role == Role.PANEL:
            return row.panel_id
        if role == Role.TO_DECIDE:
            return any(cell_state(cell) in (CellState.PROPOSED, CellState.OPEN) for cell in row.cells)
        cell = self.cell_at(index)
        if cell is not None:
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignCenter)
            return self._block_data(row, cell, role)
        if index.column() == Column.CANDIDATE:
            return self._candidate_data(row, role)
        return self._outcome_data(row, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The blocks' short codes; their titles as tooltips."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        block = self.block_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            if block is not None:
                return block.short_code
            return self.tr("Candidat") if section == Column.CANDIDATE else self.tr("Issue")
        if role == Qt.ItemDataRole.ToolTipRole and block is not None:
            return literal_tooltip(f"{block.code}\n{block.title}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if block is not None else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class ToDecideFilter(QSortFilterProxyModel):
    """Keeps the candidates of whom a block is still to be decided, or of one panel, when asked to.

    Sorts by native values.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._only = False
        self._panel_id = ""
        self.setSortRole(Role.SORT)

    def set_only_to_decide(self, wanted: bool) -> None:
        """Leave out the candidates of whom nothing is to be decided now."""
        if wanted != self._only:
            self.beginFilterChange()
            self._only = wanted
            self.endFilterChange()

    def set_panel(self, panel_id: str) -> None:
        """Leave out the candidates of the other panels; an empty id keeps all."""
        if panel_id != self._panel_id:
            self.beginFilterChange()
            self._panel_id = panel_id
            self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether the candidate stays."""
        index = self.sourceModel().index(source_row, 0, source_parent)
        if self._panel_id and index.data(Role.PANEL) != self._panel_id:
            return False
        return not self._only or bool(index.data(Role.TO_DECIDE))


def cell_short(cell: DeliberationCell) -> str:
    """Return a cell's letters: « V », « NV », « ACQ » …, « ? » to deliberate, the count of sheets awaited."""
    state = cell_state(cell)
    if state in (CellState.STANDING, CellState.DECIDED):
        return decision_letters(cell.decision)
    if state is CellState.WAITING:
        return str(cell.unsealed) if cell.unsealed else "–"
    return decision_letters(cell.proposal) if cell.proposal is not None else "?"


def disagreement_lines(cell: DeliberationCell) -> list[str]:
    """Return how far the jurors stand apart; empty when they agree, or while a sheet is unsealed."""
    if not disagreement(cell):
        return []
    lines = []
    if cell.straddles:
        lines.append("Les résultats des jurés sont de part et d’autre du seuil")
    if cell.gaps:
        lines.append(f"{plural(cell.gaps, 'ligne', 'lignes')} avec un grand écart entre deux jurés")
    return lines


def _name(row: DeliberationRow) -> str:
    return person_name(row.birth_name, row.first_names)
