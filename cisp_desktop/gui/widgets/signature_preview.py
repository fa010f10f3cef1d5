"""The picture of a signature as it will be printed: on white paper, in the pad's shape.

This module must not know where the picture comes from.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tokens import tokens_for
from cisp_desktop.gui.widgets.signature_pad import RATIO


class SignaturePreview(QWidget):
    """Shows one picture, or a sentence while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._words = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def empty(self) -> bool:
        """Whether there is no picture."""
        return self._image.isNull()

    def show_picture(self, png: bytes | None, words: str) -> None:
        """Show a PNG of our own making; ``words`` name it, or say what is missing."""
        self._image = QImage.fromData(png) if png else QImage()
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """The pad's."""
        return QSize(540, 180)

    def minimumSizeHint(self) -> QSize:
        """The pad's."""
        return QSize(300, 100)

    def hasHeightForWidth(self) -> bool:
        """The box has a shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A third of the width."""
        return round(width / RATIO)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper and picture."""
        del event
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        width = min(room.width(), room.height() * RATIO)
        box = QRectF(0, 0, width, width / RATIO)
        box.moveCenter(room.center())
        painter.setPen(QPen(QColor(tokens_for(self.palette()).control), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(box, t.SMALL_RADIUS, t.SMALL_RADIUS)
        if self._image.isNull():
            painter.setPen(QColor(t.LIGHT.muted))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(box.adjusted(t.SPACE_L, 0, -t.SPACE_L, 0), flags, self._words)
            return
        inner = box.adjusted(t.SPACE_XL, t.SPACE_M, -t.SPACE_XL, -t.SPACE_M)
        factor = min(inner.width() / self._image.width(), inner.height() / self._image.height())
        drawn = QRectF(0, 0, self._image.width() * factor, self._image.height() * factor)
        drawn.moveCenter(inner.center())
        painter.drawImage(drawn, self._image)
