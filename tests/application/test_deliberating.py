"""Freezing proposals and deciding: nothing before all have sealed, nothing without a reason."""

from datetime import date

import pytest

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation, record_decisions
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.deliberation import DecisionValue, Outcome
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.grading import Verdict
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score, score_by_all

V, NV = DecisionValue.VALIDATED, DecisionValue.NOT_VALIDATED


def test_nothing_is_proposed_while_a_sheet_of_the_candidate_is_open(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, first, role=role)
    score(workspace, session, first, role=Role.CENTRE, blocks=session.blocks[:4])
    assert open_deliberation(workspace, session.id) == 0
    row = workspace.queries.deliberation(session.id)[0]
    assert all(cell.proposal is None and cell.result is None for cell in row.cells)
    with pytest.raises(Refused, match=r"deliberation\.sheets_unsealed"):
        workspace.queries.deliberation_detail(first, session.blocks[0])


def test_proposals_are_frozen_once(workspace: SqlWorkspace, session: SessionMade) -> None:
    score_by_all(workspace, session, session.registrations[0])
    assert open_deliberation(workspace, session.id) == 5
    assert open_deliberation(workspace, session.id) == 0
    row = workspace.queries.deliberation(session.id)[0]
    assert [cell.proposal for cell in row.cells] == [Verdict.VALIDATED] * 5
    assert all(cell.decision is None for cell in row.cells)


