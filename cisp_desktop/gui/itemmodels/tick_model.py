"""Lines with a box each, to be ticked.

This module must not know what the lines stand for.
"""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

KEY = Qt.ItemDataRole.UserRole + 1


class TickModel(QStandardItemModel):
    """``ticks_changed`` comes once, however many boxes changed together."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.itemChanged.connect(self.ticks_changed)

    def show_lines(self, lines: Sequence[tuple[str, str]], ticked: Collection[str]) -> None:
        """Show (key, text) pairs; those among ``ticked`` have their box ticked."""
        self.clear()
        for key, text in lines:
            item = QStandardItem(text)
            item.setEditable(False)
            item.setCheckable(True)
            item.setData(key, KEY)
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.appendRow(item)

    @property
    def ticked(self) -> list[str]:
        """The keys whose box is ticked, in order."""
        items = [self.item(row) for row in range(self.rowCount())]
        return [str(item.data(KEY)) for item in items if item.checkState() is Qt.CheckState.Checked]

    @property
    def all_ticked(self) -> bool:
        """Whether every box is ticked."""
        return len(self.ticked) == self.rowCount()

    def tick_all(self, ticked: bool) -> None:
        """Tick or clear every box."""
        before = self.blockSignals(True)
        for row in range(self.rowCount()):
            self.item(row).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.blockSignals(before)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
        self.ticks_changed.emit()
