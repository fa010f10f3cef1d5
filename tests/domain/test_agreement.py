"""Agreement of jurors: published examples, plain descriptions, and the reason when there is no figure."""

from dataclasses import replace
from itertools import pairwise

import pytest

from cisp_desktop.domain.agreement import (
    Ratings,
    agreement_shares,
    criterion_gaps,
    severities,
)
from cisp_desktop.domain.agreement_coefficients import (
    KappaWeights,
    Metric,
    intraclass_correlation,
    krippendorff_alpha,
    pairwise_kappa,
)
from cisp_desktop.domain.agreement_intervals import LEAST_LINES, Estimate, NoEstimate
from tests.domain.ratings import cross_table, line, ratings

# ----------------------------------------------------------------------------------------- published examples

# Krippendorff, « Computing Krippendorff's Alpha-Reliability » (2011), section C: 4 observers, 12 units.
KRIPPENDORFF = (
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, 3, None, None),
)

# Shrout & Fleiss, « Intraclass correlations: uses in assessing rater reliability » (1979), table 2.
SHROUT_FLEISS = (
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
)

# Hout, Duncan & Sobel (1987), as analysed in Friendly & Meyer, « Discrete Data Analysis with R » (2016), 4.7.
COUPLES = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))

# SAS/STAT User's Guide, FREQ procedure, « Agreement study »: two dermatologists, 88 patients.
DERMATOLOGISTS = ((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))

# The anxiety data of R's package irr (Gamer et al.): 20 subjects, 3 raters.
ANXIETY = (
    *((3, 3, 2), (3, 6, 1), (3, 4, 4), (4, 6, 4), (5, 2, 3), (5, 4, 2), (2, 2, 1), (3, 4, 6), (5, 3, 1)),
    *((2, 3, 1), (2, 2, 1), (6, 3, 2), (1, 3, 3), (5, 3, 3), (2, 2, 1), (2, 2, 1), (1, 1, 3), (2, 3, 3)),
    *((4, 3, 2), (3, 4, 2)),
)


@pytest.mark.parametrize(("metric", "figure"), [(Metric.ORDINAL, 0.815), (Metric.INTERVAL, 0.849)])
def test_alpha_is_krippendorffs_own_figure(metric: Metric, figure: float) -> None:
    alpha = krippendorff_alpha(ratings(KRIPPENDORFF), metric=metric, least=1, resampling=None)
    assert alpha.value == pytest.approx(figure, abs=0.0005)
    assert alpha.n == 11


def test_both_forms_of_icc_are_the_figures_of_shrout_and_fleiss() -> None:
    found = intraclass_correlation(ratings(SHROUT_FLEISS), least=1, resampling=None)
    assert found.single.value == pytest.approx(0.29, abs=0.005)
    assert found.average.value == pytest.approx(0.62, abs=0.005)
    assert (found.single.n, found.jurors, found.left_out) == (6, 4, 0)


def test_icc_of_the_anxiety_data_is_the_figure_of_irr() -> None:
    found = intraclass_correlation(ratings(ANXIETY), least=1, resampling=None)
    assert found.single.value == pytest.approx(0.198, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "weights", "figure", "n"),
    [
        (cross_table(COUPLES), KappaWeights.LINEAR, 0.2374, 91),
        (cross_table(COUPLES), KappaWeights.QUADRATIC, 0.3320, 91),
        (cross_table(DERMATOLOGISTS), KappaWeights.LINEAR, 0.5082, 88),
        (ratings([row[:2] for row in ANXIETY]), KappaWeights.QUADRATIC, 0.2968, 20),
    ],
    ids=["couples, linear", "couples, quadratic", "dermatologists, linear", "anxiety, quadratic"],
)
def test_weighted_kappa_is_the_published_figure(
    table: Ratings, weights: KappaWeights, figure: float, n: int
) -> None:
    found = pairwise_kappa(table, weights=weights, least=1, resampling=None)
    assert [pair.kappa.value for pair in found.pairs] == [pytest.approx(figure, abs=0.0001)]
    assert found.mean.value == found.pairs[0].kappa.value
    assert found.mean.n == n


# ----------------------------------------------------------------------------------------- plain descriptions

SMALL = ratings([(2, 2, 3), (1, 3, None), (0, 0, 0), (None, None, 2)])


def test_shares_count_every_pair_of_jurors_on_the_same_line() -> None:
    found = agreement_shares(SMALL, least=1, resampling=None)
    # Line 1: 2-2, 2-3, 2-3; line 2: 1-3; line 3: three equal pairs; line 4: no pair.
    assert found.pairs == 7
    assert found.exact.value == pytest.approx(4 / 7)
    assert found.adjacent.value == pytest.approx(2 / 7)
    assert found.exact.n == found.adjacent.n == 3


def test_what_is_adjacent_follows_the_unit_of_the_marks() -> None:
    found = agreement_shares(
        ratings([(1200, 1250), (800, 950), (1000, 1000)]), step=100, least=1, resampling=None
    )
    assert found.adjacent.value == pytest.approx(1 / 3)


