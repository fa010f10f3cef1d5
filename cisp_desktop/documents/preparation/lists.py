"""The list of candidates, and the nomination of the panels.

Both print what everybody may read. This module must not know letters nor grids.
"""

from cisp_desktop.application import wording_papers as words
from cisp_desktop.application.preparation_papers import Candidate, Panel, PaperContent, PublicContent, Seat
from cisp_desktop.application.wording import plural, short_day
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.preparation.paper import PaperPages
from cisp_desktop.documents.preparation.pieces import (
    bullets,
    facts,
    heading,
    session_facts,
    signatory,
)
from cisp_desktop.documents.ruled_table import Column, Piece, Row, RuledTable
from cisp_desktop.documents.text import safe_paragraph

_LIST_COLUMNS = (
    ("N° dossier", 0.13),
    ("Candidat", 0.27),
    ("Voie d’accès", 0.17),
    ("Blocs présentés", 0.20),
    ("Jury", 0.11),
    ("Passage", 0.12),
)
_SEAT_COLUMNS = (
    ("Qualité au jury", 0.22),
    ("NOM Prénom", 0.24),
    ("Fonction", 0.21),
    ("Employeur", 0.21),
    ("Siège", 0.12),
)


class CandidateLists:
    """The list of a session's candidates."""

    def __init__(self, public: PublicContent) -> None:
        self._public = public
        self.pages = PaperPages(public, "Liste des candidats")

    def write(self) -> None:
        """Write the list."""
        flow, public = self.pages.flow, self._public
        self.pages.part("Liste des candidats")
        heading(self.pages, "Liste des candidats")
        count = plural(len(public.candidates), "candidat", "candidats")
        facts(flow, [*session_facts(public), ("Inscrits", count)])
        flow.space(8)
        width = flow.frame.width
        columns = [Column(head, share * width) for head, share in _LIST_COLUMNS]
        table = RuledTable(columns, size=8.6, head_face=SEMIBOLD)
        table.flow(flow, [self._row(table, candidate) for candidate in public.candidates])

    def _row(self, table: RuledTable, candidate: Candidate) -> Row:
        starts = candidate.starts_at
        when = f"{short_day(starts.date())}\n{words.hour(starts)}" if starts else "–"
        panel = self._public.panels[candidate.panel]
        texts = (
            candidate.access_path,
            ", ".join(candidate.blocks),
            panel_words(panel.name, candidate.panel + 1),
            when,
        )
        number, name = (Piece(candidate.number, REGULAR),), (Piece(candidate.name, SEMIBOLD),)
        return table.row((number, name, *((Piece(text, REGULAR),) for text in texts)))


class Nominations:
    """The nomination of a session's panels."""

    def __init__(self, content: PaperContent) -> None:
        self._content = content
        self._public = content.public
        self.pages = PaperPages(content.public, "Nomination des membres du jury")

    def write(self) -> None:
        """Write the nomination."""
        flow, styles, public = self.pages.flow, self.pages.styles, self._public
        self.pages.part("Nomination des membres du jury")
        heading(self.pages, "Nomination des membres du jury")
        body = styles.body.clone("nomination", fontSize=10.5, leading=14)
        flow.paragraph(
            safe_paragraph(
                f"Sont nommées membres du jury de la certification «{NBSP}{public.title.title}{NBSP}» "
                f"({public.title.code}), délivrée par {public.title.certifier}, les personnes dont les noms "
                "suivent, pour la session ci-dessous.",
                body,
            ),
            after=7,
        )
        facts(flow, session_facts(public))
        for position, panel in enumerate(public.panels):
            self._panel(panel, position)
        self._rules()
        flow.space(14)
        signatory(self.pages)

    def _panel(self, panel: Panel, position: int) -> None:
        flow, style = self.pages.flow, self.pages.styles.heading
        width = flow.frame.width
        columns = [Column(head, share * width) for head, share in _SEAT_COLUMNS]
        table = RuledTable(columns, size=8.8, head_face=SEMIBOLD)
        seats = sorted(panel.seats, key=lambda seat: seat.standby)
        rows = [_seat(table, seat) for seat in seats]
        if not rows:
            return
        label = panel_words(panel.name, position + 1, room=panel.room)
        flow.space(10)
        flow.need(style.leading + 4 + table.head.height + rows[0].height)
        flow.paragraph(safe_paragraph(label, style), after=4)
        table.flow(flow, rows)

    def _rules(self) -> None:
        if not self._content.rules:
            return
        flow, styles = self.pages.flow, self.pages.styles
        flow.space(10)
        flow.need(styles.heading.leading + 3 * styles.body.leading)
        flow.paragraph(safe_paragraph("Règles de composition du jury", styles.heading), after=3)
        sources = (f" (source{NBSP}: {rule.source})" if rule.source else "" for rule in self._content.rules)
        lines = (f"{rule.words}{source}" for rule, source in zip(self._content.rules, sources, strict=True))
        bullets(flow, lines, styles.body)


def _seat(table: RuledTable, seat: Seat) -> Row:
    kind = "Suppléant" if seat.standby else "Titulaire"
    return table.row(
        (
            (Piece(seat.role, REGULAR),),
            (Piece(seat.name, SEMIBOLD),),
            (Piece(seat.title, REGULAR),),
            (Piece(seat.employer, REGULAR),),
            (Piece(kind, REGULAR),),
        )
    )
