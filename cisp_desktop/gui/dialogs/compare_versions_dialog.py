"""Two versions of a certification side by side, each difference said by a sign and a word.

This module must not know how differences are found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from cisp_desktop.application.certification_comparison import (
    ChangeKind,
    Difference,
    align_certifications,
)
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.certification_words import change_words, line_name, use_words, value_words
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.compare_versions_dialog import Ui_CompareVersionsDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.tasks import Task, TaskRunner
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.row_heights import ShownRowHeights

CHANGE_COLUMN, NAME_COLUMN, BEFORE_COLUMN, AFTER_COLUMN = range(4)


@dataclass(frozen=True, slots=True)
class Compared:
    """A line in words, and whether both versions have it alike."""

    same: bool
    line: TextLine


class CompareVersionsDialog(QDialog):
    """``rows`` are the versions to choose from, the oldest first; the last two are shown."""

    def __init__(
        self,
        rows: Sequence[CertificationRow],
        *,
        tasks: TaskRunner,
        after_id: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = {row.id: row for row in rows}
        self._tasks = tasks
        self._comparing: Task[list[Compared]] | None = None
        self._lines: list[Compared] = []
        self.form = Ui_CompareVersionsDialog()
        self.form.setupUi(self)
        self.form.problemLabel.hide()
        for box in (self.form.beforeComboBox, self.form.afterComboBox):
            for row in rows:
                box.addItem(f"{row.code} · {use_words(row)}", row.id)
        self._choose_first(rows, after_id)
        titles = (self.tr("Changement"), self.tr("Où"), self.tr("Avant"), self.tr("Après"))
        self.model = TextTableModel(titles, self)
        view = self.form.differenceTableView
        view.setModel(self.model)
        view.setItemDelegateForColumn(CHANGE_COLUMN, StateTextDelegate(Role.STATE, view))
        ColumnWidths(
            view, {CHANGE_COLUMN: 150, NAME_COLUMN: 170, BEFORE_COLUMN: 330}, stretch=AFTER_COLUMN, least=240
        )
        self._heights = ShownRowHeights(view)
        self.form.beforeComboBox.currentIndexChanged.connect(self._on_versions_chosen)
        self.form.afterComboBox.currentIndexChanged.connect(self._on_versions_chosen)
        self.form.onlyCheckBox.toggled.connect(self._show_lines)
        self.form.cancelButton.clicked.connect(self.reject)
        fit_dialog(self)
        self._on_versions_chosen()

    def done(self, result: int) -> None:
        """Close; what is still compared is wanted no more."""
        if self._comparing is not None:
            self._comparing.cancel()
        super().done(result)

    def _choose_first(self, rows: Sequence[CertificationRow], after_id: str) -> None:
        ids = [row.id for row in rows]
        after = ids.index(after_id) if after_id in ids else len(ids) - 1
        # The version before, or the next one when the first was chosen.
        before = after - 1 if after else min(1, len(ids) - 1)
        self.form.beforeComboBox.setCurrentIndex(min(before, after))
        self.form.afterComboBox.setCurrentIndex(max(before, after))

    def _chosen(self, box: QComboBox) -> CertificationRow:
        return self._rows[str(box.currentData())]

    def _on_versions_chosen(self) -> None:
        before, after = self._chosen(self.form.beforeComboBox), self._chosen(self.form.afterComboBox)
        if self._comparing is not None:
            self._comparing.cancel()
        self._lines = []
        self.model.show_lines([])
        self.form.countLabel.setText(self.tr("Comparaison en cours…"))
        self._comparing = task = self._tasks.run(
            lambda progress: compared(before, after, progress),
            lambda lines: self._on_compared(task, lines),
            title=self.tr("Comparaison de deux versions"),
            owner=self,
            quiet=True,
        )

    def _on_compared(self, task: "Task[list[Compared]]", lines: list[Compared]) -> None:
        if task is self._comparing:
            self._comparing, self._lines = None, lines
            self._show_lines()

    def _show_lines(self) -> None:
        if self._comparing is not None:
            return
        only = self.form.onlyCheckBox.isChecked()
        changed = sum(not one.same for one in self._lines)
        self.model.show_lines([one.line for one in self._lines if not (only and one.same)])
        words = plural(changed, self.tr("différence"), self.tr("différences"))
        self.form.countLabel.setText(words if changed else self.tr("Les deux versions disent la même chose."))


def compared(
    before: CertificationRow, after: CertificationRow, progress: Callable[[int, int], None]
) -> list[Compared]:
    """Compare two versions, in words; runs in the worker."""
    lines = align_certifications(before, after, progress=progress)
    return [
        Compared(line.change is ChangeKind.SAME, _in_words(number, line)) for number, line in enumerate(lines)
    ]


def _in_words(number: int, line: Difference) -> TextLine:
    # A moved line that came from another block says the same on both sides.
    before = line.after if line.change is ChangeKind.MOVED and line.before is None else line.before
    texts = (change_words(line), line_name(line), value_words(line, before), value_words(line, line.after))
    return TextLine(str(number), texts, state=DotState.NONE)
