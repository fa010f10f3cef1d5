"""The hearing of one candidate: single rules, then every path that Hypothesis finds through them."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cisp_desktop.domain import hearing_acts as acts
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing import Hearing, HearingSeat, SheetStanding
from cisp_desktop.domain.registration import Attendance
from tests.conftest import FULL

PRESIDENT, PROFESSIONAL, CENTRE, SUBSTITUTE = "P", "R", "C", "S"
BLOCKS = ("B1", "B2")


def hearing(**changes: Any) -> Hearing:
    seats = (
        HearingSeat(PRESIDENT, presides=True),
        HearingSeat(PROFESSIONAL),
        HearingSeat(CENTRE),
        HearingSeat(SUBSTITUTE, standby=True),
    )
    return replace(Hearing(seats, BLOCKS, required=3), **changes)


def all_sealed(state: Hearing, *, blocks: tuple[str, ...] = BLOCKS) -> Hearing:
    for seat in state.deciding:
        for block in blocks:
            state = acts.sealed(acts.scored(state, seat.id, block), seat.id, block)
    return state


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_sheets_show_to_others_only_when_the_last_one_is_sealed() -> None:
    state = hearing()
    for seat in (PRESIDENT, PROFESSIONAL, CENTRE):
        for block in BLOCKS:
            assert not any(state.shows(one, 1) for one in BLOCKS)
            state = acts.sealed(acts.scored(state, seat, block), seat, block)
    assert all(state.shows(one, 1) for one in BLOCKS)


def test_a_sealed_sheet_takes_no_mark() -> None:
    state = acts.sealed(acts.scored(hearing(), PRESIDENT, "B1"), PRESIDENT, "B1")
    assert code_of(lambda: acts.scored(state, PRESIDENT, "B1")) == "sheet.sealed"


def test_a_first_seal_makes_an_expected_candidate_present() -> None:
    state = acts.sealed(acts.scored(hearing(), PRESIDENT, "B1"), PRESIDENT, "B1")
    assert state.attendance is Attendance.PRESENT


def test_who_left_with_an_unsealed_sheet_holds_the_deliberation_until_the_president_sets_it_aside() -> None:
    state = acts.scored(hearing(), CENTRE, "B1")
    state = acts.leave(state, CENTRE)
    for seat in (PRESIDENT, PROFESSIONAL):
        for block in BLOCKS:
            state = acts.sealed(acts.scored(state, seat, block), seat, block)
    assert not state.revealed
    assert acts.freeze(state).frozen == frozenset()
    for block in BLOCKS:
        state = acts.set_aside(state, CENTRE, block)
    assert acts.freeze(state).frozen == {("B1", 1), ("B2", 1)}


def test_who_left_without_a_mark_is_not_waited_for() -> None:
    state = all_sealed(acts.leave(hearing(), CENTRE))
    assert state.revealed
    assert [seat.id for seat in state.scoring] == [PRESIDENT, PROFESSIONAL]


def test_the_sheet_of_somebody_present_cannot_be_set_aside() -> None:
    state = acts.scored(hearing(), CENTRE, "B1")
    assert code_of(lambda: acts.set_aside(state, CENTRE, "B1")) == "sheet.author_present"


def test_a_substitute_sits_for_who_is_gone_and_scores() -> None:
    state = acts.leave(hearing(), PROFESSIONAL)
    assert state.lacks_quorum() == "panel.no_quorum"
    state = acts.call(state, SUBSTITUTE, for_seat=PROFESSIONAL)
    state = all_sealed(state)
    assert {seat.id for seat in state.deciding} == {PRESIDENT, CENTRE, SUBSTITUTE}
    assert state.lacks_quorum() == ""


def test_nobody_replaces_who_sealed_already() -> None:
    state = acts.sealed(acts.scored(hearing(), PROFESSIONAL, "B1"), PROFESSIONAL, "B1")
    state = acts.leave(state, PROFESSIONAL)
    assert code_of(lambda: acts.call(state, SUBSTITUTE, for_seat=PROFESSIONAL)) == "substitute.heard"


def test_nobody_replaces_who_is_there() -> None:
    assert code_of(lambda: acts.call(hearing(), SUBSTITUTE, for_seat=CENTRE)) == "substitute.place_taken"


def test_a_recused_juror_lowers_the_quorum_but_never_under_two() -> None:
    state = acts.recuse(hearing(), CENTRE)
    assert state.lacks_quorum() == ""
    state = acts.recuse(state, PROFESSIONAL)
    assert state.lacks_quorum() == "panel.no_quorum"


def test_without_who_presides_nothing_is_decided() -> None:
    state = acts.freeze(all_sealed(hearing()))
    state = acts.leave(state, PRESIDENT)
    assert code_of(lambda: acts.decide(state, "B1")) == "panel.no_president"


def test_a_substitute_named_to_preside_presides() -> None:
    seats = (HearingSeat("P", presides=True), HearingSeat("R"), HearingSeat("S", presides=True, standby=True))
    state = acts.call(acts.leave(hearing(seats=seats), "P"), "S", for_seat="P")
    state = acts.freeze(all_sealed(replace(state, required=2)))
    assert acts.decide(state, "B1").decided == {"B1"}


def test_a_second_round_keeps_the_first_and_hides_until_sealed() -> None:
    state = acts.freeze(all_sealed(hearing()))
    state = acts.open_round(state, "B1")
    state = acts.sealed(acts.scored(state, PRESIDENT, "B1"), PRESIDENT, "B1")
    assert state.shows("B1", 1)
    assert not state.shows("B1", 2)
    assert code_of(lambda: acts.decide(state, "B1")) == "deliberation.not_open"
    assert acts.decide(state, "B2").decided == {"B2"}
    for seat in (PROFESSIONAL, CENTRE):
        state = acts.sealed(acts.scored(state, seat, "B1"), seat, "B1")
    assert state.shows("B1", 2)
    assert acts.decide(acts.freeze(state), "B1").decided == {"B1"}


def test_a_round_opened_by_mistake_is_taken_back_while_empty() -> None:
    state = acts.freeze(all_sealed(hearing()))
    opened = acts.open_round(state, "B1")
    assert acts.cancel_round(opened, "B1") == state
    scored = acts.scored(opened, CENTRE, "B1")
    assert code_of(lambda: acts.cancel_round(scored, "B1")) == "round.scored"


def test_a_decided_block_has_no_other_round() -> None:
    state = acts.decide(acts.freeze(all_sealed(hearing())), "B1")
    assert code_of(lambda: acts.open_round(state, "B1")) == "round.decided"


def test_a_block_presented_after_the_proposals_stays_hidden_until_it_is_sealed() -> None:
    state = acts.freeze(all_sealed(hearing()))
    state = acts.scored(replace(state, presented=(*BLOCKS, "B3")), PRESIDENT, "B3")
    assert state.shows("B1", 1)
    assert not state.shows("B3", 1)


def test_who_was_heard_is_not_absent() -> None:
    state = acts.sealed(acts.scored(hearing(), PRESIDENT, "B1"), PRESIDENT, "B1")
    assert code_of(lambda: acts.attend(state, Attendance.ABSENT)) == "attendance.sealed"
    assert acts.attend(state, Attendance.WITHDRAWN).attendance is Attendance.WITHDRAWN


def test_a_session_closes_only_with_every_block_decided() -> None:
    state = acts.decide(acts.freeze(all_sealed(hearing())), "B1")
    assert code_of(lambda: acts.close(state)) == "session.undecided"
    assert acts.close(acts.decide(state, "B2")).closed


def test_who_did_not_come_needs_no_decision() -> None:
    assert acts.close(acts.attend(hearing(), Attendance.ABSENT)).closed


def test_a_recusal_comes_too_late_once_a_proposal_was_shown() -> None:
    state = acts.freeze(all_sealed(acts.leave(hearing(), CENTRE)))
    assert code_of(lambda: acts.recuse(state, CENTRE)) == "recusal.frozen"


SEATS = st.sampled_from((PRESIDENT, PROFESSIONAL, CENTRE, SUBSTITUTE))
BLOCK = st.sampled_from(BLOCKS)
ANY_ACT = st.one_of(
    st.tuples(st.just("scored"), SEATS, BLOCK),
    st.tuples(st.just("sealed"), SEATS, BLOCK),
    st.tuples(st.sampled_from(("seal_whole", "gone_and_set_aside")), SEATS),
    st.tuples(st.sampled_from(("set_aside", "take_up")), SEATS, BLOCK),
    st.tuples(st.sampled_from(("leave", "come_back", "recuse", "drop_recusal", "dismiss")), SEATS),
    st.tuples(st.just("attend"), st.sampled_from(Attendance)),
    st.tuples(
        st.sampled_from(("open_round", "cancel_round", "decide", "withdraw_decision", "discuss")), BLOCK
    ),
    st.tuples(st.just("call"), SEATS, SEATS),
    st.tuples(st.sampled_from(("freeze", "close", "all_sealed", "shown", "deliberated"))),
)
"""The last of each line are several acts in a row: what chance alone would seldom reach."""


NAMES = (
    "scored", "sealed", "set_aside", "take_up", "leave", "come_back", "recuse", "drop_recusal", "dismiss",
    "call", "attend", "open_round", "cancel_round", "decide", "withdraw_decision", "discuss", "freeze",
    "close",
)  # fmt: skip
"""Every act of ``hearing_acts``."""


def steps(state: Hearing, act: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return the single acts that an act stands for."""
    name, *rest = act
    if name in ("seal_whole", "all_sealed", "shown", "deliberated"):
        seats = rest or [seat.id for seat in state.deciding]
        sheets = [(seat, block) for seat in seats for block in BLOCKS]
        found = [(one, *sheet) for sheet in sheets for one in ("scored", "sealed")]
        found += [("freeze",)] if name in ("shown", "deliberated") else []
        return found + [("decide", block) for block in BLOCKS if name == "deliberated"]
    if name == "gone_and_set_aside":
        return [("leave", rest[0]), *(("set_aside", rest[0], block) for block in BLOCKS)]
    return [act]


