"""A receipt is made again from what is stored, differs with every thing sealed, and hides till the reveal."""

import re
from dataclasses import replace

import pytest

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.receipts import receipt_code, receipt_of
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import ScoreSheet
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score, score_by_all


def own(workspace: SqlWorkspace, made: SessionMade, role: Role = Role.PRESIDENT) -> str:
    with workspace.unit_of_work() as work:
        sheet = work.sheets.find(made.registrations[0], made.seats[role], block_id=made.blocks[0])
    assert sheet is not None
    return sheet.id


def test_a_receipt_is_the_same_each_time_it_is_made(workspace: SqlWorkspace, session: SessionMade) -> None:
    score(workspace, session, session.registrations[0], blocks=session.blocks[:1])
    receipt = receipt_of(workspace, session.juror(), own(workspace, session))
    assert receipt.candidate == "DUPONT1 Zoé"
    assert re.fullmatch(r"[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}", receipt.code)
    assert (receipt.number, receipt.block, receipt.round) == ("D-0001", "BC01", 1)
    score(workspace, session, session.registrations[0], blocks=session.blocks[1:])
    assert receipt_of(workspace, session.juror(), own(workspace, session)) == receipt


def test_the_journal_tells_no_receipt(workspace: SqlWorkspace, session: SessionMade) -> None:
    score(workspace, session, session.registrations[0], blocks=session.blocks[:1])
    receipt = receipt_of(workspace, session.juror(), own(workspace, session))
    told = " ".join(event.details for event in workspace.queries.events())
    assert receipt.code not in told
    assert receipt.code.replace(" ", "") not in told


def test_an_open_sheet_has_no_receipt(workspace: SqlWorkspace, session: SessionMade) -> None:
    score(workspace, session, session.registrations[0], seal=False)
    with pytest.raises(Refused, match=r"receipt\.unsealed"):
        receipt_of(workspace, session.juror(), own(workspace, session))


def test_another_juror_reads_a_receipt_once_all_is_shown(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    score(workspace, session, first)
    sheet = own(workspace, session)
    other = session.juror(Role.CENTRE)
    with pytest.raises(Refused, match=r"receipt\.not_yours"):
        receipt_of(workspace, other, sheet)
    for role in (Role.PROFESSIONAL, Role.CENTRE):
        score(workspace, session, first, role=role)
    open_deliberation(workspace, session.id)
    assert receipt_of(workspace, other, sheet) == receipt_of(workspace, session.juror(), sheet)


def test_everything_sealed_is_in_the_receipt(workspace: SqlWorkspace, session: SessionMade) -> None:
    score_by_all(workspace, session, session.registrations[0])
    sheet_id = own(workspace, session)
    with workspace.unit_of_work() as work:
        sheet = work.sheets.get(sheet_id)
        marks = list(work.sheets.current_marks(sheet.id).values())
        known = ScoreSheet(**{name: getattr(sheet, name) for name in ScoreSheet.__annotations__})
    given = marks[0]
    changed = [
        receipt_code(known, marks, number="D-0002", block="B"),
        receipt_code(known, marks, number="D-0001", block="C"),
        receipt_code(replace(known, round=2), marks, number="D-0001", block="B"),
        receipt_code(replace(known, seat_id="other"), marks, number="D-0001", block="B"),
        receipt_code(replace(known, result_zeros=1), marks, number="D-0001", block="B"),
        receipt_code(known, [replace(given, level=0), *marks[1:]], number="D-0001", block="B"),
        receipt_code(known, [replace(given, comment="Vu"), *marks[1:]], number="D-0001", block="B"),
    ]
    same = receipt_code(known, list(reversed(marks)), number="D-0001", block="B")
    assert same == receipt_code(known, marks, number="D-0001", block="B")
    assert len({same, *changed}) == 8
