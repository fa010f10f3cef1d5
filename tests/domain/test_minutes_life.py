"""The life of minutes as one state machine: no path signs twice, changes what is complete, mixes routes."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.issued import normalised_verification_code, verification_code
from cisp_desktop.domain.minutes import (
    LEAST_SIGNATURES,
    Minutes,
    MinutesSignature,
    MinutesState,
    Route,
    fingerprint,
)
from tests.domain.factories import NOW

SEATS = ("seat0", "seat1", "seat2", "seat3")
REASONS = st.sampled_from(["", " ", "désaccord"])


def unsigned(members: int = 4) -> Minutes:
    made = Minutes("m", "s", "p", "PV-2022-GRE-0001", "{}", fingerprint("{}"), "a", "b", 2, NOW)
    made.signatures = [
        MinutesSignature(f"l{n}", "m", seat, n, f"Juré {n}", f"F{n}")
        for n, seat in enumerate(SEATS[:members])
    ]
    return made


class Life(RuleBasedStateMachine):
    """Tries any act in any order; what was refused changed nothing, what was accepted obeys the rules."""

    def __init__(self) -> None:
        super().__init__()
        self.minutes = unsigned()
        self.signed: set[str] = set()
        self.refused: set[str] = set()
        self.complete = False

    def told(self) -> tuple[object, ...]:
        lines = tuple((line.signed_at, line.refused_at, line.refusal) for line in self.minutes.signatures)
        return lines, self.minutes.route, self.minutes.ending, self.minutes.ended_why

    def tried(self, act: str, *args: object, **values: object) -> bool:
        before = self.told()
        try:
            getattr(self.minutes, act)(*args, **values)
        except CispError:
            assert self.told() == before
            return False
        assert not self.complete, f"{act} changed minutes that were complete"
        return True

    @rule(seat=st.sampled_from(SEATS), route=st.sampled_from(Route))
    def sign(self, seat: str, route: Route) -> None:
        stands, earlier = self.minutes.stands, self.minutes.route
        if self.tried("sign", seat, at=NOW, pdf_sha256="c", route=route):
            assert stands
            assert seat not in self.signed | self.refused
            assert earlier in (None, route)
            self.signed.add(seat)

    @rule(seat=st.sampled_from(SEATS), reason=REASONS)
    def refuse(self, seat: str, reason: str) -> None:
        if self.tried("refuse", seat, at=NOW, reason=reason):
            assert reason.strip()
            assert seat not in self.signed
            self.refused.add(seat)

    @rule(seat=st.sampled_from(SEATS))
    def take_back(self, seat: str) -> None:
        if self.tried("take_refusal_back", seat):
            self.refused.remove(seat)

    @rule(why=REASONS)
    def reopen(self, why: str) -> None:
        if self.tried("reopen", at=NOW, by="ROUX", why=why):
            assert why.strip()
            assert not self.signed

    @rule(why=REASONS)
    def cancel(self, why: str) -> None:
        if self.tried("cancel", at=NOW, by="ROUX", why=why):
            assert why.strip()
            assert self.signed

    @invariant()
    def the_state_says_what_was_done(self) -> None:
        state = self.minutes.state
        if not self.minutes.stands:
            assert state in (MinutesState.REOPENED, MinutesState.CANCELLED)
            return
        everybody = len(self.signed | self.refused) == len(SEATS)
        assert (state is MinutesState.COMPLETE) == (everybody and len(self.signed) >= LEAST_SIGNATURES)
        assert (state is MinutesState.CLOSED) == (not self.signed)
        self.complete = state is MinutesState.COMPLETE


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


def test_one_who_refuses_does_not_hold_the_others_back() -> None:
    minutes = unsigned(3)
    minutes.refuse("seat0", at=NOW, reason="désaccord sur D-0002")
    assert minutes.state is MinutesState.CLOSED
    minutes.sign("seat1", at=NOW, pdf_sha256="c")
    assert minutes.is_last("seat2")
    minutes.sign("seat2", at=NOW, pdf_sha256="d")
    assert minutes.state is MinutesState.COMPLETE


def test_a_panel_of_which_one_alone_signs_never_completes_its_minutes() -> None:
    minutes = unsigned(3)
    minutes.sign("seat1", at=NOW, pdf_sha256="c")
    for seat in ("seat0", "seat2"):
        minutes.refuse(seat, at=NOW, reason="désaccord")
    assert minutes.state is MinutesState.PARTLY_SIGNED
    minutes.cancel(at=NOW, by="ROUX", why="deux refus")
    assert minutes.state is MinutesState.CANCELLED
    with pytest.raises(Refused, match=r"minutes\.ended"):
        minutes.take_refusal_back("seat0")


def test_signatures_all_take_the_same_way() -> None:
    minutes = unsigned(3)
    minutes.sign("seat1", at=NOW, pdf_sha256="c", route=Route.PAPER)
    with pytest.raises(Refused, match=r"minutes\.other_route"):
        minutes.sign("seat2", at=NOW, pdf_sha256="c", route=Route.SCREEN)


# --- codes of issued documents --------------------------------------------------------------------------


def test_a_code_is_typed_back_whatever_its_case_and_spaces() -> None:
    code = verification_code(fingerprint("{}"))
    assert len(code) == len("XXXX-XXXX-XXXX-XXXX")
    assert normalised_verification_code(f"  {code.lower().replace('-', ' ')} ") == code


def test_one_wrong_character_of_a_code_is_always_seen() -> None:
    code = verification_code(fingerprint("attestation"))
    for place, right in enumerate(code):
        for wrong in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if right not in ("-", wrong):
                with pytest.raises(RuleError, match=r"issued\.code"):
                    normalised_verification_code(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize("typed", ["", "1234", "ABCD-EFGH-JKMN-PQR", "ABCD-EFGH-JKMN-PQR*"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match=r"issued\.code"):
        normalised_verification_code(typed)
