"""Papers after the jury: what is frozen is printed, field by field; the same bytes twice; nothing private."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cisp_desktop.application.issued_rules import ISSUED_KINDS, PERSONAL_KINDS
from cisp_desktop.application.wording_minutes import BLOCK_WORDS, long_date, short_date
from cisp_desktop.documents.issued.renderer import DRAWN, IssuedRenderer
from cisp_desktop.documents.page_furniture import DEMONSTRATION_BANNER
from cisp_desktop.documents.text import printable
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.issued import DocumentKind, verification_code
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from cisp_desktop.domain.text import NAME_LENGTH, required_text
from tests.documents.reading import page_texts, squeezed, whole_text
from tests.robustness.test_hostile_texts import names

KINDS = tuple(kind.value for kind in ISSUED_KINDS)
CERTIFICATES = ("BLOCK_CERTIFICATE", "CERTIFICATE")
_LETTERS = "abcdefghijklmnopqrstuvwxyzéèàçœïABCDEÉŒ’<&>\"'()/="
# No hyphen: one at the end of a line reads back as nothing.
word = st.text(_LETTERS, min_size=1, max_size=18)
line = st.lists(word, min_size=1, max_size=14).map(" ".join)
day = st.dates(date(1950, 1, 1), date(2099, 12, 31)).map(date.isoformat)


@st.composite
def contents(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Return a content of a kind, every text drawn."""
    organisation = st.fixed_dictionaries({"name": line, "siret": st.just("42370591200057"), "address": line})
    content: dict[str, Any] = {
        "schema_version": 1, "kind": kind, "demonstration": draw(st.booleans()), "logo": "",
        "certifier": draw(organisation), "centre": draw(organisation),
        "certification": {
            "code": "RNCP36128", "title": draw(line), "level_national": 5, "level_european": 4,
            "nsf": [{"code": "332t", "title": draw(line)}], "registration_decided_on": draw(day),
            "registration_ends": None,
        },
        "session": {"id": "s", "starts": "2022-12-14", "ends": "2022-12-15", "place": draw(line)},
        "minutes": {"number": "PV-2022-GRE-0007", "date": draw(day), "sha256": "a" * 64},
        "place": draw(line), "issued_on": draw(day),
        "signatory": {"name": draw(line), "title": draw(line), "organisation": draw(line)},
    }  # fmt: skip
    holder = {
        "number": draw(word), "birth_name": draw(line), "usage_name": draw(line), "first_names": draw(line),
        "sex": draw(st.sampled_from(("M", "F", ""))), "birth_date": draw(day), "birth_place": draw(line),
        "access_path": "VAE",
    }  # fmt: skip
    if kind in ("JUROR_PRESENCE", "JUROR_EXPENSES"):
        content["member"] = {
            "name": draw(line), "title": draw(line), "employer": draw(line), "role": "PROFESSIONAL",
            "attendance": "PRESENT", "at": None, "remote": False, "heard": draw(st.integers(1, 99)),
        }  # fmt: skip
    elif kind == "ATTENDANCE_LIST":
        content |= _attended(draw)
    else:
        content["holder"] = holder
    if kind in CERTIFICATES:
        content["ground"] = draw(st.one_of(st.just(""), line))
    if kind == "BLOCK_CERTIFICATE":
        content["block"] = {"code": "RNCP36128BC01", "title": draw(line)}
    if kind == "CANDIDATE_PRESENCE":
        content["defence"] = None
    if kind == "DECISION_NOTICE":
        content |= _notice(draw)
    return content


def _attended(draw: st.DrawFn) -> dict[str, Any]:
    candidate = st.fixed_dictionaries(
        {
            "number": word, "name": line, "attendance": st.just("PRESENT"), "arrived_at": st.none(),
            "left_at": st.none(), "identity_checked_by": line,
        }
    )  # fmt: skip
    member = st.fixed_dictionaries(
        {
            "name": line, "role": st.just("PRESIDENT"), "attendance": st.just("PRESENT"), "at": st.none(),
            "signed_at": st.just("2022-12-15T17:05:00+01:00"), "refused": st.just(False),
        }
    )  # fmt: skip
    return {
        "panel": draw(line),
        "candidates": draw(st.lists(candidate, min_size=1, max_size=4)),
        "members": draw(st.lists(member, min_size=1, max_size=4)),
    }


