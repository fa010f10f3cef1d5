"""A second window for the room's own screen: a big timer and the candidate's name, nothing else.

Everybody in the room sees it: no mark, no grid, no other name ever comes here, in whatever form.
"""

from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.room_screen import RoomMoment, UsualMinutes, room_moment
from cisp_desktop.application.timers import being_heard
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.hearing_log import Phase
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.theme import restyle, tabular
from cisp_desktop.gui.widgets.labels import PlainLabel

TICK = 250
"""Milliseconds between two looks at the clock."""
LARGEST = 600
"""Pixels of a letter, at most."""


def left_words(seconds: int) -> str:
    """« 11 min 37 s », « 1 h 02 min 07 s » from an hour on: nobody reads an hour of the day."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}{NBSP}h{NBSP}{minutes:02d}{NBSP}min{NBSP}{rest:02d}{NBSP}s"
    return f"{minutes}{NBSP}min{NBSP}{rest:02d}{NBSP}s"


class FittedLabel(PlainLabel):
    """One line as large as its place allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def minimumSizeHint(self) -> QSize:
        """Any size will do."""
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text to fill the place."""
        del event
        painter = QPainter(self)
        painter.setFont(self._fitting(self.contentsRect()))
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self.text())

    def _fitting(self, place: QRect) -> QFont:
        font = tabular(self.font())
        font.setPixelSize(min(max(place.height() * 4 // 5, 1), LARGEST))
        width = QFontMetrics(font).horizontalAdvance(self.text())
        if width > place.width():
            font.setPixelSize(max(font.pixelSize() * place.width() // width, 1))
        return font


class PublicView(QWidget):
    """The window. ``show_moment(None)`` leaves it blank; its title never names anybody."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Écran de la salle"))
        self.setAccessibleName(self.tr("Écran de la salle"))
        self.phase_label = FittedLabel(self)
        self.time_label = FittedLabel(self)
        self.state_label = FittedLabel(self)
        self.name_label = FittedLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_XL, t.SPACE_XL, t.SPACE_XL, t.SPACE_XL)
        layout.setSpacing(t.SPACE_L)
        for label, share in (
            (self.name_label, 2), (self.phase_label, 1), (self.time_label, 5), (self.state_label, 1),
        ):  # fmt: skip
            layout.addWidget(label, share)
        QShortcut(QKeySequence(Qt.Key.Key_F11), self).activated.connect(self.switch_full_screen)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.leave_full_screen)
        self.resize(960, 540)

    def show_moment(self, moment: RoomMoment | None, now: datetime) -> None:
        """Show a timer and a name as they stand at ``now``."""
        if moment is None:
            for label in (self.phase_label, self.time_label, self.state_label, self.name_label):
                label.clear()
            return
        left = moment.seconds_left(now)
        over = left < 0
        presented = moment.phase is Phase.PRESENTATION
        self.name_label.setText(moment.name)
        self.phase_label.setText(self.tr("Exposé") if presented else self.tr("Entretien"))
        self.time_label.setText(f"+ {left_words(-left)}" if over else left_words(left))
        self.state_label.setText(self._state(moment, over=over))
        kind = "danger" if over else None
        if self.time_label.property("kind") != kind:
            for label in (self.time_label, self.state_label):
                label.setProperty("kind", kind)
                restyle(label)

    def _state(self, moment: RoomMoment, *, over: bool) -> str:
        parts = [self.tr("Temps dépassé")] if over else []
        if moment.timer.began is None:
            parts.append(self.tr("Pas encore commencé"))
        elif not moment.timer.running:
            parts.append(self.tr("En pause"))
        elif not over:
            parts.append(self.tr("Temps restant"))
        return " · ".join(parts)

    def open_beside(self, window: QWidget) -> None:
        """Open on another screen than ``window``'s where there is one, full screen there."""
        others = [screen for screen in window.screen().virtualSiblings() if screen is not window.screen()]
        if others:
            self.setGeometry(others[0].availableGeometry())
            self.showFullScreen()
        else:
            self.show()
        self.raise_()

    def switch_full_screen(self) -> None:
        """F11."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def leave_full_screen(self) -> None:
        """Escape: out of full screen first, then away."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it went."""
        super().closeEvent(event)
        self.closed.emit()


class RoomScreen(QWidget):
    """Keeps the room's screen at what the jury hears. Never shown itself.

    ``follow`` tells whose sheet is at the keyboard, empty for nobody: who is being heard is shown then, if
    anybody; ``application.room_screen`` judges
    whether that may be shown.
    """

    def __init__(self, context: GuiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._context = context
        self._chosen = ""
        self._moment: RoomMoment | None = None
        self.view: PublicView | None = None
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._show)
        context.operations.changed.connect(self._on_changed)
        context.session_changed.connect(self._on_session_changed)

    def open(self) -> None:
        """Open the window, or bring it forward."""
        if self.view is None:
            self.view = PublicView(self.window())
            self.view.closed.connect(self._on_closed)
        self._read()
        self.view.open_beside(self.window())

    def follow(self, registration_id: str) -> None:
        """Follow another candidate, or nobody; a masked keyboard does not stop the clock of who is heard."""
        if not registration_id and self._moment is not None and self._moment.timer.running:
            return
        if registration_id != self._chosen:
            self._chosen = registration_id
            self._read()

    def _read(self) -> None:
        """Read the timers again, while somebody looks."""
        session_id = self._context.session_id
        if self.view is None:
            return
        self._moment = None
        if session_id is not None:
            queries, settings = self._context.queries, self._context.settings
            events = queries.timer_events(session_id)
            heard = sorted(being_heard(events))
            certification = queries.certification(queries.session(session_id).certification_id)
            self._moment = room_moment(
                self._chosen or (heard[0] if heard else ""),
                queries.registrations(session_id),
                certification.blocks,
                events,
                usual=UsualMinutes(settings.presentation_minutes, settings.interview_minutes),
            )
        self._show()

    def _show(self) -> None:
        if self.view is None:
            return
        self.view.show_moment(self._moment, self._context.workspace.clock())
        runs = self._moment is not None and self._moment.timer.running
        if runs and not self._tick.isActive():
            self._tick.start()
        elif not runs:
            self._tick.stop()

    def _on_changed(self, changes: Changes) -> None:
        if changes.flags & (Change.TIMERS | Change.CANDIDATES | Change.SESSIONS):
            self._read()

    def _on_session_changed(self) -> None:
        self._chosen = ""
        self._read()

    def _on_closed(self) -> None:
        self._tick.stop()
        view, self.view = self.view, None
        if view is not None:
            view.deleteLater()


def show_room_screen(context: GuiContext, frame: QWidget) -> RoomScreen:
    """Let every page open the room's screen, one for the whole window."""
    screen = RoomScreen(context, frame)
    context.room_screen_requested.connect(screen.open)
    context.candidate_followed.connect(screen.follow)
    return screen
