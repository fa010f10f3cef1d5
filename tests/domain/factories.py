"""Plain domain objects for tests of rules."""

import json
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files

from cisp_desktop.application.certifications import certification_from_data
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.panel import Credential, Juror, Panel, Role, Seat
from cisp_desktop.domain.registration import HeldBlock, JurySession, Registration

NOW = datetime(2022, 12, 14, 9, 30, tzinfo=UTC)


@cache
def sheet_text(code: str) -> str:
    """The JSON data of a certification that ships."""
    return files("cisp_desktop").joinpath("data", "certifications", f"{code}.json").read_text("utf-8")


def certification(code: str = "RNCP36128") -> Certification:
    return certification_from_data(json.loads(sheet_text(code)))


def session(bound: Certification, starts: date = date(2022, 12, 14)) -> JurySession:
    return JurySession("s1", "c1", bound.id, starts, starts, "Grenoble", "PV-2022-GRE-0001", bound.scheme)


def registration(
    bound: Certification,
    *,
    presented: tuple[str, ...] = (),
    held: tuple[str, ...] = (),
    path: AccessPath = AccessPath.CONTINUING_EDUCATION,
) -> Registration:
    """A registration of everything, or of the blocks so coded."""
    codes = presented or tuple(block.code for block in bound.blocks)
    chosen = [block.id for block in bound.blocks if any(block.answers_to(code) for code in codes)]
    made = Registration("r1", "s1", "p1", "c1", "GRE-1", 1, path, chosen)
    for i, code in enumerate(held):
        block = bound.block(code)
        made.held.append(HeldBlock(f"h{i}", "r1", code, block.id if block else None, None, ""))
    return made


def panel(*names: str) -> Panel:
    made = Panel("p1", "s1", "")
    roles = (Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE)
    for role, name in zip(roles, names or ("MARTIN Anne", "ROUX Bernard", "DUVAL Claire"), strict=False):
        made.seats.append(Seat(f"seat-{role}", "p1", f"j-{role}", role, juror=Juror(f"j-{role}", name)))
    return made


def credential() -> Credential:
    return Credential("seat-PRESIDENT", b"certificate", b"key", b"salt", "argon2id")