def perform(state: Hearing, act: tuple[Any, ...]) -> Hearing:
    name, *rest = act
    if name == "call":
        return acts.call(state, rest[0], for_seat=rest[1])
    done: Hearing = getattr(acts, name)(state, *rest)
    return done


class Paths(RuleBasedStateMachine):
    """Any act at any time: what is refused changes nothing, what is accepted breaks no promise."""

    accepted: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.state = hearing()

    @rule(act=ANY_ACT)
    def anything(self, act: tuple[Any, ...]) -> None:
        self.go(act)

    def go(self, act: tuple[Any, ...]) -> None:
        """Do an act, or the several that it stands for."""
        for step in steps(self.state, act):
            self._one(step)

    def hold(self) -> None:
        """Hold the state to every invariant."""
        self.nothing_is_missing_once_closed()
        self.who_is_decided_about_came()
        self.who_sealed_heard_the_candidate()
        self.an_open_sheet_is_hidden()
        self.a_decision_stands_on_what_was_shown()

    def _one(self, act: tuple[Any, ...]) -> None:
        before = self.state
        try:
            after = perform(before, act)
        except Refused:
            return
        self.state = after
        type(self).accepted[act[0]] += 1
        assert not before.closed, "a closed session changed"
        self._check_sheets(before, after)
        self._check_shown(before, after)
        newly = after.decided - before.decided
        assert not newly or before.lacks_quorum() == "", "decided without quorum"
        assert all((block, before.round_of(block)) in before.frozen for block in newly)

    def _check_sheets(self, before: Hearing, after: Hearing) -> None:
        for key, standing in before.sheets.items():
            if standing is SheetStanding.SET_ASIDE and key[1:] not in before.frozen:
                assert key in after.sheets, "a sheet was lost"  # it may be taken up again until it is shown
            elif standing is not SheetStanding.OPEN:
                assert after.sheets.get(key) is standing, "a settled sheet changed"
            else:
                assert key in after.sheets, "a sheet was lost"

    def _check_shown(self, before: Hearing, after: Hearing) -> None:
        assert before.frozen <= after.frozen, "what was shown was taken back"
        for block, round_ in after.frozen - before.frozen:
            at = [before.sheets.get((seat.id, block, round_)) for seat in before.scoring]
            assert not {SheetStanding.OPEN, None} & set(at), "shown while a sheet was open"

    @invariant()
    def nothing_is_missing_once_closed(self) -> None:
        if self.state.closed and self.state.attendance.came:
            assert self.state.decided >= set(BLOCKS)

    @invariant()
    def who_is_decided_about_came(self) -> None:
        assert not self.state.decided or self.state.attendance.came

    @invariant()
    def who_sealed_heard_the_candidate(self) -> None:
        if SheetStanding.SEALED in self.state.sheets.values():
            assert self.state.attendance in (Attendance.PRESENT, Attendance.WITHDRAWN)

    @invariant()
    def an_open_sheet_is_hidden(self) -> None:
        for (seat, block, round_), standing in self.state.sheets.items():
            counts = seat in {one.id for one in self.state.scoring}
            if standing is SheetStanding.OPEN and counts and (block, round_) not in self.state.frozen:
                assert not self.state.shows(block, round_)

    @invariant()
    def a_decision_stands_on_what_was_shown(self) -> None:
        assert all((block, self.state.round_of(block)) in self.state.frozen for block in self.state.decided)


