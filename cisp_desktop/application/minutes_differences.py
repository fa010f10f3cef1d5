"""What changed between two frozen contents of minutes, field by field, in words.

A rectification shows it on screen and prints it on the new minutes. What says only when the content was
frozen (the hours of the deliberation, the day, the journal's head), or how it was to be printed, is no
difference, nor is what other fields tell of a member. Must not know where the data comes from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cisp_desktop.application import wording_minutes as words

_OF_THE_FREEZING = frozenset(
    {
        "schema_version", "number", "state", "version", "rectifies", "journal_head", "warnings", "originals",
        "reasons_annex", "done_at", "deliberation",
    }
)  # fmt: skip
_DERIVED = ("sex", "signs", "remote")
"""Fields of a member that others tell: how words agree, who signs, whether ``remote_by`` says something."""
_TOLD_ELSEWHERE = frozenset({("session", "hours"), ("quorum", "external_wished")})
"""What the hours of the defences tell, and a word of the rule on external members."""
_KEYED = {"candidates": "number", "seats": "id", "blocks": "code"}
"""Lists whose entries are told apart by one of their fields."""
_DECISION = frozenset(
    {
        "decisions", "proposals", "outcome", "reasons", "second_round", "casting_vote", "attendance",
        "counts", "unanimous", "quorum", "incidents", "held", "constatation",
    }
)  # fmt: skip
"""Fields that tell what the jury decided, or on what: a clerical rectification leaves them as they are."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed: where it stands, what it said and says, in French. ``decides``: whether it
    belongs to the decision.
    """

    where: str
    before: str
    after: str
    decides: bool


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return the fields that differ between two snapshots (``MinutesSnapshot``), in the order of the page."""
    shorts = {str(one["code"]): str(one["short"]) for one in after.get("blocks", ()) if "short" in one}
    return [
        Difference(
            " · ".join(part for key in path if (part := _label(shorts.get(key, key)))),
            _value(old),
            _value(new),
            not _DECISION.isdisjoint(path),
        )
        for path, old, new in _differing((), before, after)
    ]


def _differing(path: tuple[str, ...], old: Any, new: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            derived = (key in _DERIVED and path[:1] == ("panel",)) or (*path, key) in _TOLD_ELSEWHERE
            if not derived and (path or key not in _OF_THE_FREEZING):
                yield from _differing((*path, str(key)), old.get(key), new.get(key))
        return
    name = _KEYED.get(path[-1]) if path else None
    if name is not None and isinstance(old, list) and isinstance(new, list):
        was, is_ = {one[name]: one for one in old}, {one[name]: one for one in new}
        for key in [*was, *(key for key in is_ if key not in was)]:
            yield from _differing((*path, _named(was.get(key) or is_[key], key)), was.get(key), is_.get(key))
        return
    yield path, old, new


def _named(entry: Mapping[str, Any], key: str) -> str:
    """Return what an entry of a list is called: a member by name, a candidate by number and name."""
    if "birth_name" in entry:
        return f"{key} – {words.full_name(entry['birth_name'], entry['first_names'])}"
    return str(entry.get("short") or entry.get("name") or key)


def _label(key: str) -> str:
    return LABELS.get(key, key)


def _value(value: Any) -> str:
    """Return a value in words: a code where it is one, a date in figures, « (rien) » for nothing."""
    if value in (None, "", [], {}):
        return "(rien)"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping) and "reason" in value:  # of the list of reasons
        return str(value["reason"])
    if isinstance(value, Mapping):
        parts = (f"{_label(str(key))}{words.NBSP}: {_value(one)}" for key, one in value.items())
        return f"{words.NBSP}; ".join(parts)
    if isinstance(value, list):
        return f"{words.NBSP}; ".join(_value(one) for one in value)
    text = str(value)
    if text in words.BLOCK_WORDS:
        return words.BLOCK_WORDS[text]
    if text in words.OUTCOMES:
        return words.OUTCOMES[text]
    if text in words.ROLES:
        return words.role_words(text)
    return words.short_date(text) if _is_date(text) else text


def _is_date(text: str) -> bool:
    return len(text) == len("2022-12-14") and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


LABELS: Mapping[str, str] = {
    "certifier": "Certificateur",
    "centre": "Centre",
    "certification": "Certification",
    "session": "Session",
    "panel": "Jury",
    "seats": "",
    "candidates": "",
    "blocks": "Blocs",
    "counts": "Effectifs",
    "name": "nom",
    "siret": "SIRET",
    "address": "adresse",
    "title": "intitulé ou fonction",
    "employer": "employeur",
    "role": "qualité",
    "attendance": "présence",
    "remote": "à distance",
    "remote_by": "à distance",
    "constatation": "Constatation",
    "at": "heure",
    "why": "motif",
    "starts": "début",
    "ends": "fin",
    "place": "lieu",
    "certifier_representative": "Représentant du certificateur",
    "secretary": "Secrétaire de séance",
    "birth_name": "nom de naissance",
    "usage_name": "nom d’usage",
    "first_names": "prénoms",
    "sex": "sexe",
    "birth_date": "date de naissance",
    "birth_place": "lieu de naissance",
    "identity_checked_by": "identité vérifiée par",
    "access_path": "voie d’accès",
    "decisions": "décision",
    "proposals": "proposition",
    "outcome": "résultat",
    "reasons": "motifs",
    "block": "bloc",
    "held": "acquis antérieurs",
    "second_round": "second tour",
    "casting_vote": "voix prépondérante",
    "defence": "soutenance",
    "incidents": "Incidents",
    "unanimous": "Unanimité",
    "quorum": "Quorum",
    "registered": "inscrits",
    "presented": "présents",
    "absent": "absents",
    "excused": "excusés",
    "recused_for": "récusations",
    "scheme": "Barème",
    "paper_sheets": "Grilles remplies sur papier",
}
"""What each field of the frozen content is called; empty for a list whose entries name themselves."""
