"""The assessments that a sheet words: where its text parts them, and how long an oral or an interview lasts.

A proposal that a person corrects; no word of the text is lost. Must not know where the text comes from.
"""

import re
from dataclasses import dataclass

from cisp_desktop.domain.competence_split import split_lines
from cisp_desktop.domain.text import folded

LONGEST = 480
"""Minutes; what lasts longer is no oral of one candidate."""
_DURATION = re.compile(
    r"\b(?:(?P<hours>\d{1,2})\s?h(?:eures?)?(?:\s?(?P<rest>\d{2})\b)?(?:\s?(?:min(?:utes?)?|mn)\b)?"
    r"|(?P<minutes>\d{1,3})\s?(?:minutes?|min|mn)\b|(?P<tick>\d{1,3})['’′](?=[\s.,;:)]|$))",
    re.IGNORECASE,
)
"""« 00 h 20 min », « 1h30 », « 30 minutes », « 20’ »."""
_TIMED_HEADING = re.compile(
    rf"(?:(?<=\s\s)|(?<=\n)|^)(?=[^\W\d_])[^\n.;:]{{3,160}}?\s?:\s?{_DURATION.pattern}(?=\s{{2}}|\n|\s*$)",
    re.IGNORECASE,
)
"""A part's own line: « Entretien technique : 00 h 30 min »."""
_TOTAL = re.compile(r"dur[ée]e\s+totale", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;\n!?]|\s{3,}")
_INTERVIEW = ("entretien", "echange", "echanges", "question", "questions", "questionnement", "discussion",
              "dialogue")  # fmt: skip
_ORAL = ("soutenance", "soutenances", "oral", "orale", "presentation", "expose", "restitution", "soutenu",
         "soutenue", "presente")  # fmt: skip
_NEITHER = ("totale", "total", "preparation", "ecrit", "ecrite", "ecrites", "questionnaire", "redaction",
            "formation", "stage", "tp", "lecture")  # fmt: skip
_FOLLOWING = 5
"""Words after « 20 minutes de … » that may say what lasts so long."""
_PUBLIC = re.compile(r"(?:ponctuelle?\s+(?:écrite|orale|pratique)(?:\s+et\s+(?:écrite|orale|pratique))*|ccf|"
                     r"contrôle en cours de formation)\.?", re.IGNORECASE)  # fmt: skip
"""How a public of the line before is assessed, in the sheets of national diplomas."""


@dataclass(frozen=True, slots=True)
class Part:
    """One assessment's words. ``heading`` is its own line where it has one with a duration, else empty."""

    text: str
    heading: str = ""


def parts_of(text: str) -> list[Part]:
    """Return the assessments that a text states, in its order.

    Two headings with a duration, or more, part the text, and all that follows one belongs to it. Otherwise
    its lines do, and a form of examination (« CCF ») goes with the public that stands before it.
    """
    found = [one for one in _TIMED_HEADING.finditer(text) if not _TOTAL.match(one[0].strip())]
    if len(found) < 2:
        return [Part(line) for line in _with_publics(split_lines(text))]
    parts = [Part(line) for line in split_lines(text[: found[0].start()])]
    ends = [one.start() for one in found[1:]] + [len(text)]
    for heading, end in zip(found, ends, strict=True):
        parts.append(Part(" ".join(text[heading.start() : end].split()), " ".join(heading[0].split())))
    return parts


def _with_publics(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        if joined and _PUBLIC.fullmatch(line) and not _PUBLIC.fullmatch(joined[-1]):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


@dataclass(frozen=True, slots=True)
class Durations:
    """Minutes of the candidate's oral and of the interview; None where the text states none."""

    oral: int | None = None
    interview: int | None = None


def durations_in(text: str) -> Durations:
    """Return the durations that a text states of an oral and of an interview, the first of each."""
    oral: int | None = None
    interview: int | None = None
    every = list(_DURATION.finditer(text))
    for place, found in enumerate(every):
        before = text[every[place - 1].end() if place else 0 : found.start()]
        after = text[found.end() : every[place + 1].start() if place + 1 < len(every) else len(text)]
        minutes = _minutes(found)
        if not 0 < minutes <= LONGEST:
            continue
        what = _following(after) or _preceding(before)
        if what == "oral" and oral is None:
            oral = minutes
        elif what == "interview" and interview is None:
            interview = minutes
    return Durations(oral, interview)


def _minutes(found: re.Match[str]) -> int:
    if found["hours"] is not None:
        return int(found["hours"]) * 60 + int(found["rest"] or 0)
    return int(found["minutes"] or found["tick"])


def _following(after: str) -> str:
    """Return what « 20 minutes de présentation » lasts; empty when the words do not follow so."""
    clause = _CLAUSE.split(after, maxsplit=1)[0]
    link = re.match(r"\s*(?:\)?\s*(?:de|pour|d['’]|en)\b|d['’])\s*", clause)
    if link is None:
        return ""
    return _first_named(folded(clause[link.end() :]).split()[:_FOLLOWING])


def _preceding(before: str) -> str:
    """Return what the words before a duration, in its clause, say that it is; the last of them counts."""
    clause = _CLAUSE.split(before)[-1]
    return _first_named(list(reversed(folded(clause).split())))


def _first_named(words: list[str]) -> str:
    for word in words:
        if word in _NEITHER:
            return "neither"
        if word in _INTERVIEW:
            return "interview"
        if word in _ORAL:
            return "oral"
    return ""
