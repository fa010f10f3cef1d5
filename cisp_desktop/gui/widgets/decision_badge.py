"""A block's proposal or decision, drawn: shape, letters and colour; dashed when proposed, full when decided.

The matrix, the detail and the legend share these painters. This module must not know where a row comes from,
nor pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from cisp_desktop.application.wording_minutes import BLOCK_ABBREVIATIONS, BLOCK_WORDS
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.itemmodels.deliberation_model import CellState
from cisp_desktop.gui.tokens import Tokens, tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_state
from cisp_desktop.gui.widgets.labels import PlainLabel

GLYPH = 11.0
_GAP = 4.0
COMMENT_DOT = 6.0


@dataclass(frozen=True, slots=True)
class BadgeLook:
    """What a badge shows. ``verdict`` is a code of the domain (VALIDATED, DEFERRED …) or None."""

    state: CellState
    verdict: str | None
    letters: str


def badge_width(look: BadgeLook, text_width: float) -> float:
    """Return how wide a badge wants to be; ``text_width`` is that of its letters."""
    glyph = GLYPH + _GAP if _has_glyph(look) else 0.0
    return glyph + text_width + 14


def draw_badge(painter: QPainter, rect: QRectF, look: BadgeLook, *, tokens: Tokens) -> None:
    """Draw ``look`` filling ``rect``."""
    ink, soft = _colours(look, tokens)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.state not in (CellState.STANDING, CellState.WAITING):
        pen = QPen(ink, 1)
        if look.state is not CellState.DECIDED:
            pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        painter.setBrush(soft if look.state is CellState.DECIDED else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), t.SMALL_RADIUS, t.SMALL_RADIUS)
    font = QFont(painter.font())
    if look.state is CellState.DECIDED:
        font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(look.letters)
    left = rect.center().x() - (width + (GLYPH + _GAP if _has_glyph(look) else 0)) / 2
    if _has_glyph(look):
        glyph = QRectF(left, rect.center().y() - GLYPH / 2, GLYPH, GLYPH)
        if look.state is CellState.WAITING:
            draw_state(painter, glyph, DotState.WAITING, tokens=tokens)
        else:
            _draw_glyph(painter, glyph, look.verdict, ink)
        left += GLYPH + _GAP
    painter.setPen(ink)
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(QRectF(left, rect.top(), width + 2, rect.height()), flags, look.letters)
    painter.restore()


def _has_glyph(look: BadgeLook) -> bool:
    if look.state is CellState.WAITING:
        return True
    return look.state in (CellState.DECIDED, CellState.PROPOSED)


def _colours(look: BadgeLook, tokens: Tokens) -> tuple[QColor, QColor]:
    if look.state in (CellState.STANDING, CellState.WAITING):
        return QColor(tokens.muted), QColor(tokens.surface)
    if look.state is CellState.OPEN or look.verdict == "DEFERRED":
        return QColor(tokens.warning), QColor(tokens.warning_soft)
    if look.verdict == "VALIDATED":
        return QColor(tokens.success), QColor(tokens.success_soft)
    return QColor(tokens.danger), QColor(tokens.danger_soft)


def _draw_glyph(painter: QPainter, box: QRectF, verdict: str | None, ink: QColor) -> None:
    pen = QPen(ink, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if verdict == "VALIDATED":
        painter.drawPolyline([_at(box, 0.08, 0.55), _at(box, 0.38, 0.85), _at(box, 0.92, 0.18)])
    elif verdict == "NOT_VALIDATED":
        painter.drawLine(_at(box, 0.14, 0.14), _at(box, 0.86, 0.86))
        painter.drawLine(_at(box, 0.86, 0.14), _at(box, 0.14, 0.86))
    else:
        painter.drawLine(_at(box, 0.32, 0.14), _at(box, 0.32, 0.86))
        painter.drawLine(_at(box, 0.68, 0.14), _at(box, 0.68, 0.86))


def draw_disagreement(painter: QPainter, rect: QRectF, *, straddles: bool, tokens: Tokens) -> None:
    """Draw the small triangle of a disagreement: full when the results straddle the threshold."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(tokens.warning)
    pen = QPen(colour, 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(colour if straddles else Qt.BrushStyle.NoBrush)
    path = QPainterPath()
    path.addPolygon(QPolygonF([_at(rect, 0.5, 0.06), _at(rect, 0.96, 0.94), _at(rect, 0.04, 0.94)]))
    path.closeSubpath()
    painter.drawPath(path)
    painter.restore()


def draw_difference(painter: QPainter, rect: QRectF, *, tokens: Tokens) -> None:
    """Draw the small « ≠ » of a decision that differs from the proposal."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(tokens.text), 1.3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(_at(rect, 0.1, 0.36), _at(rect, 0.9, 0.36))
    painter.drawLine(_at(rect, 0.1, 0.68), _at(rect, 0.9, 0.68))
    painter.drawLine(_at(rect, 0.72, 0.08), _at(rect, 0.28, 0.96))
    painter.restore()


def draw_comment(painter: QPainter, centre: QPointF, *, tokens: Tokens) -> None:
    """Draw the small dot of a mark on which its juror commented."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawEllipse(centre, COMMENT_DOT / 2, COMMENT_DOT / 2)
    painter.restore()


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


class DecisionBadge(QWidget):
    """One badge; ``words`` say it to those who do not see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = BadgeLook(CellState.WAITING, None, "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, look: BadgeLook, words: str) -> None:
        """Show another badge."""
        self._look = look
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Around the letters."""
        metrics = self.fontMetrics()
        width = badge_width(self._look, metrics.horizontalAdvance(self._look.letters) + 4)
        return QSize(max(44, round(width)), max(24, metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        """Never smaller."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badge."""
        del event
        painter = QPainter(self)
        draw_badge(painter, QRectF(self.rect()), self._look, tokens=tokens_for(self.palette()))


class _Mark(QWidget):
    """One of the small signs, for the legend."""

    def __init__(self, sign: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setFixedSize(QSize(12, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        del event
        painter, box = QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        tokens = tokens_for(self.palette())
        if self._sign == "differs":
            draw_difference(painter, box, tokens=tokens)
        elif self._sign == "comment":
            draw_comment(painter, box.center(), tokens=tokens)
        else:
            draw_disagreement(painter, box, straddles=self._sign == "straddles", tokens=tokens)


class DecisionLegend(QWidget):
    """What the signs and the letters of the matrix mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        badges = (
            (BadgeLook(CellState.DECIDED, "VALIDATED", "V"), self.tr("décidé")),
            (BadgeLook(CellState.PROPOSED, "VALIDATED", "V"), self.tr("proposé")),
            (BadgeLook(CellState.OPEN, None, "?"), self.tr("à délibérer")),
            (BadgeLook(CellState.WAITING, None, "2"), self.tr("grilles attendues")),
        )
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(t.SPACE_S)
        layout.setVerticalSpacing(t.SPACE_XS)
        for column, (look, words) in enumerate(badges):
            badge = DecisionBadge(self)
            badge.set_look(look, words)
            self._add(layout, badge, words, row=0, column=column)
        signs = (
            ("straddles", self.tr("résultats de part et d’autre du seuil")),
            ("gaps", self.tr("écarts")),
            ("differs", self.tr("diffère")),
        )
        wide = 2 * len(badges) + 1
        layout.addLayout(_line_of_signs(signs, self), 1, 0, 1, wide)
        letters = _small_label(letters_in_words(), self)
        letters.setWordWrap(True)
        layout.addWidget(letters, 2, 0, 1, wide)
        layout.setColumnStretch(wide - 1, 1)

    def _add(self, layout: QGridLayout, sign: QWidget, words: str, *, row: int, column: int) -> None:
        layout.addWidget(sign, row, 2 * column)
        layout.addWidget(_small_label(words, self), row, 2 * column + 1)


class ComparisonLegend(QWidget):
    """What the signs beside the jurors' marks mean, on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        signs = (
            ("comment", self.tr("commentaire, à lire dans Observations")),
            ("straddles", self.tr("grand écart")),
            ("", self.tr("NE\u00a0: non évalué")),
        )
        layout = _line_of_signs(signs, self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)


def letters_in_words() -> str:
    """« V : validé · NV : non validé · ACQ : acquis antérieurement … », as the minutes print them."""
    words = (
        f"{letters}\u00a0: {BLOCK_WORDS[code].removeprefix('bloc ')}".replace(" ", "\u00a0")
        for code, letters in BLOCK_ABBREVIATIONS.items()
    )
    return " · ".join(words)  # each breaks after its « · » alone


def _line_of_signs(signs: Sequence[tuple[str, str]], parent: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(t.SPACE_S)
    for sign, words in signs:
        if sign:
            line.addWidget(_Mark(sign, parent))
        line.addWidget(_small_label(words, parent))
        line.addSpacing(t.SPACE_S)
    line.addStretch(1)
    return line


def _small_label(words: str, parent: QWidget) -> PlainLabel:
    label = PlainLabel(words, parent)
    label.setProperty("kind", "small")
    return label
