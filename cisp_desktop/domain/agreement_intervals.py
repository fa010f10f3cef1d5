"""An estimate of agreement: a value with its lines and its interval, or the reason why there is none.

Holds the floor under which nothing is estimated and the percentile bootstrap. Values are computed in exact
fractions and leave as finite floats: no NaN, no exception for want of data. This module must not know what is
estimated, nor sheets, storage or screens.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, lgamma, log, sqrt
from random import Random
from typing import Any, TypeVar

LEAST_LINES = 30
"""Lines under which no estimate is given (« effectif insuffisant »): a default."""

CONFIDENCE = Fraction(95, 100)
"""Share of the resampled values that an interval holds."""


MANY_OF_A_KIND = 16
"""Lines of each kind from which a resample draws counts, not single lines: the same law, drawn faster."""


class NoEstimate(StrEnum):
    """Why there is no value.

    ``NO_MARK``: nobody marked anything. ``ONE_RATER``: one juror alone marked. ``NO_PAIR``: no line was
    marked by two jurors (by both, for a pair). ``NO_COMPLETE_LINE``: no line was marked by all. ``TOO_FEW``:
    fewer lines than the floor. ``CONSTANT``: every mark is the same, so that agreement cannot be told from
    chance. ``DEGENERATE``: the variances that the formula divides by do not leave a positive number.
    """

    NO_MARK = "NO_MARK"
    ONE_RATER = "ONE_RATER"
    NO_PAIR = "NO_PAIR"
    NO_COMPLETE_LINE = "NO_COMPLETE_LINE"
    TOO_FEW = "TOO_FEW"
    CONSTANT = "CONSTANT"
    DEGENERATE = "DEGENERATE"


def _nobody_listens() -> None:
    """Nobody follows the draws."""


@dataclass(frozen=True, slots=True)
class Resampling:
    """How an interval is drawn: so many ``resamples``, from a ``seed`` that makes it the same every time.

    ``drawn`` is called after each draw; what it raises stops the drawing.
    """

    resamples: int = 2000
    seed: int = 1
    drawn: Callable[[], None] = field(default=_nobody_listens, compare=False, repr=False)


DEFAULT_RESAMPLING = Resampling()


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, in the unit of the value; ``CONFIDENCE`` of the resampled values lie within.

    ``left_out`` of the ``resamples`` gave no value (all marks the same, say) and do not count.
    """

    low: float
    high: float
    resamples: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Either a finite ``value`` or a ``reason``, never both and never neither; ``n`` is the lines that count.

    ``interval`` is None without a value, when none was asked for, or when no resample gave a value.
    """

    n: int
    value: float | None = None
    reason: NoEstimate | None = None
    interval: Interval | None = None


Row = TypeVar("Row", bound=tuple[Any, ...])
Tally = Sequence[tuple[Row, int]]
"""What lines hold, and how many lines hold just that."""

Statistic = Callable[[Tally[Row]], Fraction | NoEstimate]


def estimate(
    rows: Sequence[Row],
    statistic: Statistic[Row],
    *,
    least: int,
    empty: NoEstimate = NoEstimate.NO_PAIR,
    resampling: Resampling | None,
) -> Estimate:
    """Return the statistic of ``rows`` (one for each line) with its interval, or why there is none.

    ``least``: lines under which the answer is ``TOO_FEW``; ``empty``: the reason when there is no line at
    all; ``resampling`` None leaves the interval out. The order of the rows does not matter.
    """
    if not rows:
        return Estimate(0, reason=empty)
    if len(rows) < least:
        return Estimate(len(rows), reason=NoEstimate.TOO_FEW)
    value = statistic(sorted(Counter(rows).items()))
    if isinstance(value, NoEstimate):
        return Estimate(len(rows), reason=value)
    interval = None if resampling is None else percentile_interval(rows, statistic, resampling)
    return Estimate(len(rows), value=float(value), interval=interval)


def percentile_interval(
    rows: Sequence[Row], statistic: Statistic[Row], resampling: Resampling
) -> Interval | None:
    """Draw as many lines as there are, with replacement, again and again: the middle of what comes out.

    The percentile interval of Efron (1979) and Efron & Tibshirani (1993, chapter 13), with quantiles
    interpolated between order statistics. Lines are drawn one by one, as if they were independent: where the
    lines of one candidate resemble each other the interval is, if anything, too narrow. ``rows`` holds one
    line or more. None when no resample gave a value.
    """
    tally = sorted(Counter(rows).items())
    generator = Random(resampling.seed)  # noqa: S311  # the same draw every time is what is wanted
    draw = _draw_by_kind if len(rows) >= MANY_OF_A_KIND * len(tally) else _draw_by_line
    values = []
    for _ in range(resampling.resamples):
        value = statistic(draw(generator, tally))
        if not isinstance(value, NoEstimate):
            values.append(value)
        resampling.drawn()
    if not values:
        return None
    values.sort()
    tail = (1 - CONFIDENCE) / 2
    low, high = _quantile(values, tail), _quantile(values, 1 - tail)
    return Interval(float(low), float(high), resampling.resamples, resampling.resamples - len(values))


def _draw_by_line(generator: Random, tally: Tally[Row]) -> Tally[Row]:
    lines = [place for place, (_, times) in enumerate(tally) for _ in range(times)]
    drawn = Counter(generator.choices(lines, k=len(lines)))
    return [(tally[place][0], times) for place, times in sorted(drawn.items())]


def _draw_by_kind(generator: Random, tally: Tally[Row]) -> Tally[Row]:
    """Draw how often each kind of line comes, one after the other, of the draws that are left."""
    left = open_lines = sum(times for _, times in tally)
    drawn = []
    for row, times in tally:
        count = binomial(generator, left, times / open_lines)
        left -= count
        open_lines -= times
        if count:
            drawn.append((row, count))
    return drawn


def binomial(generator: Random, n: int, p: float) -> int:
    """Draw how many of ``n`` (0 or more) trials succeed, each with probability ``p`` (0–1).

    By inversion where few are expected, else by Hörmann's transformed rejection (BTRS, « The generation of
    binomial random variates », 1993).
    """
    if p > 0.5:
        return n - binomial(generator, n, 1 - p)
    if n * p < 10:
        return _few_successes(generator, n, p)
    spread = sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    scale = (2.83 + 5.1 / b) * spread
    mode = floor((n + 1) * p)
    while True:
        u = generator.random() - 0.5
        v = generator.random()
        margin = 0.5 - abs(u)
        count = floor((2 * a / margin + b) * u + n * p + 0.5) if margin else -1
        if not 0 <= count <= n:
            continue
        if margin >= 0.07 and v <= 0.92 - 4.2 / b:
            return count
        height = lgamma(mode + 1) + lgamma(n - mode + 1) - lgamma(count + 1) - lgamma(n - count + 1)
        height += (count - mode) * log(p / (1 - p))
        if v == 0 or log(v * scale / (a / margin**2 + b)) <= height:
            return count


def _few_successes(generator: Random, n: int, p: float) -> int:
    left = generator.random()
    chance = (1 - p) ** n
    count = 0
    while left > chance and count < n:
        left -= chance
        count += 1
        chance *= (n - count + 1) / count * p / (1 - p)
    return count


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """Interpolate between the two order statistics around ``share`` (type 7 of Hyndman & Fan, 1996)."""
    position = share * (len(ordered) - 1)
    below, above = ordered[floor(position)], ordered[ceil(position)]
    return below + (above - below) * (position - floor(position))
