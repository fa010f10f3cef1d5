"""What the printer will put on paper, page by page, before it does: each page the way it is read.

This module must not know what the pages say.
"""

from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.gui.forms.print_preview_dialog import Ui_PrintPreviewDialog
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.tasks import TaskRunner


class PrintPreviewDialog(QDialog):
    """Accepted: go on to the print dialog. Pages are drawn when they come into view; they stay open."""

    def __init__(
        self, pages: PageSet, *, tasks: TaskRunner, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = Ui_PrintPreviewDialog()
        self.form.setupUi(self)
        viewer = self.form.previewViewer
        viewer.set_up(tasks, icons)
        if viewer.area is not None:
            viewer.area.setAccessibleName(self.tr("Aperçu des pages"))
        viewer.show_pages(pages, lent=True)
        self.form.acceptButton.clicked.connect(self.accept)
        self.form.closeButton.clicked.connect(self.reject)
        self.form.closeButton.setAutoDefault(False)

    def done(self, result: int) -> None:
        """Forget the pictures."""
        self.form.previewViewer.show_pages(None)
        super().done(result)
