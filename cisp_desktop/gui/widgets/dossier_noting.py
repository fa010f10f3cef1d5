"""What joins a juror's notes to the pages shown: the tools that make them, the list that leads to them.

This module must not know how a note is stored.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.queries_reading import NoteRow
from cisp_desktop.domain.reading import Area
from cisp_desktop.gui.reading_notes import ReadingNotes
from cisp_desktop.gui.widgets.dossier_finder import Panel
from cisp_desktop.gui.widgets.dossier_view import DossierView

if TYPE_CHECKING:
    from cisp_desktop.gui.widgets.dossier_reader import DossierReader


class DossierNoting(QObject):
    """Wires a reader's tools, views and list to ``ReadingNotes``."""

    def __init__(self, reader: "DossierReader", notes: ReadingNotes) -> None:
        super().__init__(reader)
        self._reader = reader
        self._notes = notes
        notes.changed.connect(self.show_notes)
        tools, listed = reader.toolbar, reader.finder.notes_list
        tools.highlight_asked.connect(self._on_highlight_asked)
        tools.note_asked.connect(self._on_note_asked)
        listed.chosen.connect(self.go_to)
        listed.change_asked.connect(notes.change)
        listed.remove_asked.connect(notes.remove)
        listed.share_asked.connect(notes.share)
        for view in (reader.view, reader.beside.view):
            view.hand.note_taken.connect(self._on_note_taken)
            view.hand.framed.connect(self._on_framed)
            view.hand.framing_left.connect(self.stop_framing)
            for keys, act in (("S", self._on_highlight_key), ("N", tools.ask_note)):
                shortcut = QShortcut(QKeySequence(keys), view)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(act)

    def show_notes(self) -> None:
        """Lay the notes over the pages shown, and list them."""
        reader, notes = self._reader, self._notes
        listed = reader.finder.notes_list
        listed.show_notes(notes.notes, notes.kinds, notes.short_items)
        for view, row in ((reader.view, reader.current), (reader.beside.view, reader.beside.current)):
            shown = row is not None and view.shown is not None
            view.marks.show_notes(notes.of(row.id) if row is not None and shown else ())

    def go_to(self, note: NoteRow) -> None:
        """Show a note's page, its passage in the upper part of the view."""
        top = min((area.top for area in note.areas), default=0)
        self._reader.view.marks.choose(note.id)
        self._reader.go_to_dossier(note.dossier_id, note.page, share=max(0, top - 80) / 1000)
        self._reader.finder.notes_list.choose(note.id)

    def stop_framing(self) -> None:
        """Drag selects text again."""
        self._reader.toolbar.highlight_button.setChecked(False)
        for view in (self._reader.view, self._reader.beside.view):
            view.hand.framing = False

    def _on_highlight_key(self) -> None:
        """Highlight the text selected; without one, what the search found on the page: no mouse is needed."""
        view, row = self._active()
        found = view.found() if self._notes.juror is not None and not view.hand.text else None
        if found is None or row is None:
            self._reader.toolbar.ask_highlight()
        else:
            self._notes.highlight(row, *found, self._reader.toolbar.colour)

    def _on_highlight_asked(self, framing: bool) -> None:
        view, row = self._active()
        selected = view.hand.selected()
        if selected is None or row is None:
            for one in (self._reader.view, self._reader.beside.view):
                one.hand.framing = framing
            return
        self.stop_framing()
        if self._notes.highlight(row, *selected, self._reader.toolbar.colour):
            view.hand.forget_selection()

    def _on_framed(self, page: int, area: Area) -> None:
        hand = self.sender()
        beside = hand is self._reader.beside.view.hand
        row = self._reader.beside.current if beside else self._reader.current
        self.stop_framing()
        if row is not None:
            self._notes.highlight(row, page, (area,), self._reader.toolbar.colour)

    def _on_note_asked(self) -> None:
        view, row = self._active()
        if row is None:
            return
        page, areas = view.hand.selected() or (view.page, ())
        self._notes.write(row, page, areas, self._reader.toolbar.colour)

    def _active(self) -> tuple[DossierView, DossierRow | None]:
        """The view that has the focus, or else the only one where text is selected; the first one else."""
        first, second = self._reader.view, self._reader.beside.view
        chosen = second.hasFocus() or (bool(second.hand.text) and not (first.hasFocus() or first.hand.text))
        if chosen and second.shown is not None:
            return second, self._reader.beside.current
        return first, self._reader.current

    def _on_note_taken(self, note_id: str) -> None:
        self._reader.show_panel(Panel.NOTES)
        self._reader.finder.notes_list.choose(note_id)
        for view in (self._reader.view, self._reader.beside.view):
            view.marks.choose(note_id)


def place_of(view: DossierView, page: int, share: float) -> QPointF:
    """Return the point of a page at this share of its height."""
    points = view.layout_.points
    return QPointF(0, points[page][1] * share) if 0 <= page < len(points) else QPointF()
