"""``template list | show | set | reset | preview``: wording and colour of a centre's papers and messages."""

import json as json_format
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.exporting import PDF, check_target
from cisp_desktop.application.files import read_small_file, write_file
from cisp_desktop.application.mail_wording import MAILS, sample_mail
from cisp_desktop.application.naming import find_centre
from cisp_desktop.application.paper_fields import field_words
from cisp_desktop.application.paper_templates import (
    checked_templates,
    draw_preview,
    edit_templates,
    preview_source,
    read_templates,
    reset_templates,
)
from cisp_desktop.application.paper_wording import WORDED, paragraphs_of
from cisp_desktop.application.wording import plural
from cisp_desktop.cli.centre_commands import Centre
from cisp_desktop.cli.console import MISUSED
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, console_of, opened
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.domain.text import folded

template_app = typer.Typer()
_FILE_LIMIT = 1_000_000
_JSON, _MESSAGE = (".json",), (".eml",)
_Kind = Annotated[str | None, typer.Option("--kind", metavar="GENRE", help="Un seul genre de document.")]
_OneKind = Annotated[str, typer.Option("--kind", metavar="GENRE", help="Le genre de document.")]
_Paragraph = Annotated[
    str | None,
    typer.Option("--text", metavar="TEXTE", help="Un seul de ses textes, par exemple « closing »."),
]
_Given = Annotated[
    Path, typer.Argument(metavar="FICHIER", help="Un modèle en JSON, comme l’écrit « show --out ».")
]
_SavedAs = Annotated[
    Path | None, typer.Option("--out", metavar="FICHIER", help="Où écrire le modèle, en JSON.")
]
_Preview = Annotated[
    Path, typer.Option("--out", metavar="FICHIER", help="Où écrire l’aperçu : .pdf, ou .eml d’un courriel.")
]
_Session = Annotated[
    str | None,
    typer.Option("--session", metavar="S", help="Une session, pour un aperçu sur son premier document."),
]


@template_app.command("list")
def list_templates(
    context: typer.Context, folder: Folder, centre: Centre, secret: Secret = None, json: Json = False
) -> None:
    """Liste documents et courriels qui ont un modèle, leurs textes, et les champs qu’ils connaissent."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        known = read_templates(workspace, find_centre(workspace.queries, centre).id)
    papers, lines = [], []
    for kind, title in WORDED.items():
        changed = known.papers.get(kind, {})
        texts = []
        lines.append(f"{title} : {_state(len(changed))}")
        for key, one in paragraphs_of(kind).items():
            fields = list(one.rule.known)
            texts.append({"text": key, "title": one.title, "changed": key in changed, "fields": fields})
            lines.append(f"  {key} : {one.title}{', modifié' if key in changed else ''}")
        papers.append({"kind": kind, "title": title, "texts": texts})
    paragraphs = [one for kind in WORDED for one in paragraphs_of(kind).values()]
    named = sorted({name for one in paragraphs for name in one.rule.known})
    lines += ["Champs :", *(f"  {{{name}}} : {field_words(name)}" for name in named)]
    console.result({"accent": known.accent, "papers": papers}, lines)


def _state(changed: int) -> str:
    return plural(changed, "texte modifié", "textes modifiés") if changed else "modèle d’origine"


@template_app.command("show")
def show(
    context: typer.Context,
    folder: Folder,
    centre: Centre,
    kind: _Kind = None,
    out: _SavedAs = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Montre les textes en vigueur ; --out les écrit dans un fichier que « set » reprend."""
    console = console_of(context)
    kinds = [_named(kind)] if kind is not None else list(WORDED)
    if out is not None:
        check_target(out, _JSON, replaces=force)
    with opened(console, folder, secret) as workspace:
        known = read_templates(workspace, find_centre(workspace.queries, centre).id)
    data = _data(known, kinds)
    if out is not None:
        write_file(out, json_format.dumps(data, ensure_ascii=False, indent=2).encode())
    console.result({**data, "path": str(out.resolve()) if out is not None else None}, _lines(known, kinds))


def _data(known: CentreTemplates, kinds: list[str]) -> dict[str, Any]:
    """Return every text in force, those of origin too: a file to start from."""
    papers = {
        kind: {
            key: one.origin if (words := known.words(kind, key)) is None else words
            for key, one in paragraphs_of(kind).items()
        }
        for kind in kinds
    }
    return {"accent": known.accent, "papers": {kind: texts for kind, texts in papers.items() if texts}}


def _lines(known: CentreTemplates, kinds: list[str]) -> list[str]:
    lines = [f"Couleur : {known.accent or 'noir'}"]
    for kind, texts in _data(known, kinds)["papers"].items():
        lines.append(WORDED[kind])
        lines += [f"  {paragraphs_of(kind)[key].title} : {text or '–'}" for key, text in texts.items()]
    return lines


