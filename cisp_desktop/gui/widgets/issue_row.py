"""One thing that blocks or warns, with the link to where it is mended.

This module must not know who lists it, nor what the link does.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.issues import Issue, Severity
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


class IssueRow(QWidget):
    """One line: a drawn severity, the sentence, a link. ``opened(page, target)`` is the link."""

    opened = Signal(str, str)

    def __init__(self, issue: Issue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._issue = issue
        dot = StateDot(self, side=16)
        blocking = issue.severity is Severity.BLOCKER
        dot.set_state(
            DotState.BLOCKED if blocking else DotState.WARNING,
            self.tr("Bloque") if blocking else self.tr("Avertit"),
        )
        label = PlainLabel(issue.text, self)
        label.setWordWrap(True)
        self.button = QPushButton(self.tr("Régler"), self)
        self.button.setProperty("kind", "link")
        self.button.setAccessibleName(self.tr("Régler : {0}").format(issue.text))
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, t.SPACE_XS, 0, t.SPACE_XS)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(dot)
        layout.addWidget(label, 1)
        layout.addWidget(self.button)

    @property
    def issue(self) -> Issue:
        """What the line says."""
        return self._issue

    def _on_clicked(self) -> None:
        self.opened.emit(self._issue.page, self._issue.target)
