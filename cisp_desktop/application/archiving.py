"""The archive folder of a session: minutes and annexes, to be kept and verified without this application.

Every version of the minutes with its frozen data, scans, issued papers, what the journal says of the session
with its head, the public certificate of the workspace's authority, the fingerprints of it all and a text that
explains them. Whole or not at all; never a private key, nor marks unless asked. Must not know a screen.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cisp_desktop.application.archive_index import (
    GLOSSARY,
    INDEX,
    Entry,
    candidate_words,
    glossary_text,
    index_text,
    subject_of,
)
from cisp_desktop.application.archive_words import SUMS, read_me
from cisp_desktop.application.changes import Change
from cisp_desktop.application.files import fsync_folder, make_folder, rename_durably, safe_stem, write_file
from cisp_desktop.application.journal_reading import concerns, journal_text
from cisp_desktop.application.ports import Progress, UnitOfWork, Workspace
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_registers import LinksWanted
from cisp_desktop.application.wording import MINUTES_STATES
from cisp_desktop.application.wording_issued import TITLES, kind_words
from cisp_desktop.application.wording_journal import session_scope
from cisp_desktop.application.wording_sessions import cancelling_words
from cisp_desktop.domain.errors import Refused, RuleError, StorageError
from cisp_desktop.domain.issued import DocumentKind, IssuedDocument
from cisp_desktop.domain.minutes import MinutesState, fingerprint

MINUTES, EXTRACTS, SCANS, PAPERS = "proces-verbaux", "extraits", "numerisations", "documents"
CERTIFICATE, JOURNAL, READ_ME = "autorite.crt", "journal.jsonl", "LISEZMOI.txt"
WITH_MARKS = frozenset({DocumentKind.INDIVIDUAL_GRIDS, DocumentKind.AGREED_GRIDS, DocumentKind.ACCESS_PACK})
"""Papers that show marks: left out unless asked."""
_UNFINISHED = ".part"

File = tuple[str, bytes]
"""A file of the folder: its path with slashes, its content."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written: the folder, how many files, the journal's head, and the fingerprint of the list of
    fingerprints, which the journal keeps. ``left_out`` counts the papers with marks that were not asked for.
    """

    folder: Path
    files: int
    head: str
    sums_sha256: str
    left_out: int


def archive_name(number: str) -> str:
    """Return the usual name of the folder of the session that bears ``number``."""
    return safe_stem(f"Archives {number}")


def check_archive_target(folder: Path) -> None:
    """Refuse a folder that is there already, or whose parent is not.

    Raises ``RuleError``: ``archive.exists``, ``export.no_folder``.
    """
    if os.path.lexists(folder):
        raise RuleError("archive.exists", folder=str(folder))
    if not folder.parent.is_dir():
        raise RuleError("export.no_folder", folder=str(folder.parent))


def archive_session(
    workspace: Workspace,
    session_id: str,
    folder: Path,
    *,
    marks: bool = False,
    progress: Progress | None = None,
) -> Archived:
    """Write the archive folder of a session, whole or not at all, and note it in the journal.

    ``marks``: with the papers that show marks too. The folder is not encrypted: who reads it reads all. A
    cancelled session may have no minutes: what is written says so. Raises ``RuleError`` (``archive.exists``,
    ``export.no_folder``), ``Refused("archive.nothing")`` without minutes, ``StorageError``:
    ``archive.altered``, ``vault.*``, ``file.*``.
    """
    check_archive_target(folder)
    files, left_out, head = _content(workspace, session_id, marks=marks)
    beside = folder.with_name(f".{secrets.token_hex(8)}{_UNFINISHED}")
    try:
        names = _write(beside, files, progress or _untold)
        sums = sha256((beside / SUMS).read_bytes()).hexdigest()
        with workspace.unit_of_work() as work:
            work.note("SITE", "session.archived", subject=session_id, sha256=sums)
            work.changed(Change.MINUTES, session_id)
            check_archive_target(folder)
            _rename(beside, folder)
            _commit(work, folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return Archived(folder, names, head, sums, left_out)


def _commit(work: UnitOfWork, folder: Path) -> None:
    """Keep the note, or take the folder back."""
    try:
        work.commit()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _untold(done: int, total: int) -> None:
    """Nobody looks on."""
    del done, total


def _rename(beside: Path, folder: Path) -> None:
    try:
        rename_durably(beside, folder)
    except OSError as error:
        raise StorageError("file.not_written", file=folder.name, folder=str(folder.parent)) from error


def _write(beside: Path, files: Sequence[File], progress: Progress) -> int:
    """Write every file, then the list of fingerprints; returns how many files."""
    make_folder(beside)
    lines = []
    for done, (name, content) in enumerate(files):
        progress(done, len(files))
        target = beside / name
        if target.parent != beside:
            make_folder(target.parent)
        write_file(target, content)
        lines.append(f"{sha256(content).hexdigest()}  {name}\n")
    write_file(beside / SUMS, "".join(lines).encode())
    for place in {beside, *((beside / name).parent for name, _ in files)}:
        fsync_folder(place)
    return len(files) + 1


def _content(workspace: Workspace, session_id: str, *, marks: bool) -> tuple[list[File], int, str]:
    """Return every file, how many papers with marks are left out, and the journal's head."""
    queries = workspace.queries
    session, history = queries.session(session_id), queries.minutes_history(session_id)
    if not history and not session.cancelled:
        raise Refused("archive.nothing", number=session.minutes_number)
    stems = _stems(history)
    files = [file for row in history for file in _minutes(workspace, row, stems[row.id])]
    files += [file for row in history for file in _extracts(workspace, row, stems[row.id])]
    with workspace.unit_of_work() as work:
        scans = [(row, list(work.minutes.scans(row.id))) for row in history]
        issued = [_Paper.of(document) for document in work.issued.of_session(session_id)]
        named = [(stems[row.id], [scan.sha256 for scan in own]) for row, own in scans]
    for stem, hashes in named:
        files += [
            (f"{SCANS}/{stem}-scan-{rank}.pdf", workspace.vault.read(one))
            for rank, one in enumerate(hashes, 1)
        ]
    wanted = [paper for paper in issued if marks or paper.kind not in WITH_MARKS]
    files += [file for paper in wanted for file in _papers(workspace, paper)]
    verdict = queries.check_journal()
    scope = session_scope(queries, session_id) | {paper.id for paper in issued}
    links = [link for link in queries.links(LinksWanted()) if concerns(link, scope)]
    files.append((JOURNAL, journal_text(links, verdict)))
    files.append((CERTIFICATE, workspace.authority.certificate_pem))
    entries = [*_entries(workspace, history, stems), *(_entry(paper) for paper in wanted)]
    files.append((INDEX, index_text(entries, number=session.minutes_number).encode()))
    files.append((GLOSSARY, glossary_text().encode()))
    said = read_me(
        number=session.minutes_number, title=session.certification_title, centre=session.centre_name,
        at=workspace.clock(), names=[name for name, _ in files], verdict=verdict,
        demonstration=session.demonstration, marks=marks, cancelled=cancelling_words(session),
    )  # fmt: skip
    files.insert(0, (READ_ME, said.encode()))
    return files, len(issued) - len(wanted), verdict.head


