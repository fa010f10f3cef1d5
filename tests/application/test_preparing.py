"""Sessions, attendance, removal."""

from datetime import date

import pytest

from cisp_desktop.application.candidate_removal import remove_registration
from cisp_desktop.application.preparing import (
    centre_code,
    create_session,
    set_attendance,
)
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score

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


def test_attendance_returns_what_stood_before(workspace: SqlWorkspace, session: SessionMade) -> None:
    registration = session.registrations[0]
    assert set_attendance(workspace, registration, attendance=Attendance.ABSENT) is Attendance.EXPECTED
    assert set_attendance(workspace, registration, attendance=Attendance.EXPECTED) is Attendance.ABSENT


def test_a_registration_with_marks_is_not_removed(workspace: SqlWorkspace, session: SessionMade) -> None:
    score(workspace, session, session.registrations[0], blocks=session.blocks[:1], seal=False)
    with pytest.raises(Refused, match=r"registration\.scored"):
        remove_registration(workspace, session.registrations[0])
    remove_registration(workspace, session.registrations[1])
    assert len(workspace.queries.registrations(session.id)) == 2
