"""What the tables of the scheme editor show: the levels, and what each line of a block weighs.

Pure: from a draft to cells. This module must not know how an edit is made.
"""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.certification_draft import BlockNode, CertificationDraft, CompetenceNode
from cisp_desktop.application.scheme_editing import levels_of, outside_lines, scheme_data, scored_lines
from cisp_desktop.application.wording import decimal
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_schemes import COLOURS, SHAPES, worth_words
from cisp_desktop.domain.grading import ScoringMode
from cisp_desktop.gui.certification_words import short
from cisp_desktop.gui.itemmodels.record_table_model import Cell, Numbers

MOST_WEIGHT, MOST_WORTH, TOP_POINTS = 99, 20, 20
WORTHS = Numbers(0, MOST_WORTH, decimals=2, step=0.5)
WEIGHTS = Numbers(0, MOST_WEIGHT, decimals=2, step=0.5)


class LevelColumn(IntEnum):
    """Of the table of levels."""

    LABEL = 0
    WORTH = 1
    SHAPE = 2
    COLOUR = 3


class LineColumn(IntEnum):
    """Of the table of lines."""

    LINE = 0
    WEIGHT = 1
    FLOOR = 2
    ELIMINATORY = 3
    OUTSIDE = 4


def level_titles() -> tuple[str, ...]:
    """Return the titles of the levels' columns."""
    return (_tr("Niveau"), _tr("Valeur"), _tr("Forme"), _tr("Couleur"))


def line_titles() -> tuple[str, ...]:
    """Return the titles of the lines' columns."""
    return (_tr("Ligne"), _tr("Poids"), _tr("Plancher"), _tr("Éliminatoire"), _tr("Hors jury"))


def level_cells(draft: CertificationDraft) -> list[tuple[Cell, ...]]:
    """Return a line per level, from the lowest."""
    return [
        (
            Cell(f"{level.value} · {level.label}", level.label, editable=True, level=level),
            Cell(
                worth_words(level.worth, level.value),
                float(level.value if level.worth is None else level.worth),
                editable=True,
                numbers=WORTHS,
            ),
            Cell(
                SHAPES[level.shape],
                level.shape.value,
                editable=True,
                choices=tuple((words, shape.value) for shape, words in SHAPES.items()),
            ),
            Cell(
                COLOURS[level.colour],
                level.colour.value,
                editable=True,
                choices=tuple((words, colour.value) for colour, words in COLOURS.items()),
            ),
        )
        for level in levels_of(draft)
    ]


def shown_lines(draft: CertificationDraft, block: BlockNode) -> list[str]:
    """Return the keys of the lines: those that jurors mark, then those judged outside the panel."""
    scored = scored_lines(draft, block)
    return scored + [one.key for one in outside_lines(block) if one.key not in scored]


def line_cells(draft: CertificationDraft, block: BlockNode) -> list[tuple[Cell, ...]]:
    """Return a line per scored line and per assessment judged outside the panel."""
    scored = set(scored_lines(draft, block))
    outside = {one.key for one in outside_lines(block)}
    return [
        _line(draft, key, scored=key in scored, outside=key in outside) for key in shown_lines(draft, block)
    ]


def _line(draft: CertificationDraft, key: str, *, scored: bool, outside: bool) -> tuple[Cell, ...]:
    data = scheme_data(draft)
    node = draft.line(key)
    words = node.wording if isinstance(node, CompetenceNode) else node.title if node is not None else ""
    name = Cell(words or _tr("sans intitulé"), muted=not words)
    dash = Cell("–", muted=True)
    marked: tuple[Cell, ...] = (dash, dash, dash)
    if scored:
        marked = (
            _weight(data["weights"].get(key)),
            _floor(data["floors"].get(key), top=_top(draft), points=data["mode"] == ScoringMode.POINTS),
            Cell("", editable=True, checked=key in data["eliminatory"]),
        )
    share = _share(data["outside_weights"].get(key)) if outside else dash
    return (name, *marked, share)


def _weight(weight: float | None) -> Cell:
    value = 1.0 if weight is None else float(weight)
    return Cell(decimal(value), value, editable=True, numbers=WEIGHTS, muted=weight is None)


def _floor(floor: float | None, *, top: float, points: bool) -> Cell:
    numbers = Numbers(0, max(top, float(floor or 0)), decimals=2, step=0.5, none=_tr("aucun"))
    words = _tr("aucun") if floor is None else decimal(floor) + (f"{NBSP}/{NBSP}20" if points else "")
    return Cell(words, float(floor or 0), editable=True, numbers=numbers, muted=floor is None)


def _share(share: float | None) -> Cell:
    percent = round((share or 0) * 100)
    numbers = Numbers(0, 99, suffix=f"{NBSP}%", none=_tr("aucun"), step=5)
    words = f"{percent}{NBSP}%" if percent else _tr("aucun")
    return Cell(words, percent, editable=True, numbers=numbers, muted=not percent)


def _top(draft: CertificationDraft) -> float:
    if scheme_data(draft)["mode"] == ScoringMode.POINTS:
        return TOP_POINTS
    return float(levels_of(draft)[-1].counts)


def block_names(blocks: Sequence[BlockNode]) -> list[str]:
    """Return « BC01 · title » of each block."""
    return [f"{short(block.code)} · {block.title}" for block in blocks]


def _tr(text: str) -> str:
    return QCoreApplication.translate("SchemeTables", text)
