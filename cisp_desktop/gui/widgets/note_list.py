"""The list of a candidate's notes, and the buttons that change one. It only asks.

This module must not know jurors nor how a note is stored.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from cisp_desktop.application.queries_reading import NoteRow
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.itemmodels.note_model import NoteModel
from cisp_desktop.gui.widgets.labels import PlainLabel


class NoteList(QWidget):
    """``chosen(note)`` leads to its page; the other signals ask for an act on the current note's id."""

    chosen = Signal(object)
    change_asked = Signal(str)
    remove_asked = Signal(str)
    share_asked = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = NoteModel(self)
        self.empty_label = PlainLabel(self)
        self.empty_label.setText(
            self.tr("Aucune note sur ces pièces. Sélectionnez un passage puis « Surligner », ou « Note ».")
        )
        self.empty_label.setProperty("kind", "muted")
        self.empty_label.setWordWrap(True)
        self.view = QListView(self)
        self.view.setAccessibleName(self.tr("Notes de lecture"))
        self.view.setModel(self.model)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self.view.selectionModel().currentChanged.connect(self._show_buttons)
        self.change_button = self._button(self.tr("Modifier…"))
        self.change_button.clicked.connect(self._on_change_clicked)
        self.remove_button = self._button(self.tr("Retirer"))
        self.remove_button.clicked.connect(self._on_remove_clicked)
        self.share_check = QCheckBox(self.tr("Partager"), self)
        self.share_check.setToolTip(
            self.tr("Les autres jurés la liront une fois toutes les grilles du candidat scellées")
        )
        self.share_check.clicked.connect(self._on_share_clicked)
        self._lay_out()
        self.show_notes((), {}, {})

    @property
    def current(self) -> NoteRow | None:
        """The note chosen."""
        row = self.view.currentIndex().row()
        return self.model.notes[row] if 0 <= row < len(self.model.notes) else None

    def show_notes(
        self, notes: Sequence[NoteRow], kinds: Mapping[str, DossierKind], items: Mapping[str, str]
    ) -> None:
        """Show these notes; the current one stays."""
        kept = self.current
        self.model.show_notes(notes, kinds, items)
        self.empty_label.setVisible(not notes)
        self.view.setVisible(bool(notes))
        if kept is not None:
            self.choose(kept.id)
        self._show_buttons()

    def choose(self, note_id: str) -> None:
        """Make a note the current one."""
        row = self.model.row_of(note_id)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(words)
        button.setProperty("kind", "quiet")
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(t.SPACE_S)
        buttons.addWidget(self.share_check)
        buttons.addStretch(1)
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.change_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.empty_label)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)

    def _show_buttons(self) -> None:
        note = self.current
        own = note is not None and note.own
        for control in (self.change_button, self.remove_button, self.share_check):
            control.setEnabled(own)
        self.share_check.setChecked(note is not None and note.own and note.shared)

    def _on_chosen(self, _index: QModelIndex) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _on_change_clicked(self) -> None:
        if self.current is not None:
            self.change_asked.emit(self.current.id)

    def _on_remove_clicked(self) -> None:
        if self.current is not None:
            self.remove_asked.emit(self.current.id)

    def _on_share_clicked(self, shared: bool) -> None:
        if self.current is not None:
            self.share_asked.emit(self.current.id, shared)
