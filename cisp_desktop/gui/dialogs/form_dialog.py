"""A dialog that asks, submits and stays open until what it asked for was accepted.

``submitted`` is emitted on « accept »; whoever listens calls ``accept()`` on success or ``show_problem``
with a sentence. ``submit_dialog`` does that for a short use case. This module must not know any use case.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QLineEdit, QProgressBar, QPushButton, QWidget

from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.problem_dialog import ProblemDialog
from cisp_desktop.gui.operations import Done
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.form_values import FieldValues, put_back, values_of
from cisp_desktop.gui.widgets.panels import Banner, Tone

T = TypeVar("T")


class FormDialog(ProblemDialog):
    """Base of the dialogs with a form, an accept and a cancel button, and a line for what is wrong."""

    submitted = Signal()

    follows_juror = False
    """Whether the form goes with the juror at the keyboard, whatever page lies under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._accept_button: QPushButton | None = None
        self._named_fields: Mapping[str, QWidget] = {}
        self._wait_bar: QProgressBar | None = None
        self._busy = False
        self._seconds_left = 0
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._on_second_passed)

    def compose(
        self,
        accept_button: QPushButton,
        cancel_button: QPushButton,
        *,
        problem_label: QLabel,
        wait_bar: QProgressBar | None = None,
        fields: Mapping[str, QWidget] | None = None,
    ) -> None:
        """Wire the form's buttons; called once after ``setupUi``.

        ``fields`` leads from what a refusal names (its code, or the field that its values name) to where it
        is mended.
        """
        self._accept_button, self._wait_bar = accept_button, wait_bar
        self._named_fields = fields or {}
        self.set_problem_line(problem_label)
        accept_button.clicked.connect(self._on_accept_clicked)
        cancel_button.clicked.connect(self.reject)
        cancel_button.setAutoDefault(False)
        self.show_problem("")
        self.set_busy(False)

    def show_problem(self, text: str) -> None:
        """Say what is wrong under the fields; the dialog can be used again."""
        self._countdown.stop()
        self.set_busy(False)
        super().show_problem(text)

    def show_refusal(self, error: CispError) -> None:
        """Say why a use case refused, at the field that it names."""
        named = (error.code, str(error.values.get("field", "")))
        field = next((self._named_fields[name] for name in named if name in self._named_fields), None)
        words = sentence(error)
        self.show_problem(words if field is None else self.point_out(field, words))

    def show_delay(self, seconds: int) -> None:
        """Count down ``seconds`` before the dialog can be used again."""
        self.set_busy(True)
        if self._wait_bar is not None:
            self._wait_bar.hide()
        self._seconds_left = seconds
        self._countdown.start()
        self._say_delay()

    def _say_delay(self) -> None:
        words = self.tr("Trop de codes faux\u00a0: nouvel essai possible dans {0}.")
        self.say_problem(words.format(duration_words(self._seconds_left)))

    def set_busy(self, busy: bool) -> None:
        """Wait for an answer: nothing can be submitted twice."""
        self._busy = busy
        if self._accept_button is not None:
            self._accept_button.setEnabled(not busy)
        if self._wait_bar is not None:
            policy = self._wait_bar.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self._wait_bar.setSizePolicy(policy)
            self._wait_bar.setVisible(busy)

    def typed(self) -> FieldValues:
        """Return what is typed, for ``put_back``; secrets are not in it."""
        return values_of(self)

    def put_back(self, values: FieldValues) -> None:
        """Fill the form as it was when it was interrupted, and say so above it."""
        put_back(self, values)
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            banner = Banner(self)
            banner.show_text(Tone.INFO, self.tr("Votre saisie interrompue est reprise."))
            layout.insertWidget(0, banner)
            fit_dialog(self)

    def problem(self) -> str:
        """Return what the fields lack, in one sentence; empty when they can be submitted."""
        return ""

    def _on_second_passed(self) -> None:
        self._seconds_left -= 1
        if self._seconds_left > 0:
            self._say_delay()
        else:
            self.show_problem("")

    def done(self, result: int) -> None:
        """Close, and count no more."""
        self._countdown.stop()
        super().done(result)

    def _on_accept_clicked(self) -> None:
        if self._busy:
            return
        problem = self.problem()
        if problem:
            self.show_problem(problem)
            return
        self.show_problem("")
        self.set_busy(True)
        self.submitted.emit()


@dataclass(frozen=True, slots=True)
class Act(Generic[T]):
    """What a filled form asks for, as ``Operations.run`` takes it.

    ``do`` and ``undo`` may run again after the dialog is gone: they hold values, never the dialog.
    """

    do: Callable[[], T]
    text: str = ""
    undo: Callable[[T], object] | None = None


def submit_dialog(
    context: GuiContext, dialog: FormDialog, asked: Callable[[], Act[T]], *, key: str = ""
) -> Done[T] | None:
    """Show a form until its act was accepted or it was given up; a refusal is said in the form.

    ``asked`` reads the form and is called at each « accept ». Returns what the use case returned, or None
    when the form was given up. The dialog is deleted.

    ``key`` names what is asked and of whom: what is half typed when the screen locks is offered again under
    it, to the same juror; empty keeps nothing.
    """
    accepted: list[Done[T]] = []

    def submit() -> None:
        act = asked()
        done = context.operations.run(
            act.do,
            text=act.text,
            undo=act.undo,
            parent=dialog,
            on_error=dialog.show_refusal,
        )
        if done is None:
            dialog.set_busy(False)
            return
        accepted.append(done)
        dialog.accept()

    dialog.submitted.connect(submit)
    with context.interrupted.watching(dialog, key) if key else nullcontext():
        context.messages.run_dialog(dialog)
    dialog.deleteLater()
    return accepted[0] if accepted else None


def duration_words(seconds: int) -> str:
    """« 40 s », « 2 min 05 s »."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}\u00a0min\u00a0{rest:02d}\u00a0s" if minutes else f"{rest}\u00a0s"


def show_secrets(fields: Sequence[QLineEdit], shown: bool) -> None:
    """Show or hide what is typed in secret fields."""
    mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
    for field in fields:
        field.setEchoMode(mode)
