"""The pages of minutes under one another: pictures with their signatures, zoom, width of the window.

Pages are drawn by the worker when they come into view. QPdfView is no use here: it draws no signature
appearance. This module must not know what the minutes say.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.page_images import PageSet, page_image
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.tokens import tokens_for

GAP, MARGIN = t.SPACE_M, t.SPACE_M
STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
"""Zoom steps; 1 is 96 dots an inch, the size of the paper on most screens."""
DOTS_PER_POINT = 96 / 72
KEPT_BYTES = 150_000_000


@dataclass(frozen=True, slots=True)
class _Drawn:
    scale: float
    image: QImage


class PageArea(QAbstractScrollArea):
    """The pages under one another. ``place_changed`` follows the page in view and the zoom."""

    place_changed = Signal()

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pages: PageSet | None = None
        self._drawn: OrderedDict[int, _Drawn] = OrderedDict()
        self._awaited: int | None = None
        self._zoom = 1.0
        self._fits = True
        self._place = 0
        self._open: list[PageSet] = []
        self.destroyed.connect(partial(_close_all, self._open))
        self.setAccessibleName(self.tr("Procès-verbal, page par page"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Midlight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def page_set(self) -> PageSet | None:
        """What is shown."""
        return self._pages

    @property
    def zoom(self) -> float:
        """1 is 96 dots an inch."""
        return self._zoom

    @property
    def fits_width(self) -> bool:
        """Whether the zoom follows the width."""
        return self._fits

    @property
    def current_page(self) -> int:
        """The page that takes most of the view, counted from 0."""
        return self._place

    def set_pages(self, pages: PageSet | None, *, lent: bool = False) -> None:
        """Show another file; the place and the zoom stay when it has as many pages (one more signature).

        The file is closed once it is shown no more, unless it is ``lent``.
        """
        old, self._pages = self._pages, pages
        closes = bool(self._open)
        self._open[:] = [pages] if pages is not None and not lent else []
        keeps_place = old is not None and pages is not None and old.sizes == pages.sizes
        if not keeps_place:
            self._drawn.clear()
        else:  # the old pictures stay until the new ones come: nothing flickers
            self._drawn = OrderedDict((i, _Drawn(0.0, d.image)) for i, d in self._drawn.items())
        if old is not None and closes:
            closing = old.pages.close
            self._tasks.run(lambda _progress: closing(), title=self.tr("Fermeture"), quiet=True)
        self._lay_out()
        if not keeps_place:
            self.verticalScrollBar().setValue(0)
        self._ask()
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Zoom to a factor, the place in view kept."""
        self._fits = False
        self._apply_zoom(max(STEPS[0], min(STEPS[-1], zoom)))

    def zoom_step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) step."""
        steps = [step for step in STEPS if (step - self._zoom) * direction > 0.01]
        if steps:
            self.set_zoom(min(steps) if direction > 0 else max(steps))

    def fit_width(self) -> None:
        """Let the zoom follow the width."""
        self._fits = True
        self._lay_out()
        self._ask()

    def show_page(self, index: int) -> None:
        """Bring a page to the top."""
        if self._pages is not None and 0 <= index < self._pages.count:
            self.verticalScrollBar().setValue(self._tops()[index] - MARGIN)

    def show_frames(self) -> None:
        """Bring the signature frames into view; nothing moves when there are none, or when they are seen."""
        if self._pages is None or not self._pages.frames:
            return
        index = self._pages.frames[0][0]
        same = [(top, bottom) for page, top, bottom in self._pages.frames if page == index]
        factor, start = self._zoom * DOTS_PER_POINT, self._tops()[index]
        top = start + round(min(top for top, _ in same) * factor) - GAP
        bottom = start + round(max(bottom for _, bottom in same) * factor) + GAP
        bar, view = self.verticalScrollBar(), self.viewport().height()
        if top < bar.value() or bottom > bar.value() + view:
            bar.setValue(max(0, bottom - view + GAP))

    def is_drawn(self, index: int) -> bool:
        """Whether a page is shown at the present scale."""
        drawn = self._drawn.get(index)
        return drawn is not None and abs(drawn.scale - self._scale) < 1e-6

    def image(self, index: int) -> QImage | None:
        """Return the picture of a page as shown, if it was drawn."""
        drawn = self._drawn.get(index)
        return drawn.image if drawn is not None else None

    # --- geometry -----------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        """Device pixels a point."""
        return self._zoom * DOTS_PER_POINT * self.devicePixelRatioF()

    def _size(self, index: int) -> QSize:
        width, height = self._pages.sizes[index] if self._pages else (0.0, 0.0)
        factor = self._zoom * DOTS_PER_POINT
        return QSize(round(width * factor), round(height * factor))

    def _tops(self) -> list[int]:
        tops, top = [], MARGIN
        for index in range(self._pages.count if self._pages else 0):
            tops.append(top)
            top += self._size(index).height() + GAP
        return tops

    def _rect(self, index: int, top: int) -> QRect:
        size = self._size(index)
        left = max(MARGIN, (self.viewport().width() - size.width()) // 2) - self.horizontalScrollBar().value()
        return QRect(QPoint(left, top - self.verticalScrollBar().value()), size)

    def _lay_out(self) -> None:
        if self._pages is None or not self._pages.count:
            self.verticalScrollBar().setRange(0, 0)
            self.horizontalScrollBar().setRange(0, 0)
            self._note_place()
            return
        if self._fits:
            widest = max(width for width, _ in self._pages.sizes)
            room = self.viewport().width() - 2 * MARGIN
            self._zoom = max(0.25, room / (widest * DOTS_PER_POINT))
        sizes = [self._size(index) for index in range(self._pages.count)]
        height = 2 * MARGIN + sum(size.height() for size in sizes) + GAP * (len(sizes) - 1)
        width = 2 * MARGIN + max(size.width() for size in sizes)
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, height - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.horizontalScrollBar().setRange(0, max(0, width - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        self._note_place()

    def _apply_zoom(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(
            1, bar.maximum() + self.viewport().height()
        )
        self._zoom = zoom
        self._lay_out()
        height = bar.maximum() + self.viewport().height()
        bar.setValue(round(middle * height - self.viewport().height() / 2))
        self._ask()
        self.viewport().update()

    def visible_pages(self) -> Sequence[int]:
        """Return the pages in view, top to bottom."""
        view = self.viewport().rect()
        return [i for i, top in enumerate(self._tops()) if self._rect(i, top).intersects(view)]

    def _note_place(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        place = 0
        for index, top in enumerate(self._tops()):
            if top - GAP <= middle:
                place = index
        self._place = place
        self.place_changed.emit()

    # --- drawing ------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask the worker for the first page in view that is not drawn at this scale; one at a time."""
        if self._awaited is not None or self._pages is None or not self.isVisible():
            return
        wanted = next((index for index in self.visible_pages() if not self.is_drawn(index)), None)
        if wanted is None:
            return
        self._awaited = wanted
        pages, scale = self._pages, self._scale
        self._tasks.run(
            lambda _progress: page_image(pages, wanted, scale=scale),
            partial(self._on_page_drawn, pages, wanted, scale),
            self._on_page_failed,
            title=self.tr("Dessin d’une page"),
            owner=self,
            on_cancelled=self._on_page_dropped,
            quiet=True,
        )

    def _on_page_drawn(self, pages: PageSet, index: int, scale: float, image: QImage) -> None:
        self._awaited = None
        if pages is self._pages:
            self._drawn[index] = _Drawn(scale, image)
            self._drawn.move_to_end(index)
            self._forget()
            self.viewport().update()
        self._ask()

    def _forget(self) -> None:
        """Let go of the pictures drawn longest ago, beyond what a screen needs."""
        held = sum(drawn.image.sizeInBytes() for drawn in self._drawn.values())
        least = len(self.visible_pages())
        while held > KEPT_BYTES and len(self._drawn) > least:
            held -= self._drawn.popitem(last=False)[1].image.sizeInBytes()

    def _on_page_failed(self, error: CispError) -> None:
        del error  # too large at this zoom: the page stays as it was drawn last
        self._awaited = None

    def _on_page_dropped(self) -> None:
        self._awaited = None

    def _on_scrolled(self) -> None:
        self._note_place()
        self._ask()

    # --- Qt's own -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in view: their picture, or white paper until it comes."""
        painter = QPainter(self.viewport())
        tokens = tokens_for(self.palette())
        painter.fillRect(event.rect(), QColor(tokens.border if not tokens.dark else tokens.canvas))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, top in enumerate(self._tops()):
            rect = self._rect(index, top)
            if not rect.intersects(event.rect()):
                continue
            drawn = self._drawn.get(index)
            if drawn is not None:
                painter.drawImage(QRectF(rect), drawn.image)
            else:
                painter.fillRect(rect, Qt.GlobalColor.white)
            painter.setPen(QPen(QColor(tokens.control), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again."""
        super().resizeEvent(event)
        self._lay_out()
        self._ask()

    def event(self, event: QEvent) -> bool:
        """Start drawing once shown."""
        if event.type() == QEvent.Type.Show:
            self._ask()
        return bool(super().event(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll otherwise."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages with PgUp and PgDn, ends with Home and End, zoom with + and -, width with L."""
        last = (self._pages.count if self._pages else 1) - 1
        keys, bar = Qt.Key, self.verticalScrollBar()
        acts: dict[Qt.Key, Callable[[], None]] = {
            keys.Key_Plus: partial(self.zoom_step, 1),
            keys.Key_Minus: partial(self.zoom_step, -1),
            keys.Key_L: self.fit_width,
            keys.Key_Home: partial(self.show_page, 0),
            keys.Key_End: partial(self.show_page, last),
            keys.Key_Space: partial(bar.triggerAction, bar.SliderAction.SliderPageStepAdd),
        }
        act = acts.get(Qt.Key(event.key()))
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if act is None or held:
            super().keyPressEvent(event)
        else:
            act()


def _close_all(pages: list[PageSet]) -> None:
    for one in pages:
        one.pages.close()
