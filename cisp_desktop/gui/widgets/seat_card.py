"""One seat of a panel: the role as the sheet explains it, who takes it, whether it is settled.

This module must not know the other seats, nor how a seat is stored.
"""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.jurors import SeatChoice
from cisp_desktop.application.queries import JurorRow, SeatRow
from cisp_desktop.application.wording import JUROR_CATEGORIES
from cisp_desktop.application.wording_panels import seat_words
from cisp_desktop.domain.panel import JurorCategory, Role
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot

Place = tuple[Role, int, bool]
"""Role, rank from 1, and whether it names a substitute."""


class SeatCard(QFrame):
    """``edited`` follows every change; ``name_finished`` comes with a name typed or picked whole.

    A seat whose code was used keeps its owner. ``optional`` seats can be taken away (``removal_asked``).
    """

    edited = Signal()
    name_finished = Signal(str)
    removal_asked = Signal()

    def __init__(
        self, place: Place, names: QStringListModel, *, optional: bool, parent: QWidget | None = None
    ) -> None:
        """``names`` are the register's, offered while a name is typed."""
        super().__init__(parent)
        self.role, self.rank, self.standby = place
        self._seat: SeatRow | None = None
        self._locked = False
        self._words = seat_words(self.role, self.rank, standby=self.standby)
        self.setProperty("kind", "card")
        self.setAccessibleName(self._words)
        self.dot = StateDot(self)
        self.role_label = PlainLabel(self._words, self)
        self.role_label.setProperty("kind", "strong")
        self.role_label.setWordWrap(True)
        self.who_label = self._small_label()
        self.state_label = self._small_label()
        self.remove_button = QPushButton(
            self.tr("Retirer ce suppléant") if self.standby else self.tr("Retirer ce siège"), self
        )
        self.remove_button.setProperty("kind", "link")
        self.remove_button.setAccessibleName(f"{self.remove_button.text()} : {self._words}")
        self.remove_button.setVisible(optional)
        self.remove_button.clicked.connect(self.removal_asked)
        self.name_edit = self._field(self.tr("Nom et prénom"), self.tr("NOM Prénom"))
        self.title_edit = self._field(self.tr("Titre ou fonction"), self.tr("Facultatif"))
        self.employer_edit = self._field(self.tr("Employeur"), self.tr("Facultatif"))
        self.category_box = self._categories()
        self._offer(names)
        self._lay_out()

    @property
    def place(self) -> Place:
        """Where the seat stands in its panel."""
        return self.role, self.rank, self.standby

    @property
    def choice(self) -> SeatChoice:
        """What is typed."""
        category = self.category_box.currentData()
        return SeatChoice(
            self.role,
            self.name_edit.text(),
            self.title_edit.text(),
            self.employer_edit.text(),
            self.rank,
            self.standby,
            JurorCategory(category) if category else None,
        )

    @property
    def changed(self) -> bool:
        """Whether what is typed is not what the workspace holds."""
        return self._typed() != _held(self._seat)

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
        self.category_box.setEnabled(not locked)
        self.remove_button.setEnabled(not locked and not used)
        for edit in (self.name_edit, self.title_edit, self.employer_edit):
            restyle(edit)
        self._show_state()

    def take_over(self, juror: JurorRow) -> None:
        """Fill what the register says of the juror whose name stands here."""
        for edit, value in ((self.title_edit, juror.title), (self.employer_edit, juror.employer)):
            edit.setText(value)
            edit.setCursorPosition(0)
        self.category_box.setCurrentIndex(max(self.category_box.findData(juror.category or ""), 0))

    def empty_details(self) -> None:
        """Take away what stands beside the name: it was said of the earlier holder."""
        for edit in (self.title_edit, self.employer_edit):
            edit.clear()
        self.category_box.setCurrentIndex(0)

    @property
    def bare(self) -> bool:
        """Whether nothing but a name was typed: beside it stands nothing, or what the earlier holder had."""
        return self._typed()[1:] in (("", "", ""), _held(self._seat)[1:])

    @property
    def renamed(self) -> bool:
        """Whether the name typed is not the one that the workspace holds."""
        return self._typed()[0] != _held(self._seat)[0]

    def mark_invalid(self, invalid: bool) -> None:
        """Frame the name: it cannot stay so."""
        kind = "invalid" if invalid else ""
        if self.name_edit.property("kind") != kind:
            self.name_edit.setProperty("kind", kind)
            restyle(self.name_edit)

    def fields(self) -> tuple[QWidget, ...]:
        """The controls, in the order of reading."""
        return self.name_edit, self.category_box, self.title_edit, self.employer_edit, self.remove_button

    def _typed(self) -> tuple[str, str, str, str]:
        edits = (self.name_edit, self.title_edit, self.employer_edit)
        name, title, employer = (edit.text().strip() for edit in edits)
        return name, title, employer, str(self.category_box.currentData() or "")

    def _fill(self, seat: SeatRow | None) -> None:
        *texts, category = _held(seat)
        for edit, value in zip((self.name_edit, self.title_edit, self.employer_edit), texts, strict=True):
            edit.blockSignals(True)
            edit.setText(value)
            edit.setCursorPosition(0)
            edit.blockSignals(False)
        self.category_box.blockSignals(True)
        self.category_box.setCurrentIndex(max(self.category_box.findData(category), 0))
        self.category_box.blockSignals(False)

    def _show_state(self) -> None:
        seat = self._seat
        if seat is None:
            state, words = DotState.TO_DO, self.tr("Siège à pourvoir.")
            if self.standby or not self.remove_button.isHidden():
                words = self.tr("À nommer.")
        elif seat.standby:
            state, words = DotState.READY, self.tr("Nommé ; il aura un code s’il est appelé à siéger.")
        elif seat.used:
            state, words = DotState.DONE, self.tr("A déjà utilisé son code : ce siège garde son titulaire.")
        elif seat.first_code:
            state, words = DotState.UNDER_WAY, self.tr("A un premier code, pas encore utilisé.")
        else:
            state, words = DotState.DONE, self.tr("A son propre code.")
        if seat is not None and self.changed and not self._locked:
            words = self.tr("Modifié, à enregistrer par « Composer le jury ».")
            state = DotState.WARNING
        self.dot.set_state(state, words)
        self.state_label.setText(words)

    def _small_label(self) -> PlainLabel:
        label = PlainLabel(self)
        label.setProperty("kind", "small")
        label.setWordWrap(True)
        return label

    def _field(self, name: str, placeholder: str) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setAccessibleName(f"{self._words} : {name}")
        edit.setPlaceholderText(placeholder)
        edit.setMinimumWidth(90)
        edit.textChanged.connect(self._on_changed)
        return edit

    def _categories(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(f"{self._words} : {self.tr('Catégorie')}")
        box.setToolTip(self.tr("Ce que le juré est dans son métier : les parts du jury en dépendent"))
        box.addItem(self.tr("Selon le siège"), "")
        for category in JurorCategory:
            box.addItem(JUROR_CATEGORIES[category], category.value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.currentIndexChanged.connect(self._on_changed)
        return box

    def _offer(self, names: QStringListModel) -> None:
        completer = QCompleter(names, self.name_edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._on_name_picked)
        self.name_edit.setCompleter(completer)
        self.name_edit.editingFinished.connect(self._on_name_left)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(t.SPACE_S)
        head.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.role_label, 1)
        who = QVBoxLayout()
        who.setSpacing(t.SPACE_XS)
        who.addLayout(head)
        who.addWidget(self.who_label)
        who.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        who.addStretch(1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(t.SPACE_S)
        fields.setVerticalSpacing(t.SPACE_S)
        places = (
            (self.tr("Nom"), self.name_edit, 0, 0), (self.tr("Catégorie"), self.category_box, 0, 2),
            (self.tr("Titre"), self.title_edit, 1, 0), (self.tr("Employeur"), self.employer_edit, 1, 2),
        )  # fmt: skip
        for caption, control, row, column in places:
            label = QLabel(caption, self)
            label.setProperty("kind", "small")
            label.setBuddy(control)
            fields.addWidget(label, row, column)
            fields.addWidget(control, row, column + 1)
        fields.setColumnStretch(1, 1)
        fields.setColumnStretch(3, 1)
        fields.addWidget(self.state_label, 2, 0, 1, 4, Qt.AlignmentFlag.AlignTop)
        fields.setRowStretch(2, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_S, t.SPACE_M, t.SPACE_S)
        layout.setSpacing(t.SPACE_M)
        layout.addLayout(who, 2)
        layout.addLayout(fields, 5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _on_changed(self) -> None:
        self._show_state()
        self.edited.emit()

    def _on_name_picked(self, name: str) -> None:
        self.name_finished.emit(name)

    def _on_name_left(self) -> None:
        if self.name_edit.text().strip() and not self.name_edit.isReadOnly():
            self.name_finished.emit(self.name_edit.text())


def _held(seat: SeatRow | None) -> tuple[str, str, str, str]:
    if seat is None:
        return "", "", "", ""
    return seat.name, seat.title, seat.employer, seat.category.value if seat.category else ""
