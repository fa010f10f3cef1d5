"""Stand-ins for the desktop: messages recorded and answered by the test, services without adapters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.workspaces import create_workspace
from cisp_desktop.bootstrap import ProductServices
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.messages import completed
from tests.factories import make_store
from tests.fakes import FakeClock, FakeIdentities

DIALOG_LIMIT = 10_000
"""Milliseconds after which a dialog that nobody closed fails the test instead of blocking it."""


@dataclass
class RecordedMessages:
    """Records what would have stopped the user, and answers as told.

    ``answers`` feeds ``confirm`` and ``choose`` in order (False / None when empty); ``paths`` feeds the file
    dialogs; ``scripts`` feeds ``run_dialog``: each is called with the dialog shown, fills it and presses its
    buttons.
    """

    errors: list[CispError] = field(default_factory=list)
    bugs: list[BaseException] = field(default_factory=list)
    informed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    scripts: list[Callable[[Any], None]] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def inform(self, parent: QWidget | None, title: str, text: str) -> None:
        """Record."""
        self.informed.append(text)

    def error(self, parent: QWidget | None, error: CispError) -> None:
        """Record."""
        self.errors.append(error)

    def bug(self, error: BaseException) -> None:
        """Record."""
        self.bugs.append(error)

    def confirm(
        self, parent: QWidget | None, title: str, *, text: str, accept: str, destructive: bool = False
    ) -> bool:
        """Answer as told, or no."""
        self.asked.append(text)
        return bool(self.answers.pop(0)) if self.answers else False

    def choose(self, parent: QWidget | None, title: str, *, text: str, choices: Sequence[str]) -> int | None:
        """Answer as told, or nothing."""
        self.asked.append(text)
        return self.answers.pop(0) if self.answers else None

    def run_dialog(self, dialog: QDialog) -> bool:
        """Show the dialog, run the next script on it, wait until it closes."""
        self.dialogs.append(type(dialog).__name__)
        if not self.scripts:
            return False
        script = self.scripts.pop(0)
        loop = QEventLoop()
        dialog.finished.connect(loop.quit)
        late = QTimer(singleShot=True, interval=DIALOG_LIMIT)
        late.timeout.connect(dialog.reject)
        late.start()
        dialog.show()
        script(dialog)
        if dialog.isVisible():
            loop.exec()
        closed_in_time = late.isActive()
        late.stop()
        assert closed_in_time, f"nobody closed {type(dialog).__name__}"
        return dialog.result() == QDialog.DialogCode.Accepted

    def open_file(self, parent: QWidget | None, title: str, *, filters: str) -> Path | None:
        """Answer the next path."""
        return self.paths.pop(0) if self.paths else None

    def open_files(self, parent: QWidget | None, title: str, *, filters: str) -> list[Path]:
        """Answer every path left."""
        paths, self.paths = self.paths, []
        return paths

    def open_folder(self, parent: QWidget | None, title: str) -> Path | None:
        """Answer the next path."""
        return self.paths.pop(0) if self.paths else None

    def save_file(self, parent: QWidget | None, title: str, *, suggested: str, filters: str) -> Path | None:
        """Answer the next path, completed as the desktop does."""
        return completed(self.paths.pop(0), filters) if self.paths else None

    def assert_silent(self) -> None:
        """Fail when anything was said that the test did not expect."""
        assert not self.errors, [f"{e.code} {e.values}" for e in self.errors]
        if self.bugs:
            raise self.bugs[0]
        assert not self.informed, self.informed


class FakeServices:
    """Real storage with a cheap key derivation, identities without cryptography; else the product's own.

    A page's tests replace what they need: ``services.candidate_files = …``.
    """

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.store = make_store(self.clock)
        self.identities = FakeIdentities()
        self._folder = folder
        self._product = ProductServices()

    def __getattr__(self, name: str) -> Any:
        """Load the product's adapter, on first use."""
        return getattr(self._product, name)

    def create_workspace(self, path: Path, passphrase: str) -> Any:
        """Create as the product does."""
        return create_workspace(self.store, path, passphrase=passphrase, identities=self.identities)

    def open_workspace(self, path: Path, passphrase: str) -> Any:
        """Open as the product does."""
        return self.store.open(path, passphrase)

    def demonstration_path(self) -> Path:
        """A folder of the test."""
        return self._folder / "demonstration"

    def open_demonstration(self, progress: Callable[[int, int], None], path: Path | None = None) -> Any:
        """Create an empty workspace, in three steps."""
        for step in range(3):
            progress(step, 3)
        return self.create_workspace(path or self.demonstration_path(), "une phrase de démonstration")
