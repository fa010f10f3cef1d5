"""A PDF is opened in a limited child first: what passes is described, what does not is named."""

import hashlib
import io
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.sentences.exchange import SENTENCES
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange import dossier_inspection
from cisp_desktop.exchange.dossier_inspection import LimitedInspector, read_dossier_file


def pdf(*texts: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for text in texts:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def blank(pages: int, width: float = 200, height: float = 200) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, height)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def encrypted(password: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt(user_password=password, owner_password="o", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def raw_pdf(content: bytes, resources: bytes = b"", more: bytes = b"") -> bytes:
    """One page whose content stream and resources are written by hand; readers rebuild the missing xref."""
    stream = zlib.compress(content, 9)
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<"
        + resources
        + b">>>>endobj\n4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(stream)
        + stream
        + b"\nendstream endobj\n"
        + more
        + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def image_bomb() -> bytes:
    """A picture of 100,000 × 100,000 grey dots in a few kilobytes."""
    data = zlib.compress(b"\x00" * 10_000_000, 9)
    image = (
        b"5 0 obj<</Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n" % len(data)
    )
    return raw_pdf(
        b"600 0 0 800 0 0 cm /I Do", b"/XObject<</I 5 0 R>>", image + data + b"\nendstream endobj\n"
    )


def nested_forms() -> bytes:
    """Forms that draw each other ten times, ten deep: ten thousand million strokes."""
    parts = []
    for number in range(10, 20):
        body = b"/F Do " * 10 if number < 19 else b"0 0 m 600 800 l S "
        inner = b"/XObject<</F %d 0 R>>" % (number + 1)
        parts.append(
            b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s>>/Length %d>>stream\n%s\n"
            b"endstream endobj\n" % (number, inner, len(body), body)
        )
    return raw_pdf(b"/F Do", b"/XObject<</F 10 0 R>>", b"".join(parts))


def test_the_facts_of_a_sound_pdf(tmp_path: Path) -> None:
    content = pdf("Enquête de territoire", "Deuxième page")
    facts = LimitedInspector().inspect(content, file_name="enquete.pdf")
    assert (facts.pages, facts.size) == (2, len(content))
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert [text.strip() for text in facts.page_texts] == ["Enquête de territoire", "Deuxième page"]


def test_junk_before_the_header_is_tolerated() -> None:
    assert LimitedInspector().inspect(b"\n\n" + pdf("x"), file_name="x.pdf").pages == 1


def test_an_owner_password_alone_does_not_refuse() -> None:
    assert LimitedInspector().inspect(encrypted(""), file_name="x.pdf").pages == 1


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("dossier.pdf.not_pdf", b""),
        ("dossier.pdf.not_pdf", b"PK\x03\x04 a docx named .pdf"),
        ("dossier.pdf.encrypted", encrypted("secret")),
        ("dossier.pdf.damaged", b"%PDF-1.7\nnothing that follows"),
        ("dossier.pdf.damaged", pdf("x")[:200]),
        ("dossier.pdf.empty", blank(0)),
        ("dossier.pdf.too_long", blank(2_001)),
        ("dossier.pdf.too_costly", blank(2, width=20_000_000, height=100)),
    ],
)
def test_a_pdf_that_cannot_serve_is_refused_with_its_own_sentence(code: str, content: bytes) -> None:
    with pytest.raises(RuleError) as refusal:
        LimitedInspector().inspect(content, file_name="mémoire.pdf")
    assert refusal.value.code == code
    assert "mémoire.pdf" in SENTENCES[code].format(**refusal.value.values)


def verdict(content: bytes) -> str:
    """« passed », or the code of the refusal."""
    try:
        LimitedInspector().inspect(content, file_name="x.pdf")
    except RuleError as refusal:
        return refusal.code
    return "passed"


@pytest.mark.parametrize("make", [image_bomb, nested_forms])
def test_a_costly_pdf_is_refused_or_passes_within_its_limits(make: Callable[[], bytes]) -> None:
    assert verdict(make()) in ("passed", "dossier.pdf.too_costly", "dossier.pdf.damaged")


def test_a_pdf_cut_anywhere_is_refused_or_described_never_worse() -> None:
    whole = pdf("un", "deux", "trois")
    for length in range(0, len(whole), max(1, len(whole) // 12)):
        assert verdict(whole[:length]) in (
            "passed",
            "dossier.pdf.not_pdf",
            "dossier.pdf.damaged",
            "dossier.pdf.empty",
        )


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lourd.pdf"
    with path.open("wb") as file:
        file.truncate(300 << 20)
    with pytest.raises(RuleError) as refusal:
        read_dossier_file(path)
    assert refusal.value.code == "dossier.pdf.too_large"
    sentence = SENTENCES[refusal.value.code].format(**refusal.value.values)
    assert "300 Mo" in sentence
    assert "200 Mo" in sentence


def test_content_over_the_limit_never_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_inspection, "MAX_SIZE", 100)
    with pytest.raises(RuleError) as refusal:
        LimitedInspector(["/nowhere"]).inspect(pdf("x"), file_name="x.pdf")
    assert refusal.value.code == "dossier.pdf.too_large"


def test_a_missing_file_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as failure:
        read_dossier_file(tmp_path / "absent.pdf")
    assert failure.value.code == "exchange.file.missing"


def test_texts_come_back_without_control_characters_or_lone_surrogates() -> None:
    facts = LimitedInspector().inspect(pdf("a\x07b", "c"), file_name="x.pdf")
    for text in facts.page_texts:
        text.encode("utf-8")
        assert all(character.isprintable() or character == "\n" for character in text)


def test_a_child_that_hangs_is_ended_and_told_as_too_costly() -> None:
    hanging = [sys.executable, "-c", "print('ready', flush=True)\nimport time; time.sleep(60)"]
    with pytest.raises(RuleError) as refusal:
        LimitedInspector(hanging, seconds=0.5).inspect(pdf("x"), file_name="x.pdf")
    assert refusal.value.code == "dossier.pdf.too_costly"


def test_a_child_that_cannot_start_is_not_told_as_a_bad_pdf() -> None:
    with pytest.raises(StorageError) as failure:
        LimitedInspector(["/nowhere/python"]).inspect(pdf("x"), file_name="x.pdf")
    assert failure.value.code == "exchange.child.failed"


def test_the_parent_never_loads_the_pdf_engine() -> None:
    import subprocess

    code = (
        "import sys, cisp_desktop.exchange.dossier_inspection, cisp_desktop.exchange.dossier_folder\n"
        "assert not {'pypdfium2', 'python_calamine', 'openpyxl'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
