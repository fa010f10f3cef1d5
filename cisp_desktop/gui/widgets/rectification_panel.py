"""What a rectification under way would change: field by field, before and after; the way to give it up.

This module must not know how a difference is found.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cisp_desktop.application.minutes_differences import Difference
from cisp_desktop.application.wording import plural
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.layouts import clear_layout
from cisp_desktop.gui.widgets.labels import PlainLabel

SHOWN = 100
"""Fields listed at most; the others are counted."""


class RectificationPanel(QWidget):
    """A titled list. ``given_up`` is the button."""

    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Difference, ...] | None = None
        self.title_label = PlainLabel(self)
        self.title_label.setProperty("kind", "section")
        self._list = QWidget(self)
        self._layout = QVBoxLayout(self._list)
        self._layout.setContentsMargins(0, 0, t.SPACE_XS, 0)
        self._layout.setSpacing(t.SPACE_S)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("Ce que la rectification change"))
        self.area.setWidget(self._list)
        self.area.setMinimumHeight(180)
        self.why_label = PlainLabel(
            self.tr("Pour abandonner, remettez d’abord ce qui a changé comme au procès-verbal signé."), self
        )
        self.why_label.setProperty("kind", "muted")
        self.why_label.setWordWrap(True)
        self.give_up_button = QPushButton(self.tr("A&bandonner la rectification…"), self)
        self.give_up_button.clicked.connect(self.given_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.title_label)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.give_up_button)
        layout.addWidget(self.why_label)

    def show_differences(self, found: Sequence[Difference]) -> None:
        """Show what differs now from the minutes that stand."""
        fields = plural(len(found), self.tr("point change"), self.tr("points changent"))
        self.title_label.setText(fields if found else self.tr("Rien ne change encore"))
        self.give_up_button.setEnabled(not found)
        self.why_label.setVisible(bool(found))
        self.area.setVisible(bool(found))
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        clear_layout(self._layout)
        for one in found[:SHOWN]:
            self._layout.addWidget(DifferenceCard(one, self._list))
        if len(found) > SHOWN:
            words = self.tr("… et {0} autres.").format(len(found) - SHOWN)
            self._layout.addWidget(PlainLabel(words, self._list))
        self._layout.addStretch(1)


class DifferenceCard(QFrame):
    """One field: where it stands, what it said, what it says."""

    def __init__(self, found: Difference, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_S, t.SPACE_M, t.SPACE_S)
        layout.setSpacing(2)
        for words, kind in (
            (found.where, "strong"),
            (self.tr("Avant\u00a0: {0}").format(found.before), "muted"),
            (self.tr("Après\u00a0: {0}").format(found.after), ""),
        ):
            label = PlainLabel(words, self)
            label.setProperty("kind", kind)
            label.setWordWrap(True)
            layout.addWidget(label)
