"""Issuing the papers after the jury: each frozen, drawn once, kept byte for byte, and never changed again.

A paper issued again is the same file; a loss gives a duplicate that says so. Sources: DOMAIN.md §7. Must not
know how a paper is drawn or shown.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from cisp_desktop.application.changes import Change
from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.issued_building import Choices, checked_choices, last_choices
from cisp_desktop.application.issued_content import DuplicateContent
from cisp_desktop.application.issued_rules import (
    ISSUED_KINDS,
    PERSONAL_KINDS,
    Paper,
)
from cisp_desktop.application.issued_sources import IssuedSources, document_key, read_sources
from cisp_desktop.application.paper_logo import keep_logo, logo_of
from cisp_desktop.application.paper_standings import (
    Standing,
    check_duplicable,
    personal_standings,
    replacing,
    standings,
)
from cisp_desktop.application.paper_wording import with_template
from cisp_desktop.application.personal_building import any_content, read_personal
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

    ``first_code`` is that of the paper that a duplicate stands for. ``counts``: it is still the valid one,
    and no rectification replaced it; ``replaced_by`` is the code of the paper that did, once issued.
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
    counts: bool = True
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of a session: issued, to issue, or not due and why; ``earlier`` counts no more."""

    paper: Paper
    block: str
    issued: IssuedRow | None
    refusal: CispError | None
    duplicates: int = 0
    earlier: IssuedRow | None = None

    @property
    def to_issue(self) -> bool:
        """Whether it is due and was not issued yet."""
        return self.issued is None and self.refusal is None


@dataclass(frozen=True, slots=True)
class IssuedSession:
    """The papers of a session, and what its last certificates said, to be proposed again.

    ``rows`` and ``documents`` leave out ``personal`` and ``personal_documents``, which hold marks and leave
    only when they are asked for.
    """

    rows: tuple[PaperRow, ...]
    blocks: tuple[str, ...]
    choices: Choices
    documents: tuple[IssuedRow, ...]
    personal: tuple[PaperRow, ...] = ()
    personal_documents: tuple[IssuedRow, ...] = ()

    def document(self, document_id: str) -> IssuedRow:
        """Return any paper issued; ``Refused("issued.not_found")``."""
        for row in (*self.documents, *self.personal_documents):
            if row.id == document_id:
                return row
        raise Refused("issued.not_found", id=document_id)


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
        candidates = work.candidates.of_session(session_id)
        found = [*standings(sources, candidates), *personal_standings(sources, candidates)]
        return _session(sources, found)


def _session(sources: IssuedSources, found: Sequence[Standing]) -> IssuedSession:
    shorts = {block.id: block.short_code for block in sources.certification.blocks}
    names = _subjects(found)
    codes = {one.id: one.code for one in sources.issued}
    duplicates = Counter(one.duplicate_of for one in sources.issued)
    counting = {one.document.id for one in found if one.document is not None}
    rows = {one.id: _row(sources, one, codes, shorts, names, counting) for one in sources.issued}
    papers = tuple(
        PaperRow(
            one.paper,
            shorts.get(one.paper.block_id or "", ""),
            rows[one.document.id] if one.document is not None else None,
            one.refusal,
            duplicates[one.document.id] if one.document is not None else 0,
            rows[one.earlier.id] if one.earlier is not None else None,
        )
        for one in found
    )
    own = tuple(one for one in papers if one.paper.kind in PERSONAL_KINDS)
    return IssuedSession(
        tuple(one for one in papers if one.paper.kind not in PERSONAL_KINDS),
        tuple(shorts.values()),
        last_choices(sources),
        tuple(one for one in rows.values() if one.kind not in PERSONAL_KINDS),
        own,
        tuple(one for one in rows.values() if one.kind in PERSONAL_KINDS),
    )


def _subjects(found: Sequence[Standing]) -> dict[str, tuple[str, str]]:
    """Return the number and name of each subject by registration or seat id."""
    return {
        (one.paper.registration_id or one.paper.seat_id or ""): (one.paper.number, one.paper.subject)
        for one in found
    }


