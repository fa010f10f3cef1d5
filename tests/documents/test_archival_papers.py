"""Every kept paper as PDF/A-3a, in the words of an independent validator, veraPDF, and what it must catch."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from cisp_desktop.application.awards import award_register
from cisp_desktop.application.extract_content import extract_of
from cisp_desktop.application.issued_building import AccessRequest
from cisp_desktop.application.issuing import issue_duplicate, issue_papers, read_paper, read_papers
from cisp_desktop.application.ports import RenderedMinutes, UnlockedKey
from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.application.register_papers import award_paper, number_paper
from cisp_desktop.application.registers import number_register
from cisp_desktop.documents.drawn_signature import demonstration_strokes, strokes_drawing
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.documents.registers import RegisterRenderer
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from tests.application.issued_scenes import CHOICES, issue, open_completed
from tests.documents import papers
from tests.documents.archival_validator import ACCESSIBLE, Validator, validator
from tests.documents.conftest import WHEN, Signed
from tests.documents.factories import SEATS, snapshot
from tests.documents.test_minutes_extremes import extreme
from tests.documents.test_own_certificate import FILES, own_file, read, rsa
from tests.documents.test_paper_templates import drawn, sample

Paper = tuple[str, bytes]
NOT_CLAIMED = "5-1"
"""Of PDF/UA: that a file claims it. None does, for frames of signatures are hung on later, untagged."""


@pytest.fixture(scope="module")
def archival(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Validator]:
    with validator(tmp_path_factory.mktemp("archival")) as running:
        yield running


def claimed(pdf: bytes) -> tuple[object, object]:
    """Return the part of ISO 19005 and the level that a file claims in its metadata."""
    said = PdfReader(BytesIO(pdf)).xmp_metadata
    return (said.pdfaid_part, said.pdfaid_conformance) if said else (None, None)


# --- minutes ------------------------------------------------------------------------------------------


def forms_of_minutes() -> Iterator[Paper]:
    """Give minutes in all their forms, unsigned."""

    def rendered(content: dict[str, object], *, draft: bool = False) -> bytes:
        return MinutesRenderer().render(content, draft=draft).pdf

    change = {"where": "Centre · adresse", "before": "avant", "after": "après"}
    earlier = {"number": "PV-1", "reason": "nom mal écrit", "ground": "CLERICAL", "differences": [change]}
    stated = {"at": "2022-12-14T12:05:00+00:00", "why": "Le président ne s’est pas présenté."}
    yield "one candidate", rendered(snapshot(1))
    yield "nobody", rendered(snapshot(0))
    yield "a page of them", rendered(snapshot(12))
    yield "many, in landscape", rendered(snapshot(20, blocks=12))
    yield "the longest names", rendered(extreme())
    yield "a project", rendered(snapshot(3), draft=True)
    yield "long mentions", rendered(snapshot(5, incidents=["Coupure de courant. " * 200]))
    yield "rectifying", rendered(snapshot(3, rectifies=earlier, version=2))
    yield "a panel that did not sit", rendered(snapshot(3, constatation=stated, demonstration=True))


def test_minutes_of_every_form(archival: Validator) -> None:
    found = dict(forms_of_minutes())
    assert {claimed(pdf) for pdf in found.values()} == {("3", "A")}
    assert archival.all_broken(found) == {}


def test_the_structure_of_minutes_is_what_pdf_ua_asks(archival: Validator) -> None:
    assert archival.all_broken(dict(forms_of_minutes()), ACCESSIBLE, but=NOT_CLAIMED) == {}


def test_minutes_after_each_signature(archival: Validator, signed: Signed) -> None:
    """Drawn twice, then written."""
    assert archival.all_broken({f"{n} signatures": pdf for n, pdf in enumerate(signed.states)}) == {}


def with_a_last_signature(signed: Signed, key: UnlockedKey, image: bytes | None) -> bytes:
    return MinutesSigner().sign(
        signed.states[2], field_name=signed.rendered.frames[2].field_name, key=key, image=image,
        name=SEATS[2][2], role=SEATS[2][1], when=WHEN, last=True,
    )  # fmt: skip


def scan() -> bytes:
    """Return a signature on transparent ground, as PNG."""
    image = Image.new("RGBA", (900, 400), (0, 0, 0, 0))
    image.paste((20, 20, 60, 200), (200, 150, 700, 170))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_minutes_signed_with_a_picture_or_with_certificates_of_ones_own(
    archival: Validator, signed: Signed
) -> None:
    own = {"RSA": rsa.generate_private_key(65537, 2048), "P-256": None}
    keys = {name: FILES.vouched(read(own_file(key)), signed.keys[2]) for name, key in own.items()}
    found = {name: with_a_last_signature(signed, key, None) for name, key in keys.items()}
    found["picture"] = with_a_last_signature(signed, signed.keys[2], scan())
    assert b"/SMask" in found["picture"]
    assert archival.all_broken(found) == {}


def signed_extract(signed: Signed) -> Iterator[RenderedMinutes | bytes]:
    minutes = snapshot(3)
    content = extract_of(minutes, "GRE-22-002", of=fingerprint(canonical_json(minutes)))
    rendered = MinutesRenderer().render(content, draft=False)
    pdf = MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN)
    yield rendered.pdf
    for place, (frame, key, seat) in enumerate(zip(rendered.frames, signed.keys, SEATS, strict=True)):
        pdf = MinutesSigner().sign(
            pdf, field_name=frame.field_name, key=key, image=strokes_drawing(demonstration_strokes(place)),
            name=seat[2], role=seat[1], when=WHEN + timedelta(minutes=place), last=place == 2,
        )  # fmt: skip
        yield pdf


def test_an_extract_before_and_after_each_signature(archival: Validator, signed: Signed) -> None:
    states = {f"{n} signatures": pdf for n, pdf in enumerate(signed_extract(signed))}
    assert archival.all_broken(states) == {}


# --- the papers after ---------------------------------------------------------------------------------


def test_every_paper_after_the_jury_a_duplicate_and_the_registers(
    archival: Validator, tmp_path: Path
) -> None:
    workspace, made = open_completed(tmp_path)
    found = {}
    try:
        issue(workspace, made)
        asked = replace(CHOICES, request=AccessRequest("DURAND Claire"))
        issue_papers(
            workspace, made.id, wanted=lambda _paper: True, choices=asked, renderer=IssuedRenderer(),
            personal=True,
        )  # fmt: skip
        issued = read_papers(workspace, made.id).documents
        certificate = next(one for one in issued if one.kind is DocumentKind.BLOCK_CERTIFICATE)
        issue_duplicate(workspace, certificate.id, renderer=IssuedRenderer())
        read = read_papers(workspace, made.id)
        documents = (*read.documents, *read.personal_documents)
        assert {one.kind for one in documents} == set(DocumentKind)
        found = {f"{one.kind} {bool(one.first_code)}": read_paper(workspace, one) for one in documents}
        queries, now = workspace.queries, workspace.clock()
        verdict = queries.check_journal()
        numbers = number_paper(number_register(queries), verdict, asked="Tout", made=now)
        awards = award_paper(award_register(queries), verdict, asked="Tout", made=now)
        found |= {"numbers": RegisterRenderer().render(numbers), "awards": RegisterRenderer().render(awards)}
    finally:
        workspace.abandon()
    assert "BLOCK_CERTIFICATE True" in found
    assert {claimed(pdf) for pdf in found.values()} == {("3", "A")}
    assert archival.all_broken(found) == {}
    assert archival.all_broken(found, ACCESSIBLE, but=NOT_CLAIMED) == {}


def test_papers_with_a_logo_that_is_transparent_and_an_accent(archival: Validator) -> None:
    kinds = ("DECISION_NOTICE", "CANDIDATE_PRESENCE", "CERTIFICATE")
    accented = {kind: sample(kind) | {"template": {"accent": "#1F4E79", "paragraphs": {}}} for kind in kinds}
    found = {kind: drawn(content, picture=papers.logo()) for kind, content in accented.items()}
    assert any(b"/SMask" in pdf for pdf in found.values())
    assert archival.all_broken(found) == {}
    assert archival.all_broken(found, ACCESSIBLE, but=NOT_CLAIMED) == {}


@pytest.mark.parametrize("kind", PaperKind)
def test_papers_of_preparation_are_for_the_day_and_claim_nothing(kind: PaperKind) -> None:
    assert claimed(PreparationRenderer().render(kind, papers.content(1))) == (None, None)


# --- what the validator must catch --------------------------------------------------------------------


def without_output_intent(writer: PdfWriter) -> None:
    del writer.root_object["/OutputIntents"]


def without_metadata(writer: PdfWriter) -> None:
    del writer.root_object["/Metadata"]


def without_a_font_file(writer: PdfWriter) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]
    described = (font.get_object().get("/FontDescriptor") for font in fonts.values())
    one = next(descriptor for descriptor in described if descriptor is not None)
    del one.get_object()["/FontFile2"]


def with_a_script(writer: PdfWriter) -> None:
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.beep();")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)


def encrypted(writer: PdfWriter) -> None:
    writer.encrypt("", "maître", algorithm="AES-128")


def with_a_blending_mode_of_its_own(writer: PdfWriter) -> None:
    state = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Voile")}
    )
    resources = writer.pages[0]["/Resources"]
    resources[NameObject("/ExtGState")] = DictionaryObject({NameObject("/GS9"): state})
    content = writer.pages[0].get_contents()
    content.set_data(b"/GS9 gs\n" + content.get_data())
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)


def with_a_hidden_note(writer: PdfWriter) -> None:
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Square"),
            NameObject("/Rect"): ArrayObject([FloatObject(n) for n in (9, 9, 99, 99)]),
            NameObject("/F"): NumberObject(2),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def with_data_of_no_known_relation(writer: PdfWriter) -> None:
    del writer.root_object["/AF"][0].get_object()["/AFRelationship"]


def without_structure(writer: PdfWriter) -> None:
    del writer.root_object["/StructTreeRoot"]


PLANTED = {
    without_output_intent: "6.2.4.3-",
    without_metadata: "6.6.2.1-1",
    without_a_font_file: "6.2.11.4.1-1",
    with_a_script: "6.5.1-1",
    encrypted: "6.1.3-2",
    with_a_blending_mode_of_its_own: "6.2.10-1",
    with_a_hidden_note: "6.3.2-",
    with_data_of_no_known_relation: "6.8-3",
    without_structure: "6.7.3.3-1",
}
"""What is done to sound minutes, and the rule of ISO 19005-3 that the validator names (clause and test)."""


@pytest.fixture(scope="module")
def sound() -> bytes:
    return MinutesRenderer().render(snapshot(2), draft=False).pdf


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_fault_that_is_planted_is_named(archival: Validator, sound: bytes, plant: object) -> None:
    writer = PdfWriter(clone_from=BytesIO(sound))
    plant(writer)  # type: ignore[operator]  # one of the above
    buffer = BytesIO()
    writer.write(buffer)
    named = archival.broken(buffer.getvalue())
    assert any(rule.startswith(PLANTED[plant]) for rule in named), named


def test_content_that_no_tag_holds_is_named(archival: Validator, sound: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(sound))
    content = writer.pages[0].get_contents()
    content.set_data(content.get_data() + b"\n9 9 20 20 re f")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)
    buffer = BytesIO()
    writer.write(buffer)
    named = archival.broken(buffer.getvalue(), ACCESSIBLE)
    assert any(rule.startswith("7.1-3 ") for rule in named), named


def test_a_stream_whose_end_has_no_line_of_its_own_is_named(archival: Validator, sound: bytes) -> None:
    broken = archival.broken(sound.replace(b"\nendstream", b" endstream"))
    assert any(rule.startswith("6.1.7.1-") for rule in broken), broken
