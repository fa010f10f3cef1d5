"""The French words of dossiers: what a file of a folder is and why, what a cell of the matrix says.

Must not know a widget, a page or a command.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from cisp_desktop.application.folder_import import FileState, LookedFile, StoredVersion, Verdict
from cisp_desktop.application.services import Clue
from cisp_desktop.application.wording import DOSSIER_KINDS, sentence, sentence_of, short_day
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.certification import DossierKind

FILE_STATES: Mapping[FileState, str] = {
    FileState.AMBIGUOUS: "Ambigu",
    FileState.UNKNOWN: "Inconnu",
    FileState.NEW_VERSION: "Nouvelle version",
    FileState.RECOGNISED: "Reconnu",
    FileState.DUPLICATE: "Doublon",
    FileState.REFUSED: "Refusé",
    FileState.TOO_LARGE: "Trop volumineux",
    FileState.DAMAGED: "Endommagé",
    FileState.UNREADABLE: "Illisible",
}
_CLUES: Mapping[Clue, str] = {
    Clue.NUMBER: "N° dossier",
    Clue.NAME: "nom",
    Clue.NUMBER_AND_NAME: "N° dossier et nom",
}
LATE = "en retard"
MISSING = "manquant"
NOT_ASKED = "non demandé"
NOT_EXPECTED = "non attendu"


def file_words(file: LookedFile, verdict: Verdict, *, names: Mapping[str, str], by_hand: bool = False) -> str:
    """Say in one line why a file is what it is, and how to mend it.

    ``names`` are the candidates by registration id; ``by_hand``: somebody chose the candidate or the kind.
    """
    if not verdict.state.storable:
        return _why_refused(file)
    if verdict.state is FileState.DUPLICATE:
        return _duplicate_words(verdict, names)
    if verdict.state in (FileState.AMBIGUOUS, FileState.UNKNOWN):
        return _open_words(file, names)
    told = "Choisi à la main" if by_hand else _clue_words(file)
    if verdict.replaces is not None:
        day = short_day(verdict.replaces.received_at.date())
        return f"Remplacera la version du {day}, conservée · {told[0].lower()}{told[1:]}"
    return told


def _why_refused(file: LookedFile) -> str:
    if file.error is not None:
        return sentence(file.error)
    return sentence_of(file.found.problem or "dossier.name.not_pdf", {"name": file.name})


def _duplicate_words(verdict: Verdict, names: Mapping[str, str]) -> str:
    known = verdict.known
    if known is None:
        return f"Même contenu que «{NBSP}{verdict.twin.name if verdict.twin else ''}{NBSP}» de ce répertoire"
    place = _place(known, names)
    day = short_day(known.received_at.date())
    if known.counts:
        return f"Déjà rangé le {day}{NBSP}: {place}"
    return f"Déjà rangé le {day} et remplacé depuis{NBSP}: {place}"


def _place(version: StoredVersion, names: Mapping[str, str]) -> str:
    name = " ".join(names.get(version.registration_id, "").split())
    return f"{DOSSIER_KINDS[version.kind]}, {name}"


def _open_words(file: LookedFile, names: Mapping[str, str]) -> str:
    found = file.found
    if len(found.people) > 1:
        people = [" ".join(names.get(one, one).split()) for one in found.people]
        return f"Plusieurs candidats possibles{NBSP}: {listed(people)}"
    if len(found.kinds) > 1:
        return f"Plusieurs pièces possibles{NBSP}: {listed([DOSSIER_KINDS[one] for one in found.kinds])}"
    return sentence_of(found.problem or "dossier.name.unknown", {})


def _clue_words(file: LookedFile) -> str:
    found = file.found
    if found.clue is None:
        return "Reconnu au nom du fichier"
    where = "un nom de répertoire" if found.from_folder else "le nom du fichier"
    return f"Reconnu{NBSP}: {_CLUES[found.clue]} dans {where}"


def listed(words: Sequence[str]) -> str:
    """« a, b ou c »."""
    *first, last = words
    return f"{', '.join(first)} ou {last}" if first else last


def kind_list(kinds: Sequence[DossierKind]) -> str:
    """« Mémoire, Monographie »."""
    return ", ".join(DOSSIER_KINDS[kind] for kind in kinds)


def received_words(received_at: datetime, *, late: bool) -> str:
    """« 03/11/2026 » or « 03/11/2026, en retard »."""
    day = short_day(received_at.date())
    return f"{day}, {LATE}" if late else day
