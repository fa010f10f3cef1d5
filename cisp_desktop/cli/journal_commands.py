"""``journal``: who did what and when, filtered, written as a table, and whether its chain holds."""

from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.exporting import TABLES, check_target
from cisp_desktop.application.journal_reading import (
    JournalFilter,
    JournalLine,
    broken_link,
    journal_table,
    read_journal,
)
from cisp_desktop.application.wording import plural
from cisp_desktop.cli.choices import day_or_none
from cisp_desktop.cli.console import REFUSED, Stop
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, console_of, opened

journal_app = typer.Typer(help="Journal : lire, filtrer, exporter, vérifier sa chaîne.")


@journal_app.command("show")
def show(
    context: typer.Context,
    folder: Folder,
    starts: Annotated[str, typer.Option("--from", metavar="DATE", help="À partir de ce jour.")] = "",
    ends: Annotated[str, typer.Option("--until", metavar="DATE", help="Jusqu’à ce jour.")] = "",
    act: Annotated[str, typer.Option(metavar="MOTS", help="L’acte, par exemple « récusation ».")] = "",
    person: Annotated[str, typer.Option(metavar="MOTS", help="Qui a agi, ou de qui il s’agit.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FICHIER", help="Écrit un tableau, .csv ou .xlsx.")
    ] = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Montre le journal, du plus ancien au plus récent, et dit le premier maillon rompu s’il y en a un."""
    console = console_of(context)
    wanted = JournalFilter(day_or_none(starts), day_or_none(ends), act, person)
    if out is not None:
        check_target(out, TABLES, replaces=force)
    with opened(console, folder, secret) as workspace:
        lines = read_journal(workspace, wanted)
        broken = broken_link(workspace)
    if out is not None:
        console.services.candidate_writer.write(out, journal_table(lines), sheet="Journal")
    path = str(out.resolve()) if out is not None else None
    console.result(
        {
            "sound": broken is None, "first_broken": broken, "count": len(lines), "path": path,
            "events": [_data(line) for line in lines],
        },
        [*([path] if path else ["  ".join(filter(None, line.cells)) for line in lines])],
    )  # fmt: skip
    console.note(plural(len(lines), "ligne", "lignes") + ".")
    if broken is not None:
        console.note(f"Journal rompu au maillon {broken} : restaurez une sauvegarde d’avant cette ligne.")
        raise Stop(REFUSED)
    console.note("Chaîne du journal intacte.")


def _data(line: JournalLine) -> dict[str, object]:
    event = line.event
    return {
        "sequence": event.sequence, "at": event.at.isoformat(), "actor": event.actor, "action": event.action,
        "subject": event.subject, "details": event.details,
        "words": {"actor": line.actor, "act": line.act, "subject": line.subject, "details": line.details},
    }  # fmt: skip
