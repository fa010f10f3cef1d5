"""Small widgets: plain text whatever it holds, states drawn, banners, search."""

import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.domain.grading import Level, LevelShape
from cisp_desktop.gui.theme import Theme
from cisp_desktop.gui.tokens import DARK, LIGHT, Tokens
from cisp_desktop.gui.widgets.drawing import DotState, draw_level_badge, draw_level_shape, draw_state
from cisp_desktop.gui.widgets.fields import ElidedComboBox
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel, literal_caption, literal_tooltip
from cisp_desktop.gui.widgets.panels import Banner, EmptyState, SearchField, StatTile, Tone
from cisp_desktop.gui.widgets.state_dot import LevelBadge, StateDot

HOSTILE = '<b>gras</b> <img src="file:///etc/passwd"> & fils'


def picture(paint: object) -> QImage:
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    paint(painter)  # type: ignore[operator]  # a function of the painter
    painter.end()
    return image


@pytest.mark.parametrize("label", [PlainLabel, ElidedLabel])
def test_a_label_shows_markup_as_typed(qtbot: QtBot, label: type[PlainLabel]) -> None:
    shown = label(HOSTILE)
    qtbot.addWidget(shown)
    assert shown.text() == HOSTILE
    assert shown.textFormat() is Qt.TextFormat.PlainText


def test_a_shortened_label_holds_its_text_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("un texte bien plus long que la place donnée " * 3)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.grab()
    assert label.toolTip() == label.text()
    label.setText("court")
    label.resize(300, 20)
    label.grab()
    assert label.toolTip() == ""


def test_a_tooltip_with_markup_is_escaped_and_loads_nothing() -> None:
    assert literal_tooltip("AUBERT & fils") == "AUBERT & fils"
    escaped = literal_tooltip(HOSTILE)
    assert "<img" not in escaped
    assert "&lt;img" in escaped


def test_a_caption_keeps_its_ampersand() -> None:
    assert literal_caption("DUPONT & FILS") == "DUPONT && FILS"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_state_is_drawn_differently(tokens: Tokens) -> None:
    drawn = {
        bytes(picture(lambda p, s=state: draw_state(p, QRectF(0, 0, 32, 32), s, tokens=tokens)).constBits())
        for state in DotState
    }
    assert len(drawn) == len(DotState)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_levels_differ_in_black_and_white(tokens: Tokens) -> None:
    """By shape alone: every drawn pixel counts as black."""

    def silhouette(level: Level | int | None) -> bytes:
        image = picture(lambda p: draw_level_shape(p, QRectF(4, 4, 24, 24), level, tokens=tokens))
        return bytes(1 if image.pixelColor(x, y).alpha() > 127 else 0 for y in range(32) for x in range(32))

    chosen = [Level(0, "", shape=shape) for shape in (LevelShape.EMPTY, LevelShape.HALF)]
    shapes = [silhouette(level) for level in (0, 1, 2, 3, 4, None, *chosen)]
    for index, one in enumerate(shapes):
        for other in shapes[index + 1 :]:
            assert sum(a != b for a, b in zip(one, other, strict=True)) > 40


def test_a_ghost_badge_differs_from_a_given_one(theme: Theme) -> None:
    drawn = [
        bytes(
            picture(
                lambda p, g=ghost: draw_level_badge(
                    p, QRectF(0, 0, 32, 32), 2, text="2", tokens=LIGHT, ghost=g
                )
            ).constBits()
        )
        for ghost in (False, True)
    ]
    assert drawn[0] != drawn[1]


def test_a_state_and_a_level_are_said_to_those_who_do_not_see(qtbot: QtBot) -> None:
    dot, badge = StateDot(), LevelBadge()
    qtbot.addWidget(dot)
    qtbot.addWidget(badge)
    dot.set_state(DotState.DONE, "scellée")
    badge.set_level(2, label="Acquis")
    assert dot.accessibleName() == "scellée"
    assert badge.accessibleName() == "Acquis"
    badge.set_level(None, label="Non évalué")
    assert badge.sizeHint().width() > 24


def test_a_banner_shows_its_text_and_its_button_or_nothing(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    banner = Banner()
    layout.addWidget(banner)
    host.show()
    pressed: list[int] = []
    banner.activated.connect(lambda: pressed.append(1))
    banner.show_text(Tone.WARNING, HOSTILE, button="Voir")
    assert banner.isVisible()
    assert banner.label.text() == HOSTILE
    banner.button.click()
    assert pressed == [1]
    banner.show_text(Tone.INFO, "")
    assert not banner.isVisible()


def test_an_empty_state_without_button_offers_none(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.show()
    state.show_text("Titre", "Texte")
    assert not state.button.isVisible()
    state.show_text("Titre", "Texte", button="Agir")
    assert state.button.isVisible()


def test_a_tile_says_its_figure_and_what_it_counts(qtbot: QtBot) -> None:
    tile = StatTile()
    qtbot.addWidget(tile)
    tile.show_figure("5 / 12", "candidats")
    assert tile.accessibleName() == "candidats\xa0: 5 / 12"


def test_the_filter_is_reached_by_control_f_and_emptied_by_escape(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    other, field = SearchField(), SearchField()
    layout.addWidget(other)
    layout.addWidget(field)
    field.listen(host)
    host.show()
    qtbot.waitExposed(host)
    host.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    qtbot.keyClick(other, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert field.hasFocus()
    heard: list[str] = []
    field.search_changed.connect(heard.append)
    qtbot.keyClicks(field, "abc ")
    assert heard[-1] == "abc"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_painted_widget_follows_a_live_switch(qtbot: QtBot, theme: Theme) -> None:
    from cisp_desktop.gui.theme import ThemeMode

    dot = StateDot()
    qtbot.addWidget(dot)
    dot.set_state(DotState.DONE)
    dot.show()
    light = bytes(dot.grab().toImage().constBits())
    try:
        theme.apply(ThemeMode.DARK)
        dot.event(QEvent(QEvent.Type.PaletteChange))
        assert bytes(dot.grab().toImage().constBits()) != light
    finally:
        theme.apply(ThemeMode.LIGHT)


def test_a_choice_that_is_too_long_is_shortened_when_it_is_drawn(qtbot: QtBot, theme: Theme) -> None:
    box = ElidedComboBox()
    qtbot.addWidget(box)
    box.addItems(["Analyse des besoins sociaux", "Analyse des besoins sociaux et du territoire"])
    box.setFixedWidth(150)
    pictures = []
    for index in (0, 1):
        box.setCurrentIndex(index)
        pictures.append(box.grab().toImage())
    assert pictures[0] == pictures[1]
    box.setFixedWidth(400)
    box.setCurrentIndex(0)
    wide = box.grab().toImage()
    box.setCurrentIndex(1)
    assert box.grab().toImage() != wide
