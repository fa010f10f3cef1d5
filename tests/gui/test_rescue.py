"""Rescue copies at the window: after each seal, quietly, and from another laptop's copy."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.rescue_copies import copies_below, write_copy
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.open_copy_dialog import OpenCopyDialog
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.pages.settings_page import SettingsPage
from cisp_desktop.gui.rescue_acts import show_rescue_sign
from cisp_desktop.gui.rescue_keeper import RescueKeeper, RescueStatus
from cisp_desktop.gui.rescue_place import choose_place
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_session, make_store, make_workspace, score
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages
from tests.robustness.disks import filled, mounted, read_only

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "clé"
    folder.mkdir()
    return folder


@pytest.fixture
def rescue(session_context: GuiContext, place: Path, qtbot: QtBot) -> RescueKeeper:
    """A keeper whose place is chosen, its first copy written."""
    keeper = session_context.rescue
    keeper.choose(place)
    quiet(qtbot, keeper)
    return keeper


@pytest.fixture
def frame(qtbot: QtBot, session_context: GuiContext) -> Iterator[SessionFrame]:
    shown = SessionFrame(session_context, [PageSpec("settings", "Réglages", "gear", SettingsPage)])
    qtbot.addWidget(shown)
    shown.resize(1280, 660)
    shown.show()
    shown.open_page("settings")
    yield shown
    shown.hide()


def quiet(qtbot: QtBot, keeper: RescueKeeper) -> None:
    """Wait until no copy runs."""
    qtbot.waitUntil(lambda: not keeper.busy and not keeper.state.running, timeout=20_000)
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def seal(context: GuiContext, made: SessionMade, *, candidate: int = 0) -> None:
    workspace = context.workspace
    assert isinstance(workspace, SqlWorkspace)
    context.operations.run(lambda: score(workspace, made, made.registrations[candidate]))


def numbers(place: Path) -> list[int]:
    return [copy.number for copy in copies_below(place)]


def test_choosing_a_place_copies_there_at_once(rescue: RescueKeeper, place: Path) -> None:
    assert numbers(place) == [1]
    assert rescue.state.status is RescueStatus.WRITTEN
    assert rescue.state.at is not None


def test_a_seal_is_copied_with_what_it_sealed(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, rescue: RescueKeeper, place: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    seal(session_context, made)
    quiet(qtbot, rescue)
    store = make_store()
    store.restore(copies_below(place)[0].path, tmp_path / "ailleurs", passphrase=PASSPHRASE)
    other = store.open(tmp_path / "ailleurs", PASSPHRASE)
    try:
        seat = made.seats[Role.PRESIDENT]
        for block in made.blocks:
            view = other.queries.score_sheet(made.registrations[0], seat, block_id=block)
            assert view.sealed_at is not None
    finally:
        other.abandon()


def test_marks_alone_wait_for_the_next_candidate_or_the_lock(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, rescue: RescueKeeper, place: Path
) -> None:
    workspace = session_context.workspace
    assert isinstance(workspace, SqlWorkspace)
    session_context.operations.run(lambda: score(workspace, made, made.registrations[0], seal=False))
    quiet(qtbot, rescue)
    assert numbers(place) == [1]
    session_context.candidate_left.emit()
    quiet(qtbot, rescue)
    assert numbers(place) == [2, 1]
    session_context.candidate_left.emit()
    quiet(qtbot, rescue)
    assert numbers(place) == [2, 1]


def test_a_seal_during_a_copy_gets_one_more_copy(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, rescue: RescueKeeper, place: Path
) -> None:
    rescue.copy_now()
    assert rescue.state.running
    seal(session_context, made)
    seal(session_context, made, candidate=1)
    quiet(qtbot, rescue)
    assert numbers(place) == [3, 2, 1]


def test_a_key_pulled_out_is_said_stops_nobody_and_comes_back(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, rescue: RescueKeeper, place: Path,
    frame: SessionFrame, messages: RecordedMessages,
) -> None:  # fmt: skip
    sign = show_rescue_sign(session_context, frame)
    away = place.with_name("poche")
    place.rename(away)
    seal(session_context, made)
    quiet(qtbot, rescue)
    error = rescue.state.error
    assert error is not None
    assert error.code == "copy.absent"
    assert sign.isVisible()
    assert sign.button.text() == "Copie de secours impossible"
    assert "Branchez la clé" in sign.button.toolTip()
    qtbot.waitUntil(lambda: cut_texts(frame.form.headerFrame) == [])
    away.rename(place)
    seal(session_context, made, candidate=1)
    quiet(qtbot, rescue)
    assert rescue.state.status is RescueStatus.BACK
    assert sign.button.text().startswith("Copie de secours rétablie")
    rescue.copy_now()
    quiet(qtbot, rescue)
    assert sign.button.text().startswith("Copie 0")
    messages.assert_silent()


def test_a_full_key_and_a_locked_one_are_told_apart(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, tmp_path: Path
) -> None:
    rescue = session_context.rescue
    with mounted(tmp_path / "petite clé", size="12m") as disk:
        rescue.choose(disk)
        quiet(qtbot, rescue)
        assert rescue.state.status is RescueStatus.WRITTEN
        with filled(disk, leave=100_000):
            seal(session_context, made)
            quiet(qtbot, rescue)
            assert rescue.state.error is not None
            assert rescue.state.error.code == "copy.full"
            assert numbers(disk) == [1]
        with read_only(disk):
            seal(session_context, made, candidate=1)
            quiet(qtbot, rescue)
            assert rescue.state.error is not None
            assert rescue.state.error.code == "copy.read_only"
        seal(session_context, made, candidate=2)
        quiet(qtbot, rescue)
        assert rescue.state.status is RescueStatus.BACK
        assert [path.name for path in disk.rglob("*.part")] == []


def test_that_no_place_is_chosen_is_said_once_somebody_evaluates(
    session_context: GuiContext, made: SessionMade, frame: SessionFrame, messages: RecordedMessages,
    place: Path, qtbot: QtBot,
) -> None:  # fmt: skip
    sign = show_rescue_sign(session_context, frame)
    assert not sign.isVisible()
    session_context.set_juror(made.juror())
    assert sign.isVisible()
    assert sign.button.text() == "Sans copie de secours"
    messages.paths.append(place)
    messages.answers.append(True)
    sign.button.click()
    quiet(qtbot, session_context.rescue)
    assert numbers(place) == [1]
    assert session_context.settings.copy_folder == str(place)
    session_context.set_juror(None)


def test_a_place_on_the_same_disk_is_pointed_out_and_may_be_given_up(
    session_context: GuiContext, frame: SessionFrame, messages: RecordedMessages, place: Path
) -> None:
    messages.paths.append(place)
    messages.answers.append(False)
    assert not choose_place(session_context, frame)
    assert "même disque" in messages.asked[0]
    assert session_context.rescue.place is None


def test_the_settings_choose_copy_and_give_up(
    qtbot: QtBot, session_context: GuiContext, frame: SessionFrame, messages: RecordedMessages, place: Path
) -> None:
    page = frame.current_page
    assert isinstance(page, SettingsPage)
    form, rescue = page.form, session_context.rescue
    check_page(page)
    assert not form.copyNowButton.isEnabled()
    messages.paths.append(place)
    messages.answers.append(True)
    form.placeButton.click()
    quiet(qtbot, rescue)
    assert form.placeLabel.text() == str(place)
    form.copyNowButton.click()
    quiet(qtbot, rescue)
    assert numbers(place) == [2, 1]
    form.noPlaceButton.click()
    assert rescue.state.status is RescueStatus.OFF
    assert session_context.settings.copy_folder == ""
    assert numbers(place) == [2, 1]
    frame.open_page("settings", "copies")
    assert form.placeButton.hasFocus() or frame.focusWidget() is form.placeButton


# --- the other laptop ------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path, place: Path) -> Path:
    """The last of two copies of a workspace whose laptop is gone."""
    (tmp_path / "premier").mkdir()
    workspace = make_workspace(tmp_path / "premier")
    made = make_session(workspace)
    write_copy(workspace, place, session_id=made.id)
    score(workspace, made, made.registrations[0])
    last = write_copy(workspace, place, session_id=made.id)
    workspace.abandon()
    return last.path


def open_copy(window: MainWindow, messages: RecordedMessages, copy: Path, folder: Path) -> Any:
    """Open a copy from the welcome page, into ``folder``."""
    messages.paths += [copy, folder]
    seen: list[str] = []

    def fill(dialog: OpenCopyDialog) -> None:
        dialog.form.folderButton.click()
        seen.append(dialog.form.ageLabel.text())
        seen.append((dialog.form.laterBanner.isVisible() and dialog.form.laterBanner.text()) or "")
        dialog.form.passphraseEdit.setText(PASSPHRASE)
        check_page(dialog)
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    window.welcome_page.form.copyButton.click()
    return seen


def test_another_laptop_opens_the_copy_beside_and_is_told_up_to_when_it_goes(
    window: MainWindow, messages: RecordedMessages, copy: Path, tmp_path: Path, idle: Idle
) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    seen = open_copy(window, messages, copy, folder)
    controller = window.controller  # type: ignore[attr-defined]  # for the tests only
    idle(controller.tasks)
    assert seen[0].startswith("Copie faite le 14/12/2022")
    assert controller.context.workspace.path == folder / "Jurys repris"
    assert controller.context.current_juror is None
    assert "va jusqu’au 14/12/2022" in messages.informed[0]
    assert "N’utilisez plus l’autre ordinateur" in messages.informed[0]
    assert controller.context.queries.events()[0].action == "workspace.taken_over"
    assert copy.is_file()


def test_a_copy_that_is_not_the_last_says_so(
    qtbot: QtBot, messages: RecordedMessages, copy: Path, place: Path, tmp_path: Path, theme: object
) -> None:
    older = copies_below(place)[-1].path
    dialog = OpenCopyDialog(older, tmp_path / "Jurys repris", messages)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.form.laterBanner.isVisible()
    latest = OpenCopyDialog(copy, tmp_path / "Jurys repris", messages)
    qtbot.addWidget(latest)
    latest.show()
    assert not latest.form.laterBanner.isVisible()


def test_a_wrong_passphrase_leaves_nothing_behind_and_is_asked_again(
    qtbot: QtBot, window: MainWindow, messages: RecordedMessages, copy: Path, tmp_path: Path, idle: Idle
) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    messages.paths += [copy, folder]

    def fill(dialog: OpenCopyDialog) -> None:
        dialog.form.folderButton.click()
        dialog.form.passphraseEdit.setText("une autre phrase")
        dialog.form.acceptButton.click()
        qtbot.waitUntil(dialog.form.problemLabel.isVisible, timeout=20_000)
        assert list(folder.iterdir()) == []
        dialog.form.passphraseEdit.setText(PASSPHRASE)
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    window.welcome_page.form.copyButton.click()
    controller = window.controller  # type: ignore[attr-defined]  # for the tests only
    idle(controller.tasks)
    assert (folder / "Jurys repris" / "workspace.db").is_file()
    assert len(messages.informed) == 1


def test_closing_writes_the_copy_that_was_still_missing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, place: Path, idle: Idle
) -> None:
    controller = window.controller  # type: ignore[attr-defined]  # for the tests only
    workspace = make_workspace(tmp_path)
    made = make_session(workspace)
    controller.show_workspace(workspace)
    context = controller.context
    context.rescue.choose(place)
    quiet(qtbot, context.rescue)
    context.operations.run(lambda: score(workspace, made, made.registrations[0], seal=False))
    controller.close_workspace()
    idle(controller.tasks)
    assert controller.context is None
    assert numbers(place) == [2, 1]
