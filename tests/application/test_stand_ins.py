"""Who leaves on the day, who is called in the place, and what is set aside."""

from dataclasses import replace
from datetime import datetime

import pytest

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.journal_reading import JournalFilter, JournalReader, journal_lines
from cisp_desktop.application.jurors import IdentifiedJuror, identify_juror, recuse
from cisp_desktop.application.stand_ins import (
    call_again,
    call_substitute,
    come_back,
    dismiss,
    leave,
    leave_again,
    set_aside,
    take_up,
)
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Juror, RecusalGround, Role, Seat
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score
from tests.fakes import FakeIdentities

SUBSTITUTE = "S1-substitute"


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    """Three candidates, three seats, one substitute of the representative of the centre."""
    session = make_session(workspace, candidates=3)
    with workspace.unit_of_work() as work:
        juror = Juror("juror-substitute", "NOEL Jean", "", "Autre employeur")
        work.jurors.add(juror)
        panel = work.panels.get(session.panel_id)
        panel.seats.append(
            Seat(SUBSTITUTE, panel.id, juror.id, Role.CENTRE, rank=1, standby=True, juror=juror)
        )
        work.commit()
    return session


class _Substituted(SessionMade):
    """The panel as it scores once the substitute sits instead of the centre's representative."""

    def juror(self, role: Role = Role.PRESIDENT) -> IdentifiedJuror:
        return replace(super().juror(role), standby=role is Role.CENTRE)


def with_substitute(made: SessionMade) -> SessionMade:
    seats = {**made.seats, Role.CENTRE: SUBSTITUTE}
    names = {**made.names, Role.CENTRE: "NOEL Jean"}
    return _Substituted(made.id, made.panel_id, made.certification, seats, made.registrations, names)


def call(workspace: SqlWorkspace, made: SessionMade, *, following: bool = False) -> str | None:
    return call_substitute(
        workspace, made.registrations[0], SUBSTITUTE, for_seat=made.seats[Role.CENTRE],
        identities=FakeIdentities(), following=following,
    ).code  # fmt: skip


def progress(workspace: SqlWorkspace, made: SessionMade) -> dict[str, int]:
    return {row.seat_id: row.expected for row in workspace.queries.progress(made.id)}


def test_who_left_has_no_part_and_is_not_awaited(workspace: SqlWorkspace, made: SessionMade) -> None:
    first, centre = made.registrations[0], made.seats[Role.CENTRE]
    gone = leave(workspace, first, centre, reason="Malaise")
    assert gone.registration_ids == (first,)
    assert workspace.queries.deliberation(made.id)[0].cells[0].unsealed == 2
    assert progress(workspace, made)[centre] == 10
    with pytest.raises(Refused, match=r"juror\.absent"):
        score(workspace, made, first, role=Role.CENTRE)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, made, first, role=role)
    assert open_deliberation(workspace, made.id) == 5
    with pytest.raises(Refused, match=r"panel\.no_quorum"):  # the sheet of this title wants three members
        decide(workspace, first, block_id=made.blocks[0], ruling=Ruling(DecisionValue.VALIDATED))


def test_a_departure_wants_a_reason_and_happens_once(workspace: SqlWorkspace, made: SessionMade) -> None:
    first, centre = made.registrations[0], made.seats[Role.CENTRE]
    with pytest.raises(RuleError, match=r"text\.missing"):
        leave(workspace, first, centre, reason="  ")
    leave(workspace, first, centre, reason="Malaise")
    with pytest.raises(Refused, match=r"juror\.absent"):
        leave(workspace, first, centre, reason="Malaise")


