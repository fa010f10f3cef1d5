"""« Suites » once minutes were rectified: what stays issued, what is replaced, what a code answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.issuing import IssuedRow, find_by_code
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.issuing_acts import found_words
from cisp_desktop.gui.itemmodels.issued_matrix_model import words
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import completed_session, issue, open_completed
from tests.application.test_rectified_papers import certificate, rectified
from tests.factories import SessionMade

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    """Every paper issued, then the birth place of one candidate rectified."""
    opened, made = open_completed(tmp_path)
    start, passed = opened.clock(), count(1)
    opened._clock = lambda: start + timedelta(minutes=next(passed))
    issue(opened, made)
    rectified(opened, made)
    yield opened
    opened.close()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    del workspace
    return completed_session()


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> SequelPage:
    shown = SequelPage(session_context)
    qtbot.addWidget(shown)
    shown.show()
    shown.refresh(None)
    idle(session_context.tasks)
    return shown


def test_only_what_changed_is_to_be_issued_and_says_what_it_replaces(page: SequelPage) -> None:
    assert page.papers is not None
    due = [one for one in page.papers.rows if one.to_issue]
    issued = sum(one.issued is not None for one in page.papers.rows)
    assert {one.paper.number for one in due} == {"D-0001"}
    assert page.subtitle() == f"{issued}\u00a0documents émis, {len(due)} à émettre"
    for one in due:
        assert one.earlier is not None
        assert f"Le document {one.earlier.code} du" in words(one)
        assert "ne vaut plus" in words(one)


def test_a_paper_that_stays_valid_is_duplicated_here(page: SequelPage) -> None:
    kept = next(one.issued for one in page.papers.rows if one.issued and one.paper.number == "D-0002")  # type: ignore[union-attr]
    page.form.papersTableView.setCurrentIndex(page.model.place_of(kept.id))
    assert page.form.duplicateButton.isEnabled()


def test_the_code_of_a_replaced_paper_is_not_answered_as_a_good_one(
    page: SequelPage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    assert page.papers is not None
    first = next(one.earlier for one in page.papers.rows if one.earlier is not None)
    page._on_code_found(*find_by_code(workspace, first.code))
    assert page.form.banner.property("kind") == "warning"
    assert "aucun autre document ne le remplace" in page.form.banner.label.text()
    issue(workspace, made)
    later = certificate(workspace, made)
    found = answered(workspace, first.code)
    assert found.replaced_by in found_words(found)
    assert "ne vaut plus" not in found_words(answered(workspace, later.code))


def answered(workspace: SqlWorkspace, code: str) -> IssuedRow:
    return find_by_code(workspace, code)[0]
