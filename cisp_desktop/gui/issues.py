"""What blocks a session and what warns, each with the page where it is mended: counts, never a mark.

This module must not know widgets.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.findings import Finding
from cisp_desktop.application.preparation_findings import (
    candidate_blockers,
    centre_warnings,
    counted_warnings,
    dossier_warnings,
)
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_readiness import finding_words
from cisp_desktop.gui.session_status import SessionStatus, Step, StepState


class Severity(StrEnum):
    """``BLOCKER`` keeps the session from closing; ``WARNING`` never does."""

    BLOCKER = "BLOCKER"
    WARNING = "WARNING"


@dataclass(frozen=True, slots=True)
class Issue:
    """One line of the dashboard; ``page`` and ``target`` lead to where it is mended."""

    severity: Severity
    text: str
    page: str
    target: str = ""


def session_issues(status: SessionStatus) -> list[Issue]:
    """Return what is left, blockers first, in the order of a session's life; once closed, what lacks; nothing
    of a cancelled session.
    """
    if status.session.cancelled:
        return []
    if status.minutes:
        return _unsigned(status)
    return _blockers(status) + _warnings(status)


def _blockers(status: SessionStatus) -> list[Issue]:
    found = [] if not status.open_again else [_open_again(status)]
    found += [
        issue_of(finding) for finding in (*status.empty_seats, *candidate_blockers(status.registrations))
    ]
    for row in status.progress:
        left = row.expected - row.sealed
        if left:
            text = _tr("{0} : {1} à sceller").format(row.name, plural(left, "grille", "grilles"))
            found.append(_blocker(text, Step.EVALUATE, f"seat:{row.seat_id}"))
    if status.undecided and status.steps[Step.DELIBERATE].state is not StepState.WAITING:
        text = _tr("{0} à prendre").format(plural(status.undecided, "décision", "décisions"))
        found.append(_blocker(text, Step.DELIBERATE))
    if status.without_reason:
        text = _tr("{0} sans motif").format(plural(status.without_reason, "refus", "refus"))
        found.append(_blocker(text, Step.DELIBERATE))
    return found


def _open_again(status: SessionStatus) -> Issue:
    """A session that was closed before is closed again: nothing leaves it meanwhile."""
    text = _tr("Procès-verbal {0} : {1}, à clore de nouveau")
    return _blocker(text.format(status.session.minutes_number, status.open_again), Step.MINUTES)


def _unsigned(status: SessionStatus) -> list[Issue]:
    return [
        _blocker(_tr("Procès-verbal non signé : {0}").format(line.name), Step.MINUTES, f"seat:{line.seat_id}")
        for minutes in status.minutes
        for line in minutes.signatures
        if line.awaited
    ]


def _warnings(status: SessionStatus) -> list[Issue]:
    session = status.session
    return [
        issue_of(finding)
        for finding in (
            *dossier_warnings(status.dossiers_missing),
            *counted_warnings(status.warnings),
            *centre_warnings(session.centre_id, siret=session.centre_siret),
        )
    ]


def issue_of(finding: Finding) -> Issue:
    """Return a finding of the preparation as a line with its link."""
    severity = Severity.BLOCKER if finding.blocks else Severity.WARNING
    return Issue(severity, finding_words(finding), finding.page, finding.target)


def _blocker(text: str, step: Step, target: str = "") -> Issue:
    return Issue(Severity.BLOCKER, text, step.value, target)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Issues", text)