def test_a_departure_extends_to_the_later_candidates_not_begun(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, second, third = made.registrations
    score(workspace, made, third, role=Role.CENTRE, blocks=made.blocks[:1], seal=False)
    assert leave(
        workspace, first, made.seats[Role.CENTRE], reason="Malaise", following=True
    ).registration_ids == (first, second)


def test_later_is_said_by_the_hours_of_the_passages(workspace: SqlWorkspace, made: SessionMade) -> None:
    first, second, third = made.registrations
    with workspace.unit_of_work() as work:
        for registration_id, hour in ((first, 11), (second, 9), (third, 14)):
            work.registrations.get(registration_id).starts_at = datetime(2022, 12, 14, hour)
        work.commit()
    gone = leave(workspace, first, made.seats[Role.CENTRE], reason="Train", following=True)
    assert gone.registration_ids == (first, third)


def test_leaving_and_coming_back_changes_nothing(workspace: SqlWorkspace, made: SessionMade) -> None:
    before = workspace.queries.deliberation(made.id), progress(workspace, made)
    centre = made.seats[Role.CENTRE]
    gone = leave(workspace, made.registrations[0], centre, reason="Malaise", following=True)
    assert come_back(workspace, centre, gone.registration_ids) == gone
    assert (workspace.queries.deliberation(made.id), progress(workspace, made)) == before
    assert leave_again(workspace, gone) == gone
    with workspace.unit_of_work() as work:
        rows = work.hearings.stand_ins_of_session(made.id)
    assert {(row.seat_id, row.at, row.reason) for row in rows} == {(centre, gone.departures[0].at, "Malaise")}


def test_a_substitute_scores_only_whom_he_was_called_for(workspace: SqlWorkspace, made: SessionMade) -> None:
    first, second, _third = made.registrations
    with pytest.raises(Refused, match=r"juror\.on_standby"):
        score(workspace, with_substitute(made), first, role=Role.CENTRE)
    leave(workspace, first, made.seats[Role.CENTRE], reason="Malaise")
    call(workspace, made)
    assert progress(workspace, made)[SUBSTITUTE] == 5
    assert {row.registration_id for row in workspace.queries.sheet_states(made.id, SUBSTITUTE)} == {first}
    score(workspace, with_substitute(made), first, role=Role.CENTRE)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, made, first, role=role)
    assert open_deliberation(workspace, made.id) == 5
    detail = workspace.queries.deliberation_detail(first, made.blocks[0])
    assert [sheet.name for sheet in detail.sheets] == ["MARTIN Anne", "PETIT Karim", "NOEL Jean"]
    with workspace.unit_of_work() as work:
        assert work.sheets.find(second, SUBSTITUTE, block_id=made.blocks[0]) is None


