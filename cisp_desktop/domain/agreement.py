"""The table of ratings, and what describes it plainly: shares of agreement, gaps, each juror's severity.

It describes the jury's way of marking, for harmonisation; nothing of it ever changes a mark. Results are
estimates that hold a finite value or a reason (``NoEstimate``). Coefficients that allow for chance stand in
``agreement_coefficients``. This module must not know sheets, storage or screens, nor whether the marks may be
seen yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations

from cisp_desktop.domain.agreement_intervals import (
    DEFAULT_RESAMPLING,
    LEAST_LINES,
    Estimate,
    NoEstimate,
    Resampling,
    Tally,
    estimate,
)


@dataclass(frozen=True, slots=True)
class RatedLine:
    """What jurors mark together: a competence (or assessment) of a registration's block, in one round."""

    registration: str
    block: str
    round: int
    item: str


Ratings = Mapping[RatedLine, Mapping[str, int | None]]
"""Line → juror → mark: a level, or hundredths of a point. None, like a missing juror, is « non évalué ».

The juror's key may be a seat's instead: over sessions with different jurors, only seats make complete lines.
"""


@dataclass(frozen=True, slots=True)
class AgreementShares:
    """Shares (0–1) of the ``pairs`` of marks on the same line: the equal ones, the adjacent ones."""

    exact: Estimate
    adjacent: Estimate
    pairs: int


@dataclass(frozen=True, slots=True)
class CriterionGap:
    """How far apart jurors stand on one criterion, in the unit of the marks: 0 or more.

    ``mean.n`` counts the lines, ``pairs`` the pairs of marks; ``widest`` is None without a pair.
    """

    block: str
    item: str
    pairs: int
    mean: Estimate
    widest: int | None


@dataclass(frozen=True, slots=True)
class RatedTable:
    """The jurors who marked at all, by key, and each line's marks as (place of the juror, mark)."""

    jurors: tuple[str, ...]
    lines: tuple[tuple[tuple[int, int], ...], ...]

    @classmethod
    def of(cls, ratings: Ratings) -> "RatedTable":
        """Leave out what was not evaluated: marks, then lines and jurors without any."""
        given = [{key: mark for key, mark in line.items() if mark is not None} for line in ratings.values()]
        jurors = tuple(sorted({key for marks in given for key in marks}))
        place = {key: number for number, key in enumerate(jurors)}
        lines = (tuple(sorted((place[key], mark) for key, mark in marks.items())) for marks in given if marks)
        return cls(jurors, tuple(lines))

    @property
    def shared(self) -> list[tuple[int, ...]]:
        """The marks, in order, of each line that two jurors or more marked."""
        return [tuple(sorted(mark for _, mark in line)) for line in self.lines if len(line) > 1]

    @property
    def nothing(self) -> NoEstimate:
        """Why no line was marked by two."""
        if not self.jurors:
            return NoEstimate.NO_MARK
        return NoEstimate.ONE_RATER if len(self.jurors) == 1 else NoEstimate.NO_PAIR


def _gaps(marks: Iterable[int]) -> list[int]:
    return [abs(one - other) for one, other in combinations(marks, 2)]


def agreement_shares(
    ratings: Ratings,
    *,
    step: int = 1,
    least: int = LEAST_LINES,
    resampling: Resampling | None = DEFAULT_RESAMPLING,
) -> AgreementShares:
    """Return the shares of exact and of adjacent agreement over all pairs of jurors on the same line.

    Pairs whose gap is 0, and pairs whose gap is 1 to ``step`` (in the unit of the marks: one level; 100 for
    one point), each divided by all pairs: 0 to 1. A line of m marks has m(m − 1)/2 pairs. ``n`` counts lines.
    Source: exact and adjacent agreement of Stemler (2004), which counts the exact pairs as adjacent as well.
    """
    table = RatedTable.of(ratings)
    rows = table.shared
    exact, adjacent = (
        estimate(
            rows,
            partial(_share_of_pairs, low=low, high=high),
            least=least,
            empty=table.nothing,
            resampling=resampling,
        )
        for low, high in ((0, 0), (1, step))
    )
    return AgreementShares(exact, adjacent, sum(len(_gaps(row)) for row in rows))


def _share_of_pairs(tally: Tally[tuple[int, ...]], *, low: int, high: int) -> Fraction:
    inside = total = 0
    for marks, times in tally:
        gaps = _gaps(marks)
        inside += times * sum(low <= gap <= high for gap in gaps)
        total += times * len(gaps)
    return Fraction(inside, total)


def criterion_gaps(
    ratings: Ratings, *, least: int = 1, resampling: Resampling | None = None
) -> tuple[CriterionGap, ...]:
    """Return, for each criterion (block and item, in that order), the mean and the widest absolute gap.

    Over all pairs of jurors on the same line, in the unit of the marks, 0 or more. It tells what happened in
    a session, which rarely marks one criterion thirty times: hence no floor and no interval unless asked for.
    """
    criteria: dict[tuple[str, str], dict[RatedLine, Mapping[str, int | None]]] = defaultdict(dict)
    for line, marks in ratings.items():
        criteria[line.block, line.item][line] = marks
    return tuple(
        _criterion_gap(key, RatedTable.of(criteria[key]), least=least, resampling=resampling)
        for key in sorted(criteria)
    )


def _criterion_gap(
    key: tuple[str, str], table: RatedTable, *, least: int, resampling: Resampling | None
) -> CriterionGap:
    gaps = [gap for row in table.shared for gap in _gaps(row)]
    mean = estimate(table.shared, _mean_gap, least=least, empty=table.nothing, resampling=resampling)
    return CriterionGap(*key, len(gaps), mean, max(gaps, default=None))


def _mean_gap(tally: Tally[tuple[int, ...]]) -> Fraction:
    total = sum(times * sum(_gaps(marks)) for marks, times in tally)
    return Fraction(total, sum(times * len(_gaps(marks)) for marks, times in tally))


def severities(
    ratings: Ratings,
    *,
    least: int = LEAST_LINES,
    resampling: Resampling | None = DEFAULT_RESAMPLING,
) -> dict[str, Estimate]:
    """Return, for each juror, the mean of the own mark less the mean of the others on that line.

    In the unit of the marks; below 0: more severe than the colleagues on the same lines, above 0: more
    lenient. Only lines that the juror and another marked count; every such line counts alike. Source: mean
    signed difference, a plain description; jurors of different panels are not compared by it.
    """
    table = RatedTable.of(ratings)
    found = {
        juror: estimate(
            [_own_and_others(line, place) for line in table.lines if len(line) > 1 and place in dict(line)],
            _mean_difference,
            least=least,
            empty=NoEstimate.NO_PAIR if len(table.jurors) > 1 else NoEstimate.ONE_RATER,
            resampling=resampling,
        )
        for place, juror in enumerate(table.jurors)
    }
    silent = {key for line in ratings.values() for key in line} - set(table.jurors)
    return dict(sorted((found | dict.fromkeys(silent, Estimate(0, reason=NoEstimate.NO_MARK))).items()))


def _own_and_others(line: tuple[tuple[int, int], ...], place: int) -> tuple[int, int]:
    """Return (others × own mark − sum of the others', others): the difference times the others, and these."""
    others = len(line) - 1
    own = dict(line)[place]
    return others * own - (sum(mark for _, mark in line) - own), others


def _mean_difference(tally: Tally[tuple[int, int]]) -> Fraction:
    total = sum((Fraction(times * difference, others) for (difference, others), times in tally), Fraction(0))
    return total / sum(times for _, times in tally)
