"""Messages as files (RFC 5322, ``.eml``) that mail programs open as drafts; nothing is ever sent.

The standard library encodes headers, body and attachments. Must not know what a message is about, nor where
the file goes.
"""

import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from cisp_desktop.application.draft_message import DraftMessage

_SPECIALS = str.maketrans(dict.fromkeys('()<>[]:;@\\,."', " "))
"""What a name beside an address would have to quote (RFC 5322 §3.2.3): the text says the name in full."""
MOST_NAME = 120
"""Characters of a name beside an address."""


class DraftMessages:
    """``application.draft_message.MessageWriter``."""

    def message(self, message: DraftMessage, *, stamp: datetime) -> bytes:
        """Return a draft in UTF-8, lines ending in CRLF; the same bytes for the same message and stamp.

        Without an address nobody stands in « To » or « From »: the mail program asks, or fills in its own.
        """
        made = EmailMessage(policy=SMTP)
        if message.from_address:
            made["From"] = _address(message.from_name, message.from_address)
        if message.to_address:
            made["To"] = _address(message.to_name, message.to_address)
        made["Subject"] = _line(message.subject)
        made["Date"] = stamp
        made["X-Unsent"] = "1"  # Outlook then opens it to be completed and sent
        made.set_content(_text(message.text), cte="quoted-printable")
        for one in message.attachments:
            name = _line(one.name) or "document.pdf"
            made.add_attachment(one.pdf, maintype="application", subtype="pdf", filename=name)
        if message.attachments:
            made.set_boundary(_boundary(message))
        return made.as_bytes()


def _boundary(message: DraftMessage) -> str:
    """Return what parts the attachments: « _ » stands in no line of base64, and none of the text says it by
    chance.
    """
    found = sha256(message.text.encode("utf-8", "replace"))
    for one in message.attachments:
        found.update(one.pdf)
    return f"=_{found.hexdigest()[:40]}"


def _address(name: str, address: str) -> Address:
    shown = " ".join(_line(name).translate(_SPECIALS).split())[:MOST_NAME].strip()
    return Address(shown, addr_spec=address)


def _line(text: str) -> str:
    """Return ``text`` on one line, without control, format and surrogate characters."""
    return "".join(" " if _hidden(letter) else letter for letter in text).strip()


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if letter in "\n\t" or not _hidden(letter))


def _hidden(letter: str) -> bool:
    return unicodedata.category(letter).startswith("C") or letter in "\u2028\u2029"
