"""What blocks a session and what warns, each with the page where it is mended: counts, never a mark.

This module must not know widgets.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.wording import WARNINGS, plural, role_name
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
    """Return what is left, blockers first, in the order of a session's life; once closed, what lacks."""
    if status.minutes is not None:
        return _unsigned(status)
    return _blockers(status) + _warnings(status)


def _blockers(status: SessionStatus) -> list[Issue]:
    found = [
        _blocker(_tr("Siège vide : {0}").format(role_name(role)), Step.PREPARE, "tab:panel")
        for role in status.empty_seats
    ]
    if not status.registrations:
        found.append(_blocker(_tr("Aucun candidat inscrit"), Step.PREPARE, "tab:candidates"))
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


def _unsigned(status: SessionStatus) -> list[Issue]:
    minutes = status.minutes
    if minutes is None:
        return []
    return [
        _blocker(_tr("Procès-verbal non signé : {0}").format(line.name), Step.MINUTES, f"seat:{line.seat_id}")
        for line in minutes.signatures
        if line.signed_at is None
    ]


def _warnings(status: SessionStatus) -> list[Issue]:
    found = []
    if status.dossiers_missing:
        people = len({registration for registration, _kind in status.dossiers_missing})
        text = _tr("{0} chez {1}").format(
            plural(len(status.dossiers_missing), "dossier manquant", "dossiers manquants"),
            plural(people, "candidat", "candidats"),
        )
        found.append(Issue(Severity.WARNING, text, Step.PREPARE.value, "tab:dossiers"))
    for code, count in status.warnings.items():
        text = f"{WARNINGS[code.value]} : {plural(count, 'candidat', 'candidats')}"
        found.append(Issue(Severity.WARNING, text, Step.PREPARE.value, f"warning:{code.value}"))
    if not status.session.centre_siret:
        text = _tr("Le SIRET du centre n’est pas renseigné")
        found.append(Issue(Severity.WARNING, text, Step.PREPARE.value, "tab:session"))
    return found


def _blocker(text: str, step: Step, target: str = "") -> Issue:
    return Issue(Severity.BLOCKER, text, step.value, target)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Issues", text)
