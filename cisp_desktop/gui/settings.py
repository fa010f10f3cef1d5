"""The user's settings on this computer: typed, declared once, in one INI file. Nothing about a candidate.

This module must not know any page.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from cisp_desktop.domain.agreement_intervals import DEFAULT_RESAMPLING, LEAST_LINES
from cisp_desktop.gui.theme import ThemeMode

T = TypeVar("T")
RECENT_LIMIT = 8


def _read_paths(text: str) -> tuple[str, ...]:
    return tuple(str(path) for path in json.loads(text))


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One declared setting: where it stands, its default, and how it is written as text."""

    key: str
    default: T
    read: Callable[[str], T]
    write: Callable[[T], str]

    @overload
    def __get__(self, owner: None, kind: type) -> "Setting[T]": ...
    @overload
    def __get__(self, owner: "Settings", kind: type) -> T: ...
    def __get__(self, owner: "Settings | None", kind: type) -> "T | Setting[T]":
        if owner is None:
            return self
        return owner.value(self)

    def __set__(self, owner: "Settings", value: T) -> None:
        owner.set_value(self, value)


def _between(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a number from ``least`` to ``most``; anything else counts as unreadable."""

    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError("outside what is offered")
        return number

    return read


def _flag(key: str, default: bool) -> Setting[bool]:
    return Setting(key, default, lambda text: text == "1", lambda value: "1" if value else "0")


def _bytes(key: str) -> Setting[bytes]:
    return Setting(key, b"", bytes.fromhex, bytes.hex)


class Settings(QObject):
    """One INI file. A value that cannot be read counts as its default. ``changed(key)`` follows each set."""

    changed = Signal(str)

    theme: Setting[ThemeMode] = Setting("look/theme", ThemeMode.SYSTEM, ThemeMode, str)
    text_scale: Setting[int] = Setting("look/text_scale", 100, int, str)
    window_geometry: Setting[bytes] = _bytes("window/geometry")
    lock_minutes: Setting[int] = Setting("safety/lock_minutes", 5, _between(1, 30), str)
    timer_sounds: Setting[bool] = _flag("timers/sounds", default=False)
    copy_folder: Setting[str] = Setting("safety/copy_folder", "", str, str)
    least_lines: Setting[int] = Setting("harmonisation/least_lines", LEAST_LINES, _between(2, 1000), str)
    resamples: Setting[int] = Setting(
        "harmonisation/resamples", DEFAULT_RESAMPLING.resamples, _between(100, 20_000), str
    )
    presentation_minutes: Setting[int] = Setting("timers/presentation", 20, int, str)
    interview_minutes: Setting[int] = Setting("timers/interview", 30, int, str)
    level_scale: Setting[bool] = _flag("evaluate/level_scale", default=True)
    reader_pages: Setting[dict[str, int]] = Setting(
        "reader/pages",
        {},
        lambda text: {str(key): int(page) for key, page in json.loads(text).items()},
        json.dumps,
    )
    candidate_columns: Setting[tuple[str, ...]] = Setting(
        "prepare/candidate_columns", (), lambda text: tuple(map(str, json.loads(text))), json.dumps
    )
    card_module: Setting[str] = Setting("signing/card_module", "", str, str)
    last_folder: Setting[str] = Setting("files/last_folder", "", str, str)
    demonstrations: Setting[tuple[str, ...]] = Setting("files/demonstrations", (), _read_paths, json.dumps)
    recent_workspaces: Setting[tuple[str, ...]] = Setting("files/recent", (), _read_paths, json.dumps)

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        file.parent.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def value(self, setting: Setting[T]) -> T:
        """Return what is stored, or the default."""
        text = self._store.value(setting.key)
        if not isinstance(text, str):
            return setting.default
        try:
            return setting.read(text)
        except (ValueError, TypeError, AttributeError):
            return setting.default

    def set_value(self, setting: Setting[T], value: T) -> None:
        """Store one value; the file is written by Qt soon after and at ``flush``."""
        self._store.setValue(setting.key, setting.write(value))
        self.changed.emit(setting.key)

    def remember_workspace(self, path: Path, *, demonstration: bool = False) -> None:
        """Put ``path`` first among the recent workspaces; a ``demonstration`` asks for no passphrase."""
        text = str(path)
        kept = tuple(p for p in self.demonstrations if p != text)
        self.demonstrations = (*kept, text)[-RECENT_LIMIT:] if demonstration else kept
        others = tuple(p for p in self.recent_workspaces if p != text)
        self.recent_workspaces = (text, *others)[:RECENT_LIMIT]

    def forget_workspace(self, path: Path) -> None:
        """Take ``path`` off the recent workspaces; the folder itself stays."""
        self.recent_workspaces = tuple(p for p in self.recent_workspaces if p != str(path))

    def splitter_state(self, name: str) -> QByteArray:
        """Return what ``QSplitter.restoreState`` (or a header's) takes; empty when never stored."""
        return QByteArray(self.value(_bytes(f"layout/{name}")))

    def set_splitter_state(self, name: str, state: QByteArray) -> None:
        """Remember what ``saveState`` gave for the splitter or header called ``name``."""
        self.set_value(_bytes(f"layout/{name}"), bytes(state.data()))

    def flush(self) -> None:
        """Write the file now."""
        self._store.sync()

    def stored(self) -> dict[str, Any]:
        """Return every stored key and its text, for the tests and the settings page."""
        return {key: self._store.value(key) for key in self._store.allKeys()}
