"""Likely duplicates, their merge, and persons known from another session."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.candidate_editing import FieldChange, add_registration, edit_held, new_addition
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.candidate_merging import (
    merge_registrations,
    pairs_apart,
    set_apart,
    unmerge,
)
from cisp_desktop.application.dossiers import store_dossier
from cisp_desktop.application.duplicates import DuplicateReason, known_persons, likely_duplicates
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.ports import DossierFacts
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.text import folded
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score


class Inspector:
    """Finds as many pages as the file has letters « P » after its head."""

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Look at nothing but the letters."""
        pages = content.count(b"P") - 1
        return DossierFacts(pages, hashlib.sha256(content).hexdigest(), len(content), ("texte",) * pages)


@dataclass(frozen=True)
class Person:
    """Who somebody is."""

    id: str
    birth_name: str
    usage_name: str
    first_names: str
    birth_date: date


LEA = Person("a", "AUBERT", "", "Léa Marie", date(1991, 4, 12))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({}, DuplicateReason.SAME),
        ({"birth_name": "Aubert", "first_names": "LEA"}, DuplicateReason.SAME),
        ({"birth_name": "AUBRET"}, DuplicateReason.SPELLING),
        ({"birth_name": "AUBERTS"}, DuplicateReason.SPELLING),
        ({"birth_name": "AUBERT-PETIT"}, DuplicateReason.SPELLING),
        ({"birth_name": "Léa Marie", "first_names": "Aubert"}, DuplicateReason.SWAPPED),
        ({"birth_name": "MARTIN", "usage_name": "AUBERT"}, DuplicateReason.USAGE_NAME),
        ({"birth_date": date(1991, 12, 4)}, DuplicateReason.BIRTH_DATE),
        ({"birth_date": date(1992, 4, 12)}, DuplicateReason.BIRTH_DATE),
        ({"first_names": "Zoé"}, None),
        ({"birth_name": "MOREAU"}, None),
        ({"birth_date": date(1992, 5, 12)}, None),
    ],
)
def test_one_person_written_otherwise_is_found_and_two_are_not(
    other: dict[str, object], reason: DuplicateReason | None
) -> None:
    found = likely_duplicates([LEA, replace(LEA, id="b", **other)])  # type: ignore[arg-type]
    assert [pair.reason for pair in found] == ([reason] if reason else [])


def test_two_persons_said_to_be_two_are_not_proposed_again() -> None:
    twin = replace(LEA, id="b")
    assert likely_duplicates([LEA, twin], apart={frozenset("ab")}) == ()


_PEOPLE = st.lists(
    st.builds(
        Person,
        st.uuids().map(str),
        st.text("ABÉ -", max_size=8),
        st.text("ABÉ", max_size=5),
        st.text("abé ", max_size=8),
        st.sampled_from([date(1990, 1, 2), date(1990, 2, 1), date(1991, 1, 2)]),
    ),
    unique_by=lambda person: person.id,
    max_size=8,
)


@given(_PEOPLE)
def test_who_looks_alike_does_not_depend_on_the_order_of_the_list(people: list[Person]) -> None:
    ahead = {frozenset((pair.first, pair.second)) for pair in likely_duplicates(people)}
    back = {frozenset((pair.first, pair.second)) for pair in likely_duplicates(people[::-1])}
    assert ahead == back


