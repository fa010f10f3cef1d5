"""The tools over a dossier: outline, search, page field, zoom. It only asks; the reader does.

This module must not know documents.
"""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from cisp_desktop.application.wording import decimal
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.widgets.labels import PlainLabel


class DossierToolbar(QWidget):
    """``page_entered(page)`` counts from 0; ``zoom_asked`` is 1 or −1; outline and search exclude each other.

    ``finder_asked`` follows both toggles.
    """

    page_entered = Signal(int)
    zoom_asked = Signal(int)
    width_asked = Signal()
    finder_asked = Signal()

    def __init__(self, icons: Icons, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.outline_button = self._toggle("list-bullets", self.tr("Plan de la pièce"))
        self.search_button = self._toggle("magnifying-glass", self.tr("Chercher dans la pièce (Ctrl+F)"))
        self.page_edit = QLineEdit(self)
        self.page_edit.setAccessibleName(self.tr("Page"))
        self.page_edit.setToolTip(self.tr("Aller à la page (Entrée)"))
        self.page_edit.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._range = QIntValidator(1, 1, self)
        self.page_edit.setValidator(self._range)
        self.page_edit.returnPressed.connect(self._on_page_entered)
        self.count_label = _muted(self)
        self.out_button = self._tool("magnifying-glass-minus", self.tr("Réduire (−)"))
        self.out_button.clicked.connect(self._on_zoom_out_clicked)
        self.zoom_label = _muted(self)
        self.in_button = self._tool("magnifying-glass-plus", self.tr("Agrandir (+)"))
        self.in_button.clicked.connect(self._on_zoom_in_clicked)
        self.fit_button = self._tool("arrows-out-line-horizontal", self.tr("Ajuster à la largeur"))
        self.fit_button.setCheckable(True)
        self.fit_button.clicked.connect(self.width_asked)
        self._lay_out()

    def show_count(self, pages: int) -> None:
        """Say how many pages there are; 0 for no document, whose tools are of no use."""
        self._range.setRange(1, max(1, pages))
        self.count_label.setText(f"/{NBSP}{pages}" if pages else "")
        if not pages:
            self.page_edit.clear()
        for tool in self.findChildren(QToolButton):
            tool.setEnabled(pages > 0)
        self.page_edit.setEnabled(pages > 0)

    def show_page(self, page: int) -> None:
        """Show the page in the middle, from 0."""
        self.page_edit.setText(str(page + 1))

    def show_zoom(self, scale: float, *, fits_width: bool) -> None:
        """Show the zoom in effect: 1 is 100 %."""
        self.zoom_label.setText(f"{decimal(scale * 100, 0)}{NBSP}%")
        self.fit_button.setChecked(fits_width)

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.set(button, icon)
        return button

    def _toggle(self, icon: str, words: str) -> QToolButton:
        button = self._tool(icon, words)
        button.setCheckable(True)
        button.toggled.connect(self._on_finder_toggled)
        return button

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_XS, t.SPACE_XS, t.SPACE_XS, t.SPACE_XS)
        layout.setSpacing(t.SPACE_XS)
        layout.addWidget(self.outline_button)
        layout.addWidget(self.search_button)
        layout.addStretch(1)
        layout.addWidget(self.page_edit)
        layout.addWidget(self.count_label)
        layout.addStretch(1)
        layout.addWidget(self.out_button)
        layout.addWidget(self.zoom_label)
        layout.addWidget(self.in_button)
        layout.addWidget(self.fit_button)
        self._size_fields()

    def _size_fields(self) -> None:
        metrics = self.fontMetrics()
        self.page_edit.setFixedWidth(metrics.horizontalAdvance("0000") + 2 * t.SPACE_M)
        self.zoom_label.setMinimumWidth(metrics.horizontalAdvance(f"400{NBSP}%"))

    def _on_page_entered(self) -> None:
        self.page_entered.emit(int(self.page_edit.text()) - 1)
        self.page_edit.selectAll()

    def _on_zoom_out_clicked(self) -> None:
        self.zoom_asked.emit(-1)

    def _on_zoom_in_clicked(self) -> None:
        self.zoom_asked.emit(1)

    def _on_finder_toggled(self, shown: bool) -> None:
        other = self.outline_button if self.sender() is self.search_button else self.search_button
        if shown and other.isChecked():
            other.blockSignals(True)
            other.setChecked(False)
            other.blockSignals(False)
        self.finder_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Size the fields for the present text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "zoom_label"):
            self._size_fields()


def _muted(parent: QWidget) -> PlainLabel:
    label = PlainLabel(parent)
    label.setProperty("kind", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
