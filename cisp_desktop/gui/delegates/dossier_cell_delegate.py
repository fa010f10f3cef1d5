"""A cell of the matrix of dossiers: a drawn state, the pages, and the count of versions.

This module must not know the model beyond its roles.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cisp_desktop.application.wording_dossiers import LATE
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.delegates.state_text_delegate import STATE_SIDE, draw_cell, text_colour
from cisp_desktop.gui.itemmodels.dossier_matrix_model import DossierState, Role
from cisp_desktop.gui.tokens import Tokens, tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_state

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
DRAWN = {
    DossierState.PRESENT: DotState.DONE,
    DossierState.LATE: DotState.UNDER_WAY,
    DossierState.MISSING: DotState.WARNING,
    DossierState.NOT_EXPECTED: DotState.WAITING,
}


class DossierCellDelegate(QStyledItemDelegate):
    """Present, missing, not asked for: three drawings besides three words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the longest word and a frame of versions."""
        metrics = option.fontMetrics
        width = metrics.horizontalAdvance("Manquant") + STATE_SIDE + 3 * t.SPACE_M
        return QSize(width, max(super().sizeHint(option, index).height(), metrics.height() + t.SPACE_M + 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        self.initStyleOption(option, index)
        text = option.text
        place = draw_cell(painter, option)
        state = DossierState(index.data(Role.STATE))
        tokens = tokens_for(option.palette)
        painter.save()
        painter.setFont(option.font)
        if state is DossierState.NOT_REQUIRED:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setPen(text_colour(option) if selected else QColor(tokens.disabled))
            painter.drawText(place, int(LEFT), "–")
            painter.restore()
            return
        glyph = QRectF(place.left(), place.center().y() - STATE_SIDE / 2 + 0.5, STATE_SIDE, STATE_SIDE)
        draw_state(painter, glyph, DRAWN[state], tokens=tokens)
        place.setLeft(int(glyph.right()) + t.SPACE_S)
        painter.setPen(text_colour(option))
        if state is DossierState.LATE and option.fontMetrics.horizontalAdvance(text) > place.width():
            text = LATE  # the pages stand in the tooltip
        painter.drawText(place, int(LEFT), text)
        versions = int(index.data(Role.VERSIONS) or 0)
        if versions > 1:
            used = option.fontMetrics.horizontalAdvance(text) + t.SPACE_S
            place.setLeft(place.left() + used)
            self._draw_versions(painter, QRectF(place), versions, tokens=tokens)
        painter.restore()

    def _draw_versions(self, painter: QPainter, place: QRectF, versions: int, *, tokens: Tokens) -> None:
        """Draw « v3 » in a frame: three versions were handed in, the last one counts."""
        text = self.tr("v{0}").format(versions)
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
        if width > place.width() + t.SPACE_S:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(place.left() + 0.5, place.center().y() - height / 2 + 0.5, width, height)
        painter.setBrush(QColor(tokens.info_soft))
        painter.setPen(QPen(QColor(tokens.control), 1))
        painter.drawRoundedRect(frame, 3, 3)
        painter.setPen(QColor(tokens.text))
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), text)
