"""``session``: what the site manager prepares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from cisp_desktop.application.jurors import SeatGiven
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.preparing import create_session, session_alike
from cisp_desktop.application.queries import (
    CertificationRow,
    MinutesRow,
    RectificationRow,
    RegistrationRow,
    SessionRow,
)
from cisp_desktop.application.session_templates import new_session_like
from cisp_desktop.application.wording import (
    WARNINGS,
    plural,
    session_days,
)
from cisp_desktop.application.wording_minutes_life import rectifying_words
from cisp_desktop.application.wording_panels import seat_words
from cisp_desktop.application.wording_readiness import ready_words
from cisp_desktop.application.wording_sessions import alike_words, cancelled_words
from cisp_desktop.cli.console import MISUSED, Console
from cisp_desktop.cli.not_held_commands import SESSION_COMMANDS, cancelled_data
from cisp_desktop.cli.panel_commands import panel_data, panel_lines, panel_warnings, report_of
from cisp_desktop.cli.parameters import Folder, Json, Secret, Session, Yes, console_of, day, opened
from cisp_desktop.cli.readiness_commands import findings, ready, reopen
from cisp_desktop.cli.register_commands import archive
from cisp_desktop.domain.errors import Refused

session_app = typer.Typer()
session_app.command("findings")(findings)
session_app.command("ready")(ready)
session_app.command("reopen")(reopen)
session_app.command("archive")(archive)
for _name, _command in SESSION_COMMANDS.items():
    session_app.command(_name)(_command)


CodeOption = Annotated[str | None, typer.Option(metavar="CODE", help="Le code, par exemple RNCP36128.")]
LikeOption = Annotated[
    str | None, typer.Option(metavar="S", help="Comme cette session : titre, centre, salles, jury.")
]
WithoutJury = Annotated[bool, typer.Option("--without-jury", help="Avec --like, ne reprend pas les jurés.")]


@session_app.command("create")
def create(
    context: typer.Context,
    folder: Folder,
    starts: Annotated[str, typer.Option(metavar="DATE", help="Le premier jour.")],
    certification: CodeOption = None,
    centre: Annotated[str | None, typer.Option(metavar="NOM", help="Le centre qui organise.")] = None,
    ends: Annotated[str | None, typer.Option(metavar="DATE", help="Le dernier jour.")] = None,
    place: Annotated[str, typer.Option(metavar="LIEU", help="La ville où siège le jury.")] = "",
    address: Annotated[str, typer.Option(metavar="ADRESSE", help="L’adresse du centre.")] = "",
    siret: Annotated[str, typer.Option(metavar="SIRET", help="Le SIRET du centre.")] = "",
    like: LikeOption = None,
    without_jury: WithoutJury = False,
    yes: Yes = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Crée une session et réserve le numéro de son procès-verbal."""
    console = console_of(context)
    first, last = day(starts), day(ends) if ends else None
    _check_origin(console, like, own=(certification, centre), others=(place, address, siret))
    seats: tuple[SeatGiven, ...] = ()
    with opened(console, folder, secret) as workspace:
        wanted = _Wanted(certification or "", centre or "", first, last or first, place)
        if like is not None:
            wanted = _Wanted.like(workspace.queries.session(like), first, last or first)
        if not yes:
            _ask_about_twin(console, workspace, wanted)
        if like is None:
            identifier = create_session(
                workspace, certification=wanted.certification, centre=wanted.centre, starts=first,
                ends=last, place=place, address=address, siret=siret,
            )  # fmt: skip
        else:
            made = new_session_like(
                workspace, like, starts=first, ends=last, identities=console.services.identities,
                keep_jury=not without_jury,
            )  # fmt: skip
            identifier, seats = made.id, made.seats
        row = workspace.queries.session(identifier)
        bound = workspace.queries.certification(row.certification_id)
    _tell_created(console, row, bound, seats=seats)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The session that is asked for, to be told from those that are there."""

    certification: str
    centre: str
    starts: date
    ends: date
    place: str

    @classmethod
    def like(cls, row: SessionRow, starts: date, ends: date) -> "_Wanted":
        """Return another session's title, centre and place on these days."""
        return cls(row.certification_code, row.centre_name, starts, ends, row.place)


def _ask_about_twin(console: Console, workspace: Workspace, wanted: _Wanted) -> None:
    """Refuse a session that is there already, unless a person at the terminal wants another one."""
    twin = session_alike(
        workspace.queries.sessions(), certification=wanted.certification, centre=wanted.centre,
        starts=wanted.starts, ends=wanted.ends, place=wanted.place,
    )  # fmt: skip
    if twin is None or console.confirms(f"{alike_words(twin)} En créer une autre ?"):
        return
    raise Refused("session.alike", alike=alike_words(twin))


def _check_origin(
    console: Console, like: str | None, *, own: Sequence[str | None], others: Sequence[str]
) -> None:
    """A session has a title and a centre of its own, or those of another session."""
    if like is None and not all(own):
        console.fail("usage", "Il manque --certification et --centre, ou --like.", exit_code=MISUSED)
    if like is not None and any((*own, *others)):
        message = "--like reprend le titre, le centre et le lieu : ne les donnez pas."
        console.fail("usage", message, exit_code=MISUSED)


