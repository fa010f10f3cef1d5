"""Two panels of one session: each hears, scores, decides and signs for its own candidates alone."""

from pathlib import Path

import pytest

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation, record_decisions
from cisp_desktop.application.jurors import find_seat
from cisp_desktop.application.minutes import (
    ClosingPrevented,
    MinutesClosed,
    close_session,
    closing_blockers,
    draft_minutes,
    sign_minutes,
    snapshot_of,
)
from cisp_desktop.application.ports import AuthorityMaterial, RenderedMinutes
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.application.scoring import MarkValue, give_mark
from cisp_desktop.application.sheet_files import export_sheets
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import GLOBAL_ITEM
from cisp_desktop.exchange.score_sheets import JurorWorkbooks, read_sheet
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import JURORS, SessionMade, make_room, make_session, score, score_by_all
from tests.fakes import FakeClock

Rooms = tuple[SessionMade, ...]


@pytest.fixture
def rooms(workspace: SqlWorkspace) -> Rooms:
    """Three candidates before the first panel, two before the second."""
    made = make_session(workspace, candidates=5)
    return made, make_room(workspace, made, candidates=(3, 4))


def test_a_juror_marks_no_candidate_of_the_other_panel(workspace: SqlWorkspace, rooms: Rooms) -> None:
    first, second = rooms
    with pytest.raises(Refused, match=r"juror\.other_panel"):
        give_mark(
            workspace, second.juror(), registration_id=first.registrations[0], block_id=first.blocks[0],
            item=GLOBAL_ITEM, value=MarkValue.of_level(2),
        )  # fmt: skip


def test_a_juror_reads_no_sheet_of_the_other_panels_candidates(workspace: SqlWorkspace, rooms: Rooms) -> None:
    first, second = rooms
    seat = second.seats[Role.PRESIDENT]
    with pytest.raises(Refused, match=r"juror\.other_panel"):
        workspace.queries.score_sheet(first.registrations[0], seat, block_id=first.blocks[0])
    states = workspace.queries.sheet_states(first.id, seat)
    assert {state.registration_id for state in states} == set(second.registrations)


def test_progress_counts_the_own_panels_candidates_of_every_juror(
    workspace: SqlWorkspace, rooms: Rooms
) -> None:
    first, second = rooms
    score(workspace, second, second.registrations[0])
    rows = workspace.queries.progress(first.id)
    assert [(row.panel_id, row.expected) for row in rows] == [(first.panel_id, 15)] * 3 + [
        (second.panel_id, 10)
    ] * 3
    assert [row.sealed for row in rows] == [0, 0, 0, 5, 0, 0]


def test_a_candidate_opens_when_the_own_panel_has_sealed_and_shows_nothing_of_the_others(
    workspace: SqlWorkspace, rooms: Rooms
) -> None:
    first, second = rooms
    score_by_all(workspace, second, second.registrations[0])
    score(workspace, first, first.registrations[0], level=0)
    assert open_deliberation(workspace, first.id) == 5
    rows = {row.registration_id: row for row in workspace.queries.deliberation(first.id)}
    assert rows[second.registrations[0]].panel_id == second.panel_id
    assert all(cell.proposal_frozen for cell in rows[second.registrations[0]].cells)
    waiting = rows[first.registrations[0]].cells
    assert [cell.unsealed for cell in waiting] == [2] * 5
    assert not any(cell.proposal_frozen or cell.result or cell.gaps or cell.straddles for cell in waiting)
    with pytest.raises(Refused, match=r"deliberation\.sheets_unsealed"):
        workspace.queries.deliberation_detail(first.registrations[0], first.blocks[0])
    detail = workspace.queries.deliberation_detail(second.registrations[0], second.blocks[0])
    assert {sheet.seat_id for sheet in detail.sheets} == set(second.seats.values())


def test_the_quorum_is_that_of_the_candidates_own_panel(workspace: SqlWorkspace, rooms: Rooms) -> None:
    first, second = rooms
    score_by_all(workspace, second, second.registrations[0])
    open_deliberation(workspace, first.id)
    with workspace.unit_of_work() as work:
        panel = work.panels.get(first.panel_id)
        work.panels.remove_seat(next(seat for seat in panel.seats if seat.role is Role.PRESIDENT))
        work.commit()
    ruling = Ruling(DecisionValue.VALIDATED)
    decide(workspace, second.registrations[0], block_id=second.blocks[0], ruling=ruling)
    rows = {row.registration_id: row for row in workspace.queries.deliberation(first.id)}
    assert rows[second.registrations[0]].cells[0].decision is DecisionValue.VALIDATED