def test_gaps_are_told_criterion_by_criterion() -> None:
    table = {
        line(1, "c1"): {"A": 0, "B": 2, "C": 3},
        line(2, "c1"): {"A": 1, "B": 1},
        line(1, "c2"): {"A": 2, "B": 2, "C": 2},
        line(1, "c9"): {"A": 2, "B": None},
    }
    first, second, last = criterion_gaps(table)
    assert (first.item, first.pairs, first.widest, first.mean.n) == ("c1", 4, 3, 2)
    assert first.mean.value == pytest.approx((2 + 3 + 1 + 0) / 4)
    assert (second.item, second.pairs, second.widest, second.mean.value) == ("c2", 3, 0, 0.0)
    assert (last.item, last.pairs, last.widest) == ("c9", 0, None)
    assert last.mean.reason is NoEstimate.ONE_RATER


def test_criteria_of_the_same_name_in_two_blocks_stay_apart() -> None:
    table = {line(1, "c1", "BC01"): {"A": 0, "B": 3}, line(1, "c1", "BC02"): {"A": 1, "B": 1}}
    assert [(gap.block, gap.widest) for gap in criterion_gaps(table)] == [("BC01", 3), ("BC02", 0)]


def test_severity_is_the_own_mark_less_the_mean_of_the_others() -> None:
    found = severities(SMALL, least=1, resampling=None)
    assert found["A"].value == pytest.approx(((2 - 2.5) + (1 - 3) + 0) / 3)
    assert found["B"].value == pytest.approx(((2 - 2.5) + (3 - 1) + 0) / 3)
    assert found["C"].value == pytest.approx(((3 - 2) + 0) / 2)
    assert {juror: one.n for juror, one in found.items()} == {"A": 3, "B": 3, "C": 2}


def test_two_rounds_of_one_competence_are_two_lines() -> None:
    first = line(1)
    table = {first: {"A": 0, "B": 3}, replace(first, round=2): {"A": 2, "B": 2}}
    assert agreement_shares(table, least=1, resampling=None).exact.n == 2


def test_icc_takes_complete_lines_and_tells_how_many_it_left_out() -> None:
    partial = [(1, None, 2, 2), (None, None, None, 3), (None, None, None, None)]
    found = intraclass_correlation(ratings([*SHROUT_FLEISS, *partial]), least=1, resampling=None)
    complete = intraclass_correlation(ratings(SHROUT_FLEISS), least=1, resampling=None)
    assert (found.jurors, found.left_out) == (4, 2)
    assert (found.single, found.average) == (complete.single, complete.average)


def test_a_juror_who_marked_nothing_takes_no_line_from_the_icc() -> None:
    found = intraclass_correlation(ratings([(*row, None) for row in SHROUT_FLEISS]), least=1, resampling=None)
    assert (found.jurors, found.left_out, found.single.n) == (4, 0, 6)


def test_the_mean_kappa_is_that_of_the_pairs_with_enough_lines() -> None:
    rows = [*[(i % 4, (i + i % 3) % 4, None) for i in range(40)], *[(None, 1, 2), (None, 2, 2)]]
    found = pairwise_kappa(ratings(rows))
    one, other, last = found.pairs
    assert (one.first, one.second, one.kappa.n) == ("A", "B", 40)
    assert (other.kappa.reason, other.kappa.n) == (NoEstimate.NO_PAIR, 0)
    assert (last.kappa.reason, last.kappa.n) == (NoEstimate.TOO_FEW, 2)
    assert (found.mean.value, found.mean.n) == (one.kappa.value, 40)


def test_the_mean_kappa_weighs_its_pairs_alike() -> None:
    found = pairwise_kappa(ratings(ANXIETY), weights=KappaWeights.LINEAR, least=1, resampling=None)
    values = [pair.kappa.value for pair in found.pairs if pair.kappa.value is not None]
    assert len(values) == 3
    assert found.mean.value == pytest.approx(sum(values) / 3)


# -------------------------------------------------------------------------------------- a figure, or a reason


def everything(table: Ratings, *, least: int) -> dict[str, Estimate]:
    shares = agreement_shares(table, least=least, resampling=None)
    kappas = pairwise_kappa(table, least=least, resampling=None)
    icc = intraclass_correlation(table, least=least, resampling=None)
    return {
        "exact": shares.exact,
        "adjacent": shares.adjacent,
        "alpha": krippendorff_alpha(table, least=least, resampling=None),
        "kappa": kappas.mean,
        "icc1": icc.single,
        "icck": icc.average,
        **{
            f"severity {juror}": one for juror, one in severities(table, least=least, resampling=None).items()
        },
        **{f"gap {gap.item}": gap.mean for gap in criterion_gaps(table, least=least)},
    }


def reasons(table: Ratings, least: int = 1) -> dict[str, NoEstimate | None]:
    return {name: one.reason for name, one in everything(table, least=least).items()}


