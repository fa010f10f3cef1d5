"""Columns and dialogs that follow the size of the text."""

import pytest
from PySide6.QtCore import QAbstractTableModel, QSize
from PySide6.QtWidgets import QDialog, QTableView, QVBoxLayout
from pytestqt.qtbot import QtBot

from cisp_desktop.gui.itemmodels.text_table_model import TextLine, TextTableModel
from cisp_desktop.gui.theme import Theme, text_font
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.labels import PlainLabel


def a_model() -> QAbstractTableModel:
    model = TextTableModel(("A", "B"))
    model.show_lines([TextLine("1", ("a", "b"))])
    return model


@pytest.mark.parametrize("width", [300, 600])
def test_one_column_takes_the_room_that_is_left(qtbot: QtBot, theme: Theme, width: int) -> None:
    view, model = QTableView(), a_model()
    qtbot.addWidget(view)
    view.setModel(model)
    ColumnWidths(view, {0: 100}, stretch=1, least=50)
    view.resize(width, 200)
    view.show()
    assert view.columnWidth(0) == 100
    assert view.columnWidth(1) == view.viewport().width() - 100


def test_larger_text_gets_larger_columns_and_never_less_than_the_least(qtbot: QtBot, theme: Theme) -> None:
    view, model = QTableView(), a_model()
    qtbot.addWidget(view)
    view.setModel(model)
    ColumnWidths(view, {0: 100}, stretch=1, least=120)
    view.resize(200, 200)
    view.show()
    view.setFont(text_font(150))
    assert view.columnWidth(0) == 150
    assert view.columnWidth(1) == 180


def test_a_dialog_grows_until_its_wrapped_text_is_whole(qtbot: QtBot, theme: Theme) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    label = PlainLabel("un texte qui va à la ligne " * 20, dialog)
    label.setWordWrap(True)
    QVBoxLayout(dialog).addWidget(label)
    dialog.resize(QSize(300, 40))
    fit_dialog(dialog)
    assert dialog.width() == 300
    assert dialog.height() >= dialog.layout().totalHeightForWidth(300)