MANY = settings(max_examples=10_000 if FULL else 60, stateful_step_count=40, deadline=None)
SEED, WALKS = 20221220, 100_000 if FULL else 700


def any_act(chance: random.Random) -> tuple[Any, ...]:
    """Draw an act, each as often as another: Hypothesis prefers few of them."""
    name = chance.choice((*NAMES, "seal_whole", "gone_and_set_aside", "all_sealed", "shown", "deliberated"))
    if name in ("freeze", "close", "all_sealed", "shown", "deliberated"):
        return (name,)
    if name == "attend":
        return name, chance.choice((Attendance.PRESENT, *Attendance))
    seat, block = chance.choice((PRESIDENT, PROFESSIONAL, CENTRE, SUBSTITUTE)), chance.choice(BLOCKS)
    if name in ("scored", "sealed", "set_aside", "take_up"):
        return name, seat, block
    if name in ("open_round", "cancel_round", "decide", "withdraw_decision", "discuss"):
        return name, block
    return (name, SUBSTITUTE, seat) if name == "call" else (name, seat)


def walk(walks: int) -> None:
    """Go along so many random paths, closing seldom, and hold each step to the promises."""
    chance = random.Random(SEED)
    for _ in range(walks):
        machine = Paths()
        for step in range(40):
            act = any_act(chance)
            if act != ("close",) or step > 20:
                machine.go(act)
                machine.hold()


