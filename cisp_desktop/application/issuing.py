"""Issuing the papers after the jury: each frozen, drawn once, kept byte for byte, and never changed again.

A paper issued again is the same file; a loss gives a duplicate that says so. Sources: DOMAIN.md §7. Must not
know how a paper is drawn or shown.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from cisp_desktop.application.changes import Change
from cisp_desktop.application.issued_building import Choices, content_of
from cisp_desktop.application.issued_content import DuplicateContent
from cisp_desktop.application.issued_rules import CERTIFICATES, ISSUED_KINDS, Paper, Standing, standings
from cisp_desktop.application.issued_sources import IssuedSources, document_key, read_sources
from cisp_desktop.application.ports import Progress, UnitOfWork, Workspace
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import CispError, Refused, StorageError
from cisp_desktop.domain.issued import (
    DocumentKind,
    IssuedDocument,
    normalised_verification_code,
    verification_code,
)
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from cisp_desktop.domain.text import NAME_LENGTH, entry_text

BATCH = 20
"""Papers that one transaction keeps: a cancelled issue leaves whole batches."""


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A paper as a PDF, and its page count."""

    pdf: bytes
    pages: int


class IssuedRenderer(Protocol):
    """Draws the papers after the jury."""

    def render(self, content: Mapping[str, Any], *, logo: bytes | None) -> DrawnPaper:
        """Return the PDF of a frozen content, the same bytes for the same content and logo.

        Raises ``RuleError``: ``document.glyph_missing``, ``papers.logo``.
        """
        ...


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A paper as issued; ``subject`` names whom it is about, ``block`` the block's short code or nothing.

    ``duplicates`` counts those given since; ``first_code`` is that of the paper that a duplicate stands for.
    """

    id: str
    kind: DocumentKind
    subject: str
    number: str
    block: str
    code: str
    sha256: str
    pdf_sha256: str
    pages: int
    issued_at: datetime
    first_code: str
    minutes_number: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of a session: issued, to issue, or not due and why."""

    paper: Paper
    block: str
    issued: IssuedRow | None
    refusal: CispError | None
    duplicates: int = 0

    @property
    def to_issue(self) -> bool:
        """Whether it is due and was not issued yet."""
        return self.issued is None and self.refusal is None


@dataclass(frozen=True, slots=True)
class IssuedSession:
    """The papers of a session, and what its last certificates said, to be proposed again."""

    rows: tuple[PaperRow, ...]
    blocks: tuple[str, ...]
    choices: Choices
    documents: tuple[IssuedRow, ...]


@dataclass(frozen=True, slots=True)
class Prevented:
    """A paper that was asked for and lacks something."""

    paper: Paper
    error: CispError


@dataclass(frozen=True, slots=True)
class Issue:
    """What issuing did: ids of new papers and of those issued before, and what prevented the others."""

    made: tuple[str, ...]
    already: tuple[str, ...]
    prevented: tuple[Prevented, ...]


Wanted = Callable[[Paper], bool]


def read_papers(workspace: Workspace, session_id: str) -> IssuedSession:
    """Return every paper of a session. Long for many candidates: in the worker."""
    with workspace.unit_of_work() as work:
        sources = read_sources(work, session_id)
        found = list(standings(sources, work.candidates.of_session(session_id)))
        return _session(sources, found)


def _session(sources: IssuedSources, found: Sequence[Standing]) -> IssuedSession:
    shorts = {block.id: block.short_code for block in sources.certification.blocks}
    names = _subjects(found)
    codes = {one.id: one.code for one in sources.issued}
    duplicates = Counter(one.duplicate_of for one in sources.issued)
    rows = {one.id: _row(one, codes, shorts, names) for one in sources.issued}
    papers = tuple(
        PaperRow(
            one.paper,
            shorts.get(one.paper.block_id or "", ""),
            rows[one.document.id] if one.document is not None else None,
            one.refusal,
            duplicates[one.document.id] if one.document is not None else 0,
        )
        for one in found
    )
    return IssuedSession(papers, tuple(shorts.values()), last_choices(sources), tuple(rows.values()))


