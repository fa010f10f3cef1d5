"""Changing an equivalence reaches the candidates that rest on it; how many do is counted."""

from dataclasses import replace
from datetime import date

import pytest

from cisp_desktop.application.lineage import (
    EquivalenceEntry,
    edit_equivalence,
    record_equivalence,
    remove_equivalence,
    resting_on,
)
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.registration import HeldBlock
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import make_session

ENTRY = EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "RNCP36128BC01", "Décision du 3 mars 2022")


@pytest.fixture
def registration(workspace: SqlWorkspace) -> str:
    """A candidate who holds U1 of RNCP6133."""
    made = make_session(workspace).registrations[0]
    with workspace.unit_of_work() as work:
        held = HeldBlock("held", made, "RNCP6133U1", None, date(2025, 6, 1), "PV")
        registration = work.registrations.get(made)
        registration.held.append(held)
        work.commit()
    return made


def counts_for(workspace: SqlWorkspace, registration: str) -> str | None:
    return workspace.queries.registration(registration).held[0].counts_for


def test_an_edited_equivalence_counts_for_its_new_block(workspace: SqlWorkspace, registration: str) -> None:
    known = record_equivalence(workspace, ENTRY)
    after = replace(ENTRY, block_code="RNCP36128BC02", validity_years=3)
    stored = edit_equivalence(workspace, known, before=ENTRY, after=after)
    assert stored == after
    assert counts_for(workspace, registration) == "BC02"
    held = workspace.queries.registration(registration).held[0]
    assert held.valid_until == date(2028, 6, 1)
    edit_equivalence(workspace, known, before=stored, after=ENTRY)
    assert counts_for(workspace, registration) == "BC01"


def test_an_equivalence_renamed_away_counts_for_nobody(workspace: SqlWorkspace, registration: str) -> None:
    known = record_equivalence(workspace, ENTRY)
    edit_equivalence(workspace, known, before=ENTRY, after=replace(ENTRY, held_block="U2"))
    assert counts_for(workspace, registration) is None


def test_an_edit_over_somebody_else_s_is_refused(workspace: SqlWorkspace) -> None:
    known = record_equivalence(workspace, ENTRY)
    edit_equivalence(workspace, known, before=ENTRY, after=replace(ENTRY, source="autre"))
    with pytest.raises(CispError, match=r"equivalence\.changed_meanwhile"):
        edit_equivalence(workspace, known, before=ENTRY, after=replace(ENTRY, source="encore"))


def test_an_edit_that_repeats_another_equivalence_is_refused(workspace: SqlWorkspace) -> None:
    record_equivalence(workspace, ENTRY)
    other = replace(ENTRY, held_block="U2")
    known = record_equivalence(workspace, other)
    with pytest.raises(CispError, match=r"equivalence\.exists"):
        edit_equivalence(workspace, known, before=other, after=ENTRY)


def test_an_equivalence_removed_meanwhile_is_told(workspace: SqlWorkspace) -> None:
    known = record_equivalence(workspace, ENTRY)
    remove_equivalence(workspace, known)
    with pytest.raises(CispError, match=r"equivalence\.not_found"):
        edit_equivalence(workspace, known, before=ENTRY, after=replace(ENTRY, source="autre"))


def test_candidates_are_counted_by_equivalence(workspace: SqlWorkspace, registration: str) -> None:
    known = record_equivalence(workspace, ENTRY)
    record_equivalence(workspace, replace(ENTRY, held_block="U2"))
    assert dict(resting_on(workspace.queries, "RNCP36128")) == {known: 1}
    assert not resting_on(workspace.queries, "RNCP6133")
