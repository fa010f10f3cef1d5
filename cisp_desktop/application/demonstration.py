"""The demonstration workspace: a fictitious session of December 2022 in Grenoble, plainly marked as such.

Made through the same use cases as a real one. Its passphrase and codes are public on purpose. Must not
know how anything is stored or drawn.
"""

import random
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, time
from importlib.resources import as_file, files
from pathlib import Path

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.centres import CentreSettings, edit_centre
from cisp_desktop.application.deliberating import Ruling, open_deliberation, record_decisions
from cisp_desktop.application.demonstration_codes import CODES
from cisp_desktop.application.demonstration_steps import Making, MakingStep
from cisp_desktop.application.dossiers import Assignment, store_dossiers
from cisp_desktop.application.files import write_file
from cisp_desktop.application.juror_register import JurorDetails, add_juror
from cisp_desktop.application.jurors import IdentifiedJuror, SeatChoice, identify_juror, recuse, set_panel
from cisp_desktop.application.minutes import close_session, read_minutes, sign_minutes
from cisp_desktop.application.placing import plan_session
from cisp_desktop.application.planning import PlanningSettings
from cisp_desktop.application.ports import (
    Authority,
    AuthorityMaterial,
    Identities,
    Progress,
    SealedIdentity,
    UnlockedKey,
    Workspace,
)
from cisp_desktop.application.preparing import check_identity, create_session, set_attendance
from cisp_desktop.application.queries import BlockRow, CertificationRow, RegistrationRow
from cisp_desktop.application.scoring import MarkValue, give_marks, seal_sheets
from cisp_desktop.application.services import Services
from cisp_desktop.application.sheet_files import block_lines
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.certification import AccessPath, DossierKind
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.planning import Break
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import GLOBAL_ITEM, NotEvaluatedReason

PASSPHRASE = "démonstration cisp"  # noqa: S105  # public on purpose

SEATS = (
    SeatChoice(Role.PRESIDENT, "MARCHAND Hélène", "Maîtresse de conférences", "Université fictive des Alpes"),
    SeatChoice(Role.PROFESSIONAL, "BELLINI Paul", "Coordinateur de parcours", "CHRS Le Phare"),
    SeatChoice(Role.CENTRE, "VASSEUR Sophie", "Responsable de site", "Centre de démonstration Grenoble"),
)
SEXES = {Role.PRESIDENT: "F", Role.PROFESSIONAL: "M", Role.CENTRE: "F"}
CENTRE = "Centre de démonstration Grenoble"
HOURS = PlanningSettings(
    time(8, 30), time(19, 0), (Break(time(12, 30), time(13, 45), "Déjeuner"),), minutes=60, pause=10
)
SEALED_BY_ALL = ("GRE-22-001", "GRE-22-002", "GRE-22-003", "GRE-22-004")
UNDER_WAY = "GRE-22-005"
ABSENT = "GRE-22-010"
RECUSED = "GRE-22-007"
REFUSAL = "Les éléments présentés ne permettent pas d’établir la maîtrise des compétences du bloc."
_SKILL = {
    "GRE-22-001": 2.5, "GRE-22-002": 2.0, "GRE-22-003": 2.3, "GRE-22-004": 1.35, "GRE-22-005": 2.1,
    "GRE-22-006": 1.9, "GRE-22-007": 2.2, "GRE-22-008": 2.6, "GRE-22-009": 1.5, "GRE-22-011": 1.1,
    "GRE-22-012": 2.4,
}  # fmt: skip
_WHOLE_DOSSIERS = ("GRE-22-001", UNDER_WAY)
"""Who has every dossier: the first one and whom a juror meets first; the others have some, so that the matrix
shows what is missing."""


class FixedCodes:
    """The real identities, but with the demonstration's public codes as first codes."""

    def __init__(self, identities: Identities, codes: Sequence[str]) -> None:
        self._identities = identities
        self._codes = iter(codes)

    def new_first_code(self) -> str:
        """Return the next public code."""
        return next(self._codes)

    def create_authority(self, workspace_name: str) -> AuthorityMaterial:
        """As the real identities do."""
        return self._identities.create_authority(workspace_name)

    def create_juror_identity(
        self, authority: Authority, *, name: str, role: str, code: str, sex: str = ""
    ) -> SealedIdentity:
        """As the real identities do."""
        return self._identities.create_juror_identity(authority, name=name, role=role, code=code, sex=sex)

    def unlock(self, identity: SealedIdentity, code: str) -> UnlockedKey:
        """As the real identities do."""
        return self._identities.unlock(identity, code)

    def change_code(self, identity: SealedIdentity, *, old: str, new: str) -> SealedIdentity:
        """As the real identities do."""
        return self._identities.change_code(identity, old=old, new=new)

    def fingerprint(self, certificate_pem: bytes) -> str:
        """As the real identities do."""
        return self._identities.fingerprint(certificate_pem)


