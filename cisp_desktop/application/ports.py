"""What the use cases need from the other rooms, as protocols.

``Workspace`` is one open folder; ``UnitOfWork`` one use case's transaction. This module must not know
how any of it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.repositories import (
    Candidates,
    Centres,
    Certifications,
    Deliberations,
    Discussions,
    Dossiers,
    Equivalences,
    Hearings,
    IssuedDocuments,
    Journal,
    Jurors,
    MinutesRepository,
    OutsideResults,
    Panels,
    PaperTemplates,
    Readings,
    Recusals,
    Registrations,
    Sessions,
    Sheets,
    Unavailabilities,
)

Progress = Callable[[int, int], None]
"""Called with (done, total); raises ``Cancelled`` of the caller to stop."""


class Clock(Protocol):
    """Where use cases read the time: aware, with the computer's own offset."""

    def __call__(self) -> datetime: ...


class Authority(Protocol):
    """The workspace's own authority: not the certifier. Its private key never leaves the database."""

    @property
    def certificate_pem(self) -> bytes: ...
    @property
    def private_key_pem(self) -> bytes: ...


class UnitOfWork(Protocol):
    """One use case's transaction (BEGIN IMMEDIATE). Leaving it without ``commit()`` rolls back."""

    @property
    def certifications(self) -> Certifications: ...
    @property
    def equivalences(self) -> Equivalences: ...
    @property
    def centres(self) -> Centres: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def panels(self) -> Panels: ...
    @property
    def jurors(self) -> Jurors: ...
    @property
    def candidates(self) -> Candidates: ...
    @property
    def registrations(self) -> Registrations: ...
    @property
    def dossiers(self) -> Dossiers: ...
    @property
    def unavailabilities(self) -> Unavailabilities: ...
    @property
    def recusals(self) -> Recusals: ...
    @property
    def outside_results(self) -> OutsideResults: ...
    @property
    def sheets(self) -> Sheets: ...
    @property
    def deliberations(self) -> Deliberations: ...
    @property
    def hearings(self) -> Hearings: ...
    @property
    def discussions(self) -> Discussions: ...
    @property
    def readings(self) -> Readings: ...
    @property
    def minutes(self) -> MinutesRepository: ...
    @property
    def issued(self) -> IssuedDocuments: ...
    @property
    def paper_templates(self) -> PaperTemplates: ...
    @property
    def journal(self) -> Journal: ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def note(self, actor: str, action: str, *, subject: str, **details: object) -> None:
        """Append one event to the journal; ``details`` name codes and identifiers.

        Of persons they name only who answers for the act (a witness and the reason given), never a candidate.
        """
        ...

    def changed(self, flags: Change, *ids: str) -> None:
        """Say what this commit changes; listeners hear it once, after COMMIT returned."""
        ...

    def commit(self) -> None:
        """COMMIT, then tell the listeners. Raises ``StorageError`` when the disk refuses."""
        ...


class Vault(Protocol):
    """Files under their SHA-256, each encrypted to the workspace's own key; they never change."""

    def store(self, content: bytes) -> str:
        """Write ``content`` durably (fsync, rename) and return its SHA-256 in hexadecimal."""
        ...

    def read(self, sha256: str) -> bytes:
        """Return the clear bytes; ``StorageError("vault.missing"|"vault.damaged")``."""
        ...

    def copy_to(self, sha256: str, write: Callable[[bytes], object]) -> None:
        """Give the clear bytes to ``write``, block by block; worth nothing until this returns.

        What ``write`` raises stops it. Raises as ``read``.
        """
        ...

    def holds(self, sha256: str) -> bool: ...


class Workspace(Protocol):
    """One open workspace: its folder, transactions, reads, vault and authority."""

    @property
    def path(self) -> Path: ...
    @property
    def id(self) -> str:
        """The workspace's identifier, the same in its copies."""
        ...

    @property
    def notices(self) -> list[str]:
        """Codes of what the user should know of this opening (``workspace.on_network`` …)."""
        ...

    @property
    def vault(self) -> Vault: ...
    @property
    def queries(self) -> Queries: ...
    @property
    def authority(self) -> Authority: ...
    @property
    def clock(self) -> Clock: ...
    def unit_of_work(self) -> UnitOfWork: ...
    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each COMMIT, in the thread that committed."""
        ...

    def check(self) -> list[str]:
        """Return what is damaged (database, vault, journal) as codes with ``:`` details; empty when sound."""
        ...

    def backup_database(self, reason: str) -> Path:
        """Write an automatic backup of the database (before an import that merges) and thin the others.

        ``reason`` is lower-case letters (``import`` …); returns the backup's path.
        """
        ...

    def backup(self, target: Path) -> None:
        """Write one encrypted file with the database and the vault. Atomic."""
        ...

    def close(self) -> None:
        """Backup (thinned), checkpoint, close, free the lock. Safe to call twice."""
        ...


class WorkspaceStore(Protocol):
    """Creates, opens and restores workspaces."""

    def create(self, path: Path, passphrase: str, *, authority: Authority) -> Workspace: ...
    def open(self, path: Path, passphrase: str) -> Workspace: ...
    def restore(self, file: Path, path: Path, *, passphrase: str) -> None: ...


# --- documents and other programs' files ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AuthorityMaterial:
    """A new authority: P-256 key and self-signed certificate, both PEM."""

    certificate_pem: bytes
    private_key_pem: bytes


@dataclass(frozen=True, slots=True)
class SealedIdentity:
    """A seat's certificate and its signing key under a key derived from the own code (argon2id)."""

    certificate_pem: bytes
    sealed_key: bytes
    salt: bytes
    parameters: str


