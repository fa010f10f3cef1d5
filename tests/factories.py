"""Builders of ready workspaces for every room: real storage, few iterations of the key derivation.

``make_workspace`` copies a workspace made once per process, so that a test pays a few milliseconds.
"""

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import bindparam, insert, update

from cisp_desktop.application.certifications import shipped_certifications
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import Clock, UnitOfWork
from cisp_desktop.application.scoring import MarkValue, append_marks, append_seals
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.grading import GradingScheme, ScoringMode, sheet_result
from cisp_desktop.domain.panel import Credential, Juror, Panel, Role, Seat
from cisp_desktop.domain.registration import Centre, HeldBlock, JurySession, Registration
from cisp_desktop.domain.scoring import GLOBAL_ITEM, Mark, MarkStatus, ScoreSheet, scored_items
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import insert_all, rows_of
from cisp_desktop.persistence.store import SqlWorkspaceStore
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.fakes import FakeClock, FakeIdentities, FakeKey

PASSPHRASE = "quatre pommes à l’école"
ITERATIONS = 1_000
JURORS = {
    Role.PRESIDENT: "MARTIN Anne",
    Role.PROFESSIONAL: "PETIT Karim",
    Role.CENTRE: "ROUX Hélène",
}
THREE_SEATS = tuple(JURORS)


def make_store(clock: Clock | None = None) -> SqlWorkspaceStore:
    """Return a store whose key derivation costs nothing."""
    return SqlWorkspaceStore(clock=clock or FakeClock(), kdf_iterations=ITERATIONS)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="cisp-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    authority = FakeIdentities().create_authority("tests")
    workspace = make_store().create(folder / "workspace", PASSPHRASE, authority=authority)
    with workspace.unit_of_work() as work:
        for certification in shipped_certifications():
            work.certifications.add(certification)
        work.note("SITE", "workspace.created", subject="workspace")
        work.commit()
    workspace.abandon()
    drop_empty_shards(folder / "workspace")
    return folder / "workspace"


def drop_empty_shards(workspace: Path) -> None:
    """Remove the empty ones of a closed workspace's 256 vault folders: tests would copy them each time."""
    for shard in (workspace / "vault").iterdir():
        if not any(shard.iterdir()):
            shard.rmdir()


def copy_template(folder: Path) -> Path:
    """Copy a closed workspace with the shipped certifications to ``folder/workspace``."""
    target = folder / "workspace"
    shutil.copytree(_template(), target)
    return target


def make_workspace(folder: Path, *, clock: Clock | None = None) -> SqlWorkspace:
    """Return an open workspace in ``folder/workspace``, with both shipped certifications.

    Its passphrase is ``PASSPHRASE``; open it again with ``make_store().open(path, PASSPHRASE)``.
    """
    return make_store(clock).open(copy_template(folder), PASSPHRASE)


@dataclass
class SessionMade:
    """What ``make_session`` made: identifiers, in order."""

    id: str
    panel_id: str
    certification: Certification
    seats: dict[Role, str]
    registrations: list[str] = field(default_factory=list)
    names: dict[Role, str] = field(default_factory=lambda: dict(JURORS))

    @property
    def blocks(self) -> list[str]:
        """The ids of the blocks, in the sheet's order."""
        return [block.id for block in self.certification.blocks]

    def juror(self, role: Role = Role.PRESIDENT) -> IdentifiedJuror:
        """Return a juror as if the own code had been typed."""
        return IdentifiedJuror(
            self.seats[role], self.id, self.panel_id, role, self.names[role], False, FakeKey(b"CERTIFICATE")
        )


