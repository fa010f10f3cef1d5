"""The document that shows why a candidate is excused, read where it was attached.

This module must not know where it is kept. Nothing of it leaves memory.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.minutes_viewer import MinutesViewer

LARGEST = QSize(1600, 1600)
"""Pixels to which a picture is reduced while it is read: a scan of many megapixels costs no more."""


class ProofDialog(QDialog):
    """Pages with their bar, or a picture that scrolls."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(name)
        self.viewer: MinutesViewer | None = None
        self.picture_label: PlainLabel | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(t.SPACE_M, t.SPACE_M, t.SPACE_M, t.SPACE_M)

    def show_pages(self, pages: PageSet, *, tasks: TaskRunner, icons: Icons) -> None:
        """Show a PDF."""
        self.viewer = MinutesViewer(self)
        self.viewer.set_up(tasks, icons)
        self.viewer.show_pages(pages)
        self._layout.addWidget(self.viewer)

    def show_picture(self, picture: QImage) -> None:
        """Show a picture."""
        self.picture_label = PlainLabel(self)
        self.picture_label.setPixmap(QPixmap.fromImage(picture))
        self.picture_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture_label.setAccessibleName(self.windowTitle())
        area = QScrollArea(self)
        area.setWidget(self.picture_label)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.windowTitle())
        self._layout.addWidget(area)

    def sizeHint(self) -> QSize:
        """A page and its tools."""
        return QSize(760, 620)


def picture_of(content: bytes) -> QImage:
    """Return a picture, reduced to ``LARGEST`` (worker thread). ``RuleError("attendance.unreadable")``."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() > LARGEST.width() or size.height() > LARGEST.height():
        reader.setScaledSize(size.scaled(LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    picture: QImage = reader.read()
    if picture.isNull():
        raise RuleError("attendance.unreadable")
    return picture
