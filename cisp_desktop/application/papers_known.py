"""What a workspace knows of a file that nobody signed: a paper as it was issued, a scan, frozen data, an
archive's list of fingerprints; or something else that bears the code of a paper.

Only the very bytes are the paper: all else is told to be another file, and what differs. Must not know how a
file is verified nor shown.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.issuing import find_by_code
from cisp_desktop.application.minutes_differences import Difference, differences
from cisp_desktop.application.minutes_known import GUESSED_ENDS, Known, became_since, known_minutes
from cisp_desktop.application.paper_fields import holder_name
from cisp_desktop.application.ports import (
    DossierInspector,
    Problem,
    VerificationReport,
    Verifier,
    Workspace,
)
from cisp_desktop.application.queries_kept import KeptPaper
from cisp_desktop.application.queries_registers import LinksWanted
from cisp_desktop.application.wording import moment_words
from cisp_desktop.application.wording_issued import TITLES
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.errors import CispError, RuleError, StorageError
from cisp_desktop.domain.issued import normalised_verification_code, verification_code
from cisp_desktop.domain.minutes import fingerprint

_CODE = re.compile(r"[Cc]ode\b[^\n]{0,40}?(?<![0-9A-Z])([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})(?![0-9A-Z])")
"""What a page calls a code: registers list many that are not their own."""
_MEASURED = {
    "verification.file_cut": "verification.cut_revision",
    "verification.file_added": "verification.trailing_bytes",
}
"""What the end of a file is, once it was compared with the stored one: its bytes alone let guess."""
_MOST_CODES = 20
"""Codes that are looked up of one file; a paper bears its own, and that of the first when a duplicate."""
_MOST_TOLD = 10
_LONGEST = 90
_BEFORE = 30
"""Characters of a line of a page that are quoted, and how many of them before what differs."""


def verify_file(
    pdf: bytes,
    *,
    verifier: Verifier,
    authority_pem: bytes | None,
    workspace: Workspace | None,
    inspector: DossierInspector,
) -> tuple[VerificationReport, Known | None]:
    """Judge any file, and say what a workspace, if any, knows of it; an unsigned one that it gave out, byte
    for byte, is intact. Raises ``StorageError`` when what is stored cannot be read.
    """
    report = verifier.verify(pdf, authority_pem=authority_pem)
    if workspace is None:
        return report, None
    judged = any(one.valid is not None for one in report.signatures)
    same = None if judged else _known_bytes(workspace, sha256(pdf).hexdigest())
    if same is not None:
        return replace(report, intact=True, problems=()), same
    known = known_minutes(workspace, report, pdf)
    for said in known.said if known is not None else ():
        report = replace(report, problems=tuple(_measured(one, said) for one in report.problems))
    if known is None and not report.intact:
        known = _known_code(workspace, report, pdf, inspector)
        report = replace(report, problems=tuple(map(_looked_up, report.problems)))
    return report, known


def _measured(problem: Problem, said: Problem) -> Problem:
    """Correct what was guessed of the end of a file by what its comparison with the stored one says."""
    guessed = problem.code in GUESSED_ENDS
    return Problem(_MEASURED.get(said.code, problem.code), problem.values) if guessed else problem


def _looked_up(problem: Problem) -> Problem:
    """Ask nobody for a code that was looked up."""
    unsigned = problem.code == "verification.unsigned_paper"
    return Problem("verification.unsigned", {}) if unsigned else problem


def _known_bytes(workspace: Workspace, digest: str) -> Known | None:
    """Return what is known of a file with this fingerprint; None when none was given out."""
    paper = next(iter(workspace.queries.kept_papers(digest, ())), None)
    if paper is not None:
        content = _content(paper)
        is_file = paper.pdf_sha256 == digest
        code = "verification.paper_same" if is_file else "verification.paper_data"
        became = _since(workspace, paper.session_id, sha256=content["minutes"]["sha256"])
        counts, still = _still(workspace, paper) if became else (True, ())
        return Known(True, counts, (Problem(code, _facts(paper, content)), *became, *still))
    beside = workspace.queries.kept_beside(digest)
    if beside is not None:
        row = workspace.queries.minutes(beside.minutes_id)
        facts: dict[str, object] = {"number": row.number, "candidate": beside.candidate}
        if beside.at is not None:
            said = Problem("verification.scan_same", {**facts, "day": moment_words(beside.at)})
        elif beside.candidate:
            said = Problem("verification.extract_data", facts)
        else:
            said = Problem("verification.minutes_data", facts)
        became = _since(workspace, beside.session_id, sha256=row.sha256)
        return Known(True, not became, (said, *became))
    return _known_list(workspace, digest)


def _still(workspace: Workspace, paper: KeptPaper) -> tuple[bool, tuple[Problem, ...]]:
    """Return whether a paper counts although its minutes were rectified, and what is said of that."""
    found, _session_id = find_by_code(workspace, paper.code)
    if found.counts:
        return True, (Problem("verification.paper_stays", {}),)
    if found.replaced_by:
        return False, (Problem("verification.paper_replaced", {"later": found.replaced_by}),)
    return False, (Problem("verification.paper_ended", {}),)


def _known_list(workspace: Workspace, digest: str) -> Known | None:
    """Return what is known of the list of fingerprints of an archive folder: the journal kept its own."""
    for link in workspace.queries.links(LinksWanted(actions=frozenset({"session.archived"}))):
        if json.loads(link.details).get("sha256") == digest:
            facts: dict[str, object] = {"day": moment_words(link.at)}
            return Known(True, True, (Problem("verification.archive_list", facts),))
    return None


def _since(workspace: Workspace, session_id: str, *, sha256: str) -> tuple[Problem, ...]:
    history = workspace.queries.minutes_history(session_id)
    return tuple(one for row in history if row.sha256 == sha256 for one in became_since(row, history))


def _content(paper: KeptPaper) -> dict[str, Any]:
    return frozen_data(paper.snapshot, paper.sha256, StorageError("issued.altered", code=paper.code))


def _facts(paper: KeptPaper, content: dict[str, Any]) -> dict[str, object]:
    """Return what a sentence says of a paper: what, to whom, when, under which code."""
    holder, member = content.get("holder"), content.get("member")
    whom = ""
    if holder is not None:
        whom = f" à {holder_name(holder)}"
    elif member is not None:
        whom = f" à {member['name']}"
    title = TITLES[paper.kind.value]
    mention = content.get("duplicate")
    of = f", duplicata n°{NBSP}{mention['nth']} du document {mention['code']}" if mention is not None else ""
    return {
        "title": title, "whom": whom, "day": moment_words(paper.issued_at), "code": paper.code, "mention": of,
    }  # fmt: skip


def _known_code(
    workspace: Workspace, report: VerificationReport, pdf: bytes, inspector: DossierInspector
) -> Known | None:
    """Return what is known of the papers whose codes a file bears; None when it bears no code."""
    pages = _pages(pdf, inspector)
    codes = _codes(report, pages)
    if not codes:
        return None
    papers = {one.code: one for one in workspace.queries.kept_papers("", codes)}
    if not papers:
        return Known(False, False, (Problem("verification.paper_unknown", {"code": codes[0]}),))
    named = [papers[code] for code in codes if code in papers]
    said: list[Problem] = []
    for paper in _first_papers(named):
        content = _content(paper)
        said.append(Problem("verification.paper_other", _facts(paper, content)))
        stored = workspace.vault.read(paper.pdf_sha256)
        if pdf.startswith(stored):
            said.append(Problem("verification.paper_added", {"count": len(pdf) - len(stored)}))
        else:
            said += _differing(stored, paper, content, report, pages, inspector)
    return Known(False, False, tuple(said))


def _first_papers(papers: Sequence[KeptPaper]) -> list[KeptPaper]:
    """Leave out a paper of which a duplicate, which bears both codes, is there too."""
    stood_for = {mention["code"] for one in papers if (mention := _content(one).get("duplicate")) is not None}
    return [one for one in papers if one.code not in stood_for]


def _pages(pdf: bytes, inspector: DossierInspector) -> tuple[str, ...]:
    """Return the text of each page, as a limited child reads it; nothing of what it refuses."""
    try:
        return inspector.inspect(pdf, file_name="").page_texts
    except (RuleError, StorageError):
        return ()


def _codes(report: VerificationReport, pages: Sequence[str]) -> list[str]:
    """Return the codes that a file bears: in its properties, its attached data, on its pages."""
    found = [report.code] if report.code is not None else []
    if report.data is not None:
        found.append(verification_code(fingerprint(report.data)))
    for page in pages:
        for typed in _CODE.findall(page.replace("\u2011", "-")):
            try:
                found.append(normalised_verification_code(typed))
            except CispError:
                continue  # sixteen letters that are no code
    return list(dict.fromkeys(found))[:_MOST_CODES]


def _differing(
    pdf: bytes,
    paper: KeptPaper,
    content: dict[str, Any],
    report: VerificationReport,
    pages: Sequence[str],
    inspector: DossierInspector,
) -> Iterator[Problem]:
    """Say what differs from the paper as issued (``pdf``): data field by field, then pages, else neither."""
    found = list(_data_differing(content, paper, report.data))
    found += _pages_differing(_pages(pdf, inspector), pages)
    yield from found or [Problem("verification.paper_redrawn", {})]


def _data_differing(content: dict[str, Any], paper: KeptPaper, data: str | None) -> Iterator[Problem]:
    if data is None or data == paper.snapshot:
        return
    try:
        found = differences(json.loads(data), content)
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        found = []  # whatever was attached, it is not of the shape of a paper's content
    if not found:
        yield Problem("verification.paper_other_data", {})
    for one in found[:_MOST_TOLD]:
        yield Problem("verification.paper_field", _told(one))
    if len(found) > _MOST_TOLD:
        yield Problem("verification.paper_more_fields", {"count": len(found) - _MOST_TOLD})


def _told(one: Difference) -> dict[str, object]:
    return {"where": _short(one.where), "here": _short(one.before), "issued": _short(one.after)}


def _pages_differing(stored: Sequence[str], pages: Sequence[str]) -> Iterator[Problem]:
    """Say of the first page that differs which line does; how lines are spaced tells nothing."""
    if not pages:
        yield Problem("verification.paper_unread", {})
        return
    if len(pages) != len(stored):
        yield Problem("verification.paper_pages", {"count": len(pages), "issued": len(stored)})
    for number, (own, other) in enumerate(zip(stored, pages, strict=False), 1):
        for issued, here in zip_longest(_lines(own), _lines(other), fillvalue="(rien)"):
            if issued != here:
                at = max(0, _common(issued, here) - _BEFORE)
                said: dict[str, object] = {"here": _short(here[at:]), "issued": _short(issued[at:])}
                yield Problem("verification.paper_line", {"page": number, **said})
                return


def _common(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _lines(page: str) -> list[str]:
    return [words for line in page.splitlines() if (words := " ".join(line.split()))]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
