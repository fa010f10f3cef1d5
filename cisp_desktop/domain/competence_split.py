"""Propose the lines of a free text: the competences of a block, or its assessments.

Official sheets give competences as free text: bullets, dashes, numbers, lines, paragraphs parted by runs of
spaces, or bare sentences. What is proposed here, a person corrects. Nothing is lost: the pieces are parts of
the text in its order, and what lies between them is only white space, bullets, semicolons and, where the
text counts 1, 2, 3 … without a gap, these numbers. This module must not know sheets, screens or files.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

Span = tuple[int, int]
"""Where a piece stands in its text: first character, and one past the last."""

BULLETS = "•●▪■◦○‣⁃∙▶✓✔"
"""What begins a piece wherever it begins a word."""
DASHES = "-–—−*·→➔➤➢►"
"""What begins a piece at the start of a line or after a run of spaces; elsewhere it is punctuation."""
_BULLET = rf"[{BULLETS}]\s*|[{DASHES}]+(?:\s+|(?=[^\W\d_]))|o\s+(?=[^\W\d_])"
_LEAD = re.compile(rf"(?:\s+|{_BULLET})*")
_NUMBER = re.compile(r"(\d{1,2})\s?[.)°]\s*(?!\d)(?=\S)")
_CODE = re.compile(r"(?:[A-Z]{1,3}\.?\d{1,2}|\d{1,2}\.\d{1,2})(?:[.-]?[A-Z]{0,2}\.?\d{1,2}){0,3}(?!\w)")
_AT_WORD = re.compile(r"(?<!\S)\S")
_PAUSE = re.compile(r"\s{2,}|\n")
_SENTENCE = re.compile(r"[.!?…]\s+(?=[^\W\d_])")
_SEMICOLON = re.compile(r";\s")
_ABBREVIATIONS = frozenset(("art", "cf", "ex", "fig", "max", "min", "réf", "tel", "tél"))
_WIDE = 4
_TAG = r"<\s?/?\s?(?:{})(?:\s{{1,9}}[\w-]{{1,30}}\s?=[^<>]{{0,200}})?\s?/?>"
_PARAGRAPH_TAGS = re.compile(_TAG.format("p|br|li|ul|ol|div|tr|td|h[1-6]"), re.IGNORECASE)
_INLINE_TAGS = re.compile(_TAG.format("b|i|u|em|strong|span|font|a|sup|sub|tbody|table"), re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#x?)?\w{1,10};")
_SYMBOL_FONT = range(0xF000, 0xF100)


def readable(text: str) -> str:
    """Return ``text`` without remnants of a web page: known tags, entities, invisible characters.

    Paragraph tags become line ends, bullets of a symbol font « • ». Letters and punctuation stay as they are.
    """
    if "&" in text or "<" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        text = _INLINE_TAGS.sub("", _PARAGRAPH_TAGS.sub("\n", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(map(_readable_character, text)).strip()


def _readable_character(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return character
    if ord(character) in _SYMBOL_FONT:
        return "•"
    category = unicodedata.category(character)
    if category in ("Zl", "Zp"):
        return "\n"
    return " " if category in ("Zs", "Cc") else ""


def split_competences(text: str) -> list[str]:
    """Propose the lines of a free text: its bullets or numbers, else its lines, « ; », or sentences.

    White space inside a line is reduced to single spaces.
    """
    return [" ".join(text[start:end].split()) for start, end in competence_spans(text)]


def split_lines(text: str) -> list[str]:
    """The same, without parting at « ; » or between sentences: what the text itself sets apart."""
    return [" ".join(text[start:end].split()) for start, end in _spans(text, _set_apart(text))]


def competence_spans(text: str) -> list[Span]:
    """Return where the proposed lines stand in ``text``, in order, never overlapping, never empty.

    Between them lie only white space, bullets, semicolons and the numbers of an unbroken count from 1.
    """
    return _spans(text, _set_apart(text) or _semicolons(text) or _sentences(text))


def _set_apart(text: str) -> list[int]:
    """Return where marked or parted lines begin; empty when the text is one run of words."""
    markers = _markers(text, _follows_pause)
    if len(markers) < 2:
        markers = _markers(text, _follows_space)
    pauses = _pauses(text, newlines_only=len(markers) >= 2)
    if len(markers) >= 2 or (markers and pauses):
        return sorted({*markers, *pauses})
    return pauses


def _markers(text: str, stands_well: Callable[[str, int], bool]) -> list[int]:
    """Return where a bullet, a code (C1, A2.C3) or a number begins a piece."""
    loose = stands_well is _follows_space
    found: list[int] = []
    expected = 1
    for word in _AT_WORD.finditer(text):
        start = word.start()
        number = _NUMBER.match(text, start)
        if number is not None and int(number[1]) == expected:
            found.append(start)
            expected += 1
        elif text[start] in BULLETS or (stands_well(text, start) and _is_mark(text, start, loose=loose)):
            found.append(start)
    return found


def _is_mark(text: str, start: int, *, loose: bool) -> bool:
    """Whether a dash, a star or a code stands there; a ``loose`` one is a code with punctuation after it."""
    code = _CODE.match(text, start)
    if loose:
        return code is not None and text[code.end() : code.end() + 1] in (".", ":", ")")
    if code is not None:
        return True
    lead = _LEAD.match(text, start)
    return lead is not None and lead.end() > start


def _follows_pause(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    return start == 0 or before.isspace() or before.endswith("\n")


def _follows_space(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace()


def _pauses(text: str, *, newlines_only: bool) -> list[int]:
    """Return where a line begins after a line end or a run of spaces.

    A small letter carries the line before on. Where wide runs (four spaces) part the text, narrow ones do
    not.
    """
    found = [
        (match.end(), "\n" in match[0], match.end() - match.start())
        for match in _PAUSE.finditer(text)
        if match.start() > 0 and match.end() < len(text) and not text[match.end()].islower()
    ]
    if any(is_line for _, is_line, _ in found):
        found = [one for one in found if one[1]]
    elif newlines_only:
        return []
    if any(width >= _WIDE for _, is_line, width in found if not is_line):
        found = [one for one in found if one[1] or one[2] >= _WIDE]
    return [end for end, is_line, _ in found if is_line or text[end].isupper() or text[end] in "«\"'’("]


def _semicolons(text: str) -> list[int]:
    found = [match.end() for match in _SEMICOLON.finditer(text)]
    return found if len(found) > 1 else []


def _sentences(text: str) -> list[int]:
    found = []
    for match in _SENTENCE.finditer(text):
        word = re.split(r"[\s(’']", text[max(0, match.start() - 20) : match.start()])[-1]
        abbreviated = match[0][0] == "." and (len(word) < 3 or word.casefold() in _ABBREVIATIONS)
        if text[match.end()].isupper() and not abbreviated:
            found.append(match.end())
    return found


def _spans(text: str, starts: Sequence[int]) -> list[Span]:
    bounds = [0, *(start for start in starts if start), len(text)]
    found = []
    for first, last in pairwise(bounds):
        lead = _LEAD.match(text, first, last)
        start, end = lead.end() if lead else first, last
        while end > start and (text[end - 1].isspace() or text[end - 1] == ";"):
            end -= 1
        if end > start:
            found.append((start, end))
    return _without_count(text, found)


def _without_count(text: str, spans: list[Span]) -> list[Span]:
    """Leave out the numbers when the pieces count 1, 2, 3 … (one piece may stand before: an introduction)."""
    for first in (0, 1):
        numbers = [_NUMBER.match(text, start, end) for start, end in spans[first:]]
        counted = [int(number[1]) for number in numbers if number is not None]
        if len(spans[first:]) > 1 and counted == list(range(1, len(spans[first:]) + 1)):
            ends = [number.end() for number in numbers if number is not None]
            kept = [(start, end) for start, (_, end) in zip(ends, spans[first:], strict=True)]
            return spans[:first] + kept
    return spans


def merge(lines: Sequence[str], index: int) -> list[str]:
    """Join line ``index`` (from 0) and the next one. Raises ``IndexError`` when there is none."""
    if not 0 <= index < len(lines) - 1:
        raise IndexError(index)
    return [*lines[:index], f"{lines[index]} {lines[index + 1]}", *lines[index + 2 :]]


def split_at(lines: Sequence[str], index: int, position: int) -> list[str]:
    """Part line ``index`` before its character ``position``; a part without a letter leaves it whole."""
    if not 0 <= index < len(lines):
        raise IndexError(index)
    parts = (lines[index][: max(position, 0)].strip(), lines[index][max(position, 0) :].strip())
    return [*lines[:index], *parts, *lines[index + 1 :]] if all(parts) else list(lines)


def moved(lines: Sequence[str], index: int, target: int) -> list[str]:
    """Take line ``index`` out and put it at ``target`` (both from 0, in the list of before and after)."""
    if not (0 <= index < len(lines) and 0 <= target < len(lines)):
        raise IndexError(index)
    rest = [*lines[:index], *lines[index + 1 :]]
    return [*rest[:target], lines[index], *rest[target:]]
