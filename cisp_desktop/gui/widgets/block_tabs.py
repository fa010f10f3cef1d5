"""The blocks of a candidate as tabs, each with the drawn state of the juror's own sheet.

This module must not know marks, use cases nor pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from cisp_desktop.gui.tokens import tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_state
from cisp_desktop.gui.widgets.labels import literal_caption, literal_tooltip

DOT = 14
SQUEEZE = 8
"""Pixels of its margins that a tab gives up before the bar has to scroll."""


@dataclass(frozen=True, slots=True)
class BlockTab:
    """One tab. ``enabled`` is false for a block that is not to be scored; ``words`` then say why."""

    block_id: str
    caption: str
    state: DotState
    words: str
    enabled: bool = True


class BlockTabs(QTabBar):
    """``block_chosen(block id)`` follows the user's choice only, never what the page shows."""

    block_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Blocs de compétences"))
        self.setExpanding(False)
        self.setProperty("kind", "compact")
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(DOT, DOT))
        self._tabs: tuple[BlockTab, ...] = ()
        self.currentChanged.connect(self._on_current_changed)

    @property
    def tabs(self) -> Sequence[BlockTab]:
        """What is shown."""
        return self._tabs

    def show_blocks(self, tabs: Sequence[BlockTab], current: str) -> None:
        """Show these blocks, ``current`` chosen."""
        self.blockSignals(True)
        if [tab.block_id for tab in tabs] != [tab.block_id for tab in self._tabs]:
            while self.count():
                self.removeTab(self.count() - 1)
            for tab in tabs:
                self.addTab(literal_caption(tab.caption))
        self._tabs = tuple(tabs)
        for place, tab in enumerate(tabs):
            self.setTabEnabled(place, tab.enabled)
            self._dress(place)
        self.setCurrentIndex(next((i for i, tab in enumerate(tabs) if tab.block_id == current), -1))
        self.blockSignals(False)

    def step(self, by: int) -> None:
        """Choose the next enabled tab to the right (1) or to the left (−1); nothing at the end."""
        place = self.currentIndex() + by
        while 0 <= place < self.count() and not self.isTabEnabled(place):
            place += by
        if 0 <= place < self.count():
            self.setCurrentIndex(place)

    def _dress(self, place: int) -> None:
        tab = self._tabs[place]
        self.setTabIcon(place, self._picture(tab.state))
        keys = self.tr("Ctrl+← →")
        self.setTabToolTip(place, literal_tooltip(f"{tab.words} ({keys})" if tab.enabled else tab.words))
        self.setAccessibleTabName(place, f"{tab.caption}, {tab.words}")

    def _picture(self, state: DotState) -> QIcon:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(DOT * ratio), round(DOT * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_state(painter, QRectF(0, 0, DOT, DOT), state, tokens=tokens_for(QApplication.palette()))
        painter.end()
        return QIcon(pixmap)

    def _on_current_changed(self, place: int) -> None:
        if 0 <= place < len(self._tabs):
            self.block_chosen.emit(self._tabs[place].block_id)

    # --- Qt ---------------------------------------------------------------------------------------

    def tabSizeHint(self, place: int) -> QSize:
        """A little narrower when that lets every block stand in the bar."""
        hints = [super(BlockTabs, self).tabSizeHint(each) for each in range(self.count())]
        over = sum(hint.width() for hint in hints) - self.width()
        spared = -(-over // len(hints)) if over > 0 else 0
        return hints[place] - QSize(spared, 0) if spared <= SQUEEZE else hints[place]

    def changeEvent(self, event: QEvent) -> None:
        """Draw the states in the colours of the new palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ApplicationPaletteChange):
            for place in range(len(self._tabs)):
                self._dress(place)
