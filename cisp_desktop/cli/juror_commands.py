"""``juror``: the register of jurors, kept from session to session.

E-mail and phone are private: only the JSON of these commands holds them. Must not know seats or codes.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import typer

from cisp_desktop.application.juror_register import (
    Habilitation,
    JurorDetails,
    add_juror,
    details_of,
    edit_juror,
    habilitation_on,
    remove_juror,
)
from cisp_desktop.application.naming import find_juror
from cisp_desktop.application.queries import JurorRow
from cisp_desktop.application.wording import JUROR_CATEGORIES, plural, short_day
from cisp_desktop.cli.choices import chosen, day_or_none
from cisp_desktop.cli.console import MISUSED
from cisp_desktop.cli.parameters import Folder, Json, Secret, console_of, opened
from cisp_desktop.domain.panel import JurorCategory

juror_app = typer.Typer()

Name = Annotated[str, typer.Argument(metavar="JURÉ", help="« NOM Prénom ».")]
Text = str | None
Title = Annotated[Text, typer.Option(metavar="TITRE", help="Sa fonction.")]
Employer = Annotated[Text, typer.Option(metavar="EMPLOYEUR", help="Son employeur.")]
Category = Annotated[Text, typer.Option(metavar="CATÉGORIE", help="Par exemple PROFESSIONAL ou TRAINER.")]
Sex = Annotated[Text, typer.Option(metavar="M|F", help="Pour l’équilibre du jury.")]
Email = Annotated[Text, typer.Option(metavar="ADRESSE", help="Son courriel, privé.")]
Phone = Annotated[Text, typer.Option(metavar="TÉL", help="Son téléphone, privé.")]
From = Annotated[Text, typer.Option("--from", metavar="DATE", help="Le début de son habilitation.")]
Until = Annotated[Text, typer.Option("--until", metavar="DATE", help="La fin de son habilitation.")]
Ties = Annotated[Text, typer.Option(metavar="TEXTE", help="Les liens qu’il déclare avec des candidats.")]
_SEXES = {"M": "homme", "F": "femme"}


@juror_app.command("list")
def list_jurors(context: typer.Context, folder: Folder, secret: Secret = None, json: Json = False) -> None:
    """Liste le registre : fonction, employeur, habilitation."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        rows = workspace.queries.jurors()
        today = workspace.clock().date()
    console.result(
        {"jurors": [_data(row) | {"habilitation": habilitation_on(row, today).value} for row in rows]},
        [_line(row, expired=habilitation_on(row, today) is Habilitation.EXPIRED) for row in rows],
    )


@juror_app.command("add")
def add(
    context: typer.Context,
    folder: Folder,
    juror: Name,
    title: Title = None,
    employer: Employer = None,
    category: Category = None,
    sex: Sex = None,
    email: Email = None,
    phone: Phone = None,
    starts: From = None,
    ends: Until = None,
    ties: Ties = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Ajoute un juré au registre."""
    console = console_of(context)
    given = _given(
        title=title, employer=employer, category=category, sex=sex, email=email, phone=phone,
        habilitated_from=starts, habilitated_until=ends, ties=ties,
    )  # fmt: skip
    with opened(console, folder, secret) as workspace:
        identifier = add_juror(workspace, replace(JurorDetails(juror), **given))
        row = next(one for one in workspace.queries.jurors() if one.id == identifier)
    console.result(_data(row), [f"Juré ajouté : {_line(row)}"])


@juror_app.command("set")
def change(
    context: typer.Context,
    folder: Folder,
    juror: Name,
    name: Annotated[Text, typer.Option(metavar="NOM", help="Un autre « NOM Prénom ».")] = None,
    title: Title = None,
    employer: Employer = None,
    category: Category = None,
    sex: Sex = None,
    email: Email = None,
    phone: Phone = None,
    starts: From = None,
    ends: Until = None,
    ties: Ties = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Change la fiche d’un juré ; ce qui n’est pas donné reste. « "" » vide un champ."""
    console = console_of(context)
    given = _given(
        name=name, title=title, employer=employer, category=category, sex=sex, email=email, phone=phone,
        habilitated_from=starts, habilitated_until=ends, ties=ties,
    )  # fmt: skip
    if not given:
        console.fail("usage", "Rien à changer : donnez au moins un champ.", exit_code=MISUSED)
    with opened(console, folder, secret) as workspace:
        found = find_juror(workspace.queries, juror)
        before = details_of(found)
        edit_juror(workspace, found.id, before=before, after=replace(before, **given))
        row = next(one for one in workspace.queries.jurors() if one.id == found.id)
    console.result(_data(row), [_line(row)])


@juror_app.command("remove")
def remove(
    context: typer.Context, folder: Folder, juror: Name, secret: Secret = None, json: Json = False
) -> None:
    """Retire du registre un juré qui n’a jamais siégé."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        found = find_juror(workspace.queries, juror)
        remove_juror(workspace, found.id)
    console.result({"id": found.id, "removed": True}, [f"Juré retiré du registre : {found.name}"])


def _given(**texts: str | None) -> dict[str, Any]:
    """Return what was typed as the register keeps it; an empty text takes away what was there."""
    given: dict[str, Any] = {field: text for field, text in texts.items() if text is not None}
    for field in ("habilitated_from", "habilitated_until"):
        if field in given:
            given[field] = day_or_none(given[field])
    if "category" in given:
        given["category"] = _code(given["category"], JUROR_CATEGORIES)
        given["category"] = JurorCategory(given["category"]) if given["category"] else None
    if "sex" in given:
        given["sex"] = _code(given["sex"], _SEXES)
    return given


def _code(text: str, words: Mapping[str, str]) -> str:
    return chosen(text, words) if text.strip() else ""


def _data(row: JurorRow) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "title": row.title, "employer": row.employer,
        "category": row.category.value if row.category else None, "sex": row.sex, "email": row.email,
        "phone": row.phone,
        "habilitated_from": row.habilitated_from.isoformat() if row.habilitated_from else None,
        "habilitated_until": row.habilitated_until.isoformat() if row.habilitated_until else None,
        "ties": row.ties, "sessions": row.sessions,
    }  # fmt: skip


def _line(row: JurorRow, *, expired: bool = False) -> str:
    words = [row.title, row.employer, JUROR_CATEGORIES[row.category] if row.category else ""]
    if row.habilitated_until is not None:
        ended = "habilitation finie le" if expired else "habilité jusqu’au"
        words.append(f"{ended} {short_day(row.habilitated_until)}")
    words.append(plural(row.sessions, "session", "sessions"))
    return "  ".join([row.name, ", ".join(filter(None, words))])
