"""``workspace copies`` and ``workspace open-copy``: going on after a laptop died, without a window."""

from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.rescue_copies import copies_below, later_copy, take_over
from cisp_desktop.application.wording import moment_words
from cisp_desktop.application.wording_rescue import takeover_words
from cisp_desktop.cli.parameters import Folder, Json, Secret, console_of, put_away
from cisp_desktop.domain.errors import StorageError


def copies(
    context: typer.Context,
    place: Annotated[
        Path, typer.Argument(metavar="LIEU", help="La clé ou le dossier où vont les copies de secours.")
    ],
    json: Json = False,
) -> None:
    """Liste les copies de secours d’un lieu, la plus récente d’abord ; sans phrase de passe."""
    console = console_of(context)
    if not place.is_dir():
        raise StorageError("copy.no_place", place=str(place))
    found = copies_below(place)
    console.result(
        {
            "copies": [
                {
                    "path": str(one.path.resolve()),
                    "number": one.number,
                    "made_at": one.made_at.strftime("%Y-%m-%dT%H:%M"),
                    "bytes": one.path.stat().st_size,
                }
                for one in found
            ]
        },
        [f"{moment_words(one.made_at)}  n° {one.number}  {one.path.resolve()}" for one in found]
        or ["Aucune copie de secours à cet endroit."],
    )


def open_copy(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="COPIE", help="Celle que « workspace copies » montre.")],
    folder: Folder,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Reprend une copie de secours dans un dossier neuf ou vide, et note cette reprise au journal."""
    console = console_of(context)
    passphrase = console.passphrase(secret)
    console.services.store.restore(file, folder, passphrase=passphrase)
    workspace = console.services.open_workspace(folder, passphrase)
    try:
        found = take_over(workspace, file)
    finally:
        put_away(console, workspace)
    later = later_copy(file)
    if later is not None:
        console.note(f"Une copie plus récente se trouve à côté : {later.path.name}.")
    path = str(folder.resolve())
    console.result(
        {
            "path": path,
            "last_act": found.last_act.isoformat(timespec="seconds") if found.last_act else None,
            "later": str(later.path.resolve()) if later is not None else None,
        },
        [f"Espace de travail repris : {path}", *takeover_words(found).split("\n\n")],
    )
