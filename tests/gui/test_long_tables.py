"""What is long leaves the window alive: compared in the worker, measured and painted where it is seen."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyledItemDelegate, QTableView
from pytestqt.qtbot import QtBot

from cisp_desktop.application.queries import CertificationRow, CompetenceRow
from cisp_desktop.gui import tokens
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs import compare_versions_dialog
from cisp_desktop.gui.dialogs.compare_versions_dialog import CompareVersionsDialog
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from cisp_desktop.gui.widgets.opaque_ground import OpaqueGround

Idle = Callable[[TaskRunner], None]
LINES = 2_500
WORDS = "Repérer les ressources du territoire, les partenaires et les publics, puis les associer au projet. "


@pytest.fixture
def versions(session_context: GuiContext) -> tuple[CertificationRow, CertificationRow]:
    """Two versions of a sheet as long as a book; the second has one more line."""
    row = session_context.queries.certifications()[0]
    lines = tuple(CompetenceRow(f"c{n}", n, f"{n}. {WORDS * 3}") for n in range(LINES))
    first = replace(row, blocks=(replace(row.blocks[0], competences=lines), *row.blocks[1:]))
    added = (*lines, CompetenceRow("more", LINES, "Jouer du violon la nuit."))
    second = replace(row, id="other", version=2, blocks=(replace(row.blocks[0], competences=added),))
    return first, replace(second, blocks=(*second.blocks, *row.blocks[1:]))


@pytest.fixture
def dialog(
    qtbot: QtBot, session_context: GuiContext, versions: tuple[CertificationRow, CertificationRow]
) -> Iterator[CompareVersionsDialog]:
    made = CompareVersionsDialog(versions, tasks=session_context.tasks)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


def test_two_long_versions_are_compared_beside_the_window(
    dialog: CompareVersionsDialog, qtbot: QtBot, session_context: GuiContext
) -> None:
    beats = 0

    def beat() -> None:
        nonlocal beats
        beats += 1

    timer = QTimer(dialog, interval=0)
    timer.timeout.connect(beat)
    timer.start()
    assert dialog.model.rowCount() == 0
    assert "en cours" in dialog.form.countLabel.text()
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0, timeout=60_000)
    timer.stop()
    assert beats > 10
    assert dialog.form.countLabel.text().startswith("1\u00a0différence")
    assert [line.texts[-1] for line in dialog.model.lines] == ["Jouer du violon la nuit."]


def test_of_a_long_comparison_the_rows_that_are_seen_are_measured_alone(
    dialog: CompareVersionsDialog, qtbot: QtBot, idle: Idle, session_context: GuiContext
) -> None:
    idle(session_context.tasks)
    dialog.form.onlyCheckBox.setChecked(False)
    view, fitted = dialog.form.differenceTableView, dialog._heights._fitted
    assert dialog.model.rowCount() > LINES
    qtbot.waitUntil(lambda: bool(fitted))
    assert len(fitted) < 60
    view.scrollToBottom()
    last = dialog.model.rowCount() - 40
    view.scrollTo(dialog.model.index(last, 0), QTableView.ScrollHint.PositionAtTop)
    qtbot.waitUntil(lambda: last in fitted)
    assert len(fitted) < 200
    assert view.rowHeight(last) >= view.sizeHintForRow(last)


def test_versions_chosen_one_after_the_other_show_the_last_ones(
    dialog: CompareVersionsDialog, idle: Idle, session_context: GuiContext
) -> None:
    dialog.form.beforeComboBox.setCurrentIndex(1)
    dialog.form.afterComboBox.setCurrentIndex(0)
    dialog.form.beforeComboBox.setCurrentIndex(0)
    idle(session_context.tasks)
    assert dialog.form.countLabel.text() == "Les deux versions disent la même chose."


def test_a_comparison_that_is_closed_goes_no_further(
    dialog: CompareVersionsDialog,
    idle: Idle,
    session_context: GuiContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    idle(session_context.tasks)
    begun, go_on, ended = threading.Event(), threading.Event(), []
    align = compare_versions_dialog.align_certifications

    def slow(*sides: Any, progress: Callable[[int, int], None]) -> Any:
        begun.set()
        assert go_on.wait(20)
        ended.append(align(*sides, progress=progress))
        return ended[-1]

    monkeypatch.setattr(compare_versions_dialog, "align_certifications", slow)
    dialog.form.afterComboBox.setCurrentIndex(0)
    assert begun.wait(20)
    dialog.reject()
    go_on.set()
    idle(session_context.tasks)
    assert not ended


class _Counting(QStyledItemDelegate):
    """Counts the cells painted."""

    painted = 0

    def paint(self, painter: Any, option: Any, index: Any) -> None:
        type(self).painted += 1
        super().paint(painter, option, index)


def test_a_scrolled_table_paints_the_rows_that_appear_alone_in_each_theme(qtbot: QtBot, theme: Theme) -> None:
    model = QStandardItemModel(500, 3)
    for row in range(500):
        for column in range(3):
            model.setItem(row, column, QStandardItem(f"{row}"))
    view = QTableView()
    view.setModel(model)
    delegate = _Counting(view)
    view.setItemDelegate(delegate)
    ground = OpaqueGround(view)
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    qtbot.waitExposed(view)
    try:
        for mode, name in ((ThemeMode.DARK, "dark"), (ThemeMode.LIGHT, "light")):
            theme.apply(mode)
            qtbot.wait(30)
            assert ground._viewport.autoFillBackground()
            surface = tokens.tokens_for(view.palette()).surface
            assert view.viewport().palette().color(view.viewport().backgroundRole()) == QColor(surface), name
            _Counting.painted = 0
            view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 1)
            qtbot.wait(30)
            assert 0 < _Counting.painted <= 9, name
    finally:
        theme.apply(ThemeMode.LIGHT)
