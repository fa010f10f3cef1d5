"""Read the blocks that a cell names: those presented, and those held with date and minutes' number.

Grammar of a held block: ``CODE, CODE (date, minutes) ; CODE``. Codes before a parenthesis share it, a
semicolon starts a new group, date and minutes' number may be missing. This module must not know which
codes exist.
"""

import re
from datetime import date

from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.cells import CellError, day, french_date, key, quoted

CODE_LENGTH = 60
_GROUP = re.compile(r"([^()]*)\(([^()]*)\)")
_ALL_BLOCKS = frozenset(
    ("tous", "tout", "toutes", "touslesblocs", "certificationcomplete", "titrecomplet", "titreentier",
     "certificationentiere", "lacertification", "letitre", "tousblocs", "totalite")
)  # fmt: skip
_NONE = frozenset(("aucun", "aucune", "neant", "non"))


def presented_codes(text: str) -> tuple[str, ...]:
    """Return the codes of a list split on ``,`` or ``;``, as typed, each once; empty means all blocks.

    Raises ``CellError("blocks.code_unreadable")`` for a part that is no code.
    """
    if not text or key(text) in _ALL_BLOCKS:
        return ()
    codes: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        code = part.strip()
        if code:
            codes.setdefault(_checked(code), code)
    return tuple(codes.values())


def held_claims(text: str, today: date) -> tuple[HeldClaim, ...]:
    """Return the blocks held that ``text`` names, in its order.

    ``today`` bounds the dates. Raises ``CellError``: ``held.parenthesis``, ``held.no_code``,
    ``held.detail`` (two dates or two minutes' numbers), ``held.future``, ``held.twice``, ``date.*``.
    """
    if not text or key(text) in _NONE:
        return ()
    claims: dict[str, HeldClaim] = {}
    position = 0
    for group in _GROUP.finditer(text):
        bare, codes = _split_group(group[1])
        if not codes:
            raise CellError("held.no_code", value=quoted(group[0].strip()))
        on, minutes = _detail(group[2], today)
        for code in bare:
            _add(claims, HeldClaim(code))
        for code in codes:
            _add(claims, HeldClaim(code, on, minutes))
        position = group.end()
    rest = text[position:]
    if "(" in rest or ")" in rest:
        raise CellError("held.parenthesis", value=quoted(rest.strip()))
    for code in _codes(rest):
        _add(claims, HeldClaim(code))
    return tuple(claims.values())


def _split_group(text: str) -> tuple[list[str], list[str]]:
    """Split what precedes a parenthesis: codes before the last semicolon do not share it."""
    before, _, last = text.replace("\n", ";").rpartition(";")
    return _codes(before), _codes(last)


def _codes(text: str) -> list[str]:
    codes = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    for code in codes:
        _checked(code)
    return codes


def _checked(code: str) -> str:
    """Return the code's key; a code is short and holds a digit or stands alone as a word."""
    folded_code = key(code)
    if not folded_code or len(code) > CODE_LENGTH:
        raise CellError("blocks.code_unreadable", value=quoted(code))
    return folded_code


def _detail(text: str, today: date) -> tuple[date | None, str | None]:
    on: date | None = None
    minutes: str | None = None
    for part in re.split(r"[,;]", text):
        value = part.strip()
        if not value:
            continue
        if _looks_like_a_date(value):
            if on is not None:
                raise CellError("held.detail", value=quoted(text))
            on = day(value)
            if on is not None and on > today:
                raise CellError("held.future", value=french_date(on))
        elif minutes is not None:
            raise CellError("held.detail", value=quoted(text))
        else:
            minutes = value
    return on, minutes


def _looks_like_a_date(value: str) -> bool:
    if re.fullmatch(r"(?:le |du )?\d{1,4}[/.\-\s]\d{1,2}[/.\-\s]\d{1,4}", value):
        return True
    return re.fullmatch(r"(?:le |du )?\d{1,2}(?:er)? [^\W\d]+\.? \d{2,4}", value) is not None


def _add(claims: dict[str, HeldClaim], claim: HeldClaim) -> None:
    known = claims.setdefault(key(claim.code), claim)
    if known is not claim and (known.on, known.minutes_number) != (claim.on, claim.minutes_number):
        raise CellError("held.twice", value=quoted(claim.code))
