"""SIGKILL while marks are being given: every acknowledged mark is found again (promise 1, F5).

The other acts of the day are killed in ``tests/robustness``.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import make_session, make_workspace
from tests.robustness.killing import kill_many, loses_one

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what this system lacks")


@pytest.fixture
def scored(tmp_path: Path) -> tuple[Path, list[str]]:
    workspace = make_workspace(tmp_path)
    session = make_session(workspace, candidates=1)
    workspace.close()
    return tmp_path / "workspace", [session.id, *session.registrations]


def test_no_acknowledged_mark_is_lost_in_kills(
    scored: tuple[Path, list[str]], count: Callable[[int, int], int]
) -> None:
    path, ids = scored
    kill_many(path, "mark", ids, kills=count(20, 2_000), most=12)


def test_the_control_that_acknowledges_too_early_is_caught(scored: tuple[Path, list[str]]) -> None:
    path, ids = scored
    assert loses_one(path, "mark", ids, kills=40), (
        "acknowledging before COMMIT went unnoticed: the test does not bite"
    )
