"""Bootstrap intervals: the same every time, told with what was left out, and drawn from the right law."""

from fractions import Fraction
from math import comb
from random import Random

import numpy as np
import pytest

from cisp_desktop.domain.agreement import Ratings, agreement_shares, severities
from cisp_desktop.domain.agreement_coefficients import (
    intraclass_correlation,
    krippendorff_alpha,
    pairwise_kappa,
)
from cisp_desktop.domain.agreement_intervals import (
    MANY_OF_A_KIND,
    Estimate,
    Interval,
    NoEstimate,
    Resampling,
    Tally,
    binomial,
    estimate,
    percentile_interval,
)
from tests.domain.ratings import ratings

SHORT = Resampling(200)


def drifting(count: int, spread: int = 4) -> list[tuple[int, int, int]]:
    """Lines on which three jurors mostly agree."""
    generator = Random(5)
    middle = [generator.randrange(spread) for _ in range(count)]
    return [tuple(max(0, one + generator.choice((-1, 0, 0, 1))) for _ in range(3)) for one in middle]  # type: ignore[misc]


def every_estimate(table: Ratings, resampling: Resampling) -> list[Estimate]:
    shares = agreement_shares(table, resampling=resampling)
    kappas = pairwise_kappa(table, resampling=resampling)
    icc = intraclass_correlation(table, resampling=resampling)
    return [
        *(shares.exact, shares.adjacent, krippendorff_alpha(table, resampling=resampling)),
        *(kappas.mean, *(pair.kappa for pair in kappas.pairs), icc.single, icc.average),
        *severities(table, resampling=resampling).values(),
    ]


def mean(tally: Tally[tuple[int]]) -> Fraction | NoEstimate:
    return Fraction(sum(row[0] * times for row, times in tally), sum(times for _, times in tally))


def interval_of(one: Estimate) -> Interval:
    assert one.interval is not None
    return one.interval


@pytest.mark.parametrize("count", [40, 1500])
def test_the_same_data_and_seed_give_the_same_intervals(count: int) -> None:
    table = ratings(drifting(count))
    assert every_estimate(table, SHORT) == every_estimate(table, SHORT)


def test_the_order_and_the_names_of_lines_leave_intervals_as_they_are() -> None:
    rows = drifting(60)
    assert every_estimate(ratings(rows), SHORT) == every_estimate(ratings(rows[::-1]), SHORT)


def test_another_seed_gives_another_interval() -> None:
    table = ratings(drifting(60))
    found = {interval_of(krippendorff_alpha(table, resampling=Resampling(200, seed))) for seed in range(5)}
    assert len(found) == 5


def test_two_thousand_resamples_are_drawn_unless_told_otherwise() -> None:
    assert interval_of(krippendorff_alpha(ratings(drifting(60)))).resamples == 2000


def test_more_lines_make_a_narrower_interval() -> None:
    wide, narrow = (
        interval_of(krippendorff_alpha(ratings(drifting(count)), resampling=SHORT)) for count in (40, 1500)
    )
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2


def test_an_interval_is_drawn_only_when_asked_for() -> None:
    assert krippendorff_alpha(ratings(drifting(60)), resampling=None).interval is None


def test_resamples_without_a_figure_are_left_out_and_counted() -> None:
    # One line in thirty tells the marks apart: about a third of the resamples miss it.
    found = krippendorff_alpha(ratings([(1, 1)] * 29 + [(2, 2)]))
    assert found.value == 1.0
    assert 500 < interval_of(found).left_out < 1000
    assert (interval_of(found).low, interval_of(found).high) == (1.0, 1.0)


def test_without_a_single_answer_there_is_a_value_and_no_interval() -> None:
    def of_the_lines_themselves(tally: Tally[tuple[int]]) -> Fraction | NoEstimate:
        return mean(tally) if len(tally) == 40 else NoEstimate.DEGENERATE

    rows = [(number,) for number in range(40)]
    found = estimate(rows, of_the_lines_themselves, least=1, resampling=SHORT)
    assert (found.value, found.interval) == (19.5, None)


def test_the_limits_are_the_percentiles_of_the_resampled_values() -> None:
    seen: list[float] = []

    def watched(tally: Tally[tuple[int]]) -> Fraction | NoEstimate:
        found = mean(tally)
        seen.append(float(found))  # type: ignore[arg-type]
        return found

    interval = percentile_interval([(n * n,) for n in range(25)], watched, SHORT)
    assert len(seen) == 200
    assert interval is not None
    assert [interval.low, interval.high] == pytest.approx(np.quantile(seen, [0.025, 0.975]))


@pytest.mark.parametrize("kinds", [2, 40], ids=["counts of a kind", "single lines"])
def test_a_resample_holds_as_many_lines_as_there_are(kinds: int) -> None:
    sizes = set()

    def counted(tally: Tally[tuple[int]]) -> Fraction | NoEstimate:
        sizes.add(sum(times for _, times in tally))
        return mean(tally)

    percentile_interval([(number % kinds,) for number in range(400)], counted, SHORT)
    assert sizes == {400}


@pytest.mark.parametrize("kinds", [2, 40], ids=["counts of a kind", "single lines"])
def test_the_interval_of_a_mean_is_that_of_the_central_limit(kinds: int) -> None:
    rows = [(number % kinds,) for number in range(400)]
    assert (len(rows) >= MANY_OF_A_KIND * kinds) is (kinds == 2)
    interval = percentile_interval(rows, mean, Resampling(2000))
    assert interval is not None
    deviation = np.std([row[0] for row in rows]) / 400**0.5
    middle = (kinds - 1) / 2
    assert interval.low == pytest.approx(middle - 1.96 * deviation, abs=0.15 * deviation)
    assert interval.high == pytest.approx(middle + 1.96 * deviation, abs=0.15 * deviation)


@pytest.mark.parametrize(("n", "p"), [(3, 0.5), (30, 0.1), (50, 0.3), (400, 0.9), (60, 0.5)])
def test_counts_are_drawn_from_the_binomial_law(n: int, p: float) -> None:
    generator = Random(1)
    draws = [binomial(generator, n, p) for _ in range(20_000)]
    law = [comb(n, count) * p**count * (1 - p) ** (n - count) for count in range(n + 1)]
    shares = np.bincount(draws, minlength=n + 1) / len(draws)
    assert len(shares) == n + 1
    assert max(abs(shares - law)) < 0.01


@pytest.mark.parametrize(("n", "p", "count"), [(0, 0.3, 0), (5, 0.0, 0), (5, 1.0, 5), (1000, 1.0, 1000)])
def test_a_count_without_chance_is_what_it_must_be(n: int, p: float, count: int) -> None:
    assert binomial(Random(1), n, p) == count
