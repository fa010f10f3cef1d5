"""Harmonisation: computed in the worker, shown in numbers and patterns, kept as a PDF."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.harmonisation_acts import show_harmonisation
from cisp_desktop.gui.harmonisation_paper import INK
from cisp_desktop.gui.pages.settings_page import SettingsPage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.agreement_charts import Bar, BarChart, Chart, Part, ShareChart
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, open_day, to_deliberate

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def day(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    """Four candidates deliberated, a fifth whose sheets are not all sealed."""
    made = open_day(tmp_path, services, prepare=to_deliberate, candidates=5)
    open_deliberation(made.workspace, made.made.id)
    yield made
    made.workspace.abandon()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, day: JuryDay) -> Iterator[SettingsPage]:
    """A page that stands for the window."""
    context = GuiContext(desk, day.workspace)
    context.set_session(day.made.id)
    shown = SettingsPage(context)
    qtbot.addWidget(shown)
    yield shown
    desk.tasks.shut_down()
    context.deleteLater()


def look(page: SettingsPage, messages: RecordedMessages, idle: Idle, check: Callable[[Any], None]) -> None:
    """Open the dialog, look at it, close it."""
    errors: list[AssertionError] = []

    def script(dialog: Any) -> None:
        try:
            check(dialog)
        except AssertionError as error:
            errors.append(error)
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    show_harmonisation(page.context, page)
    idle(page.context.tasks)
    assert not messages.scripts
    if errors:
        raise errors[0]


def test_the_dialog_tells_shares_gaps_and_coefficients(
    page: SettingsPage, messages: RecordedMessages, idle: Idle
) -> None:
    page.context.settings.least_lines = 10

    def check(dialog: Any) -> None:
        check_page(dialog)
        form = dialog.form
        assert "ne change jamais une note" in form.noteLabel.text()
        assert "4\u00a0candidats" in form.sessionLabel.text()
        assert sum(part.share for part in form.sessionSharesChart.parts) == pytest.approx(1)
        assert form.gapsChart.bars[0].label.startswith("BC0")
        values = [bar.value for bar in form.gapsChart.bars if bar.value is not None]
        assert values == sorted(values, reverse=True)
        labels = [bar.label for bar in form.coefficientsChart.bars]
        assert [label.split()[0] for label in labels] == ["α", "κ", "CCI(A,1)", "CCI(A,k)"]
        assert all("[" in bar.words for bar in form.coefficientsChart.bars)
        assert {bar.label for bar in form.severityChart.bars} == {"MARTIN Anne", "PETIT Karim", "ROUX Hélène"}
        assert "CCI(A,1)" in form.coefficientsChart.accessibleName()

    look(page, messages, idle, check)


def test_under_the_floor_of_the_settings_nothing_is_estimated(
    page: SettingsPage, messages: RecordedMessages, idle: Idle
) -> None:
    page.form.leastSpinBox.setValue(1000)
    assert page.context.settings.least_lines == 1000

    def check(dialog: Any) -> None:
        bars = (*dialog.form.coefficientsChart.bars, *dialog.form.severityChart.bars)
        assert all(bar.value is None and "effectif insuffisant" in bar.words for bar in bars)

    look(page, messages, idle, check)


def test_the_charts_are_kept_as_a_pdf(
    page: SettingsPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    path = tmp_path / "harmonisation.pdf"
    messages.paths.append(path)
    look(page, messages, idle, lambda dialog: dialog.form.saveButton.click())
    document = pypdfium2.PdfDocument(path)
    text = "".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    document.close()
    assert "ne change jamais une note" in text
    assert "Krippendorff" in text


def test_the_figures_are_exported_as_a_table(
    page: SettingsPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    page.context.settings.least_lines = 10
    page.form.resamplesSpinBox.setValue(200)
    path = tmp_path / "harmonisation.csv"
    messages.paths.append(path)
    look(page, messages, idle, lambda dialog: dialog.form.exportButton.click())
    lines = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[0][:4] == ["Étendue", "Mesure", "Objet", "Valeur"]
    alpha = next(line for line in lines if line[1].startswith("α"))
    assert [0 <= float(cell.replace(",", ".")) <= 1 for cell in alpha[3:6]] == [True] * 3
    assert alpha[6] == "200"
    assert sum(line[1] == "Sévérité" for line in lines) == 3


def test_the_draws_of_an_interval_are_a_setting(page: SettingsPage) -> None:
    settings = page.context.settings
    assert (settings.resamples, page.form.resamplesSpinBox.value()) == (2000, 2000)
    page.form.resamplesSpinBox.setValue(500)
    assert settings.resamples == 500
    settings._store.setValue("harmonisation/resamples", "0")
    assert settings.resamples == 2000


def test_a_long_computation_is_cancelled_and_shows_nothing(
    page: SettingsPage, messages: RecordedMessages, idle: Idle
) -> None:
    page.context.settings.least_lines = 2
    page.context.settings.resamples = 20_000
    tasks = page.context.tasks
    tasks.progressed.connect(lambda task, done, _total: task.cancel() if done else None)
    show_harmonisation(page.context, page)
    idle(tasks)
    messages.assert_silent()


def drawn(chart: Chart) -> QImage:
    """Paint a chart in black ink on white paper."""
    image = QImage(600, 200, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    chart.paint(painter, QRectF(0, 0, 600, 200), INK)
    painter.end()
    return image


def inked(image: QImage, left: int, right: int, row: int) -> float:
    """Return the share of dark pixels of a piece of one row."""
    dark = sum(image.pixelColor(x, row).lightness() < 128 for x in range(left, right))
    return dark / (right - left)


def test_the_parts_of_a_share_differ_without_colour(qtbot: QtBot) -> None:
    chart = ShareChart()
    qtbot.addWidget(chart)
    chart.show_parts([Part("exact", 0.3), Part("à un niveau", 0.3), Part("plus loin", 0.4)])
    image = drawn(chart)
    solid, hatched, empty = (inked(image, *place, 8) for place in ((10, 170), (190, 350), (380, 590)))
    assert solid == 1.0
    assert 0.02 < hatched < 0.6
    assert empty == 0.0
    assert chart.accessibleName() == "exact 30\u00a0%, à un niveau 30\u00a0%, plus loin 40\u00a0%"


def test_a_bar_without_a_value_says_why_and_draws_none(qtbot: QtBot) -> None:
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.show_bars([Bar("α", "effectif insuffisant")], least=0.0, most=1.0)
    assert chart.accessibleName() == "α\u00a0: effectif insuffisant"
    assert chart.rows() == 1
    before = drawn(chart)
    chart.show_bars([Bar("α", "0,5", 0.5, 0.4, 0.6)], least=0.0, most=1.0)
    assert drawn(chart) != before


def test_a_value_beyond_the_axis_widens_it(qtbot: QtBot) -> None:
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.show_bars([Bar("α", "−0,5", -0.5), Bar("κ", "0,5", 0.5)], least=0.0, most=1.0)
    assert inked(drawn(chart), 0, 600, 12) > 0


def test_the_floor_survives_a_restart_and_a_bad_value_counts_as_the_default(page: SettingsPage) -> None:
    settings = page.context.settings
    page.form.leastSpinBox.setValue(45)
    settings.flush()
    assert settings.least_lines == 45
    settings._store.setValue("harmonisation/least_lines", "beaucoup")
    assert settings.least_lines == 30
