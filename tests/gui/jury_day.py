"""A jury's day for the tests and pictures of « Délibérer » and « Procès-verbal »: real keys, real documents.

The profiles of marks are what a jury meets: agreement, a disagreement, a refusal proposed, a block that the
scheme leaves to the jury.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cisp_desktop.application.deliberating import open_deliberation, record_decisions
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import AuthorityMaterial
from cisp_desktop.application.scoring import MarkValue, give_marks, seal_sheets
from cisp_desktop.documents.drawn_signature import SignaturePictures
from cisp_desktop.documents.identity import Identities, SealingParameters
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.own_certificate import CertificateFiles
from cisp_desktop.documents.pages import PageDrawers
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import GLOBAL_ITEM, NotEvaluatedReason, scored_items
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, THREE_SEATS, SessionMade, drop_empty_shards, make_session
from tests.gui.fakes import FakeServices

CHEAP = SealingParameters(passes=1, memory_kib=64, lanes=1)
CODES = {Role.PRESIDENT: "PRES-2345", Role.PROFESSIONAL: "PROF-2345", Role.CENTRE: "CENT-2345"}
LEVELS: tuple[dict[Role, int], ...] = (
    {Role.PRESIDENT: 2, Role.PROFESSIONAL: 3, Role.CENTRE: 2},
    {Role.PRESIDENT: 1, Role.PROFESSIONAL: 3, Role.CENTRE: 2},
    {Role.PRESIDENT: 1, Role.PROFESSIONAL: 1, Role.CENTRE: 1},
    {Role.PRESIDENT: 0, Role.PROFESSIONAL: 1, Role.CENTRE: 1},
)
"""Levels of the four profiles of marks: agreement, results on both sides, refusal, too many zeros."""


def give_documents(services: FakeServices) -> Identities:
    """Let the services draw, sign and verify for real, with own codes that cost little."""
    identities = Identities(CHEAP)
    services.identities = identities  # type: ignore[assignment]  # the real one
    services.renderer = MinutesRenderer()  # type: ignore[attr-defined]
    services.signer = MinutesSigner()  # type: ignore[attr-defined]
    services.verifier = MinutesVerifier()  # type: ignore[attr-defined]
    services.pages = PageDrawers()  # type: ignore[attr-defined]
    services.pictures = SignaturePictures()  # type: ignore[attr-defined]
    services.own_certificates = CertificateFiles()  # type: ignore[attr-defined]
    return identities


@dataclass
class JuryDay:
    """An open workspace with a real authority, and its session. Own codes are ``CODES``."""

    workspace: SqlWorkspace
    made: SessionMade
    identities: Identities

    def mark(
        self, number: int, profile: int, *, roles: tuple[Role, ...] = THREE_SEATS, seal: bool = True
    ) -> None:
        """Let jurors mark every block of candidate ``number`` (from 0) as ``LEVELS[profile]`` says."""
        for role in roles:
            juror = self.made.juror(role)
            for block in self.made.certification.blocks:
                self._mark_block(juror, number, block.id, level=LEVELS[profile][role])
            if seal:
                registration_id = self.made.registrations[number]
                seal_sheets(
                    self.workspace, juror, registration_id=registration_id, block_ids=self.made.blocks
                )

    def _mark_block(self, juror: IdentifiedJuror, number: int, block_id: str, *, level: int) -> None:
        block = next(block for block in self.made.certification.blocks if block.id == block_id)
        items = scored_items(GradingScheme.from_data(self.made.certification.scheme), block)
        values = [(item, MarkValue.of_level(level)) for item in items]
        if len(items) > 4:
            values[2] = (items[2], MarkValue.of_level(max(level - 1, 0), "Peu d’exemples à l’oral."))
            values[3] = (items[3], MarkValue.not_evaluated(NotEvaluatedReason.NOT_ADDRESSED))
        overall = MarkValue.of_level(level, f"Observations de {juror.name} : dossier lu, entretien mené.")
        values.append((GLOBAL_ITEM, overall))
        give_marks(
            self.workspace,
            juror,
            registration_id=self.made.registrations[number],
            block_id=block_id,
            values=values,
        )

    def mark_absent(self, number: int) -> None:
        """Note that a candidate did not come."""
        with self.workspace.unit_of_work() as work:
            work.registrations.get(self.made.registrations[number]).attendance = Attendance.ABSENT
            work.commit()


def make_day(folder: Path, services: FakeServices, *, candidates: int = 2) -> JuryDay:
    """Make a workspace with a real authority and jurors who hold real keys; nothing is marked."""
    identities = give_documents(services)
    workspace = services.create_workspace(folder / "jury", PASSPHRASE)
    made = make_session(workspace, candidates=candidates)
    with workspace.unit_of_work() as work:
        for role, seat_id in made.seats.items():
            seat = work.panels.seat(seat_id)
            assert seat.juror is not None
            assert seat.credential is not None
            sealed = identities.create_juror_identity(
                workspace.authority, name=seat.juror.name, role=role.value, code=CODES[role]
            )
            credential = seat.credential
            credential.certificate, credential.sealed_key = sealed.certificate_pem, sealed.sealed_key
            credential.salt, credential.parameters = sealed.salt, sealed.parameters
            credential.first_code = False
        work.commit()
    return JuryDay(workspace, made, identities)


def to_deliberate(day: JuryDay) -> None:
    """Four candidates, one per profile of marks, and a fifth whose sheets are not all sealed."""
    for number in range(4):
        day.mark(number, number)
    day.mark(4, 3, roles=(Role.PRESIDENT, Role.PROFESSIONAL))


def all_decided(day: JuryDay) -> None:
    """One candidate certified, one absent: nothing prevents closing."""
    day.mark(0, 0)
    day.mark_absent(1)
    open_deliberation(day.workspace, day.made.id)
    record_decisions(day.workspace, day.made.id, accept_proposals=True)


@cache
def _template(prepare: Callable[[JuryDay], None], candidates: int) -> tuple[Path, SessionMade]:
    folder = Path(tempfile.mkdtemp(prefix="cisp-jury-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    day = make_day(folder, FakeServices(folder), candidates=candidates)
    prepare(day)
    day.workspace.abandon()
    drop_empty_shards(day.workspace.path)
    return day.workspace.path, day.made


def open_day(
    folder: Path, services: FakeServices, *, prepare: Callable[[JuryDay], None], candidates: int
) -> JuryDay:
    """Open a copy of a day prepared once per process."""
    source, made = _template(prepare, candidates)
    path = folder / "jury"
    shutil.copytree(source, path)
    identities = give_documents(services)
    services.clock.advance(hours=6)
    return JuryDay(services.store.open(path, PASSPHRASE), made, identities)


def foreign_authority() -> AuthorityMaterial:
    """Return the authority of another workspace."""
    return Identities(CHEAP).create_authority("ailleurs")
