"""Undo after do is the identity: whatever is stored before an act is stored after act and undo."""

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.scoring import seal_sheets
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.panel import Role
from tests.conftest import FULL
from tests.factories import score, score_by_all
from tests.robustness.undoable import (
    ACTS,
    LATE,
    Pair,
    advised,
    content_of,
    decided,
    incident_recorded,
    open_scene,
    round_opened,
)  # fmt: skip

EXAMPLES, STEPS = (200, 40) if FULL else (4, 12)
BATCH = 6
"""Acts of one step: most of a step's time then goes to what is tested."""
QUICK = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None,
    suppress_health_check=list(HealthCheck), derandomize=not FULL, phases=[Phase.generate],
)  # fmt: skip


class Undoing(RuleBasedStateMachine):
    """A session on which acts are done, undone, and sometimes done again and kept."""

    acts = ACTS
    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="cisp-undo-")
        self.scene = open_scene(Path(self._folder.name))

    @rule(data=st.data())
    def act_and_undo(self, data: st.DataObject) -> None:
        """Do some acts that may be refused; undo each, and do some of them again."""
        for _ in range(BATCH):
            self._one(data)

    def _one(self, data: st.DataObject) -> None:
        act = data.draw(st.sampled_from(self.acts))
        pair = act(self.scene, data.draw)
        if pair is None:
            return
        before = content_of(self.scene.workspace)
        try:
            value = pair.do()
        except CispError:
            assert content_of(self.scene.workspace) == before, f"{act.__name__} was refused and changed"
            return
        pair.undo(value)
        after = content_of(self.scene.workspace)
        changed = [name for name in before if before[name] != after[name]]
        told = {name: [set(before[name]) - set(after[name]), set(after[name]) - set(before[name])]
                for name in changed}  # fmt: skip
        assert not changed, f"{act.__name__} and its undo changed {told}"
        type(self).done[act.__name__] += 1
        if data.draw(st.booleans()):
            pair.do()

    @rule(place=st.integers(0, 2), role=st.sampled_from([Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE]))
    def score_and_seal(self, place: int, role: Role) -> None:
        """Let a juror finish a candidate: what is undone next stands on sealed sheets."""
        made, workspace = self.scene.made, self.scene.workspace
        registration_id = made.registrations[place]
        try:
            blocks = workspace.queries.registration(registration_id).presented
            score(workspace, made, registration_id, role=role, level=place + 1, blocks=blocks, seal=False)
            seal_sheets(workspace, made.juror(role), registration_id=registration_id, block_ids=blocks)
        except CispError:
            return

    @rule()
    def deliberate(self) -> None:
        """Show the proposals of whoever is sealed by all."""
        for registration_id in self.scene.made.registrations[:1]:
            for role in self.scene.made.seats:
                self._finish(registration_id, role)
        open_deliberation(self.scene.workspace, self.scene.made.id)

    def _finish(self, registration_id: str, role: Role) -> None:
        made, workspace = self.scene.made, self.scene.workspace
        try:
            blocks = workspace.queries.registration(registration_id).presented
            score(workspace, made, registration_id, role=role, blocks=blocks)
        except CispError:
            return

    def teardown(self) -> None:
        """Put the workspace away."""
        self.scene.workspace.abandon()
        self._folder.cleanup()


def test_undo_after_do_is_the_identity(count: Callable[[int, int], int]) -> None:
    Undoing.done = Counter()
    run_state_machine_as_test(Undoing, settings=QUICK)
    total = sum(Undoing.done.values())
    print(f"{total} acts done and undone: {dict(Undoing.done)}")
    assert total >= count(20, 5_000)


class Deliberating(Undoing):
    """The same where the jury has seen its proposals: what is done there, and what must be refused."""

    acts = (*LATE, *LATE, decided, round_opened, advised)
    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        for registration_id in self.scene.made.registrations[:2]:
            score_by_all(self.scene.workspace, self.scene.made, registration_id)
        open_deliberation(self.scene.workspace, self.scene.made.id)


def test_undo_after_do_is_the_identity_once_the_proposals_are_shown(
    count: Callable[[int, int], int],
) -> None:
    Deliberating.done = Counter()
    run_state_machine_as_test(Deliberating, settings=QUICK)
    total = sum(Deliberating.done.values())
    print(f"{total} acts done and undone: {dict(Deliberating.done)}")
    assert total >= count(5, 1_000)


def test_the_control_whose_inverse_is_broken_is_caught() -> None:
    def broken(scene: object, draw: object) -> Pair:
        pair = incident_recorded(scene, draw)  # type: ignore[arg-type]  # as drawn
        return Pair(pair.do, lambda _made: None)

    class Forgetful(Undoing):
        acts = (broken,)

    with pytest.raises(AssertionError, match="and its undo changed"):
        run_state_machine_as_test(Forgetful, settings=QUICK)
