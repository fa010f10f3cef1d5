"""What the printer will put on paper, page by page, before it does.

This module must not know where the pictures come from.
"""

from collections.abc import Callable

from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.gui.forms.print_preview_dialog import Ui_PrintPreviewDialog
from cisp_desktop.gui.icons import Icons


class PrintPreviewDialog(QDialog):
    """Accepted: go on to the print dialog. ``paint(printer)`` draws the pages."""

    def __init__(
        self,
        printer: QPrinter,
        paint: Callable[[QPrinter], None],
        *,
        icons: Icons,
        pages: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """``pages`` is how many will be printed, where ``paint`` may draw fewer."""
        super().__init__(parent)
        self.form = Ui_PrintPreviewDialog()
        self.form.setupUi(self)
        self._pages = pages
        self._printer = printer  # the preview keeps a bare pointer to it, until the dialog is deleted
        self.preview = QPrintPreviewWidget(printer, self)
        self.preview.setAccessibleName(self.tr("Aperçu des pages"))
        self.preview.paintRequested.connect(paint)
        self.preview.previewChanged.connect(self._on_preview_changed)
        self.form.previewLayout.addWidget(self.preview)
        for button, icon, act in (
            (self.form.previousButton, "caret-left", lambda: self._step(-1)),
            (self.form.nextButton, "caret-right", lambda: self._step(1)),
            (self.form.smallerButton, "minus", self.preview.zoomOut),
            (self.form.largerButton, "plus", self.preview.zoomIn),
            (self.form.widthButton, "arrows-out-line-horizontal", self.preview.fitToWidth),
            (self.form.wholeButton, "file", self.preview.fitInView),
        ):
            icons.set(button, icon)
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.form.acceptButton.clicked.connect(self.accept)
        self.form.cancelButton.clicked.connect(self.reject)
        self.form.cancelButton.setAutoDefault(False)
        self._on_preview_changed()

    def _step(self, step: int) -> None:
        self.preview.setCurrentPage(self.preview.currentPage() + step)
        self._on_preview_changed()

    def _on_preview_changed(self) -> None:
        count, page = self.preview.pageCount(), self.preview.currentPage()
        words = self.tr("Page {0} / {1}").format(page, count) if count else ""
        if 0 < count < self._pages:
            words = self.tr("{0} des {1} à imprimer").format(words, self._pages)
        self.form.pageLabel.setText(words)
        self.form.previousButton.setEnabled(page > 1)
        self.form.nextButton.setEnabled(page < count)
