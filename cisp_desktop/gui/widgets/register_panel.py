"""A register on the screen: its lines, what is chosen of them, how it leaves.

This module must not know how a register is made.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QHeaderView, QWidget

from cisp_desktop.application.exporting import PDF
from cisp_desktop.application.files import write_file
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.register_paper import RegisterPaper
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.register_panel import Ui_RegisterPanel
from cisp_desktop.gui.itemmodels.line_filter import LineFilter
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.row_heights import ShownRowHeights

T = TypeVar("T")
Table = Sequence[tuple[str, ...]]


class RegisterPanel(QWidget):
    """Lines under fixed titles. A register says what it reads, and what an export of it holds."""

    def __init__(
        self,
        context: GuiContext,
        titles: Sequence[str],
        widths: Sequence[int],
        *,
        file_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._file_name = file_name
        self.form = Ui_RegisterPanel()
        self.form.setupUi(self)
        self.model = TextTableModel(titles, self)
        self._filter = LineFilter(self._searched, parent=self)
        self._filter.setSortRole(Role.SORT)
        self._filter.setSourceModel(self.model)
        view = self.form.lineTableView
        view.setModel(self._filter)
        view.setFont(tabular(view.font()))
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        ShownRowHeights(view)
        self.form.searchField.listen(self)
        self.form.searchField.search_changed.connect(self._on_search_changed)
        self.form.exportButton.clicked.connect(self._on_export_clicked)
        context.icons.set(self.form.exportButton, "download-simple")
        for box in (self.form.yearComboBox, self.form.centreComboBox, self.form.certificationComboBox):
            box.currentIndexChanged.connect(self._on_choice_changed)

    @abstractmethod
    def refresh(self) -> None:
        """Read again, off the GUI thread."""

    @abstractmethod
    def export_content(self) -> tuple[Table, Callable[[Workspace], RegisterPaper]]:
        """Return the table of what is chosen, and what makes its paper (called in the worker)."""

    def panes(self) -> Sequence[QWidget]:
        """Filter, then table."""
        return (self.form.searchField, self.form.lineTableView)

    @property
    def year(self) -> int | None:
        """The year chosen, None for all."""
        chosen = str(self.form.yearComboBox.currentData() or "")
        return int(chosen) if chosen else None

    @property
    def chosen_line(self) -> str:
        """The id of the line that is selected; empty for none."""
        index = self.form.lineTableView.currentIndex()
        return str(index.data(Role.LINE_ID) or "") if index.isValid() else ""

    def run(self, read: Callable[[object], T], done: Callable[[T], None]) -> None:
        """Read in the worker, without a strip."""
        title = self.tr("Lecture du registre")
        self.context.tasks.run(read, done, title=title, owner=self, quiet=True)

    def show_lines(self, lines: Sequence[TextLine]) -> None:
        """Show other lines and count them."""
        self.model.show_lines(lines)
        self._show_count()

    def tell(self, tone: Tone, words: str) -> None:
        """Say what the register lacks above the table, or nothing."""
        self.form.tellBanner.show_text(tone, words)

    def tell_done(self, words: str) -> None:
        """Say what was written; it stays when the register is read again."""
        self.form.doneBanner.show_text(Tone.SUCCESS, words)

    def _searched(self, line: int) -> str:
        return " ".join(self.model.lines[line].texts)

    def _on_search_changed(self, text: str) -> None:
        self._filter.set_wanted(text)
        self._show_count()

    def _on_choice_changed(self) -> None:
        self.refresh()

    def _show_count(self) -> None:
        count = self._filter.rowCount()
        self.form.countLabel.setText(plural(count, self.tr("ligne"), self.tr("lignes")))
        self.form.exportButton.setEnabled(self.model.rowCount() > 0)

    def _on_export_clicked(self) -> None:
        path = self.context.messages.save_file(
            self, self.tr("Exporter le registre"), suggested=f"{self._file_name}.pdf",
            filters=self.tr("PDF d’archives ({0});;Texte ({1});;Classeur ({2})").format(
                "*.pdf", "*.csv", "*.xlsx"
            ),
        )  # fmt: skip
        if path is None:
            return
        table, paper_of = self.export_content()
        workspace, services = self.context.workspace, self.context.services

        def write(_progress: object) -> Path:
            if path.suffix.casefold() in PDF:
                write_file(path, services.registers.render(paper_of(workspace)))
            else:
                services.candidate_writer.write(path, table, sheet="Registre")
            return path

        self.context.tasks.run(
            write, self._on_exported, title=self.tr("Export de {0}").format(path.name), owner=self,
            cancellable=False,
        )  # fmt: skip

    def _on_exported(self, path: Path) -> None:
        self.tell_done(self.tr("Écrit en clair\u00a0: {0}").format(path.name))
