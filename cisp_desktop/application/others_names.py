"""Leaves other persons' names and numbers out of a text that is handed to one candidate.

Names are compared as words, case and accents apart. A name that is also an ordinary word of French must begin
with a capital to be taken for a name. What is left out is replaced by a mention, and counted. Must not know
what the text is about.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from cisp_desktop.domain.text import folded

MENTION = "[autre personne]"
"""What stands in the place of a name."""
_WORD = re.compile(r"[^\W_\u02bc]+")  # U+02BC is an apostrophe that counts as a letter
_ORDINARY_WORDS = (
    "adroit aimable allard ami ange aube aurore avril bas beau belle berger bien blanc blanche blond bon "
    "bonne bonnet bouche boulanger bourgeois brun brune bureau calme carpentier carre cause cerise chaine "
    "champ champs chance charge chef chevalier clair claire clemence clement coin colin collet comte "
    "constance constant content cote court couture croix dame denis desire doux droit duc ecole emploi "
    "enfant esperance etienne faible faure fidele fleur fleury fontaine forestier fort forte fortune "
    "franc france garcon garde gentil grand grande gras grave gris gros guerre guide haut haute heureux "
    "hiver honneur jardin jeune jolie joly juge juste justice lac large leger legrand lepetit liberte "
    "long longue lumiere lune main maire maison maitre major manche marchand mari marie marin marine "
    "marquis marron masse menage meunier milieu modeste moine mois monde monnier mont montagne moreau "
    "moulin mur naturel neuf neveu noble noel noir noire nouveau olive page paix parent parfait paris pas "
    "passage patience pauvre pere perle petit petite peu pied pierre place plain plaisance pomme pont "
    "porte poste pre premier prevost prince prudence prudent public puissant reine renard riche rival "
    "riviere robert roche roi rose rouge rousseau roussel route roux sage saint sainte savant seigneur "
    "serein serre simon simple soleil solide soulier tailleur temps tendre terrier tour toussaint tout "
    "travers tresor tristan vaillant valentin vallee vert vertu vial victoire vidal vieux village ville "
    "violette vital vivien voisin volant"
)
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
"""Names that are words of everyday French as well, without accents."""
_LITTLE = (
    "a ah ai an ans as au aux axe bac bas ce ces cet cle cru d de des dit dix dom du duo dur eau elu en "
    "es est et eu eut fin fut hui il ils ici je jeu la le les loi lu lui ma mal me mer mes moi mon mot ne "
    "ni nom non nos nul oh on ont or ou oui pan par pas peu plu pu qu que qui rue sa se sel ses si six soi "
    "son sud sur ta te tel tes toi ton tot tu un une va vie vis vos vu vue y"
)
_LITTLE_WORDS = frozenset(_LITTLE.split())
"""Names of few letters that are words which begin a sentence: they are told by how they are typed."""
_SHORT = 3
_NEAR = 3
"""Characters that may stand between two words of one name."""
_NUMBERED = frozenset(("candidat", "candidate", "dossier", "numero", "n", "no", "inscription"))


@dataclass(frozen=True, slots=True)
class Identity:
    """By what somebody may be named in a text. Any of it may be empty."""

    family: tuple[str, ...] = ()
    given: str = ""
    number: str = ""
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """A name as folded words. ``capital``: only where each word begins with one; ``typed``: only as typed."""

    words: tuple[str, ...]
    capital: bool = False
    typed: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str
    text: str


class OthersNames:
    """Who may not be named. ``withheld`` counts what was left out so far."""

    def __init__(self, own: Identity, others: Iterable[Identity]) -> None:
        self.withheld = 0
        self._own = {term.words for term in _terms(own)}
        self._by_first: dict[str, dict[_Term, None]] = {}
        for identity in others:
            for term in _terms(identity):
                self._by_first.setdefault(term.words[0], {})[term] = None
        self._own_first = {words[0] for words in self._own}

    def without(self, text: str) -> str:
        """Return ``text`` with a mention in the place of each name or number of somebody else."""
        text = normalize("NFC", text)
        words = [
            _Word(found.start(), found.end(), folded(found[0]), found[0]) for found in _WORD.finditer(text)
        ]
        parts, done, at = [], 0, 0
        while at < len(words):
            length = self._found(text, words, at)
            if length > 0:
                parts += [text[done : words[at].start], MENTION]
                done = words[at + length - 1].end
                self.withheld += 1
            at += abs(length) or 1
        return "".join((*parts, text[done:])) if done else text

    def _found(self, text: str, words: list[_Word], at: int) -> int:
        """Return how many words from ``at`` on name somebody else; less than 0 where they are the own."""
        own = self._longest_own(text, words, at)
        terms = self._by_first.get(words[at].folded, {})
        other = max((len(term.words) for term in terms if _stands(term, text, words, at)), default=0)
        return other if other > own else -own

    def _longest_own(self, text: str, words: list[_Word], at: int) -> int:
        if words[at].folded not in self._own_first:
            return 0
        own = (len(one) for one in self._own if _stands(_Term(one), text, words, at))
        return max(own, default=0)


def _stands(term: _Term, text: str, words: list[_Word], at: int) -> bool:
    here = words[at : at + len(term.words)]
    if tuple(word.folded for word in here) != term.words:
        return False
    if any(second.start - first.end > _NEAR for first, second in pairwise(here)):
        return False
    if term.numbered:
        before = words[at - 1] if at else None
        return before is not None and before.folded in _NUMBERED
    if term.typed:
        return here[0].text in (term.typed, term.typed.upper())
    return not term.capital or all(word.text[0].isupper() for word in here)


def _terms(identity: Identity) -> Iterator[_Term]:
    given = _folded_words(identity.given)
    for name in identity.family:
        family = _folded_words(name)
        if not family:
            continue
        yield _family(name, family)
        if len(family) > 1:  # half of a double name
            yield from (_Term((word,), capital=True) for word in family if not _weak((word,)))
        if given:
            for both in ((*family, *given), (*family, given[0]), (*given, *family), (given[0], *family)):
                yield _Term(both, capital=_weak(both))
    if len(given) > 1:
        yield _Term(given, capital=_weak(given))
    for typed in _WORD.findall(identity.given):
        word = folded(typed)
        yield _Term((word,), typed=typed) if word in _LITTLE_WORDS else _Term((word,), capital=True)
    yield from _numbers(identity.number)
    for value in identity.exact:
        words = _folded_words(value)
        if words:
            yield _Term(words)
            yield _Term(("".join(words),))


def _family(name: str, words: tuple[str, ...]) -> _Term:
    if len(words) == 1 and words[0] in _LITTLE_WORDS:
        return _Term(words, typed=name.strip())
    return _Term(words, capital=_weak(words))


def _numbers(number: str) -> Iterator[_Term]:
    words = _folded_words(number)
    if not words:
        return
    short = sum(map(len, words)) <= _SHORT
    yield _Term(words, numbered=short)
    if len(words) > 1:
        yield _Term(("".join(words),), numbered=short)


def _weak(words: tuple[str, ...]) -> bool:
    """Whether every word may be an ordinary one."""
    return all(word in _ORDINARY or len(word) <= _SHORT for word in words)


def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(folded(one) for one in _WORD.findall(normalize("NFC", text)))
