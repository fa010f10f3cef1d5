"""F5: SIGKILL during an import, a sealing, a decision, a closing: what was acknowledged is there, whole.

Scoring is killed in ``tests/journeys``.
"""

import contextlib
import multiprocessing
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.minutes import read_minutes
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from tests.factories import PASSPHRASE, make_session, make_store, make_workspace, score, score_everything
from tests.journeys.quick_services import QuickServices
from tests.robustness import killed_children

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what this system lacks")
SEED = 20221215
DAILY = 10
"""Kills of a sealing and of a decision in a daily run; marks are killed in ``tests/journeys``."""


def killed_once(path: Path, what: str, ids: list[str], *, chance: random.Random, early: bool = False) -> int:
    """Kill a child some time into its work; return the last act that it acknowledged (0: none)."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.scoring_child", "tests.robustness.killed_children"])
    here, there = context.Pipe(duplex=False)
    child = context.Process(
        target=killed_children.act_for_ever, args=(str(path), what, ids, there, early)
    )  # fmt: skip
    child.start()
    there.close()
    last = b"0"
    with here:
        for _ in range(chance.randint(1, 3)):
            with contextlib.suppress(EOFError):
                last = here.recv_bytes()
        time.sleep(chance.uniform(0, LONGEST[what]))
        child.kill()
        child.join()
        with contextlib.suppress(EOFError):
            while True:
                last = here.recv_bytes()
    exit_code = child.exitcode
    child.close()
    assert exit_code == -signal.SIGKILL, "the child ended by itself"
    return int(last)


LONGEST = {"import": 0.05, "seal": 0.02, "decide": 0.02, "close": 0.4}
"""Seconds that an act takes, about: the kill falls anywhere into it."""


def stored(path: Path, what: str, ids: list[str]) -> int:
    """Open the workspace as the next start would; return how many acts are whole. All must be sound."""
    workspace = make_store().open(path, PASSPHRASE)
    try:
        assert workspace.check() == []
        done = killed_children.done_so_far(workspace, what, ids)
        if what == "close":
            for session_id in ids[:done]:
                minutes = workspace.queries.minutes_of(session_id)
                assert minutes is not None
                assert read_minutes(workspace, minutes.id).startswith(b"%PDF")
        return done
    finally:
        workspace.abandon()


def kill_many(path: Path, what: str, ids: list[str], *, kills: int) -> None:
    """Kill again and again; every acknowledged act is stored, at most one more is."""
    chance, total = random.Random(f"{SEED} {what}"), 0
    for _ in range(kills):
        acknowledged = max(killed_once(path, what, ids, chance=chance), total)
        total = stored(path, what, ids)
        assert acknowledged <= total <= acknowledged + 1
    assert total >= kills
    print(f"F5 {what}, seed {SEED}: {kills} kills, {total} acts stored, 0 acknowledged lost, 0 in half")


def test_no_acknowledged_list_is_lost(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=0)
    workspace.close()
    kill_many(workspace.path, "import", [made.id], kills=count(8, 700))


def test_no_acknowledged_seal_is_lost(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    kills = count(DAILY, 700)
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=kills * 5, certification="RNCP6133")
    for registration_id in made.registrations:
        score(workspace, made, registration_id, seal=False)
    workspace.close()
    ids = [made.id, made.seats[Role.PRESIDENT], *made.registrations]
    kill_many(workspace.path, "seal", ids, kills=kills)


def test_no_acknowledged_decision_is_lost(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    kills = count(DAILY, 700)
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=kills * 2)
    score_everything(workspace, made)
    open_deliberation(workspace, made.id)
    workspace.close()
    kill_many(workspace.path, "decide", [made.id, *made.registrations], kills=kills)


def test_no_acknowledged_closing_is_lost(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    kills = count(4, 100)
    workspace = QuickServices().create_workspace(tmp_path / "workspace", PASSPHRASE)
    ids = []
    for number in range(kills * 5):
        made = make_session(workspace, candidates=1, name=f"S{number:03d}")  # type: ignore[arg-type]  # the real one
        set_attendance(workspace, made.registrations[0], attendance=Attendance.ABSENT)
        ids.append(made.id)
    workspace.close()
    kill_many(tmp_path / "workspace", "close", ids, kills=kills)


def test_the_control_that_acknowledges_too_early_is_caught(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=0)
    workspace.close()
    chance = random.Random(7)
    for _ in range(20):
        acknowledged = killed_once(workspace.path, "import", [made.id], chance=chance, early=True)
        if acknowledged > stored(workspace.path, "import", [made.id]):
            return
    pytest.fail("acknowledging before COMMIT went unnoticed: the test does not bite")
