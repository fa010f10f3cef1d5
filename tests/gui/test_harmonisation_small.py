"""Harmonisation of very little: constant marks, a juror missing, one to three lines: a number or a reason."""

import math
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cisp_desktop.application.harmonisation import Harmonisation, harmonise
from cisp_desktop.application.harmonisation_table import harmonisation_table
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_agreement import RatedMarkRow
from cisp_desktop.domain.agreement_intervals import Resampling
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.dialogs.harmonisation_dialog import HarmonisationDialog
from cisp_desktop.gui.harmonisation_paper import Section, write_charts
from cisp_desktop.gui.widgets.agreement_charts import Bar, BarChart
from cisp_desktop.gui.widgets.labels import literal_tooltip
from tests.gui.checks import check_page

Line = tuple[int | None, ...]
ROLES = (Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE)
CASES: dict[str, Sequence[Line]] = {
    "nothing": [],
    "one line": [(1, 2, 3)],
    "two lines": [(1, 2, 3), (3, 2, 1)],
    "three lines": [(1, 2, 3), (3, 2, 1), (0, 0, 1)],
    "one line, alike": [(2, 2, 2)],
    "constant": [(2, 2, 2)] * 40,
    "constant by juror": [(1, 2, 3)] * 40,
    "one juror missing": [(1, 2, None), (2, 2, None), (3, 1, None)] * 14,
    "one juror alone": [(1, None, None), (2, None, None)] * 20,
    "never two on a line": [(1, None, None), (None, 2, None), (None, None, 3)] * 14,
    "nobody evaluated": [(None, None, None)] * 40,
    "zeros": [(0, 0, 0), (0, 0, 1)] * 20,
}


def found_of(lines: Sequence[Line], scheme: GradingScheme, *, least: int) -> Harmonisation:
    """Compute over lines of marks, a column for each juror, each line on its own candidate."""
    rows = [
        RatedMarkRow("S", f"R{number}", "B", "I", role, 1, f"J-{role}", mark)
        for number, line in enumerate(lines)
        for role, mark in zip(ROLES, line, strict=True)
    ]
    queries = SimpleNamespace(
        scheme=lambda _session: scheme,
        sessions=lambda: [SimpleNamespace(id="S")],
        rated_marks=lambda _sessions: rows,
        jurors=lambda: [SimpleNamespace(id=f"J-{role}", name=f"NOM {role}") for role in ROLES],
    )
    return harmonise(
        cast(Queries, queries), "S", least=least, progress=lambda *_told: None, resampling=Resampling(30)
    )


@pytest.mark.parametrize(("mode", "least"), [(ScoringMode.LEVELS, 2), (ScoringMode.POINTS, 30)])
@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_a_number_or_says_why_it_is_not(
    qtbot: QtBot, tmp_path: Path, case: str, least: int, mode: ScoringMode
) -> None:
    found = found_of(CASES[case], GradingScheme(mode=mode), least=least)
    dialog = HarmonisationDialog(found, {}, title="Harmonisation")
    qtbot.addWidget(dialog)
    check_page(dialog)
    form = dialog.form
    for bar in (*form.gapsChart.bars, *form.coefficientsChart.bars, *form.severityChart.bars):
        assert bar.words
        assert (bar.value is None) == (not any(c.isdigit() for c in bar.words.split("(")[0]))
        assert all(end is None or math.isfinite(end) for end in (bar.value, bar.low, bar.high))
    for chart in (form.sessionSharesChart, form.pooledSharesChart):
        assert sum(part.share for part in chart.parts) == pytest.approx(1 if chart.parts else 0)
        assert chart.accessibleName()
    for line in harmonisation_table(found, {})[1:]:
        assert (line[3] == "") == bool(line[-1]), line
        assert all(math.isfinite(cell) for cell in line if not isinstance(cell, str))
    assert not {"nan", "inf", "none"} & set(words_on_paper(dialog, tmp_path).casefold().split())


def words_on_paper(dialog: HarmonisationDialog, folder: Path) -> str:
    """Return what the PDF says."""
    path = folder / "harmonisation.pdf"
    write_charts(path, title="Harmonisation", note="", sections=dialog.sections(), font=QFont(dialog.font()))
    document = pypdfium2.PdfDocument(path)
    text = "".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    document.close()
    return text


def test_a_chart_longer_than_a_page_goes_on_on_the_next_with_every_name_in_full(
    qtbot: QtBot, tmp_path: Path
) -> None:
    chart = BarChart()
    qtbot.addWidget(chart)
    ending = "et l’évaluer avec les partenaires du territoire, critère"
    bars = [Bar(f"BC01 · Concevoir une action collective {ending} {n}.", "0,5", 0.5) for n in range(1, 91)]
    chart.show_bars(bars, least=0.0, most=1.0)
    path = tmp_path / "long.pdf"
    section = Section("Écart moyen", chart)
    write_charts(path, title="Harmonisation", note="", sections=[section], font=QFont(chart.font()))
    document = pypdfium2.PdfDocument(path)
    pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    assert len(pages) > 2
    assert "cartmoyen(suite)" in pages[1]
    assert all(f"critère{n}." in "".join(pages) for n in range(1, 91))


def test_the_row_under_the_mouse_says_its_name_in_full(qtbot: QtBot) -> None:
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.show_bars([Bar("Un <b>", "0,5", 0.5), Bar("Deux", "0,4", 0.4)], least=0.0, most=1.0)
    chart.resize(300, 80)
    height = chart.row_height(QFontMetricsF(chart.font()))
    place = QPoint(5, int(1.5 * height))
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, place, chart.mapToGlobal(place)))
    assert QToolTip.text() == literal_tooltip("Deux\n0,4")
    QToolTip.hideText()
