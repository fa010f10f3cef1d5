"""Extracts in the window: asked for at closing, signed with one code, read, printed and saved."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.minutes_life import reopen_closing
from cisp_desktop.gui.context import Desk
from cisp_desktop.gui.dialogs.pages_window import PagesWindow
from cisp_desktop.gui.dialogs.print_preview_dialog import PrintPreviewDialog
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from cisp_desktop.gui.tasks import TaskRunner
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, all_decided, open_day
from tests.gui.test_minutes_page import minutes_of, show_page, sign_all

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def ready(tmp_path: Path, services: FakeServices) -> JuryDay:
    return open_day(tmp_path, services, prepare=all_decided, candidates=2)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, ready: JuryDay, idle: Idle) -> Iterator[MinutesPage]:
    for shown, _frame in show_page(qtbot, desk, ready, idle):
        yield shown


def close(page: MinutesPage, messages: RecordedMessages, idle: Idle, *, extracts: bool) -> list[bool]:
    """Close the session; returns whether extracts were proposed."""
    proposed: list[bool] = []

    def accept(dialog: Any) -> None:
        check_page(dialog)
        proposed.append(dialog.form.extractsCheckBox.isChecked())
        dialog.form.extractsCheckBox.setChecked(extracts)
        dialog.form.acceptButton.click()

    messages.scripts.append(accept)
    page.close_button.click()
    idle(page.context.tasks)
    return proposed


def test_without_extracts_nothing_leads_to_them(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    assert close(page, messages, idle, extracts=False) == [False]
    assert not page.form.extractsButton.isVisible()
    assert page.context.queries.minutes_extracts(minutes_of(page).id) == []


def test_extracts_are_made_at_closing_and_signed_with_the_minutes(
    page: MinutesPage, messages: RecordedMessages, services: FakeServices, idle: Idle
) -> None:
    close(page, messages, idle, extracts=True)
    assert page.form.extractsButton.isVisible()
    check_page(page)
    sign_all(page, messages, idle)
    workspace = page.context.workspace
    extracts = workspace.queries.minutes_extracts(minutes_of(page).id)
    assert len(extracts) == 2
    for row in extracts:
        report = services.verifier.verify(
            workspace.vault.read(row.pdf_sha256), authority_pem=workspace.authority.certificate_pem
        )
        assert report.intact
        assert report.trusted
        assert len(report.signatures) == 4
        assert report.extract.candidate == row.number
    messages.assert_silent()


def test_they_are_read_and_saved_one_by_one_or_all(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    close(page, messages, idle, extracts=True)
    number, folder, seen = minutes_of(page).number, tmp_path / "dehors", []
    folder.mkdir()

    def leave(dialog: Any) -> None:
        seen.append(type(dialog))
        dialog.reject()

    def read(dialog: Any) -> None:
        check_page(dialog)
        form = dialog.form
        assert number in form.titleLabel.text()
        assert "ne valent pas plus" in form.standingBanner.label.text()
        assert dialog.model.rowCount() == 2
        messages.scripts.append(leave)
        form.readButton.click()
        idle(page.context.tasks)
        messages.scripts.append(leave)
        form.printButton.click()
        idle(page.context.tasks)
        form.extractsTableView.setCurrentIndex(dialog.model.index(1, 0))
        messages.paths = [folder / "un.pdf", folder]
        form.saveButton.click()
        idle(page.context.tasks)
        form.saveAllButton.click()
        idle(page.context.tasks)
        assert "2\u00a0extraits" in form.saidLabel.text()
        messages.paths, before = [folder], form.saidLabel.text()
        form.saidLabel.setText("")
        form.saveAllButton.click()
        idle(page.context.tasks)
        assert (form.saidLabel.text(), len(messages.asked)) == ("", 1)
        messages.paths, messages.answers = [folder], [True]
        form.saveAllButton.click()
        idle(page.context.tasks)
        assert form.saidLabel.text() == before
        form.closeButton.click()

    messages.scripts.append(read)
    page.form.extractsButton.click()
    idle(page.context.tasks)
    assert seen == [PagesWindow, PrintPreviewDialog]
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    one, other = (f"{number}-extrait-{end}.pdf" for end in ("D-0001", "D-0002"))
    assert set(written) == {"un.pdf", one, other}
    assert written["un.pdf"] == written[other] != written[one]
    messages.assert_silent()


def test_who_asked_for_them_once_is_proposed_them_again(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    close(page, messages, idle, extracts=True)
    session_id = minutes_of(page).session_id
    reopen_closing(page.context.workspace, session_id, by="ROUX Hélène", why="oubli")
    page.refresh(None)
    idle(page.context.tasks)
    assert not page.form.extractsButton.isVisible()
    assert close(page, messages, idle, extracts=False) == [True]
