"""Frozen data and its fingerprint."""

import pytest

from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.minutes import Minutes, MinutesSignature, MinutesState, canonical_json, fingerprint
from tests.domain.factories import NOW


def minutes(signed: int) -> Minutes:
    made = Minutes("m", "s", "p", "PV-2022-GRE-0001", "{}", fingerprint("{}"), "a", "b", 2, NOW)
    for i in range(3):
        when = NOW if i < signed else None
        made.signatures.append(MinutesSignature(f"l{i}", "m", f"seat{i}", i, f"Juré {i}", f"F{i}", when))
    return made


def test_canonical_json_is_one_text_for_one_content() -> None:
    assert canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1}) == '{"a":"é","b":1}'


def test_canonical_json_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


@pytest.mark.parametrize(
    ("signed", "state"),
    [(0, MinutesState.CLOSED), (1, MinutesState.PARTLY_SIGNED), (2, MinutesState.PARTLY_SIGNED),
     (3, MinutesState.COMPLETE)],
)  # fmt: skip
def test_the_state_follows_the_signatures(signed: int, state: MinutesState) -> None:
    assert minutes(signed).state is state


def test_nobody_signs_twice_and_no_stranger_signs() -> None:
    with pytest.raises(Refused, match=r"minutes\.already_signed"):
        minutes(1).signature_of("seat0")
    with pytest.raises(Refused, match=r"minutes\.not_a_member"):
        minutes(0).signature_of("seat9")
    assert minutes(0).signature_of("seat2").name == "Juré 2"
