"""Whether a file is what was signed: pyHanko's verdict, and the application's own checks on top
of it.

Never raises on a bad file: what is wrong becomes a problem with a code. ``intact`` judges integrity,
``trusted`` whether the signers are those of a given authority. This module must not know the workspace.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.ports import (
    ExtractReport,
    Problem,
    RevisionReport,
    SignatureReport,
    VerificationReport,
)
from cisp_desktop.documents.archival import FINGERPRINT_KEYWORD
from cisp_desktop.documents.cms_container import container_is_plain, issued
from cisp_desktop.documents.damaged_file import AUTHORITY_CALLED, Shown, damaged, shown_in, with_names
from cisp_desktop.documents.frozen_content import (
    attached_data,
    data_problems,
    extract_in,
    modest_data,
    page_problems,
    precedes_archival,
)
from cisp_desktop.documents.identity import AUTHORITY_ROLE
from cisp_desktop.documents.minutes_titles import is_extract_title, stated_number
from cisp_desktop.documents.own_certificate import (
    issuer_name,
    signer_role,
    signer_sex,
    subject_name,
    voucher_holds,
)
from cisp_desktop.documents.pdf_revisions import changes_in, update_problems
from cisp_desktop.documents.pdf_structure import (
    MeteredStream,
    ReadingTooLongError,
    base_information,
    coverage_of,
    coverage_problems,
    file_problems,
    last_end,
    problem,
    table_problems,
)
from cisp_desktop.documents.signature_checks import (
    authorities,
    certification_problems,
    signature_problems,
    valid_at,
)
from cisp_desktop.documents.signing import MEMBER_ENTRY, VOUCHER_ENTRY, frame_words
from cisp_desktop.domain.issued import verification_code

_REPORTED_ONLY = frozenset(
    {
        "verification.missing_signature",
        "verification.other_authority",
        "verification.authority_unreadable",
        "verification.role_differs",
        "verification.own_certificate",
        "verification.certificate_period",
        "verification.first_form",
        "verification.extract",
    }
)
"""Problems that say something about people or about what is still to do, not about the file's integrity."""

T = TypeVar("T")
_BENT = frozenset({"verification.byte_range", "verification.padding"})
_LOOSE_ENDS = frozenset({"verification.cut_revision", "verification.trailing_bytes"})
"""Problems of a file whose beginning is worth judging."""
_FINGERPRINT = re.compile(re.escape(FINGERPRINT_KEYWORD) + r"([0-9a-f]{64})")


class MinutesVerifier:
    """Judges files one by one. Holds no state."""

    def verify(
        self, pdf: bytes, *, authority_pem: bytes | None, expected_sha256: str | None = None
    ) -> VerificationReport:
        """Return what can be said of ``pdf``: any bytes at all.

        Without ``authority_pem`` nobody is trusted nor distrusted (``trusted`` is ``None``).
        ``authority_pem`` may hold several certificates: those of the workspace and of the issuers of members'
        own. ``expected_sha256`` is the fingerprint of the frozen content that the file should carry, when the
        caller knows it.
        """
        found = file_problems(pdf)
        loose = all(one.code in _LOOSE_ENDS for one in found)
        whole = pdf[: last_end(pdf)] if loose else b""
        if not loose or (found and file_problems(whole)):
            return _report(found)
        with _silent_library():
            report = _judge(whole, authority_pem, expected_sha256=expected_sha256)
            return damaged(report, found, _shown(whole).frames) if found else report


def _judge(pdf: bytes, authority_pem: bytes | None, *, expected_sha256: str | None) -> VerificationReport:
    chained = table_problems(pdf)

    def judged() -> VerificationReport:
        reader = PdfFileReader(MeteredStream(pdf), strict=True)
        signatures = list(reader.embedded_signatures)
        if not signatures:
            return _unsigned(reader, chained)
        judging = _Judging(pdf, reader, signatures, authority_pem)
        return judging.report(chained, expected_sha256)

    return _attempted(judged, lambda code: _unread(pdf, [*chained, problem(code)]))


def _attempted(read: Callable[[], T], failed: Callable[[str], T]) -> T:
    """Return what ``read`` returns, else what ``failed`` makes of the code that says why it could not."""
    try:
        return read()
    except ReadingTooLongError:
        return failed("too_complex")
    except Exception:  # a foreign file may break any parser in any way: that is its verdict
        return failed("unreadable")


def _shown(pdf: bytes) -> Shown:
    return _attempted(lambda: shown_in(pdf), lambda _code: Shown())


def _unread(pdf: bytes, found: list[Problem]) -> VerificationReport:
    """Say what an unreadable file still calls itself, and whose signatures it was made for."""
    shown = _shown(pdf)
    number, stated = stated_number(shown.title), _FINGERPRINT.fullmatch(shown.keywords)
    digest = stated.group(1) if stated is not None and number is not None else None
    report = _report(found, reports=shown.frames, number=number, sha256=digest)
    return replace(report, titled_extract=is_extract_title(shown.title))


