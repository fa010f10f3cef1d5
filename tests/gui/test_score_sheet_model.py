"""The model of a score sheet: roles, entries, refusals."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.domain.panel import Role as SeatRole
from cisp_desktop.domain.scoring import NotEvaluatedReason, SheetState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.score_sheet_model import (
    Column,
    LineKind,
    Role,
    ScoreSheetModel,
)
from cisp_desktop.gui.points import read_points
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.gui.fakes import RecordedMessages


@pytest.fixture
def model(qtbot: QtBot, session_context: GuiContext, made: SessionMade) -> ScoreSheetModel:
    """The president's empty sheet on the first block, watched by Qt's own tester."""
    shown = ScoreSheetModel(session_context, parent=session_context)
    QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    show(shown, session_context, made)
    return shown


def show(model: ScoreSheetModel, context: GuiContext, made: SessionMade) -> None:
    """Read the sheet and show it."""
    juror = made.juror()
    view = context.queries.score_sheet(made.registrations[0], juror.seat_id, block_id=made.blocks[0])
    model.show_sheet(view, juror)


def test_the_lines_are_those_of_the_official_list_then_the_global_one(
    model: ScoreSheetModel, made: SessionMade
) -> None:
    wordings = [model.index(row, Column.WORDING).data() for row in range(model.rowCount())]
    assert wordings == [c.wording for c in made.certification.blocks[0].competences] + [
        "Niveau global du bloc"
    ]
    kinds = {model.index(row, Column.MARK).data(Role.KIND) for row in range(11)}
    assert kinds == {LineKind.LEVEL}
    assert model.index(11, Column.MARK).data(Role.KIND) == LineKind.GLOBAL


def test_a_mark_changes_its_row_and_says_so_after_the_commit(model: ScoreSheetModel, qtbot: QtBot) -> None:
    with qtbot.waitSignals([model.dataChanged, model.marked]):
        assert model.setData(model.index(3, Column.MARK), 2)
    assert model.index(3, Column.MARK).data() == "2 – Acquis"
    assert model.index(3, Column.MARK).data(Qt.ItemDataRole.AccessibleTextRole) == "2 – Acquis"
    assert model.state is SheetState.DRAFT
    assert model.counts == (1, 11)


def test_the_reason_of_a_line_that_is_not_evaluated_is_in_words(model: ScoreSheetModel) -> None:
    assert model.mark_not_evaluated([0, 11], NotEvaluatedReason.NO_DOCUMENT)
    assert model.index(0, Column.MARK).data() == "Non évalué : Pièce absente du dossier".replace(
        " :", "\u00a0:"
    )
    assert model.counts == (1, 11)
    assert model.lines[11].status is None


def test_a_level_that_the_scheme_does_not_know_is_refused_and_the_cell_keeps_its_value(
    model: ScoreSheetModel, messages: RecordedMessages
) -> None:
    model.setData(model.index(0, Column.MARK), 1)
    assert model.setData(model.index(0, Column.MARK), 7) is False
    assert model.lines[0].level == 1
    assert [error.code for error in messages.errors] == ["mark.level"]


def test_a_level_keeps_the_comment_and_a_comment_keeps_the_level(model: ScoreSheetModel) -> None:
    model.setData(model.index(0, Column.COMMENT), "  Exemple  ")
    assert (model.lines[0].comment, model.state) == ("Exemple", SheetState.DRAFT)
    model.setData(model.index(0, Column.MARK), 3)
    model.setData(model.index(0, Column.COMMENT), "Autre")
    assert (model.lines[0].level, model.lines[0].comment) == (3, "Autre")


def test_a_comment_with_markup_is_shown_as_typed(model: ScoreSheetModel) -> None:
    text = "<img src=x> A & B"
    model.setData(model.index(0, Column.COMMENT), text)
    assert model.index(0, Column.COMMENT).data() == text
    assert "&lt;img" in model.index(0, Column.COMMENT).data(Qt.ItemDataRole.ToolTipRole)


def test_the_first_line_without_a_mark_is_found(model: ScoreSheetModel) -> None:
    assert model.first_missing() == 0
    for row in range(11):
        model.setData(model.index(row, Column.MARK), 2)
    assert model.first_missing() == 11
    model.setData(model.index(11, Column.MARK), 2)
    assert model.first_missing() == -1
    assert model.state is SheetState.COMPLETE


def test_a_sealed_sheet_can_only_be_read(
    model: ScoreSheetModel, session_context: GuiContext, made: SessionMade, workspace: SqlWorkspace
) -> None:
    score(workspace, made, made.registrations[0], blocks=made.blocks[:1])
    show(model, session_context, made)
    index = model.index(0, Column.MARK)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert index.data(Role.EDITABLE) is False
    assert index.data() == "2 – Acquis"


def test_a_cleared_model_holds_nothing(model: ScoreSheetModel) -> None:
    model.setData(model.index(0, Column.MARK), 1)
    model.clear()
    assert (model.rowCount(), model.lines, model.view, model.state) == (0, (), None, SheetState.EMPTY)
    assert model.setData(model.index(0, Column.MARK), 1) is False
    assert model.give_comment("GLOBAL", "x") is False


def test_a_commit_made_here_is_known_once(model: ScoreSheetModel, made: SessionMade) -> None:
    model.setData(model.index(0, Column.MARK), 1)
    sheet_id = model._context.queries.score_sheet(
        made.registrations[0], made.seats[SeatRole.PRESIDENT], block_id=made.blocks[0]
    ).sheet_id
    assert sheet_id is not None
    ids = frozenset((sheet_id, made.registrations[0]))
    assert model.has_shown(ids) is True
    assert model.has_shown(ids) is False


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("12,5", 1250), ("12.5", 1250), ("0", 0), ("20", 2000), (" 7 ", 700), ("20,5", None), ("12,3", None),
        ("", None), ("douze", None), ("-1", None), ("inf", None), ("nan", None), ("1e99", None),
    ],
)  # fmt: skip
def test_points_are_read_by_half_points_with_a_comma(text: str, points: int | None) -> None:
    assert read_points(text) == points
