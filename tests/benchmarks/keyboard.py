"""The keyboard: from a key pressed on « Évaluer » to COMMIT, and to the repainted grid.

The real window, with a candidate's dossiers, notes, timers and ready comments, beside one raw commit and an
edit in a bare table.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from cisp_desktop.application.comment_templates import add_template
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.desktop import OpenWindow, open_window
from tests.benchmarks.measure import Figure, quantile, slower
from tests.benchmarks.storage import FRAME, raw_database
from tests.factories import SessionMade, make_session, make_workspace
from tests.gui.dossiers import add_dossier

LEVEL_KEYS = (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
FIRST, KEYS = 40, 400
"""Keys that warm up, and keys that count."""
SLOWEST = 10
"""How many times its baseline a key may take."""


def key_to_screen(folder: Path) -> Iterator[Figure]:
    """400 marks, line after line, each beside one raw insert and commit, and one edit of a bare table."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=12)
    furnish(workspace, made)
    with open_window(folder, workspace) as opened:
        opened.context.set_juror(made.juror())
        grid = opened.page("evaluate").pane.grid
        plain = _Plain(folder, grid)
        commits: list[float] = []
        workspace.subscribe(lambda _changes: commits.append(time.perf_counter()))
        taken = [_one_key(opened, grid, plain, commits, i) for i in range(FIRST + KEYS)][FIRST:]
        plain.close()
    for name, ours, base in (("COMMIT", 0, 2), ("affichage", 1, 3)):
        mine, theirs = [one[ours] for one in taken], [one[base] for one in taken]
        p99 = quantile(mine, 0.99)
        frame = "dans une image" if p99 <= FRAME else "plus d’une image"
        note = f"{frame} à 60 Hz ({FRAME * 1000:.1f} ms)"
        yield slower(f"Touche → {name}, p99", p99, quantile(theirs, 0.99), most=SLOWEST, note=note)
        yield slower(f"Touche → {name}, médiane", quantile(mine, 0.5), quantile(theirs, 0.5), most=SLOWEST)


def furnish(workspace: SqlWorkspace, made: SessionMade) -> None:
    """Give the first candidate four dossiers, notes on them that cite the lines, and ready comments."""
    juror = made.juror()
    for number in range(10):
        add_template(workspace, f"Commentaire type {number}", template_id=f"t{number}")
    lines = [one.id for one in made.certification.blocks[0].competences]
    for kind in list(DossierKind)[:4]:
        dossier = add_dossier(workspace, made.registrations[0], kind)
        for page, item in enumerate(lines[:6]):
            content = NoteContent(NoteColour.YELLOW, f"Note {page}", item)
            add_note(workspace, juror, NoteDraft(f"{dossier}-{page}", dossier, page, content, ()))


class _Plain:
    """The same lines in a bare table over a standard model, and one raw commit for each edit."""

    def __init__(self, folder: Path, grid: QTableView) -> None:
        source = grid.model()
        self.model = QStandardItemModel(source.rowCount(), source.columnCount())
        for row in range(source.rowCount()):
            for column in range(source.columnCount()):
                self.model.setItem(row, column, QStandardItem(str(source.index(row, column).data() or "")))
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.resize(grid.size())
        self.view.show()
        self.raw: Any = raw_database(folder / "raw.db")
        self.raw.execute(
            "CREATE TABLE mark (sheet TEXT, sequence INTEGER, item TEXT, level INTEGER, at TEXT)"
        )

    def commit(self, number: int) -> None:
        """Insert one row, durably."""
        row = ("s" * 16, number, "item", number % 4, "2022-12-14T09:00")
        self.raw.execute("BEGIN IMMEDIATE")
        self.raw.execute("INSERT INTO mark VALUES (?, ?, ?, ?, ?)", row)
        self.raw.execute("COMMIT")

    def edit(self, number: int) -> None:
        """Show another mark."""
        self.model.setData(self.model.index(number % self.model.rowCount(), 1), str(number % 4))

    def close(self) -> None:
        """Put everything away."""
        self.raw.close()
        self.view.close()


def _one_key(
    opened: OpenWindow, grid: Any, plain: _Plain, commits: list[float], number: int
) -> tuple[float, float, float, float]:
    """Give one mark; return the seconds to COMMIT and to the repaint, ours and those of the baseline."""
    rows = grid.model().rowCount()
    grid.go_to(number % rows)
    opened.app.processEvents()
    commits.clear()
    start = time.perf_counter()
    QTest.keyClick(grid, LEVEL_KEYS[(number + number // rows) % 4])
    assert commits, "the key stored nothing"
    committed = commits[0] - start
    opened.app.processEvents()
    shown = time.perf_counter() - start
    return committed, shown, *_timed(opened, plain, number)


def _timed(opened: OpenWindow, plain: _Plain, number: int) -> tuple[float, float]:
    start = time.perf_counter()
    plain.commit(number)
    committed = time.perf_counter() - start
    plain.edit(number)
    opened.app.processEvents()
    return committed, time.perf_counter() - start


FIGURES: tuple[Callable[[Path], Iterator[Figure]], ...] = (key_to_screen,)
"""Every figure of this module, in the order of the table."""
