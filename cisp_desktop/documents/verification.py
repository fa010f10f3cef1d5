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
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.ports import Problem, SignatureReport, VerificationReport
from cisp_desktop.documents.identity import AUTHORITY_ROLE, FULL_NAME_OID
from cisp_desktop.documents.minutes import FINGERPRINT_KEYWORD, TITLE_PREFIX
from cisp_desktop.documents.pdf_structure import (
    MeteredStream,
    ReadingTooLongError,
    base_information,
    container_is_plain,
    coverage_problems,
    file_problems,
    problem,
    update_problems,
)

_REPORTED_ONLY = frozenset(
    {
        "verification.missing_signature",
        "verification.other_authority",
        "verification.authority_unreadable",
        "verification.role_differs",
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
        ``expected_sha256`` is the fingerprint of the frozen content that the file should carry, when the
        caller knows it.
        """
        found = file_problems(pdf)
        if found:
            return _report(found)
        try:
            with _silent_library():
                return _judge(pdf, authority_pem, expected_sha256=expected_sha256)
        except ReadingTooLongError:
            return _report([problem("too_complex")])
        except Exception:  # a foreign file may break any parser in any way: that is its verdict
            return _report([problem("unreadable")])


def _judge(pdf: bytes, authority_pem: bytes | None, *, expected_sha256: str | None) -> VerificationReport:
    reader = PdfFileReader(MeteredStream(pdf), strict=True)
    signatures = list(reader.embedded_signatures)
    if not signatures:
        return _report([problem("unsigned")])
    found = coverage_problems(pdf, reader, signatures)
    found += update_problems(reader, signatures)
    issuer = _certificate(signatures[0].signer_cert)
    found += [
        problem("padding", field=signature.field_name)
        for signature in signatures
        if not container_is_plain(signature, signatures[0].signer_cert)
    ]
    found += _certification_problems(signatures)
    authority, authority_problems = _authority(authority_pem, issuer)
    found += authority_problems
    reports = [
        _judge_signature(signature, issuer, authority=authority, asked=authority_pem is not None, found=found)
        for signature in signatures
    ]
    number, digest, information_problems = _information(reader, expected_sha256)
    found += information_problems
    found += [
        problem("missing_signature", role=str(field.get_object().get("/TU", name)))
        for name, _, field in enumerate_sig_fields(reader, filled_status=False)
    ]
    trusted = None if authority_pem is None else all(report.trusted for report in reports)
    return _report(found, reports=tuple(reports), trusted=trusted, number=number, sha256=digest)


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


def _judge_signature(
    signature: EmbeddedPdfSignature,
    issuer: x509.Certificate,
    *,
    authority: x509.Certificate | None,
    asked: bool,
    found: list[Problem],
) -> SignatureReport:
    certificate = _certificate(signature.signer_cert)
    name, role = _signer_name(certificate), _signer_role(certificate)
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
    broken: list[Problem] = []
    if not (status.intact and status.valid):
        broken.append(problem("signature_broken", name=name))
    elif not status.docmdp_ok:
        broken.append(problem("changed_after", name=name))
    own = certificate == issuer
    if not own and not _issued(certificate, issuer):
        broken.append(problem("foreign_signer", name=name))
    if not own and words.role_words(role) not in str(signature.sig_field.get("/TU", "")):
        found.append(problem("role_differs", name=name))
    found += broken
    trusted = None
    if asked:
        trusted = authority is not None and (certificate == authority or _issued(certificate, authority))
    return SignatureReport(
        name=name,
        role=AUTHORITY_ROLE if own else role,
        at=_moment(signature),
        valid=not broken,
        trusted=trusted,
    )


def _authority(
    authority_pem: bytes | None, issuer: x509.Certificate
) -> tuple[x509.Certificate | None, list[Problem]]:
    if authority_pem is None:
        return None, []
    try:
        authority = x509.load_pem_x509_certificate(authority_pem)
    except ValueError:
        return None, [problem("authority_unreadable")]
    return authority, [] if authority == issuer else [problem("other_authority")]


def _information(
    reader: PdfFileReader, expected_sha256: str | None
) -> tuple[str | None, str | None, list[Problem]]:
    """Return number and fingerprint as the base file states them, and what is wrong with them."""
    title, keywords = base_information(reader, 0)
    current = base_information(reader, reader.xrefs.total_revisions - 1)
    number = title.removeprefix(TITLE_PREFIX) if title.startswith(TITLE_PREFIX) else None
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
) -> VerificationReport:
    distinct = list({(item.code, repr(item.values)): item for item in found}.values())
    return VerificationReport(
        intact=all(item.code in _REPORTED_ONLY for item in distinct),
        trusted=trusted,
        signatures=reports,
        problems=tuple(distinct),
        number=number,
        sha256=sha256,
    )


def _certificate(certificate: asn1_x509.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _signer_name(certificate: x509.Certificate) -> str:
    for oid in (FULL_NAME_OID, NameOID.COMMON_NAME):
        attributes = certificate.subject.get_attributes_for_oid(oid)
        if attributes:
            return str(attributes[0].value)
    return ""


def _signer_role(certificate: x509.Certificate) -> str:
    attributes = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return str(attributes[0].value) if attributes else ""


def _moment(signature: EmbeddedPdfSignature) -> datetime | None:
    return signature.self_reported_timestamp


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
