"""``centre``: what a training centre's papers, numbers and new sessions carry.

Must not know how a centre is stored.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.centres import LOGO_LIMIT, CentreSettings, check_logo, edit_centre
from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.naming import find_centre
from cisp_desktop.application.planning import PlanningSettings
from cisp_desktop.application.queries import CentreRow
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_planning import settings_words
from cisp_desktop.cli.choices import break_of, hour_of
from cisp_desktop.cli.console import MISUSED
from cisp_desktop.cli.parameters import Folder, Json, Secret, console_of, opened

centre_app = typer.Typer()

Centre = Annotated[str, typer.Argument(metavar="CENTRE", help="Le nom du centre, ou ses lettres.")]
Text = str | None
Number = int | None
Name = Annotated[Text, typer.Option(metavar="NOM", help="Le nom du centre.")]
Letters = Annotated[
    Text, typer.Option(metavar="LETTRES", help="Les lettres des numéros : GRE donne PV-2026-GRE-0001.")
]
Siret = Annotated[Text, typer.Option(metavar="SIRET", help="14 chiffres.")]
Address = Annotated[
    Text, typer.Option(metavar="ADRESSE", help="Voie, code postal et ville, comme sur une lettre.")
]
Place = Annotated[Text, typer.Option(metavar="VILLE", help="La ville où il siège.")]
Phone = Annotated[Text, typer.Option(metavar="TÉL", help="Le téléphone.")]
Email = Annotated[Text, typer.Option(metavar="ADRESSE", help="Le courriel.")]
Signatory = Annotated[Text, typer.Option(metavar="NOM", help="Qui signe les convocations.")]
SignatoryTitle = Annotated[Text, typer.Option(metavar="QUALITÉ", help="Sa qualité.")]
Logo = Annotated[Path | None, typer.Option(metavar="IMAGE", help="Le logo, en PNG ou JPEG.")]
NoLogo = Annotated[bool, typer.Option("--no-logo", help="Retire le logo.")]
First = Annotated[Text, typer.Option(metavar="HEURE", help="La première heure des journées.")]
Last = Annotated[Text, typer.Option(metavar="HEURE", help="La dernière heure des journées.")]
Minutes = Annotated[Number, typer.Option(metavar="MIN", help="La durée d’un passage.")]
Pause = Annotated[Number, typer.Option(metavar="MIN", help="Entre deux passages.")]
Grid = Annotated[Number, typer.Option(metavar="MIN", help="Le pas des débuts.")]
Breaks = Annotated[
    list[str] | None, typer.Option("--break", metavar="PAUSE", help="« 12:30-13:30 Déjeuner », à répéter.")
]


@centre_app.command("list")
def list_centres(context: typer.Context, folder: Folder, secret: Secret = None, json: Json = False) -> None:
    """Liste les centres. Un centre naît avec sa première session."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        rows = workspace.queries.centres()
    console.result(
        {"centres": [_data(row) for row in rows]},
        [f"{row.code}  {row.name}  {plural(row.sessions, 'session', 'sessions')}" for row in rows],
    )


@centre_app.command("show")
def show(
    context: typer.Context, folder: Folder, centre: Centre, secret: Secret = None, json: Json = False
) -> None:
    """Montre les réglages d’un centre."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = find_centre(workspace.queries, centre)
    console.result(_data(row), _lines(row))


@centre_app.command("set")
def change(
    context: typer.Context,
    folder: Folder,
    centre: Centre,
    name: Name = None,
    code: Letters = None,
    siret: Siret = None,
    address: Address = None,
    place: Place = None,
    phone: Phone = None,
    email: Email = None,
    signatory: Signatory = None,
    signatory_title: SignatoryTitle = None,
    logo: Logo = None,
    no_logo: NoLogo = False,
    first: First = None,
    last: Last = None,
    minutes: Minutes = None,
    pause: Pause = None,
    grid: Grid = None,
    breaks: Breaks = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Change les réglages d’un centre ; ce qui n’est pas donné reste, "" vide un champ."""
    console = console_of(context)
    given = {
        field: value
        for field, value in context.params.items()
        if value not in (None, [], ()) and value is not False
    }
    own, planning = _own(given), _planning_given(given)
    if not own and not planning:
        console.fail("usage", "Rien à changer : donnez au moins un réglage.", exit_code=MISUSED)
    with opened(console, folder, secret) as workspace:
        found = find_centre(workspace.queries, centre)
        before = CentreSettings.of_row(found)
        wanted = replace(before, **own, planning=replace(before.planning, **planning))
        edit_centre(workspace, found.id, wanted, before=before)
        row = workspace.queries.centre(found.id)
    console.result(_data(row), _lines(row))


_FIELDS = ("name", "code", "siret", "address", "place", "phone", "email", "signatory", "signatory_title")


def _own(given: Mapping[str, Any]) -> dict[str, Any]:
    own = {field: given[field] for field in _FIELDS if field in given}
    if "no_logo" in given:
        own["logo"] = None
    elif "logo" in given:
        own["logo"] = _picture(given["logo"])
    return own


def _planning_given(given: Mapping[str, Any]) -> dict[str, Any]:
    planning = {field: given[field] for field in ("minutes", "pause", "grid") if field in given}
    planning |= {field: hour_of(given[field]) for field in ("first", "last") if field in given}
    if "breaks" in given:
        planning["breaks"] = tuple(map(break_of, given["breaks"]))
    return planning


def _picture(path: Path) -> bytes:
    content = read_small_file(path, limit=LOGO_LIMIT)
    check_logo(content)
    return content


def _data(row: CentreRow) -> dict[str, Any]:
    return {
        "id": row.id,
        **{field: getattr(row, field) for field in _FIELDS},
        "logo": row.logo is not None,
        "planning": _planning(row).to_data(),
        "sessions": row.sessions,
    }


def _planning(row: CentreRow) -> PlanningSettings:
    return PlanningSettings.from_data(row.defaults.get("planning", {}))


def _lines(row: CentreRow) -> list[str]:
    signed = ", ".join(filter(None, (row.signatory, row.signatory_title)))
    shown = (
        ("Numéros", f"PV-…-{row.code}-…"), ("SIRET", row.siret), ("Adresse", row.address),
        ("Ville", row.place),
        ("Téléphone", row.phone), ("Courriel", row.email), ("Signataire", signed),
        ("Logo", "oui" if row.logo else ""),
        ("Planning d’une nouvelle session", settings_words(_planning(row))),
    )  # fmt: skip
    return [row.name, *(f"{title} : {value or '–'}" for title, value in shown)]
