"""What verification says of sound files, altered ones, and files of others."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.ports import RevisionChange, VerificationReport
from cisp_desktop.application.sentences import SENTENCES
from cisp_desktop.application.wording_verification import CHANGES, certificate_words, revision_words
from cisp_desktop.documents import archival, minutes, pdf_structure, signing
from cisp_desktop.documents.archival import Attached, Described, make_archival
from cisp_desktop.documents.identity import Identities
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.minutes_table import FLAT_BOOKMARKS, OWN_BOOKMARKS
from cisp_desktop.documents.pdf_structure import SIZE_LIMIT
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from tests.documents.attacks import ATTACKS, gaps
from tests.documents.attacks_inside import INSIDE_ATTACKS
from tests.documents.conftest import CODE, WHEN, Signed
from tests.documents.factories import SEATS, snapshot
from tests.documents.verdicts import READERS, accepted_by_library, counted, refused_by_readers

ALL_ATTACKS = {**ATTACKS, **INSIDE_ATTACKS}
ACCEPTED_ALONE = (
    "junk after the end", "the file twice", "something in the last signature's padding",
    "a security store", "another number", "another XMP packet", "an object stream",
    "a signature that holds in its other form", "a stranger's certificate beside",
)  # fmt: skip
"""Some of the attacks that the library's verdict lets through."""


SOOTHING = ("intègre", "rien d’autre ne change", "tel que clos", "est le même", "signature-", "autorite")
"""What has no place beside « non intègre »: words that soothe, and fields in place of names."""


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


def test_there_are_more_than_sixty_attacks() -> None:
    assert len(ALL_ATTACKS) == len(ATTACKS) + len(INSIDE_ATTACKS) > 110


@pytest.mark.parametrize("name", ALL_ATTACKS)
def test_an_attack_is_never_shown_as_intact(signed: Signed, name: str) -> None:
    altered = ALL_ATTACKS[name](signed.complete)
    assert altered != signed.complete
    report = verify(altered, signed.authority.certificate_pem)
    assert not report.intact
    assert report.problems
    said = [SENTENCES[problem.code].format_map(problem.values) for problem in report.problems]
    said += [revision_words(revision, intact=report.intact) for revision in report.revisions]
    assert [words for words in said for soothing in SOOTHING if soothing in words] == []
    assert not report.trusted or all(signature.valid is not None for signature in report.signatures)


@pytest.mark.parametrize("name", ACCEPTED_ALONE)
def test_the_library_alone_accepts_some_attacks(signed: Signed, name: str) -> None:
    assert accepted_by_library(ALL_ATTACKS[name](signed.complete))


@pytest.mark.robustness
def test_no_attack_is_shown_as_intact_where_the_library_alone_accepts_fifteen(signed: Signed) -> None:
    assert accepted_by_library(signed.complete)
    figures = counted(signed.complete, ALL_ATTACKS)
    print(figures.line("signed on curves"))
    assert (figures.tried, figures.silent) == (len(ALL_ATTACKS), ())
    assert len(figures.control) >= 15


def _flipped(pdf: bytes, bit: int) -> bytes:
    altered = bytearray(pdf)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def test_flipped_bits_are_seen_wherever_they_are(signed: Signed) -> None:
    source = random.Random(2022)
    start, end = gaps(signed.complete)[-1]
    places = [source.randrange(len(signed.complete) * 8) for _ in range(25)]
    places += [source.randrange(start * 8, (start + 3400) * 8) for _ in range(15)]
    places += [source.randrange(end * 8, len(signed.complete) * 8) for _ in range(5)]
    silent = [bit for bit in places if verify(_flipped(signed.complete, bit)).intact]
    assert silent == []


@pytest.mark.robustness
def test_ten_thousand_flipped_bits_are_seen(signed: Signed) -> None:
    """F9. The control, pyHanko alone, judges every tenth: what nobody signs (padding) passes it by."""
    seed, trials = 10_000, 10_000
    source = random.Random(seed)
    places = [source.randrange(len(signed.complete) * 8) for _ in range(trials)]
    silent = sum(verify(_flipped(signed.complete, bit)).intact for bit in places)
    control = sum(accepted_by_library(_flipped(signed.complete, bit)) for bit in places[::10])
    print(f"F9 minutes, seed {seed}: {trials} bits, {silent} silent; alone {control} of {trials // 10}")
    assert silent == 0
    assert control > 0


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


