"""Candidates' dossiers: taken in after a child process opened them, kept in the vault, read back.

Must not know PDF, encryption or screens.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import DossierFacts, DossierInspector, Progress, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.text import entry_text


class FileToTake(Protocol):
    """A file that somebody chose: its name, and its bytes when asked."""

    @property
    def name(self) -> str: ...
    def read(self) -> bytes:
        """Return the content; a ``CispError`` says why it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Assignment:
    """A file, for whom and as what."""

    file: FileToTake
    registration_id: str
    kind: DossierKind


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not stored, and why."""

    file: FileToTake
    error: CispError

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What storing several files did. ``stored`` holds dossier ids."""

    stored: tuple[str, ...]
    refused: tuple[RefusedFile, ...]


def store_dossier(
    workspace: Workspace,
    registration_id: str,
    *,
    kind: DossierKind,
    file_name: str,
    content: bytes,
    inspector: DossierInspector,
) -> str:
    """Check a PDF in a limited child process, encrypt it into the vault, and file it; returns its id.

    An earlier dossier of that kind stays and is marked as replaced; the bytes that count already change
    nothing. Takes the time of the child: off the GUI thread. Raises ``RuleError("dossier.pdf.*")``,
    ``Refused("session.closed")`` or a ``StorageError``.
    """
    dossier_id, _ = _store(
        workspace, registration_id, kind=kind, file_name=file_name, content=content, inspector=inspector
    )
    return dossier_id


def _store(
    workspace: Workspace,
    registration_id: str,
    *,
    kind: DossierKind,
    file_name: str,
    content: bytes,
    inspector: DossierInspector,
) -> tuple[str, bool]:
    """``store_dossier``; also says whether a version was added."""
    file_name = entry_text(file_name, field="dossier.file_name", limit=255)
    facts = inspector.inspect(content, file_name=file_name)
    sha256 = workspace.vault.store(content)
    if sha256 != facts.sha256:
        raise RuleError("dossier.changed_meanwhile", file=file_name)
    return _file(workspace, registration_id, kind=kind, file_name=file_name, facts=facts)


def _file(
    workspace: Workspace, registration_id: str, *, kind: DossierKind, file_name: str, facts: DossierFacts
) -> tuple[str, bool]:
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        open_session(work, registration.session_id)
        now = workspace.clock()
        for known in work.dossiers.of_registration(registration_id):
            if known.kind is kind and known.replaced_at is None:
                if known.sha256 == facts.sha256:
                    return known.id, False
                known.replaced_at = now
                work.note(
                    "SITE", "dossier.replaced", subject=registration_id, kind=kind.value, sha256=known.sha256
                )
        dossier = Dossier(
            new_id(), registration_id, kind, file_name, facts.sha256, facts.size, facts.pages, now
        )
        work.dossiers.add(dossier)
        work.dossiers.index_text(dossier.id, facts.page_texts)
        work.note("SITE", "dossier.stored", subject=registration_id, kind=kind.value, sha256=facts.sha256)
        work.changed(Change.DOSSIERS, registration_id)
        work.commit()
        return dossier.id, True


class KnownFacts:
    """Spares a second inspection to files that were looked at before (a ``DossierInspector``)."""

    def __init__(self, inspector: DossierInspector, facts: Mapping[str, DossierFacts]) -> None:
        """``facts`` are by SHA-256 of the content, in hexadecimal."""
        self._inspector = inspector
        self._facts = facts

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Return what is known of these very bytes, else inspect them."""
        known = self._facts.get(hashlib.sha256(content).hexdigest())
        return known or self._inspector.inspect(content, file_name=file_name)


def store_dossiers(
    workspace: Workspace,
    assignments: Sequence[Assignment],
    *,
    inspector: DossierInspector,
    progress: Progress | None = None,
    on_filed: Callable[[str], None] | None = None,
) -> StoreReport:
    """Store several files one after the other; each is whole or refused, and a refusal stops no other.

    ``on_filed`` is told the id of each version that was added, as soon as it is on the disk: what was
    stored stays when the rest is cancelled.
    """
    stored: list[str] = []
    refused: list[RefusedFile] = []
    for done, item in enumerate(assignments):
        if progress is not None:
            progress(done, len(assignments))
        try:
            content = item.file.read()
        except CispError as error:  # the file's own medium, not the workspace's: the others go on
            refused.append(RefusedFile(item.file, error))
            continue
        try:
            dossier_id, added = _store(
                workspace, item.registration_id, kind=item.kind, file_name=item.file.name, content=content,
                inspector=inspector,
            )  # fmt: skip
            stored.append(dossier_id)
            if added and on_filed is not None:
                on_filed(dossier_id)
        except (RuleError, Refused) as error:
            refused.append(RefusedFile(item.file, error))
    if progress is not None:
        progress(len(assignments), len(assignments))
    return StoreReport(tuple(stored), tuple(refused))


def set_dossiers_due(
    workspace: Workspace, session_id: str, due: date | None, before: date | None
) -> date | None:
    """Set the last day for dossiers, None for no limit; returns the earlier one (for undo).

    What is received after that day is late, and taken all the same. ``before`` is what the user saw. Raises
    ``RuleError("dossier.due_after_session")``, ``Refused("dossier.due_changed_meanwhile")``,
    ``Refused("session.closed")``.
    """
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        if session.dossiers_due != before:
            raise Refused("dossier.due_changed_meanwhile")
        if due == before:
            return before
        if due is not None and due > session.ends:
            raise RuleError("dossier.due_after_session", due=due, ends=session.ends)
        session.dossiers_due = due
        said = due.isoformat() if due is not None else ""
        work.note("SITE", "session.dossiers_due", subject=session_id, due=said)
        work.changed(Change.SESSIONS | Change.DOSSIERS, session_id)
        work.commit()
        return before
