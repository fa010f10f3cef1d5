"""The incidents of a session, by hour. Each act asks by a signal and is done at once.

Whoever listens shows the incidents again. This module must not know how an incident is stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.queries_incidents import IncidentRow
from cisp_desktop.application.wording_incidents import INCIDENT_KINDS, incident_about, incident_hour
from cisp_desktop.gui.forms.incidents_dialog import Ui_IncidentsDialog
from cisp_desktop.gui.itemmodels.text_table_model import TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog


class IncidentsDialog(QDialog):
    """``add_asked``, ``edit_asked(row)``, ``withdraw_asked(row)``. ``locked``: the session is closed."""

    add_asked = Signal()
    edit_asked = Signal(object)
    withdraw_asked = Signal(object)
    follows_juror = True

    def __init__(self, rows: Sequence[IncidentRow], *, locked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_IncidentsDialog()
        self.form.setupUi(self)
        self._locked = locked
        self._rows: list[IncidentRow] = []
        titles = (
            self.tr("Heure"), self.tr("Nature"), self.tr("Candidat"), self.tr("Faits"), self.tr("Personnes"),
            self.tr("Décision du président"),
        )  # fmt: skip
        self.model = TextTableModel(titles, self)
        table = self.form.entriesTableView
        table.setModel(self.model)
        ColumnWidths(table, {0: 140, 1: 130, 2: 190, 4: 115, 5: 150}, stretch=3, least=180)
        table.selectionModel().currentChanged.connect(self._on_incident_chosen)
        table.doubleClicked.connect(self._on_edit_clicked)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove_clicked)
        for button in (self.form.addButton, self.form.editButton, self.form.removeButton):
            button.setAutoDefault(False)
        self.form.addButton.clicked.connect(self.add_asked)
        self.form.editButton.clicked.connect(self._on_edit_clicked)
        self.form.removeButton.clicked.connect(self._on_remove_clicked)
        self.form.closeButton.clicked.connect(self.accept)
        self.show_incidents(rows)
        fit_dialog(self)

    def show_incidents(self, rows: Sequence[IncidentRow]) -> None:
        """Show the incidents that stand."""
        self._rows = [row for row in rows if row.withdrawn_at is None]
        self.model.show_lines([_line(row) for row in self._rows])
        self.form.addButton.setEnabled(not self._locked)
        self._on_incident_chosen()

    def _chosen(self) -> IncidentRow | None:
        place = self.form.entriesTableView.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _on_incident_chosen(self) -> None:
        useful = self._chosen() is not None and not self._locked
        self.form.editButton.setEnabled(useful)
        self.form.removeButton.setEnabled(useful)

    def _on_edit_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None and not self._locked:
            self.edit_asked.emit(chosen)

    def _on_remove_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None and not self._locked:
            self.withdraw_asked.emit(chosen)


def _line(row: IncidentRow) -> TextLine:
    texts = (
        incident_hour(row), INCIDENT_KINDS[row.kind.value], incident_about(row) or "—",
        _one_line(row.account), row.people or "—", _one_line(row.decision) or "—",
    )  # fmt: skip
    return TextLine(row.id, texts, (row.happened_at, *texts[1:]))


def _one_line(text: str) -> str:
    return " ".join(text.split())
