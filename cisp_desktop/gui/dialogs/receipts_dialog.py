"""Receipts of sealed sheets: to note, to copy, to print on one page. They say nothing of a mark.

This module must not know how a receipt is made.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidgetItem, QWidget

from cisp_desktop.application.receipts import Receipt
from cisp_desktop.application.wording import moment_words
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.gui.forms.receipts_dialog import Ui_ReceiptsDialog
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.sheet_printing import print_sheet
from cisp_desktop.gui.theme import fixed_font, text_font
from cisp_desktop.gui.widgets.fields import fit_dialog

LINES_A_PAGE = 34
CODE_COLUMN = 4


class ReceiptsDialog(QDialog):
    """``receipts`` in order; ``title`` says which ones."""

    def __init__(
        self,
        title: str,
        receipts: Sequence[Receipt],
        messages: Messages,
        *,
        owner: str,
        parent: QWidget | None = None,
    ) -> None:
        """``owner`` names the juror and the session on paper."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._receipts, self._messages, self._owner = tuple(receipts), messages, owner
        self.form = Ui_ReceiptsDialog()
        self.form.setupUi(self)
        self.form.titleLabel.setText(title)
        self._fill()
        self.form.copyButton.clicked.connect(self._on_copy_asked)
        self.form.printButton.clicked.connect(self._on_print_asked)
        self.form.closeButton.clicked.connect(self.accept)
        for button in (self.form.copyButton, self.form.printButton):
            button.setAutoDefault(False)
            button.setEnabled(bool(self._receipts))
        self.form.closeButton.setFocus()
        fit_dialog(self)

    @property
    def text(self) -> str:
        """What « Copier » copies: the selected lines, or all of them."""
        rows = sorted({index.row() for index in self.form.receiptsTableWidget.selectedIndexes()})
        chosen = [self._receipts[row] for row in rows] or self._receipts
        return "\n".join(" · ".join(self._cells(one)) for one in chosen)

    def paint(self, printer: QPrinter) -> bool:
        """Draw the receipts, a line each, under the juror's name; a refusal is told and gives False."""
        painter = QPainter()
        if not painter.begin(printer):
            self._messages.error(self, StorageError("gui.print_failed"))
            return False
        area = printer.pageLayout().paintRectPixels(printer.resolution())
        point = printer.resolution() / 72
        for place, one in enumerate(self._receipts):
            line = place % LINES_A_PAGE
            if line == 0:
                if place:
                    printer.newPage()
                heading = self.tr("Reçus de grilles scellées")
                self._draw(painter, heading, 0.0, width=area.width(), size=15.0, point=point, strong=True)
                self._draw(painter, self._owner, 24 * point, width=area.width(), size=10.0, point=point)
            *words, code = self._cells(one)
            top = (60 + line * 19) * point
            self._draw(
                painter, code, top, width=area.width(), size=11.0, point=point, font=fixed_font(), right=True
            )
            room = area.width() - painter.fontMetrics().horizontalAdvance(f"{code}  ")
            self._draw(painter, " · ".join(words), top, width=room, size=10.0, point=point)
        painter.end()
        return True

    def _draw(
        self,
        painter: QPainter,
        text: str,
        top: float,
        *,
        width: float,
        size: float,
        point: float,
        strong: bool = False,
        font: QFont | None = None,
        right: bool = False,
    ) -> None:
        used = QFont(font or text_font())
        used.setPointSizeF(size)
        used.setBold(strong)
        painter.setFont(used)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        place = QRectF(0, top, width, (size + 8) * point)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(width))
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _cells(self, one: Receipt) -> tuple[str, str, str, str, str]:
        block = one.block if one.round == 1 else self.tr("{0}, tour {1}").format(one.block, one.round)
        number = self.tr("N°\u00a0{0}").format(one.number)
        return one.candidate, number, block, moment_words(one.sealed_at), one.code

    def _fill(self) -> None:
        table = self.form.receiptsTableWidget
        table.setHorizontalHeaderLabels(
            [
                self.tr("Candidat"),
                self.tr("Numéro"),
                self.tr("Bloc"),
                self.tr("Scellée le"),
                self.tr("Reçu"),
            ]
        )
        table.verticalHeader().hide()
        table.setRowCount(len(self._receipts))
        for row, one in enumerate(self._receipts):
            for column, words in enumerate(self._cells(one)):
                item = QTableWidgetItem(words)
                if column == CODE_COLUMN:
                    item.setFont(fixed_font())
                table.setItem(row, column, item)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(CODE_COLUMN, QHeaderView.ResizeMode.Stretch)

    def _on_copy_asked(self) -> None:
        QGuiApplication.clipboard().setText(self.text)

    def _on_print_asked(self) -> None:
        print_sheet(self._messages, self, self.tr("Reçus de grilles scellées"), self.paint)
