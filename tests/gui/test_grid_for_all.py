"""The grid for everybody: widths, 150 % text, what levels mean, and levels told apart by every eye."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import cast

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.demonstration_codes import CODES, told_codes
from cisp_desktop.domain.grading import (
    DEFAULT_LEVELS,
    GradingScheme,
    Level,
    LevelColour,
    LevelShape,
    ScoringMode,
)
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.mark_drawing import SHAPE, draw_given
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from cisp_desktop.gui.tokens import DARK, LIGHT, Tokens
from cisp_desktop.gui.widgets.drawing import draw_level_shape
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.level_scale import LevelScale
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.gui.checks import check_page, cut_texts
from tests.gui.dossiers import add_dossier
from tests.gui.test_theme import DEUTERANOPIA, NORMAL, PROTANOPIA, seen

Idle = Callable[[TaskRunner], None]
Eye = tuple[tuple[float, ...], ...]
EVALUATE = PageSpec("evaluate", "2", "pencil-line", EvaluatePage)
TRITANOPIA = ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304))
GREY = ((0.2126, 0.7152, 0.0722),) * 3
EYES = {
    "normal": NORMAL, "deuteranopia": DEUTERANOPIA, "protanopia": PROTANOPIA, "tritanopia": TRITANOPIA,
    "grey": GREY,
}  # fmt: skip
WORDS = (
    "Ne décrit ni le public ni le territoire, ou s’en tient à des généralités.",
    "Décrit le public et le territoire, n’en tire de conséquence pour son action que si on l’y invite.",
    "Relie son action à un diagnostic sourcé, nomme ses partenaires et justifie ses choix.",
    "Fait évoluer le diagnostic avec ses partenaires, en mesure les effets et transmet sa démarche.",
)
DESCRIBED = GradingScheme(
    levels=tuple(
        Level(level.value, level.label, descriptor=words)
        for level, words in zip(DEFAULT_LEVELS, WORDS, strict=True)
    )
)


@pytest.fixture
def show(
    qtbot: QtBot, context: GuiContext, workspace: SqlWorkspace, idle: Idle
) -> Iterator[Callable[..., EvaluatePage]]:
    """Return how the president’s grid is shown in a frame of a size, with a dossier beside it."""

    kept: list[SessionFrame] = []

    def shown(
        width: int = 1280, height: int = 660, *, scheme: GradingScheme | None = None, dossier: bool = False
    ) -> EvaluatePage:
        made = make_session(workspace, candidates=1)
        if scheme is not None:
            keep_scheme(workspace, made, scheme)
        if dossier:
            add_dossier(workspace, made.registrations[0])
        context.set_session(made.id)
        frame = SessionFrame(context, [EVALUATE])
        kept.append(frame)
        qtbot.addWidget(frame)
        frame.resize(width, height)
        frame.show()
        frame.open_page(EVALUATE.key)
        context.set_juror(made.juror())
        frame.activateWindow()
        page = cast(EvaluatePage, frame.current_page)
        qtbot.waitUntil(page.pane.grid.hasFocus)
        idle(context.tasks)
        return page

    yield shown
    idle(context.tasks)


def keep_scheme(workspace: SqlWorkspace, made: SessionMade, scheme: GradingScheme) -> None:
    with workspace.unit_of_work() as work:
        work.sessions.get(made.id).scheme = scheme.to_data()
        work.commit()


# --- widths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 660), (1180, 620)])
def test_the_grid_keeps_420_pixels_with_two_dossiers_side_by_side(
    show: Callable[..., EvaluatePage], width: int, height: int
) -> None:
    page = show(width, height, dossier=True)
    page.reader.show_beside(True)
    page.form.paneSplitter.setSizes([300, 900, 100])  # somebody pulls the dossiers as wide as they go
    QApplication.processEvents()
    pane, splitter = page.pane, page.form.paneSplitter
    assert pane.width() >= 420
    assert splitter.mapTo(page, splitter.rect().topRight()).x() < page.width()
    assert pane.mapTo(splitter, pane.rect().topRight()).x() < splitter.width()
    grid = pane.grid
    assert sum(grid.columnWidth(column) for column in range(3)) <= grid.viewport().width()
    assert grid.columnWidth(0) >= 200
    assert grid.viewport().height() >= 170


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 660)])
def test_text_at_150_percent_is_not_cut(
    show: Callable[..., EvaluatePage], theme: Theme, width: int, height: int
) -> None:
    try:
        theme.apply(ThemeMode.LIGHT, text_scale=150)
        page = show(width, height, dossier=True)
        QApplication.processEvents()
        window = page.window()
        assert window.width() == width
        for part in (page.pane, page.form.candidatePane):
            assert not cut_texts(part), cut_texts(part)
        for button in (page.header.presence_button, page.header.sitting_menu, page.seal_all_button):
            assert button.width() >= button.minimumSizeHint().width()
            assert button.mapTo(window, button.rect().topRight()).x() <= width
        assert page.form.sealButton.mapTo(window, page.form.sealButton.rect().topRight()).x() <= width
        assert page.pane.width() >= 420
        tabs = page.pane.tabs
        assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()
    finally:
        theme.apply(ThemeMode.LIGHT)


def test_the_candidate_stays_named_beside_the_buttons_at_1180_pixels(
    show: Callable[..., EvaluatePage],
) -> None:
    page = show(1180, 620)
    shown = page.window().findChildren(type(page.window().holder(EVALUATE.key).subtitle_label))
    label = next(one for one in shown if one.text().startswith("DUPONT1"))
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    assert page.seal_all_button.accessibleName() == "Sceller toutes mes grilles de ce candidat"


# --- what levels mean -----------------------------------------------------------------------------


def test_every_label_stands_over_the_grid_in_full_at_420_pixels(show: Callable[..., EvaluatePage]) -> None:
    page = show(1180, 620)
    label = page.pane.head.scale.labels_label
    for level in DEFAULT_LEVELS:
        assert f"{level.value} {level.label}".replace(" ", " ") in label.text()
    assert label.isVisible()
    assert label.height() >= label.heightForWidth(label.width())


def test_descriptors_are_read_in_full_by_the_keyboard_and_folded_by_a_key(
    show: Callable[..., EvaluatePage], qtbot: QtBot
) -> None:
    page = show(1180, 620, scheme=DESCRIBED)
    scale, grid = page.pane.head.scale, page.pane.grid
    text = scale.descriptors
    assert typed_text(text).split("\n") == [
        f"{level.value} {level.label} : {words}" for level, words in zip(DEFAULT_LEVELS, WORDS, strict=True)
    ]
    assert text.horizontalScrollBar().maximum() == 0
    text.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(40):
        QTest.keyClick(text, Qt.Key.Key_Down)
    last = text.document().lastBlock()
    bottom = text.blockBoundingGeometry(last).translated(text.contentOffset()).bottom()
    assert bottom <= text.viewport().height() + 1
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert grid.hasFocus()
    high = grid.height()
    assert high >= 110
    QTest.keyClick(grid, Qt.Key.Key_D)
    assert not scale.isVisible()
    qtbot.waitUntil(lambda: grid.height() > high + text.height())
    QTest.keyClick(grid, Qt.Key.Key_D)
    assert scale.isVisible()
    check_page(page)


def test_a_scheme_without_descriptors_shows_labels_alone(qtbot: QtBot) -> None:
    scale = LevelScale()
    qtbot.addWidget(scale)
    scale.show_scheme(GradingScheme())
    scale.show()
    assert not scale.descriptors.isVisible()
    some = (Level(0, "non", descriptor="Rien n’est montré."), Level(1, "oui"))
    scale.show_scheme(GradingScheme(levels=some, global_level_passing=1))
    assert scale.labels_label.isVisible()  # a level that says nothing more keeps its label
    assert typed_text(scale.descriptors) == "0 non\u00a0: Rien n’est montré."
    scale.show_scheme(GradingScheme(mode=ScoringMode.POINTS))
    assert scale.labels_label.text().startswith("Notes de 0 à 20, par demi-point.")
    scale.show_scheme(None)
    assert not scale.isVisible()


def test_the_demonstration_tells_its_codes_and_a_real_session_does_not(
    qtbot: QtBot, context: GuiContext, workspace: SqlWorkspace
) -> None:
    made = make_session(workspace, candidates=1)
    context.set_session(made.id)
    page = EvaluatePage(context)
    qtbot.addWidget(page)
    gate = page.form.gateArea
    assert gate.hint_label.isHidden()
    with workspace.unit_of_work() as work:
        work.sessions.get(made.id).demonstration = True
        work.commit()
    page.refresh(None)
    assert not gate.hint_label.isHidden()
    assert all(code in gate.hint_label.text() for code in CODES.values())
    dialog = IdentifyJurorDialog(workspace.queries.panels(made.id))
    qtbot.addWidget(dialog)
    assert dialog.form.hintLabel.isHidden()
    dialog.show_hint(told_codes(workspace.queries, made.id))
    dialog.show()
    check_page(dialog)
    assert "DEMO-PRES (président)" in dialog.form.hintLabel.text()


def test_what_is_left_to_mark_is_counted_and_no_result_is_told(show: Callable[..., EvaluatePage]) -> None:
    page = show()
    grid, head = page.pane.grid, page.pane.head
    assert head.counter_label.text() == "0/11"
    for key in (Qt.Key.Key_3, Qt.Key.Key_1):
        QTest.keyClick(grid, key)
        QTest.keyClick(grid, Qt.Key.Key_Down)
    assert head.counter_label.text() == "2/11"
    assert head.counter_label.toolTip() == "Il reste 9 lignes à noter"
    said = [label.text() for label in page.findChildren(type(head.counter_label)) if label.isVisible()]
    assert not any("moyenne" in text or "/20" in text or "/ 20" in text for text in said)


# --- every eye ------------------------------------------------------------------------------------


def schemes() -> dict[str, tuple[Level, ...]]:
    looks = (LevelShape.EMPTY, LevelShape.HALF, LevelShape.FULL, LevelShape.STAR)
    colours = (LevelColour.RED, LevelColour.ORANGE, LevelColour.GREEN, LevelColour.BLUE)
    return {
        "four": DEFAULT_LEVELS,
        "five": tuple(Level(value, f"degré {value}") for value in range(5)),
        "chosen": tuple(
            Level(value, "mot", None, shape, colour)
            for value, (shape, colour) in enumerate(zip(looks, colours, strict=True))
        ),
    }


def picture(level: Level | None, tokens: Tokens, *, cell: bool) -> QImage:
    """Draw a mark as the grid does (``cell``), or its shape alone, in its smallest size, without a figure."""
    side = 26 if cell else SHAPE
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.surface))
    painter = QPainter(image)
    if cell:
        painter.setFont(QFont(QApplication.font()))
        draw_given(painter, QRect(0, 0, side, side), level, tokens=tokens)
    else:
        draw_level_shape(painter, QRectF(0, 0, side, side), level, tokens=tokens)
    painter.end()
    return image


def drawn(image: QImage, ground: str) -> set[tuple[int, int]]:
    """Return the pixels that a black-and-white print of the picture would ink."""
    paper = QColor(ground).lightness()
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if abs(image.pixelColor(x, y).lightness() - paper) > 60
    }


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("scheme", schemes())
def test_levels_differ_by_their_shape_alone_in_black_and_white(
    theme: Theme, tokens: Tokens, scheme: str
) -> None:
    levels: list[Level | None] = [*schemes()[scheme], None]
    inked = {level: drawn(picture(level, tokens, cell=False), tokens.surface) for level in levels}
    assert all(inked.values())
    for one, other in combinations(levels, 2):
        apart = inked[one] ^ inked[other]
        assert len(apart) >= 8, (one, other)  # of the 81 pixels of the smallest shape


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_no_two_marks_of_a_grid_look_alike_to_any_eye(theme: Theme, tokens: Tokens, eye: str) -> None:
    for name, levels in schemes().items():
        images = [picture(level, tokens, cell=True) for level in (*levels, None)]
        for one, other in combinations(images, 2):
            assert apart(one, other, EYES[eye]) >= 30, name


def apart(one: QImage, other: QImage, eye: Eye) -> int:
    """Count the pixels of two marks that an eye tells apart (a difference of 20 in CIELAB)."""
    known: dict[tuple[str, str], bool] = {}
    count = 0
    for x in range(one.width()):
        for y in range(one.height()):
            pair = one.pixelColor(x, y).name(), other.pixelColor(x, y).name()
            if pair[0] == pair[1]:
                continue
            if pair not in known:
                a, b = seen(pair[0], eye), seen(pair[1], eye)
                known[pair] = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5 >= 20
            count += known[pair]
    return count


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eye", [eye for eye in EYES if eye != "grey"])
def test_the_four_levels_have_colours_and_shapes_of_their_own(tokens: Tokens, eye: str) -> None:
    for one, other in combinations(DEFAULT_LEVELS, 2):
        a, b = tokens.level(one), tokens.level(other)
        distance = sum(
            (p - q) ** 2 for p, q in zip(seen(a.mark, EYES[eye]), seen(b.mark, EYES[eye]), strict=True)
        )
        assert a.shape is not b.shape
        assert distance**0.5 >= 18, (one.value, other.value, distance**0.5)
