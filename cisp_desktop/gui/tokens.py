"""Design tokens: colours of both palettes, spacing, type sizes, the shapes of levels and states.

Everything that is drawn takes its colours from here. Contrasts are checked by tests: 4.5:1 for text, 3:1 for
the edges of controls and for drawn states. This module must not know any page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QPalette

from cisp_desktop.domain.grading import Level, LevelColour, LevelShape
from cisp_desktop.domain.reading import NoteColour

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
"""The only distances, in device-independent pixels."""

TEXT_POINTS = 10.5
SMALL_POINTS = 9.5
SECTION_POINTS = 12.0
TITLE_POINTS = 16.0
FIGURE_POINTS = 20.0
RADIUS = 6
SMALL_RADIUS = 4


class Shape(StrEnum):
    """The outline that says a level without its colour."""

    TRIANGLE = "TRIANGLE"
    DIAMOND = "DIAMOND"
    DISC = "DISC"
    STAR = "STAR"
    SQUARE = "SQUARE"
    RING = "RING"
    HALF_DISC = "HALF_DISC"
    DASHES = "DASHES"


@dataclass(frozen=True, slots=True)
class LevelToken:
    """How one level is drawn: ``mark`` for its shape on a surface, ``soft``/``ink`` for a filled badge."""

    shape: Shape
    mark: str
    soft: str
    ink: str


CHOSEN_SHAPES = {
    LevelShape.EMPTY: Shape.RING,
    LevelShape.HALF: Shape.HALF_DISC,
    LevelShape.FULL: Shape.DISC,
    LevelShape.STAR: Shape.STAR,
}
"""How a shape that the scheme chose is drawn."""


@dataclass(frozen=True, slots=True)
class Tint:
    """A colour that a grading scheme can choose: see ``LevelToken``."""

    mark: str
    soft: str
    ink: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette. ``*_soft`` are backgrounds for text of the colour beside them."""

    dark: bool
    canvas: str
    surface: str
    raised: str
    sidebar: str
    header: str
    hover: str
    pressed: str
    border: str
    control: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    focus: str
    selection: str
    on_selection: str
    danger: str
    danger_hover: str
    on_danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    info_soft: str
    level_0: LevelToken
    level_1: LevelToken
    level_2: LevelToken
    level_3: LevelToken
    level_4: LevelToken
    not_evaluated: LevelToken
    tints: Mapping[LevelColour, Tint]

    def level(self, level: Level | int | None) -> LevelToken:
        """Return how a level is drawn: with the shape and colour that its scheme chose, else by its place
        from 0 (those after the fifth like the fifth); None is « non évalué ».
        """
        if level is None:
            return self.not_evaluated
        place = level.value if isinstance(level, Level) else level
        by_place = (self.level_0, self.level_1, self.level_2, self.level_3, self.level_4)
        token = by_place[max(0, min(place, len(by_place) - 1))]
        if not isinstance(level, Level):
            return token
        tint = self.tints.get(level.colour, token)
        return LevelToken(CHOSEN_SHAPES.get(level.shape, token.shape), tint.mark, tint.soft, tint.ink)


