"""Signatures in the PDF of minutes: fields, the authority's certification, one PAdES signature per member.

All fields exist before the first signature; the certification allows nothing but filling them; the last
member's signature allows nothing more. No network, no timestamp authority: the time is the computer's own.
This module must not know where keys come from nor judge a signed file.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from types import MappingProxyType
from typing import NoReturn

from asn1crypto import algos, keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.ports import Authority, RenderedMinutes, SignatureFrame, UnlockedKey
from cisp_desktop.documents.appearance import PageContent, appearance_page
from cisp_desktop.documents.card_key import CardKey, VouchedCardKey
from cisp_desktop.documents.cms_container import in_low_half
from cisp_desktop.documents.drawn_signature import Drawing, checked_picture, read_drawing
from cisp_desktop.documents.identity import AUTHORITY_COMMON_NAME, JurorKey, authority_key
from cisp_desktop.documents.own_certificate import VouchedKey, voucher
from cisp_desktop.domain.errors import Refused, RuleError

AUTHORITY_FIELD = "autorite"
APPROVAL_REASON = "Approbation du procès-verbal"
CERTIFICATION_REASON = "Procès-verbal figé par l’espace de travail"
MEMBER_ENTRY, VOUCHER_ENTRY = "/CISP_Member", "/CISP_Voucher"
"""Where a signature by a member's own certificate says whose it is (``own_certificate``)."""
_LABEL = "Signature – "
_DIGEST = "sha256"
_SALTED = {
    "algorithm": "rsassa_pss",
    "parameters": {
        "hash_algorithm": {"algorithm": _DIGEST},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": _DIGEST}},
        "salt_length": 32,
    },
}
_RESERVED = 8_192
"""Hexadecimal digits kept for a signature: twice what the longest names need."""


class MinutesSigner:
    """Adds signatures to minutes. Holds no state: every call takes a file and returns a longer one."""

    def prepare(
        self, rendered: RenderedMinutes, *, authority: Authority, when: datetime | None = None
    ) -> bytes:
        """Return the minutes ready to be signed: every field created, then certified by the authority
        (DocMDP P=2).

        ``when`` is an aware date-time, by default the computer's own. Raises
        ``Refused("signing.no_member")`` without a frame and ``RuleError("signing.unreadable")`` when the
        file is no PDF that can be extended.
        """
        if not rendered.frames:
            raise Refused("signing.no_member")
        with _readable_file():
            writer = IncrementalPdfFileWriter(BytesIO(rendered.pdf))
            for frame in rendered.frames:
                append_signature_field(writer, _field_of(frame))
            label = words.role_words("AUTHORITY")
            append_signature_field(writer, SigFieldSpec(AUTHORITY_FIELD, readable_field_name=label))
            metadata = PdfSignatureMetadata(
                field_name=AUTHORITY_FIELD,
                md_algorithm=_DIGEST,
                name=AUTHORITY_COMMON_NAME,
                reason=CERTIFICATION_REASON,
                certify=True,
                docmdp_permissions=MDPPerm.FILL_FORMS,
                subfilter=SigSeedSubFilter.PADES,
            )
            signer = PdfSigner(metadata, _signer(authority_key(authority)))
            return _signed(signer, writer, when=when or datetime.now().astimezone())

    def sign(
        self,
        pdf: bytes,
        *,
        field_name: str,
        key: UnlockedKey,
        image: bytes | None,
        name: str,
        role: str,
        when: datetime,
        last: bool,
        reason: str = APPROVAL_REASON,
    ) -> bytes:
        """Return the minutes with one more signature (PAdES B-B), drawn in the member's frame.

        ``image`` is the drawn signature (``drawn_signature.strokes_drawing``), a picture (PNG or JPEG,
        checked here: ``checked_picture``), or ``None`` for the name written out; ``when`` is aware. With
        ``last``, or when no field stays empty, no change is allowed any more. Raises ``Refused``:
        ``signing.field_unknown`` or ``signing.already_signed``; ``RuleError``: ``signing.unreadable`` or
        ``signing.key_foreign`` (a key of another maker), ``card.*`` (a card's key that did not sign).
        """
        if not isinstance(key, JurorKey | CardKey):
            raise RuleError("signing.key_foreign")
        picture = None if image is None else read_drawing(image) or checked_picture(image)
        with _readable_file():
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            empty = _empty_fields(writer)
            if field_name not in empty:
                _refuse_field(writer, field_name, name=name)
            locks = last or set(empty) <= {field_name, AUTHORITY_FIELD}
            metadata = PdfSignatureMetadata(
                field_name=field_name,
                md_algorithm=_DIGEST,
                name=name,
                reason=reason,
                contact_info=words.role_words(role),
                docmdp_permissions=MDPPerm.NO_CHANGES if locks else MDPPerm.FILL_FORMS,
                subfilter=SigSeedSubFilter.PADES,
            )
            widget = empty[field_name].get_object()  # type: ignore[no-untyped-call]  # pyHanko: untyped
            style = _style(widget["/Rect"], picture, name=name, when=when)
            signer = PdfSigner(metadata, _signer(key), stamp_style=style)
            entries = _voucher_entries(key, pdf, field_name)
            return _signed(signer, writer, when=when, locks=locks, entries=entries, reserved=_room_for(key))


