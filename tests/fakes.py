"""Stand-ins for what is slow or outside: a clock that is set by hand, identities without cryptography."""

import hashlib
from datetime import UTC, datetime, timedelta

from cisp_desktop.application.ports import AuthorityMaterial, SealedIdentity
from cisp_desktop.domain.errors import RuleError


class FakeClock:
    """Tells the hour that it was given; every reading moves it by ``step``, so that no two are equal."""

    def __init__(
        self,
        now: datetime = datetime(2022, 12, 14, 8, 0, tzinfo=UTC),
        *,
        step: timedelta = timedelta(milliseconds=1),
    ) -> None:
        self.now = now
        self.step = step

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now

    def advance(self, **duration: float) -> None:
        """Let time pass: ``clock.advance(minutes=5)``."""
        self.now += timedelta(**duration)


class FakeKey:
    """An unlocked key that signs nothing."""

    def __init__(self, certificate_pem: bytes) -> None:
        self.certificate_pem = certificate_pem


class FakeIdentities:
    """Codes compared by a plain hash: what argon2 costs is tested in ``documents``."""

    def __init__(self) -> None:
        self._given = 0

    def create_authority(self, workspace_name: str) -> AuthorityMaterial:
        """Return material that only looks like PEM."""
        return AuthorityMaterial(b"CERTIFICATE of " + workspace_name.encode(), b"PRIVATE KEY")

    def new_first_code(self) -> str:
        """Return codes that follow each other: 000001, 000002 …"""
        self._given += 1
        return f"{self._given:06d}"

    def create_juror_identity(
        self, authority: object, *, name: str, role: str, code: str, sex: str = ""
    ) -> SealedIdentity:
        """Seal a name under a code."""
        return SealedIdentity(f"{role} {name}".encode(), _sealed(code), b"saltsalt", "fake")

    def unlock(self, identity: SealedIdentity, code: str) -> FakeKey:
        """Return the key; ``RuleError("identity.code.wrong")``."""
        if identity.sealed_key != _sealed(code):
            raise RuleError("identity.code.wrong")
        return FakeKey(identity.certificate_pem)

    def change_code(self, identity: SealedIdentity, *, old: str, new: str) -> SealedIdentity:
        """Seal the same key under another code."""
        self.unlock(identity, old)
        return SealedIdentity(identity.certificate_pem, _sealed(new), identity.salt, identity.parameters)

    def fingerprint(self, certificate_pem: bytes) -> str:
        """Return the SHA-256 of what stands for a certificate."""
        return hashlib.sha256(certificate_pem).hexdigest()


def _sealed(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
