"""Grids and access packs as drawn: whole over any number of pages, verbatim, the same bytes twice."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.minutes import canonical_json
from tests.documents.reading import page_texts, squeezed, whole_text
from tests.documents.test_issued import a_content

KINDS = ("INDIVIDUAL_GRIDS", "AGREED_GRIDS", "ACCESS_PACK")
HOSTILE = "<b>Gras</b> &amp; {0} %s «\u00a0=1+1\u00a0» <img src='x'/> \\n"
LONG = "".join(f"mot{place} " for place in range(1_400)).strip()
WORDING = "".join(f"savoir{place} " for place in range(120)).strip()


def a_line(wording: str = "Analyser", comment: str = "") -> dict[str, Any]:
    return {
        "wording": wording, "status": "GIVEN", "level": 2, "label": "Acquis", "points": None, "reason": "",
        "comment": comment,
    }  # fmt: skip


def a_sheet(place: int, *, comment: str = "") -> dict[str, Any]:
    not_seen = a_line(f"Compétence vue nulle part {place}") | {
        "status": "NOT_EVALUATED", "level": None, "label": "", "reason": "NO_TIME",
    }  # fmt: skip
    return {
        "juror": f"JURY{place} Anne", "role": "PRESIDENT", "sex": "F", "round": 1,
        "sealed_at": "2022-12-14T15:05:00+01:00", "receipt": f"3f2a 91c0 77b{place % 10}", "result": [37, 3],
        "lines": [a_line(f"{WORDING} {place}", comment), not_seen], "overall": a_line("", HOSTILE),
        "typed_by": "SAISIE Paul", "checked_by": "RELUE Zoé", "checked_at": "2022-12-14T16:00:00+01:00",
    }  # fmt: skip


def a_block(place: int, *, comment: str = "") -> dict[str, Any]:
    aside = {
        "juror": "PARTI Luc", "role": "CENTRE", "sex": "M", "round": 1, "reason": f"parti avant {place}",
    }  # fmt: skip
    return {
        "code": f"RNCP36128BC{place:02}", "title": f"Bloc {place}",
        "rounds": [{"number": 2, "reason": f"écart {place}", "opened_at": "2022-12-14T16:30:00+01:00"}],
        "sheets": [a_sheet(place, comment=comment)], "set_aside": [aside],
    }  # fmt: skip


def agreed(blocks: int, text: str) -> dict[str, Any]:
    proposal = {
        "round": 1, "verdict": None, "doubts": ["MAJORITY"], "result": [31, 3], "straddles": True, "gaps": 2,
    }  # fmt: skip
    outside = {
        "title": "Oral", "favourable": False, "evaluator": "EVAL Jean", "judged_on": "2022-12-01",
        "points": 950,
    }  # fmt: skip
    return {
        "outcome": "NO_NEW_BLOCK",
        "deciding": [{"name": "MARTIN Anne", "role": "PRESIDENT", "sex": "F"}],
        "blocks": [
            {
                "code": f"RNCP36128BC{place:02}", "title": f"Bloc {place}", "decision": "NOT_VALIDATED",
                "proposals": [proposal], "reason": f"{text} motif{place}", "vote": "CASTING_VOTE",
                "rounds": [], "outside": [outside], "recommendation": "conseil", "conditions": "condition",
            }
            for place in range(1, blocks + 1)
        ],
    }  # fmt: skip


def personal(kind: str, *, blocks: int = 2, text: str = HOSTILE) -> dict[str, Any]:
    """Return a content of one of the kinds."""
    content = a_content(kind)
    for key in ("ground", "block", "defence"):
        content.pop(key)
    levels = [{"value": 2, "label": "Acquis"}]
    content |= {
        "scheme": {"mode": "LEVELS", "levels": levels, "threshold": 10.0}, "withheld": 2,
        "grids": [a_block(place, comment=text) for place in range(1, blocks + 1)],
        "agreed": agreed(blocks, text),
    }  # fmt: skip
    if kind != "ACCESS_PACK":
        content.pop("agreed" if kind == "INDIVIDUAL_GRIDS" else "grids")
        return content
    return content | pack_parts(text)


def pack_parts(text: str) -> dict[str, Any]:
    moment = "2022-12-14T09:30:00+01:00"
    block = {
        "code": "RNCP36128BC01", "title": "Bloc 1", "decision": "NOT_VALIDATED", "reason": text,
        "recommendation": "", "conditions": "", "held": None,
    }  # fmt: skip
    dossier = {
        "kind": "THESIS", "name": "mémoire.pdf", "file": "01 - mémoire.pdf", "pages": 12, "size": 1_300_000,
        "sha256": "ab" * 32, "received_at": moment, "replaced_at": moment,
    }  # fmt: skip
    timer = {"assessment": "Oral", "phase": "INTERVIEW", "began": moment, "ended": moment, "seconds": 1205}
    absence = {
        "name": "ABSENT Luc", "role": "CENTRE", "sex": "M", "ground": "TRAINED", "at": None,
        "substitute": "SUPPLEANT Eva",
    }  # fmt: skip
    presence = {
        "attendance": "PRESENT", "slot": moment, "minutes": 60, "arrived_at": moment, "left_at": None,
        "excuse": "train", "document": "justif.pdf", "identity_checked_by": "VERIF Léa", "timers": [timer],
    }  # fmt: skip
    journal = {
        "at": moment, "until": moment, "times": 59, "actor": "MARTIN Anne", "action": "mark.given",
        "about": "BC01", "details": "",
    }  # fmt: skip
    return {
        "request": {
            "made_by": "ROUX Hélène", "made_at": moment, "answered_to": "Me AVOCAT", "asked_on": "2022-12-01",
        },
        "identity": [{"field": "candidate.email", "value": "zoe@example.org"}],
        "registration": [{"field": "candidate.accommodations", "value": "tiers temps"}],
        "presented": [{"code": "RNCP36128BC01", "title": "Bloc 1"}],
        "held": [
            {
                "block": "RNCP36128BC02", "code": "RNCP6133U2", "date": "2019-01-02",
                "minutes_number": "PV-9", "valid_until": "2024-01-02",
            }
        ],
        "dossiers": [dossier], "presence": presence, "absences": [absence],
        "notice": {
            "outcome": "NO_NEW_BLOCK", "blocks": [block], "notify_by": "2022-12-29",
            "appeal": {
                "addressee": "AROBASE", "address": "2 rue", "months": 2, "procedure": "Écrire au siège.",
            },
        },
        "incidents": [
            {"kind": "OTHER", "happened_at": moment, "account": text, "decision": "On continue."}
        ],
        "notes": [{"author": "PETIT Karim", "file": "mémoire.pdf", "page": 4, "text": "à creuser"}],
        "papers": [{"kind": "DECISION_NOTICE", "block": "", "code": "AAAA-BBBB", "issued_at": moment}],
        "journal": [journal],
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_stands_as_typed_and_the_same_content_gives_the_same_bytes(kind: str) -> None:
    content = personal(kind)
    drawn = IssuedRenderer().render(content, logo=None)
    assert squeezed(HOSTILE) in squeezed(whole_text(drawn.pdf))
    assert drawn.pdf == IssuedRenderer().render(content, logo=None).pdf
    reader = PdfReader(BytesIO(drawn.pdf))
    assert [data[0].decode() for data in reader.attachments.values()] == [canonical_json(content)]
    assert len(reader.pages) == drawn.pages


@pytest.mark.parametrize("kind", KINDS)
def test_twelve_blocks_long_wordings_and_thousands_of_letters_lose_nothing(kind: str) -> None:
    text = f"{HOSTILE} {LONG}"
    drawn = IssuedRenderer().render(personal(kind, blocks=12, text=text), logo=None)
    pages = page_texts(drawn.pdf)
    said = squeezed("".join(_body(page) for page in pages))
    assert said.count("mot1399") >= 12
    assert "RNCP36128BC12" in said
    if kind != "AGREED_GRIDS":
        assert said.count("savoir119") == 12
        assert "PARTILuc" in said
    assert all(f"page {place} / {len(pages)}" in page for place, page in enumerate(pages, 1))
    assert all("Document personnel – D-0001" in page for page in pages)


def _body(page: str) -> str:
    return page.split("Code de vérification", maxsplit=1)[0]


def test_a_sheet_s_heading_is_never_alone_at_the_foot_of_a_page() -> None:
    for letters in (0, 60, 300, 900):
        content = personal("INDIVIDUAL_GRIDS", blocks=12, text=LONG[:letters])
        for page in page_texts(IssuedRenderer().render(content, logo=None).pdf):
            body = _body(page).rstrip()
            assert not body.endswith(("présidente du jury", "12,33/20.", "16 h 00.", "écart 7"))


def test_a_pack_says_what_it_holds_and_what_not_and_how_to_contest() -> None:
    pdf = IssuedRenderer().render(personal("ACCESS_PACK"), logo=None).pdf
    cover, *rest = page_texts(pdf)
    for said in (
        "Ce que ce dossier contient", "Ce qu’il ne contient pas, et pourquoi", "Me AVOCAT", "ROUX Hélène",
        "1er décembre 2022", "Les voix de chaque membre", "2 passages nommaient",
    ):  # fmt: skip
        assert said in cover
    text = squeezed(" ".join(rest))
    for said in (
        "zoe@example.org", "tiers temps", "RNCP6133U2", "PV-9", "SUPPLEANT Eva", "20 min 05 s", "1,3 Mo",
        "à creuser", "59 fois", "AAAA-BBBB", "recours gracieux", "Écrire au siège.", "article 15",
        "voix prépondérante", "9,5/20", "justif.pdf", "ab" * 16,
    ):  # fmt: skip
        assert squeezed(said) in text, said


def test_points_are_printed_on_twenty_and_a_line_left_empty_has_a_dash() -> None:
    content = personal("INDIVIDUAL_GRIDS", blocks=1, text="")
    content["scheme"] = {"mode": "POINTS", "levels": [], "threshold": 10.0}
    (sheet,) = content["grids"][0]["sheets"]
    empty = a_line("Rien") | {"status": "", "level": None, "label": ""}
    sheet["lines"] = [a_line("Oral") | {"level": None, "label": "", "points": 1250}, empty]
    text = whole_text(IssuedRenderer().render(content, logo=None).pdf)
    assert "Notes sur 20" in text
    assert "Oral 12,5/20" in text
    assert "Rien –" in text


def test_the_outline_leads_to_each_block_and_part() -> None:
    reader = PdfReader(BytesIO(IssuedRenderer().render(personal("ACCESS_PACK"), logo=None).pdf))
    titles = [
        entry.title for level in reader.outline for entry in (level if isinstance(level, list) else [level])
    ]
    assert titles[0] == "Dossier d’accès"
    assert "5. Grilles individuelles" in titles
    assert "RNCP36128BC02 – Bloc 2" in titles
