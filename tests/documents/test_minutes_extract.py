"""Extracts of minutes for one candidate: what they say and leave out, signed, verified, attacked."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.extract_content import extract_of
from cisp_desktop.application.ports import RenderedMinutes, VerificationReport
from cisp_desktop.application.sentences import SENTENCES
from cisp_desktop.documents.minutes import MinutesRenderer, PageFurniture, _put_minutes
from cisp_desktop.documents.minutes_extract import put_extract
from cisp_desktop.documents.minutes_style import minutes_styles, page_frame
from cisp_desktop.documents.page_code import PageCodeReader
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.pages import PageDrawers
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from tests.documents.attacks import ATTACKS
from tests.documents.attacks_inside import INSIDE_ATTACKS
from tests.documents.conftest import WHEN, Signed
from tests.documents.factories import SEATS, snapshot
from tests.documents.reading import whole_text
from tests.documents.verdicts import counted

Content = dict[str, Any]
ALL_ATTACKS = {**ATTACKS, **INSIDE_ATTACKS}


def extract(minutes: Content, place: int = 0) -> Content:
    """The frozen content of the extract for one candidate, by place."""
    of = fingerprint(canonical_json(minutes))
    return extract_of(minutes, minutes["candidates"][place]["number"], of=of)


def render(content: Content) -> RenderedMinutes:
    return MinutesRenderer().render(content, draft=False)


def verify(pdf: bytes, pem: bytes | None = None) -> VerificationReport:
    return MinutesVerifier().verify(pdf, authority_pem=pem)


def codes(report: VerificationReport) -> set[str]:
    return {one.code.removeprefix("verification.") for one in report.problems}


# --- what it says -------------------------------------------------------------------------------------


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render(extract(snapshot(4), 1)).pdf == render(extract(snapshot(4), 1)).pdf


def test_the_page_says_what_the_minutes_say_of_the_candidate() -> None:
    text = whole_text(render(extract(snapshot(4), 1)).pdf)
    for wanted in (
        "Extrait du procès-verbal de jury", "N° PV-2022-GRE-0007", "GRE-22-002 – BENALI Karim",
        "2 février 1971 à LYON 3E", "Validation partielle", "NV – bloc non validé", "Conduite de projet",
        "la conduite du projet n'est pas démontrée", "MARTIN Alice", "Le quorum est atteint",
        "CENTRE RESSOURCES AROBASE", fingerprint(canonical_json(snapshot(4))),
    ):  # fmt: skip
        assert wanted.replace("\u00a0", " ") in text.replace("\u00a0", " "), wanted


def test_nothing_of_another_candidate_is_in_it() -> None:
    minutes = snapshot(12, incidents=["le 14/12/2022, malaise, GRE-22-003 – COSTA Inês"], paper_sheets=["x"])
    minutes["panel"]["seats"][0] |= {
        "recused_for": ["GRE-22-003"], "recused_at": {"GRE-22-003": "2022-12-14T10:20:00+01:00"},
        "absent_for": ["GRE-22-005"], "sat_for": ["GRE-22-006"], "stands_in_for": "X Y",
    }  # fmt: skip
    rendered = render(extract(minutes, 1))
    text = whole_text(rendered.pdf) + canonical_json(extract(minutes, 1))
    for other in minutes["candidates"][:1] + minutes["candidates"][2:]:
        assert other["number"] not in text
        assert f"{other['birth_name']} {other['first_names']}" not in text
    for word in ("malaise", "inscrits", '"counts"', '"unanimous"', "paper_sheets"):
        assert word not in text


def test_what_minutes_may_come_to_say_stays_out_until_it_is_let_in() -> None:
    minutes = snapshot(3, something_new=["GRE-22-003"])
    minutes["panel"]["seats"][0]["something_new"] = minutes["candidates"][0]["something_new"] = "x"
    assert "something_new" not in canonical_json(extract(minutes))


def test_the_own_recusal_and_quorum_are_said() -> None:
    text = whole_text(render(extract(snapshot(4), 3)).pdf)
    assert "Récusé pour\u00a0: GRE-22-004" in text or "Récusé pour : GRE-22-004" in text
    assert "à 2 membres" in text.replace("\u00a0", " ")


def test_a_rectifying_extract_tells_the_own_changes_alone() -> None:
    def change(where: str) -> dict[str, str]:
        return {"where": where, "before": "avant", "after": f"après {where[:10]}"}

    said = {
        "number": "PV-1", "reason": "GRE-22-003 mal écrit", "ground": "CLERICAL",
        "differences": [
            change("GRE-22-001 – AUBERT Léa · nom de naissance"), change("GRE-22-0010 – X Y · nom"),
            change("GRE-22-003 – COSTA Inês · nom"), change("Centre · adresse"),
            change("Jury · A · récusations"),
        ],
    }  # fmt: skip
    content = extract(snapshot(3, rectifies=said))
    assert [one["where"][:10] for one in content["rectifies"]["differences"]] == ["GRE-22-001", "Centre · a"]
    assert "reason" not in content["rectifies"]
    text = whole_text(render(content).pdf).replace("\u00a0", " ")
    assert "du procès-verbal PV-1 (erreur matérielle)" in text
    other = whole_text(render(extract(snapshot(3, rectifies=said | {"differences": []}))).pdf)
    assert "rien ne change pour ce candidat" in other


@pytest.mark.parametrize(("blocks", "pages"), [(1, 1), (6, 1), (12, 2)])
def test_one_page_holds_it_and_the_frames_stand_with_the_outcome(blocks: int, pages: int) -> None:
    rendered = render(extract(snapshot(2, blocks=blocks)))
    assert rendered.pages == pages
    last = PdfReader(BytesIO(rendered.pdf)).pages[-1].extract_text()
    assert "Certification délivrée" in last
    assert "TARDY Nicole" in last
    assert [frame.seat_id for frame in rendered.frames] == [seat[0] for seat in SEATS]


def test_long_words_still_fit_and_frames_stay_together() -> None:
    minutes = deepcopy(snapshot(1, blocks=12))
    for block in minutes["blocks"]:
        block["title"] = "Un intitulé de bloc qui n’en finit pas, " * 8
    minutes["certification"]["title"] = "Titre " * 50
    minutes["candidates"][0] |= {"birth_name": "DE-LA-" * 20 + "FIN", "first_names": "Anne-" * 20}
    minutes["candidates"][0]["reasons"] = [
        {"block": minutes["blocks"][0]["code"], "reason": "Parce que. " * 300, "kind": "REFUSAL"}
    ]
    rendered = render(extract(minutes))
    assert rendered.pages > 1
    assert len({frame.page_index for frame in rendered.frames}) == 1
    assert "FIN" in whole_text(rendered.pdf)


def test_the_data_goes_with_it_and_the_file_names_its_candidate() -> None:
    content = extract(snapshot(3), 2)
    reader = PdfReader(BytesIO(render(content).pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Extrait du procès-verbal de jury PV-2022-GRE-0007, candidat GRE-22-003"
    (name,) = reader.attachments
    assert name == "PV-2022-GRE-0007-extrait-GRE-22-003.json"
    assert json.loads(reader.attachments[name][0]) == content


def test_each_page_bears_a_code_of_its_own_content() -> None:
    content = extract(snapshot(3))
    drawn = PageDrawers().open(render(content).pdf)
    (text,) = PageCodeReader().texts(drawn.render(0, 3.0))
    drawn.close()
    assert text.startswith("CISP:PV-2022-GRE-0007:1:1/1:")
    assert text.endswith(fingerprint(canonical_json(content))[:16].upper())


# --- signed, verified, attacked -----------------------------------------------------------------------


@dataclass(frozen=True)
class SignedExtract:
    """An extract of the minutes of ``Signed``, in each state, and whoever can sign more."""

    signed: Signed
    content: Content
    states: tuple[bytes, ...]

    @property
    def complete(self) -> bytes:
        return self.states[-1]


def signed_by_all(signed: Signed, rendered: RenderedMinutes) -> tuple[bytes, ...]:
    signer = MinutesSigner()
    states = [signer.prepare(rendered, authority=signed.authority, when=WHEN)]
    for place, (frame, key, seat) in enumerate(zip(rendered.frames, signed.keys, SEATS, strict=True)):
        states.append(
            signer.sign(
                states[-1], field_name=frame.field_name, key=key, image=None, name=seat[2], role=seat[1],
                when=WHEN, last=place == len(SEATS) - 1,
            )
        )  # fmt: skip
    return tuple(states)


@pytest.fixture(scope="module")
def extracted(signed: Signed) -> SignedExtract:
    content = extract(snapshot(3), 1)
    return SignedExtract(signed, content, signed_by_all(signed, render(content)))


def test_a_complete_extract_is_intact_and_says_whose_and_of_which_minutes(extracted: SignedExtract) -> None:
    report = verify(extracted.complete, extracted.signed.authority.certificate_pem)
    assert report.intact
    assert report.trusted
    assert codes(report) == {"extract"}
    told = report.problems[0]
    assert "BENALI Karim" in SENTENCES[told.code].format_map(told.values)
    assert report.number == "PV-2022-GRE-0007"
    assert report.extract is not None
    assert (report.extract.candidate, report.extract.name) == ("GRE-22-002", "BENALI Karim")
    assert report.extract.of == fingerprint(canonical_json(snapshot(3)))
    assert report.sha256 == fingerprint(canonical_json(extracted.content))


@pytest.mark.robustness
def test_none_of_the_attacks_on_minutes_is_shown_as_intact_on_an_extract(extracted: SignedExtract) -> None:
    figures = counted(extracted.complete, ALL_ATTACKS)
    print(figures.line("on an extract"))
    assert (figures.tried, figures.silent) == (len(ALL_ATTACKS), ())


def test_minutes_are_no_extract(signed: Signed) -> None:
    assert verify(signed.complete).extract is None


def test_an_extract_that_lacks_signatures_says_so(extracted: SignedExtract) -> None:
    report = verify(extracted.states[1])
    assert report.intact
    assert codes(report) == {"extract", "missing_signature"}


@pytest.mark.parametrize("name", sorted(ALL_ATTACKS)[::8])
def test_what_breaks_minutes_breaks_an_extract(extracted: SignedExtract, name: str) -> None:
    altered = ALL_ATTACKS[name](extracted.complete)
    report = verify(altered)
    assert not report.intact
    assert report.extract is None


class Forged(PageFurniture):
    """The pages of one content around the data of another: what the authority's key could be made to sign."""

    def __init__(self, data: Content, shown: Content, flow: PageFlow) -> None:
        super().__init__(shown, flow, fingerprint(canonical_json(data)), draft=False)
        self._data, self._shown = data, shown

    def _describe(self, canvas: Canvas) -> None:
        self._snapshot = self._data
        super()._describe(canvas)
        self._snapshot = self._shown


