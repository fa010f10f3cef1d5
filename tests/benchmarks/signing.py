"""Signing and verifying minutes, against pyHanko's own short ways to sign and to judge the same file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cisp_desktop.documents.drawn_signature import demonstration_strokes, strokes_drawing
from cisp_desktop.documents.identity import Identities, JurorKey, SealingParameters
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.signing import MinutesSigner, _signer
from cisp_desktop.documents.verification import MinutesVerifier
from tests.benchmarks.measure import Figure, in_turn, sizes, slower
from tests.documents.factories import SEATS, snapshot

SIZES = (12, 90, 1000)
_CODE = "AB12-CD34"


def signing(folder: Path) -> Iterator[Figure]:
    """One member's signature, and the verdict on the complete file, at three sizes."""
    identities = Identities(SealingParameters(passes=1, memory_kib=64, lanes=1))
    authority = identities.create_authority("Mesure")
    key = identities.unlock(
        identities.create_juror_identity(authority, name=SEATS[0][2], role=SEATS[0][1], code=_CODE), _CODE
    )
    picture, when = strokes_drawing(demonstration_strokes(1)), datetime.now(UTC)
    for size in sizes(*SIZES):
        rendered = MinutesRenderer().render(snapshot(size), draft=False)
        prepared = MinutesSigner().prepare(rendered, authority=authority)

        def sign(field: str, pdf: bytes = prepared, last: bool = False) -> bytes:
            return MinutesSigner().sign(
                pdf, field_name=field, key=key, image=picture, name=SEATS[0][2], role=SEATS[0][1],
                when=when, last=last,
            )  # fmt: skip

        fields = [frame.field_name for frame in rendered.frames]
        mine, base = in_turn(
            lambda fields=fields, sign=sign: sign(fields[0]),
            lambda pdf=prepared, fields=fields: plain_signature(pdf, fields[0], key),
            rounds=5,
        )
        yield slower(f"Signer un procès-verbal de {size} candidats", mine, base, most=3)
        complete = prepared
        for field in fields:
            complete = sign(field, complete, field == fields[-1])
        mine, base = in_turn(
            lambda pdf=complete: MinutesVerifier().verify(pdf, authority_pem=authority.certificate_pem),
            lambda pdf=complete: plain_verdict(pdf),
            rounds=5,
        )
        yield slower(
            f"Vérifier un procès-verbal de {size} candidats, 4 signatures", mine, base, most=3,
            note="pyHanko seul ne lit ni les pages ni les données jointes",
        )  # fmt: skip


def plain_signature(pdf: bytes, field: str, key: JurorKey) -> bytes:
    """Sign with the library's short way: no drawing, no lock."""
    output = BytesIO()
    metadata = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
    PdfSigner(metadata, _signer(key)).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=output)
    return output.getvalue()


def plain_verdict(pdf: bytes) -> bool:
    """Judge every signature with the library alone."""
    signatures = list(PdfFileReader(BytesIO(pdf)).embedded_signatures)
    nobody = ValidationContext(trust_roots=[signatures[0].signer_cert], allow_fetching=False)
    return all(validate_pdf_signature(one, nobody).bottom_line for one in signatures)


FIGURES = (signing,)
"""Every figure of this module, in the order of the table."""
