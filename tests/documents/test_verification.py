"""What verification says of sound files, altered ones, and files of others."""

import logging
import random
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from cisp_desktop.application.ports import VerificationReport
from cisp_desktop.application.sentences.documents import SENTENCES
from cisp_desktop.documents import pdf_structure, signing
from cisp_desktop.documents.identity import Identities
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.pdf_structure import SIZE_LIMIT
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from tests.documents.attacks import ATTACKS, gaps
from tests.documents.conftest import CODE, WHEN, Signed
from tests.documents.factories import SEATS, snapshot


def verify(pdf: bytes, authority_pem: bytes | None = None, **more: str) -> VerificationReport:
    return MinutesVerifier().verify(pdf, authority_pem=authority_pem, **more)


def codes(report: VerificationReport) -> set[str]:
    return {problem.code.removeprefix("verification.") for problem in report.problems}


def test_complete_minutes_are_intact_and_trusted(signed: Signed) -> None:
    report = verify(signed.complete, signed.authority.certificate_pem)
    assert report.intact
    assert report.trusted is True
    assert report.problems == ()
    assert [signature.role for signature in report.signatures] == ["AUTHORITY", *(seat[1] for seat in SEATS)]
    assert [signature.name for signature in report.signatures[1:]] == [seat[2] for seat in SEATS]
    assert all(signature.valid and signature.trusted for signature in report.signatures)
    assert report.signatures[2].at == WHEN + timedelta(minutes=1)


def test_number_and_fingerprint_are_read_from_the_file(signed: Signed) -> None:
    report = verify(signed.complete)
    assert report.number == "PV-2022-GRE-0007"
    assert report.sha256 == fingerprint(canonical_json(snapshot(3)))


def test_without_an_authority_nobody_is_trusted_nor_distrusted(signed: Signed) -> None:
    report = verify(signed.complete)
    assert report.intact
    assert report.trusted is None
    assert {signature.trusted for signature in report.signatures} == {None}


def test_another_authority_is_told_and_the_file_stays_intact(signed: Signed, identities: Identities) -> None:
    other = identities.create_authority("CISP Grenoble")
    report = verify(signed.complete, other.certificate_pem)
    assert report.intact
    assert report.trusted is False
    assert codes(report) == {"other_authority"}


def test_an_authority_that_is_no_certificate_is_told(signed: Signed) -> None:
    report = verify(signed.complete, b"-----BEGIN NONSENSE-----")
    assert report.intact
    assert report.trusted is False
    assert codes(report) == {"authority_unreadable"}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_missing_signatures_are_told_and_the_file_stays_intact(signed: Signed, count: int) -> None:
    report = verify(signed.states[count], signed.authority.certificate_pem)
    assert report.intact
    assert report.trusted
    assert codes(report) == {"missing_signature"}
    assert len(report.problems) == 3 - count
    assert len(report.signatures) == 1 + count


def test_another_fingerprint_than_expected_breaks_integrity(signed: Signed) -> None:
    expected = fingerprint(canonical_json(snapshot(3)))
    assert verify(signed.complete, expected_sha256=expected).intact
    report = verify(signed.complete, expected_sha256="0" * 64)
    assert not report.intact
    assert codes(report) == {"fingerprint_differs"}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_never_shown_as_intact(signed: Signed, name: str) -> None:
    altered = ATTACKS[name](signed.complete)
    assert altered != signed.complete
    report = verify(altered, signed.authority.certificate_pem)
    assert not report.intact
    assert report.problems
    for problem in report.problems:
        assert SENTENCES[problem.code].format_map(problem.values)


