"""The right side of « Délibérer »: one block of one candidate, the sheets compared, proposal and decision.

What is typed as a reason stays with its block until a decision takes it. This module must not know the
matrix.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QPushButton

from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.queries import (
    BlockRow,
    DeliberationCell,
    DeliberationRow,
    PanelRow,
    RegistrationRow,
)
from cisp_desktop.application.wording import (
    decision_words,
    outcome_words,
    person_name,
    proposal_words,
    result_words,
    sentence,
)
from cisp_desktop.application.wording_schemes import doubt_words
from cisp_desktop.application.wording_seats import short_roles
from cisp_desktop.domain.deliberation import JURY_DECISIONS, DecisionValue, reason_required
from cisp_desktop.domain.errors import CispError, Refused
from cisp_desktop.domain.grading import GradingScheme, NoProposal
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.deliberation_delegate import ComparedMarkDelegate, WordingDelegate, look_of
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.itemmodels import comparison_model
from cisp_desktop.gui.itemmodels.comparison_model import ComparisonModel
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state, disagreement_lines
from cisp_desktop.gui.pages.block_words import facts_besides
from cisp_desktop.gui.theme import scaled
from cisp_desktop.gui.widgets.drawing import DotState

SHEET_WIDTH, NARROW_WIDTH, GAP_WIDTH, LEAST_WORDING = 98, 86, 56, 130
Key = tuple[str, str]
"""A registration's id and a block's id."""


class BlockPanel(QObject):
    """Shows one block and records the jury's ruling on it. ``locked``: the session is closed."""

    def __init__(self, context: GuiContext, form: Ui_DeliberatePage, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._form = form
        self._row: DeliberationRow | None = None
        self._block: BlockRow | None = None
        self._cell: DeliberationCell | None = None
        self._locked = False
        self._drafts: dict[Key, str] = {}
        self._filling = False
        self.model = ComparisonModel(self)
        view = form.comparisonTableView
        view.setModel(self.model)
        view.verticalHeader().hide()
        view.horizontalHeader().setHighlightSections(False)
        self._wording_delegate, self._mark_delegate = WordingDelegate(view), ComparedMarkDelegate(view)
        view.setItemDelegate(self._mark_delegate)
        view.setItemDelegateForColumn(comparison_model.Column.WORDING, self._wording_delegate)
        view.viewport().installEventFilter(self)
        self.buttons: dict[DecisionValue, QPushButton] = {
            DecisionValue.VALIDATED: form.validateButton,
            DecisionValue.NOT_VALIDATED: form.refuseButton,
            DecisionValue.DEFERRED: form.deferButton,
        }
        for value, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, value=value: self.rule(value))
        form.withdrawButton.clicked.connect(self.withdraw)
        form.reasonEdit.textChanged.connect(self._on_reason_changed)
        form.castingVoteCheckBox.toggled.connect(self._on_casting_vote_toggled)
        form.problemLabel.hide()
        context.icons.set(form.withdrawButton, "arrow-counter-clockwise")

    @property
    def key(self) -> Key | None:
        """Which block is shown."""
        return (self._row.registration_id, self._block.id) if self._row and self._block else None

    @property
    def can_rule(self) -> bool:
        """Whether the jury can decide this block now."""
        if self._cell is None or self._locked:
            return False
        return cell_state(self._cell) in (CellState.PROPOSED, CellState.OPEN, CellState.DECIDED)

    def show_nothing(self) -> None:
        """Show no block."""
        self._row = self._block = self._cell = None
        self.model.set_detail(None)
        self._form.emptyDetail.show_text(
            self.tr("Choisissez un bloc"),
            self.tr("Les grilles scellées s’affichent ici côte à côte, avec la proposition et la décision."),
            state=DotState.NONE,
        )
        self._form.detailStack.setCurrentWidget(self._form.emptyDetail)

    def show_block(self, row: DeliberationRow, block: BlockRow, *, panel: PanelRow, locked: bool) -> None:
        """Show one block of one candidate; nothing of the sheets while one is unsealed."""
        cell = next(cell for cell in row.cells if cell.block_id == block.id)
        other = self.key != (row.registration_id, block.id)
        changed = other or cell != self._cell or locked != self._locked
        self._row, self._block, self._cell, self._locked = row, block, cell, locked
        form = self._form
        form.candidateLabel.setText(f"{_name(row)} · {row.number}")
        form.outcomeLabel.setText(outcome_words(row.outcome))
        form.blockLabel.setText(f"{block.short_code} · {block.title}")
        if not changed:
            return
        state = cell_state(cell)
        if state in (CellState.STANDING, CellState.WAITING):
            self._show_closed_block(state)
            return
        registration = self._context.queries.registration(row.registration_id)
        self._show_comparison()
        self._show_proposal(registration, panel)
        self._show_ruling()
        form.detailStack.setCurrentWidget(form.blockDetail)

    def rule(self, value: DecisionValue) -> bool:
        """Record the jury's decision with the reason as typed; a refusal is said beside the field."""
        if self._row is None or self._block is None or not self.can_rule:
            return False
        form = self._form
        ruling = Ruling(value, form.reasonEdit.toPlainText(), form.castingVoteCheckBox.isChecked())
        return self._record(ruling, decision_words(value))

    def withdraw(self) -> bool:
        """Take the decision back: the block is to be decided again."""
        if self._cell is None or self._cell.decision is None or not self.can_rule:
            return False
        return self._record(Ruling(None), self.tr("Retour à «\u00a0à décider\u00a0»"))

    def focus_reason(self) -> None:
        """Put the cursor into the reason."""
        if self.can_rule:
            self._form.reasonEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _record(self, ruling: Ruling, text: str) -> bool:
        if self._row is None or self._block is None:
            return False
        workspace, registration_id, block_id = (
            self._context.workspace,
            self._row.registration_id,
            self._block.id,
        )
        self._show_problem("")
        done = self._context.operations.run(
            lambda: decide(workspace, registration_id, block_id=block_id, ruling=ruling),
            text=f"{text}, {self._block.short_code}, {_name(self._row)}",
            undo=lambda before: decide(workspace, registration_id, block_id=block_id, ruling=before),
            parent=self._form.decisionFrame,
            on_error=self._on_ruling_refused,
        )
        if done is None:
            self._show_ruling_buttons()
            return False
        self._drafts.pop((registration_id, block_id), None)
        return True

    def _on_ruling_refused(self, error: CispError) -> None:
        self._show_problem(sentence(error))
        if error.code == "decision.reason_missing":
            self._form.reasonEdit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problem(self, text: str) -> None:
        self._form.problemLabel.setText(text)
        self._form.problemLabel.setAccessibleName(text)
        self._form.problemLabel.setVisible(bool(text))

    def _show_closed_block(self, state: CellState) -> None:
        cell, form = self._cell, self._form
        self.model.set_detail(None)
        form.observationsEdit.clear()
        if cell is None or self._row is None or self._block is None:
            return
        where = f"{_name(self._row)} · {self._block.short_code}"
        if state is CellState.STANDING:
            text = self.tr("Rien à décider\u00a0: cela découle de l’inscription ou de la présence.")
            title = f"{where}\n{decision_words(cell.decision)}"
            form.emptyDetail.show_text(title, text, state=DotState.DONE)
        else:
            missing = sum(one.unsealed for one in self._row.cells)
            awaited = sentence(Refused("deliberation.sheets_unsealed", missing=missing))
            text = self.tr("Avant cela, ni note, ni commentaire, ni total ne se voit, et rien ne se décide.")
            form.emptyDetail.show_text(where, f"{awaited}\n{text}", state=DotState.WAITING)
        form.detailStack.setCurrentWidget(form.emptyDetail)

    # --- the sheets ---------------------------------------------------------------------------------

    def _show_comparison(self) -> None:
        key = self.key
        if key is None:
            return
        try:
            detail = self._context.queries.deliberation_detail(*key)
        except Refused:  # a sheet was reopened meanwhile: the matrix will say so at its next reading
            self.model.set_detail(None)
            return
        self.model.set_detail(detail)
        view = self._form.comparisonTableView
        view.setRowHidden(comparison_model.GLOBAL_ROW, not self.model.has_global_levels)
        self._fit_columns()
        view.scrollToTop()
        self._form.observationsEdit.setPlainText(self._observations())

    def _fit_columns(self) -> None:
        """Give the wording what the jurors leave, and never less than it needs: the table scrolls then."""
        if self.model.detail is None:
            return
        view = self._form.comparisonTableView
        header, metrics = view.horizontalHeader(), view.horizontalHeader().fontMetrics()
        sheets = len(self.model.detail.sheets)
        gap, least = scaled(GAP_WIDTH, metrics), scaled(LEAST_WORDING, metrics)
        room = (view.viewport().width() - gap - least) // max(sheets, 1)
        width = min(scaled(SHEET_WIDTH, metrics), max(scaled(NARROW_WIDTH, metrics), room))
        for column in range(self.model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            if column >= comparison_model.Column.FIRST_SHEET:
                view.setColumnWidth(column, gap if column == self.model.gap_column else width)
        left = view.viewport().width() - sheets * width - gap
        view.setColumnWidth(comparison_model.Column.WORDING, max(left, least))
        view.resizeRowsToContents()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the columns to the place that the table gets."""
        if event.type() == QEvent.Type.Resize:
            self._fit_columns()
        return super().eventFilter(watched, event)

    def _observations(self) -> str:
        pieces = []
        sheets = self.model.detail.sheets if self.model.detail else ()
        roles = dict(zip((sheet.seat_id for sheet in sheets), short_roles(sheets), strict=True))
        for sheet, comments in self.model.comments():
            lines = [f"{sheet.name}, {roles[sheet.seat_id].lower()}"]
            lines.append(sheet.observations or self.tr("Aucune observation."))
            lines += [f"• {wording}\n   {comment}" for wording, comment in comments]
            pieces.append("\n".join(lines))
        return "\n\n".join(pieces)

    def _show_proposal(self, registration: RegistrationRow, panel: PanelRow) -> None:
        cell, form = self._cell, self._form
        if cell is None:
            return
        proposal = proposal_words(cell.proposal)
        result = f" · {result_words(cell.result)}" if cell.result is not None else ""
        text = self.tr("Proposition\u00a0: {0}").format(f"{proposal}{result}")
        if cell.decision is not None:
            decision = self.tr("Décision\u00a0: {0}").format(decision_words(cell.decision))
            text = f"{decision}\n{text}"
        form.proposalLabel.setText(text)
        form.proposalBadge.set_look(look_of(cell), text)
        detail = self.model.detail
        scheme = detail.scheme if detail is not None else GradingScheme()
        doubts = [doubt_words(scheme, NoProposal(doubt)) for doubt in cell.doubts]
        lines = disagreement_lines(cell) + doubts
        form.doubtsLabel.setText("\n".join(f"– {line}" for line in lines))
        form.doubtsLabel.setVisible(bool(lines))
        facts = facts_besides(registration, panel, block=self._block, doubts=cell.doubts)
        form.outsideLabel.setText("\n".join(facts))
        form.outsideLabel.setVisible(bool(facts))

    # --- the ruling ---------------------------------------------------------------------------------

    def _show_ruling(self) -> None:
        cell, form, key = self._cell, self._form, self.key
        if cell is None or key is None:
            return
        self._filling = True
        form.reasonEdit.setPlainText(self._drafts.get(key, cell.reason))
        form.castingVoteCheckBox.setChecked(cell.casting_vote)
        self._filling = False
        form.reasonEdit.setReadOnly(not self.can_rule)
        form.castingVoteCheckBox.setEnabled(self.can_rule)
        self._show_problem("")
        self._show_ruling_buttons()
        self._show_hint()

    def _show_ruling_buttons(self) -> None:
        decision = self._cell.decision if self._cell else None
        for value, button in self.buttons.items():
            button.setChecked(decision == value)
            button.setEnabled(self.can_rule)
            font = QFont(button.font())
            font.setBold(decision == value)
            button.setFont(font)
        self._form.withdrawButton.setEnabled(self.can_rule and decision is not None)

    def _show_hint(self) -> None:
        """Say, before any click, for which decisions the reason is compulsory, or that it waits."""
        cell, form = self._cell, self._form
        if cell is None or not self.can_rule:
            form.reasonHintLabel.setText("")
            return
        casting = form.castingVoteCheckBox.isChecked()
        reason = form.reasonEdit.toPlainText().strip()
        if reason and (reason != cell.reason or casting != cell.casting_vote):
            text = self.tr("Pas encore enregistré\u00a0: choisissez la décision")
        elif reason:
            text = self.tr("Motif enregistré")
        else:
            needing = [v for v in JURY_DECISIONS if reason_required(v, cell.proposal, casting_vote=casting)]
            names = self.tr(" ou ").join(self.buttons[v].text().replace("&", "").lower() for v in needing)
            text = self.tr("Obligatoire pour {0}").format(names) if names else self.tr("Facultatif")
            if len(needing) == len(JURY_DECISIONS):
                text = self.tr("Obligatoire pour toute décision")
        form.reasonHintLabel.setText(text)

    def _on_reason_changed(self) -> None:
        if self._filling or self.key is None or self._cell is None:
            return
        text = self._form.reasonEdit.toPlainText()
        if text == self._cell.reason:
            self._drafts.pop(self.key, None)
        else:
            self._drafts[self.key] = text
        self._show_problem("")
        self._show_hint()

    def _on_casting_vote_toggled(self) -> None:
        if not self._filling:
            self._show_hint()


def _name(row: DeliberationRow) -> str:
    return person_name(row.birth_name, row.first_names)
