"""Our own figures beside those of reference libraries, on 300 random tables.

α stands beside ``krippendorff`` (GPL) and κ beside the ``cohens_kappa`` of ``statsmodels``. The ICC stands
beside the article's formula on the sums of squares that the least squares of ``statsmodels`` leave:
``pingouin``, which computes an ICC outright, is under the GPL too and brings over 300 MB along.
All are for development only.
"""

import re
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random

import krippendorff
import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.inter_rater import cohens_kappa

from cisp_desktop.domain.agreement_coefficients import (
    KappaWeights,
    Metric,
    intraclass_correlation,
    krippendorff_alpha,
    pairwise_kappa,
)
from cisp_desktop.domain.agreement_intervals import NoEstimate
from tests.domain.ratings import ratings

Rows = list[tuple[int | None, ...]]
TABLES = 300
CLOSE = 1e-9
WITHOUT_ICC = (
    NoEstimate.NO_COMPLETE_LINE,
    NoEstimate.TOO_FEW,
    NoEstimate.CONSTANT,
    NoEstimate.DEGENERATE,
)


def random_tables(jurors: tuple[int, int], missing: float) -> Iterator[Rows]:
    """Tables of 1 to 40 lines, from perfect agreement to none, of levels or of half points in hundredths."""
    generator = Random(2026)
    for _ in range(TABLES):
        width, top = generator.randint(*jurors), generator.choice((1, 3, 3, 3, 40))
        unit = 50 if top == 40 else 1
        noise = generator.random()
        gaps = generator.random() * missing
        yield [
            tuple(
                None
                if generator.random() < gaps
                else unit * (generator.randint(0, top) if generator.random() < noise else middle)
                for _ in range(width)
            )
            for middle in (generator.randint(0, top) for _ in range(generator.randint(1, 40)))
        ]


@pytest.mark.parametrize("metric", Metric)
def test_alpha_is_that_of_krippendorff(metric: Metric) -> None:
    compared = 0
    for rows in random_tables((2, 5), missing=0.5):
        own = krippendorff_alpha(ratings(rows), metric=metric, least=1, resampling=None)
        data = np.array(rows, dtype=float).T
        if own.value is None:
            assert own.reason in {NoEstimate.CONSTANT, NoEstimate.NO_PAIR, NoEstimate.ONE_RATER}
            continue
        reference = krippendorff.alpha(reliability_data=data, level_of_measurement=metric.value.lower())
        assert own.value == pytest.approx(reference, abs=CLOSE)
        compared += 1
    assert compared > 0.9 * TABLES


@pytest.mark.parametrize("weights", KappaWeights)
def test_kappa_is_that_of_statsmodels(weights: KappaWeights) -> None:
    compared = 0
    for rows in random_tables((2, 2), missing=0.3):
        own = pairwise_kappa(ratings(rows, "AB"), weights=weights, least=1, resampling=None).mean
        both = [(one, other) for one, other in rows if one is not None and other is not None]
        if own.value is None:
            assert len({mark for pair in both for mark in pair}) < 2
            continue
        # Every level of the scale has its row, marked or not: weights go by the place in the table.
        unit = 50 if any(one % 50 == 0 and one >= 50 for pair in both for one in pair) else 1
        size = max(one for pair in both for one in pair) // unit + 1
        table = np.zeros((size, size))
        for one, other in both:
            table[one // unit, other // unit] += 1
        reference = _kappa_of_statsmodels(table, weights)
        assert own.value == pytest.approx(reference, abs=CLOSE)
        compared += 1
    assert compared > 0.9 * TABLES


def _kappa_of_statsmodels(table: np.ndarray, weights: KappaWeights) -> float:
    with warnings.catch_warnings():  # its standard errors, not asked for here, may divide by zero
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(cohens_kappa(table, wt=weights.value.lower(), return_results=False))


def test_icc_is_that_of_an_analysis_of_variance() -> None:
    compared = 0
    for rows in random_tables((2, 5), missing=0.1):
        own = intraclass_correlation(ratings(rows), least=1, resampling=None)
        complete = np.array([row for row in rows if None not in row], dtype=float)
        if own.single.value is None or own.average.value is None:
            assert {own.single.reason, own.average.reason} <= {None, *WITHOUT_ICC}
            continue
        assert own.single.n == len(complete)
        single, average = _icc_of_mean_squares(complete)
        assert own.single.value == pytest.approx(single, abs=1e-7)
        assert own.average.value == pytest.approx(average, abs=1e-6)
        compared += 1
    assert compared > 0.8 * TABLES


def _icc_of_mean_squares(marks: np.ndarray) -> tuple[float, float]:
    """ICC(A,1) and ICC(A,k) as McGraw & Wong (1996) write them, from what least squares leave unexplained."""
    n, k = marks.shape
    of_line, of_juror = np.repeat(np.eye(n), k, axis=0), np.tile(np.eye(k), (n, 1))
    left = float(OLS(marks.ravel(), np.hstack([of_line, of_juror[:, 1:]])).fit().ssr)
    lines = (float(OLS(marks.ravel(), of_juror).fit().ssr) - left) / (n - 1)
    jurors = (float(OLS(marks.ravel(), of_line).fit().ssr) - left) / (k - 1)
    error = left / ((n - 1) * (k - 1))
    single = (lines - error) / (lines + (k - 1) * error + k * (jurors - error) / n)
    return single, (lines - error) / (lines + (jurors - error) / n)


@pytest.mark.parametrize("name", ["run", "package"])
def test_no_reference_library_is_shipped(name: str, project_folder: Path) -> None:
    pins = (project_folder / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"^(krippendorff|statsmodels|scipy)==", pins, re.MULTILINE | re.IGNORECASE)


def test_the_reference_libraries_are_asked_for_in_development_alone(project_folder: Path) -> None:
    project = tomllib.loads((project_folder / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {
        extra
        for extra, lines in project["optional-dependencies"].items()
        if any(one.startswith(("krippendorff", "statsmodels")) for one in lines)
    }
    assert asked == {"dev"}
    assert not any(one.startswith(("krippendorff", "statsmodels")) for one in project["dependencies"])