def pending_fields(pdf: bytes) -> tuple[str, ...]:
    """Return the names of the signature fields still empty, in the order of the frames.

    Raises ``RuleError("signing.unreadable")``.
    """
    with _readable_file():
        return tuple(_empty_fields(PdfFileReader(BytesIO(pdf))))


def _refuse_field(pdf: PdfHandler, field_name: str, *, name: str) -> NoReturn:
    if field_name in {found for found, _, _ in enumerate_sig_fields(pdf)}:
        raise Refused("signing.already_signed", name=name)
    raise Refused("signing.field_unknown", name=name)


def _empty_fields(pdf: PdfHandler) -> dict[str, generic.IndirectObject]:
    return {name: field for name, _, field in enumerate_sig_fields(pdf, filled_status=False)}


@contextmanager
def _readable_file() -> Iterator[None]:
    try:
        yield
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise RuleError("signing.unreadable") from error


def _style(
    rectangle: Sequence[object], picture: bytes | Drawing | None, *, name: str, when: datetime
) -> StaticStampStyle:
    x0, y0, x1, y1 = (float(str(side)) for side in rectangle)
    page = appearance_page(x1 - x0, y1 - y0, picture=picture, name=name, when=when)
    return StaticStampStyle(
        border_width=0,
        background=PageContent(page, width=x1 - x0, height=y1 - y0),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins()
        ),
    )


def _field_of(frame: SignatureFrame) -> SigFieldSpec:
    # The lock names the field itself: it frees nothing, and lets the last signature tighten the permission.
    return SigFieldSpec(
        sig_field_name=frame.field_name,
        on_page=frame.page_index,
        box=(frame.x0, frame.y0, frame.x1, frame.y1),  # type: ignore[arg-type]  # points need not be whole
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, fields=[frame.field_name]),
        doc_mdp_update_value=MDPPerm.FILL_FORMS,
        readable_field_name=f"{_LABEL}{words.role_words(frame.role)}",
    )


def frame_words(label: str) -> str:
    """Return in which quality one signs in a frame, of the label that a reader shows of it."""
    return label.removeprefix(_LABEL)


class _PlainSigner(SimpleSigner):
    """Signs on a curve with the lower of the two values that hold: a signature has one form only."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the signature of ``data``."""
        signature = super().sign_raw(data, digest_algorithm)
        private = serialization.load_der_private_key(self.signing_key.dump(), None)
        if isinstance(private, ec.EllipticCurvePrivateKey):
            return in_low_half(signature, private.curve)
        return signature


class _CardSigner(Signer):
    """Signs with a key that stays on a card."""

    def __init__(self, key: CardKey, certificate: asn1_x509.Certificate, registry: CertificateStore) -> None:
        super().__init__(
            signing_cert=certificate, cert_registry=registry, embed_roots=True,
            signature_mechanism=algos.SignedDigestAlgorithm(_SALTED) if key.salted else None,
        )  # fmt: skip
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the signature of ``data``; the card is asked for no trial."""
        return bytes(_RESERVED // 2) if dry_run else self._key.sign(data)


def _signer(key: JurorKey | CardKey) -> Signer:
    leaf, *issuers = _certificates(key.certificate_pem)
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    registry.register_multiple(issuers)
    if isinstance(key, CardKey):
        return _CardSigner(key, leaf, registry)
    return _PlainSigner(
        signing_cert=leaf,
        signing_key=keys.PrivateKeyInfo.load(key.private_key_der),
        cert_registry=registry,
        embed_roots=True,
    )


def _certificates(chain_pem: bytes) -> list[asn1_x509.Certificate]:
    return [asn1_x509.Certificate.load(content) for _, _, content in pem.unarmor(chain_pem, multiple=True)]


def _voucher_entries(key: JurorKey | CardKey, pdf: bytes, field_name: str) -> Mapping[str, bytes]:
    """Return what a signature's dictionary says of a member's own certificate: whose it is."""
    if not isinstance(key, VouchedKey | VouchedCardKey):
        return {}
    member, signature = voucher(key, pdf, field_name)
    return {MEMBER_ENTRY: member, VOUCHER_ENTRY: signature}


def _room_for(key: JurorKey | CardKey) -> int:
    """Return the hexadecimal digits that a signature with these certificates may take."""
    certificates = sum(len(one.dump()) for one in _certificates(key.certificate_pem))
    return max(_RESERVED, 2 * (certificates + 3 * 1024))


def _signed(
    signer: PdfSigner,
    writer: IncrementalPdfFileWriter,
    *,
    when: datetime,
    locks: bool = False,
    entries: Mapping[str, bytes] = MappingProxyType({}),
    reserved: int = _RESERVED,
) -> bytes:
    # The session is opened by hand: the short way stamps its own time, not the one shown in the frame.
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = when
    if locks:
        # WORKAROUND(pyHanko 0.38): the lock goes into the signature alone. The field's own lock is not
        # written again, for the earlier signatures allow no change of a field but its value.
        lock = session.sig_field["/Lock"]
        lock[generic.pdf_name("/Action")] = generic.pdf_name("/All")
        lock.pop("/Fields", None)
    document = session.prepare_tbs_document(None, bytes_reserved=reserved)
    for name, content in entries.items():
        session.sig_field["/V"][generic.pdf_name(name)] = generic.ByteStringObject(content)
    output = BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    # PAdES keeps the time in the signature dictionary (/M), not among the signed attributes of the CMS.
    asyncio.run(document.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=None)))
    return output.getvalue()
