"""The notes that lie over a document's pages: drawn, and found again under the pointer.

This module must not know jurors nor how a note is stored.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from cisp_desktop.application.queries_reading import NoteRow
from cisp_desktop.gui.widgets.note_look import draw_highlight, draw_page_flag, flag_rect

if TYPE_CHECKING:
    from cisp_desktop.gui.widgets.dossier_view import DossierView


class DossierMarks:
    """The notes of one document, by page."""

    def __init__(self, view: "DossierView") -> None:
        self._view = view
        self._by_page: dict[int, list[NoteRow]] = {}
        self._chosen = ""

    @property
    def notes(self) -> Sequence[NoteRow]:
        """The notes shown."""
        return [note for notes in self._by_page.values() for note in notes]

    def show_notes(self, notes: Sequence[NoteRow]) -> None:
        """Show these notes, all of the document shown; none clears."""
        self._by_page = {}
        for note in notes:
            self._by_page.setdefault(note.page, []).append(note)
        self._view.viewport().update()

    def choose(self, note_id: str) -> None:
        """Frame a note strongly."""
        self._chosen = note_id
        self._view.viewport().update()

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw the notes of a page."""
        for note, rects in self._places(page):
            for rect in rects:
                if note.areas:
                    draw_highlight(painter, rect, note.colour, chosen=note.id == self._chosen)
                else:
                    draw_page_flag(painter, rect, note.colour)

    def note_at(self, page: int, place: QPointF) -> NoteRow | None:
        """Return the note under a place of the whole."""
        for note, rects in self._places(page):
            if any(rect.contains(place) for rect in rects):
                return note
        return None

    def _places(self, page: int) -> list[tuple[NoteRow, list[QRectF]]]:
        layout, found, flags = self._view.layout_, [], 0
        for note in self._by_page.get(page, ()):
            if note.areas:
                found.append((note, [layout.from_area(page, area) for area in note.areas]))
            else:
                found.append((note, [flag_rect(layout.rects[page], place=flags)]))
                flags += 1
        return found
