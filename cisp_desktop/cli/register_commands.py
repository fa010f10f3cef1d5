"""``register``: the numbers of minutes and the awards; ``session archive``: the folder that is kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.archiving import archive_session
from cisp_desktop.application.awards import Award, award_register
from cisp_desktop.application.exporting import PDF, TABLES, check_target
from cisp_desktop.application.files import write_file
from cisp_desktop.application.register_paper import RegisterPaper
from cisp_desktop.application.register_papers import award_paper, number_paper
from cisp_desktop.application.registers import NumberLine, number_register
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_registers import (
    anomaly_sentences,
    asked_words,
    award_cells,
    award_table,
    number_cells,
    number_table,
)
from cisp_desktop.cli.console import MISUSED, Console
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, Session, console_of, opened
from cisp_desktop.domain.text import folded

register_app = typer.Typer()

Year = Annotated[int | None, typer.Option("--year", min=1900, max=9999, metavar="ANNÉE", help="Cette année.")]
CentreName = Annotated[
    str, typer.Option("--centre", metavar="NOM", help="Ce centre : son nom ou ses lettres.")
]
Target = Annotated[
    Path | None, typer.Option("--out", metavar="FICHIER", help="Écrit le registre : .csv, .xlsx ou .pdf.")
]
IN_CLEAR = "Écrit en clair, sans chiffrement : gardez-le comme les procès-verbaux sur papier."


@register_app.command("numbers")
def numbers(
    context: typer.Context,
    folder: Folder,
    year: Year = None,
    centre: CentreName = "",
    out: Target = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Liste les numéros de procès-verbal sans trou : ce qu’est devenu chacun ; un trou est dit."""
    console = console_of(context)
    _check(out, force)
    with opened(console, folder, secret) as workspace:
        everything = number_register(workspace.queries)
        code = _centre_code(everything.centres, centre)
        register = number_register(workspace.queries, year=year, centre=code)
        asked = asked_words(str(year or ""), dict(everything.centres).get(code, ""))
        verdict, now = workspace.queries.check_journal(), workspace.clock()
    if out is not None:
        _write(console, out, number_table(register), number_paper(register, verdict, asked=asked, made=now))
    anomalies = anomaly_sentences(register)
    path = str(out.resolve()) if out is not None else None
    console.result(
        {
            "numbers": [_number_data(line) for line in register.lines], "count": len(register.lines),
            "anomalies": anomalies, "path": path,
        },
        [path] if path else ["  ".join(filter(None, number_cells(line))) for line in register.lines],
    )  # fmt: skip
    for words in anomalies:
        console.note(f"Anomalie : {words}")
    console.note(plural(len(register.lines), "numéro", "numéros") + ".")


@register_app.command("awards")
def awards(
    context: typer.Context,
    folder: Folder,
    year: Year = None,
    centre: CentreName = "",
    certification: Annotated[str, typer.Option(metavar="CODE", help="Cette certification.")] = "",
    out: Target = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Liste les certifications et les blocs délivrés, d’après les seuls procès-verbaux complets."""
    console = console_of(context)
    _check(out, force)
    with opened(console, folder, secret) as workspace:
        register = award_register(workspace.queries, year=year, centre=centre, certification=certification)
        asked = asked_words(str(year or ""), centre, certification)
        verdict, now = workspace.queries.check_journal(), workspace.clock()
    if out is not None:
        _write(console, out, award_table(register), award_paper(register, verdict, asked=asked, made=now))
    path = str(out.resolve()) if out is not None else None
    console.result(
        {
            "awards": [_award_data(one) for one in register.awards],
            "count": len(register.awards),
            "path": path,
        },
        [path] if path else ["  ".join(filter(None, award_cells(one))) for one in register.awards],
    )
    console.note(plural(len(register.awards), "ligne", "lignes") + ".")


def archive(
    context: typer.Context,
    folder: Folder,
    session: Session,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DOSSIER", help="Le dossier à créer ; il n’existe pas encore."),
    ] = None,
    marks: Annotated[
        bool, typer.Option("--with-marks", help="Avec les documents qui montrent des notes.")
    ] = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit le dossier d’archives d’une session, qui se vérifie sans cette application."""
    console = console_of(context)
    if out is None:
        console.fail("usage", "Donnez --out DOSSIER.", exit_code=MISUSED)
    with opened(console, folder, secret) as workspace:
        done = archive_session(workspace, session, out, marks=marks)
    console.note(IN_CLEAR)
    if done.left_out:
        left = plural(
            done.left_out,
            "document qui montre des notes n’y est pas : --with-marks l’y met",
            "documents qui montrent des notes n’y sont pas : --with-marks les y met",
        )
        console.note(f"{left}.")
    console.result(
        {
            "path": str(done.folder.resolve()), "files": done.files, "journal_head": done.head,
            "sums_sha256": done.sums_sha256, "left_out": done.left_out,
        },
        [str(done.folder.resolve()), f"Tête du journal : {done.head}",
         f"Empreintes : empreintes.txt, SHA-256 {done.sums_sha256}"],
    )  # fmt: skip


def _check(out: Path | None, force: bool) -> None:
    if out is not None:
        check_target(out, (*TABLES, *PDF), replaces=force)


def _write(console: Console, out: Path, table: Sequence[tuple[str, ...]], paper: RegisterPaper) -> None:
    if out.suffix.casefold() in PDF:
        write_file(out, console.services.registers.render(paper))
    else:
        console.services.candidate_writer.write(out, table, sheet="Registre")
    console.note(IN_CLEAR)


def _centre_code(centres: Sequence[tuple[str, str]], asked: str) -> str:
    """Return the letters of the centre that is asked for by them or by its name."""
    if not asked.strip():
        return ""
    wanted = folded(asked)
    for code, name in centres:
        if wanted in (folded(code), folded(name)):
            return code
    known = ", ".join(f"{code} ({name})" for code, name in centres) or "aucun"
    raise typer.BadParameter(f"« {asked} » n’est pas un centre qui a un numéro. Connus : {known}.")


def _number_data(line: NumberLine) -> dict[str, Any]:
    last = line.last
    return {
        "number": line.number, "year": line.year, "centre": line.centre_code, "state": line.state.value,
        "session": last.session_id if last else None, "minutes": last.minutes_id if last else None,
        "at": line.at.isoformat() if line.at is not None else None, "by": line.by, "why": line.why,
        "rectified_by": line.rectified_by or None, "rectifies": (last.rectifies or None) if last else None,
    }  # fmt: skip


def _award_data(award: Award) -> dict[str, Any]:
    change = award.change
    return {
        "birth_name": award.birth_name, "usage_name": award.usage_name, "first_names": award.first_names,
        "birth_date": award.birth_date, "birth_place": award.birth_place, "number": award.number,
        "certified": award.certified, "blocks": list(award.blocks), "on": award.on,
        "minutes": award.minutes_number, "certification": award.certification, "title": award.title,
        "access_path": award.access_path, "centre": award.centre, "rectifies": award.rectifies or None,
        "earlier": {
            "minutes": change.minutes_number, "certified": change.certified, "blocks": list(change.blocks),
        } if change is not None else None,
        "pending": award.pending or None,
    }  # fmt: skip
