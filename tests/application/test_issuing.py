"""Papers after the jury: who gets which, frozen once, the same file again, duplicates, codes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.issued_rules import Paper
from cisp_desktop.application.issuing import (
    IssuedRow,
    find_by_code,
    issue_duplicate,
    issue_papers,
    read_paper,
    read_papers,
)
from cisp_desktop.application.minutes_life import cancel_minutes
from cisp_desktop.application.rectifying import open_rectification
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.errors import Refused, RuleError, StorageError
from cisp_desktop.domain.issued import DocumentKind, verification_code
from cisp_desktop.domain.minutes import Ground, fingerprint
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import (
    ADVICE,
    CHOICES,
    REASON,
    close_and_sign,
    complete,
    decide_all,
    issue,
    open_completed,
    rows,
)
from tests.application.test_minutes_life import close, sign
from tests.factories import SessionMade

KIND = DocumentKind
Completed = tuple[SqlWorkspace, SessionMade]


@pytest.fixture
def completed(tmp_path: Path) -> Iterator[Completed]:
    workspace, made = open_completed(tmp_path)
    yield workspace, made
    workspace.close()


def snapshot(workspace: SqlWorkspace, row: IssuedRow) -> dict[str, object]:
    with workspace.unit_of_work() as work:
        found: dict[str, object] = json.loads(work.issued.get(row.id).snapshot)
    return found


def issued(workspace: SqlWorkspace, made: SessionMade, kind: DocumentKind) -> list[IssuedRow]:
    return [one.issued for one in rows(workspace, made, kind) if one.issued is not None]


def test_no_paper_leaves_before_minutes_are_complete(workspace: SqlWorkspace, session: SessionMade) -> None:
    decide_all(workspace, session)
    assert {one.refusal.code for one in read_papers(workspace, session.id).rows if one.refusal} == {
        "issued.no_minutes"
    }
    close_and_sign(workspace, session)
    assert any(one.to_issue for one in read_papers(workspace, session.id).rows)


def test_minutes_signed_by_some_give_no_paper(workspace: SqlWorkspace, session: SessionMade) -> None:
    decide_all(workspace, session)
    sign(workspace, session, close(workspace, session).id, Role.PRESIDENT)
    done = issue(workspace, session)
    assert done.made == ()
    assert {one.error.code for one in done.prevented} == {"issued.minutes_incomplete"}
    cancel_minutes(workspace, session.id, by="ROUX", why="nom faux")
    assert {one.error.code for one in issue(workspace, session).prevented} == {"issued.no_minutes"}


def test_certificates_go_only_to_whom_the_minutes_certify(completed: Completed) -> None:
    workspace, session = completed
    done = issue(workspace, session)
    titles = issued(workspace, session, KIND.CERTIFICATE)
    assert [one.number for one in titles] == ["D-0001"]
    blocks = issued(workspace, session, KIND.BLOCK_CERTIFICATE)
    assert [one.number for one in blocks] == ["D-0001"] * 5 + ["D-0002"] * 4
    why = {(one.paper.kind, one.paper.number): one.error.code for one in done.prevented}
    assert why[KIND.CERTIFICATE, "D-0002"] == "issued.not_certified"
    assert why[KIND.BLOCK_CERTIFICATE, "D-0002"] == "issued.block_not_validated"
    assert why[KIND.CANDIDATE_PRESENCE, "D-0003"] == "issued.candidate_absent"
    assert len(issued(workspace, session, KIND.DECISION_NOTICE)) == 3
    assert len(issued(workspace, session, KIND.JUROR_PRESENCE)) == 3
    assert workspace.check() == []


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (replace(CHOICES, signatory=" "), "issued.signatory"),
        (replace(CHOICES, decided_on=None), "issued.registration_decision"),
    ],
)
def test_a_certificate_that_lacks_a_mention_is_refused_and_prevents_no_other_paper(
    completed: Completed, choices: Choices, code: str
) -> None:
    workspace, session = completed
    done = issue(workspace, session, KIND.CERTIFICATE, KIND.DECISION_NOTICE, choices=choices)
    assert len(done.made) == 3
    assert [one.error.code for one in done.prevented if isinstance(one.error, RuleError)] == [code]


def test_after_the_registration_s_end_a_title_asks_for_its_ground_and_prints_it(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.certifications.get(session.certification.id).registration_ends = date(2022, 12, 1)
        work.commit()
    complete(workspace, session)
    (refused,) = [
        one for one in issue(workspace, session, KIND.CERTIFICATE).prevented if one.paper.number == "D-0001"
    ]
    assert refused.error.code == "issued.ground"
    ground = "entrée en formation le 3 janvier 2022, sur attestation du centre"
    issue(workspace, session, KIND.CERTIFICATE, choices=replace(CHOICES, ground=ground))
    (row,) = issued(workspace, session, KIND.CERTIFICATE)
    assert snapshot(workspace, row)["ground"] == ground


def test_a_paper_issued_again_is_the_same_file_whatever_became_of_the_data(completed: Completed) -> None:
    workspace, session = completed
    issue(workspace, session, KIND.DECISION_NOTICE)
    before = issued(workspace, session, KIND.DECISION_NOTICE)
    files = [read_paper(workspace, one) for one in before]
    with workspace.unit_of_work() as work:
        for candidate in work.candidates.of_session(session.id).values():
            candidate.birth_name = "CHANGÉ"
        work.centres.get("centre").name = "Autre nom"
        work.commit()
    again = issue(workspace, session, KIND.DECISION_NOTICE)
    assert again.made == ()
    assert sorted(again.already) == sorted(one.id for one in before)
    after = issued(workspace, session, KIND.DECISION_NOTICE)
    assert [read_paper(workspace, one) for one in after] == files
    assert [one.subject for one in after] == [one.subject for one in before]


def test_a_notice_holds_reason_advice_and_decisions(completed: Completed) -> None:
    workspace, session = completed
    issue(workspace, session, KIND.DECISION_NOTICE)
    second = issued(workspace, session, KIND.DECISION_NOTICE)[1]
    content = snapshot(workspace, second)
    first_block = content["blocks"][0]  # type: ignore[index]  # a list
    assert first_block["decision"] == "NOT_VALIDATED"
    assert first_block["reason"] == REASON
    assert first_block["recommendation"] == ADVICE.recommendation
    assert first_block["conditions"] == ADVICE.conditions
    assert content["notify_by"] is None


def test_a_code_is_that_of_the_frozen_content_and_finds_it_however_it_is_typed(completed: Completed) -> None:
    workspace, session = completed
    issue(workspace, session, KIND.CERTIFICATE)
    (row,) = issued(workspace, session, KIND.CERTIFICATE)
    with workspace.unit_of_work() as work:
        kept = work.issued.get(row.id).snapshot
    assert row.code == verification_code(fingerprint(kept))
    found, session_id = find_by_code(workspace, row.code.lower().replace("-", " "))
    assert (found, session_id) == (row, session.id)
    with pytest.raises(RuleError, match=r"issued\.code"):
        find_by_code(workspace, row.code[:-1] + ("0" if row.code[-1] != "0" else "1"))
    with pytest.raises(Refused, match=r"issued\.code_unknown"):
        find_by_code(workspace, verification_code("ab" * 32))


def test_a_duplicate_has_its_own_code_and_names_the_first(completed: Completed) -> None:
    workspace, session = completed
    issue(workspace, session, KIND.CERTIFICATE)
    (first,) = issued(workspace, session, KIND.CERTIFICATE)
    one = issue_duplicate(workspace, first.id, renderer=IssuedRenderer())
    two = issue_duplicate(workspace, one, renderer=IssuedRenderer())
    documents = {row.id: row for row in read_papers(workspace, session.id).documents}
    assert {documents[one].first_code, documents[two].first_code} == {first.code}
    assert len({row.code for row in documents.values()}) == 3
    held = snapshot(workspace, documents[two])
    mention = held.pop("duplicate")
    assert mention["nth"] == 2  # type: ignore[index]  # a mapping
    assert held == snapshot(workspace, first)
    assert rows(workspace, session, KIND.CERTIFICATE)[0].duplicates == 2
    assert issue(workspace, session, KIND.CERTIFICATE).made == ()


def test_while_minutes_are_rectified_nothing_new_leaves_and_what_left_stays(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    closed = complete(workspace, session)
    issue(workspace, session, KIND.DECISION_NOTICE)
    open_rectification(workspace, closed.id, ground=Ground.CLERICAL, reason="nom", by="ROUX Hélène")
    done = issue(workspace, session)
    assert done.made == ()
    assert {one.error.code for one in done.prevented} == {"issued.rectifying"}
    assert len(done.already) == 3


def test_an_altered_row_is_told(completed: Completed, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, session = completed
    issue(workspace, session, KIND.CERTIFICATE)
    (row,) = issued(workspace, session, KIND.CERTIFICATE)
    monkeypatch.setattr("cisp_desktop.application.frozen.fingerprint", lambda text: fingerprint(text + " "))
    with pytest.raises(StorageError, match=r"issued\.altered"):
        find_by_code(workspace, row.code)
    with pytest.raises(StorageError, match=r"issued\.altered"):
        issue_duplicate(workspace, row.id, renderer=IssuedRenderer())


def test_a_cancelled_issue_leaves_whole_papers_and_is_taken_up(completed: Completed) -> None:
    workspace, session = completed

    class Stopped(Exception):  # noqa: N818  # as a cancel
        pass

    def progress(done: int, total: int) -> None:
        if done == 21:
            raise Stopped

    def wanted(_paper: Paper) -> bool:
        return True

    with pytest.raises(Stopped):
        issue_papers(
            workspace, session.id, wanted=wanted, choices=CHOICES, renderer=IssuedRenderer(),
            progress=progress,
        )  # fmt: skip
    assert len(read_papers(workspace, session.id).documents) == 20
    issue(workspace, session)
    documents = read_papers(workspace, session.id).documents
    assert len({one.code for one in documents}) == len(documents)
    assert not any(one.to_issue for one in read_papers(workspace, session.id).rows)


def test_each_paper_is_a_line_of_the_journal(completed: Completed) -> None:
    workspace, session = completed
    done = issue(workspace, session, KIND.DECISION_NOTICE)
    lines = [one for one in workspace.queries.events() if one.action == "document.issued"]
    assert len(lines) == len(done.made)