def _subjects(found: Sequence[Standing]) -> dict[str, tuple[str, str]]:
    """Return the number and name of each subject by registration or seat id."""
    return {
        (one.paper.registration_id or one.paper.seat_id or ""): (one.paper.number, one.paper.subject)
        for one in found
    }


def _row(
    document: IssuedDocument,
    codes: Mapping[str, str],
    shorts: Mapping[str, str],
    names: Mapping[str, tuple[str, str]],
) -> IssuedRow:
    number, subject = names.get(document.registration_id or document.seat_id or "", ("", ""))
    return IssuedRow(
        document.id, document.kind, subject, number, shorts.get(document.block_id or "", ""),
        document.code, document.sha256, document.pdf_sha256, document.pages, document.issued_at,
        codes.get(document.duplicate_of or "", ""), str(json.loads(document.snapshot)["minutes"]["number"]),
    )  # fmt: skip


def last_choices(sources: IssuedSources) -> Choices:
    """Return what the session's latest certificate says, else what the sheet names."""
    certifier = sources.certification.sheet.get("certifier") or {}
    latest = next((one for one in reversed(sources.issued) if one.kind in CERTIFICATES), None)
    if latest is None:
        return Choices(signatory_title=str(certifier.get("signatory", "")))
    content = json.loads(latest.snapshot)
    decided = date.fromisoformat(content["certification"]["registration_decided_on"])
    return Choices(content["signatory"]["name"], content["signatory"]["title"], decided)


def issue_papers(
    workspace: Workspace,
    session_id: str,
    *,
    wanted: Wanted,
    choices: Choices,
    renderer: IssuedRenderer,
    progress: Progress | None = None,
) -> Issue:
    """Issue the papers of a session that are due and ``wanted``; those issued already stay as they are.

    A paper that lacks something prevents no other. Batches are whole or not at all. Raises what ``progress``
    raises to stop, ``RuleError("text.*")`` for a choice that cannot be kept, ``StorageError``.
    """
    choices = _checked(choices)
    with workspace.unit_of_work() as work:
        sources = read_sources(work, session_id)
        found = [
            one
            for one in standings(sources, work.candidates.of_session(session_id))
            if one.paper.kind in ISSUED_KINDS and wanted(one.paper)
        ]
    due = [one.paper for one in found if one.to_issue]
    already = tuple(one.document.id for one in found if one.document is not None)
    made: list[str] = []
    prevented = [
        Prevented(one.paper, one.refusal) for one in found if one.document is None and one.refusal is not None
    ]
    batch: list[IssuedDocument] = []
    for done, paper in enumerate(due):
        if progress is not None:
            progress(done, len(due))
        try:
            batch.append(_drawn(workspace, sources, paper, choices, renderer))
        except (Refused, StorageError):
            raise
        except CispError as error:
            prevented.append(Prevented(paper, error))
        if len(batch) == BATCH:
            made += _keep(workspace, session_id, batch)
            batch.clear()
    made += _keep(workspace, session_id, batch)
    if progress is not None:
        progress(len(due), len(due))
    return Issue(tuple(made), already, tuple(prevented))


def _checked(choices: Choices) -> Choices:
    name = entry_text(choices.signatory, field="issued.signatory", limit=NAME_LENGTH)
    title = entry_text(choices.signatory_title, field="issued.signatory_title", limit=NAME_LENGTH)
    ground = entry_text(choices.ground, field="issued.ground", limit=NAME_LENGTH)
    return Choices(name, title, choices.decided_on, ground)


def _drawn(
    workspace: Workspace, sources: IssuedSources, paper: Paper, choices: Choices, renderer: IssuedRenderer
) -> IssuedDocument:
    now = workspace.clock()
    content = content_of(sources, paper, choices, now=now)
    return _frozen(
        workspace, content, sources.centre.logo, renderer,
        IssuedDocument(
            new_id(), paper.kind, sources.session.id, paper.registration_id, paper.seat_id, paper.block_id,
            "", "", "", "", 0, now,
        ),
    )  # fmt: skip