@contextmanager
def sample_candidates() -> Iterator[Path]:
    """Give the path of the list of twelve fictitious candidates."""
    sample = files("cisp_desktop").joinpath("data", "demonstration", "candidats-grenoble-2022-12.xlsx")
    with as_file(sample) as path:
        yield path


@dataclass(frozen=True, slots=True)
class _MadeFile:
    """A fictitious dossier, written while those before it are looked at and filed."""

    name: str
    written: Future[bytes]

    def read(self) -> bytes:
        return self.written.result()


def _name_signatory(workspace: Workspace, session_id: str) -> None:
    """Give the centre what its papers are signed with."""
    queries = workspace.queries
    row = queries.centre(queries.session(session_id).centre_id)
    before = CentreSettings.of_row(row)
    signed = replace(
        before, place="Grenoble", signatory="LAFORÊT Claire", signatory_title="Directrice du centre"
    )
    edit_centre(workspace, row.id, signed, before=before)


def fill_demonstration(workspace: Workspace, services: Services, making: Making) -> str:
    """Make the fictitious session in a new workspace and return its id. Takes half a minute: a worker's."""
    making.enter(MakingStep.CANDIDATES)
    session_id = create_session(
        workspace, certification="RNCP36128", centre=CENTRE, starts=date(2022, 12, 14),
        ends=date(2022, 12, 15), place="Grenoble", address="1 place de l’Exemple, 38000 GRENOBLE",
        siret="00000000000000", demonstration=True,
    )  # fmt: skip
    _name_signatory(workspace, session_id)
    with sample_candidates() as path:
        import_candidates(workspace, session_id, services.candidate_files.read(path))
    plan_session(workspace, session_id, planner=services.planner, settings=HOURS)
    making.enter(MakingStep.PANEL)
    for seat in SEATS:
        add_juror(workspace, JurorDetails(seat.name, seat.title, seat.employer, sex=SEXES[seat.role]))
    set_panel(
        workspace, session_id, choices=SEATS,
        identities=FixedCodes(services.identities, [CODES[seat.role] for seat in SEATS]),
    )  # fmt: skip
    registrations = {row.number: row for row in workspace.queries.registrations(session_id)}
    seats = {seat.role: seat.id for seat in workspace.queries.panel(session_id).seats}
    set_attendance(workspace, registrations[ABSENT].id, attendance=Attendance.ABSENT)
    recuse(
        workspace, registrations[RECUSED].id, seat_id=seats[Role.PROFESSIONAL],
        ground=RecusalGround.SAME_EMPLOYER, detail="CHRS Le Phare",
    )  # fmt: skip
    _store(workspace, services, session_id, progress=making.within(MakingStep.DOSSIERS))
    making.enter(MakingStep.SHEETS)
    heard = [registrations[number] for number in (*SEALED_BY_ALL, UNDER_WAY)]
    for role, juror in _jurors(workspace, services, session_id).items():
        for row in heard:
            complete = row.number in SEALED_BY_ALL or role is Role.PRESIDENT
            _score(workspace, juror, row, session_id=session_id, seal=complete, half=not complete)
    for row in heard:
        check_identity(workspace, row.id, by=SEATS[0].name)
    return session_id