def _row(
    sources: IssuedSources,
    document: IssuedDocument,
    codes: Mapping[str, str],
    shorts: Mapping[str, str],
    names: Mapping[str, tuple[str, str]],
    counting: Collection[str],
) -> IssuedRow:
    first = document.duplicate_of or document.id
    later = sources.latest.get(sources.key_of(document))
    counts = first in counting
    number, subject = names.get(document.registration_id or document.seat_id or "", ("", ""))
    return IssuedRow(
        document.id, document.kind, subject, number, shorts.get(document.block_id or "", ""),
        document.code, document.sha256, document.pdf_sha256, document.pages, document.issued_at,
        codes.get(document.duplicate_of or "", ""), sources.rests_on[document.id].number, counts,
        later.code if later is not None and not counts and later.id in counting else "",
    )  # fmt: skip


def issue_papers(
    workspace: Workspace,
    session_id: str,
    *,
    wanted: Wanted,
    choices: Choices,
    renderer: IssuedRenderer,
    progress: Progress | None = None,
    personal: bool = False,
) -> Issue:
    """Issue the papers of a session that are due and ``wanted``; those issued already stay as they are.

    ``personal``: among the papers that hold marks, and among no others.

    A paper that lacks something prevents no other. Batches are whole or not at all. Raises what ``progress``
    raises to stop, ``RuleError("text.*")`` for a choice that cannot be kept, ``StorageError``.
    """
    choices = checked_choices(choices)
    with workspace.unit_of_work() as work:
        sources = read_sources(work, session_id)
        found = _wanted(work, sources, wanted, personal=personal)
        own = read_personal(work, sources, {one.paper.kind for one in found if one.to_issue})
    due = [one for one in found if one.to_issue]
    already = tuple(one.document.id for one in found if one.document is not None)
    made: list[str] = []
    prevented = [
        Prevented(one.paper, one.refusal) for one in found if one.document is None and one.refusal is not None
    ]
    batch: list[IssuedDocument] = []
    for done, one in enumerate(due):
        if progress is not None:
            progress(done, len(due))
        try:
            content = any_content(sources, own, one.paper, choices, now=workspace.clock())
            worded = replacing(with_template(content, sources.templates), one.earlier)
            batch.append(_drawn(workspace, sources, one.paper, worded, renderer))
        except (Refused, StorageError):
            raise
        except CispError as error:
            prevented.append(Prevented(one.paper, error))
        if len(batch) == BATCH:
            made += _keep(workspace, session_id, batch)
            batch.clear()
    made += _keep(workspace, session_id, batch)
    if progress is not None:
        progress(len(due), len(due))
    return Issue(tuple(made), already, tuple(prevented))


def _wanted(work: UnitOfWork, sources: IssuedSources, wanted: Wanted, *, personal: bool) -> list[Standing]:
    candidates = work.candidates.of_session(sources.session.id)
    if personal:
        return [one for one in personal_standings(sources, candidates) if wanted(one.paper)]
    return [
        one for one in standings(sources, candidates) if one.paper.kind in ISSUED_KINDS and wanted(one.paper)
    ]


def _drawn(
    workspace: Workspace,
    sources: IssuedSources,
    paper: Paper,
    content: Mapping[str, Any],
    renderer: IssuedRenderer,
) -> IssuedDocument:
    now = workspace.clock()
    keep_logo(workspace, content, sources.centre)
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
    if document.block_id is not None:
        details["block"] = document.block_id
    content = json.loads(document.snapshot)
    if "replaces" in content:
        details["replaces"] = content["replaces"]["code"]
    if document.kind is DocumentKind.ACCESS_PACK:
        details["made_by"] = str(content["request"]["made_by"])
    work.note("SITE", action, subject=subject, **details)
    work.changed(Change.MINUTES, document.session_id, document.id)


def issue_duplicate(workspace: Workspace, document_id: str, *, renderer: IssuedRenderer) -> str:
    """Issue a duplicate of a paper: the frozen content as it was, the mention, today's date, the first code.

    Returns its id. Raises ``Refused``: ``issued.not_found``, as ``check_duplicable``;
    ``StorageError("issued.altered")``.
    """
    now = workspace.clock()
    with workspace.unit_of_work() as work:
        first = work.issued.get(document_id)
        if first.duplicate_of is not None:
            first = work.issued.get(first.duplicate_of)
        content = dict(_content(first))
        check_duplicable(work, first)
        centre = work.centres.get(work.sessions.get(first.session_id).centre_id)
        logo = logo_of(workspace, content, centre)
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
    altered = StorageError("issued.altered", code=document.code)
    return frozen_data(document.snapshot, document.sha256, altered)


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
        session_id, document_id = document.session_id, document.id
    return read_papers(workspace, session_id).document(document_id), session_id