def test_each_jurors_workbook_holds_the_own_panels_candidates(
    workspace: SqlWorkspace, rooms: Rooms, tmp_path: Path
) -> None:
    first, _second = rooms
    written = export_sheets(workspace, first.id, tmp_path / "grilles", files=JurorWorkbooks())
    assert written.sealed == 0
    assert len({path.name for path in written.paths}) == 6
    labels = {"Acquis": 2}
    numbers = [{row.number for row in read_sheet(path, labels=labels).rows} for path in written.paths]
    assert numbers == [{"D-0001", "D-0002", "D-0003"}] * 3 + [{"D-0004", "D-0005"}] * 3


def test_a_sheet_that_is_sealed_is_left_out_of_the_workbooks_and_counted(
    workspace: SqlWorkspace, rooms: Rooms, tmp_path: Path
) -> None:
    first, second = rooms
    score(workspace, first, first.registrations[0])
    written = export_sheets(workspace, first.id, tmp_path / "grilles", files=JurorWorkbooks())
    assert written.sealed == len(first.blocks)
    numbers = [{row.number for row in read_sheet(path, labels={}).rows} for path in written.paths]
    assert numbers[:3].count({"D-0002", "D-0003"}) == 1
    for role in (Role.PROFESSIONAL, Role.CENTRE):
        score(workspace, first, first.registrations[0], role=role)
    for registration_id in first.registrations[1:3]:
        score_by_all(workspace, first, registration_id)
    written = export_sheets(workspace, first.id, tmp_path / "encore", files=JurorWorkbooks())
    assert len(written.paths) == 3
    for registration_id in second.registrations:
        score_by_all(workspace, second, registration_id)
    with pytest.raises(Refused, match=r"sheets\.all_sealed"):
        export_sheets(workspace, first.id, tmp_path / "rien", files=JurorWorkbooks())


def test_one_person_in_both_panels_gets_two_workbooks(
    workspace: SqlWorkspace, rooms: Rooms, tmp_path: Path
) -> None:
    first, second = rooms
    with workspace.unit_of_work() as work:
        juror = work.panels.seat(second.seats[Role.CENTRE]).juror
        assert juror is not None
        juror.name = JURORS[Role.CENTRE]
        work.commit()
    written = export_sheets(workspace, first.id, tmp_path / "grilles", files=JurorWorkbooks())
    names = [path.stem for path in written.paths if "ROUX" in path.stem]
    assert names == ["CENTRE ROUX Hélène (Jury\u00a01)", "CENTRE ROUX Hélène (Jury\u00a02)"]


def test_a_juror_is_found_in_the_panel_that_is_named(workspace: SqlWorkspace, rooms: Rooms) -> None:
    first, second = rooms
    name = JURORS[Role.PRESIDENT]
    assert find_seat(workspace, first.id, juror=name, panel_id=first.panel_id) == first.seats[Role.PRESIDENT]
    with pytest.raises(RuleError, match=r"panel\.unknown_juror"):
        find_seat(workspace, first.id, juror=name, panel_id=second.panel_id)


# --- the minutes ------------------------------------------------------------------------------------


class PlainSigner:
    """Signs nothing: the pages as they were drawn, and a line for each signature."""

    def prepare(self, rendered: RenderedMinutes, *, authority: AuthorityMaterial) -> bytes:
        """Return the pages."""
        del authority
        return rendered.pdf

    def sign(self, pdf: bytes, *, field_name: str, name: str, **_rest: object) -> bytes:
        """Add a line."""
        return pdf + f"{field_name} {name}".encode()


def decided(workspace: SqlWorkspace, rooms: Rooms) -> None:
    """Let every candidate be absent but the first of each panel, whom all judge favourably."""
    for room in rooms:
        score_by_all(workspace, room, room.registrations[0])
        for registration_id in room.registrations[1:]:
            set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    open_deliberation(workspace, rooms[0].id)
    assert not record_decisions(workspace, rooms[0].id, accept_proposals=True).failed


def close(workspace: SqlWorkspace, session_id: str) -> list[MinutesClosed]:
    return list(close_session(workspace, session_id, renderer=MinutesRenderer(), signer=PlainSigner()))


