"""Whether signed minutes are what was signed: pyHanko's verdict, and the application's own checks on top
of it.

Never raises on a bad file: what is wrong becomes a problem with a code. ``intact`` judges integrity,
``trusted`` whether the signers are those of a given authority. This module must not know the workspace.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

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
from cisp_desktop.documents.frozen_content import (
    attached_data,
    data_problems,
    extract_in,
    page_problems,
    precedes_archival,
)
from cisp_desktop.documents.identity import AUTHORITY_ROLE
from cisp_desktop.documents.minutes_titles import stated_number
from cisp_desktop.documents.own_certificate import issuer_name, signer_role, subject_name, voucher_holds
from cisp_desktop.documents.pdf_revisions import changes_in, update_problems
from cisp_desktop.documents.pdf_structure import (
    MeteredStream,
    ReadingTooLongError,
    base_information,
    coverage_of,
    coverage_problems,
    file_problems,
    problem,
    table_problems,
)
from cisp_desktop.documents.signing import MEMBER_ENTRY, VOUCHER_ENTRY

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
        if found:
            return _report(found)
        with _silent_library():
            return _judge(pdf, authority_pem, expected_sha256=expected_sha256)


def _judge(pdf: bytes, authority_pem: bytes | None, *, expected_sha256: str | None) -> VerificationReport:
    chained = table_problems(pdf)
    try:
        reader = PdfFileReader(MeteredStream(pdf), strict=True)
        signatures = list(reader.embedded_signatures)
        if not signatures:
            return _report([*chained, problem("unsigned")])
        judging = _Judging(pdf, reader, signatures, authority_pem)
        return judging.report(chained, expected_sha256)
    except ReadingTooLongError:
        return _report([*chained, problem("too_complex")])
    except Exception:  # a foreign file may break any parser in any way: that is its verdict
        return _report([*chained, problem("unreadable")])


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
        self._authorities, self._found = _authorities(authority_pem, self._issuer)

    def report(self, chained: list[Problem], expected_sha256: str | None) -> VerificationReport:
        """Return everything that can be said, after what was found of the file's ``chained`` revisions."""
        pdf, reader, signatures = self._pdf, self._reader, self._signatures
        found = [*chained, *coverage_problems(pdf, reader, signatures), *update_problems(reader, signatures)]
        authority, first_form = signatures[0].signer_cert, precedes_archival(reader)
        found += [
            problem("padding", field=signature.field_name)
            for signature in signatures
            if not container_is_plain(signature, authority, either_form=first_form)
        ]
        found += _certification_problems(signatures)
        reports = tuple(self._judge_signature(signature) for signature in signatures)
        number, digest, information_problems = _information(reader, expected_sha256)
        found += [*self._found, *information_problems]
        found += [
            problem("missing_signature", role=str(field.get_object().get("/TU", name)))
            for name, _, field in enumerate_sig_fields(reader, filled_status=False)
        ]
        if first_form:
            found.append(problem("first_form"))
        elif number is not None and digest is not None:
            found += _content_problems(pdf, reader, number, digest=digest, sound=_sound(found))
        extract = extract_in(reader, digest) if _sound(found) and not first_form else None
        if extract is not None:
            told: dict[str, object] = {"number": number, "candidate": extract.candidate, "name": extract.name}
            found.insert(0, Problem("verification.extract", told))
        trusted = all(report.trusted for report in reports) if self._asked else None
        revisions = _revisions(reader, signatures, reports)
        return _report(
            found, reports=reports, trusted=trusted, number=number, sha256=digest, revisions=revisions,
            extract=extract,
        )  # fmt: skip

    def _judge_signature(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        certificate = _certificate(signature.signer_cert)
        own = certificate == self._issuer
        member = certificate if own or issued(certificate, self._issuer) else self._vouching(signature)
        known = certificate if member is None else member
        name, role = subject_name(known), signer_role(known)
        broken = _signature_problems(signature, name)
        if member is None:
            broken.append(problem("foreign_signer", name=name))
        elif not own and words.role_words(role) not in str(signature.sig_field.get("/TU", "")):
            self._found.append(problem("role_differs", name=name))
        holder = subject_name(certificate) if known != certificate else ""
        if holder:
            issuer = issuer_name(certificate)
            self._found.append(problem("own_certificate", name=name, holder=holder, issuer=issuer))
        at = signature.self_reported_timestamp
        if holder and at is not None and not _valid_at(certificate, at):
            self._found.append(problem("certificate_period", name=name))
        self._found += broken
        return SignatureReport(
            name=name,
            role=AUTHORITY_ROLE if own else role,
            at=at,
            valid=not broken,
            trusted=self._trusted(certificate),
            fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
            issuer=issuer_name(certificate),
            holder=holder,
        )

    def _trusted(self, certificate: x509.Certificate) -> bool | None:
        if not self._asked:
            return None
        return any(certificate == known or issued(certificate, known) for known in self._authorities)

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


def _certification_problems(signatures: list[EmbeddedPdfSignature]) -> list[Problem]:
    first, *others = signatures
    certified = first.reader.root.get("/Perms", {}).get("/DocMDP")
    if certified is None or certified.get_object() != first.sig_object:
        return [problem("not_certified")]
    if first.docmdp_level is not MDPPerm.FILL_FORMS:
        return [problem("not_certified")]
    return [
        problem("signature_kind", field=signature.field_name)
        for signature in others
        if signature.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached"
    ]


def _signature_problems(signature: EmbeddedPdfSignature, name: str) -> list[Problem]:
    """Check one signature; what came after it is only compared when the signature itself holds."""
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(signature, nobody, skip_diff=True)
    if not (status.intact and status.valid):
        return [problem("signature_broken", name=name)]
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko: untyped
    allowed = signature.summarise_integrity_info()["docmdp_ok"]
    return [] if allowed else [problem("changed_after", name=name)]


def _valid_at(certificate: x509.Certificate, at: datetime) -> bool:
    if at.tzinfo is None:
        return False
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _authorities(
    authority_pem: bytes | None, issuer: x509.Certificate
) -> tuple[tuple[x509.Certificate, ...], list[Problem]]:
    if authority_pem is None:
        return (), []
    try:
        known = tuple(x509.load_pem_x509_certificates(authority_pem))
    except ValueError:
        return (), [problem("authority_unreadable")]
    return known, [] if issuer in known else [problem("other_authority")]


def _information(
    reader: PdfFileReader, expected_sha256: str | None
) -> tuple[str | None, str | None, list[Problem]]:
    """Return number and fingerprint as the base file states them, and what is wrong with them."""
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
    return number, digest, found


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