def test_every_act_of_the_machine_is_searched() -> None:
    own = {name for name, act in vars(acts).items() if getattr(act, "__module__", "") == acts.__name__}
    assert {name for name in own if not name.startswith(("_", "check"))} == set(NAMES)


def test_no_path_breaks_a_promise() -> None:
    run_state_machine_as_test(Paths, settings=MANY)  # type: ignore[no-untyped-call]


def test_no_random_path_breaks_a_promise_and_each_act_is_met() -> None:
    Paths.accepted = Counter()
    walk(WALKS)
    print(f"hearing, seed {SEED}: {WALKS} paths, {Paths.accepted.total()} acts accepted, 0 promises broken")
    assert {name for name in NAMES if Paths.accepted[name] < 5} == set(), Paths.accepted


def _scored_again(state: Hearing, seat: str, block: str) -> Hearing:
    return replace(state, sheets={**state.sheets, (seat, block, state.round_of(block)): SheetStanding.OPEN})


def _decided_by_anybody(state: Hearing, block: str) -> Hearing:
    frozen = (block, state.round_of(block)) in state.frozen
    return replace(state, decided=state.decided | {block}) if frozen and not state.closed else state


def _shown_early(state: Hearing) -> Hearing:
    ready = {(block, state.round_of(block)) for block in state.presented}
    return replace(state, frozen=state.frozen | ready) if not state.closed else state


def _closed_anyhow(state: Hearing) -> Hearing:
    return replace(state, closed=True)


def _taken_up_late(state: Hearing, seat: str, block: str) -> Hearing:
    key = seat, block, state.round_of(block)
    if state.sheets.get(key) is not SheetStanding.SET_ASIDE or state.closed:
        raise Refused("sheet.not_set_aside")
    return replace(state, sheets={**state.sheets, key: SheetStanding.OPEN})


def _round_over_a_sheet(state: Hearing, block: str) -> Hearing:
    """Open a round by emptying the sheets of the first instead of making new ones."""
    kept = {key: standing for key, standing in state.sheets.items() if key[1] != block}
    return replace(state, sheets=kept) if (block, 1) in state.frozen and not state.closed else state


def _discussed_after_closing(state: Hearing, block: str) -> Hearing:
    return replace(state, decided=state.decided - {block}) if state.closed else state


def _left_with_the_sheets(state: Hearing, seat: str) -> Hearing:
    """Let a departure take the juror's sheets away."""
    return replace(state, sheets={key: one for key, one in state.sheets.items() if key[0] != seat})


def _came_with_a_seal(state: Hearing, attendance: Attendance) -> Hearing:
    """Let who was decided about be absent."""
    return replace(state, attendance=attendance) if not state.closed else state


@pytest.mark.parametrize(
    ("act", "broken"),
    [
        ("scored", _scored_again), ("decide", _decided_by_anybody), ("freeze", _shown_early),
        ("close", _closed_anyhow), ("take_up", _taken_up_late), ("open_round", _round_over_a_sheet),
        ("discuss", _discussed_after_closing), ("leave", _left_with_the_sheets),
        ("attend", _came_with_a_seal),
    ],
)  # fmt: skip
def test_the_search_for_paths_catches_a_broken_rule(
    act: str, broken: Callable[..., Hearing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, act, broken)
    with pytest.raises(AssertionError):
        walk(2_000)
