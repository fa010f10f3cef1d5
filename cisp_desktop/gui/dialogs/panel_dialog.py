"""Asks what is said of a panel: name, room, secretary, certifier's representative, who sits at a distance.

This module must not know how a panel is stored.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QComboBox, QWidget

from cisp_desktop.application.panels import PanelSaid
from cisp_desktop.application.queries import SeatRow
from cisp_desktop.application.wording_panels import REMOTE_MEANS, seat_words
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.panel_dialog import Ui_PanelDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.labels import PlainLabel


class PanelDialog(FormDialog):
    """``said`` holds what was typed once ``submitted`` was emitted; everything may be empty.

    A panel that is not there yet has no ``seats``: only its name and room are asked.
    """

    def __init__(
        self,
        title: str,
        *,
        said: PanelSaid | None = None,
        seats: Sequence[SeatRow] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = form = Ui_PanelDialog()
        form.setupUi(self)
        self.compose(
            form.acceptButton, form.cancelButton, problem_label=form.problemLabel,
            fields={
                "panel.name": form.nameEdit, "panel.room": form.roomEdit,
                "panel.secretary": form.secretaryEdit, "panel.representative": form.representativeEdit,
            },
        )  # fmt: skip
        form.titleLabel.setText(title)
        known = said or PanelSaid()
        form.nameEdit.setText(known.name)
        form.roomEdit.setText(known.room)
        form.secretaryEdit.setText(known.secretary)
        form.representativeEdit.setText(known.representative)
        self.remote_boxes = {seat.id: self._add_seat(seat) for seat in seats}
        for widget in (form.secretaryLabel, form.secretaryEdit, form.representativeLabel,
                       form.representativeEdit, form.minutesLabel):  # fmt: skip
            widget.setVisible(said is not None)
        form.remoteArea.setVisible(bool(seats))
        form.remoteLabel.setVisible(bool(seats))
        self._order_tabs()
        fit_dialog(self)

    @property
    def said(self) -> PanelSaid:
        """What is said of the panel."""
        form = self.form
        return PanelSaid(
            form.nameEdit.text(),
            form.roomEdit.text(),
            form.secretaryEdit.text(),
            form.representativeEdit.text(),
            {
                seat_id: box.currentText()
                for seat_id, box in self.remote_boxes.items()
                if box.currentText() != self.tr("dans la salle")
            },
        )

    def _add_seat(self, seat: SeatRow) -> QComboBox:
        """Add the line of one member: in the room, or by what means from a distance."""
        layout = self.form.remoteLayout
        row = layout.rowCount()
        name = PlainLabel(seat.name, self.form.remoteContents)
        name.setWordWrap(True)
        box = QComboBox(self.form.remoteContents)
        box.setEditable(True)
        box.addItems([self.tr("dans la salle"), *REMOTE_MEANS])
        box.setCurrentText(seat.remote or self.tr("dans la salle"))
        words = seat_words(seat.role, seat.rank, standby=seat.standby)
        box.setAccessibleName(self.tr("{0}, {1}\u00a0: dans la salle ou à distance").format(seat.name, words))
        layout.addWidget(name, row, 0)
        layout.addWidget(box, row, 1)
        return box

    def _order_tabs(self) -> None:
        form = self.form
        chain = [form.nameEdit, form.roomEdit, form.secretaryEdit, form.representativeEdit,
                 *self.remote_boxes.values(), form.cancelButton, form.acceptButton]  # fmt: skip
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)
