"""The day's board under the hand: blocks that the mouse drags, resizes and swaps, and that the keys move too.

What would be wrong with a block shows at once while it moves. This module must not know how a slot is stored.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, Qt, QTime, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QTimeEdit, QWidget

from cisp_desktop.domain.planning import LONGEST
from cisp_desktop.gui.widgets.board_day import LEAST_MINUTES, Block, BoardDay
from cisp_desktop.gui.widgets.board_view import BoardView, Judge
from cisp_desktop.gui.widgets.fields import indent_numbers
from cisp_desktop.gui.widgets.waiting_list import Dragged, dragged_candidate

EDGE = 6
"""Pixels at a block's foot that resize it."""
NEAR, SCROLLED_BY = 20, 12
"""Pixels from the edge where a block that is held scrolls the board, and by how many."""
SETTLES_AFTER = 700
"""Milliseconds after the last key until a block moved by keys is stored."""
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@dataclass(frozen=True, slots=True)
class Grip:
    """What the mouse holds: a block, where it was taken, and whether by its foot."""

    block: Block
    at: QPoint
    ahead: float
    resizing: bool


class PlanningBoard(BoardView):
    """``removed(id)``, ``swapped(id, id)`` and ``keep_toggled(id)`` ask, like ``placed``.

    A block dropped on ``waiting_target`` loses its hour.
    """

    removed = Signal(str)
    swapped = Signal(str, str)
    keep_toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.waiting_target: QWidget | None = None
        self._grip: Grip | None = None
        self._editor: QTimeEdit | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLES_AFTER)
        self._settle.timeout.connect(self.settle)
        self.setAcceptDrops(True)

    def show_day(self, board: BoardDay, *, judge: Judge, locked: bool) -> None:
        """Show a day; what was held is put back."""
        self._close_editor()
        super().show_day(board, judge=judge, locked=locked)

    def _drop_trial(self) -> None:
        self._settle.stop()
        self._grip = None
        super()._drop_trial()

    def settle(self) -> None:
        """Store what the keys moved, if anything; what the mouse holds stays in its hand."""
        if self._grip is None:
            super().settle()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a block, and take it."""
        self._close_editor()
        self.settle()
        block = self._block_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.choose(block.id if block is not None else "")
        if block is not None and not self._locked:
            spot = event.position() + self._scrolled()
            geometry = self.geometry_now()
            ahead = geometry.minute_at(spot.y()) - block.start
            self._grip = Grip(block, event.position().toPoint(), ahead, self._at_foot(block, spot))

    def _at_foot(self, block: Block, spot: QPointF) -> bool:
        rect = self.geometry_now().block_rect(self._board, block)
        return spot.y() >= rect.bottom() - min(EDGE, rect.height() / 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move or resize the block that is held."""
        grip, board, place = self._grip, self._board, event.position()
        if grip is None:
            self._show_cursor(place)
            return
        far = (place.toPoint() - grip.at).manhattanLength() >= QApplication.startDragDistance()
        if self._trial is None and not far:
            return
        self._leaving = not grip.resizing and self._over_waiting(event.globalPosition().toPoint())
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._scroll_near(place)
        geometry, spot = self.geometry_now(), place + self._scrolled()
        minute = geometry.minute_at(spot.y())
        block = grip.block
        if grip.resizing:
            end = geometry.snapped(minute, 0, board.grid)
            minutes = max(LEAST_MINUTES, min(end - block.start, LONGEST))
            self._try(block, room=block.room, start=block.start, minutes=minutes)
        else:
            room = geometry.room_at(spot.x())
            start = geometry.snapped(minute - grip.ahead, block.minutes, board.grid)
            self._try(block, room=block.room if room is None else room, start=start, minutes=block.minutes)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the block down: on the board, on another block with Shift, or among those without an hour."""
        grip, trial, board, leaving = self._grip, self._trial, self._board, self._leaving
        self._drop_trial()
        if grip is None or trial is None:
            return
        other = self._other_at(event.position(), trial.id)
        if leaving:
            self.removed.emit(trial.id)
        elif other is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.swapped.emit(trial.id, other.id)
        elif replace(trial, problems=()) != replace(grip.block, problems=()):
            self.placed.emit(board.slot(trial))

    def _other_at(self, place: QPointF, block_id: str) -> Block | None:
        geometry, spot = self.geometry_now(), place + self._scrolled()
        return next(
            (b for b in self._board.blocks
             if b.id != block_id and geometry.block_rect(self._board, b).contains(spot)),
            None,
        )  # fmt: skip

    def _over_waiting(self, place: QPoint) -> bool:
        target = self.waiting_target
        return (
            target is not None and target.isVisible() and target.rect().contains(target.mapFromGlobal(place))
        )

    def _show_cursor(self, place: QPointF) -> None:
        block = None if self._locked else self._block_at(place)
        if block is None:
            self.viewport().unsetCursor()
        elif self._at_foot(block, place + self._scrolled()):
            self.viewport().setCursor(Qt.CursorShape.SizeVerCursor)
        else:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def _scroll_near(self, place: QPointF) -> None:
        room, bar = self.viewport().rect(), self.verticalScrollBar()
        if place.y() > room.bottom() - NEAR:
            bar.setValue(bar.value() + SCROLLED_BY)
        elif place.y() < self.geometry_now().head + NEAR:
            bar.setValue(bar.value() - SCROLLED_BY)

    # --- from the list of those without an hour -------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a candidate of the waiting list."""
        if not self._locked and dragged_candidate(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the candidate would be heard."""
        dragged = dragged_candidate(event.mimeData())
        board = self._board
        room = self.geometry_now().room_at(event.position().x() + self._scrolled().x())
        if dragged is None or room is None:
            self._drop_trial()
            event.ignore()
            return
        self._scroll_near(event.position())
        self._try_new(dragged, room, event.position(), board)
        event.acceptProposedAction()

    def _try_new(self, dragged: Dragged, room: int, place: QPointF, board: BoardDay) -> None:
        geometry, minutes = self.geometry_now(), dragged.minutes
        middle = geometry.minute_at(place.y() + self._scrolled().y()) - minutes / 2
        start = geometry.snapped(middle, minutes, board.grid)
        block = Block(dragged.id, room, start, minutes, dragged.number, dragged.name, kept=False, problems=())
        self._try(block, room=room, start=start, minutes=minutes)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget it."""
        del event
        self._drop_trial()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the slot."""
        trial, board = self._trial, self._board
        self._drop_trial()
        if trial is not None:
            event.acceptProposedAction()
            self._current = trial.id
            self.placed.emit(board.slot(trial))

    # --- keys -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, resize, swap, keep or remove the block chosen."""
        block = self._trial or self._board.block(self._current)
        if event.key() == Key.Key_Escape and self._trial is not None:
            self._drop_trial()
        elif block is None or self._locked or not self._act(block, event.key(), event.modifiers()):
            super().keyPressEvent(event)

    def _act(self, block: Block, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key asks; return whether it asks anything."""
        control = bool(modifiers & Modifier.ControlModifier)
        shift = bool(modifiers & Modifier.ShiftModifier)
        if key in (Key.Key_Up, Key.Key_Down):
            way = 1 if key == Key.Key_Down else -1
            if shift:
                self._swap_with_next(block, way)
            else:
                self._nudge(block, minutes=way if control else 0, start=0 if control else way)
        elif key in (Key.Key_Left, Key.Key_Right) and control:
            self._nudge(block, room=1 if key == Key.Key_Right else -1)
        elif key == Key.Key_Delete:
            self._drop_trial()
            self.removed.emit(block.id)
        elif key == Key.Key_F2:
            self._edit_hour(block)
        elif key == Key.Key_Space:
            self.settle()
            self.keep_toggled.emit(block.id)
        elif key in (Key.Key_Return, Key.Key_Enter) and self._trial is not None:
            self.settle()
        else:
            return False
        return True

    def _nudge(self, block: Block, *, room: int = 0, start: int = 0, minutes: int = 0) -> None:
        """Move by steps of the grid or by rooms; stored once no key comes for a moment."""
        board = self._board
        length = max(LEAST_MINUTES, min(block.minutes + minutes * board.grid, LONGEST))
        place = self.geometry_now().snapped(block.start + start * board.grid, length, 1)
        column = max(0, min(block.room + room, len(board.rooms) - 1))
        self._try(block, room=column, start=place, minutes=length)
        if self._trial is not None:
            self._reveal(self._trial)
        self._settle.start()

    def _swap_with_next(self, block: Block, way: int) -> None:
        self.settle()
        line = sorted((b for b in self._board.blocks if b.room == block.room), key=lambda b: b.start)
        places = {b.id: place for place, b in enumerate(line)}
        other = places.get(block.id, -1) + way
        if block.id in places and 0 <= other < len(line):
            self.swapped.emit(block.id, line[other].id)

    def _edit_hour(self, block: Block) -> None:
        """Ask for the hour, in the block's place."""
        self.settle()
        editor = QTimeEdit(QTime(block.start // 60, block.start % 60), self.viewport())
        editor.setDisplayFormat("HH:mm")
        editor.setAccessibleName(self.tr("Heure de passage de {0}").format(block.name))
        indent_numbers(editor)
        place = self.block_place(block.id)
        editor.move(round(place.left()), round(place.top()))
        self._editor = editor
        editor.editingFinished.connect(self._on_hour_edited)
        editor.show()
        editor.setFocus()
        editor.selectAll()

    def _on_hour_edited(self) -> None:
        editor, board = self._editor, self._board
        block = board.block(self._current)
        if editor is None or block is None:
            return
        start = editor.time().hour() * 60 + editor.time().minute()
        self._close_editor()
        self.setFocus()
        if start != block.start:
            self.placed.emit(board.slot(replace(block, start=start)))

    def _close_editor(self) -> None:
        if self._editor is not None:
            editor, self._editor = self._editor, None
            editor.hide()
            editor.deleteLater()

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        """Go from block to block, then on."""
        blocks = sorted(self._board.blocks, key=lambda b: (b.start, b.room))
        places = [block.id for block in blocks]
        place = places.index(self._current) if self._current in places else (-1 if next else len(places))
        place += 1 if next else -1
        if 0 <= place < len(places):
            self.choose(places[place])
            return True
        self.settle()
        return super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Store what the keys moved."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settle()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who is chosen."""
        super().focusInEvent(event)
        self.viewport().update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Store what the keys moved."""
        super().hideEvent(event)
        self.settle()
