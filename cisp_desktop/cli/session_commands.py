"""``session``, ``panel``, ``candidates``, ``dossiers``: what the site manager prepares."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.candidate_import import ImportReport, import_candidates
from cisp_desktop.application.dossiers import Assignment, store_dossiers
from cisp_desktop.application.folder_import import FolderFile, people_of, sort_folder
from cisp_desktop.application.jurors import SeatChoice, set_panel
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.queries import SessionRow
from cisp_desktop.application.services import FoundFile
from cisp_desktop.application.wording import (
    DOSSIER_KINDS,
    WARNINGS,
    plural,
    role_name,
    sentence,
    sentence_of,
    session_days,
)
from cisp_desktop.cli.console import REFUSED, Console, Stop
from cisp_desktop.cli.parameters import DryRun, Folder, Json, Secret, Session, console_of, day, opened
from cisp_desktop.domain.panel import Role

session_app = typer.Typer(help="Sessions de jury : créer, lister, montrer.")
panel_app = typer.Typer(help="Jury d’une session.")
candidates_app = typer.Typer(help="Candidats d’une session.")
dossiers_app = typer.Typer(help="Dossiers des candidats.")


@session_app.command("create")
def create(
    context: typer.Context,
    folder: Folder,
    certification: Annotated[str, typer.Option(metavar="CODE", help="Le code, par exemple RNCP36128.")],
    centre: Annotated[str, typer.Option(metavar="NOM", help="Le centre qui organise.")],
    starts: Annotated[str, typer.Option(metavar="DATE", help="Le premier jour.")],
    ends: Annotated[str | None, typer.Option(metavar="DATE", help="Le dernier jour.")] = None,
    place: Annotated[str, typer.Option(metavar="LIEU", help="La ville où siège le jury.")] = "",
    address: Annotated[str, typer.Option(metavar="ADRESSE", help="L’adresse du centre.")] = "",
    siret: Annotated[str, typer.Option(metavar="SIRET", help="Le SIRET du centre.")] = "",
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Crée une session et réserve le numéro de son procès-verbal."""
    console = console_of(context)
    first, last = day(starts), day(ends) if ends else None
    with opened(console, folder, secret) as workspace:
        identifier = create_session(
            workspace, certification=certification, centre=centre, starts=first, ends=last, place=place,
            address=address, siret=siret,
        )  # fmt: skip
        row = workspace.queries.session(identifier)
        bound = workspace.queries.certification(row.certification_id)
    warnings = []
    if bound.registration_ends is not None and first > bound.registration_ends:
        warnings.append(WARNINGS["REGISTRATION_ENDED"])
    if not row.centre_siret:
        warnings.append("Le SIRET du centre n’est pas renseigné.")
    for warning in warnings:
        console.note(f"Attention : {warning}.".replace("..", "."))
    console.result(
        {"id": identifier, "number": row.minutes_number, "warnings": warnings},
        [f"Session créée : {identifier} ({row.minutes_number})"],
    )


@session_app.command("list")
def list_sessions(context: typer.Context, folder: Folder, secret: Secret = None, json: Json = False) -> None:
    """Liste les sessions."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        rows = workspace.queries.sessions()
    console.result(
        {"sessions": [_session_data(row) for row in rows]},
        [
            f"{row.id}  {row.minutes_number}  {row.certification_code}  {row.centre_name}  "
            f"{session_days(row.starts, row.ends)}  {plural(row.registrations, 'candidat', 'candidats')}"
            for row in rows
        ],
    )


def _session_data(row: SessionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.minutes_number,
        "certification": row.certification_code,
        "centre": row.centre_name,
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat(),
        "candidates": row.registrations,
        "closed": row.closed,
        "minutes": row.minutes_id,
        "demonstration": row.demonstration,
    }


@session_app.command("show")
def show(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Montre une session : jury, candidats, avancement (jamais une note)."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = workspace.queries.session(session)
        panel = workspace.queries.panel(session)
        candidates = workspace.queries.registrations(session)
        progress = workspace.queries.progress(session)
    data = _session_data(row) | {
        "seats": [{"role": seat.role.value, "juror": seat.name} for seat in panel.seats],
        "registrations": [
            {"number": c.number, "name": f"{c.birth_name} {c.first_names}", "attendance": c.attendance.value}
            for c in candidates
        ],
        "progress": [{"juror": p.name, "sealed": p.sealed, "expected": p.expected} for p in progress],
    }
    lines = [
        (
            f"{row.minutes_number}  {row.certification_code}  {row.centre_name}  "
            f"{session_days(row.starts, row.ends)}"
        )
    ]
    if row.minutes_id is not None:
        lines.append(f"Close ; procès-verbal {row.minutes_id}")
    lines += [f"{role_name(seat.role)} : {seat.name}" for seat in panel.seats]
    lines += [f"{c.number}  {c.birth_name} {c.first_names}" for c in candidates]
    lines += [f"{p.name} : {p.sealed} / {p.expected} grilles scellées" for p in progress]
    console.result(data, lines)


@panel_app.command("set")
def set_seats(
    context: typer.Context,
    folder: Folder,
    session: Session,
    president: Annotated[str, typer.Option(metavar="NOM", help="« NOM Prénom » du président.")],
    professional: Annotated[str, typer.Option(metavar="NOM", help="« NOM Prénom » du professionnel.")],
    centre: Annotated[str, typer.Option(metavar="NOM", help="« NOM Prénom » du représentant du centre.")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Compose le jury et donne à chaque juré un premier code."""
    console = console_of(context)
    choices = [
        SeatChoice(Role.PRESIDENT, president),
        SeatChoice(Role.PROFESSIONAL, professional),
        SeatChoice(Role.CENTRE, centre),
    ]
    with opened(console, folder, secret) as workspace:
        given = set_panel(workspace, session, choices=choices, identities=console.services.identities)
    console.note("Remettez à chaque juré son code, sans témoin ; il peut le changer à sa première ouverture.")
    console.note("Un code remis auparavant et jamais utilisé ne vaut plus.")
    console.result(
        {"seats": [{"role": seat.role.value, "juror": seat.name, "code": seat.code} for seat in given]},
        [f"{role_name(seat.role)} : {seat.name}  {_code_words(seat.code)}" for seat in given],
    )


