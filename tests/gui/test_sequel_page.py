"""« Suites »: what is issued, to issue, not due; each act of the page on real papers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cisp_desktop.application.issuing import read_papers
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.certificate_mentions_dialog import CertificateMentionsDialog
from cisp_desktop.gui.itemmodels.issued_matrix_model import Role
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.session_status import Step, StepState
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import CHOICES, completed_session, issue, open_completed
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened, _made = open_completed(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def made(tmp_path: Path, workspace: SqlWorkspace) -> SessionMade:
    del workspace
    return completed_session()


@pytest.fixture
def signed(session_context: GuiContext) -> GuiContext:
    return session_context


@pytest.fixture
def page(qtbot: QtBot, signed: GuiContext, idle: Idle) -> SequelPage:
    shown = SequelPage(signed)
    qtbot.addWidget(shown)
    shown.resize(1100, 640)
    shown.show()
    signed.operations.changed.connect(shown.refresh)
    shown.refresh(None)
    idle(signed.tasks)
    return shown


def filled(dialog: CertificateMentionsDialog) -> None:
    """Answer what certificates ask for."""
    dialog.form.signatoryEdit.setText(CHOICES.signatory)
    dialog.form.decidedEdit.setText("26/01/2018")
    dialog.form.acceptButton.click()


def cell(page: SequelPage, row: int, title: str) -> tuple[str, DotState]:
    model = page.model
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    index = model.index(row, titles.index(title))
    page.form.papersTableView.setCurrentIndex(index)
    return str(index.data()), index.data(Role.STATE)


def test_the_page_waits_until_minutes_are_complete(
    qtbot: QtBot, signed: GuiContext, made: SessionMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SequelPage(signed)
    qtbot.addWidget(page)
    assert page.waiting_for() is None
    (row,) = signed.queries.minutes_of_session(made.id)
    line = replace(row.signatures[0], signed_at=None)
    partly = replace(row, state=MinutesState.PARTLY_SIGNED, signatures=(line, *row.signatures[1:]))
    monkeypatch.setattr(type(signed.queries), "minutes_of_session", lambda _self, _id: [partly])
    waiting = page.waiting_for()
    assert waiting is not None
    assert "attend encore 1\u00a0signature" in waiting.text


def test_the_page_of_a_cancelled_session_says_that_no_paper_is_due(
    qtbot: QtBot, signed: GuiContext, made: SessionMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SequelPage(signed)
    qtbot.addWidget(page)
    row = signed.queries.session(made.id)
    when = datetime(2026, 11, 22, tzinfo=UTC)
    ended = replace(row, cancelled_at=when, cancelled_by="ROUX Hélène", cancelled_why="Neige")
    monkeypatch.setattr(type(signed.queries), "session", lambda _self, _id: ended)
    waiting = page.waiting_for()
    assert waiting is not None
    assert "par ROUX Hélène\u00a0: Neige." in waiting.text
    assert waiting.page == "dashboard"


def test_each_cell_says_whether_its_paper_is_to_issue_or_why_not(page: SequelPage) -> None:
    check_page(page)
    assert cell(page, 0, "Parchemin") == ("à émettre", DotState.TO_DO)
    assert page.form.issueButton.isEnabled()
    assert cell(page, 1, "Parchemin") == ("–", DotState.NONE)
    assert "ne délivre pas la certification" in page.form.detailLabel.text()
    assert not page.form.issueButton.isEnabled()
    assert not page.form.printButton.isEnabled()
    assert page.form.exportButton.isEnabled()


def test_issuing_all_asks_for_the_mentions_once_and_issues_everything_due(
    page: SequelPage, signed: GuiContext, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    messages.scripts.append(filled)
    page.header_widgets()[-1].click()  # type: ignore[attr-defined]  # a button
    idle(signed.tasks)
    assert "documents émis" in page.form.banner.label.text()
    read = read_papers(signed.workspace, made.id)
    assert not any(one.to_issue for one in read.rows)
    assert read.choices.signatory == CHOICES.signatory
    assert page.subtitle().endswith(", 0 à émettre")
    assert cell(page, 0, "Parchemin")[1] == DotState.DONE
    assert not page.header_widgets()[-1].isEnabled()


def test_a_selection_without_certificates_asks_for_nothing(
    page: SequelPage, signed: GuiContext, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    cell(page, 2, "Relevé")
    page.form.issueButton.click()
    idle(signed.tasks)
    messages.assert_silent()
    issued = [one.paper for one in read_papers(signed.workspace, made.id).rows if one.issued]
    assert [(one.kind, one.number) for one in issued] == [(DocumentKind.DECISION_NOTICE, "D-0003")]


def test_a_name_chosen_stands_for_its_whole_line(page: SequelPage) -> None:
    page.form.papersTableView.setCurrentIndex(page.model.index(0, 1))
    assert "9\u00a0documents choisis" in page.form.detailLabel.text()


def test_a_duplicate_is_asked_for_once_then_shown(
    page: SequelPage, signed: GuiContext, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    issue(signed.workspace, made, DocumentKind.DECISION_NOTICE)
    page.refresh(None)
    idle(signed.tasks)
    cell(page, 0, "Relevé")
    messages.answers.append(True)
    page.form.duplicateButton.click()
    idle(signed.tasks)
    idle(signed.tasks)
    assert messages.dialogs == ["PrintPreviewDialog"]
    (document,) = [one for one in read_papers(signed.workspace, made.id).documents if one.first_code]
    assert document.code in page.form.banner.label.text()
    cell(page, 0, "Relevé")
    assert "1\u00a0duplicata" in page.form.detailLabel.text()


def test_a_code_leads_to_its_paper(
    page: SequelPage, signed: GuiContext, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    issue(signed.workspace, made)
    page.refresh(None)
    idle(signed.tasks)
    documents = read_papers(signed.workspace, made.id).documents
    wanted = next(one for one in documents if one.kind is DocumentKind.JUROR_PRESENCE)

    def typed(dialog: AskTextDialog) -> None:
        dialog.form.answerEdit.setText(wanted.code.lower().replace("-", " "))
        dialog.form.acceptButton.click()

    messages.scripts.append(typed)
    page.form.findButton.click()
    idle(signed.tasks)
    assert wanted.subject in page.form.banner.label.text()
    (chosen,) = page._chosen()
    assert chosen.issued is not None
    assert chosen.issued.code == wanted.code


def test_the_mentions_refuse_an_empty_signatory_and_a_day_that_does_not_exist(qtbot: QtBot) -> None:
    dialog = CertificateMentionsDialog(CHOICES)
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    assert dialog.problem() == ""
    assert dialog.choices == CHOICES
    dialog.form.decidedEdit.setText("31/02/2018")
    assert "JJ/MM/AAAA" in dialog.problem()
    dialog.form.signatoryEdit.setText(" ")
    assert "qui signe" in dialog.problem()


def test_papers_look_as_printed_when_a_cell_is_opened(
    page: SequelPage, signed: GuiContext, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    issue(signed.workspace, made, DocumentKind.CERTIFICATE)
    page.refresh(None)
    idle(signed.tasks)
    cell(page, 0, "Parchemin")
    page.form.papersTableView.doubleClicked.emit(page.form.papersTableView.currentIndex())
    idle(signed.tasks)
    idle(signed.tasks)
    assert messages.dialogs == ["PrintPreviewDialog"]


def test_the_certificate_comes_before_the_blocks_and_each_title_is_told_in_full(page: SequelPage) -> None:
    model, across = page.model, Qt.Orientation.Horizontal
    titles = [model.headerData(column, across) for column in range(model.columnCount())]
    assert titles.index("Parchemin") < titles.index("BC01")
    tip = model.headerData(titles.index("BC01"), across, Qt.ItemDataRole.ToolTipRole)
    assert "Attestation de bloc BC01" in tip


def test_the_step_is_under_way_then_done_once_every_paper_due_is_issued(
    page: SequelPage, signed: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    def state() -> StepState:
        idle(signed.tasks)
        assert signed.status.status is not None
        return signed.status.status.steps[Step.SEQUEL].state

    assert state() is StepState.TO_DO
    cell(page, 2, "Relevé")
    page.form.issueButton.click()
    assert state() is StepState.UNDER_WAY
    messages.scripts.append(filled)
    page.header_widgets()[-1].click()  # type: ignore[attr-defined]  # a button
    assert state() is StepState.DONE


def test_what_was_said_of_an_act_goes_once_the_minutes_are_others(
    page: SequelPage, signed: GuiContext, made: SessionMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.form.banner.show_text(Tone.SUCCESS, "Duplicata émis.")
    page.refresh(None)
    assert page.form.banner.label.text() == "Duplicata émis."
    (row,) = signed.queries.minutes_of_session(made.id)
    other = replace(row, id="autre")
    monkeypatch.setattr(type(signed.queries), "minutes_of_session", lambda _self, _id: [other])
    page.refresh(None)
    assert page.form.banner.label.text() == ""


def test_issuing_while_something_else_writes_is_refused_at_once(
    page: SequelPage, signed: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    held = Event()
    signed.tasks.run(lambda _progress: held.wait(20), title="Import", writes=True)
    cell(page, 2, "Relevé")
    page.form.issueButton.click()
    assert [error.code for error in messages.errors] == ["gui.busy_writing"]
    messages.errors.clear()
    held.set()
    idle(signed.tasks)


def test_papers_are_read_while_others_are_printed(
    qtbot: QtBot, page: SequelPage, signed: GuiContext, idle: Idle
) -> None:
    held = Event()
    signed.tasks.run(lambda _progress: held.wait(20), title="Impression de Documents", prints=True)
    page.papers = None
    page.refresh(None)
    qtbot.waitUntil(lambda: page.papers is not None, timeout=10_000)
    held.set()
    idle(signed.tasks)
