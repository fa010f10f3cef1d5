"""What the rules advise about a panel, on plain rows."""

from dataclasses import dataclass
from typing import Any, cast

import pytest

from cisp_desktop.application.jurors import SeatChoice
from cisp_desktop.application.panel_advice import (
    external_members,
    same_person,
    share_is_low,
    suggested_recusals,
)
from cisp_desktop.application.queries import PanelRow, RecusalRow, SeatRow
from cisp_desktop.domain.panel import RecusalGround, Role

SEATS = tuple(
    SeatRow(f"seat-{role}", role, "j", name, "", employer, False, False, None)
    for role, name, employer in (
        (Role.PRESIDENT, "MARTIN Anne", "Université"),
        (Role.PROFESSIONAL, "PETIT Karim", "CCAS d’Échirolles"),
        (Role.CENTRE, "TARDY Nicole", "CISP Grenoble"),
    )
)


@dataclass
class Registered:
    id: str = "r"
    referent_trainer: str = ""
    companion: str = ""
    employer: str = ""


def suggested(registered: Registered, *recusals: RecusalRow) -> list[tuple[str, RecusalGround]]:
    panel = PanelRow("p", "s", "", "", SEATS, recusals)
    found = suggested_recusals(panel, cast(Any, [registered]))
    return [(one.seat_id, one.ground) for one in found]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("MARTIN Anne", "anne martin", True),
        ("ÉTIENNE François-Xavier", "Etienne François Xavier", True),
        ("MARTIN Anne", "MARTIN Annie", False),
        ("", "", False),
        ("–", "–", False),
    ],
)
def test_names_are_the_same_whatever_their_order_and_accents(first: str, second: str, same: bool) -> None:
    assert same_person(first, second) is same


def test_the_professional_alone_can_be_external() -> None:
    choices = [SeatChoice(seat.role, seat.name, "", seat.employer) for seat in SEATS]
    assert external_members(choices, centre="CISP Grenoble", certifier="AROBASE") == 1
    assert external_members(choices, centre="CCAS d'Echirolles", certifier="AROBASE") == 0


def test_a_third_is_low_and_a_half_is_not() -> None:
    assert share_is_low(1, 3)
    assert not share_is_low(2, 4)
    assert not share_is_low(0, 0)


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        (Registered(referent_trainer="Nicole TARDY"), [("seat-CENTRE", RecusalGround.TRAINED)]),
        (Registered(companion="MARTIN Anne"), [("seat-PRESIDENT", RecusalGround.ACCOMPANIED)]),
        (Registered(employer="ccas d'echirolles"), [("seat-PROFESSIONAL", RecusalGround.SAME_EMPLOYER)]),
        (Registered(), []),
    ],
)
def test_a_tie_is_suggested_with_its_ground(
    registered: Registered, expected: list[tuple[str, RecusalGround]]
) -> None:
    assert suggested(registered) == expected


def test_what_is_declared_is_not_suggested_again() -> None:
    declared = RecusalRow("x", "r", "seat-CENTRE", RecusalGround.PERSONAL_TIE, "")
    assert suggested(Registered(referent_trainer="TARDY Nicole"), declared) == []
