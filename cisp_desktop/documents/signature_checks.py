"""Each signature of a file in itself: whether it certifies or approves as the application's do, whether it
holds, when its certificate was valid, whose authority was asked for.

This module must not know revisions, nor what was signed.
"""

from datetime import datetime

from cryptography import x509
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cisp_desktop.application.ports import Problem
from cisp_desktop.documents.pdf_structure import problem


def certification_problems(signatures: list[EmbeddedPdfSignature]) -> list[Problem]:
    """Check that the first signature certifies, allowing frames to be filled only, and the others approve."""
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


def signature_problems(signature: EmbeddedPdfSignature, name: str) -> list[Problem]:
    """Check one signature; what came after it is only compared when the signature itself holds."""
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(signature, nobody, skip_diff=True)
    if not (status.intact and status.valid):
        return [problem("signature_broken", name=name)]
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko: untyped
    allowed = signature.summarise_integrity_info()["docmdp_ok"]
    return [] if allowed else [problem("changed_after", name=name)]


def valid_at(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether a certificate was valid at a moment; never at one without its time zone."""
    if at.tzinfo is None:
        return False
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def authorities(
    authority_pem: bytes | None, issuer: x509.Certificate
) -> tuple[tuple[x509.Certificate, ...], list[Problem]]:
    """Return the certificates asked for (PEM), and a problem when ``issuer`` is none of them or none is
    readable.
    """
    if authority_pem is None:
        return (), []
    try:
        known = tuple(x509.load_pem_x509_certificates(authority_pem))
    except ValueError:
        return (), [problem("authority_unreadable")]
    return known, [] if issuer in known else [problem("other_authority")]