def _code_words(code: str | None) -> str:
    return f"code {code}" if code else "code inchangé (déjà utilisé)"


@candidates_app.command("import")
def import_list(
    context: typer.Context,
    folder: Folder,
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="La liste : .xlsx, .ods ou .csv.")],
    dry_run: DryRun = False,
    sound_lines: Annotated[
        bool, typer.Option("--sound-lines", help="Prend les lignes saines d’un fichier qui a des erreurs.")
    ] = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Importe les candidats d’un tableau : tout le fichier, ou rien s’il a une erreur."""
    console = console_of(context)
    listed = console.services.candidate_files.read(file)
    with opened(console, folder, secret) as workspace:
        report = import_candidates(workspace, session, listed, take_sound_lines=sound_lines, dry_run=dry_run)
    taken = sound_lines or not report.errors
    _tell_import(console, report, taken=taken, dry_run=dry_run)
    if not taken:
        raise Stop(REFUSED)


def _tell_import(console: Console, report: ImportReport, *, taken: bool, dry_run: bool) -> None:
    errors = console.note_lines(report.errors)
    warnings = _import_warnings(report)
    for warning in warnings:
        console.note(f"Attention, {warning['number']} : {warning['message']}.")
    imported, updated = (report.imported, report.updated) if taken else (0, 0)
    if not taken:
        console.note(
            "Rien n’a été importé. Corrigez le fichier, ou prenez les lignes saines (--sound-lines)."
        )
    counts = (
        f"{plural(imported, 'inscription nouvelle', 'inscriptions nouvelles')}, "
        f"{plural(updated, 'modifiée', 'modifiées')}, "
        f"{plural(report.unchanged, 'inchangée', 'inchangées')}, "
        f"{plural(report.refused, 'ligne refusée', 'lignes refusées')}"
    )
    console.result(
        {
            "imported": imported,
            "updated": updated,
            "unchanged": report.unchanged,
            "refused": report.refused,
            "errors": errors,
            "warnings": warnings,
            "dry_run": dry_run,
        },
        [f"{counts}{_trial(dry_run)}"],
    )


def _trial(dry_run: bool) -> str:
    return " (essai : rien n’a été écrit)" if dry_run else ""


def _import_warnings(report: ImportReport) -> list[dict[str, Any]]:
    return [
        {"line": w.line, "number": w.number, "code": w.warning.value, "message": WARNINGS[w.warning.value]}
        for w in report.warnings
        if w.warning.value != "REGISTRATION_ENDED"
    ]


@dossiers_app.command("import")
def import_folder(
    context: typer.Context,
    folder: Folder,
    session: Session,
    source: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier des PDF.")],
    dry_run: DryRun = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Range les PDF d’un dossier : candidat et genre reconnus d’après les noms de fichiers."""
    console = console_of(context)
    folders = console.services.dossier_folders
    with opened(console, folder, secret) as workspace:
        names = sort_folder(folders.scan(source, people_of(workspace, session)))
        refused = {_place(f.path, source): _why(f) for f in names.refused}
        stored = len(names.assigned)
        if not dry_run:
            report = store_dossiers(
                workspace,
                [Assignment(FolderFile(folders, f.path), owner, kind) for f, owner, kind in names.assigned],
                inspector=console.services.inspector,
            )
            stored = len(report.stored)
            for item in report.refused:
                if isinstance(item.file, FolderFile):
                    refused[_place(item.file.path, source)] = sentence(item.error)
    unassigned = {_place(f.path, source): _why(f) for f in names.unassigned}
    lines = [f"{f.name} → {DOSSIER_KINDS[kind.value]}" for f, _, kind in names.assigned] if dry_run else []
    _tell_folder(console, stored, unassigned=unassigned, refused=refused, dry_run=dry_run, lines=lines)


def _why(file: FoundFile) -> str:
    return sentence_of(file.problem or "dossier.name.two_files", {"file": file.name})


def _tell_folder(
    console: Console,
    stored: int,
    *,
    unassigned: dict[str, str],
    refused: dict[str, str],
    dry_run: bool,
    lines: list[str],
) -> None:
    for file, message in refused.items():
        console.note(f"Refusé, {file} : {message}")
    for file, message in unassigned.items():
        console.note(f"Non rangé, {file} : {message}")
    counts = (
        f"{plural(stored, 'pièce rangée', 'pièces rangées')}, {len(unassigned)} à ranger à la main, "
        f"{plural(len(refused), 'refusée', 'refusées')}{_trial(dry_run)}"
    )
    console.result(
        {
            "stored": stored,
            "unassigned": list(unassigned),
            "refused": list(refused),
            "messages": refused | unassigned,
            "dry_run": dry_run,
        },
        [counts, *lines],
    )


def _place(path: Path, source: Path) -> str:
    """Return a file's path below the folder, or its name."""
    return path.relative_to(source).as_posix() if path.is_relative_to(source) else path.name
