"""The annexes of minutes: reasons, earlier blocks, attendance, recusals, and the mentions too long for the
page.

Each starts under its own heading. This module must not know what stands before it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Paragraph

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.minutes_closing import Statement
from cisp_desktop.documents.minutes_style import MinutesStyles
from cisp_desktop.documents.minutes_table import block_labels
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.ruled_table import Column, Piece, RuledTable
from cisp_desktop.documents.text import markup, safe_paragraph

_AWAY = {"ABSENT": "Absent", "EXCUSED": "Excusé", "WITHDRAWN": "Abandon"}
_STATES = {"PRESENT": "Présent", **_AWAY}


def _name(candidate: Mapping[str, Any]) -> str:
    return words.full_name(
        candidate["birth_name"], candidate["first_names"], usage_name=candidate["usage_name"]
    )


def attendance_of(candidate: Mapping[str, Any]) -> str:
    """Return a candidate's attendance in a word; deduced from the decisions where the snapshot says
    nothing.
    """
    stated = candidate.get("attendance")
    if stated and stated != "EXPECTED":
        return _agreed(_STATES.get(stated, str(stated)), candidate)
    decisions = set(candidate["decisions"].values()) - {"HELD", "NOT_PRESENTED", None}
    if stated and not decisions:
        return _agreed("Attendu", candidate)
    if len(decisions) == 1:
        return _agreed(_AWAY.get(decisions.pop(), "Présent"), candidate)
    return _agreed("Présent", candidate)


def _agreed(word: str, candidate: Mapping[str, Any]) -> str:
    return words.agreed(word, sex=candidate["sex"])


def _presence(candidate: Mapping[str, Any]) -> str:
    """Return a candidate's attendance, and on the next line the hours recorded, if any."""
    hours = words.defence_words(candidate.get("defence"))
    return f"{attendance_of(candidate)}\n{hours}" if hours else attendance_of(candidate)


