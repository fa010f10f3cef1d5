"""What the rules say of a panel, line by line: a drawn state, what is asked, what stands, the source.

This module must not know how a rule is judged.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cisp_desktop.application.panel_advice import JudgedRule, PanelReport
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_panels import (
    candidate_finding_words,
    casting_vote_words,
    juror_finding_words,
    rule_words,
)
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot

MOST_CANDIDATES = 6
"""Candidates named in the list; the section « Candidats » shows all of them."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line: ``words`` in full strength, ``detail`` under it."""

    state: DotState
    words: str
    detail: str = ""


class RuleList(QScrollArea):
    """Lines that follow what is typed; they are reused, so that the place scrolled to stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Règles du jury"))
        self.setMinimumWidth(240)
        contents = QWidget(self)
        contents.setObjectName("scrollContents")
        self._layout = QVBoxLayout(contents)
        self._layout.setContentsMargins(t.SPACE_XS, 0, t.SPACE_S, 0)
        self._layout.setSpacing(t.SPACE_M)
        title = PlainLabel(self.tr("Règles du jury"), contents)
        title.setProperty("kind", "section")
        self._layout.addWidget(title)
        self._layout.addStretch(1)
        self.setWidget(contents)
        self._rows: list[_RuleRow] = []

    @property
    def lines(self) -> list[RuleLine]:
        """What is shown."""
        return [row.line for row in self._rows if not row.isHidden()]

    def show_report(self, report: PanelReport, name_of: Callable[[str], str]) -> None:
        """Show a report; ``name_of`` gives a candidate's words by registration id."""
        lines = [_rule_line(judged, report.members) for judged in report.rules]
        lines.append(RuleLine(DotState.NONE, casting_vote_words(report)))
        lines += [RuleLine(DotState.WARNING, juror_finding_words(finding)) for finding in report.jurors]
        found = report.candidates[:MOST_CANDIDATES]
        lines += [
            RuleLine(
                DotState.BLOCKED if finding.blocks else DotState.WARNING,
                name_of(finding.registration_id),
                candidate_finding_words(finding),
            )
            for finding in found
        ]
        if len(report.candidates) > len(found):
            more = len(report.candidates) - len(found)
            words = plural(more, self.tr("autre candidat concerné"), self.tr("autres candidats concernés"))
            lines.append(RuleLine(DotState.NONE, words, self.tr("La liste est sous « Candidats ».")))
        self._show(lines)

    def _show(self, lines: list[RuleLine]) -> None:
        while len(self._rows) < len(lines):
            row = _RuleRow(self.widget())
            self._layout.insertWidget(len(self._rows) + 1, row)
            self._rows.append(row)
        for row, line in zip(self._rows, lines, strict=False):
            row.show_line(line)
            row.show()
        for row in self._rows[len(lines) :]:
            row.hide()


def _rule_line(judged: JudgedRule, members: int) -> RuleLine:
    words = rule_words(judged.finding)
    if not judged.concerned:
        state = DotState.TO_DO if not members else DotState.NONE
    elif judged.finding.satisfied:
        state = DotState.DONE
    elif not members:
        state = DotState.TO_DO
    else:
        state = DotState.BLOCKED if judged.finding.blocks else DotState.WARNING
    detail = f"{words.has} · {words.source}" if words.source else words.has
    return RuleLine(state, words.asks, detail)


_SAID = {
    DotState.DONE: "Respectée",
    DotState.WARNING: "Avertissement",
    DotState.BLOCKED: "Empêche de clore",
    DotState.TO_DO: "À venir",
    DotState.NONE: "Pour information",
}


class _RuleRow(QWidget):
    """One line of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = RuleLine(DotState.NONE, "")
        self._dot = StateDot(self)
        self._words = PlainLabel(self)
        self._words.setWordWrap(True)
        self._detail = PlainLabel(self)
        self._detail.setProperty("kind", "small")
        self._detail.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._words)
        texts.addWidget(self._detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        column = QVBoxLayout()
        column.setContentsMargins(0, t.SPACE_XS, 0, 0)
        column.addWidget(self._dot)
        column.addStretch(1)
        layout.addLayout(column)
        layout.addLayout(texts, 1)

    def show_line(self, line: RuleLine) -> None:
        """Show another line."""
        if line == self.line:
            return
        self.line = line
        self._dot.set_state(line.state, _SAID[line.state])
        self._words.setText(line.words)
        self._detail.setText(line.detail)
        self._detail.setVisible(bool(line.detail))
        self.setAccessibleName(f"{_SAID[line.state]} : {line.words} {line.detail}")
