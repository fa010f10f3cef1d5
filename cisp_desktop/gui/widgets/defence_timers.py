"""Exposé and entretien of the candidate shown: what was timed is stored at each act, and read again.

A timer goes on when another candidate, or nobody's screen, is shown, and over a restart. This module must not
know sheets nor pages.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from cisp_desktop.application import timers
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import AssessmentRow, BlockRow, RegistrationRow
from cisp_desktop.application.timers import TimerKey
from cisp_desktop.application.wording import clock
from cisp_desktop.domain.hearing_log import Phase, Timed, TimerAct, TimerEvent
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.widgets.defence_timer import DefenceTimer
from cisp_desktop.gui.widgets.heard_elsewhere import HeardElsewhere
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_caption, literal_tooltip

USE_CASES: Mapping[TimerAct, Callable[..., bool]] = {
    TimerAct.START: timers.start_timer,
    TimerAct.PAUSE: timers.pause_timer,
    TimerAct.STOP: timers.stop_timer,
    TimerAct.RESET: timers.reset_timer,
}

THIRDS = (33, 34)
"""Percents of extra time that French calls « tiers temps »."""


class DefenceTimers(QWidget):
    """The two timers of one assessment, and ``elsewhere`` for the page to place.

    While any candidate's runs, the context's automatic lock waits.
    """

    candidate_asked = Signal(str)
    """The registration of another candidate, whose timer runs."""

    def __init__(
        self,
        context: GuiContext,
        *,
        name_of: Callable[[str], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        """``name_of`` names the candidate of a registration, "" for one who is not heard here."""
        super().__init__(parent)
        self._context, self._name_of = context, name_of
        self._registration: RegistrationRow | None = None
        self._place = ("", "")
        self._choices: dict[str, tuple[BlockRow, AssessmentRow]] = {}
        self._assessment_id = ""
        self._events: Sequence[TimerEvent] = ()
        self._planned: dict[Phase, int] = {}
        now = context.workspace.clock
        self.assessment_button = QToolButton(self)
        self.assessment_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.assessment_button.setMenu(QMenu(self.assessment_button))
        self._assessments = QActionGroup(self)
        self.presentation = DefenceTimer(self.tr("Exposé"), context.icons, now=now, parent=self)
        self.interview = DefenceTimer(self.tr("Entretien"), context.icons, now=now, parent=self)
        self.hours_label = PlainLabel(self)
        self.hours_label.setProperty("kind", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.assessment_button)
        for phase, timer in self.timers.items():
            layout.addWidget(timer)
            timer.asked.connect(partial(self._on_asked, phase))
            timer.usual_changed.connect(self._on_usual_changed)
        layout.addWidget(self.hours_label)
        self.elsewhere = HeardElsewhere(now=now, parent=self)
        context.icons.set(self.elsewhere, "timer")
        self.elsewhere.asked.connect(self.candidate_asked)
        self._show()

    @property
    def timers(self) -> Mapping[Phase, DefenceTimer]:
        """Both, by what they time."""
        return {Phase.PRESENTATION: self.presentation, Phase.INTERVIEW: self.interview}

    @property
    def heard(self) -> set[str]:
        """The registrations of whom a timer runs."""
        return timers.being_heard(self._events)

    def read(self, session_id: str | None) -> None:
        """Read every timer of the session again."""
        self._events = self._context.queries.timer_events(session_id) if session_id is not None else ()
        self._tell_lock()
        self._show()

    def show_candidate(
        self, registration: RegistrationRow, blocks: Sequence[BlockRow], *, block_id: str
    ) -> None:
        """Show the timers of a candidate: those that run, else those of the block looked at, else the first.

        What was chosen by hand stays while candidate and block do.
        """
        same = self._place == (registration.id, block_id)
        self._registration, self._place = registration, (registration.id, block_id)
        known = {one.id: block for block in blocks for one in block.assessments}
        self._choices = {
            one.id: (known[one.id], one) for one in timers.assessments_to_time(blocks, registration.presented)
        }
        if not same or self._assessment_id not in self._choices:
            self._assessment_id = self._to_show(registration.id, block_id)
        self._fill_menu()
        self._show()

    def _to_show(self, registration_id: str, block_id: str) -> str:
        going = [key.assessment_id for key in timers.running(self._events, registration_id)]
        of_block = [one.id for block, one in self._choices.values() if block.id == block_id]
        before = [self._assessment_id] if self._assessment_id in self._choices else []
        return next(iter([*going, *of_block, *before, *self._choices]), "")

    def _fill_menu(self) -> None:
        menu = self.assessment_button.menu()
        menu.clear()
        for block, one in self._choices.values():
            action = menu.addAction(literal_caption(f"{block.short_code} · {one.title}"))
            action.setCheckable(True)
            action.setChecked(one.id == self._assessment_id)
            action.triggered.connect(partial(self._on_assessment_chosen, one.id))
            self._assessments.addAction(action)
        self.assessment_button.setVisible(len(self._choices) > 1)

    def show_elsewhere(self) -> None:
        """Show the timer that runs for another candidate of the list: it would go on unseen."""
        here = self._registration.id if self._registration is not None else ""
        others = sorted(one for one in self.heard if one != here and self._name_of(one))
        other = others[0] if others else ""
        stands = timers.standing_timers(self._events, other).values()
        going = next((one for one in stands if one.running), None)
        self.elsewhere.show_heard(other, self._name_of(other) if going else "", going or Timed())

    def _show(self) -> None:
        self.show_elsewhere()
        registration = self._registration
        chosen = self._choices.get(self._assessment_id)
        self.setEnabled(chosen is not None and registration is not None)
        if chosen is None or registration is None:
            for timer in self.timers.values():
                timer.show_timed(Timed(), planned=1)
            self.hours_label.clear()
            return
        block, assessment = chosen
        self.assessment_button.setText(literal_caption(block.short_code))
        words = self.tr("Épreuve chronométrée\u00a0: {0}").format(assessment.title)
        self.assessment_button.setToolTip(literal_tooltip(words))
        self.assessment_button.setAccessibleName(words)
        stands = timers.standing_timers(self._events, registration.id)
        for phase, timer in self.timers.items():
            self._show_plan(phase, assessment, percent=registration.extra_time_percent)
            timer.show_timed(stands.get((assessment.id, phase), Timed()), planned=self._planned[phase])
        self._show_hours(registration.id)

    def _show_plan(self, phase: Phase, assessment: AssessmentRow, *, percent: int) -> None:
        given = assessment.oral_minutes if phase is Phase.PRESENTATION else assessment.interview_minutes
        usual, timer = self._usual(phase), self.timers[phase]
        planned = timers.planned_minutes(assessment, phase, usual=usual, extra_time_percent=percent)
        words = self.tr("{0}\u00a0min prévues").format(given or usual)
        more = ""
        if percent:
            kind = self.tr("tiers temps") if percent in THIRDS else self.tr("temps en plus")
            more = self.tr("+ {0}\u00a0min,\n{1}").format(planned - (given or usual), kind)
            words = self.tr(
                "{0}, {1}\u00a0min avec {2}\u00a0% de temps en plus, arrondi aux cinq minutes suivantes"
            ).format(words, planned, percent)
        timer.sound = self._context.settings.timer_sounds
        timer.show_plan(words, editable=not given, usual=given or usual, more=more)
        self._planned[phase] = planned

    def _show_hours(self, registration_id: str) -> None:
        began, ended = timers.hours(self._events, registration_id)
        if began is None:
            self.hours_label.clear()
            self.hours_label.setAccessibleName("")
            return
        words = self.tr("Soutenance commencée à {0}").format(clock(began))
        short = self.tr("depuis {0}").format(clock(began))
        if ended is not None:
            words = self.tr("{0}, terminée à {1}").format(words, clock(ended))
            short = f"{clock(began)} – {clock(ended)}"
        self.hours_label.setText(short)
        self.hours_label.setToolTip(words)
        self.hours_label.setAccessibleName(words)

    def _usual(self, phase: Phase) -> int:
        settings = self._context.settings
        return settings.presentation_minutes if phase is Phase.PRESENTATION else settings.interview_minutes

    def _tell_lock(self) -> None:
        """Say until when a jury is listening, whichever candidate is shown."""
        context = self._context
        session_id = context.session_id
        if session_id is None or not timers.any_running(self._events):
            context.lock_waits_until = None
            return
        certification = context.queries.certification(context.queries.session(session_id).certification_id)
        context.lock_waits_until = timers.listening_until(
            self._events, context.queries.registrations(session_id), certification.blocks, usual=self._usual
        )

    def _on_asked(self, phase: Phase, act: TimerAct) -> None:
        registration = self._registration
        if registration is None:
            return
        juror, workspace = self._context.current_juror, self._context.workspace
        key = TimerKey(registration.id, self._assessment_id, phase)
        actor = juror.seat_id if juror is not None else "SITE"
        done = self._context.operations.run(lambda: _perform(workspace, key, act, actor=actor), parent=self)
        if done is not None:
            self.read(self._context.session_id)

    def _on_assessment_chosen(self, assessment_id: str, checked: bool = True) -> None:
        del checked
        self._assessment_id = assessment_id
        self._show()

    def _on_usual_changed(self) -> None:
        settings = self._context.settings
        if self.presentation.usual_box.isVisibleTo(self):
            settings.presentation_minutes = self.presentation.usual_box.value()
        if self.interview.usual_box.isVisibleTo(self):
            settings.interview_minutes = self.interview.usual_box.value()
        self._tell_lock()
        self._show()


def _perform(workspace: Workspace, key: TimerKey, act: TimerAct, *, actor: str) -> bool:
    return USE_CASES[act](workspace, key, actor=actor)
