"""The grid of one block: a table whose keys give marks. ↑ ↓ line, 0–3 level, N not evaluated, C comment.

This module must not know use cases nor pages.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)

from cisp_desktop.gui.delegates.level_delegate import LevelDelegate
from cisp_desktop.gui.delegates.wording_delegate import CommentDelegate, WordingDelegate
from cisp_desktop.gui.itemmodels.score_sheet_model import Column, ScoreSheetModel
from cisp_desktop.gui.widgets.points_edit import figure_of

COMMENT_WIDTH = 28


def as_typed(event: QKeyEvent) -> QKeyEvent:
    """Return the key as the figure that it stands for: the field of points opens on it."""
    figure = figure_of(event)
    if figure is None or event.text().isdecimal():
        return event
    key = Qt.Key(Qt.Key.Key_0 + figure)
    return QKeyEvent(event.type(), key, event.modifiers(), str(figure), event.isAutoRepeat())


PLAIN_KEYS = (
    Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
)


class ScoreGrid(QTableView):
    """Shows a ``ScoreSheetModel``; rows grow with their wording, so that it is always readable in full.

    ``not_evaluated_asked(rows)`` and ``comment_asked(row)`` are the keys N and C, or a click; ``row_asked``
    and ``scale_asked`` the keys S and D. ``line_changed(row)`` follows the current line,
    ``mark_typed(row)`` a mark given by the keyboard.
    """

    not_evaluated_asked = Signal(list)
    comment_asked = Signal(int)
    line_changed = Signal(int)
    mark_typed = Signal(int)
    row_asked = Signal()
    scale_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Grille du bloc"))
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.level_delegate = LevelDelegate(self)
        self.level_delegate.not_evaluated_asked.connect(self._on_not_evaluated_clicked)
        self.level_delegate.typed.connect(self.mark_typed)
        self.setItemDelegateForColumn(Column.WORDING, WordingDelegate(self))
        self.setItemDelegateForColumn(Column.MARK, self.level_delegate)
        self.setItemDelegateForColumn(Column.COMMENT, CommentDelegate(self))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(COMMENT_WIDTH)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(24)
        self.clicked.connect(self._on_cell_clicked)
        self._acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_N: self._ask_not_evaluated,
            Qt.Key.Key_C: self._ask_comment,
            Qt.Key.Key_S: self.row_asked.emit,
            Qt.Key.Key_D: self.scale_asked.emit,
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.model().rowCount() - 1),
            Qt.Key.Key_Delete: self._take_back,
            Qt.Key.Key_Backspace: self._take_back,
        }

    def model(self) -> ScoreSheetModel:
        """Return what is shown."""
        return cast(ScoreSheetModel, super().model())

    def show_model(self, model: ScoreSheetModel) -> None:
        """Show ``model``; its rows are measured again after every reset and change."""
        self.setModel(model)
        model.modelReset.connect(self._on_model_reset)
        model.dataChanged.connect(self._on_data_changed)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self._on_model_reset()

    @property
    def current_row(self) -> int:
        """The line that the keys act on, or −1."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Make ``row`` the current line and show it."""
        index = self.model().index(row, Column.MARK)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def selected_rows(self) -> list[int]:
        """The lines selected, or the current one."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return rows or ([self.current_row] if self.current_row >= 0 else [])

    def commit_open_editor(self) -> None:
        """Give the model what is being typed in a cell."""
        editor = self.viewport().findChild(QLineEdit)
        if editor is not None and not editor.isHidden():  # one that is closed lives until the next event
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def fit(self) -> None:
        """Give the wording what the marks leave, and every row the height of its wording."""
        if self.model() is None:
            return
        levels = self.model().level_count
        mark = self.level_delegate.cell_width(QFontMetrics(self.font()), levels=levels)
        self.setColumnWidth(Column.MARK, mark)
        self.setColumnWidth(Column.COMMENT, COMMENT_WIDTH)
        self.setColumnWidth(Column.WORDING, max(120, self.viewport().width() - mark - COMMENT_WIDTH))
        self.resizeRowsToContents()

    def _ask_not_evaluated(self) -> None:
        self.not_evaluated_asked.emit(self.selected_rows())

    def _ask_comment(self) -> None:
        self.comment_asked.emit(self.current_row)

    def _take_back(self) -> None:
        index = self.model().index(self.current_row, Column.MARK)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.model().setData(index, None, Qt.ItemDataRole.EditRole)

    def _on_model_reset(self) -> None:
        self.fit()
        if self.model().rowCount():
            self.go_to(0)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self.resizeRowToContents(row)

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        for row in {current.row(), previous.row()} - {-1}:
            self.update(self.model().index(row, Column.WORDING))
        self.line_changed.emit(current.row())

    def _on_not_evaluated_clicked(self, row: int) -> None:
        rows = self.selected_rows()
        self.not_evaluated_asked.emit(rows if row in rows else [row])

    def _on_cell_clicked(self, index: QModelIndex) -> None:
        if index.column() == Column.COMMENT:
            self.comment_asked.emit(index.row())

    # --- Qt ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send every key of marking to the cell of the mark, whichever cell is current."""
        plain = self.current_row >= 0 and not event.modifiers() & ~PLAIN_KEYS
        act = self._acts.get(Qt.Key(event.key())) if plain else None
        if act is not None:
            act()
        else:
            super().keyPressEvent(as_typed(event))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Points entered by Return are a mark typed; what is no mark stays in its field, to be mended."""
        entered = hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache
        if entered and self.level_delegate.refused and not self.model().read_only:
            if isinstance(editor, QLineEdit):
                editor.selectAll()
            return
        row = self.current_row
        super().closeEditor(editor, hint)
        if entered and not self.level_delegate.refused:
            self.mark_typed.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a selection of lines when « non évalué » is clicked for all of them."""
        index = self.indexAt(event.position().toPoint())
        rows = self.selected_rows()
        keep = index.column() == Column.MARK and len(rows) > 1 and index.row() in rows
        super().mousePressEvent(event)
        if keep and not event.modifiers():
            for row in rows:
                self.selectionModel().select(
                    self.model().index(row, Column.MARK),
                    self.selectionModel().SelectionFlag.Select | self.selectionModel().SelectionFlag.Rows,
                )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give the mark that was pressed."""
        super().mouseReleaseEvent(event)
        self.level_delegate.released(event.globalPosition())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Move from line to line only, and stay on the mark."""
        moved = super().moveCursor(action, modifiers)
        return moved.siblingAtColumn(Column.MARK) if moved.isValid() else moved

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the wordings anew."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text's size changes."""
        super().changeEvent(event)
        if self.model() is not None:
            self.fit()