def _notice(draw: st.DrawFn) -> dict[str, Any]:
    block = st.fixed_dictionaries(
        {
            "code": st.integers(1, 12).map(lambda n: f"RNCP36128BC{n:02}"), "title": line,
            "decision": st.sampled_from(tuple(BLOCK_WORDS)), "reason": line, "recommendation": line,
            "conditions": line, "held": st.none(),
        }
    )  # fmt: skip
    return {
        "outcome": "NO_NEW_BLOCK",
        "blocks": draw(st.lists(block, min_size=1, max_size=12)),
        "notify_by": draw(day),
        "appeal": {"addressee": draw(line), "address": draw(line), "months": 2, "procedure": draw(line)},
    }


HIDDEN = frozenset(
    {
        "schema_version", "kind", "demonstration", "logo", "sha256", "id", "registration_ends", "siret",
        "sex", "attendance", "role", "outcome", "decision", "remote", "access_path", "starts", "ends",
        "months", "refused",
    }
)  # fmt: skip
"""Fields that print as other words, or not at all."""


def printed(content: Mapping[str, Any]) -> Iterator[str]:
    """Give every frozen value as the page must say it."""
    for key, value in content.items():
        if key in HIDDEN or value is None:
            continue
        if isinstance(value, Mapping):
            yield from printed(value)
        elif isinstance(value, list):
            for one in value:
                yield from printed(one)
        elif key in ("date", "birth_date", "issued_on", "registration_decided_on", "notify_by"):
            yield long_date(value)
        elif key == "signed_at":
            yield short_date(value)
        else:
            yield str(value)


def owed(content: dict[str, Any]) -> list[str]:
    """Return what a kind prints of its content: certificates name neither centre address nor dossier."""
    kind, kept = content["kind"], json.loads(json.dumps(content))
    if kind in CERTIFICATES:
        for one in ("centre", "session"):
            kept.pop(one)
        kept["certifier"].pop("address")
        kept["holder"].pop("number")
        return list(printed(kept))
    kept["certification"] = {key: content["certification"][key] for key in ("code", "title")}
    if kind not in ("DECISION_NOTICE", "SUCCESS_ATTESTATION"):
        kept.pop("certifier")
    else:
        kept["certifier"].pop("address")
    if kind == "SUCCESS_ATTESTATION":
        kept["session"].pop("place")
    if kind == "CANDIDATE_PRESENCE":
        kept.pop("minutes")
    return list(printed(kept))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_frozen_is_printed_field_by_field(kind: str) -> None:
    @settings(max_examples=5, phases=(Phase.generate,))
    @given(content=contents(kind))
    def check(content: dict[str, Any]) -> None:
        drawn = IssuedRenderer().render(content, logo=None)
        text = squeezed(whole_text(drawn.pdf))
        for value in owed(content):
            assert squeezed(value) in text, value
        assert verification_code(fingerprint(canonical_json(content))) in text
        assert (squeezed(DEMONSTRATION_BANNER) in text) is content["demonstration"]
        assert drawn.pages == len(PdfReader(BytesIO(drawn.pdf)).pages)
        assert drawn.pdf == IssuedRenderer().render(content, logo=None).pdf

    check()


def a_content(kind: str) -> dict[str, Any]:
    """Return one plain content of a kind."""
    organisation = {"name": "Centre Exemple", "siret": "", "address": "1 rue de l’Exemple"}
    holder = {
        "number": "D-0001", "birth_name": "DUPONT", "usage_name": "", "first_names": "Zoé", "sex": "F",
        "birth_date": "1990-01-02", "birth_place": "Grenoble", "access_path": "VAE",
    }  # fmt: skip
    return {
        "schema_version": 1, "kind": kind, "demonstration": False, "logo": "", "certifier": organisation,
        "centre": organisation,
        "certification": {
            "code": "RNCP36128", "title": "Coordinateur", "level_national": 5, "level_european": 5,
            "nsf": [{"code": "332t", "title": "Aide"}], "registration_decided_on": "2018-01-26",
            "registration_ends": None,
        },
        "session": {"id": "s", "starts": "2022-12-14", "ends": "2022-12-15", "place": "Grenoble"},
        "minutes": {"number": "PV-1", "date": "2022-12-15", "sha256": "a" * 64}, "place": "Grenoble",
        "issued_on": "2022-12-20",
        "signatory": {"name": "DURAND Claire", "title": "Directrice", "organisation": "Centre Exemple"},
        "holder": holder, "ground": "", "block": {"code": "RNCP36128BC01", "title": "Analyse"},
        "defence": None,
    }  # fmt: skip