def _accepted_by_library(pdf: bytes) -> bool:
    """The control: pyHanko's verdict alone."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        signatures = list(reader.embedded_signatures)
        context = ValidationContext(trust_roots=[signatures[0].signer_cert], allow_fetching=False)
        return all(validate_pdf_signature(signature, context).bottom_line for signature in signatures)
    except (PdfError, SignatureValidationError, ValueError, IndexError, AssertionError, KeyError, TypeError):
        return False
    finally:
        logging.getLogger("pyhanko").setLevel(logging.NOTSET)


def test_the_library_alone_accepts_some_attacks(signed: Signed) -> None:
    assert _accepted_by_library(signed.complete)
    names = ("something in the last signature's padding", "a security store", "another number")
    accepted = [name for name in names if _accepted_by_library(ATTACKS[name](signed.complete))]
    assert accepted


def _flipped(pdf: bytes, bit: int) -> bytes:
    altered = bytearray(pdf)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def test_flipped_bits_are_seen_wherever_they_are(signed: Signed) -> None:
    source = random.Random(2022)
    start, end = gaps(signed.complete)[-1]
    places = [source.randrange(len(signed.complete) * 8) for _ in range(10)]
    places += [source.randrange(start * 8, (start + 3400) * 8) for _ in range(10)]
    places += [source.randrange(end * 8, len(signed.complete) * 8) for _ in range(4)]
    silent = [bit for bit in places if verify(_flipped(signed.complete, bit)).intact]
    assert silent == []


@pytest.mark.robustness
def test_ten_thousand_flipped_bits_are_seen(signed: Signed) -> None:
    source = random.Random(10_000)
    places = [source.randrange(len(signed.complete) * 8) for _ in range(10_000)]
    silent = [bit for bit in places if verify(_flipped(signed.complete, bit)).intact]
    assert silent == []


def test_a_foreign_key_in_a_members_frame_is_seen(signed: Signed, identities: Identities) -> None:
    other = identities.create_authority("CISP Grenoble")
    identity = identities.create_juror_identity(other, name=SEATS[2][2], role=SEATS[2][1], code=CODE)
    forged = MinutesSigner().sign(
        signed.states[2],
        field_name=signed.rendered.frames[2].field_name,
        key=identities.unlock(identity, CODE),
        image=None,
        name=SEATS[2][2],
        role=SEATS[2][1],
        when=WHEN,
        last=True,
    )
    report = verify(forged, signed.authority.certificate_pem)
    assert not report.intact
    assert report.trusted is False
    assert "foreign_signer" in codes(report)
    assert [signature.valid for signature in report.signatures] == [True, True, True, False]


def test_a_member_who_changes_a_page_while_signing_is_seen(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tampering(IncrementalPdfFileWriter):
        def __init__(self, stream: BytesIO) -> None:
            super().__init__(stream)
            page = self.find_page_for_modification(0)[0].get_object()
            drawn = generic.StreamObject(stream_data=b"0 0 99 99 re f")
            page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), self.add_object(drawn)])
            self.update_container(page)

    monkeypatch.setattr(signing, "IncrementalPdfFileWriter", Tampering)
    altered = MinutesSigner().sign(
        signed.states[2],
        field_name=signed.rendered.frames[2].field_name,
        key=signed.keys[2],
        image=None,
        name=SEATS[2][2],
        role=SEATS[2][1],
        when=WHEN,
        last=True,
    )
    report = verify(altered, signed.authority.certificate_pem)
    assert not report.intact
    assert {"objects_replaced", "changed_after"} <= codes(report)


def test_a_member_who_signs_in_anothers_frame_is_told(signed: Signed) -> None:
    swapped = MinutesSigner().sign(
        signed.prepared,
        field_name=signed.rendered.frames[1].field_name,
        key=signed.keys[0],
        image=None,
        name=SEATS[1][2],
        role=SEATS[1][1],
        when=WHEN,
        last=False,
    )
    report = verify(swapped, signed.authority.certificate_pem)
    assert "role_differs" in codes(report)
    assert report.signatures[1].name == SEATS[0][2]


def test_minutes_made_anew_by_somebody_else_are_not_trusted(signed: Signed, identities: Identities) -> None:
    other = identities.create_authority("CISP Grenoble")
    rendered = MinutesRenderer().render(snapshot(3), draft=False)
    forged = MinutesSigner().prepare(rendered, authority=other, when=WHEN)
    report = verify(forged, signed.authority.certificate_pem)
    assert report.trusted is False
    assert {"other_authority", "missing_signature"} == codes(report)


def test_a_signed_pdf_of_another_kind_is_not_taken_for_minutes(signed: Signed) -> None:
    assert "unsigned" in codes(verify(signed.rendered.pdf))
    assert codes(verify(b"not a pdf at all")) == {"not_pdf"}
    assert codes(verify(b"%PDF-1.7\n%%EOF\n")) == {"unreadable"}


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    report = verify(b"%PDF-" + b"\0" * SIZE_LIMIT)
    assert not report.intact
    assert codes(report) == {"too_large"}


def _with_catalog(body: bytes) -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n" + body + b"\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<< /Size 2 /Root 1 0 R >>\n"
    return head + table + b"startxref\n%d\n%%%%EOF\n" % len(head)


@pytest.mark.parametrize(
    "body",
    [
        b"<< /A [" + b"1 " * 30_000 + b"] >>",
        b" " * 60_000 + b"<< >>",
        b"<< /A <" + b"4" * 60_000 + b"> >>",
    ],
    ids=["numbers", "spaces", "digits"],
)
def test_a_file_that_keeps_its_reader_busy_is_stopped(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdf_structure.READ_LIMIT < 1_000_000
    monkeypatch.setattr(pdf_structure, "READ_LIMIT", 40_000)
    assert codes(verify(_with_catalog(body))) == {"too_complex"}


@pytest.mark.parametrize(
    "pdf",
    [
        _with_catalog(b"[" * 100_000),
        _with_catalog(b"1 0 R"),
        _with_catalog(b"<< /AcroForm << /Fields [1 0 R] >> /Kids [1 0 R] /T (a) >>"),
        b"%PDF-1.7\nxref\n0 999999999\ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\n" + b"%%EOF\n" * 100,
    ],
    ids=["nested", "own reference", "looping form", "huge table", "many ends"],
)
def test_a_twisted_file_is_not_intact(pdf: bytes) -> None:
    report = verify(pdf)
    assert not report.intact
    assert report.problems


def test_nothing_of_a_foreign_file_reaches_the_log(signed: Signed, caplog: pytest.LogCaptureFixture) -> None:
    verify(ATTACKS["a white box over the table"](signed.complete))
    verify(ATTACKS["a replaced catalog"](signed.complete))
    assert caplog.records == []


def test_an_independent_reader_finds_every_signature_valid(signed: Signed, tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(signed.complete)
    output = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert output.count("Signature is Valid") == 4
    assert output.count("Total document signed") == 1
    assert output.count("ETSI.CAdES.detached") == 4
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0
