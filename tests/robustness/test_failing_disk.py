"""F3 and F4 over the acts of the day: a disk that fails at the k-th write, a disk that fills.

An act is whole or refused with a French sentence; what was refused is done as soon as the disk serves again.
"""

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, make_session, make_store, make_workspace, score
from tests.robustness.disks import filled, mounted, writes_fail_after
from tests.robustness.killed_children import do_act, done_so_far
from tests.robustness.killed_scenes import hearing_scene

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
PAGE = 4096
ACTS = ("mark", "seal", "decide", "attend", "note", "advise", "round", "time")
"""« decide » votes and decides in turn."""
Failing = Callable[[int], AbstractContextManager[None]]
"""Lets the disk fail once so many bytes more are written."""


def a_scene(folder: Path, what: str, *, acts: int) -> tuple[Path, list[str]]:
    """Make a closed workspace in which an act can be done so many times."""
    if what not in ("mark", "seal"):
        return hearing_scene(folder, candidates=acts if what == "attend" else 1 + acts // 3)
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=acts if what == "seal" else 1)
    for registration_id in made.registrations if what == "seal" else ():
        score(workspace, made, registration_id, seal=False)
    workspace.abandon()
    return workspace.path, [made.id, *made.registrations]


class Trial:
    """Does acts on a disk that fails, and holds what is stored to what was said."""

    def __init__(self, workspace: SqlWorkspace, what: str, ids: Sequence[str], failing: Failing) -> None:
        self.workspace, self.what, self.ids, self._failing = workspace, what, ids, failing
        self.said: Counter[str] = Counter()
        self.lies = 0

    def go(self, room: int, *, swallows: bool = False) -> bool:
        """Do the next act with so much room, twice if it is refused; returns whether it was done.

        ``swallows`` is the broken variant: it says « enregistré » whatever happened.
        """
        before = done_so_far(self.workspace, self.what, self.ids)
        with self._failing(room):
            codes = [self._try(before)]
            if codes[0]:
                codes.append(self._try(before))
        self.said.update(filter(None, codes))
        stored = done_so_far(self.workspace, self.what, self.ids) - before
        self.lies += stored != (1 if swallows or "" in codes else 0)
        return stored == 1

    def _try(self, position: int) -> str:
        try:
            do_act(self.workspace, self.what, self.ids, position)
        except StorageError as error:
            if not sentence(error).endswith(".") or error.code in sentence(error):
                return f"without words: {error.code}"
            return error.code
        return ""


def growing(count: Callable[[int, int], int]) -> list[int]:
    """Room for one write more each time, page by page (and half a page in a full run)."""
    return [PAGE * step // count(1, 2) for step in range(0, count(12, 48), count(2, 1))]


@pytest.mark.parametrize("what", ACTS)
def test_an_act_on_a_bad_disk_is_whole_or_refused_in_french(
    tmp_path: Path, what: str, count: Callable[[int, int], int]
) -> None:
    rooms = growing(count)
    path, ids = a_scene(tmp_path, what, acts=2 * len(rooms))
    workspace = make_store().open(path, PASSPHRASE)
    wal = path / "workspace.db-wal"
    trial = Trial(workspace, what, ids, lambda room: writes_fail_after(wal, room))
    done = 0
    for room in rooms:
        done += trial.go(room)
        do_act(workspace, what, ids, done)  # the disk serves again
        done += 1
        assert done_so_far(workspace, what, ids) == done
    assert workspace.check() == []
    workspace.abandon()
    print(f"F3 {what}: {len(rooms)} places of failure, {dict(trial.said)}, {trial.lies} lies, 0 corrupt")
    assert trial.said.total() > 0
    assert set(trial.said) <= {"workspace.io", "workspace.disk_full"}
    assert trial.lies == 0


def test_the_control_that_swallows_the_failure_lies(tmp_path: Path) -> None:
    path, ids = a_scene(tmp_path, "note", acts=3)
    workspace = make_store().open(path, PASSPHRASE)
    trial = Trial(workspace, "note", ids, lambda room: writes_fail_after(path / "workspace.db-wal", room))
    trial.go(0, swallows=True)
    workspace.abandon()
    assert trial.lies == 1


@pytest.mark.parametrize("what", ["mark", "seal", "decide", "attend", "note"])
def test_an_act_on_a_filling_disk_is_whole_or_refused_in_french(
    tmp_path: Path, what: str, count: Callable[[int, int], int]
) -> None:
    rooms = growing(count)
    source, ids = a_scene(tmp_path, what, acts=2 * len(rooms))
    with mounted(tmp_path / "disque", size="12m") as disk:
        shutil.copytree(source, disk / "espace")
        workspace = make_store().open(disk / "espace", PASSPHRASE)
        trial = Trial(workspace, what, ids, lambda room: filled(disk, leave=room))
        done = 0
        for room in rooms:
            done += trial.go(room)
            assert done_so_far(workspace, what, ids) == done
        while done < 3:
            assert trial.go(1 << 20)  # there is room again
            done += 1
        assert workspace.check() == []
        workspace.abandon()
    print(f"F4 {what}: {len(rooms)} sizes, {dict(trial.said)}, {trial.lies} lies, 0 corrupt")
    assert set(trial.said) == {"workspace.disk_full"}
    assert trial.lies == 0
