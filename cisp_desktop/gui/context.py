"""What a page receives: one object per open workspace, no singleton.

This module must not know any page.
"""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.services import Services
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.interrupted import Interrupted
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.operations import Operations
from cisp_desktop.gui.rescue_keeper import RescueKeeper
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.status_reader import StatusReader
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme


@dataclass(frozen=True)
class Desk:
    """What lives as long as the application, whichever workspace is open."""

    services: Services
    settings: Settings
    theme: Theme
    icons: Icons
    messages: Messages
    tasks: TaskRunner


class GuiContext(QObject):
    """One open workspace, the session looked at and the juror at the keyboard.

    ``page_requested(key, target)``, ``identification_requested(seat_id)`` and ``new_session_requested`` are
    heard by the frame and the controller, ``room_screen_requested`` and ``candidate_followed(registration
    id)`` by the room's own screen.
    ``lock_waits_until`` is set while a timer runs: the automatic lock waits up to then; ``hears_screen`` says
    whether the system tells when its screen locks. ``status`` counts what is done and missing in the
    session; ``status.updated`` follows each change of what it counts, some milliseconds later. ``rescue``
    copies the workspace to another place after each seal, and when ``candidate_left`` says that another
    candidate is looked at.
    ``juror_leaving`` comes while the juror is still known: what is being typed is stored then, and
    ``interrupted`` keeps what a form held for that juror alone.
    """

    juror_leaving = Signal()
    juror_changed = Signal()
    candidate_left = Signal()
    session_changed = Signal()
    page_requested = Signal(str, str)
    identification_requested = Signal(str)
    new_session_requested = Signal()
    room_screen_requested = Signal()
    candidate_followed = Signal(str)

    def __init__(self, desk: Desk, workspace: Workspace, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.services = desk.services
        self.settings = desk.settings
        self.theme = desk.theme
        self.icons = desk.icons
        self.messages = desk.messages
        self.tasks = desk.tasks
        self.workspace = workspace
        self.operations = Operations(workspace, desk.messages, tasks=desk.tasks, parent=self)
        self.status = StatusReader(workspace, desk.tasks, parent=self)
        self.operations.changed.connect(self.status.note_changes)
        self.lock_waits_until: datetime | None = None
        self.hears_screen = False
        self._session_id: str | None = None
        self._juror: IdentifiedJuror | None = None
        self.rescue = RescueKeeper(
            workspace, desk.settings, desk.messages, tasks=desk.tasks, session=lambda: self._session_id,
            parent=self,
        )  # fmt: skip
        self.interrupted = Interrupted(lambda: self.seat_at_keyboard)
        self.juror_leaving.connect(self.interrupted.keep)
        self.operations.changed.connect(self.rescue.note_changes)
        self.candidate_left.connect(self.rescue.copy_if_changed)
        self.juror_leaving.connect(self.rescue.copy_if_changed, Qt.ConnectionType.QueuedConnection)

    @property
    def queries(self) -> Queries:
        """The workspace's reads."""
        return self.workspace.queries

    @property
    def session_id(self) -> str | None:
        """The session looked at; None while the workspace has none."""
        return self._session_id

    @property
    def current_juror(self) -> IdentifiedJuror | None:
        """Who unlocked this laptop with an own code; None when nobody did."""
        return self._juror

    @property
    def seat_at_keyboard(self) -> str:
        """The seat of who unlocked this laptop, for the journal; empty for nobody."""
        return self._juror.seat_id if self._juror is not None else ""

    @property
    def lock_postponed(self) -> bool:
        """Whether a timer says now that the jury listens: who touches nothing is not away then."""
        until = self.lock_waits_until
        return until is not None and self.workspace.clock() < until

    @property
    def timer_forgotten(self) -> bool:
        """Whether a timer runs on, long past its time: it says nothing any more of who is there."""
        return self.lock_waits_until is not None and not self.lock_postponed

    def set_session(self, session_id: str | None) -> None:
        """Look at another session: the juror is locked and the undo stack forgotten."""
        if session_id == self._session_id:
            return
        self._session_id = session_id
        self.lock_waits_until = None
        self.operations.undo_stack.clear()
        self.set_juror(None)
        self.status.show_session(session_id)
        self.session_changed.emit()

    def set_juror(self, juror: IdentifiedJuror | None) -> None:
        """Note who is at the keyboard; None locks. Undo never crosses from one juror to the next."""
        if juror is self._juror:
            return
        if self._juror is not None:
            self.juror_leaving.emit()
        self._juror = juror
        self.operations.undo_stack.clear()
        self.juror_changed.emit()

    def open_page(self, key: str, target: str = "") -> None:
        """Ask the frame for the page ``key``; ``target`` is what its ``focus_on`` takes."""
        self.page_requested.emit(key, target)

    def identify(self, seat_id: str = "") -> None:
        """Ask for a juror's own code: that of ``seat_id``, or of a seat that the user picks."""
        self.identification_requested.emit(seat_id)
