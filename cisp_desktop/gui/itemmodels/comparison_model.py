"""The sealed sheets of one block side by side: results, global levels, then the lines, widest gap first.

It shows what the query gives, which refuses while a sheet is unsealed. This module must not know how a level
is drawn.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.queries import (
    ComparedLine,
    ComparedRound,
    ComparedSheet,
    DeliberationDetail,
    SheetLine,
)
from cisp_desktop.application.wording import (
    GLOBAL_LEVEL,
    NOT_EVALUATED,
    NOT_EVALUATED_LABEL,
    decimal,
    result_words,
)
from cisp_desktop.application.wording_seats import short_roles
from cisp_desktop.application.wording_votes import seat_words
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.panel import Role as SeatRole
from cisp_desktop.domain.scoring import MarkStatus
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
RESULT_ROW, GLOBAL_ROW, FIRST_LINE = 0, 1, 2
NOT_EVALUATED_SHORT = "NE"
PRESIDING = {"F": "Présidente", "M": "Président"}


class Column(IntEnum):
    """The first column; one per juror follows, then the gap."""

    WORDING = 0
    FIRST_SHEET = 1


class Role(IntEnum):
    """What the model says besides the text."""

    LEVEL = Qt.ItemDataRole.UserRole + 1
    """The level to draw (0 upwards), ``NOT_EVALUATED_SHORT``, or None where no level stands."""
    WIDE_GAP = Qt.ItemDataRole.UserRole + 2
    SUMMARY = Qt.ItemDataRole.UserRole + 3
    COMMENT = Qt.ItemDataRole.UserRole + 4
    GAP = Qt.ItemDataRole.UserRole + 5
    STRADDLES = Qt.ItemDataRole.UserRole + 6
    SHOWN = Qt.ItemDataRole.UserRole + 7
    """The scheme's own ``Level`` of what ``LEVEL`` says, with its shape and colour."""


