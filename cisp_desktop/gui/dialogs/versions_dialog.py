"""Every version of one dossier: read any, let an earlier one count, take one out.

Each act asks by a signal and is done at once; whoever listens shows the versions again. This module must
not know how a version is stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.queries import DossierVersionRow
from cisp_desktop.application.wording import decimal, moment_words, plural
from cisp_desktop.application.wording_dossiers import LATE
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.versions_dialog import Ui_VersionsDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.fields import fit_dialog

MEGABYTE = 1_000_000
STATE_COLUMN = 4


class VersionsDialog(QDialog):
    """``read_asked(row)``, ``count_asked(row)``, ``remove_asked(row)``."""

    read_asked = Signal(object)
    count_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(
        self,
        title: str,
        versions: Sequence[DossierVersionRow],
        *,
        locked: bool,
        parent: QWidget | None = None,
    ) -> None:
        """``title`` names the dossier and its candidate."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_VersionsDialog()
        self.form.setupUi(self)
        self._locked = locked
        self._versions: tuple[DossierVersionRow, ...] = ()
        self.form.titleLabel.setText(title)
        titles = (
            self.tr("Fichier"), self.tr("Reçu le"), self.tr("Taille"), self.tr("Pages"), self.tr("État"),
        )  # fmt: skip
        self.model = TextTableModel(titles, self, state_column=STATE_COLUMN)
        table = self.form.versionsTableView
        table.setModel(self.model)
        table.setItemDelegateForColumn(STATE_COLUMN, StateTextDelegate(Role.STATE, table))
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        widths = {0: 250, 1: 160, 2: 78, 3: 78}
        ColumnWidths(table, widths, stretch=STATE_COLUMN, least=220)
        table.selectionModel().currentChanged.connect(self._on_version_chosen)
        table.doubleClicked.connect(self._on_read_clicked)
        slots = {Qt.Key.Key_Return: self._on_read_clicked, Qt.Key.Key_Delete: self._on_remove_clicked}
        for key, slot in slots.items():
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        for button in (self.form.readButton, self.form.countButton, self.form.removeButton):
            button.setAutoDefault(False)
        self.form.readButton.clicked.connect(self._on_read_clicked)
        self.form.countButton.clicked.connect(self._on_count_clicked)
        self.form.removeButton.clicked.connect(self._on_remove_clicked)
        self.form.closeButton.clicked.connect(self.accept)
        self.show_versions(versions)
        fit_dialog(self)

    def show_versions(self, versions: Sequence[DossierVersionRow]) -> None:
        """Show the versions again, the newest first."""
        self._versions = tuple(versions)
        self.model.show_lines([self._line(row) for row in versions])
        table = self.form.versionsTableView
        if versions and not table.currentIndex().isValid():
            table.setCurrentIndex(self.model.index(0, 0))
        self._on_version_chosen()

    def _line(self, row: DossierVersionRow) -> TextLine:
        if row.replaced_at is None:
            state, dot = self.tr("Compte"), DotState.DONE
        else:
            state = self.tr("Remplacée le {0}").format(moment_words(row.replaced_at))
            dot = DotState.WAITING
        if row.late:
            state = f"{state} · {LATE}"
            dot = DotState.UNDER_WAY if row.replaced_at is None else dot
        size = self.tr("{0}\u00a0Mo").format(decimal(max(row.size / MEGABYTE, 0.01)))
        pages = plural(row.pages, self.tr("page"), self.tr("pages"))
        texts = (row.file_name, moment_words(row.received_at), size, pages, state)
        return TextLine(row.id, texts, state=dot)

    def _chosen(self) -> DossierVersionRow | None:
        place = self.form.versionsTableView.currentIndex().row()
        return self._versions[place] if 0 <= place < len(self._versions) else None

    def _on_version_chosen(self) -> None:
        chosen = self._chosen()
        self.form.readButton.setEnabled(chosen is not None)
        free = chosen is not None and not self._locked
        self.form.countButton.setEnabled(free and chosen is not None and chosen.replaced_at is not None)
        self.form.removeButton.setEnabled(free)

    def _on_read_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.read_asked.emit(chosen)

    def _on_count_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None and not self._locked:
            self.count_asked.emit(chosen)

    def _on_remove_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None and not self._locked:
            self.remove_asked.emit(chosen)