def make_session(
    workspace: SqlWorkspace,
    *,
    candidates: int = 3,
    certification: str = "RNCP36128",
    name: str = "S1",
    roles: Sequence[Role] = THREE_SEATS,
) -> SessionMade:
    """Make a session of December 2022 in Grenoble with its panel and candidates, all blocks presented.

    ``name`` distinguishes several sessions of one workspace. Codes of the jurors: ``000001`` and on.
    """
    identities = FakeIdentities()
    with workspace.unit_of_work() as work:
        bound = work.certifications.by_code(certification)
        assert bound is not None
        centre = work.centres.by_name("CISP Grenoble")
        if centre is None:
            centre = Centre("centre", "CISP Grenoble", "GRE", "10 rue Alsace Lorraine", "42370591200057")
            work.centres.add(centre)
        session = JurySession(
            name, centre.id, bound.id, date(2022, 12, 14), date(2022, 12, 15), "Grenoble",
            f"PV-2022-GRE-{name}", dict(bound.scheme),
        )  # fmt: skip
        work.sessions.add(session)
        panel = Panel(f"{name}-panel", session.id, "", "Salle 1")
        work.panels.add(panel)
        made = SessionMade(session.id, panel.id, bound, {})
        for role in roles:
            juror = work.jurors.by_name(JURORS[role])
            if juror is None:
                juror = Juror(f"juror-{role}", JURORS[role], "", "Employeur")
                work.jurors.add(juror)
            identity = identities.create_juror_identity(
                workspace.authority, name=juror.name, role=role, code=identities.new_first_code()
            )
            seat = Seat(f"{name}-{role}", panel.id, juror.id, role, juror=juror)
            seat.credential = Credential(
                seat.id, identity.certificate_pem, identity.sealed_key, identity.salt, identity.parameters
            )
            panel.seats.append(seat)
            made.seats[role] = seat.id
        persons = [a_candidate(f"{name}-c{i:05d}", number=i) for i in range(1, candidates + 1)]
        work.candidates.add_many(persons)
        registrations = [
            a_registration(f"{name}-r{i:05d}", made, candidate=person, number=i)
            for i, person in enumerate(persons, 1)
        ]
        work.registrations.add_many(registrations)
        made.registrations = [registration.id for registration in registrations]
        work.commit()
    return made


def make_room(
    workspace: SqlWorkspace, made: SessionMade, *, position: int = 2, candidates: Sequence[int] = ()
) -> SessionMade:
    """Add a panel with jurors of its own to a session, and let it hear ``candidates`` (places from 0).

    What is returned is that panel: its seats, its candidates. ``made`` keeps the others.
    """
    identities = FakeIdentities()
    room = SessionMade(made.id, f"{made.id}-panel-{position}", made.certification, {}, [], {})
    with workspace.unit_of_work() as work:
        panel = Panel(room.panel_id, made.id, "", f"Salle {position}", position)
        work.panels.add(panel)
        for role, name in JURORS.items():
            juror = Juror(
                f"juror-{position}-{role}", f"{name.split()[0]} {position} Camille", "", "Employeur"
            )
            work.jurors.add(juror)
            identity = identities.create_juror_identity(
                workspace.authority, name=juror.name, role=role, code=identities.new_first_code()
            )
            seat = Seat(f"{made.id}-{position}-{role}", panel.id, juror.id, role, juror=juror)
            seat.credential = Credential(
                seat.id, identity.certificate_pem, identity.sealed_key, identity.salt, identity.parameters
            )
            panel.seats.append(seat)
            room.seats[role], room.names[role] = seat.id, juror.name
        room.registrations = [made.registrations[place] for place in candidates]
        for registration_id in room.registrations:
            work.registrations.get(registration_id).panel_id = panel.id
        work.commit()
    made.registrations = [one for one in made.registrations if one not in room.registrations]
    return room


def a_candidate(id: str, *, number: int = 1) -> Candidate:
    """Return a fictitious person."""
    return Candidate(
        id, "Mme", "F", f"DUPONT{number}", "", "Zoé Ève", date(1990, 1, 1 + number % 28), "Grenoble",
        "38185", "38000", "FRANCE",
    )  # fmt: skip


def a_registration(
    id: str, made: SessionMade, *, candidate: Candidate, number: int = 1, held: Sequence[HeldBlock] = ()
) -> Registration:
    """Return a registration for the whole title."""
    return Registration(
        id, made.id, made.panel_id, candidate.id, f"D-{number:04d}", number, AccessPath.CONTINUING_EDUCATION,
        made.blocks, entry_level=4, experience_years=3, selection_passed=True, held=list(held),
    )  # fmt: skip


def score(
    workspace: SqlWorkspace,
    made: SessionMade,
    registration_id: str,
    *,
    role: Role = Role.PRESIDENT,
    level: int = 2,
    blocks: Sequence[str] | None = None,
    seal: bool = True,
) -> None:
    """Let one juror mark every line of the given blocks (default: all) alike, and seal the sheets."""
    with workspace.unit_of_work() as work:
        _append_score(workspace, work, made, registration_id, role, level, blocks=blocks, seal=seal)
        work.commit()


