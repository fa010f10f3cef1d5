"""``documents issue | list | duplicate | check``: the papers after the jury."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.exporting import open_export_folder
from cisp_desktop.application.files import write_file
from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.issued_rules import ISSUED_KINDS, PERSONAL_KINDS, Paper
from cisp_desktop.application.issuing import (
    IssuedRow,
    Prevented,
    find_by_code,
    issue_duplicate,
    issue_papers,
    read_paper,
    read_papers,
)
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.wording import moment_words, plural, sentence
from cisp_desktop.application.wording_issued import TITLES, annulled_words, file_names, kind_named, kind_words
from cisp_desktop.cli.console import REFUSED, Console, Stop
from cisp_desktop.cli.documents_commands import documents_app
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, Session, console_of, day, opened
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.issued import DocumentKind

all_documents_app = documents_app
"""The papers of preparation, and those of this module."""
_Code = Annotated[str, typer.Argument(metavar="CODE", help="Le code de vérification imprimé au pied.")]

_KNOWN = tuple(kind for kind in (*ISSUED_KINDS, *PERSONAL_KINDS) if kind is not DocumentKind.ACCESS_PACK)
"""Kinds that « issue » takes; an access pack also says who made it, and has a command of its own."""
_KindNames = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="GENRE", help="Par exemple « Relevé de décision » ; peut être répété."),
]
_Numbers = Annotated[
    list[str] | None,
    typer.Option("--candidate", metavar="N", help="Le N° dossier d’un candidat ; peut être répété."),
]
_Signatory = Annotated[
    str, typer.Option("--signatory", metavar="NOM", help="Qui signe attestations de bloc et parchemins.")
]
_SignatoryTitle = Annotated[
    str, typer.Option("--signatory-title", metavar="QUALITÉ", help="La qualité du signataire.")
]
_DecisionDate = Annotated[
    str | None,
    typer.Option("--decision-date", metavar="DATE", help="La date de la décision d’enregistrement."),
]
_Ground = Annotated[
    str, typer.Option("--ground", metavar="TEXTE", help="Le motif d’une délivrance après l’enregistrement.")
]
_FEW = 3
"""Refusals that are told one by one all the same."""
_WAITING = frozenset({"issued.no_minutes", "issued.minutes_incomplete", "issued.rectifying"})
"""Why nothing leaves for now: that is the answer, not that nothing is due."""
_Verbose = Annotated[
    bool, typer.Option("--verbose", help="Dit un par un les documents non émis, et non par motif.")
]
_OutFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DOSSIER", help="Où écrire les PDF, un par document.")
]


@documents_app.command("issue")
def issue(
    context: typer.Context,
    folder: Folder,
    session: Session,
    kind: _KindNames = None,
    candidate: _Numbers = None,
    signatory: _Signatory = "",
    title: _SignatoryTitle = "",
    decided: _DecisionDate = None,
    ground: _Ground = "",
    out: _OutFolder = None,
    force: Force = False,
    verbose: _Verbose = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Émet les documents dus après le jury ; un document déjà émis reste le même fichier."""
    console = console_of(context)
    kinds, numbers = _kinds(kind or []), set(candidate or [])
    decided_on = day(decided) if decided is not None else None
    with opened(console, folder, secret) as workspace:
        check_numbers(workspace, session, numbers)
        asked = _completed(workspace, session, signatory, title, decided_on, ground)

        def wanted(paper: Paper) -> bool:
            return paper.kind in kinds and (not numbers or paper.number in numbers)

        done = issue_papers(
            workspace, session, wanted=wanted, choices=asked, renderer=console.services.issued,
            personal=not set(kinds) - set(PERSONAL_KINDS),
        )  # fmt: skip
        read = read_papers(workspace, session)
        chosen = [read.document(one) for one in (*done.already, *done.made)]
        files = _written(workspace, chosen, out, replaces=force) if out is not None else {}
        blocks = {row.paper: row.block for row in (*read.rows, *read.personal)}
    told = [_prevented(one, blocks.get(one.paper, "")) for one in done.prevented]
    for line in _each(told) if verbose else _by_reason(told):
        console.note(line)
    _tell(console, chosen, files, made=set(done.made), prevented=done.prevented, told=told)


