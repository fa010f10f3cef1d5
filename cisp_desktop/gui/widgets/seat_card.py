"""One seat of the panel: the role as the sheet explains it, who takes it, whether it is settled.

This module must not know the other seats, nor how a seat is stored.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.jurors import SeatChoice
from cisp_desktop.application.queries import SeatRow
from cisp_desktop.application.wording import role_name
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


class SeatCard(QFrame):
    """``edited`` follows every letter typed. A seat whose code was used keeps its owner."""

    edited = Signal()

    def __init__(self, role: Role, mnemonics: tuple[str, str, str], parent: QWidget | None = None) -> None:
        """``mnemonics`` are the captions of name, title and employer, unique on the page."""
        super().__init__(parent)
        self.role = role
        self._seat: SeatRow | None = None
        self._locked = False
        self.setProperty("kind", "card")
        self.setAccessibleName(role_name(role))
        self.dot = StateDot(self)
        self.role_label = ElidedLabel(role_name(role), self)
        self.role_label.setProperty("kind", "section")
        self.who_label = PlainLabel(self)
        self.who_label.setProperty("kind", "small")
        self.who_label.setWordWrap(True)
        self.state_label = PlainLabel(self)
        self.state_label.setProperty("kind", "small")
        self.state_label.setWordWrap(True)
        self.name_edit = self._field(self.tr("Nom et prénom"), self.tr("NOM Prénom"))
        self.title_edit = self._field(self.tr("Titre ou fonction"), self.tr("Facultatif"))
        self.employer_edit = self._field(self.tr("Employeur"), self.tr("Facultatif"))
        self._lay_out(mnemonics)

    @property
    def choice(self) -> SeatChoice:
        """What is typed."""
        return SeatChoice(self.role, self.name_edit.text(), self.title_edit.text(), self.employer_edit.text())

    @property
    def changed(self) -> bool:
        """Whether what is typed is not what the workspace holds."""
        choice, seat = self.choice, self._seat
        held = (seat.name, seat.title, seat.employer) if seat is not None else ("", "", "")
        return (choice.name.strip(), choice.title.strip(), choice.employer.strip()) != held

    def explain(self, who: str) -> None:
        """Say what the sheet asks of this seat."""
        self.who_label.setText(who[:1].upper() + who[1:])
        self.who_label.setVisible(bool(who))

    def forget(self) -> None:
        """Drop what was typed: another session is shown."""
        self._seat = None
        self._fill(None)

    def show_seat(self, seat: SeatRow | None, *, locked: bool) -> None:
        """Show who sits; what is being typed stays when the seat is the same as before."""
        if seat != self._seat or self._seat is None:
            typing = self.changed and self._seat is None and seat is None
            self._seat = seat
            if not typing:
                self._fill(seat)
        self._locked = locked
        used = seat is not None and seat.used
        self.name_edit.setReadOnly(locked or used)
        self.title_edit.setReadOnly(locked)
        self.employer_edit.setReadOnly(locked)
        for edit in (self.name_edit, self.title_edit, self.employer_edit):
            restyle(edit)
        self._show_state()

    def mark_invalid(self, invalid: bool) -> None:
        """Frame the name: it cannot stay so."""
        kind = "invalid" if invalid else ""
        if self.name_edit.property("kind") != kind:
            self.name_edit.setProperty("kind", kind)
            restyle(self.name_edit)

    def _fill(self, seat: SeatRow | None) -> None:
        values = (seat.name, seat.title, seat.employer) if seat is not None else ("", "", "")
        for edit, value in zip((self.name_edit, self.title_edit, self.employer_edit), values, strict=True):
            edit.blockSignals(True)
            edit.setText(value)
            edit.blockSignals(False)

    def _show_state(self) -> None:
        seat = self._seat
        if seat is None:
            state, words = DotState.TO_DO, self.tr("Siège à pourvoir.")
        elif seat.used:
            state, words = DotState.DONE, self.tr("A déjà utilisé son code : ce siège garde son titulaire.")
        elif seat.first_code:
            state, words = DotState.UNDER_WAY, self.tr("A un premier code, pas encore utilisé.")
        else:
            state, words = DotState.DONE, self.tr("A son propre code.")
        if seat is not None and self.changed and not self._locked:
            words = self.tr("Modifié, à enregistrer par « Composer le jury ».")
            state = DotState.WARNING
        self.dot.set_state(state, words)
        self.state_label.setText(words)

    def _field(self, name: str, placeholder: str) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setAccessibleName(f"{role_name(self.role)} : {name}")
        edit.setPlaceholderText(placeholder)
        edit.textChanged.connect(self._on_text_changed)
        return edit

    def _lay_out(self, mnemonics: tuple[str, str, str]) -> None:
        head = QHBoxLayout()
        head.setSpacing(t.SPACE_S)
        head.addWidget(self.dot)
        head.addWidget(self.role_label, 1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(t.SPACE_S)
        fields.setVerticalSpacing(t.SPACE_S)
        edits = (self.name_edit, self.title_edit, self.employer_edit)
        for row, (caption, edit) in enumerate(zip(mnemonics, edits, strict=True)):
            label = QLabel(caption, self)
            label.setBuddy(edit)
            fields.addWidget(label, row, 0)
            fields.addWidget(edit, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_L, t.SPACE_M, t.SPACE_L, t.SPACE_M)
        layout.setSpacing(t.SPACE_S)
        layout.addLayout(head)
        layout.addWidget(self.who_label)
        layout.addStretch(1)
        layout.addLayout(fields)
        layout.addWidget(self.state_label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _on_text_changed(self) -> None:
        self._show_state()
        self.edited.emit()
