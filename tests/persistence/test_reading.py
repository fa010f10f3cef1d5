from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import inspect as inspected
from sqlalchemy import text
from sqlalchemy.exc import NoInspectionAvailable

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.queries import DeliberationCell, DeliberationRow, SheetStateRow
from cisp_desktop.application.rounds import open_round
from cisp_desktop.application.scoring import MarkValue, give_mark, give_marks, seal_sheets
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.deliberation import Decision, DecisionValue, Outcome
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import GradingScheme, ScoringMode, Verdict
from cisp_desktop.domain.minutes import Minutes, MinutesSignature, MinutesState
from cisp_desktop.domain.panel import Recusal, RecusalGround, Role
from cisp_desktop.domain.registration import Attendance, HeldBlock, OutsideResult, RegistrationWarning
from cisp_desktop.domain.scoring import (
    GLOBAL_ITEM,
    NotEvaluatedReason,
    SheetState,
    missing_items,
    scored_items,
    sheet_state,
)
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score, score_by_all

NOW = datetime(2022, 12, 14, 9, tzinfo=UTC)
LEVELS = GradingScheme()


def cell(
    workspace: SqlWorkspace, made: SessionMade, *, candidate: int = 0, block: int = 0
) -> DeliberationCell:
    return workspace.queries.deliberation(made.id)[candidate].cells[block]


def recuse(workspace: SqlWorkspace, registration_id: str, seat_id: str) -> None:
    with workspace.unit_of_work() as work:
        work.recusals.add(Recusal(f"x{seat_id}", registration_id, seat_id, RecusalGround.TRAINED))
        work.commit()


def attend(workspace: SqlWorkspace, registration_id: str, attendance: Attendance) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(registration_id).attendance = attendance
        work.commit()


# --- certifications, sessions, registrations -------------------------------------------------------


def test_certifications_come_whole(workspace: SqlWorkspace) -> None:
    first, second = workspace.queries.certifications()
    assert (first.code, len(first.blocks), sum(len(b.competences) for b in first.blocks)) == (
        "RNCP36128", 5, 59,
    )  # fmt: skip
    assert sum(len(b.assessments) for b in first.blocks) == 10
    assert [b.short_code for b in second.blocks] == ["U1", "U2", "U3", "U4"]
    assert (first.scheme.mode, second.scheme.mode) == (ScoringMode.LEVELS, ScoringMode.POINTS)
    assert workspace.queries.certification(first.id) == first


