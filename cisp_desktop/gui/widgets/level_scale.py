"""What each level of the scheme means, beside the grid: its label, and its descriptor where there is one.

This module must not know sheets nor use cases.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from cisp_desktop.domain.grading import GradingScheme, Level, ScoringMode
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import PlainLabel

LEAST_LINES, MOST_LINES = 2, 6
"""Lines of descriptors shown at once, as the window allows; the rest scrolls, by the arrows too."""
KEPT_HEIGHT, SHARE = 300, 5
"""Of what the window has beyond these pixels, the descriptors take one line in so many."""


class LevelScale(QWidget):
    """The labels on one wrapped line, or with their descriptors in full; all of it can be folded away.

    ``left`` asks for the focus to go back to the grid (Escape in the descriptors).
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unfolded, self._all_described = True, False
        self.labels_label = PlainLabel(self)
        self.labels_label.setProperty("kind", "small")
        self.labels_label.setWordWrap(True)
        self.descriptors = _Descriptors(self)
        self.descriptors.left.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_XS)
        layout.addWidget(self.labels_label)
        layout.addWidget(self.descriptors)
        self.show_scheme(None)

    @property
    def has_descriptors(self) -> bool:
        """Whether there is more to read than labels."""
        return bool(self.descriptors.toPlainText())

    def show_scheme(self, scheme: GradingScheme | None) -> None:
        """Show the levels of ``scheme``; None for nothing."""
        levels = scheme.levels if scheme is not None else ()
        words = ", ".join(f"{level.value}\u00a0{_kept_whole(level.label)}" for level in levels)
        if scheme is not None and scheme.mode is ScoringMode.POINTS:
            words = self.tr("Notes de 0 à 20, par demi-point. Niveau global\u00a0: {0}").format(words)
        self.labels_label.setText(words)
        self._all_described = bool(levels) and all(level.descriptor.strip() for level in levels)
        self.descriptors.show_levels(levels)
        self._show()

    def unfold(self, unfolded: bool) -> None:
        """Show what levels mean, or leave its room to the grid."""
        self._unfolded = unfolded
        self._show()

    def _show(self) -> None:
        self.setVisible(self._unfolded and bool(self.labels_label.text()))
        self.labels_label.setVisible(not self._all_described)
        self.descriptors.setVisible(self.has_descriptors)


class _Descriptors(QPlainTextEdit):
    """« 2 Acquis : … », a paragraph a level; read, scrolled and copied, never written."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Descripteurs des niveaux"))
        self.setToolTip(self.tr("Ce que chaque niveau demande (D le montre ou le cache)"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_levels(self, levels: Sequence[Level]) -> None:
        """Show the levels that say more than their label."""
        told = [(level, level.descriptor.strip()) for level in levels if level.descriptor.strip()]
        words = self.tr("{0} {1}\u00a0: {2}")
        text = "\n".join(words.format(one.value, one.label, descriptor) for one, descriptor in told)
        if text != typed_text(self):
            self.setPlainText(text)
            restyle(self)
            self._fit()

    def _fit(self) -> None:
        """Take the height of the text, or less: the grid under it comes first."""
        lines = 0
        block = self.document().begin()
        while block.isValid():
            lines += max(1, block.layout().lineCount())
            block = block.next()
        line = self.fontMetrics().lineSpacing()
        most = (self.window().height() - KEPT_HEIGHT) // (SHARE * line)
        most = max(LEAST_LINES, min(most, MOST_LINES))
        height = min(max(lines, 1), most) * line + 2 * t.SPACE_S
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def _kept_whole(label: str) -> str:
    """Keep a label on one line: the line of labels breaks between levels."""
    return label.replace(" ", "\u00a0")
