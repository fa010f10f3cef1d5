"""The strip at the window's bottom: what runs, how far, and a cancel that works.

This module must not know what the work is.
"""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tasks import Task, TaskRunner
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel

APPEARS_AFTER = 300
"""Milliseconds: shorter work shows nothing, so that nothing flickers."""


@dataclass(slots=True)
class _Shown:
    """A task that runs: how far it is, of how much (0: nobody knows), and whether it was told to stop."""

    task: Task[Any]
    done: int = 0
    total: int = 0
    cancelled: bool = False


class ProgressStrip(QFrame):
    """Shows the task that began last of those that run; hidden when there is none.

    Nothing is modal: reading goes on meanwhile. What waits for its turn is named behind.
    """

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running: list[_Shown] = []
        self._waiting: list[Task[Any]] = []
        self.setProperty("kind", "strip")
        self.title_label = ElidedLabel(self)
        self.count_label = PlainLabel(self)
        self.count_label.setProperty("kind", "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName(self.tr("Avancement"))
        self.cancel_button = QPushButton(self.tr("Annuler ce travail"), self)
        self.cancel_button.setProperty("kind", "quiet")
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_L, t.SPACE_XS, t.SPACE_S, t.SPACE_XS)
        layout.setSpacing(t.SPACE_M)
        layout.addWidget(self.title_label, 1)
        layout.addWidget(self.count_label)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel_button)
        self.setVisible(False)
        self._delay = QTimer(self, singleShot=True, interval=APPEARS_AFTER)
        self._delay.timeout.connect(self.show)
        tasks.queued.connect(self._on_task_queued)
        tasks.started.connect(self._on_task_started)
        tasks.progressed.connect(self._on_task_progressed)
        tasks.finished.connect(self._on_task_finished)

    def _on_task_queued(self, task: Task[Any]) -> None:
        self._waiting.append(task)
        self._show()

    def _on_task_started(self, task: Task[Any]) -> None:
        self._waiting = [one for one in self._waiting if one is not task]
        self._running.append(_Shown(task))
        self._show()
        if not self.isVisible():
            self._delay.start()

    def _on_task_progressed(self, task: Task[Any], done: int, total: int) -> None:
        for one in self._running:
            if one.task is task:
                one.done, one.total = done, total
                self._show()

    def _on_task_finished(self, task: Task[Any]) -> None:
        self._waiting = [one for one in self._waiting if one is not task]
        self._running = [one for one in self._running if one.task is not task]
        self._show()
        if not self._running:
            self._delay.stop()
            self.hide()

    def _show(self) -> None:
        """Say what runs, how far it is, and what comes next."""
        if not self._running:
            return
        shown = self._running[-1]
        title = shown.task.title
        words = self.tr("Annulation : {0}").format(title) if shown.cancelled else title
        if self._waiting:
            words = self.tr("{0} · ensuite\u00a0: {1}").format(words, self._waiting[0].title)
        self.title_label.setText(words)
        self.setAccessibleName(title)
        self.bar.setRange(0, max(shown.total, 0))
        self.bar.setValue(min(shown.done, shown.total))
        counted = self.tr("{0} sur {1}").format(shown.done, shown.total)
        self.count_label.setText(counted if shown.total else "")
        self.cancel_button.setVisible(shown.task.cancellable)
        self.cancel_button.setEnabled(not shown.cancelled)

    def _on_cancel_clicked(self) -> None:
        if self._running:
            self._running[-1].cancelled = True
            self._running[-1].task.cancel()
            self._show()
