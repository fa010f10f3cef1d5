"""The timers of a defence: what is counted, what survives, and the hours for the minutes."""

from datetime import timedelta
from pathlib import Path

import pytest

from cisp_desktop.application.queries import AssessmentRow, BlockRow
from cisp_desktop.application.timers import (
    TimerKey,
    any_running,
    assessments_to_time,
    hours,
    pause_timer,
    planned_minutes,
    reset_timer,
    running,
    standing_timers,
    start_timer,
    stop_timer,
)
from cisp_desktop.domain.certification import AssessmentKind, JudgedBy
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing_log import Phase
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_store
from tests.fakes import FakeClock

JURY = JudgedBy.CERTIFICATION_JURY


def key(session: SessionMade, *, candidate: int = 0, phase: Phase = Phase.PRESENTATION) -> TimerKey:
    """A timer of a candidate's first assessment."""
    assessment = session.certification.blocks[0].assessments[0]
    return TimerKey(session.registrations[candidate], assessment.id, phase)


def elapsed(workspace: SqlWorkspace, session: SessionMade, one: TimerKey) -> timedelta:
    """How long a timer ran by now, to the second."""
    stands = standing_timers(workspace.queries.timer_events(session.id), one.registration_id)
    spent = stands[one.assessment_id, one.phase].at(workspace.clock())
    return timedelta(seconds=round(spent.total_seconds()))


def test_a_timer_counts_what_ran_and_not_its_pauses(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    one = key(session)
    assert start_timer(workspace, one, actor="SITE")
    clock.advance(minutes=7)
    assert pause_timer(workspace, one, actor="SITE")
    clock.advance(hours=1)
    start_timer(workspace, one, actor="SITE")
    clock.advance(minutes=5)
    assert elapsed(workspace, session, one) == timedelta(minutes=12)


def test_an_act_that_changes_nothing_writes_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    one = key(session)
    assert not pause_timer(workspace, one, actor="SITE")
    assert not stop_timer(workspace, one, actor="SITE")
    assert not reset_timer(workspace, one, actor="SITE")
    start_timer(workspace, one, actor="SITE")
    assert not start_timer(workspace, one, actor="SITE")
    assert len(workspace.queries.timer_events(session.id)) == 1


def test_starting_one_timer_pauses_every_other_of_the_jury(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    first, second = key(session), key(session, candidate=1, phase=Phase.INTERVIEW)
    start_timer(workspace, first, actor="SITE")
    clock.advance(minutes=3)
    start_timer(workspace, second, actor="SITE")
    clock.advance(minutes=4)
    events = workspace.queries.timer_events(session.id)
    assert running(events, first.registration_id) == []
    assert running(events, second.registration_id) == [second]
    assert elapsed(workspace, session, first) == timedelta(minutes=3)
    assert any_running(events)


def test_a_running_timer_stands_where_it_stood_after_a_restart(
    tmp_path: Path, workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    one = key(session)
    start_timer(workspace, one, actor="SITE")
    clock.advance(minutes=9)
    workspace.abandon()
    again = make_store(clock).open(tmp_path / "workspace", PASSPHRASE)
    clock.advance(minutes=2)
    assert elapsed(again, session, one) == timedelta(minutes=11)
    again.close()


def test_the_minutes_are_told_when_a_defence_began_and_ended(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    first, second = key(session), key(session, phase=Phase.INTERVIEW)
    start_timer(workspace, first, actor="SITE")
    began = clock.now
    clock.advance(minutes=20)
    stop_timer(workspace, first, actor="SITE")
    start_timer(workspace, second, actor="SITE")
    clock.advance(minutes=30)
    assert hours(workspace.queries.timer_events(session.id), first.registration_id)[1] is None
    stop_timer(workspace, second, actor="SITE")
    found = hours(workspace.queries.timer_events(session.id), first.registration_id)
    assert found[0] is not None
    assert found[1] is not None
    assert abs(found[0] - began) < timedelta(seconds=1)
    assert abs(found[1] - clock.now) < timedelta(seconds=1)
    reset_timer(workspace, first, actor="SITE")
    reset_timer(workspace, second, actor="SITE")
    assert hours(workspace.queries.timer_events(session.id), first.registration_id) == (None, None)


def test_an_assessment_of_another_certification_is_refused(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with pytest.raises(Refused, match=r"timer\.assessment_unknown"):
        start_timer(workspace, TimerKey(session.registrations[0], "x", Phase.INTERVIEW), actor="SITE")


def assessment(
    name: str,
    *,
    kind: AssessmentKind = AssessmentKind.ORAL,
    judge: JudgedBy = JURY,
    oral: int | None = None,
    interview: int | None = None,
) -> AssessmentRow:
    """An assessment that is timed or not."""
    return AssessmentRow(name, 1, kind, name, None, judge, oral, interview)


def block(name: str, *assessments: AssessmentRow) -> BlockRow:
    """A block with assessments alone."""
    return BlockRow(name, name, name, name, (), assessments)


def test_what_has_a_length_is_timed_else_the_orals_else_whatever_the_jury_judges() -> None:
    plain = assessment("plain", kind=AssessmentKind.DOSSIER)
    oral, trainer = assessment("oral"), assessment("trainer", judge=JudgedBy.TRAINER, oral=10)
    lasting = assessment("lasting", kind=AssessmentKind.SIMULATION, interview=30)
    blocks = [block("A", plain, oral, trainer), block("B", lasting), block("C", plain)]
    assert assessments_to_time(blocks, ["A", "B"]) == [lasting]
    assert assessments_to_time(blocks, ["A"]) == [oral]
    assert assessments_to_time(blocks, ["C"]) == [plain]
    assert assessments_to_time(blocks, []) == []


def test_the_planned_length_is_the_assessments_own_with_the_candidates_extra_time() -> None:
    one = assessment("oral", oral=20)
    assert planned_minutes(one, Phase.PRESENTATION, usual=15, extra_time_percent=0) == 20
    assert planned_minutes(one, Phase.PRESENTATION, usual=15, extra_time_percent=33) == 30
    assert planned_minutes(one, Phase.INTERVIEW, usual=30, extra_time_percent=0) == 30
