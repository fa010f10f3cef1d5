"""What the documents of preparation may print, how they are named, and when a summons comes late."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application import preparation_papers as papers
from cisp_desktop.application import wording_papers as words
from cisp_desktop.application.preparation_papers import (
    PaperKind,
    PublicContent,
    paper_set,
    summons_warning,
)
from cisp_desktop.application.wording import sentence_of
from tests.documents.papers import DAY, content

PRIVATE = re.compile(
    "birth|sex|phone|mail|accommodation|extra|minutes$|civility|employer|dossier|postcode|insee|recus"
)


def _reachable(kind: object, path: str = "") -> set[str]:
    """Return the paths of every field that a content of this type can hold."""
    found: set[str] = set()
    kinds = [kind, *get_args(kind)]
    for one in kinds:
        if isinstance(one, type) and is_dataclass(one):
            hints = get_type_hints(one)
            for field in fields(one):
                found |= {f"{path}.{field.name}"} | _reachable(hints[field.name], f"{path}.{field.name}")
    return found


def test_what_everybody_may_read_holds_no_private_field() -> None:
    reachable = _reachable(PublicContent)
    assert ".candidates.name" in reachable
    private = {path for path in reachable if PRIVATE.search(path)}
    assert private == {".panels.seats.employer"}


def test_a_candidate_of_another_panel_than_the_session_s_is_refused() -> None:
    whole = content(2)
    stray = replace(whole.public.candidates[0], panel=3)
    with pytest.raises(ValueError, match="panel"):
        replace(whole.public, candidates=(stray,))


def test_each_candidate_has_a_letter() -> None:
    with pytest.raises(ValueError, match="letter"):
        replace(content(2), letters=())


@pytest.mark.parametrize(("days", "expected"), [(30, None), (15, None), (14, 14), (1, 1), (0, 0), (-3, -3)])
def test_a_summons_under_fifteen_days_is_warned_of(days: int, expected: int | None) -> None:
    assert summons_warning(DAY - timedelta(days=days), DAY) == expected


def test_the_warning_says_how_many_days_are_left() -> None:
    said = sentence_of("papers.short_notice", {"least": papers.SHORT_NOTICE_DAYS, "days": 9})
    assert "Moins de 15 jours" in said
    assert "jours restants\u00a0: 9" in said


def test_a_set_has_one_file_per_person_and_per_shared_paper() -> None:
    names = [paper.file_name for paper in paper_set(content(2))]
    assert names == [
        "Nomination des membres du jury.pdf",
        "Convocation juré - MARTIN Alice.pdf",
        "Convocation juré - ROUSSEL Bernard.pdf",
        "Convocation juré - TARDY Nicole.pdf",
        "Convocation juré - VIAL Odile.pdf",
        "Convocation - 2022-001 - AUBERT Léa.pdf",
        "Convocation - 2022-002 - BENALI Karim.pdf",
        "Liste des candidats.pdf",
        "Planning des passages.pdf",
        "Feuilles d’émargement.pdf",
        "Grilles vierges - MARTIN Alice.pdf",
        "Grilles vierges - ROUSSEL Bernard.pdf",
        "Grilles vierges - TARDY Nicole.pdf",
    ]


def test_the_kinds_asked_for_come_in_the_order_of_the_set() -> None:
    asked = (PaperKind.PLANNING, PaperKind.NOMINATION)
    assert [paper.kind for paper in paper_set(content(2), asked)] == [
        PaperKind.NOMINATION,
        PaperKind.PLANNING,
    ]


def test_what_has_nothing_to_print_is_left_out() -> None:
    whole = content(0)
    assert [paper.kind for paper in paper_set(whole)] == [
        PaperKind.NOMINATION,
        *[PaperKind.SUMMONS_JURORS] * 4,
    ]
    alone = replace(whole, public=replace(whole.public, panels=()))
    assert paper_set(alone) == ()


def test_a_juror_hears_the_candidates_of_the_own_panel_but_those_recused() -> None:
    whole = content(4, panels=2)
    assert whole.heard_by(0) == (0, 2)
    assert whole.heard_by(4) == (1, 3)
    assert replace(whole, recused=frozenset({(0, 2), (4, 0)})).heard_by(0) == (0,)


def test_a_juror_recused_for_everybody_has_no_sheet() -> None:
    whole = replace(content(2), recused=frozenset({(0, 0), (0, 1)}))
    assert 0 not in papers.scoring_jurors(whole)


def test_a_candidate_without_a_block_to_score_has_no_sheet() -> None:
    whole = content(2)
    other = replace(whole.public.candidates[1], blocks=("BC09",))
    whole = replace(whole, public=replace(whole.public, candidates=(whole.public.candidates[0], other)))
    assert whole.scored_by(0) == (0,)


@given(st.lists(st.text(max_size=300), min_size=1, max_size=5))
def test_any_names_give_distinct_file_names_that_can_be_written(names: list[str]) -> None:
    whole = content(len(names))
    people = tuple(
        replace(one, number="7", name=name.encode("utf-8", "ignore").decode())
        for one, name in zip(whole.public.candidates, names, strict=True)
    )
    whole = replace(whole, public=replace(whole.public, candidates=people))
    made = [paper.file_name for paper in paper_set(whole, (PaperKind.SUMMONS_CANDIDATES,))]
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert len(name.encode()) <= 220
        assert name.startswith("Convocation")
        assert name.endswith(".pdf")


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (75, "1 h 15"), (125, "2 h 05")]
)
def test_a_length_is_said_in_hours_and_minutes(minutes: int, expected: str) -> None:
    assert words.duration(minutes).replace("\u00a0", " ") == expected


def test_a_day_is_named_by_its_day_of_the_week() -> None:
    assert words.weekday_date(date(2026, 12, 1)).replace("\u00a0", " ") == "mardi 1er décembre 2026"


@pytest.mark.parametrize(
    ("parts", "expected"), [((), ""), (("A",), "A"), (("A", "B"), "A et B"), (("A", "B", "C"), "A, B et C")]
)
def test_a_list_ends_with_et(parts: tuple[str, ...], expected: str) -> None:
    assert words.listed(parts) == expected


def test_every_kind_has_a_title() -> None:
    assert list(words.TITLES) == [kind.value for kind in PaperKind]
