"""A member's own certificate, as the signing of minutes needs it. Must not know how such a file is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cisp_desktop.application.ports import UnlockedKey


@dataclass(frozen=True, slots=True, repr=False)
class OwnCertificate:
    """A member's own certificate with its key, in memory for as long as the member signs.

    ``name`` is whom it names, ``issuer`` who issued it; ``expires`` its last moment.
    """

    name: str
    issuer: str
    expires: datetime
    fingerprint: str
    key: UnlockedKey


class OwnCertificates(Protocol):
    """Reads members' own certificates (``.p12``, ``.pfx``); nothing of them is ever stored."""

    def read(self, content: bytes, password: str, *, at: datetime) -> OwnCertificate:
        """Return what the file holds; ``RuleError("certificate.*")`` when it cannot sign at ``at``."""
        ...

    def vouched(self, own: OwnCertificate, member: UnlockedKey) -> UnlockedKey:
        """Return the own key, for which the member's key of this workspace vouches as it signs."""
        ...
