"""Signing and verifying minutes, against pyHanko's own short ways to sign and to judge the same file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cisp_desktop.application.minutes import MinutesClosed, close_session, sign_minutes
from cisp_desktop.application.ports import UnlockedKey, Workspace
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.documents.drawn_signature import demonstration_strokes, strokes_drawing
from cisp_desktop.documents.identity import Identities, JurorKey, SealingParameters
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.signing import MinutesSigner, _signer, pending_fields
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from tests.benchmarks.measure import Figure, in_turn, sizes, slower
from tests.documents.factories import SEATS, snapshot
from tests.factories import PASSPHRASE, SessionMade, make_session
from tests.journeys.quick_services import QuickServices

SIZES = (12, 90, 1000)
EXTRACTS = (12, 90)
"""Candidates, each with an extract."""
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


def signing_extracts(folder: Path) -> Iterator[Figure]:
    """One member signs minutes and the extract of every candidate, kept; the library alone signs as many."""
    services, strokes = QuickServices(), strokes_drawing(demonstration_strokes(1))
    for size in EXTRACTS:
        workspace = services.create_workspace(folder / str(size), PASSPHRASE)
        made = make_session(workspace, candidates=size)  # type: ignore[arg-type]  # the real one
        for registration_id in made.registrations:
            set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
        (minutes,) = close_session(
            workspace, made.id, renderer=services.renderer, signer=services.signer, extracts=True
        )
        sealed = services.identities.create_juror_identity(
            workspace.authority, name=SEATS[0][2], role=SEATS[0][1], code=_CODE
        )
        key, roles = services.identities.unlock(sealed, _CODE), iter(made.seats)
        row = workspace.queries.minutes(minutes.id)
        files = [row.pdf_sha256, *(one.pdf_sha256 for one in workspace.queries.minutes_extracts(minutes.id))]
        prepared = [workspace.vault.read(sha256) for sha256 in files]

        def sign(
            workspace: Workspace = workspace, made: SessionMade = made, minutes: MinutesClosed = minutes,
            key: UnlockedKey = key, roles: Iterator[Role] = roles,
        ) -> None:  # fmt: skip
            juror = replace(made.juror(next(roles)), key=key)
            sign_minutes(workspace, minutes.id, juror=juror, image=strokes, signer=services.signer)

        field = pending_fields(prepared[0])[0]
        mine, base = in_turn(
            sign,
            lambda prepared=prepared, field=field, key=key: [
                plain_signature(pdf, field, key) for pdf in prepared
            ],
            rounds=len(made.seats),
        )
        workspace.close()
        yield slower(
            f"Signer un procès-verbal et {size} extraits", mine, base, most=3,
            note="pyHanko seul ne dessine rien, ne chiffre rien, n’inscrit rien",
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


FIGURES = (signing, signing_extracts)
"""Every figure of this module, in the order of the table."""
