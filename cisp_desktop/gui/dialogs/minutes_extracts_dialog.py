"""The extracts signed with minutes, one per candidate, and what must be said of them.

This module must not know how extracts are stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.forms.minutes_extracts_dialog import Ui_MinutesExtractsDialog
from cisp_desktop.gui.itemmodels.text_table_model import TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.panels import Tone

_NAME_COLUMN = 1


class MinutesExtractsDialog(QDialog):
    """``read_asked``, ``print_asked`` and ``save_asked`` name a row; ``save_all_asked`` means all of them."""

    read_asked = Signal(object)
    print_asked = Signal(object)
    save_asked = Signal(object)
    save_all_asked = Signal()

    def __init__(
        self, number: str, extracts: Sequence[ExtractRow], *, standing: str, parent: QWidget | None = None
    ) -> None:
        """``standing`` is what must be said to whom an extract is given, empty for nothing."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = form = Ui_MinutesExtractsDialog()
        form.setupUi(self)
        self._rows = tuple(extracts)
        form.titleLabel.setText(self.tr("Extraits du procès-verbal {0}").format(number))
        warning = self.tr("{0}\u00a0: ces extraits ne valent pas plus que le procès-verbal.")
        form.standingBanner.show_text(Tone.WARNING, warning.format(standing) if standing else "")
        self._set_up_table()
        for button, act in (
            (form.readButton, self.read_asked),
            (form.printButton, self.print_asked),
            (form.saveButton, self.save_asked),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: self._emit(act))
        form.saveAllButton.setAutoDefault(False)
        form.saveAllButton.clicked.connect(self.save_all_asked)
        form.closeButton.clicked.connect(self.accept)
        fit_dialog(self)

    def say(self, text: str) -> None:
        """Tell what was done, or what went wrong."""
        self.form.saidLabel.setText(text)

    def _set_up_table(self) -> None:
        titles = (self.tr("Dossier"), self.tr("Candidat"), self.tr("Pages"))
        self.model = TextTableModel(titles, self)
        self.model.show_lines(
            [
                TextLine(
                    row.id,
                    (row.number, row.name, plural(row.pages, self.tr("page"), self.tr("pages"))),
                )
                for row in self._rows
            ]
        )
        table = self.form.extractsTableView
        table.setModel(self.model)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        ColumnWidths(table, {0: 160, 2: 90}, stretch=_NAME_COLUMN, least=220)
        table.doubleClicked.connect(lambda _index: self._emit(self.read_asked))
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Return), table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self._emit(self.read_asked))
        if self._rows:
            table.setCurrentIndex(self.model.index(0, 0))

    def _emit(self, act: SignalInstance) -> None:
        place = self.form.extractsTableView.currentIndex().row()
        if 0 <= place < len(self._rows):
            act.emit(self._rows[place])
