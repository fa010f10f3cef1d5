"""The journal: who did what and when, filtered and sorted; read only.

This module must not know how the journal is chained.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from cisp_desktop.application.changes import Changes
from cisp_desktop.application.queries import EventRow
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_journal import journal_names
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.register_page import Ui_RegisterPage
from cisp_desktop.gui.itemmodels.event_table_model import Column, EventTableModel, Role
from cisp_desktop.gui.itemmodels.line_filter import LineFilter
from cisp_desktop.gui.pages.page import Page
from cisp_desktop.gui.theme import tabular

LIMIT = 5000
"""Events read at once, the latest ones."""


class RegisterPage(Page):
    """A table of the latest events of the workspace."""

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_RegisterPage()
        self.form.setupUi(self)
        self._model = EventTableModel(self)
        self._filter = LineFilter(self._model.searched, parent=self)
        self._filter.setSortRole(Role.SORT)
        self._filter.setSourceModel(self._model)
        view = self.form.eventTableView
        view.setModel(self._filter)
        view.setFont(tabular(view.font()))
        view.verticalHeader().hide()
        view.sortByColumn(Column.SEQUENCE, Qt.SortOrder.DescendingOrder)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in ((0, 64), (1, 168), (2, 200), (3, 240), (4, 168)):
            header.resizeSection(column, width)
        self.form.searchField.listen(self)
        self.form.searchField.search_changed.connect(self._on_search_changed)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Registre")

    def subtitle(self) -> str:
        """What it is."""
        return self.tr("Qui a fait quoi, et quand")

    def refresh(self, changes: Changes | None) -> None:
        """Read the latest events again, off the GUI thread."""
        del changes
        queries = self.context.queries

        def read(_progress: object) -> tuple[Sequence[EventRow], dict[str, str]]:
            return queries.events(limit=LIMIT), journal_names(queries)

        self.context.tasks.run(
            read, self._on_events_read, title=self.tr("Lecture du journal"), owner=self, quiet=True
        )

    def panes(self) -> Sequence[QWidget]:
        """Filter, then table."""
        return (self.form.searchField, self.form.eventTableView)

    def _on_events_read(self, found: tuple[Sequence[EventRow], dict[str, str]]) -> None:
        rows, names = found
        self._model.show_rows(rows, names)
        self._show_count()

    def _on_search_changed(self, text: str) -> None:
        self._filter.set_wanted(text)
        self._show_count()

    def _show_count(self) -> None:
        self.form.countLabel.setText(plural(self._filter.rowCount(), "événement", "événements"))