class UnlockedKey(Protocol):
    """A signing key in memory, for as long as the juror signs."""

    @property
    def certificate_pem(self) -> bytes: ...


class Identities(Protocol):
    """Keys, certificates and codes. Deriving a key takes some 0.2 s: off the GUI thread."""

    def create_authority(self, workspace_name: str) -> AuthorityMaterial: ...
    def new_first_code(self) -> str: ...
    def create_juror_identity(
        self, authority: Authority, *, name: str, role: str, code: str, sex: str = ""
    ) -> SealedIdentity: ...
    def unlock(self, identity: SealedIdentity, code: str) -> UnlockedKey:
        """Return the key; ``RuleError("identity.code.wrong")``."""
        ...

    def change_code(self, identity: SealedIdentity, *, old: str, new: str) -> SealedIdentity: ...
    def fingerprint(self, certificate_pem: bytes) -> str:
        """Return a certificate's SHA-256 in hexadecimal, as readers of PDF show it."""
        ...


@dataclass(frozen=True, slots=True)
class SignatureFrame:
    """Where a member's signature stands: page index from 0, PDF points from the page's lower left."""

    role: str
    seat_id: str
    field_name: str
    page_index: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class RenderedMinutes:
    """The PDF, its page count and its signature frames."""

    pdf: bytes
    pages: int
    frames: tuple[SignatureFrame, ...]


class MinutesRenderer(Protocol):
    """Draws minutes from a snapshot, byte-identical for the same snapshot."""

    def render(self, snapshot: Any, *, draft: bool) -> RenderedMinutes: ...


class Signer(Protocol):
    """PAdES signatures: fields first, the authority certifies, members approve, the last one locks."""

    def prepare(self, rendered: RenderedMinutes, *, authority: Authority) -> bytes: ...
    def sign(
        self,
        pdf: bytes,
        *,
        field_name: str,
        key: UnlockedKey,
        image: bytes | None,
        name: str,
        role: str,
        when: datetime,
        last: bool,
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature found in a PDF; ``role`` is a code of the domain or empty, ``sex`` as the title says.

    ``fingerprint`` is the SHA-256 of the certificate that signed, in hexadecimal, ``issuer`` who issued it.
    ``holder`` is whom a member's own certificate names, empty for a key of the workspace. ``valid`` is None
    where a damaged file shows a frame, whose signature cannot be verified. ``field`` is that of the frame.
    """

    name: str
    role: str
    at: datetime | None
    valid: bool | None
    trusted: bool | None
    fingerprint: str = ""
    issuer: str = ""
    holder: str = ""
    field: str = ""
    sex: str = ""


class RevisionChange(StrEnum):
    """What a revision of a PDF changes beside a signature and the file's bookkeeping."""

    FRAMES = "FRAMES"
    PAGE = "PAGE"
    FIELD = "FIELD"
    SIGNATURE = "SIGNATURE"
    FILE = "FILE"
    FONT = "FONT"
    DATA = "DATA"
    CATALOG = "CATALOG"
    OBJECT = "OBJECT"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class RevisionReport:
    """One revision of a signed PDF, from 1 (the file before any signature), and who made it by signing."""

    number: int
    signature: SignatureReport | None
    changes: tuple[RevisionChange, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that verification found; ``wording.sentence`` words it."""

    code: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """What an extract says of itself: the fingerprint of the minutes' data, its candidate's number, name."""

    of: str
    candidate: str
    name: str


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """``intact`` judges integrity; ``trusted`` is None without an authority to compare with.

    ``sha256`` is the fingerprint of the frozen data that the PDF carries, if any. ``revisions`` tell what
    each one changes, where the file could be read. ``extract``: of an intact file that is one candidate's.
    ``code``: of an unsigned file that calls itself a paper after the jury; ``data``: the JSON attached to it.
    ``titled_extract``: the file calls itself an extract, sound or not.
    """

    intact: bool
    trusted: bool | None
    signatures: tuple[SignatureReport, ...]
    problems: tuple[Problem, ...]
    number: str | None
    sha256: str | None
    revisions: tuple[RevisionReport, ...] = ()
    extract: ExtractReport | None = None
    code: str | None = None
    data: str | None = None
    titled_extract: bool = False


class Verifier(Protocol):
    """Judges any PDF; never raises on a bad one."""

    def verify(self, pdf: bytes, *, authority_pem: bytes | None) -> VerificationReport: ...


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What the limited child process found in a PDF."""

    pages: int
    sha256: str
    size: int
    page_texts: tuple[str, ...]


class DossierInspector(Protocol):
    """Opens a PDF first in a limited child; ``RuleError("dossier.pdf.*")`` refuses it."""

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts: ...
