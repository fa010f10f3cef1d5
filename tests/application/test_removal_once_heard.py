"""What is noted of a hearing keeps its candidate; acts that are undone leave nothing half behind."""

from collections.abc import Callable

import pytest

from cisp_desktop.application.attending import Coming, attend, coming_of
from cisp_desktop.application.candidate_removal import remove_registration
from cisp_desktop.application.finality import NOT_UNDOABLE, finality_words
from cisp_desktop.application.jurors import recuse, withdraw_recusal
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence, remove_equivalence
from cisp_desktop.application.panels import place_candidates
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.application.stand_ins import leave
from cisp_desktop.application.timers import TimerKey, start_timer
from cisp_desktop.application.transcribing import start_transcription
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing_log import Phase
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_room, make_session

Noted = Callable[[SqlWorkspace, SessionMade, str], object]


def excused(workspace: SqlWorkspace, made: SessionMade, one: str) -> object:
    return attend(workspace, one, Coming(Attendance.EXCUSED, excuse="train"))


def timed(workspace: SqlWorkspace, made: SessionMade, one: str) -> object:
    assessment = made.certification.blocks[0].assessments[0].id
    return start_timer(workspace, TimerKey(one, assessment, Phase.PRESENTATION), actor="SITE")


def left(workspace: SqlWorkspace, made: SessionMade, one: str) -> object:
    return leave(workspace, one, made.seats[Role.CENTRE], reason="train")


def copied(workspace: SqlWorkspace, made: SessionMade, one: str) -> object:
    block = made.blocks[0]
    return start_transcription(workspace, made.juror(), registration_id=one, block_id=block, typed_by="ROUX")


@pytest.mark.parametrize("noted", [excused, timed, left, copied])
def test_a_candidate_of_whom_something_is_noted_is_not_removed(workspace: SqlWorkspace, noted: Noted) -> None:
    made = make_session(workspace, candidates=1)
    noted(workspace, made, made.registrations[0])
    with pytest.raises(Refused) as refused:
        remove_registration(workspace, made.registrations[0])
    assert refused.value.code == "registration.heard"


def test_an_attendance_said_in_the_table_keeps_no_detail_of_another(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, candidates=1)
    excused(workspace, made, made.registrations[0])
    assert (
        set_attendance(workspace, made.registrations[0], attendance=Attendance.PRESENT) is Attendance.EXCUSED
    )
    assert coming_of(workspace, made.registrations[0]) == Coming(Attendance.PRESENT)


def test_withdrawing_a_recusal_before_a_former_panel_can_be_undone(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, candidates=2)
    one, seat = made.registrations[0], made.seats[Role.CENTRE]
    recuse(workspace, one, seat_id=seat, ground=RecusalGround.TRAINED)
    place_candidates(workspace, {one: make_room(workspace, made).panel_id})
    withdraw_recusal(workspace, one, seat_id=seat)
    assert recuse(workspace, one, seat_id=seat, ground=RecusalGround.TRAINED, restored=True)
    withdraw_recusal(workspace, one, seat_id=seat)
    with pytest.raises(Refused):
        recuse(workspace, one, seat_id=seat, ground=RecusalGround.TRAINED)


def test_an_equivalence_put_back_is_removed_again_under_its_own_name(workspace: SqlWorkspace) -> None:
    certification = make_session(workspace, candidates=0).certification
    entry = EquivalenceEntry("RNCP250", "CCP1", certification.code, certification.blocks[0].code)
    known = record_equivalence(workspace, entry)
    assert record_equivalence(workspace, remove_equivalence(workspace, known), equivalence_id=known) == known
    remove_equivalence(workspace, known)
    assert not workspace.queries.equivalences(certification.code)


def test_an_act_without_inverse_says_what_to_do_instead() -> None:
    assert finality_words("sheet.sealed").startswith("Ne s’annule pas. Une grille scellée")
    assert finality_words("mark.given") == ""
    assert all(not words.endswith(".") for words in NOT_UNDOABLE.values())
