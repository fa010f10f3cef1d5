"""Figures by keys: what a key stands for on any keyboard, and the field where points on 20 are typed.

This module must not know models nor pages.
"""

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

AZERTY_FIGURES = {"à": 0, "&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "-": 6, "è": 7, "_": 8, "ç": 9}
"""What the figures' keys write on a French keyboard without Shift."""


def figure_of(event: QKeyEvent) -> int | None:
    """Return the figure that a key stands for, on any keyboard."""
    text = event.text()
    if len(text) == 1 and text.isdecimal():
        return int(text)
    return AZERTY_FIGURES.get(text)


class PointsEdit(QLineEdit):
    """Takes « 12,5 »; figures also come from the upper row of a French keyboard, without Shift."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pattern = QRegularExpression(r"\d{0,2}([.,]\d?)?")
        self.setValidator(QRegularExpressionValidator(pattern, self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write the figure that the key stands for."""
        figure = figure_of(event)
        if figure is None or event.text().isdecimal():
            super().keyPressEvent(event)
        else:
            self.insert(str(figure))