def _edits(one: str, other: str) -> int:
    """Count the edits between two texts the plain way; two letters exchanged count once."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def _plainly_near(one: str, other: str) -> bool:
    if one == other or not (one and other):
        return one == other
    words = sorted((set(one.split()), set(other.split())), key=len)
    if words[0] <= words[1] and max(map(len, words[0])) >= 4:
        return True
    allowed = 1 if max(len(one), len(other)) < 8 else 2
    return min(len(one), len(other)) >= 4 and _edits(one, other) <= allowed


def _plainly_alike(one: Person, other: Person) -> bool:
    """Say without any haste whether two persons of one birth date look like one."""
    birth, first = (folded(one.birth_name), folded(other.birth_name)), (
        folded(one.first_names), folded(other.first_names),
    )  # fmt: skip
    usage, call = (folded(one.usage_name), folded(other.usage_name)), [f.split(" ")[0] for f in first]
    if birth == (first[1], first[0]):
        return True
    if not (call[0] == call[1] or _plainly_near(*first) or _plainly_near(*call)):
        return False
    shared = (usage[0] and usage[0] in (birth[1], usage[1])) or (usage[1] and usage[1] == birth[0])
    return bool(shared) or _plainly_near(*birth)


_LIKE_NAMES = st.text("AB É-", max_size=11)
_OF_ONE_DAY = st.lists(
    st.builds(
        Person,
        st.uuids().map(str),
        _LIKE_NAMES,
        st.text("AB", max_size=6),
        _LIKE_NAMES,
        st.just(date(1990, 1, 2)),
    ),
    unique_by=lambda person: person.id,
    max_size=7,
)


@given(_OF_ONE_DAY)
def test_the_quick_search_finds_what_the_plain_one_finds(people: list[Person]) -> None:
    plain = [(a.id, b.id) for a, b in combinations(people, 2) if _plainly_alike(a, b)]
    assert [(pair.first, pair.second) for pair in likely_duplicates(people)] == plain


def test_a_person_known_from_another_session_offers_what_differs(workspace: SqlWorkspace) -> None:
    first = make_session(workspace, candidates=2)
    second = make_session(workspace, candidates=0, name="S2")
    known = workspace.queries.registrations(first.id)
    values = {
        "number": "N-1",
        "birth_name": known[0].birth_name,
        "first_names": known[0].first_names,
        "birth_date": known[0].birth_date,
        "access_path": "VAE",
    }
    add_registration(workspace, second.id, new_addition(values))
    here = workspace.queries.registrations(second.id)
    found = known_persons(here, [(first.id, known)])
    assert [person.known.id for person in found] == [known[0].id]
    assert set(found[0].fields) == {"sex", "birth_place", "birth_insee", "birth_postcode", "birth_country"}
    assert known_persons(known, [(first.id, known)]) == ()


def _fill(workspace: SqlWorkspace, session: SessionMade) -> None:
    """Give the second registration a dossier, a recusal, a result and a held block; the first a dossier."""
    keep, drop = session.registrations[:2]
    for registration_id, content in ((keep, b"%PDF P"), (drop, b"%PDF PP")):
        store_dossier(
            workspace,
            registration_id,
            kind=DossierKind.THESIS,
            file_name="memoire.pdf",
            content=content,
            inspector=Inspector(),
        )
    recuse(workspace, drop, seat_id=session.seats[Role.CENTRE], ground=RecusalGround.TRAINED)
    edit_held(workspace, drop, before=(), after=(HeldClaim("BC01", date(2020, 1, 2), "PV"),))
    assessment = next(
        a.id for b in session.certification.blocks for a in b.assessments if a.judged_by.outside_panel
    )
    entry = OutsideEntry(True, "TARDY Nicole", date(2022, 11, 3))
    record_outside_result(workspace, drop, assessment_id=assessment, entry=entry)


def test_a_merge_moves_everything_and_is_undone_whole(workspace: SqlWorkspace, session: SessionMade) -> None:
    _fill(workspace, session)
    keep, drop = session.registrations[:2]
    rows, dossiers = workspace.queries.registrations(session.id), workspace.queries.dossiers(session.id)
    values = {"number": FieldChange("D-0001", "D-0002"), "birth_name": FieldChange("DUPONT1", "DUPONT2")}
    merged = merge_registrations(workspace, keep=keep, drop=drop, values=values)
    after = workspace.queries.registrations(session.id)
    assert [row.id for row in after] == [keep, session.registrations[2]]
    assert (after[0].number, after[0].birth_name) == ("D-0002", "DUPONT2")
    assert [held.code for held in after[0].held] == ["BC01"]
    assert after[0].recused_seat_ids == (session.seats[Role.CENTRE],)
    assert len(after[0].outside_results) == 1
    counting = workspace.queries.dossiers_of(keep)
    assert [(row.pages, row.versions) for row in counting] == [(2, 2)]
    unmerge(workspace, merged)
    assert workspace.queries.registrations(session.id) == rows
    assert workspace.queries.dossiers(session.id) == dossiers


def test_a_registration_with_marks_is_never_given_up(workspace: SqlWorkspace, session: SessionMade) -> None:
    keep, drop = session.registrations[:2]
    score(workspace, session, drop, blocks=session.blocks[:1], seal=False)
    with pytest.raises(Refused, match=r"merge\.scored"):
        merge_registrations(workspace, keep=keep, drop=drop, values={})
    merge_registrations(workspace, keep=drop, drop=keep, values={})
    assert len(workspace.queries.registrations(session.id)) == 2


def test_registrations_of_two_sessions_do_not_merge(workspace: SqlWorkspace, session: SessionMade) -> None:
    other = make_session(workspace, candidates=1, name="S2")
    with pytest.raises(Refused, match=r"merge\.other_session"):
        merge_registrations(workspace, keep=session.registrations[0], drop=other.registrations[0], values={})


def test_two_persons_are_remembered_in_the_session(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, second = session.registrations[:2]
    assert not set_apart(workspace, session.id, first, second=second)
    planning = workspace.queries.session(session.id).planning
    assert pairs_apart(planning) == {frozenset((first, second))}
    assert set_apart(workspace, session.id, second, second=first, apart=False)
    assert pairs_apart(workspace.queries.session(session.id).planning) == frozenset()
