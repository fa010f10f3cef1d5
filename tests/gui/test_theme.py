"""Contrast and shapes are computed, not believed."""

import re
from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cisp_desktop.domain.grading import Level, LevelColour, LevelShape
from cisp_desktop.gui.style_sheet import build_style_sheet
from cisp_desktop.gui.theme import FAMILY, Theme, ThemeMode, build_palette
from cisp_desktop.gui.tokens import DARK, LIGHT, Tokens, tokens_for

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("canvas", "surface", "raised", "sidebar", "header")
DEUTERANOPIA = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
PROTANOPIA = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, eye: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """Lightness and opponent channels of a colour as an eye sees it (CIELAB, D65)."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in eye)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089

    def f(v: float) -> float:
        return v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116

    return 116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["text", "muted", "danger", "warning", "success", "accent"])
def test_text_stands_out_from_every_ground(tokens: Tokens, ground: str, text: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "accent_pressed"),
        ("on_danger", "danger"), ("on_danger", "danger_hover"), ("on_selection", "selection"),
        ("text", "hover"), ("text", "pressed"), ("text", "danger_soft"), ("text", "warning_soft"),
        ("text", "success_soft"), ("text", "info_soft"), ("accent", "accent_soft"), ("danger", "danger_soft"),
        ("muted", "pressed"),
    ],
)  # fmt: skip
def test_text_stands_out_from_the_ground_made_for_it(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("edge", ["control", "focus", "disabled"])
def test_the_edge_of_a_control_stands_out(tokens: Tokens, ground: str, edge: str) -> None:
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3.0


@BOTH
@pytest.mark.parametrize(
    "level", [0, 1, 2, 3, 4, None, *(Level(1, "Acquis", colour=colour) for colour in LevelColour)], ids=str
)
def test_a_level_reads_in_its_badge_and_its_shape_on_a_surface(
    tokens: Tokens, level: Level | int | None
) -> None:
    token = tokens.level(level)
    assert contrast(token.ink, token.soft) >= 4.5
    assert contrast(token.mark, tokens.surface) >= 3.0
    assert contrast(token.mark, token.soft) >= 2.4


@BOTH
@pytest.mark.parametrize("eye", [NORMAL, DEUTERANOPIA, PROTANOPIA], ids=["normal", "deuter", "protan"])
def test_levels_stay_distinct_for_every_eye(tokens: Tokens, eye: tuple[tuple[float, ...], ...]) -> None:
    marks = [tokens.level(level).mark for level in (0, 1, 2, 3)]
    for one, other in combinations(marks, 2):
        a, b = seen(one, eye), seen(other, eye)
        assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 >= 20, (one, other)


@BOTH
def test_every_level_has_a_shape_of_its_own(tokens: Tokens) -> None:
    shapes = [tokens.level(level).shape for level in (0, 1, 2, 3, 4, None)]
    assert len(set(shapes)) == 6


@BOTH
def test_a_level_takes_the_shape_and_colour_that_its_scheme_chose(tokens: Tokens) -> None:
    chosen = [Level(0, "Acquis", shape=shape) for shape in LevelShape if shape is not LevelShape.AUTO]
    assert len({tokens.level(level).shape for level in chosen}) == len(chosen)
    colours = [Level(0, "Acquis", colour=colour) for colour in LevelColour]
    assert len({tokens.level(level).mark for level in colours}) == len(LevelColour)
    assert tokens.level(Level(3, "Maîtrisé")) == tokens.level(3)


@BOTH
def test_the_style_sheet_leaves_no_placeholder(tokens: Tokens) -> None:
    sheet = build_style_sheet(tokens, text_scale=150)
    assert "$" not in sheet
    assert "24.00pt" in sheet
    names = re.findall(r"icons/([\w-]+)\.svg", sheet)
    assert names
    assert all(name.endswith("dark" if tokens.dark else "light") for name in names)


@BOTH
def test_a_painter_knows_the_tokens_from_the_palette(tokens: Tokens) -> None:
    assert tokens_for(build_palette(tokens)) is tokens


def test_the_theme_switches_live_and_tells_it_once(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("texte")
    qtbot.addWidget(label)
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.tokens.dark))
    try:
        theme.apply(ThemeMode.DARK)
        theme.apply(ThemeMode.DARK)
        assert told == [True]
        assert tokens_for(label.palette()) is DARK
    finally:
        theme.apply(ThemeMode.LIGHT)
    assert told == [True, False]


def test_the_shipped_family_is_the_one_shown(qapp: QApplication, theme: Theme) -> None:
    assert qapp.font().family() == FAMILY
    assert QFontInfo(qapp.font()).family() == FAMILY


def test_text_scales_within_bounds(theme: Theme, qapp: QApplication) -> None:
    try:
        theme.apply(ThemeMode.LIGHT, text_scale=150)
        assert qapp.font().pointSizeF() == pytest.approx(15.75)
        theme.apply(ThemeMode.LIGHT, text_scale=900)
        assert theme.text_scale == 200
    finally:
        theme.apply(ThemeMode.LIGHT)


def test_every_picture_of_the_style_sheet_exists(theme: Theme) -> None:
    from PySide6.QtCore import QFile

    for tokens in (LIGHT, DARK):
        for name in set(re.findall(r"url\((:[^)]+)\)", build_style_sheet(tokens))):
            assert QFile.exists(name), name
    assert QColor(LIGHT.accent).isValid()
