"""A long day leaves nothing behind (F22): memory, threads, timers, open files, Qt's objects."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.desktop import open_window
from tests.factories import make_session, make_workspace
from tests.gui.dossiers import add_dossier
from tests.robustness.whole_day import WholeDay

GROWTH = 1.10


def present(workspace: SqlWorkspace, registration_id: str, block_ids: list[str]) -> None:
    """Let a candidate present these blocks only."""
    with workspace.unit_of_work() as work:
        work.registrations.get(registration_id).presented = block_ids
        work.commit()


def test_a_jury_day_ends_with_no_more_than_it_held_after_its_second_candidate(
    qtbot: QtBot, tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    workspace = make_workspace(tmp_path)
    made, presented = make_session(workspace, candidates=count(3, 12)), count(1, 5)
    for registration_id in made.registrations:
        add_dossier(workspace, registration_id)
        present(workspace, registration_id, made.blocks[:presented])
    place = tmp_path / "clé"
    place.mkdir()
    with open_window(tmp_path, workspace) as opened:
        opened.context.rescue.choose(place)
        day = WholeDay(opened, made, presented=presented, typed=presented)
        day.hear(0)
        day.hear(1)
        second = day.held()
        for number in range(2, len(made.registrations)):
            day.hear(number)
        last = day.held()
        undecided = day.undecided
    assert undecided == 0
    for what in ("threads", "timers", "descriptors", "objects"):
        assert getattr(last, what) <= getattr(second, what), what
    assert last.memory <= second.memory * GROWTH