@dataclass(frozen=True, slots=True)
class _Paper:
    """An issued document, out of its transaction."""

    id: str
    kind: DocumentKind
    code: str
    snapshot: str
    sha256: str
    pdf_sha256: str

    @classmethod
    def of(cls, document: IssuedDocument) -> "_Paper":
        return cls(
            document.id, document.kind, document.code, document.snapshot, document.sha256, document.pdf_sha256
        )

    @property
    def block(self) -> str:
        """The code of the block that it is about; empty for any other kind."""
        return str((json.loads(self.snapshot).get("block") or {}).get("code", ""))


def _stems(history: Sequence[MinutesRow]) -> dict[str, str]:
    """Return a file name for each version, by its number; one that ended says so."""
    found: dict[str, str] = {}
    for row in history:
        stem = row.number if row.version == 1 else f"{row.number}-v{row.version}"
        if row.state in (MinutesState.REOPENED, MinutesState.CANCELLED):
            ended = "rouvert" if row.state is MinutesState.REOPENED else "annule"
            stem = f"{stem}-{ended}"
        taken = sum(one == stem or one.startswith(f"{stem} (") for one in found.values())
        found[row.id] = safe_stem(stem if not taken else f"{stem} ({taken + 1})")
    return found


def _minutes(workspace: Workspace, row: MinutesRow, stem: str) -> Iterator[File]:
    text = workspace.queries.snapshot_texts(row.session_id)[row.id]
    if fingerprint(text) != row.sha256:
        raise StorageError("archive.altered", number=row.number)
    yield f"{MINUTES}/{stem}.pdf", workspace.vault.read(row.pdf_sha256)
    yield f"{MINUTES}/{stem}.json", text.encode()


def _extracts(workspace: Workspace, row: MinutesRow, stem: str) -> Iterator[File]:
    """Give each extract of minutes with its frozen data; its name tells the candidate's number alone."""
    texts = dict(workspace.queries.extract_texts(row.id))
    for extract in workspace.queries.minutes_extracts(row.id):
        if fingerprint(texts[extract.id]) != extract.sha256:
            raise StorageError("archive.altered", number=f"{row.number}, {extract.number}")
        name = _extract_name(stem, extract.number)
        yield f"{name}.pdf", workspace.vault.read(extract.pdf_sha256)
        yield f"{name}.json", texts[extract.id].encode()


def _papers(workspace: Workspace, paper: _Paper) -> Iterator[File]:
    """Give an issued paper with its frozen data; its name tells kind and code, never a person."""
    title = TITLES[paper.kind.value]
    if fingerprint(paper.snapshot) != paper.sha256:
        raise StorageError("archive.altered", number=f"{title} {paper.code}")
    name = _paper_name(paper)
    yield f"{name}.pdf", workspace.vault.read(paper.pdf_sha256)
    yield f"{name}.json", paper.snapshot.encode()


def _paper_name(paper: _Paper) -> str:
    return f"{PAPERS}/{safe_stem(f'{TITLES[paper.kind.value]} {paper.code}')}"


def _extract_name(stem: str, number: str) -> str:
    return f"{EXTRACTS}/{safe_stem(f'{stem}-extrait-{number}')}"


def _entries(
    workspace: Workspace, history: Sequence[MinutesRow], stems: Mapping[str, str]
) -> Iterator[Entry]:
    """Give the index of the minutes and their extracts."""
    for row in history:
        state = MINUTES_STATES[row.state.value].lower()
        yield Entry("", f"Procès-verbal {row.number}, {state}", f"{MINUTES}/{stems[row.id]}.pdf")
        for extract in workspace.queries.minutes_extracts(row.id):
            whom = candidate_words(extract.name, extract.number)
            path = f"{_extract_name(stems[row.id], extract.number)}.pdf"
            yield Entry(whom, f"Extrait du procès-verbal {row.number}, {state}", path)


def _entry(paper: _Paper) -> Entry:
    what = f"{kind_words(paper.kind, paper.block)}, code {paper.code}"
    return Entry(subject_of(paper.snapshot), what, f"{_paper_name(paper)}.pdf")
