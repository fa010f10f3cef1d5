"""The frame around the pages: header, navigation, one page at a time, over one open workspace.

This module must not know any particular page: the registry gives them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_minutes_life import open_again_words, rectifying_words
from cisp_desktop.application.wording_sessions import cancelled_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.session_frame import Ui_SessionFrame
from cisp_desktop.gui.not_sitting_acts import ask_cancel_session, take_up
from cisp_desktop.gui.operations import SaveState, SaveStatus
from cisp_desktop.gui.pages.page import Page, Waiting
from cisp_desktop.gui.session_status import SessionStatus, Step, StepState
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel, literal_caption
from cisp_desktop.gui.widgets.navigation import Entry, EntryState, Navigation
from cisp_desktop.gui.widgets.panels import EmptyState, Tone

_TOLD_OF_RECTIFYING = frozenset({Step.PREPARE.value, Step.EVALUATE.value, Step.SEQUEL.value})

PageFactory = Callable[[GuiContext], Page]

HEADER_HEIGHT = 34
"""Pixels: a page without a button keeps its title where the others have theirs."""

STEP_STATE = {
    StepState.WAITING: DotState.WAITING,
    StepState.TO_DO: DotState.TO_DO,
    StepState.UNDER_WAY: DotState.UNDER_WAY,
    StepState.DONE: DotState.DONE,
}


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the registry; ``factory(context)`` is called on the first visit."""

    key: str
    title: str
    icon: str
    factory: PageFactory
    group: int = 1
    shortcut: str = ""


class PageHolder(QWidget):
    """One page with its title, or the empty state that stands for it. Refreshes only while shown."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self._waiting: Waiting | None = None
        self._stale: Changes | None = None
        self._fresh = False
        self.title_label = PlainLabel(self)
        self.title_label.setProperty("kind", "title")
        self.subtitle_label = ElidedLabel(self)
        self.subtitle_label.setProperty("kind", "muted")
        self.empty_state = EmptyState(self)
        self.empty_state.activated.connect(self._on_empty_state_activated)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self.empty_state)
        header = QHBoxLayout()
        header.setSpacing(t.SPACE_M)
        header.addStrut(HEADER_HEIGHT)
        header.addWidget(self.title_label)
        header.addWidget(self.subtitle_label, 1)
        for widget in page.header_widgets():
            header.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_XL, t.SPACE_M, t.SPACE_XL, t.SPACE_L)
        layout.setSpacing(t.SPACE_M)
        layout.addLayout(header)
        layout.addWidget(self._stack, 1)
        page.header_changed.connect(self.show_header)

    @property
    def waiting(self) -> bool:
        """Whether the empty state stands for the page."""
        return self._stack.currentWidget() is self.empty_state

    def invalidate(self, changes: Changes | None) -> None:
        """Note that a refresh is due; do it now when the page is shown. None means everything."""
        if changes is not None and not changes.flags & self.page.concerns:
            return
        if changes is None or not self._fresh:
            self._fresh, self._stale = False, None
        elif self._stale is None:
            self._stale = changes
        else:
            self._stale = Changes(self._stale.flags | changes.flags, self._stale.ids | changes.ids)
        if self.isVisible():
            self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Refresh what is due, or show what the page waits for."""
        self._waiting = self.page.waiting_for()
        if self._waiting is not None:
            waiting = self._waiting
            self.empty_state.show_text(waiting.title, waiting.text, button=waiting.button)
            self._stack.setCurrentWidget(self.empty_state)
            self._fresh = False
        else:
            if not self._fresh:
                self.page.refresh(None)
            elif self._stale is not None:
                self.page.refresh(self._stale)
            self._fresh, self._stale = True, None
            self._stack.setCurrentWidget(self.page)
        self.show_header()

    def show_header(self) -> None:
        """Read the title, the subtitle and the header's widgets again."""
        self.title_label.setText(self.page.title)
        self.subtitle_label.setText(self.page.subtitle() if not self.waiting else "")
        if self.waiting:
            for widget in self.page.header_widgets():
                widget.hide()
        else:
            for widget in self.page.header_widgets():
                widget.setVisible(not widget.property("unavailable"))

    def _on_empty_state_activated(self) -> None:
        waiting = self._waiting
        if waiting is None:
            return
        if waiting.action is not None:
            waiting.action()
        elif waiting.page:
            self.page.context.open_page(waiting.page, waiting.target)


