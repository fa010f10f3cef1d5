"""The model of one juror's own sheet on one block: its lines, then the block's global line.

Giving a mark runs the use case; the row shows the new value only after COMMIT returned. This module must not
know widgets, nor any other juror's sheet.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import ScoreSheetView, SheetLine
from cisp_desktop.application.scoring import MarkGiven, MarkValue, give_marks
from cisp_desktop.application.wording import GLOBAL_LEVEL, NOT_EVALUATED_LABEL
from cisp_desktop.domain.errors import CispError, StorageError
from cisp_desktop.domain.grading import Level, ScoringMode
from cisp_desktop.domain.scoring import GLOBAL_ITEM, NotEvaluatedReason, SheetState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.score_keeping import (
    Giver,
    KeptMarks,
    LineKind,
    Place,
    Refusal,
    Values,
    earlier_words,
    entered_value,
    first_missing,
    following,
    is_settled,
    mark_words,
    stored_comment,
    value_of,
)
from cisp_desktop.gui.points import points_words
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """What a line shows."""

    WORDING = 0
    MARK = 1
    COMMENT = 2


class Role(IntEnum):
    """Native values for delegates and tests."""

    ITEM = Qt.ItemDataRole.UserRole + 1
    KIND = Qt.ItemDataRole.UserRole + 2
    STATUS = Qt.ItemDataRole.UserRole + 3
    LEVEL = Qt.ItemDataRole.UserRole + 4
    POINTS = Qt.ItemDataRole.UserRole + 5
    REASON = Qt.ItemDataRole.UserRole + 6
    COMMENT = Qt.ItemDataRole.UserRole + 7
    POSITION = Qt.ItemDataRole.UserRole + 8
    LEVELS = Qt.ItemDataRole.UserRole + 9
    EDITABLE = Qt.ItemDataRole.UserRole + 10
    EARLIER = Qt.ItemDataRole.UserRole + 11
    """The own mark of the round before, in words; empty in a first round."""


class ScoreSheetModel(QAbstractTableModel):
    """One sheet, or none at all: ``clear`` leaves nothing behind.

    ``setData`` on ``Column.MARK`` takes a level (int), points as typed (str), a ``NotEvaluatedReason`` or
    None (takes the mark back); on ``Column.COMMENT`` a text. ``marked`` follows each COMMIT on the sheet
    shown; ``marked_elsewhere(registration, block)`` one on another sheet, when it is undone or redone.
    What the disk refuses is kept, and the sheet is read-only until ``retry`` stored it (``keeping_changed``).
    """

    marked = Signal()
    marked_elsewhere = Signal(str, str)
    entry_refused = Signal(str)
    keeping_changed = Signal()

    def __init__(self, context: GuiContext, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: ScoreSheetView | None = None
        self._juror: IdentifiedJuror | None = None
        self._lines: list[SheetLine] = []
        self._shown_ids: frozenset[str] = frozenset()
        self._kept = KeptMarks()

    @property
    def view(self) -> ScoreSheetView | None:
        """What was read when the sheet was shown (its lines may have been marked since)."""
        return self._view

    @property
    def lines(self) -> Sequence[SheetLine]:
        """The lines as they stand, the global one last."""
        return tuple(self._lines)

    @property
    def sealed(self) -> bool:
        """Whether the sheet never changes again."""
        return self._view is not None and self._view.state is SheetState.SEALED

    @property
    def counts(self) -> tuple[int, int]:
        """How many lines have a mark, of how many; the global line apart."""
        lines = self._lines[:-1]
        return sum(is_settled(line) for line in lines), len(lines)

    @property
    def overall_missing(self) -> bool:
        """Whether the block still lacks its global level."""
        view = self._view
        return view is not None and view.scheme.global_level_required and not is_settled(self._lines[-1])

    @property
    def state(self) -> SheetState:
        """Where the sheet stands after the marks given since."""
        if self.sealed:
            return SheetState.SEALED
        if not any(is_settled(line) or line.comment for line in self._lines):
            return SheetState.EMPTY
        settled, items = self.counts
        return SheetState.DRAFT if settled < items or self.overall_missing else SheetState.COMPLETE

    def show_sheet(self, view: ScoreSheetView, juror: IdentifiedJuror) -> None:
        """Show a sheet of ``juror``'s own."""
        self.beginResetModel()
        self._view, self._juror = view, juror
        self._lines = [*view.lines, view.overall]
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing and hold nothing."""
        self.beginResetModel()
        self._view, self._juror = None, None
        self._lines = []
        self.endResetModel()

    def has_shown(self, ids: frozenset[str]) -> bool:
        """Whether a commit on ``ids`` is the model's own, already shown; asked once per commit."""
        known, self._shown_ids = self._shown_ids, frozenset()
        return bool(known) and ids <= known

    def line(self, row: int) -> SheetLine | None:
        """Return the line at ``row`` as it stands; None outside the sheet."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, item: str) -> int:
        """Return the row of ``item``, or −1."""
        return next((row for row, line in enumerate(self._lines) if line.item == item), -1)

    def first_missing(self) -> int:
        """Return the first row without a mark, or −1 when the sheet is complete."""
        return first_missing(self._lines, overall=self.overall_missing)

    def following(self, row: int) -> int:
        """Return the row to mark after ``row`` when marks are given in a row, −1 for none."""
        return following(self._lines, row, overall=self.overall_missing)

    # --- marking ----------------------------------------------------------------------------------

    def mark_not_evaluated(self, rows: Sequence[int], reason: NotEvaluatedReason) -> bool:
        """Mark several lines « non évalué » in one COMMIT; the global line is passed over."""
        chosen = [line for row in rows if (line := self.line(row)) and line.item != GLOBAL_ITEM]
        values = [(line.item, MarkValue.not_evaluated(reason, line.comment)) for line in chosen]
        return bool(values) and self._give(values, text=NOT_EVALUATED_LABEL)

    def give_comment(self, item: str, text: str, *, undoable: bool = True) -> bool:
        """Store a line's comment (the global line's: the observations); False when refused."""
        row = self.row_of(item)
        if row < 0:
            return False
        value = replace(value_of(self._lines[row]), comment=text)
        words = self.tr("Observations") if item == GLOBAL_ITEM else self.tr("Commentaire")
        return self._give([(item, value)], text=words, undoable=undoable)

    @property
    def refusal(self) -> Refusal | None:
        """What the disk refused on the sheet shown, for as long as it is not stored."""
        return self._kept.of(self._place)

    @property
    def _place(self) -> Place | None:
        if self._view is None or self._juror is None:
            return None
        return self._juror.seat_id, self._view.registration_id, self._view.block_id

    @property
    def read_only(self) -> bool:
        """Whether the sheet takes no mark: sealed for good, or while the disk refuses."""
        return self.sealed or self.refusal is not None

    def retry(self) -> bool:
        """Try to store what was kept; return whether the sheet takes marks again."""
        refusal = self.refusal
        if refusal is None:
            return not self.sealed
        return self._give(refusal.values, text=self.tr("Saisie reprise"), again=True)

    def abandon(self) -> None:
        """Forget what was refused."""
        if self._place is not None:
            self._kept.drop(self._place)
            self.keeping_changed.emit()

    def _give(self, values: Values, *, text: str, undoable: bool = True, again: bool = False) -> bool:
        place, juror = self._place, self._juror
        if place is None or juror is None or (self.read_only and not again):
            return False
        giver, before = Giver(self.commit, juror, *place[1:]), self.refusal

        def refused(error: CispError) -> None:
            if isinstance(error, StorageError):
                self._kept.keep(place, values, error)
            else:
                self._kept.drop(place)
                self._context.messages.error(None, error)

        done = self._context.operations.run(
            lambda: giver.give(values), text=text, undo=giver.give_back if undoable else None,
            on_error=refused,
        )  # fmt: skip
        if done is not None:
            self._kept.drop(place)
        if self.refusal is not before:
            self.keeping_changed.emit()
        return done is not None

    def commit(
        self,
        juror: IdentifiedJuror,
        registration_id: str,
        *,
        block_id: str,
        values: Values,
    ) -> MarkGiven:
        """Run the use case and, once COMMIT returned, show the new values if this sheet is shown."""
        stored = [
            (item, replace(value, comment=stored_comment(value.comment))) for item, value in values
        ]  # fmt: skip
        given = give_marks(
            self._context.workspace, juror, registration_id=registration_id, block_id=block_id, values=stored
        )
        view = self._view
        if view is not None and (view.registration_id, view.block_id) == (registration_id, block_id):
            self._show_values(dict(stored), given)
        elif given.before:
            self.marked_elsewhere.emit(registration_id, block_id)
        return given

    def _show_values(self, values: dict[str, MarkValue], given: MarkGiven) -> None:
        for item, _before in given.before:
            row, value = self.row_of(item), values[item]
            self._lines[row] = replace(
                self._lines[row], status=value.status, level=value.level, points=value.points,
                reason=value.reason, comment=value.comment, rows=self._lines[row].rows + 1,
            )  # fmt: skip
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
        if given.before and self._view is not None:
            self._shown_ids = frozenset((given.sheet_id, self._view.registration_id))
            self.marked.emit()

    def _value(self, line: SheetLine, entry: object) -> MarkValue | None:
        """Turn what an editor gives into a mark; None when it is none (the sentence was sent)."""
        value = entered_value(line, entry)
        if value is None:
            words = self.tr("Les points vont de 0 à 20, par demi-point : « {0} » n’a pas été enregistré.")
            self.entry_refused.emit(words.format(str(entry).strip()[:40]))
        return value

    # --- Qt ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """The lines and the global one."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Wording, mark, comment."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the screen and for screen readers, native values by ``Role``."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(line, Column(index.column()))
        if role == Qt.ItemDataRole.EditRole and index.column() == Column.MARK:
            return points_words(line.points) if self._kind(line) is LineKind.POINTS else line.level
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == Column.COMMENT:
            return literal_tooltip(line.comment) if line.comment else self.tr("Commenter cette ligne (C)")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line, Column(index.column()))
        native = _NATIVE.get(role)
        if native is not None:
            return native(line)
        if role == Role.KIND:
            return self._kind(line)
        if role == Role.LEVELS:
            return self._levels()
        if role == Role.EARLIER:
            return earlier_words(self._view, line.item)
        return not self.read_only if role == Role.EDITABLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Give the mark; False leaves the cell as it was."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None or role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == Column.COMMENT:
            return self.give_comment(line.item, str(value))
        mark = self._value(line, value) if index.column() == Column.MARK else None
        if mark is None or mark == value_of(line):
            return mark is not None
        text = (
            GLOBAL_LEVEL
            if line.item == GLOBAL_ITEM
            else self.tr("Note de la ligne {0}").format(line.position)
        )
        return self._give([(line.item, mark)], text=text)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Points are typed in an editor; a sealed sheet is only read."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        if index.column() == Column.MARK and not self.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns for screen readers."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("Compétence"), self.tr("Niveau"), self.tr("Commentaire"))[section]

    def _kind(self, line: SheetLine) -> LineKind:
        if line.item == GLOBAL_ITEM:
            return LineKind.GLOBAL
        view = self._view
        return LineKind.POINTS if view and view.scheme.mode is ScoringMode.POINTS else LineKind.LEVEL

    @property
    def level_count(self) -> int:
        """How many levels the scheme has; 0 without a sheet."""
        return len(self._levels())

    def _levels(self) -> tuple[Level, ...]:
        return self._view.scheme.levels if self._view else ()

    def _display(self, line: SheetLine, column: Column) -> str:
        if column is Column.WORDING:
            return self._overall_words() if line.item == GLOBAL_ITEM else line.wording
        return mark_words(line, self._levels()) if column is Column.MARK else line.comment

    def _overall_words(self) -> str:
        if self._view is not None and not self._view.scheme.global_level_required:
            return self.tr("{0} (facultatif)").format(GLOBAL_LEVEL)
        return GLOBAL_LEVEL

    def _spoken(self, line: SheetLine, column: Column) -> str:
        if column is Column.MARK:
            return mark_words(line, self._levels()) or self.tr("Pas encore de note")
        if column is Column.COMMENT:
            return line.comment or self.tr("Pas de commentaire")
        return ". ".join(filter(None, (self._display(line, column), earlier_words(self._view, line.item))))


_NATIVE: dict[int, Callable[[SheetLine], Any]] = {
    Role.ITEM: lambda line: line.item,
    Role.STATUS: lambda line: line.status,
    Role.LEVEL: lambda line: line.level,
    Role.POINTS: lambda line: line.points,
    Role.REASON: lambda line: line.reason,
    Role.COMMENT: lambda line: line.comment,
    Role.POSITION: lambda line: line.position,
}
