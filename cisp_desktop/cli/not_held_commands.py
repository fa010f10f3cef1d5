"""What is said of a panel, that it could not sit, that a session is cancelled.

``panel edit``, ``panel not-sitting``, ``panel sits``; ``session cancel``, ``session take-up``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from cisp_desktop.application.not_sitting import state_not_sitting, take_statement_back
from cisp_desktop.application.panels import PanelSaid, describe_panel, said_of
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import PanelRow, SessionRow
from cisp_desktop.application.session_cancelling import cancel_session, take_up_session
from cisp_desktop.application.wording_panels import panel_words, said_lines
from cisp_desktop.application.wording_sessions import cancelled_words
from cisp_desktop.cli.choices import moment_of
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
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import same_person

By = Annotated[str, typer.Option("--by", metavar="NOM", help="Qui le dit : « NOM Prénom ».")]
Reason = Annotated[str, typer.Option("--reason", metavar="MOTIF", help="Le motif.")]


def edit(
    context: typer.Context, folder: Folder, session: Session, panel: PanelNumber = None,
    name: Annotated[str | None, typer.Option(metavar="NOM", help="Le nom du jury.")] = None,
    room: Annotated[str | None, typer.Option(metavar="SALLE", help="La salle où il siège.")] = None,
    secretary: Annotated[
        str | None, typer.Option(metavar="NOM", help="Le secrétaire de séance, sans voix.")
    ] = None,
    representative: Annotated[
        str | None, typer.Option(metavar="NOM", help="Le représentant du certificateur, qui ne délibère pas.")
    ] = None,
    remote: Annotated[
        list[str] | None,
        typer.Option(metavar="NOM:MOYEN", help="Un membre à distance, et par quel moyen ; répétable."),
    ] = None,
    secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Dit d’un jury son nom, sa salle, son secrétaire, qui siège à distance.

    Ce qui n’est pas donné reste ; une valeur vide efface. « NOM: » remet un membre dans la salle.
    """
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = _panel(workspace, session, panel)
        known = said_of(row)
        said = PanelSaid(
            _given(name, known.name), _given(room, known.room), _given(secretary, known.secretary),
            _given(representative, known.representative), _remote(row, known.remote, remote or ()),
        )  # fmt: skip
        describe_panel(workspace, row.id, said)
        row = _panel(workspace, session, panel)
    console.result(said_data(row), [panel_words(row.name, row.position, room=row.room), *said_lines(row)])


def not_sitting(
    context: typer.Context, folder: Folder, session: Session, by: By, reason: Reason,
    panel: PanelNumber = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="MOMENT", help="JJ/MM/AAAA HH:MM ; maintenant sans elle.")
    ] = None,
    absent: Annotated[
        list[str] | None, typer.Option("--absent", metavar="NOM", help="Qui n’était pas là ; répétable.")
    ] = None,
    secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Constate qu’un jury n’a pas pu siéger : son procès-verbal le dira, et rien d’autre."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = _panel(workspace, session, panel)
        moment = moment_of(at).replace(tzinfo=workspace.clock().tzinfo) if at is not None else None
        away = [_seat(row, name) for name in absent or ()]
        state_not_sitting(workspace, row.id, by=by, why=reason, at=moment, absent=away)
        row = _panel(workspace, session, panel)
    console.result(said_data(row), said_lines(row))


def sits(
    context: typer.Context, folder: Folder, session: Session,
    by: Annotated[str, typer.Option("--by", metavar="NOM", help="Qui le dit : « NOM Prénom ».")] = "",
    panel: PanelNumber = None, secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Retire la constatation : le jury siège."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = _panel(workspace, session, panel)
        take_statement_back(workspace, row.id, by=by)
        row = _panel(workspace, session, panel)
    told = f"Constatation retirée : {panel_words(row.name, row.position)} siège."
    console.result(said_data(row), [told])


def cancel(
    context: typer.Context, folder: Folder, session: Session, by: By, reason: Reason,
    secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Annule une session sans procès-verbal : elle se lit encore, son numéro reste au registre."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        cancel_session(workspace, session, by=by, why=reason)
        row = workspace.queries.session(session)
    console.result(cancelled_data(row), [cancelled_words(row)])


def take_up(
    context: typer.Context, folder: Folder, session: Session,
    by: Annotated[str, typer.Option("--by", metavar="NOM", help="Qui la reprend : « NOM Prénom ».")] = "",
    secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Reprend une session annulée, telle qu’elle était."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        take_up_session(workspace, session, by=by)
        row = workspace.queries.session(session)
    console.result(cancelled_data(row), ["Session reprise."])


def said_data(row: PanelRow) -> dict[str, Any]:
    """Return what is said of a panel, for programs."""
    return {
        "panel": row.position,
        "name": row.name,
        "room": row.room,
        "secretary": row.secretary,
        "representative": row.representative,
        "remote": {seat.name: seat.remote for seat in (*row.seats, *row.substitutes) if seat.remote},
        "could_not_sit": row.could_not_sit_at.isoformat() if row.could_not_sit_at is not None else None,
        "could_not_sit_why": row.could_not_sit_why,
    }


def cancelled_data(row: SessionRow) -> dict[str, Any]:
    """Return whether a session was cancelled, for programs."""
    return {
        "cancelled": row.cancelled_at.isoformat() if row.cancelled_at is not None else None,
        "cancelled_by": row.cancelled_by,
        "cancelled_why": row.cancelled_why,
    }


def _panel(workspace: Workspace, session: str, panel: int | None) -> PanelRow:
    chosen = panel_numbered(workspace, session, panel) or workspace.queries.panel(session).id
    return next(row for row in workspace.queries.panels(session) if row.id == chosen)


def _given(value: str | None, known: str) -> str:
    return known if value is None else value


def _seat(row: PanelRow, name: str) -> str:
    seats = (*row.seats, *row.substitutes)
    for seat in seats:
        if same_person(seat.name, name):
            return seat.id
    raise RuleError("panel.unknown_juror", juror=name, known=", ".join(seat.name for seat in seats) or "—")


def _remote(row: PanelRow, known: Mapping[str, str], named: Sequence[str]) -> dict[str, str]:
    remote = dict(known)
    for text in named:
        name, colon, means = text.rpartition(":")
        if not colon:
            raise typer.BadParameter(f"« {text} » ne se comprend pas : NOM Prénom:moyen.")
        remote[_seat(row, name)] = means.strip()
    return remote


PANEL_COMMANDS: Mapping[str, Callable[..., None]] = {
    "edit": edit, "not-sitting": not_sitting, "sits": sits,
}  # fmt: skip
"""By the name under ``panel``."""
SESSION_COMMANDS: Mapping[str, Callable[..., None]] = {"cancel": cancel, "take-up": take_up}
"""By the name under ``session``."""
