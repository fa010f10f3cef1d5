"""« Grilles individuelles » and « Grilles du jury » of one candidate, on their own or within an access pack.

This module must not know where a mark comes from.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.application.paper_fields import minutes_named
from cisp_desktop.application.wording import DOUBTS, GLOBAL_LEVEL, decimal, proposal_words
from cisp_desktop.application.wording_minutes import (
    BLOCK_WORDS,
    NBSP,
    access_path_words,
    count,
    outcome_words,
    period,
    short_date,
)
from cisp_desktop.application.wording_minutes import (
    agreed as agreed_words,
)
from cisp_desktop.application.wording_personal import (
    SEALED_AS_IS,
    VOTES,
    at_words,
    exact_words,
    juror_words,
    mark_words,
    round_words,
    withheld_words,
)
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.issued.parts import (
    done_at,
    holder_facts,
    put_facts,
    put_letterhead,
    put_title,
)
from cisp_desktop.documents.issued.personal import PersonalPaper, strong
from cisp_desktop.documents.ruled_table import Cell, Piece
from cisp_desktop.domain.certification import short_code

_SHEET_HEAD, _BLOCK_HEAD = 46.0, 52.0
"""Heights in points of what stands over a sheet and over a block: it stays with the first line."""
_PLAIN = (("Compétence ou épreuve", 0.76), ("Niveau ou note", 0.24))
_COMMENTED = (("Compétence ou épreuve", 0.46), ("Niveau ou note", 0.2), ("Commentaire", 0.34))
_Line = tuple[Cell | str, ...]


def draw_individual_grids(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return every sheet of one candidate as it was sealed."""
    paper = _opened(content, logo)
    paper.small(SEALED_AS_IS)
    put_scale(paper)
    _withheld(paper)
    put_grids(paper, content["grids"])
    return _ended(paper)


