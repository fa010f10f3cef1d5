"""A second dossier beside the first: which one, its page, and its pages.

This module must not know jurors nor how a dossier is decrypted.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.queries_reading import PlaceRow
from cisp_desktop.application.wording import DOSSIER_KINDS
from cisp_desktop.application.wording_reading import page_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.widgets.dossier_view import DossierView
from cisp_desktop.gui.widgets.labels import PlainLabel


class DossierBeside(QFrame):
    """``row_chosen(row)`` asks for another dossier, ``closed`` for none."""

    row_chosen = Signal(object)
    closed = Signal()

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[DossierRow, ...] = ()
        self.combo = QComboBox(self)
        self.combo.setAccessibleName(self.tr("Seconde pièce"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.combo.currentIndexChanged.connect(self._on_chosen)
        self.page_label = PlainLabel(self)
        self.page_label.setProperty("kind", "muted")
        self.close_button = QToolButton(self)
        words = self.tr("Fermer la seconde pièce")
        self.close_button.setToolTip(words)
        self.close_button.setAccessibleName(words)
        self.close_button.setIconSize(QSize(18, 18))
        icons.set(self.close_button, "x")
        self.close_button.clicked.connect(self.closed)
        self.view = DossierView(self)
        self.view.setAccessibleName(self.tr("Seconde pièce du candidat"))
        self.view.page_changed.connect(self._on_page_changed)
        self.problem_label = PlainLabel(self)
        self.problem_label.setProperty("kind", "danger")
        self.problem_label.setWordWrap(True)
        self.problem_label.setContentsMargins(t.SPACE_S, t.SPACE_XS, t.SPACE_S, t.SPACE_S)
        self.problem_label.hide()
        head = QHBoxLayout()
        head.setContentsMargins(t.SPACE_XS, 0, t.SPACE_XS, t.SPACE_XS)
        head.setSpacing(t.SPACE_XS)
        head.addWidget(self.combo, 1)
        head.addWidget(self.page_label)
        head.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.problem_label)
        layout.addWidget(self.view, 1)

    @property
    def current(self) -> DossierRow | None:
        """The dossier chosen."""
        place = self.combo.currentIndex()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def show_rows(self, rows: Sequence[DossierRow], *, other_than: str) -> None:
        """Offer these dossiers; the current one stays, else the first that is not ``other_than`` comes."""
        kept = self.current.id if self.current is not None else ""
        self._rows = tuple(rows)
        self.combo.blockSignals(True)
        self.combo.clear()
        for row in rows:
            self.combo.addItem(DOSSIER_KINDS[row.kind])
        ids = [row.id for row in rows]
        others = (place for place, one in enumerate(ids) if one != other_than)
        fallback = next(others, 0 if ids else -1)
        self.combo.setCurrentIndex(ids.index(kept) if kept in ids else fallback)
        self.combo.blockSignals(False)

    def show_document(self, document: QPdfDocument | None, place: PlaceRow | None = None) -> None:
        """Show the pages of the dossier chosen, where its reading stood; None shows none."""
        self.problem_label.hide()
        if document is None:
            self.page_label.clear()
        self.view.show_document(document, place)

    def show_problem(self, words: str) -> None:
        """Say why the dossier chosen does not open."""
        self.problem_label.setText(words)
        self.problem_label.show()

    def _on_chosen(self, _place: int) -> None:
        if self.current is not None:
            self.row_chosen.emit(self.current)

    def _on_page_changed(self, page: int) -> None:
        self.page_label.setText(page_words(page))
