"""The planning as a calendar's file, read back by a parser and byte by byte."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cisp_desktop.application.planner import CalendarEvent, calendar_title
from cisp_desktop.exchange.calendar_file import CalendarFiles

NINE = datetime(2026, 11, 23, 9, 0)
STAMP = datetime(2026, 11, 2, 8, 30, tzinfo=timezone(timedelta(hours=1)))


def event(**changes: object) -> CalendarEvent:
    values: dict[str, object] = {"uid": "r1@s1", "starts": NINE, "minutes": 75, "title": "Jury", **changes}
    return CalendarEvent(**values)  # type: ignore[arg-type]


def written(*events: CalendarEvent) -> bytes:
    return CalendarFiles().calendar(events, name="Jury de Grenoble", stamp=STAMP)


def read_back(*events: CalendarEvent) -> Calendar:
    calendar = Calendar.from_ical(written(*events))
    assert isinstance(calendar, Calendar)
    return calendar


def test_what_is_written_is_read_back() -> None:
    title = calendar_title("RNCP36128", position=3, person="DUPONT Marie")
    given = event(title=title, place="Salle 1, 3 rue de l’Église ; Grenoble", description="Ligne 1\nLigne 2")
    read = read_back(given).events[0]
    assert read.uid == "r1@s1"
    assert (read.start, read.end) == (NINE, datetime(2026, 11, 23, 10, 15))
    assert str(read["SUMMARY"]) == "Jury RNCP36128 — passage n°\u00a03 — DUPONT Marie"
    assert str(read["LOCATION"]) == "Salle 1, 3 rue de l’Église ; Grenoble"
    assert str(read["DESCRIPTION"]) == "Ligne 1\nLigne 2"


def test_a_start_is_the_clock_of_the_place_without_a_zone() -> None:
    text = written(event())
    assert b"DTSTART:20261123T090000\r\n" in text
    assert b"TZID" not in text


def test_the_stamp_is_in_universal_time() -> None:
    assert b"DTSTAMP:20261102T073000Z\r\n" in written(event())
    assert read_back(event()).events[0].stamp == STAMP.astimezone(UTC)


def test_the_same_planning_gives_the_same_bytes() -> None:
    assert written(event(), event(uid="r2@s1")) == written(event(), event(uid="r2@s1"))


def test_lines_end_in_crlf_and_are_folded_at_75_octets() -> None:
    text = written(event(title="é" * 200))
    lines = text.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)


def test_events_stand_in_the_order_given() -> None:
    uids = [f"r{number}" for number in (3, 1, 2)]
    assert [str(read.uid) for read in read_back(*(event(uid=uid) for uid in uids)).events] == uids


def test_an_empty_planning_is_a_calendar_without_events() -> None:
    assert read_back().events == []


def test_only_what_an_event_holds_is_written() -> None:
    names = {line.split(b":")[0].split(b";")[0] for line in written(event()).split(b"\r\n") if line}
    assert names == {
        b"BEGIN", b"END", b"VERSION", b"PRODID", b"NAME", b"X-WR-CALNAME", b"UID", b"DTSTAMP", b"DTSTART",
        b"DTEND", b"SUMMARY",
    }  # fmt: skip


@given(st.text(max_size=120))
def test_no_text_adds_a_line_or_loses_a_character(text: str) -> None:
    read = read_back(event(title=text + "\rATTENDEE:mailto:a@b"))
    assert len(read.events) == 1
    assert "ATTENDEE" not in read.events[0]
    assert _printed(str(read.events[0]["SUMMARY"])) == _printed(text) + "ATTENDEE:mailto:a@b"


def _printed(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())
