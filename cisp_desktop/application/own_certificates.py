"""A member's own certificate, as the signing of minutes needs it. Must not know how such a file is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cisp_desktop.application.ports import UnlockedKey
from cisp_desktop.domain.text import folded


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


def is_of_somebody_else(holder: str, member: str) -> bool:
    """Whether a certificate in the name of ``holder`` seems to be another person's than ``member``'s.

    One family name and one first name in common are enough: certificates leave out second names, married
    names, accents, and put them in any order.
    """
    wanted = set(folded(member).split())
    return len(wanted.intersection(folded(holder).split())) < min(2, len(wanted))
