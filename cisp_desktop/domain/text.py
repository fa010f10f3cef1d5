"""What a typed text may hold, one rule for every entry (a cell, a field, a command line argument).

Markup, formulas and one-letter names are accepted verbatim; what would break a page, a log or a
reader's eye is refused. This module must not know where the text comes from.
"""

import unicodedata

from cisp_desktop.domain.errors import RuleError

NAME_LENGTH = 200
LINE_LENGTH = 500
COMMENT_LENGTH = 10_000

_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\n\t")


def _refused_character(text: str, *, multiline: bool) -> str | None:
    for character in text:
        if multiline and character in _LINE_BREAKS:
            continue
        if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
            return character
    return None


def entry_text(text: str, *, field: str, limit: int = NAME_LENGTH, multiline: bool = False) -> str:
    """Return ``text`` in NFC without outer spaces, or refuse it.

    ``field`` is a code that names the field in the sentence; ``limit`` counts characters.
    Raises ``RuleError``: ``text.character`` (control, bidi override, lone surrogate, unassigned)
    or ``text.too_long``. Never re-cases, never drops a character.
    """
    if multiline:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limit:
        raise RuleError("text.too_long", field=field, limit=limit, length=len(text))
    if not (text.isascii() and text.isprintable()):
        found = _refused_character(text, multiline=multiline)
        if found is not None:
            raise RuleError("text.character", field=field, codepoint=f"U+{ord(found):04X}")
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def required_text(text: str, *, field: str, limit: int = NAME_LENGTH) -> str:
    """``entry_text`` that also refuses an empty text (``RuleError("text.missing")``)."""
    text = entry_text(text, field=field, limit=limit)
    if not text:
        raise RuleError("text.missing", field=field)
    return text


def folded(text: str) -> str:
    """Return ``text`` for comparison: no case, no accents, no punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    kept = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


def person_key(name: str) -> tuple[str, ...]:
    """Return what two typings of one name share: its words in any order, case and accents apart."""
    return tuple(sorted(folded(name).split()))


def same_person(first: str, second: str) -> bool:
    """Whether two typed names are the same words in any order, case and accents ignored; empty is nobody."""
    return bool(first and second) and person_key(first) == person_key(second) != ()


def beginnings(wanted: str) -> tuple[str, ...]:
    """Return the words typed into a filter, as ``begin_words`` looks for them."""
    return tuple(f" {part}" for part in folded(wanted).split())


def begin_words(parts: tuple[str, ...], words: str) -> bool:
    """Whether every one of ``parts`` (of ``beginnings``) begins a word of ``words``, which is ``folded``."""
    spaced = f" {words}"
    return all(part in spaced for part in parts)
