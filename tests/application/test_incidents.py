"""Incidents of a sitting: what is recorded, put right, withdrawn, and what each act refuses."""

from datetime import timedelta

import pytest

from cisp_desktop.application.incidents import (
    Amended,
    IncidentEntry,
    advised_to_defer,
    amend_incident,
    entry_of,
    record_incident,
    unrecord_incident,
    withdraw_incident,
)
from cisp_desktop.application.wording_incidents import incident_about, incident_hour
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.hearing_log import IncidentKind, standing
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_room, make_session
from tests.fakes import FakeClock


def an_entry(clock: FakeClock, **changed: object) -> IncidentEntry:
    known = {
        "kind": IncidentKind.TECHNICAL,
        "happened_at": clock.now,
        "account": "Panne du vidéoprojecteur.",
        "people": "MARTIN Anne",
        "decision": "Exposé repris depuis le début.",
    }
    return IncidentEntry(**{**known, **changed})  # type: ignore[arg-type]  # a test's own words


def refused(do: object) -> str:
    with pytest.raises(CispError) as raised:
        do()  # type: ignore[operator]  # a callable
    return raised.value.code


def test_a_recorded_incident_is_listed_with_its_hour_and_its_candidate(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    entry = an_entry(clock, registration_id=session.registrations[0])

    made = record_incident(workspace, session.panel_id, entry)

    (row,) = workspace.queries.incidents(session.id)
    assert (row.id, entry_of(row)) == (made, entry)
    assert incident_about(row) == "DUPONT1 Zoé (D-0001)"
    assert incident_hour(row) == "14/12/2022 à 8\u00a0h\u00a000"


def test_incidents_are_listed_by_the_hour_at_which_they_happened(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    later = record_incident(workspace, session.panel_id, an_entry(clock))
    earlier = an_entry(clock, happened_at=clock.now - timedelta(hours=1))
    first = record_incident(workspace, session.panel_id, earlier)

    assert [row.id for row in workspace.queries.incidents(session.id)] == [first, later]


def test_an_incident_without_facts_is_refused(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    entry = an_entry(clock, account=" \n ")
    assert refused(lambda: record_incident(workspace, session.panel_id, entry)) == "text.missing"


def test_an_incident_of_an_hour_to_come_is_refused(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    entry = an_entry(clock, happened_at=clock.now + timedelta(hours=1))
    assert refused(lambda: record_incident(workspace, session.panel_id, entry)) == "incident.in_future"


def test_an_incident_names_no_candidate_of_another_panel(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    room = make_room(workspace, session, candidates=(2,))
    entry = an_entry(clock, registration_id=room.registrations[0])
    assert refused(lambda: record_incident(workspace, session.panel_id, entry)) == "incident.other_panel"


def test_an_amended_incident_says_what_stood_and_brings_it_back(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    before = an_entry(clock)
    made = record_incident(workspace, session.panel_id, before)
    after = an_entry(clock, kind=IncidentKind.DISTURBANCE, happened_at=before.happened_at, account="Bruit.")

    assert amend_incident(workspace, made, after, before=before) == Amended(before, after)
    assert entry_of(workspace.queries.incidents(session.id)[0]) == after
    amend_incident(workspace, made, before, before=after)
    assert entry_of(workspace.queries.incidents(session.id)[0]) == before


def test_an_incident_changed_meanwhile_is_not_overwritten(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    before = an_entry(clock)
    made = record_incident(workspace, session.panel_id, before)
    amend_incident(workspace, made, an_entry(clock, account="Bruit."), before=before)

    late = an_entry(clock, account="Silence.")
    code = refused(lambda: amend_incident(workspace, made, late, before=before))
    assert code == "incident.changed_meanwhile"


def test_a_withdrawn_incident_prints_nowhere_and_can_stand_again(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    made = record_incident(workspace, session.panel_id, an_entry(clock))

    def printed() -> list[str]:
        with workspace.unit_of_work() as work:
            return [one.id for one in standing(work.hearings.incidents_of_session(session.id))]

    assert withdraw_incident(workspace, made) is False
    assert printed() == []
    assert refused(lambda: amend_incident(workspace, made, an_entry(clock), before=an_entry(clock))) == (
        "incident.withdrawn"
    )
    assert withdraw_incident(workspace, made, withdrawn=False) is True
    assert printed() == [made]


def test_undoing_a_record_leaves_no_incident_and_redoing_brings_it_back_under_its_id(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    entry = an_entry(clock)
    made = record_incident(workspace, session.panel_id, entry)

    assert unrecord_incident(workspace, made) == entry
    assert workspace.queries.incidents(session.id) == []
    assert record_incident(workspace, session.panel_id, entry, incident_id=made) == made
    assert refused(lambda: unrecord_incident(workspace, "nobody")) == "incident.not_found"


def test_suspected_fraud_advises_to_defer_until_it_is_withdrawn(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    one, two = session.registrations[:2]
    fraud = an_entry(clock, kind=IncidentKind.FRAUD, registration_id=one)
    made = record_incident(workspace, session.panel_id, fraud)
    record_incident(workspace, session.panel_id, an_entry(clock, registration_id=two))

    assert advised_to_defer(workspace.queries.incidents(session.id)) == {one}
    withdraw_incident(workspace, made)
    assert advised_to_defer(workspace.queries.incidents(session.id)) == frozenset()


def test_nothing_changes_once_the_session_is_closed(workspace: SqlWorkspace, clock: FakeClock) -> None:
    made = make_session(workspace, candidates=1)
    incident = record_incident(workspace, made.panel_id, an_entry(clock))
    entry = entry_of(workspace.queries.incidents(made.id)[0])
    with workspace.unit_of_work() as work:
        work.sessions.get(made.id).closed_at = clock.now
        work.commit()

    assert refused(lambda: record_incident(workspace, made.panel_id, entry)) == "session.closed"
    assert refused(lambda: amend_incident(workspace, incident, entry, before=entry)) == "session.closed"
    assert refused(lambda: withdraw_incident(workspace, incident)) == "session.closed"
    assert refused(lambda: unrecord_incident(workspace, incident)) == "session.closed"
