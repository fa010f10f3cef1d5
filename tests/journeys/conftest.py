"""Users at the real window, put away at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.gui.application import use_french
from tests.journeys.in_the_window import User


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], User]]:
    """Start the application, each time as the same user of this computer."""
    use_french(qapp)
    started: list[User] = []

    def start_one() -> User:
        started.append(User(qtbot, qapp, tmp_path / "settings.ini"))
        return started[-1]

    yield start_one
    for one in started:
        one.put_away()
