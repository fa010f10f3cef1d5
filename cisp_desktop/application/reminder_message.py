"""A reminder on its way out, and the port that writes it for mail programs.

Must not know dossiers, nor how a message is encoded.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """One message. ``to_address`` and ``from_address`` are addresses, or empty."""

    to_name: str
    to_address: str
    from_name: str
    from_address: str
    subject: str
    text: str


class MessageWriter(Protocol):
    """Writes a message as mail programs open it."""

    def message(self, message: ReminderMessage, *, stamp: datetime) -> bytes:
        """Return the bytes of a draft; ``stamp`` (aware) is its date."""
        ...
