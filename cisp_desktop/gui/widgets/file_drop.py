"""Files and folders dropped from the desktop onto a widget, or onto a cell of a table.

This module must not know what is done with them.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


class FileDrop(QObject):
    """Makes ``target`` take files. ``dropped(paths, place)`` gives the place in the target's coordinates.

    ``hovered(place)`` follows the pointer meanwhile, ``left`` ends it. Nothing is taken unless ``enabled``.
    """

    dropped = Signal(list, QPoint)
    hovered = Signal(QPoint)
    left = Signal()

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self.enabled = True
        place = target.viewport() if isinstance(target, QAbstractScrollArea) else target
        place.setAcceptDrops(True)
        target.setAcceptDrops(True)
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags that carry local files; leave everything else to the widget."""
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(event, QDragMoveEvent):
            if not self.enabled or not local_paths(event.mimeData()):
                event.ignore()
                return True
            event.acceptProposedAction()
            self.hovered.emit(event.position().toPoint())
            return True
        if kind is QEvent.Type.DragLeave:
            self.left.emit()
            return True
        if kind is QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.left.emit()
            paths = local_paths(event.mimeData())
            if self.enabled and paths:
                event.acceptProposedAction()
                self.dropped.emit(paths, event.position().toPoint())
            return True
        return super().eventFilter(watched, event)


def local_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that a drag carries."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
