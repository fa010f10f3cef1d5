"""The templates of papers in the window: worded, coloured, looked at, kept, undone, put back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from cisp_desktop.application.paper_templates import edit_templates, read_templates
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.centre_dialog import CentreDialog
from cisp_desktop.gui.dialogs.paper_templates_dialog import PaperTemplatesDialog
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.pages.settings_page import SettingsPage
from cisp_desktop.gui.paper_template_acts import manage_paper_templates, templates_dialog
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import completed_session, open_completed
from tests.documents.reading import whole_text
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
CHANGED = CentreTemplates("#7A1F2B", {"DECISION_NOTICE": {"closing": "Merci."}})
NOTICE, CERTIFICATE = 0, 4


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened, _made = open_completed(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def made(tmp_path: Path, workspace: SqlWorkspace) -> SessionMade:
    del workspace
    return completed_session()


def centre_of(context: GuiContext) -> str:
    return context.queries.centres()[0].id


def kept(context: GuiContext) -> CentreTemplates:
    return read_templates(context.workspace, centre_of(context))


@pytest.fixture
def dialog(qtbot: QtBot, session_context: GuiContext, made: SessionMade, idle: Idle) -> PaperTemplatesDialog:
    """The dialog with its preview, shown."""
    shown = templates_dialog(
        session_context, centre_of(session_context), CentreTemplates(), session_id=made.id, parent=None
    )
    qtbot.addWidget(shown)
    shown.show()
    idle(session_context.tasks)
    return shown


def previewed(dialog: PaperTemplatesDialog) -> str:
    pages = dialog.form.previewViewer.page_set
    assert pages is not None
    return whole_text(pages.pdf)


def offered(button: QPushButton) -> QMenu:
    menu = button.menu()
    assert isinstance(menu, QMenu)
    return menu


def test_each_paper_offers_its_texts_and_the_fields_that_it_knows(dialog: PaperTemplatesDialog) -> None:
    check_page(dialog)
    papers = dialog.form.papersListWidget
    assert [one.paragraph.key for one in dialog.editors] == ["opening", "closing", "procedure"]
    captions = [action.text() for action in offered(dialog.editors[0].field_button).actions()]
    assert "NOM Prénom du candidat – {titulaire}" in captions
    assert not any("{membre}" in caption for caption in captions)
    papers.setCurrentRow(CERTIFICATE)
    assert dialog.editors == []
    check_page(dialog)


def test_a_field_chosen_stands_where_the_cursor_is(dialog: PaperTemplatesDialog) -> None:
    editor = dialog.editors[0]
    editor.edit.setPlainText("Pour , le jury.")
    cursor = editor.edit.textCursor()
    cursor.setPosition(5)
    editor.edit.setTextCursor(cursor)
    action = next(one for one in offered(editor.field_button).actions() if "{titulaire}" in one.text())
    action.trigger()
    assert editor.text == "Pour {titulaire}, le jury."
    assert dialog.templates.papers == {"DECISION_NOTICE": {"opening": "Pour {titulaire}, le jury."}}
    assert "modifié" in dialog.form.papersListWidget.item(NOTICE).text()


def test_the_preview_follows_what_is_typed_on_the_session_s_first_paper(
    dialog: PaperTemplatesDialog, session_context: GuiContext, qtbot: QtBot, idle: Idle
) -> None:
    first = session_context.queries.registrations(str(session_context.session_id))[0]
    assert first.birth_name in previewed(dialog)
    assert "premier document de la session" in dialog.form.previewLabel.text()
    dialog.editors[1].edit.setPlainText("À bientôt, {numero_dossier}.")
    qtbot.waitUntil(lambda: f"À bientôt, {first.number}." in previewed(dialog), timeout=10_000)
    assert "APERÇU" in previewed(dialog)
    idle(session_context.tasks)
    dialog.form.papersListWidget.setCurrentRow(CERTIFICATE)
    qtbot.waitUntil(lambda: "MODÈLE Camille" in previewed(dialog), timeout=10_000)
    assert "exemple inventé" in dialog.form.previewLabel.text()


def test_a_text_that_is_not_right_yet_holds_the_preview_and_says_why(
    dialog: PaperTemplatesDialog, qtbot: QtBot
) -> None:
    before = dialog.form.previewViewer.page_set
    dialog.editors[1].edit.setPlainText("Pour {titulaire")
    qtbot.waitUntil(lambda: "accolade" in dialog.form.previewLabel.text(), timeout=10_000)
    assert dialog.form.previewViewer.page_set is before


def test_what_is_wrong_leads_to_its_paper_and_field(dialog: PaperTemplatesDialog) -> None:
    dialog.editors[0].edit.setPlainText("{membre}")
    dialog.form.papersListWidget.setCurrentRow(CERTIFICATE)
    dialog.form.acceptButton.click()
    assert dialog.form.papersListWidget.currentRow() == NOTICE
    assert dialog.focusWidget() is dialog.editors[0].edit
    assert dialog.form.problemLabel.text().startswith("Relevé de décision\u00a0: «\u00a0Ouverture\u00a0»")


def test_a_pale_colour_is_told_at_once_and_refused(dialog: PaperTemplatesDialog) -> None:
    dialog.form.colourEdit.setText("#FFCC00")
    assert "trop pâle" in dialog.form.contrastLabel.text()
    assert dialog.form.colourComboBox.currentText() == "Autre"
    dialog.form.acceptButton.click()
    assert dialog.focusWidget() is dialog.form.colourEdit
    place = dialog.form.colourComboBox.findText("Bordeaux")
    dialog.form.colourComboBox.setCurrentIndex(place)
    dialog.form.colourComboBox.activated.emit(place)
    assert dialog.templates.accent == "#7A1F2B"
    assert "10,2" in dialog.form.contrastLabel.text()


def test_a_text_a_paper_and_everything_go_back_to_the_origin(dialog: PaperTemplatesDialog) -> None:
    dialog.show_templates(
        CentreTemplates(
            "#7A1F2B", {"DECISION_NOTICE": {"opening": "a", "closing": "b"}, "JUROR_EXPENSES": {"joined": ""}}
        )
    )
    dialog.editors[0].origin_button.click()
    assert dialog.templates.papers["DECISION_NOTICE"] == {"closing": "b"}
    paper, everything = offered(dialog.form.resetButton).actions()
    paper.trigger()
    assert list(dialog.templates.papers) == ["JUROR_EXPENSES"]
    everything.trigger()
    assert dialog.templates == CentreTemplates()


def test_a_message_is_worded_like_a_paper_and_read_at_once(
    dialog: PaperTemplatesDialog, qtbot: QtBot, session_context: GuiContext, idle: Idle
) -> None:
    form = dialog.form
    form.papersListWidget.setCurrentRow(form.papersListWidget.count() - 1)
    assert [one.paragraph.key for one in dialog.editors] == ["subject", "body"]
    assert (form.previewViewer.isVisible(), form.mailPreviewEdit.isVisible()) == (False, True)
    check_page(dialog)
    captions = [action.text() for action in offered(dialog.editors[1].field_button).actions()]
    assert "Documents joints – {documents}" in captions
    dialog.editors[0].edit.setPlainText("Jury du {session}")
    dialog.editors[1].edit.setPlainText("Bonjour {candidat} <b>&amp;</b>")
    read = typed_text(form.mailPreviewEdit)
    assert read.startswith("Objet\u00a0: Jury du 14/12/2026\n\nBonjour MODÈLE Camille <b>&amp;</b>")
    idle(session_context.tasks)
    assert "candidat inventé" in form.previewLabel.text()
    form.acceptButton.click()
    assert "doit garder {documents}" in form.problemLabel.text()
    dialog.editors[1].insert_field("documents")
    form.papersListWidget.setCurrentRow(NOTICE)
    assert form.previewViewer.isVisible()
    qtbot.waitUntil(lambda: "premier document" in form.previewLabel.text(), timeout=10_000)


def test_hostile_words_show_as_typed(dialog: PaperTemplatesDialog, qtbot: QtBot) -> None:
    words = '<b>& "gras"</b> =1+1 &titre;'
    dialog.editors[0].edit.setPlainText(words)
    assert dialog.editors[0].text == words
    qtbot.waitUntil(lambda: words in previewed(dialog), timeout=10_000)


def test_an_interrupted_wording_is_put_back(dialog: PaperTemplatesDialog) -> None:
    dialog.editors[0].edit.setPlainText("Commencé")
    values = dialog.typed()
    dialog.show_templates(CentreTemplates())
    dialog.put_back(values)
    assert dialog.templates.papers == {"DECISION_NOTICE": {"opening": "Commencé"}}


def test_templates_are_kept_from_the_sequel_undone_and_done_again(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    page = SequelPage(session_context)
    qtbot.addWidget(page)
    page.show()
    page.refresh(None)
    idle(session_context.tasks)

    def fill(dialog: PaperTemplatesDialog) -> None:
        dialog.editors[1].edit.setPlainText("Merci.")
        dialog.form.colourEdit.setText("#7a1f2b")
        dialog.form.acceptButton.click()
        idle(session_context.tasks)
        assert not dialog.isVisible()

    messages.scripts.append(fill)
    button = next(
        one for one in page.header_widgets() if isinstance(one, QPushButton) and "Mod" in one.text()
    )
    button.click()
    idle(session_context.tasks)
    assert kept(session_context) == CHANGED
    session_context.operations.undo()
    idle(session_context.tasks)
    assert kept(session_context) == CentreTemplates()
    session_context.operations.redo()
    idle(session_context.tasks)
    assert kept(session_context) == CHANGED
    messages.assert_silent()


def test_the_settings_lead_to_the_templates_and_those_to_the_centre_s_logo(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    page = SettingsPage(session_context)
    qtbot.addWidget(page)
    page.show()
    page.refresh(None)
    check_page(page)
    seen: list[type] = []

    def look(dialog: CentreDialog) -> None:
        seen.append(type(dialog))
        dialog.reject()

    def open_centre(dialog: PaperTemplatesDialog) -> None:
        seen.append(type(dialog))
        messages.scripts.append(look)
        dialog.form.centreButton.click()
        dialog.reject()

    messages.scripts.append(open_centre)
    page.form.templatesButton.click()
    idle(session_context.tasks)
    assert seen == [PaperTemplatesDialog, CentreDialog]


def test_templates_changed_elsewhere_are_refused_in_the_dialog(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    centre, workspace = centre_of(session_context), session_context.workspace
    said: list[str] = []

    def fill(dialog: PaperTemplatesDialog) -> None:
        edit_templates(workspace, centre, CHANGED, before=CentreTemplates(), renderer=IssuedRenderer())
        dialog.editors[0].edit.setPlainText("Autre chose")
        dialog.form.acceptButton.click()
        idle(session_context.tasks)
        said.append(dialog.form.problemLabel.text())
        dialog.reject()

    messages.scripts.append(fill)
    page = SettingsPage(session_context)
    qtbot.addWidget(page)
    manage_paper_templates(session_context, centre, parent=page)
    idle(session_context.tasks)
    assert "ont changé entre-temps" in said[0]
    assert kept(session_context) == CHANGED
