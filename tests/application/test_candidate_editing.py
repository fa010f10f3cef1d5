"""Editing, adding, pasting and removing candidates."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.candidate_editing import (
    FieldChange,
    add_registration,
    claims_of,
    edit_held,
    edit_registration,
    edit_registrations,
    new_addition,
    paste_cells,
    revert_paste,
    slot_minutes,
    value_of,
)
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.candidate_removal import remove_registration, restore_registration
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score

REQUIRED = {
    "number": "N-1",
    "birth_name": "AUBERT",
    "first_names": "Léa",
    "birth_date": date(1991, 4, 12),
    "access_path": "CONTINUING_EDUCATION",
}


def row(workspace: SqlWorkspace, session: SessionMade, index: int = 0) -> RegistrationRow:
    return workspace.queries.registration(session.registrations[index])


def give_slot(workspace: SqlWorkspace, registration_id: str, start: datetime) -> None:
    """An hour from ``start``."""
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        registration.starts_at, registration.minutes = start, 60
        work.commit()


def change(workspace: SqlWorkspace, session: SessionMade, index: int = 0, **values: Any) -> dict[str, Any]:
    before = row(workspace, session, index)
    changes = {field: FieldChange(value_of(before, field), value) for field, value in values.items()}
    return edit_registration(workspace, session.registrations[index], changes=changes)


def test_an_edit_is_written_and_its_inverse_puts_it_back(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    before = row(workspace, session)
    inverse = change(workspace, session, birth_name="O'BRIEN", birth_date=date(1985, 2, 3), entry_level=6)
    edited = row(workspace, session)
    assert (edited.birth_name, edited.birth_date, edited.entry_level) == ("O'BRIEN", date(1985, 2, 3), 6)
    edit_registration(workspace, session.registrations[0], changes=inverse)
    assert row(workspace, session) == before


def test_an_edit_of_a_value_that_changed_meanwhile_is_refused_and_nothing_is_written(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    seen = row(workspace, session)
    change(workspace, session, employer="Mairie de Voiron")
    with pytest.raises(Refused, match=r"registration\.changed_meanwhile") as refused:
        edit_registration(
            workspace,
            seen.id,
            changes={
                "phone": FieldChange(seen.phone, "06 00 00 00 00"),
                "employer": FieldChange(seen.employer, "Autre"),
            },
        )
    assert refused.value.values["field"] == "candidate.employer"
    after = row(workspace, session)
    assert (after.phone, after.employer) == ("", "Mairie de Voiron")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("number", "", "cell.missing"),
        ("birth_name", " ", "cell.missing"),
        ("first_names", "a\u202eb", "cell.character"),
        ("birth_date", date(2020, 1, 1), "candidate.too_young"),
        ("email", "pas une adresse", "candidate.email"),
        ("birth_insee", "3818", "candidate.insee"),
        ("birth_postcode", "3800", "candidate.postcode"),
        ("entered_on", date(1980, 1, 1), "candidate.before_birth"),
        ("entry_level", 9, "candidate.level"),
        ("extra_time_percent", 101, "candidate.extra_time"),
        ("sex", "X", "candidate.sex"),
        ("presented", (), "registration.no_block"),
        ("presented", ("ailleurs",), "registration.no_block"),
        ("number", "D-0002", "registration.number_taken"),
        ("access_path", "STUDENT", "registration.access_closed"),
        ("minutes", 3, "slots.length"),
        ("held", (HeldClaim("BC01, BC02"),), "held.signs"),
        ("held", (HeldClaim("BC01", date(2030, 1, 1)),), "held.future"),
    ],
)
def test_what_an_import_refuses_is_refused_on_screen_too(
    workspace: SqlWorkspace, session: SessionMade, field: str, value: object, code: str
) -> None:
    before = row(workspace, session)
    with pytest.raises(CispError) as refused:
        change(workspace, session, **{field: value})
    assert refused.value.code == code
    assert row(workspace, session) == before


def test_the_blocks_presented_do_not_change_once_marked(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    score(workspace, session, session.registrations[0], blocks=session.blocks[:1], seal=False)
    with pytest.raises(Refused, match=r"registration\.blocks_scored"):
        change(workspace, session, presented=tuple(session.blocks[:2]))
    change(workspace, session, 1, presented=tuple(session.blocks[:2]))
    assert row(workspace, session, 1).presented == tuple(session.blocks[:2])


def test_accommodations_give_the_extra_time_and_lengthen_the_slot(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    start = datetime(2022, 12, 14, 9)
    give_slot(workspace, session.registrations[0], start)
    inverse = change(workspace, session, accommodations="Tiers temps")
    assert (row(workspace, session).extra_time_percent, row(workspace, session).minutes) == (33, 80)
    edit_registration(workspace, session.registrations[0], changes=inverse)
    assert (row(workspace, session).extra_time_percent, row(workspace, session).minutes) == (0, 60)


def test_an_extra_time_typed_is_kept_when_the_words_change(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    change(workspace, session, extra_time_percent=50)
    change(workspace, session, accommodations="Tiers temps, salle calme")
    assert row(workspace, session).extra_time_percent == 50


@pytest.mark.parametrize(
    ("minutes", "before", "after", "wanted"),
    [(60, 0, 33, 80), (80, 33, 0, 60), (80, 33, 50, 90), (None, 0, 33, None)],
)
def test_a_slot_follows_the_extra_time(
    minutes: int | None, before: int, after: int, wanted: int | None
) -> None:
    assert slot_minutes(minutes, before, after) == wanted


def test_a_block_held_under_an_older_code_counts_through_its_equivalence(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    entry = EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC01", "Décision du certificateur", 5)
    record_equivalence(workspace, entry)
    claim = HeldClaim("U1", date(2016, 6, 24), "PV-12")
    inverse = edit_held(workspace, session.registrations[0], before=(), after=(claim,))
    held = row(workspace, session).held[0]
    assert (held.counts_for, held.valid_until) == ("BC01", date(2021, 6, 24))
    edit_registration(workspace, session.registrations[0], changes=inverse)
    assert row(workspace, session).held == ()


def test_a_candidate_typed_presents_every_block(workspace: SqlWorkspace, session: SessionMade) -> None:
    added = add_registration(workspace, session.id, new_addition({**REQUIRED, "civility": "Mme"}))
    found = workspace.queries.registration(added)
    assert found.presented == tuple(session.blocks)
    assert (found.sex, found.position) == ("F", 4)


def test_a_candidate_without_a_birth_date_is_not_added(workspace: SqlWorkspace, session: SessionMade) -> None:
    values = {field: value for field, value in REQUIRED.items() if field != "birth_date"}
    with pytest.raises(RuleError, match=r"cell\.missing"):
        add_registration(workspace, session.id, new_addition(values))


def test_a_paste_edits_and_adds_all_or_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    edits = {session.registrations[0]: {"employer": FieldChange("", "Mairie")}}
    twice = [new_addition(REQUIRED), new_addition(REQUIRED)]
    with pytest.raises(RuleError, match=r"registration\.number_taken"):
        paste_cells(workspace, session.id, edits=edits, additions=twice)
    assert row(workspace, session).employer == ""
    before = workspace.queries.registrations(session.id)
    pasted = paste_cells(workspace, session.id, edits=edits, additions=twice[:1])
    assert row(workspace, session).employer == "Mairie"
    assert len(workspace.queries.registrations(session.id)) == 4
    revert_paste(workspace, session.id, pasted)
    assert workspace.queries.registrations(session.id) == before


def test_a_number_freed_by_a_paste_can_be_taken_in_it_and_comes_back(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    before = workspace.queries.registrations(session.id)
    pasted = paste_cells(
        workspace,
        session.id,
        edits={session.registrations[0]: {"number": FieldChange("D-0001", "D-0009")}},
        additions=[new_addition({**REQUIRED, "number": "D-0001"})],
    )
    revert_paste(workspace, session.id, pasted)
    assert workspace.queries.registrations(session.id) == before


def test_a_candidate_of_another_session_is_not_edited_here(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    other = make_session(workspace, candidates=1, name="S2")
    with pytest.raises(Refused, match=r"registration\.not_found"):
        edit_registrations(
            workspace, session.id, {other.registrations[0]: {"employer": FieldChange("", "X")}}
        )


def test_a_registration_removed_comes_back_whole(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    recuse(workspace, first, seat_id=session.seats[Role.CENTRE], ground=RecusalGround.TRAINED)
    edit_held(workspace, first, before=(), after=(HeldClaim("BC01", date(2020, 1, 2), "PV"),))
    assessment = next(
        a.id for b in session.certification.blocks for a in b.assessments if a.judged_by.outside_panel
    )
    entry = OutsideEntry(True, "TARDY Nicole", date(2022, 11, 3), 1250)
    record_outside_result(workspace, first, assessment_id=assessment, entry=entry)
    before = workspace.queries.registrations(session.id)
    removed = remove_registration(workspace, first)
    assert len(workspace.queries.registrations(session.id)) == 2
    restore_registration(workspace, removed)
    assert workspace.queries.registrations(session.id) == before


def test_a_number_taken_meanwhile_keeps_a_registration_from_coming_back(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    removed = remove_registration(workspace, session.registrations[0])
    add_registration(workspace, session.id, new_addition({**REQUIRED, "number": "D-0001"}))
    with pytest.raises(Refused, match=r"registration\.not_restorable"):
        restore_registration(workspace, removed)


def test_a_person_registered_twice_outlives_one_registration(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        shared = work.registrations.get(session.registrations[0]).candidate_id
        work.registrations.get(session.registrations[1]).candidate_id = shared
        work.commit()
    remove_registration(workspace, session.registrations[0])
    assert row(workspace, session, 1).candidate_id == shared


_TEXTS = st.text("ABCéèœ '-<&=", min_size=1, max_size=12).map(str.strip).filter(bool)
_CLAIMS = st.lists(
    st.builds(
        HeldClaim,
        st.sampled_from(["BC01", "RNCP36128BC02", "U1", "RNCP403BC07"]),
        st.none() | st.dates(date(2000, 1, 1), date(2022, 1, 1)),
        st.none() | st.sampled_from(["PV-2020-GRE-0001", "12"]),
    ),
    unique_by=lambda claim: claim.code,
    max_size=3,
).map(tuple)
_FIELDS = {
    "number": st.sampled_from(["X-1", "X-2", "007"]),
    "civility": st.sampled_from(["", "Mme", "M."]),
    "sex": st.sampled_from(["", "M", "F"]),
    "birth_name": _TEXTS,
    "usage_name": _TEXTS | st.just(""),
    "first_names": _TEXTS,
    "birth_date": st.dates(date(1950, 1, 1), date(2005, 1, 1)),
    "birth_postcode": st.sampled_from(["", "38000", "01000"]),
    "email": st.sampled_from(["", "a.b@exemple.fr"]),
    "access_path": st.sampled_from([AccessPath.VAE, AccessPath.CONTINUING_EDUCATION]),
    "entry_level": st.none() | st.integers(1, 8),
    "selection_passed": st.none() | st.booleans(),
    "entered_on": st.none() | st.dates(date(2010, 1, 1), date(2022, 1, 1)),
    "accommodations": st.sampled_from(["", "Tiers temps", "temps majoré de 25 %", "salle calme"]),
    "extra_time_percent": st.integers(0, 100),
    "employer": _TEXTS | st.just(""),
    "held": _CLAIMS,
}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.fixed_dictionaries({}, optional=_FIELDS), min_size=1, max_size=4))
def test_undoing_edits_in_reverse_is_the_identity_and_doing_them_again_repeats(
    workspace: SqlWorkspace, edits: list[dict[str, Any]]
) -> None:
    known = {one.id for one in workspace.queries.sessions()}
    session = (
        make_session(workspace, candidates=1) if not known else SessionMade("S1", "", None, {}, ["S1-r00001"])  # type: ignore[arg-type]  # only the ids are read
    )
    registration_id = session.registrations[0]
    give_slot(workspace, registration_id, datetime(2022, 12, 14, 9))
    states = [workspace.queries.registration(registration_id)]
    inverses = []
    done = []
    for values in edits:
        before = states[-1]
        changes = {field: FieldChange(value_of(before, field), value) for field, value in values.items()}
        inverse = edit_registration(workspace, registration_id, changes=changes)
        inverses.append(inverse)
        done.append(changes)
        states.append(workspace.queries.registration(registration_id))
        assert all(value_of(states[-1], field) == value for field, value in values.items())
    for inverse, state in zip(reversed(inverses), reversed(states[:-1]), strict=True):
        if inverse:
            edit_registration(workspace, registration_id, changes=inverse)
        assert workspace.queries.registration(registration_id) == state
    for changes, state in zip(done, states[1:], strict=True):
        edit_registration(workspace, registration_id, changes=changes)
        assert workspace.queries.registration(registration_id) == state
    final = states[-1]
    changes = {f: FieldChange(value_of(final, f), value_of(states[0], f)) for f in (*_FIELDS, "minutes")}
    edit_registration(workspace, registration_id, changes=changes)
    assert claims_of(workspace.queries.registration(registration_id)) == claims_of(states[0])
