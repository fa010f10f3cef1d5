"""The day's board as it is seen: drawn, scrolled, told to a screen reader; and the block that is on its way.

This module must not know a gesture, nor how a slot is stored.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from cisp_desktop.application.wording import short_day
from cisp_desktop.application.wording_planning import minutes_words
from cisp_desktop.domain.planning import Slot
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import scaled
from cisp_desktop.gui.widgets.board_day import NO_DAY, Block, BoardDay, BoardGeometry
from cisp_desktop.gui.widgets.board_painter import BoardLook, BoardPainter, hour_label
from cisp_desktop.gui.widgets.labels import literal_tooltip

LEAST_COLUMN, LEAST_SCALE = 170, 0.85
"""Pixels at 100 %: a column's width, and a minute's height."""
Judge = Callable[[Slot], tuple[str, ...]]


class BoardView(QAbstractScrollArea):
    """``placed(Slot)`` asks for a slot; whoever listens shows the day again.

    ``chosen(id)`` follows the block chosen. ``tried(sentences)`` tells what would be wrong while a block
    moves, None once it does not.
    """

    placed = Signal(object)
    chosen = Signal(str)
    tried = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board: BoardDay = NO_DAY
        self._judge: Judge = lambda _slot: ()
        self._locked = True
        self._current = ""
        self._trial: Block | None = None
        self._leaving = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setObjectName("planningBoard")
        self.setProperty("kind", "board")

    @property
    def board(self) -> BoardDay:
        """The day shown."""
        return self._board

    @property
    def current(self) -> str:
        """The block chosen, or an empty text."""
        return self._current

    @property
    def trial(self) -> Block | None:
        """The block that moves, where it would be, with what would be wrong; None when none does."""
        return self._trial

    def show_day(self, board: BoardDay, *, judge: Judge, locked: bool) -> None:
        """Show a day; ``judge`` says what would be wrong with a slot. The block chosen stays so if it can."""
        self._drop_trial()
        self._board, self._judge, self._locked = board, judge, locked
        if board.block(self._current) is None:
            self._current = ""
        self._fit()
        self._tell_accessible()
        self.viewport().update()

    def choose(self, block_id: str) -> None:
        """Choose a block, and show it."""
        if block_id != self._current:
            self.settle()
            self._current = block_id
            self.chosen.emit(block_id)
        block = self._board.block(block_id)
        if block is not None:
            self._reveal(block)
        self._tell_accessible()
        self.viewport().update()

    def block_place(self, block_id: str) -> QRectF:
        """Return where a block lies in the viewport."""
        block = self._board.block(block_id)
        if block is None:
            return QRectF()
        return self.geometry_now().block_rect(self._board, block).translated(-self._scrolled())

    def geometry_now(self) -> BoardGeometry:
        """Return where everything lies today, text size and width considered."""
        board, metrics = self._board, QFontMetricsF(self.font())
        axis = metrics.horizontalAdvance(hour_label(20 * 60)) + 2 * t.SPACE_S
        head = 2 * metrics.height() + 2 * t.SPACE_XS
        columns = max(len(board.rooms), 1)
        factor = scaled(100, self.fontMetrics()) / 100
        column = max(LEAST_COLUMN * factor, (self.viewport().width() - axis) / columns)
        inset = metrics.height() / 2
        room = self.viewport().height() - head - 2 * inset
        scale = max(LEAST_SCALE * factor, room / max(board.last - board.first, 60))
        return BoardGeometry(columns, board.first, board.last, axis, head, column, scale, inset)

    def sizeHint(self) -> QSize:
        """Some columns, some hours."""
        return QSize(560, 320)

    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _fit(self) -> None:
        geometry, room = self.geometry_now(), self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), geometry.width, room.width()),
            (self.verticalScrollBar(), geometry.height, room.height()),
        ):
            bar.setRange(0, max(0, round(whole) - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(24)

    def _reveal(self, block: Block) -> None:
        geometry, room = self.geometry_now(), self.viewport().rect()
        rect = geometry.block_rect(self._board, block)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        low, high = rect.bottom() + t.SPACE_S - room.height(), rect.top() - geometry.head - t.SPACE_S
        down.setValue(round(min(max(down.value(), low), high)))
        low, high = rect.right() - room.width(), rect.left() - geometry.axis
        across.setValue(round(min(max(across.value(), low), high)))

    def _tell_accessible(self) -> None:
        """Let a screen reader say the day, and the block chosen."""
        self.setAccessibleName(self.tr("Planning du {0}").format(short_day(self._board.day)))
        block = self._trial or self._board.block(self._current)
        words = self._words(block) if block is not None else ""
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _words(self, block: Block) -> str:
        _, room, _ = self._board.rooms[block.room]
        end = hour_label(block.end)
        words = [
            f"{block.name} ({block.number})",
            f"{hour_label(block.start)} – {end}, {minutes_words(block.minutes)}",
            room,
            *([self.tr("Épinglé : un nouveau planning le garde")] if block.kept else []),
            *block.problems,
        ]
        return "\n".join(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the day."""
        del event
        painter = QPainter(self.viewport())
        look = BoardLook(
            t.tokens_for(self.palette()), self.font(), self._scrolled(), self._current,
            None if self._leaving else self._trial, self.hasFocus(),
        )  # fmt: skip
        BoardPainter(painter, self._board, self.geometry_now(), look).paint(QRectF(self.viewport().rect()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell a block's whole text beside the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            block = self._block_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), literal_tooltip(self._words(block)) if block else "", self)
            return True
        return super().viewportEvent(event)

    def _block_at(self, place: QPointF) -> Block | None:
        if place.y() < self.geometry_now().head:
            return None
        geometry, spot = self.geometry_now(), place + self._scrolled()
        hit = [b for b in self._board.blocks if geometry.block_rect(self._board, b).contains(spot)]
        chosen = next((block for block in hit if block.id == self._current), None)
        return chosen or (hit[-1] if hit else None)

    def _try(self, block: Block, *, room: int, start: int, minutes: int) -> None:
        """Show ``block`` elsewhere, with what would be wrong."""
        moved = replace(block, room=room, start=start, minutes=minutes)
        if self._trial is not None and replace(self._trial, problems=()) == replace(moved, problems=()):
            return
        self._trial = replace(moved, problems=self._judge(self._board.slot(moved)))
        self.tried.emit(self._trial.problems)
        self._tell_accessible()
        self.viewport().update()

    def _drop_trial(self) -> None:
        self._leaving = False
        self.viewport().unsetCursor()
        if self._trial is not None:
            self._trial = None
            self.tried.emit(None)
            self._tell_accessible()
            self.viewport().update()

    def settle(self) -> None:
        """Store what the keys moved, if anything."""
        trial = self._trial
        if trial is None:
            return
        before = self._board.block(trial.id)
        self._drop_trial()
        if before is None or replace(before, problems=()) != replace(trial, problems=()):
            self.placed.emit(self._board.slot(trial))
