"""Persons who seem registered twice, pair by pair: unite them, take birth data over, or tell them apart.

This module must not know how anything is found or stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.candidate_fields import TITLES
from cisp_desktop.application.duplicates import BIRTH_FIELDS, DuplicateReason
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.dialogs.problem_dialog import ProblemDialog
from cisp_desktop.gui.forms.duplicates_dialog import Ui_DuplicatesDialog
from cisp_desktop.gui.itemmodels.twin_model import Column, Role, Text, TwinModel
from cisp_desktop.gui.session_data import name_of
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog


@dataclass(frozen=True, slots=True)
class Twins:
    """Two files to compare. ``elsewhere`` names the session of the right one, empty when it is this one."""

    left: RegistrationRow
    right: RegistrationRow
    reason: DuplicateReason
    elsewhere: str = ""


class DuplicatesDialog(ProblemDialog):
    """``united(twins, values)`` and ``told_apart(twins)`` ask for it; ``settle`` goes on when it was done."""

    united = Signal(object, object)
    told_apart = Signal(object)

    def __init__(self, pairs: Sequence[Twins], *, text: Text, parent: QWidget | None = None) -> None:
        """``text`` words a field of a row."""
        super().__init__(parent)
        self._pairs = list(pairs)
        self._text = text
        self._position = 0
        self.form = Ui_DuplicatesDialog()
        self.form.setupUi(self)
        self.set_problem_line(self.form.problemLabel)
        self.model = TwinModel(self)
        view = self.form.fieldTableView
        view.setModel(self.model)
        view.setSelectionBehavior(view.SelectionBehavior.SelectItems)
        for column in (Column.LEFT, Column.RIGHT):
            view.setItemDelegateForColumn(column, StateTextDelegate(Role.STATE, view))
        ColumnWidths(view, {Column.FIELD: 190, Column.LEFT: 300}, stretch=Column.RIGHT)
        self._connect()
        self._show()
        fit_dialog(self)

    def _connect(self) -> None:
        form = self.form
        form.previousButton.clicked.connect(self._on_previous_asked)
        form.nextButton.clicked.connect(self._on_next_asked)
        form.acceptButton.clicked.connect(self._on_accepted)
        form.apartButton.clicked.connect(self._on_apart_asked)
        form.closeButton.clicked.connect(self.reject)
        for button in (form.previousButton, form.nextButton, form.apartButton, form.closeButton,
                       form.acceptButton):  # fmt: skip
            button.setAutoDefault(False)
        form.fieldTableView.clicked.connect(self._on_cell_chosen)
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), form.fieldTableView)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._on_cell_taken)

    @property
    def pair(self) -> Twins:
        """The pair shown."""
        return self._pairs[self._position]

    def settle(self) -> None:
        """The pair shown was dealt with: go on to the next one, or close after the last."""
        settled = self._pairs.pop(self._position)
        gone = {settled.left.id, settled.right.id}
        if not settled.elsewhere:  # one of them may be gone, the other changed: look again later
            self._pairs = [one for one in self._pairs if not gone & {one.left.id, one.right.id}]
        if not self._pairs:
            self.accept()
            return
        self._position = min(self._position, len(self._pairs) - 1)
        self._show()

    def _show(self) -> None:
        form, pair, count = self.form, self.pair, len(self._pairs)
        form.previousButton.setEnabled(self._position > 0)
        form.nextButton.setEnabled(self._position < count - 1)
        form.placeLabel.setText(self.tr("{0} sur {1}").format(self._position + 1, count))
        form.reasonLabel.setText(self._reason_words(pair))
        here = f"{name_of(pair.left)} ({pair.left.number})"
        there = pair.elsewhere or f"{name_of(pair.right)} ({pair.right.number})"
        form.introLabel.setText(self._intro_words(pair))
        form.acceptButton.setText(self.tr("Repre&ndre") if pair.elsewhere else self.tr("Ré&unir"))
        form.acceptButton.setAccessibleName(
            self.tr("Reprendre les données choisies")
            if pair.elsewhere
            else self.tr("Réunir les deux inscriptions")
        )
        fields = BIRTH_FIELDS if pair.elsewhere else tuple(TITLES)
        self.model.show_pair(pair.left, pair.right, fields=fields, titles=(here, there), text=self._text)
        form.acceptButton.setEnabled(bool(self.model.rowCount()) or not pair.elsewhere)
        form.fieldTableView.setCurrentIndex(self.model.index(0, Column.LEFT))
        self.show_problem("")

    def _reason_words(self, pair: Twins) -> str:
        names = f"{name_of(pair.left)} – {name_of(pair.right)}"
        words = {
            DuplicateReason.SAME: self.tr("{0} : mêmes noms et même date de naissance"),
            DuplicateReason.SPELLING: self.tr("{0} : noms voisins, même date de naissance"),
            DuplicateReason.SWAPPED: self.tr("{0} : nom et prénom échangés, même date de naissance"),
            DuplicateReason.USAGE_NAME: self.tr("{0} : nom de naissance ou d’usage, même date de naissance"),
            DuplicateReason.BIRTH_DATE: self.tr("{0} : mêmes noms, dates de naissance voisines"),
        }
        return words[pair.reason].format(names)

    def _intro_words(self, pair: Twins) -> str:
        if pair.elsewhere:
            return self.tr(
                "Cette personne semble connue d’une autre session. Choisissez ligne par ligne la donnée de "
                "naissance à garder ici ; l’autre session ne change pas."
            )
        return self.tr(
            "Choisissez ligne par ligne la donnée à garder. L’inscription qui reste reçoit les pièces, les "
            "résultats, les récusations et les blocs acquis des deux."
        )

    def _on_previous_asked(self) -> None:
        self._position -= 1
        self._show()

    def _on_next_asked(self) -> None:
        self._position += 1
        self._show()

    def _on_cell_chosen(self, index: QModelIndex) -> None:
        self.model.choose(index)

    def _on_cell_taken(self) -> None:
        self.model.choose(self.form.fieldTableView.currentIndex())

    def _on_accepted(self) -> None:
        self.united.emit(self.pair, self.model.chosen())

    def _on_apart_asked(self) -> None:
        self.told_apart.emit(self.pair)
