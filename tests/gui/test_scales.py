"""Grading schemes of other sizes in « Évaluer » and « Délibérer »: three levels, five, and marks on 20."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cisp_desktop.application.jurors import IdentifiedJuror, SeatChoice, set_panel
from cisp_desktop.application.scoring import MarkValue, give_marks, seal_sheets
from cisp_desktop.application.sheet_files import marks_in_words
from cisp_desktop.domain.grading import GradingScheme, Level, LevelColour, LevelShape
from cisp_desktop.domain.panel import Role as SeatRole
from cisp_desktop.domain.registration import HeldBlock
from cisp_desktop.domain.scoring import GLOBAL_ITEM, scored_items
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.comparison_model import GLOBAL_ROW, RESULT_ROW
from cisp_desktop.gui.itemmodels.comparison_model import Role as ComparedRole
from cisp_desktop.gui.itemmodels.score_sheet_model import Column
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.tokens import LIGHT, Shape
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.fakes import FakeIdentities, FakeKey
from tests.gui.deliberation_room import let_in

Idle = Callable[[TaskRunner], None]
KEYS = Qt.Key
THREE = GradingScheme(
    levels=(
        Level(0, "non acquis", None, LevelShape.EMPTY, LevelColour.RED),
        Level(1, "partiellement acquis", None, LevelShape.HALF, LevelColour.ORANGE),
        Level(2, "acquis", None, LevelShape.FULL, LevelColour.GREEN),
    ),
    global_level_passing=1,
    wide_gap=2,
)
FIVE = GradingScheme(levels=tuple(Level(n, f"degré {n}", float(n * n)) for n in range(5)))
FOUR_SEATS = (
    SeatChoice(SeatRole.PRESIDENT, "PRÉVOST Anne"),
    SeatChoice(SeatRole.PROFESSIONAL, "PETIT Karim"),
    SeatChoice(SeatRole.PROFESSIONAL, "MOREL Lise", rank=2),
    SeatChoice(SeatRole.TRAINER, "ROUX Sophie"),
)


def graded(workspace: SqlWorkspace, scheme: GradingScheme, *, name: str) -> SessionMade:
    """Make a session of one candidate that is judged by ``scheme``."""
    made = make_session(workspace, candidates=1, name=name)
    with workspace.unit_of_work() as work:
        work.sessions.get(made.id).scheme = scheme.to_data()
        work.commit()
    return made


def mark_all(
    workspace: SqlWorkspace,
    juror: IdentifiedJuror,
    made: SessionMade,
    *,
    value: MarkValue,
    overall: int | None,
) -> None:
    """Mark every line of every block presented alike, and seal."""
    scheme = workspace.queries.scheme(made.id)
    presented = workspace.queries.registration(made.registrations[0]).presented
    for block in made.certification.blocks:
        if block.id in presented:
            values = [(item, value) for item in scored_items(scheme, block)]
            if overall is not None:
                values.append((GLOBAL_ITEM, MarkValue.of_level(overall)))
            give_marks(
                workspace, juror, registration_id=made.registrations[0], block_id=block.id, values=values
            )
    seal_sheets(workspace, juror, registration_id=made.registrations[0], block_ids=presented)


@pytest.fixture
def show(qtbot: QtBot, context: GuiContext, idle: Idle) -> Iterator[Callable[[str, PageSpec], SessionFrame]]:
    """Return how to show one page of a session."""
    frames: list[SessionFrame] = []

    def shown(session_id: str, spec: PageSpec) -> SessionFrame:
        context.set_session(session_id)
        if spec is DELIBERATE:
            let_in(context)
        frame = SessionFrame(context, [spec])
        frames.append(frame)
        qtbot.addWidget(frame)
        frame.resize(1366, 740)
        frame.show()
        frame.open_page(spec.key)
        idle(context.tasks)
        return frame

    yield shown
    for frame in frames:
        frame.hide()


Show = Callable[[str, PageSpec], SessionFrame]
EVALUATE = PageSpec("evaluate", "2", "pencil-line", EvaluatePage)
DELIBERATE = PageSpec("deliberate", "3", "scales", DeliberatePage)


def evaluate(show: Show, made: SessionMade, juror: IdentifiedJuror) -> EvaluatePage:
    page = show(made.id, EVALUATE).current_page
    assert isinstance(page, EvaluatePage)
    page.context.set_juror(juror)
    return page


@pytest.mark.parametrize(("scheme", "count"), [(THREE, 3), (FIVE, 5)], ids=["three", "five"])
def test_the_grid_offers_every_level_of_the_scheme_and_no_other(
    show: Show, workspace: SqlWorkspace, scheme: GradingScheme, count: int
) -> None:
    made = graded(workspace, scheme, name="N")
    page = evaluate(show, made, made.juror())
    grid = page.pane.grid
    index = page.pane.model.index(0, Column.MARK)
    places = grid.level_delegate.segments(
        index, QRect(0, 0, grid.columnWidth(Column.MARK), 40), metrics=QFontMetrics(grid.font())
    )
    assert [place.level for place in places] == [*scheme.levels, None]
    assert places[-1].rect.right() <= grid.columnWidth(Column.MARK)
    QTest.keyClick(grid, Qt.Key(KEYS.Key_0 + count))
    assert page.pane.model.lines[0].level is None
    QTest.keyClick(grid, Qt.Key(KEYS.Key_0 + count - 1))
    assert page.pane.model.lines[0].level == count - 1
    assert scheme.levels[-1].label in page.pane.model.index(0, 1).data()


def test_the_fifth_level_is_given_on_a_french_keyboard_without_shift(
    show: Show, workspace: SqlWorkspace
) -> None:
    made = graded(workspace, FIVE, name="N")
    page = evaluate(show, made, made.juror())
    QTest.keyClicks(page.pane.grid, "'")
    assert page.pane.model.lines[0].level == 4


@pytest.mark.parametrize("scheme", [THREE, FIVE], ids=["three", "five"])
def test_the_comparison_draws_the_schemes_own_levels(
    show: Show, workspace: SqlWorkspace, scheme: GradingScheme
) -> None:
    made = graded(workspace, scheme, name="N")
    top = scheme.levels[-1]
    for role in made.seats:
        mark_all(workspace, made.juror(role), made, value=MarkValue.of_level(top.value), overall=top.value)
    page = show(made.id, DELIBERATE).current_page
    assert isinstance(page, DeliberatePage)
    model = page.block_panel.model
    assert model.index(2, 1).data(ComparedRole.SHOWN) == top
    assert top.label in str(model.index(2, 1).data(Qt.ItemDataRole.ToolTipRole))
    assert model.index(RESULT_ROW, 1).data() == "20/20"


def test_chosen_shapes_and_colours_reach_the_drawing() -> None:
    looks = [LIGHT.level(level) for level in THREE.levels]
    assert [look.shape for look in looks] == [Shape.RING, Shape.HALF_DISC, Shape.DISC]
    assert looks[0].mark == LIGHT.tints[LevelColour.RED].mark


def test_a_workbook_says_the_schemes_own_levels() -> None:
    assert "2\u00a0: acquis" in marks_in_words(THREE)
    assert len(marks_in_words(FIVE)) <= 255


# --- marks on 20 --------------------------------------------------------------------------------------


@pytest.fixture
def four(workspace: SqlWorkspace) -> tuple[SessionMade, list[IdentifiedJuror]]:
    """A session of RNCP6133 with four jurors; its candidate holds U1 since June 2019."""
    made = make_session(workspace, candidates=1, name="P", certification="RNCP6133", roles=())
    given = set_panel(workspace, made.id, choices=FOUR_SEATS, identities=FakeIdentities())
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(made.registrations[0])
        registration.presented = made.blocks[1:]
        block = made.certification.blocks[0]
        registration.held.append(
            HeldBlock("held", registration.id, "U1", block.id, date(2019, 6, 18), "PV-2019-0001")
        )
        work.commit()
    jurors = [
        IdentifiedJuror(s.seat_id, made.id, made.panel_id, s.role, s.name, False, FakeKey(b"CERTIFICATE"))
        for s in given
    ]
    return made, jurors


def test_points_are_typed_on_the_upper_row_of_a_french_keyboard(
    qtbot: QtBot, show: Show, four: tuple[SessionMade, list[IdentifiedJuror]]
) -> None:
    made, jurors = four
    page = evaluate(show, made, jurors[2])
    QTest.keyClicks(page.pane.grid, "&")
    editor = page.pane.grid.viewport().findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, '",(')
    assert editor.text() == "13,5"
    QTest.keyClick(editor, KEYS.Key_Down)
    qtbot.waitUntil(lambda: page.pane.model.lines[0].points == 1350)


def test_a_held_unit_says_until_when_it_counts(
    show: Show, four: tuple[SessionMade, list[IdentifiedJuror]]
) -> None:
    made, jurors = four
    page = evaluate(show, made, jurors[0])
    assert "valable jusqu’au 18/06/2024" in page.pane.tabs.tabToolTip(0)


def test_two_professionals_are_told_apart_and_results_are_on_twenty(
    show: Show, workspace: SqlWorkspace, four: tuple[SessionMade, list[IdentifiedJuror]]
) -> None:
    made, jurors = four
    for juror, points in zip(jurors, (1250, 1250, 800, 1250), strict=True):
        mark_all(workspace, juror, made, value=MarkValue.of_points(points), overall=None)
    page = show(made.id, DELIBERATE).current_page
    assert isinstance(page, DeliberatePage)
    model, table = page.block_panel.model, page.form.comparisonTableView
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(1, model.gap_column)]
    assert heads == ["Présidence", "Prof.\u00a01", "Prof.\u00a02", "Formateur"]
    assert [model.index(RESULT_ROW, column).data() for column in range(1, 5)] == [
        "12,5/20", "12,5/20", "8/20", "12,5/20",
    ]  # fmt: skip
    assert table.isRowHidden(GLOBAL_ROW)
    assert model.index(2, model.gap_column).data() == "4,5"
    (row,) = workspace.queries.deliberation(made.id)
    assert [cell.gaps for cell in row.cells] == [0, 1, 1, 1]
    assert "valable jusqu’au 18/06/2024" in page.form.outsideLabel.text()
