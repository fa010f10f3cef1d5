"""Minutes signed on paper: the scans attached, and whose signature each shows.

This module must not know how a scan is looked at, nor how it is stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from cisp_desktop.application.queries import SignatureRow
from cisp_desktop.application.queries_minutes import ScanRow
from cisp_desktop.application.wording import moment_words, role_name
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.minutes_paper_dialog import Ui_MinutesPaperDialog
from cisp_desktop.gui.itemmodels.text_table_model import TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.labels import literal_caption


class MinutesPaperDialog(FormDialog):
    """``attach_asked()``, ``read_asked(row)``, ``save_asked(row)``; ``scan_id`` and ``seat_ids`` once
    ``submitted`` was emitted.
    """

    attach_asked = Signal()
    read_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(
        self,
        number: str,
        awaited: Sequence[SignatureRow],
        scans: Sequence[ScanRow],
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``awaited`` are the members who can still sign; ``name`` is who is at the keyboard, if known."""
        super().__init__(parent)
        self.form = form = Ui_MinutesPaperDialog()
        form.setupUi(self)
        self.compose(form.acceptButton, form.closeButton, problem_label=form.problemLabel)
        form.titleLabel.setText(self.tr("{0}, signé sur papier").format(number))
        form.introLabel.setText(self._intro(bool(awaited)))
        form.nameEdit.setText(name)
        self._scans: tuple[ScanRow, ...] = ()
        titles = (self.tr("Fichier"), self.tr("Pages"), self.tr("Joint le"), self.tr("Par"))
        self.model = TextTableModel(titles, self)
        table = form.scansTableView
        table.setModel(self.model)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        ColumnWidths(table, {1: 64, 2: 150, 3: 130}, stretch=0, least=200)
        table.doubleClicked.connect(self._on_read_clicked)
        table.selectionModel().currentChanged.connect(self._on_chosen)
        self.boxes = {row.seat_id: self._box(row) for row in awaited}
        for widget in (form.membersLabel, form.acceptButton):
            widget.setVisible(bool(awaited))
        for button in (form.attachButton, form.readButton, form.saveButton):
            button.setAutoDefault(False)
        form.attachButton.clicked.connect(self._on_attach_clicked)
        form.readButton.clicked.connect(self._on_read_clicked)
        form.saveButton.clicked.connect(self._on_save_clicked)
        self.show_scans(scans)
        fit_dialog(self)

    def _box(self, row: SignatureRow) -> QCheckBox:
        words = self.tr("{0}, {1}").format(row.name, role_name(row.role, sex=row.sex).lower())
        box = QCheckBox(literal_caption(words), self)
        box.setAccessibleName(words)
        self.form.membersLayout.addWidget(box)
        return box

    def _intro(self, awaited: bool) -> str:
        if not awaited:
            return self.tr("Les documents numérisés joints à ce procès-verbal.")
        return self.tr(
            "Imprimez le procès-verbal, faites-le signer à la main, numérisez-le et joignez le PDF. Cochez "
            "ensuite les membres dont la signature s’y voit. Toutes les signatures de ce procès-verbal "
            "suivent alors la voie du papier."
        )

    def show_scans(self, scans: Sequence[ScanRow], chosen: str = "") -> None:
        """Show the scans again; the one named, else the last, is chosen."""
        self._scans = tuple(scans)
        lines = [
            TextLine(row.id, (row.file_name, str(row.pages), moment_words(row.attached_at), row.attached_by))
            for row in scans
        ]
        self.model.show_lines(lines)
        place = next((i for i, row in enumerate(scans) if row.id == chosen), len(lines) - 1)
        if lines:
            self.form.scansTableView.setCurrentIndex(self.model.index(place, 0))
        self._on_chosen()

    @property
    def name(self) -> str:
        """Who attaches."""
        return self.form.nameEdit.text()

    @property
    def scan_id(self) -> str:
        """The scan chosen, empty for none."""
        chosen = self._chosen()
        return chosen.id if chosen is not None else ""

    @property
    def seat_ids(self) -> list[str]:
        """The members ticked."""
        return [seat_id for seat_id, box in self.boxes.items() if box.isChecked()]

    def problem(self) -> str:
        """Return what is missing."""
        if not self.scan_id:
            return self.point_out(self.form.attachButton, self.tr("Joignez d’abord le PDF numérisé."))
        if not self.seat_ids:
            first = next(iter(self.boxes.values()), None)
            words = self.tr("Cochez au moins un membre dont la signature se voit sur le document.")
            return self.point_out(first, words) if first is not None else words
        return ""

    def _chosen(self) -> ScanRow | None:
        place = self.form.scansTableView.currentIndex().row()
        return self._scans[place] if 0 <= place < len(self._scans) else None

    def _on_chosen(self) -> None:
        chosen = self._chosen() is not None
        self.form.readButton.setEnabled(chosen)
        self.form.saveButton.setEnabled(chosen)

    def _on_attach_clicked(self) -> None:
        if not self.name.strip():
            words = self.tr("Écrivez qui joint le document\u00a0: NOM Prénom.")
            self.show_problem(self.point_out(self.form.nameEdit, words))
            return
        self.show_problem("")
        self.attach_asked.emit()

    def _on_read_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.read_asked.emit(chosen)

    def _on_save_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.save_asked.emit(chosen)
