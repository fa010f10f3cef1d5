"""The side navigation: one entry per page, with its number, its drawn state and what is missing.

This module must not know any page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.drawing import DotState, draw_state

ROOM_AROUND_TEXT = 100
"""Pixels for icon, state and margins beside a line's title and count."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; ``group`` 2 stands under the line."""

    key: str
    title: str
    icon: str
    group: int = 1
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class EntryState:
    """What a line shows beside its title; ``missing`` 0 shows no count; ``words`` say it all aloud."""

    state: DotState = DotState.NONE
    missing: int = 0
    words: str = ""


class NavigationButton(QAbstractButton):
    """One line: icon, title, count, state. The page shown has a bar at its left and a filled ground."""

    def __init__(self, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = entry.key
        self._state = EntryState()
        self._by_keyboard = True
        self.setText(entry.title)
        self.setCheckable(True)
        self.setAccessibleName(entry.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._shortcut_words = entry.shortcut
        self.set_state(self._state)

    @property
    def entry_state(self) -> EntryState:
        """What the line says."""
        return self._state

    def set_state(self, state: EntryState) -> None:
        """Show another state."""
        self._state = state
        parts = [part for part in (state.words, self._shortcut_words) if part]
        self.setToolTip(" · ".join(parts))
        self.setAccessibleDescription(state.words)
        self.update()

    def sizeHint(self) -> QSize:
        """One comfortable line."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance("00") + ROOM_AROUND_TEXT
        return QSize(width, max(36, metrics.height() + 16))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the focus when the keyboard brought it: after a click the page's own bar says where one is."""
        self._by_keyboard = event.reason() not in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.OtherFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        )
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the column: Qt would open each page on the way."""
        self._by_keyboard = True
        self.update()
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        del event
        tokens = t.tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(t.SPACE_S, 1, -t.SPACE_S, -1)
        self._paint_ground(painter, ground, tokens)
        left = ground.left() + t.SPACE_M
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        side = 18
        icon_rect = QRectF(left, ground.center().y() - side / 2, side, side).toRect()
        self.icon().paint(painter, icon_rect, Qt.AlignmentFlag.AlignCenter, mode)
        right = ground.right() - t.SPACE_M
        draw_state(
            painter, QRectF(right - 14, ground.center().y() - 7, 14, 14), self._state.state, tokens=tokens
        )
        right -= 14 + t.SPACE_S
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        if self._state.missing:
            right = self._paint_count(painter, right, ground, tokens)
        font = QFont(self.font())
        if self.isChecked():
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent if self.isChecked() else tokens.text))
        room = QRectF(left + side + 10, ground.top(), right - left - side - 10, ground.height())
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, flags | int(Qt.AlignmentFlag.AlignLeft), text)

    def _paint_ground(self, painter: QPainter, ground: QRectF, tokens: t.Tokens) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(ground, t.RADIUS, t.RADIUS)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(ground.left(), ground.center().y() - 9, 3, 18), 1.5, 1.5)
        elif self.underMouse():
            painter.setBrush(QColor(tokens.hover if tokens.dark else tokens.pressed))
            painter.drawRoundedRect(ground, t.RADIUS, t.RADIUS)
        if self.hasFocus() and self._by_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), t.RADIUS, t.RADIUS)

    def _paint_count(self, painter: QPainter, right: float, ground: QRectF, tokens: t.Tokens) -> float:
        painter.setFont(tabular(self.font()))
        text = str(self._state.missing) if self._state.missing < 1000 else "999+"
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.setPen(QColor(tokens.muted))
        box = QRectF(right - width, ground.top(), width, ground.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
        return right - width - t.SPACE_S


class Navigation(QFrame):
    """The column of entries. ``chosen(key)`` comes from a click or a key, never from ``show_current``."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry], icons: Icons, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavigationButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, t.SPACE_M, 0, t.SPACE_M)
        layout.setSpacing(2)
        for index, entry in enumerate(entries):
            if index and entry.group != entries[index - 1].group:
                layout.addSpacing(t.SPACE_S)
                layout.addWidget(_line(self))
                layout.addSpacing(t.SPACE_S)
            button = NavigationButton(entry, self)
            icons.set(button, entry.icon, tone="muted")
            button.clicked.connect(self._on_button_clicked)
            self._group.addButton(button)
            self.buttons[entry.key] = button
            layout.addWidget(button)
        layout.addStretch(1)

    def show_current(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def show_states(self, states: dict[str, EntryState]) -> None:
        """Show what each line says now."""
        for key, button in self.buttons.items():
            button.set_state(states.get(key, EntryState()))

    def _on_button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, NavigationButton):
            self.chosen.emit(button.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows; Enter and Space open (Qt's own)."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        keys = list(self.buttons)
        focused = next((i for i, key in enumerate(keys) if self.buttons[key].hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        self.buttons[keys[(focused + step) % len(keys)]].setFocus(Qt.FocusReason.TabFocusReason)


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("kind", "line")
    line.setContentsMargins(t.SPACE_L, 0, t.SPACE_L, 0)
    return line
