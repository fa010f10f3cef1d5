"""The left side of « Délibérer »: the matrix of candidates and blocks, its filter, its keys, the choice.

This module must not know what a decision is made of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView

from cisp_desktop.application.queries import BlockRow, DeliberationCell, DeliberationRow
from cisp_desktop.application.wording import plural
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.gui.delegates.deliberation_delegate import BlockCellDelegate, CandidateDelegate, row_height
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.itemmodels.deliberation_model import (
    CellState,
    Column,
    DeliberationModel,
    Role,
    ToDecideFilter,
    cell_state,
)
from cisp_desktop.gui.theme import scaled
from cisp_desktop.gui.widgets.opaque_ground import OpaqueGround

BLOCK_WIDTH, CANDIDATE_WIDTH, OUTCOME_WIDTH = 54, 140, 116
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
TO_DECIDE = (CellState.PROPOSED, CellState.OPEN)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands in the matrix: the panel whose candidates alone are shown, the chosen block."""

    panel_id: str
    selected: tuple[str, str] | None


class MatrixPanel(QObject):
    """The matrix. ``chosen(registration id, block id)`` follows every move, also to another row's same block.

    ``keys`` are the page's own: an act for each key pressed alone in the table.
    """

    chosen = Signal(str, str)

    def __init__(
        self, form: Ui_DeliberatePage, keys: Mapping[Qt.Key, Callable[[], object]], *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._keys = dict(keys)
        self._selected: tuple[str, str] | None = None
        self._wanted: tuple[str, str] | None = None
        self._setting = False
        self._panels: dict[str, str] = {}
        self._left: Place | None = None
        self.model = DeliberationModel(self)
        self.filter = ToDecideFilter(self)
        self.filter.setSourceModel(self.model)
        self.view = form.matrixTableView
        self._set_up_view()

    @property
    def selected(self) -> tuple[str, str] | None:
        """The chosen registration and block."""
        return self._selected

    @property
    def panel_id(self) -> str:
        """The panel whose candidates alone are shown; empty for all of them."""
        return str(self._form.panelComboBox.currentData() or "")

    @property
    def place(self) -> Place:
        """Where one stands now; where one is to come back to while no row is shown."""
        return self._left or Place(self.panel_id, self._selected)

    def show_rows(
        self,
        rows: Sequence[DeliberationRow],
        blocks: Sequence[BlockRow],
        *,
        scheme: GradingScheme,
        panels: Mapping[str, str] | None = None,
        own_panel: str = "",
    ) -> None:
        """Show what was read; the chosen block stays chosen.

        ``scheme`` is the session's. ``panels`` names the panels where there are several: a list then chooses
        one, ``own_panel`` first.
        """
        self._setting = True  # a reset moves the current index to nowhere: that is no choice
        self._show_panels(dict(panels or {}), self._left.panel_id if self._left else own_panel)
        self._left = None
        self.model.set_rows(rows, blocks, scheme=scheme, panels=panels)
        self._setting = False
        self._show_count()
        self._restore(read=True)

    def _show_panels(self, panels: dict[str, str], own_panel: str) -> None:
        combo = self._form.panelComboBox
        combo.setVisible(len(panels) > 1)
        if panels == self._panels:
            return
        chosen = self.panel_id if self._panels else own_panel
        self._panels = panels
        with QSignalBlocker(combo):
            combo.clear()
            if len(panels) > 1:
                combo.addItem(self.tr("Tous les jurys"), "")
            for panel_id, label in panels.items():
                combo.addItem(label, panel_id)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))
        self.filter.set_panel(self.panel_id)

    def clear(self) -> None:
        """Hold no row, no name and no choice; the block asked for meanwhile is found once rows are back."""
        self._selected = self._left = None
        self._setting = True
        self.model.set_rows((), (), scheme=GradingScheme())
        self._setting = False
        self._show_panels({}, "")
        self._form.countLabel.setText("")

    def return_to(self, place: Place) -> None:
        """Let the next rows show a place again."""
        self._left, self._selected = place, place.selected

    def forget(self) -> None:
        """Choose nothing: another session comes."""
        self._selected = self._wanted = self._left = None

    def go_to(self, registration_id: str, block_id: str = "") -> None:
        """Choose a block, or a candidate's first block to decide, now or once the rows are there."""
        self._wanted = (registration_id, block_id)
        if self.model.rows:
            self._go_to_wanted()

    def select(self, registration_id: str, block_id: str) -> bool:
        """Choose a block; False when the matrix does not show it."""
        row, column = self.model.row_of(registration_id), self.model.column_of(block_id)
        if row is None or column is None:
            return False
        index = self.filter.mapFromSource(self.model.index(row, column))
        if not index.isValid():
            return False
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, flag)
        self.view.scrollTo(index)
        return True

    def go_to_next(self) -> None:
        """Choose the next block to decide after the present one, ready for the keys.

        Candidate by candidate, from the start again at the end; of each the blocks on which the jurors stand
        apart come first.
        """
        if self._choose_next():
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose_next(self) -> bool:
        rows, current = self.filter.rowCount(), self.view.currentIndex()
        cell = current.data(Role.CELL)
        here = _precedence(cell, current.column()) if cell is not None else None
        start = max(current.row(), 0)
        for step in range(rows + 1 if rows else 0):
            row = (start + step) % rows
            columns = self._to_decide(row)
            if step == 0 and here is not None:
                columns = [column for column in columns if self._place(row, column) > here]
            if columns:
                self.view.setCurrentIndex(self.filter.index(row, columns[0]))
                return True
        return False

    def _to_decide(self, row: int) -> list[int]:
        """Return the columns of a candidate's blocks to decide, where the jurors stand apart first."""
        columns = range(Column.FIRST_BLOCK, self.model.outcome_column)
        open_ones = [c for c in columns if self.filter.index(row, c).data(Role.STATE) in TO_DECIDE]
        return sorted(open_ones, key=lambda column: self._place(row, column))

    def _place(self, row: int, column: int) -> tuple[bool, int, int]:
        return _precedence(self.filter.index(row, column).data(Role.CELL), column)

    def step_candidate(self, step: int) -> None:
        """Choose the same block of the candidate ``step`` rows further."""
        current = self.view.currentIndex()
        index = self.filter.index(current.row() + step, max(current.column(), Column.FIRST_BLOCK))
        if index.isValid():
            self.view.setCurrentIndex(index)

    # --- within -------------------------------------------------------------------------------------

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.filter)
        view.verticalHeader().hide()
        view.horizontalHeader().setHighlightSections(False)
        self._block_delegate, self._candidate_delegate = BlockCellDelegate(view), CandidateDelegate(view)
        view.setItemDelegate(self._block_delegate)
        view.setItemDelegateForColumn(Column.CANDIDATE, self._candidate_delegate)
        self._ground = OpaqueGround(view)
        view.installEventFilter(self)
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.filter.modelReset.connect(self._on_model_reset)
        self._form.undecidedCheckBox.toggled.connect(self._on_filter_toggled)
        self._form.panelComboBox.currentIndexChanged.connect(self._on_panel_chosen)
        self._form.panelComboBox.hide()

    def _on_model_reset(self) -> None:
        """Size rows and columns for the text as it is shown now."""
        metrics, header = self.view.fontMetrics(), self.view.horizontalHeader()
        self.view.verticalHeader().setDefaultSectionSize(row_height(metrics))
        block_width, outcome_width = scaled(BLOCK_WIDTH, metrics), scaled(OUTCOME_WIDTH, metrics)
        header.setMinimumSectionSize(block_width)
        for column in range(self.model.columnCount()):
            block = self.model.block_at(column) is not None
            fixed = QHeaderView.ResizeMode.Fixed if block else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, fixed)
            self.view.setColumnWidth(column, block_width if block else outcome_width)
        header.setSectionResizeMode(Column.CANDIDATE, QHeaderView.ResizeMode.Stretch)

    def _restore(self, *, read: bool) -> None:
        """Choose again what was chosen; else the first block to decide, else the first of all.

        ``read``: the rows are fresh, and the block that stays chosen is to be shown anew.
        """
        if self._wanted is not None:
            self._go_to_wanted()
        elif self._selected is not None and self._select_in_silence(*self._selected):
            if read:
                self.chosen.emit(*self._selected)
        elif self.filter.rowCount() and self.model.blocks:
            columns = self._to_decide(0)
            self.view.setCurrentIndex(self.filter.index(0, columns[0] if columns else Column.FIRST_BLOCK))
            if not columns:
                self._choose_next()
        else:
            self._selected = None
            self.chosen.emit("", "")

    def _select_in_silence(self, registration_id: str, block_id: str) -> bool:
        """``select`` what is chosen already: each choice reads the block's sheets."""
        self._setting = True
        shown = self.select(registration_id, block_id)
        self._setting = False
        return shown

    def _go_to_wanted(self) -> None:
        if self._wanted is None:
            return
        (registration_id, block_id), self._wanted = self._wanted, None
        row = self.model.row_of(registration_id)
        if row is None or not self.model.blocks:
            return
        if not block_id:
            cells = enumerate(self.model.rows[row].cells)
            to_decide = [(_precedence(c, n), c.block_id) for n, c in cells if cell_state(c) in TO_DECIDE]
            block_id = min(to_decide)[1] if to_decide else self.model.blocks[0].id
        if not self.select(registration_id, block_id):
            self._form.undecidedCheckBox.setChecked(False)
            self._form.panelComboBox.setCurrentIndex(0)
            self.select(registration_id, block_id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_count(self) -> None:
        shown, total = self.filter.rowCount(), self.model.rowCount()
        words = plural(total, self.tr("candidat"), self.tr("candidats"))
        text = self.tr("{0} sur {1}").format(shown, words) if shown != total else words
        self._form.countLabel.setText(text)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        registration_id = current.data(Role.REGISTRATION)
        if registration_id is None or self._setting:
            return
        block = self.model.block_at(current.column())
        if block is not None:
            block_id = block.id
        else:  # the candidate's name or outcome: the block chosen before, of this candidate
            block_id = self._selected[1] if self._selected else self.model.blocks[0].id
        self._selected = (registration_id, block_id)
        self.chosen.emit(registration_id, block_id)

    def _on_filter_toggled(self, only: bool) -> None:
        self._setting = True
        self.filter.set_only_to_decide(only)
        self._setting = False
        self._show_count()
        self._restore(read=False)

    def _on_panel_chosen(self, _index: int) -> None:
        self._setting = True
        self.filter.set_panel(self.panel_id)
        self._setting = False
        self._show_count()
        self._restore(read=False)

    # --- Qt's own -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page's own keys, before Qt's search by letters takes them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.view:
            held = (
                event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
            )
            act = self._keys.get(Qt.Key(event.key()))
            if act is not None and not held:
                act()
                return True
        if watched is self.view and event.type() == QEvent.Type.FontChange:
            self._on_model_reset()
        return bool(super().eventFilter(watched, event))


def _precedence(cell: DeliberationCell, column: int) -> tuple[bool, int, int]:
    """Sort a candidate's blocks: results on both sides of the threshold, then wide gaps, then the others."""
    return not cell.straddles, -cell.gaps, column
