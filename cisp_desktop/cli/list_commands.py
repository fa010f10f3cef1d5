"""``candidates`` and ``results``: lists of a centre, previewed and imported."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.candidate_fields import TITLES, held_text
from cisp_desktop.application.candidate_import import (
    ImportReport,
    import_candidates,
    preview_candidates,
)
from cisp_desktop.application.candidate_list import CandidateList
from cisp_desktop.application.candidate_table import Sheet, export_table
from cisp_desktop.application.cells import key
from cisp_desktop.application.exporting import TABLES, check_target
from cisp_desktop.application.import_preview import ImportPreview, PreviewLine
from cisp_desktop.application.list_columns import ListKind, remembered_mapping
from cisp_desktop.application.outside_import import ResultReport, import_results, preview_results
from cisp_desktop.application.outside_list import RESULT_TITLES, ResultList
from cisp_desktop.application.wording import WARNINGS, plural, sentence_of
from cisp_desktop.application.wording_imports import STATES, absent_words, change_words
from cisp_desktop.cli.console import REFUSED, Console, Stop
from cisp_desktop.cli.parameters import DryRun, Folder, Force, Json, Secret, Session, console_of, opened

candidates_app = typer.Typer()
results_app = typer.Typer()

Table = Annotated[Path, typer.Argument(metavar="FICHIER", help="La liste : .xlsx, .ods ou .csv.")]
SoundLines = Annotated[
    bool, typer.Option("--sound-lines", help="Prend les lignes saines d’un fichier qui a des erreurs.")
]
Worksheet = Annotated[str, typer.Option("--sheet", metavar="FEUILLE", help="La feuille du classeur à lire.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="TITRE=CHAMP",
        help="Ce que remplit une colonne du fichier, par exemple « Ident=N° dossier » ; rien après le signe "
        "égal : la colonne n’est pas lue. Peut se répéter.",
    ),
]


@candidates_app.command("import")
def import_list(
    context: typer.Context,
    folder: Folder,
    session: Session,
    file: Table,
    dry_run: DryRun = False,
    sound_lines: SoundLines = False,
    sheet: Worksheet = "",
    column: Columns = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Importe les candidats d’un tableau : tout le fichier, ou rien s’il a une erreur."""
    console = console_of(context)
    chosen = _chosen_columns(column, TITLES)
    with opened(console, folder, secret) as workspace:
        mapping = remembered_mapping(workspace, session, ListKind.CANDIDATES) | chosen
        listed = console.services.candidate_files.read(file, mapping=mapping, sheet=sheet)
        preview = preview_candidates(workspace, session, listed) if dry_run else None
        report = import_candidates(workspace, session, listed, take_sound_lines=sound_lines, dry_run=dry_run)
    warnings = _import_warnings(report)
    for warning in warnings:
        console.note(f"Attention, {warning['number']} : {warning['message']}.")
    words = ("inscription nouvelle", "inscriptions nouvelles")
    _Telling(console, listed, report, words).tell(
        taken=sound_lines or not report.errors, preview=preview, more={"warnings": warnings}
    )


@candidates_app.command("export")
def export_list(
    context: typer.Context,
    folder: Folder,
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="La liste à écrire : .xlsx ou .csv.")],
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit la liste des candidats, avec horaires et présences ; elle s’importe à nouveau."""
    console = console_of(context)
    check_target(file, TABLES, replaces=force)
    with opened(console, folder, secret) as workspace:
        queries, today = workspace.queries, workspace.clock().date()
        certification = queries.certification(queries.session(session).certification_id)
        rows = queries.registrations(session)
        sheet = Sheet(certification.code, certification.blocks, today)
        table = export_table(rows, sheet, queries.panels(session))
    console.services.candidate_writer.write(file, table)
    console.result(
        {"candidates": len(rows), "path": str(file.resolve())},
        [f"{plural(len(rows), 'candidat écrit', 'candidats écrits')} : {file.resolve()}"],
    )


@results_app.command("import")
def import_result_list(
    context: typer.Context,
    folder: Folder,
    session: Session,
    file: Table,
    dry_run: DryRun = False,
    sound_lines: SoundLines = False,
    sheet: Worksheet = "",
    column: Columns = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Importe des résultats jugés hors du jury (formateur, jury d’évaluation), avec évaluateur et date."""
    console = console_of(context)
    chosen = _chosen_columns(column, RESULT_TITLES)
    with opened(console, folder, secret) as workspace:
        mapping = remembered_mapping(workspace, session, ListKind.OUTSIDE_RESULTS) | chosen
        listed = console.services.result_files.read(file, mapping=mapping, sheet=sheet)
        preview = preview_results(workspace, session, listed) if dry_run else None
        report = import_results(workspace, session, listed, take_sound_lines=sound_lines, dry_run=dry_run)
    words = ("résultat nouveau", "résultats nouveaux")
    _Telling(console, listed, report, words).tell(
        taken=sound_lines or not report.errors, preview=preview, more={}
    )


