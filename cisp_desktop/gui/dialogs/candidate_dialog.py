"""One candidate's file: who, by which path, which blocks, what is missing, who may not judge.

Every value is edited in place, with undo. This module must not know storage.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.changes import Changes
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.preparing import check_identity
from cisp_desktop.application.queries import AssessmentRow, BlockRow, RegistrationRow
from cisp_desktop.application.wording import ATTENDANCE, WARNINGS
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui import candidate_facts as facts
from cisp_desktop.gui.attendance_acts import ask_attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.dialogs.attendance_dialog import Came
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.outside_result_dialog import OutsideResultDialog
from cisp_desktop.gui.dialogs.problem_dialog import ProblemDialog
from cisp_desktop.gui.forms.candidate_dialog import Ui_CandidateDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextTableModel
from cisp_desktop.gui.recusal_acts import ask_recusal, withdraw
from cisp_desktop.gui.session_data import SessionData, name_of, read_session_data
from cisp_desktop.gui.widgets.candidate_fields import CandidateFields
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.held_blocks import HeldBlocks
from cisp_desktop.gui.widgets.panels import Tone

BLOCKS_SHOWN = 6
"""Rows of blocks before the table scrolls: the five of a title, and one held elsewhere."""


class CandidateDialog(ProblemDialog):
    """Follows every change of the workspace while it is open; ``registration_id`` is the candidate shown."""

    def __init__(
        self,
        context: GuiContext,
        data: SessionData,
        *,
        registration_id: str,
        order: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """``order`` lists the registrations that « Précédent » and « Suivant » go through."""
        super().__init__(parent)
        self.context = context
        self.registration_id = registration_id
        self._data = data
        self._order = list(order)
        self._scheme = context.queries.scheme(data.session.id)
        self.form = Ui_CandidateDialog()
        self.form.setupUi(self)
        self._compose_facts()
        self._compose_tables()
        self._connect()
        self._show()
        fit_dialog(self)

    @property
    def row(self) -> RegistrationRow:
        """The candidate shown."""
        found = self._data.registration(self.registration_id)
        if found is None:
            raise LookupError(self.registration_id)
        return found

    def _compose_facts(self) -> None:
        form = self.form
        self.fields = CandidateFields(self.context, identity=form.identityTableView, path=form.pathTableView)
        self.fields.refused.connect(self._on_value_refused)
        held_buttons = (form.addHeldButton, form.editHeldButton, form.removeHeldButton)
        self.held = HeldBlocks(self.context, form.heldTableView, held_buttons)
        for value in Attendance:
            self.form.attendanceComboBox.addItem(ATTENDANCE[value], value.value)

    def _compose_tables(self) -> None:
        form = self.form
        self.block_model = TextTableModel(
            (self.tr("Bloc"), self.tr("Intitulé"), self.tr("Pour cette session")), self, state_column=2
        )
        self.outside_model = TextTableModel(
            (
                self.tr("Bloc"), self.tr("Modalité"), self.tr("Jugée par"), self.tr("Résultat"),
                self.tr("Évaluateur"),
            ),
            self, state_column=3,
        )  # fmt: skip
        self.recusal_model = TextTableModel((self.tr("Juré"), self.tr("Motif"), self.tr("Précision")), self)
        _set_model(form.blockTableView, self.block_model, widths={0: 92, 2: 300}, stretch=1, state_column=2)
        _set_model(
            form.outsideTableView,
            self.outside_model,
            widths={0: 64, 2: 130, 3: 120, 4: 190},
            stretch=1,
            state_column=3,
        )
        form.outsideTableView.setItemDelegate(StateTextDelegate(Role.STATE, form.outsideTableView))
        form.outsideTableView.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        _set_model(form.recusalTableView, self.recusal_model, widths={0: 280, 1: 260}, stretch=2)

    def _connect(self) -> None:
        form = self.form
        form.attendanceComboBox.activated.connect(self._on_attendance_chosen)
        form.checkedByButton.clicked.connect(self._on_identity_checked)
        form.checkedByEdit.returnPressed.connect(self._on_identity_checked)
        form.recordButton.clicked.connect(self._on_record_asked)
        form.outsideTableView.doubleClicked.connect(self._on_record_asked)
        form.recuseButton.clicked.connect(self._on_recuse_asked)
        form.withdrawButton.clicked.connect(self._on_withdraw_asked)
        form.previousButton.clicked.connect(self._on_previous_asked)
        form.nextButton.clicked.connect(self._on_next_asked)
        form.closeButton.clicked.connect(self.accept)
        for button in (form.checkedByButton, form.recordButton, form.recuseButton, form.withdrawButton,
                       form.previousButton, form.nextButton):  # fmt: skip
            button.setAutoDefault(False)
        form.closeButton.setAutoDefault(False)
        form.recusalTableView.selectionModel().selectionChanged.connect(self._on_recusal_chosen)
        form.outsideTableView.selectionModel().selectionChanged.connect(self._on_result_chosen)
        for keys, slot in (("Alt+Up", self._on_previous_asked), ("Alt+Down", self._on_next_asked)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), form.outsideTableView)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._on_record_asked)
        self.context.operations.changed.connect(self._on_workspace_changed)

    def _show(self) -> None:
        row, form, data = self.row, self.form, self._data
        form.nameLabel.setText(name_of(row))
        form.numberLabel.setText(row.number)
        warnings = "\n".join(WARNINGS[warning] for warning in row.warnings)
        form.warningBanner.show_text(Tone.WARNING, warnings)
        self.fields.show_row(row, data)
        self.held.show_row(row, data)
        form.extraTimeLabel.setText(self.fields.extra_time_words())
        form.extraTimeLabel.setVisible(bool(form.extraTimeLabel.text()))
        form.attendanceComboBox.setCurrentIndex(form.attendanceComboBox.findData(row.attendance.value))
        form.checkedByEdit.setText(row.identity_checked_by)
        self.block_model.show_lines(facts.block_lines(row, data.certification, data.session.starts))
        rows = min(self.block_model.rowCount(), BLOCKS_SHOWN)
        header = form.blockTableView.horizontalHeader().sizeHint().height()
        form.blockTableView.setFixedHeight(header + rows * form.blockTableView.rowHeight(0) + 4)
        self.outside_model.show_lines(facts.outside_lines(row, data.certification))
        self.recusal_model.show_lines(facts.recusal_lines(row, data.panel_of(row.id)))
        for widget in (form.attendanceComboBox, form.checkedByEdit, form.checkedByButton):
            widget.setEnabled(not data.locked)
        form.recuseButton.setEnabled(not data.locked and bool(data.panel_of(row.id).seats))
        position = self._order.index(row.id) if row.id in self._order else 0
        form.previousButton.setEnabled(position > 0)
        form.nextButton.setEnabled(position < len(self._order) - 1)
        if self.outside_model.rowCount() and not form.outsideTableView.currentIndex().isValid():
            form.outsideTableView.selectRow(0)
        self._on_recusal_chosen()
        self._on_result_chosen()

    def _step(self, step: int) -> None:
        position = self._order.index(self.registration_id) if self.registration_id in self._order else 0
        if 0 <= position + step < len(self._order):
            self.registration_id = self._order[position + step]
            self._on_value_refused("")
            self._show()

    def _chosen_result(self) -> tuple[BlockRow, AssessmentRow] | None:
        index = self.form.outsideTableView.currentIndex()
        wanted = index.data(Role.LINE_ID) if index.isValid() else None
        found = facts.outside_assessments(self.row, self._data.certification)
        return next((pair for pair in found if pair[1].id == wanted), None)

    def _on_workspace_changed(self, changes: Changes) -> None:
        data = read_session_data(
            self.context.queries, self._data.session.id, known=self._data, changes=changes
        )
        if data.registration(self.registration_id) is None:
            self.reject()
            return
        self._data = data
        self._show()

    def _on_value_refused(self, words: str) -> None:
        self.form.problemBanner.show_text(Tone.DANGER, words)

    def _on_attendance_chosen(self) -> None:
        workspace, row = self.context.workspace, self.row
        by = self.context.seat_at_keyboard
        wanted = Attendance(self.form.attendanceComboBox.currentData())
        if wanted is row.attendance:
            return
        if wanted is Attendance.EXCUSED:
            ask_attendance(self.context, row.id, name_of(row), came=Came.EXCUSED, parent=self)
            self._show()
            return
        done = self.context.operations.run(
            lambda: attend(workspace, row.id, Coming(wanted), by=by),
            text=self.tr("la présence de {0}").format(name_of(row)),
            undo=lambda before: attend(
                workspace, row.id, before, restored=True, by=self.context.seat_at_keyboard
            ),
            parent=self,
        )
        if done is None:
            self._show()

    def _on_identity_checked(self) -> None:
        workspace, row, by = self.context.workspace, self.row, self.form.checkedByEdit.text()
        self.context.operations.run(
            lambda: check_identity(workspace, row.id, by=by),
            text=self.tr("la vérification d’identité de {0}").format(name_of(row)),
            undo=lambda before: check_identity(workspace, row.id, by=before),
            parent=self,
        )

    def _on_record_asked(self) -> None:
        chosen = self._chosen_result()
        if chosen is None or self._data.locked:
            return
        row, (_, assessment) = self.row, chosen
        known = next((r for r in row.outside_results if r.assessment_id == assessment.id), None)
        dialog = OutsideResultDialog(
            name_of(row),
            assessment,
            known=known,
            last_day=self._data.session.ends,
            weighed=assessment.id in self._scheme.outside_weights,
            parent=self,
        )
        record = partial(record_outside_result, self.context.workspace, row.id, assessment_id=assessment.id)

        def asked() -> Act[OutsideEntry | None]:
            entry = OutsideEntry(dialog.favourable, dialog.evaluator, dialog.judged_on, dialog.points)
            return Act(
                lambda: record(entry=entry),
                text=self.tr("le résultat hors jury de {0}").format(name_of(row)),
                undo=lambda before: record(entry=before),
            )

        submit_dialog(self.context, dialog, asked)

    def _on_recuse_asked(self) -> None:
        ask_recusal(self.context, self._data, registration_id=self.registration_id, parent=self)

    def _on_withdraw_asked(self) -> None:
        index = self.form.recusalTableView.currentIndex()
        wanted = index.data(Role.LINE_ID) if index.isValid() else None
        found = next((r for r in self._data.panel_of(self.registration_id).recusals if r.id == wanted), None)
        if found is not None:
            withdraw(self.context, found, parent=self)

    def _on_recusal_chosen(self) -> None:
        chosen = self.form.recusalTableView.selectionModel().hasSelection()
        self.form.withdrawButton.setEnabled(chosen and not self._data.locked)

    def _on_result_chosen(self) -> None:
        self.form.recordButton.setEnabled(self._chosen_result() is not None and not self._data.locked)

    def _on_previous_asked(self) -> None:
        self._step(-1)

    def _on_next_asked(self) -> None:
        self._step(1)


def _set_model(
    view: QTableView,
    model: TextTableModel,
    *,
    widths: Mapping[int, int],
    stretch: int,
    state_column: int | None = None,
) -> None:
    view.setModel(model)
    ColumnWidths(view, widths, stretch=stretch)
    if state_column is not None:
        view.setItemDelegateForColumn(state_column, StateTextDelegate(Role.STATE, view))
