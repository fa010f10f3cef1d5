"""``absence``: when a candidate, a juror or a room cannot be there; the planning goes round it.

Must not know the planning.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from cisp_desktop.application.absences import (
    Absence,
    absence_of,
    add_unavailability,
    remove_unavailability,
)
from cisp_desktop.application.naming import find_absence, find_member, find_registration
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.wording import person_name
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.application.wording_planning import period_words
from cisp_desktop.cli.choices import moment_of
from cisp_desktop.cli.console import MISUSED
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
from cisp_desktop.domain.planning import Who

absence_app = typer.Typer()


@absence_app.command("list")
def list_absences(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Liste les indisponibilités d’une session."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        names = _names(workspace.queries, session)
        told = [_told(row.id, absence_of(row), names) for row in workspace.queries.unavailabilities(session)]
    console.result({"absences": told}, [one["words"] for one in told] or ["Aucune indisponibilité."])


@absence_app.command("add")
def add(
    context: typer.Context,
    folder: Folder,
    session: Session,
    starts: Annotated[str, typer.Option("--from", metavar="MOMENT", help="« 14/12/2026 09:00 ».")],
    ends: Annotated[str, typer.Option("--until", metavar="MOMENT", help="« 14/12/2026 12:00 ».")],
    candidate: Annotated[str | None, typer.Option(metavar="N°", help="Le N° dossier du candidat.")] = None,
    juror: Annotated[str | None, typer.Option(metavar="NOM", help="Le juré : « NOM Prénom ».")] = None,
    panel: PanelNumber = None,
    label: Annotated[str, typer.Option(metavar="MOTIF", help="Pourquoi, si cela sert.")] = "",
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Note qu’un candidat, un juré ou la salle d’un jury ne peut pas être là."""
    console = console_of(context)
    first, last = moment_of(starts), moment_of(ends)
    if sum(one is not None for one in (candidate, juror, panel)) != 1:
        console.fail("usage", "Donnez --candidate, --juror ou --panel, un seul.", exit_code=MISUSED)
    with opened(console, folder, secret) as workspace:
        queries = workspace.queries
        if candidate is not None:
            who, subject = Who.CANDIDATE, find_registration(queries, session, number=candidate).id
        elif juror is not None:
            who, subject = Who.JUROR, find_member(queries.panels(session), juror=juror).juror_id
        else:
            who, subject = Who.ROOM, panel_numbered(workspace, session, panel) or ""
        absence = Absence(who, subject, first, last, label)
        told = _told(add_unavailability(workspace, session, absence), absence, _names(queries, session))
    console.result(told, [f"Indisponibilité notée : {told['words']}"])


@absence_app.command("remove")
def remove(
    context: typer.Context,
    folder: Folder,
    session: Session,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Celui que « absence list » montre.")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Retire une indisponibilité."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        names = _names(workspace.queries, session)
        row = find_absence(workspace.queries, session, identifier)
        told = _told(row.id, remove_unavailability(workspace, row.id), names)
    console.result(told, [f"Indisponibilité retirée : {told['words']}"])


def _names(queries: Queries, session_id: str) -> dict[str, str]:
    """Return the words of whoever may be missing, by id."""
    panels = queries.panels(session_id)
    names = {seat.juror_id: seat.name for panel in panels for seat in (*panel.seats, *panel.substitutes)}
    names |= {panel.id: panel_words(panel.name, panel.position, room=panel.room) for panel in panels}
    for row in queries.registrations(session_id):
        names[row.id] = f"{row.number}  {person_name(row.birth_name, row.first_names)}"
    return names


def _told(identifier: str, absence: Absence, names: Mapping[str, str]) -> dict[str, Any]:
    name = names.get(absence.id, absence.id)
    why = f" ({absence.label})" if absence.label else ""
    period = period_words(absence.starts_at, absence.ends_at)
    return {
        "id": identifier, "who": absence.who.value, "name": name,
        "starts": absence.starts_at.isoformat(timespec="minutes"),
        "ends": absence.ends_at.isoformat(timespec="minutes"), "label": absence.label,
        "words": f"{identifier}  {name} : {period}{why}",
    }  # fmt: skip
