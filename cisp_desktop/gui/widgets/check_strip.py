"""What does not hold together in the jury's decisions, each with a link to where it is mended.

This module must not know how anything is checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cisp_desktop.application.wording import plural
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import scaled
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_caption
from cisp_desktop.gui.widgets.state_dot import StateDot

LINES, SHORT = 2, 700
"""Lines seen at once, one in a window lower than ``SHORT`` pixels; the others are scrolled to."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that does not hold; ``target`` is what the page's ``focus_on`` takes."""

    text: str
    target: str


class CheckStrip(QFrame):
    """A line that counts the flaws, then one link for each. ``opened(target)``; hidden while all holds."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self._flaws: tuple[Flaw, ...] = ()
        self.links: list[QPushButton] = []
        self._head = QWidget(self)
        dot = StateDot(self._head, side=16)
        dot.set_state(DotState.WARNING, self.tr("À vérifier"))
        self.label = PlainLabel(self._head)
        self.label.setProperty("kind", "strong")
        self._inside = QWidget(self)
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside.setObjectName("scrollContents")  # the style sheet keeps it transparent
        self._area.setWidget(self._inside)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_XS, t.SPACE_M, t.SPACE_XS)
        layout.setSpacing(t.SPACE_S)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(t.SPACE_S)
        head.addWidget(dot)
        head.addWidget(self.label)
        layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._area, 1)
        self.setVisible(False)

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is listed."""
        return self._flaws

    def show_flaws(self, flaws: Sequence[Flaw]) -> None:
        """List the flaws; the same ones are left alone, so that the focus stays where it is."""
        if tuple(flaws) == self._flaws:
            return
        self._flaws = tuple(flaws)
        for link in self.links:
            self._list.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = [self._link(flaw) for flaw in flaws]
        words = plural(len(flaws), self.tr("point à vérifier"), self.tr("points à vérifier"))
        self.label.setText(f"{words}\u00a0:" if flaws else "")
        self.setAccessibleName("\n".join(flaw.text for flaw in flaws))
        self._fit()
        self.setVisible(bool(flaws))

    def _fit(self) -> None:
        """Take the height of the lines seen at once; the count stands beside the first one."""
        metrics = self.fontMetrics()
        line = max((link.sizeHint().height() for link in self.links), default=scaled(20, metrics))
        lines = LINES if self.window().height() >= scaled(SHORT, metrics) else 1
        self._area.setFixedHeight(max(min(len(self.links), lines), 1) * line)
        self._head.setFixedHeight(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many lines as the window has room for."""
        super().resizeEvent(event)
        self._fit()

    def _link(self, flaw: Flaw) -> QPushButton:
        link = QPushButton(literal_caption(flaw.text), self._inside)
        link.setProperty("kind", "link")
        link.setAccessibleName(flaw.text)
        link.clicked.connect(lambda _checked=False, target=flaw.target: self.opened.emit(target))
        self._list.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return link