@pytest.mark.parametrize("keys", [("/Metadata",), ("/AF",), ("/Names",), ("/Metadata", "/AF", "/Names")])
def test_a_member_who_takes_data_out_while_signing_is_seen_and_the_form_stays(
    signed: Signed, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    """The data of archival minutes are judged as their base has them, whatever a later revision says."""

    class Tampering(IncrementalPdfFileWriter):
        def __init__(self, stream: BytesIO) -> None:
            super().__init__(stream)
            for key in keys:
                del self.root[key]
            self.update_root()

    monkeypatch.setattr(signing, "IncrementalPdfFileWriter", Tampering)
    report = verify(_signed_by_last(signed, signed.states[2]), signed.authority.certificate_pem)
    assert not report.intact
    assert codes(report) & {"objects_replaced", "changed_after"}
    assert codes(report) & {"data_missing", "metadata_differ"}
    assert "first_form" not in codes(report)


def _signed_by_last(signed: Signed, pdf: bytes) -> bytes:
    """Return ``pdf`` signed by the last member."""
    return MinutesSigner().sign(
        pdf,
        field_name=signed.rendered.frames[2].field_name,
        key=signed.keys[2],
        image=None,
        name=SEATS[2][2],
        role=SEATS[2][1],
        when=WHEN,
        last=True,
    )


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


# --- what was frozen, and what the file says of it -------------------------------------------------------


def _signed_anew(signed: Signed) -> bytes:
    """Render and certify again, with whatever was bent meanwhile: an insider has the authority's key."""
    rendered = MinutesRenderer().render(snapshot(3), draft=False)
    return MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN)


def test_the_attached_data_are_those_of_the_fingerprint(signed: Signed) -> None:
    rendered = MinutesRenderer().render(snapshot(3), draft=False, fingerprint="0" * 64)
    report = verify(MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN))
    assert not report.intact
    assert "data_altered" in codes(report)


def test_pages_that_say_something_else_than_the_data_are_seen(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = snapshot(3)
    other["candidates"][1]["birth_name"] = "BENALAOUI"
    monkeypatch.setattr(minutes, "canonical_json", lambda _snapshot: canonical_json(other))
    report = verify(_signed_anew(signed))
    assert not report.intact
    assert codes(report) == {"pages_differ", "missing_signature"}
    assert "BENALAOUI" in str(next(p.values for p in report.problems if p.code.endswith("pages_differ")))


def test_minutes_without_their_data_are_seen(signed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minutes, "make_archival", lambda canvas, said, _files: make_archival(canvas, said))
    report = verify(_signed_anew(signed))
    assert not report.intact
    assert codes(report) == {"data_missing", "missing_signature"}


def test_metadata_that_state_another_fingerprint_are_seen(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = archival.xmp
    monkeypatch.setattr(archival, "xmp", lambda said: packet(replace(said, keywords="sha256:" + "0" * 64)))
    report = verify(_signed_anew(signed))
    assert not report.intact
    assert codes(report) == {"metadata_differ", "missing_signature"}


@pytest.mark.parametrize(("candidates", "blocks"), [(0, 1), (1, 12), (60, 5), (300, 3)])
def test_sound_minutes_of_any_size_are_intact(signed: Signed, candidates: int, blocks: int) -> None:
    rendered = MinutesRenderer().render(snapshot(candidates, blocks=blocks), draft=False)
    report = verify(MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN))
    assert report.intact
    assert codes(report) == {"missing_signature"}


def test_names_that_break_over_lines_are_found_again(signed: Signed) -> None:
    content = snapshot(4)
    content["candidates"][0]["birth_name"] = "DE LA " + "TOUR-DU-PIN-GOUVERNET-" * 9 + "ﬁn"
    content["candidates"][1]["first_names"] = "Ștefan–Ionuț 'Ô' d’Été " * 6
    content["certification"]["title"] = "Coordinateur de parcours – d’insertion " * 7
    rendered = MinutesRenderer().render(content, draft=False)
    report = verify(MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN))
    assert codes(report) == {"missing_signature"}


@pytest.mark.parametrize("candidates", [FLAT_BOOKMARKS, OWN_BOOKMARKS])
def test_large_minutes_signed_by_all_are_intact(signed: Signed, candidates: int) -> None:
    rendered = MinutesRenderer().render(snapshot(candidates), draft=False)
    pdf = MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN)
    for frame, key, (_, role, name, *_rest) in zip(rendered.frames, signed.keys, SEATS, strict=True):
        pdf = MinutesSigner().sign(
            pdf, field_name=frame.field_name, key=key, image=None, name=name, role=role, when=WHEN, last=False
        )
    report = verify(pdf, signed.authority.certificate_pem)
    assert (report.intact, report.trusted, report.problems) == (True, True, ())


# --- minutes of the first form, which carried no data ---------------------------------------------------


@pytest.fixture
def upper_half(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign with the upper of the two s that hold, as versions that did not choose did every other time."""

    def upper(signature: bytes, curve: ec.EllipticCurve) -> bytes:
        r, s = decode_dss_signature(signature)
        return encode_dss_signature(r, max(s, curve.group_order - s))

    monkeypatch.setattr(signing, "in_low_half", upper)


@pytest.fixture
def first_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw minutes as they were before data were attached: title and keywords alone."""

    def bare(canvas: Canvas, described: Described, _attached: Sequence[Attached] = ()) -> None:
        canvas.setTitle(described.title)
        canvas.setAuthor(described.author)
        canvas.setSubject(described.subject)
        canvas.setKeywords(described.keywords)

    monkeypatch.setattr(minutes, "make_archival", bare)


def _signed_by_all(signed: Signed) -> bytes:
    rendered = MinutesRenderer().render(snapshot(3), draft=False)
    pdf = MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN)
    for frame, key, (_, role, name, *_rest) in zip(rendered.frames, signed.keys, SEATS, strict=True):
        last = frame == rendered.frames[-1]
        pdf = MinutesSigner().sign(
            pdf, field_name=frame.field_name, key=key, image=None, name=name, role=role, when=WHEN, last=last
        )
    return pdf


