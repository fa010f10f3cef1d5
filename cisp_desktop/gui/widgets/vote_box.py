"""The vote on one block: a ballot for each who decides, and what it carries.

This module must not know how a vote is stored.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.queries_discussion import VoterRow
from cisp_desktop.application.wording_votes import BALLOTS, seat_words
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.labels import PlainLabel


class VoteBox(QWidget):
    """``changed`` follows each ballot; ``asked`` is the button that records the vote as the decision."""

    changed = Signal()
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combos: dict[str, QComboBox] = {}
        self._voters: tuple[VoterRow, ...] = ()
        self._inside = QWidget(self)
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(t.SPACE_M)
        self._grid.setVerticalSpacing(t.SPACE_XS)
        self._grid.setColumnStretch(0, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._inside)
        area.setAccessibleName(self.tr("Voix des jurés"))
        self.result_label = PlainLabel(self)
        self.result_label.setWordWrap(True)
        self.record_button = QPushButton(self.tr("Décider selon le vote"), self)
        self.record_button.setToolTip(
            self.tr("Le résultat du vote devient la décision, les voix sont gardées")
        )
        self.record_button.clicked.connect(self.asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(area, 1)
        foot = QGridLayout()
        foot.setHorizontalSpacing(t.SPACE_M)
        foot.setColumnStretch(0, 1)
        foot.addWidget(self.result_label, 0, 0)
        foot.addWidget(self.record_button, 0, 1)
        layout.addLayout(foot)

    @property
    def ballots(self) -> dict[str, Ballot]:
        """The ballots given, by seat id."""
        chosen = {seat_id: combo.currentData() for seat_id, combo in self.combos.items()}
        return {seat_id: Ballot(ballot) for seat_id, ballot in chosen.items() if ballot}

    def show_voters(self, voters: Sequence[VoterRow], ballots: Mapping[str, Ballot], *, locked: bool) -> None:
        """Show who votes and what each voted; ``locked`` lets nothing change."""
        if tuple(voters) != self._voters:
            self._voters = tuple(voters)
            self._build()
        for seat_id, combo in self.combos.items():
            with QSignalBlocker(combo):
                combo.setCurrentIndex(max(combo.findData(str(ballots.get(seat_id, ""))), 0))
            combo.setEnabled(not locked)

    def show_result(self, text: str, *, can_record: bool) -> None:
        """Say what the vote carries."""
        self.result_label.setText(text)
        self.record_button.setEnabled(can_record)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the list of voters and change nobody's vote."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.combos = {}
        for row, voter in enumerate(self._voters):
            label = PlainLabel(f"{voter.name}, {seat_words(voter.role, voter.sex)}", self._inside)
            label.setWordWrap(True)
            combo = QComboBox(self._inside)
            combo.addItem("–", "")
            for ballot, words in BALLOTS.items():
                combo.addItem(words, str(ballot))
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            combo.setAccessibleName(self.tr("Voix de {0}").format(voter.name))
            combo.currentIndexChanged.connect(self.changed)
            combo.installEventFilter(self)
            label.setBuddy(combo)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(combo, row, 1)
            self.combos[voter.seat_id] = combo
        self._grid.setRowStretch(len(self._voters), 1)
        previous: QWidget = self
        for combo in self.combos.values():
            QWidget.setTabOrder(previous, combo)
            previous = combo
        QWidget.setTabOrder(previous, self.record_button)
