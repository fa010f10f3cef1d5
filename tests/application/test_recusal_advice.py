"""Which recusals the files suggest, on plain rows; and several declared at once."""

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from cisp_desktop.application.queries import JurorRow, PanelRow, RecusalRow, SeatRow
from cisp_desktop.application.recusal_advice import SuggestedRecusal, suggested_recusals
from cisp_desktop.application.recusals import declare_suggested, withdraw_recusals
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.text import same_person
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

SEATS = tuple(
    SeatRow(
        f"seat-{role}", "p", role, 1, f"j-{role}", name, "", employer, None, "", False, False, False, None
    )
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
    birth_name: str = "AUBERT"
    usage_name: str = ""
    first_names: str = "Léa Marie"


def a_juror(role: Role, ties: str) -> JurorRow:
    return JurorRow(f"j-{role}", "X", "", "", None, "", "", "", None, None, ties, 1)


def suggested(
    registered: Registered, *recusals: RecusalRow, jurors: tuple[JurorRow, ...] = (), seats: Any = SEATS
) -> list[tuple[str, RecusalGround]]:
    panel = PanelRow("p", "s", "", "", 1, seats, recusals, ())
    found = suggested_recusals(panel, cast(Any, [registered]), jurors)
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


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        (Registered(referent_trainer="Nicole TARDY"), [("seat-CENTRE", RecusalGround.TRAINED)]),
        (
            Registered(referent_trainer="Mme Nicole TARDY, M. Luc BRUN"),
            [("seat-CENTRE", RecusalGround.TRAINED)],
        ),
        (Registered(companion="MARTIN Anne"), [("seat-PRESIDENT", RecusalGround.ACCOMPANIED)]),
        (Registered(employer="ccas d'echirolles"), [("seat-PROFESSIONAL", RecusalGround.SAME_EMPLOYER)]),
        (Registered(birth_name="PETIT"), [("seat-PROFESSIONAL", RecusalGround.PERSONAL_TIE)]),
        (Registered(usage_name="petit"), [("seat-PROFESSIONAL", RecusalGround.PERSONAL_TIE)]),
        (Registered(birth_name="KARIM"), []),
        (Registered(referent_trainer="Nicole"), []),
        (Registered(), []),
    ],
)
def test_a_tie_is_suggested_with_its_ground(
    registered: Registered, expected: list[tuple[str, RecusalGround]]
) -> None:
    assert suggested(registered) == expected


def test_the_strongest_ground_is_suggested_and_once() -> None:
    registered = Registered(referent_trainer="TARDY Nicole", employer="CISP Grenoble", birth_name="TARDY")
    assert suggested(registered) == [("seat-CENTRE", RecusalGround.TRAINED)]


@pytest.mark.parametrize(
    ("ties", "named"),
    [("Marraine de AUBERT", True), ("a hébergé léa aubert en 2020", True), ("voisine des aubert", False),
     ("AUBERTIN Léa", False), ("", False)],
)  # fmt: skip
def test_a_tie_that_the_juror_declared_is_suggested_when_it_names_the_candidate(
    ties: str, named: bool
) -> None:
    expected = [("seat-PRESIDENT", RecusalGround.PERSONAL_TIE)] if named else []
    assert suggested(Registered(), jurors=(a_juror(Role.PRESIDENT, ties),)) == expected


def test_names_typed_without_capitals_are_compared_from_their_start() -> None:
    seats = (replace(SEATS[0], name="de la tour jean"),)
    assert suggested(Registered(birth_name="DE LA TOUR"), seats=seats)
    assert not suggested(Registered(birth_name="JEAN"), seats=seats)


def test_a_substitute_may_be_tied_too() -> None:
    panel = PanelRow("p", "s", "", "", 1, SEATS[:2], (), (replace(SEATS[2], standby=True),))
    found = suggested_recusals(panel, cast(Any, [Registered(referent_trainer="TARDY Nicole")]))
    assert [one.seat_id for one in found] == ["seat-CENTRE"]


def test_what_is_declared_is_not_suggested_again() -> None:
    declared = RecusalRow("x", "r", "seat-CENTRE", RecusalGround.PERSONAL_TIE, "")
    assert suggested(Registered(referent_trainer="TARDY Nicole"), declared) == []


def test_suggestions_are_declared_together_or_not_at_all(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    seat = session.seats[Role.CENTRE]
    wanted = [SuggestedRecusal(r, seat, RecusalGround.TRAINED, "x" * 400) for r in session.registrations]
    pairs = declare_suggested(workspace, wanted)
    recusals = workspace.queries.panel(session.id).recusals
    assert [(r.registration_id, r.seat_id) for r in recusals] == list(pairs)
    withdraw_recusals(workspace, pairs[:1])
    with pytest.raises(Refused, match=r"recusal\.exists"):
        declare_suggested(workspace, wanted)
    assert len(workspace.queries.panel(session.id).recusals) == 2
    assert declare_suggested(workspace, ()) == ()
