"""The arguments and options that several commands share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cisp_desktop.application.wording import plural, read_day, sentence
from cisp_desktop.cli.console import Console
from cisp_desktop.domain.errors import StorageError

if TYPE_CHECKING:
    from cisp_desktop.application.ports import Workspace

Folder = Annotated[Path, typer.Argument(metavar="W", help="Le dossier de l’espace de travail.")]
Session = Annotated[str, typer.Argument(metavar="S", help="L’identifiant de la session.")]
MinutesId = Annotated[str, typer.Argument(metavar="M", help="L’identifiant du procès-verbal.")]
Json = Annotated[bool, typer.Option("--json", help="Écrit un seul objet JSON sur la sortie standard.")]
Secret = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FICHIER", help="Le fichier qui contient la phrase de passe."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Dit ce qui serait fait, sans rien écrire.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FICHIER", help="Le fichier à écrire.")]
Force = Annotated[bool, typer.Option("--force", help="Remplace les fichiers qui sont déjà là.")]
Yes = Annotated[bool, typer.Option("--yes", help="Répond oui à ce qui serait demandé.")]
JurorName = Annotated[str, typer.Option("--juror", metavar="NOM", help="Le juré : « NOM Prénom ».")]

PanelNumber = Annotated[
    int | None, typer.Option("--panel", min=1, metavar="N", help="Le jury de la session, par son rang.")
]


def console_of(context: typer.Context) -> Console:
    """Return the console that the entry point gave to every command."""
    console: Console = context.find_root().obj
    return console


@contextmanager
def opened(console: Console, folder: Path, secret: Path | None) -> "Iterator[Workspace]":
    """Open a workspace for one command, and close it whatever happens."""
    workspace = console.services.open_workspace(folder, console.passphrase(secret))
    try:
        yield workspace
    finally:
        put_away(console, workspace)


def put_away(console: Console, workspace: "Workspace") -> None:
    """Close a workspace; a failing backup is a warning: what the command did is on the disk already."""
    try:
        workspace.close()
    except StorageError as error:
        console.note(sentence(error))


def panel_numbered(workspace: "Workspace", session_id: str, number: int | None) -> str | None:
    """Return the id of a session's panel by its rank, from 1; None for None."""
    if number is None:
        return None
    panels = workspace.queries.panels(session_id)
    if number > len(panels):
        raise typer.BadParameter(f"La session a {plural(len(panels), 'jury', 'jurys')}, pas {number}.")
    return panels[number - 1].id


def day(text: str) -> date:
    """Read a date given on the command line: 14/12/2022 or 2022-12-14."""
    found = read_day(text)
    if found is None:
        raise typer.BadParameter(
            f"« {text} » n’est pas une date du calendrier. Écrivez JJ/MM/AAAA ou AAAA-MM-JJ."
        )
    return found