def make_demonstration(services: Services, path: Path, *, progress: Progress) -> Workspace:
    """Open the demonstration workspace at ``path``, made first when nothing is there.

    It is made under its own name, which its authority bears, in a folder beside, and moved when whole: an
    interrupted making leaves nothing behind.
    """
    making = Making(progress)
    if path.exists():
        return services.open_workspace(path, PASSPHRASE)
    making.enter(MakingStep.WORKSPACE)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        workspace = services.create_workspace(beside / path.name, PASSPHRASE)
        try:
            fill_demonstration(workspace, services, making)
            making.enter(MakingStep.OPENING)
        finally:
            workspace.close()
        (beside / path.name).rename(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return services.open_workspace(path, PASSPHRASE)


def _store(workspace: Workspace, services: Services, session_id: str, *, progress: Progress) -> None:
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="demonstration") as writing:
        wanted = [
            Assignment(_made_file(writing, services, row, kind, seed=1000 + 17 * place), row.id, kind)
            for place, (row, kind) in enumerate(_dossiers(workspace, session_id))
        ]
        try:
            store_dossiers(workspace, wanted, inspector=services.inspector, progress=progress)
        finally:  # cancelled: what is not begun is not written
            writing.shutdown(wait=False, cancel_futures=True)


def _made_file(
    writing: ThreadPoolExecutor, services: Services, row: RegistrationRow, kind: DossierKind, *, seed: int
) -> _MadeFile:
    written = writing.submit(
        services.dossier_writer.write_dossier,
        kind.value,
        candidate_name=person_name(row.birth_name, row.first_names),
        centre=CENTRE,
        seed=seed,
        pages=16 + seed % 23,
    )
    return _MadeFile(f"{row.number} {kind.value.lower()}.pdf", written)


def _dossiers(workspace: Workspace, session_id: str) -> list[tuple[RegistrationRow, DossierKind]]:
    certification = workspace.queries.certification(workspace.queries.session(session_id).certification_id)
    return [
        (row, kind)
        for row in workspace.queries.registrations(session_id)
        for kind in _dossiers_of(row, certification, whole=row.number in _WHOLE_DOSSIERS)
    ]


def _dossiers_of(row: RegistrationRow, certification: CertificationRow, *, whole: bool) -> list[DossierKind]:
    """Every dossier for the first candidates; the mémoire alone for most others; the VAE file for VAE."""
    if row.access_path is AccessPath.VAE:
        return [DossierKind.VAE_FILE]
    kinds = [
        a.dossier_kind
        for block in certification.blocks
        if block.id in row.presented
        for a in block.assessments
        if a.dossier_kind is not None
    ]
    kinds = list(dict.fromkeys(kinds))
    return kinds if whole else [kind for kind in kinds if kind is DossierKind.THESIS]


def _jurors(workspace: Workspace, services: Services, session_id: str) -> dict[Role, IdentifiedJuror]:
    panel = workspace.queries.panel(session_id)
    return {
        seat.role: identify_juror(workspace, seat.id, code=CODES[seat.role], identities=services.identities)
        for seat in panel.seats
    }