def _chosen_columns(options: Sequence[str] | None, titles: Mapping[str, str]) -> dict[str, str]:
    """Read ``TITRE=CHAMP``; a field is named by its title or by its code."""
    fields = {key(name): field for field, title in titles.items() for name in (field, title)}
    chosen = {}
    for option in options or ():
        title, sign, name = option.rpartition("=")
        if not sign or (name.strip() and key(name) not in fields):
            known = ", ".join(titles.values())
            raise typer.BadParameter(f"« {option} » ne se comprend pas : TITRE=CHAMP, parmi {known}.")
        chosen[key(title)] = fields.get(key(name), "")
    return chosen


class _Telling:
    """What an import tells: counts, errors, and on a trial each line."""

    def __init__(
        self,
        console: Console,
        listed: CandidateList | ResultList,
        report: ImportReport | ResultReport,
        new_words: tuple[str, str],
    ) -> None:
        self._console = console
        self._listed = listed
        self._report = report
        self._new_words = new_words

    def tell(self, *, taken: bool, preview: ImportPreview | None, more: dict[str, Any]) -> None:
        """Print the result; ``preview`` is that of a trial. Raises ``Stop`` when nothing was taken."""
        console, report = self._console, self._report
        errors = console.note_lines(report.errors)
        imported, updated = (report.imported, report.updated) if taken else (0, 0)
        if not taken:
            console.note(
                "Rien n’a été importé. Corrigez le fichier, ou prenez les lignes saines (--sound-lines)."
            )
        data = {
            "imported": imported,
            "updated": updated,
            "unchanged": report.unchanged,
            "refused": report.refused,
            "errors": errors,
            "dry_run": preview is not None,
            "columns": dict(self._listed.columns),
            "ignored_columns": list(self._listed.ignored_columns),
        }
        lines = [self._counts(imported, updated, trial=preview is not None)]
        if preview is not None:
            data |= {
                "lines": [_line_data(line) for line in preview.lines],
                "absent": [one._asdict() for one in preview.absent],
            }
            lines += [_line_words(line) for line in preview.lines]
            if preview.absent:
                console.note(absent_words(preview.absent))
        console.result(data | more, lines)
        if not taken:
            raise Stop(REFUSED)

    def _counts(self, imported: int, updated: int, *, trial: bool) -> str:
        report = self._report
        return (
            f"{plural(imported, *self._new_words)}, "
            f"{plural(updated, 'modifié', 'modifiés')}, "
            f"{plural(report.unchanged, 'inchangé', 'inchangés')}, "
            f"{plural(report.refused, 'ligne refusée', 'lignes refusées')}"
            f"{' (essai : rien n’a été écrit)' if trial else ''}"
        )


def _line_data(line: PreviewLine) -> dict[str, Any]:
    return {
        "line": line.line,
        "number": line.number,
        "name": line.name,
        "state": line.state.value,
        "changes": [
            {"field": c.field, "before": _plain(c.before), "after": _plain(c.after)} for c in line.changes
        ],
        "errors": [{"column": e.column, "message": sentence_of(e.code, e.values)} for e in line.errors],
        "warnings": [warning.value for warning in line.warnings],
        "edited": line.edited,
    }


def _plain(value: object) -> object:
    """Return a value that JSON has a form for: dates as YYYY-MM-DD, held blocks as a list writes them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value) if all(isinstance(one, str) for one in value) else held_text(value)
    return value


def _line_words(line: PreviewLine) -> str:
    changes = f" : {change_words(line.changes)}" if line.changes and not line.errors else ""
    older = " (modifié à l’écran depuis le dernier import)" if line.edited else ""
    return f"Ligne {line.line}  {line.number}  {line.name}  {STATES[line.state]}{changes}{older}"


def _import_warnings(report: ImportReport) -> list[dict[str, Any]]:
    return [
        {"line": w.line, "number": w.number, "code": w.warning.value, "message": WARNINGS[w.warning.value]}
        for w in report.warnings
        if w.warning.value != "REGISTRATION_ENDED"
    ]
