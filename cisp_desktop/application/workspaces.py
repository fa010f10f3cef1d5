"""Creating and opening workspaces, and what a new one holds."""

import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cisp_desktop.application.certifications import shipped_certifications
from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import Identities, Workspace, WorkspaceStore
from cisp_desktop.domain.errors import RuleError

LEAST_PASSPHRASE = 8
"""Characters; the strength meter asks for more, the rule for no less."""


def new_id() -> str:
    """Return a new identifier: 64 random bits in hexadecimal, unique across laptops."""
    return secrets.token_hex(8)


def new_ids(count: int) -> list[str]:
    """Return many new identifiers at once."""
    digits = secrets.token_hex(8 * count)
    return [digits[i : i + 16] for i in range(0, len(digits), 16)]


@dataclass(frozen=True, slots=True)
class PassphraseStrength:
    """``score`` 0 (refused) to 4 (strong)."""

    score: int
    accepted: bool


def passphrase_strength(passphrase: str) -> PassphraseStrength:
    """Judge a passphrase by its length and variety; no dictionary, no network."""
    text = unicodedata.normalize("NFC", passphrase)
    kinds = sum(
        any(test(c) for c in text)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    accepted = len(text) >= LEAST_PASSPHRASE and len(set(text)) >= 4
    if not accepted:
        return PassphraseStrength(0, False)
    score = 1 + (len(text) >= 12) + (len(text) >= 16) + (kinds >= 3)
    return PassphraseStrength(min(score, 4), True)


def create_workspace(
    store: WorkspaceStore, path: Path, *, passphrase: str, identities: Identities
) -> Workspace:
    """Create a workspace with its authority and the shipped certifications, and return it open.

    Raises ``RuleError("workspace.passphrase_weak")`` or a ``StorageError`` of the store.
    """
    if not passphrase_strength(passphrase).accepted:
        raise RuleError("workspace.passphrase_weak", least=LEAST_PASSPHRASE)
    authority = identities.create_authority(path.name)
    workspace = store.create(path, passphrase, authority=authority)
    try:
        with workspace.unit_of_work() as work:
            for certification in shipped_certifications():
                work.certifications.add(certification)
            work.note("SITE", "workspace.created", subject="workspace")
            work.changed(Change.EVERYTHING)
            work.commit()
    except BaseException:
        workspace.close()
        raise
    return workspace
