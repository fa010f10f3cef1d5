"""What clashes and moves say to people: extra time, who leaves which panel."""

from datetime import datetime, timedelta

import pytest

from cisp_desktop.application.placing import Move, Place
from cisp_desktop.application.planning import read_scene
from cisp_desktop.application.wording_planning import (
    PlanningNames,
    clash_sentence,
    conflict_sentence,
    move_lines,
    moves_words,
    names_of,
)
from cisp_desktop.domain.planning import Conflict, ConflictCode
from cisp_desktop.domain.planning_clash import ConstraintKind, ConstraintRef
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

NINE = datetime(2022, 12, 14, 9, 0)
NAMES = PlanningNames(
    {"a": "DUPONT Zoé", "b": "MARTIN Paul", "c": "ROUX Léa", "d": "PETIT Ève"}, {},
    {"A": "Jury 1", "B": "Jury 2"}, {"b": 15},
)  # fmt: skip
PAUL = "(temps majoré de MARTIN Paul\u00a0: +15\u00a0min)"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (("a",), "DUPONT Zoé à entendre, 60\u00a0min"),
        (("b",), "MARTIN Paul à entendre, 60\u00a0min (temps majoré\u00a0: +15\u00a0min)"),
        (("a", "b"), f"DUPONT Zoé et MARTIN Paul à entendre, 60\u00a0min chacun {PAUL}"),
        (("a", "b", "c", "d"), f"4\u00a0candidats à entendre, 60\u00a0min chacun {PAUL}"),
    ],
)  # fmt: skip
def test_a_clash_names_who_has_extra_time_and_how_much(who: tuple[str, ...], said: str) -> None:
    assert clash_sentence(ConstraintRef(ConstraintKind.HEARD, candidate_ids=who, minutes=60), NAMES) == said


def test_those_with_extra_time_who_are_not_counted_are_said_to_be_apart() -> None:
    ref = ConstraintRef(ConstraintKind.HEARD, candidate_ids=("a", "c", "d", "e"), minutes=60)
    assert clash_sentence(ref, NAMES).endswith("chacun (sans compter 1\u00a0candidat au temps majoré)")


def test_a_slot_too_short_says_how_much_is_extra_time() -> None:
    conflict = Conflict(ConflictCode.TOO_SHORT, ("b",), {"minutes": 45, "wanted": 60})
    assert conflict_sentence(conflict, NAMES).endswith("il en faut 60, dont 15\u00a0min de temps majoré.")
    without = Conflict(ConflictCode.TOO_SHORT, ("a",), {"minutes": 45, "wanted": 60})
    assert conflict_sentence(without, NAMES).endswith("il en faut 60.")


def test_extra_time_is_counted_from_the_length_without_it(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(session.registrations[0]).extra_time_percent = 33
        work.commit()
    assert names_of(read_scene(workspace.queries, session.id)).extra == {session.registrations[0]: 20}


def test_a_move_tells_the_panels_or_the_hours() -> None:
    moves = [
        Move("a", Place("A", NINE, 60), Place("B", NINE, 60)),
        Move("b", Place("A"), Place("A", NINE, 60)),
        Move("c", Place("A", NINE, 60), Place("A", NINE + timedelta(minutes=30), 60)),
    ]
    assert move_lines(moves, NAMES) == [
        "DUPONT Zoé\u00a0: Jury 1 → Jury 2",
        "MARTIN Paul\u00a0: sans horaire → 14/12/2022 à 9\u00a0h\u00a000 (60\u00a0min)",
        (
            "ROUX Léa\u00a0: 14/12/2022 à 9\u00a0h\u00a000 (60\u00a0min)"
            " → 14/12/2022 à 9\u00a0h\u00a030 (60\u00a0min)"
        ),
    ]
    assert (
        moves_words(moves) == "1\u00a0candidat changerait de jury et 2\u00a0candidats changeraient d’horaire"
    )
    assert moves_words(moves[:1]) == "1\u00a0candidat changerait de jury"
