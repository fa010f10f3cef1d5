"""Says what pasting would change and which cells are refused, before anything is written.

This module must not know how a cell is read.
"""

from PySide6.QtWidgets import QDialog, QHeaderView, QWidget

from cisp_desktop.application.candidate_table import PastePlan
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.paste_dialog import Ui_PasteDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog


class PasteDialog(QDialog):
    """Accepted when the sound cells are to be pasted."""

    def __init__(self, plan: PastePlan, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_PasteDialog()
        self.form.setupUi(self)
        self.refused_model = TextTableModel(
            (self.tr("Ligne"), self.tr("Colonne"), self.tr("Collé"), self.tr("Pourquoi")), self
        )
        self.form.refusedTableView.setModel(self.refused_model)
        ColumnWidths(self.form.refusedTableView, {0: 56, 1: 150, 2: 130}, stretch=3)
        self.form.refusedTableView.setItemDelegate(StateTextDelegate(Role.STATE, self.form.refusedTableView))
        rows = self.form.refusedTableView.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.form.acceptButton.clicked.connect(self.accept)
        self.form.cancelButton.clicked.connect(self.reject)
        self.form.cancelButton.setAutoDefault(False)
        self._show(plan)
        fit_dialog(self)

    def _show(self, plan: PastePlan) -> None:
        form = self.form
        form.summaryLabel.setText(self._summary(plan))
        changed = plural(len(plan.edits), self.tr("candidat"), self.tr("candidats"))
        words = self.tr("Cases changées chez {0} ; une seule annulation les rend toutes.").format(changed)
        form.detailLabel.setText(words)
        form.detailLabel.setVisible(bool(plan.edits))
        self.refused_model.show_lines(
            [
                TextLine(
                    f"{cell.line}:{cell.column}:{cell.title}",
                    (str(cell.line), cell.title, cell.text, sentence(cell.error)),
                )
                for cell in plan.refused
            ]
        )
        form.refusedTableView.setVisible(bool(plan.refused))
        form.adviceLabel.setVisible(bool(plan.refused))
        form.acceptButton.setEnabled(not plan.empty)
        if not plan.refused:
            self.resize(self.width(), self.minimumSizeHint().height())

    def _summary(self, plan: PastePlan) -> str:
        parts = []
        if plan.cells:
            parts.append(plural(plan.cells, self.tr("case changée"), self.tr("cases changées")))
        if plan.additions:
            words = self.tr("candidat inscrit"), self.tr("candidats inscrits")
            parts.append(plural(len(plan.additions), *words))
        if plan.refused:
            words = self.tr("case refusée"), self.tr("cases refusées")
            parts.append(plural(len(plan.refused), *words))
        return " · ".join(parts)
