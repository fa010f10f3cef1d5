"""How a centre words and colours its papers: paragraphs with named fields, one accent colour.

A template holds what differs from the wording of origin, nothing more; an issued paper keeps the words that
it was issued with. This module must not know which papers there are, what they say, nor how they are drawn.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import entry_text

PARAGRAPH_LENGTH = 1_500
"""Characters of a worded paragraph."""
PARAGRAPH_LINES = 12
"""Lines of its own that a worded paragraph has at most."""
FIELD_USES = 3
"""How often one field stands in one paragraph."""
LEAST_CONTRAST = 4.5
"""Of text against white paper. [WCAG 2.2, 1.4.3]"""
COMMON = "COMMON"
"""The kind under which a centre keeps what all of its papers share."""
_FIELD = re.compile(r"\{([^{}\n]*)\}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_NEAR = 20
"""Letters shown around what is wrong."""


@dataclass(eq=False)
class PaperTemplate:
    """What a centre changed of one ``kind`` of paper, or of all (``COMMON``), as it is kept."""

    id: str
    centre_id: str
    kind: str
    content: dict[str, Any]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CentreTemplates:
    """What a centre changed: ``accent`` is « #RRGGBB », empty for black; ``papers`` has, by kind of paper and
    by paragraph, the words that differ from those of origin.
    """

    accent: str = ""
    papers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def words(self, kind: str, paragraph: str) -> str | None:
        """Return how the centre words a paragraph; None where it keeps the words of origin."""
        return self.papers.get(kind, {}).get(paragraph)


@dataclass(frozen=True, slots=True)
class ParagraphRule:
    """What a paragraph may hold: the fields its paper knows, those it must keep, whether it may be empty.

    ``name`` is a code that names it in sentences; of each group of ``needed`` one field has to stand.
    ``lines`` and ``length`` (characters) are the most that it holds.
    """

    name: str
    known: Collection[str]
    needed: Sequence[Collection[str]] = ()
    optional: bool = False
    lines: int = PARAGRAPH_LINES
    length: int = PARAGRAPH_LENGTH


def checked_words(text: str, rule: ParagraphRule) -> str:
    """Return a paragraph's words, fit to be kept.

    Raises ``RuleError``: ``text.character``, ``text.too_long``, and ``paper_template.`` ``empty``,
    ``too_many_lines``, ``unbalanced``, ``unknown_field``, ``repeated_field``, ``field_missing``.
    """
    words = entry_text(text, field=rule.name, limit=rule.length, multiline=True)
    if not words and not rule.optional:
        raise RuleError("paper_template.empty", field=rule.name)
    if words.count("\n") >= rule.lines:
        raise RuleError("paper_template.too_many_lines", field=rule.name, limit=rule.lines)
    loose = _FIELD.sub(lambda found: " " * len(found.group()), words)
    place = re.search(r"[{}]", loose)
    if place is not None:
        near = words[max(0, place.start() - _NEAR) : place.start() + _NEAR].replace("\n", " ").strip()
        raise RuleError("paper_template.unbalanced", field=rule.name, near=near)
    _check_fields(Counter(fields_of(words)), rule)
    return words


def _check_fields(used: Counter[str], rule: ParagraphRule) -> None:
    for name, count in used.items():
        if name not in rule.known:
            raise RuleError(
                "paper_template.unknown_field", field=rule.name, name=name, known=_listed(rule.known)
            )
        if count > FIELD_USES:
            raise RuleError("paper_template.repeated_field", field=rule.name, name=name, limit=FIELD_USES)
    missing = [_listed(group, " / ") for group in rule.needed if not used.keys() & set(group)]
    if missing:
        raise RuleError("paper_template.field_missing", field=rule.name, names=", ".join(missing))


def _listed(names: Collection[str], between: str = ", ") -> str:
    return between.join(f"{{{name}}}" for name in names)


def fields_of(words: str) -> list[str]:
    """Return the names of the fields of a text, in order, as often as they stand there."""
    return _FIELD.findall(words)


def filled(words: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields replaced, once: what a value holds is taken for no field.

    A field without a value stays as it is written.
    """
    return _FIELD.sub(lambda found: values.get(found.group(1), found.group()), words)


def checked_accent(text: str) -> str:
    """Return « #RRGGBB » in capitals; empty for black, which needs no accent.

    Raises ``RuleError``: ``paper_template.colour``, or ``paper_template.pale`` below a contrast of 4.5.
    """
    colour = text.strip().upper()
    if not colour or colour == "#000000":
        return ""
    if not _COLOUR.fullmatch(colour):
        raise RuleError("paper_template.colour", colour=text)
    contrast = contrast_with_white(colour)
    if contrast < LEAST_CONTRAST:
        raise RuleError(
            "paper_template.pale", colour=colour, contrast=int(contrast * 10) / 10, least=LEAST_CONTRAST
        )
    return colour


def contrast_with_white(colour: str) -> float:
    """Return the contrast of « #RRGGBB » with white, from 1 to 21. [WCAG 2.2, relative luminance]"""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