def _unsigned(reader: PdfFileReader, chained: list[Problem]) -> VerificationReport:
    """Say what an unsigned file calls itself: minutes, a paper after the jury, or nothing known."""
    title, keywords = base_information(reader, 0)
    stated, number = _FINGERPRINT.fullmatch(keywords), stated_number(title)
    if stated is None:
        return _report([*chained, problem("unsigned")])
    digest = stated.group(1)
    if number is not None:
        bare = _report([*chained, problem("unsigned")], number=number, sha256=digest)
        return replace(bare, titled_extract=is_extract_title(title))
    code, data = verification_code(digest), modest_data(reader)
    found = [*chained, Problem("verification.unsigned_paper", {"code": code})]
    if reader.xrefs.total_revisions > 1:
        found.append(problem("paper_revised"))
    if data is not None and sha256(data).hexdigest() != digest:
        found.append(problem("data_altered"))
    said = None if data is None else data.decode("utf-8", "replace")
    return replace(_report(found, sha256=digest), code=code, data=said)


class _Judging:
    """One file under judgement: what was found so far."""

    def __init__(
        self,
        pdf: bytes,
        reader: PdfFileReader,
        signatures: list[EmbeddedPdfSignature],
        authority_pem: bytes | None,
    ) -> None:
        self._pdf, self._reader, self._signatures = pdf, reader, signatures
        self._issuer = _certificate(signatures[0].signer_cert)
        self._asked = authority_pem is not None
        self._authorities, self._found = authorities(authority_pem, self._issuer)

    def report(self, chained: list[Problem], expected_sha256: str | None) -> VerificationReport:
        """Return everything that can be said, after what was found of the file's ``chained`` revisions."""
        pdf, reader, signatures = self._pdf, self._reader, self._signatures
        first_form = precedes_archival(reader)
        found = [*chained, *self._structure(first_form=first_form)]
        bent = {str(one.values["field"]) for one in found if one.code in _BENT}
        reports = tuple(self._judge_signature(one, plain=one.field_name not in bent) for one in signatures)
        found = self._named(found, reports)
        title, number, digest, information_problems = _information(reader, expected_sha256)
        found += [*self._found, *information_problems]
        found += [
            problem("missing_signature", role=frame_words(str(field.get_object().get("/TU", name))))
            for name, _, field in enumerate_sig_fields(reader, filled_status=False)
        ]
        if not first_form and number is not None and digest is not None:
            found += _content_problems(pdf, reader, number, digest=digest, sound=_sound(found))
        elif first_form and _sound(found):
            found.append(problem("first_form"))
        extract = extract_in(reader, digest) if _sound(found) and not first_form else None
        if extract is not None:
            told: dict[str, object] = {"number": number, "candidate": extract.candidate, "name": extract.name}
            found.insert(0, Problem("verification.extract", told))
        report = _report(
            found, reports=reports, trusted=self._all_trusted(reports), number=number, sha256=digest,
            revisions=_revisions(reader, signatures, reports), extract=extract,
        )  # fmt: skip
        return replace(report, titled_extract=is_extract_title(title))

    def _structure(self, *, first_form: bool) -> list[Problem]:
        """Return what is wrong with revisions and with the containers of signatures."""
        pdf, reader, signatures = self._pdf, self._reader, self._signatures
        authority = signatures[0].signer_cert
        padded = [
            problem("padding", field=signature.field_name)
            for signature in signatures
            if not container_is_plain(signature, authority, either_form=first_form)
        ]
        return [
            *coverage_problems(pdf, reader, signatures), *update_problems(reader, signatures), *padded,
            *certification_problems(signatures),
        ]  # fmt: skip

    def _named(self, found: list[Problem], reports: tuple[SignatureReport, ...]) -> list[Problem]:
        if not any("field" in one.values for one in found):
            return found
        return with_names(found, _shown(self._pdf).names, reports)

    def _all_trusted(self, reports: tuple[SignatureReport, ...]) -> bool | None:
        """Whether all signers are known; None when nothing was asked, or a signature proves nobody."""
        each = {report.trusted for report in reports}
        if not self._asked or (None in each and False not in each):
            return None
        return each == {True}

    def _judge_signature(self, signature: EmbeddedPdfSignature, *, plain: bool) -> SignatureReport:
        """Judge one signature; ``plain``: nothing is wrong with its bytes nor with what they cover."""
        certificate = _certificate(signature.signer_cert)
        own = certificate == self._issuer
        member = certificate if own or issued(certificate, self._issuer) else self._vouching(signature)
        known = certificate if member is None else member
        name, role = subject_name(known), signer_role(known)
        broken = signature_problems(signature, AUTHORITY_CALLED if own else name)
        holds = plain and all(one.code != "verification.signature_broken" for one in broken)
        if member is None:
            broken.append(problem("foreign_signer", name=name))
        elif not own and words.role_words(role) not in str(signature.sig_field.get("/TU", "")):
            self._found.append(problem("role_differs", name=name))
        holder = subject_name(certificate) if known != certificate else ""
        if holder and holds:
            issuer = issuer_name(certificate)
            self._found.append(problem("own_certificate", name=name, holder=holder, issuer=issuer))
        at = signature.self_reported_timestamp
        if holder and at is not None and not valid_at(certificate, at):
            self._found.append(problem("certificate_period", name=name))
        self._found += broken
        return SignatureReport(
            name=name,
            role=AUTHORITY_ROLE if own else role,
            at=at,
            valid=plain and not broken,
            trusted=self._trusted(certificate, holds=holds),
            fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
            issuer=issuer_name(certificate),
            holder=holder,
            sex="" if own else signer_sex(known),
            field=signature.field_name,
        )

    def _trusted(self, certificate: x509.Certificate, *, holds: bool) -> bool | None:
        """Whether an authority answers for who signed, whatever was added since; anybody can copy a
        certificate, so that one beside a signature that does not hold proves nobody.
        """
        if not self._asked:
            return None
        known = any(certificate == one or issued(certificate, one) for one in self._authorities)
        return None if known and not holds else known

    def _vouching(self, signature: EmbeddedPdfSignature) -> x509.Certificate | None:
        """Return the certificate of the member who says that a foreign certificate is the own one."""
        content = signature.sig_object.get(MEMBER_ENTRY)
        vouched = signature.sig_object.get(VOUCHER_ENTRY)
        if not isinstance(content, bytes) or not isinstance(vouched, bytes):
            return None
        member = x509.load_der_x509_certificate(content)
        before = [
            coverage_of(earlier)
            for earlier in self._signatures
            if earlier.signed_revision == signature.signed_revision - 1
        ]
        file = self._pdf[: before[0].end] if before and before[0] is not None else b""
        holds = issued(member, self._issuer) and voucher_holds(
            member, vouched, own=_certificate(signature.signer_cert), pdf=file, field=signature.field_name
        )
        return member if holds else None


