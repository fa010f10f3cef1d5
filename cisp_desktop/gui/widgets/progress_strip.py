"""The strip at the window's bottom: what runs, how far, and a cancel that works.

This module must not know what the work is.
"""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tasks import Task, TaskRunner
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel

APPEARS_AFTER = 300
"""Milliseconds: shorter work shows nothing, so that nothing flickers."""


class ProgressStrip(QFrame):
    """Shows the running task; hidden when there is none. Nothing is modal: reading goes on meanwhile."""

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task[Any] | None = None
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
        tasks.started.connect(self._on_task_started)
        tasks.progressed.connect(self._on_task_progressed)
        tasks.finished.connect(self._on_task_finished)

    def _on_task_started(self, task: Task[Any]) -> None:
        self._task = task
        self.title_label.setText(task.title)
        self.setAccessibleName(task.title)
        self.count_label.clear()
        self.bar.setRange(0, 0)
        self.cancel_button.setVisible(task.cancellable)
        self.cancel_button.setEnabled(True)
        self._delay.start()

    def _on_task_progressed(self, task: Task[Any], done: int, total: int) -> None:
        if task is not self._task:
            return
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(min(done, total))
        self.count_label.setText(self.tr("{0} sur {1}").format(done, total) if total else "")

    def _on_task_finished(self, task: Task[Any]) -> None:
        if task is self._task:
            self._task = None
            self._delay.stop()
            self.hide()

    def _on_cancel_clicked(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel_button.setEnabled(False)
            self.title_label.setText(self.tr("Annulation : {0}").format(self._task.title))
