"""« Délibérer »: what comes first, what stands beside the sheets, whose notes show, all by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.queries import HeldRow, OutsideResultRow
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note, share_note
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.gui.context import Desk
from cisp_desktop.gui.itemmodels import comparison_model
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state
from cisp_desktop.gui.pages.block_words import facts_besides
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.pages.deliberation_reading import FEW, decided_alone
from tests.gui.deliberation_room import Idle, kept, shown_page
from tests.gui.fakes import FakeServices
from tests.gui.jury_day import JuryDay, open_day, to_deliberate


@pytest.fixture
def day(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    """Four candidates, one per profile, and a fifth whose sheets are not all sealed."""
    made = open_day(tmp_path, services, prepare=to_deliberate, candidates=5)
    yield made
    made.workspace.abandon()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, day: JuryDay, idle: Idle) -> Iterator[DeliberatePage]:
    with shown_page(qtbot, desk, day.workspace, session_id=day.made.id, idle=idle) as shown:
        yield shown
    desk.tasks.shut_down()


def press(qtbot: QtBot, page: DeliberatePage, key: Qt.Key, *, alt: bool = False) -> None:
    """Press a key where the focus is."""
    held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(QApplication.focusWidget() or page, key, held)


def test_blocks_on_both_sides_of_the_threshold_come_first_then_wide_gaps(page: DeliberatePage) -> None:
    matrix, blocks = page.matrix, page.matrix.model.blocks
    cells = [replace(cell, straddles=False, gaps=0) for cell in matrix.model.rows[0].cells]
    cells[1] = replace(cells[1], gaps=1)
    cells[2] = replace(cells[2], gaps=3)
    cells[4] = replace(cells[4], straddles=True)
    rows = (replace(matrix.model.rows[0], cells=tuple(cells)), *matrix.model.rows[1:])
    detail = page.block_panel.model.detail
    assert detail is not None
    matrix.show_rows(rows, blocks, scheme=detail.scheme)
    matrix.go_to(rows[0].registration_id)
    order = [matrix.selected]
    for _ in range(5):
        matrix.go_to_next()
        order.append(matrix.selected)
    expected = [(rows[0].registration_id, blocks[n].id) for n in (4, 2, 1, 0, 3)]
    assert order[:5] == expected
    assert order[5] is not None
    assert order[5][0] == rows[1].registration_id


def test_each_juror_s_result_and_global_level_stand_above_the_lines(
    page: DeliberatePage, day: JuryDay
) -> None:
    page.matrix.select(day.made.registrations[1], day.made.blocks[0])
    model = page.block_panel.model
    said = [
        [model.index(row, column).data() for column in range(1, 4)]
        for row in (comparison_model.RESULT_ROW, comparison_model.GLOBAL_ROW)
    ]
    assert all(text.endswith("/20") for text in said[0])
    assert said[1] == ["1", "3", "2"]
    assert not page.form.comparisonTableView.isRowHidden(comparison_model.GLOBAL_ROW)
    gaps = [
        model.index(row, model.gap_column).data(comparison_model.Role.WIDE_GAP)
        for row in range(comparison_model.FIRST_LINE, model.rowCount())
    ]
    assert gaps[0]
    assert gaps == sorted(gaps, reverse=True)


def test_results_outside_the_panel_held_blocks_and_recusals_are_told(
    page: DeliberatePage, day: JuryDay
) -> None:
    block = next(
        one for one in page.matrix.model.blocks if any(a.judged_by.outside_panel for a in one.assessments)
    )
    outside = [one for one in block.assessments if one.judged_by.outside_panel]
    result = OutsideResultRow(outside[0].id, True, "DURAND Luc", date(2022, 11, 2), None)
    held = HeldRow("U1", "BC01", date(2019, 12, 14), "PV-1", None, date(2024, 12, 14))
    read = page.context.queries.deliberation_detail(day.made.registrations[0], block.id)
    detail = replace(read, outside_results=(result,), held=(held,), recused=("ROUX Hélène",))
    assert facts_besides(detail, block) == [
        f"Hors jury, {outside[0].title}\u00a0: favorable (DURAND Luc, 02/11/2022)",
        "Déjà acquis\u00a0: BC01 (14/12/2019, valable jusqu’au 14/12/2024)",
        "Récusé pour ce candidat\u00a0: ROUX Hélène",
    ]
    missing = replace(detail, outside_results=(), cell=replace(detail.cell, doubts=("OUTSIDE_RESULT",)))
    assert facts_besides(missing, block)[0] == f"Hors jury, {outside[0].title}\u00a0: résultat manquant"


def write_notes(day: JuryDay, number: int) -> None:
    """A private note and a shared one of the president, in a dossier of one candidate."""
    dossier_id = f"d{number}"
    received = datetime(2022, 12, 1, tzinfo=UTC)
    with day.workspace.unit_of_work() as work:
        work.dossiers.add(
            Dossier(
                dossier_id, day.made.registrations[number], DossierKind.THESIS, "memoire.pdf", "0" * 64, 1, 9,
                received,
            )
        )  # fmt: skip
        work.commit()
    juror = day.made.juror(Role.PRESIDENT)
    for note_id, page, text in (("secret", 2, "Note secrète"), ("shared", 4, "Chiffres <b>à vérifier</b>")):
        content = NoteContent(NoteColour.GREEN, text, "")
        note = NoteDraft(f"{note_id}{number}", dossier_id, page, content, (Area(100, 200, 500, 260),))
        add_note(day.workspace, juror, note)
    share_note(day.workspace, juror, f"shared{number}", shared=True)


def test_only_the_notes_that_their_author_shares_show_and_only_once_all_have_sealed(
    page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    for number in (0, 4):
        write_notes(day, number)
    idle(page.context.tasks)
    page.matrix.select(day.made.registrations[1], day.made.blocks[0])
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    text = page.form.observationsEdit.toPlainText()  # which gives plain spaces
    assert "MARTIN Anne, memoire.pdf, p. 5 : Chiffres <b>à vérifier</b>" in text
    assert "secrète" not in text
    page.matrix.select(day.made.registrations[4], day.made.blocks[0])
    assert page.form.observationsEdit.toPlainText() == ""
    hidden = page.context.queries.discussion(day.made.registrations[4], day.made.blocks[0])
    assert hidden.notes == ()


def test_a_whole_candidate_is_decided_from_the_keyboard_alone(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    """All are proposed refused: one is by vote, one validated, one deferred, two refused."""
    registration, blocks = day.made.registrations[2], day.made.blocks
    page.matrix.go_to(registration)
    press(qtbot, page, Qt.Key.Key_E, alt=True)
    for combo, key in zip(page.form.voteBox.combos.values(), "NNV", strict=True):
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClicks(combo, key)
    idle(page.context.tasks)
    vote = list(page.form.voteBox.ballots.values())
    assert vote == [Ballot.AGAINST, Ballot.AGAINST, Ballot.FOR]
    for reason, key in (
        ("Le projet manque.", Qt.Key.Key_N),
        ("Entretien convaincant.", Qt.Key.Key_V),
        ("Preuve attendue.", Qt.Key.Key_D),
        ("Le bilan manque.", Qt.Key.Key_N),
        ("Le partenariat manque.", Qt.Key.Key_N),
    ):
        page.form.matrixTableView.setFocus(Qt.FocusReason.TabFocusReason)
        press(qtbot, page, Qt.Key.Key_Return)
        assert page.form.reasonEdit.hasFocus()
        qtbot.keyClicks(page.form.reasonEdit, reason)
        press(qtbot, page, key, alt=True)
        idle(page.context.tasks)
        press(qtbot, page, Qt.Key.Key_F8)
        assert page.form.matrixTableView.hasFocus()
    row = page.context.queries.deliberation(day.made.id)[2]
    refused, validated = DecisionValue.NOT_VALIDATED, DecisionValue.VALIDATED
    values = [refused, validated, DecisionValue.DEFERRED, refused, refused]
    assert [cell.decision for cell in row.cells] == values
    assert row.cells[0].reason == "Le projet manque."
    assert list(kept(page, registration, blocks[0]).ballots.values()).count(Ballot.AGAINST) == 2
    assert row.outcome == "DEFERRED"
    assert page.matrix.selected is not None
    assert page.matrix.selected[0] != registration
    assert page.form.checkStrip.isHidden()


def test_a_decision_reads_its_candidate_alone_and_the_others_stay(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    queries = type(page.context.queries)
    whole = queries.deliberation

    def spied(self: Any, session_id: str, *, registrations: Any = None) -> Any:
        asked.append(registrations)
        return whole(self, session_id, registrations=registrations)

    whole_sessions: list[bool] = []
    monkeypatch.setattr(queries, "deliberation", spied)
    monkeypatch.setattr(page, "_start_reading", lambda *, opening: whole_sessions.append(opening))
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_V)
    idle(page.context.tasks)
    assert frozenset({day.made.registrations[0]}) in asked
    assert not whole_sessions
    assert cell_state(page.matrix.model.rows[0].cells[0]) is CellState.DECIDED
    assert tuple(page.matrix.model.rows) == tuple(page.context.queries.deliberation(day.made.id))
    advise(day.workspace, day.made.registrations[1], block_id=day.made.blocks[0], advice=AdviceText("Lire."))
    idle(page.context.tasks)
    assert "1\u00a0bloc décidé" in page.subtitle()


def test_more_than_a_few_candidates_or_other_things_are_read_whole(
    page: DeliberatePage, day: JuryDay
) -> None:
    reading = page._reading
    assert reading is not None
    ids = frozenset(day.made.registrations)
    assert decided_alone(Changes(Change.DECISIONS, ids | {day.made.id}), reading) == ids
    assert decided_alone(Changes(Change.DECISIONS, ids | {"elsewhere"}), reading) == frozenset()
    assert decided_alone(Changes(Change.DECISIONS | Change.SHEETS, ids), reading) == frozenset()
    assert decided_alone(Changes(Change.DECISIONS, frozenset({day.made.id})), reading) == frozenset()
    rows = tuple(replace(reading.rows[0], registration_id=f"r{n}") for n in range(FEW + 1))
    many = frozenset(row.registration_id for row in rows)
    assert decided_alone(Changes(Change.DECISIONS, many), replace(reading, rows=rows)) == frozenset()
