"""« Carte à puce ou clé (PKCS#11) »: the card's module, and which of its certificates signs.

This module must not know how a card is read, nor ask for its PIN.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.own_cards import CardCertificate
from cisp_desktop.application.wording import plural, short_day
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.card_dialog import Ui_CardDialog
from cisp_desktop.gui.itemmodels.text_table_model import TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.labels import literal_tooltip

_MODULE_PROBLEMS = ("card.module_missing", "card.module_unreadable", "card.module_failed")


class CardDialog(FormDialog):
    """``card`` is the certificate chosen once ``submitted`` was emitted.

    ``browse_asked`` asks for a module's file: ``show_modules``; ``read_asked(path)`` asks for what lies on
    the cards: ``show_cards`` or ``show_refusal``.
    """

    browse_asked = Signal()
    read_asked = Signal(object)

    def __init__(
        self, modules: Sequence[Path], *, known: Path | None = None, parent: QWidget | None = None
    ) -> None:
        """``modules`` are those found on this computer, ``known`` the one used last."""
        super().__init__(parent)
        self.form = form = Ui_CardDialog()
        form.setupUi(self)
        self._cards: tuple[CardCertificate, ...] = ()
        self.compose(
            form.acceptButton, form.cancelButton, problem_label=form.problemLabel, wait_bar=form.waitBar,
            fields=dict.fromkeys(_MODULE_PROBLEMS, form.moduleComboBox),
        )  # fmt: skip
        titles = (
            self.tr("Au nom de"), self.tr("Émis par"), self.tr("Valable jusqu’au"), self.tr("Carte")
        )  # fmt: skip
        self.model = TextTableModel(titles, self)
        table = form.certificatesTableView
        table.setModel(self.model)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        ColumnWidths(table, {0: 160, 2: 118, 3: 115}, stretch=1, least=160)
        table.doubleClicked.connect(self._on_row_activated)
        form.moduleComboBox.currentIndexChanged.connect(self._on_module_changed)
        form.browseButton.clicked.connect(self.browse_asked)
        form.readButton.clicked.connect(self._on_read_clicked)
        for button in (form.browseButton, form.readButton):
            button.setAutoDefault(False)
        self.show_modules(modules, known)
        fit_dialog(self)

    @property
    def module(self) -> Path | None:
        """The module chosen."""
        found: Path | None = self.form.moduleComboBox.currentData()
        return found

    @property
    def card(self) -> CardCertificate | None:
        """The certificate chosen."""
        row = self.form.certificatesTableView.currentIndex().row()
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def show_modules(self, modules: Sequence[Path], chosen: Path | None) -> None:
        """Offer modules; ``chosen`` comes first and is chosen."""
        combo = self.form.moduleComboBox
        known = [path for index in range(combo.count()) if isinstance(path := combo.itemData(index), Path)]
        first = [chosen] if chosen is not None else []
        combo.clear()
        for path in dict.fromkeys((*first, *known, *modules)):
            combo.addItem(f"{path.name} ({path.parent})", path)
            combo.setItemData(combo.count() - 1, literal_tooltip(str(path)), Qt.ItemDataRole.ToolTipRole)
        self._on_module_changed()

    def show_cards(self, cards: Sequence[CardCertificate]) -> None:
        """Show the certificates of the cards; a single one is chosen."""
        self._cards = tuple(cards)
        self.set_busy(False)
        self.model.show_lines(
            [
                TextLine(
                    str(number), (card.name, card.issuer, short_day(card.expires.date()), card.content.token)
                )
                for number, card in enumerate(cards)
            ]
        )
        if cards:
            words = plural(len(cards), self.tr("certificat"), self.tr("certificats"))
            self.form.foundLabel.setText(self.tr("{0} sur les cartes insérées").format(words))
            self.form.certificatesTableView.setCurrentIndex(self.model.index(0, 0))
            self.form.certificatesTableView.setFocus()

    def problem(self) -> str:
        """Return what is missing."""
        if self.module is None:
            return self.point_out(self.form.browseButton, self.tr("Choisissez le module de votre carte."))
        if self.card is None:
            return self.point_out(
                self.form.readButton, self.tr("Lisez la carte, puis choisissez un certificat.")
            )
        return ""

    def read(self) -> None:
        """Ask for what lies on the cards."""
        if self.module is None:
            self.show_problem(
                self.point_out(self.form.browseButton, self.tr("Choisissez le module de votre carte."))
            )
            return
        self._forget_cards()
        self.show_problem("")
        self.set_busy(True)
        self.read_asked.emit(self.module)

    def set_busy(self, busy: bool) -> None:
        """Wait: neither the module nor the card changes meanwhile."""
        super().set_busy(busy)
        for widget in (self.form.moduleComboBox, self.form.browseButton, self.form.readButton):
            widget.setEnabled(not busy)

    def _forget_cards(self) -> None:
        self._cards = ()
        self.model.show_lines([])
        self.form.foundLabel.setText(self.tr("Aucune carte lue. Insérez la vôtre, puis lisez-la."))

    def _on_module_changed(self) -> None:
        self._forget_cards()
        self.show_problem("")

    def _on_read_clicked(self) -> None:
        self.read()

    def _on_row_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.form.acceptButton.click()
