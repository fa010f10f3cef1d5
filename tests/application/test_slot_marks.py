"""What was said of the slots when the session was declared ready, and when summons were printed."""

from datetime import date, datetime, timedelta

from cisp_desktop.application.findings import Finding, FindingCode, to_review
from cisp_desktop.application.panels import PanelSaid, add_panel, describe_panel
from cisp_desktop.application.placing import Place, moves_to_confirm, place_defences
from cisp_desktop.application.planning import read_scene
from cisp_desktop.application.preparation_content import read_paper_content
from cisp_desktop.application.preparation_findings import preparation_findings, read_preparation
from cisp_desktop.application.preparation_papers import PaperKind, paper_set
from cisp_desktop.application.preparation_printing import summons_said
from cisp_desktop.application.readiness import declare_ready, reopen_preparation
from cisp_desktop.application.slot_marks import SUMMONED, marks_kept, marks_of, record_summons
from cisp_desktop.application.wording_readiness import finding_words, ready_words
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

NINE = datetime(2022, 12, 14, 9, 0)


def place_all(workspace: SqlWorkspace, session: SessionMade, *, first: datetime = NINE) -> dict[str, Place]:
    places = {
        registration: Place(session.panel_id, first + timedelta(hours=number), 60)
        for number, registration in enumerate(session.registrations)
    }
    return place_defences(workspace, session.id, places)


def found(workspace: SqlWorkspace, session: SessionMade, code: FindingCode) -> list[Finding]:
    data = read_preparation(workspace.queries, session.id, today=date(2022, 11, 1))
    return [finding for finding in preparation_findings(data) if finding.code is code]


def print_summons(workspace: SqlWorkspace, session: SessionMade) -> dict[str, str]:
    content = read_paper_content(workspace.queries, session.id, issued_on=date(2022, 11, 1))
    told = summons_said(content, [PaperKind.SUMMONS_CANDIDATES, PaperKind.PLANNING])
    record_summons(workspace, session.id, told)
    return told


def test_summons_say_of_each_slot_what_the_planning_says(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    place_all(workspace, session)
    scene = read_scene(workspace.queries, session.id)
    assert print_summons(workspace, session) == marks_of(scene.registrations, scene.panels)
    assert found(workspace, session, FindingCode.SUMMONS_OUTDATED) == []
    newest = workspace.queries.events(limit=1)[0]
    assert (newest.action, "fingerprint" in newest.details) == ("summons.printed", True)


def test_printing_papers_other_than_summons_keeps_nothing_in_mind(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    content = read_paper_content(workspace.queries, session.id, issued_on=date(2022, 11, 1))
    assert summons_said(content, [PaperKind.PLANNING, PaperKind.SUMMONS_JURORS]) == {}
    (one, *_) = [paper for paper in paper_set(content) if paper.kind is PaperKind.SUMMONS_CANDIDATES]
    assert list(summons_said(content, [one])) == ["D-0001"]


def test_a_slot_moved_after_the_summons_is_found_by_name_until_they_are_printed_again(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    place_all(workspace, session)
    print_summons(workspace, session)
    place_defences(workspace, session.id, {
        session.registrations[1]: Place(session.panel_id, NINE + timedelta(hours=8), 60)
    })  # fmt: skip
    (finding,) = found(workspace, session, FindingCode.SUMMONS_OUTDATED)
    assert (finding.count, finding.blocks) == (1, False)
    assert "ne correspondent plus pour 1\u00a0candidat\u00a0: DUPONT2" in finding_words(finding)
    print_summons(workspace, session)
    assert found(workspace, session, FindingCode.SUMMONS_OUTDATED) == []


def test_another_room_makes_every_summons_wrong(workspace: SqlWorkspace, session: SessionMade) -> None:
    print_summons(workspace, session)
    describe_panel(workspace, session.panel_id, PanelSaid("", "Salle 9"))
    (finding,) = found(workspace, session, FindingCode.SUMMONS_OUTDATED)
    assert finding.count == 3


def test_slots_that_change_once_ready_are_to_be_reviewed_until_they_are_back(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    place_all(workspace, session)
    declare_ready(workspace, session.id, by="DURAND Léa")
    before = place_all(workspace, session, first=NINE + timedelta(minutes=5))
    changed = found(workspace, session, FindingCode.CHANGED_SINCE_READY)
    assert [finding.count for finding in changed] == [3]
    assert to_review(changed)
    row = workspace.queries.session(session.id)
    assert ready_words(row, review=True).endswith("par DURAND Léa, à revoir")
    place_defences(workspace, session.id, before)
    assert found(workspace, session, FindingCode.CHANGED_SINCE_READY) == []
    reopen_preparation(workspace, session.id, reason="Autre horaire")
    place_all(workspace, session, first=NINE + timedelta(hours=1))
    assert found(workspace, session, FindingCode.CHANGED_SINCE_READY) == []


def test_a_closed_session_keeps_what_its_summons_said(workspace: SqlWorkspace, session: SessionMade) -> None:
    with workspace.unit_of_work() as work:
        work.sessions.get(session.id).closed_at = workspace.clock()
        work.commit()
    print_summons(workspace, session)
    assert marks_kept(workspace.queries.session(session.id).planning, SUMMONED) == {}


# --- what somebody has to agree to ---------------------------------------------------------------------


def moved(workspace: SqlWorkspace, session: SessionMade, places: dict[str, Place]) -> list[str]:
    return [
        move.registration_id for move in moves_to_confirm(read_scene(workspace.queries, session.id), places)
    ]


def test_sharing_out_candidates_for_the_first_time_asks_nothing(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    second = add_panel(workspace, session.id)
    places = {session.registrations[0]: Place(second, NINE, 60)}
    assert moved(workspace, session, places) == []
    place_defences(workspace, session.id, {session.registrations[1]: Place(session.panel_id, NINE, 60)})
    assert moved(workspace, session, places) == [session.registrations[0]]


def test_another_hour_binds_only_once_ready_or_summoned(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    place_all(workspace, session)
    later = {session.registrations[2]: Place(session.panel_id, NINE + timedelta(hours=7), 60)}
    assert moved(workspace, session, later) == []
    print_summons(workspace, session)
    assert moved(workspace, session, later) == [session.registrations[2]]


def test_once_ready_every_other_place_binds(workspace: SqlWorkspace, session: SessionMade) -> None:
    place_all(workspace, session)
    declare_ready(workspace, session.id, by="DURAND Léa")
    same = Place(session.panel_id, NINE, 60)
    later = Place(session.panel_id, NINE + timedelta(hours=7), 60)
    first, second, _ = session.registrations
    assert moved(workspace, session, {first: same, second: later}) == [second]
