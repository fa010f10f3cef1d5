"""``certification search`` and ``certification import``: sheets out of JSON, the open data flow or a page.

What is proposed (the parting of competences, the forms of assessments) is taken as it is, and the answer
says so. Must not know how a source is read.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.certification_comparison import Difference, compare_certifications
from cisp_desktop.application.certifications import Imported, import_certification
from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.reference_drafts import SheetDraft, SheetSummary
from cisp_desktop.application.reference_import import check_draft, import_draft
from cisp_desktop.application.wording import plural, short_day
from cisp_desktop.application.wording_certifications import (
    difference_line,
    differences_words,
    next_version_words,
    two_versions,
    up_to_date_words,
)
from cisp_desktop.cli.console import Console
from cisp_desktop.cli.parameters import Folder, Json, Secret, console_of, opened
from cisp_desktop.domain.errors import RuleError

_FLOWS = (".xml", ".zip")
_KINDS = (*_FLOWS, ".txt", ".json")
_LARGEST = 16 * 1024 * 1024
_SHOWN = 10
_TO_READ = (
    "Le découpage en compétences et la forme des épreuves sont des propositions, prises telles quelles : "
    "relisez-les."
)

Flow = Annotated[
    Path, typer.Argument(metavar="FICHIER", help="Le flux de France compétences, en .xml ou en .zip.")
]


def search(
    context: typer.Context,
    file: Flow,
    text: Annotated[list[str], typer.Argument(metavar="MOTS", help="Des mots de l’intitulé, ou un code.")],
    json: Json = False,
) -> None:
    """Cherche des fiches dans le flux de données ouvertes, par l’intitulé ou le code."""
    console = console_of(context)
    found = console.services.reference_flows.search(file, " ".join(text))
    console.result(
        {"sheets": [_summary_data(one) for one in found]},
        [_summary_line(one) for one in found] or ["Aucune fiche ne porte ces mots."],
    )


def import_file(
    context: typer.Context,
    folder: Folder,
    file: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="La fiche : .json, flux .xml ou .zip, page collée .txt.")
    ],
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="CODE", help="La fiche à prendre dans le flux.")
    ] = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Importe des fiches : JSON livré, flux de France compétences (--code), ou page publique en .txt."""
    console = console_of(context)
    kind = file.suffix.casefold()
    if kind not in _KINDS:
        raise RuleError("reference.kind", name=file.name)
    if kind != ".json":
        drafts = _drafts(console, file, code or ())
        for draft in drafts:
            check_draft(draft)
        with opened(console, folder, secret) as workspace:
            told = [_saved(workspace, draft) for draft in drafts]
        _tell(console, told)
        return
    text = _text_of(file)
    with opened(console, folder, secret) as workspace:
        imported = import_certification(workspace, text)
        state, words = _outcome(workspace, imported)
    console.result({"id": imported.id, "state": state}, [words])


def _drafts(console: Console, file: Path, codes: Sequence[str]) -> list[SheetDraft]:
    flows = console.services.reference_flows
    if file.suffix.casefold() == ".txt":
        return [flows.pasted(_text_of(file))]
    if not codes:
        first = flows.search(file, limit=_SHOWN)
        shown = ", ".join(one.code for one in first)
        raise RuleError("reference.code_needed", name=str(file), codes=shown or "–")
    return [flows.load(file, code) for code in dict.fromkeys(codes)]


def _text_of(file: Path) -> str:
    """Read a text in UTF-8, or what Windows writes; JSON is never in the latter."""
    content = read_small_file(file, limit=_LARGEST)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if file.suffix.casefold() == ".txt":
            wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
            return content.decode("utf-16" if wide else "cp1252", "replace")
        raise RuleError("certification.not_json") from error


def _outcome(workspace: Workspace, imported: Imported) -> tuple[str, str]:
    """Return what an import did, as a code and in a sentence."""
    row = workspace.queries.certification(imported.id)
    if not imported.written:
        return "UNCHANGED", up_to_date_words(row.code, row.version)
    if imported.previous_id is None:
        return "CREATED", f"Certification importée : {imported.id}"
    before = workspace.queries.certification(imported.previous_id)
    hint = f"Voyez « certification compare … {row.code} »."
    return "NEXT_VERSION", f"{next_version_words(before, row)} {hint}"


def _saved(workspace: Workspace, draft: SheetDraft) -> dict[str, Any]:
    imported = import_draft(workspace, draft)
    state, words = _outcome(workspace, imported)
    return {
        "id": imported.id,
        "state": state,
        "message": words,
        "code": draft.code,
        "title": draft.title,
        "blocks": len(draft.blocks),
        "competences": sum(len(block.competences) for block in draft.blocks),
        "assessments": sum(len(block.assessments) for block in draft.blocks),
        "notes": [{"code": note.code, "message": note.words} for note in draft.notes],
    }


def _tell(console: Console, told: Sequence[dict[str, Any]]) -> None:
    lines = []
    for one in told:
        counts = (
            plural(one["blocks"], "bloc", "blocs"),
            plural(one["competences"], "compétence", "compétences"),
            plural(one["assessments"], "épreuve", "épreuves"),
        )
        if one["state"] == "UNCHANGED":
            lines.append(one["message"])
            continue
        lines.append(f"{one['message']}  {', '.join(counts)}  {one['title']}")
        lines += [f"! {note['message']}" for note in one["notes"]]
    identifier = {"id": told[0]["id"]} if len(told) == 1 else {}
    to_read = [_TO_READ] if any(one["state"] != "UNCHANGED" for one in told) else []
    console.result({**identifier, "certifications": list(told), "to_read": _TO_READ}, [*lines, *to_read])


def compare(
    context: typer.Context,
    folder: Folder,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Le code, par exemple RNCP36128.")],
    first: Annotated[
        int | None, typer.Option("--from", metavar="N", help="Une version ; sinon, l’avant-dernière.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", metavar="N", help="L’autre ; sinon, la dernière.")
    ] = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Compare deux versions d’une certification, ligne à ligne."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        before, after = two_versions(workspace.queries.certifications(), code, first=first, last=last)
    lines = compare_certifications(before, after)
    console.result(
        {
            "before": before.id,
            "after": after.id,
            "differences": [_difference_data(line) for line in lines],
        },
        [f"{before.id} → {after.id} : {differences_words(lines) if lines else 'aucune différence'}"]
        + [difference_line(line) for line in lines],
    )


def _difference_data(line: Difference) -> dict[str, Any]:
    return {
        "kind": line.kind.value, "change": line.change.value, "block": line.block, "name": line.name,
        "before": line.before, "after": line.after, "moved_from": line.moved_from,
    }  # fmt: skip


def _summary_data(one: SheetSummary) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "level": one.level,
        "active": one.active,
        "kind": one.kind,
        "blocks": one.blocks,
        "registration_ends": one.registration_ends.isoformat() if one.registration_ends else None,
    }


def _summary_line(one: SheetSummary) -> str:
    level = f"niveau {one.level}" if one.level else "sans niveau"
    state = "active" if one.active else "inactive"
    ends = f", jusqu’au {short_day(one.registration_ends)}" if one.registration_ends else ""
    return f"{one.code}  {level}  {plural(one.blocks, 'bloc', 'blocs')}  {state}{ends}  {one.title}"