def draw_agreed_grids(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return what the jury agreed on one candidate."""
    paper = _opened(content, logo)
    _withheld(paper)
    put_agreed(paper, content["agreed"])
    return _ended(paper)


def _opened(content: Mapping[str, Any], logo: bytes | None) -> PersonalPaper:
    paper = PersonalPaper(content)
    put_letterhead(paper, logo)
    put_title(paper, paper.title)
    put_facts(paper, source_facts(content))
    return paper


def source_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines that say whose paper it is and on what it rests."""
    session = content["session"]
    return [
        *holder_facts(content),
        ("Voie d’accès", access_path_words(content["holder"]["access_path"])),
        ("Certificateur", content["certifier"]["name"]),
        ("Session", f"{period(session['starts'], session['ends'])}, {session['place']}"),
        ("Procès-verbal", minutes_named(content)),
    ]


def _ended(paper: PersonalPaper) -> DrawnPaper:
    paper.flow.space(6)
    paper.say(f"{done_at(paper.content)}.")
    return paper.document()


def _withheld(paper: PersonalPaper) -> None:
    said = withheld_words(paper.content["withheld"])
    if said:
        paper.small(said)


# --- sheets -----------------------------------------------------------------------------------------------


def put_scale(paper: PersonalPaper) -> None:
    """Say by what marks are read."""
    scheme = paper.content["scheme"]
    threshold = f"Seuil de proposition{NBSP}: {decimal(scheme['threshold'])}/20."
    if scheme["mode"] == "POINTS":
        paper.small(f"Notes sur 20 par modalité d’évaluation. {threshold}", after=6)
        return
    levels = " · ".join(f"{one['value']} – {one['label']}" for one in scheme["levels"])
    paper.small(f"Niveaux{NBSP}: {levels}. {threshold}", after=6)


def put_grids(paper: PersonalPaper, grids: Sequence[Mapping[str, Any]]) -> None:
    """Set the sheets block by block, each with its juror, its hour and its receipt."""
    for block in grids:
        paper.flow.need(_BLOCK_HEAD + max((_room(paper, one) for one in block["sheets"][:1]), default=0))
        paper.section(f"{block['code']} – {block['title']}")
        for one in block["rounds"]:
            _round(paper, one)
        for sheet in block["sheets"]:
            _sheet(paper, sheet)
        for aside in block["set_aside"]:
            paper.small(
                f"Grille de {juror_words(aside)} ({round_words(aside['round'])}), jamais scellée, écartée "
                f"par la présidence{NBSP}: {aside['reason']}",
                after=6,
            )


def _round(paper: PersonalPaper, one: Mapping[str, Any]) -> None:
    words = round_words(one["number"])
    said = f"{words[:1].upper()}{words[1:]} ouvert {at_words(one['opened_at'])}"
    paper.small(f"{said}{NBSP}: {one['reason']}" if one["reason"] else f"{said}.", after=4)


def _sheet(paper: PersonalPaper, sheet: Mapping[str, Any]) -> None:
    paper.flow.need(_room(paper, sheet))
    paper.say(juror_words(sheet), paper.styles.strong, after=1)
    told = [f"Scellée {at_words(sheet['sealed_at'])}", f"reçu {sheet['receipt']}"]
    if sheet["round"] > 1:
        told.insert(0, round_words(sheet["round"]).capitalize())
        told[1] = told[1][:1].lower() + told[1][1:]
    if sheet["result"] is not None:
        told.append(f"résultat de cette grille{NBSP}: {exact_words(sheet['result'])}")
    paper.small(f"{', '.join(told)}.")
    if sheet["typed_by"]:
        checked = f", relue par {sheet['checked_by']}" if sheet["checked_by"] else ""
        when = f" {at_words(sheet['checked_at'])}" if sheet["checked_at"] else ""
        paper.small(f"Remplie sur papier, saisie par {sheet['typed_by']}{checked}{when}.")
    lines = _lines(sheet)
    commented = any(line[2] for line in lines)
    if commented:
        paper.table(_COMMENTED, lines)
    else:
        paper.table(_PLAIN, [line[:2] for line in lines])
        paper.small("Sans commentaire.", after=6)


def _room(paper: PersonalPaper, sheet: Mapping[str, Any]) -> float:
    """Return the height of a sheet's heading with its first line, in points."""
    lines = _lines(sheet)
    if not lines:
        return _SHEET_HEAD
    return _SHEET_HEAD + paper.first_height(_COMMENTED, lines[0])


def _lines(sheet: Mapping[str, Any]) -> list[_Line]:
    lines: list[_Line] = [(one["wording"], _mark(one, REGULAR), one["comment"]) for one in sheet["lines"]]
    overall = sheet["overall"]
    if overall["status"] or overall["comment"]:
        lines.append((strong(GLOBAL_LEVEL), _mark(overall, SEMIBOLD), overall["comment"]))
    return lines


def _mark(line: Mapping[str, Any], face: str) -> Cell:
    first, *rest = mark_words(line)
    return (
        Piece(first, SEMIBOLD if line["status"] == "GIVEN" else face),
        *(Piece(one, REGULAR) for one in rest),
    )


# --- what was agreed --------------------------------------------------------------------------------------


def put_agreed(paper: PersonalPaper, agreed: Mapping[str, Any]) -> None:
    """Set proposals and decisions of every block, then what goes with them."""
    blocks = agreed["blocks"]
    validated = [short_code(one["code"]) for one in blocks if one["decision"] == "VALIDATED"]
    sex = paper.content["holder"]["sex"]
    said = outcome_words(agreed["outcome"], validated, sex=sex)
    paper.say(f"Décision{NBSP}: {said}", paper.styles.heading, after=4)
    if agreed["deciding"]:
        who = "\u00a0; ".join(juror_words(one, "name") for one in agreed["deciding"])
        paper.small(f"Ont délibéré{NBSP}: {who}.", after=6)
    heads = (("Bloc", 0.4), ("Proposition du barème", 0.32), ("Décision du jury", 0.28))
    paper.table(heads, [_agreed_row(one, sex) for one in blocks])
    put_told(paper, blocks, "Motifs", "reason")
    _rounds(paper, blocks)
    _outside(paper, blocks)
    put_told(paper, blocks, "Recommandations du jury", "recommendation")
    put_told(paper, blocks, "Conditions d’une nouvelle présentation", "conditions")


def _agreed_row(block: Mapping[str, Any], sex: str) -> tuple[Cell, ...]:
    title = (Piece(block["code"], SEMIBOLD), Piece(block["title"], REGULAR))
    proposed = [Piece(text, REGULAR) for one in block["proposals"] for text in _proposal(one)]
    words = agreed_words(BLOCK_WORDS[block["decision"]], sex=sex)
    decided = [Piece(words[:1].upper() + words[1:], SEMIBOLD)]
    if block["vote"]:
        decided.append(Piece(VOTES[block["vote"]], REGULAR))
    return title, tuple(proposed or [Piece("–", REGULAR)]), tuple(decided)


def _proposal(one: Mapping[str, Any]) -> list[str]:
    said = proposal_words(one["verdict"])
    if one["result"] is not None:
        said += f" ({exact_words(one['result'])})"
    lines = [said if one["round"] == 1 else f"{round_words(one['round']).capitalize()}{NBSP}: {said}"]
    lines += [DOUBTS.get(code, code) for code in one["doubts"]]
    if one["straddles"]:
        lines.append("Résultats des jurés de part et d’autre du seuil")
    if one["gaps"]:
        lines.append(count(one["gaps"], "écart entre jurés", "écarts entre jurés"))
    return lines


def put_told(paper: PersonalPaper, blocks: Sequence[Mapping[str, Any]], title: str, key: str) -> None:
    """Set what is said block by block under one heading; nothing when nothing is said."""
    lines = [(short_code(one["code"]), one[key]) for one in blocks if one[key]]
    if not lines:
        return
    paper.heading(title)
    for code, text in lines:
        paper.say(f"{code}{NBSP}: {text}", after=4)


def _rounds(paper: PersonalPaper, blocks: Sequence[Mapping[str, Any]]) -> None:
    rounds = [(short_code(one["code"]), again) for one in blocks for again in one["rounds"]]
    if not rounds:
        return
    paper.heading("Tours suivants")
    for code, again in rounds:
        reason = f"{NBSP}: {again['reason']}" if again["reason"] else ""
        paper.say(
            f"{code}, {round_words(again['number'])} ouvert {at_words(again['opened_at'])}{reason}", after=4
        )


def _outside(paper: PersonalPaper, blocks: Sequence[Mapping[str, Any]]) -> None:
    lines = [(short_code(one["code"]), result) for one in blocks for result in one["outside"]]
    if not lines:
        return
    paper.heading("Résultats recueillis hors du jury")
    heads = (("Bloc", 0.12), ("Épreuve", 0.38), ("Résultat", 0.2), ("Évaluateur, date", 0.3))
    paper.table(
        heads,
        [
            (code, one["title"], _judged(one), f"{one['evaluator']}, {short_date(one['judged_on'])}")
            for code, one in lines
        ],
    )


def _judged(one: Mapping[str, Any]) -> str:
    said = "Favorable" if one["favourable"] else "Défavorable"
    return f"{said} ({decimal(one['points'] / 100)}/20)" if one["points"] is not None else said
