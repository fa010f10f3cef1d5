"""Which columns of the table of candidates show, chosen from a menu and remembered on this computer.

This module must not know the model.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from cisp_desktop.gui.itemmodels.candidate_columns import (
    ALWAYS_SHOWN,
    SHOWN_AT_FIRST,
    WIDTHS,
    Column,
    full_titles,
)
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.cell_table_view import CellTableView
from cisp_desktop.gui.widgets.column_widths import ColumnWidths


class CandidateColumns(QObject):
    """Shows, hides and sizes the columns of ``view``; the menu hangs on ``button``."""

    def __init__(self, view: CellTableView, settings: Settings, button: QPushButton) -> None:
        super().__init__(view)
        self._view = view
        self._settings = settings
        self._panels = False
        view.setFont(tabular(view.font()))
        self._widths = ColumnWidths(view, WIDTHS, stretch=Column.BIRTH_NAME, least=138)
        self._menu = QMenu(button)
        self._actions: dict[Column, QAction] = {}
        for column, title in zip(Column, full_titles(), strict=True):
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.setEnabled(column not in ALWAYS_SHOWN)
            action.toggled.connect(self._on_choice_changed)
            self._actions[column] = action
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Colonnes habituelles"), self._on_usual_asked)
        button.setMenu(self._menu)
        known = Column.__members__
        stored = [known[name] for name in settings.candidate_columns if name in known]
        self._show(stored or list(SHOWN_AT_FIRST))

    @property
    def shown(self) -> list[Column]:
        """The columns chosen."""
        return [column for column, action in self._actions.items() if action.isChecked()]

    def offer_panel(self, offered: bool) -> None:
        """Offer the column of the panels, of use only when there are several."""
        if offered != self._panels:
            self._panels = offered
            self._apply()

    def show_column(self, column: Column, shown: bool = True) -> None:
        """Show or hide one column, as the menu does."""
        self._actions[column].setChecked(shown)

    def _show(self, columns: list[Column]) -> None:
        for column, action in self._actions.items():
            action.blockSignals(True)
            action.setChecked(column in columns or column in ALWAYS_SHOWN)
            action.blockSignals(False)
        self._apply()

    def _apply(self) -> None:
        for column, action in self._actions.items():
            of_use = column is not Column.PANEL or self._panels
            action.setVisible(of_use)
            self._view.setColumnHidden(column, not (action.isChecked() and of_use))
        self._widths.apply()

    def _on_choice_changed(self) -> None:
        self._apply()
        self._settings.candidate_columns = tuple(column.name for column in self.shown)

    def _on_usual_asked(self) -> None:
        self._show(list(SHOWN_AT_FIRST))
        self._settings.candidate_columns = ()
