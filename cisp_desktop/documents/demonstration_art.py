"""Charts, sketches and photograph-like pictures of the fictitious dossiers, decided by a random source.

This module must not know the text around them.
"""

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Circle, Drawing, Line, String
from reportlab.lib.colors import HexColor

from cisp_desktop.documents.fonts import REGULAR

_COLOURS = [HexColor(value) for value in ("#1f4e79", "#c55a11", "#548235", "#7f6000", "#7030a0")]
_PARTNERS = (
    "Mission locale",
    "CCAS",
    "Département",
    "Employeurs",
    "Organisme de formation",
    "Santé",
    "Logement",
)
_PICTURE = (760, 470)


def bar_chart(rng: random.Random, width: float) -> Drawing:
    """Return a bar chart of two series over five years, ``width`` points wide."""
    drawing = Drawing(width, 170)
    chart = VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 34, 24, width - 50, 130
    chart.data = [[rng.randint(20, 120) for _ in range(5)] for _ in range(2)]
    start = rng.randint(2012, 2017)
    chart.categoryAxis.categoryNames = [str(start + step) for step in range(5)]
    for axis in (chart.categoryAxis, chart.valueAxis):
        axis.labels.fontName, axis.labels.fontSize = REGULAR, 8
    chart.valueAxis.valueMin = 0
    for position in range(2):
        chart.bars[position].fillColor = _COLOURS[position]
    drawing.add(chart)
    return drawing


def pie_chart(rng: random.Random, width: float) -> Drawing:
    """Return a pie of four parts with its key, ``width`` points wide."""
    drawing = Drawing(width, 150)
    pie = Pie()
    pie.x, pie.y, pie.width, pie.height = 20, 10, 130, 130
    pie.data = [rng.randint(8, 40) for _ in range(4)]
    for position in range(4):
        pie.slices[position].fillColor = _COLOURS[position]
    drawing.add(pie)
    labels = ("Emploi et formation", "Santé", "Logement", "Mobilité")
    for position, (label, value) in enumerate(zip(labels, pie.data, strict=True)):
        share = round(100 * value / sum(pie.data))
        y = 118 - position * 24
        drawing.add(Circle(178, y + 3, 5, fillColor=_COLOURS[position], strokeColor=None))
        drawing.add(String(190, y, f"{label} : {share} %", fontName=REGULAR, fontSize=9.5))
    return drawing


def network_sketch(rng: random.Random, width: float) -> Drawing:
    """Return a sketch of partners around a structure, ``width`` points wide."""
    drawing = Drawing(width, 210)
    centre_x, centre_y = width / 2, 105.0
    places = []
    for position, name in enumerate(_PARTNERS):
        x = 60 + (width - 120) * (position + 0.5) / len(_PARTNERS)
        y = (175 if position % 2 else 35) + rng.uniform(-14, 14)
        places.append((x, y, name))
        thick = rng.choice((0.6, 1.2, 2.4))
        drawing.add(Line(centre_x, centre_y, x, y, strokeWidth=thick, strokeColor=_COLOURS[0]))
    for x, y, name in places:
        drawing.add(Circle(x, y, 9, fillColor=_COLOURS[rng.randrange(5)], strokeColor=None))
        drawing.add(String(x, y - 22, name, fontName=REGULAR, fontSize=8, textAnchor="middle"))
    drawing.add(Circle(centre_x, centre_y, 16, fillColor=_COLOURS[1], strokeColor=None))
    return drawing


def landscape_picture(rng: random.Random) -> bytes:
    """Return a painted landscape with a town, as a JPEG of some tens of kilobytes."""
    width, height = _PICTURE
    tint = rng.randint(-18, 18)
    sky = Image.linear_gradient("L").resize(_PICTURE)
    top = Image.new("RGB", _PICTURE, (236, 222 + tint // 2, 196))
    picture = Image.composite(top, Image.new("RGB", _PICTURE, (118 + tint, 166, 212)), sky)
    pen = ImageDraw.Draw(picture)
    for layer in range(3):
        base = height * (0.45 + 0.13 * layer)
        ridge = [(x, base + rng.uniform(-38, 22) * (1 - layer * 0.2)) for x in range(0, width + 41, 40)]
        shade = (110 - layer * 28, 138 - layer * 22, 128 - layer * 34 + tint)
        pen.polygon([(0, height), *ridge, (width, height)], fill=shade)
    x = 20
    while x < width - 30:
        breadth, tall = rng.randint(26, 58), rng.randint(40, 130)
        wall = rng.randint(150, 215)
        pen.rectangle((x, height - tall, x + breadth, height), fill=(wall, wall - 14, wall - 36))
        for window in range(height - tall + 10, height - 12, 20):
            pen.rectangle((x + 7, window, x + 14, window + 9), fill=(70, 82, 96))
            pen.rectangle((x + breadth - 15, window, x + breadth - 8, window + 9), fill=(222, 206, 132))
        x += breadth + rng.randint(4, 30)
    buffer = BytesIO()
    picture.filter(ImageFilter.BoxBlur(1)).save(buffer, "JPEG", quality=82)
    return buffer.getvalue()
