"""« Préparer », readiness and documents: what blocks, declaring, reopening, a newer version, papers."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from cisp_desktop.application.dossiers import store_dossier
from cisp_desktop.application.findings import Finding, FindingCode, Severity
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.preparation_papers import Paper, PaperKind
from cisp_desktop.application.readiness import declare_ready
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.centre_dialog import CentreDialog
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_status import Step, StepState, StepStatus, read_status
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.issue_row import IssueRow
from cisp_desktop.gui.widgets.prepare_ready import listed_issues
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_readiness import newer_version
from tests.factories import SessionMade, make_session, score
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages
from tests.gui.preparing import PDF, FakeInspector, show_page

Idle = Callable[[TaskRunner], None]


def opened(qtbot: QtBot, context: GuiContext, tab: str, idle: Idle) -> PreparePage:
    page = show_page(qtbot, context)
    page.focus_on(f"tab:{tab}")
    idle(context.tasks)
    return page


def type_in(words: str) -> Callable[[AskTextDialog], None]:
    def script(dialog: AskTextDialog) -> None:
        dialog.form.answerEdit.setText(words)
        dialog.form.acceptButton.click()

    return script


@pytest.mark.parametrize("tab", ["ready", "documents"])
@pytest.mark.parametrize("candidates", [0, 3])
def test_both_tabs_are_for_everybody(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext, tab: str, candidates: int, idle: Idle
) -> None:
    context.set_session(make_session(workspace, candidates=candidates).id)
    page = opened(qtbot, context, tab, idle)
    check_page(page, size=QSize(1084, 560))
    assert cut_texts(page.tabs[tab]) == []


def test_what_blocks_is_listed_first_and_forbids_to_declare(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext, idle: Idle
) -> None:
    context.set_session(make_session(workspace, candidates=0, roles=()).id)
    page = opened(qtbot, context, "ready", idle)
    rows = page.ready.findChildren(IssueRow)
    assert rows[0].issue.text == "Aucun candidat inscrit"
    assert not page.ready.form.declareButton.isEnabled()
    assert "4\u00a0points qui bloquent" in page.ready.form.stateNoteLabel.text()


def test_a_link_leads_to_where_it_is_mended(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext, idle: Idle
) -> None:
    context.set_session(make_session(workspace, candidates=0, roles=()).id)
    page = opened(qtbot, context, "ready", idle)
    asked: list[tuple[str, str]] = []
    context.page_requested.connect(lambda key, target: asked.append((key, target)))
    page.ready.findChildren(IssueRow)[1].button.click()
    assert asked == [("prepare", "tab:panel")]


def test_a_centre_is_mended_without_leaving_the_page(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    page = opened(qtbot, session_context, "ready", idle)

    def fill(dialog: CentreDialog) -> None:
        dialog.form.signatoryEdit.setText("DUPUIS Marc")
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    row = next(r for r in page.ready.findChildren(IssueRow) if r.issue.target.startswith("centre:"))
    row.button.click()
    idle(session_context.tasks)
    codes = [finding.code for finding in page.ready.findings or ()]
    assert FindingCode.CENTRE_SIGNATORY not in codes
    session_context.operations.undo()
    idle(session_context.tasks)
    assert FindingCode.CENTRE_SIGNATORY in [finding.code for finding in page.ready.findings or ()]


def test_a_session_is_declared_ready_and_reopened_with_a_reason(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    page = opened(qtbot, session_context, "ready", idle)
    messages.scripts.append(type_in("DUPUIS Marc"))
    page.ready.form.declareButton.click()
    idle(session_context.tasks)
    assert "par DUPUIS Marc" in page.ready.form.stateLabel.text()
    assert page.subtitle().endswith("prête")
    assert not page.ready.form.declareButton.isVisible()

    def refuse_then_give(dialog: AskTextDialog) -> None:
        dialog.form.acceptButton.click()
        assert "motif" in dialog.form.problemLabel.text()
        dialog.form.answerEdit.setText("Un candidat de plus")
        dialog.form.acceptButton.click()

    messages.scripts.append(refuse_then_give)
    page.ready.form.reopenButton.click()
    idle(session_context.tasks)
    assert page.ready.form.declareButton.isVisible()
    messages.assert_silent()


def test_the_name_of_the_last_declarer_is_offered(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    other = make_session(workspace, name="S2")
    declare_ready(workspace, other.id, by="DUPUIS Marc")
    page = opened(qtbot, session_context, "ready", idle)
    offered: list[str] = []

    def note(dialog: AskTextDialog) -> None:
        offered.append(dialog.text)
        dialog.reject()

    messages.scripts.append(note)
    page.ready.declare()
    assert offered == ["DUPUIS Marc"]


def test_a_newer_version_is_taken_once_what_changes_was_told(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, messages: RecordedMessages,
    made: SessionMade, idle: Idle,
) -> None:  # fmt: skip
    newer_version(workspace)
    page = opened(qtbot, session_context, "ready", idle)
    assert page.ready.form.versionBanner.isVisible()
    messages.answers.append(True)
    page.ready.form.versionBanner.activated.emit()
    idle(session_context.tasks)
    assert "Intitulé" in messages.asked[0]
    assert workspace.queries.session(made.id).certification_version == 2
    assert not page.ready.form.versionBanner.isVisible()


def test_a_ready_session_says_that_it_keeps_its_version(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, made: SessionMade, idle: Idle
) -> None:
    newer_version(workspace)
    declare_ready(workspace, made.id, by="DUPUIS Marc")
    banner = opened(qtbot, session_context, "ready", idle).ready.form.versionBanner
    assert "garde la version 1" in banner.label.text()
    assert not banner.button.isVisible()


def test_a_scored_session_says_why_it_keeps_its_version(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, messages: RecordedMessages,
    made: SessionMade, idle: Idle,
) -> None:  # fmt: skip
    newer_version(workspace)
    score(workspace, made, made.registrations[0], seal=False)
    page = opened(qtbot, session_context, "ready", idle)
    messages.answers.append(True)
    page.ready.form.versionBanner.activated.emit()
    assert [error.code for error in messages.errors] == ["session.scored"]


def test_many_findings_of_one_kind_are_counted() -> None:
    values = {"number": "D-1", "candidate": None}
    found = [Finding(Severity.BLOCKS, FindingCode.NO_QUORUM, values) for _ in range(9)]
    lines = listed_issues(found, more="… et {0}")
    assert len(lines) == 6
    assert lines[-1].text == "… et 4\u00a0autres"


# --- documents ---------------------------------------------------------------------------------------


def test_the_documents_are_listed_with_their_counts_and_previewed(
    qtbot: QtBot, session_context: GuiContext, idle: Idle
) -> None:
    page = opened(qtbot, session_context, "documents", idle)
    tab = page.documents
    texts = [tab.model.item(row).text() for row in range(tab.model.rowCount())]
    assert "Convocations des candidats  ·  3" in texts
    assert "Grilles vierges  ·  3" in texts
    tab.form.papersTreeView.setCurrentIndex(tab.model.item(2).child(1).index())
    idle(session_context.tasks)
    assert isinstance(tab.chosen, Paper)
    shown = tab.form.viewer.page_set
    assert shown is not None
    assert shown.count >= 1


def test_what_the_summons_lack_is_said_before_they_are_saved(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    page = opened(qtbot, session_context, "documents", idle)
    tab = page.documents
    tab.form.papersTreeView.setCurrentIndex(tab.model.item(2).index())
    assert tab.chosen is PaperKind.SUMMONS_CANDIDATES
    tab.form.saveButton.click()
    assert "3\u00a0candidats n’ont pas d’horaire" in messages.asked[0]
    messages.answers.append(True)
    messages.paths.append(tmp_path / "convocations.pdf")
    tab.form.saveButton.click()
    idle(session_context.tasks)
    assert (tmp_path / "convocations.pdf").read_bytes().startswith(b"%PDF")
    assert "convocations.pdf" in tab.form.writtenBanner.label.text()


@pytest.mark.parametrize(("choice", "files"), [(0, 4), (1, 1)])
def test_the_ticked_documents_are_saved_apart_or_as_one(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, tmp_path: Path, choice: int,
    files: int, idle: Idle,
) -> None:  # fmt: skip
    page = opened(qtbot, session_context, "documents", idle)
    tab = page.documents
    for row in range(tab.model.rowCount()):
        item = tab.model.item(row)
        wanted = item.data(Qt.ItemDataRole.UserRole + 1) in (PaperKind.NOMINATION, PaperKind.BLANK_SHEETS)
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    assert tab.form.chosenLabel.text() == "4\u00a0documents cochés"
    messages.answers += [True, choice]  # the centre has no town: that is said first
    messages.paths.append(tmp_path if choice == 0 else tmp_path / "tout.pdf")
    tab.form.saveAllButton.click()
    idle(session_context.tasks)
    assert len(list(tmp_path.glob("*.pdf"))) == files
    assert str(tmp_path) in tab.form.writtenBanner.label.text()


def test_documents_of_the_folder_are_replaced_only_when_that_was_agreed_to(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    page = opened(qtbot, session_context, "documents", idle)
    tab = page.documents
    for row in range(tab.model.rowCount()):
        item = tab.model.item(row)
        wanted = item.data(Qt.ItemDataRole.UserRole + 1) == PaperKind.NOMINATION
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    kept = tmp_path / "Nomination des membres du jury.pdf"
    for agreed in (False, True):
        kept.write_bytes(b"mine")
        messages.answers += [True, 0, agreed]
        messages.paths.append(tmp_path)
        tab.form.saveAllButton.click()
        idle(session_context.tasks)
        assert kept.read_bytes().startswith(b"%PDF" if agreed else b"mine")
    assert any(kept.name in asked for asked in messages.asked)


def test_a_printed_document_is_previewed_first(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    page = opened(qtbot, session_context, "documents", idle)
    tab = page.documents
    tab.form.papersTreeView.setCurrentIndex(tab.model.item(0).index())
    assert tab.chosen is PaperKind.NOMINATION
    messages.answers.append(True)
    tab.form.printButton.click()
    idle(session_context.tasks)
    qtbot.waitUntil(lambda: messages.dialogs == ["PrintPreviewDialog"], timeout=10_000)


def test_a_ready_session_has_its_first_step_done(workspace: SqlWorkspace, made: SessionMade) -> None:
    assert read_status(workspace.queries, made.id).steps[Step.PREPARE].state is StepState.UNDER_WAY
    declare_ready(workspace, made.id, by="DUPUIS Marc")
    assert read_status(workspace.queries, made.id).steps[Step.PREPARE] == StepStatus(StepState.DONE)


def test_the_main_button_leads_to_the_declaration_and_is_not_shown_twice(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, made: SessionMade, idle: Idle
) -> None:
    place_everybody(workspace, made)
    page = show_page(qtbot, session_context)
    assert page.next_button.text() == "Déclarer la session prête…"
    page.next_button.click()
    idle(session_context.tasks)
    assert page.form.subjectTabWidget.currentWidget() is page.ready
    assert page.ready.form.declareButton.isEnabled()
    assert not page.next_button.isVisible()


def place_everybody(workspace: SqlWorkspace, made: SessionMade) -> None:
    """Give each candidate an hour, and hand in a first dossier."""
    places = {
        registration_id: Place(made.panel_id, datetime(2022, 12, 14, 9 + number), 60)
        for number, registration_id in enumerate(made.registrations)
    }
    place_defences(workspace, made.id, places)
    store_dossier(
        workspace, made.registrations[0], kind=DossierKind.THESIS, file_name="memoire.pdf", content=PDF,
        inspector=FakeInspector(),
    )  # fmt: skip