def forged(data: Content, shown: Content) -> RenderedMinutes:
    """Put the data of one content behind the pages of another, fingerprint and metadata with it."""
    styles = minutes_styles()
    flow = PageFlow(page_frame(1 if "extract" in shown else len(shown["blocks"])))
    frames = (put_extract if "extract" in shown else _put_minutes)(shown, flow, styles)
    return RenderedMinutes(Forged(data, shown, flow).document(), len(flow.pages), frames)


SWAPPED: dict[str, Callable[[], tuple[Content, Content]]] = {
    "the pages of another's extract": lambda: (extract(snapshot(3), 0), extract(snapshot(3), 1)),
    "the pages of the minutes": lambda: (extract(snapshot(3), 0), snapshot(3)),
    "the pages of an extract in minutes of one candidate": lambda: (snapshot(1), extract(snapshot(1))),
    "the pages of an extract of other minutes": lambda: (
        extract(snapshot(3), 0), extract(snapshot(3, secretary="AUTRE Paul"), 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SWAPPED)
def test_pages_that_are_not_those_of_the_data_are_seen_even_when_the_authority_signed_them(
    signed: Signed, name: str
) -> None:
    pdf = signed_by_all(signed, forged(*SWAPPED[name]()))[-1]
    report = verify(pdf, signed.authority.certificate_pem)
    assert not report.intact
    assert "pages_differ" in codes(report)


def test_the_fingerprint_of_one_on_the_extract_of_another_is_seen(signed: Signed) -> None:
    mine, other = extract(snapshot(3), 0), extract(snapshot(3), 1)
    digest = fingerprint(canonical_json(mine))
    rendered = MinutesRenderer().render(other, draft=False, fingerprint=digest)
    report = verify(signed_by_all(signed, rendered)[-1], signed.authority.certificate_pem)
    assert not report.intact
    assert "data_altered" in codes(report)


def test_signatures_of_one_extract_do_not_go_with_another(signed: Signed, extracted: SignedExtract) -> None:
    other = signed_by_all(signed, render(extract(snapshot(3), 0)))
    revisions = extracted.complete[len(extracted.states[0]) :]
    report = verify(other[0] + revisions)
    assert not report.intact
