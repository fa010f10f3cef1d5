"""``recusal``: which juror does not judge which candidate, declared or proposed by what the files show."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cisp_desktop.application.jurors import recuse, withdraw_recusal
from cisp_desktop.application.naming import find_member, find_recusal, find_registration
from cisp_desktop.application.queries import PanelRow, Queries
from cisp_desktop.application.recusal_advice import SuggestedRecusal, all_suggested
from cisp_desktop.application.recusals import declare_suggested
from cisp_desktop.application.wording import RECUSAL_GROUNDS, person_name, plural
from cisp_desktop.cli.choices import chosen
from cisp_desktop.cli.parameters import (
    DryRun,
    Folder,
    Json,
    JurorName,
    Secret,
    Session,
    console_of,
    opened,
)
from cisp_desktop.domain.panel import RecusalGround

recusal_app = typer.Typer()

Number = Annotated[str, typer.Argument(metavar="N°", help="Le N° dossier du candidat.")]


@recusal_app.command("list")
def list_recusals(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Liste les récusations déclarées, et celles que les fiches font proposer."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        declared = _declared(workspace.queries, session)
        proposed = _described(workspace.queries, session, _suggested(workspace.queries, session))
    console.result(
        {"recusals": declared, "proposed": proposed},
        [*map(_line, declared), *(f"Proposée : {_line(one)}" for one in proposed)]
        or ["Aucune récusation, déclarée ou proposée."],
    )


@recusal_app.command("add")
def add(
    context: typer.Context,
    folder: Folder,
    session: Session,
    number: Number,
    juror: JurorName,
    ground: Annotated[
        str,
        typer.Option(
            metavar="MOTIF", help="TRAINED, ACCOMPANIED, SAME_EMPLOYER, PERSONAL_TIE, ou en français."
        ),
    ],
    detail: Annotated[str, typer.Option(metavar="TEXTE", help="Une précision.")] = "",
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Déclare qu’un juré, titulaire ou suppléant, ne juge pas un candidat."""
    console = console_of(context)
    why = RecusalGround(chosen(ground, RECUSAL_GROUNDS))
    with opened(console, folder, secret) as workspace:
        row = find_registration(workspace.queries, session, number=number)
        seat = find_member(workspace.queries.panels(session), juror=juror, panel_id=row.panel_id)
        identifier = recuse(workspace, row.id, seat_id=seat.id, ground=why, detail=detail)
    told = _told(row.number, person_name(row.birth_name, row.first_names), seat.name, why, detail)
    console.result({"id": identifier, **told}, [f"Récusation déclarée : {_line(told)}"])


@recusal_app.command("accept")
def accept(
    context: typer.Context,
    folder: Folder,
    session: Session,
    dry_run: DryRun = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Déclare toutes les récusations proposées, ou aucune si l’une est refusée."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        found = _suggested(workspace.queries, session)
        described = _described(workspace.queries, session, found)
        declared = 0 if dry_run else len(declare_suggested(workspace, found))
    counted = plural(declared, "récusation déclarée", "récusations déclarées")
    console.result({"declared": declared, "proposed": described}, [*map(_line, described), f"{counted}."])


@recusal_app.command("remove")
def remove(
    context: typer.Context,
    folder: Folder,
    session: Session,
    number: Number,
    juror: JurorName,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Retire une récusation."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = find_registration(workspace.queries, session, number=number)
        seat, recusal = find_recusal(workspace.queries.panels(session), row, juror=juror)
        withdraw_recusal(workspace, row.id, seat_id=seat.id)
    told = _told(
        row.number, person_name(row.birth_name, row.first_names), seat.name, recusal.ground, recusal.detail
    )
    console.result({"id": recusal.id, **told}, [f"Récusation retirée : {_line(told)}"])


def _suggested(queries: Queries, session_id: str) -> tuple[SuggestedRecusal, ...]:
    return all_suggested(queries.panels(session_id), queries.registrations(session_id), queries.jurors())


def _declared(queries: Queries, session_id: str) -> list[dict[str, Any]]:
    panels = queries.panels(session_id)
    found = [
        SuggestedRecusal(one.registration_id, one.seat_id, one.ground, one.detail)
        for panel in panels
        for one in panel.recusals
    ]
    return _described(queries, session_id, found)


def _described(queries: Queries, session_id: str, found: Sequence[SuggestedRecusal]) -> list[dict[str, Any]]:
    rows = {row.id: row for row in queries.registrations(session_id)}
    panels: Sequence[PanelRow] = queries.panels(session_id)
    names = {seat.id: seat.name for panel in panels for seat in (*panel.seats, *panel.substitutes)}
    return [
        _told(
            rows[one.registration_id].number,
            person_name(rows[one.registration_id].birth_name, rows[one.registration_id].first_names),
            names.get(one.seat_id, "?"), one.ground, one.detail,
        )
        for one in found
        if one.registration_id in rows
    ]  # fmt: skip


def _told(number: str, name: str, juror: str, ground: RecusalGround, detail: str) -> dict[str, Any]:
    return {"number": number, "name": name, "juror": juror, "ground": ground.value, "detail": detail}


def _line(one: dict[str, Any]) -> str:
    detail = f" ({one['detail']})" if one["detail"] else ""
    return f"{one['number']}  {one['name']}  {one['juror']} : {RECUSAL_GROUNDS[one['ground']]}{detail}"
