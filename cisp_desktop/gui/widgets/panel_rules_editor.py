"""The panel's rules of a certification being edited: seats, what must be respected, and an example panel.

Every edit is a step of the desk; rules that no panel could keep are shown with the reason, and saving refuses
them. This module must not know how a certification is saved.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from cisp_desktop.application import panel_rules_editing as edits
from cisp_desktop.application.certification_draft import CertificationDraft
from cisp_desktop.application.panel_rules_editing import ExampleMember
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.wording_minutes import access_path_words
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.panel import JurorCategory
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.panel_rules_editor import Ui_PanelRulesEditor
from cisp_desktop.gui.widgets.editor_tab import EditorTab
from cisp_desktop.gui.widgets.panel_rules_tables import (
    MEMBER_FIELDS,
    RULE_FIELDS,
    SEAT_FIELDS,
    MemberColumn,
    RuleColumn,
    SeatColumn,
    member_cells,
    member_titles,
    paths_of,
    rule_cells,
    rule_titles,
    seat_cells,
    seat_titles,
)


class PanelRulesEditor(EditorTab):
    """Two tables at the left; at the right what the rules would say of a panel that can be changed."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rules: PanelRules | None = None
        self._members: list[ExampleMember] = []
        self.form = Ui_PanelRulesEditor()
        self.form.setupUi(self)
        self.form.panelRulesSplitter.setSizes([670, 430])
        self.form.rulesSplitter.setSizes([240, 220])
        for path in AccessPath:
            words = access_path_words(path.value)
            self.form.pathComboBox.addItem(words[:1].upper() + words[1:], path.value)
        self.form.pathComboBox.setCurrentIndex(self.form.pathComboBox.findData(AccessPath.VAE.value))
        self._compose_tables()
        self._connect()

    def take_desk(self, desk: CertificationDesk | None) -> None:
        """Work on another draft, the example anew."""
        self._members = []
        super().take_desk(desk)

    def set_read_only(self) -> None:
        """Only look: nothing of the rules can be changed, the example still can."""
        form = self.form
        form.seatTable.model().read_only = form.ruleTable.model().read_only = True
        for tool in (form.addSeatButton, form.removeSeatButton, form.addRuleButton, form.removeRuleButton,
                     form.restoreButton, form.originLabel):  # fmt: skip
            tool.hide()

    def show_draft(self) -> None:
        """Show the draft's rules, what is wrong with them, and what they say of the example."""
        if self.desk is None:
            return
        form, draft = self.form, self.desk.draft
        data, problem = edits.rules_data(draft), edits.panel_rules_problem(draft)
        form.seatTable.show_lines(seat_cells(data["seats"]))
        form.ruleTable.show_lines(rule_cells(data["rules"]))
        own = not draft.panel_rules
        form.originLabel.setText(
            self.tr("Ce sont les règles que la fiche donne, et celles du code du travail.")
            if own
            else self.tr("Ces règles ne sont plus celles que la fiche donne.")
        )
        form.restoreButton.setEnabled(not own)
        self._say(sentence(problem) if problem is not None else "")
        self._rules = None if problem is not None else edits.panel_rules_of(draft)
        self._show_example()

    # --- composing -----------------------------------------------------------------------------------

    def _compose_tables(self) -> None:
        form = self.form
        # Sources are long: a line each, in full in the tooltip.
        for table in (form.seatTable, form.ruleTable, form.memberTable):
            table.setWordWrap(False)
        form.seatTable.compose(
            seat_titles(), self._on_seat_edited,
            widths={SeatColumn.ROLE: 202, SeatColumn.COUNT: 66, SeatColumn.BLOCKS: 142,
                    SeatColumn.SOURCE: 116},
            stretch=SeatColumn.WHO, least=86,
        )  # fmt: skip
        form.ruleTable.compose(
            rule_titles(), self._on_rule_edited,
            widths={RuleColumn.KIND: 206, RuleColumn.VALUE: 66, RuleColumn.PATHS: 134,
                    RuleColumn.BLOCKS: 142},
            stretch=RuleColumn.SOURCE, least=62,
        )  # fmt: skip
        form.memberTable.compose(
            member_titles(), self._on_member_edited,
            widths={MemberColumn.SEAT: 126, MemberColumn.PRESENT: 64, MemberColumn.EXTERNAL: 74,
                    MemberColumn.SEX: 50},
            stretch=MemberColumn.CATEGORY, least=58,
        )  # fmt: skip

    def _connect(self) -> None:
        form, icons = self.form, self.context.icons
        for button, icon, act in (
            (form.addSeatButton, "plus", self._on_seat_added),
            (form.removeSeatButton, "trash", self._on_seat_removed),
            (form.addRuleButton, "plus", self._on_rule_added),
            (form.removeRuleButton, "trash", self._on_rule_removed),
            (form.restoreButton, "arrow-counter-clockwise", self._on_restore_asked),
        ):
            icons.set(button, icon)
            button.clicked.connect(act)
        form.seatTable.add_key("Del", self._on_seat_removed)
        form.ruleTable.add_key("Del", self._on_rule_removed)
        form.pathComboBox.activated.connect(self._show_example)

    def _say(self, words: str) -> None:
        self.form.rulesProblemLabel.setText(words)
        self.form.rulesProblemLabel.setVisible(bool(words))

    def _show_example(self) -> None:
        """Say what the rules say; an example that no longer has the rules' places starts anew."""
        form, rules = self.form, self._rules
        form.ruleList.setVisible(rules is not None)
        if rules is None:
            return
        if rules.places != tuple((one.role, one.rank) for one in self._members):
            self._members = edits.example_members(rules)
        form.memberTable.show_lines(member_cells(self._members))
        path = AccessPath(form.pathComboBox.currentData())
        form.ruleList.show_report(edits.example_report(rules, self._members, path), str)

    # --- editing ---------------------------------------------------------------------------------------

    def _apply(self, words: str, edit: Callable[[CertificationDraft], CertificationDraft]) -> bool:
        """Take one step; a refusal is said above the tables, and nothing changes."""
        if self.desk is None or self.form.seatTable.model().read_only:
            return False
        try:
            edited = edit(self.desk.draft)
        except RuleError as error:
            self._say(sentence(error))
            return False
        return self.desk.apply(words, edited)

    def _on_seat_edited(self, row: int, column: int, value: Any) -> None:
        fields = {SEAT_FIELDS[SeatColumn(column)]: value}
        self._apply(self.tr("Siège"), lambda draft: edits.with_seat(draft, row, **fields))

    def _on_rule_edited(self, row: int, column: int, value: Any) -> None:
        fields = {RULE_FIELDS[RuleColumn(column)]: paths_of(value) if column == RuleColumn.PATHS else value}
        self._apply(self.tr("Règle du jury"), lambda draft: edits.with_rule(draft, row, **fields))

    def _on_member_edited(self, row: int, column: int, value: Any) -> None:
        changed = JurorCategory(value) if column == MemberColumn.CATEGORY else value
        fields: dict[str, Any] = {MEMBER_FIELDS[MemberColumn(column)]: changed}
        self._members[row] = replace(self._members[row], **fields)
        self._show_example()

    def _on_seat_added(self) -> None:
        if self._apply(self.tr("Ajout d’un siège"), edits.with_new_seat):
            self.form.seatTable.choose(self.form.seatTable.model().rowCount() - 1)
            self.form.seatTable.setFocus()

    def _on_rule_added(self) -> None:
        if self._apply(self.tr("Ajout d’une règle"), edits.with_new_rule):
            self.form.ruleTable.choose(self.form.ruleTable.model().rowCount() - 1)
            self.form.ruleTable.setFocus()

    def _on_seat_removed(self) -> None:
        row = self.form.seatTable.row
        if row >= 0:
            self._apply(self.tr("Retrait d’un siège"), lambda draft: edits.without_seat(draft, row))

    def _on_rule_removed(self) -> None:
        row = self.form.ruleTable.row
        if row >= 0:
            self._apply(self.tr("Retrait d’une règle"), lambda draft: edits.without_rule(draft, row))

    def _on_restore_asked(self) -> None:
        self._apply(self.tr("Règles de la fiche"), edits.with_sheet_rules)
