"""« Suites » of a session closed with extracts: each candidate's is looked at and printed as other papers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cisp_desktop.application.paper_batch import ON_PAPER, read_extracts
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.issued_matrix_model import Role
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import completed_session, open_completed
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
COLUMN = 2


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened, _made = open_completed(tmp_path, extracts=True)
    yield opened
    opened.close()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    del workspace
    return completed_session(extracts=True)


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> SequelPage:
    shown = SequelPage(session_context)
    qtbot.addWidget(shown)
    shown.resize(1100, 640)
    shown.show()
    shown.refresh(None)
    idle(session_context.tasks)
    return shown


def chosen(page: SequelPage, row: int) -> tuple[str, DotState]:
    """Choose the extract of a candidate; returns what its cell says."""
    assert page.model.headerData(COLUMN, Qt.Orientation.Horizontal) == "Extrait"
    index = page.model.index(row, COLUMN)
    page.form.papersTableView.setCurrentIndex(index)
    return str(index.data()), index.data(Role.STATE)


def test_each_candidate_s_extract_is_looked_at_and_printed_but_neither_issued_nor_duplicated(
    page: SequelPage, session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    check_page(page)
    form = page.form
    assert chosen(page, 1) == ("signé", DotState.DONE)
    assert form.detailLabel.text().startswith("Extrait du procès-verbal")
    assert form.printButton.isEnabled()
    assert not form.issueButton.isEnabled()
    assert not form.duplicateButton.isEnabled()
    messages.scripts += [lambda dialog: dialog.reject()] * 2
    form.printButton.click()
    idle(session_context.tasks)
    form.papersTableView.doubleClicked.emit(form.papersTableView.currentIndex())
    idle(session_context.tasks)
    assert messages.dialogs == ["PrintPreviewDialog"] * 2
    form.papersTableView.setCurrentIndex(page.model.index(0, 1))
    assert form.detailLabel.text().endswith(", 1\u00a0extrait")


def test_what_an_extract_lacks_is_said(page: SequelPage, workspace: SqlWorkspace, made: SessionMade) -> None:
    papers = page.papers
    assert papers is not None
    (first, *others) = read_extracts(workspace, made.id)
    for lacks, short, state in (
        ("Signatures en cours", "à signer", DotState.TO_DO), (ON_PAPER, "sur papier", DotState.DONE),
    ):  # fmt: skip
        page.model.show_candidates(papers.rows, papers.blocks, [replace(first, lacks=lacks), *others])
        assert chosen(page, 0) == (short, state)
        assert lacks in page.form.detailLabel.text()
