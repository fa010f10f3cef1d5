"""SIGKILL while marks are being given: every acknowledged mark is found again (promise 1, F5)."""

import contextlib
import multiprocessing
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cisp_desktop.domain.panel import Role
from tests.factories import PASSPHRASE, SessionMade, make_session, make_store, make_workspace
from tests.journeys import scoring_child

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what this system lacks")


@pytest.fixture
def scored(tmp_path: Path) -> tuple[Path, SessionMade]:
    workspace = make_workspace(tmp_path)
    session = make_session(workspace, candidates=1)
    workspace.close()
    return tmp_path / "workspace", session


def killed_once(path: Path, session: SessionMade, *, after: int, pause: float, early: bool) -> int:
    """Kill a child ``pause`` seconds after its mark number ``after``; return the last acknowledged."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.scoring_child"])
    here, there = context.Pipe(duplex=False)
    arguments = (str(path), session.id, session.registrations[0], there, early)
    child = context.Process(target=scoring_child.score_for_ever, args=arguments)
    child.start()
    there.close()
    last = b"0"
    with here:
        for _ in range(after):
            last = here.recv_bytes()
        time.sleep(pause)
        child.kill()
        child.join()
        with contextlib.suppress(EOFError):
            while True:
                last = here.recv_bytes()
    assert child.exitcode == -signal.SIGKILL
    return int(last)


def stored(path: Path, session: SessionMade) -> tuple[int, list[str]]:
    """Open the workspace as the next start would; return the rows of marks, and what a check finds."""
    workspace = make_store().open(path, PASSPHRASE)
    try:
        seat = session.seats[Role.PRESIDENT]
        view = workspace.queries.score_sheet(
            session.registrations[0], seat, block_id=session.certification.blocks[0].id
        )
        return sum(line.rows for line in view.lines), workspace.check()
    finally:
        workspace.close()


def test_no_acknowledged_mark_is_lost_in_50_kills(
    scored: tuple[Path, SessionMade], count: Callable[[int, int], int]
) -> None:
    path, session = scored
    chance = random.Random(20221214)
    kills, total = count(50, 2000), 0
    for _ in range(kills):
        acknowledged = killed_once(
            path, session, after=chance.randint(1, 12), pause=chance.uniform(0, 0.012), early=False
        )
        found, problems = stored(path, session)
        assert problems == []
        assert max(acknowledged, total) <= found <= max(acknowledged, total) + 1
        total = found
    assert total > kills
    print(f"F5 seed 20221214: {kills} kills, {total} marks stored, 0 acknowledged lost")


def test_the_control_that_acknowledges_too_early_is_caught(scored: tuple[Path, SessionMade]) -> None:
    path, session = scored
    chance = random.Random(7)
    for _ in range(30):
        acknowledged = killed_once(
            path, session, after=chance.randint(1, 4), pause=chance.uniform(0, 0.006), early=True
        )
        if acknowledged > stored(path, session)[0]:
            return
    pytest.fail("acknowledging before COMMIT went unnoticed: the test does not bite")
