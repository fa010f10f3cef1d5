"""Where the pages of a document lie when they stand under one another: plain arithmetic, no drawing.

Distances in device-independent pixels from the top left of the whole. This module must not know widgets.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from cisp_desktop.domain.reading import Area
from cisp_desktop.gui import tokens as t

GAP = t.SPACE_S
"""Between pages, and around them."""


@dataclass(frozen=True)
class PageLayout:
    """``rects`` in order, ``width`` and ``height`` of the whole, ``points`` the pages' own sizes."""

    points: tuple[tuple[float, float], ...]
    rects: tuple[QRectF, ...]
    width: float
    height: float

    @classmethod
    def of(
        cls, points: Sequence[tuple[float, float]], *, room: float, scale: float | None, dots: float
    ) -> "PageLayout":
        """Lay pages out at ``scale`` (1 is real size, ``dots`` pixels a point), None: as wide as ``room``."""
        sizes = []
        for width, height in points:
            factor = scale * dots if scale is not None else max(room - 2 * GAP, 1.0) / max(width, 1.0)
            sizes.append((round(width * factor), round(height * factor)))
        widest = max((width for width, _ in sizes), default=0) + 2 * GAP
        whole = max(widest, room)
        rects, top = [], float(GAP)
        for width, height in sizes:
            rects.append(QRectF((whole - width) // 2, top, width, height))
            top += height + GAP
        return cls(tuple(points), tuple(rects), widest, top)

    def page_at(self, y: float) -> int:
        """Return the page at a height, the one above when it falls between two; 0 without pages."""
        return max(0, bisect_right(self.rects, y, key=lambda rect: rect.top() - GAP) - 1)

    def between(self, top: float, bottom: float) -> range:
        """Return the pages that show between two heights."""
        return range(self.page_at(top), min(self.page_at(bottom) + 1, len(self.rects)))

    def to_points(self, page: int, place: QPointF) -> QPointF:
        """Return a place of the whole as points of a page, from its top left."""
        rect, (width, height) = self.rects[page], self.points[page]
        return QPointF(
            (place.x() - rect.left()) / rect.width() * width,
            (place.y() - rect.top()) / rect.height() * height,
        )

    def from_points(self, page: int, area: QRectF) -> QRectF:
        """Return a rectangle in points of a page as one of the whole."""
        rect, (width, height) = self.rects[page], self.points[page]
        across, down = rect.width() / width, rect.height() / height
        return QRectF(
            rect.left() + area.left() * across, rect.top() + area.top() * down,
            area.width() * across, area.height() * down,
        )  # fmt: skip

    def from_area(self, page: int, area: Area) -> QRectF:
        """Return an area (thousandths of a page) as a rectangle of the whole."""
        rect = self.rects[page]
        left, top = (
            rect.left() + rect.width() * area.left / 1000,
            rect.top() + rect.height() * area.top / 1000,
        )
        return QRectF(
            left, top,
            rect.width() * (area.right - area.left) / 1000, rect.height() * (area.bottom - area.top) / 1000,
        )  # fmt: skip

    def to_area(self, page: int, place: QRectF) -> Area | None:
        """Return a rectangle of the whole as an area of a page; None when nothing of it is on the page."""
        rect = self.rects[page]
        inside = place.normalized().intersected(rect)
        if inside.isEmpty():
            return None
        area = Area(
            int((inside.left() - rect.left()) / rect.width() * 1000),
            int((inside.top() - rect.top()) / rect.height() * 1000),
            min(1000, round((inside.right() - rect.left()) / rect.width() * 1000)),
            min(1000, round((inside.bottom() - rect.top()) / rect.height() * 1000)),
        )
        return area if area.sound else None
