"""The cell where a mark is given: levels side by side, or points on 20, and « non évalué » apart.

One key or one click gives the mark through the model; the delegate itself decides nothing. This module must
not know use cases nor pages.
"""

from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from cisp_desktop.application.wording import NOT_EVALUATED_LABEL
from cisp_desktop.domain.grading import Level
from cisp_desktop.domain.scoring import MarkStatus
from cisp_desktop.gui.delegates.line_background import draw_line_background
from cisp_desktop.gui.delegates.mark_drawing import (
    Segment,
    draw_choice,
    draw_frames,
    draw_given,
    draw_points,
    draw_sealed,
    segment_size,
)
from cisp_desktop.gui.itemmodels.score_keeping import LineKind
from cisp_desktop.gui.itemmodels.score_sheet_model import Role
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.tokens import SPACE_S, SPACE_XS, Tokens, tokens_for
from cisp_desktop.gui.widgets.labels import literal_tooltip
from cisp_desktop.gui.widgets.points_edit import PointsEdit, figure_of

Index = QModelIndex | QPersistentModelIndex
LEAST_PLACES = 5
"""Places that a cell has room for at least: the label of a sealed mark needs them."""
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class LevelDelegate(QStyledItemDelegate):
    """Draws and takes marks.

    ``not_evaluated_asked(row)`` opens the list of reasons; ``typed(row)`` follows a mark given by a key.
    ``refused`` says whether the model took what the field of points last gave it.
    """

    not_evaluated_asked = Signal(int)
    typed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.refused = False
        self._aimed: tuple[QPersistentModelIndex, Segment, QPointF] | None = None

    def cell_width(self, metrics: QFontMetrics, *, levels: int) -> int:
        """Return the width that the widest kind of line needs: every level and « non évalué »."""
        side = segment_size(metrics).width()
        return max(LEAST_PLACES, levels + 1) * side + SPACE_XS + 2 * SPACE_S

    def segments(self, index: Index, rect: QRect, *, metrics: QFontMetrics) -> list[Segment]:
        """Return the places of the cell ``rect``, from left to right."""
        size = segment_size(metrics)
        side, height = size.width(), size.height()
        left, top = rect.left() + SPACE_S, rect.top() + (rect.height() - height) // 2
        kind = LineKind(index.data(Role.KIND))
        levels: tuple[Level, ...] = index.data(Role.LEVELS) or ()
        found: list[Segment] = []
        if kind is LineKind.POINTS:
            found.append(Segment(QRect(left, top, 4 * side, height), points=True))
            left += 4 * side
        else:
            for place, level in enumerate(levels):
                found.append(Segment(QRect(left + place * side, top, side, height), level))
            left += len(levels) * side
        if kind is not LineKind.GLOBAL:
            found.append(Segment(QRect(left + SPACE_XS, top, side, height)))
        return found

    def segment_at(self, index: Index, option: QStyleOptionViewItem, *, position: QPoint) -> Segment | None:
        """Return the place under the mouse."""
        places = self.segments(index, option.rect, metrics=QFontMetrics(option.font))
        return next((place for place in places if place.rect.contains(position)), None)

    # --- Qt ---------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the places, the given one filled; a sealed sheet shows the given one alone."""
        draw_line_background(painter, option, index)
        tokens = tokens_for(option.palette)
        painter.save()
        painter.setFont(tabular(option.font))
        if index.data(Role.EDITABLE):
            self._paint_places(painter, option, index, tokens=tokens)
        elif index.data(Role.STATUS) in (MarkStatus.GIVEN, MarkStatus.NOT_EVALUATED):
            self._paint_sealed(painter, option, index, tokens=tokens)
        painter.restore()

    def _paint_places(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, *, tokens: Tokens
    ) -> None:
        places = self.segments(index, option.rect, metrics=QFontMetrics(option.font))
        draw_frames(painter, places, tokens=tokens)
        for place in places:
            given = _is_given(index, place)
            if place.points:
                draw_points(painter, place.rect, str(index.data()) if given else "", tokens=tokens)
            elif given:
                draw_given(painter, place.rect, place.level, tokens=tokens)
            else:
                draw_choice(painter, place, tokens=tokens)

    def _paint_sealed(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, *, tokens: Tokens
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QColor(tokens.on_selection if selected else tokens.text)
        rect = option.rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
        level = index.data(Role.LEVEL)
        if index.data(Role.POINTS) is not None:
            painter.setPen(ink)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        elif level is None:
            draw_sealed(painter, rect, None, words=NOT_EVALUATED_LABEL, ink=ink, tokens=tokens)
        else:
            shown = next(one for one in index.data(Role.LEVELS) if one.value == level)
            draw_sealed(painter, rect, shown, words=shown.label, ink=ink, tokens=tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the places."""
        metrics = QFontMetrics(option.font)
        width = self.cell_width(metrics, levels=len(index.data(Role.LEVELS) or ()))
        return QSize(width, segment_size(metrics).height() + 2 * SPACE_S)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open a field for points; levels need none."""
        del option
        if index.data(Role.KIND) != LineKind.POINTS:
            return cast(QWidget, None)  # Qt's own way to say that there is no editor
        editor = PointsEdit(parent)
        editor.setAccessibleName(self.tr("Points sur 20"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the points as they are written in French."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Give what was typed to the model, as typed."""
        if isinstance(editor, QLineEdit):
            self.refused = not model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Lay the field over the place of the points."""
        places = self.segments(index, option.rect, metrics=QFontMetrics(option.font))
        editor.setGeometry(places[0].rect)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Take a figure's key or a click on a place."""
        if not index.data(Role.EDITABLE):
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event, model, index)
        if event.type() in PRESSES and isinstance(event, QMouseEvent):
            self._aim(event, option, index)
        return False

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Say what the place under the mouse stands for, and its key."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        place = self.segment_at(index, option, position=event.pos())
        QToolTip.showText(event.globalPos(), literal_tooltip(self._words(place, index)), view)
        return True

    def _take_key(self, event: QKeyEvent, model: QAbstractItemModel, index: Index) -> bool:
        if index.data(Role.KIND) == LineKind.POINTS:
            return False  # the figure begins what is typed in the field
        figure = figure_of(event)
        if figure is None or figure not in [level.value for level in index.data(Role.LEVELS)]:
            return False
        if model.setData(index, figure, Qt.ItemDataRole.EditRole):
            self.typed.emit(index.row())
        return True

    def _aim(self, event: QMouseEvent, option: QStyleOptionViewItem, index: Index) -> None:
        self._aimed = None
        place = self.segment_at(index, option, position=event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None and not place.points:
            self._aimed = QPersistentModelIndex(index), place, event.globalPosition()

    def released(self, where: QPointF) -> None:
        """Take the place that was pressed, even if the lines slid under the mouse meanwhile: nothing else is
        ever marked. A mouse that went away from it (``where``, on the screen) takes nothing.
        """
        aimed, self._aimed = self._aimed, None
        if aimed is None or (where - aimed[2]).manhattanLength() > QApplication.startDragDistance():
            return
        model = aimed[0].model()
        index = model.index(aimed[0].row(), aimed[0].column())
        if not index.isValid() or not index.data(Role.EDITABLE):
            return
        level = aimed[1].level
        if level is None:
            self.not_evaluated_asked.emit(index.row())
        else:
            model.setData(index, level.value, Qt.ItemDataRole.EditRole)

    def _words(self, place: Segment | None, index: Index) -> str:
        if place is None:
            return ""
        if place.points:
            return self.tr("Points sur 20, par demi-point (tapez les chiffres)")
        if place.level is None:
            return self.tr("{0}, avec un motif (N)").format(NOT_EVALUATED_LABEL)
        words = self.tr("{0} (touche {1})").format(place.level.label, place.level.value)
        return "\n".join(part for part in (words, place.level.descriptor.strip()) if part)


def _is_given(index: Index, place: Segment) -> bool:
    status = index.data(Role.STATUS)
    if not place.points and place.level is None:
        return bool(status == MarkStatus.NOT_EVALUATED)
    if status != MarkStatus.GIVEN:
        return False
    return place.level is None or bool(index.data(Role.LEVEL) == place.level.value)
