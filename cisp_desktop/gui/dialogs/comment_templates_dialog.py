"""The ready comments: added, changed, removed, put in order; each act is told and done by whoever listens.

This module must not know how they are stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from cisp_desktop.application.queries_evaluating import CommentTemplateRow
from cisp_desktop.gui.dialogs.problem_dialog import ProblemDialog
from cisp_desktop.gui.forms.comment_templates_dialog import Ui_CommentTemplatesDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text


class CommentTemplatesDialog(ProblemDialog):
    """``add_asked(text)``, ``change_asked(id, text)``, ``remove_asked(id)``, ``move_asked(id, position)``.

    Whoever listens shows what stands then, or what is wrong.
    """

    add_asked = Signal(str)
    change_asked = Signal(str, str)
    remove_asked = Signal(str)
    move_asked = Signal(str, int)

    def __init__(self, templates: Sequence[CommentTemplateRow], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._templates: tuple[CommentTemplateRow, ...] = ()
        self.form = form = Ui_CommentTemplatesDialog()
        form.setupUi(self)
        self.set_problem_line(form.problemLabel)
        form.templatesListWidget.currentRowChanged.connect(self._on_row_changed)
        form.templateEdit.textChanged.connect(self._show_buttons)
        form.addButton.clicked.connect(lambda: self.add_asked.emit(typed_text(form.templateEdit)))
        form.changeButton.clicked.connect(self._on_change_clicked)
        form.removeButton.clicked.connect(self._on_remove_clicked)
        form.upButton.clicked.connect(lambda: self._move(-1))
        form.downButton.clicked.connect(lambda: self._move(1))
        form.closeButton.clicked.connect(self.accept)
        for button in (
            form.addButton, form.changeButton, form.removeButton, form.upButton, form.downButton,
            form.closeButton,
        ):  # fmt: skip
            button.setAutoDefault(False)
        form.templateEdit.setMaximumHeight(5 * self.fontMetrics().lineSpacing() + 18)
        self.show_templates(templates)
        fit_dialog(self)

    @property
    def current(self) -> CommentTemplateRow | None:
        """The one chosen."""
        row = self.form.templatesListWidget.currentRow()
        return self._templates[row] if 0 <= row < len(self._templates) else None

    def show_templates(self, templates: Sequence[CommentTemplateRow], *, chosen: str = "") -> None:
        """Show what stands, ``chosen`` (an id) as the current one; else the one that was."""
        wanted = chosen or (self.current.id if self.current is not None else "")
        self.show_problem("")
        self._templates = tuple(templates)
        view = self.form.templatesListWidget
        view.blockSignals(True)
        view.clear()
        for one in templates:
            view.addItem(QListWidgetItem(one.text))
        places = {one.id: row for row, one in enumerate(templates)}
        view.setCurrentRow(places.get(wanted, 0 if templates else -1))
        view.blockSignals(False)
        self._on_row_changed()

    def _on_row_changed(self) -> None:
        self.form.templateEdit.setPlainText(self.current.text if self.current is not None else "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        form, current = self.form, self.current
        text, row = typed_text(form.templateEdit).strip(), form.templatesListWidget.currentRow()
        form.addButton.setEnabled(bool(text) and (current is None or text != current.text))
        form.changeButton.setEnabled(current is not None and bool(text) and text != current.text)
        form.removeButton.setEnabled(current is not None)
        form.upButton.setEnabled(row > 0)
        form.downButton.setEnabled(0 <= row < len(self._templates) - 1)

    def _on_change_clicked(self) -> None:
        if self.current is not None:
            self.change_asked.emit(self.current.id, typed_text(self.form.templateEdit))

    def _on_remove_clicked(self) -> None:
        if self.current is not None:
            self.remove_asked.emit(self.current.id)

    def _move(self, by: int) -> None:
        if self.current is not None:
            self.move_asked.emit(self.current.id, self.current.position + by)
