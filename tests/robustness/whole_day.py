"""A jury's day at one laptop: three jurors unlock, read, score, seal, lock for each candidate, then decide.

All of it through the window: keys, buttons, dialogs. This module must not know what is expected of the day.
"""

import contextlib
import gc
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractAnimation, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from shiboken6 import isValid

from cisp_desktop.application.scoring import MarkValue, give_marks
from cisp_desktop.domain.certification import Block
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.domain.scoring import GLOBAL_ITEM, scored_items
from tests.benchmarks.desktop import OpenWindow
from tests.factories import SessionMade

CODES = {Role.PRESIDENT: "000001", Role.PROFESSIONAL: "000002", Role.CENTRE: "000003"}
"""The own codes that ``make_session`` gives."""
LEVEL = 2


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at one moment: bytes of memory, threads, timers, files open, Qt's objects.

    The database's own files are left out: its few connections are opened when they are first needed.
    """

    memory: int
    threads: int
    timers: int
    descriptors: int
    objects: int


class WholeDay:
    """One session's day, its candidates presenting the first ``presented`` blocks.

    The first ``typed`` of them are scored key by key, the others at once.
    """

    def __init__(self, opened: OpenWindow, made: SessionMade, *, presented: int, typed: int) -> None:
        self._opened = opened
        self._made = made
        self._blocks = made.certification.blocks[:presented]
        self._typed = typed
        self._known: set[Role] = set()

    def hear(self, number: int) -> None:
        """Hear candidate ``number`` (from 0), from the first mark to the decisions."""
        registration_id = self._made.registrations[number]
        for role in self._made.seats:
            self._unlock(role)
            page: Any = self._opened.frame.current_page
            page.focus_on(f"registration:{registration_id}")
            self._read(page)
            if role is Role.PRESIDENT:
                self._time(page)
            for place, block in enumerate(self._blocks):
                self._score(page, role, registration_id, block, by_key=place < self._typed)
            self._seal(page, role)
            self._opened.context.set_juror(None)
            self._opened.app.processEvents()
        self._decide(registration_id)

    def held(self) -> Held:
        """Let everything come to rest, and count."""
        self._opened.page("dashboard")
        gc.collect()
        self._opened.settle()
        owned = self._opened.window.findChildren(QObject)
        timers = {id(one) for one in gc.get_objects() if isinstance(one, QTimer) and isValid(one)}
        return Held(
            memory=_resident(),
            threads=threading.active_count() + len(_entries("/proc/self/task")),
            timers=len(timers.union(id(one) for one in owned if isinstance(one, QTimer))),
            descriptors=len(_open_files()),
            objects=sum(not isinstance(one, QAbstractAnimation) for one in owned),
        )

    @property
    def undecided(self) -> int:
        """Blocks of the whole session on which nothing was decided."""
        rows = self._opened.context.queries.deliberation(self._made.id)
        return sum(cell.decision is None for row in rows for cell in row.cells)

    def _unlock(self, role: Role, *, page: str = "evaluate") -> None:
        """Type the own code; the first time, keep the one that was handed out."""

        def type_code(dialog: Any) -> None:
            dialog.form.codeEdit.setText(CODES[role])
            QTest.mouseClick(dialog.form.acceptButton, Qt.MouseButton.LeftButton)

        def keep(dialog: Any) -> None:
            QTest.mouseClick(dialog.form.keepButton, Qt.MouseButton.LeftButton)

        scripts = self._opened.messages.scripts
        scripts += [type_code] if role in self._known else [type_code, keep]
        self._known.add(role)
        self._opened.frame.open_page(page)
        self._opened.context.identify(self._made.seats[role])
        self._opened.wait(lambda: not scripts)
        assert self._opened.context.current_juror is not None

    def _read(self, page: Any) -> None:
        """Turn pages, search, highlight a passage, and note where one stands."""
        reader = page.reader
        self._opened.wait(lambda: reader.view.shown is not None)
        for step in (2, 5, 1):
            reader.view.go_to(step)
            self._opened.app.processEvents()
        reader.notes.highlight(reader.current, 1, (Area(100, 100, 600, 150),), NoteColour.YELLOW)
        self._opened.app.processEvents()

    def _time(self, page: Any) -> None:
        """Start, pause, take up and end both clocks."""
        for timer in (page.timers.presentation, page.timers.interview):
            for button in (timer.play_button, timer.play_button, timer.play_button, timer.stop_button):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self._opened.app.processEvents()

    def _score(self, page: Any, role: Role, registration_id: str, block: Block, *, by_key: bool) -> None:
        page.focus_on(f"block:{registration_id}:{block.id}")
        grid = page.pane.grid
        if by_key:
            for row in range(grid.model().rowCount()):
                grid.go_to(row)
                QTest.keyClick(grid, Qt.Key.Key_0 + LEVEL)
                self._opened.app.processEvents()
            grid.go_to(0)
            QTest.keyClick(grid, Qt.Key.Key_C)
            QTest.keyClicks(page.pane.editor.editor, f"Avis de {role}")
            QTest.keyClick(page.pane.editor.editor, Qt.Key.Key_Escape)
        else:
            self._give_all(role, registration_id, block)
        self._opened.app.processEvents()
        assert not page.pane.model.view or page.pane.model.first_missing() < 0

    def _give_all(self, role: Role, registration_id: str, block: Block) -> None:
        context = self._opened.context
        items = scored_items(GradingScheme.from_data(self._made.certification.scheme), block)
        values = [(item, MarkValue.of_level(LEVEL)) for item in (*items, GLOBAL_ITEM)]
        context.operations.run(
            lambda: give_marks(
                context.workspace, self._made.juror(role), registration_id=registration_id,
                block_id=block.id, values=values,
            )
        )  # fmt: skip

    def _seal(self, page: Any, role: Role) -> None:
        """Seal every sheet with the own code, and put the receipts away."""

        def confirm(dialog: Any) -> None:
            dialog.form.codeEdit.setText(CODES[role])
            QTest.mouseClick(dialog.form.acceptButton, Qt.MouseButton.LeftButton)

        scripts = self._opened.messages.scripts
        scripts += [confirm, lambda receipts: receipts.reject()]
        QTest.mouseClick(page.seal_all_button, Qt.MouseButton.LeftButton)
        self._opened.wait(lambda: not scripts)
        assert page.pane.model.sealed

    def _decide(self, registration_id: str) -> None:
        """Validate every block, by its key, with the president at the keyboard."""
        self._unlock(Role.PRESIDENT, page="deliberate")
        page = self._opened.page("deliberate")
        matrix = page.matrix
        row = matrix.model.row_of(registration_id)
        for place, block in enumerate(self._blocks):
            page.focus_on(f"block:{registration_id}:{block.id}")
            QTest.keyClick(matrix.view, Qt.Key.Key_V)
            self._opened.wait(lambda place=place: matrix.model.rows[row].cells[place].decision is not None)  # type: ignore[misc]  # bound at once
        self._opened.context.set_juror(None)
        self._opened.app.processEvents()


def _resident() -> int:
    """Memory of the process; 0 where nobody tells."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _entries(folder: str) -> list[Path]:
    return list(Path(folder).iterdir()) if sys.platform == "linux" else []


def _open_files() -> list[str]:
    names = []
    for entry in _entries("/proc/self/fd"):
        with contextlib.suppress(OSError):  # what listed them is closed by now
            names.append(entry.readlink().name)
    return [name for name in names if not name.startswith("workspace.db")]
