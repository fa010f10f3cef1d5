from datetime import date

import pytest

from cisp_desktop.application.candidate_list import CandidateLine, Enrolment, HeldEntry
from cisp_desktop.application.scoring import MarkValue, give_mark
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence import enrolling, tables
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, a_registration, make_session, score

LINE = CandidateLine(
    2, "F-007", "Mme", "F", "D'ARC & FILS", "", "Zoé <b>", date(1990, 5, 17), "Grenoble", "38185", "38000",
    "FRANCE", "zoe@exemple.fr", "", "VAE", 4, None, None, None, (), (), "tiers temps", "", "CISP", "",
    date(2022, 3, 1),
)  # fmt: skip


def test_an_enrolled_line_reads_back_as_typed(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, candidates=0)
    held = HeldEntry("h", "BC01", made.blocks[0], date(2022, 6, 24), "PV-2022-GRE-0003")
    enrolment = Enrolment("c", "r", made.id, made.panel_id, 1, made.blocks[1:], (held,), LINE, 33)
    with workspace.unit_of_work() as work:
        work.registrations.enrol([enrolment])
        work.commit()
    row = workspace.queries.registration("r")
    assert row.extra_time_percent == 33
    for name in (
        "civility",
        "birth_name",
        "first_names",
        "birth_date",
        "email",
        "accommodations",
        "employer",
    ):
        assert getattr(row, name) == getattr(LINE, name)
    assert (row.number, row.access_path, row.attendance) == ("F-007", AccessPath.VAE, Attendance.EXPECTED)
    assert (row.presented, row.held[0].counts_for) == (tuple(made.blocks[1:]), "BC01")
    assert (row.selection_passed, row.vae_admissible_on) == (None, date(2022, 3, 1))


def test_enrolling_writes_every_column_that_must_be_filled() -> None:
    for table, written in (
        (tables.candidate, enrolling.CANDIDATE),
        (tables.registration, enrolling.REGISTRATION),
        (tables.held_block, enrolling.HELD),
    ):
        needed = {column.name for column in table.columns if not column.nullable}
        assert needed <= set(written) <= {column.name for column in table.columns}


def test_wide_gaps_count_lines_of_sealed_sheets_by_their_latest_mark(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, block = session.registrations[0], session.certification.blocks[0]
    items = [competence.id for competence in block.competences]

    def mark(role: Role, item: str, level: int) -> None:
        give_mark(
            workspace,
            session.juror(role),
            registration_id=first,
            block_id=block.id,
            item=item,
            value=MarkValue.of_level(level),
        )

    for role in session.seats:
        score(workspace, session, first, role=role, blocks=[block.id], seal=False)
    mark(Role.CENTRE, items[0], 0)
    mark(Role.CENTRE, items[1], 0)
    mark(Role.CENTRE, items[1], 2)
    mark(Role.CENTRE, items[2], 1)
    with workspace.unit_of_work() as work:
        assert work.sheets.wide_gaps(session.id, gap=2) == {}
        for sheet in work.sheets.of_registration(first):
            sheet.result_items = sheet.result_assessed = len(items)
            sheet.result_numerator, sheet.result_denominator, sheet.sealed_at = 12, 1, workspace.clock()
        work.commit()
    with workspace.unit_of_work() as work:
        assert work.sheets.wide_gaps(session.id, gap=2) == {(first, block.id): 1}
        assert work.sheets.wide_gaps(session.id, gap=1) == {(first, block.id): 2}


def test_removing_many_keeps_a_person_who_is_registered_elsewhere(workspace: SqlWorkspace) -> None:
    made, other = make_session(workspace, candidates=2), make_session(workspace, candidates=0, name="S2")
    with workspace.unit_of_work() as work:
        person = work.candidates.get("S1-c00001")
        work.registrations.add_many([a_registration("elsewhere", other, candidate=person)])
        work.registrations.remove_many(made.registrations)
        work.commit()
    assert workspace.queries.registrations(made.id) == []
    assert [row.candidate_id for row in workspace.queries.registrations(other.id)] == ["S1-c00001"]
    with workspace.unit_of_work() as work, pytest.raises(Refused, match=r"candidate\.not_found"):
        work.candidates.get("S1-c00002")