def _completed(
    workspace: Workspace, session: str, signatory: str, title: str, decided: date | None, ground: str
) -> Choices:
    """Return the mentions as given, else those of the session's latest certificate."""
    last = read_papers(workspace, session).choices
    return Choices(
        signatory or last.signatory, title or last.signatory_title, decided or last.decided_on, ground
    )


def check_numbers(workspace: Workspace, session: str, numbers: set[str]) -> None:
    """Refuse N° dossier that no candidate of the session has: ``Refused("issued.candidate_unknown")``."""
    known = {row.number for row in workspace.queries.registrations(session)}
    for number in sorted(numbers - known):
        raise Refused("issued.candidate_unknown", number=number)


def _written(
    workspace: Workspace, rows: Sequence[IssuedRow], folder: Path, *, replaces: bool
) -> dict[str, str]:
    """Write each paper into a folder and return the paths by id."""
    names = file_names(rows)
    open_export_folder(folder, names.values(), replaces=replaces)
    for row in rows:
        write_file(folder / names[row.id], read_paper(workspace, row))
    return {row.id: str((folder / names[row.id]).resolve()) for row in rows}


def _prevented(one: Prevented, block: str) -> dict[str, str]:
    return {
        "kind": one.paper.kind.value,
        "block": block,
        "number": one.paper.number,
        "subject": one.paper.subject,
        "code": one.error.code,
        "message": sentence(one.error),
    }


def _each(told: Sequence[Mapping[str, str]]) -> list[str]:
    """Return one line for each paper that could not be issued."""
    lines = []
    for one in told:
        whom = one["number"] or one["subject"]
        title = kind_words(DocumentKind(one["kind"]), one["block"])
        lines.append(f"{title}{f', {whom}' if whom else ''} : {one['message']}")
    return lines


def _by_reason(told: Sequence[Mapping[str, str]]) -> list[str]:
    """Return one line for each reason, with how many papers of which kind it holds back."""
    if len(told) <= _FEW:
        return _each(told)
    reasons: dict[str, Counter[str]] = {}
    for one in told:
        title = kind_words(DocumentKind(one["kind"]), one["block"])
        reasons.setdefault(one["message"], Counter())[title] += 1
    lines = []
    for message, counts in reasons.items():
        titles = ", ".join(f"{title} ({count})" for title, count in counts.items())
        lines.append(f"{plural(counts.total(), 'non émis', 'non émis')} : {titles}. {message}")
    return [*lines, "Un par un : --verbose, ou --json."]


def _tell(
    console: Console,
    rows: Sequence[IssuedRow],
    files: Mapping[str, str],
    *,
    made: set[str],
    prevented: Sequence[Prevented],
    told: Sequence[Mapping[str, str]],
) -> None:
    if not rows:
        waits = next((one.error for one in prevented if one.error.code in _WAITING), None)
        console.refuse(waits or Refused("issued.nothing"), prevented=told)
    papers = [{**_data(row), "new": row.id in made, "path": files.get(row.id)} for row in rows]
    counted = plural(len(made), "document émis", "documents émis")
    console.result(
        {"issued": len(made), "already": len(rows) - len(made), "papers": papers, "prevented": told},
        [*(_line(row) for row in rows), f"{counted}, {len(rows) - len(made)} déjà émis."],
    )