def test_a_session_tells_its_centre_certification_and_counts(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    row = workspace.queries.session(session.id)
    assert (row.centre_code, row.certification_code, row.registrations, row.closed) == (
        "GRE", "RNCP36128", 3, False,
    )  # fmt: skip
    assert (row.minutes_id, row.minutes_state) == (None, None)
    assert workspace.queries.sessions() == [row]
    assert workspace.queries.scheme(session.id) == GradingScheme.from_data(session.certification.scheme)


def test_a_registration_tells_all_that_belongs_to_it(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, block = session.registrations[0], session.blocks[0]
    assessment = session.certification.blocks[0].assessments[1].id
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(first)
        registration.presented = list(reversed(session.blocks[1:]))
        registration.held = [
            HeldBlock("h1", first, "RNCP36128BC01", block, date(2022, 6, 24), "PV-2022-GRE-0003"),
            HeldBlock("h2", first, "RNCP16575U2", None, None, ""),
        ]
        registration.experience_years = 1
        work.outside_results.add(OutsideResult("o", first, assessment, True, "Formatrice", date(2022, 11, 3)))
        work.recusals.add(Recusal("x", first, session.seats[Role.CENTRE], RecusalGround.TRAINED))
        work.commit()
    row = workspace.queries.registration(first)
    assert row.presented == tuple(session.blocks[1:])
    assert [(h.code, h.counts_for) for h in row.held] == [("RNCP36128BC01", "BC01"), ("RNCP16575U2", None)]
    assert row.recused_seat_ids == (session.seats[Role.CENTRE],)
    assert [(o.assessment_id, o.favourable) for o in row.outside_results] == [(assessment, True)]
    assert set(row.warnings) == {
        RegistrationWarning.PREREQUISITE_EXPERIENCE,
        RegistrationWarning.HELD_ELSEWHERE,
        RegistrationWarning.NO_SLOT,
    }
    assert workspace.queries.registrations(session.id)[0] == row


def test_held_blocks_keep_the_order_of_the_list(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    for codes in (["B", "A", "C"], ["Z", "A"]):
        with workspace.unit_of_work() as work:
            registration = work.registrations.get(first)
            registration.held[:] = [
                HeldBlock(f"{len(codes)}{code}", first, code, None, None, "") for code in codes
            ]
            work.commit()
        assert [held.code for held in workspace.queries.registration(first).held] == codes


def test_no_mapped_thing_leaves_a_query(workspace: SqlWorkspace, session: SessionMade) -> None:
    score_by_all(workspace, session, session.registrations[0])
    rows = [
        *workspace.queries.certifications(),
        *workspace.queries.sessions(),
        *workspace.queries.registrations(session.id),
        *workspace.queries.deliberation(session.id),
        workspace.queries.panel(session.id),
        workspace.queries.deliberation_detail(session.registrations[0], session.blocks[0]),
    ]
    for row in rows:
        assert row.__dataclass_params__.frozen
        with pytest.raises(NoInspectionAvailable):
            inspected(row)


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (lambda q: q.certification("x"), "certification.not_found"),
        (lambda q: q.session("x"), "session.not_found"),
        (lambda q: q.scheme("x"), "session.not_found"),
        (lambda q: q.registrations("x"), "session.not_found"),
        (lambda q: q.registration("x"), "registration.not_found"),
        (lambda q: q.panel("x"), "panel.not_found"),
        (lambda q: q.progress("x"), "session.not_found"),
        (lambda q: q.sheet_states("x", "y"), "session.not_found"),
        (lambda q: q.deliberation("x"), "session.not_found"),
        (lambda q: q.deliberation_detail("x", "y"), "registration.not_found"),
        (lambda q: q.score_sheet("x", "y", block_id="z"), "registration.not_found"),
        (lambda q: q.minutes("x"), "minutes.not_found"),
    ],
)
def test_what_is_not_there_is_refused_by_name(workspace: SqlWorkspace, read: object, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read(workspace.queries)  # type: ignore[operator]
    assert caught.value.code == code


def test_the_panel_shows_sitting_seats_in_the_order_of_the_sheet(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    row = workspace.queries.panel(session.id)
    assert [seat.role for seat in row.seats] == [Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE]
    assert [(seat.first_code, seat.used) for seat in row.seats] == [(True, False)] * 3
    with workspace.unit_of_work() as work:
        work.panels.seat(session.seats[Role.CENTRE]).left_at = NOW
        work.commit()
    assert len(workspace.queries.panel(session.id).seats) == 2


# --- dossiers ---------------------------------------------------------------------------------------


def file_dossier(workspace: SqlWorkspace, registration_id: str, id: str, *, pages: list[str]) -> None:
    with workspace.unit_of_work() as work:
        for known in work.dossiers.of_registration(registration_id):
            known.replaced_at = NOW
        work.dossiers.add(
            Dossier(id, registration_id, DossierKind.THESIS, f"{id}.pdf", id[0] * 64, 10, len(pages), NOW)
        )
        work.dossiers.index_text(id, pages)
        work.commit()


def test_the_dossier_that_counts_is_the_latest_of_its_kind(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    file_dossier(workspace, first, "a1", pages=["x"])
    file_dossier(workspace, first, "b2", pages=["x"])
    (row,) = workspace.queries.dossiers(session.id)
    assert (row.id, row.versions, row.file_name) == ("b2", 2, "b2.pdf")
    assert workspace.queries.dossiers_of(first) == [row]
    assert workspace.queries.dossiers_of(session.registrations[1]) == []


PAGES = ["Élève à l’école", "Le territoire : enquête", "élevage et ENQUÊTES", ""]


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("ecole", [0]),
        ("ÉLÈVE", [0]),
        ("enquete", [1, 2]),
        ("Enquête territoire", [1]),
        ("éleva enq", [2]),
        ("absent", []),
        ("", []),
        ('"', []),
        ("enquête AND", []),
        ("NEAR(enquête)", []),
        ("* - ^ : enquête", [1, 2]),
    ],
)
def test_a_search_ignores_accents_and_case_and_knows_no_syntax(
    workspace: SqlWorkspace, session: SessionMade, words: str, pages: list[int]
) -> None:
    file_dossier(workspace, session.registrations[0], "a1", pages=PAGES)
    file_dossier(workspace, session.registrations[1], "b2", pages=PAGES)
    hits = workspace.queries.search_dossier("a1", words)
    assert [hit.page for hit in hits] == pages
    assert all(hit.dossier_id == "a1" and hit.excerpt in PAGES[hit.page] for hit in hits)


def test_a_removed_dossier_is_no_longer_found(workspace: SqlWorkspace, session: SessionMade) -> None:
    file_dossier(workspace, session.registrations[0], "a1", pages=PAGES)
    with workspace.unit_of_work() as work:
        work.dossiers.remove(work.dossiers.get("a1"))
        work.commit()
    assert workspace.queries.search_dossier("a1", "enquête") == []
    with workspace._reading.connect() as connection:
        left = connection.execute(
            text("SELECT count(*) FROM dossier_text WHERE dossier_text MATCH 'enquete'")
        )
        assert left.scalar_one() == 0


def test_a_dossier_indexed_again_keeps_the_new_text_only(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    file_dossier(workspace, session.registrations[0], "a1", pages=["ancien"])
    with workspace.unit_of_work() as work:
        work.dossiers.index_text("a1", ["", "nouveau"])
        work.commit()
    assert workspace.queries.search_dossier("a1", "ancien") == []
    assert [hit.page for hit in workspace.queries.search_dossier("a1", "nouveau")] == [1]


# --- one juror's own sheets -------------------------------------------------------------------------


def give(
    workspace: SqlWorkspace, made: SessionMade, item: str, value: MarkValue, *, role: Role = Role.PRESIDENT
) -> None:
    give_mark(
        workspace,
        made.juror(role),
        registration_id=made.registrations[0],
        block_id=made.blocks[0],
        item=item,
        value=value,
    )


def test_an_untouched_sheet_has_its_empty_lines(workspace: SqlWorkspace, session: SessionMade) -> None:
    view = workspace.queries.score_sheet(
        session.registrations[0], session.seats[Role.CENTRE], block_id=session.blocks[0]
    )
    block = session.certification.blocks[0]
    assert [line.item for line in view.lines] == scored_items(LEVELS, block)
    assert [line.wording for line in view.lines] == [c.wording for c in block.competences]
    assert (view.sheet_id, view.state, view.round) == (None, SheetState.EMPTY, 1)
    assert len(view.missing) == len(block.competences) + 1
    assert (view.overall.item, view.overall.position) == (GLOBAL_ITEM, len(block.competences) + 1)


def test_a_sheet_shows_the_latest_row_of_each_line(workspace: SqlWorkspace, session: SessionMade) -> None:
    item = session.certification.blocks[0].competences[1].id
    give(workspace, session, item, MarkValue.of_level(1))
    give(workspace, session, item, MarkValue.of_level(3, "vu à l’oral"))
    view = workspace.queries.score_sheet(
        session.registrations[0], session.seats[Role.PRESIDENT], block_id=session.blocks[0]
    )
    line = view.lines[1]
    assert (line.level, line.comment, line.rows, view.state) == (3, "vu à l’oral", 2, SheetState.DRAFT)
    assert item not in view.missing


def test_a_title_without_competences_has_its_assessments_as_lines(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, certification="RNCP6133", name="S6133")
    score_by_all(workspace, made, made.registrations[0])
    view = workspace.queries.score_sheet(
        made.registrations[0], made.seats[Role.PRESIDENT], block_id=made.blocks[0]
    )
    assert [line.item for line in view.lines] == [a.id for a in made.certification.blocks[0].assessments]
    assert [line.points for line in view.lines] == [1200] * len(view.lines)
    detail = workspace.queries.deliberation_detail(made.registrations[0], made.blocks[0])
    assert [sheet.result for sheet in detail.sheets] == [Fraction(12)] * 3


def test_a_recused_juror_sees_no_sheet(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, seat = session.registrations[0], session.seats[Role.CENTRE]
    recuse(workspace, first, seat)
    with pytest.raises(Refused) as caught:
        workspace.queries.score_sheet(first, seat, block_id=session.blocks[0])
    assert caught.value.code == "juror.recused"


def test_an_unknown_block_is_refused(workspace: SqlWorkspace, session: SessionMade) -> None:
    with pytest.raises(Refused) as caught:
        workspace.queries.score_sheet(
            session.registrations[0], session.seats[Role.CENTRE], block_id="RNCP6133U1/1"
        )
    assert caught.value.code == "block.not_found"


def states(workspace: SqlWorkspace, made: SessionMade, role: Role = Role.PRESIDENT) -> list[SheetStateRow]:
    return list(workspace.queries.sheet_states(made.id, made.seats[role]))


def test_states_leave_recusals_absences_and_other_blocks_out(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, second, third = session.registrations
    assert len(states(workspace, session)) == 15
    recuse(workspace, first, session.seats[Role.PRESIDENT])
    attend(workspace, second, Attendance.ABSENT)
    with workspace.unit_of_work() as work:
        work.registrations.get(third).presented = session.blocks[2:4]
        work.commit()
    assert [(row.registration_id, row.block_id) for row in states(workspace, session)] == [
        (third, session.blocks[2]),
        (third, session.blocks[3]),
    ]
    assert len(states(workspace, session, Role.CENTRE)) == 7


def test_states_agree_with_the_domain_at_every_step(workspace: SqlWorkspace, session: SessionMade) -> None:
    """The database counts what ``missing_items`` and ``sheet_state`` say of the rows."""
    block = session.certification.blocks[0]
    items = scored_items(LEVELS, block)
    steps: list[tuple[str, MarkValue]] = [
        (items[0], MarkValue(comment="à revoir")),
        (items[0], MarkValue()),
        (items[0], MarkValue.of_level(0)),
        (items[0], MarkValue()),
        (GLOBAL_ITEM, MarkValue(comment="observations")),
        *((item, MarkValue.of_level(2)) for item in items[1:]),
        (items[0], MarkValue.not_evaluated(NotEvaluatedReason.NO_TIME)),
        (GLOBAL_ITEM, MarkValue.of_level(2)),
        (GLOBAL_ITEM, MarkValue()),
        (GLOBAL_ITEM, MarkValue.of_level(3)),
    ]
    seen = set()
    for item, value in steps:
        give(workspace, session, item, value)
        with workspace.unit_of_work() as work:
            sheet = work.sheets.find(
                session.registrations[0], session.seats[Role.PRESIDENT], block_id=block.id
            )
            assert sheet is not None
            current = work.sheets.current_marks(sheet.id)
        missing = missing_items(LEVELS, items, current)
        row = states(workspace, session)[0]
        assert row.state is sheet_state(sheet, missing, current)
        assert row.settled == len(items) - len([item for item in missing if item != GLOBAL_ITEM])
        view = workspace.queries.score_sheet(sheet.registration_id, sheet.seat_id, block_id=block.id)
        assert (view.state, view.missing) == (row.state, tuple(missing))
        seen.add(row.state)
    assert seen == {SheetState.EMPTY, SheetState.DRAFT, SheetState.COMPLETE}


def test_progress_counts_and_tells_no_mark(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, second, _ = session.registrations
    score(workspace, session, first)
    score(workspace, session, second, blocks=session.blocks[:2], seal=False)
    give(workspace, session, GLOBAL_ITEM, MarkValue.of_level(1), role=Role.CENTRE)
    rows = {row.role: row for row in workspace.queries.progress(session.id)}
    counts = {role: (r.sealed, r.complete, r.started, r.expected) for role, r in rows.items()}
    assert counts == {
        Role.PRESIDENT: (5, 2, 0, 15),
        Role.PROFESSIONAL: (0, 0, 0, 15),
        Role.CENTRE: (0, 0, 1, 15),
    }


# --- the rule of seals ------------------------------------------------------------------------------


def reveals_nothing(row: DeliberationRow) -> bool:
    bare = (False, None, None, (), False, 0, None, "", False)
    return all(
        (c.proposal_frozen, c.proposal, c.result, c.doubts, c.straddles, c.gaps, c.decision, c.reason,
         c.casting_vote) == bare
        for c in row.cells
    )  # fmt: skip


def unsealed(workspace: SqlWorkspace, made: SessionMade, candidate: int = 0) -> list[int]:
    return [c.unsealed for c in workspace.queries.deliberation(made.id)[candidate].cells]


def test_nothing_shows_before_the_last_sheet_of_the_last_block(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    awaited = 15
    for role in session.seats:
        for block in session.blocks:
            row = workspace.queries.deliberation(session.id)[0]
            assert (reveals_nothing(row), sum(unsealed(workspace, session))) == (True, awaited)
            for compared in session.blocks:
                with pytest.raises(Refused) as caught:
                    workspace.queries.deliberation_detail(first, compared)
                assert (caught.value.code, caught.value.values) == (
                    "deliberation.sheets_unsealed", {"missing": awaited},
                )  # fmt: skip
            score(workspace, session, first, role=role, blocks=[block], level=1 if role is Role.CENTRE else 2)
            awaited -= 1
            open_deliberation(workspace, session.id)
    assert unsealed(workspace, session) == [0] * 5
    assert cell(workspace, session).proposal_frozen
    assert len(workspace.queries.deliberation_detail(first, session.blocks[0]).sheets) == 3


def test_a_second_round_hides_its_own_block_alone_until_all_have_sealed_again(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, again = session.registrations[0], session.blocks[1]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    assert cell(workspace, session).proposal is Verdict.VALIDATED
    open_round(workspace, first, again, reason="Écart sur le bloc")
    assert unsealed(workspace, session) == [0, 3, 0, 0, 0]
    cells = workspace.queries.deliberation(session.id)[0].cells
    assert [c.proposal_frozen for c in cells] == [True, False, True, True, True]
    assert [c.round for c in cells] == [1, 2, 1, 1, 1]
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, first, role=role, blocks=[again], level=1)
    open_deliberation(workspace, session.id)
    shown = workspace.queries.deliberation(session.id)[0].cells[1]
    assert (shown.unsealed, shown.proposal, shown.result, shown.gaps) == (1, None, None, 0)
    detail = workspace.queries.deliberation_detail(first, again)
    assert [one.number for one in detail.rounds] == [1]
    assert {line.level for one in detail.lines for line in one.marks if line} == {2}
    score(workspace, session, first, role=Role.CENTRE, blocks=[again], level=1)
    open_deliberation(workspace, session.id)
    detail = workspace.queries.deliberation_detail(first, again)
    assert [(one.number, one.proposal) for one in detail.rounds] == [
        (1, Verdict.VALIDATED), (2, Verdict.NOT_VALIDATED),
    ]  # fmt: skip
    block = detail.discussion.block
    assert block is not None
    assert [(one.number, one.reason) for one in block.rounds] == [(2, "Écart sur le bloc")]
    assert {line.level for one in detail.rounds[0].lines for line in one.marks if line} == {2}
    assert {line.level for one in detail.lines for line in one.marks if line} == {1}
    assert detail.cell.proposal is Verdict.NOT_VALIDATED


def test_a_juror_sees_an_empty_sheet_in_a_second_round_and_the_own_earlier_one(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, again = session.registrations[0], session.blocks[1]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    open_round(workspace, first, again, reason="Écart sur le bloc")
    view = workspace.queries.score_sheet(first, session.seats[Role.PRESIDENT], block_id=again)
    assert (view.round, view.state, view.sheet_id, view.sealed_at) == (2, SheetState.EMPTY, None, None)
    assert {line.level for line in view.lines} == {None}
    (earlier,) = view.earlier
    assert (earlier.round, {line.level for line in earlier.lines}) == (1, {2})
    assert earlier.sealed_at is not None
    assert states(workspace, session)[1].state is SheetState.EMPTY
    other = workspace.queries.score_sheet(first, session.seats[Role.PRESIDENT], block_id=session.blocks[0])
    assert (other.round, other.state, other.earlier) == (1, SheetState.SEALED, ())


def test_a_block_presented_after_the_others_were_shown_waits_for_its_own_sheets(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, late = session.registrations[0], session.blocks[4]
    with workspace.unit_of_work() as work:
        work.registrations.get(first).presented = session.blocks[:4]
        work.commit()
    for role in session.seats:
        score(workspace, session, first, role=role, blocks=session.blocks[:4])
    open_deliberation(workspace, session.id)
    with workspace.unit_of_work() as work:
        work.registrations.get(first).presented = list(session.blocks)
        work.commit()
    score(workspace, session, first, role=Role.PRESIDENT, blocks=[late])
    with pytest.raises(Refused, match=r"deliberation\.sheets_unsealed"):
        workspace.queries.deliberation_detail(first, late)
    assert unsealed(workspace, session) == [0, 0, 0, 0, 2]


def test_all_sealed_and_nothing_frozen_shows_no_proposal(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    score_by_all(workspace, session, session.registrations[0])
    assert unsealed(workspace, session) == [0] * 5
    assert reveals_nothing(workspace.queries.deliberation(session.id)[0])


def test_a_recused_juror_is_not_awaited(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    recuse(workspace, first, session.seats[Role.CENTRE])
    score(workspace, session, first, role=Role.PRESIDENT)
    assert unsealed(workspace, session) == [1] * 5
    score(workspace, session, first, role=Role.PROFESSIONAL)
    assert unsealed(workspace, session) == [0] * 5
    sheets = workspace.queries.deliberation_detail(first, session.blocks[0]).sheets
    assert [sheet.role for sheet in sheets] == [Role.PRESIDENT, Role.PROFESSIONAL]


def test_a_sheet_set_aside_is_not_awaited_and_not_shown(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    score(workspace, session, first, role=Role.PRESIDENT)
    score(workspace, session, first, role=Role.PROFESSIONAL)
    score(workspace, session, first, role=Role.CENTRE, seal=False)
    with workspace.unit_of_work() as work:
        for sheet in work.sheets.of_registration(first):
            if not sheet.sealed:
                sheet.set_aside_reason = "parti"
        work.commit()
    assert unsealed(workspace, session) == [0] * 5
    assert len(workspace.queries.deliberation_detail(first, session.blocks[0]).sheets) == 2


def test_who_left_with_marks_unsealed_is_awaited_until_set_aside(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    score(workspace, session, first, role=Role.PRESIDENT)
    score(workspace, session, first, role=Role.PROFESSIONAL)
    score(workspace, session, first, role=Role.CENTRE, blocks=session.blocks[:1], seal=False)
    with workspace.unit_of_work() as work:
        work.panels.seat(session.seats[Role.CENTRE]).left_at = NOW
        work.commit()
    assert unsealed(workspace, session) == [1] * 5  # whoever began has a part in every block
    assert reveals_nothing(workspace.queries.deliberation(session.id)[0])


def test_what_a_juror_sealed_before_leaving_counts(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    score_by_all(workspace, session, first)
    with workspace.unit_of_work() as work:
        work.panels.seat(session.seats[Role.CENTRE]).left_at = NOW
        work.commit()
    sheets = workspace.queries.deliberation_detail(first, session.blocks[0]).sheets
    assert [sheet.role for sheet in sheets] == [Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE]


def test_without_a_panel_nothing_is_comparable(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, roles=(), name="S2")
    assert unsealed(workspace, made) == [1] * 5


def test_one_candidate_opens_without_the_others(workspace: SqlWorkspace, session: SessionMade) -> None:
    score_by_all(workspace, session, session.registrations[1])
    open_deliberation(workspace, session.id)
    rows = workspace.queries.deliberation(session.id)
    assert [reveals_nothing(row) for row in rows] == [True, False, True]


# --- proposals, decisions, outcomes -----------------------------------------------------------------


def test_the_matrix_shows_proposal_decision_and_outcome(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    for block in session.blocks[:4]:
        decide(workspace, first, block_id=block, ruling=Ruling(DecisionValue.VALIDATED))
    assert workspace.queries.deliberation(session.id)[0].outcome is None
    last = session.blocks[4]
    decide(workspace, first, block_id=last, ruling=Ruling(DecisionValue.NOT_VALIDATED, "plagiat", True))
    row = workspace.queries.deliberation(session.id)[0]
    assert (row.outcome, row.number) == (Outcome.PARTIAL, "D-0001")
    shown = row.cells[4]
    assert (shown.proposal, shown.result, shown.by_jury) == (Verdict.VALIDATED, Fraction(40, 3), True)
    assert (shown.decision, shown.reason, shown.casting_vote) == (
        DecisionValue.NOT_VALIDATED, "plagiat", True,
    )  # fmt: skip
    decide(workspace, first, block_id=last, ruling=Ruling(None))
    assert cell(workspace, session, block=4).decision is None
    decide(workspace, first, block_id=last, ruling=Ruling(DecisionValue.VALIDATED))
    assert workspace.queries.deliberation(session.id)[0].outcome is Outcome.CERTIFIED


def test_what_follows_from_the_registration_is_not_the_jurys(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, second, third = session.registrations
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(first)
        registration.presented = session.blocks[2:]
        registration.held = [HeldBlock("h", first, "BC01", session.blocks[0], None, "")]
        work.commit()
    attend(workspace, second, Attendance.ABSENT)
    attend(workspace, third, Attendance.WITHDRAWN)
    rows = workspace.queries.deliberation(session.id)
    assert [c.decision for c in rows[0].cells] == [
        DecisionValue.HELD, DecisionValue.NOT_PRESENTED, None, None, None,
    ]  # fmt: skip
    assert [c.by_jury for c in rows[0].cells] == [False, False, True, True, True]
    assert [c.unsealed for c in rows[0].cells] == [0, 0, 3, 3, 3]
    assert {c.decision for c in rows[1].cells} == {DecisionValue.ABSENT}
    assert [row.outcome for row in rows] == [None, Outcome.ABSENT, Outcome.WITHDRAWN]


def test_an_absent_candidates_sheets_are_not_compared(workspace: SqlWorkspace, session: SessionMade) -> None:
    attend(workspace, session.registrations[0], Attendance.ABSENT)
    with pytest.raises(Refused):
        workspace.queries.deliberation_detail(session.registrations[0], session.blocks[0])


def test_the_detail_puts_the_widest_gap_first(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    item = session.certification.blocks[0].competences[4].id
    give(workspace, session, item, MarkValue.of_level(0, "rien vu"), role=Role.CENTRE)
    for role in session.seats:
        score_without(workspace, session, role=role, left_out=item if role is Role.CENTRE else "")
    detail = workspace.queries.deliberation_detail(first, session.blocks[0])
    assert [(detail.lines[0].item, detail.lines[0].gap), detail.lines[1].gap] == [(item, 2), 0]
    assert [line.position for line in detail.lines[1:4]] == [1, 2, 3]
    marks = [mark.level for mark in detail.lines[0].marks if mark is not None]
    assert marks == [2, 2, 0]
    assert detail.lines[0].marks[2] is not None
    assert detail.lines[0].marks[2].comment == "rien vu"
    assert [sheet.global_level for sheet in detail.sheets] == [2, 2, 2]


def score_without(workspace: SqlWorkspace, made: SessionMade, *, role: Role, left_out: str) -> None:
    """Mark the first candidate at level 2 but for one line marked already, and seal."""
    for block in made.certification.blocks:
        values = [
            (item, MarkValue.of_level(2))
            for item in [*scored_items(LEVELS, block), GLOBAL_ITEM]
            if item != left_out
        ]
        give_marks(
            workspace,
            made.juror(role),
            registration_id=made.registrations[0],
            block_id=block.id,
            values=values,
        )
    seal_sheets(workspace, made.juror(role), registration_id=made.registrations[0], block_ids=made.blocks)


# --- minutes and journal ----------------------------------------------------------------------------


def test_minutes_tell_how_far_the_signatures_went(workspace: SqlWorkspace, session: SessionMade) -> None:
    lines = [
        MinutesSignature(f"l{i}", "m", seat_id, i, f"Membre {i}", f"Signature{i}")
        for i, seat_id in enumerate(session.seats.values(), 1)
    ]
    minutes = Minutes(
        "m", session.id, session.panel_id, "PV-2022-GRE-S1", "{}", "a" * 64, "b" * 64, "b" * 64, 3, NOW,
        signatures=lines,
    )  # fmt: skip
    with workspace.unit_of_work() as work:
        work.minutes.add(minutes)
        work.sessions.get(session.id).closed_at = NOW
        work.commit()
    seen = [workspace.queries.minutes("m").state]
    for line in range(3):
        with workspace.unit_of_work() as work:
            signature = work.minutes.get("m").signatures[line]
            signature.signed_at, signature.pdf_sha256 = NOW, "c" * 64
            work.commit()
        seen.append(workspace.queries.minutes("m").state)
    assert seen == [
        MinutesState.CLOSED, MinutesState.PARTLY_SIGNED, MinutesState.PARTLY_SIGNED, MinutesState.COMPLETE,
    ]  # fmt: skip
    row = workspace.queries.minutes_of(session.id)
    assert row is not None
    assert [s.role for s in row.signatures] == [Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE]
    session_row = workspace.queries.session(session.id)
    assert (session_row.closed, session_row.minutes_id, session_row.minutes_state) == (
        True, "m", MinutesState.COMPLETE,
    )  # fmt: skip


def test_a_session_without_minutes_has_none(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert workspace.queries.minutes_of(session.id) is None


def test_events_come_newest_first_and_limited(workspace: SqlWorkspace) -> None:
    for number in range(5):
        with workspace.unit_of_work() as work:
            work.note("SITE", f"act{number}", subject="s")
            work.commit()
    assert [event.action for event in workspace.queries.events(limit=2)] == ["act4", "act3"]


def test_the_history_of_decisions_reads_in_order(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, block = session.registrations[0], session.blocks[0]
    history = [
        Decision(first, block, 1, DecisionValue.VALIDATED, "", False, NOW),
        Decision(first, block, 2, None, "", False, NOW),
        Decision(first, block, 3, DecisionValue.NOT_VALIDATED, "faible", True, NOW),
    ]
    with workspace.unit_of_work() as work:
        for decision in history:
            work.deliberations.append(decision)
        work.commit()
    with workspace.unit_of_work() as work:
        read = work.deliberations.decisions_of_registration(first)
        current = work.deliberations.current_decisions(session.id)
    assert [vars(d) for d in read] == [vars(d) for d in history]
    assert vars(current[first, block]) == vars(history[2])


def test_minutes_numbers_of_sessions_and_minutes_are_taken(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        assert work.sessions.numbers("PV-2022-GRE-") == ["PV-2022-GRE-S1"]
        assert work.sessions.numbers("PV-2022-%") == []


def test_a_whole_day_reads_alike_for_all_threads(workspace: SqlWorkspace, session: SessionMade) -> None:
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda _: workspace.queries.deliberation(session.id), range(40)))
    assert all(row == rows[0] for row in rows)