def _score(
    workspace: Workspace,
    juror: IdentifiedJuror,
    row: RegistrationRow,
    *,
    session_id: str,
    seal: bool,
    half: bool = False,
) -> None:
    """Give a juror's marks on one candidate, the same ones each time; ``half`` stops midway."""
    if juror.seat_id in row.recused_seat_ids or not row.attendance.came:
        return
    session = workspace.queries.session(session_id)
    scheme = workspace.queries.scheme(session_id)
    done = {
        state.block_id
        for state in workspace.queries.sheet_states(session_id, juror.seat_id)
        if state.registration_id == row.id and state.state == "SEALED"
    }
    blocks = workspace.queries.certification(session.certification_id).blocks
    wanted = [block for block in blocks if block.id in row.presented and block.id not in done]
    for i, block in enumerate(wanted):
        if half and i > len(wanted) // 2:
            break
        items = [item for item, _ in block_lines(scheme, block)]
        values = _marks(block, items, number=row.number, role=juror.role)
        if half and i == len(wanted) // 2:
            values = values[: len(values) // 2]
        give_marks(workspace, juror, registration_id=row.id, block_id=block.id, values=values)
    if seal and wanted:
        seal_sheets(workspace, juror, registration_id=row.id, block_ids=[block.id for block in wanted])


def _marks(block: BlockRow, items: Sequence[str], *, number: str, role: Role) -> list[tuple[str, MarkValue]]:
    chance = random.Random(f"{number} {block.code} {role}")  # noqa: S311  # fictitious marks, no secret
    skill = _SKILL.get(number, 2.0) + chance.uniform(-0.25, 0.25)
    values: list[tuple[str, MarkValue]] = []
    given = []
    for item in items:
        if chance.random() < 0.04:
            reason = chance.choice((NotEvaluatedReason.NOT_ADDRESSED, NotEvaluatedReason.NO_TIME))
            values.append((item, MarkValue.not_evaluated(reason)))
            continue
        level = min(3, max(0, round(chance.gauss(skill, 0.55))))
        given.append(level)
        values.append((item, MarkValue.of_level(level, chance.choice(_COMMENTS[level]))))
    mean = sum(given) / len(given) if given else 0.0
    overall = 2 + (mean >= 2.5) if mean >= 1.5 else int(mean >= 0.75)
    values.append((GLOBAL_ITEM, MarkValue.of_level(overall, _OBSERVATIONS[overall])))
    return values


_COMMENTS: dict[int, tuple[str, ...]] = {
    0: ("", "", "Notion absente de l’écrit comme de l’oral."),
    1: ("", "", "", "Démarche comprise, mise en œuvre à consolider."),
    2: ("", "", "", "", "Exemple précis donné à l’oral."),
    3: ("", "", "", "Très bonne prise de recul."),
}
_OBSERVATIONS = {
    0: "Le bloc n’est pas maîtrisé à ce stade.",
    1: "Des acquis réels, à consolider sur le terrain.",
    2: "Ensemble solide et cohérent.",
    3: "Travail remarquable, argumenté et documenté.",
}


@dataclass(frozen=True, slots=True)
class HeadlessDone:
    """What the demonstration without a window made."""

    workspace: Path
    minutes_id: str
    number: str
    pdf: Path
    authority: Path
    intact: bool
    signatures: int


def run_headless(services: Services, path: Path, target: Path, *, say: Callable[[str], None]) -> HeadlessDone:
    """Do the whole main job without a window: create, import, score, decide, close, sign, verify.

    ``target`` is the folder that receives the signed PDF and the authority's certificate.
    """
    say("Création de l’espace de démonstration (candidats, dossiers, premières grilles)…")
    workspace = services.open_demonstration(lambda done, total: None, path)
    try:
        session = next(row for row in workspace.queries.sessions() if row.demonstration)
        jurors = _jurors(workspace, services, session.id)
        if session.minutes_id is None:
            say("Notation par les trois jurés…")
            for juror in jurors.values():
                for row in workspace.queries.registrations(session.id):
                    _score(workspace, juror, row, session_id=session.id, seal=True)
            say("Délibération…")
            _decide_all(workspace, session.id)
            say("Clôture…")
            close_session(workspace, session.id, renderer=services.renderer, signer=services.signer)
        minutes = workspace.queries.minutes_of(session.id)
        assert minutes is not None  # noqa: S101  # just closed, or closed before
        waiting = {s.seat_id for s in minutes.signatures if s.signed_at is None}
        for seat, juror in zip(SEATS, jurors.values(), strict=True):
            if juror.seat_id in waiting:
                say(f"Signature de {seat.name}…")
                sign_minutes(workspace, minutes.id, juror=juror, image=None, signer=services.signer)
        pdf = read_minutes(workspace, minutes.id)
        report = services.verifier.verify(pdf, authority_pem=workspace.authority.certificate_pem)
        written, crt = target / f"{minutes.number}.pdf", target / "autorite.crt"
        write_file(written, pdf, makes_folder=True)
        write_file(crt, workspace.authority.certificate_pem, shared=True)
        valid = sum(s.valid is True and s.role != "AUTHORITY" for s in report.signatures)
        return HeadlessDone(path, minutes.id, minutes.number, written, crt, report.intact, valid)
    finally:
        workspace.close()


def _decide_all(workspace: Workspace, session_id: str) -> None:
    """Accept the proposals, and decide what the scheme leaves to the jury by the mean of the sheets."""
    open_deliberation(workspace, session_id)
    blocks = {
        block.id: block.code
        for block in workspace.queries.certification(
            workspace.queries.session(session_id).certification_id
        ).blocks
    }
    rulings = []
    for row in workspace.queries.deliberation(session_id):
        for cell in row.cells:
            if cell.decision is None and cell.proposal is None and cell.result is not None:
                passed = cell.result >= 10
                value = DecisionValue.VALIDATED if passed else DecisionValue.NOT_VALIDATED
                ruling = Ruling(value, "" if passed else REFUSAL)
                rulings.append((row.number, blocks[cell.block_id], ruling))
    record_decisions(workspace, session_id, rulings=rulings, accept_proposals=True, reason=REFUSAL)
