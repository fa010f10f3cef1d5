"""F5: SIGKILL during an act of the day, an import or a closing: what was acknowledged is there, whole.

Scoring is killed in ``tests/journeys``. All together: 100 kills in a daily run, over 2,000 in a full one.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cisp_desktop.application.minutes import close_session, read_minutes
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.registration import Attendance
from tests.factories import PASSPHRASE, make_session, make_store, make_workspace, score
from tests.journeys.quick_services import QuickServices
from tests.robustness.killed_children import LineSigner
from tests.robustness.killed_scenes import hearing_scene
from tests.robustness.killing import kill_many, loses_one

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what this system lacks")
ACTS_BETWEEN = 4
"""Acts that a child does at most before it is killed, the one in work included."""
PER_CANDIDATE = {"decide": 6, "attend": 1, "time": 100, "advise": 3, "round": 3, "note": 100}
"""How often an act can be done for one candidate: three blocks, each with a draft of its votes; no limit."""


def test_no_acknowledged_list_is_lost(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=0)
    workspace.close()
    kill_many(workspace.path, "import", [made.id], kills=count(6, 200), most=1)


def test_no_acknowledged_seal_is_lost(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    kills = count(12, 300)
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=kills * 2)
    for registration_id in made.registrations:
        score(workspace, made, registration_id, seal=False)
    workspace.close()
    kill_many(workspace.path, "seal", [made.id, *made.registrations], kills=kills, most=1)


@pytest.mark.parametrize(
    ("what", "small"),
    [("decide", 15), ("attend", 8), ("time", 8), ("advise", 8), ("round", 8), ("note", 8)],
)
def test_no_acknowledged_act_of_the_day_is_lost(
    tmp_path: Path, what: str, small: int, count: Callable[[int, int], int]
) -> None:
    """A decision and its votes, a presence, a timer, an advice, a second round, a note."""
    kills = count(small, 250)
    path, ids = hearing_scene(tmp_path, candidates=1 + kills * ACTS_BETWEEN // PER_CANDIDATE[what])
    kill_many(path, what, ids, kills=kills)


SESSIONS_A_KILL = 8
"""Sessions that wait to be closed, for each kill: a child closes one in less than 0.1 s."""


def test_no_acknowledged_closing_is_lost(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    kills = count(3, 100)
    path = tmp_path / "workspace"
    workspace = QuickServices().create_workspace(path, PASSPHRASE)
    ids = []
    for number in range(kills * SESSIONS_A_KILL):
        made = make_session(workspace, candidates=1, name=f"S{number:03d}")  # type: ignore[arg-type]  # the real one
        set_attendance(workspace, made.registrations[0], attendance=Attendance.ABSENT)
        ids.append(made.id)
    workspace.close()
    closed = kill_many(path, "close", ids, kills=kills, most=1)
    again = make_store().open(path, PASSPHRASE)
    for session_id in ids[:closed]:
        minutes = again.queries.minutes_of(session_id)
        assert minutes is not None
        assert read_minutes(again, minutes.id).startswith(b"%PDF")
    again.abandon()


EXTRACTS = 6
"""Candidates, each with an extract that is signed with the minutes."""


def signing_scene(folder: Path, *, sessions: int) -> tuple[Path, list[str]]:
    """Return a workspace with so many sessions, closed with extracts, and their ids."""
    workspace = make_workspace(folder)
    ids = []
    for number in range(sessions):
        made = make_session(workspace, candidates=EXTRACTS, name=f"S{number:03d}")
        for registration_id in made.registrations:
            set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
        close_session(workspace, made.id, renderer=MinutesRenderer(), signer=LineSigner(), extracts=True)
        ids.append(made.id)
    workspace.close()
    return workspace.path, ids


def test_no_signature_is_kept_on_some_of_the_extracts_alone(
    tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    kills = count(4, 100)
    path, ids = signing_scene(tmp_path, sessions=2 * kills)
    kill_many(path, "sign", ids, kills=kills, most=2)


def test_the_control_that_signs_extracts_one_by_one_is_caught(tmp_path: Path) -> None:
    path, ids = signing_scene(tmp_path, sessions=6)
    with pytest.raises(AssertionError, match="half a signature"):
        kill_many(path, "sign in parts", ids, kills=4, most=2)


def test_the_control_that_acknowledges_a_signature_too_early_is_caught(tmp_path: Path) -> None:
    path, ids = signing_scene(tmp_path, sessions=5)
    assert loses_one(path, "sign", ids, kills=4), "acknowledging before COMMIT went unnoticed"


@pytest.mark.parametrize("what", ["import", "decide", "note"])
def test_the_control_that_acknowledges_too_early_is_caught(tmp_path: Path, what: str) -> None:
    path, ids = hearing_scene(tmp_path, candidates=0 if what == "import" else 15)
    assert loses_one(path, what, ids, kills=30), (
        "acknowledging before COMMIT went unnoticed: the test does not bite"
    )
