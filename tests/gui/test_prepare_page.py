"""« Préparer » as a whole: what comes next, what it waits for, what a closed session shows."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from cisp_desktop.application.folder_import import FolderReview, LookedFile
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.services import FoundFile
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.assign_dossiers_dialog import AssignDossiersDialog
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_data import read_session_data
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.gui.checks import check_page
from tests.gui.preparing import show_page

TABS = ("candidates", "dossiers", "panel", "planning")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("candidates", [0, 3])
def test_every_tab_is_for_everybody(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext, tab: str, candidates: int
) -> None:
    context.set_session(make_session(workspace, candidates=candidates).id)
    page = show_page(qtbot, context)
    page.focus_on(f"tab:{tab}")
    check_page(page, size=QSize(1084, 560))


def test_without_a_session_the_page_offers_to_create_one(context: GuiContext, qtbot: QtBot) -> None:
    page = PreparePage(context)
    qtbot.addWidget(page)
    waiting = page.waiting_for()
    assert waiting is not None
    assert waiting.action is not None
    with qtbot.waitSignal(context.new_session_requested):
        waiting.action()


def test_the_main_button_says_what_comes_next(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext
) -> None:
    context.set_session(make_session(workspace, candidates=0, roles=(), name="A").id)
    page = show_page(qtbot, context)
    said = [page.next_button.text()]
    context.set_session(make_session(workspace, roles=(), name="B").id)
    said.append(page.next_button.text())
    made = make_session(workspace, name="C")
    context.set_session(made.id)
    said.append(page.next_button.text())
    assert said == ["Importer une liste…", "Nommer le jury", "Planifier les passages"]
    page.next_button.click()
    assert page.form.subjectTabWidget.currentWidget() is page.planning
    page.next_button.click()
    qtbot.waitUntil(lambda: page.next_button.text() == "Ajouter les pièces…", timeout=20_000)


def test_the_tabs_count_what_is_missing(qtbot: QtBot, session_context: GuiContext) -> None:
    page = show_page(qtbot, session_context)
    texts = [page.form.subjectTabWidget.tabText(i) for i in range(4)]
    assert texts[0] == "Candidats  ·  3"
    assert "21\u00a0manquantes" in texts[1]
    assert texts[3] == "Planning  ·  3 sans horaire"


def test_a_closed_session_shows_everything_and_changes_nothing(
    qtbot: QtBot, session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        open_session(work, made.id).closed_at = workspace.clock()
        work.commit()
    page = show_page(qtbot, session_context)
    assert page.form.closedBanner.isVisible()
    assert not page.candidates.form.importButton.isVisible()
    for tab in TABS:
        page.focus_on(f"tab:{tab}")
    assert not page.panel.form.composeButton.isVisible()
    assert not page.planning.form.proposeButton.isEnabled()
    assert page.panel.cards[next(iter(page.panel.cards))].name_edit.isReadOnly()
    assert page.next_button.text() == "Voir le procès-verbal"


def test_a_target_leads_to_the_candidate_or_the_cell(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    page = show_page(qtbot, session_context)
    page.focus_on(f"dossier:{made.registrations[1]}:THESIS")
    assert page.form.subjectTabWidget.currentWidget() is page.dossiers
    assert page.dossiers.form.matrixTableView.currentIndex().row() == 1
    page.focus_on(f"registration:{made.registrations[2]}")
    assert page.candidates.selected_rows()[0].id == made.registrations[2]


def test_another_session_replaces_everything(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext
) -> None:
    page = show_page(qtbot, session_context)
    page.focus_on("tab:panel")
    name = next(iter(page.panel.cards.values())).name_edit
    assert name.text() == "MARTIN Anne"
    session_context.set_session(make_session(workspace, candidates=1, roles=(), name="S2").id)
    assert name.text() == ""
    page.focus_on("tab:candidates")
    assert page.candidates.model.rowCount() == 1


def test_one_edit_reads_one_line_again(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, made: SessionMade
) -> None:
    before = read_session_data(session_context.queries, made.id)
    seen = []
    session_context.operations.changed.connect(seen.append)
    places = {
        registration: Place(made.panel_id, datetime(2022, 12, 14, 9 + place), 60)
        for place, registration in enumerate(made.registrations)
    }
    session_context.operations.run(lambda: place_defences(workspace, made.id, places))
    after = read_session_data(session_context.queries, made.id, known=before, changes=seen[0])
    assert all(row.starts_at is not None for row in after.registrations)
    assert after.certification is before.certification


def test_a_folder_of_a_thousand_files_opens_at_once(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    data = read_session_data(session_context.queries, made.id)
    files = [FoundFile(Path(f"/f/{i}.pdf"), None, None, None, False) for i in range(1_000)]
    looked = [LookedFile(file, None, None, str(place)) for place, file in enumerate(files)]
    dialog = AssignDossiersDialog(FolderReview(looked, [], {}), data, source="f")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.model.to_assign == 1_000
    assert not dialog.form.acceptButton.isEnabled()