class ComparisonModel(QAbstractTableModel):
    """Two summary rows, then one row per line. Empty until ``set_detail``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._detail: DeliberationDetail | None = None
        self._rounds: tuple[int, ...] = ()

    @property
    def detail(self) -> DeliberationDetail | None:
        """What is compared."""
        return self._detail

    @property
    def gap_column(self) -> int:
        """The last column."""
        return Column.FIRST_SHEET + (len(self._detail.sheets) if self._detail else 0)

    @property
    def has_global_levels(self) -> bool:
        """Whether the scheme asks for global levels, or a juror gave one all the same."""
        if self._detail is None:
            return False
        given = any(sheet.global_level is not None for sheet in self._detail.sheets)
        return given or self._detail.scheme.global_level_required

    def set_detail(self, detail: DeliberationDetail | None) -> None:
        """Compare other sheets; None shows nothing. Earlier rounds stand beside the last that may be seen,
        whose lines and gaps are shown.
        """
        rounds = tuple(reversed(detail.rounds)) if detail is not None else ()
        numbers = tuple(one.number for one in rounds for _ in one.sheets)
        if detail is not None and len(rounds) > 1:
            detail = _side_by_side(detail, rounds)
        if (detail, numbers) == (self._detail, self._rounds):
            return
        self.beginResetModel()
        self._detail, self._rounds = detail, numbers
        self.endResetModel()

    def round_words(self, number: int) -> str:
        """« tour 1 » for the sheet at a place from 0; empty while the block has had one round only."""
        if not self._rounds or self._detail is None or max(*self._rounds, self._detail.cell.round) == 1:
            return ""
        return self.tr("tour {0}").format(self._rounds[number])

    def role_words(self, number: int) -> str:
        """Return the short role of the sheet at a place from 0, among those of its round.

        « Présidente », « Président » or, where the register does not tell, « Présidence ».
        """
        sheets = self._detail.sheets if self._detail else ()
        rounds = self._rounds or (1,) * len(sheets)
        own = [sheet for sheet, one in zip(sheets, rounds, strict=True) if one == rounds[number]]
        if sheets[number].role is SeatRole.PRESIDENT:
            return PRESIDING.get(sheets[number].sex, self.tr("Présidence"))
        return short_roles(own)[own.index(sheets[number])]

    def comments(self) -> list[tuple[ComparedSheet, list[tuple[str, str]]]]:
        """Return, sheet by sheet, its (wording, comment) pairs in the order of the sheet."""
        if self._detail is None:
            return []
        lines = sorted(self._detail.lines, key=lambda line: line.position)
        found = []
        for number, sheet in enumerate(self._detail.sheets):
            marks = [(line.wording, line.marks[number]) for line in lines]
            found.append((sheet, [(w, m.comment) for w, m in marks if m is not None and m.comment]))
        return found

    def _summary_data(self, detail: DeliberationDetail, index: Index, role: int) -> Any:
        if role == Role.SUMMARY:
            return True
        result_row = index.row() == RESULT_ROW
        if index.column() == Column.WORDING:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.tr("Résultat du bloc") if result_row else GLOBAL_LEVEL
            return None
        if index.column() == self.gap_column:
            if result_row and role == Role.STRADDLES:
                return detail.cell.straddles
            if result_row and detail.cell.straddles and role == Qt.ItemDataRole.ToolTipRole:
                return self.tr("De part et d’autre du seuil")
            return None
        sheet = detail.sheets[index.column() - Column.FIRST_SHEET]
        if result_row:
            return result_words(sheet.result) if role in _TEXT_ROLES else None
        if sheet.global_level is None:
            return "–" if role == Qt.ItemDataRole.DisplayRole else None
        return _level_data(detail.scheme, sheet.global_level, role)

    def _line_data(self, detail: DeliberationDetail, line: ComparedLine, index: Index, role: int) -> Any:
        if role == Role.WIDE_GAP:
            return line.gap >= detail.scheme.wide_gap
        if index.column() == Column.WORDING:
            return (
                line.wording
                if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
                else None
            )
        if index.column() == self.gap_column:
            if role == Role.GAP:
                return line.gap
            if role == Qt.ItemDataRole.DisplayRole:
                return decimal(line.gap) if line.gap else ""
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and line.gap:
                return self.tr("Écart\u00a0: {0}").format(decimal(line.gap))
            return None
        return _mark_data(detail.scheme, line.marks[index.column() - Column.FIRST_SHEET], role)

    # --- Qt's own -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Result, global level, lines."""
        if parent.isValid() or self._detail is None:
            return 0
        return FIRST_LINE + len(self._detail.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Wording, jurors, gap."""
        if parent.isValid() or self._detail is None:
            return 0
        return self.gap_column + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, words, and what the delegate draws."""
        detail = self._detail
        if not index.isValid() or detail is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignLeft
                if index.column() == Column.WORDING
                else Qt.AlignmentFlag.AlignHCenter
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if index.row() < FIRST_LINE:
            return self._summary_data(detail, index, role)
        return self._line_data(detail, detail.lines[index.row() - FIRST_LINE], index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The jurors' seats; their names as tooltips."""
        detail = self._detail
        if orientation is not Qt.Orientation.Horizontal or detail is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        inside = Column.FIRST_SHEET <= section < self.gap_column
        if role == Qt.ItemDataRole.ToolTipRole and inside:
            sheet = detail.sheets[section - Column.FIRST_SHEET]
            words = self.round_words(section - Column.FIRST_SHEET)
            parts = [sheet.name, seat_words(sheet.role, sheet.sex), words]
            return literal_tooltip(", ".join(filter(None, parts)))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if inside:
            number = section - Column.FIRST_SHEET
            return "\n".join(filter(None, [self.role_words(number), self.round_words(number)]))
        return self.tr("Compétence") if section == Column.WORDING else self.tr("Écart")


def _side_by_side(detail: DeliberationDetail, rounds: Sequence[ComparedRound]) -> DeliberationDetail:
    """Return the detail with the sheets of all ``rounds``, the last one first."""
    marks: dict[str, tuple[SheetLine | None, ...]] = {}
    for one in rounds:
        for line in one.lines:
            marks[line.item] = (*marks.get(line.item, ()), *line.marks)
    return replace(
        detail,
        sheets=tuple(sheet for one in rounds for sheet in one.sheets),
        lines=tuple(replace(line, marks=marks[line.item]) for line in detail.lines),
    )


_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == Column.WORDING else Qt.AlignmentFlag.AlignHCenter
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _level_data(scheme: GradingScheme, level: int, role: int) -> Any:
    if role == Role.LEVEL:
        return level
    if role == Role.SHOWN:
        return scheme.levels[level]
    if role == Qt.ItemDataRole.DisplayRole:
        return str(level)
    if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        return literal_tooltip(f"{level} – {scheme.label(level)}")
    return None


def _mark_data(scheme: GradingScheme, mark: SheetLine | None, role: int) -> Any:
    if mark is None or mark.status is None or mark.status is MarkStatus.WITHDRAWN:
        return "–" if role == Qt.ItemDataRole.DisplayRole else None
    if role == Role.COMMENT:
        return mark.comment
    comment = f"\n{mark.comment}" if mark.comment else ""
    words_wanted = role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    if mark.status is MarkStatus.NOT_EVALUATED:
        if role in (Role.LEVEL, Qt.ItemDataRole.DisplayRole):
            return NOT_EVALUATED_SHORT
        reason = NOT_EVALUATED[mark.reason] if mark.reason else ""
        return literal_tooltip(f"{NOT_EVALUATED_LABEL}\u00a0: {reason}{comment}") if words_wanted else None
    if mark.level is not None:
        if words_wanted:
            return literal_tooltip(f"{mark.level} – {scheme.label(mark.level)}{comment}")
        return _level_data(scheme, mark.level, role)
    points = f"{decimal(Fraction(mark.points or 0, 100))}/20"
    if role == Qt.ItemDataRole.DisplayRole:
        return points
    return literal_tooltip(f"{points}{comment}") if words_wanted else None
