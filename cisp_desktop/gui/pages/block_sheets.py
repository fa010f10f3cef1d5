"""The sheets of one block side by side, those of earlier rounds beside them, and what jurors wrote.

This module must not know the decision.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from cisp_desktop.application.queries_discussion import DiscussionRow, SharedNoteRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.deliberation_delegate import ComparedMarkDelegate, WordingDelegate
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.itemmodels import comparison_model
from cisp_desktop.gui.itemmodels.comparison_model import ComparisonModel
from cisp_desktop.gui.pages.block_shown import Key
from cisp_desktop.gui.theme import scaled

SHEET_WIDTH, GAP_WIDTH, LEAST_WORDING, READABLE_WORDING = 96, 46, 104, 180


class BlockSheets(QObject):
    """The comparison and the observations."""

    def __init__(self, context: GuiContext, form: Ui_DeliberatePage, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._form = form
        self.model = ComparisonModel(self)
        view = form.comparisonTableView
        view.setModel(self.model)
        view.verticalHeader().hide()
        view.horizontalHeader().setHighlightSections(False)
        self._wording_delegate, self._mark_delegate = WordingDelegate(view), ComparedMarkDelegate(view)
        view.setItemDelegate(self._mark_delegate)
        view.setItemDelegateForColumn(comparison_model.Column.WORDING, self._wording_delegate)
        # A scrollbar that came and went with the rows would take the columns' place after they fit.
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        view.viewport().installEventFilter(self)

    def show_nothing(self) -> None:
        """Show no sheet."""
        self.model.set_detail(None)
        self._form.observationsEdit.clear()

    def show_block(self, key: Key) -> DiscussionRow | None:
        """Show the sheets of every round that may be seen, the last one first; return the block's discussion,
        None when it cannot be seen any more.
        """
        try:
            detail = self._context.queries.deliberation_detail(*key)
        except Refused:  # what was shown changed meanwhile: the matrix will say so at its next reading
            return None
        before, view = self.model.detail, self._form.comparisonTableView
        self.model.set_detail(detail)
        view.setRowHidden(comparison_model.GLOBAL_ROW, not self.model.has_global_levels)
        self._fit_columns()
        if self.model.detail != before:
            view.scrollToTop()
        self._form.observationsEdit.setPlainText(self._observations(detail.discussion.notes))
        return detail.discussion

    def _fit_columns(self) -> None:
        """Give the wording what the jurors leave; too little of it, and the table scrolls instead."""
        if self.model.detail is None:
            return
        view = self._form.comparisonTableView
        header, metrics = view.horizontalHeader(), view.horizontalHeader().fontMetrics()
        gap, readable = scaled(GAP_WIDTH, metrics), scaled(READABLE_WORDING, metrics)
        room, sheets = view.viewport().width() - gap, len(self.model.detail.sheets)
        first = int(comparison_model.Column.FIRST_SHEET)
        titles = max(header.sectionSizeHint(column) for column in range(first, first + sheets + 1))
        width = min(scaled(SHEET_WIDTH, metrics), max(titles, (room - readable) // max(sheets, 1)))
        for column in range(self.model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            if column >= comparison_model.Column.FIRST_SHEET:
                view.setColumnWidth(column, gap if column == self.model.gap_column else width)
        left = room - sheets * width
        wording = left if left >= scaled(LEAST_WORDING, metrics) else readable
        view.setColumnWidth(comparison_model.Column.WORDING, wording)
        view.resizeRowsToContents()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the columns to the place that the table gets."""
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            self._fit_columns()
        return super().eventFilter(watched, event)

    def _observations(self, notes: Sequence[SharedNoteRow]) -> str:
        pieces = []
        for number, (sheet, comments) in enumerate(self.model.comments()):
            head = [sheet.name, self.model.role_words(number).lower(), self.model.round_words(number)]
            lines = [", ".join(filter(None, head))]
            lines.append(sheet.observations or self.tr("Aucune observation."))
            lines += [f"• {wording}\n   {comment}" for wording, comment in comments]
            pieces.append("\n".join(lines))
        if notes:
            words = self.tr("• {0}, {1}, p.\u00a0{2}\u00a0: {3}")
            lines = [words.format(n.author, n.file_name, n.page, n.text) for n in notes]
            pieces.append("\n".join([self.tr("Notes partagées par leurs auteurs"), *lines]))
        return "\n\n".join(pieces)
