"""Papers with a template: old ones draw as ever; new ones keep the words and the colour that were frozen."""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cisp_desktop.application.paper_sample import sample_content
from cisp_desktop.application.paper_wording import PARAGRAPHS, paragraphs_of, with_template
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.text import printable
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.paper_template import PARAGRAPH_LENGTH, CentreTemplates
from tests.documents.papers import logo
from tests.documents.reading import squeezed, whole_text

CENTRE = {
    "name": "Centre de formation", "siret": "42370591200057", "address": "3 place du Marché, 38000 Grenoble",
    "signatory": "NOM Prénom", "signatory_title": "Directrice",
}  # fmt: skip
KINDS = [kind.value for kind in PARAGRAPHS]
WORDED = [(kind.value, key) for kind in PARAGRAPHS for key in paragraphs_of(kind.value)]
BEFORE_TEMPLATES = {
    ("DECISION_NOTICE", False): "3f482e4a8dfe40065eb5c8dd030939df784129debb37409a9bddfb5fcb85cc20",
    ("DECISION_NOTICE", True): "cfe217ba684b7d3b050e10510e1621480779cd4d1e93b9334a360a058150199c",
    ("SUCCESS_ATTESTATION", False): "cfdab5ae28b9066edc9d440ccdb8abf55fc4d9ceb8259cbf5680b70f5ed6a5e3",
    ("SUCCESS_ATTESTATION", True): "a6d712f78fb5439840482774206886b686eaca34f1f454367593cf512b4a08ce",
    ("CANDIDATE_PRESENCE", False): "d75c712d940b90bff5a965f128b5349dfa6bd8a3b42225da36ff885115960132",
    ("CANDIDATE_PRESENCE", True): "abbfebfc8267fd5c749c0bed4ab5c59328e3e07352cc0e00e42c6480e4fb78ec",
    ("BLOCK_CERTIFICATE", False): "0b6b2459681b43ae86884f00bc11a155130ef9ed8a81406f4ce7e462d493c39f",
    ("BLOCK_CERTIFICATE", True): "ffff88008ebdd53aeb8c9b7afd7faf9dde4fbaa3ec3495500ac7cba6be3be507",
    ("CERTIFICATE", False): "1ae604d95b17775fc1021a3a934066ac6ae6dd8248af15466a48469997850f5f",
    ("CERTIFICATE", True): "5b01e9d3cd25af71e4332b7a81fe980a2c688520905d9229d720607bca51da8a",
    ("JUROR_PRESENCE", False): "0f7f65b0249bc7dc5cebbff771697051b6a69abd1077bfac1aa55bce4943db5b",
    ("JUROR_PRESENCE", True): "69f44dd5d01f90a973fecba887680cb03cdca9e3b716ad096c2555055d016386",
    ("JUROR_EXPENSES", False): "73596fd9b76bc57980bad1b0bf4b1b6802801ef19fa78e1e3c8e807cd23a6ac4",
    ("JUROR_EXPENSES", True): "1fb2ffffca8b9fcbd1fede0863eb6fe6e4edcf2ad30c8d12d8591f2bd20f6bb9",
    ("ATTENDANCE_LIST", False): "faaab4c5ea182237848f2d058bb0f80871195ddb65409f5349f40df5010047e8",
    ("ATTENDANCE_LIST", True): "28196147a99326ca3f7918a7190754915424c6a6b9154d0657de9695782844fe",
}
"""SHA-256 of all that each paper said before templates, spaces apart: first paper and duplicate."""


def sample(kind: str) -> dict[str, Any]:
    return sample_content(DocumentKind(kind), CENTRE, place="Grenoble")


def drawn(content: Mapping[str, Any], *, picture: bytes | None = None) -> bytes:
    return IssuedRenderer().render(content, logo=picture).pdf


def streams(pdf: bytes) -> bytes:
    contents = [page.get_contents() for page in PdfReader(BytesIO(pdf)).pages]
    return b"".join(one.get_data() for one in contents if one is not None)


@pytest.mark.parametrize(("kind", "duplicate"), BEFORE_TEMPLATES)
def test_a_paper_issued_before_templates_says_what_it_did(kind: str, duplicate: bool) -> None:
    content = sample(kind)
    if duplicate:
        content["duplicate"] = {
            "code": "0000-0000-0000-0000", "first_issued_on": "2026-12-15", "nth": 1,
            "issued_on": "2027-01-02",
        }  # fmt: skip
    pdf = drawn(content)
    said = squeezed(whole_text(pdf))
    assert sha256(said.encode()).hexdigest() == BEFORE_TEMPLATES[kind, duplicate]
    assert drawn(content) == pdf


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_origin_frozen_print_as_they_did(kind: str) -> None:
    before, after = sample(kind), with_template(sample(kind), CentreTemplates())
    codes = [whole_text(drawn(one)).partition("Code de vérification")[0] for one in (before, after)]
    assert codes[0] == codes[1]


