"""While one juror is identified and others have sheets, nothing that can be reached tells of theirs.

Two worlds are built, alike but for what the other jurors gave and wrote; everything reachable is read in
both. A difference is a leak, whatever it looks like: a mark, a count of levels, a total, the length of a
remark.
"""

import logging
import re
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from cisp_desktop.application.dossier_table import dossier_table
from cisp_desktop.application.journal_reading import JournalFilter, journal_table
from cisp_desktop.application.minutes import draft_minutes
from cisp_desktop.application.preparation_content import read_paper_content
from cisp_desktop.application.preparation_papers import paper_set
from cisp_desktop.application.sheet_files import export_sheets
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.controller import Controller
from cisp_desktop.gui.locks import IdleLock
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.pages import prepare_page
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import Theme
from tests.gui.conftest import icons, theme  # noqa: F401  # the same look
from tests.gui.fakes import FakeServices
from tests.gui.jury_day import give_documents
from tests.journal import read_journal
from tests.robustness.hiding import (
    OWN,
    OWN_ROLES,
    PAGES,
    ReadingMessages,
    Seen,
    Walk,
    World,
    differences,
    make_world,
    reading_log,
    reading_queries,
)

Plant = Callable[[str, World, MainWindow], None]
"""Lets a secret of the others out, somewhere."""


class Reader:
    """Builds a world in a window of its own, reads it, and puts it away."""

    def __init__(self, qtbot: QtBot, look: Theme, folder: Path) -> None:
        self.qtbot, self.look, self.folder = qtbot, look, folder

    def read(
        self,
        number: int,
        *,
        certification: str = "RNCP36128",
        pages: tuple[str, ...] = PAGES,
        press: bool = True,
        plant: Plant | None = None,
    ) -> tuple[World, Seen]:
        """Read the pages of one world as the president meets them; ``press``: all that they do and write."""
        folder = self.folder / f"{number}"
        shutil.rmtree(folder, ignore_errors=True)
        out = folder / "out"
        out.mkdir(parents=True)
        services, messages = FakeServices(folder), ReadingMessages()
        give_documents(services)
        messages.out = out
        world = make_world(folder, number, certification=certification, clock=services.clock)
        messages.juror = world.made.juror(OWN)
        settings = Settings(folder / "settings.ini")
        window = MainWindow(self.look, settings)
        controller = Controller(
            window, services, theme=self.look, settings=settings, messages=messages,
        )  # fmt: skip
        window.controller = controller  # type: ignore[attr-defined]  # for the walk
        self.qtbot.addWidget(window)
        window.show()
        walk = Walk(window, messages, out)
        try:
            planted = None if plant is None else partial(plant, secret_of(world))
            with ExitStack() as stack:
                stack.enter_context(reading_log(walk.seen))
                stack.enter_context(reading_queries(walk.seen, world.made.seats[OWN]))
                self._read(walk, controller, world, pages=pages, press=press, plant=planted)
        finally:
            controller.tasks.shut_down()
            if controller.context is not None:
                controller.context.deleteLater()
            world.workspace.abandon()
            window.may_close = lambda: True
            assert window.close(), "the next world would be read beside this one"
        walk.read_files()
        assert not messages.bugs, messages.bugs
        return world, walk.seen

    def _read(
        self,
        walk: Walk,
        controller: Controller,
        world: World,
        *,
        pages: tuple[str, ...],
        press: bool,
        plant: Callable[[World, MainWindow], None] | None,
    ) -> None:
        controller.show_workspace(world.workspace)
        assert controller.context is not None
        controller.context.set_juror(walk.messages.juror)
        if plant is not None:
            plant(world, walk.window)
        for key in pages:
            walk.page(key, press=press)
        if press:
            write_exports(world, walk.out)


def write_exports(world: World, out: Path) -> None:
    """Write what no button of the window writes by one press alone."""
    folder = out / "grilles"
    folder.mkdir()
    services = FakeServices(out)
    export_sheets(world.workspace, world.made.id, folder, files=services.sheet_files)
    (out / "projet.pdf").write_bytes(
        draft_minutes(world.workspace, world.made.id, renderer=MinutesRenderer()).pdf
    )
    queries = world.workspace.queries
    rows = queries.registrations(world.made.id)
    certification = queries.certification(world.made.certification.id)
    table = dossier_table(certification, rows, queries.dossiers(world.made.id))
    (out / "pieces.txt").write_text("\n".join(map(str, table)), "utf-8")
    content = read_paper_content(queries, world.made.id, issued_on=date(2022, 12, 1))
    for paper in paper_set(content):
        pdf = PreparationRenderer().render(paper.kind, content, only=paper.only)
        (out / f"papier-{paper.kind.value}-{paper.only}.pdf").write_bytes(pdf)
    lines = read_journal(world.workspace, JournalFilter())
    (out / "journal.txt").write_text("\n".join(map(str, journal_table(lines))), "utf-8")


