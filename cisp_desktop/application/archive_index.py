"""Two texts of an archive folder: which file is about whom, and what the codes of the frozen data mean.

The words are those of screens and papers. Must not know how the folder is written.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cisp_desktop.application.minutes_differences import LABELS
from cisp_desktop.application.paper_fields import holder_name
from cisp_desktop.application.wording import (
    ATTENDANCE,
    DOSSIER_KINDS,
    DOUBTS,
    ENDINGS,
    GROUNDS,
    MINUTES_STATES,
    NOT_EVALUATED,
    RECUSAL_GROUNDS,
    ROUTES,
)
from cisp_desktop.application.wording_incidents import INCIDENT_KINDS
from cisp_desktop.application.wording_issued import TITLES
from cisp_desktop.application.wording_journal import ACTIONS, ACTORS
from cisp_desktop.application.wording_minutes import (
    ACCESS_PATHS,
    BLOCK_WORDS,
    MEMBER_ATTENDANCE,
    OUTCOMES,
    REASON_KINDS,
    ROLES,
    WARNINGS,
)
from cisp_desktop.application.wording_personal import PHASES, VOTES
from cisp_desktop.domain.text import folded

INDEX, GLOSSARY = "index.txt", "glossaire.txt"
_OF_ALL = "Toute la session"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the folder: whom it is about (empty: the session), what it is, its path."""

    whom: str
    what: str
    path: str


def subject_of(snapshot: str) -> str:
    """Return whom the frozen content of an issued paper is about: « NOM Prénom (D-0001) », a juror by name;
    empty for a paper of a whole panel.
    """
    content = json.loads(snapshot)
    holder = content.get("holder")
    if holder:
        return candidate_words(holder_name(holder), holder["number"])
    member = content.get("member")
    return f"{member['name']} (jury)" if member else ""


def candidate_words(name: str, number: str) -> str:
    """« NOM Prénom (D-0001) »."""
    return f"{name} ({number})"


def index_text(entries: Iterable[Entry], *, number: str) -> str:
    """Return the index, the session's own files first, then by name."""
    told: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda one: (bool(one.whom), folded(one.whom), one.what, one.path)):
        told.setdefault(entry.whom or _OF_ALL, []).append(f"    {entry.what}\n        {entry.path}")
    title = f"Qui est dans quel fichier – session {number}"
    parts = [f"{title}\n{'=' * len(title)}", *("\n".join([whom, *lines]) for whom, lines in told.items())]
    return _plain("\n\n".join(parts))


def glossary_text() -> str:
    """Return what every code of the frozen data and of the journal means, in the words of the application."""
    title = "Les codes des fichiers .json et de journal.jsonl"
    said = [f"{title}\n{'=' * len(title)}"]
    for head, words in _VOCABULARIES:
        width = max(len(code) for code in words)
        lines = [f"    {code:<{width}}  {text}" for code, text in words.items()]
        said.append("\n".join([head, *lines]))
    return _plain("\n\n".join(said))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ") + "\n"


_VOCABULARIES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("Décision sur un bloc, proposition du barème", BLOCK_WORDS),
    ("Résultat d’un candidat", OUTCOMES),
    ("Présence d’un candidat", ATTENDANCE),
    ("Présence d’un membre du jury", MEMBER_ATTENDANCE),
    ("Qualité d’un membre du jury", {code: words[0] for code, words in ROLES.items()}),
    ("Voie d’accès", ACCESS_PATHS),
    ("Sexe", {"F": "femme", "M": "homme"}),
    ("Nature d’un motif", REASON_KINDS),
    ("Avertissement d’un procès-verbal", WARNINGS),
    ("État d’un procès-verbal", MINUTES_STATES),
    ("Fin d’une version de procès-verbal", ENDINGS),
    ("Motif d’une rectification", GROUNDS),
    ("Manière de signer", ROUTES),
    ("Nature d’un document émis", TITLES),
    ("Vote", VOTES),
    ("Moment d’un passage", PHASES),
    ("Doute sur une proposition", DOUBTS),
    ("Compétence non évaluée", NOT_EVALUATED),
    ("Pièce d’un candidat", DOSSIER_KINDS),
    ("Motif d’une récusation", RECUSAL_GROUNDS),
    ("Nature d’un incident", INCIDENT_KINDS),
    ("Champ d’un procès-verbal", {code: words for code, words in LABELS.items() if words}),
    ("Auteur d’une ligne du journal (« actor »)", ACTORS),
    ("Acte d’une ligne du journal (« action »)", ACTIONS),
)
