"""Pieces of pages: the empty state that teaches, the banner, the tile with a figure, the search field.

This module must not know what they are about.
"""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


class Tone(StrEnum):
    """What a banner or a tile says besides its text. The values are the style sheet's ``kind``."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


_TONE_STATE = {
    Tone.NEUTRAL: DotState.NONE,
    Tone.INFO: DotState.UNDER_WAY,
    Tone.SUCCESS: DotState.DONE,
    Tone.WARNING: DotState.WARNING,
    Tone.DANGER: DotState.BLOCKED,
}


class EmptyState(QWidget):
    """One sentence that teaches, one button that leads on. ``activated`` is the button."""

    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dot = StateDot(self, side=28)
        self.title_label = _centred(PlainLabel(self), "section")
        self.text_label = _centred(PlainLabel(self), "muted")
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_XL, t.SPACE_XL, t.SPACE_XL, t.SPACE_XL)
        layout.setSpacing(t.SPACE_M)
        layout.addStretch(2)
        layout.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title_label)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text_label, 4)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addSpacing(t.SPACE_XS)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_text(
        self, title: str, text: str, *, button: str = "", state: DotState = DotState.WAITING
    ) -> None:
        """Say ``title`` and ``text``; without ``button`` there is nothing to press."""
        self.dot.set_state(state)
        self.dot.setVisible(state is not DotState.NONE)
        self.title_label.setText(title)
        self.text_label.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))


def _centred(label: PlainLabel, kind: str) -> PlainLabel:
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label


class Banner(QFrame):
    """A line across the page: a drawn state, a text in full, at most one button.

    ``activated`` is the button.
    """

    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dot = StateDot(self, side=16)
        self.label = PlainLabel(self)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self.activated)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_S, t.SPACE_M, t.SPACE_S)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.setVisible(False)

    def show_text(self, tone: Tone, text: str, *, button: str = "") -> None:
        """Show the banner; an empty ``text`` hides it."""
        self.setProperty("kind", tone.value)
        restyle(self)
        self.dot.set_state(_TONE_STATE[tone])
        self.dot.setVisible(tone is not Tone.NEUTRAL)
        self.label.setText(text)
        self.setAccessibleName(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(text))


class StatTile(QFrame):
    """A figure with what it counts. The figure is text: « 5 / 12 »."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.figure_label = PlainLabel(self)
        self.figure_label.setProperty("kind", "figure")
        self.caption_label = PlainLabel(self)
        self.caption_label.setProperty("kind", "muted")
        self.caption_label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_L, t.SPACE_M, t.SPACE_L, t.SPACE_M)
        layout.setSpacing(t.SPACE_XS)
        layout.addWidget(self.figure_label)
        layout.addWidget(self.caption_label)

    def show_figure(self, figure: str, caption: str, *, tone: Tone = Tone.NEUTRAL) -> None:
        """Show ``figure`` over ``caption``."""
        self.figure_label.setText(figure)
        kind = "figure"
        self.figure_label.setProperty("kind", kind)
        self.caption_label.setText(caption)
        self.caption_label.setProperty("kind", tone.value if tone is not Tone.NEUTRAL else "muted")
        restyle(self.caption_label)
        self.setAccessibleName(f"{caption} : {figure}")


class SearchField(QLineEdit):
    """A filter: Ctrl+F reaches it within its page, Escape empties it.

    ``search_changed`` gives the folded text.
    """

    search_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self.tr("Filtrer…"))
        self.setAccessibleName(self.tr("Filtrer la liste"))
        self.textChanged.connect(self._on_text_changed)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.give_up)

    def give_up(self) -> None:
        """Escape: filter no more."""
        self.clear()

    def listen(self, page: QWidget) -> None:
        """Let Ctrl+F anywhere in ``page`` come here."""
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_find_asked)

    def _on_text_changed(self, text: str) -> None:
        self.search_changed.emit(text.strip())

    def _on_find_asked(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def sizeHint(self) -> QSize:
        """Room for some twenty letters."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().averageCharWidth() * 24 + 32, hint.height())
