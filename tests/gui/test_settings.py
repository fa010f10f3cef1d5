"""Settings are typed, remembered, and never stop the application."""

from pathlib import Path

from PySide6.QtCore import QByteArray

from cisp_desktop.gui.settings import RECENT_LIMIT, Settings
from cisp_desktop.gui.theme import ThemeMode


def test_settings_are_remembered_with_their_types(tmp_path: Path) -> None:
    file = tmp_path / "sous" / "settings.ini"
    settings = Settings(file)
    settings.theme = ThemeMode.DARK
    settings.text_scale = 130
    settings.timer_sounds = True
    settings.window_geometry = b"\x00\xff"
    settings.set_splitter_state("evaluate", QByteArray(b"\x01\x02"))
    settings.flush()
    again = Settings(file)
    assert again.theme is ThemeMode.DARK
    assert again.text_scale == 130
    assert again.timer_sounds is True
    assert again.window_geometry == b"\x00\xff"
    assert again.splitter_state("evaluate") == QByteArray(b"\x01\x02")


def test_what_cannot_be_read_counts_as_its_default(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[look]\ntheme=ROSE\ntext_scale=beaucoup\n[files]\nrecent=pas du json\n")
    settings = Settings(file)
    assert settings.theme is ThemeMode.SYSTEM
    assert settings.text_scale == 100
    assert settings.recent_workspaces == ()


def test_recent_workspaces_keep_their_order_without_doubles_and_have_a_limit(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    for number in range(RECENT_LIMIT + 3):
        settings.remember_workspace(tmp_path / f"é & {number}")
    settings.remember_workspace(tmp_path / f"é & {RECENT_LIMIT}")
    names = [Path(text).name for text in settings.recent_workspaces]
    assert names[0] == f"é & {RECENT_LIMIT}"
    assert len(names) == len(set(names)) == RECENT_LIMIT
    settings.forget_workspace(tmp_path / names[1])
    assert names[1] not in {Path(text).name for text in settings.recent_workspaces}


def test_nothing_personal_is_declared(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    settings.lock_minutes = 7
    assert settings.stored() == {"safety/lock_minutes": "7"}
