"""A message on its way out, the blanks of its text, and the port that writes it for mail programs.

Nothing is ever sent. Must not know what the message is about, nor how it is encoded.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_BLANK = re.compile(r"\{([^{}]{1,40})\}")
MOST_ADDRESS = 254
"""Characters of an address that a server takes (RFC 5321 §4.5.3.1.3)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF that goes with a message, under a file name."""

    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class DraftMessage:
    """One message. ``to_address`` and ``from_address`` are addresses, or empty."""

    to_name: str
    to_address: str
    from_name: str
    from_address: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class MessageWriter(Protocol):
    """Writes a message as mail programs open it."""

    def message(self, message: DraftMessage, *, stamp: datetime) -> bytes:
        """Return the bytes of a draft; ``stamp`` (aware) is its date."""
        ...


def address_of(text: str) -> str:
    """Return the address that ``text`` is, or an empty text (RFC 5321, without quotes and comments)."""
    text = text.strip()
    return text if len(text) <= MOST_ADDRESS and _ADDRESS.fullmatch(text) else ""


def filled_line(model: str, values: Mapping[str, str]) -> str:
    """Fill the blanks of a subject, on one line."""
    return re.sub(r"[ \t\n]+", " ", _filled(model, values)).strip()


def filled_text(model: str, values: Mapping[str, str]) -> str:
    """Fill the blanks of a text; an empty one leaves no more than one empty line."""
    return re.sub(r"\n{3,}", "\n\n", _filled(model, values)).strip() + "\n"


def unknown_names(model: str, known: Sequence[str]) -> list[str]:
    """Return what stands between braces in ``model`` and is not among the ``known`` blanks."""
    found = _BLANK.findall(unicodedata.normalize("NFC", model))
    return [name for name in dict.fromkeys(found) if name not in known]


def single_names(stems: Iterable[str], ending: str) -> list[str]:
    """Return a file name per stem; no two are the same, even where case does not count."""
    names: list[str] = []
    taken: set[str] = set()
    for stem in stems:
        name, rank = f"{stem}{ending}", 2
        while name.casefold() in taken:
            name, rank = f"{stem} ({rank}){ending}", rank + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _filled(text: str, values: Mapping[str, str]) -> str:
    """A blank of another name stays as typed, as do braces in what is filled in."""
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), unicodedata.normalize("NFC", text))
