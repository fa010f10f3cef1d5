"""The shapes of levels, drawn in black: the same outlines as on screen, so that paper and grid read alike.

This module must not know marks nor pages.
"""

import math
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.domain.grading import LevelShape

_RADII = (0.54, 0.25)


def draw_level(canvas: Canvas, shape: LevelShape, position: int, *, x: float, y: float, side: float) -> None:
    """Draw a level's shape in the square of ``side`` points whose lower left corner is (x, y).

    ``position`` is the level's place in the scale, from 0: it decides where the shape is ``AUTO`` (triangle,
    diamond, disc, star, then square, as on screen).
    """
    canvas.setLineWidth(0.7)
    radius, middle = side / 2, (x + side / 2, y + side / 2)
    if shape is LevelShape.EMPTY or shape is LevelShape.HALF:
        canvas.circle(*middle, radius - 0.4, stroke=1, fill=0)
        if shape is LevelShape.HALF:
            canvas.wedge(x, y, x + side, y + side, 90, 180, stroke=0, fill=1)
    elif shape is LevelShape.FULL or (shape is LevelShape.AUTO and position == 2):
        canvas.circle(*middle, radius, stroke=0, fill=1)
    elif shape is LevelShape.AUTO and position <= 1:
        outline = ((0.02, 0.12), (0.98, 0.12), (0.5, 0.94)) if position == 0 else _DIAMOND
        _fill(canvas, outline, x=x, y=y, side=side)
    elif shape is LevelShape.AUTO and position > 3:
        _fill(canvas, _SQUARE, x=x, y=y, side=side)
    else:
        _fill(canvas, _star(), x=x, y=y, side=side)


def draw_not_evaluated(canvas: Canvas, *, x: float, y: float, side: float) -> None:
    """Draw the dash of « non évalué » in the square of ``side`` points at (x, y)."""
    canvas.setLineWidth(1.2)
    canvas.line(x + 0.15 * side, y + side / 2, x + 0.85 * side, y + side / 2)


_SQUARE = ((0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92))
_DIAMOND = ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))


def _star() -> Sequence[tuple[float, float]]:
    angles = (-math.pi / 2 + index * math.pi / 5 for index in range(10))
    return [
        (0.5 + _RADII[index % 2] * math.cos(angle), 0.53 + _RADII[index % 2] * math.sin(angle))
        for index, angle in enumerate(angles)
    ]


def _fill(canvas: Canvas, outline: Sequence[tuple[float, float]], *, x: float, y: float, side: float) -> None:
    """Fill an outline given in shares of the square, downwards as on screen."""
    path = canvas.beginPath()
    for index, (across, down) in enumerate(outline):
        place = (x + across * side, y + (1 - down) * side)
        if index:
            path.lineTo(*place)
        else:
            path.moveTo(*place)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
