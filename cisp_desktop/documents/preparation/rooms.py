"""The papers of a room's day: attendance sheet and planning for the door, one part per panel and day.

They print what everybody may read, and of a slot only its hour: its length would tell who has extra time.
This module must not know anything else of a candidate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cisp_desktop.application import wording_papers as words
from cisp_desktop.application.preparation_papers import Candidate, Panel, PublicContent, Span
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.documents.fonts import BOLD, REGULAR, SEMIBOLD
from cisp_desktop.documents.page_flow import MILLIMETRE
from cisp_desktop.documents.preparation.paper import PaperPages
from cisp_desktop.documents.preparation.pieces import facts, heading, room_words, session_facts, tall
from cisp_desktop.documents.ruled_table import Column, Piece, Row, RuledTable
from cisp_desktop.documents.text import safe_paragraph

SIGNATURE_ROW = 11 * MILLIMETRE
"""Height of a row where a hand signs, in points."""
_CANDIDATE_COLUMNS = (
    ("N° dossier", 0.15),
    ("Candidat", 0.33),
    ("Heure", 0.10),
    ("Signature à l’arrivée", 0.21),
    ("Signature au départ", 0.21),
)
_JUROR_COLUMNS = (
    ("Membre du jury", 0.33),
    ("Qualité", 0.25),
    ("Signature matin", 0.21),
    ("Signature après-midi", 0.21),
)
_PLANNING_COLUMNS = (("Heure", 0.22), ("N° dossier", 0.20), ("Candidat", 0.58))
_FEW_LINES = 18
_BREAK = "Pause"


@dataclass(frozen=True, slots=True)
class RoomDay:
    """One panel's day: its candidates by hour; ``day`` is None for those who have no slot yet."""

    panel: Panel
    label: str
    day: date | None
    candidates: tuple[Candidate, ...]

    @property
    def day_words(self) -> str:
        """« mercredi 14 décembre 2022 », or that the hour is still to come."""
        return words.weekday_date(self.day) if self.day else "horaire à fixer"


def room_days(public: PublicContent) -> Iterator[RoomDay]:
    """Yield the days of each panel in turn; candidates without a slot come last."""
    for position, panel in enumerate(public.panels):
        label = panel_words(panel.name, position + 1)
        own = [candidate for candidate in public.candidates if candidate.panel == position]
        placed = sorted(((c.starts_at, c) for c in own if c.starts_at), key=lambda pair: pair[0])
        for day in sorted({starts.date() for starts, _ in placed}):
            yield RoomDay(panel, label, day, tuple(c for starts, c in placed if starts.date() == day))
        if waiting := tuple(candidate for candidate in own if candidate.starts_at is None):
            yield RoomDay(panel, label, None, waiting)


def _table(pages: PaperPages, columns: tuple[tuple[str, float], ...], size: float) -> RuledTable:
    width = pages.flow.frame.width
    return RuledTable([Column(head, share * width) for head, share in columns], size=size, head_face=SEMIBOLD)


def _hour(candidate: Candidate) -> str:
    return words.hour(candidate.starts_at) if candidate.starts_at else "–"


class AttendanceSheets:
    """Attendance sheets of a session."""

    def __init__(self, public: PublicContent) -> None:
        self._public = public
        self.pages = PaperPages(public, "Feuille d’émargement")
        self._candidates = _table(self.pages, _CANDIDATE_COLUMNS, 9)
        self._jurors = _table(self.pages, _JUROR_COLUMNS, 9)

    def write(self, day: RoomDay) -> None:
        """Write the sheet of a room's day."""
        flow = self.pages.flow
        self.pages.part(f"Feuille d’émargement – {day.label}, {day.day_words}")
        heading(self.pages, "Feuille d’émargement")
        room = room_words(day.label, day.panel.room)
        facts(flow, [*session_facts(self._public), ("Jury et salle", room), ("Jour", day.day_words)])
        self._section("Candidats", self._candidates, [self._candidate(c) for c in day.candidates])
        self._section("Membres du jury", self._jurors, [self._juror(day.panel, n) for n in _seats(day.panel)])

    def _section(self, title: str, table: RuledTable, rows: list[Row]) -> None:
        """Set a table under its title, never the title alone at the foot of a page."""
        if not rows:
            return
        flow = self.pages.flow
        flow.space(9)
        style = self.pages.styles.heading
        flow.need(style.leading + 4 + table.head.height + rows[0].height)
        flow.paragraph(safe_paragraph(title, style), after=4)
        table.flow(flow, rows)

    def _candidate(self, candidate: Candidate) -> Row:
        cells = (
            (Piece(candidate.number, REGULAR),),
            (Piece(candidate.name, SEMIBOLD),),
            (Piece(_hour(candidate), REGULAR),),
            (),
            (),
        )
        return tall(self._candidates.row(cells), SIGNATURE_ROW)

    def _juror(self, panel: Panel, position: int) -> Row:
        seat = panel.seats[position]
        role = f"{seat.role} (suppléant)" if seat.standby else seat.role
        cells = ((Piece(seat.name, SEMIBOLD),), (Piece(role, REGULAR),), (), ())
        return tall(self._jurors.row(cells), SIGNATURE_ROW)


def _seats(panel: Panel) -> list[int]:
    """The seats of a panel, those of substitutes last."""
    return sorted(range(len(panel.seats)), key=lambda n: panel.seats[n].standby)


class Plannings:
    """Plannings of a session, large enough to be read on a door."""

    def __init__(self, public: PublicContent) -> None:
        self._public = public
        self.pages = PaperPages(public, "Planning des passages")

    def write(self, day: RoomDay) -> None:
        """Write the planning of a room's day."""
        flow, styles = self.pages.flow, self.pages.styles
        self.pages.part(f"Planning – {day.label}, {day.day_words}")
        heading(self.pages, "Planning des passages")
        large = styles.title.clone("planning-day", fontSize=16, leading=20)
        room = room_words(day.label, day.panel.room)
        flow.paragraph(safe_paragraph(room, large.clone("planning-room", fontName=BOLD)))
        flow.paragraph(
            safe_paragraph(day.day_words, large.clone("planning-date", fontName=REGULAR)), after=10
        )
        breaks = [span for span in day.panel.breaks if span.starts_at.date() == day.day]
        size = 14.0 if len(day.candidates) + len(breaks) <= _FEW_LINES else 11.0
        table = _table(self.pages, _PLANNING_COLUMNS, size)
        timed = [(c.starts_at, _passage(table, c)) for c in day.candidates if c.starts_at]
        timed += [(span.starts_at, _break(table, span)) for span in breaks]
        rows = [row for _, row in sorted(timed, key=lambda line: line[0])]
        rows += [_passage(table, candidate) for candidate in day.candidates if candidate.starts_at is None]
        table.flow(flow, [tall(row, size * 2) for row in rows])


def _passage(table: RuledTable, candidate: Candidate) -> Row:
    return table.row(
        (
            (Piece(_hour(candidate), SEMIBOLD),),
            (Piece(candidate.number, REGULAR),),
            (Piece(candidate.name, SEMIBOLD),),
        )
    )


def _break(table: RuledTable, span: Span) -> Row:
    until = f"jusqu’à{NBSP}{words.hour(span.ends_at)}"
    return table.row(
        (
            (Piece(words.hour(span.starts_at), REGULAR),),
            (),
            (Piece(f"{span.label or _BREAK}, {until}", REGULAR),),
        )
    )