def _append_score(
    workspace: SqlWorkspace,
    work: UnitOfWork,
    made: SessionMade,
    registration_id: str,
    role: Role,
    level: int,
    *,
    blocks: Sequence[str] | None = None,
    seal: bool = True,
) -> None:
    scheme = GradingScheme.from_data(made.certification.scheme)
    juror = made.juror(role)
    chosen = made.blocks if blocks is None else list(blocks)
    for block in made.certification.blocks:
        if block.id not in chosen:
            continue
        by_points = scheme.mode is ScoringMode.POINTS
        value = MarkValue.of_points(level * 600) if by_points else MarkValue.of_level(level)
        values = [(item, value) for item in scored_items(scheme, block)]
        values.append((GLOBAL_ITEM, MarkValue.of_level(level)))
        append_marks(
            workspace, work, juror, registration_id=registration_id, block_id=block.id, values=values
        )
    if seal:
        append_seals(workspace, work, juror, registration_id=registration_id, block_ids=chosen)


def score_by_all(workspace: SqlWorkspace, made: SessionMade, registration_id: str, *, level: int = 2) -> None:
    """Let every juror score and seal every block of one candidate."""
    with workspace.unit_of_work() as work:
        for role in made.seats:
            _append_score(workspace, work, made, registration_id, role, level)
        work.commit()


def score_everything(workspace: SqlWorkspace, made: SessionMade) -> int:
    """Write sealed sheets of all jurors for all candidates straight into the tables; returns the marks.

    For large sessions: 1,000 registrations of RNCP36128 make 177,000 marks and 15,000 global levels.
    """
    scheme = GradingScheme.from_data(made.certification.scheme)
    with workspace.unit_of_work() as work:
        session = work.sheets._session
        sheets: list[ScoreSheet] = []
        marks: list[Mark] = []
        now = workspace.clock()
        for index, registration_id in enumerate(made.registrations):
            for seat_index, seat_id in enumerate(made.seats.values()):
                for block_index, block in enumerate(made.certification.blocks):
                    sheet_id = f"{made.id}-{index:05d}-{seat_index}-{block_index}"
                    items = scored_items(scheme, block)
                    levels = {item: (index + seat_index + i) % 3 + 1 for i, item in enumerate(items)}
                    sheets.append(_sealed(sheet_id, registration_id, seat_id, block.id, scheme, levels, now))
                    marks += [
                        Mark(sheet_id, i, item, MarkStatus.GIVEN, level, None, None, "", now)
                        for i, (item, level) in enumerate({**levels, GLOBAL_ITEM: 2}.items(), 1)
                    ]
        rows = rows_of(tables.score_sheet, sheets)
        open_rows = [{**row, **_UNSEALED} for row in rows]
        session.execute(insert(tables.score_sheet), open_rows)
        insert_all(session, tables.mark, marks)
        t = tables.score_sheet
        changes = {name: bindparam(f"new_{name}") for name in _UNSEALED}
        session.execute(
            update(t).where(t.c.id == bindparam("which")).values(changes),
            [{"which": row["id"], **{f"new_{name}": row[name] for name in _UNSEALED}} for row in rows],
        )
        work.commit()
    return len(marks) - len(sheets)


_UNSEALED = {
    "sealed_at": None, "result_numerator": None, "result_denominator": None, "result_assessed": 0,
    "result_zeros": 0, "result_items": 0, "result_global": None,
}  # fmt: skip


def _sealed(
    sheet_id: str,
    registration_id: str,
    seat_id: str,
    block_id: str,
    scheme: GradingScheme,
    levels: dict[str, int],
    now: datetime,
) -> ScoreSheet:
    result = sheet_result(scheme, list(levels), marks=levels, global_level=2)
    assert result.result is not None
    numerator, denominator = result.result.as_integer_ratio()
    return ScoreSheet(
        sheet_id, registration_id, seat_id, block_id, 1, len(levels) + 1, now, "", numerator, denominator,
        result.assessed, result.zeros, result.items, 2,
    )  # fmt: skip
