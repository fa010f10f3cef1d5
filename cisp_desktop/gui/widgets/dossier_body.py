"""The panes of the reading: tabs, tools, finder, pages, a second dossier; arranged by the width they have.

This module must not know jurors, nor what a pane does.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.widgets.dossier_beside import DossierBeside
from cisp_desktop.gui.widgets.dossier_finder import DossierFinder
from cisp_desktop.gui.widgets.dossier_tabs import DossierTabs
from cisp_desktop.gui.widgets.dossier_toolbar import DossierToolbar
from cisp_desktop.gui.widgets.dossier_view import DossierView
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import ElidedLabel
from cisp_desktop.gui.widgets.panels import EmptyState

SPLITTER = "dossier_reader"
WIDE, TWO_PAGES = 860, 520
"""Pixels from which the panel stands left of the pages, and two dossiers left and right of each other."""


class DossierBody(QWidget):
    """All that moves to the whole screen and back."""

    def __init__(self, icons: Icons, settings: Settings, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.tabs = DossierTabs(self)
        self.missing_label = ElidedLabel(self)
        self.missing_label.setProperty("kind", "small")
        self.toolbar = DossierToolbar(icons, parent=self)
        self.view = DossierView(self)
        self.beside = DossierBeside(icons, self)
        self.finder = DossierFinder(self)
        self.empty_state = EmptyState(self)
        self._compose_panes()
        self._lay_out()

    def show_missing(self, words: str) -> None:
        """Say what was not handed in; empty for nothing."""
        self.missing_label.setText(words)
        self.missing_label.setVisible(bool(words))

    def show_pages(self) -> None:
        """Show the pages and their tools."""
        self._stack.setCurrentWidget(self._reading)

    def show_empty(
        self, title: str, text: str, *, button: str = "", state: DotState = DotState.WAITING
    ) -> None:
        """Show why there are no pages."""
        self.empty_state.show_text(title, text, button=button, state=state)
        self._stack.setCurrentWidget(self.empty_state)

    def _compose_panes(self) -> None:
        self.pages_splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.pages_splitter.addWidget(self.view)
        self.pages_splitter.addWidget(self.beside)
        self.pages_splitter.setChildrenCollapsible(False)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(self.finder)
        self.splitter.addWidget(self.pages_splitter)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([190, 420])
        self.splitter.restoreState(self._settings.splitter_state(SPLITTER))
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self.finder.hide()
        self.beside.hide()

    def _lay_out(self) -> None:
        self._reading = QWidget(self)
        reading = QVBoxLayout(self._reading)
        reading.setContentsMargins(0, 0, 0, 0)
        reading.setSpacing(0)
        reading.addWidget(self.toolbar)
        reading.addWidget(self.splitter, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._reading)
        self._stack.addWidget(self.empty_state)
        missing_row = QHBoxLayout()
        missing_row.setContentsMargins(t.SPACE_S, t.SPACE_XS, t.SPACE_S, 0)
        missing_row.addWidget(self.missing_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addLayout(missing_row)
        layout.addWidget(self._stack, 1)

    def _on_splitter_moved(self) -> None:
        if self.splitter.orientation() is Qt.Orientation.Vertical:
            self._settings.set_splitter_state(SPLITTER, self.splitter.saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panes by the width that there is."""
        super().resizeEvent(event)
        wide = Qt.Orientation.Horizontal if self.width() >= WIDE else Qt.Orientation.Vertical
        if self.splitter.orientation() is not wide:
            self.splitter.setOrientation(wide)
            self.splitter.setSizes([280, 2000] if wide is Qt.Orientation.Horizontal else [190, 420])
        two = Qt.Orientation.Horizontal if self.width() >= TWO_PAGES else Qt.Orientation.Vertical
        if self.pages_splitter.orientation() is not two:
            self.pages_splitter.setOrientation(two)
            self.pages_splitter.setSizes([1000, 1000])
