"""Every minutes ever closed in a session: number, version, state, when, why it ended, what it rectifies.

This module must not know how minutes are stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_minutes import RefusalRow
from cisp_desktop.application.wording import moment_words, plural
from cisp_desktop.application.wording_minutes_life import standing_words, why_words
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.minutes_history_dialog import Ui_MinutesHistoryDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.fields import fit_dialog

STATE_COLUMN = 3
_DOTS = {
    MinutesState.CLOSED: DotState.TO_DO,
    MinutesState.PARTLY_SIGNED: DotState.UNDER_WAY,
    MinutesState.COMPLETE: DotState.DONE,
    MinutesState.REOPENED: DotState.WAITING,
    MinutesState.CANCELLED: DotState.BLOCKED,
}


class MinutesHistoryDialog(QDialog):
    """``read_asked(row)`` and ``save_asked(row)`` are the buttons."""

    read_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(
        self,
        history: Sequence[MinutesRow],
        refusals: Sequence[RefusalRow] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``history`` is the oldest first; the newest is shown first. ``refusals``: those of all of them."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = form = Ui_MinutesHistoryDialog()
        form.setupUi(self)
        self._history = tuple(history)
        self._refusals = tuple(refusals)
        self._rows = tuple(reversed(self._history))
        titles = (
            self.tr("Numéro"), self.tr("Version"), self.tr("Clos le"), self.tr("État"), self.tr("Pages"),
        )  # fmt: skip
        self.model = TextTableModel(titles, self, state_column=STATE_COLUMN)
        self.model.show_lines([self._line(row) for row in self._rows])
        table = form.versionsTableView
        table.setModel(self.model)
        table.setItemDelegateForColumn(STATE_COLUMN, StateTextDelegate(Role.STATE, table))
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        ColumnWidths(table, {0: 160, 1: 72, 2: 160, 4: 80}, stretch=STATE_COLUMN, least=260)
        table.selectionModel().currentChanged.connect(self._on_chosen)
        table.doubleClicked.connect(self._on_read_clicked)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Return), table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_read_clicked)
        for button in (form.readButton, form.saveButton):
            button.setAutoDefault(False)
        form.readButton.clicked.connect(self._on_read_clicked)
        form.saveButton.clicked.connect(self._on_save_clicked)
        form.closeButton.clicked.connect(self.accept)
        if self._rows:
            table.setCurrentIndex(self.model.index(0, 0))
        self._on_chosen()
        fit_dialog(self)

    def _line(self, row: MinutesRow) -> TextLine:
        number = row.number
        if row.panel_position > 1:
            number = f"{number} · {panel_words(row.panel_name, row.panel_position)}"
        texts = (
            number,
            str(row.version),
            moment_words(row.closed_at),
            standing_words(row, self._history),
            plural(row.pages, self.tr("page"), self.tr("pages")),
        )
        return TextLine(row.id, texts, state=_DOTS[row.state])

    def _chosen(self) -> MinutesRow | None:
        place = self.form.versionsTableView.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _on_chosen(self) -> None:
        chosen = self._chosen()
        self.form.readButton.setEnabled(chosen is not None)
        self.form.saveButton.setEnabled(chosen is not None)
        words = why_words(chosen, self._history, self._refusals) if chosen is not None else ""
        self.form.detailLabel.setText(words)

    def _on_read_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.read_asked.emit(chosen)

    def _on_save_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.save_asked.emit(chosen)