class SessionFrame(QWidget):
    """Header, navigation and pages. Pages are made on their first visit."""

    workspace_closing_asked = Signal()
    new_session_asked = Signal()
    page_shown = Signal(str)

    def __init__(
        self, context: GuiContext, specs: Sequence[PageSpec], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._specs = {spec.key: spec for spec in specs}
        self._holders: dict[str, PageHolder] = {}
        self._current = ""
        self._cancelled = self._rectifying = ""
        self.form = Ui_SessionFrame()
        self.form.setupUi(self)
        entries = [Entry(s.key, s.title, s.icon, s.group, s.shortcut) for s in specs]
        self.navigation = Navigation(entries, context.icons, parent=self)
        self.form.navigationLayout.addWidget(self.navigation)
        self.navigation.chosen.connect(self._on_page_chosen)
        self.form.sessionButton.setMenu(QMenu(self))
        self.form.sessionButton.menu().aboutToShow.connect(self._on_session_menu_opening)
        context.page_requested.connect(self.open_page)
        context.session_changed.connect(self._on_session_changed)
        context.juror_changed.connect(self._on_juror_changed)
        context.status.updated.connect(self._on_status_updated)
        context.operations.changed.connect(self._on_workspace_changed)
        context.operations.save_state_changed.connect(self._on_save_state_changed)
        self.form.cancelledBanner.activated.connect(self._on_banner_activated)
        self._on_save_state_changed(context.operations.save_state)
        self._show_session_name()

    @property
    def current_key(self) -> str:
        """The key of the page that is shown."""
        return self._current

    @property
    def current_page(self) -> Page | None:
        """The page that is shown."""
        holder = self._holders.get(self._current)
        return holder.page if holder else None

    def holder(self, key: str) -> PageHolder:
        """Return the page's holder, made now if this is the first visit."""
        if key not in self._holders:
            page = self._specs[key].factory(self.context)
            holder = PageHolder(page)
            self._holders[key] = holder
            self.form.pageStack.addWidget(holder)
        return self._holders[key]

    def open_page(self, key: str, target: str = "") -> None:
        """Show the page ``key`` and let it focus on ``target``, if the present one lets go."""
        current = self.current_page
        if key != self._current and current is not None and not current.leave():
            self.navigation.show_current(self._current)
            return
        holder = self.holder(key)
        self._current = key
        self._show_notice()
        self.navigation.show_current(key)
        self.form.pageStack.setCurrentWidget(holder)
        holder.bring_up_to_date()
        if target and not holder.waiting:
            holder.page.focus_on(target)
        self.page_shown.emit(key)

    def next_pane(self) -> None:
        """Move the focus to the next pane (F6): navigation, then the page's own panes."""
        page = self.current_page
        panes = [self.navigation, *(page.panes() if page else ())]
        inside = [i for i, pane in enumerate(panes) if _holds_focus(pane)]
        for step in range(1, len(panes) + 1):
            pane = panes[((inside[-1] if inside else -1) + step) % len(panes)]
            if _focus_first(pane):
                return

    def leave(self) -> bool:
        """Let the page that is shown commit what is being typed."""
        page = self.current_page
        return page is None or page.leave()

    def _on_page_chosen(self, key: str) -> None:
        self.open_page(key)

    def _on_session_changed(self) -> None:
        self._show_session_name()
        for holder in self._holders.values():
            holder.invalidate(None)

    def _on_juror_changed(self) -> None:
        for holder in self._holders.values():
            if holder.page.follows_juror:
                holder.invalidate(None)

    def _on_workspace_changed(self, changes: Changes) -> None:
        if changes.flags & Change.SESSIONS:
            self._show_session_name()
        for holder in self._holders.values():
            holder.invalidate(changes)

    def _on_status_updated(self) -> None:
        status = self.context.status.status
        self.navigation.show_states(_entry_states(status, self) if status else {})
        holder = self._holders.get(self._current)
        if holder is not None and holder.waiting:  # what it waited for may have come
            holder.bring_up_to_date()

    def _on_save_state_changed(self, state: SaveState) -> None:
        at = state.at.strftime("%H:%M:%S") if state.at else ""
        dot, words, kind = {
            SaveStatus.UNTOUCHED: (DotState.NONE, "", "muted"),
            SaveStatus.PENDING: (DotState.UNDER_WAY, self.tr("Enregistrement…"), "muted"),
            SaveStatus.SAVED: (DotState.DONE, self.tr("Enregistré {0}").format(at), "muted"),
            SaveStatus.FAILED: (DotState.BLOCKED, self.tr("Non enregistré"), "danger"),
        }[state.status]
        self.form.saveDot.set_state(dot)
        self.form.saveLabel.setProperty("kind", kind)
        self.form.saveLabel.setText(words)
        self.style().polish(self.form.saveLabel)

    def _show_session_name(self) -> None:
        session_id = self.context.session_id
        if session_id is None:
            self.form.sessionButton.setText(literal_caption(self.context.workspace.path.name))
            self.form.demonstrationLabel.hide()
            self._show_notice("", "")
            return
        session = self.context.queries.session(session_id)
        when = french_month(session.starts.month, session.starts.year)
        self.form.sessionButton.setText(literal_caption(f"{session.centre_name} · {when}"))
        self.form.demonstrationLabel.setVisible(session.demonstration)
        rectified = None if session.locked else self.context.queries.rectification(session_id)
        self._show_notice(cancelled_words(session), rectifying_words(rectified) if rectified else "")

    def _show_notice(self, *said: str) -> None:
        """Say above every page that the session is cancelled, above some that its minutes are rectified."""
        self._cancelled, self._rectifying = said or (self._cancelled, self._rectifying)
        told, button = self._cancelled, self.tr("&Reprendre la session")
        if not told and self._current in _TOLD_OF_RECTIFYING:
            told, button = self._rectifying, self.tr("Voir le procès-verbal")
        self.form.cancelledBanner.show_text(Tone.WARNING, told, button=button)

    def _on_banner_activated(self) -> None:
        if self._cancelled:
            self._on_taking_up_asked()
        else:
            self.open_page(Step.MINUTES.value)

    def _on_session_menu_opening(self) -> None:
        menu = self.form.sessionButton.menu()
        menu.clear()
        for row in self.context.queries.sessions():
            when = french_month(row.starts.month, row.starts.year)
            text = f"{row.centre_name} · {when} · {row.certification_code} · {row.minutes_number}"
            again = self.tr("annulée") if row.cancelled else open_again_words(self.context.queries, row)
            text = f"{text} · {again}" if again else text
            action = menu.addAction(literal_caption(text))
            action.setData(row.id)
            action.setCheckable(True)
            action.setChecked(row.id == self.context.session_id)
            action.triggered.connect(self._on_session_chosen)
        menu.addSeparator()
        if self.context.session_id is not None:
            menu.addAction(self.tr("&Écran de la salle")).triggered.connect(self._on_room_screen_asked)
            cancelled = self.context.queries.session(self.context.session_id).cancelled
            words = self.tr("&Reprendre la session") if cancelled else self.tr("&Annuler la session…")
            act = self._on_taking_up_asked if cancelled else self._on_cancelling_asked
            menu.addAction(words).triggered.connect(act)
        menu.addAction(self.tr("&Nouvelle session…")).triggered.connect(self.new_session_asked)
        menu.addAction(self.tr("&Fermer l’espace de travail")).triggered.connect(self.workspace_closing_asked)

    def _on_room_screen_asked(self) -> None:
        self.context.room_screen_requested.emit()

    def _on_cancelling_asked(self) -> None:
        session_id = self.context.session_id
        if session_id is not None and self.leave():
            ask_cancel_session(self.context, self.context.queries.session(session_id), parent=self)

    def _on_taking_up_asked(self) -> None:
        session_id = self.context.session_id
        if session_id is not None:
            take_up(self.context, self.context.queries.session(session_id), parent=self)

    def _on_session_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self.leave():
            self.context.set_session(str(action.data()))


MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def french_month(month: int, year: int) -> str:
    """Return « décembre 2026 »; ``month`` counts from 1."""
    return f"{MONTHS[month - 1]} {year}"


def _entry_states(status: SessionStatus, owner: QObject) -> dict[str, EntryState]:
    words = {
        StepState.WAITING: owner.tr("pas encore possible"),
        StepState.TO_DO: owner.tr("à faire"),
        StepState.UNDER_WAY: owner.tr("en cours"),
        StepState.DONE: owner.tr("terminé"),
    }
    states = {}
    ready = status.session.ready_at is not None and not status.session.locked
    for step in Step:
        found = status.steps[step]
        said = owner.tr("prête") if step is Step.PREPARE and ready else words[found.state]
        if status.session.cancelled:
            said = owner.tr("session annulée")
        if step is Step.MINUTES and status.open_again:
            said = status.open_again
        if found.missing:
            left = plural(found.missing, *_left_words(step, owner))
            said = owner.tr("{0}, reste {1}").format(said, left)
        states[step.value] = EntryState(STEP_STATE[found.state], found.missing, said)
    sequel = states[Step.SEQUEL.value]
    states[Step.SEQUEL.value] = replace(sequel, missing=0)
    return states


def _left_words(step: Step, owner: QObject) -> tuple[str, str]:
    """Return what a step counts, one and many."""
    words = {
        Step.EVALUATE: (owner.tr("grille à sceller"), owner.tr("grilles à sceller")),
        Step.DELIBERATE: (owner.tr("décision à prendre"), owner.tr("décisions à prendre")),
        Step.MINUTES: (owner.tr("signature"), owner.tr("signatures")),
    }
    return words.get(step, (owner.tr("point à régler"), owner.tr("points à régler")))


def _holds_focus(pane: QWidget) -> bool:
    focused = pane.window().focusWidget()
    return focused is not None and (focused is pane or pane.isAncestorOf(focused))


def _focus_first(pane: QWidget) -> bool:
    """Give the focus to ``pane`` or to its first child that takes it; say whether one did."""
    if not pane.isVisible():
        return False
    takers = [pane, *pane.findChildren(QWidget)]
    if isinstance(pane, Navigation):
        takers = [button for button in pane.buttons.values() if button.isChecked()] + takers
    for widget in takers:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False
