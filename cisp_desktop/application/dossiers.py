"""Candidates' dossiers: taken in after a child process opened them, kept in the vault, read back.

Must not know PDF, encryption or screens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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

    An earlier dossier of that kind stays and is marked as replaced; the same bytes again change
    nothing. Takes the time of the child: off the GUI thread. Raises ``RuleError("dossier.pdf.*")``,
    ``Refused("session.closed")`` or a ``StorageError``.
    """
    file_name = entry_text(file_name, field="dossier.file_name", limit=255)
    facts = inspector.inspect(content, file_name=file_name)
    sha256 = workspace.vault.store(content)
    if sha256 != facts.sha256:
        raise RuleError("dossier.changed_meanwhile", file=file_name)
    return _file(workspace, registration_id, kind=kind, file_name=file_name, facts=facts)


def _file(
    workspace: Workspace, registration_id: str, *, kind: DossierKind, file_name: str, facts: DossierFacts
) -> str:
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        open_session(work, registration.session_id)
        now = workspace.clock()
        for known in work.dossiers.of_registration(registration_id):
            if known.kind is kind and known.replaced_at is None:
                if known.sha256 == facts.sha256:
                    return known.id
                known.replaced_at = now
        dossier = Dossier(
            new_id(), registration_id, kind, file_name, facts.sha256, facts.size, facts.pages, now
        )
        work.dossiers.add(dossier)
        work.dossiers.index_text(dossier.id, facts.page_texts)
        work.note("SITE", "dossier.stored", subject=registration_id, kind=kind.value, sha256=facts.sha256)
        work.changed(Change.DOSSIERS, registration_id)
        work.commit()
        return dossier.id


def store_dossiers(
    workspace: Workspace,
    assignments: Sequence[Assignment],
    *,
    inspector: DossierInspector,
    progress: Progress | None = None,
) -> StoreReport:
    """Store several files one after the other; each is whole or refused, and a refusal stops no other."""
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
            stored.append(
                store_dossier(
                    workspace,
                    item.registration_id,
                    kind=item.kind,
                    file_name=item.file.name,
                    content=content,
                    inspector=inspector,
                )
            )
        except (RuleError, Refused) as error:
            refused.append(RefusedFile(item.file, error))
    if progress is not None:
        progress(len(assignments), len(assignments))
    return StoreReport(tuple(stored), tuple(refused))


def reassign_dossier(
    workspace: Workspace, dossier_id: str, *, registration_id: str, kind: DossierKind
) -> tuple[str, DossierKind]:
    """File a dossier under another candidate or kind; returns where it was (for undo)."""
    with workspace.unit_of_work() as work:
        dossier = work.dossiers.get(dossier_id)
        target = work.registrations.get(registration_id)
        source = work.registrations.get(dossier.registration_id)
        open_session(work, source.session_id)
        if target.session_id != source.session_id:
            raise Refused("dossier.other_session")
        for known in work.dossiers.of_registration(registration_id):
            if known.kind is kind and known.replaced_at is None and known.id != dossier_id:
                raise Refused("dossier.place_taken", file=known.file_name)
        before = (dossier.registration_id, dossier.kind)
        dossier.registration_id, dossier.kind = registration_id, kind
        work.note("SITE", "dossier.reassigned", subject=dossier_id, kind=kind.value)
        work.changed(Change.DOSSIERS, registration_id, before[0])
        work.commit()
        return before


def remove_dossier(workspace: Workspace, dossier_id: str) -> None:
    """Take a dossier out of the matrix; the version before it counts again. The vault keeps the file."""
    with workspace.unit_of_work() as work:
        dossier = work.dossiers.get(dossier_id)
        registration = work.registrations.get(dossier.registration_id)
        open_session(work, registration.session_id)
        earlier = [
            known
            for known in work.dossiers.of_registration(registration.id)
            if known.kind is dossier.kind and known.id != dossier_id
        ]
        if dossier.replaced_at is None and earlier:
            max(earlier, key=lambda known: known.received_at).replaced_at = None
        work.dossiers.remove(dossier)
        work.note("SITE", "dossier.removed", subject=registration.id, sha256=dossier.sha256)
        work.changed(Change.DOSSIERS, registration.id)
        work.commit()
