"""The keyboard: from a key pressed on « Évaluer » to COMMIT, in the real page, against one raw commit."""

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cisp_desktop.gui.application import make_application
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageHolder
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from tests.benchmarks.measure import Figure, quantile, slower
from tests.benchmarks.storage import FRAME, raw_database
from tests.factories import make_session, make_workspace
from tests.gui.fakes import FakeServices, RecordedMessages

LEVEL_KEYS = (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)


def key_to_commit(folder: Path) -> Iterator[Figure]:
    """400 keys, each beside one raw insert and commit."""
    app = QApplication.instance() or make_application(["bench"])
    assert isinstance(app, QApplication)
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=1)
    theme = Theme(app)
    theme.apply(ThemeMode.LIGHT)
    messages = RecordedMessages()
    tasks = TaskRunner(messages)
    desk = Desk(FakeServices(folder), Settings(folder / "s.ini"), theme, Icons(theme), messages, tasks)  # type: ignore[arg-type]
    context = GuiContext(desk, workspace)
    context.set_session(made.id)
    page = EvaluatePage(context)
    holder = PageHolder(page)
    context.juror_changed.connect(lambda: holder.invalidate(None))
    context.operations.changed.connect(holder.invalidate)
    holder.resize(1150, 690)
    holder.show()
    context.set_juror(made.juror())
    holder.bring_up_to_date()
    limit = time.monotonic() + 20
    while (page.pane.model.rowCount() == 0 or tasks.busy) and time.monotonic() < limit:
        app.processEvents()
    raw = raw_database(folder / "raw.db")
    raw.execute("CREATE TABLE mark (sheet TEXT, sequence INTEGER, item TEXT, level INTEGER, at TEXT)")
    commits: list[float] = []
    workspace.subscribe(lambda changes: commits.append(time.perf_counter()))
    ours: list[float] = []
    base: list[float] = []
    grid = page.pane.grid
    for i in range(440):
        commits.clear()
        start = time.perf_counter()
        QTest.keyClick(grid, LEVEL_KEYS[(i + i // 11) % 4])
        assert commits, "the key stored nothing"
        committed = commits[0] - start
        app.processEvents()
        begun = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO mark VALUES (?, ?, ?, ?, ?)", ("s" * 16, i, "item", i % 4, "2022-12-14T09:00")
        )
        raw.execute("COMMIT")
        if i >= 40:
            ours.append(committed)
            base.append(time.perf_counter() - begun)
    raw.close()
    holder.close()
    tasks.shut_down()
    workspace.close()
    p99 = quantile(ours, 0.99)
    frame = "dans une image à 60 Hz" if p99 <= FRAME else f"plus d'une image à 60 Hz ({FRAME * 1000:.1f} ms)"
    yield slower("Touche → COMMIT, p99", p99, quantile(base, 0.99), most=10, note=frame)
    yield slower("Touche → COMMIT, médiane", quantile(ours, 0.5), quantile(base, 0.5), most=10)


FIGURES = (key_to_commit,)
"""Every figure of this module, in the order of the table."""
