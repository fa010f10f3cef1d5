"""Captions and values, one under the other: what is known of somebody.

This module must not know what the facts are about.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.labels import PlainLabel

NOTHING = "–"


class FactList(QWidget):
    """A heading, then captions with their values; a value that is missing shows a dash."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(t.SPACE_M)
        self._layout.setVerticalSpacing(t.SPACE_XS)
        self._layout.setColumnStretch(1, 1)
        title = PlainLabel(heading, self)
        title.setProperty("kind", "section")
        self._layout.addWidget(title, 0, 0, 1, 2)
        self._values: dict[str, PlainLabel] = {}

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show (caption, value); the captions are always the same ones."""
        for caption, value in facts:
            label = self._values.get(caption) or self._add(caption)
            label.setText(value or NOTHING)
            label.setAccessibleName(f"{caption} : {value or NOTHING}")

    def value(self, caption: str) -> str:
        """Return the value that stands beside ``caption``."""
        return self._values[caption].text()

    def _add(self, caption: str) -> PlainLabel:
        row = self._layout.rowCount()
        words = PlainLabel(caption, self)
        words.setProperty("kind", "muted")
        label = PlainLabel(self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(label, row, 1)
        self._values[caption] = label
        return label