def _sound(found: list[Problem]) -> bool:
    return all(item.code in _REPORTED_ONLY for item in found)


def _content_problems(
    pdf: bytes, reader: PdfFileReader, number: str, *, digest: str, sound: bool
) -> list[Problem]:
    """Check data, metadata and, in a file that is ``sound`` so far, the pages against the fingerprint."""
    title, keywords = base_information(reader, 0)
    found = data_problems(reader, title=title, keywords=keywords, digest=digest)
    data = attached_data(reader)
    if found or not sound or data is None:
        return found
    return page_problems(pdf, data, number, title=title)


def _revisions(
    reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], reports: tuple[SignatureReport, ...]
) -> tuple[RevisionReport, ...]:
    signed = {
        signature.signed_revision: (signature.field_name, report)
        for signature, report in zip(signatures, reports, strict=True)
    }
    told = [RevisionReport(1, None, ())]
    for revision in range(1, reader.xrefs.total_revisions):
        field, report = signed.get(revision, (None, None))
        told.append(RevisionReport(revision + 1, report, changes_in(reader, revision, field)))
    return tuple(told)


def _information(
    reader: PdfFileReader, expected_sha256: str | None
) -> tuple[str, str | None, str | None, list[Problem]]:
    """Return title, number and fingerprint as the base file states them, and what is wrong with them."""
    title, keywords = base_information(reader, 0)
    current = base_information(reader, reader.xrefs.total_revisions - 1)
    number = stated_number(title)
    stated = _FINGERPRINT.fullmatch(keywords)
    digest = stated.group(1) if stated else None
    found = []
    if digest is None or number is None:
        found.append(problem("not_minutes"))
    elif current != (title, keywords):
        found.append(problem("fingerprint_changed"))
    elif expected_sha256 is not None and digest != expected_sha256.lower():
        found.append(problem("fingerprint_differs", number=number))
    return title, number, digest, found


def _report(
    found: list[Problem],
    *,
    reports: tuple[SignatureReport, ...] = (),
    trusted: bool | None = None,
    number: str | None = None,
    sha256: str | None = None,
    revisions: tuple[RevisionReport, ...] = (),
    extract: ExtractReport | None = None,
) -> VerificationReport:
    distinct = list({(item.code, repr(item.values)): item for item in found}.values())
    return VerificationReport(
        intact=_sound(distinct),
        trusted=trusted,
        signatures=reports,
        problems=tuple(distinct),
        number=number,
        sha256=sha256,
        revisions=revisions,
        extract=extract,
    )


def _certificate(certificate: asn1_x509.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


@contextmanager
def _silent_library() -> Iterator[None]:
    """Keep what a foreign file provokes out of the log: pyHanko writes tracebacks with pieces of the file."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
