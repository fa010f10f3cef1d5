"""``documents save | mail``: all the papers of a session as files, or as drafts of messages to candidates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.mail_wording import (
    PAPERS_MAIL,
    MailModel,
    mail_facts,
    mail_fields,
    unknown_blanks,
)
from cisp_desktop.application.paper_batch import (
    BY_HAND,
    UNASKED,
    Batch,
    BatchChoice,
    batch_kind_named,
    chosen_papers,
    counting,
    left_out_words,
    read_batch,
    write_batch,
)
from cisp_desktop.application.paper_mails import (
    Addressee,
    addressees,
    kept_back_words,
    shared_addresses,
    write_mails,
)
from cisp_desktop.application.paper_templates import session_mail
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.wording import plural
from cisp_desktop.cli.access_commands import access_documents_app
from cisp_desktop.cli.console import Console
from cisp_desktop.cli.issuing_commands import check_numbers
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, Session, console_of, opened
from cisp_desktop.domain.errors import Refused, RuleError

batch_app = access_documents_app
"""The papers of preparation, those after the jury one by one, and those of this module."""
MOST_TEXT = 100 * 1024
"""Bytes of the file that holds a message's text."""

_Target = Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où écrire ; il est créé s’il manque.")]
_KindNames = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="GENRE", help="Par exemple « Relevé de décision » ; peut être répété."),
]
_Numbers = Annotated[
    list[str] | None,
    typer.Option("--candidate", metavar="N", help="Le N° dossier d’un candidat ; peut être répété."),
]
_Subject = Annotated[
    str | None,
    typer.Option("--subject", metavar="TEXTE", help="L’objet des courriels, sinon celui du centre."),
]
_TextFile = Annotated[
    Path | None,
    typer.Option(
        "--text", metavar="FICHIER",
        help="Le texte des courriels (UTF-8), sinon celui du centre ; y sont remplis, entre accolades : "
        f"{', '.join(mail_fields(PAPERS_MAIL))}.",
    ),
]  # fmt: skip


@batch_app.command("save")
def save(
    context: typer.Context,
    folder: Folder,
    session: Session,
    target: _Target,
    kind: _KindNames = None,
    candidate: _Numbers = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit procès-verbaux, extraits et documents émis en PDF, avec leur liste, pour un autre ordinateur."""
    console = console_of(context)
    kinds = _kinds(kind or [])
    with opened(console, folder, secret) as workspace:
        batch, choice = _chosen(workspace, session, kinds, candidate or [])
        papers = chosen_papers(batch, choice)
        if not papers:
            raise Refused("batch.nothing")
        number = workspace.queries.session(session).minutes_number
        files = write_batch(workspace, papers, target, number=number, replaces=force)
    warnings = _warn(console, left_out_words(batch, choice))
    console.result(
        {"files": [str(file.resolve()) for file in files], "papers": len(papers), "warnings": warnings},
        [*(file.name for file in files), f"{counting(papers)} : {target.resolve()}"],
    )


@batch_app.command("mail")
def mail(
    context: typer.Context,
    folder: Folder,
    session: Session,
    target: _Target,
    kind: _KindNames = None,
    candidate: _Numbers = None,
    subject: _Subject = None,
    text: _TextFile = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit un courriel (.eml) par candidat, ses documents joints, à envoyer d’une messagerie."""
    console = console_of(context)
    kinds = _kinds(kind or [])
    worded = _text(text) if text is not None else None
    with opened(console, folder, secret) as workspace:
        batch, choice = _chosen(workspace, session, kinds, candidate or [], without=BY_HAND)
        people = _people(workspace, session, batch, choice)
        kept = kept_back_words(batch, choice.kinds, choice.numbers)
        if not any(one.address for one in people):
            console.refuse(Refused("batch.no_mail"), details=kept)
        own = session_mail(workspace, session, PAPERS_MAIL)
        model = MailModel(subject or own.subject, own.text if worded is None else worded)
        row = workspace.queries.session(session)
        facts = mail_facts(row, workspace.queries.centre(row.centre_id))
        names = write_mails(
            workspace, target, people, model=model, facts=facts,
            writer=console.services.message_writer, stamp=console.services.clock(), replaces=force,
        )  # fmt: skip
    warnings = _warn(console, [*left_out_words(batch, choice), *kept, *_mail_words(people, model)])
    console.result(
        {
            "files": [str((target / name).resolve()) for name in names],
            "without_address": [one.number for one in people if not one.address],
            "warnings": warnings,
        },
        [*names, f"{plural(len(names), 'courriel écrit', 'courriels écrits')} : {target.resolve()}"],
    )


def _people(workspace: Workspace, session: str, batch: Batch, choice: BatchChoice) -> list[Addressee]:
    people = addressees(batch, workspace.queries.registrations(session), choice.kinds)
    return [one for one in people if choice.numbers is None or one.number in choice.numbers]


def _mail_words(people: Sequence[Addressee], model: MailModel) -> list[str]:
    words = [f"Rien ne remplit {{{name}}}." for name in unknown_blanks(model, PAPERS_MAIL)]
    without = [f"{one.number} {one.name}" for one in people if not one.address]
    if without:
        words.append(f"Sans adresse utilisable, donc sans courriel : {', '.join(without)}.")
    words += [f"Plusieurs candidats ont donné l’adresse {one}." for one in shared_addresses(people)]
    return words


def _chosen(
    workspace: Workspace,
    session: str,
    kinds: frozenset[str],
    numbers: Sequence[str],
    *,
    without: frozenset[str] = frozenset(),
) -> tuple[Batch, BatchChoice]:
    check_numbers(workspace, session, set(numbers))
    batch = read_batch(workspace, session)
    asked = kinds or frozenset(batch.kinds) - UNASKED - without
    return batch, BatchChoice(asked, frozenset(numbers) if numbers else None)


def _kinds(named: Sequence[str]) -> frozenset[str]:
    chosen = set()
    for text in named:
        found = batch_kind_named(text)
        if found is None:
            raise typer.BadParameter(f"« {text} » n’est pas un genre de document.")
        chosen.add(found)
    return frozenset(chosen)


def _text(path: Path) -> str:
    try:
        return read_small_file(path, limit=MOST_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError("file.unreadable", file=str(path)) from error


def _warn(console: Console, words: Sequence[str]) -> list[str]:
    for one in words:
        console.note(f"Attention : {one}")
    return list(words)
