"""``presence`` and ``incident``: who came and when, what happened, as the minutes will tell it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.attending import Coming, attend, keep_document
from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.incidents import IncidentEntry, record_incident
from cisp_desktop.application.naming import find_registration
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import Queries, RegistrationRow
from cisp_desktop.application.queries_evaluating import PresenceRow
from cisp_desktop.application.timers import hours
from cisp_desktop.application.wording import ATTENDANCE, clock, person_name
from cisp_desktop.application.wording_incidents import INCIDENT_KINDS, incident_about, incident_hour
from cisp_desktop.cli.choices import chosen, moment_of
from cisp_desktop.cli.parameters import (
    Folder,
    Json,
    PanelNumber,
    Secret,
    Session,
    console_of,
    opened,
    panel_numbered,
)
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.text import NAME_LENGTH

DOCUMENT_LIMIT = 20_000_000
"""Bytes of a document that shows an excuse, as in the window."""

presence_app = typer.Typer()
incident_app = typer.Typer()


@presence_app.command("list")
def list_presences(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Liste la présence de chaque candidat, avec les heures de sa soutenance."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        told = _presences(workspace.queries, session)
    console.result({"candidates": told}, [_presence_line(one) for one in told] or ["Aucun candidat."])


@presence_app.command("set")
def set_presence(
    context: typer.Context,
    folder: Folder,
    session: Session,
    number: Annotated[str, typer.Argument(metavar="N°", help="Le N° dossier du candidat.")],
    attendance: Annotated[
        str,
        typer.Argument(
            metavar="PRÉSENCE", help="EXPECTED, PRESENT, ABSENT, EXCUSED, WITHDRAWN, ou en français."
        ),
    ],
    arrived: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="Arrivé en retard : « 14/12/2026 09:12 »."),
    ] = None,
    left: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="S’est retiré : « 14/12/2026 10:05 ».")
    ] = None,
    excuse: Annotated[str, typer.Option(metavar="MOTIF", help="Pourquoi le candidat est excusé.")] = "",
    document: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="La pièce justificative : PDF, PNG ou JPEG.")
    ] = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Dit si un candidat est venu, et quand."""
    console = console_of(context)
    said = Attendance(chosen(attendance, ATTENDANCE))
    with opened(console, folder, secret) as workspace:
        row = find_registration(workspace.queries, session, number=number)
        kept = keep_document(workspace, read_small_file(document, limit=DOCUMENT_LIMIT)) if document else None
        name = document.name[-NAME_LENGTH:] if document else ""
        coming = Coming(
            said, _moment(workspace, arrived), _moment(workspace, left), excuse, name, kept
        )  # fmt: skip
        attend(workspace, row.id, coming)
        told = next(
            one for one in _presences(workspace.queries, session) if one["number"] == row.number
        )  # fmt: skip
    console.result(told, [f"Présence notée : {_presence_line(told)}"])


@incident_app.command("list")
def list_incidents(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Liste les incidents d’une session, par heure ; ceux qui ont été retirés sont dits tels."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        told = _incidents(workspace.queries, session)
    console.result({"incidents": told}, [one["words"] for one in told] or ["Aucun incident."])


@incident_app.command("add")
def add_incident(
    context: typer.Context,
    folder: Folder,
    session: Session,
    account: Annotated[str, typer.Option(metavar="TEXTE", help="Ce qui s’est passé.")],
    kind: Annotated[
        str, typer.Option(metavar="NATURE", help="FRAUD, DISTURBANCE, TECHNICAL, OTHER, ou en français.")
    ] = "OTHER",
    at: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="« 14/12/2026 10:20 » ; sinon, maintenant."),
    ] = None,
    candidate: Annotated[str | None, typer.Option(metavar="N°", help="Le candidat concerné.")] = None,
    people: Annotated[str, typer.Option(metavar="NOMS", help="Les personnes présentes.")] = "",
    decision: Annotated[str, typer.Option(metavar="TEXTE", help="La décision du président.")] = "",
    panel: PanelNumber = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Note un incident : il va au procès-verbal du jury."""
    console = console_of(context)
    what = IncidentKind(chosen(kind, INCIDENT_KINDS))
    with opened(console, folder, secret) as workspace:
        queries = workspace.queries
        row = find_registration(queries, session, number=candidate) if candidate is not None else None
        panel_id = panel_numbered(workspace, session, panel) or (
            row.panel_id if row is not None else queries.panels(session)[0].id
        )
        entry = IncidentEntry(
            what, _moment(workspace, at) or workspace.clock(), account, people, decision,
            row.id if row is not None else None,
        )  # fmt: skip
        made = record_incident(workspace, panel_id, entry)
        told = next(one for one in _incidents(queries, session) if one["id"] == made)
    console.result(told, [f"Incident noté : {told['words']}"])


def _moment(workspace: Workspace, text: str | None) -> datetime | None:
    """Read a moment as this computer's own clock tells it."""
    return moment_of(text).replace(tzinfo=workspace.clock().tzinfo) if text is not None else None


def _presences(queries: Queries, session_id: str) -> list[dict[str, Any]]:
    session = queries.session(session_id)
    known = {one.registration_id: one for one in queries.presences(session.id)}
    events = queries.timer_events(session.id)
    return [
        _presence(row, known.get(row.id), hours(events, row.id)) for row in queries.registrations(session.id)
    ]


def _presence(
    row: RegistrationRow, known: PresenceRow | None, defence: tuple[datetime | None, datetime | None]
) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": person_name(row.birth_name, row.first_names),
        "attendance": row.attendance.value,
        "arrived_at": _iso(known.arrived_at if known is not None else None),
        "left_at": _iso(known.left_at if known is not None else None),
        "excuse": known.excuse if known is not None else "",
        "document": known.document_name if known is not None else "",
        "starts": _iso(defence[0]),
        "ends": _iso(defence[1]),
    }


def _presence_line(one: dict[str, Any]) -> str:
    parts = [f"{one['number']}  {one['name']}  {ATTENDANCE[one['attendance']]}"]
    for key, words in (
        ("arrived_at", "arrivé à"), ("left_at", "parti à"), ("starts", "soutenance commencée à"),
        ("ends", "terminée à"),
    ):  # fmt: skip
        if one[key]:
            parts.append(f"{words} {clock(datetime.fromisoformat(one[key]))}")
    parts += [one[key] for key in ("excuse", "document") if one[key]]
    return ", ".join(parts)


def _incidents(queries: Queries, session_id: str) -> list[dict[str, Any]]:
    panels = {one.id: one.position for one in queries.panels(queries.session(session_id).id)}
    return [
        {
            "id": row.id,
            "panel": panels[row.panel_id],
            "kind": row.kind.value,
            "happened_at": _iso(row.happened_at),
            "number": row.number or None,
            "account": row.account,
            "people": row.people,
            "decision": row.decision,
            "withdrawn": row.withdrawn_at is not None,
            "words": ", ".join(
                part
                for part in (
                    incident_hour(row), INCIDENT_KINDS[row.kind.value], incident_about(row),
                    " ".join(row.account.split()), "retiré" if row.withdrawn_at is not None else "",
                )
                if part
            ),
        }
        for row in queries.incidents(session_id)
    ]  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None
