"""Processes that act for ever, telling their parent of each act, and are killed at any moment.

They are forked from a nursery: one process that imported everything and did each act once. A child opens
the workspace, acts, acknowledges; ``early`` is the broken variant that acknowledges before COMMIT. This
module must not know what an act is.
"""

import atexit
import contextlib
import multiprocessing
import os
import random
import signal
import tempfile
import time
import traceback
from collections.abc import Sequence
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from tests.conftest import FULL
from tests.factories import PASSPHRASE, make_store
from tests.robustness.killed_children import do_act, done_so_far
from tests.robustness.killed_scenes import hearing_scene

SEED = 20221215
LONGEST = {"import": 0.05, "close": 0.4, "sign": 0.1, "sign in parts": 0.1}
"""Seconds that an act takes, about: the kill falls anywhere into it."""
SHORT = 0.012
THOROUGH = 5
"""In a daily run, the kills from one thorough check to the next; a full run checks after each."""


class Nursery:
    """The process from which children are forked, and the pipes to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("forkserver")
        self.told, telling = context.Pipe(duplex=False)
        self._asking, asked = context.Pipe()
        self._process = context.Process(target=_raise_children, args=(asked, telling), daemon=True)
        self._process.start()
        telling.close()
        asked.close()
        assert self._asking.recv() == "ready"

    def child(self, path: Path, what: str, ids: Sequence[str], *, early: bool) -> int:
        """Fork a child that acts for ever; returns its process id."""
        self._asking.send((str(path), what, list(ids), early))
        return int(self._asking.recv())

    def ended(self) -> int:
        """Wait for the child that was killed; returns its exit code, negative for a signal."""
        self._asking.send(None)
        return int(self._asking.recv())

    def close(self) -> None:
        """End the nursery."""
        self._asking.close()
        self._process.join()


@cache
def nursery() -> Nursery:
    """Return the one nursery of this test process."""
    made = Nursery()
    atexit.register(made.close)
    return made


def _raise_children(asked: Connection, telling: Connection) -> None:
    """Fork a child for each order until nobody orders any more."""
    _warm_up()
    asked.send("ready")
    child = 0
    with contextlib.suppress(EOFError):
        while True:
            order = asked.recv()
            if order is None:
                asked.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
                continue
            child = os.fork()
            if child == 0:
                try:
                    act_for_ever(*order, telling)
                except BaseException:
                    traceback.print_exc()
                    os._exit(1)
            asked.send(child)


def _warm_up() -> None:
    """Do what every child does once, so that none pays for it."""
    with tempfile.TemporaryDirectory() as folder:
        path, ids = hearing_scene(Path(folder), candidates=1)
        workspace = make_store().open(path, PASSPHRASE)
        for what in ("attend", "time", "note", "advise", "decide", "round"):
            do_act(workspace, what, ids, 0 if what != "round" else 2)
            done_so_far(workspace, what, ids)
        workspace.abandon()


def act_for_ever(path: str, what: str, ids: Sequence[str], early: bool, telling: Connection) -> None:
    """Open the workspace and do ``what`` again and again, ``telling`` how many are done."""
    workspace = make_store().open(Path(path), PASSPHRASE)
    done = done_so_far(workspace, what, ids)
    while True:
        done += 1
        if early:
            telling.send_bytes(b"%d" % done)
        do_act(workspace, what, ids, done - 1)
        if not early:
            telling.send_bytes(b"%d" % done)


def killed_once(
    path: Path, what: str, ids: Sequence[str], *, chance: random.Random, early: bool = False, most: int = 3
) -> int:
    """Kill a child some time into its work; return the last act that it acknowledged (0: none)."""
    raised, last = nursery(), b"0"
    child = raised.child(path, what, ids, early=early)
    for _ in range(chance.randint(1, most)):
        assert raised.told.poll(60), "the child does nothing"
        last = raised.told.recv_bytes()
    time.sleep(chance.uniform(0, LONGEST.get(what, SHORT)))
    os.kill(child, signal.SIGKILL)
    assert raised.ended() == -signal.SIGKILL, "the child ended by itself"
    while raised.told.poll():
        last = raised.told.recv_bytes()
    return int(last)


def stored(path: Path, what: str, ids: Sequence[str], *, thorough: bool = True) -> int:
    """Open the workspace as the next start would (each page is checked then); return how many acts are whole.

    ``thorough``: every rule, file and link of the journal is checked as well.
    """
    workspace = make_store().open(path, PASSPHRASE)
    try:
        assert not thorough or workspace.check() == []
        return done_so_far(workspace, what, ids)
    finally:
        workspace.abandon()


def kill_many(path: Path, what: str, ids: Sequence[str], *, kills: int, most: int = 3) -> int:
    """Kill again and again; every acknowledged act is stored, at most one more is. Returns how many."""
    chance, total = random.Random(f"{SEED} {what}"), 0
    for kill in range(1, kills + 1):
        acknowledged = max(killed_once(path, what, ids, chance=chance, most=most), total)
        total = stored(path, what, ids, thorough=FULL or kill % THOROUGH == 0 or kill == kills)
        assert acknowledged <= total <= acknowledged + 1
    assert total >= kills
    print(f"F5 {what}, seed {SEED}: {kills} kills, {total} acts stored, 0 acknowledged lost, 0 in half")
    return total


def loses_one(path: Path, what: str, ids: Sequence[str], *, kills: int) -> bool:
    """Whether acknowledging before COMMIT is caught within so many kills."""
    chance = random.Random(7)
    return any(
        killed_once(path, what, ids, chance=chance, early=True, most=2) > stored(path, what, ids)
        for _ in range(kills)
    )
