"""What the tables share: the filter over their lines, the titles above their columns."""

from typing import Any

import pytest
from PySide6.QtCore import QStringListModel, Qt

from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.itemmodels.line_filter import LineFilter

LINES = ["MARTIN Jeanne", "MARTINET Paul", "DURAND Martine"]
STATES = ["prêt", "refusé", "refusé"]
DISPLAY = Qt.ItemDataRole.DisplayRole


def filtered() -> LineFilter:
    model = QStringListModel(LINES)
    shown = LineFilter(LINES.__getitem__, state=STATES.__getitem__)
    model.setParent(shown)
    shown.setSourceModel(model)
    return shown


def lines(shown: LineFilter) -> list[Any]:
    return [shown.index(row, 0).data() for row in range(shown.rowCount())]


def test_every_line_is_shown_until_something_is_asked_for() -> None:
    assert lines(filtered()) == LINES


def test_words_and_state_are_both_asked_for() -> None:
    shown = filtered()
    shown.set_wanted("martin")
    assert lines(shown) == LINES
    shown.set_state("refusé")
    assert lines(shown) == LINES[1:]
    shown.set_wanted("jeanne")
    assert lines(shown) == []
    shown.set_state(None)
    assert lines(shown) == LINES[:1]


@pytest.mark.parametrize(
    ("section", "orientation", "role", "said"),
    [(1, Qt.Orientation.Horizontal, DISPLAY, "Nom"), (2, Qt.Orientation.Horizontal, DISPLAY, None),
     (-1, Qt.Orientation.Horizontal, DISPLAY, None), (1, Qt.Orientation.Vertical, DISPLAY, None),
     (1, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole, None)],
)  # fmt: skip
def test_a_heading_is_said_of_columns_that_there_are(
    section: int, orientation: Qt.Orientation, role: int, said: str | None
) -> None:
    assert heading(("N°", "Nom"), section, orientation, role) == said
