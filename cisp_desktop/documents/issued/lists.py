"""The state of attendance, and the sheet on which a juror claims expenses.

This module must not know how attendance was recorded.
"""

from collections.abc import Mapping
from typing import Any

from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.application.paper_fields import minutes_named
from cisp_desktop.application.paper_wording import worded
from cisp_desktop.application.wording_agreement import attended
from cisp_desktop.application.wording_minutes import (
    NBSP,
    agreed,
    attendance_words,
    hour,
    period,
    role_words,
    short_date,
)
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.issued.attestations import member_facts
from cisp_desktop.documents.issued.paper import IssuedPaper
from cisp_desktop.documents.issued.parts import (
    put_facts,
    put_letterhead,
    put_signatory,
    put_title,
    put_worded,
    signatory_height,
)
from cisp_desktop.documents.preparation.pieces import tall
from cisp_desktop.documents.ruled_table import Column, Piece, Row, RuledTable

EXPENSES = (
    ("Transport en commun", "billets joints"),
    ("Véhicule personnel", "…… km × …… €"),
    ("Péage, stationnement", "reçus joints"),
    ("Repas", "…… × …… €"),
    ("Hébergement", "…… nuit(s)"),
    ("Vacation, indemnité", "…… candidat(s) × …… €"),
    ("Perte de salaire", "attestation de l’employeur jointe"),
    ("Autre", ""),
)
"""What a juror may claim, and how it is counted."""
_CERTIFIED = "Je certifie exacts les frais ci-dessus, engagés pour ce jury et non remboursés par ailleurs."
"""What no template takes out."""
_LINES = (21.0, 19.0, 17.0, 15.0)
"""How high a row may be, in points: the lower ones where one page then holds the sheet."""
_GAP = 8.0
_KEPT_ROWS = 2


def draw_attendance(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return the state of attendance of one panel."""
    paper = IssuedPaper(content)
    put_letterhead(paper, logo)
    put_title(paper, "État des présences")
    session = content["session"]
    put_facts(
        paper,
        [
            ("Jury", content["panel"]),
            ("Session", period(session["starts"], session["ends"])),
            ("Lieu", session["place"]),
            ("Procès-verbal", minutes_named(content)),
        ],
    )
    put_worded(paper, "opening")
    paper.heading("Membres du jury")
    width = paper.flow.frame.width
    members = _table((("Nom", 0.3), ("Rôle", 0.26), ("Présence", 0.2), ("Signature du PV", 0.24)), width)
    lines = [
        (
            one["name"], role_words(one["role"], sex=one.get("sex", "")),
            attendance_words({**one, "replaced_by": ""}).strip(), _signed(one),
        )
        for one in content["members"]
    ]  # fmt: skip
    members.flow(paper.flow, [_row(members, line) for line in lines])
    paper.flow.space(8)
    paper.heading("Candidats")
    heads = (("N° dossier", 0.17), ("Nom", 0.36), ("Présence", 0.22), ("Identité vérifiée par", 0.25))
    candidates = _table(heads, width)
    lines = [
        (one["number"], one["name"], _came(one), one["identity_checked_by"]) for one in content["candidates"]
    ]
    last = [worded(content, "closing")]
    rows = [_row(candidates, line) for line in lines]
    candidates.flow(paper.flow, rows, keep_last=_KEPT_ROWS, closing=_GAP + signatory_height(paper, last))
    paper.flow.space(_GAP)
    put_signatory(paper, last)
    return paper.document()


def draw_expenses(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return a juror's sheet: who and when are printed, the figures are written by hand. One page where the
    rows can be lower for that; else the amounts stand with the signatures.
    """
    for line in _LINES:
        paper = _expenses(content, logo, line)
        if len(paper.flow.pages) == 1:
            return paper.document()
    return _expenses(content, logo, _LINES[0]).document()


def _expenses(content: Mapping[str, Any], logo: bytes | None, line: float) -> IssuedPaper:
    paper = IssuedPaper(content)
    put_letterhead(paper, logo)
    put_title(paper, "État de frais de membre de jury")
    put_facts(paper, member_facts(content))
    put_worded(paper, "opening")
    width = paper.flow.frame.width
    table = _table((("Nature", 0.32), ("Détail", 0.44), ("Montant (€)", 0.24)), width)
    rows = [_row(table, (name, detail, "")) for name, detail in EXPENSES]
    rows.append(table.row(((Piece("Total", SEMIBOLD),), (), ())))
    last = [
        "Trajet (départ, arrivée, date et heures)" + f"{NBSP}: " + "…" * 30,
        "Total en toutes lettres" + f"{NBSP}: " + "…" * 38,
        f"{_CERTIFIED} {worded(content, 'joined')}".strip(),
        "Date et signature du membre du jury" + f"{NBSP}: " + "…" * 28,
    ]
    closing = _GAP + signatory_height(paper, last)
    table.flow(paper.flow, [tall(row, line) for row in rows], keep_last=len(rows), closing=closing)
    paper.flow.space(_GAP)
    put_signatory(paper, last, label="Vu et vérifié, signature et cachet du centre")
    return paper


def _table(heads: tuple[tuple[str, float], ...], width: float) -> RuledTable:
    return RuledTable([Column(head, width * share) for head, share in heads], size=9, head_face=SEMIBOLD)


def _row(table: RuledTable, texts: tuple[str, ...]) -> Row:
    return table.row(tuple((Piece(text, REGULAR),) if text else () for text in texts))


def _signed(member: Mapping[str, Any]) -> str:
    if member["refused"]:
        return "a refusé de signer"
    if member["signed_at"] is None:
        return "–"
    return f"le {short_date(member['signed_at'])} à{NBSP}{hour(member['signed_at'])}"


def _came(candidate: Mapping[str, Any]) -> str:
    sex = candidate.get("sex", "")
    words = attended(candidate["attendance"], sex=sex)
    parts = [words[:1].upper() + words[1:]]
    if candidate["arrived_at"]:
        parts.append(f"{agreed('arrivé', sex=sex)} à {hour(candidate['arrived_at'])}")
    if candidate["left_at"]:
        parts.append(f"{agreed('parti', sex=sex)} à {hour(candidate['left_at'])}")
    return ", ".join(parts)