def _frozen(
    workspace: Workspace,
    content: Mapping[str, Any],
    logo: bytes | None,
    renderer: IssuedRenderer,
    document: IssuedDocument,
) -> IssuedDocument:
    """Freeze and draw a content, put the file in the vault, and complete the row that will name it."""
    drawn = renderer.render(content, logo=logo)
    document.snapshot = canonical_json(content)
    document.sha256 = fingerprint(document.snapshot)
    document.code = verification_code(document.sha256)
    document.pdf_sha256 = workspace.vault.store(drawn.pdf)
    document.pages = drawn.pages
    return document


def _keep(workspace: Workspace, session_id: str, batch: Sequence[IssuedDocument]) -> list[str]:
    """Keep drawn papers in one transaction; one that was issued meanwhile is left out."""
    if not batch:
        return []
    kept = []
    with workspace.unit_of_work() as work:
        known = {document_key(one) for one in work.issued.of_session(session_id) if not one.duplicate_of}
        for document in batch:
            if document_key(document) not in known:
                work.issued.add(document)
                _noted(work, document, "document.issued")
                kept.append(document.id)
        work.commit()
    return kept


def _noted(work: UnitOfWork, document: IssuedDocument, action: str) -> None:
    subject = document.registration_id or document.seat_id or document.session_id
    details = {"paper": document.kind.value, "code": document.code}
    work.note("SITE", action, subject=subject, **details)
    work.changed(Change.MINUTES, document.session_id, document.id)


def issue_duplicate(workspace: Workspace, document_id: str, *, renderer: IssuedRenderer) -> str:
    """Issue a duplicate of a paper: the frozen content as it was, the mention, today's date, the first code.

    Returns its id. Raises ``Refused("issued.not_found")``, ``StorageError("issued.altered")``.
    """
    now = workspace.clock()
    with workspace.unit_of_work() as work:
        first = work.issued.get(document_id)
        if first.duplicate_of is not None:
            first = work.issued.get(first.duplicate_of)
        content = dict(_content(first))
        logo = work.centres.get(work.sessions.get(first.session_id).centre_id).logo
        nth = 1 + sum(one.duplicate_of == first.id for one in work.issued.of_session(first.session_id))
        mention: DuplicateContent = {
            "code": first.code, "first_issued_on": content["issued_on"], "nth": nth,
            "issued_on": now.date().isoformat(),
        }  # fmt: skip
        content["duplicate"] = mention
        document = IssuedDocument(
            new_id(), first.kind, first.session_id, first.registration_id, first.seat_id, first.block_id,
            "", "", "", "", 0, now, first.id,
        )  # fmt: skip
        work.issued.add(_frozen(workspace, content, logo, renderer, document))
        _noted(work, document, "document.duplicated")
        work.commit()
        return document.id


def _content(document: IssuedDocument) -> Mapping[str, Any]:
    """Return the frozen content; ``StorageError("issued.altered")`` unless it has its fingerprint."""
    if fingerprint(document.snapshot) != document.sha256:
        raise StorageError("issued.altered", code=document.code)
    content: Mapping[str, Any] = json.loads(document.snapshot)
    return content


def read_paper(workspace: Workspace, row: IssuedRow) -> bytes:
    """Return a paper's PDF as it was issued."""
    return workspace.vault.read(row.pdf_sha256)


def find_by_code(workspace: Workspace, typed: str) -> tuple[IssuedRow, str]:
    """Return the paper that bears a code as typed, and the id of its session.

    Raises ``RuleError("issued.code")``, ``Refused("issued.code_unknown")``,
    ``StorageError("issued.altered")``.
    """
    code = normalised_verification_code(typed)
    with workspace.unit_of_work() as work:
        document = work.issued.by_code(code)
        if document is None:
            raise Refused("issued.code_unknown", code=code)
        _content(document)
        session_id = document.session_id
    rows = read_papers(workspace, session_id).documents
    return next(row for row in rows if row.code == code), session_id
