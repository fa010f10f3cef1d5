"""Defences as a calendar (``.ics``, RFC 5545) that telephones and office programs read.

Starts are written without a time zone (RFC 5545 §3.3.5, form 1, « floating »): the product stores the clock
of the jury's place and knows no zone, and a juror who comes from elsewhere wants that clock. « Europe/Paris »
would be two hours wrong in Saint-Denis de La Réunion. Must not know what a jury is, nor where the file goes.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from cisp_desktop.application.planner import CalendarEvent

MAKER = "-//cisp-desktop//planning//FR"
UNPRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
"""What RFC 5545 allows in no text; a new line (\\n) is escaped by the library."""


class CalendarFiles:
    """``application.planner.CalendarWriter``."""

    def calendar(self, events: Sequence[CalendarEvent], *, name: str, stamp: datetime) -> bytes:
        """Return the file's bytes, lines ending in CRLF and folded at 75 octets, events as given.

        ``name`` names the calendar; ``stamp`` (aware) is when it was made, written in UTC.
        """
        made = Calendar()  # not Calendar.new(): that draws an identifier by lot
        made.prodid, made.version, made.calendar_name = MAKER, "2.0", _clean(name)
        for event in events:
            made.add_component(_event(event, stamp.astimezone(UTC)))
        return bytes(made.to_ical(sorted=False))


def _event(event: CalendarEvent, stamp: datetime) -> Event:
    starts = event.starts.replace(tzinfo=None, second=0, microsecond=0)
    return Event.new(
        uid=event.uid,
        stamp=stamp.replace(microsecond=0),
        start=starts,
        end=starts + timedelta(minutes=event.minutes),
        summary=_clean(event.title),
        location=_clean(event.place) or None,
        description=_clean(event.description) or None,
    )


def _clean(text: str) -> str:
    return UNPRINTED.sub(" ", text.replace("\r\n", "\n"))
