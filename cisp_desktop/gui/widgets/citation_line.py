"""What the juror's own notes cite of the line being scored: « Citée : Mémoire, p. 34 », each a way there.

This module must not know how a note is stored.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from cisp_desktop.application.queries_reading import NoteRow
from cisp_desktop.application.wording_reading import citing, place_words
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.layouts import clear_layout
from cisp_desktop.gui.widgets.dossier_reader import DossierReader
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_caption, literal_tooltip

MOST = 4
"""Notes shown; the others are in the list of notes."""


class CitationLine(QWidget):
    """``chosen(note id)`` asks for the note's page. Hidden while nothing cites the line."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._notes: Sequence[NoteRow] = ()
        self._kinds: Mapping[str, DossierKind] = {}
        self._item = ""
        self.count_label = PlainLabel(self)
        self.count_label.setProperty("kind", "small")
        self._links = QHBoxLayout()
        self._links.setSpacing(t.SPACE_XS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_S, 0, t.SPACE_S, 0)
        layout.setSpacing(t.SPACE_XS)
        layout.addWidget(self.count_label)
        layout.addLayout(self._links)
        layout.addStretch(1)
        self._show()

    @property
    def item(self) -> str:
        """The line of the grid whose citations show."""
        return self._item

    def follow(self, reader: DossierReader) -> None:
        """Show the notes that are taken in ``reader``, lead there, and cite the line shown in a new one."""
        notes = reader.notes
        notes.changed.connect(lambda: self.show_notes(notes.notes, notes.kinds))
        notes.current_item = lambda: self._item
        self.chosen.connect(reader.show_note)

    def show_notes(self, notes: Sequence[NoteRow], kinds: Mapping[str, DossierKind]) -> None:
        """Take the juror's notes; ``kinds`` by dossier id."""
        self._notes, self._kinds = notes, kinds
        self._show()

    def show_item(self, item: str) -> None:
        """Show what cites this line of the grid; empty for none."""
        if item != self._item:
            self._item = item
            self._show()

    def _show(self) -> None:
        cited = [note for note in citing(self._notes, self._item) if note.dossier_id in self._kinds]
        clear_layout(self._links)
        for note in cited[:MOST]:
            self._links.addWidget(self._link(note))
        more = len(cited) - MOST
        words = self.tr("Citée :") if more <= 0 else self.tr("Citée {0} fois :").format(len(cited))
        self.count_label.setText(words)
        self.setVisible(bool(cited))

    def _link(self, note: NoteRow) -> QToolButton:
        words = place_words(self._kinds[note.dossier_id], note.page)
        button = QToolButton(self)
        button.setText(literal_caption(words))
        button.setAccessibleName(self.tr("Aller à la note : {0}").format(words))
        button.setToolTip(literal_tooltip(note.text or words))
        note_id = note.id
        button.clicked.connect(lambda: self.chosen.emit(note_id))
        return button
