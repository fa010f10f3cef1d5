"""What a workspace knows of a file that was verified: the same content or another, what it became since.

Must not know how a file is verified nor shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cisp_desktop.application.ports import Problem, VerificationReport, Workspace
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.wording import moment_words
from cisp_desktop.domain.minutes import MinutesState

_UNKNOWN = frozenset({"verification.unknown_number", "verification.paper_unknown"})
GUESSED_ENDS = frozenset({"verification.cut_revision", "verification.trailing_bytes"})
"""What is said of a file's end as far as the file alone tells."""
_LEAST_TOLD = 1024
"""Bytes of a file without any end that are worth looking for: all minutes begin alike."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace says of a file. ``agrees``: nothing in it contradicts what is stored here;
    ``counts``: these minutes are the last word. ``said`` is worded as problems of verification are.
    """

    agrees: bool
    counts: bool
    said: tuple[Problem, ...]

    @property
    def contradicted(self) -> bool:
        """Whether what is stored here says otherwise, or counts more: what is unknown here says nothing."""
        return not self.counts and all(one.code not in _UNKNOWN for one in self.said)


def known_minutes(workspace: Workspace, report: VerificationReport, pdf: bytes) -> Known | None:
    """Compare a file with what the workspace stored under its number, ended and rectified minutes too.

    An extract is compared with that of the minutes that it names. ``None`` when the file states no number or
    no fingerprint: there is nothing to compare. Raises
    ``StorageError`` when the stored file cannot be read.
    """
    queries = workspace.queries
    history = [row for session in queries.sessions() for row in queries.minutes_history(session.id)]
    if report.number is None or report.sha256 is None:
        return _known_beginning(workspace, history, report, pdf)
    numbered = [row for row in history if row.number == report.number]
    if not numbered:
        return Known(False, False, (Problem("verification.unknown_number", {"number": report.number}),))
    named = [row for row in reversed(numbered) if _is_of(workspace, report, row)]
    if not named:
        return Known(False, False, (Problem("verification.content_differs", {"number": report.number}),))
    row = named[0]
    stored = _stored(workspace, report, row)
    if stored is None:
        return Known(False, False, (Problem("verification.extract_unknown", {"number": report.number}),))
    same, agrees = _compared(workspace.vault.read(stored), pdf, report, row)
    became = became_since(row, history)
    return Known(agrees, agrees and not became, (same, *became, *_mended(row, history)))


def _known_beginning(
    workspace: Workspace, history: Sequence[MinutesRow], report: VerificationReport, pdf: bytes
) -> Known | None:
    """Return of which stored minutes a file without any end is the beginning; None of none, or several."""
    if all(one.code != "verification.cut" for one in report.problems) or len(pdf) < _LEAST_TOLD:
        return None
    files = {row.pdf_sha256: row for row in history}
    stored = {digest: workspace.vault.read(digest) for digest in files}
    found = [digest for digest, content in stored.items() if content.startswith(pdf)]
    if len(found) != 1:
        return None
    facts = {"number": files[found[0]].number, "count": len(pdf), "total": len(stored[found[0]])}
    return Known(False, False, (Problem("verification.file_cut", facts),))


def _is_of(workspace: Workspace, report: VerificationReport, row: MinutesRow) -> bool:
    """Whether a file has the content of these minutes; an extract names them, or, altered, is stored with
    them.
    """
    if report.extract is not None:
        return row.sha256 == report.extract.of
    if report.titled_extract:
        return _stored(workspace, report, row) is not None
    return row.sha256 == report.sha256


def _stored(workspace: Workspace, report: VerificationReport, row: MinutesRow) -> str | None:
    """Return under which hash the file's like is stored: the minutes, or the extract with that content."""
    if report.extract is None and not report.titled_extract:
        return row.pdf_sha256
    extracts = workspace.queries.minutes_extracts(row.id)
    return next((one.pdf_sha256 for one in extracts if one.sha256 == report.sha256), None)


def _compared(stored: bytes, pdf: bytes, report: VerificationReport, row: MinutesRow) -> tuple[Problem, bool]:
    """Return what is said of the file itself, and whether it is one that was stored: each signature only
    adds to the file.
    """
    if pdf == stored:
        return Problem("verification.known_file", {}), True
    facts: dict[str, object] = {"number": row.number, "count": len(pdf), "total": len(stored)}
    if not stored.startswith(pdf):
        if report.intact:
            return Problem("verification.file_differs", {}), False
        if pdf.startswith(stored):
            facts["count"] = len(pdf) - len(stored)
            return Problem("verification.file_added", facts), False
        return Problem("verification.file_altered", facts), False
    if any(one.code in GUESSED_ENDS for one in report.problems):
        return Problem("verification.file_cut", facts), False
    count = sum(signature.role != "AUTHORITY" for signature in report.signatures)
    total = sum(line.signed_at is not None for line in row.signatures)
    return Problem("verification.known_older", {"count": count, "total": total}), True


def became_since(row: MinutesRow, history: Sequence[MinutesRow]) -> tuple[Problem, ...]:
    """Return why minutes count no more, or that later ones rectify them; nothing of the last word."""
    if row.ended_at is not None:
        facts: dict[str, object] = {
            "number": row.number,
            "day": moment_words(row.ended_at),
            "why": row.ended_why,
        }
        if row.state is MinutesState.REOPENED:
            return (Problem("verification.reopened", facts),)
        return (Problem("verification.cancelled", facts),)
    return tuple(
        Problem("verification.rectified", {"number": row.number, "later": other.number})
        for other in history
        if other.rectifies_id == row.id and other.ended_at is None
    )


def _mended(row: MinutesRow, history: Sequence[MinutesRow]) -> tuple[Problem, ...]:
    return tuple(
        Problem("verification.rectifies", {"earlier": other.number, "why": row.rectification})
        for other in history
        if other.id == row.rectifies_id
    )
