"""Incidents in words. Must not know screens."""

from collections.abc import Mapping

from cisp_desktop.application.queries_incidents import IncidentRow
from cisp_desktop.application.wording import moment_words, person_name

INCIDENT_KINDS: Mapping[str, str] = {
    "FRAUD": "Fraude présumée",
    "DISTURBANCE": "Perturbation",
    "TECHNICAL": "Incident technique",
    "OTHER": "Autre incident",
}
FRAUD_ADVICE = (
    "Une fraude présumée relève du certificateur : le jury ne la juge pas. "
    "Il note les faits, laisse le candidat terminer et diffère sa décision."
)


def incident_about(row: IncidentRow) -> str:
    """Return whom an incident concerns: « DUPONT Zoé (D-0001) », empty when nobody in particular."""
    if row.registration_id is None:
        return ""
    return f"{person_name(row.birth_name, row.first_names)} ({row.number})"


def incident_hour(row: IncidentRow) -> str:
    """« 21/11/2026 à 14 h 30 », on the clock of the place where it was noted."""
    return moment_words(row.happened_at)
