"""« Délibérer » for a session of 1,000 candidates: 15,000 sealed sheets, 177,000 marks."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.desktop import OpenWindow, open_window
from tests.benchmarks.measure import Figure, computing, quantile, slower, within
from tests.factories import make_session, make_workspace, score_everything
from tests.gui.deliberation_room import let_in

CANDIDATES, MARKS = 1_000, 177_000
MOVES, FILTERS = 120, 20
EYE = 50
"""Milliseconds at p99 that the eye forgives."""
AGGREGATION = """
SELECT s.registration_id, s.block_id, s.seat_id, AVG(m.level), COUNT(*), SUM(m.level = 0)
FROM score_sheet s JOIN mark m ON m.sheet_id = s.id
WHERE m.item <> 'GLOBAL' GROUP BY s.id
"""


def matrix(folder: Path) -> Iterator[Figure]:
    """Reading and freezing beside one raw aggregation; the page beside a bare table of the same cells."""
    workspace = make_workspace(folder)
    session = make_session(workspace, candidates=CANDIDATES)
    assert score_everything(workspace, session) == MARKS
    bare = _aggregation(workspace)
    first = _timed(lambda: open_deliberation(workspace, session.id))
    reading = _median(5, lambda: workspace.queries.deliberation(session.id))
    yield slower("Délibération : lire 177 000 notes", reading, bare, most=3)
    yield slower(
        "… et figer ses 5 000 propositions, la première fois", first + reading, bare, most=3,
        note="écrit 5 000 propositions, une fois par session",
    )  # fmt: skip
    with open_window(folder, workspace) as opened:
        opened.context.set_juror(session.juror())
        yield from _screen(opened, bare)


def _screen(opened: OpenWindow, bare: float) -> Iterator[Figure]:
    let_in(opened.context)
    page = opened.page("deliberate")
    opening = []
    for _ in range(3):
        opened.page("dashboard")
        opening.append(_timed(lambda: _open(opened)))
    plain = _Plain(page.matrix)
    yield slower(
        "Délibération : ouvrir la page, 1 000 candidats", quantile(opening, 0.5), bare, most=5,
        note="face à l’agrégation SQL seule",
    )  # fmt: skip
    moving = _in_turn(opened, MOVES, lambda i: _move(page.matrix.view, i), lambda i: _move(plain.view, i))
    yield within(
        "Délibération : case suivante et ses grilles, p99", quantile(moving[0], 0.99),
        quantile(moving[1], 0.99), milliseconds=EYE, note=computing(moving[2]),
    )  # fmt: skip
    box = page.form.undecidedCheckBox
    filtering = _in_turn(opened, FILTERS, lambda _i: box.toggle(), lambda i: plain.filter(i % 2 == 0))
    yield within(
        "Délibération : filtrer « à décider », p99", quantile(filtering[0], 0.99),
        quantile(filtering[1], 0.99), milliseconds=EYE, note=computing(filtering[2]),
    )  # fmt: skip
    plain.view.close()


def _open(opened: OpenWindow) -> None:
    """Open the page as if another session had been looked at, until the matrix is painted."""
    holder = opened.frame.holder("deliberate")
    before = holder.page._reading  # type: ignore[attr-defined]
    holder.invalidate(None)
    opened.frame.open_page("deliberate")
    opened.wait(lambda: holder.page._reading is not before)  # type: ignore[attr-defined]
    opened.app.processEvents()


def _aggregation(workspace: SqlWorkspace) -> float:
    with workspace.unit_of_work() as work:
        connection = work.sheets._session.connection()
        return _median(5, lambda: connection.exec_driver_sql(AGGREGATION).fetchall())


class _Plain:
    """The texts of the matrix in a standard model behind a standard filter, in a view of the same size."""

    def __init__(self, matrix: Any) -> None:
        source = matrix.model
        rows, columns = source.rowCount(), source.columnCount()
        self.model = QStandardItemModel(rows, columns)
        for row in range(rows):
            for column in range(columns):
                self.model.setItem(row, column, QStandardItem(str(source.index(row, column).data() or "")))
        self.proxy = QSortFilterProxyModel(self.model)
        self.proxy.setSourceModel(self.model)
        self.proxy.setFilterKeyColumn(0)
        self.view = QTableView()
        self.view.setModel(self.proxy)
        self.view.resize(matrix.view.size())
        self.view.show()

    def filter(self, wanted: bool) -> None:
        """Keep the rows of the persons, or all of them: every row is looked at."""
        self.proxy.setFilterFixedString("DUPONT" if wanted else "")


def _move(view: QTableView, number: int) -> None:
    model = view.model()
    view.setCurrentIndex(model.index(number // 5 % model.rowCount(), 1 + number % 5))


def _in_turn(
    opened: OpenWindow, rounds: int, ours: Callable[[int], object], base: Callable[[int], object]
) -> tuple[list[float], list[float], list[float]]:
    """Take each in turn, from the gesture until it is painted; three rounds warm up.

    Returns the seconds of ours, those of the baseline, and what of ours the window computed.
    """
    mine: list[float] = []
    theirs: list[float] = []
    own: list[float] = []
    for number in range(rounds + 3):
        for act, times in ((ours, mine), (base, theirs)):
            opened.wait(lambda: not opened.context.tasks.busy)
            start, computed = time.perf_counter(), time.thread_time()
            act(number)
            opened.app.processEvents()
            if number >= 3:
                times.append(time.perf_counter() - start)
                own += [time.thread_time() - computed] if act is ours else []
    return mine, theirs, own


def _median(rounds: int, act: Callable[[], object]) -> float:
    return sorted(_timed(act) for _ in range(rounds))[rounds // 2]


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


FIGURES = (matrix,)
"""Every figure of this module, in the order of the table."""
