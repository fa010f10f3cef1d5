"""What a file's name tells of a dossier: whose it is, and of which kind.

Pure: names in, recognitions out. Case, accents, underscores, the order of the names, compound and
apostrophed names do not matter. Never guesses between two: what is left open is said. This module must not
know files or folders on a disk.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cisp_desktop.application.services import Clue, Person
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.text import folded

_STRONG: dict[DossierKind, tuple[str, ...]] = {
    DossierKind.TERRITORY_SURVEY: ("enquete", "enquetes", "enquete de territoire"),
    DossierKind.MONOGRAPH: ("monographie", "monographies", "mono"),
    DossierKind.PROJECT_FILE: (
        "dossier de projet", "dossier projet", "projet social", "projet d insertion", "conduite de projet",
    ),
    DossierKind.WORK_ANALYSIS: (
        "apst", "analyse pratique", "analyse de pratique", "analyse de la pratique",
        "situation de travail", "analyse de situation de travail",
    ),
    DossierKind.THESIS: ("memoire", "memoires", "memoire professionnel"),
    DossierKind.RELATIONAL_BOOKLET: (
        "capacites relationnelles", "capacite relationnelle", "livret relationnel", "lcr",
        "livret des capacites", "livret de capacites", "livret capacites",
    ),
    DossierKind.NETWORK_MAP: ("cartographie", "cartographies", "carto", "carte du reseau"),
    DossierKind.VAE_FILE: (
        "dossier de validation", "dossier validation", "dossier vae", "livret 2", "livret ii", "livret vae",
        "livret de validation", "livret 2 vae", "dsf vae", "l 2 vae",
    ),
    DossierKind.PROFESSIONAL_FILE: ("dossier professionnel", "dossiers professionnels", "dossier pro"),
    DossierKind.OTHER_FILE: (
        "autre piece", "autres pieces", "piece jointe", "pieces jointes", "piece complementaire",
        "pieces complementaires",
    ),
}  # fmt: skip
_WEAK: dict[DossierKind, tuple[str, ...]] = {
    DossierKind.TERRITORY_SURVEY: ("territoire",),
    DossierKind.PROJECT_FILE: ("projet", "projets"),
    DossierKind.RELATIONAL_BOOKLET: ("livret", "relationnel", "relationnelles"),
    DossierKind.NETWORK_MAP: ("reseau", "partenaires"),
    DossierKind.VAE_FILE: ("vae", "validation"),
    DossierKind.PROFESSIONAL_FILE: ("dp",),
    DossierKind.OTHER_FILE: ("annexe", "annexes"),
}
_NOT_A_DOSSIER = ("livret 1", "livret i", "recevabilite")
_BEFORE_NUMBER = frozenset(("dossier", "candidat", "candidate", "no", "n", "num", "numero"))
_SHORT_SURNAME = 3


@dataclass(frozen=True, slots=True)
class Recognition:
    """What one name tells. ``people`` are those that it may mean: one when it is certain.

    ``clue`` says what told them, None when nobody was told; ``from_folder``: a folder's name did.
    """

    people: tuple[Person, ...]
    kinds: tuple[DossierKind, ...]
    clue: Clue | None = None
    from_folder: bool = False

    @property
    def person(self) -> Person | None:
        """The candidate, when the name tells exactly one."""
        return self.people[0] if len(self.people) == 1 else None

    @property
    def kind(self) -> DossierKind | None:
        """The kind, when the name tells exactly one."""
        return self.kinds[0] if len(self.kinds) == 1 else None


@dataclass(frozen=True, slots=True)
class _Names:
    """A person's names, folded once for many files."""

    person: Person
    number: str
    number_is_plain: bool
    surnames: tuple[str, ...]
    surname_parts: frozenset[str]
    first_names: tuple[str, ...]


def recognise(names: Sequence[str], people: Sequence[Person]) -> list[Recognition]:
    """Return what each name tells.

    A name is a file's path below the chosen folder, with ``/``: its last part speaks first, and the
    folders around it only of what it leaves unsaid, the nearest first.
    """
    known = [_folded_names(person) for person in people]
    return [_recognised(name, known) for name in names]


def _folded_names(person: Person) -> _Names:
    surnames = tuple(dict.fromkeys(filter(None, map(_joined, (person.birth_name, person.usage_name)))))
    parts = {
        part
        for name in (person.birth_name, person.usage_name)
        for part in folded(name).split()
        if len(part) >= _SHORT_SURNAME
    }
    number = _joined(person.number)
    plain = number.isdecimal() and len(number) < 5
    first_names = [*person.first_names.split(), *folded(person.first_names).split(), person.first_names]
    firsts = tuple(dict.fromkeys(filter(None, map(_joined, first_names))))
    return _Names(person, number, plain, surnames, frozenset(parts), firsts)


