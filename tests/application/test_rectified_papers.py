"""Papers after minutes were rectified: which stay valid, which are issued again, what each then says."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.issuing import (
    IssuedRow,
    find_by_code,
    issue_duplicate,
    read_paper,
    read_papers,
)
from cisp_desktop.application.queries_registers import LinksWanted
from cisp_desktop.application.rectifying import open_rectification
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import Ground
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import issue, open_completed, rows
from tests.application.test_minutes_life import close, sign
from tests.documents.reading import whole_text
from tests.factories import SessionMade

KIND = DocumentKind
Completed = tuple[SqlWorkspace, SessionMade]


@pytest.fixture
def issued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Completed]:
    """Every paper of complete minutes, issued; then each reading of the clock is a minute later."""
    workspace, made = open_completed(tmp_path)
    start, passed = workspace.clock(), count(1)
    monkeypatch.setattr(workspace, "_clock", lambda: start + timedelta(minutes=next(passed)))
    issue(workspace, made)
    yield workspace, made
    workspace.close()


def reopened(workspace: SqlWorkspace, made: SessionMade, ground: Ground = Ground.CLERICAL) -> None:
    latest = workspace.queries.minutes_of_session(made.id)[0]
    open_rectification(workspace, latest.id, ground=ground, reason="relu", by="ROUX Hélène")


def moved(workspace: SqlWorkspace, made: SessionMade, place: str = "Voreppe") -> None:
    """Change where the first candidate is said to be born."""
    registration_id = made.registrations[0]
    before = workspace.queries.registration(registration_id).birth_place
    edit_registration(workspace, registration_id, changes={"birth_place": FieldChange(before, place)})


def rectified(workspace: SqlWorkspace, made: SessionMade, place: str = "Voreppe") -> str:
    """Rectify that birth place; returns the number of the new minutes."""
    reopened(workspace, made)
    moved(workspace, made, place)
    closed = close(workspace, made)
    sign(workspace, made, closed.id, Role.PRESIDENT)
    return closed.number


def content(workspace: SqlWorkspace, row: IssuedRow) -> dict[str, Any]:
    with workspace.unit_of_work() as work:
        found: dict[str, Any] = json.loads(work.issued.get(row.id).snapshot)
    return found


def certificate(workspace: SqlWorkspace, made: SessionMade) -> IssuedRow:
    (row,) = [one.issued for one in rows(workspace, made, KIND.CERTIFICATE) if one.issued is not None]
    return row


def test_only_the_papers_whose_content_changes_are_to_be_issued_again(issued: Completed) -> None:
    workspace, made = issued
    before = {one.issued.id for one in read_papers(workspace, made.id).rows if one.issued is not None}
    rectified(workspace, made)
    read = read_papers(workspace, made.id)
    again = [one for one in read.rows if one.to_issue]
    assert {(one.paper.number, one.paper.kind) for one in again} == {
        ("D-0001", kind)
        for kind in (
            KIND.DECISION_NOTICE, KIND.SUCCESS_ATTESTATION, KIND.CANDIDATE_PRESENCE, KIND.BLOCK_CERTIFICATE,
            KIND.CERTIFICATE,
        )
    }  # fmt: skip
    kept = {one.issued.id for one in read.rows if one.issued is not None}
    assert kept | {one.earlier.id for one in again if one.earlier is not None} == before
    assert kept


def test_a_paper_issued_again_says_what_it_annuls_and_names_the_minutes_as_rectifying(
    issued: Completed,
) -> None:
    workspace, made = issued
    first = certificate(workspace, made)
    number = rectified(workspace, made)
    assert len(issue(workspace, made).made) == 9
    row = certificate(workspace, made)
    said = content(workspace, row)
    assert said["replaces"] == {
        "code": first.code, "issued_on": content(workspace, first)["issued_on"],
        "minutes": first.minutes_number,
    }  # fmt: skip
    assert (said["minutes"]["number"], said["minutes"]["rectifies"]) == (number, first.minutes_number)
    text = " ".join(whole_text(read_paper(workspace, row)).split())
    assert f"ANNULE ET REMPLACE le document n° {first.code} du" in text
    assert f"Vu le procès-verbal rectificatif {number}" in text
    for kind in (KIND.DECISION_NOTICE, KIND.SUCCESS_ATTESTATION):
        (other,) = [one.issued for one in rows(workspace, made, kind) if one.issued is not None][:1]
        assert "ANNULE ET REMPLACE" in whole_text(read_paper(workspace, other))
        assert f"{number} (rectificatif de {first.minutes_number})" in whole_text(
            read_paper(workspace, other)
        )
    assert issue(workspace, made).made == ()
    assert workspace.check() == []
    wanted = LinksWanted(actions=frozenset({"document.issued"}))
    noted = [json.loads(link.details) for link in workspace.queries.links(wanted)]
    assert any(details.get("replaces") == first.code for details in noted)


def test_the_code_of_a_replaced_paper_says_so_and_names_the_one_that_counts(issued: Completed) -> None:
    workspace, made = issued
    first = certificate(workspace, made)
    assert find_by_code(workspace, first.code)[0].counts
    rectified(workspace, made)
    found, _session = find_by_code(workspace, first.code)
    assert (found.counts, found.replaced_by) == (False, "")
    issue(workspace, made)
    later = certificate(workspace, made)
    found, _session = find_by_code(workspace, first.code)
    assert (found.counts, found.replaced_by) == (False, later.code)
    assert find_by_code(workspace, later.code)[0].counts


def test_a_paper_that_stays_valid_is_duplicated_and_a_replaced_one_is_not(issued: Completed) -> None:
    workspace, made = issued
    first = certificate(workspace, made)
    notices = rows(workspace, made, KIND.DECISION_NOTICE)
    second = next(one.issued for one in notices if one.paper.number == "D-0002")
    assert second is not None
    rectified(workspace, made)
    made_id = issue_duplicate(workspace, second.id, renderer=IssuedRenderer())
    assert read_papers(workspace, made.id).document(made_id).counts
    with pytest.raises(Refused, match=r"issued\.superseded"):
        issue_duplicate(workspace, first.id, renderer=IssuedRenderer())
    issue(workspace, made)
    with pytest.raises(Refused, match=r"issued\.replaced"):
        issue_duplicate(workspace, first.id, renderer=IssuedRenderer())
    issue_duplicate(workspace, certificate(workspace, made).id, renderer=IssuedRenderer())


def test_while_minutes_are_rectified_no_duplicate_leaves_either(issued: Completed) -> None:
    workspace, made = issued
    reopened(workspace, made)
    with pytest.raises(Refused, match=r"issued\.rectifying"):
        issue_duplicate(workspace, certificate(workspace, made).id, renderer=IssuedRenderer())


def test_until_rectifying_minutes_are_signed_the_papers_issued_before_count(issued: Completed) -> None:
    workspace, made = issued
    reopened(workspace, made)
    moved(workspace, made)
    close(workspace, made)
    read = read_papers(workspace, made.id)
    assert all(one.counts for one in read.documents)
    assert not any(one.to_issue for one in read.rows)


def test_a_title_that_is_not_awarded_any_more_counts_no_more_and_nothing_replaces_it(
    issued: Completed,
) -> None:
    workspace, made = issued
    first = certificate(workspace, made)
    reopened(workspace, made, Ground.DECISION)
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "relu")
    decide(workspace, made.registrations[0], block_id=made.blocks[0], ruling=ruling)
    sign(workspace, made, close(workspace, made).id)
    (row,) = [one for one in rows(workspace, made, KIND.CERTIFICATE) if one.paper.number == "D-0001"]
    assert (row.issued, row.to_issue) == (None, False)
    assert row.earlier is not None
    assert row.earlier.id == first.id
    found, _session = find_by_code(workspace, first.code)
    assert (found.counts, found.replaced_by) == (False, "")


def test_what_a_second_rectification_leaves_alone_stays_that_of_the_first_minutes(issued: Completed) -> None:
    workspace, made = issued
    rectified(workspace, made)
    issue(workspace, made)
    kept = {one.issued.id for one in read_papers(workspace, made.id).rows if one.issued is not None}
    first = certificate(workspace, made)
    rectified(workspace, made, "Voiron")
    read = read_papers(workspace, made.id)
    assert {one.issued.id for one in read.rows if one.issued is not None} < kept
    issue(workspace, made)
    assert content(workspace, certificate(workspace, made))["replaces"]["code"] == first.code


def test_the_list_of_attendance_keeps_who_signed_what_the_jury_decided(issued: Completed) -> None:
    workspace, made = issued
    reopened(workspace, made)
    registration_id = made.registrations[1]
    before = workspace.queries.registration(registration_id).birth_name
    edit_registration(workspace, registration_id, changes={"birth_name": FieldChange(before, "DURAND")})
    sign(workspace, made, close(workspace, made).id, Role.PRESIDENT)
    issue(workspace, made, KIND.ATTENDANCE_LIST)
    ((row,)) = [one.issued for one in rows(workspace, made, KIND.ATTENDANCE_LIST)]
    assert row is not None
    said = content(workspace, row)
    assert "replaces" in said
    assert any("DURAND" in one["name"] for one in said["candidates"])
    assert all(one["signed_at"] is not None for one in said["members"])
