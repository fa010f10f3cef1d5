"""The first code of each juror, shown once: to hand over, to copy, to print as slips.

This module must not keep a code once it closed, nor know how one is made.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cisp_desktop.application.jurors import SeatGiven
from cisp_desktop.application.wording import role_name
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.forms.first_codes_dialog import Ui_FirstCodesDialog
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.sheet_printing import print_sheet
from cisp_desktop.gui.theme import fixed_font, text_font
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.panels import Tone


class FirstCodesDialog(QDialog):
    """Closes only once the user says that the codes were handed over or noted."""

    def __init__(
        self, given: Sequence[SeatGiven], messages: Messages, *, session: str, parent: QWidget | None = None
    ) -> None:
        """``session`` names the session on the slips."""
        super().__init__(parent)
        self._messages = messages
        self._session = session
        self._given = [seat for seat in given if seat.code is not None]
        self.form = Ui_FirstCodesDialog()
        self.form.setupUi(self)
        for seat in self._given:
            self.form.codesLayout.addWidget(self._card(seat))
        kept = ", ".join(seat.name for seat in given if seat.code is None)
        if kept:
            words = self.tr("Sans changement : {0}.").format(kept)
            self.form.keptBanner.show_text(Tone.INFO, words)
        self.form.copyButton.clicked.connect(self._on_copy_asked)
        self.form.printButton.clicked.connect(self._on_print_asked)
        self.form.handedCheckBox.toggled.connect(self.form.closeButton.setEnabled)
        self.form.closeButton.clicked.connect(self.accept)
        for button in (self.form.copyButton, self.form.printButton):
            button.setAutoDefault(False)
        fit_dialog(self)

    @property
    def text(self) -> str:
        """What « Copier » copies: one line per juror."""
        return "\n".join(f"{seat.name} ({role_name(seat.role)}) : {seat.code}" for seat in self._given)

    def paint_slips(self, printer: QPrinter) -> None:
        """Draw one slip per juror, to be cut apart."""
        painter = QPainter(printer)
        width = float(printer.pageLayout().paintRectPixels(printer.resolution()).width())
        point = printer.resolution() / 72
        height = 150 * point
        for position, seat in enumerate(self._given):
            self._paint_slip(painter, QRectF(0, position * height, width, height), seat, point=point)
        painter.end()

    def _paint_slip(self, painter: QPainter, place: QRectF, seat: SeatGiven, *, point: float) -> None:
        advice = self.tr(
            "Il ouvre vos grilles et signe à votre place. Changez-le à votre première identification."
        )
        lines = (
            (f"{seat.name}, {role_name(seat.role)}", 13.0, True),
            (self._session, 10.0, False),
            (self.tr("Votre premier code :"), 10.0, False),
            (seat.code or "", 20.0, True),
            (advice, 9.0, False),
        )  # fmt: skip
        top = place.top() + 10 * point
        for text, size, strong in lines:
            font = text_font() if text != seat.code else fixed_font()
            font.setPointSizeF(size)
            font.setBold(strong)
            painter.setFont(font)
            row = QRectF(place.left(), top, place.width(), (size + 9) * point)
            painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
            top = row.bottom()
        painter.setPen(QPen(Qt.GlobalColor.black, point / 2, Qt.PenStyle.DashLine))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.setPen(QPen(Qt.GlobalColor.black))

    def _card(self, seat: SeatGiven) -> QFrame:
        card = QFrame(self)
        card.setProperty("kind", "card")
        name = PlainLabel(seat.name, card)
        name.setProperty("kind", "strong")
        role = PlainLabel(role_name(seat.role), card)
        role.setProperty("kind", "small")
        code = PlainLabel(seat.code or "", card)
        code.setProperty("kind", "figure")
        font = fixed_font()
        code.setFont(font)
        code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        code.setAccessibleName(self.tr("Premier code de {0}").format(seat.name))
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(name)
        who.addWidget(role)
        layout = QHBoxLayout(card)
        layout.setContentsMargins(t.SPACE_L, t.SPACE_S, t.SPACE_L, t.SPACE_S)
        layout.addLayout(who, 1)
        layout.addWidget(code)
        return card

    def _on_copy_asked(self) -> None:
        QGuiApplication.clipboard().setText(self.text)

    def _on_print_asked(self) -> None:
        print_sheet(self._messages, self, self.tr("Premiers codes"), self.paint_slips)

    def reject(self) -> None:
        """Codes that nobody noted are lost: ask before."""
        if self.form.handedCheckBox.isChecked() or self._messages.confirm(
            self,
            self.tr("Fermer sans remettre les codes"),
            text=self.tr(
                "Ces codes ne seront plus montrés. Pour en donner d’autres, il faudra composer de nouveau "
                "le jury."
            ),
            accept=self.tr("Fermer"),
            destructive=True,
        ):  # fmt: skip
            super().reject()
