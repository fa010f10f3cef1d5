"""The papers of one person in words: marks, rounds, votes, what an access pack holds and leaves out.

Must not know a page.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cisp_desktop.application.wording import NOT_EVALUATED, NOT_EVALUATED_LABEL, decimal, plural
from cisp_desktop.application.wording_minutes import NBSP, hour, role_words, short_date

VOTES: Mapping[str, str] = {
    "UNANIMOUS": "à l’unanimité des voix",
    "MAJORITY": "à la majorité des voix",
    "CASTING_VOTE": "par la voix prépondérante de la présidence",
}
PHASES: Mapping[str, str] = {"PRESENTATION": "Exposé", "INTERVIEW": "Entretien"}
SEALED_AS_IS = (
    "Chaque grille est reproduite telle que son auteur l’a scellée : elle n’a pas changé depuis. Le reçu est "
    "l’empreinte courte que le juré a pu noter en la scellant."
).replace(" :", f"{NBSP}:")
LEFT_OUT: tuple[str, ...] = (
    (
        "Les données des autres candidats. Leurs noms et numéros sont retirés des textes du jury : la "
        "mention « [autre personne] » en tient la place."
    ),
    "Le nom des personnes citées dans un incident : leurs données ne sont pas celles du candidat.",
    (
        "Les notes de lecture qu’un membre du jury n’a pas partagées : elles lui sont personnelles, et "
        "personne d’autre ne les a lues."
    ),
    (
        "Les voix de chaque membre : le délibéré est secret. Il est dit s’il y a eu unanimité, majorité ou "
        "voix prépondérante."
    ),
    "Les motifs personnels d’un membre (détail d’une récusation, raison d’un départ), ses codes et ses clés.",
    (
        "Les saisies remplacées avant le scellement et les grilles jamais scellées : des brouillons, qui "
        "n’ont compté pour rien. Le journal dit quand il y en a eu."
    ),
)
"""What an access pack does not hold, and why."""
RIGHTS: tuple[str, ...] = (
    (
        "Ce dossier répond au droit d’accès du candidat à ses données (règlement (UE) 2016/679, article 15), "
        "qui comprend ses épreuves et les appréciations des examinateurs."
    ),
    (
        "Une donnée inexacte se fait rectifier auprès du centre (article 16) ; l’appréciation souveraine "
        "du jury n’est pas une donnée inexacte : elle se conteste par les voies de recours ci-dessus."
    ),
    "Une réclamation peut être adressée à la Commission nationale de l’informatique et des libertés (CNIL).",
)


def spaced(text: str) -> str:
    """Return a sentence with the no-break spaces of French."""
    for sign in (":", ";", "»"):
        text = text.replace(f" {sign}", f"{NBSP}{sign}")
    return text.replace("« ", f"«{NBSP}")


def exact_words(result: list[int] | None) -> str:
    """« 12,35/20 » of an exact number, empty for none."""
    return f"{decimal(Fraction(result[0], result[1]))}/20" if result is not None else ""


def mark_words(line: Mapping[str, Any]) -> list[str]:
    """Return what stands on a line of a sheet: « 2 – Acquis », « 12,5/20 », « Non évalué » and why."""
    if line["status"] == "NOT_EVALUATED":
        return [NOT_EVALUATED_LABEL, NOT_EVALUATED.get(line["reason"], "")]
    if line["points"] is not None:
        return [f"{decimal(Fraction(line['points'], 100))}/20"]
    return [f"{line['level']} – {line['label']}"] if line["level"] is not None else ["–"]


def round_words(number: int) -> str:
    """« premier tour », « second tour », « 3e tour »."""
    return {1: "premier tour", 2: "second tour"}.get(number, f"{number}e tour")


def at_words(iso: str) -> str:
    """« le 14/12/2022 à 14 h 30 »."""
    return f"le {short_date(iso)} à{NBSP}{hour(iso)}"


def juror_words(person: Mapping[str, Any], key: str = "juror") -> str:
    """« MARTIN Anne, présidente du jury »."""
    role = role_words(person["role"], sex=person["sex"])
    return f"{person[key]}, {role[:1].lower()}{role[1:]}"


def size_words(size: int) -> str:
    """« 1,2 Mo », « 340 ko » of bytes."""
    if size >= 1_000_000:
        return f"{decimal(size / 1_000_000, 1)}{NBSP}Mo"
    return f"{max(1, round(size / 1000))}{NBSP}ko"


def spent_words(seconds: int) -> str:
    """« 20 min 05 s »."""
    return f"{seconds // 60}{NBSP}min{NBSP}{seconds % 60:02d}{NBSP}s"


def withheld_words(count: int) -> str:
    """« 2 passages retirés », empty for none."""
    if not count:
        return ""
    return spaced(
        f"{plural(count, 'passage nommait', 'passages nommaient')} une autre personne : la mention "
        "« [autre personne] » en tient la place."
    )
