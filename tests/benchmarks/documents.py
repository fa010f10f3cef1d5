"""Minutes: pages per second against a minimal ReportLab table of the same cells of the same kinds."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from cisp_desktop.application.wording_minutes import (
    abbreviation,
    access_path_words,
    outcome_words,
    short_date,
)
from cisp_desktop.documents.minutes import MinutesRenderer
from tests.benchmarks.measure import QUICKEST, Figure, in_turn, sizes, slower
from tests.documents.factories import snapshot

SIZES = (12, 100, 1000, 5000)


def minimal_table(content: Mapping[str, Any]) -> int:
    """Draw the same rows with ReportLab's own means, in tables of forty rows; return the pages."""
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=7.5, leading=9)
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    codes = [block["code"] for block in content["blocks"]]
    rows = [
        [c["number"], Paragraph(f"<b>{c['birth_name']}</b><br/>{c['first_names']}", cell),
         Paragraph(f"{short_date(c['birth_date'])}<br/>{c['birth_place']}", cell),
         Paragraph(c["identity_checked_by"], cell), Paragraph(access_path_words(c["access_path"]), cell),
         *(abbreviation(c["decisions"][code]) for code in codes),
         Paragraph(outcome_words(c["outcome"]), cell)]
        for c in content["candidates"]
    ]  # fmt: skip
    story = [Table(rows[i : i + 40], style=style) for i in range(0, len(rows), 40)]
    document = SimpleDocTemplate(io.BytesIO(), pagesize=landscape(A4), invariant=1)
    document.build(story)
    return int(document.page)


def minutes(folder: Path) -> Iterator[Figure]:
    """Minutes of 12, 100, 1,000 and 5,000 candidates, and how the cost of a page grows."""
    for size in sizes(*SIZES):
        content = snapshot(candidates=size)
        pages = {"ours": 0, "base": 0}

        def ours(content: Any = content, pages: dict[str, int] = pages) -> None:
            pages["ours"] = MinutesRenderer().render(content, draft=False).pages

        def baseline(content: Any = content, pages: dict[str, int] = pages) -> None:
            pages["base"] = minimal_table(content)

        mine, base = in_turn(ours, baseline, rounds=5 if size <= 1000 else 3)
        rate, base_rate = pages["ours"] / mine, pages["base"] / base
        ratio = rate / base_rate
        yield Figure(
            f"Procès-verbal de {size} candidats ({pages['ours']} pages)", f"{rate:.0f} p/s",
            f"{base_rate:.0f} p/s", ratio, "≥ 0.7 ×", ratio >= 0.7,
        )  # fmt: skip
    if sizes(*SIZES)[-1] > QUICKEST:
        yield growth()


def growth() -> Figure:
    """What a page costs at 5,000 candidates against 1,000: five small ones beside one large one, in turn."""
    small, large = snapshot(candidates=1000), snapshot(candidates=5000)
    pages = {"small": 0, "large": 0}

    def one_large() -> None:
        pages["large"] = MinutesRenderer().render(large, draft=False).pages

    def five_small() -> None:
        pages["small"] = sum(MinutesRenderer().render(small, draft=False).pages for _ in range(5))

    mine, base = in_turn(one_large, five_small, rounds=3)
    return slower(
        "… coût d'une page, 5 000 candidats / 1 000", mine / pages["large"], base / pages["small"], most=1.1,
        note="ne croît pas plus vite que les pages",
    )  # fmt: skip


FIGURES = (minutes,)
"""Every figure of this module, in the order of the table."""
