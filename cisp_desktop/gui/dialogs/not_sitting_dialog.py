"""Asks who states that a panel could not sit, when and why, and who was there.

This module must not know how it is stored, nor what the minutes make of it.
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QCheckBox, QWidget

from cisp_desktop.application.queries import SeatRow
from cisp_desktop.application.wording_seats import seat_words
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.not_sitting_dialog import Ui_NotSittingDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import literal_caption
from cisp_desktop.gui.widgets.planning_times import day_of, qt_day, qt_time, time_of


class NotSittingDialog(FormDialog):
    """The properties hold what was typed, once ``submitted`` was emitted."""

    def __init__(
        self,
        panel: str,
        seats: Sequence[SeatRow],
        *,
        now: datetime,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``panel`` is what the panel is called, ``name`` who is at the keyboard, if known."""
        super().__init__(parent)
        self._now = now
        self.form = form = Ui_NotSittingDialog()
        form.setupUi(self)
        self.compose(
            form.acceptButton, form.cancelButton, problem_label=form.problemLabel,
            fields={"not_sitting.reason": form.reasonEdit, "not_sitting.by": form.nameEdit},
        )  # fmt: skip
        form.titleLabel.setText(self.tr("{0} n’a pas pu siéger").format(panel))
        form.introLabel.setText(
            self.tr(
                "Le procès-verbal constatera que ce jury n’a pas siégé\u00a0: aucun de ses candidats n’est "
                "examiné, et leur tentative ne compte pas. Cela se retire jusqu’à la clôture."
            )
        )
        form.acceptButton.setAccessibleName(self.tr("Constater que le jury n’a pas pu siéger"))
        form.nameEdit.setText(name)
        form.hourEdit.setDateTime(QDateTime(qt_day(now.date()), qt_time(now.time())))
        self.boxes = {seat.id: QCheckBox(literal_caption(seat_words(seat)), self) for seat in seats}
        for box in self.boxes.values():
            box.setChecked(True)
            form.thereLayout.addWidget(box)
        form.thereLabel.setVisible(bool(seats))
        self._order_tabs()
        (form.reasonEdit if name else form.nameEdit).setFocus()
        fit_dialog(self)

    @property
    def name(self) -> str:
        """Who states it."""
        return self.form.nameEdit.text()

    @property
    def reason(self) -> str:
        """Why the panel could not sit."""
        return typed_text(self.form.reasonEdit)

    @property
    def at(self) -> datetime:
        """When that was stated."""
        typed = self.form.hourEdit.dateTime()
        return datetime.combine(day_of(typed.date()), time_of(typed.time()), self._now.tzinfo)

    @property
    def absent(self) -> tuple[str, ...]:
        """The seats of whom was not there."""
        return tuple(seat_id for seat_id, box in self.boxes.items() if not box.isChecked())

    def problem(self) -> str:
        """Return what is missing."""
        if not self.name.strip():
            return self.point_out(self.form.nameEdit, self.tr("Écrivez qui le constate\u00a0: NOM Prénom."))
        if not self.reason.strip():
            asked = self.tr("Écrivez pourquoi le jury n’a pas pu siéger.")
            return self.point_out(self.form.reasonEdit, asked)
        return ""

    def _order_tabs(self) -> None:
        form = self.form
        chain = (form.nameEdit, form.hourEdit, form.reasonEdit, *self.boxes.values(), form.cancelButton)
        for first, second in zip(chain, (*chain[1:], form.acceptButton), strict=True):
            QWidget.setTabOrder(first, second)
