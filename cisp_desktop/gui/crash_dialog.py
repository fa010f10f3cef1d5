"""What is shown when something unforeseen happened: what it means for the user's data, and a report without
any.

This module must not know what was being done.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cisp_desktop.diagnostics import LOGGER, Crash, describe, install_excepthook, record_faults
from cisp_desktop.gui.forms.crash_dialog import Ui_CrashDialog


class CrashDialog(QDialog):
    """The report, to read and to copy. It names code, never what was typed."""

    def __init__(self, report: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_CrashDialog()
        self.form.setupUi(self)
        self.form.reportEdit.setPlainText(report)
        self.form.copyButton.clicked.connect(self._on_copy_clicked)
        self.form.closeButton.clicked.connect(self.accept)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.form.reportEdit.toPlainText())
        self.form.copyButton.setText(self.tr("Rapport copié"))


class CrashReporter(QObject):
    """Takes crashes of any thread to one dialog on the GUI thread; a second one waits in the log."""

    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self._faults: TextIO | None = None
        self.crashed.connect(self._on_crashed, Qt.ConnectionType.QueuedConnection)

    def watch(self, folder: Path) -> Callable[[], None]:
        """Show what nobody catches from now on, and keep under ``folder`` where the interpreter dies.

        Returns what undoes it.
        """
        self._faults = record_faults(folder)
        return install_excepthook(self.take)

    def take(self, crash: Crash) -> None:
        """Show a crash that the excepthook already logged; callable from any thread."""
        self.crashed.emit(crash)

    def report(self, error: BaseException) -> None:
        """Log an error that somebody caught without knowing it, and show it."""
        logging.getLogger(LOGGER).critical("unforeseen error", exc_info=error)
        self.crashed.emit(Crash(type(error).__qualname__, "?", describe(error)))

    def _on_crashed(self, crash: Crash) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            CrashDialog(crash.report, parent=QApplication.activeWindow()).exec()
        finally:
            self._showing = False