def test_closing_freezes_one_minutes_per_panel_each_with_its_own(
    workspace: SqlWorkspace, rooms: Rooms
) -> None:
    decided(workspace, rooms)
    closed = close(workspace, rooms[0].id)
    rows = workspace.queries.minutes_of_session(rooms[0].id)
    assert [row.id for row in rows] == [minutes.id for minutes in closed]
    assert [row.panel_id for row in rows] == [room.panel_id for room in rooms]
    assert [row.number for row in rows] == ["PV-2022-GRE-S1", "PV-2022-GRE-0001"]
    for row, room, label in zip(rows, rooms, ("Jury\u00a01", "Jury\u00a02"), strict=True):
        snapshot = snapshot_of(workspace, row.id)
        assert snapshot["panel"]["name"] == label
        assert {seat["id"] for seat in snapshot["panel"]["seats"]} == set(room.seats.values())
        assert snapshot["counts"]["registered"] == len(room.registrations)
        assert len(snapshot["candidates"]) == len(room.registrations)
        assert {line.seat_id for line in row.signatures} == set(room.seats.values())


def test_the_hours_of_a_deliberation_are_those_of_the_panel(workspace: SqlWorkspace, rooms: Rooms) -> None:
    clock = workspace.clock
    assert isinstance(clock, FakeClock)
    first, second = rooms
    for room in rooms:
        score_by_all(workspace, room, room.registrations[0])
        clock.advance(hours=1)
        open_deliberation(workspace, room.id)
    for row in (*first.registrations[1:], *second.registrations[1:]):
        set_attendance(workspace, row, attendance=Attendance.ABSENT)
    record_decisions(workspace, first.id, accept_proposals=True)
    snapshots = [snapshot_of(workspace, minutes.id) for minutes in close(workspace, first.id)]
    starts = [snapshot["deliberation"]["starts"] for snapshot in snapshots]
    assert [start[11:16] for start in starts] == ["09:00", "10:00"]


def test_a_number_reserved_for_a_panel_is_the_one_its_minutes_bear(
    workspace: SqlWorkspace, rooms: Rooms
) -> None:
    with workspace.unit_of_work() as work:
        work.panels.get(rooms[1].panel_id).minutes_number = "PV-2022-GRE-0042"
        work.commit()
    decided(workspace, rooms)
    assert [minutes.number for minutes in close(workspace, rooms[0].id)][1] == "PV-2022-GRE-0042"


def test_three_panels_without_reserved_numbers_get_three_different_ones(
    workspace: SqlWorkspace, rooms: Rooms
) -> None:
    third = make_room(workspace, rooms[0], position=3, candidates=(2,))
    decided(workspace, (*rooms, third))
    numbers = [minutes.number for minutes in close(workspace, rooms[0].id)]
    assert numbers == ["PV-2022-GRE-S1", "PV-2022-GRE-0001", "PV-2022-GRE-0002"]


def test_what_one_panel_lacks_keeps_the_whole_session_open(workspace: SqlWorkspace, rooms: Rooms) -> None:
    first, second = rooms
    for room in rooms:
        for registration_id in room.registrations:
            set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    with workspace.unit_of_work() as work:
        panel = work.panels.get(second.panel_id)
        work.panels.remove_seat(next(seat for seat in panel.seats if seat.role is Role.CENTRE))
        work.commit()
    (blocker,) = closing_blockers(workspace, first.id)
    assert blocker.code == "minutes.panel_seat_empty"
    assert blocker.values["panel"] == "Jury\u00a02"
    with pytest.raises(ClosingPrevented):
        close(workspace, first.id)
    assert workspace.queries.minutes_of_session(first.id) == []
    assert not workspace.queries.session(first.id).closed


def test_a_panel_that_hears_nobody_needs_no_minutes(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, candidates=1)
    idle = make_room(workspace, made)
    decided(workspace, (made,))
    (minutes,) = close(workspace, made.id)
    assert minutes.panel_id == made.panel_id
    with pytest.raises(Refused, match=r"minutes\.no_panel"):
        draft_minutes(workspace, made.id, renderer=MinutesRenderer(), panel_id=idle.panel_id)


def test_the_session_is_complete_when_every_panel_has_signed(workspace: SqlWorkspace, rooms: Rooms) -> None:
    decided(workspace, rooms)
    closed = close(workspace, rooms[0].id)
    states = []
    for minutes, room in zip(closed, rooms, strict=True):
        for role in room.seats:
            sign_minutes(workspace, minutes.id, juror=room.juror(role), image=None, signer=PlainSigner())
        states.append(workspace.queries.session(room.id).minutes_state)
    assert states == [MinutesState.PARTLY_SIGNED, MinutesState.COMPLETE]


def test_a_juror_signs_no_minutes_of_another_panel(workspace: SqlWorkspace, rooms: Rooms) -> None:
    decided(workspace, rooms)
    closed = close(workspace, rooms[0].id)
    with pytest.raises(Refused, match=r"minutes\.not_a_member"):
        sign_minutes(workspace, closed[0].id, juror=rooms[1].juror(), image=None, signer=PlainSigner())
