"""``journal``: who did what and when, filtered and exported; whether its chain holds; a head looked for."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.exporting import check_target
from cisp_desktop.application.journal_reading import (
    JOURNAL_FILES,
    JournalFilter,
    JournalFound,
    JournalLine,
    JournalReader,
    export_journal,
    journal_lines,
    look_for_head,
)
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_registers import JournalVerdict
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_registers import head_words, verdict_words
from cisp_desktop.cli.choices import day_or_none
from cisp_desktop.cli.console import REFUSED, Console, Stop
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, console_of, opened

journal_app = typer.Typer()


@journal_app.command("show")
def show(
    context: typer.Context,
    folder: Folder,
    starts: Annotated[str, typer.Option("--from", metavar="DATE", help="À partir de ce jour.")] = "",
    ends: Annotated[str, typer.Option("--until", metavar="DATE", help="Jusqu’à ce jour.")] = "",
    act: Annotated[str, typer.Option(metavar="MOTS", help="L’acte, par exemple « récusation ».")] = "",
    person: Annotated[str, typer.Option(metavar="MOTS", help="Qui a agi, ou de qui il s’agit.")] = "",
    text: Annotated[str, typer.Option(metavar="MOTS", help="N’importe où dans la ligne.")] = "",
    session: Annotated[str, typer.Option(metavar="S", help="Ce qui concerne cette session.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FICHIER", help="Écrit un tableau .csv ou .xlsx, ou des lignes .jsonl."
        ),
    ] = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Montre le journal, du plus ancien au plus récent, et dit le premier maillon rompu s’il y en a un."""
    console = console_of(context)
    wanted = JournalFilter(
        day_or_none(starts), day_or_none(ends), act=act, person=person, text=text, session_id=session
    )
    if out is not None:
        check_target(out, JOURNAL_FILES, replaces=force)
    with opened(console, folder, secret) as workspace:
        found, verdict = _read(workspace.queries, wanted)
        if out is not None:
            _export(console, out, found, workspace.queries)
    lines = journal_lines(found)
    path = str(out.resolve()) if out is not None else None
    console.result(
        {
            **_verdict_data(verdict), "count": len(lines), "path": path,
            "events": [_data(line) for line in lines],
        },
        [*([path] if path else ["  ".join(filter(None, line.cells)) for line in lines])],
    )  # fmt: skip
    console.note(plural(len(lines), "ligne", "lignes") + ".")
    _tell(console, verdict)


@journal_app.command("verify")
def verify(
    context: typer.Context,
    folder: Folder,
    head: Annotated[
        str,
        typer.Option(metavar="TÊTE", help="Une tête notée ailleurs, par exemple au bas d’un procès-verbal."),
    ] = "",
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Vérifie toute la chaîne, et si une tête notée ailleurs y figure ; donne la tête d’aujourd’hui."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        verdict = workspace.queries.check_journal()
        answer = look_for_head(workspace.queries, head) if head else None
    data = _verdict_data(verdict)
    lines = [f"Tête du journal (ligne {verdict.last}) : {verdict.head}"]
    if answer is not None:
        link = answer.link
        data["asked"] = {
            "head": answer.head, "found": link is not None, "holds": answer.holds,
            "sequence": link.sequence if link is not None else None, "at": _iso(link.at if link else None),
        }  # fmt: skip
        lines.append(head_words(answer))
    console.result(data, lines)
    _tell(console, verdict)
    if answer is not None and not answer.holds:
        raise Stop(REFUSED)


def _read(queries: Queries, wanted: JournalFilter) -> tuple[JournalFound, JournalVerdict]:
    """Return the links asked for; ``Refused("session.not_found")`` for a session that is not there."""
    if wanted.session_id:
        queries.session(wanted.session_id)
    reader = JournalReader(queries)
    reader.refresh()
    return reader.find(wanted), queries.check_journal()


def _export(console: Console, out: Path, found: JournalFound, queries: Queries) -> None:
    export_journal(out, found, queries=queries, writer=console.services.candidate_writer)


def _verdict_data(verdict: JournalVerdict) -> dict[str, object]:
    broken = verdict.broken
    return {
        "sound": broken is None,
        "first_broken": broken.sequence if broken else None,
        "kind": broken.kind.value if broken else None,
        "broken_at": _iso(broken.at if broken else None),
        "links": verdict.count,
        "head": verdict.head,
        "head_sequence": verdict.last,
        "head_at": _iso(verdict.at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _tell(console: Console, verdict: JournalVerdict) -> None:
    """Say whether the chain holds; a broken one ends the command with the code of a refusal."""
    console.note(verdict_words(verdict))
    if verdict.broken is not None:
        raise Stop(REFUSED)


def _data(line: JournalLine) -> dict[str, object]:
    event = line.event
    return {
        "sequence": event.sequence, "at": event.at.isoformat(), "actor": event.actor, "action": event.action,
        "subject": event.subject, "details": event.details, "previous": event.previous, "hash": event.hash,
        "words": {"actor": line.actor, "act": line.act, "subject": line.subject, "details": line.details},
    }  # fmt: skip
