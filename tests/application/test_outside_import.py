"""Results judged outside the panel: typed, imported from a list, taken back."""

from datetime import date
from typing import Any

import pytest

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.import_preview import LineState, PreviewLine
from cisp_desktop.application.outside_import import import_results, preview_results, undo_results
from cisp_desktop.application.outside_list import ResultLine, ResultList
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.application.queries import OutsideResultRow
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score_by_all

DAY = date(2022, 11, 3)


def a_result(line: int = 2, number: str = "D-0001", **changes: object) -> ResultLine:
    values: dict[str, Any] = {
        "block": "BC03", "assessment": "", "favourable": True, "points": None, "evaluator": "TARDY Nicole",
        "judged_on": DAY,
    }  # fmt: skip
    return ResultLine(line, number, **(values | changes))


def listed(*lines: ResultLine) -> ResultList:
    return ResultList(tuple(lines), (), {})


def outside(session: SessionMade) -> str:
    """The id of the one assessment of BC03 that a trainer judges."""
    return next(one.id for one in session.certification.blocks[2].assessments if one.judged_by.outside_panel)


def results(workspace: SqlWorkspace, session: SessionMade, index: int = 0) -> tuple[OutsideResultRow, ...]:
    return workspace.queries.registration(session.registrations[index]).outside_results


def one_line(workspace: SqlWorkspace, session: SessionMade, line: ResultLine) -> PreviewLine:
    return preview_results(workspace, session.id, listed(line)).lines[0]


def test_a_result_is_recorded_with_points_evaluator_and_date(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    report = import_results(workspace, session.id, listed(a_result(points=1250)))
    assert (report.imported, report.refused, report.written) == (1, 0, True)
    found = OutsideResultRow(
        outside(session), favourable=True, evaluator="TARDY Nicole", judged_on=DAY, points=1250
    )
    assert results(workspace, session) == (found,)


def test_the_same_results_imported_twice_change_nothing(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    lines = listed(a_result(), a_result(3, "D-0002", favourable=False))
    import_results(workspace, session.id, lines)
    events = len(workspace.queries.events())
    again = import_results(workspace, session.id, lines)
    assert (again.imported, again.updated, again.unchanged, again.written) == (0, 0, 2, False)
    assert len(workspace.queries.events()) == events


def test_a_changed_result_shows_what_it_replaces(workspace: SqlWorkspace, session: SessionMade) -> None:
    import_results(workspace, session.id, listed(a_result()))
    line = one_line(workspace, session, a_result(favourable=False, points=700))
    assert line.state is LineState.CHANGED
    assert [tuple(change) for change in line.changes] == [
        ("favourable", True, False),
        ("points", None, 700),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "D-0099"}, "outside_result.number_unknown"),
        ({"block": "BC09"}, "outside_result.block_unknown"),
        ({"block": "BC05"}, "outside_result.none_in_block"),
        ({"assessment": "Danse"}, "outside_result.assessment_unknown"),
        ({"judged_on": date(2023, 1, 5)}, "outside_result.date"),
    ],
)
def test_a_line_that_names_nothing_known_is_refused_by_column(
    workspace: SqlWorkspace, session: SessionMade, changes: dict[str, object], code: str
) -> None:
    line = one_line(workspace, session, a_result(**changes))
    assert line.state is LineState.REFUSED
    assert [error.code for error in line.errors] == [code]
    assert not import_results(workspace, session.id, listed(a_result(**changes))).written


def test_two_lines_for_one_assessment_are_told_apart(workspace: SqlWorkspace, session: SessionMade) -> None:
    report = import_results(workspace, session.id, listed(a_result(), a_result(7)), take_sound_lines=True)
    assert [(error.line, error.code, error.values["other"]) for error in report.errors] == [
        (7, "outside_result.twice", 2)
    ]
    assert len(results(workspace, session)) == 1


def test_an_assessment_is_found_by_its_title_when_the_block_has_several(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    title = next(
        one.title for one in session.certification.blocks[2].assessments if one.judged_by.outside_panel
    )
    line = one_line(workspace, session, a_result(block="", assessment=title.upper()))
    assert line.state is LineState.NEW
    assert line.changes[0].after == title


def test_candidates_whose_outside_result_is_not_in_the_file_are_named(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    set_attendance(workspace, session.registrations[2], attendance=Attendance.ABSENT)
    preview = preview_results(workspace, session.id, listed(a_result()))
    assert [one.number for one in preview.absent] == ["D-0002"]


def test_results_of_frozen_proposals_do_not_change_by_import(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    score_by_all(workspace, session, session.registrations[0])
    open_deliberation(workspace, session.id)
    line = one_line(workspace, session, a_result())
    assert [error.code for error in line.errors] == ["outside_result.frozen"]


def test_an_import_of_results_is_taken_back_whole(workspace: SqlWorkspace, session: SessionMade) -> None:
    import_results(workspace, session.id, listed(a_result()))
    before = results(workspace, session)
    report = import_results(workspace, session.id, listed(a_result(favourable=False), a_result(3, "D-0002")))
    undo_results(workspace, session.id, report.done)
    assert [(r.favourable, r.evaluator) for r in results(workspace, session)] == [
        (r.favourable, r.evaluator) for r in before
    ]
    assert results(workspace, session, 1) == ()


def test_an_import_of_results_is_not_taken_back_over_a_later_one(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    report = import_results(workspace, session.id, listed(a_result()))
    later = OutsideEntry(favourable=False, evaluator="TARDY Nicole", judged_on=DAY)
    record_outside_result(workspace, session.registrations[0], assessment_id=outside(session), entry=later)
    with pytest.raises(Refused, match=r"import\.undo_changed"):
        undo_results(workspace, session.id, report.done)
    assert not results(workspace, session)[0].favourable


def test_recording_gives_the_earlier_result_and_none_takes_it_back(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    entry = OutsideEntry(favourable=True, evaluator="TARDY Nicole", judged_on=DAY, points=1_400)
    place = session.registrations[0], outside(session)
    assert record_outside_result(workspace, place[0], assessment_id=place[1], entry=entry) is None
    assert record_outside_result(workspace, place[0], assessment_id=place[1], entry=None) == entry
    assert results(workspace, session) == ()


def test_an_assessment_that_the_jury_judges_has_no_outside_result(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    own = session.certification.blocks[0].assessments[0]
    assert not own.judged_by.outside_panel
    entry = OutsideEntry(favourable=True, evaluator="TARDY Nicole", judged_on=DAY)
    with pytest.raises(RuleError, match=r"outside_result\.assessment"):
        record_outside_result(workspace, session.registrations[0], assessment_id=own.id, entry=entry)
