"""Asks which juror is missing or leaves, from when, for whom, and who sits instead.

This module must not know how a departure is stored.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import SeatRow
from cisp_desktop.application.wording_seats import seat_words
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.departure_dialog import Ui_DepartureDialog
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers
from cisp_desktop.gui.widgets.planning_times import qt_time, time_of


class DepartureDialog(FormDialog):
    """The properties hold what was chosen, once ``submitted`` was emitted.

    A seat that is ``gone`` already (words why) takes a substitute only: no hour, no reason.
    ``naming_asked`` is the wish to name a substitute first.
    """

    naming_asked = Signal()

    def __init__(
        self,
        seats: Sequence[SeatRow],
        substitutes: Sequence[SeatRow],
        *,
        gone: Mapping[str, str],
        now: datetime,
        ready: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``ready``: the session was declared ready, so that its jury changes only after a reopening."""
        super().__init__(parent)
        self._gone, self._now = gone, now
        self.form = Ui_DepartureDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel,
            fields={"stand_in.reason": self.form.reasonEdit},
        )  # fmt: skip
        for seat in seats:
            words = seat_words(seat)
            if seat.id in gone:
                words = f"{words} – {gone[seat.id]}"
            self.form.jurorComboBox.addItem(words, seat.id)
        self.form.substituteComboBox.addItem(self.tr("Personne n’est appelé"), "")
        for seat in substitutes:
            self.form.substituteComboBox.addItem(seat_words(seat), seat.id)
        self.form.namingLabel.setText(self._naming_words(bool(substitutes), ready=ready))
        self.form.namingButton.setAutoDefault(False)
        self.form.namingButton.clicked.connect(self.naming_asked)
        self.form.hourEdit.setTime(qt_time(now.time()))
        self.form.jurorComboBox.currentIndexChanged.connect(self._show_fields)
        self._show_fields()
        indent_numbers(self)
        fit_dialog(self)

    @property
    def seat_id(self) -> str:
        """Who is missing or leaves."""
        return str(self.form.jurorComboBox.currentData())

    @property
    def leaves(self) -> bool:
        """Whether the departure itself is to be noted; else a substitute alone is called."""
        return self.seat_id not in self._gone

    @property
    def at(self) -> datetime:
        """From when on."""
        return datetime.combine(self._now.date(), time_of(self.form.hourEdit.time()), self._now.tzinfo)

    @property
    def reason(self) -> str:
        """Why."""
        return self.form.reasonEdit.text()

    @property
    def substitute_id(self) -> str:
        """Who is called, empty for nobody."""
        return str(self.form.substituteComboBox.currentData())

    @property
    def following(self) -> bool:
        """Whether it holds for the candidates after this one too."""
        return self.form.followingButton.isChecked()

    def problem(self) -> str:
        """Return what is missing."""
        if self.form.jurorComboBox.currentIndex() < 0:
            return self.point_out(
                self.form.jurorComboBox, self.tr("Il n’y a pas de juré à remplacer pour ce candidat.")
            )
        if self.leaves and not self.reason.strip():
            return self.point_out(
                self.form.reasonEdit,
                self.tr("Dites pourquoi ce juré manque ou part\u00a0: le procès-verbal le reprend."),
            )
        if not self.leaves and not self.substitute_id:
            return self.point_out(self.form.substituteComboBox, self.tr("Choisissez le suppléant appelé."))
        return ""

    def _naming_words(self, several: bool, *, ready: bool) -> str:
        """Say where a substitute is named, and what comes first."""
        where = self.tr("dans «\u00a0Préparer\u00a0», onglet «\u00a0Jury\u00a0»")
        if ready:
            where = self.tr("{0}, une fois la préparation rouverte").format(where)
        if several:
            return self.tr("Les suppléants se nomment {0}.").format(where)
        return self.tr("Aucun suppléant ne peut être appelé. On les nomme {0}.").format(where)

    def _show_fields(self) -> None:
        for widget in (self.form.hourEdit, self.form.reasonEdit):
            widget.setEnabled(self.leaves)
