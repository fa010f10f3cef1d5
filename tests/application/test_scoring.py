"""Giving marks and sealing, on real storage."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.application.scoring import EMPTY, MarkValue, give_mark, give_marks, seal_sheets
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import GLOBAL_ITEM, NotEvaluatedReason, SheetState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score


def first_line(session: SessionMade) -> tuple[str, str, str]:
    """The first registration, block and competence."""
    block = session.certification.blocks[0]
    return session.registrations[0], block.id, block.competences[0].id


def give(workspace: SqlWorkspace, session: SessionMade, value: MarkValue) -> object:
    registration, block, item = first_line(session)
    return give_mark(
        workspace, session.juror(), registration_id=registration, block_id=block, item=item, value=value
    )


def line(workspace: SqlWorkspace, session: SessionMade) -> object:
    registration, block, item = first_line(session)
    view = workspace.queries.score_sheet(registration, session.seats[Role.PRESIDENT], block_id=block)
    return next(line for line in view.lines if line.item == item)


def test_a_mark_is_stored_at_once_and_its_history_is_kept(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    for level in (0, 3, 2):
        give(workspace, session, MarkValue.of_level(level))
    shown = line(workspace, session)
    assert (shown.level, shown.rows) == (2, 3)  # type: ignore[attr-defined]


def test_the_same_mark_again_adds_no_row(workspace: SqlWorkspace, session: SessionMade) -> None:
    give(workspace, session, MarkValue.of_level(2))
    again = give(workspace, session, MarkValue.of_level(2))
    assert again.before == ()  # type: ignore[attr-defined]
    assert line(workspace, session).rows == 1  # type: ignore[attr-defined]


def test_undoing_a_first_mark_is_a_row_too(workspace: SqlWorkspace, session: SessionMade) -> None:
    given_ = give(workspace, session, MarkValue.of_level(2))
    ((_, before),) = given_.before  # type: ignore[attr-defined]
    assert before == EMPTY
    give(workspace, session, before)
    shown = line(workspace, session)
    assert (shown.level, shown.rows) == (None, 2)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "value", [MarkValue.of_level(4), MarkValue.of_level(-1), MarkValue.of_points(1000),
              MarkValue.of_level(2, "a\x00b"), MarkValue.of_level(2, "x" * 10_001)],
)  # fmt: skip
def test_an_impossible_mark_is_refused_and_nothing_is_stored(
    workspace: SqlWorkspace, session: SessionMade, value: MarkValue
) -> None:
    with pytest.raises(RuleError):
        give(workspace, session, value)
    assert line(workspace, session).rows == 0  # type: ignore[attr-defined]


def test_a_line_of_another_block_is_refused(workspace: SqlWorkspace, session: SessionMade) -> None:
    other = session.certification.blocks[1].competences[0].id
    with pytest.raises(RuleError, match=r"mark\.unknown_item"):
        give_mark(
            workspace, session.juror(), registration_id=session.registrations[0], block_id=session.blocks[0],
            item=other, value=MarkValue.of_level(1),
        )  # fmt: skip


def test_several_lines_are_given_in_one_commit_or_not_at_all(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    block = session.certification.blocks[0]
    values = [(c.id, MarkValue.of_level(1)) for c in block.competences[:3]]
    with pytest.raises(RuleError):
        give_marks(
            workspace, session.juror(), registration_id=session.registrations[0], block_id=block.id,
            values=[*values, (block.competences[4].id, MarkValue.of_level(9))],
        )  # fmt: skip
    assert line(workspace, session).rows == 0  # type: ignore[attr-defined]


def test_an_incomplete_sheet_is_not_sealed_and_says_what_is_missing(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    give(workspace, session, MarkValue.of_level(2))
    registration, block, _ = first_line(session)
    with pytest.raises(RuleError) as caught:
        seal_sheets(workspace, session.juror(), registration_id=registration, block_ids=[block])
    assert caught.value.code == "sheet.incomplete"
    assert caught.value.values["missing"] == 10


def test_sealing_several_is_whole_or_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    registration = session.registrations[0]
    score(workspace, session, registration, blocks=session.blocks[:1], seal=False)
    with pytest.raises(RuleError, match=r"sheet\.incomplete"):
        seal_sheets(workspace, session.juror(), registration_id=registration, block_ids=session.blocks[:2])
    states = workspace.queries.sheet_states(session.id, session.seats[Role.PRESIDENT])
    assert not any(row.state is SheetState.SEALED for row in states)


def test_a_sealed_sheet_refuses_a_mark_and_a_second_seal(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    registration, block, _ = first_line(session)
    score(workspace, session, registration, blocks=[block])
    with pytest.raises(Refused, match=r"sheet\.sealed"):
        give(workspace, session, MarkValue.of_level(0))
    with pytest.raises(Refused, match=r"sheet\.sealed"):
        seal_sheets(workspace, session.juror(), registration_id=registration, block_ids=[block])
    assert line(workspace, session).level == 2  # type: ignore[attr-defined]


def test_a_candidate_with_a_sealed_sheet_counts_as_present(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    registration, block, _ = first_line(session)
    score(workspace, session, registration, blocks=[block])
    assert workspace.queries.registration(registration).attendance is Attendance.PRESENT
    with pytest.raises(Refused, match=r"attendance\.sealed"):
        set_attendance(workspace, registration, attendance=Attendance.ABSENT)


def test_a_recused_juror_scores_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    recuse(
        workspace,
        session.registrations[0],
        seat_id=session.seats[Role.PRESIDENT],
        ground=RecusalGround.TRAINED,
    )
    with pytest.raises(Refused, match=r"juror\.recused"):
        give(workspace, session, MarkValue.of_level(2))


def test_an_absent_candidate_is_not_scored(workspace: SqlWorkspace, session: SessionMade) -> None:
    set_attendance(workspace, session.registrations[0], attendance=Attendance.ABSENT)
    with pytest.raises(Refused, match=r"registration\.not_heard"):
        give(workspace, session, MarkValue.of_level(2))


def test_a_late_recusal_is_refused(workspace: SqlWorkspace, session: SessionMade) -> None:
    registration, block, _ = first_line(session)
    score(workspace, session, registration, blocks=[block])
    with pytest.raises(Refused, match=r"recusal\.sealed"):
        recuse(
            workspace, registration, seat_id=session.seats[Role.PRESIDENT], ground=RecusalGround.PERSONAL_TIE
        )


values = st.one_of(
    st.integers(0, 3).map(MarkValue.of_level),
    st.sampled_from(NotEvaluatedReason).map(MarkValue.not_evaluated),
    st.just(EMPTY),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 10), values), max_size=8))
def test_undo_after_do_is_the_identity(
    workspace: SqlWorkspace, session: SessionMade, acts: list[tuple[int, MarkValue]]
) -> None:
    block = session.certification.blocks[0]
    registration, seat = session.registrations[0], session.seats[Role.PRESIDENT]

    def shown() -> list[tuple[object, ...]]:
        view = workspace.queries.score_sheet(registration, seat, block_id=block.id)
        return [
            (row.item, row.level, row.reason, row.comment, row.status if row.level is not None else None)
            for row in (*view.lines, view.overall)
        ]

    def do(wanted: list[tuple[str, MarkValue]]) -> list[tuple[str, MarkValue]]:
        done = give_marks(
            workspace, session.juror(), registration_id=registration, block_id=block.id, values=wanted
        )
        return list(done.before)

    before = shown()
    undo = [do([(block.competences[i].id, value)]) for i, value in acts]
    for step in reversed(undo):
        do(step)
    assert shown() == before


def test_observations_live_on_the_global_line(workspace: SqlWorkspace, session: SessionMade) -> None:
    registration, block, _ = first_line(session)
    give_mark(
        workspace, session.juror(), registration_id=registration, block_id=block, item=GLOBAL_ITEM,
        value=MarkValue(comment="Deux\nlignes & <b>verbatim</b>"),
    )  # fmt: skip
    view = workspace.queries.score_sheet(registration, session.seats[Role.PRESIDENT], block_id=block)
    assert view.overall.comment == "Deux\nlignes & <b>verbatim</b>"
    assert view.overall.level is None
