"""``workspace.json``: what must be known in clear to open a workspace, and the key that a passphrase gives.

Holds no secret: a salt, a count of iterations and a verifier. The verifier is a one-way function of the
derived key, so trying passphrases against it costs what trying them against the database costs. It tells
a wrong passphrase from a damaged file, which SQLCipher cannot.
"""

import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.persistence.durable import write_durably
from cisp_desktop.persistence.failures import told

FILE_NAME = "workspace.json"
FORMAT = 1
ITERATIONS = 256_000
"""SQLCipher 4's own default for PBKDF2-HMAC-SHA512: another SQLCipher opens the file with the passphrase."""

SALT_BYTES = 16
_MOST_ITERATIONS = 10_000_000
"""A header that asks for more was made to keep the computer busy."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """The database's key (32 bytes) and its salt (16 bytes); never shown, never logged."""

    secret: bytes
    salt: bytes

    @property
    def pragma_value(self) -> str:
        """SQLCipher's raw form: no further derivation, so that a connection opens at once."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"

    def subkey(self, purpose: str) -> bytes:
        """Return 32 bytes for another purpose; nothing of the key follows from them."""
        return hmac.new(self.secret, f"cisp-desktop {purpose}".encode(), hashlib.sha256).digest()


def derive_key(passphrase: str, salt: bytes, *, iterations: int) -> Key:
    """Derive the key from a passphrase (any Unicode text, NFC). Takes about 0.2 s at full count.

    Raises ``RuleError`` (``workspace.passphrase_empty``, ``workspace.passphrase_character``).
    """
    text = unicodedata.normalize("NFC", passphrase)
    if not text:
        raise RuleError("workspace.passphrase_empty")
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RuleError("workspace.passphrase_character") from error
    return Key(hashlib.pbkdf2_hmac("sha512", encoded, salt, iterations, 32), salt)


@dataclass(frozen=True, slots=True)
class Header:
    """The content of ``workspace.json``."""

    workspace_id: str
    created_at: datetime
    iterations: int
    salt: bytes
    verifier: bytes

    def unlock(self, passphrase: str) -> Key:
        """Return the key, or ``StorageError("workspace.wrong_passphrase")``."""
        key = derive_key(passphrase, self.salt, iterations=self.iterations)
        if not hmac.compare_digest(key.subkey("verifier"), self.verifier):
            raise StorageError("workspace.wrong_passphrase")
        return key

    def to_bytes(self) -> bytes:
        """Write the header, with a checksum against decay."""
        data = {
            "application": "cisp-desktop",
            "format": FORMAT,
            "workspace": self.workspace_id,
            "created": self.created_at.isoformat(),
            "kdf": "PBKDF2-HMAC-SHA512",
            "iterations": self.iterations,
            "salt": self.salt.hex(),
            "verifier": self.verifier.hex(),
        }
        data["checksum"] = _checksum(data)
        return (json.dumps(data, indent=1, ensure_ascii=True) + "\n").encode()


def _checksum(data: dict[str, object]) -> str:
    text = json.dumps({k: v for k, v in data.items() if k != "checksum"}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def new_header(
    passphrase: str, *, workspace_id: str, created_at: datetime, iterations: int
) -> tuple[Header, Key]:
    """Return the header and key of a new workspace, on a new salt."""
    key = derive_key(passphrase, secrets.token_bytes(SALT_BYTES), iterations=iterations)
    return header_for(key, workspace_id=workspace_id, created_at=created_at, iterations=iterations), key


def header_for(key: Key, *, workspace_id: str, created_at: datetime, iterations: int) -> Header:
    """Return the header that belongs to a known key (to write a lost one again)."""
    return Header(workspace_id, created_at, iterations, key.salt, key.subkey("verifier"))


def header_from_bytes(content: bytes) -> Header | None:
    """Read a header; None when it is damaged. Raises ``StorageError("workspace.newer", …)``."""
    try:
        data = json.loads(content.decode("ascii"))
        if data["checksum"] != _checksum(data) or data["application"] != "cisp-desktop":
            return None
        if data["format"] > FORMAT:
            raise StorageError("workspace.newer", found=data["format"], known=FORMAT)
        header = Header(
            str(data["workspace"]),
            datetime.fromisoformat(data["created"]),
            int(data["iterations"]),
            bytes.fromhex(data["salt"]),
            bytes.fromhex(data["verifier"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    sound = 0 < header.iterations <= _MOST_ITERATIONS and len(header.salt) == SALT_BYTES
    return header if sound else None


def read_header(folder: Path) -> Header | None:
    """Read the folder's header; None when it is missing or damaged."""
    path = folder / FILE_NAME
    with told(path):
        content = path.read_bytes() if path.is_file() else b""
    return header_from_bytes(content)


def write_header(folder: Path, header: Header) -> None:
    """Write the folder's header durably."""
    write_durably(folder / FILE_NAME, header.to_bytes())