LIGHT = Tokens(
    dark=False,
    canvas="#F5F6F8", surface="#FFFFFF", raised="#FFFFFF", sidebar="#ECEFF3", header="#FFFFFF",
    hover="#E9EDF2", pressed="#DCE2EA", border="#DBE0E7", control="#7D8796",
    text="#18212D", muted="#515D6C", disabled="#7C8694",
    accent="#1D5C96", accent_hover="#174C7D", accent_pressed="#123D65", on_accent="#FFFFFF",
    accent_soft="#E1ECF7", focus="#1D5C96", selection="#D6E5F4", on_selection="#10253B",
    danger="#B3261E", danger_hover="#931F18", on_danger="#FFFFFF", danger_soft="#FCEBE9",
    warning="#7A4D00", warning_soft="#FDF2DC", success="#1A6A3C", success_soft="#E3F3E9", info_soft="#E6EFF8",
    level_0=LevelToken(Shape.TRIANGLE, "#8F2D06", "#FBE3D8", "#7A2706"),
    level_1=LevelToken(Shape.DIAMOND, "#B07C00", "#FFF1C9", "#5E4300"),
    level_2=LevelToken(Shape.DISC, "#2D7DC4", "#D9EBFB", "#124A7E"),
    level_3=LevelToken(Shape.STAR, "#14316B", "#C9D5EE", "#0E2450"),
    level_4=LevelToken(Shape.SQUARE, "#5B2A86", "#EADCF6", "#431E66"),
    not_evaluated=LevelToken(Shape.DASHES, "#6B7684", "#E9ECF0", "#444E5B"),
    tints={
        LevelColour.RED: Tint("#B3261E", "#FCE4E1", "#8A1C15"),
        LevelColour.ORANGE: Tint("#B85C00", "#FFEBD3", "#7A3D00"),
        LevelColour.GREEN: Tint("#1F7A45", "#DDF1E4", "#14532F"),
        LevelColour.BLUE: Tint("#2D7DC4", "#D9EBFB", "#124A7E"),
        LevelColour.GREY: Tint("#6B7684", "#E9ECF0", "#444E5B"),
    },
)  # fmt: skip

DARK = Tokens(
    dark=True,
    canvas="#14181D", surface="#1B2027", raised="#232932", sidebar="#171B21", header="#1B2027",
    hover="#262D37", pressed="#303946", border="#2E3641", control="#75818F",
    text="#E5E9EF", muted="#A7B1BE", disabled="#808B98",
    accent="#7DB5EA", accent_hover="#9AC6F0", accent_pressed="#B5D6F5", on_accent="#0C1B2A",
    accent_soft="#1D344B", focus="#7DB5EA", selection="#25486A", on_selection="#F2F7FC",
    danger="#F59A90", danger_hover="#F8B3AB", on_danger="#2B0805", danger_soft="#3C1F1D",
    warning="#EBBF69", warning_soft="#382C14", success="#7FCB9B", success_soft="#17321F", info_soft="#1B2D40",
    level_0=LevelToken(Shape.TRIANGLE, "#E8743C", "#4A2415", "#FFC6AC"),
    level_1=LevelToken(Shape.DIAMOND, "#F7DE8B", "#41350F", "#F8E3A3"),
    level_2=LevelToken(Shape.DISC, "#62A4E6", "#173753", "#B5D7F8"),
    level_3=LevelToken(Shape.STAR, "#C3D2F8", "#2A3D73", "#DEE7FF"),
    level_4=LevelToken(Shape.SQUARE, "#D3A8F5", "#3A2352", "#EBD7FF"),
    not_evaluated=LevelToken(Shape.DASHES, "#98A3B1", "#2A313B", "#C3CBD6"),
    tints={
        LevelColour.RED: Tint("#F28B82", "#4A211E", "#FFC9C3"),
        LevelColour.ORANGE: Tint("#F0A35A", "#46300F", "#FFD9AE"),
        LevelColour.GREEN: Tint("#7FCB9B", "#173D26", "#BFEBCF"),
        LevelColour.BLUE: Tint("#62A4E6", "#173753", "#B5D7F8"),
        LevelColour.GREY: Tint("#98A3B1", "#2A313B", "#C3CBD6"),
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HighlightToken:
    """A highlight on paper, white in both palettes: ``fill`` lets the text through, ``edge`` the pattern."""

    fill: str
    edge: str


HIGHLIGHTS: Mapping[NoteColour, HighlightToken] = {
    NoteColour.YELLOW: HighlightToken("#FFEB7A", "#8A6D00"),
    NoteColour.GREEN: HighlightToken("#BDEBC4", "#1F7A45"),
    NoteColour.BLUE: HighlightToken("#C2E0FA", "#1D5C96"),
    NoteColour.PINK: HighlightToken("#FBCBE0", "#A3245F"),
}
FOUND_FILL = "#FFC48A"
"""Behind a text that was searched for, on paper."""


def tokens_for(palette: QPalette) -> Tokens:
    """Return the tokens of a widget's palette: a painter needs nothing else to follow a live switch."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
