"""What is wrong with a planning, one sentence per line; a line leads to the slot it speaks of.

This module must not know how a conflict is found.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

STATE, SUBJECT = Qt.ItemDataRole.UserRole + 3, Qt.ItemDataRole.UserRole
LINES = 2


class ConflictList(QListWidget):
    """``subject_asked(registration id)``: the line chosen. It keeps its height, whatever it says."""

    subject_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Ce qui ne va pas dans le planning"))
        self.setItemDelegate(StateTextDelegate(STATE, self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemActivated.connect(self._on_item_activated)
        self.itemClicked.connect(self._on_item_activated)
        self.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustIgnored)

    def show_conflicts(self, conflicts: Sequence[tuple[str, str]], *, nothing: str) -> None:
        """Show (registration, sentence) pairs; ``nothing`` is said when there are none."""
        self.clear()
        for subject, said in conflicts:
            self._add(said, DotState.BLOCKED, subject)
        if not conflicts:
            self._add(nothing, DotState.DONE if nothing else DotState.NONE, "")
        self.setFixedHeight(LINES * self.sizeHintForRow(0) + 2 * self.frameWidth())

    @property
    def sentences(self) -> list[str]:
        """What is shown."""
        return [self.item(place).text() for place in range(self.count())]

    def _add(self, said: str, state: DotState, subject: str) -> None:
        item = QListWidgetItem(said, self)
        item.setToolTip(literal_tooltip(said))
        item.setData(STATE, state)
        item.setData(SUBJECT, subject)

    def _on_item_activated(self, item: QListWidgetItem) -> None:
        subject = str(item.data(SUBJECT))
        if subject:
            self.subject_asked.emit(subject)