@pytest.mark.parametrize(("kind", "key"), WORDED)
def test_a_paragraph_prints_as_it_is_worded_its_fields_filled(kind: str, key: str) -> None:
    words = "Rédigé ainsi pour {intitule}, à la date du {date}."
    content = with_template(sample(kind), CentreTemplates("", {kind: {key: words}}))
    expected = (
        "Rédigé ainsi pour Intitulé de la certification professionnelle, à la date du 15 décembre 2026."
    )
    assert content["template"]["paragraphs"][key].replace("\u00a0", " ") == expected
    assert squeezed(expected) in squeezed(whole_text(drawn(content)))


@pytest.mark.parametrize(("kind", "key"), WORDED)
def test_the_paper_says_the_words_frozen_whatever_its_wording_becomes(kind: str, key: str) -> None:
    content = with_template(sample(kind), CentreTemplates("", {kind: {key: "Mots du premier jour"}}))
    content["template"]["paragraphs"]["inconnu"] = "jamais imprimé"
    said = whole_text(drawn(content))
    assert "Mots du premier jour" in said
    assert "jamais imprimé" not in said


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(st.sampled_from(WORDED), st.text("abé<b>&\"'=/{}%$#()[]", min_size=1, max_size=80))
def test_hostile_words_print_verbatim(place: tuple[str, str], text: str) -> None:
    kind, key = place
    content = with_template(sample(kind), CentreTemplates("", {kind: {key: f"X{text}X"}}))
    assert squeezed(printable(f"X{text}X")) in squeezed(whole_text(drawn(content)))


@pytest.mark.parametrize(
    "kind", ["DECISION_NOTICE", "SUCCESS_ATTESTATION", "CANDIDATE_PRESENCE", "ATTENDANCE_LIST"]
)
def test_the_longest_words_and_names_still_print_whole_with_a_signature(kind: str) -> None:
    content = sample(kind)
    content["certification"]["title"] = "Intitulé " * 55
    content["certifier"]["name"] = "Certificateur " * 14
    words = "{intitule}{certificateur}{centre}" * 3
    long = dict.fromkeys(paragraphs_of(kind), words + "m " * (PARAGRAPH_LENGTH // 2 - 60) + "fin")
    content = with_template(content, CentreTemplates("", {kind: long}))
    said = squeezed(whole_text(drawn(content, picture=logo())))
    for text in content["template"]["paragraphs"].values():
        assert text.endswith("fin")
        assert squeezed(text) in said
    assert "Signatureetcachet" in said


def test_no_template_takes_out_what_the_rules_want() -> None:
    emptied = {
        kind.value: {key: "" for key, one in paragraphs_of(kind.value).items() if one.rule.optional}
        for kind in PARAGRAPHS
    }
    wanted = {
        "DECISION_NOTICE": ("recours gracieux", "2 mois", "tribunal administratif", "29 décembre 2026"),
        "SUCCESS_ATTESTATION": ("est provisoire", "seul fait foi"),
        "JUROR_EXPENSES": ("Je certifie exacts",),
        "CERTIFICATE": ("RNCP00000", "26 janvier 2024", "niveau 5", "332 Spécialité", "MODÈLE Camille"),
    }
    for kind, mentions in wanted.items():
        said = squeezed(whole_text(drawn(with_template(sample(kind), CentreTemplates("", emptied)))))
        for mention in mentions:
            assert squeezed(mention) in said, (kind, mention)


@pytest.mark.parametrize("kind", KINDS)
def test_the_accent_colours_titles_and_leaves_the_text_black(kind: str) -> None:
    content = with_template(sample(kind), CentreTemplates("#7A1F2B", {}))
    painted = streams(drawn(content))
    red = b".478431 .121569 .168627 rg"
    assert red in painted
    assert b"0 0 0 rg" in painted
    assert red not in streams(drawn(with_template(sample(kind), CentreTemplates())))


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_says_so_across_the_page_and_bears_no_code(kind: str) -> None:
    content = with_template(sample(kind), CentreTemplates())
    issued, preview = (whole_text(drawn(one)) for one in (content, {**content, "preview": True}))
    assert "APERÇU" in preview
    assert "aperçu, non émis" in preview
    assert "APERÇU" not in issued
    assert "communiquez ce code" not in preview


def test_a_letter_that_no_font_has_is_refused_by_name() -> None:
    content = with_template(
        sample("DECISION_NOTICE"), CentreTemplates("", {"DECISION_NOTICE": {"opening": "日"}})
    )
    with pytest.raises(RuleError, match=r"document\.glyph_missing"):
        drawn(content)
