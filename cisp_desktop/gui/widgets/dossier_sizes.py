"""How large the pages of a document are: those around the reading at once, the others a few at a time.

A page that is not measured yet is taken to be as large as the one that is read: most documents have one size,
and measuring hundreds of pages would hold up the first. This module must not know who lays pages out.
"""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPdf import QPdfDocument

AROUND = 12
"""Pages measured at once, on each side of the one that is read."""
AT_A_TIME = 20
PAUSE_MILLISECONDS = 60
"""Before the first ones: the page that is read is drawn meanwhile."""


class PageSizes(QObject):
    """``changed`` comes once every page is measured, when some page is not as it was taken to be."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._document: QPdfDocument | None = None
        self._points: list[tuple[float, float]] = []
        self._due: list[int] = []
        self._differ = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._measure_some)

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page, in points; at least 1."""
        return tuple(self._points)

    def show_document(self, document: QPdfDocument | None, *, page: int = 0) -> None:
        """Measure another document, or none, from ``page`` (from 0) on."""
        self._timer.stop()
        self._document, self._differ = document, False
        count = document.pageCount() if document is not None else 0
        page = max(0, min(page, count - 1))
        near = range(max(0, page - AROUND), min(count, page + AROUND + 1))
        self._points = [self._measured(page)] * count if count else []
        for one in near:
            self._points[one] = self._measured(one)
        self._due = [*range(near.stop, count), *reversed(range(near.start))]
        if self._due:
            self._timer.start(PAUSE_MILLISECONDS)

    def _measured(self, page: int) -> tuple[float, float]:
        if self._document is None:
            return 1.0, 1.0
        size = self._document.pagePointSize(page)
        return max(1.0, size.width()), max(1.0, size.height())

    def _measure_some(self) -> None:
        self._timer.setInterval(0)
        for page in self._due[:AT_A_TIME]:
            size = self._measured(page)
            self._differ = self._differ or size != self._points[page]
            self._points[page] = size
        del self._due[:AT_A_TIME]
        if not self._due:
            self._timer.stop()
            if self._differ:
                self.changed.emit()