def title_content() -> dict[str, Any]:
    """Return the content of a parchemin."""
    content = a_content("CERTIFICATE")
    del content["block"]
    return content


@pytest.mark.parametrize("kind", CERTIFICATES)
def test_a_certificate_stays_on_one_page_whatever_the_length_of_names(kind: str) -> None:
    content = a_content(kind) if kind == "BLOCK_CERTIFICATE" else title_content()
    long = ("Élodie-Marguerite " * 12)[:NAME_LENGTH].strip()
    content["holder"] |= {"birth_name": long, "usage_name": "X" * NAME_LENGTH, "first_names": long}
    content["certification"]["title"] = ("Coordination " * 30)[:300].strip()
    content["certifier"] = {**content["certifier"], "name": long}
    if "block" in content:
        content["block"] = {"code": "RNCP36128BC01", "title": ("Bloc " * 80)[:300].strip()}
    drawn = IssuedRenderer().render(content, logo=None)
    assert drawn.pages == 1
    text = squeezed(whole_text(drawn.pdf))
    assert squeezed(long) in text
    assert "X" * NAME_LENGTH in text
    assert squeezed(content["certification"]["title"]) in text


def test_a_certificate_carries_its_frozen_content_and_a_notice_does_not() -> None:
    content = title_content()
    files = PdfReader(BytesIO(IssuedRenderer().render(content, logo=None).pdf)).attachments
    code = verification_code(fingerprint(canonical_json(content)))
    held = {name: data[0].decode() for name, data in files.items()}
    assert held == {f"{code}.json": canonical_json(content)}
    presence = a_content("CANDIDATE_PRESENCE")
    assert not PdfReader(BytesIO(IssuedRenderer().render(presence, logo=None).pdf)).attachments


def test_a_certificate_says_nothing_that_it_must_not() -> None:
    text = whole_text(IssuedRenderer().render(title_content(), logo=None).pdf)
    for forbidden in ("mention", "/20", "moyenne", "République", "diplôme d’État", "ministère", "D-0001"):
        assert forbidden.casefold() not in text.casefold()


def test_an_attestation_of_a_block_says_its_title_and_registration_in_one_sentence() -> None:
    text = whole_text(IssuedRenderer().render(a_content("BLOCK_CERTIFICATE"), logo=None).pdf)
    assert "certification professionnelle « Coordinateur » enregistrée au Répertoire" in text
    assert "Ce bloc ne vaut pas, à lui seul, délivrance de la certification." in text
    assert "Signature de la titulaire" in text


@pytest.mark.parametrize("kind", ["BLOCK_CERTIFICATE", "CANDIDATE_PRESENCE"])
def test_the_foot_says_in_plain_words_how_to_check_the_paper(kind: str) -> None:
    text = whole_text(IssuedRenderer().render(a_content(kind), logo=None).pdf)
    assert "communiquez ce code au centre organisateur : Centre Exemple." in text
    assert "conserve l’original de ce document et le procès-verbal PV-1." in text
    assert "SHA-256" not in text


def member_content(kind: str) -> dict[str, Any]:
    """Return the content of a paper of a juror."""
    content = a_content(kind)
    for key in ("holder", "ground", "block", "defence"):
        del content[key]
    content["member"] = {
        "name": "MARCHAND Hélène", "title": "Maîtresse de conférences", "employer": "Université",
        "role": "PRESIDENT", "attendance": "PRESENT", "at": None, "remote": False, "heard": 11, "sex": "F",
    }  # fmt: skip
    return content


def test_a_sheet_of_expenses_stands_on_one_page_with_its_signatures() -> None:
    drawn = IssuedRenderer().render(member_content("JUROR_EXPENSES"), logo=None)
    assert drawn.pages == 1
    text = whole_text(drawn.pdf)
    assert "Présidente du jury" in text
    assert "Présente" in text


