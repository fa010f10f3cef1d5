"""Words that agree with a person or with what follows: attendance, who is addressed, « qu’ » and « d’ ».

One place for every screen and paper. Must not know which text holds them.
"""

import re
import unicodedata
from collections.abc import Mapping

from cisp_desktop.application.wording import ATTENDANCE
from cisp_desktop.application.wording_minutes import agreed

_BEFORE_FIELD = re.compile(r"\b([Qq]u|[Dd])e (?=\{([^{}\n]*)\})")
_VOWELS = frozenset("aeiouœæ")
_ADDRESSED: Mapping[str, str] = {"F": "Madame", "M": "Monsieur"}


def attended(attendance: str, *, sex: str = "") -> str:
    """« Présente », « Excusé », « Abandon »; ``sex`` as a candidate's."""
    return agreed(ATTENDANCE.get(attendance, attendance), sex=sex)


def addressed(sex: str) -> str:
    """« Madame », « Monsieur », or both where ``sex`` is not known."""
    return _ADDRESSED.get(sex, "Madame, Monsieur")


def elided(words: str, values: Mapping[str, str]) -> str:
    """Return a text with fields in which « que » and « de » lose their « e » before a value that begins with
    a vowel: « qu’AUBERT », « d’Avignon ». What a value holds is left as it is; an « h » may be aspirated and
    a « y » be a consonant, so neither elides.
    """
    return _BEFORE_FIELD.sub(
        lambda found: f"{found[1]}’" if _vocal(values.get(found[2], "")) else found[0], words
    )


def _vocal(text: str) -> bool:
    return unicodedata.normalize("NFD", text[:1]).casefold()[:1] in _VOWELS
