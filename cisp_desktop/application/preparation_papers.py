"""What the documents of preparation print, frozen: all of it and nothing else, and how the papers are named.

What everybody in a room may read stands in ``PublicContent``, which holds no private datum: attendance
sheets, plannings and lists are drawn from it alone. Letters and grids take the rest. This module must not
know how a page is drawn nor where the data come from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from cisp_desktop.application import wording_papers as words
from cisp_desktop.application.files import safe_stem
from cisp_desktop.domain.grading import LevelShape

SHORT_NOTICE_DAYS = 15
"""A summons sent fewer days ahead of its session is warned of (issue of the preparation: 15 days)."""


class PaperKind(StrEnum):
    """The documents of preparation, in the order in which a set of papers is put together."""

    NOMINATION = "NOMINATION"
    SUMMONS_JURORS = "SUMMONS_JURORS"
    SUMMONS_CANDIDATES = "SUMMONS_CANDIDATES"
    CANDIDATE_LIST = "CANDIDATE_LIST"
    PLANNING = "PLANNING"
    ATTENDANCE_SHEET = "ATTENDANCE_SHEET"
    BLANK_SHEETS = "BLANK_SHEETS"


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre's letterhead. ``place`` is the town of « Fait à … »; ``logo`` a PNG or JPEG."""

    name: str
    address: str = ""
    siret: str = ""
    place: str = ""
    signatory: str = ""
    signatory_title: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """The certification: ``level`` is that of the national framework (1 to 8), None when there is none."""

    code: str
    title: str
    level: int | None
    certifier: str


@dataclass(frozen=True, slots=True)
class Session:
    """The session's days, its place, the number reserved for its minutes; nobody is summoned once
    ``cancelled``.
    """

    starts: date
    ends: date
    place: str
    minutes_number: str
    demonstration: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A juror's seat: ``role`` in words, ``name`` as « NOM Prénom »; ``standby`` for a substitute."""

    role: str
    name: str
    title: str = ""
    employer: str = ""
    standby: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of local clock time: a panel's day, or a break with its label (« Déjeuner »)."""

    starts_at: datetime
    ends_at: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """The seats of one room, the hours of each of its days, and its breaks."""

    name: str
    room: str
    seats: tuple[Seat, ...]
    days: tuple[Span, ...] = ()
    breaks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """What everybody may read of a candidate; ``panel`` is an index, ``blocks`` the short codes presented."""

    number: str
    name: str
    access_path: str
    blocks: tuple[str, ...]
    panel: int
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicContent:
    """What the papers that hang on doors and pass from hand to hand print. No private datum is in it.

    Invariant: each candidate's ``panel`` is an index of ``panels``.
    """

    centre: Centre
    title: Title
    session: Session
    panels: tuple[Panel, ...]
    candidates: tuple[Candidate, ...]
    issued_on: date

    def __post_init__(self) -> None:
        """Hold the invariant."""
        if any(not 0 <= candidate.panel < len(self.panels) for candidate in self.candidates):
            raise ValueError("a candidate's panel is none of the session's")

    @property
    def jurors(self) -> tuple[tuple[int, Seat], ...]:
        """Every seat with the index of its panel; a juror's index is its place here."""
        return tuple((n, seat) for n, panel in enumerate(self.panels) for seat in panel.seats)


@dataclass(frozen=True, slots=True)
class Letter:
    """What only the candidate's own summons says: ``minutes`` is the whole slot, extra time included.

    ``dossiers`` are those still owed, ``received`` those handed in, each with its day. ``full_name`` is the
    whole civil name, usage name included; empty: the candidate's ``name`` does.
    """

    civility: str = ""
    minutes: int | None = None
    dossiers: tuple[str, ...] = ()
    received: tuple[tuple[str, date], ...] = ()
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """An assessment before the panel: its block's short code, lengths in minutes where they are known."""

    block: str
    title: str
    oral_minutes: int | None = None
    interview_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class GridBlock:
    """A block as a juror scores it, as on screen: competences, or assessments when marks are on 20."""

    code: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridLevel:
    """One level of the scale: the certifier's word, and the shape that says it in black and white."""

    label: str
    shape: LevelShape = LevelShape.AUTO


@dataclass(frozen=True, slots=True)
class Grid:
    """What blank sheets ask for. ``levels`` count from 0; none of them: marks on 20."""

    blocks: tuple[GridBlock, ...] = ()
    levels: tuple[GridLevel, ...] = ()
    global_level: bool = True