def test_amounts_go_with_the_signatures_where_one_page_cannot_hold_all() -> None:
    content = member_content("JUROR_EXPENSES")
    content["member"]["employer"] = "Atelier municipal de la rue des Exemples " * 12
    content["centre"] = {**content["centre"], "address": "1 rue de l’Exemple\n" * 8}
    drawn = IssuedRenderer().render(content, logo=None)
    assert drawn.pages == 2
    *_, last = page_texts(drawn.pdf)
    assert "Montant (€)" in last
    assert "Total" in last
    assert "signature et cachet du centre" in last


@pytest.mark.parametrize("kind", ["CANDIDATE_PRESENCE", "SUCCESS_ATTESTATION"])
@pytest.mark.parametrize("words", range(330, 420, 10))
def test_no_paper_ends_with_a_signature_alone(kind: str, words: int) -> None:
    content = a_content(kind)
    said = " ".join(f"mot{n}" for n in range(words))
    content["template"] = {"accent": "", "paragraphs": {"statement": said, "closing": ""}}
    *_, last = page_texts(IssuedRenderer().render(content, logo=None).pdf)
    assert f"mot{words - 1}" in last or "attestation est provisoire" in last
    assert "Signature et cachet" in last


def test_attendance_agrees_with_who_came_and_its_last_page_holds_a_candidate() -> None:
    content = member_content("ATTENDANCE_LIST") | {"panel": "Jury 1"}
    seat = {"name": "MARCHAND Hélène", "role": "PRESIDENT", "attendance": "PRESENT", "at": None,
            "signed_at": None, "refused": False, "sex": "F"}  # fmt: skip
    content["members"] = [seat]
    content["template"] = {"accent": "", "paragraphs": {"closing": ""}}
    for count in range(16, 26):
        content["candidates"] = [
            {"number": f"D-{n:04}", "name": "DUPONT Zoé", "attendance": "ABSENT", "arrived_at": None,
             "left_at": None, "identity_checked_by": "", "sex": "F"}
            for n in range(count)
        ]  # fmt: skip
        pages = page_texts(IssuedRenderer().render(content, logo=None).pdf)
        assert f"D-{count - 1:04} DUPONT Zoé Absente" in pages[-1]
    assert len(pages) == 2
    assert "Présidente du jury" in pages[0]
    for one in (*content["candidates"], seat):
        del one["sex"]  # frozen before the words agreed
    assert "Président du jury" in whole_text(IssuedRenderer().render(content, logo=None).pdf)


def test_a_title_awarded_after_its_registration_says_why() -> None:
    content = title_content() | {"ground": "entrée en formation le 3 janvier 2022"}
    text = whole_text(IssuedRenderer().render(content, logo=None).pdf)
    assert "L6113-9 du code du travail : entrée en formation le 3 janvier 2022" in text


def test_a_duplicate_bears_its_mention_its_day_and_the_first_code() -> None:
    content = title_content()
    content["duplicate"] = {
        "code": "AAAA-BBBB-CCCC-DDDD", "first_issued_on": "2022-12-20", "nth": 2, "issued_on": "2023-02-01",
    }  # fmt: skip
    text = whole_text(IssuedRenderer().render(content, logo=None).pdf)
    assert "DUPLICATA n° 2 établi le 01/02/2023" in text
    assert "émis le 20/12/2022 sous le code AAAA-BBBB-CCCC-DDDD" in text
    assert "le 1er février 2023" in text


def test_hostile_names_show_as_typed_or_are_refused_in_words() -> None:
    shown, refused = 0, set[str]()
    for name in names(24):
        try:
            accepted = required_text(name, field="candidate.birth_name", limit=NAME_LENGTH)
            content = title_content()
            content["holder"] |= {"birth_name": accepted}
            text = whole_text(IssuedRenderer().render(content, logo=None).pdf)
        except RuleError as error:
            refused.add(error.code)
            continue
        assert squeezed(printable(accepted)) in squeezed(text)
        shown += 1
    assert shown
    assert all(code.startswith(("text.", "document.glyph_missing")) for code in refused)


def test_every_kind_that_can_be_issued_is_drawn() -> None:
    assert {kind.value for kind in (*ISSUED_KINDS, *PERSONAL_KINDS)} == set(DRAWN)
    assert set(DRAWN) <= {kind.value for kind in DocumentKind}
