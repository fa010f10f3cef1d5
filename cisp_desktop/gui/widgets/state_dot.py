"""A small drawn state, and a badge for a level.

This module must not know what the state is about.
"""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cisp_desktop.domain.grading import Level
from cisp_desktop.gui.tokens import tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_level_badge, draw_state


class StateDot(QWidget):
    """One state, 14 px wide unless told. ``set_state`` also names it for screen readers."""

    def __init__(self, parent: QWidget | None = None, *, side: int = 14) -> None:
        super().__init__(parent)
        self._state = DotState.NONE
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def state(self) -> DotState:
        """What is drawn."""
        return self._state

    def set_state(self, state: DotState, words: str = "") -> None:
        """Draw ``state``; ``words`` say it to those who do not see it."""
        self._state = state
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        """Never smaller."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the state."""
        del event
        painter = QPainter(self)
        draw_state(painter, QRectF(self.rect()), self._state, tokens=tokens_for(self.palette()))


class LevelBadge(QWidget):
    """A level with its shape, its figure and, when there is room, its label. None is « non évalué »."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: Level | int | None = None
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_level(self, level: Level | int | None, *, label: str, figure: str = "") -> None:
        """Show ``level``: ``label`` is its name, ``figure`` what is written (the level unless told).

        A ``Level`` of a scheme is drawn with the shape and colour that it has there.
        """
        self._level = level
        value = level.value if isinstance(level, Level) else level
        self._text = figure or (str(value) if value is not None else "NE")
        self.setAccessibleName(label)
        self.setToolTip(label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The badge around its text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 34, max(24, metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        """Never smaller."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badge."""
        del event
        painter = QPainter(self)
        tokens = tokens_for(self.palette())
        draw_level_badge(painter, QRectF(self.rect()), self._level, text=self._text, tokens=tokens)
