"""``documents``: the papers of a session, as separate files or as one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.exporting import PDF, check_target
from cisp_desktop.application.files import write_file
from cisp_desktop.application.preparation_content import merged, print_separately, read_paper_content
from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.application.preparation_printing import (
    kind_named,
    papers_by_kind,
    printing_warnings,
    summons_said,
    title_of,
)
from cisp_desktop.application.slot_marks import record_summons
from cisp_desktop.application.wording import plural
from cisp_desktop.cli.console import MISUSED, Console
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, Session, console_of, opened

documents_app = typer.Typer()


@documents_app.command("print")
def print_documents(
    context: typer.Context,
    folder: Folder,
    session: Session,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="GENRE", help="Par exemple « Convocations des candidats » ; peut être répété."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DOSSIER", help="Un fichier par document, ici."),
    ] = None,
    merged_file: Annotated[
        Path | None, typer.Option("--merged", metavar="FICHIER", help="Tout dans un seul PDF.")
    ] = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit les documents de préparation en PDF ; tous, si aucun genre n’est donné."""
    console = console_of(context)
    if (out is None) == (merged_file is None):
        console.fail("usage", "Donnez --out DOSSIER, ou --merged FICHIER.", exit_code=MISUSED)
    if merged_file is not None:
        check_target(merged_file, PDF, replaces=force)
    kinds = _kinds(kind or [])
    with opened(console, folder, secret) as workspace:
        content = read_paper_content(workspace.queries, session, issued_on=workspace.clock().date())
        papers = papers_by_kind(content)
        chosen = [one for one in kinds if one in papers]
        renderer, files = console.services.papers, tuple[Path, ...]()
        if out is not None:
            files = print_separately(renderer, content, out, kinds=chosen, replaces=force).files
        elif merged_file is not None and chosen:
            write_file(merged_file, merged(renderer, content, kinds=chosen))
            files = (merged_file,)
        record_summons(workspace, session, summons_said(content, chosen))
    counts, where = {one: len(papers[one]) for one in chosen}, out or merged_file or Path()
    nothing = [title_of(one) for one in kinds if one not in papers]
    warnings = printing_warnings(content, chosen)
    _tell(console, counts, files=files, where=where, nothing=nothing, warnings=warnings)


def _tell(
    console: Console,
    counts: Mapping[PaperKind, int],
    *,
    files: Sequence[Path],
    where: Path,
    nothing: Sequence[str],
    warnings: Sequence[str],
) -> None:
    for words in warnings:
        console.note(f"Attention : {words}")
    if nothing:
        console.note(f"Rien à imprimer : {', '.join(nothing)}")
    count = sum(counts.values())
    console.result(
        {
            "papers": {kind.value: number for kind, number in counts.items()},
            "files": [str(file.resolve()) for file in files],
            "nothing": list(nothing),
            "warnings": list(warnings),
        },
        [
            *(f"{title_of(kind)} : {number}" for kind, number in counts.items()),
            f"{plural(count, 'document écrit', 'documents écrits')} : {where.resolve()}",
        ],
    )


def _kinds(named: Sequence[str]) -> list[PaperKind]:
    chosen = []
    for text in named:
        found = kind_named(text)
        if found is None:
            known = ", ".join(title_of(kind) for kind in PaperKind)
            raise typer.BadParameter(f"« {text} » n’est pas un genre de document : {known}.")
        chosen.append(found)
    return [kind for kind in PaperKind if kind in chosen] if chosen else list(PaperKind)
