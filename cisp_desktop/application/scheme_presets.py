"""The grading schemes to start from: levels, acquis / partiellement acquis / non acquis, marks on 20.

Each is data that the certifier changes afterwards (domain page §4). Must not know a particular title.
"""

from collections.abc import Mapping
from enum import StrEnum

from cisp_desktop.application.certifications import points_scheme
from cisp_desktop.domain.grading import GradingScheme, Level, LevelColour, LevelShape


class SchemePreset(StrEnum):
    """The schemes on offer."""

    LEVELS = "LEVELS"
    ACQUIRED = "ACQUIRED"
    POINTS = "POINTS"


PRESET_NAMES: Mapping[SchemePreset, str] = {
    SchemePreset.LEVELS: "Quatre niveaux par compétence",
    SchemePreset.ACQUIRED: "Acquis, partiellement acquis, non acquis",
    SchemePreset.POINTS: "Notes sur 20 par épreuve",
}


def preset(chosen: SchemePreset) -> GradingScheme:
    """Return a scheme to start from, without weights, floors or eliminatory lines."""
    if chosen is SchemePreset.POINTS:
        return points_scheme()
    if chosen is SchemePreset.ACQUIRED:
        return GradingScheme(
            levels=(
                Level(0, "Non acquis", None, LevelShape.EMPTY, LevelColour.RED),
                Level(1, "Partiellement acquis", None, LevelShape.HALF, LevelColour.ORANGE),
                Level(2, "Acquis", None, LevelShape.FULL, LevelColour.GREEN),
            ),
            global_level_passing=2,
        )
    return GradingScheme()
