"""Chance-corrected agreement of jurors: Krippendorff's α, weighted κ, ICC(A,1) and ICC(A,k).

The formulas are those of the articles named, computed in exact fractions by our own code; tests hold them
against the articles' examples and against reference libraries. This module must not know sheets, storage or
screens.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise

from cisp_desktop.domain.agreement import RatedTable, Ratings
from cisp_desktop.domain.agreement_intervals import (
    DEFAULT_RESAMPLING,
    LEAST_LINES,
    Estimate,
    NoEstimate,
    Resampling,
    Tally,
    estimate,
)


class Metric(StrEnum):
    """How far apart α holds two marks: by the ranks between them, or by their difference."""

    ORDINAL = "ORDINAL"
    INTERVAL = "INTERVAL"


class KappaWeights(StrEnum):
    """How κ weighs a disagreement: by the difference, or by its square."""

    LINEAR = "LINEAR"
    QUADRATIC = "QUADRATIC"


class IccForm(StrEnum):
    """Agreement of a single juror's marks, or of the mean of all jurors (McGraw & Wong's names)."""

    SINGLE = "ICC(A,1)"
    AVERAGE = "ICC(A,k)"


@dataclass(frozen=True, slots=True)
class PairKappa:
    """κ of two jurors over the lines that both marked."""

    first: str
    second: str
    kappa: Estimate


@dataclass(frozen=True, slots=True)
class PairwiseKappa:
    """κ of each pair, and the mean of those that have a value; ``mean.n`` counts the lines of these."""

    mean: Estimate
    pairs: tuple[PairKappa, ...]


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """Both forms over the lines that all ``jurors`` marked; ``left_out`` lines were marked by some only."""

    single: Estimate
    average: Estimate
    jurors: int
    left_out: int


# ------------------------------------------------------------------------------------------- Krippendorff's α


def krippendorff_alpha(
    ratings: Ratings,
    *,
    metric: Metric = Metric.ORDINAL,
    least: int = LEAST_LINES,
    resampling: Resampling | None = DEFAULT_RESAMPLING,
) -> Estimate:
    """Return Krippendorff's α over the lines that two jurors or more marked, whoever is missing.

    α = 1 − D_o/D_e: the observed disagreement within lines over the one expected of the same marks dealt at
    random, with δ² the squared distance of two marks. Ordinal: the number of marks from one to the other,
    half of each end's own; interval: their difference. At most 1 (perfect), 0 for chance, below 0 for
    systematic disagreement; no unit. ``CONSTANT`` when all marks are equal. ``n`` counts lines. Source:
    Krippendorff, « Computing Krippendorff's Alpha-Reliability » (2011).
    """
    table = RatedTable.of(ratings)
    return estimate(
        table.shared, partial(_alpha, metric=metric), least=least, empty=table.nothing, resampling=resampling
    )


def _alpha(tally: Tally[tuple[int, ...]], *, metric: Metric) -> Fraction | NoEstimate:
    counts: Counter[int] = Counter()
    for marks, times in tally:
        for mark in marks:
            counts[mark] += times
    # The ordinal δ between two marks is the difference of their mean ranks: α is the interval one, on ranks.
    scores = _doubled_ranks(counts) if metric is Metric.ORDINAL else {mark: mark for mark in counts}
    total = counts.total()
    squares = sum(times * scores[mark] ** 2 for mark, times in counts.items())
    expected = total * squares - sum(times * scores[mark] for mark, times in counts.items()) ** 2
    if expected == 0:
        return NoEstimate.CONSTANT
    by_size: Counter[int] = Counter()
    for marks, times in tally:
        ranks = [scores[mark] for mark in marks]
        by_size[len(ranks)] += times * (len(ranks) * sum(rank * rank for rank in ranks) - sum(ranks) ** 2)
    observed = sum((Fraction(part, size - 1) for size, part in by_size.items()), Fraction(0))
    return 1 - (total - 1) * observed / expected


def _doubled_ranks(counts: Mapping[int, int]) -> dict[int, int]:
    """Return twice the mean rank (from 0) of each mark: an integer."""
    ranks, below = {}, 0
    for mark in sorted(counts):
        ranks[mark] = 2 * below + counts[mark]
        below += counts[mark]
    return ranks


# ------------------------------------------------------------------------------------------------- weighted κ


def pairwise_kappa(
    ratings: Ratings,
    *,
    weights: KappaWeights = KappaWeights.QUADRATIC,
    least: int = LEAST_LINES,
    resampling: Resampling | None = DEFAULT_RESAMPLING,
) -> PairwiseKappa:
    """Return the weighted κ of each pair of jurors, and the mean over the pairs that have one.

    κ = 1 − Σ w·o / Σ w·e over the lines that both marked: o the observed shares of the pairs of marks, e
    those expected from each juror's own marks, w the gap or its square. −1 to 1 (perfect), 0 for chance; no
    unit. ``CONSTANT`` when both gave one same mark throughout. The mean takes a pair from ``least`` lines on;
    a resample in which one of its pairs has no κ is left out. With two jurors it is their κ. Sources: Cohen
    (1968); the mean over pairs, Light (1971).
    """
    table = RatedTable.of(ratings)
    pairs = []
    counted: set[tuple[int, int]] = set()
    for one, other in combinations(range(len(table.jurors)), 2):
        rows = [
            (marks[one], marks[other])
            for marks in (dict(line) for line in table.lines)
            if one in marks and other in marks
        ]
        kappa = estimate(rows, partial(_kappa, weights=weights), least=least, resampling=resampling)
        pairs.append(PairKappa(table.jurors[one], table.jurors[other], kappa))
        if kappa.value is not None:
            counted.add((one, other))
    mean = _mean_kappa(table, counted, weights, resampling) if counted else _no_mean(table, pairs)
    return PairwiseKappa(mean, tuple(pairs))


def _no_mean(table: RatedTable, pairs: Iterable[PairKappa]) -> Estimate:
    """Tell why no pair has a κ: the reason of the pair that came nearest to one."""
    reasons = {pair.kappa.reason for pair in pairs}
    for reason in (NoEstimate.CONSTANT, NoEstimate.TOO_FEW):
        if reason in reasons:
            return Estimate(len(table.shared), reason=reason)
    return Estimate(0, reason=table.nothing)


def _mean_kappa(
    table: RatedTable, counted: set[tuple[int, int]], weights: KappaWeights, resampling: Resampling | None
) -> Estimate:
    rows = [
        line
        for line in table.lines
        if any((one, other) in counted for (one, _), (other, _) in combinations(line, 2))
    ]
    statistic = partial(_mean_of_kappas, counted=counted, weights=weights)
    return estimate(rows, statistic, least=1, resampling=resampling)


def _mean_of_kappas(
    tally: Tally[tuple[tuple[int, int], ...]], *, counted: set[tuple[int, int]], weights: KappaWeights
) -> Fraction | NoEstimate:
    marks: dict[tuple[int, int], Counter[tuple[int, int]]] = {pair: Counter() for pair in counted}
    for line, times in tally:
        for (one, mark), (other, other_mark) in combinations(line, 2):
            if (one, other) in marks:
                marks[one, other][mark, other_mark] += times
    total = Fraction(0)
    for pair in marks.values():
        kappa = _kappa(tuple(pair.items()), weights=weights)
        if isinstance(kappa, NoEstimate):
            return kappa
        total += kappa
    return total / len(marks)


def _kappa(tally: Tally[tuple[int, int]], *, weights: KappaWeights) -> Fraction | NoEstimate:
    power = 1 if weights is KappaWeights.LINEAR else 2
    firsts: Counter[int] = Counter()
    seconds: Counter[int] = Counter()
    observed = 0
    for (one, other), times in tally:
        firsts[one] += times
        seconds[other] += times
        observed += times * abs(one - other) ** power
    expected = (_expected_gaps if weights is KappaWeights.LINEAR else _expected_squares)(firsts, seconds)
    return 1 - Fraction(firsts.total() * observed, expected) if expected else NoEstimate.CONSTANT


def _expected_gaps(firsts: Counter[int], seconds: Counter[int]) -> int:
    """Add the gaps of every mark of the one with every mark of the other, from one mark to the next."""
    total = below_first = below_second = 0
    n = firsts.total()
    for low, high in pairwise(sorted({*firsts, *seconds})):
        below_first += firsts[low]
        below_second += seconds[low]
        crossing = below_first * (n - below_second) + below_second * (n - below_first)
        total += (high - low) * crossing
    return total


def _expected_squares(firsts: Counter[int], seconds: Counter[int]) -> int:
    """Add the squared gaps of every mark of the one with every mark of the other."""
    squares = sum(times * mark**2 for counts in (firsts, seconds) for mark, times in counts.items())
    first_sum, second_sum = (
        sum(times * mark for mark, times in counts.items()) for counts in (firsts, seconds)
    )
    return firsts.total() * squares - 2 * first_sum * second_sum


# -------------------------------------------------------------------------------------------------------- ICC


def intraclass_correlation(
    ratings: Ratings,
    *,
    least: int = LEAST_LINES,
    resampling: Resampling | None = DEFAULT_RESAMPLING,
) -> IntraclassCorrelation:
    """Return the two-way ICC of absolute agreement, of one juror's marks and of the jurors' mean.

    With n lines that all k jurors marked and the mean squares of lines (R), jurors (C) and error (E):
    ICC(A,1) = (R − E) / (R + (k − 1)E + k(C − E)/n), ICC(A,k) = (R − E) / (R + (C − E)/n). At most 1
    (perfect); may be negative; no unit. A juror who marked nothing is not counted among the k. Two lines are
    the least, even if ``least`` is lower; ``CONSTANT`` when all marks are equal, ``DEGENERATE`` when the
    divisor is not positive. Source: McGraw & Wong (1996); the same as ICC(2,1) and ICC(2,k) of Shrout &
    Fleiss (1979).
    """
    table = RatedTable.of(ratings)
    jurors = len(table.jurors)
    complete = [tuple(mark for _, mark in line) for line in table.lines if len(line) == jurors > 1]
    empty = NoEstimate.NO_COMPLETE_LINE if table.nothing is NoEstimate.NO_PAIR else table.nothing
    single, average = (
        estimate(complete, partial(_icc, form=form), least=max(least, 2), empty=empty, resampling=resampling)
        for form in (IccForm.SINGLE, IccForm.AVERAGE)
    )
    return IntraclassCorrelation(single, average, jurors, len(table.lines) - len(complete))


def _icc(tally: Tally[tuple[int, ...]], *, form: IccForm) -> Fraction | NoEstimate:
    n = sum(times for _, times in tally)
    k = len(tally[0][0])
    columns = [sum(times * line[place] for line, times in tally) for place in range(k)]
    squares = sum(times * mark * mark for line, times in tally for mark in line)
    of_lines = Fraction(sum(times * sum(line) ** 2 for line, times in tally), k)
    of_jurors = Fraction(sum(column * column for column in columns), n)
    of_all = Fraction(sum(columns) ** 2, n * k)
    if squares == of_all:
        return NoEstimate.CONSTANT
    lines = (of_lines - of_all) / (n - 1)
    jurors = (of_jurors - of_all) / (k - 1)
    error = (squares - of_lines - of_jurors + of_all) / ((n - 1) * (k - 1))
    if form is IccForm.SINGLE:
        divisor = lines + (k - 1) * error + k * (jurors - error) / n
    else:
        divisor = lines + (jurors - error) / n
    return (lines - error) / divisor if divisor > 0 else NoEstimate.DEGENERATE
