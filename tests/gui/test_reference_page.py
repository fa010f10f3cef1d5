"""« Référentiels »: reading versions, editing a draft, importing, saving, comparing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cisp_desktop.application.certification_draft import ROOT
from cisp_desktop.application.certification_editing import certification_to_data, save_certification
from cisp_desktop.application.reference_drafts import Correspondence
from cisp_desktop.gui import reference_acts
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.compare_versions_dialog import CompareVersionsDialog
from cisp_desktop.gui.dialogs.find_sheet_dialog import FindSheetDialog
from cisp_desktop.gui.dialogs.paste_sheet_dialog import PasteSheetDialog
from cisp_desktop.gui.dialogs.save_certification_dialog import SaveCertificationDialog, offered_equivalences
from cisp_desktop.gui.pages.reference_page import ReferencePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from cisp_desktop.gui.widgets.flat_text import typed_text
from tests.conftest import DATA
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
SHIPPED = Path(reference_acts.__file__).parent.parent / "data" / "certifications" / "RNCP6133.json"
EXTRACT = DATA / "reference" / "extrait-fiches-rncp.xml"
PAGE = DATA / "reference" / "page-RNCP36128.txt"
CODE = "RNCP36128"


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> ReferencePage:
    """The page on a workspace where RNCP36128 is used by one session."""
    idle(session_context.tasks)
    made = ReferencePage(session_context)
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.show()
    made.refresh(None)
    return made


@pytest.fixture
def unused(qtbot: QtBot, context: GuiContext) -> ReferencePage:
    """The page on a workspace without a session."""
    made = ReferencePage(context)
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.show()
    made.refresh(None)
    return made


def press_edit(page: ReferencePage) -> Any:
    page.buttons.edit_button.click()
    assert page.editor.desk is not None
    return page.editor.structure


def words(widget: Any) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def listed(page: ReferencePage) -> list[str]:
    tree = page.form.certificationTreeWidget
    return [tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount())]


# --- reading ---------------------------------------------------------------------------------------


def test_the_list_says_each_version_and_its_use(page: ReferencePage) -> None:
    assert "version 1, utilisée par 1\u00a0session, figée" in listed(page)[0]
    assert "version 1, modifiable" in listed(page)[1]
    check_page(page)


def test_only_an_unused_newest_version_can_be_removed(
    page: ReferencePage, messages: RecordedMessages
) -> None:
    assert page.buttons.remove_button.property("unavailable")
    page.focus_on("certification:RNCP6133/1")
    assert not page.buttons.remove_button.property("unavailable")
    page.buttons.remove_button.click()
    page.refresh(None)
    assert len(listed(page)) == 1
    page.context.operations.undo()
    page.refresh(None)
    assert len(listed(page)) == 2
    messages.assert_silent()


# --- editing ---------------------------------------------------------------------------------------


def test_the_editor_owes_what_every_page_owes(page: ReferencePage) -> None:
    structure = press_edit(page)
    draft = page.editor.desk.draft
    for key in (
        ROOT,
        draft.blocks[0].key,
        draft.blocks[0].competences[0].key,
        draft.blocks[0].assessments[0].key,
    ):
        structure.choose(key)
        QApplication.processEvents()
        check_page(page)


def test_a_frozen_version_says_that_the_next_one_will_be_made(page: ReferencePage) -> None:
    press_edit(page)
    assert "version 2" in page.editor.form.stateBanner.label.text()


def test_editing_a_frozen_version_saves_the_next_one(
    page: ReferencePage, qtbot: QtBot, messages: RecordedMessages
) -> None:
    structure = press_edit(page)
    structure.choose(page.editor.desk.draft.blocks[0].key)
    qtbot.keyClicks(structure.node.form.blockTitleEdit, "Nouveau ")
    page.buttons.save_button.click()
    page.refresh(None)
    row = page.context.queries.certification(f"{CODE}/2")
    assert row.blocks[0].title.startswith("Nouveau ")
    assert not page.context.queries.certification(f"{CODE}/1").blocks[0].title.startswith("Nouveau ")
    assert not page.editing
    assert "version 2 créée" in page.form.toldBanner.label.text()
    messages.assert_silent()
    page.context.operations.undo()
    assert [one.id for one in page.context.queries.certifications()] == [f"{CODE}/1", "RNCP6133/1"]


def test_facts_are_typed_and_saved(unused: ReferencePage, qtbot: QtBot, messages: RecordedMessages) -> None:
    structure = press_edit(unused)
    facts = structure.node.facts
    facts.form.levelComboBox.setCurrentIndex(6)
    facts.form.levelComboBox.activated.emit(6)
    facts.form.endsEdit.clear()
    qtbot.keyClicks(facts.form.endsEdit, "26/01/2028")
    facts.form.validitySpinBox.setValue(5)
    facts.form.nsfEdit.setPlainText("332t Aide, conseil\n333 Enseignement")
    facts.path_boxes[next(iter(facts.path_boxes))].click()
    assert unused.save()
    row = unused.context.queries.certification(f"{CODE}/1")
    assert row.level_national == 6
    assert str(row.registration_ends) == "2028-01-26"
    assert row.sheet["validity_years_of_blocks"] == 5
    assert row.sheet["nsf"] == [
        {"code": "332t", "title": "Aide, conseil"}, {"code": "333", "title": "Enseignement"}
    ]  # fmt: skip
    assert row.sheet["access_paths"]["STUDENT"]
    assert row.sheet["prerequisites"]["or_vap"]
    messages.assert_silent()


def test_a_date_that_is_none_is_marked_and_not_saved(
    unused: ReferencePage, qtbot: QtBot, messages: RecordedMessages
) -> None:
    facts = press_edit(unused).node.facts
    facts.form.endsEdit.clear()
    qtbot.keyClicks(facts.form.endsEdit, "31/02/2026")
    assert facts.form.endsEdit.property("kind") == "invalid"
    assert not unused.save()
    assert [error.code for error in messages.errors] == ["certification.day_unreadable"]


def test_a_competence_is_cut_at_the_cursor_and_joined_again(page: ReferencePage, qtbot: QtBot) -> None:
    structure = press_edit(page)
    desk = page.editor.desk
    first = desk.draft.blocks[0].competences[0]
    structure.choose(first.key)
    edit = structure.node.form.wordingEdit
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(3):
        edit.moveCursor(QTextCursor.MoveOperation.NextWord)
    structure.node.form.splitButton.click()
    parts = [one.wording for one in desk.draft.blocks[0].competences[:2]]
    assert " ".join(parts) == first.wording
    assert structure.key == desk.draft.blocks[0].competences[1].key
    structure.choose(first.key)
    structure.node.form.mergeButton.click()
    assert desk.draft.blocks[0].competences[0] == first


def test_keys_move_remove_and_undo_within_the_draft(page: ReferencePage, qtbot: QtBot) -> None:
    structure = press_edit(page)
    desk = page.editor.desk
    before = desk.draft
    tree = structure.form.structureTreeView
    second = before.blocks[0].competences[1]
    structure.choose(second.key)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert desk.draft.blocks[0].competences[0] == second
    assert structure.key == second.key
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert desk.draft.line(second.key) is None
    assert structure.key == before.blocks[0].competences[0].key
    qtbot.keyClick(tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.draft == before
    qtbot.keyClick(tree, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert desk.draft.blocks[0].competences[0] == second


def test_typing_in_one_field_is_undone_at_once(page: ReferencePage, qtbot: QtBot) -> None:
    structure = press_edit(page)
    desk = page.editor.desk
    before = desk.draft
    structure.choose(before.blocks[0].competences[0].key)
    qtbot.keyClicks(structure.node.form.wordingEdit, "abc")
    structure.choose(before.blocks[0].competences[1].key)
    qtbot.keyClicks(structure.node.form.wordingEdit, "def")
    assert desk.undo_stack.count() == 2
    desk.undo_stack.undo()
    desk.undo_stack.undo()
    assert desk.draft == before


def test_a_name_is_edited_in_the_tree(page: ReferencePage) -> None:
    structure = press_edit(page)
    block = page.editor.desk.draft.blocks[0]
    structure.model.setData(structure.model.index_of(block.key), "Intitulé <i>&</i> court")
    assert page.editor.desk.draft.blocks[0].title == "Intitulé <i>&</i> court"
    assert structure.model.index_of(block.key).data() == "BC01 · Intitulé <i>&</i> court"


def test_what_is_added_is_chosen_and_ready_to_be_typed(page: ReferencePage) -> None:
    structure = press_edit(page)
    desk = page.editor.desk
    structure.choose(desk.draft.blocks[0].key)
    structure.add_assessment_action.trigger()
    assert desk.draft.line(structure.key) is desk.draft.blocks[0].assessments[-1]
    structure.node.form.oralSpinBox.setValue(20)
    structure.node.form.interviewSpinBox.setValue(30)
    added = desk.draft.blocks[0].assessments[-1]
    assert (added.oral_minutes, added.interview_minutes) == (20, 30)
    structure.add_block_action.trigger()
    assert desk.draft.blocks[1].code == f"{CODE}BC06"


def test_what_could_serve_no_jury_is_refused_and_the_draft_stays(
    page: ReferencePage, messages: RecordedMessages
) -> None:
    structure = press_edit(page)
    structure.add_block_action.trigger()
    assert not page.save()
    assert [error.code for error in messages.errors] == ["reference.block_unnamed"]
    assert page.editing


def test_no_break_spaces_of_the_official_text_survive_an_edit(page: ReferencePage, qtbot: QtBot) -> None:
    structure = press_edit(page)
    desk = page.editor.desk
    key = desk.draft.blocks[0].competences[0].key
    structure.model.setData(structure.model.index_of(key), "Quoi\u00a0? Ceci")
    structure.choose(key)
    structure.node.form.wordingEdit.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(structure.node.form.wordingEdit, "!")
    assert desk.draft.blocks[0].competences[0].wording == "Quoi\u00a0? Ceci!"


# --- leaving ---------------------------------------------------------------------------------------


def test_leaving_an_untouched_draft_asks_nothing(page: ReferencePage, messages: RecordedMessages) -> None:
    press_edit(page)
    assert page.leave()
    assert not page.editing
    assert messages.asked == []


@pytest.mark.parametrize(("answer", "left", "versions"), [(None, False, 2), (1, True, 2), (0, True, 3)])
def test_leaving_an_edited_draft_asks(
    page: ReferencePage, messages: RecordedMessages, answer: int | None, left: bool, versions: int
) -> None:
    structure = press_edit(page)
    structure.choose(page.editor.desk.draft.blocks[0].competences[0].key)
    structure.node.form.wordingEdit.insertPlainText("Ajout ")
    messages.answers = [answer]
    assert page.leave() is left
    assert len(messages.asked) == 1
    assert page.editing is not left
    assert len(page.context.queries.certifications()) == versions


def test_a_version_saved_by_somebody_else_meanwhile_is_not_overwritten(
    page: ReferencePage, messages: RecordedMessages
) -> None:
    structure = press_edit(page)
    data = certification_to_data(page.context.queries.certification(f"{CODE}/1"))
    save_certification(page.context.workspace, data | {"title": "Ailleurs"}, base_id=f"{CODE}/1")
    structure.choose(page.editor.desk.draft.blocks[0].competences[0].key)
    structure.node.form.wordingEdit.insertPlainText("Ajout ")
    assert not page.save()
    assert [error.code for error in messages.errors] == ["certification.changed_meanwhile"]
    assert page.context.queries.certification(f"{CODE}/2").title == "Ailleurs"


# --- importing -------------------------------------------------------------------------------------


def find(text: str, qtbot: QtBot, row: int = 0) -> Callable[[FindSheetDialog], None]:
    def script(dialog: FindSheetDialog) -> None:
        check_page(dialog)
        qtbot.keyClicks(dialog.form.searchEdit, text)
        dialog.form.searchButton.click()
        qtbot.waitUntil(lambda: bool(dialog.form.foundLabel.text()), timeout=10_000)
        dialog.form.sheetTableView.selectRow(row)
        dialog.form.acceptButton.click()

    return script


def test_a_sheet_of_the_flow_is_found_corrected_and_saved(
    page: ReferencePage, messages: RecordedMessages, qtbot: QtBot
) -> None:
    def record(dialog: SaveCertificationDialog) -> None:
        check_page(dialog)
        assert {entry.held_certification for entry in dialog.chosen} == {"RNCP37507"}
        dialog.form.acceptButton.click()

    messages.paths = [EXTRACT]
    messages.scripts = [find("40344", qtbot), record]
    page.buttons.import_action.trigger()
    structure = page.editor.structure
    draft = page.editor.desk.draft
    assert (draft.code, len(draft.blocks)) == ("RNCP40344", 4)
    structure.choose(draft.blocks[0].competences[0].key)
    assert typed_text(structure.node.form.sourceEdit) == draft.blocks[0].competence_source
    structure.choose(ROOT)
    assert typed_text(structure.node.form.sourceEdit) == "\n".join(draft.notes)
    check_page(page)
    assert page.save()
    row = page.context.queries.certification("RNCP40344/1")
    assert [b.code for b in row.blocks] == [b.code for b in draft.blocks]
    recorded = page.context.queries.equivalences("RNCP40344")
    assert {one.held_block for one in recorded} == {f"RNCP37507BC0{n}" for n in range(1, 5)}
    messages.assert_silent()


def test_a_search_that_finds_nothing_says_so(context: GuiContext, qtbot: QtBot) -> None:
    dialog = FindSheetDialog(context, EXTRACT)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.search("dompteur de lions")
    qtbot.waitUntil(lambda: bool(dialog.form.foundLabel.text()), timeout=10_000)
    assert "Aucune fiche" in dialog.form.foundLabel.text()
    assert not dialog.form.acceptButton.isEnabled()


def test_a_file_that_is_no_flow_is_refused_within_the_dialog(
    context: GuiContext, qtbot: QtBot, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.xml"
    wrong.write_text("<notes/>")
    dialog = FindSheetDialog(context, wrong)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.search("")
    qtbot.waitUntil(lambda: bool(dialog.form.problemLabel.text()), timeout=10_000)
    assert "France compétences" in dialog.form.problemLabel.text()
    assert dialog.form.searchButton.isEnabled()


def test_a_search_stops_when_asked(
    context: GuiContext, services: Any, qtbot: QtBot, tmp_path: Path, idle: Idle
) -> None:
    class Endless:
        def search(self, path: Path, text: str = "", codes: Any = (), *, limit: int, progress: Any) -> Any:
            while True:
                progress(1, 4)

    services.reference_flows = Endless()
    dialog = FindSheetDialog(context, tmp_path / "flux.xml")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.search("tout")
    qtbot.waitUntil(lambda: dialog.form.readBar.value() == 250, timeout=10_000)
    dialog.form.stopButton.click()
    idle(context.tasks)
    assert dialog.form.foundLabel.text() == "Lecture arrêtée."
    assert not dialog.form.readBar.isVisible()


def test_a_pasted_page_becomes_a_draft(page: ReferencePage, messages: RecordedMessages, qtbot: QtBot) -> None:
    def paste(dialog: PasteSheetDialog) -> None:
        check_page(dialog)
        dialog.form.pageEdit.setPlainText("Bonjour")
        qtbot.waitUntil(
            lambda: "numéro de fiche" in dialog.form.recognisedBanner.label.text(), timeout=10_000
        )
        assert not dialog.form.acceptButton.isEnabled()
        dialog.form.pageEdit.setPlainText(PAGE.read_text("utf-8"))
        qtbot.waitUntil(dialog.form.acceptButton.isEnabled, timeout=10_000)
        dialog.form.acceptButton.click()

    messages.scripts = [paste]
    page.buttons.paste_action.trigger()
    draft = page.editor.desk.draft
    assert draft.code == CODE
    assert [len(block.competences) for block in draft.blocks] == [
        len(block.competences) for block in page.context.queries.certification(f"{CODE}/1").blocks
    ]
    assert page.editor.desk.modified
    messages.assert_silent()


def test_a_json_sheet_opens_as_a_draft_and_a_wrong_one_is_refused(
    page: ReferencePage, messages: RecordedMessages, tmp_path: Path
) -> None:
    wrong = tmp_path / "liste.json"
    wrong.write_text("[1, 2]")
    messages.paths = [wrong]
    page.buttons.import_action.trigger()
    assert [error.code for error in messages.errors] == ["certification.not_json"]
    assert not page.editing
    other = tmp_path / "fiche.json"
    data = json.loads(SHIPPED.read_text("utf-8")) | {"title": "Un autre titre"}
    other.write_text(json.dumps(data), "utf-8")
    messages.paths = [other]
    page.buttons.import_action.trigger()
    assert page.editor.desk.draft.code == "RNCP6133"
    assert page.save()
    told = page.form.toldBanner.label.text()
    assert "RNCP6133\u00a0: version 2 créée, parce que la fiche diffère de la version 1" in told
    assert "1\u00a0champ de la fiche" in told
    assert "« Comparer »" in told.replace("\u00a0", " ")


def test_a_sheet_that_is_there_already_is_said_to_be_and_opens_nothing(
    page: ReferencePage, messages: RecordedMessages, qtbot: QtBot
) -> None:
    messages.paths = [SHIPPED]
    page.buttons.import_action.trigger()
    assert messages.informed == ["RNCP6133, version 1\u00a0: déjà à jour, rien n’a changé."]
    assert not page.editing
    messages.paths = [EXTRACT, EXTRACT]
    take_all = lambda dialog: dialog.form.acceptButton.click()  # noqa: E731
    messages.scripts = [find("35959", qtbot), take_all, find("35959", qtbot)]
    page.buttons.import_action.trigger()
    assert page.save()
    before = len(page.context.queries.events())
    page.buttons.import_action.trigger()
    assert messages.informed[1:] == ["RNCP35959, version 1\u00a0: déjà à jour, rien n’a changé."]
    assert not page.editing
    assert len(page.context.queries.events()) == before


def test_a_sheet_without_blocks_opens_and_says_what_it_needs(
    page: ReferencePage, messages: RecordedMessages
) -> None:
    page.buttons.new_action.trigger()
    assert page.editor.desk.draft.blocks == ()
    check_page(page)
    page.editor.structure.node.facts.form.codeEdit.setText("RS1")
    page.editor.structure.node.facts.form.codeEdit.textEdited.emit("RS1")
    assert not page.save()
    assert [error.code for error in messages.errors] == ["reference.no_title"]


def test_hostile_texts_show_verbatim(page: ReferencePage, messages: RecordedMessages, tmp_path: Path) -> None:
    hostile = "<img src=x> & \u00ab1\u00bb =1+1"
    sheet = tmp_path / "fiche.json"
    sheet.write_text(
        '{"code": "RNCP1", "title": "%s", "level_national": 5, "certifier": {"name": "%s"},'
        ' "source_defects": ["%s"], "blocks": [{"code": "RNCP1BC01", "title": "%s",'
        ' "competences": ["%s"], "assessments": []}]}' % ((hostile,) * 5),
        "utf-8",
    )
    messages.paths = [sheet]
    page.buttons.import_action.trigger()
    structure = page.editor.structure
    assert structure.node.facts.form.titleEdit.toPlainText() == hostile
    assert typed_text(structure.node.form.sourceEdit) == hostile
    assert structure.model.index_of(ROOT).data() == f"RNCP1 · {hostile}"
    assert page.save()
    page.refresh(None)
    page.focus_on("certification:RNCP1/1")
    assert hostile in words(page)
    check_page(page)


def test_only_what_stands_alone_is_offered_as_an_equivalence(page: ReferencePage) -> None:
    row = page.context.queries.certification(f"{CODE}/1")
    draft = reference_acts.draft_of(row)
    first, second = (block.code for block in draft.blocks[:2])
    found = (
        Correspondence((first,), "RNCP16575", ("RNCP16575BC01",)),
        Correspondence((first, second), "RNCP9", ("RNCP9BC09",)),
        Correspondence((first,), "RNCP8", ("RNCP8BC01", "RNCP8BC02")),
        Correspondence((), "RNCP16575", ()),
        Correspondence((first,), "RNCP37504", ("RNCP37504BC01",)),
    )
    offered, left_out = offered_equivalences(
        type(draft)(draft.facts, draft.blocks, correspondences=found), "fiche"
    )
    told = [(one.entry.held_block, one.entry.block_code, one.advised) for one in offered]
    assert told == [
        ("RNCP16575BC01", first, True), ("RNCP9BC09", first, False), ("RNCP9BC09", second, False)
    ]  # fmt: skip
    assert left_out == 3


# --- comparing -------------------------------------------------------------------------------------


def test_two_versions_are_compared_by_sign_and_word(
    page: ReferencePage, messages: RecordedMessages, idle: Idle
) -> None:
    data = certification_to_data(page.context.queries.certification(f"{CODE}/1"))
    data["blocks"][0]["competences"].append("Jouer du violon la nuit.")
    data["level_national"] = 6
    save_certification(page.context.workspace, data, base_id=f"{CODE}/1")
    page.refresh(None)
    seen: list[list[str]] = []

    def look(dialog: CompareVersionsDialog) -> None:
        idle(page.context.tasks)
        check_page(dialog)
        seen.extend(list(line.texts) for line in dialog.model.lines)
        assert "2\u00a0différences" in dialog.form.countLabel.text()
        dialog.form.onlyCheckBox.setChecked(False)
        assert len(dialog.model.lines) > 60
        dialog.form.cancelButton.click()

    messages.scripts = [look]
    page.buttons.compare_button.click()
    assert seen == [
        ["≠\u00a0modifié", "Niveau", "5", "6"],
        ["+\u00a0ajouté", "BC01 · compétence", "–", "Jouer du violon la nuit."],
    ]


# --- large text ------------------------------------------------------------------------------------


def test_nothing_of_the_editor_is_cut_at_text_scale_150(page: ReferencePage, theme: Theme) -> None:
    try:
        theme.apply(ThemeMode.LIGHT, text_scale=150)
        page.resize(900, 480)  # what the frame leaves at 1180 × 620
        structure = press_edit(page)
        block = page.editor.desk.draft.blocks[0]
        for key in (ROOT, block.key, block.competences[0].key, block.assessments[0].key):
            structure.choose(key)
            QApplication.processEvents()
            assert cut_texts(page.editor) == []
            assert page.minimumSizeHint().width() <= 900
            assert page.minimumSizeHint().height() <= 480
    finally:
        theme.apply(ThemeMode.LIGHT, text_scale=100)
