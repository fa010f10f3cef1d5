"""``minutes extract``: the extracts signed with minutes, one per candidate, listed or written as files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.extracts import (
    extract_numbered,
    record_extracts,
    standing_of,
    write_extracts,
)
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.cli.parameters import Folder, Force, Json, MinutesId, Secret, console_of, opened


def extract(
    context: typer.Context,
    folder: Folder,
    minutes: MinutesId,
    candidate: Annotated[
        str | None,
        typer.Option(metavar="DOSSIER", help="Le numéro de dossier ; sans lui, tous les extraits."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DOSSIER", help="Les écrit ici, un PDF par candidat.")
    ] = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Liste les extraits par candidat d’un procès-verbal, ou les écrit en PDF."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = workspace.queries.minutes(minutes)
        if candidate is None:
            extracts = list(workspace.queries.minutes_extracts(minutes))
        else:
            extracts = [extract_numbered(workspace, minutes, candidate)]
        paths = _written(workspace, row, extracts, out, replaces=force)
        standing = standing_of(row, workspace.queries.minutes_history(row.session_id))
    if standing and extracts:
        console.note(f"{row.number} : {standing}. Ces extraits ne valent pas plus que lui.")
    found = [
        {
            "id": one.id, "number": one.number, "name": one.name, "sha256": one.sha256, "pages": one.pages,
            "path": str(paths[place].resolve()) if paths else None,
        }
        for place, one in enumerate(extracts)
    ]  # fmt: skip
    lines = [str(path) for path in paths] or [f"{one.number}  {one.name}" for one in extracts]
    data = {"minutes": row.id, "number": row.number, "state": row.state.value, "extracts": found}
    console.result(data, lines or ["Ce procès-verbal n’a pas d’extrait par candidat."])


def _written(
    workspace: Workspace, row: MinutesRow, extracts: Sequence[ExtractRow], out: Path | None, *, replaces: bool
) -> list[Path]:
    """Write the extracts where that is asked, and note it."""
    if out is None or not extracts:
        return []
    paths = write_extracts(workspace, row, extracts, out, replaces=replaces)
    record_extracts(workspace, row, extracts)
    return paths