class MinutesAnnexes:
    """Sets the annexes of one snapshot, numbered in the order in which they appear."""

    def __init__(
        self, snapshot: Mapping[str, Any], styles: MinutesStyles, moved: Sequence[Statement]
    ) -> None:
        self._snapshot = snapshot
        self._styles = styles
        self._moved = moved
        self._labels = block_labels(snapshot["blocks"])
        self._count = 0

    def put(self, flow: PageFlow) -> None:
        """Set every annex that has something to say; the first starts a page."""
        if (self._snapshot.get("rectifies") or {}).get("differences"):
            self._rectified(flow)
        if self._moved:
            self._mentions(flow)
        if self._snapshot["reasons_annex"] and any(c["reasons"] for c in self._snapshot["candidates"]):
            self._reasons(flow)
        if any(candidate["held"] for candidate in self._snapshot["candidates"]):
            self._held(flow)
        self._attendance(flow)
        self._recusals(flow)

    def _heading(self, flow: PageFlow, title: str) -> None:
        if not self._count:
            flow.new_page()
        else:
            flow.space(12)
            flow.need(70)
        self._count += 1
        text = f"Annexe {self._count} – {title}"
        flow.mark(text)
        flow.paragraph(safe_paragraph(text, self._styles.heading), after=5)

    def _rectified(self, flow: PageFlow) -> None:
        rectifies = self._snapshot["rectifies"]
        self._heading(flow, "Ce que ce procès-verbal rectifie")
        again = "closed_at" in rectifies and rectifies.get("ground") == "DECISION"
        apart = ", hors le jour et les heures du jury réuni à nouveau" if again else ""
        text = f"Les autres mentions du procès-verbal {rectifies['number']} sont inchangées{apart}."
        flow.paragraph(safe_paragraph(text, self._styles.small), after=4)
        heads = (("Mention", 0.30), (f"Dans le {rectifies['number']}", 0.35), ("Désormais", 0.35))
        columns = [Column(head, share * flow.frame.width) for head, share in heads]
        table = RuledTable(columns, size=8.2, head_face=SEMIBOLD)
        rows = [
            table.row(tuple((Piece(one[key], REGULAR),) for key in ("where", "before", "after")))
            for one in rectifies["differences"]
        ]
        table.flow(flow, rows)

    def _mentions(self, flow: PageFlow) -> None:
        self._heading(flow, "Mentions")
        for label, text in self._moved:
            flow.paragraph(Paragraph(f"<b>{markup(label)}{words.NBSP}:</b>", self._styles.small), after=1)
            for piece in _chunks(text):
                flow.paragraph(safe_paragraph(piece, self._styles.small))
            flow.space(4)

    def _reasons(self, flow: PageFlow) -> None:
        self._heading(flow, "Motifs des décisions")
        for candidate in self._snapshot["candidates"]:
            if not candidate["reasons"]:
                continue
            flow.need(28)
            head = f"<b>{markup(candidate['number'])} – {markup(_name(candidate))}</b>"
            flow.paragraph(Paragraph(head, self._styles.body), after=1)
            for reason in candidate["reasons"]:
                flow.paragraph(
                    safe_paragraph(self._reason(candidate, reason), self._styles.small), indent=12, after=1
                )
            flow.space(4)

    def _reason(self, candidate: Mapping[str, Any], reason: Mapping[str, Any]) -> str:
        block = reason["block"]
        decision = words.abbreviation(candidate["decisions"].get(block))
        proposed = candidate["proposals"].get(block)
        proposal = f" (proposition{words.NBSP}: {words.abbreviation(proposed)})" if proposed else ""
        kind = words.REASON_KINDS.get(reason["kind"], reason["kind"])
        label = self._labels.get(block, block)
        opening = f"{label} – {decision}{proposal}, {kind}"
        return f"{opening}{words.NBSP}: {reason['reason']}"

    def _held(self, flow: PageFlow) -> None:
        self._heading(flow, "Blocs acquis antérieurement")
        for candidate in self._snapshot["candidates"]:
            if candidate["held"]:
                parts = [self._held_words(held) for held in candidate["held"]]
                who = f"{candidate['number']} – {_name(candidate)}"
                text = f"{who}{words.NBSP}: {f'{words.NBSP}; '.join(parts)}."
                flow.paragraph(safe_paragraph(text, self._styles.small), after=2)

    def _held_words(self, held: Mapping[str, Any]) -> str:
        text: str = self._labels.get(held["block"], held["block"])
        if held["code"] and held["code"] != held["block"]:
            text += f" (obtenu sous {held['code']})"
        if held["date"]:
            text += f" le {words.long_date(held['date'])}"
        if held["minutes_number"]:
            text += f", procès-verbal {held['minutes_number']}"
        if held.get("valid_until"):
            text += f", valable jusqu’au {words.long_date(held['valid_until'])}"
        return text

    def _attendance(self, flow: PageFlow) -> None:
        self._heading(flow, "Présence des membres du jury et des candidats")
        for seat in self._snapshot["panel"]["seats"]:
            text = f"{seat['name']}, {_role(seat)}{words.NBSP}: "
            presence = words.attendance_words(seat)
            flow.paragraph(
                safe_paragraph(f"{text}{presence[:1].lower()}{presence[1:]}.", self._styles.small), after=1
            )
        flow.space(5)
        width = flow.frame.width
        heads = (
            ("N° dossier", 0.16),
            ("Candidat", 0.50),
            ("Présence", 0.12),
            ("Identité vérifiée par", 0.22),
        )
        table = RuledTable(
            [Column(head, share * width) for head, share in heads], size=8.2, head_face=SEMIBOLD
        )
        rows = [
            table.row(
                (
                    (Piece(candidate["number"], REGULAR),),
                    (Piece(_name(candidate), REGULAR),),
                    (Piece(_presence(candidate), REGULAR),),
                    (Piece(candidate["identity_checked_by"] or "–", REGULAR),),
                )
            )
            for candidate in self._snapshot["candidates"]
        ]
        table.flow(flow, rows)

    def _recusals(self, flow: PageFlow) -> None:
        self._heading(flow, "Récusations et déports")
        recused = [seat for seat in self._snapshot["panel"]["seats"] if seat["recused_for"]]
        if not recused:
            flow.paragraph(safe_paragraph("Néant.", self._styles.small))
        names = {candidate["number"]: _name(candidate) for candidate in self._snapshot["candidates"]}
        for seat in recused:
            who = [_recused_for(number, names, seat.get("recused_at", {})) for number in seat["recused_for"]]
            text = (
                f"{seat['name']}, {_role(seat)}, n’a ni évalué ni délibéré pour"
                f"{words.NBSP}: {f'{words.NBSP}; '.join(who)}."
            )
            flow.paragraph(safe_paragraph(text, self._styles.small), after=2)


def _role(seat: Mapping[str, Any]) -> str:
    return words.role_words(seat["role"], sex=seat.get("sex", "")).lower()


def _recused_for(number: str, names: Mapping[str, str], hours: Mapping[str, str]) -> str:
    """« D-0001 – NOM Prénom (récusation déclarée le 14/12/2022 à 10 h 20) »."""
    told = f"{number} – {names[number]}" if number in names else number
    return f"{told} ({words.declared_words(hours[number])})" if number in hours else told


def _chunks(text: str, length: int = 4_000) -> list[str]:
    """Cut a long mention at spaces, so that no paragraph grows without bound."""
    pieces, rest = [], text
    while len(rest) > length:
        cut = rest.rfind(" ", 0, length)
        cut = cut if cut > 0 else length
        pieces.append(rest[:cut])
        rest = rest[cut:].lstrip(" ")
    return [*pieces, rest]
