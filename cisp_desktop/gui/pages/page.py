"""What every page is: a widget over a ``GuiContext`` that refreshes when told and says what it waits for.

This module must not know any particular page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.gui.context import GuiContext


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a page is not yet possible, in one sentence, and the one button that leads on.

    The button opens ``page`` (a key of the registry); ``action`` of the page, if given, is called instead.
    """

    title: str
    text: str
    button: str = ""
    page: str = ""
    target: str = ""
    action: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class ShortcutLine:
    """One line of the sheet of keys (F1)."""

    keys: str
    words: str


class Page(QWidget):
    """One page of the frame.

    ``title`` and ``subtitle()`` stand above it, with ``header_widgets()`` at their right: the page's main
    button is the last of them and has ``kind`` « primary ». ``concerns`` names the changes after which a
    refresh is due; the frame calls ``refresh`` only while the page is shown, or when it is shown next. A
    page whose ``waiting_for()`` answers is replaced by an empty state. ``header_changed`` asks the frame to
    read again.
    """

    header_changed = Signal()

    concerns: Change = Change.EVERYTHING
    follows_juror = False

    def __init__(self, context: GuiContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.context = context

    @property
    def title(self) -> str:
        """Where the user is; each page says its own."""
        return self.windowTitle()

    def subtitle(self) -> str:
        """A detail after the title; empty for none."""
        return ""

    def header_widgets(self) -> Sequence[QWidget]:
        """Widgets at the right of the title, the main button last; made once by the page."""
        return ()

    def waiting_for(self) -> Waiting | None:
        """Return why the page cannot be used yet, or None when it can."""
        return None

    def refresh(self, changes: Changes | None) -> None:
        """Read again; None means everything (first show, other session). By default nothing is read."""
        del changes

    def focus_on(self, target: str) -> None:
        """Show what ``target`` names (the page defines its words): a registration, a block, a tab."""
        del target

    def panes(self) -> Sequence[QWidget]:
        """The places that F6 goes through, in order."""
        return ()

    def shortcut_lines(self) -> Sequence[ShortcutLine]:
        """The page's own keys, for the sheet that F1 opens."""
        return ()

    def leave(self) -> bool:
        """Commit what is being typed before another page shows; False keeps this one."""
        return True


def primary_button(text: str, parent: QWidget) -> QPushButton:
    """Return a main button for ``header_widgets``."""
    button = QPushButton(text, parent)
    button.setProperty("kind", "primary")
    return button
