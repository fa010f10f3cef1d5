"""Recording what older blocks count for reaches the candidates of the sessions still open."""

from datetime import date

import pytest

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence, remove_equivalence
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.registration import HeldBlock, RegistrationWarning
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import make_session, score_by_all

ENTRY = EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC01", "Décision du 3 mars 2022")


def claim(workspace: SqlWorkspace, registration_id: str, *, on: date = date(2011, 6, 1)) -> None:
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        registration.held.append(
            HeldBlock(f"held-{registration_id}", registration_id, "RNCP6133U1", None, on, "PV-2011-1")
        )
        work.commit()


def test_a_claim_counts_once_its_equivalence_is_recorded(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    claim(workspace, made.registrations[0])
    before = workspace.queries.registration(made.registrations[0])
    assert before.held[0].counts_for is None
    assert RegistrationWarning.HELD_ELSEWHERE in before.warnings
    record_equivalence(workspace, ENTRY)
    after = workspace.queries.registration(made.registrations[0])
    assert after.held[0].counts_for == "BC01"
    assert after.held[0].through is not None
    assert after.held[0].through.source == "Décision du 3 mars 2022"
    assert after.held[0].valid_until == date(2016, 6, 1)
    assert RegistrationWarning.HELD_EXPIRED in after.warnings
    assert RegistrationWarning.HELD_ELSEWHERE not in after.warnings


def test_taking_an_equivalence_back_takes_back_what_rested_on_it(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    claim(workspace, made.registrations[0])
    recorded = record_equivalence(workspace, ENTRY)
    removed = remove_equivalence(workspace, recorded)
    assert workspace.queries.registration(made.registrations[0]).held[0].counts_for is None
    record_equivalence(workspace, removed)
    assert workspace.queries.registration(made.registrations[0]).held[0].counts_for == "BC01"


def test_what_the_jury_was_shown_does_not_change(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    claim(workspace, made.registrations[0])
    score_by_all(workspace, made, made.registrations[0])
    open_deliberation(workspace, made.id)
    record_equivalence(workspace, ENTRY)
    assert workspace.queries.registration(made.registrations[0]).held[0].counts_for is None


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC09"), "equivalence.block_unknown"),
        (EquivalenceEntry("RNCP6133", "U1", "RNCP99999", "BC01"), "equivalence.block_unknown"),
        (EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC01", "", 0), "equivalence.years"),
        (EquivalenceEntry("RNCP6133", " ", "RNCP36128", "BC01"), "text.missing"),
        (EquivalenceEntry("rncp6133", "u 1", "RNCP36128", "RNCP36128BC01"), "equivalence.exists"),
    ],
)
def test_a_senseless_equivalence_is_refused(
    workspace: SqlWorkspace, entry: EquivalenceEntry, code: str
) -> None:
    record_equivalence(workspace, ENTRY)
    with pytest.raises(RuleError) as caught:
        record_equivalence(workspace, entry)
    assert caught.value.code == code
    assert len(workspace.queries.equivalences("RNCP36128")) == 1
