"""The first part of minutes, down to the table: certifier and centre, title, certification, session,
panel, counts.

This module must not know the table, the signatures nor the annexes.
"""

from collections.abc import Mapping
from typing import Any

from reportlab.platypus import Paragraph

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.wording_quorum import cancelled_words
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.minutes_style import MinutesStyles
from cisp_desktop.documents.minutes_titles import page_title
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.ruled_table import Column, Piece, RuledTable
from cisp_desktop.documents.text import markup, safe_paragraph

_PANEL_SHARES = (0.20, 0.19, 0.20, 0.18, 0.23)
_FIELD_LIMIT = 1_200


def _labelled(label: str, value: str, styles: MinutesStyles) -> Paragraph:
    text = f"<b>{markup(label)}{words.NBSP}:</b> {markup(value, limit=_FIELD_LIMIT)}"
    return Paragraph(text, styles.body)


def _organisation(title: str, content: Mapping[str, Any], styles: MinutesStyles) -> Paragraph:
    siret = words.siret(content["siret"]) or "non renseigné"
    lines = [
        f"<b>{markup(title)}</b>",
        f"<b>{markup(content['name'], limit=_FIELD_LIMIT)}</b>",
        markup(content["address"], limit=_FIELD_LIMIT),
        f"SIRET{words.NBSP}: {markup(siret)}",
    ]
    return Paragraph("<br/>".join(line for line in lines if line), styles.small)


class MinutesHead:
    """Sets the head of the minutes of one snapshot."""

    def __init__(self, snapshot: Mapping[str, Any], styles: MinutesStyles) -> None:
        self._snapshot = snapshot
        self._styles = styles

    def put(self, flow: PageFlow) -> None:
        """Set everything that comes before the table of candidates."""
        self._organisations(flow)
        stated = self._snapshot.get("constatation")
        title = "Procès-verbal de constatation" if stated else page_title(self._snapshot)
        flow.mark(title)
        flow.paragraph(safe_paragraph(title, self._styles.title))
        flow.paragraph(safe_paragraph(self._number(), self._styles.number), after=5)
        if self._snapshot.get("cancelled"):
            said = cancelled_words(self._snapshot["cancelled"])
            flow.paragraph(safe_paragraph(said, self._styles.certification), after=5)
        self._certification(flow)
        self._session(flow)
        self._panel(flow)
        self._counts(flow)

    def _number(self) -> str:
        """Return the number; a later version under it says so: the earlier one, unsigned, counts no more."""
        number, version = f"N° {self._snapshot['number']}", self._snapshot.get("version", 1)
        return number if version == 1 else f"{number} (version {version}, qui remplace la précédente)"

    def _organisations(self, flow: PageFlow) -> None:
        half = flow.frame.width / 2 - 8
        boxes = (
            (
                _organisation("Organisme certificateur", self._snapshot["certifier"], self._styles),
                flow.frame.left,
            ),
            (
                _organisation("Centre organisateur", self._snapshot["centre"], self._styles),
                flow.frame.left + half + 16,
            ),
        )
        heights = [box.wrap(half, flow.frame.height)[1] for box, _ in boxes]
        top = flow.y
        for (box, x), height in zip(boxes, heights, strict=True):
            self._place(flow, box, x, y=top - height)
        flow.y = top
        flow.space(max(heights) + 4)

    @staticmethod
    def _place(flow: PageFlow, box: Paragraph, x: float, *, y: float) -> None:
        flow.draw(lambda canvas: box.drawOn(canvas, x, y))

    def _certification(self, flow: PageFlow) -> None:
        title = self._snapshot["certification"]
        flow.paragraph(safe_paragraph(title["title"], self._styles.certification))
        parts = [f"Fiche {title['code']}"]
        if title["level_national"] is not None:
            parts.append(f"niveau {title['level_national']} du cadre national")
        if title["level_european"] is not None:
            parts.append(f"niveau {title['level_european']} du cadre européen")
        parts += [f"NSF {nsf['code']} – {nsf['title']}" for nsf in title["nsf"]]
        if title["registration_starts"]:
            parts.append(f"enregistrée le {words.long_date(title['registration_starts'])}")
        if title["registration_ends"]:
            parts.append(f"fin d’enregistrement le {words.long_date(title['registration_ends'])}")
        centred = self._styles.certification.clone("sheet", fontName=REGULAR, fontSize=9, leading=11.5)
        flow.paragraph(safe_paragraph(" · ".join(parts), centred), after=6)
        rectified = self._snapshot.get("rectifies")
        if rectified:
            ground = words.RECTIFIED.get(rectified.get("ground", ""), "")
            earlier = f"Procès-verbal rectificatif du procès-verbal {rectified['number']}{ground}"
            text = f"{earlier}{words.NBSP}: {rectified['reason']}"
            flow.paragraph(safe_paragraph(text, self._styles.body), after=4)

    def _session(self, flow: PageFlow) -> None:
        session = self._snapshot["session"]
        held = words.period(session["starts"], session["ends"])
        flow.paragraph(_labelled("Session", f"{held}, {session['place']}", self._styles), after=1)
        if session.get("hours"):
            flow.paragraph(_labelled("Horaires", words.hours_words(session["hours"]), self._styles), after=1)
        if self._snapshot["panel"]["name"]:
            flow.paragraph(_labelled("Jury", self._snapshot["panel"]["name"], self._styles), after=1)
        flow.space(4)

    def _panel(self, flow: PageFlow) -> None:
        heads = ("Qualité au jury", "NOM Prénom", "Fonction", "Employeur", "Présence, récusations")
        columns = [
            Column(head, share * flow.frame.width) for head, share in zip(heads, _PANEL_SHARES, strict=True)
        ]
        table = RuledTable(columns, size=8.6, head_face=SEMIBOLD)
        rows = []
        for seat in self._snapshot["panel"]["seats"]:
            presence = words.attendance_words(seat)
            if seat["recused_for"]:
                presence += f"\n{words.recused_words(seat)}"
            rows.append(
                table.row(
                    (
                        (Piece(words.role_words(seat["role"], sex=seat.get("sex", "")), REGULAR),),
                        (Piece(seat["name"], SEMIBOLD),),
                        (Piece(seat["title"], REGULAR),),
                        (Piece(seat["employer"], REGULAR),),
                        (Piece(presence, REGULAR),),
                    )
                )
            )
        table.flow(flow, rows)
        flow.space(6)
        representative = self._snapshot["certifier_representative"]
        if representative:
            text = f"{representative} (présent, ne délibère pas)"
            flow.paragraph(_labelled("Représentant du certificateur", text, self._styles), after=1)

    def _counts(self, flow: PageFlow) -> None:
        counts = self._snapshot["counts"]
        parts = (
            words.count(counts["registered"], "inscrit", "inscrits"),
            words.count(counts["presented"], "présent", "présents"),
            words.count(counts["absent"], "absent", "absents"),
            words.count(counts["excused"], "excusé", "excusés"),
            *([words.count(counts["expected"], "attendu", "attendus")] if counts.get("expected") else []),
        )
        flow.paragraph(_labelled("Candidats", ", ".join(parts), self._styles), after=6)
