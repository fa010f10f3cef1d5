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
    ("DECISION_NOTICE", False): "a52a50225b98f79f95c9780fbc90bc43c37c5bf55fedfa52df319621515826b5",
    ("DECISION_NOTICE", True): "d808b203b6f96c6e00688d545bdd96b13870a6d0f25b7d22a90a2ea1384956c1",
    ("SUCCESS_ATTESTATION", False): "603dd193d1f3a03162cbf46a24aedb6bec8b0e93063c4913f21a7c19d556e57c",
    ("SUCCESS_ATTESTATION", True): "6aa3a48c25cd14c6ef97ca571efc3d66a01584e9b9841684cd84dd444a1a7027",
    ("CANDIDATE_PRESENCE", False): "2e649d856d7fc5cddaeadb3606c3adfc9de082997499f881a634dfbd253b511a",
    ("CANDIDATE_PRESENCE", True): "9fa3e639db830879cc03c75ecad8b08585621570536b9d53cd08b76b53d62084",
    ("BLOCK_CERTIFICATE", False): "c8ccdf73da6f1f372d1182589d688f9f4ccfcba017e69ef9dd1d0e27838039e5",
    ("BLOCK_CERTIFICATE", True): "e7c168bac7f8a8e6f3f625c15f4a55db4c192a3c4bbcfe2ed97536714c213ddf",
    ("CERTIFICATE", False): "dc5ed56e0f19c06828836086ed827a9a747394d17c00d66cff01837d3914a88f",
    ("CERTIFICATE", True): "b8a25b52c5e7a72283bf17b776368d0ddd88f115f8e7bca22d875ef3e2ce4fb1",
    ("JUROR_PRESENCE", False): "dda601c8ebbd95a238d760e94ac65ade74e83569f418de0a002dc1881c170e61",
    ("JUROR_PRESENCE", True): "3eb93b6a982fbfb967a5780ff50caa07cab14ba521b8c4251b1e4543a37da860",
    ("JUROR_EXPENSES", False): "77739fa312cfdd446ab38158084e244ac7e5c4215a3e9cd2715642b6070ac8bd",
    ("JUROR_EXPENSES", True): "85210fa675206956fa4d86ca774a121b46816ece3fba17a7017990c856bb2cf9",
    ("ATTENDANCE_LIST", False): "54ea6d0bcd3467d1dd8633316dd0f3ebfd9b68026a12cd0b5b1b3b8268ddfd47",
    ("ATTENDANCE_LIST", True): "b6547a10fd66cc4674287fb234c135e244bb3e0a31528b81772dea09bb58af08",
}
"""SHA-256 of all that each paper without a template says, spaces apart: first paper and duplicate. To be
changed only with the words of origin or of the foot themselves.
"""


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
