"""Drop-down lists: opened by the mouse or the keys, each shows its widest choice and its last one whole."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.wording import DOSSIER_KINDS
from cisp_desktop.application.wording_incidents import INCIDENT_KINDS
from cisp_desktop.application.wording_votes import BALLOTS
from cisp_desktop.gui.theme import Theme
from cisp_desktop.gui.widgets.fields import ElidedComboBox

LISTS = {
    "ballots": ["–", *BALLOTS.values()],
    "incidents": list(INCIDENT_KINDS.values()),
    "dossiers": list(DOSSIER_KINDS.values()),
    "long": ["Court", "RNCP36128 · Titre professionnel dont l’intitulé ne tient pas dans une boîte étroite"],
}


def cut(combo: QComboBox) -> list[str]:
    """The choices of an opened list that are not whole in sight."""
    view = combo.view()
    room = view.viewport().rect()
    index = [view.model().index(row, 0) for row in range(combo.count())]
    return [
        combo.itemText(row)
        for row in range(combo.count())
        if not room.top() <= view.visualRect(index[row]).top()
        or view.visualRect(index[row]).bottom() > room.bottom()
        or view.fontMetrics().horizontalAdvance(combo.itemText(row)) > room.width()
    ]


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("kind", [QComboBox, ElidedComboBox])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_whole_whoever_had_the_focus_and_whatever_is_chosen(
    qtbot: QtBot, theme: Theme, name: str, kind: type[QComboBox], scale: int
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    combo = kind(host)
    if name == "long":
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.addItems(LISTS[name])
    QVBoxLayout(host).addWidget(combo)
    host.move(60, 120)
    theme.apply(theme.mode, text_scale=scale)
    try:
        host.show()
        host.activateWindow()
        for chosen in range(combo.count()):
            combo.setCurrentIndex(chosen)
            QTest.mouseClick(combo, Qt.MouseButton.LeftButton, pos=QPoint(20, combo.height() // 2))
            QApplication.processEvents()
            assert combo.hasFocus() or combo.view().hasFocus()
            if name != "long" or scale == 100:  # wider than the screen of a test at 150 %
                assert cut(combo) == []
            combo.hidePopup()
    finally:
        theme.apply(theme.mode)


@pytest.mark.parametrize("scale", [100, 125, 150])
def test_a_box_keeps_its_height_when_it_takes_the_focus(qtbot: QtBot, theme: Theme, scale: int) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    layout, combo, other = QVBoxLayout(host), QComboBox(host), QComboBox(host)
    for one in (combo, other):
        one.addItems(LISTS["ballots"])
        layout.addWidget(one)
    theme.apply(theme.mode, text_scale=scale)
    try:
        host.show()
        host.activateWindow()
        other.setFocus()
        before = combo.sizeHint()
        combo.setFocus()
        combo.updateGeometry()
        QApplication.processEvents()
        assert combo.hasFocus()
        assert combo.sizeHint() == before
    finally:
        theme.apply(theme.mode)
