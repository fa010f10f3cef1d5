"""What an extract says: the frozen content of minutes, restricted to one candidate.

Everything is named that goes into it: what minutes come to say later stays out until somebody lets it in.
Nothing of any other candidate: no list of recusals, no incident, no paper sheet, no count. « Private data
that is not needed on a page is not on that page » (DOMAIN.md §6). Must not know how it is drawn or stored.
"""

from collections.abc import Mapping
from typing import Any

_OF_ALL = (
    "schema_version", "number", "version", "certifier", "centre", "certification", "session",
    "certifier_representative", "secretary", "blocks", "deliberation", "done_at", "originals", "warnings",
    "demonstration", "journal_head", "scheme", "reasons_annex",
)  # fmt: skip
"""What the minutes say of all their candidates alike."""
_OF_SEAT = (
    "id", "role", "name", "title", "employer", "attendance", "at", "sex", "signs", "remote", "remote_by",
    "replaced_by", "stands_in_for",
)  # fmt: skip
_LISTS_OF_SEAT = ("recused_for", "absent_for", "sat_for")
"""Candidates' numbers: the candidate's own is kept."""
_OF_QUORUM = (
    "required", "present", "president_present", "met", "external", "external_least_percent",
    "external_wished", "women", "men",
)  # fmt: skip
_OF_CANDIDATE = (
    "number", "birth_name", "usage_name", "first_names", "sex", "birth_date", "birth_place",
    "identity_checked_by", "access_path", "decisions", "proposals", "outcome", "reasons", "held",
    "second_round", "casting_vote", "attendance", "defence",
)  # fmt: skip
_SAID_OF_ALL = ("Certificateur", "Centre", "Certification", "Session")
"""How the differences begin that rectifying minutes tell of no candidate nor member."""


def extract_of(minutes: Mapping[str, Any], number: str, *, of: str) -> dict[str, Any]:
    """Return the frozen content of the extract for the candidate ``number`` of the frozen ``minutes``.

    ``of`` is the SHA-256 of the minutes' whole frozen content. Raises ``KeyError`` for a candidate who is not
    on them.
    """
    own = {one["number"]: one for one in minutes["candidates"]}[number]
    content = _kept(minutes, _OF_ALL)
    content |= {
        "state": "CLOSED",
        "extract": {"of": of, "candidate": number},
        "panel": {
            **_kept(minutes["panel"], ("id", "name")),
            "seats": [_seat(seat, number) for seat in minutes["panel"]["seats"]],
        },
        "candidates": [_kept(own, _OF_CANDIDATE)],
        "quorum": {
            **_kept(minutes["quorum"], _OF_QUORUM),
            "reduced_for": [one for one in minutes["quorum"]["reduced_for"] if one["number"] == number],
        },
    }
    if minutes.get("rectifies"):
        content["rectifies"] = _rectifies(minutes["rectifies"], number)
    return content


def _kept(content: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: content[key] for key in keys if key in content}


def _seat(seat: Mapping[str, Any], number: str) -> dict[str, Any]:
    kept = _kept(seat, _OF_SEAT)
    for key in _LISTS_OF_SEAT:
        if key in seat:
            kept[key] = [one for one in seat[key] if one == number]
    if number in seat.get("recused_at", {}):
        kept["recused_at"] = {number: seat["recused_at"][number]}
    return kept


def _rectifies(said: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Return what is rectified for this candidate: the reason as typed may speak of others."""
    kept = _kept(said, ("number", "ground", "closed_at"))
    kept["differences"] = [
        one
        for one in said.get("differences", ())
        if one["where"].startswith(f"{number} – ") or one["where"].split(" · ")[0] in _SAID_OF_ALL
    ]
    return kept
