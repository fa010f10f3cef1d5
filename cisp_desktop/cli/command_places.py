"""Every command and group by its name: its line in the help, and where it is.

A room of the command line, and the use cases that it needs, are imported when its name is called: the others
cost a user nothing. Must not know what a command does.
"""

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer._click import Command, Context
from typer.core import TyperCommand

from cisp_desktop.cli.help_words import FrenchGroup, speak_french


class Place(NamedTuple):
    """Where a command or a group is: a module of this room, what it is called there, its line in the help."""

    module: str
    attribute: str
    help: str


PLACES = {
    "demo": Place(
        "demo_command", "demo", "Crée la session de démonstration si elle manque, et l’ouvre."
    ),
    "deliberate": Place(
        "scoring_commands", "deliberate",
        "Montre propositions et désaccords ; enregistre des décisions, toutes ou aucune.",
    ),
    "workspace": Place(
        "workspace_commands", "workspace_app",
        "Espaces de travail : créer, contrôler, sauvegarder, restaurer, reprendre.",
    ),
    "certification": Place(
        "workspace_commands", "certification_app",
        "Certifications : lister, montrer, chercher, importer, équivalences.",
    ),
    "centre": Place(
        "centre_commands", "centre_app", "Centres de formation : lister, montrer, changer les réglages."
    ),
    "juror": Place("juror_commands", "juror_app", "Registre des jurés : lister, ajouter, changer, retirer."),
    "session": Place(
        "session_commands", "session_app", "Sessions de jury : créer, lister, montrer, déclarer prête."
    ),
    "panel": Place(
        "panel_commands", "panel_app", "Jurys d’une session : ajouter une salle, nommer les membres."
    ),
    "recusal": Place("recusal_commands", "recusal_app", "Récusations : lister, proposer, déclarer, retirer."),
    "absence": Place(
        "absence_commands", "absence_app", "Indisponibilités d’un candidat, d’un juré ou d’une salle."
    ),
    "candidates": Place("list_commands", "candidates_app", "Candidats d’une session."),
    "results": Place("list_commands", "results_app", "Résultats jugés hors du jury."),
    "dossiers": Place("dossier_commands", "dossiers_app", "Dossiers des candidats."),
    "planning": Place(
        "planning_commands", "planning_app",
        "Planning des passages : proposer, montrer, exporter vers un agenda."
    ),
    "documents": Place(
        "batch_commands", "batch_app",
        "Documents de préparation (print), et documents d’après le jury (issue, list, duplicate, check ; "
        "tous ensemble : save, mail).",
    ),
    "template": Place(
        "template_commands", "template_app",
        "Modèles des documents après le jury : textes et couleur d’un centre."
    ),
    "presence": Place(
        "sitting_commands", "presence_app", "Présence des candidats : heures, excuses, retraits."
    ),
    "incident": Place("sitting_commands", "incident_app", "Incidents de séance : lister, noter."),
    "sheets": Place("scoring_commands", "sheets_app", "Grilles individuelles en tableur."),
    "minutes": Place(
        "minutes_commands", "minutes_app", "Procès-verbaux : clore, signer, vérifier, imprimer."
    ),
    "journal": Place(
        "journal_commands", "journal_app",
        "Journal : lire, filtrer, exporter, vérifier sa chaîne, chercher une tête.",
    ),
    "register": Place(
        "register_commands", "register_app",
        "Registres : numéros des procès-verbaux, certifications et blocs délivrés.",
    ),
}  # fmt: skip
"""In the order of the help."""


class EveryCommand(FrenchGroup):
    """The product's commands: all of them named, only the one that is called loaded."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: TyperCommand(name, help=place.help) for name, place in PLACES.items()}

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return a command with all that it takes to run; None for a name that is none."""
        place = PLACES.get(cmd_name)
        return None if place is None else _loaded(cmd_name, place)


def _loaded(name: str, place: Place) -> Command:
    found = getattr(import_module(f"cisp_desktop.cli.{place.module}"), place.attribute)
    holder = typer.Typer(rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name, help=place.help)
    else:
        holder.command(name, help=place.help)(found)
    speak_french(holder)
    return typer.main.get_group(holder).commands[name]
