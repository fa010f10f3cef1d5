"""Many PDFs shown and printed as one: each opened when one of its pages is wanted, one at a time.

A batch of a thousand papers thus costs the memory of one. For the worker thread. This module must not know
what the papers are.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from threading import RLock

from cisp_desktop.application.ports import Progress
from cisp_desktop.application.services import DrawnPages, PageDrawers, PageImage
from cisp_desktop.gui.page_images import PageSet

Reader = tuple[str, Callable[[], bytes]]
"""What tells a file from others, and what reads it."""


class BoundPages:
    """``application.services.DrawnPages`` over several files; ``sizes`` file by file, page by page.

    One file is open at a time: threads that draw (the preview, the printer) take turns.
    """

    def __init__(
        self, drawers: PageDrawers, readers: Sequence[Reader], sizes: Sequence[Sequence[tuple[float, float]]]
    ) -> None:
        self._drawers = drawers
        self._readers = tuple(readers)
        self._sizes = tuple(size for file in sizes for size in file)
        self.starts = (0, *accumulate(len(file) for file in sizes))[:-1]
        self._open_key = ""
        self._turn = RLock()
        self._open: DrawnPages | None = None

    @property
    def page_count(self) -> int:
        """Pages of all files together."""
        return len(self._sizes)

    def page_size(self, index: int) -> tuple[float, float]:
        """Width and height in points."""
        return self._sizes[index]

    def render(self, index: int, scale: float) -> PageImage:
        """Draw a page; scale 1 is 72 dots an inch. Raises what reading and opening its file raise."""
        place = bisect_right(self.starts, index) - 1
        key, read = self._readers[place]
        with self._turn:
            if self._open is None or key != self._open_key:
                self.close()
                self._open, self._open_key = self._drawers.open(read()), key
            return self._open.render(index - self.starts[place], scale)

    def field_places(self) -> Sequence[tuple[int, float, float]]:
        """Return nothing: nobody signs a batch."""
        return ()

    def close(self) -> None:
        """Free the file that is open; a second call does nothing."""
        with self._turn:
            opened, self._open = self._open, None
            if opened is not None:
                opened.close()


def bind_pages(drawers: PageDrawers, readers: Sequence[Reader], progress: Progress) -> PageSet:
    """Return the pages of one or more files as one set (worker thread); one that comes twice is read once.

    Raises ``RuleError("document.pages.unreadable")``, and what the readers and ``progress`` raise.
    """
    known: dict[str, tuple[tuple[float, float], ...]] = {}
    for done, (key, read) in enumerate(readers):
        progress(done, len(readers))
        if key not in known:
            opened = drawers.open(read())
            try:
                known[key] = tuple(opened.page_size(index) for index in range(opened.page_count))
            finally:
                opened.close()
    bound = BoundPages(drawers, readers, [known[key] for key, _ in readers])
    sizes = tuple(bound.page_size(index) for index in range(bound.page_count))
    return PageSet(b"", bound, sizes, (), bound.starts, tuple(read for _, read in readers))
