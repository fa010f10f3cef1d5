"""« Relevé de décision »: what the jury decided on each block, why, what it advises, how to contest.

This module must not know where the decision comes from.
"""

from collections.abc import Mapping
from typing import Any

from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.application.paper_fields import minutes_named
from cisp_desktop.application.paper_wording import worded
from cisp_desktop.application.wording_minutes import (
    BLOCK_WORDS,
    NBSP,
    access_path_words,
    agreed,
    long_date,
    outcome_words,
    period,
    short_date,
)
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.issued.paper import IssuedPaper, paragraph_height
from cisp_desktop.documents.issued.parts import (
    holder_facts,
    put_facts,
    put_letterhead,
    put_signatory,
    put_title,
    put_worded,
)
from cisp_desktop.documents.ruled_table import Column, Piece, RuledTable
from cisp_desktop.documents.text import safe_paragraph
from cisp_desktop.domain.certification import short_code

_COURT = (
    "La juridiction compétente (le tribunal administratif, lorsque la décision relève de lui) peut être "
    "saisie dans le même délai, qui court à nouveau à compter de la réponse au recours gracieux."
)
_HEADING_ROOM = 18.0
_CODE_SHARE, _DECISION_SHARE = 0.2, 0.27


def draw_notice(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return the notice of one candidate."""
    paper = IssuedPaper(content)
    put_letterhead(paper, logo)
    put_title(paper, "Relevé de décision du jury")
    session = content["session"]
    put_facts(
        paper,
        [
            *holder_facts(content),
            ("Voie d’accès", access_path_words(content["holder"]["access_path"])),
            ("Certificateur", content["certifier"]["name"]),
            ("Session", f"{period(session['starts'], session['ends'])}, {session['place']}"),
            ("Procès-verbal", minutes_named(content)),
        ],
    )
    put_worded(paper, "opening")
    validated = [short_code(one["code"]) for one in content["blocks"] if one["decision"] == "VALIDATED"]
    paper.say(f"Décision{NBSP}: {_outcome(content, validated)}", paper.styles.heading, after=6)
    _blocks(paper)
    _told(paper, "Motifs", "reason")
    _told(paper, "Recommandations du jury", "recommendation")
    _told(paper, "Conditions d’une nouvelle présentation", "conditions")
    put_worded(paper, "closing")
    put_signatory(paper, [_notified(content["notify_by"], content["holder"]["sex"])])
    _put_appeal(paper)
    return paper.document()


def _blocks(paper: IssuedPaper) -> None:
    width = paper.flow.frame.width
    columns = [
        Column("Bloc", width * _CODE_SHARE),
        Column("Intitulé", width * (1 - _CODE_SHARE - _DECISION_SHARE)),
        Column("Décision", width * _DECISION_SHARE),
    ]
    table = RuledTable(columns, size=9.5, head_face=SEMIBOLD)
    rows = []
    for block in paper.content["blocks"]:
        decided = agreed(BLOCK_WORDS[block["decision"]], sex=paper.content["holder"]["sex"])
        said = [Piece(_sentence(decided), SEMIBOLD)]
        if block["held"] is not None:
            said.append(Piece(_earlier(block["held"]), REGULAR))
        rows.append(
            table.row(((Piece(block["code"], SEMIBOLD),), (Piece(block["title"], REGULAR),), tuple(said)))
        )
    table.flow(paper.flow, rows)
    paper.flow.space(8)


def _outcome(content: Mapping[str, Any], validated: list[str]) -> str:
    return outcome_words(content["outcome"], validated, sex=content["holder"]["sex"])


def _earlier(held: Mapping[str, Any]) -> str:
    parts = [held["code"]]
    if held["date"]:
        parts.append(f"le {short_date(held['date'])}")
    if held["minutes_number"]:
        parts.append(held["minutes_number"])
    return ", ".join(parts)


def _told(paper: IssuedPaper, title: str, key: str) -> None:
    """Set what is said block by block, under one heading; nothing when nothing is said."""
    lines = [(short_code(one["code"]), one[key]) for one in paper.content["blocks"] if one[key]]
    if not lines:
        return
    paper.heading(title)
    for code, text in lines:
        paper.say(f"{code}{NBSP}: {text}", after=4)


def _put_appeal(paper: IssuedPaper) -> None:
    """Set how to contest, whole on one page."""
    style = paper.styles.minutes.small.clone("appeal", fontSize=8.5, leading=10.4)
    told = [safe_paragraph(text, style) for text in _appeal(paper.content)]
    width = paper.flow.frame.width
    paper.flow.need(sum(paragraph_height(one, width) + 2 for one in told) + _HEADING_ROOM)
    paper.say("Voies et délais de recours", paper.styles.strong, after=2)
    for one in told:
        paper.flow.paragraph(one, after=2)


def _appeal(content: Mapping[str, Any]) -> list[str]:
    appeal = content["appeal"]
    where = ", ".join(part for part in (appeal["addressee"], appeal["address"]) if part)
    gracious = (
        f"Dans un délai de {appeal['months']}{NBSP}mois à compter de sa notification, cette décision peut "
        "faire l’objet d’un recours gracieux, motivé et écrit, adressé au président du jury ou au "
        f"certificateur{NBSP}: {where}."
    )
    return [gracious, worded(content, "procedure"), _COURT]


def _notified(notify_by: str | None, sex: str) -> str:
    notified = f"Notifié {'à la candidate' if sex == 'F' else 'au candidat'} le ……………………"
    if notify_by is None:
        return notified
    return (
        "Validation des acquis de l’expérience : décision notifiée au plus tard le quinzième jour, soit le "
        f"{long_date(notify_by)}. {notified}"
    ).replace(" :", f"{NBSP}:")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