def _tell_created(
    console: Console, row: SessionRow, bound: CertificationRow, *, seats: Sequence[SeatGiven]
) -> None:
    warnings = []
    if bound.registration_ends is not None and row.starts > bound.registration_ends:
        warnings.append(WARNINGS["REGISTRATION_ENDED"])
    if not row.centre_siret:
        warnings.append("Le SIRET du centre n’est pas renseigné.")
    for warning in warnings:
        console.note(f"Attention : {warning}.".replace("..", "."))
    console.result(
        {
            "id": row.id,
            "number": row.minutes_number,
            "warnings": warnings,
            "seats": [
                {"role": seat.role.value, "rank": seat.rank, "juror": seat.name, "code": seat.code}
                for seat in seats
            ],
        },
        [
            f"Session créée : {row.id} ({row.minutes_number})",
            *map(_seat_line, seats),
        ],
    )


def _seat_line(seat: SeatGiven) -> str:
    words = f"{seat_words(seat.role, seat.rank, standby=seat.standby)} : {seat.name}"
    return f"{words}  {seat.code}" if seat.code else words


@session_app.command("list")
def list_sessions(context: typer.Context, folder: Folder, secret: Secret = None, json: Json = False) -> None:
    """Liste les sessions."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        rows = workspace.queries.sessions()
    console.result(
        {"sessions": [_session_data(row) for row in rows]},
        [
            f"{row.id}  {row.minutes_number}  {row.certification_code}  {row.centre_name}  "
            f"{session_days(row.starts, row.ends)}  {plural(row.registrations, 'candidat', 'candidats')}"
            + ("  annulée" if row.cancelled else "")
            for row in rows
        ],
    )


def _session_data(row: SessionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.minutes_number,
        "certification": row.certification_code,
        "centre": row.centre_name,
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat(),
        "candidates": row.registrations,
        "ready": row.ready_at.isoformat() if row.ready_at is not None else None,
        "ready_by": row.ready_by,
        "closed": row.closed,
        "minutes": row.minutes_id,
        "demonstration": row.demonstration,
        **cancelled_data(row),
    }


def _minutes_data(row: MinutesRow) -> dict[str, Any]:
    return {"id": row.id, "number": row.number, "panel": row.panel_position, "state": row.state.value}


def _registration_data(row: RegistrationRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": f"{row.birth_name} {row.first_names}",
        "attendance": row.attendance.value,
        "held": [
            {
                "code": held.code,
                "counts_for": held.counts_for,
                "obtained_on": held.obtained_on.isoformat() if held.obtained_on is not None else None,
                "valid_until": held.valid_until.isoformat() if held.valid_until is not None else None,
            }
            for held in row.held
        ],
    }


def _minutes_lines(
    row: SessionRow, minutes: Sequence[MinutesRow], rectified: RectificationRow | None
) -> list[str]:
    """Return a line for each set of minutes that counts, and that they are being rectified."""
    state = "Annulée" if row.cancelled else "Close" if row.closed else "Ouverte de nouveau"
    lines = [f"{state} ; procès-verbal {one.number} ({one.id})" for one in minutes]
    return [*lines, rectifying_words(rectified)] if rectified is not None else lines


@session_app.command("show")
def show(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Montre une session : jury, candidats, avancement (jamais une note)."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = workspace.queries.session(session)
        panels = workspace.queries.panels(session)
        candidates = workspace.queries.registrations(session)
        progress = workspace.queries.progress(session)
        minutes = workspace.queries.minutes_of_session(session)
        rectified = workspace.queries.rectification(session)
        reports = [report_of(workspace.queries, session, panel) for panel in panels]
        warnings = [w for panel in panels for w in panel_warnings(workspace.queries, session, panel)]
    judged = list(zip(panels, reports, strict=True))
    data = _session_data(row) | {
        "seats": [
            {"role": seat.role.value, "juror": seat.name, "panel": panel.position}
            for panel in panels
            for seat in panel.seats
        ],
        "panels": [panel_data(panel, candidates, report) for panel, report in judged],
        "registrations": [_registration_data(candidate) for candidate in candidates],
        "all_minutes": [_minutes_data(one) for one in minutes],
        "progress": [{"juror": p.name, "sealed": p.sealed, "expected": p.expected} for p in progress],
        "warnings": warnings,
        "rectifying": rectified.number if rectified is not None else None,
    }
    lines = [
        (
            f"{row.minutes_number}  {row.certification_code}  {row.centre_name}  "
            f"{session_days(row.starts, row.ends)}"
        )
    ]
    lines += _minutes_lines(row, minutes, rectified)
    lines += [words for words in (ready_words(row), cancelled_words(row)) if words]
    lines += [line for panel, report in judged for line in panel_lines(panel, candidates, report)]
    lines += [f"{p.name} : {p.sealed} / {p.expected} grilles scellées" for p in progress]
    for warning in warnings:
        console.note(f"Attention, {warning}")
    console.result(data, lines)
