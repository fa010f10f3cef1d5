"""The table of 2,000 candidates: editing, filtering, sorting, each beside a plain model of Qt's own."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from cisp_desktop.gui.application import make_application
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.itemmodels.candidate_columns import Column
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_frame import PageHolder
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from tests.benchmarks.measure import Figure, quantile, slower
from tests.benchmarks.storage import raw_database
from tests.factories import make_session, make_workspace
from tests.gui.fakes import FakeServices, RecordedMessages

CANDIDATES = 2_000
ROUNDS = 120
AIM = 0.05
"""Seconds at p99 that the eye forgives."""


def two_thousand_candidates(folder: Path) -> Iterator[Figure]:
    """One cell edited, the words of the filter, a click on a title."""
    app = QApplication.instance() or make_application(["bench"])
    assert isinstance(app, QApplication)
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=CANDIDATES)
    theme = Theme(app)
    theme.apply(ThemeMode.LIGHT)
    tasks = TaskRunner(RecordedMessages())
    desk = Desk(
        FakeServices(folder), Settings(folder / "s.ini"), theme, Icons(theme), RecordedMessages(), tasks
    )  # type: ignore[arg-type]
    context = GuiContext(desk, workspace)
    context.set_session(made.id)
    page = PreparePage(context)
    holder = PageHolder(page)
    context.operations.changed.connect(holder.invalidate)
    holder.resize(1150, 690)
    holder.show()
    holder.bring_up_to_date()
    _wait(app, tasks)
    tab, (view, proxy, plain) = page.candidates, _plain(page)
    for name, ours, base in (
        ("Modifier une case", _editing(page), _editing_plain(plain, folder)),
        ("Filtrer", lambda i: tab.form.searchField.setText(_words(i)), lambda i: _filter_plain(proxy, i)),
        ("Trier", lambda i: _sort(tab.form.candidateTableView, i), lambda i: _sort(view, i)),
    ):
        mine, theirs = _in_turn(app, ours, base)
        tab.form.searchField.clear()
        proxy.setFilterFixedString("")
        p99 = quantile(mine, 0.99)
        note = "sous 50 ms" if p99 <= AIM else "plus de 50 ms"
        yield slower(f"{name}, 2 000 candidats, p99", p99, quantile(theirs, 0.99), most=10, note=note)
    view.close()
    holder.close()
    tasks.shut_down()
    workspace.close()


def _wait(app: QApplication, tasks: TaskRunner) -> None:
    limit = time.monotonic() + 60
    app.processEvents()
    while tasks.busy and time.monotonic() < limit:
        app.processEvents()


def _plain(page: PreparePage) -> tuple[QTableView, QSortFilterProxyModel, QStandardItemModel]:
    """The same texts in a standard model behind a standard proxy, in a view of the same size."""
    source = page.candidates.model
    plain = QStandardItemModel(source.rowCount(), source.columnCount())
    for line in range(source.rowCount()):
        for column in range(source.columnCount()):
            plain.setItem(line, column, QStandardItem(str(source.index(line, column).data() or "")))
    proxy = QSortFilterProxyModel(plain)
    proxy.setSourceModel(plain)
    proxy.setFilterKeyColumn(Column.BIRTH_NAME)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    view = QTableView()
    view.setModel(proxy)
    view.resize(1150, 690)
    view.show()
    return view, proxy, plain


def _editing(page: PreparePage) -> Callable[[int], object]:
    model = page.candidates.model

    def edit(i: int) -> None:
        line = (i * 37) % model.rowCount()
        assert model.setData(model.index(line, Column.EMPLOYER), f"Employeur {i}")

    return edit


def _editing_plain(model: QStandardItemModel, folder: Path) -> Callable[[int], object]:
    """The same cell in the plain model, and one raw commit beside it."""
    raw = raw_database(folder / "raw.db")
    raw.execute("CREATE TABLE cell (line INTEGER, value TEXT)")

    def edit(i: int) -> None:
        line = (i * 37) % model.rowCount()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO cell VALUES (?, ?)", (line, f"Employeur {i}"))
        raw.execute("COMMIT")
        model.setData(model.index(line, Column.EMPLOYER), f"Employeur {i}")

    return edit


def _words(i: int) -> str:
    return ("dupont1", "dupont19", "zoe", "dupont2 zo", "")[i % 5]


def _filter_plain(proxy: QSortFilterProxyModel, i: int) -> None:
    proxy.setFilterFixedString(_words(i).split(" ")[0])


def _sort(view: QTableView, i: int) -> None:
    columns = (Column.BIRTH_NAME, Column.BIRTH, Column.NUMBER, Column.WARNINGS)
    order = Qt.SortOrder.DescendingOrder if i % 2 else Qt.SortOrder.AscendingOrder
    view.sortByColumn(columns[i % len(columns)], order)


def _in_turn(
    app: QApplication, ours: Callable[[int], object], base: Callable[[int], object]
) -> tuple[list[float], list[float]]:
    """Take each in turn, from the gesture until what shows is painted."""
    taken: tuple[list[float], list[float]] = ([], [])
    for i in range(ROUNDS + 10):
        for act, times in ((ours, taken[0]), (base, taken[1])):
            start = time.perf_counter()
            act(i)
            app.processEvents()
            if i >= 10:
                times.append(time.perf_counter() - start)
    return taken


FIGURES = (two_thousand_candidates,)
"""Every figure of this module, in the order of the table."""
