"""How each column of the table of candidates is drawn and edited.

This module must not know how an edit is stored.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from cisp_desktop.application.candidate_table import Sheet
from cisp_desktop.application.wording import ATTENDANCE
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.candidate_edits import CandidateEdits
from cisp_desktop.gui.delegates.cell_delegate import BlocksDelegate, TextCellDelegate
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate, Index
from cisp_desktop.gui.delegates.state_text_delegate import ChipsDelegate, StateTextDelegate
from cisp_desktop.gui.itemmodels.candidate_columns import FIELDS, Column
from cisp_desktop.gui.itemmodels.candidate_table_model import Role

ATTENDANCES = [(ATTENDANCE[value], value.value) for value in Attendance]
SEXES = [("", ""), ("F", "F"), ("M", "M")]
ANSWERS = [("", ""), ("Oui", "Oui"), ("Non", "Non")]


def set_delegates(view: QTableView, *, edits: CandidateEdits) -> None:
    """Give each column its delegate; ``edits`` says which paths and blocks there are."""

    def paths(_index: Index) -> Sequence[tuple[str, Any]]:
        return [(ACCESS_PATHS[path], path.value) for path in edits.open_paths]

    text = TextCellDelegate(view)
    for column in FIELDS:
        view.setItemDelegateForColumn(column, text)
    for column, choices in (
        (Column.SEX, lambda _index: SEXES),
        (Column.SELECTION, lambda _index: ANSWERS),
        (Column.PATH, paths),
        (Column.ATTENDANCE, lambda _index: ATTENDANCES),
    ):
        view.setItemDelegateForColumn(column, ChoiceDelegate(choices, state_role=Role.STATE, parent=view))
    blocks = BlocksDelegate(Role.CHIPS, block_choices(lambda: edits.sheet), parent=view)
    view.setItemDelegateForColumn(Column.PRESENTED, blocks)
    view.setItemDelegateForColumn(Column.HELD, HeldDelegate(Role.CHIPS, view, filled=True))
    view.setItemDelegateForColumn(Column.WARNINGS, StateTextDelegate(Role.STATE, view))


def block_choices(sheet: Callable[[], Sheet]) -> Callable[[], list[tuple[str, str]]]:
    """Return what lists the blocks by short code."""
    return lambda: [(block.short_code, block.id) for block in sheet().blocks]


class HeldDelegate(TextCellDelegate):
    """Held blocks: drawn as chips, typed as a list writes them."""

    def __init__(self, chips_role: int, parent: QTableView, *, filled: bool) -> None:
        super().__init__(parent, least=320)
        self._chips = ChipsDelegate(chips_role, parent, filled=filled)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the chips."""
        self._chips.paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for every chip."""
        return self._chips.sizeHint(option, index)