@documents_app.command("list")
def list_papers(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Dit chaque document de la session : émis, à émettre, ou non dû et pourquoi."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        read = read_papers(workspace, session)
    papers: list[dict[str, Any]] = []
    lines = []
    for row in read.rows:
        state = "ISSUED" if row.issued is not None else "TO_ISSUE" if row.to_issue else "NOT_DUE"
        why = sentence(row.refusal) if state == "NOT_DUE" and row.refusal is not None else None
        papers.append(
            {
                "kind": row.paper.kind.value,
                "number": row.paper.number,
                "subject": row.paper.subject,
                "block": row.block,
                "state": state,
                "why": why,
                "code": row.issued.code if row.issued is not None else None,
                "replaces": row.earlier.code if row.earlier is not None else None,
            }
        )
        said = row.issued.code if row.issued is not None else why or "à émettre"
        if row.earlier is not None:
            said = f"{said} ({row.earlier.code} ne vaut plus, procès-verbal rectifié)"
        whom = " ".join(part for part in (row.paper.number, row.paper.subject) if part)
        named = " · ".join(part for part in (kind_words(row.paper.kind, row.block), whom) if part)
        lines.append(f"{named} : {said}")
    duplicates = [_data(row) for row in (*read.documents, *read.personal_documents) if row.first_code]
    personal = [_data(row.issued) for row in read.personal if row.issued is not None]
    lines += [_line(row.issued) for row in read.personal if row.issued is not None]
    console.result({"papers": papers, "duplicates": duplicates, "personal": personal}, lines)


@documents_app.command("duplicate")
def duplicate(
    context: typer.Context,
    folder: Folder,
    code: _Code,
    out: _OutFolder = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Émet le duplicata d’un document, qui porte sa mention, sa date et le code du premier."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        first, session = find_by_code(workspace, code)
        made = issue_duplicate(workspace, first.id, renderer=console.services.issued)
        row = read_papers(workspace, session).document(made)
        files = _written(workspace, [row], out, replaces=force) if out is not None else {}
    console.result({**_data(row), "path": files.get(row.id)}, [_line(row)])


@documents_app.command("check")
def check(
    context: typer.Context, folder: Folder, code: _Code, secret: Secret = None, json: Json = False
) -> None:
    """Retrouve un document par son code de vérification."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row, session = find_by_code(workspace, code)
    told = {"session": session, "superseded": not row.counts, "replaced_by": row.replaced_by or None}
    console.result({**_data(row), **told}, [_line(row)])
    if not row.counts:
        console.note(annulled_words(row))
        raise Stop(REFUSED)


def _data(row: IssuedRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind.value,
        "number": row.number,
        "subject": row.subject,
        "block": row.block,
        "code": row.code,
        "sha256": row.sha256,
        "pages": row.pages,
        "issued_at": row.issued_at.isoformat(),
        "minutes": row.minutes_number,
        "duplicate_of": row.first_code or None,
    }


def _line(row: IssuedRow) -> str:
    whom = " ".join(part for part in (row.number, row.subject) if part)
    mention = f", duplicata de {row.first_code}" if row.first_code else ""
    named = " · ".join(part for part in (kind_words(row.kind, row.block), whom) if part)
    return f"{row.code} · {named}, {moment_words(row.issued_at)}{mention}"


def _kinds(named: Sequence[str]) -> tuple[DocumentKind, ...]:
    chosen = []
    for text in named:
        found = kind_named(text)
        if found is DocumentKind.ACCESS_PACK:
            raise typer.BadParameter("un dossier d’accès s’établit par «\u00a0documents access\u00a0».")
        if found not in _KNOWN:
            known = ", ".join(TITLES[kind.value] for kind in _KNOWN)
            raise typer.BadParameter(f"« {text} » n’est pas un genre de document : {known}.")
        chosen.append(found)
    if {*chosen} & {*PERSONAL_KINDS} and {*chosen} - {*PERSONAL_KINDS}:
        raise typer.BadParameter("les grilles, qui portent des notes, s’émettent à part.")
    return tuple(kind for kind in _KNOWN if kind in chosen) if chosen else ISSUED_KINDS