def test_an_empty_table_says_that_nobody_marked() -> None:
    assert set(reasons({}).values()) == {NoEstimate.NO_MARK}
    assert set(reasons(ratings([(None, None)])).values()) == {NoEstimate.NO_MARK}


def test_one_juror_alone_is_no_agreement() -> None:
    assert set(reasons(ratings([(1,), (2,), (3,)])).values()) == {NoEstimate.ONE_RATER}


def test_jurors_who_never_met_on_a_line_make_no_pair() -> None:
    found = reasons(ratings([(1, None), (None, 2)]))
    assert found.pop("icc1") is found.pop("icck") is NoEstimate.NO_COMPLETE_LINE
    assert set(found.values()) == {NoEstimate.NO_PAIR}


def test_pairs_without_a_complete_line_leave_only_the_icc_without_a_figure() -> None:
    found = reasons(ratings([(1, 2, None), (None, 1, 3), (0, None, 1), (2, 1, None)]))
    assert found.pop("icc1") is found.pop("icck") is NoEstimate.NO_COMPLETE_LINE
    assert set(found.values()) == {None}


def test_constant_marks_have_shares_and_gaps_and_no_coefficient() -> None:
    found = reasons(ratings([(2, 2, 2)] * 40))
    coefficients = {name: found.pop(name) for name in ("alpha", "kappa", "icc1", "icck")}
    assert set(coefficients.values()) == {NoEstimate.CONSTANT}
    assert set(found.values()) == {None}


def test_two_jurors_each_constant_and_apart_agree_no_better_than_chance() -> None:
    found = everything(ratings([(1, 2)] * 40), least=1)
    assert found["kappa"].value == 0.0
    assert found["icc1"].value == 0.0
    assert found["alpha"].value is not None
    assert found["alpha"].value < 0


def test_a_divisor_that_is_not_positive_is_told() -> None:
    # No variance between lines nor between jurors, all of it error.
    found = intraclass_correlation(ratings([(0, 1, 2), (1, 2, 0), (2, 0, 1)]), least=1, resampling=None)
    assert found.average.reason is NoEstimate.DEGENERATE
    assert found.single.value == pytest.approx(-1.0)


@pytest.mark.parametrize(
    "rows", [[(1, 2)], [(1, 1)], [(0, 3), (3, 0)], [(0, 1), (1, 1)], [(0, 1), (2, 2), (3, 1)]]
)
def test_one_two_and_three_lines_have_a_finite_figure_or_a_reason(rows: list[tuple[int, int]]) -> None:
    for name, one in everything(ratings(rows), least=1).items():
        assert (one.value is None) is (one.reason is not None), name
        assert one.n == len(rows), name


def test_icc_needs_two_lines_whatever_the_floor() -> None:
    assert (
        intraclass_correlation(ratings([(1, 2)]), least=0, resampling=None).single.reason
        is NoEstimate.TOO_FEW
    )


def test_under_the_floor_there_is_no_figure() -> None:
    rows = [(i % 4, (i + i % 3) % 4) for i in range(LEAST_LINES)]
    below = everything(ratings(rows[:-1]), least=LEAST_LINES)
    assert {one.reason for one in below.values()} == {NoEstimate.TOO_FEW}
    assert {one.n for one in below.values()} == {LEAST_LINES - 1}
    assert set(reasons(ratings(rows), LEAST_LINES).values()) == {None}


def test_the_floor_is_the_default_everywhere_but_for_gaps() -> None:
    table = ratings([(i % 4, (i + i % 3) % 4) for i in range(LEAST_LINES - 1)])
    shares = agreement_shares(table)
    icc = intraclass_correlation(table)
    floored = [shares.exact, shares.adjacent, krippendorff_alpha(table), pairwise_kappa(table).mean]
    floored += [icc.single, icc.average, *severities(table).values()]
    assert {one.reason for one in floored} == {NoEstimate.TOO_FEW}
    assert [gap.mean.reason for gap in criterion_gaps(table)] == [None]


def test_a_juror_who_marked_nothing_has_no_severity() -> None:
    assert severities(ratings([(1, 2, None)] * 3), least=1, resampling=None)["C"] == Estimate(
        0, reason=NoEstimate.NO_MARK
    )


def test_perfect_agreement_on_marks_that_differ_is_one() -> None:
    found = everything(ratings([(i % 4,) * 3 for i in range(40)]), least=30)
    assert [found[name].value for name in ("exact", "adjacent", "alpha", "kappa", "icc1", "icck")] == [
        *(1.0, 0.0),
        *[1.0] * 4,
    ]


def test_ordinal_alpha_asks_for_the_order_of_marks_alone() -> None:
    stretch = {1: 1, 2: 2, 3: 50, 4: 51, 5: 900}
    stretched = [tuple(mark if mark is None else stretch[mark] for mark in row) for row in KRIPPENDORFF]
    assert all(low < high for low, high in pairwise(stretch.values()))
    plain = krippendorff_alpha(ratings(KRIPPENDORFF), least=1, resampling=None)
    assert krippendorff_alpha(ratings(stretched), least=1, resampling=None) == plain
