"""« Barème » and « Règles du jury » in the editor of a certification, and the session's own, read-only."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from cisp_desktop.application.scheme_editing import levels_of, scheme_of
from cisp_desktop.application.scheme_presets import SchemePreset
from cisp_desktop.domain.grading import LevelColour, LevelShape, ScoringMode
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.session_scheme_dialog import SessionSchemeDialog
from cisp_desktop.gui.itemmodels.record_table_model import Role
from cisp_desktop.gui.pages.reference_page import ReferencePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from cisp_desktop.gui.widgets.panel_rules_editor import PanelRulesEditor
from cisp_desktop.gui.widgets.record_table import RecordTable
from cisp_desktop.gui.widgets.rule_list import RuleList
from cisp_desktop.gui.widgets.scheme_editor import SchemeEditor
from cisp_desktop.gui.widgets.scheme_tables import LevelColumn, LineColumn
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
CODE, OLDER = "RNCP36128", "RNCP6133"


@pytest.fixture
def page(qtbot: QtBot, context: GuiContext) -> ReferencePage:
    """The page on a workspace without a session."""
    made = ReferencePage(context)
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.show()
    made.refresh(None)
    return made


def scheme_editor(page: ReferencePage, code: str = CODE) -> SchemeEditor:
    page.focus_on(f"certification:{code}/1")
    page.buttons.edit_button.click()
    page.editor.form.partTabWidget.setCurrentWidget(page.editor.scheme)
    QApplication.processEvents()
    return page.editor.scheme


def rules_editor(page: ReferencePage, code: str = OLDER) -> PanelRulesEditor:
    page.focus_on(f"certification:{code}/1")
    page.buttons.edit_button.click()
    page.editor.form.partTabWidget.setCurrentWidget(page.editor.panel_rules)
    QApplication.processEvents()
    return page.editor.panel_rules


def put(table: RecordTable, row: int, column: int, value: object) -> None:
    """Edit a cell as a delegate does."""
    assert table.model().flags(table.model().index(row, column)) & Qt.ItemFlag.ItemIsEditable
    table.model().setData(table.model().index(row, column), value)


def tick(table: RecordTable, row: int, column: int) -> None:
    index = table.model().index(row, column)
    table.model().setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def said(rules: RuleList) -> str:
    return "\n".join(f"{line.words} {line.detail}" for line in rules.lines)


# --- the scheme ------------------------------------------------------------------------------------


def test_every_page_of_the_scheme_owes_what_pages_owe(page: ReferencePage) -> None:
    editor = scheme_editor(page)
    for tab in range(3):
        editor.form.schemeTabWidget.setCurrentIndex(tab)
        QApplication.processEvents()
        check_page(page)
        assert not cut_texts(editor)


def test_the_default_example_validates(page: ReferencePage) -> None:
    assert scheme_editor(page).example.result == "Validé · jury 13,33/20"


def test_marks_given_by_keys_change_the_example(page: ReferencePage, qtbot: QtBot) -> None:
    editor = scheme_editor(page)
    grid = editor.example.form.exampleGrid
    grid.setFocus()
    grid.selectAll()
    qtbot.keyClick(grid, Qt.Key.Key_0)
    assert editor.example.result.startswith("À délibérer · jury 0/20")
    assert "plus bas" in editor.example.form.reasonLabel.text()
    qtbot.keyClick(grid, Qt.Key.Key_N)
    assert editor.example.result == "À délibérer · jury –"


def test_a_share_that_is_none_is_told_under_its_field_and_not_saved(
    page: ReferencePage, messages: RecordedMessages
) -> None:
    editor = scheme_editor(page)
    editor.rules.form.coveragePartSpinBox.setValue(5)
    assert "5 sur 3" in editor.rules.form.coverageProblemLabel.text()
    assert editor.rules.form.coverageProblemLabel.isVisible()
    assert editor.form.schemeTabWidget.tabText(0).endswith("à corriger")
    assert editor.example.result == "Corrigez le barème pour voir ce qu’il donne."
    assert not page.save()
    assert [error.code for error in messages.errors] == ["scheme.coverage"]
    editor.desk.undo_stack.undo()  # type: ignore[union-attr]  # a draft is open
    assert not editor.rules.form.coverageProblemLabel.isVisible()
    assert editor.rules.form.coveragePartSpinBox.value() == 2


def test_the_rules_typed_are_saved(page: ReferencePage, messages: RecordedMessages) -> None:
    editor = scheme_editor(page)
    form = editor.rules.form
    form.thresholdSpinBox.setValue(12)
    form.gapSpinBox.setValue(1)
    form.outsideComboBox.setCurrentIndex(1)
    form.outsideComboBox.activated.emit(1)
    form.globalComboBox.setCurrentIndex(1)
    form.globalComboBox.activated.emit(1)
    assert editor.example.result.startswith("Validé")
    assert page.save()
    scheme = page.context.queries.certification(f"{CODE}/1").scheme
    assert (scheme.threshold, scheme.wide_gap, scheme.outside_results.value) == (12, 1, "REQUIRED")
    assert not scheme.global_level_required
    messages.assert_silent()


def test_levels_are_edited_in_their_table(page: ReferencePage) -> None:
    editor = scheme_editor(page)
    desk = editor.desk
    assert desk is not None
    editor.form.schemeTabWidget.setCurrentIndex(1)
    table = editor.form.levelTable
    put(table, 1, LevelColumn.LABEL, "En cours")
    put(table, 1, LevelColumn.SHAPE, LevelShape.HALF.value)
    put(table, 1, LevelColumn.COLOUR, LevelColour.ORANGE.value)
    put(table, 1, LevelColumn.WORTH, 1.5)
    level = levels_of(desk.draft)[1]
    assert (level.label, level.shape, level.colour, level.worth) == (
        "En cours", LevelShape.HALF, LevelColour.ORANGE, 1.5,
    )  # fmt: skip
    assert table.model().index(1, 0).data(Role.CELL).level == level
    table.choose(1)
    editor.form.levelDownButton.click()
    assert [one.label for one in levels_of(desk.draft)][1:3] == ["Acquis", "En cours"]
    editor.form.removeLevelButton.click()
    assert [one.label for one in levels_of(desk.draft)] == ["Non acquis", "Acquis", "Maîtrisé"]
    editor.form.addLevelButton.click()
    assert levels_of(desk.draft)[-1].label == "Nouveau niveau"
    while desk.undo_stack.canUndo():
        desk.undo_stack.undo()
    assert not desk.modified


def test_a_level_gets_a_descriptor_that_jurors_read(page: ReferencePage, messages: RecordedMessages) -> None:
    editor = scheme_editor(page)
    desk = editor.desk
    assert desk is not None
    editor.form.schemeTabWidget.setCurrentIndex(1)
    editor.form.levelTable.choose(2)
    field = editor.form.descriptorEdit
    assert editor.form.descriptorLabel.text() == "Descripteur du niveau 2 (facultatif)"
    QTest.keyClicks(field, "Relie son action a un diagnostic")
    assert field.text == "Relie son action a un diagnostic"
    assert levels_of(desk.draft)[2].descriptor == field.text
    editor.form.levelTable.choose(1)
    assert field.text == ""
    editor.form.levelTable.choose(2)
    field.selectAll()
    field.insertPlainText("x" * 501)
    assert editor.form.levelsProblemLabel.isVisible()
    assert levels_of(desk.draft)[2].descriptor == "Relie son action a un diagnostic"
    assert page.save()
    levels = page.context.queries.certification(f"{CODE}/1").scheme.levels
    assert [level.descriptor for level in levels] == ["", "", "Relie son action a un diagnostic", ""]
    messages.assert_silent()


def test_a_level_without_a_word_is_refused_at_once(page: ReferencePage) -> None:
    editor = scheme_editor(page)
    editor.form.schemeTabWidget.setCurrentIndex(1)
    put(editor.form.levelTable, 0, LevelColumn.LABEL, " ")
    assert editor.form.levelsProblemLabel.isVisible()
    assert editor.form.levelTable.model().index(0, 0).data() == "0 · Non acquis"


def test_worths_that_fall_are_told_above_the_levels(page: ReferencePage) -> None:
    editor = scheme_editor(page)
    editor.form.schemeTabWidget.setCurrentIndex(1)
    put(editor.form.levelTable, 3, LevelColumn.WORTH, 0.5)
    assert "Valeur" in editor.form.levelsProblemLabel.text()
    assert editor.form.schemeTabWidget.tabText(1) == "Niveaux · à corriger"


def test_weights_floors_and_eliminatory_lines_are_edited(page: ReferencePage) -> None:
    editor = scheme_editor(page)
    desk = editor.desk
    assert desk is not None
    table, block = editor.form.lineTable, desk.draft.blocks[0]
    put(table, 0, LineColumn.WEIGHT, 2.0)
    put(table, 1, LineColumn.FLOOR, 1.5)
    tick(table, 1, LineColumn.ELIMINATORY)
    last = table.model().rowCount() - 1
    put(table, last, LineColumn.OUTSIDE, 25)
    scheme = scheme_of(desk.draft)
    first, second = block.competences[0].key, block.competences[1].key
    assert (scheme.weights, scheme.floors, scheme.eliminatory) == ({first: 2}, {second: 1.5}, (second,))
    assert list(scheme.outside_weights.values()) == [0.25]
    put(table, 0, LineColumn.WEIGHT, 1.0)
    assert scheme_of(desk.draft).weights == {}


def test_lines_and_example_look_at_the_same_block(page: ReferencePage) -> None:
    editor = scheme_editor(page)
    box = editor.form.lineBlockComboBox
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert editor.example.form.exampleBlockComboBox.currentIndex() == 2
    desk = editor.desk
    assert desk is not None
    assert editor.form.lineTable.model().index(0, 0).data() == desk.draft.blocks[2].competences[0].wording


def test_a_preset_replaces_after_a_question(page: ReferencePage, messages: RecordedMessages) -> None:
    editor = scheme_editor(page)
    desk = editor.desk
    assert desk is not None
    editor.preset_actions[SchemePreset.ACQUIRED].trigger()
    assert len(levels_of(desk.draft)) == 4
    messages.answers = [True]
    editor.preset_actions[SchemePreset.ACQUIRED].trigger()
    assert [one.label for one in levels_of(desk.draft)][1] == "Partiellement acquis"
    assert len(messages.asked) == 2


def test_points_are_marked_assessment_by_assessment(page: ReferencePage) -> None:
    editor = scheme_editor(page, OLDER)
    assert editor.form.modeComboBox.currentData() == ScoringMode.POINTS.value
    assert editor.example.result == "Validé · jury 12/20"
    put(editor.example.form.exampleGrid, 0, 1, 3.0)
    assert editor.example.result == "Non validé · jury 9/20" or "À délibérer" in editor.example.result


def test_an_unfavourable_result_outside_the_panel_bars_the_example(page: ReferencePage) -> None:
    editor = scheme_editor(page)
    grid = editor.example.form.exampleGrid
    last = grid.model().rowCount() - 1
    assert "Hors jury" in grid.model().index(last, 0).data()
    put(grid, last, 1, False)
    assert editor.example.result.startswith("À délibérer")


def test_an_open_cell_gives_its_value(page: ReferencePage, qtbot: QtBot) -> None:
    editor = scheme_editor(page)
    editor.form.schemeTabWidget.setCurrentIndex(1)
    table = editor.form.levelTable
    table.setCurrentIndex(table.model().index(0, LevelColumn.LABEL))
    table.edit(table.currentIndex())
    field = table.viewport().findChild(QLineEdit)
    assert field is not None
    field.setText("Insuffisant")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert table.model().index(0, 0).data() == "0 · Insuffisant"
    table.edit(table.model().index(0, LevelColumn.SHAPE))
    assert table.viewport().findChild(QComboBox) is not None


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_nothing_is_cut_at_150_percent(page: ReferencePage, theme: Theme, mode: ThemeMode) -> None:
    editor = scheme_editor(page)
    theme.apply(mode, text_scale=150)
    try:
        for tab in range(3):
            editor.form.schemeTabWidget.setCurrentIndex(tab)
            QApplication.processEvents()
            assert not cut_texts(editor)
    finally:
        theme.apply(ThemeMode.LIGHT)


# --- the panel's rules -----------------------------------------------------------------------------


def test_the_rules_of_6133_show_both_shares(page: ReferencePage) -> None:
    editor = rules_editor(page)
    table = editor.form.ruleTable.model()
    rows = [tuple(cell.text for cell in line[:3]) for line in table.lines]
    assert ("Professionnels du métier visé", "50\u00a0%", "Hors VAE") in rows
    assert ("Professionnels du métier visé", "75\u00a0%", "VAE") in rows
    assert "les trois quarts" in said(editor.form.ruleList)
    check_page(page)
    assert not cut_texts(editor)


def test_the_example_follows_the_access_path_and_its_members(page: ReferencePage) -> None:
    editor = rules_editor(page)
    box = editor.form.pathComboBox
    box.setCurrentIndex(box.findData("CONTINUING_EDUCATION"))
    box.activated.emit(box.currentIndex())
    assert "2 sur 4 ; la moitié" in said(editor.form.ruleList).replace("\u00a0", " ")
    tick(editor.form.memberTable, 1, 1)
    assert "1 sur 3" in said(editor.form.ruleList)


def test_rules_are_edited_restored_and_saved(page: ReferencePage, messages: RecordedMessages) -> None:
    editor = rules_editor(page)
    before = [line[1].text for line in editor.form.ruleTable.model().lines]
    put(editor.form.ruleTable, 0, 1, 60)
    put(editor.form.ruleTable, 0, 2, "VAE")
    put(editor.form.seatTable, 1, 1, 3)
    assert editor.form.restoreButton.isEnabled()
    editor.form.restoreButton.click()
    assert [line[1].text for line in editor.form.ruleTable.model().lines] == before
    put(editor.form.ruleTable, 0, 1, 60)
    assert page.save()
    saved = page.context.queries.certification(f"{OLDER}/1").panel_rules
    assert PanelRules.from_data(saved).rules[0].value == 60
    messages.assert_silent()


def test_a_role_twice_is_told_and_not_saved(page: ReferencePage, messages: RecordedMessages) -> None:
    editor = rules_editor(page)
    put(editor.form.seatTable, 1, 0, "PRESIDENT")
    assert "deux fois" in editor.form.rulesProblemLabel.text()
    assert not editor.form.ruleList.isVisible()
    assert not page.save()
    assert [error.code for error in messages.errors] == ["panel_rules.role_twice"]


def test_seats_and_rules_are_added_and_removed(page: ReferencePage, qtbot: QtBot) -> None:
    editor = rules_editor(page)
    seats, rules = editor.form.seatTable, editor.form.ruleTable
    counts = seats.model().rowCount(), rules.model().rowCount()
    editor.form.addSeatButton.click()
    editor.form.addRuleButton.click()
    assert (seats.model().rowCount(), rules.model().rowCount()) == (counts[0] + 1, counts[1] + 1)
    qtbot.keyClick(rules, Qt.Key.Key_Delete)
    editor.form.seatTable.choose(0)
    editor.form.removeSeatButton.click()
    assert "président" in editor.form.rulesProblemLabel.text()
    assert rules.model().rowCount() == counts[1]


def test_the_casting_vote_is_yes_or_no(page: ReferencePage) -> None:
    editor = rules_editor(page)
    kinds = [line[0].value for line in editor.form.ruleTable.model().lines]
    row = kinds.index("CASTING_VOTE")
    put(editor.form.ruleTable, row, 1, 0)
    assert "Pas de voix prépondérante" in said(editor.form.ruleList)


# --- the session's own -----------------------------------------------------------------------------


def test_a_session_s_scheme_is_shown_and_cannot_be_changed(
    qtbot: QtBot, session_context: GuiContext, idle: Idle
) -> None:
    idle(session_context.tasks)
    session = session_context.queries.session(session_context.session_id or "")
    row = session_context.queries.certification(session.certification_id)
    dialog = SessionSchemeDialog(session_context, session, row)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    check_page(dialog)
    table = dialog.scheme.form.levelTable.model()
    assert not any(
        table.flags(table.index(line, column)) & Qt.ItemFlag.ItemIsEditable
        for line in range(table.rowCount(QModelIndex()))
        for column in range(4)
    )
    assert not dialog.scheme.rules.findChild(QSpinBox).isEnabled()
    put(dialog.scheme.example.form.exampleGrid, 0, 1, 0)
    assert dialog.scheme.example.result.startswith("Validé")
    dialog.form.partTabWidget.setCurrentIndex(1)
    QApplication.processEvents()
    check_page(dialog)
    tick(dialog.rules.form.memberTable, 0, 1)
    assert "siège à pourvoir" in said(dialog.rules.form.ruleList)
