"""One PDF of the workspace, read page by page: an earlier version of minutes, a scan.

This module must not know what the pages say.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.widgets.minutes_viewer import MinutesViewer


class PagesWindow(QDialog):
    """The pages with their bar; closing it frees the file."""

    def __init__(
        self, context: GuiContext, title: str, pages: PageSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.viewer = MinutesViewer(self)
        self.viewer.set_up(context.tasks, context.icons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_M, t.SPACE_M, t.SPACE_M)
        layout.addWidget(self.viewer)
        self.viewer.show_pages(pages)

    def sizeHint(self) -> QSize:
        """A page and its bar."""
        return QSize(860, 660)

    def done(self, result: int) -> None:
        """Forget the decrypted pages."""
        self.viewer.show_pages(None)
        super().done(result)
