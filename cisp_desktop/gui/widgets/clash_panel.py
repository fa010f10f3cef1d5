"""No planning: the constraints that clash, each with what to change and a button that leads there.

This module must not know how a clash is found, nor what a button opens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cisp_desktop.application.wording_planning import ADVICE, REMEDIES, PlanningNames, Remedy, clash_sentence
from cisp_desktop.domain.planning_clash import Clash
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


@dataclass(frozen=True, slots=True)
class ClashLine:
    """One constraint in words, what to do about it, where; ``subjects`` are the registrations it names."""

    words: str
    advice: str
    remedy: Remedy
    button: str
    subjects: tuple[str, ...] = ()


class ClashPanel(QFrame):
    """``remedy_asked(line)`` is a line's button; closing hides the panel until the next clash."""

    remedy_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "danger")
        self.dot = StateDot(self, side=16)
        self.dot.set_state(DotState.BLOCKED)
        self.title_label = PlainLabel(self)
        self.title_label.setProperty("kind", "strong")
        self.title_label.setWordWrap(True)
        self.close_button = QPushButton(self.tr("Fermer"), self)
        self.close_button.setAccessibleName(self.tr("Fermer l’explication"))
        self.close_button.setProperty("kind", "link")
        self.close_button.clicked.connect(self.hide)
        self._lines = QWidget(self)
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(t.SPACE_XL, 0, 0, 0)
        self._grid.setHorizontalSpacing(t.SPACE_M)
        self._grid.setVerticalSpacing(t.SPACE_XS)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        head = QHBoxLayout()
        head.setSpacing(t.SPACE_S)
        head.addWidget(self.dot)
        head.addWidget(self.title_label, 1)
        head.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_S, t.SPACE_M, t.SPACE_S)
        layout.setSpacing(t.SPACE_XS)
        layout.addLayout(head)
        layout.addWidget(self._lines)
        self.buttons: list[QPushButton] = []
        self.setVisible(False)

    def show_clash(self, title: str, lines: Sequence[ClashLine]) -> None:
        """Say which constraints clash; no lines hide the panel."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        self.title_label.setText(title)
        for row, line in enumerate(lines):
            words = PlainLabel(f"– {line.words}", self._lines)
            words.setWordWrap(True)
            advice = PlainLabel(line.advice, self._lines)
            advice.setProperty("kind", "muted")
            advice.setWordWrap(True)
            button = QPushButton(line.button, self._lines)
            button.setProperty("kind", "link")
            button.setAccessibleName(f"{line.button} : {line.words}")
            button.clicked.connect(partial(self._on_button_clicked, line))
            self._grid.addWidget(words, row, 0)
            self._grid.addWidget(advice, row, 1)
            self._grid.addWidget(button, row, 2)
            self.buttons.append(button)
        self.setAccessibleName(" ".join([title, *(line.words for line in lines)]))
        self.setVisible(bool(lines))

    def _on_button_clicked(self, line: ClashLine) -> None:
        self.remedy_asked.emit(line)


def clash_lines(clash: Clash, names: PlanningNames) -> list[ClashLine]:
    """Return what a clash is made of, in words."""
    buttons = {
        Remedy.SETTINGS: _tr("Régler la journée…"),
        Remedy.ABSENCES: _tr("Indisponibilités…"),
        Remedy.PINS: _tr("Ne plus épingler"),
        Remedy.ROOMS: _tr("Laisser changer de jury"),
        Remedy.PANEL: _tr("Voir le jury"),
    }
    return [
        ClashLine(
            clash_sentence(ref, names), ADVICE[ref.kind], REMEDIES[ref.kind], buttons[REMEDIES[ref.kind]],
            ref.candidate_ids,
        )
        for ref in clash.constraints
    ]  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClashPanel", text)