@dataclass(frozen=True, slots=True)
class PanelRule:
    """A rule about the panel in words, and the text that it follows."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class PaperContent:
    """Everything that the papers of a session print.

    Invariant: one letter per candidate, in their order. ``recused`` holds (juror, candidate) as indexes: who
    neither hears nor scores whom; ``sexes`` are the jurors', in their order, as the register says.
    """

    public: PublicContent
    letters: tuple[Letter, ...]
    sittings: tuple[Sitting, ...] = ()
    dossiers_due: date | None = None
    grid: Grid = Grid()  # frozen, the same for all
    rules: tuple[PanelRule, ...] = ()
    recused: frozenset[tuple[int, int]] = frozenset()
    sexes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold the invariant."""
        if len(self.letters) != len(self.public.candidates):
            raise ValueError("one letter per candidate")

    @property
    def summoned(self) -> tuple[int, ...]:
        """The indexes of the candidates who can be summoned: nobody goes before a panel without members, nor
        to a cancelled session.
        """
        if self.public.session.cancelled:
            return ()
        seated = [any(not seat.standby for seat in panel.seats) for panel in self.public.panels]
        return tuple(n for n, one in enumerate(self.public.candidates) if seated[one.panel])

    def heard_by(self, juror: int) -> tuple[int, ...]:
        """Return the indexes of the candidates whom a juror hears: the panel's, less the recusals."""
        panel, _ = self.public.jurors[juror]
        return tuple(
            n
            for n, candidate in enumerate(self.public.candidates)
            if candidate.panel == panel and (juror, n) not in self.recused
        )

    def scored_by(self, juror: int) -> tuple[int, ...]:
        """Return the indexes of the candidates for whom a juror has a sheet: heard, with a block to score."""
        codes = {block.code for block in self.grid.blocks}
        return tuple(n for n in self.heard_by(juror) if codes.intersection(self.public.candidates[n].blocks))


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of a set: what to render, its file name, and its title among the bookmarks when merged."""

    kind: PaperKind
    only: int | None
    file_name: str
    title: str


class PaperRenderer(Protocol):
    """Draws the documents of preparation."""

    def render(self, kind: PaperKind, content: PaperContent, *, only: int | None = None) -> bytes:
        """Return one PDF, the same bytes for the same content.

        ``only`` takes one candidate (summons of candidates) or one juror (summons of jurors, blank sheets) by
        index; other kinds take none (``ValueError``). Raises ``RuleError``: ``papers.no_candidate``,
        ``papers.no_juror``, ``papers.no_grid``, ``papers.session_cancelled``,
        ``papers.logo``, ``document.glyph_missing``.
        """
        ...

    def merge(self, papers: Sequence[tuple[str, bytes]]) -> bytes:
        """Return one PDF of all (title, PDF), a bookmark for each, the same bytes for the same papers."""
        ...


def summons_warning(issued_on: date, session_day: date) -> int | None:
    """Return how many days lie ahead of the session when they are fewer than ``SHORT_NOTICE_DAYS``.

    0 or less when the session has begun. The sentence is that of ``papers.short_notice``.
    """
    days = (session_day - issued_on).days
    return days if days < SHORT_NOTICE_DAYS else None


def paper_set(content: PaperContent, kinds: Sequence[PaperKind] = tuple(PaperKind)) -> tuple[Paper, ...]:
    """Return the papers of ``kinds`` in their order, one file per person where a paper is a person's own.

    No two file names are the same, even where case does not count. A kind that has nothing to print
    (nobody to summon, no grid) is left out, and every kind of a cancelled session.
    """
    if content.public.session.cancelled:
        return ()
    taken: set[str] = set()
    found = []
    for kind in PaperKind:
        if kind in kinds:
            for only, title, name in _papers(kind, content):
                found.append(Paper(kind, only, _free_name(name, taken), title))
    return tuple(found)


def _papers(kind: PaperKind, content: PaperContent) -> Iterator[tuple[int | None, str, str]]:
    """Yield (index, title, file name) of a kind's papers."""
    public = content.public
    whole = words.TITLES[kind]
    if kind is PaperKind.SUMMONS_CANDIDATES:
        for n in content.summoned:
            candidate = public.candidates[n]
            who = f"{candidate.number} - {candidate.name}"
            yield n, f"Convocation – {candidate.number} {candidate.name}", f"Convocation - {who}"
    elif kind is PaperKind.SUMMONS_JURORS:
        for n, (_, seat) in enumerate(public.jurors):
            yield n, f"Convocation du juré – {seat.name}", f"Convocation juré - {seat.name}"
    elif kind is PaperKind.BLANK_SHEETS:
        for n in scoring_jurors(content):
            name = public.jurors[n][1].name
            yield n, f"{whole} – {name}", f"{whole} - {name}"
    elif public.jurors if kind is PaperKind.NOMINATION else public.candidates:
        yield None, whole, whole


def scoring_jurors(content: PaperContent) -> tuple[int, ...]:
    """Return the jurors for whom blank sheets are printed: not standby, with a candidate to score."""
    jurors = enumerate(content.public.jurors)
    return tuple(n for n, (_, seat) in jurors if not seat.standby and content.scored_by(n))


def _free_name(name: str, taken: set[str]) -> str:
    """Return ``name`` as a PDF's name that is not ``taken`` yet, and take it."""
    stem, count = safe_stem(name, most=200), 1
    while (free := f"{stem}.pdf" if count == 1 else f"{stem} ({count}).pdf").casefold() in taken:
        count += 1
    taken.add(free.casefold())
    return free