@template_app.command("set")
def change(
    context: typer.Context,
    folder: Folder,
    centre: Centre,
    file: _Given,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Prend les textes et la couleur d’un fichier ; ce que le fichier ne nomme pas reste."""
    console = console_of(context)
    given = _read(file)
    with opened(console, folder, secret) as workspace:
        found = find_centre(workspace.queries, centre)
        before = read_templates(workspace, found.id)
        papers = {kind: dict(texts) for kind, texts in before.papers.items()}
        for kind, texts in given.get("papers", {}).items():
            papers.setdefault(kind, {}).update(texts)
        wanted = CentreTemplates(given.get("accent", before.accent), papers)
        edit_templates(workspace, found.id, wanted, before=before, renderer=console.services.issued)
        after = read_templates(workspace, found.id)
    console.result(_told(after), _said(after))


def _read(file: Path) -> Mapping[str, Any]:
    """Return a file's templates, kinds by codes. Raises ``RuleError("paper_template.file")``, ``file.*``."""
    content = read_small_file(file, limit=_FILE_LIMIT)
    try:
        data = json_format.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # neither UTF-8 nor JSON, or nested without end
        raise RuleError("paper_template.file") from None
    if not isinstance(data, dict) or not set(data) <= {"accent", "papers", "path"}:
        raise RuleError("paper_template.file")
    papers = data.get("papers", {})
    texts = papers.values() if isinstance(papers, dict) else [None]
    sound = all(
        isinstance(one, dict) and all(isinstance(text, str) for text in one.values()) for one in texts
    )
    if not sound or not isinstance(data.get("accent", ""), str):
        raise RuleError("paper_template.file")
    return {**data, "papers": {_named(kind): texts for kind, texts in papers.items()}}


@template_app.command("reset")
def reset(
    context: typer.Context,
    folder: Folder,
    centre: Centre,
    kind: _Kind = None,
    text: _Paragraph = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Revient au modèle d’origine : d’un texte, d’un document, ou de tout, couleur comprise."""
    console = console_of(context)
    if text is not None and kind is None:
        console.fail("usage", "--text demande aussi --kind : de quel document ?", exit_code=MISUSED)
    chosen = _named(kind) if kind is not None else None
    with opened(console, folder, secret) as workspace:
        found = find_centre(workspace.queries, centre)
        before = read_templates(workspace, found.id)
        wanted = reset_templates(before, kind=chosen, paragraph=text)
        edit_templates(workspace, found.id, wanted, before=before, renderer=console.services.issued)
    console.result(_told(wanted), _said(wanted))


@template_app.command("preview")
def preview(
    context: typer.Context,
    folder: Folder,
    centre: Centre,
    kind: _OneKind,
    out: _Preview,
    session: _Session = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit l’aperçu d’un document avec le modèle en vigueur ; rien n’est émis."""
    console = console_of(context)
    chosen = _named(kind)
    mail = chosen in MAILS
    check_target(out, _MESSAGE if mail else PDF, replaces=force)
    with opened(console, folder, secret) as workspace:
        found = find_centre(workspace.queries, centre)
        known = checked_templates(read_templates(workspace, found.id))
        source = (
            None if mail else preview_source(workspace, found.id, DocumentKind(chosen), session_id=session)
        )
    if source is None:
        message = sample_mail(known, chosen, centre=found.name)
        content = console.services.message_writer.message(message, stamp=console.services.clock())
        pages, invented = None, True
    else:
        drawn = draw_preview(source, known, renderer=console.services.issued)
        content, pages, invented = drawn.pdf, drawn.pages, source.sample
    write_file(out, content)
    sample = "exemple inventé" if invented else "premier document de la session"
    console.result(
        {"kind": chosen, "pages": pages, "sample": invented, "path": str(out.resolve())},
        [f"{WORDED[chosen]}, {sample} : {out.resolve()}"],
    )


def _named(text: str) -> str:
    """Return the paper or message called so, by its code or its title.

    Raises ``RuleError("paper_template.paper")`` when it has no template.
    """
    wanted = folded(text)
    for kind, title in WORDED.items():
        if wanted in (folded(kind), folded(title)):
            return kind
    raise RuleError("paper_template.paper", paper=text, known=", ".join(WORDED.values()))


def _told(known: CentreTemplates) -> dict[str, Any]:
    return {"accent": known.accent, "changed": {kind: sorted(texts) for kind, texts in known.papers.items()}}


def _said(known: CentreTemplates) -> list[str]:
    count = sum(len(texts) for texts in known.papers.values())
    return [f"Couleur : {known.accent or 'noir'}", f"Textes : {_state(count)}"]
