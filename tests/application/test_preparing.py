"""Sessions, slots, attendance, removal."""

from datetime import date, time

import pytest

from cisp_desktop.application.preparing import (
    assign_slots,
    centre_code,
    create_session,
    remove_registration,
    set_attendance,
)
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score

DAY = date(2022, 12, 14)


def test_a_session_reserves_the_next_number_of_its_centre_and_year(workspace: SqlWorkspace) -> None:
    numbers = []
    for centre, day in (("Centre Grenoble", DAY), ("centre GRENOBLE", DAY), ("Centre Lyon", DAY),
                        ("Centre Grenoble", date(2023, 1, 9))):  # fmt: skip
        made = create_session(workspace, certification="rncp36128", centre=centre, starts=day)
        numbers.append(workspace.queries.session(made).minutes_number)
    assert numbers == ["PV-2022-GRE-0001", "PV-2022-GRE-0002", "PV-2022-LYO-0001", "PV-2023-GRE-0001"]


@pytest.mark.parametrize(
    ("more", "code"),
    [({"certification": "RNCP1"}, "certification.unknown"), ({"centre": "  "}, "text.missing"),
     ({"ends": date(2022, 12, 13)}, "session.dates"), ({"siret": "123"}, "session.siret"),
     ({"centre": "a\x00b"}, "text.character"), ({"centre": "x" * 5000}, "text.too_long")],
)  # fmt: skip
def test_a_session_that_cannot_be_is_refused(
    workspace: SqlWorkspace, more: dict[str, object], code: str
) -> None:
    wanted: dict[str, object] = {"certification": "RNCP36128", "centre": "Centre Grenoble", "starts": DAY}
    with pytest.raises(RuleError) as caught:
        create_session(workspace, **(wanted | more))  # type: ignore[arg-type]
    assert caught.value.code == code
    assert workspace.queries.sessions() == []


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [("Centre AROBASE Grenoble", set(), "GRE"), ("Grenoble", {"GRE"}, "GRN"), ("Île-de-Ré", set(), "REX"),
     ("", set(), "CTR")],
)  # fmt: skip
def test_a_centre_has_three_letters_of_its_own(name: str, taken: set[str], code: str) -> None:
    assert centre_code(name, taken) == code


def slots(workspace: SqlWorkspace, session: SessionMade) -> list[str]:
    return [
        row.starts_at.strftime("%d %H:%M") if row.starts_at else "—"
        for row in workspace.queries.registrations(session.id)
    ]


def test_slots_follow_each_other_around_lunch_and_into_the_next_day(workspace: SqlWorkspace) -> None:
    session = make_session(workspace, candidates=7)
    placed = assign_slots(
        workspace,
        session.id,
        first=time(9),
        minutes=60,
        pause=15,
        lunch=(time(12), time(13, 30)),
        last=time(17),
    )
    assert placed == 7
    assert slots(workspace, session) == [
        "14 09:00", "14 10:15", "14 13:30", "14 14:45", "14 16:00", "15 09:00", "15 10:15",
    ]  # fmt: skip


def test_who_does_not_fit_the_days_has_no_slot(workspace: SqlWorkspace) -> None:
    session = make_session(workspace, candidates=5)
    assert assign_slots(workspace, session.id, first=time(9), minutes=300, last=time(15)) == 2
    assert slots(workspace, session)[2:] == ["—"] * 3


@pytest.mark.parametrize("minutes", [0, 4, 481])
def test_an_impossible_length_is_refused(workspace: SqlWorkspace, session: SessionMade, minutes: int) -> None:
    with pytest.raises(RuleError, match=r"slots\.length"):
        assign_slots(workspace, session.id, first=time(9), minutes=minutes)


def test_a_length_longer_than_the_day_ends(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert assign_slots(workspace, session.id, first=time(9), minutes=480, last=time(10)) == 0


def test_attendance_returns_what_stood_before(workspace: SqlWorkspace, session: SessionMade) -> None:
    registration = session.registrations[0]
    assert set_attendance(workspace, registration, attendance=Attendance.EXCUSED) is Attendance.EXPECTED
    assert set_attendance(workspace, registration, attendance=Attendance.EXPECTED) is Attendance.EXCUSED


def test_a_registration_with_marks_is_not_removed(workspace: SqlWorkspace, session: SessionMade) -> None:
    score(workspace, session, session.registrations[0], blocks=session.blocks[:1], seal=False)
    with pytest.raises(Refused, match=r"registration\.scored"):
        remove_registration(workspace, session.registrations[0])
    remove_registration(workspace, session.registrations[1])
    assert len(workspace.queries.registrations(session.id)) == 2
