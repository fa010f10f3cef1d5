"""The columns of the table of candidates: what each is called, which field it edits, which show at first.

This module must not know the model, nor how anything is stored.
"""

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import QCoreApplication


class Column(IntEnum):
    """The columns, from left to right."""

    NUMBER = 0
    CIVILITY = 1
    SEX = 2
    BIRTH_NAME = 3
    USAGE_NAME = 4
    FIRST_NAMES = 5
    BIRTH = 6
    BIRTH_PLACE = 7
    BIRTH_INSEE = 8
    BIRTH_POSTCODE = 9
    BIRTH_COUNTRY = 10
    EMAIL = 11
    PHONE = 12
    PATH = 13
    ENTRY_LEVEL = 14
    EXPERIENCE = 15
    SELECTION = 16
    ENTERED_ON = 17
    PRESENTED = 18
    HELD = 19
    ACCOMMODATIONS = 20
    EXTRA_TIME = 21
    TRAINER = 22
    EMPLOYER = 23
    COMPANION = 24
    VAE_ADMISSIBLE = 25
    PANEL = 26
    SLOT = 27
    ATTENDANCE = 28
    WARNINGS = 29


FIELDS: Mapping[Column, str] = {
    Column.NUMBER: "number",
    Column.CIVILITY: "civility",
    Column.SEX: "sex",
    Column.BIRTH_NAME: "birth_name",
    Column.USAGE_NAME: "usage_name",
    Column.FIRST_NAMES: "first_names",
    Column.BIRTH: "birth_date",
    Column.BIRTH_PLACE: "birth_place",
    Column.BIRTH_INSEE: "birth_insee",
    Column.BIRTH_POSTCODE: "birth_postcode",
    Column.BIRTH_COUNTRY: "birth_country",
    Column.EMAIL: "email",
    Column.PHONE: "phone",
    Column.PATH: "access_path",
    Column.ENTRY_LEVEL: "entry_level",
    Column.EXPERIENCE: "experience_years",
    Column.SELECTION: "selection_passed",
    Column.ENTERED_ON: "entered_on",
    Column.PRESENTED: "presented",
    Column.HELD: "held",
    Column.ACCOMMODATIONS: "accommodations",
    Column.EXTRA_TIME: "extra_time_percent",
    Column.TRAINER: "referent_trainer",
    Column.EMPLOYER: "employer",
    Column.COMPANION: "companion",
    Column.VAE_ADMISSIBLE: "vae_admissible_on",
}
"""The field of ``candidate_editing`` that a column edits."""

SHOWN_AT_FIRST = (
    Column.NUMBER, Column.BIRTH_NAME, Column.FIRST_NAMES, Column.BIRTH, Column.PATH, Column.PRESENTED,
    Column.HELD, Column.SLOT, Column.ATTENDANCE, Column.WARNINGS,
)  # fmt: skip
"""What fits a small laptop."""

ALWAYS_SHOWN = (Column.NUMBER, Column.BIRTH_NAME, Column.FIRST_NAMES)
"""Without them nobody knows whose line it is."""

WIDTHS: Mapping[int, int] = {
    Column.NUMBER: 94,
    Column.CIVILITY: 72,
    Column.SEX: 56,
    Column.USAGE_NAME: 130,
    Column.FIRST_NAMES: 112,
    Column.BIRTH: 96,
    Column.BIRTH_PLACE: 130,
    Column.BIRTH_INSEE: 84,
    Column.BIRTH_POSTCODE: 92,
    Column.BIRTH_COUNTRY: 120,
    Column.EMAIL: 200,
    Column.PHONE: 120,
    Column.PATH: 152,
    Column.ENTRY_LEVEL: 70,
    Column.EXPERIENCE: 88,
    Column.SELECTION: 92,
    Column.ENTERED_ON: 96,
    Column.PRESENTED: 134,
    Column.HELD: 92,
    Column.ACCOMMODATIONS: 170,
    Column.EXTRA_TIME: 84,
    Column.TRAINER: 150,
    Column.EMPLOYER: 190,
    Column.COMPANION: 150,
    Column.VAE_ADMISSIBLE: 104,
    Column.PANEL: 90,
    Column.SLOT: 104,
    Column.ATTENDANCE: 104,
    Column.WARNINGS: 76,
}
"""Pixels at 100 %; the birth name takes what is left."""


def titles() -> tuple[str, ...]:
    """Return the titles, short enough for their columns."""
    return (
        _tr("N° dossier"), _tr("Civilité"), _tr("Sexe"), _tr("Nom de naissance"), _tr("Nom d’usage"),
        _tr("Prénoms"), _tr("Naissance"), _tr("Né(e) à"), _tr("Code INSEE"), _tr("Code postal"),
        _tr("Pays"), _tr("Courriel"), _tr("Téléphone"), _tr("Voie d’accès"), _tr("Niveau"),
        _tr("Expérience"), _tr("Sélection"), _tr("Entrée"), _tr("Blocs présentés"), _tr("Déjà acquis"),
        _tr("Aménagements"), _tr("Temps en +"), _tr("Formateur référent"), _tr("Employeur, stage"),
        _tr("Tuteur, accomp. VAE"), _tr("Recevabilité"), _tr("Jury"), _tr("Passage"), _tr("Présence"),
        _tr("À vérifier"),
    )  # fmt: skip


def full_titles() -> tuple[str, ...]:
    """Return the titles in full, for tooltips and the choice of columns."""
    longer = {
        Column.BIRTH: _tr("Date de naissance"),
        Column.BIRTH_PLACE: _tr("Commune de naissance"),
        Column.BIRTH_INSEE: _tr("Code INSEE de naissance"),
        Column.BIRTH_POSTCODE: _tr("Code postal de naissance"),
        Column.BIRTH_COUNTRY: _tr("Pays de naissance"),
        Column.ENTRY_LEVEL: _tr("Niveau d’entrée"),
        Column.EXPERIENCE: _tr("Années d’expérience"),
        Column.SELECTION: _tr("Sélection réussie"),
        Column.ENTERED_ON: _tr("Entrée en formation"),
        Column.HELD: _tr("Blocs déjà acquis"),
        Column.EXTRA_TIME: _tr("Temps supplémentaire, en pourcentage"),
        Column.EMPLOYER: _tr("Employeur ou structure de stage"),
        Column.COMPANION: _tr("Tuteur ou accompagnateur VAE"),
        Column.VAE_ADMISSIBLE: _tr("Recevabilité VAE"),
    }
    return tuple(longer.get(Column(column), title) for column, title in enumerate(titles()))


def _tr(text: str) -> str:
    return QCoreApplication.translate("CandidateTableModel", text)
