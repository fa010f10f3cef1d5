"""Undo after do is the identity: whatever is stored before an act is stored after act and undo (F19)."""

import ast
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.control import BuildContext
from hypothesis.internal.conjecture.data import ConjectureData
from sqlalchemy import Connection

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.finality import NOT_UNDOABLE
from cisp_desktop.application.wording_journal import ACTIONS
from cisp_desktop.domain.errors import CispError
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import score
from tests.robustness import undoable, undoable_more
from tests.robustness.undoable import (
    ACTS,
    LATE,
    NOT_HELD,
    Draw,
    Pair,
    Scene,
    advised,
    content_of,
    decided,
    incident_recorded,
    open_scene,
    round_opened,
)  # fmt: skip
from tests.robustness.undoable_more import MORE, NOTED, TALKED

SEED = 20221219
LIFE = 50
"""Runs on one scene, from the first act to the next fresh one."""
RARELY = 12
"""Runs to one sealing or opening of the deliberation, about."""
Acts = Sequence[Callable[[Scene, Draw], Pair | None]]


class Contents:
    """What is stored, read again only when somebody committed since."""

    def __init__(self, workspace: SqlWorkspace, connection: Connection) -> None:
        self._workspace, self._connection = workspace, connection
        self._version, self._content = -1, dict[str, list[object]]()

    def now(self) -> dict[str, list[object]]:
        """Return all that is stored and counts."""
        version = self._connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        self._connection.rollback()
        if version != self._version:
            self._version, self._content = version, content_of(self._workspace)
        return self._content


class Undoing:
    """Sessions on which acts are done, undone, and sometimes done again and kept."""

    def __init__(self, acts: Acts, *, seed: int, deliberating: bool = False) -> None:
        self._acts, self._deliberating = acts, deliberating
        self._chance = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.noted: set[str] = set()
        self.runs = 0

    def run(self, runs: int) -> int:
        """Try acts until so many were accepted and undone; returns how many were tried."""
        while self.done.total() < runs:
            with tempfile.TemporaryDirectory(prefix="cisp-undo-") as folder:
                scene = open_scene(Path(folder), deliberating=self._deliberating)
                try:
                    self._live(scene)
                finally:
                    scene.workspace.abandon()
        return self.runs

    def _live(self, scene: Scene) -> None:
        with scene.workspace._reading.connect() as connection:
            contents = Contents(scene.workspace, connection)
            for _ in range(LIFE):
                self._go_on(scene)
                self._one(scene, contents)
        self.noted |= {one.action for one in scene.workspace.queries.events(limit=100_000)}

    def _draw(self, strategy: st.SearchStrategy[object]) -> object:
        data = ConjectureData(prefix=(), random=self._chance)
        with BuildContext(data, wrapped_test=self._draw):
            return data.draw(strategy)

    def _one(self, scene: Scene, contents: "Contents") -> None:
        self.runs += 1
        act = self._chance.choice(self._acts)
        pair = act(scene, self._draw)
        if pair is None:
            return
        before = contents.now()
        where = f"run {self.runs}: {act.__name__}"
        try:
            value = pair.do()
        except CispError:
            assert contents.now() == before, f"{where} was refused and changed"
            return
        pair.undo(value)
        after = contents.now()
        told = {
            name: [set(before[name]) - set(after[name]), set(after[name]) - set(before[name])]
            for name in before
            if before[name] != after[name]
        }
        assert not told, f"{where} and its undo changed {told}"
        self.done[act.__name__] += 1
        if self._chance.random() < 0.5:
            pair.do()

    def _go_on(self, scene: Scene) -> None:
        """Now and then a juror finishes a candidate, or the jury sees its proposals: none can be undone."""
        if self._chance.randrange(RARELY):
            return
        made, workspace = scene.made, scene.workspace
        chosen = self._chance.choice(made.registrations)
        with suppress(CispError):
            blocks = workspace.queries.registration(chosen).presented
            score(workspace, made, chosen, role=self._chance.choice(list(made.seats)), blocks=blocks)
        open_deliberation(workspace, made.id)


def test_undo_after_do_is_the_identity(count: Callable[[int, int], int]) -> None:
    undoing = Undoing((*ACTS, *MORE), seed=SEED)
    tried = undoing.run(count(100, 3_500))
    total, kinds = undoing.done.total(), len(undoing.done)
    print(f"F19, seed {SEED}: {total} acts of {kinds} kinds undone ({tried} tried), 0 changed {undoing.done}")


def test_undo_after_do_is_the_identity_once_the_proposals_are_shown(
    count: Callable[[int, int], int],
) -> None:
    undoing = Undoing(
        (*LATE, *LATE, *TALKED, decided, round_opened, advised), seed=SEED + 1, deliberating=True
    )
    tried = undoing.run(count(50, 1_500))
    total = undoing.done.total()
    print(f"F19 late, seed {SEED + 1}: {total} acts undone ({tried} tried), 0 changed {undoing.done}")


def test_undo_after_do_is_the_identity_for_what_is_not_held() -> None:
    undoing = Undoing(NOT_HELD, seed=SEED + 2)
    undoing.run(30)
    assert set(undoing.done) == {act.__name__ for act in NOT_HELD}


def test_the_control_whose_inverse_is_broken_is_caught() -> None:
    def broken(scene: Scene, draw: Draw) -> Pair:
        pair = incident_recorded(scene, draw)
        return Pair(pair.do, lambda _made: None)

    with pytest.raises(AssertionError, match="and its undo changed"):
        Undoing([broken], seed=SEED).run(5)


# --- every act of the window is either undone here or named as one that cannot be ---------------------

INDIRECT = {
    "act.undo", "undo",  # what a form or a list of comments hands on
    "giver.give_back",  # give_marks
    "importing.undo",  # undo_import, undo_results
    "filed.take_out",  # remove_dossiers
    "put_back",  # save_certification
    "record",  # record_outside_result
}  # fmt: skip
"""Inverses that the window keeps in a name of its own: each is made of functions that are undone here."""


def _inverses(source: str) -> Iterator[str]:
    """Yield what each ``undo=`` or third argument of an ``Act`` of a module calls."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        given = [word.value for word in call.keywords if word.arg == "undo"]
        if isinstance(call.func, ast.Name) and call.func.id == "Act" and len(call.args) > 2:
            given.append(call.args[2])
        for inverse in given:
            if isinstance(inverse, ast.Lambda):
                called = [ast.unparse(n.func) for n in ast.walk(inverse.body) if isinstance(n, ast.Call)]
                yield from called or [ast.unparse(inverse.body)]
            elif not isinstance(inverse, ast.Constant | ast.IfExp):
                yield ast.unparse(inverse)
            elif isinstance(inverse, ast.IfExp) and isinstance(inverse.orelse, ast.Lambda):
                yield from (ast.unparse(n.func) for n in ast.walk(inverse.orelse) if isinstance(n, ast.Call))


def test_every_inverse_of_the_window_is_undone_here(project_folder: Path) -> None:
    gui = project_folder / "cisp_desktop" / "gui"
    given = {name for path in gui.rglob("*.py") for name in _inverses(path.read_text("utf-8"))}
    here = {name for module in (undoable, undoable_more) for name in vars(module)}
    assert len(given) > 30
    assert given - here - INDIRECT == set()


def test_every_act_of_the_journal_is_undone_here_or_named_as_one_that_cannot_be() -> None:
    assert set(ACTIONS) - NOTED - set(NOT_UNDOABLE) == set()
    assert NOTED & set(NOT_UNDOABLE) == set()
    assert set(ACTIONS) >= NOTED | set(NOT_UNDOABLE)
