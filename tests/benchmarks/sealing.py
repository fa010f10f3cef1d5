"""Sealing, and the rescue copy that follows: how long each takes, how long the window stands still."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cisp_desktop.application.scoring import MarkValue, give_marks
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.scoring import GLOBAL_ITEM, scored_items
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.desktop import OpenWindow, open_window
from tests.benchmarks.heartbeat import Heartbeat, Still
from tests.benchmarks.measure import Figure, quantile, within
from tests.benchmarks.storage import raw_database
from tests.benchmarks.switching import a_dossier, store_dossiers
from tests.factories import SessionMade, make_session, make_workspace

SEALS = 12
STILL, SEALED = 50, 250
"""Milliseconds: the longest that the window may stand still, and from the click to the sealed sheet."""


def seal_and_copy(folder: Path) -> Iterator[Figure]:
    """Twelve seals of one block, the copy of each to another folder, and the beat of the window meanwhile."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=SEALS)
    content = a_dossier()
    for registration_id in made.registrations:
        store_dossiers(workspace, made, registration_id, content)
        mark_first_block(workspace, made, registration_id)
    place = folder / "clé"
    place.mkdir()
    with open_window(folder, workspace) as opened:
        opened.context.set_juror(made.juror())
        page = opened.page("evaluate")
        page.focus_on(f"registration:{made.registrations[0]}")
        seals = [_seal(opened, page, made, one) for one in made.registrations]
        opened.context.rescue.choose(place)
        opened.settle()
        copies = [_beating(opened, partial(_copy, opened)) for _ in range(5)]
        size = sum(path.stat().st_size for path in place.rglob("*.cisp-copie")) / 3
        plain = [_beating(opened, partial(_plain_copy, opened, place, folder)) for _ in range(5)]
        idle = [_beating(opened, partial(_rest, opened)) for _ in range(5)]
    commits = _raw_commits(folder)
    yield within(
        "Sceller : du clic à la grille scellée, médiane", quantile([took for took, _ in seals], 0.5),
        quantile(commits, 0.5), milliseconds=SEALED, note="sans la dérivation du code, faite en tâche",
    )  # fmt: skip
    yield _stillness("… plus long arrêt de la fenêtre", seals, idle, note="face à la fenêtre au repos")
    seconds = quantile([took for took, _ in copies], 0.5)
    yield _stillness(
        "Copie de secours : plus long arrêt de la fenêtre", copies, plain,
        note=f"{size / 1e6:.0f} Mo en {seconds:.1f} s, face à la copie nue d’un fichier",
    )  # fmt: skip


Taken = list[tuple[float, Still]]
"""How long each act took in seconds, and how long the window stood still for it."""


def _stillness(name: str, ours: Taken, base: Taken, *, note: str) -> Figure:
    """A figure of the longest stand of each act, its median; the note tells what of it was computing."""
    computing = quantile([still.computing for _, still in ours], 0.5) * 1000
    walls = [quantile([still.wall for _, still in taken], 0.5) for taken in (ours, base)]
    return within(name, *walls, milliseconds=STILL, note=f"dont {computing:.0f} ms de calcul ; {note}")


def mark_first_block(workspace: SqlWorkspace, made: SessionMade, registration_id: str) -> None:
    """Give every line of the first block its mark."""
    block = made.certification.blocks[0]
    items = [*scored_items(GradingScheme.from_data(made.certification.scheme), block), GLOBAL_ITEM]
    values = [(item, MarkValue.of_level(2)) for item in items]
    give_marks(workspace, made.juror(), registration_id=registration_id, block_id=block.id, values=values)


def _seal(opened: OpenWindow, page: Any, made: SessionMade, registration_id: str) -> tuple[float, Still]:
    """Seal the first block of a candidate; return the seconds until it shows, and the longest stand."""
    page.focus_on(f"block:{registration_id}:{made.blocks[0]}")
    opened.settle()

    def confirm(dialog: Any) -> None:
        dialog.form.codeEdit.setText("000001")
        QTest.mouseClick(dialog.form.acceptButton, Qt.MouseButton.LeftButton)

    def act() -> None:
        opened.messages.scripts.append(confirm)
        QTest.mouseClick(page.form.sealButton, Qt.MouseButton.LeftButton)
        opened.wait(lambda: page.pane.model.sealed)

    took = _beating(opened, act)
    opened.settle()
    return took


def _beating(opened: OpenWindow, act: Callable[[], object]) -> tuple[float, Still]:
    """Return how long an act took and how long the window stood still for it."""
    opened.app.processEvents()
    heart, start = Heartbeat(), time.perf_counter()
    act()
    opened.app.processEvents()
    return time.perf_counter() - start, heart.stop()


def _copy(opened: OpenWindow) -> None:
    opened.context.rescue.copy_now()
    opened.wait(lambda: not opened.context.rescue.busy)


def _plain_copy(opened: OpenWindow, place: Path, folder: Path) -> None:
    """Copy one of the copies as bare as can be, in a thread."""
    newest = max(place.rglob("*.cisp-copie"))

    def work() -> None:
        target = folder / "plain-copy"
        shutil.copyfile(newest, target)
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())

    thread = Thread(target=work)
    thread.start()
    opened.wait(lambda: not thread.is_alive())


def _rest(opened: OpenWindow) -> None:
    until = time.perf_counter() + 0.2
    opened.wait(lambda: time.perf_counter() > until)


def _raw_commits(folder: Path) -> list[float]:
    raw = raw_database(folder / "raw.db")
    raw.execute("CREATE TABLE sheet (id TEXT, sealed_at TEXT)")
    taken = []
    for number in range(60):
        start = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO sheet VALUES (?, ?)", (f"s{number}", "2022-12-14T09:00"))
        raw.execute("COMMIT")
        taken.append(time.perf_counter() - start)
    raw.close()
    return taken


FIGURES = (seal_and_copy,)
"""Every figure of this module, in the order of the table."""
