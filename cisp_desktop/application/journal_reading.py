"""The journal read and checked: which lines a person asks for, how they leave, whether the chain holds.

Must not know how lines are shown or stored.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cisp_desktop.application.files import write_file
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_registers import JournalVerdict, LinkRow, LinksWanted
from cisp_desktop.application.services import CandidateWriter
from cisp_desktop.application.wording import clock_seconds, short_day
from cisp_desktop.application.wording_journal import (
    JournalNames,
    action_words,
    actor_words,
    detail_words,
    read_names,
    subject_words,
)
from cisp_desktop.domain.journal import normalised_head
from cisp_desktop.domain.text import begin_words, beginnings, folded

TITLES = ("N°", "Date", "Heure", "Par", "Acte", "Objet", "Détails")
LINES = ".jsonl"
JOURNAL_FILES = (".csv", ".xlsx", LINES)
"""How the name of an exported journal may end: a table in words, or lines of JSON with their hashes."""


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What is asked for; an empty field asks for everything. Both days are included.

    ``act`` is the beginning of words of the act, or its code; ``person`` of who acted or whom it is about, a
    candidate by number or name; ``text`` of anything on the line. ``actor`` and ``action`` are codes or
    identifiers, ``session_id`` keeps what belongs to one session.
    """

    starts: date | None = None
    ends: date | None = None
    act: str = ""
    person: str = ""
    text: str = ""
    actor: str = ""
    action: str = ""
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line in words; ``event`` is what is stored."""

    event: LinkRow
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


@dataclass(frozen=True, slots=True)
class JournalFound:
    """The links that answer a filter, the oldest first, and the words of their identifiers."""

    links: Sequence[LinkRow]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JournalChoices:
    """What a filter may choose from, each as (identifier or code, words), in the order of the words."""

    actors: Sequence[tuple[str, str]]
    actions: Sequence[tuple[str, str]]
    sessions: Sequence[tuple[str, str]]


class JournalReader:
    """Reads the journal again and again for a screen: it keeps what names mean, and the words of the lines
    looked through. One thread at a time.
    """

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._names = JournalNames({}, {}, {})
        self._lines: dict[int, str] = {}
        self._parts: dict[str, str] = {}

    def refresh(self) -> JournalChoices:
        """Read again what names mean, and return what there is to choose from."""
        self._names = names = read_names(self._queries)
        self._lines, self._parts = {}, {}
        known_actors, known_actions = self._queries.journal_parties()
        actors = {(one, actor_words(one, names.words)) for one in known_actors}
        actions = {(one, action_words(one)) for one in known_actions}
        sessions = [(key, names.words[key]) for key in names.scopes]
        return JournalChoices(_by_words(actors), _by_words(actions), sessions)

    def find(self, wanted: JournalFilter) -> JournalFound:
        """Return the links that answer ``wanted``: days, actor and act by the database, words here."""
        links = self._queries.links(
            LinksWanted(
                wanted.starts, wanted.ends, frozenset(filter(None, [wanted.actor])),
                frozenset(filter(None, [wanted.action])),
            )
        )  # fmt: skip
        if wanted.session_id:
            scope = self._names.scopes.get(wanted.session_id, frozenset())
            links = [link for link in links if concerns(link, scope)]
        for typed, words in (
            (wanted.act, self._act), (wanted.person, self._person), (wanted.text, self._line)
        ):  # fmt: skip
            parts = beginnings(typed)
            if parts:
                links = [link for link in links if begin_words(parts, words(link))]
        return JournalFound(links, self._names.words)

    def _act(self, link: LinkRow) -> str:
        return f"{self._folded(action_words(link.action))} {self._folded(link.action)}"

    def _person(self, link: LinkRow) -> str:
        names = self._names
        words = (
            actor_words(link.actor, names.words), subject_words(link.subject, names.words),
            names.people.get(link.subject, ""), detail_words(link.details, names.words),
        )  # fmt: skip
        return " ".join(map(self._folded, words))

    def _line(self, link: LinkRow) -> str:
        found = self._lines.get(link.sequence)
        if found is None:
            said = self._folded(f"{short_day(link.at.date())} {link.sequence}")
            found = self._lines[link.sequence] = f"{said} {self._act(link)} {self._person(link)}"
        return found

    def _folded(self, words: str) -> str:
        found = self._parts.get(words)
        if found is None:
            found = self._parts[words] = folded(words)
        return found


def _by_words(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda one: folded(one[1]))


def concerns(link: LinkRow, scope: frozenset[str]) -> bool:
    """Whether a link is about, done by, or names one of these identifiers."""
    if link.subject in scope or link.actor in scope:
        return True
    data = json.loads(link.details)
    values = data.values() if isinstance(data, dict) else ()
    return any(isinstance(value, str) and value in scope for value in values)


def journal_lines(found: JournalFound) -> list[JournalLine]:
    """Return links in words."""
    return [_line(link, found.names) for link in found.links]


@dataclass(frozen=True, slots=True)
class HeadAnswer:
    """Whether a head written elsewhere stands in the journal. ``link`` is None when it does not; the lines up
    to it are as they were then when ``holds``.
    """

    head: str
    link: LinkRow | None
    holds: bool


def look_for_head(queries: Queries, typed: str) -> HeadAnswer:
    """Look for a head as printed on minutes or in a bundle, whole or by its first letters.

    Raises ``RuleError("journal.head")`` for what is no head.
    """
    head = normalised_head(typed)
    link = queries.link_of_head(head)
    broken = queries.check_journal().broken
    holds = link is not None and (broken is None or broken.sequence > link.sequence)
    return HeadAnswer(head, link, holds)


def journal_table(lines: Sequence[JournalLine]) -> list[tuple[str, ...]]:
    """Return the lines as a table, titles first."""
    return [TITLES, *(line.cells for line in lines)]


def journal_text(links: Iterable[LinkRow], verdict: JournalVerdict) -> bytes:
    """Return links as lines of JSON, each with its hash and the one before it; the last line is the head of
    the whole journal: its hash, its number and its hour.
    """
    lines = [
        {
            "sequence": link.sequence, "at": link.at.isoformat(), "actor": link.actor, "action": link.action,
            "subject": link.subject, "details": link.details, "previous": link.previous, "hash": link.hash,
        }
        for link in links
    ]  # fmt: skip
    at = verdict.at.isoformat() if verdict.at is not None else None
    head = {"journal_head": verdict.head, "sequence": verdict.last, "at": at}
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [*lines, head]).encode()


def export_journal(path: Path, found: JournalFound, *, queries: Queries, writer: CandidateWriter) -> None:
    """Write links to ``path``: a table in words (CSV, workbook), or lines of JSON with their hashes.

    Raises ``StorageError("file.*")``.
    """
    if path.suffix.casefold() == LINES:
        write_file(path, journal_text(found.links, queries.check_journal()))
    else:
        writer.write(path, journal_table(journal_lines(found)), sheet="Journal")


def _line(event: LinkRow, names: Mapping[str, str]) -> JournalLine:
    return JournalLine(
        event, actor_words(event.actor, names), action_words(event.action),
        subject_words(event.subject, names), detail_words(event.details, names),
    )  # fmt: skip
