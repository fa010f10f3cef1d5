"""What holds for every table of ratings, whatever is missing from it."""

from math import isfinite

from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.domain.agreement import Ratings, agreement_shares, criterion_gaps, severities
from cisp_desktop.domain.agreement_coefficients import (
    KappaWeights,
    Metric,
    intraclass_correlation,
    krippendorff_alpha,
    pairwise_kappa,
)
from cisp_desktop.domain.agreement_intervals import Estimate, Resampling
from tests.domain.ratings import line, ratings

FEW = Resampling(20)
LEVELS = st.one_of(st.none(), st.integers(0, 3))
POINTS = st.one_of(st.none(), st.integers(0, 2000))


def rows(marks: st.SearchStrategy[int | None]) -> st.SearchStrategy[list[tuple[int | None, ...]]]:
    """Up to 12 lines of 0 to 5 jurors."""
    return st.integers(0, 5).flatmap(
        lambda width: st.lists(st.tuples(*[marks] * width), max_size=12)  # type: ignore[arg-type]
    )


TABLES = st.one_of(rows(LEVELS), rows(POINTS))


def figures(table: Ratings, least: int = 1, resampling: Resampling | None = None) -> dict[str, Estimate]:
    """Every estimate that does not belong to a juror or a criterion, by name."""
    shares = agreement_shares(table, least=least, resampling=resampling)
    icc = intraclass_correlation(table, least=least, resampling=resampling)
    found = {"exact": shares.exact, "adjacent": shares.adjacent, "icc1": icc.single, "icck": icc.average}
    for metric in Metric:
        found[metric] = krippendorff_alpha(table, metric=metric, least=least, resampling=resampling)
    for weights in KappaWeights:
        found[weights] = pairwise_kappa(table, weights=weights, least=least, resampling=resampling).mean
    return found


def everything(table: Ratings, least: int, resampling: Resampling | None) -> list[Estimate]:
    return [
        *figures(table, least, resampling).values(),
        *severities(table, least=least, resampling=resampling).values(),
        *(gap.mean for gap in criterion_gaps(table, least=least, resampling=resampling)),
        *(pair.kappa for pair in pairwise_kappa(table, least=least, resampling=resampling).pairs),
    ]


@given(TABLES, st.integers(0, 5))
def test_every_estimate_is_a_finite_figure_or_a_reason(
    table: list[tuple[int | None, ...]], least: int
) -> None:
    for one in everything(ratings(table), least, FEW):
        assert (one.value is None) is (one.reason is not None)
        assert one.value is None or isfinite(one.value)
        assert one.value is None or one.n >= least
        assert one.value is not None or one.interval is None


@given(TABLES)
def test_intervals_are_finite_in_order_and_count_their_resamples(table: list[tuple[int | None, ...]]) -> None:
    for one in everything(ratings(table), 1, FEW):
        if one.interval is not None:
            assert isfinite(one.interval.low)
            assert isfinite(one.interval.high)
            assert one.interval.low <= one.interval.high
            assert one.interval.resamples == 20
            assert 0 <= one.interval.left_out < 20


@given(TABLES)
def test_figures_and_intervals_keep_within_their_bounds(table: list[tuple[int | None, ...]]) -> None:
    for name, one in figures(ratings(table), resampling=FEW).items():
        low = {"exact": 0.0, "adjacent": 0.0, "LINEAR": -1.0, "QUADRATIC": -1.0}.get(name, float("-inf"))
        ends = [] if one.interval is None else [one.interval.low, one.interval.high]
        for value in [*ends, *([] if one.value is None else [one.value])]:
            assert low <= value <= 1, name


@given(TABLES, st.randoms(use_true_random=False))
def test_names_and_order_of_jurors_and_lines_change_no_figure(
    table: list[tuple[int | None, ...]], shuffle: st.DrawFn
) -> None:
    jurors = list("ABCDE")
    shuffle.shuffle(jurors)  # type: ignore[attr-defined]
    places = list(range(len(table)))
    shuffle.shuffle(places)  # type: ignore[attr-defined]
    other = {
        line(100 - place): dict(zip(jurors[: len(table[place])], table[place], strict=True))
        for place in places
    }
    plain = ratings(table)
    assert figures(other) == figures(plain)
    renamed = dict(zip("ABCDE", jurors, strict=True))
    before, after = severities(plain, least=1, resampling=None), severities(other, least=1, resampling=None)
    assert {renamed[juror]: one for juror, one in before.items()} == after


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30), st.integers(2, 5))
def test_perfect_agreement_is_one_as_soon_as_marks_differ(levels: list[int], jurors: int) -> None:
    found = figures(ratings([(level,) * jurors for level in levels]))
    assert found.pop("exact").value == 1
    assert found.pop("adjacent").value == 0
    assert {one.value for one in found.values()} == ({1.0} if len(set(levels)) > 1 else {None})


@given(TABLES)
def test_exact_and_adjacent_never_share_a_pair(table: list[tuple[int | None, ...]]) -> None:
    found = agreement_shares(ratings(table), least=1, resampling=None)
    if found.exact.value is not None and found.adjacent.value is not None:
        assert found.exact.value + found.adjacent.value <= 1 + 1e-12
    assert (found.pairs > 0) is (found.exact.value is not None)


@given(rows(LEVELS), st.integers(1, 50), st.integers(-100, 100))
def test_another_unit_of_marks_changes_no_coefficient(
    table: list[tuple[int | None, ...]], factor: int, shift: int
) -> None:
    moved = [tuple(None if mark is None else factor * mark + shift for mark in row) for row in table]
    before, after = figures(ratings(table)), figures(ratings(moved))
    assert {name: after[name] for name in after if name != "adjacent"} == {
        name: before[name] for name in before if name != "adjacent"
    }


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=20))
def test_what_one_of_two_jurors_is_too_severe_the_other_is_too_lenient(marks: list[tuple[int, int]]) -> None:
    found = severities(ratings(marks), least=1, resampling=None)
    first, second = found["A"].value, found["B"].value
    assert first is not None
    assert second is not None
    assert first == -second


@given(rows(LEVELS))
def test_the_widest_gap_is_no_less_than_the_mean_gap(table: list[tuple[int | None, ...]]) -> None:
    for gap in criterion_gaps(ratings(table)):
        assert (gap.widest is None) is (gap.pairs == 0) is (gap.mean.value is None)
        if gap.widest is not None and gap.mean.value is not None:
            assert 0 <= gap.mean.value <= gap.widest
