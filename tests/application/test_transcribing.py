"""A sheet copied from paper: typed by one, checked by another, sealed by its juror only then."""

import pytest

from cisp_desktop.application.scoring import MarkValue, give_mark, seal_sheets
from cisp_desktop.application.stand_ins import leave
from cisp_desktop.application.transcribing import (
    check_transcription,
    start_transcription,
    stop_transcription,
    uncheck_transcription,
)
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import GLOBAL_ITEM
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.fakes import FakeClock

TYPIST, CHECKER = "BLANC Léa", "NOIR Paul"


def start(workspace: SqlWorkspace, made: SessionMade) -> str:
    return start_transcription(
        workspace, made.juror(), registration_id=made.registrations[0], block_id=made.blocks[0],
        typed_by=TYPIST,
    )  # fmt: skip


def seal(workspace: SqlWorkspace, made: SessionMade) -> None:
    seal_sheets(workspace, made.juror(), registration_id=made.registrations[0], block_ids=made.blocks[:1])


def typed(workspace: SqlWorkspace, made: SessionMade) -> str:
    sheet = start(workspace, made)
    score(workspace, made, made.registrations[0], blocks=made.blocks[:1], seal=False)
    return sheet


def test_a_typed_sheet_is_sealed_only_after_its_check(workspace: SqlWorkspace, session: SessionMade) -> None:
    sheet = typed(workspace, session)
    with pytest.raises(Refused, match=r"transcription\.unchecked"):
        seal(workspace, session)
    check_transcription(workspace, session.juror(), sheet, checked_by=CHECKER)
    seal(workspace, session)
    view = workspace.queries.score_sheet(
        session.registrations[0], session.seats[Role.PRESIDENT], block_id=session.blocks[0]
    )
    assert view.transcription is not None
    assert (view.transcription.typed_by, view.transcription.checked_by) == (TYPIST, CHECKER)
    with pytest.raises(Refused, match=r"sheet\.sealed"):
        uncheck_transcription(workspace, session.juror(), sheet)


def test_who_typed_does_not_check(workspace: SqlWorkspace, session: SessionMade) -> None:
    sheet = typed(workspace, session)
    with pytest.raises(RuleError, match=r"transcription\.same_person"):
        check_transcription(workspace, session.juror(), sheet, checked_by="lea BLANC")


def test_a_mark_after_the_check_asks_for_another(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    sheet = typed(workspace, session)
    check_transcription(workspace, session.juror(), sheet, checked_by=CHECKER)
    clock.advance(minutes=1)
    give_mark(
        workspace, session.juror(), registration_id=session.registrations[0], block_id=session.blocks[0],
        item=GLOBAL_ITEM, value=MarkValue.of_level(3),
    )  # fmt: skip
    with pytest.raises(Refused, match=r"transcription\.unchecked"):
        seal(workspace, session)
    check_transcription(workspace, session.juror(), sheet, checked_by=CHECKER)
    seal(workspace, session)


def test_starting_and_stopping_leaves_no_sheet(workspace: SqlWorkspace, session: SessionMade) -> None:
    sheet = start(workspace, session)
    with pytest.raises(Refused, match=r"transcription\.exists"):
        start(workspace, session)
    assert stop_transcription(workspace, session.juror(), sheet) == TYPIST
    with workspace.unit_of_work() as work:
        assert work.sheets.of_registration(session.registrations[0]) == []


def test_the_check_is_taken_back_and_the_typing_too(workspace: SqlWorkspace, session: SessionMade) -> None:
    sheet = typed(workspace, session)
    check_transcription(workspace, session.juror(), sheet, checked_by=CHECKER)
    assert uncheck_transcription(workspace, session.juror(), sheet) == CHECKER
    with pytest.raises(Refused, match=r"transcription\.unchecked"):
        seal(workspace, session)
    stop_transcription(workspace, session.juror(), sheet)
    seal(workspace, session)


def test_another_juror_neither_checks_nor_stops(workspace: SqlWorkspace, session: SessionMade) -> None:
    sheet = typed(workspace, session)
    other = session.juror(Role.CENTRE)
    with pytest.raises(Refused, match=r"transcription\.not_yours"):
        check_transcription(workspace, other, sheet, checked_by=CHECKER)
    with pytest.raises(Refused, match=r"transcription\.not_yours"):
        stop_transcription(workspace, other, sheet)


def test_a_typing_stopped_and_taken_up_again_can_be_stopped_once_more(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    juror, first, block = session.juror(Role.CENTRE), session.registrations[0], session.blocks[0]

    def start(sheet_id: str = "") -> str:
        return start_transcription(
            workspace, juror, registration_id=first, block_id=block, typed_by="NOIR Zoé", sheet_id=sheet_id
        )

    sheet = start()
    stop_transcription(workspace, juror, sheet)
    assert start(sheet) == sheet
    assert stop_transcription(workspace, juror, sheet) == "NOIR Zoé"


def test_the_copy_of_a_juror_who_left_is_neither_checked_nor_stopped(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    juror, first, block = session.juror(Role.CENTRE), session.registrations[0], session.blocks[0]
    sheet = start_transcription(workspace, juror, registration_id=first, block_id=block, typed_by="NOIR Zoé")
    leave(workspace, first, juror.seat_id, reason="train")
    with pytest.raises(Refused, match=r"juror\.absent"):
        stop_transcription(workspace, juror, sheet)
    with pytest.raises(Refused, match=r"juror\.absent"):
        check_transcription(workspace, juror, sheet, checked_by="BLANC Luc")
