"""The journal read and checked: which lines a person asks for, and whether the chain of all of them holds.

Must not know how lines are shown or stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import EventRow
from cisp_desktop.application.wording import clock_seconds, matches, short_day
from cisp_desktop.application.wording_journal import (
    action_words,
    actor_words,
    detail_words,
    journal_names,
    subject_words,
)
from cisp_desktop.domain.journal import first_broken_link

EVERY = 2**62
"""More lines than any journal has."""
TITLES = ("N°", "Date", "Heure", "Par", "Acte", "Objet", "Détails")


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What is asked for; an empty field asks for everything. Both days are included.

    ``act`` is the beginning of words of the act, or its code; ``person`` of who acted or whom it is about.
    """

    starts: date | None = None
    ends: date | None = None
    act: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line in words; ``event`` is what is stored."""

    event: EventRow
    actor: str
    act: str
    subject: str
    details: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as a table shows it, in the order of ``TITLES``."""
        at = self.event.at
        return (
            str(self.event.sequence), short_day(at.date()), clock_seconds(at), self.actor, self.act,
            self.subject, self.details,
        )  # fmt: skip


def read_journal(workspace: Workspace, wanted: JournalFilter) -> list[JournalLine]:
    """Return the lines that answer ``wanted``, the oldest first."""
    names = journal_names(workspace.queries)
    lines = [_line(event, names) for event in reversed(workspace.queries.events(limit=EVERY))]
    return [line for line in lines if _answers(line, wanted)]


def broken_link(workspace: Workspace) -> int | None:
    """Return the number of the first line that was changed, removed or added by hand; None when none was.

    That the journal was not cut at its end is what ``Workspace.check`` tells, by the closed minutes.
    """
    with workspace.unit_of_work() as work:
        return first_broken_link(work.journal.all())


def journal_table(lines: Sequence[JournalLine]) -> list[tuple[str, ...]]:
    """Return the lines as a table, titles first."""
    return [TITLES, *(line.cells for line in lines)]


def _line(event: EventRow, names: Mapping[str, str]) -> JournalLine:
    return JournalLine(
        event, actor_words(event.actor, names), action_words(event.action),
        subject_words(event.subject, names), detail_words(event.details, names),
    )  # fmt: skip


def _answers(line: JournalLine, wanted: JournalFilter) -> bool:
    day = line.event.at.date()
    return (
        (wanted.starts is None or day >= wanted.starts)
        and (wanted.ends is None or day <= wanted.ends)
        and matches(f"{line.act} {line.event.action}", wanted.act)
        and matches(f"{line.actor} {line.subject} {line.details}", wanted.person)
    )
