"""« Documents personnels » of « Suites »: asked for one by one, a pack handed over with the own dossiers."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.issuing import read_papers
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.access_request_dialog import AccessRequestDialog
from cisp_desktop.gui.dialogs.certificate_mentions_dialog import CertificateMentionsDialog
from cisp_desktop.gui.itemmodels.issued_matrix_model import Role
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import CHOICES, completed_session, open_completed
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
PACK_COLUMN = 4


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
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> SequelPage:
    shown = SequelPage(session_context)
    qtbot.addWidget(shown)
    shown.resize(1100, 640)
    shown.show()
    session_context.operations.changed.connect(shown.refresh)
    shown.refresh(None)
    idle(session_context.tasks)
    shown.form.subjectsTabBar.setCurrentIndex(2)
    return shown


def asked(dialog: AccessRequestDialog) -> None:
    dialog.form.madeByEdit.setText("ROUX Hélène")
    dialog.form.acceptButton.click()


def test_personal_papers_are_shown_as_owed_by_nobody(page: SequelPage) -> None:
    check_page(page)
    assert "ne partent jamais avec les autres" in page.form.detailLabel.text()
    index = page.model.index(0, PACK_COLUMN)
    page.form.papersTableView.setCurrentIndex(index)
    assert (index.data(), index.data(Role.STATE)) == ("à la demande", DotState.NONE)
    assert page.form.issueButton.isEnabled()
    assert not page.pack_action.isEnabled()


def test_issuing_all_leaves_personal_papers_alone(
    page: SequelPage, session_context: GuiContext, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    def filled(dialog: CertificateMentionsDialog) -> None:
        dialog.form.signatoryEdit.setText(CHOICES.signatory)
        dialog.form.decidedEdit.setText("26/01/2018")
        dialog.form.acceptButton.click()

    messages.scripts.append(filled)
    page._all_button.click()
    idle(session_context.tasks)
    assert read_papers(session_context.workspace, made.id).personal_documents == ()


def test_grids_are_issued_without_a_question_and_a_pack_asks_who_makes_it(
    page: SequelPage, session_context: GuiContext, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    page.form.papersTableView.setCurrentIndex(page.model.index(0, 2))
    page.form.issueButton.click()
    idle(session_context.tasks)
    messages.assert_silent()
    page.form.papersTableView.setCurrentIndex(page.model.index(0, PACK_COLUMN))
    messages.scripts.append(asked)
    page.form.issueButton.click()
    idle(session_context.tasks)
    read = read_papers(session_context.workspace, made.id)
    kinds = [row.kind for row in read.personal_documents]
    assert kinds == [DocumentKind.INDIVIDUAL_GRIDS, DocumentKind.ACCESS_PACK]
    assert page.model.index(0, PACK_COLUMN).data(Role.STATE) == DotState.DONE


def test_a_pack_is_handed_over_as_an_archive(
    page: SequelPage, session_context: GuiContext, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    page.form.papersTableView.setCurrentIndex(page.model.index(0, PACK_COLUMN))
    messages.scripts.append(asked)
    page.form.issueButton.click()
    idle(session_context.tasks)
    page.form.papersTableView.setCurrentIndex(page.model.index(0, PACK_COLUMN))
    assert page.pack_action.isEnabled()
    messages.answers.append(0)
    messages.paths.append(tmp_path / "pack.zip")
    page.pack_action.trigger()
    idle(session_context.tasks)
    assert zipfile.is_zipfile(tmp_path / "pack.zip")
    assert "pas chiffrés" in page.form.banner.label.text()


def test_the_request_wants_a_name_and_no_day_to_come(qtbot: QtBot) -> None:
    dialog = AccessRequestDialog(date(2022, 12, 14))
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    assert "qui établit" in dialog.problem()
    dialog.form.madeByEdit.setText("ROUX Hélène")
    assert dialog.problem() == ""
    dialog.form.askedEdit.setText("15/12/2022")
    assert "à venir" in dialog.problem()
    dialog.form.askedEdit.setText("14/12/2022")
    assert dialog.problem() == ""
    assert dialog.request.asked_on == date(2022, 12, 14)
