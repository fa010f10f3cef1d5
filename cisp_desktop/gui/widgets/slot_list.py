"""The planning's list: a table whose hours, lengths and panels are edited in place.

This module must not know how a slot is stored.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView

from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate, SlotDelegate
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.itemmodels.slot_table_model import Column, Role, SlotTableModel
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.column_widths import ColumnWidths

_WIDTHS: dict[int, int] = {
    Column.KEPT: 76,
    Column.DAY: 94,
    Column.START: 74,
    Column.END: 74,
    Column.LENGTH: 74,
    Column.PANEL: 170,
    Column.NUMBER: 104,
    Column.NAME: 210,
}


def compose_slot_list(view: QTableView, model: SlotTableModel) -> tuple[ColumnWidths, QShortcut]:
    """Give the view its model, delegates and widths; returns these, and the key that takes an hour away."""
    view.setModel(model)
    view.setFont(tabular(view.font()))
    view.setItemDelegate(SlotDelegate(view))
    view.setItemDelegateForColumn(Column.REMARK, StateTextDelegate(Role.STATE, view))
    choices = ChoiceDelegate(lambda _index: model.panels(), state_role=Role.STATE, parent=view)
    view.setItemDelegateForColumn(Column.PANEL, choices)
    delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), view)
    delete.setContext(Qt.ShortcutContext.WidgetShortcut)
    return ColumnWidths(view, _WIDTHS, stretch=Column.REMARK, least=160), delete