@pytest.mark.usefixtures("first_form")
def test_minutes_of_the_first_form_are_intact_and_say_what_they_lack(signed: Signed) -> None:
    pdf = _signed_by_all(signed)
    report = verify(pdf, signed.authority.certificate_pem)
    assert (report.intact, report.trusted, codes(report)) == (True, True, {"first_form"})
    assert (report.number, report.sha256) == ("PV-2022-GRE-0007", fingerprint(canonical_json(snapshot(3))))
    assert "n’y joignait pas encore" in SENTENCES["verification.first_form"]


@pytest.mark.usefixtures("first_form", "upper_half")
def test_minutes_of_the_first_form_are_intact_with_the_upper_of_the_two_s(signed: Signed) -> None:
    report = verify(_signed_by_all(signed), signed.authority.certificate_pem)
    assert (report.intact, report.trusted, codes(report)) == (True, True, {"first_form"})


@pytest.mark.usefixtures("upper_half")
def test_archival_minutes_with_the_upper_of_the_two_s_are_refused(signed: Signed) -> None:
    pdf = _signed_by_all(signed)
    report = verify(pdf, signed.authority.certificate_pem)
    assert not report.intact
    assert codes(report) == {"padding"}
    assert accepted_by_library(pdf)


OF_ALL_FORMS = (
    "junk after the end", "the unsigned base", "a white box over the table", "a security store",
    "another number", "another page", "something in the last signature's padding",
    "a stranger's signature after the last",
    "another fingerprint in place", "without its second signature",
)  # fmt: skip
"""Some of the attacks that need no attached data."""


@pytest.mark.usefixtures("first_form")
def test_attacks_on_minutes_of_the_first_form_are_seen(signed: Signed) -> None:
    pdf = _signed_by_all(signed)
    for name in OF_ALL_FORMS:
        altered = ALL_ATTACKS[name](pdf)
        assert altered != pdf, name
        assert not verify(altered, signed.authority.certificate_pem).intact, name


# --- revisions, in words ------------------------------------------------------------------------------------


def test_each_revision_says_who_signed_and_that_nothing_else_changed(signed: Signed) -> None:
    lines = [revision_words(revision) for revision in verify(signed.complete).revisions]
    assert [line[:11] for line in lines] == [f"Révision {number}\u00a0" for number in range(1, 6)]
    assert "avant toute signature" in lines[0]
    assert "certification" in lines[1]
    for line, seat in zip(lines[2:], SEATS, strict=True):
        assert f"signature de {seat[2]}" in line
        assert line.endswith("rien d’autre ne change.")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a white box over the table", RevisionChange.PAGE),
        ("other attached data", RevisionChange.FILE),
        ("another font", RevisionChange.FONT),
        ("another language", RevisionChange.CATALOG),
        ("another frame's label", RevisionChange.FIELD),
    ],
)
def test_a_revision_nobody_signed_says_what_it_changes(
    signed: Signed, name: str, change: RevisionChange
) -> None:
    last = verify(ALL_ATTACKS[name](signed.complete)).revisions[-1]
    assert last.signature is None
    assert change in last.changes
    assert "aucune signature" in revision_words(last)
    assert CHANGES[change] in revision_words(last)


def test_every_change_has_its_words() -> None:
    assert set(CHANGES) == set(RevisionChange)


def test_each_signature_says_its_certificate_and_issuer(signed: Signed, identities: Identities) -> None:
    report = verify(signed.complete)
    for signature, key in zip(report.signatures[1:], signed.keys, strict=True):
        assert signature.fingerprint == identities.fingerprint(key.certificate_pem)
        assert signature.issuer == report.signatures[0].name
        assert signature.holder == ""
        assert signature.issuer in certificate_words(signature)


@pytest.mark.skipif(not READERS, reason="needs pdfsig and qpdf")
@pytest.mark.parametrize("count", range(4))
def test_independent_readers_accept_the_file_after_each_signature(
    signed: Signed, tmp_path: Path, count: int
) -> None:
    assert verify(signed.states[count]).intact
    assert refused_by_readers(signed.states[count], tmp_path, signatures=1 + count) == []


@pytest.mark.skipif(not READERS, reason="needs pdfsig and qpdf")
def test_independent_readers_see_a_file_that_was_altered(signed: Signed, tmp_path: Path) -> None:
    altered = ATTACKS["another signer's name"](signed.complete)
    assert refused_by_readers(altered, tmp_path, signatures=4)