def test_freezing_is_awaited_as_long_as_a_sealed_sheet_has_no_proposal(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    def awaited() -> bool:
        with workspace.unit_of_work() as work:
            return work.deliberations.awaits_freezing(session.id)

    assert not awaited()
    score(workspace, session, session.registrations[1], role=Role.CENTRE, seal=False)
    assert not awaited()
    score_by_all(workspace, session, session.registrations[0])
    assert awaited()
    assert open_deliberation(workspace, session.id) == 5
    assert not awaited()
    score_by_all(workspace, session, session.registrations[2])
    assert awaited()
    assert open_deliberation(workspace, session.id) == 5


def test_a_block_is_decided_and_taken_back(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, block = session.registrations[0], session.blocks[0]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    before = decide(workspace, first, block_id=block, ruling=Ruling(V))
    assert before == Ruling(None)
    assert workspace.queries.deliberation(session.id)[0].cells[0].decision is V
    decide(workspace, first, block_id=block, ruling=before)
    assert workspace.queries.deliberation(session.id)[0].cells[0].decision is None


def test_a_decision_against_the_proposal_wants_a_reason(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, block = session.registrations[0], session.blocks[0]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    with pytest.raises(RuleError, match=r"decision\.reason_missing"):
        decide(workspace, first, block_id=block, ruling=Ruling(NV))
    decide(workspace, first, block_id=block, ruling=Ruling(NV, "Plagiat avéré du bloc."))
    cell = workspace.queries.deliberation(session.id)[0].cells[0]
    assert (cell.proposal, cell.decision, cell.reason) == (Verdict.VALIDATED, NV, "Plagiat avéré du bloc.")


def test_nothing_is_decided_before_the_deliberation_is_open(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with pytest.raises(Refused, match=r"deliberation\.not_open"):
        decide(workspace, session.registrations[0], block_id=session.blocks[0], ruling=Ruling(V))


def test_a_batch_is_whole_or_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    score_by_all(workspace, session, session.registrations[0], level=2)
    score_by_all(workspace, session, session.registrations[1], level=1)
    open_deliberation(workspace, session.id)
    refused = record_decisions(workspace, session.id, accept_proposals=True)
    assert refused.recorded == 0
    assert {failure.error.code for failure in refused.failed} == {"decision.reason_missing"}
    assert all(c.decision is None for r in workspace.queries.deliberation(session.id) for c in r.cells)
    done = record_decisions(workspace, session.id, accept_proposals=True, reason="Insuffisant.")
    assert (done.recorded, done.failed) == (10, ())
    outcomes = [row.outcome for row in workspace.queries.deliberation(session.id)]
    assert outcomes == [Outcome.CERTIFIED, Outcome.NO_NEW_BLOCK, None]


def test_blocks_without_a_proposal_stay_undecided(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    for role, level in zip(session.seats, (3, 1, 1), strict=True):
        score(workspace, session, first, role=role, level=level)
    open_deliberation(workspace, session.id)
    record_decisions(workspace, session.id, accept_proposals=True, reason="x")
    row = workspace.queries.deliberation(session.id)[0]
    assert all(cell.doubts == ("MAJORITY",) and cell.straddles for cell in row.cells)
    assert all(cell.decision is None for cell in row.cells)
    rulings = [("D-0001", code, Ruling(V)) for code in ("BC01", "BC02", "BC03", "BC04", "BC05")]
    record_decisions(workspace, session.id, rulings=rulings)
    assert workspace.queries.deliberation(session.id)[0].outcome is Outcome.CERTIFIED


@pytest.mark.parametrize(
    ("number", "block", "code"),
    [("D-9999", "BC01", "decision.unknown_number"), ("D-0001", "BC09", "registration.block_unknown")],
)
def test_a_ruling_for_nobody_is_refused(
    workspace: SqlWorkspace, session: SessionMade, number: str, block: str, code: str
) -> None:
    with pytest.raises(RuleError) as caught:
        record_decisions(workspace, session.id, rulings=[(number, block, Ruling(V))])
    assert caught.value.code == code


def test_a_recused_juror_leaves_a_quorum_of_two(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    recuse(workspace, first, seat_id=session.seats[Role.CENTRE], ground=RecusalGround.ACCOMPANIED)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, first, role=role)
    assert open_deliberation(workspace, session.id) == 5
    decide(workspace, first, block_id=session.blocks[0], ruling=Ruling(V))
    assert workspace.queries.deliberation(session.id)[0].cells[0].decision is V


def test_without_the_president_nothing_is_decided(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    recuse(workspace, first, seat_id=session.seats[Role.PRESIDENT], ground=RecusalGround.PERSONAL_TIE)
    for role in (Role.PROFESSIONAL, Role.CENTRE):
        score(workspace, session, first, role=role)
    open_deliberation(workspace, session.id)
    with pytest.raises(Refused, match=r"panel\.no_president"):
        decide(workspace, first, block_id=session.blocks[0], ruling=Ruling(V))


def test_an_absent_candidate_needs_no_decision(workspace: SqlWorkspace, session: SessionMade) -> None:
    set_attendance(workspace, session.registrations[0], attendance=Attendance.ABSENT)
    row = workspace.queries.deliberation(session.id)[0]
    assert row.outcome is Outcome.ABSENT
    assert {cell.decision for cell in row.cells} == {DecisionValue.ABSENT}
    with pytest.raises(Refused, match=r"decision\.stands"):
        decide(workspace, session.registrations[0], block_id=session.blocks[0], ruling=Ruling(V))


def trainer_assessment(session: SessionMade) -> str:
    block = session.certification.blocks[2]
    return next(a.id for a in block.assessments if a.judged_by == "TRAINER")


def record(workspace: SqlWorkspace, session: SessionMade, index: int, *, favourable: bool) -> None:
    record_outside_result(
        workspace,
        session.registrations[index],
        assessment_id=trainer_assessment(session),
        entry=OutsideEntry(favourable, "TARDY Nicole", date(2022, 11, 3)),
    )


def test_an_unfavourable_outside_result_bars_the_favourable_proposal(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    record(workspace, session, 0, favourable=False)
    score_by_all(workspace, session, session.registrations[0])
    open_deliberation(workspace, session.id)
    cells = workspace.queries.deliberation(session.id)[0].cells
    assert [cell.proposal for cell in cells] == [Verdict.VALIDATED] * 2 + [None] + [Verdict.VALIDATED] * 2
    assert cells[2].doubts == ("OUTSIDE_RESULT",)


def test_once_a_session_records_results_a_missing_one_bars_too(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    record(workspace, session, 0, favourable=True)
    for registration in session.registrations[:2]:
        score_by_all(workspace, session, registration)
    open_deliberation(workspace, session.id)
    first, second = workspace.queries.deliberation(session.id)[:2]
    assert first.cells[2].proposal is Verdict.VALIDATED
    assert second.cells[2].proposal is None


def test_an_outside_result_comes_too_late_after_the_proposals(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    score_by_all(workspace, session, session.registrations[0])
    open_deliberation(workspace, session.id)
    with pytest.raises(Refused, match=r"outside_result\.frozen"):
        record(workspace, session, 0, favourable=False)


def test_gaps_of_two_levels_are_counted(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    for role, level in zip(session.seats, (3, 3, 1), strict=True):
        score(workspace, session, first, role=role, level=level)
    open_deliberation(workspace, session.id)
    assert [c.gaps for c in workspace.queries.deliberation(session.id)[0].cells] == [11, 16, 12, 9, 11]
    detail = workspace.queries.deliberation_detail(first, session.blocks[0])
    assert detail.lines[0].gap == 2
    assert [sheet.role for sheet in detail.sheets] == list(session.seats)


def test_marks_on_twenty_are_compared_with_the_threshold(workspace: SqlWorkspace) -> None:
    old = make_session(workspace, candidates=2, certification="RNCP6133", name="S6133")
    score_by_all(workspace, old, old.registrations[0], level=2)
    score_by_all(workspace, old, old.registrations[1], level=1)
    open_deliberation(workspace, old.id)
    good, bad = workspace.queries.deliberation(old.id)
    assert {cell.proposal for cell in good.cells} == {Verdict.VALIDATED}
    assert {cell.result for cell in good.cells} == {12}
    assert {cell.proposal for cell in bad.cells} == {Verdict.NOT_VALIDATED}
