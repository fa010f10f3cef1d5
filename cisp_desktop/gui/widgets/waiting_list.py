"""The candidates without an hour: taken to the board by the mouse, or placed by Enter.

This module must not know the board, nor how a slot is stored.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from cisp_desktop.gui.widgets.labels import literal_tooltip

MIME = "application/x-cisp-candidate"


@dataclass(frozen=True, slots=True)
class Dragged:
    """A candidate on the way to the board, to be heard for ``minutes``."""

    id: str
    number: str
    name: str
    minutes: int


def dragged_candidate(data: QMimeData) -> Dragged | None:
    """Return the candidate that ``data`` carries, or None."""
    if not data.hasFormat(MIME):
        return None
    return Dragged(**json.loads(bytes(data.data(MIME).data())))


class WaitingList(QListWidget):
    """``place_asked(id)``: Enter or a double click asks for the first free hour."""

    place_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Dragged] = {}
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemDoubleClicked.connect(self._on_item_double_clicked)

    def show_candidates(self, candidates: Sequence[Dragged], *, locked: bool) -> None:
        """Show who has no hour; nothing is rebuilt when they are the same."""
        self.setDragEnabled(not locked)
        shown = {one.id: one for one in candidates}
        if shown == self._shown:
            return
        chosen = self.current_id
        self._shown = shown
        self.clear()
        for one in candidates:
            item = QListWidgetItem(f"{one.name}  ·  {one.minutes}\u00a0min", self)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setToolTip(literal_tooltip(f"{one.name} ({one.number})"))
            if one.id == chosen:
                self.setCurrentItem(item)

    @property
    def current_id(self) -> str:
        """The candidate chosen, or an empty text."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def mimeTypes(self) -> list[str]:
        """One candidate."""
        return [MIME]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """Return the candidate dragged."""
        data = QMimeData()
        if items:
            one = self._shown[str(items[0].data(Qt.ItemDataRole.UserRole))]
            data.setData(MIME, json.dumps(asdict(one)).encode())
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter places the candidate chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id:
            self.place_asked.emit(self.current_id)
        else:
            super().keyPressEvent(event)

    def _on_item_double_clicked(self, item: QListWidgetItem) -> None:
        self.place_asked.emit(str(item.data(Qt.ItemDataRole.UserRole)))