def _joined(text: str) -> str:
    return folded(text).replace(" ", "")


def _recognised(name: str, known: Sequence[_Names]) -> Recognition:
    *folders, file = name.split("/")
    stem, dot, _ = file.rpartition(".")
    levels = [_tokens(part) for part in (stem if dot else file, *reversed(folders))]
    people: tuple[Person, ...] = ()
    kinds: tuple[DossierKind, ...] = ()
    clue: Clue | None = None
    from_folder = False
    for position, tokens in enumerate(levels):
        if not people:
            people, clue = _people(tokens, known)
            from_folder = bool(people) and position > 0
        kinds = kinds or _kinds(tokens)
    return Recognition(people, kinds, clue, from_folder)


def _tokens(text: str) -> list[str]:
    """Split a name into folded words: at signs, spaces, and where small letters meet capitals."""
    text = unicodedata.normalize("NFC", text)
    spaced = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])", " ", text)
    spaced = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", spaced)
    return folded(spaced).split()


def _people(tokens: Sequence[str], known: Sequence[_Names]) -> tuple[tuple[Person, ...], Clue | None]:
    """Return who may be meant, and what tells it."""
    numbered = [names.person for names in known if _has_number(tokens, names)]
    scores = [(score, names.person) for names in known if (score := _name_score(tokens, names)) > (0, 0)]
    best = max((score for score, _ in scores), default=(0, 0))
    named = [person for score, person in scores if score == best]
    if numbered and named and not {p.registration_id for p in numbered} & {p.registration_id for p in named}:
        return (*numbered, *named), Clue.NUMBER_AND_NAME
    if numbered and named:
        return tuple(person for person in numbered if person in named), Clue.NUMBER_AND_NAME
    if numbered:
        return tuple(numbered), Clue.NUMBER
    return tuple(named), Clue.NAME if named else None


def _has_number(tokens: Sequence[str], names: _Names) -> bool:
    """Whether the number stands there; a short plain one only where a number is announced, or alone."""
    for start, end in _runs_that_spell(tokens, names.number):
        announced = start == 0 or tokens[start - 1] in _BEFORE_NUMBER
        if not names.number_is_plain or (announced and end - start == 1):
            return True
    return False


def _name_score(tokens: Sequence[str], names: _Names) -> tuple[int, int]:
    """Return how well the names stand there (0 none, 1 surname, 2 with initial, 3 with first name), and the
    length of the surname: « MARTIN DUPONT » goes before « MARTIN ».
    """
    best = (0, 0)
    for surname in names.surnames:
        for start, end in _runs_that_spell(tokens, surname):
            rest = [*tokens[:start], *tokens[end:]]
            if _has_first_name(rest, names):
                best = max(best, (3, len(surname)))
            elif names.first_names[:1] and names.first_names[0][0] in rest:
                best = max(best, (2, len(surname)))
            elif len(surname) >= _SHORT_SURNAME:
                best = max(best, (1, len(surname)))
    if best == (0, 0):
        for part in names.surname_parts & set(tokens):
            if _has_first_name([token for token in tokens if token != part], names):
                best = max(best, (3, len(part)))
    return best


def _has_first_name(tokens: Sequence[str], names: _Names) -> bool:
    return any(True for first in names.first_names for _ in _runs_that_spell(tokens, first))


def _runs_that_spell(tokens: Sequence[str], wanted: str) -> list[tuple[int, int]]:
    """Return the runs of words that, put together, are ``wanted``: « d angelo » is « dangelo »."""
    if not wanted:
        return []
    runs = []
    for start in range(len(tokens)):
        spelled = ""
        for end in range(start, len(tokens)):
            spelled += tokens[end]
            if spelled == wanted:
                runs.append((start, end + 1))
            if not wanted.startswith(spelled):
                break
    return runs


def _kinds(tokens: Sequence[str]) -> tuple[DossierKind, ...]:
    """Return the kinds that the words name: the plain names of kinds first, then what merely hints."""
    text = f" {' '.join(tokens)} "
    if any(f" {words} " in text for words in _NOT_A_DOSSIER):
        return ()
    for vocabulary in (_STRONG, _WEAK):
        found = tuple(
            kind for kind, phrases in vocabulary.items() if any(f" {words} " in text for words in phrases)
        )
        if found:
            return found
    return ()
