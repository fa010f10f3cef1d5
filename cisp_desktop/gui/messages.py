"""The only place that opens message boxes, dialogs and file dialogs. Text is always plain text.

``Messages`` is what the rest of the room knows; ``DesktopMessages`` opens real windows; tests record instead.
This module must not know any page.
"""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget

from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.settings import Settings

_ENDING = re.compile(r"\*(\.[\w.-]+)")


class Messages(Protocol):
    """Everything that stops the user or asks something. ``parent`` None means the window in front."""

    def inform(self, parent: QWidget | None, title: str, text: str) -> None:
        """Tell something that needs no decision."""
        ...

    def error(self, parent: QWidget | None, error: CispError) -> None:
        """Show the sentence of a known error."""
        ...

    def bug(self, error: BaseException) -> None:
        """Log an unforeseen error and say that it happened."""
        ...

    def confirm(
        self, parent: QWidget | None, title: str, *, text: str, accept: str, destructive: bool = False
    ) -> bool:
        """Ask once; ``accept`` names the act on its button. A destructive act is never the default button."""
        ...

    def choose(self, parent: QWidget | None, title: str, *, text: str, choices: Sequence[str]) -> int | None:
        """Offer acts by name; return the index chosen, or None when cancelled."""
        ...

    def run_dialog(self, dialog: QDialog) -> bool:
        """Show a dialog of ours until it closes; return whether it was accepted."""
        ...

    def open_file(self, parent: QWidget | None, title: str, *, filters: str) -> Path | None:
        """Ask for one file that exists. ``filters`` as Qt writes them: ``Classeurs (*.xlsx *.ods)``."""
        ...

    def open_files(self, parent: QWidget | None, title: str, *, filters: str) -> list[Path]:
        """Ask for files that exist; empty when cancelled."""
        ...

    def open_folder(self, parent: QWidget | None, title: str) -> Path | None:
        """Ask for a folder."""
        ...

    def save_file(self, parent: QWidget | None, title: str, *, suggested: str, filters: str) -> Path | None:
        """Ask where to write; ``suggested`` is a file name.

        What comes back has an extension of ``filters``, and the user agreed to replace what is there.
        """
        ...


class DesktopMessages:
    """Real message boxes.

    ``sentence`` words a known error; ``report_bug`` logs and shows an unforeseen one.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        sentence: Callable[[CispError], str],
        report_bug: Callable[[BaseException], None],
    ) -> None:
        self._settings = settings
        self._sentence = sentence
        self._report_bug = report_bug

    def inform(self, parent: QWidget | None, title: str, text: str) -> None:
        """Show an information box."""
        _box(parent, title, text=text, icon=QMessageBox.Icon.Information).exec()

    def error(self, parent: QWidget | None, error: CispError) -> None:
        """Show a warning box with the error's sentence."""
        title = _tr("Ce n’est pas possible")
        _box(parent, title, text=self._sentence(error), icon=QMessageBox.Icon.Warning).exec()

    def bug(self, error: BaseException) -> None:
        """Hand over to the crash report."""
        self._report_bug(error)

    def confirm(
        self, parent: QWidget | None, title: str, *, text: str, accept: str, destructive: bool = False
    ) -> bool:
        """Show a question box whose buttons name the act and its refusal."""
        box = _box(parent, title, text=text, icon=QMessageBox.Icon.Question)
        box.setStandardButtons(QMessageBox.StandardButton.Cancel)
        yes = box.addButton(_literal(accept), QMessageBox.ButtonRole.AcceptRole)
        yes.setProperty("kind", "danger" if destructive else "primary")
        if destructive:
            box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        else:
            box.setDefaultButton(yes)
        box.exec()
        return box.clickedButton() is yes

    def choose(self, parent: QWidget | None, title: str, *, text: str, choices: Sequence[str]) -> int | None:
        """Show one button per choice, the first one being the default."""
        box = _box(parent, title, text=text, icon=QMessageBox.Icon.Question)
        box.setStandardButtons(QMessageBox.StandardButton.Cancel)
        buttons = [box.addButton(_literal(c), QMessageBox.ButtonRole.AcceptRole) for c in choices]
        buttons[0].setProperty("kind", "primary")
        box.setDefaultButton(buttons[0])
        box.exec()
        clicked = box.clickedButton()
        return next((i for i, button in enumerate(buttons) if button is clicked), None)

    def run_dialog(self, dialog: QDialog) -> bool:
        """Run the dialog modally."""
        return dialog.exec() == QDialog.DialogCode.Accepted

    def open_file(self, parent: QWidget | None, title: str, *, filters: str) -> Path | None:
        """Open the system's dialog in the folder used last."""
        name, _ = QFileDialog.getOpenFileName(_front(parent), title, self._folder(), filters)
        return self._remember(name)

    def open_files(self, parent: QWidget | None, title: str, *, filters: str) -> list[Path]:
        """Open the system's dialog for several files."""
        names, _ = QFileDialog.getOpenFileNames(_front(parent), title, self._folder(), filters)
        for name in names[:1]:
            self._remember(name)
        return [Path(name) for name in names]

    def open_folder(self, parent: QWidget | None, title: str) -> Path | None:
        """Open the system's dialog for a folder."""
        name = QFileDialog.getExistingDirectory(_front(parent), title, self._folder())
        return self._remember(name)

    def save_file(self, parent: QWidget | None, title: str, *, suggested: str, filters: str) -> Path | None:
        """Open the system's dialog to write."""
        start = str(Path(self._folder()) / suggested)
        name, chosen = QFileDialog.getSaveFileName(_front(parent), title, start, filters)
        path = self._remember(name)
        if path is None:
            return None
        target = completed(path, filters, chosen)
        if target == path or not os.path.lexists(target):
            return target
        words = _tr("«\u00a0{0}\u00a0» existe déjà dans ce dossier. Le remplacer\u00a0?").format(target.name)
        agreed = self.confirm(parent, title, text=words, accept=_tr("Remplacer"), destructive=True)
        return target if agreed else None

    def _folder(self) -> str:
        return self._settings.last_folder or str(Path.home())

    def _remember(self, name: str) -> Path | None:
        if not name:
            return None
        path = Path(name)
        self._settings.last_folder = str(path if path.is_dir() else path.parent)
        return path


def completed(path: Path, filters: str, chosen: str = "") -> Path:
    """Return ``path`` with an extension of ``filters``: that of the ``chosen`` one when it has none.

    Filters as Qt writes them; without any extension in them the path stays.
    """
    endings = _ENDING.findall(filters)
    if not endings or path.name.casefold().endswith(tuple(one.casefold() for one in endings)):
        return path
    return path.with_name(f"{path.name}{(_ENDING.findall(chosen) or endings)[0]}")


def _front(parent: QWidget | None) -> QWidget | None:
    return parent.window() if parent is not None else QApplication.activeWindow()


def _box(parent: QWidget | None, title: str, *, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(_front(parent))
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def _literal(text: str) -> str:
    """Return a button's text with ``&`` shown as typed."""
    return text.replace("&", "&&")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