def test_a_called_substitute_gets_a_first_code_once_and_identifies(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    leave(workspace, made.registrations[0], made.seats[Role.CENTRE], reason="Malaise")
    code = call(workspace, made)
    assert code is not None
    juror = identify_juror(workspace, SUBSTITUTE, code=code, identities=FakeIdentities())
    assert (juror.name, juror.standby) == ("NOEL Jean", True)
    dismiss(workspace, SUBSTITUTE, made.registrations[:1])
    assert call(workspace, made) is None


def test_a_substitute_is_called_for_later_candidates_too(workspace: SqlWorkspace, made: SessionMade) -> None:
    centre = made.seats[Role.CENTRE]
    leave(workspace, made.registrations[0], centre, reason="Malaise", following=True)
    call(workspace, made, following=True)
    assert progress(workspace, made)[SUBSTITUTE] == 15
    with pytest.raises(Refused, match=r"stand_in\.called"):
        come_back(workspace, centre, made.registrations)
    dismiss(workspace, SUBSTITUTE, made.registrations)
    assert SUBSTITUTE not in progress(workspace, made)
    come_back(workspace, centre, made.registrations)
    with workspace.unit_of_work() as work:
        assert work.hearings.stand_ins_of_session(made.id) == []


def test_a_substitute_sits_for_a_recused_juror_and_goes_without_trace(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, centre = made.registrations[0], made.seats[Role.CENTRE]
    with pytest.raises(Refused, match=r"substitute\.place_taken"):
        call(workspace, made)
    recuse(workspace, first, seat_id=centre, ground=RecusalGround.TRAINED)
    call(workspace, made)
    assert workspace.queries.deliberation(made.id)[0].cells[0].unsealed == 3
    with workspace.unit_of_work() as work:
        since = [one.at for one in work.hearings.stand_ins(first)]
    dismissed = dismiss(workspace, SUBSTITUTE, [first])
    with workspace.unit_of_work() as work:
        assert work.hearings.stand_ins(first) == []
    call_again(workspace, dismissed)
    with workspace.unit_of_work() as work:
        assert [one.at for one in work.hearings.stand_ins(first)] == since, "undone, the hour stays"


def test_a_substitute_who_scored_is_not_dismissed(workspace: SqlWorkspace, made: SessionMade) -> None:
    first = made.registrations[0]
    leave(workspace, first, made.seats[Role.CENTRE], reason="Malaise")
    call(workspace, made)
    score(workspace, with_substitute(made), first, role=Role.CENTRE, seal=False)
    with pytest.raises(Refused, match=r"substitute\.scored"):
        dismiss(workspace, SUBSTITUTE, [first])


def test_what_a_juror_sealed_before_leaving_stays_his(workspace: SqlWorkspace, made: SessionMade) -> None:
    first = made.registrations[0]
    score(workspace, made, first, role=Role.CENTRE)
    leave(workspace, first, made.seats[Role.CENTRE], reason="Train")
    with pytest.raises(Refused, match=r"substitute\.heard"):
        call(workspace, made)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, made, first, role=role)
    assert open_deliberation(workspace, made.id) == 5
    assert len(workspace.queries.deliberation_detail(first, made.blocks[0]).sheets) == 3


def test_the_president_sets_aside_what_who_left_has_not_sealed(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, centre = made.registrations[0], made.seats[Role.CENTRE]
    score(workspace, made, first, role=Role.CENTRE, blocks=made.blocks[:2], seal=False)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, made, first, role=role)
    president, other = made.juror(), made.juror(Role.PROFESSIONAL)
    with pytest.raises(Refused, match=r"sheet\.author_present"):
        set_aside(workspace, president, registration_id=first, seat_id=centre, reason="Parti")
    leave(workspace, first, centre, reason="Malaise")
    with pytest.raises(Refused, match=r"sheet\.president_only"):
        set_aside(workspace, other, registration_id=first, seat_id=centre, reason="Parti")
    assert open_deliberation(workspace, made.id) == 0
    aside = set_aside(workspace, president, registration_id=first, seat_id=centre, reason="Parti")
    assert aside.block_ids == tuple(made.blocks)
    assert [cell.unsealed for cell in workspace.queries.deliberation(made.id)[0].cells] == [0] * 5
    take_up(workspace, president, aside)
    assert [cell.unsealed for cell in workspace.queries.deliberation(made.id)[0].cells] == [1] * 5
    with workspace.unit_of_work() as work:
        own = [s for s in work.sheets.of_registration(first) if s.seat_id == centre]
        assert [(s.set_aside_reason, s.last_sequence > 0) for s in own] == [("", True)] * 2
    set_aside(workspace, president, registration_id=first, seat_id=centre, reason="Parti")
    assert open_deliberation(workspace, made.id) == 5
    assert len(workspace.queries.deliberation_detail(first, made.blocks[0]).sheets) == 2
    with pytest.raises(Refused, match=r"sheet\.shown"):
        take_up(workspace, president, aside)


def test_nobody_decides_while_the_president_is_gone(workspace: SqlWorkspace, made: SessionMade) -> None:
    first = made.registrations[0]
    for role in made.seats:
        score(workspace, made, first, role=role)
    open_deliberation(workspace, made.id)
    leave(workspace, first, made.seats[Role.PRESIDENT], reason="Malaise")
    with pytest.raises(Refused, match=r"panel\.no_president"):
        decide(workspace, first, block_id=made.blocks[0], ruling=Ruling(DecisionValue.VALIDATED))
    come_back(workspace, made.seats[Role.PRESIDENT], [first])
    decide(workspace, first, block_id=made.blocks[0], ruling=Ruling(DecisionValue.VALIDATED))


def test_the_journal_names_who_was_at_the_keyboard(workspace: SqlWorkspace, made: SessionMade) -> None:
    centre, by = made.seats[Role.CENTRE], made.seats[Role.PRESIDENT]
    first = made.registrations[0]
    gone = leave(workspace, first, centre, reason="Malaise", by=by)
    called = call_substitute(
        workspace, first, SUBSTITUTE, for_seat=centre, identities=FakeIdentities(), by=by
    )  # fmt: skip
    gone_again = dismiss(workspace, SUBSTITUTE, called.registration_ids, by=by)
    call_again(workspace, gone_again, by=by)
    dismiss(workspace, SUBSTITUTE, called.registration_ids, by=by)
    come_back(workspace, centre, gone.registration_ids, by=by)
    leave_again(workspace, gone, by=by)
    reader = JournalReader(workspace.queries)
    reader.refresh()
    acts = {"juror.left", "juror.came_back", "substitute.called", "substitute.dismissed"}
    lines = {
        act: [line.details for line in journal_lines(reader.find(JournalFilter(action=act)))] for act in acts
    }
    assert {act: len(found) for act, found in lines.items()} == {
        "juror.left": 2, "juror.came_back": 1, "substitute.called": 2, "substitute.dismissed": 2,
    }  # fmt: skip
    assert all(words.endswith("saisie par MARTIN Anne") for found in lines.values() for words in found)