@pytest.fixture
def reader(
    qtbot: QtBot,
    theme: Theme,  # noqa: F811  # the fixture imported
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Reader:
    """What was just done stays in the header until something else is: no clock comes into the comparison."""
    monkeypatch.setattr(prepare_page, "TOLD_FOR", 2**30)
    monkeypatch.setattr(IdleLock, "_on_time_passed", lambda _self: None)
    return Reader(qtbot, theme, tmp_path)


def leaks(reader: Reader, **named: Any) -> list[str]:
    """Return what tells the two worlds apart, and where a word of the others stands."""
    worlds = [reader.read(number, **named) for number in (0, 1)]
    found = differences(worlds[0][1], worlds[1][1])
    for world, seen in worlds:
        found += [f"{where}: {text[:200]}" for where, text in seen.with_word(world.word)]
    print(f"hiding: read {dict(worlds[0][1].counts)}; {len(found)} leaks {found[:20]}")
    return found


@pytest.mark.parametrize(
    "certification", ["RNCP36128", pytest.param("RNCP6133", marks=pytest.mark.robustness)]
)
def test_nothing_that_a_juror_reaches_tells_of_the_others_before_all_have_sealed(
    reader: Reader, certification: str, caplog: pytest.LogCaptureFixture, count: Callable[[int, int], int]
) -> None:
    """Every page, tab, line, menu and dialog; under the full count every button again on every tab."""
    assert leaks(reader, certification=certification) == []


def test_no_model_has_more_roles_than_the_walk_reads(project_folder: Path) -> None:
    sources = (path.read_text("utf-8") for path in (project_folder / "cisp_desktop" / "gui").rglob("*.py"))
    own = [int(number) for text in sources for number in re.findall(r"UserRole \+ (\d+)", text)]
    assert max(own) < OWN_ROLES


# --- the controls: each planted leak is found ---------------------------------------------------------


def secret_of(world: World) -> str:
    """Return what only the others' sheets say: the first level that the professional gave."""
    made = world.made
    view = world.workspace.queries.score_sheet(
        made.registrations[0], made.seats[Role.PROFESSIONAL], block_id=made.blocks[0]
    )
    return f"{view.lines[0].level}"


def in_a_tooltip(secret: str, world: World, window: MainWindow) -> None:
    label = window.findChild(QLabel, "saveLabel")
    assert label is not None
    label.setToolTip(f"les autres : {secret}")


def in_a_role(secret: str, world: World, window: MainWindow) -> None:
    model = QStandardItemModel(1, 1, window)
    model.setData(model.index(0, 0), int(secret), Qt.ItemDataRole.UserRole + 7)
    frame = window.controller.frame  # type: ignore[attr-defined]  # set by the reader
    QListView(frame.form.headerFrame).setModel(model)


def in_the_log(secret: str, world: World, window: MainWindow) -> None:
    logging.getLogger("cisp_desktop.gui").debug("others gave %s", secret)


def in_an_export(secret: str, world: World, window: MainWindow) -> None:
    file = world.workspace.path.parent / "out" / "candidats.csv"
    file.write_text(f"numéro;niveau\nD-0001;{secret}\n", "utf-8")


def in_a_query(secret: str, world: World, window: MainWindow) -> None:
    world.workspace.queries.score_sheet(
        world.made.registrations[0], world.made.seats[Role.CENTRE], block_id=world.made.blocks[0]
    )


@pytest.mark.parametrize("plant", [in_a_tooltip, in_a_role, in_the_log, in_an_export, in_a_query])
def test_a_planted_leak_is_found(reader: Reader, plant: Plant, caplog: pytest.LogCaptureFixture) -> None:
    assert leaks(reader, pages=("sequel",), press=False, plant=plant) != []


def test_the_small_walk_of_the_controls_is_clean_without_a_plant(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    assert leaks(reader, pages=("sequel",), press=False) == []
