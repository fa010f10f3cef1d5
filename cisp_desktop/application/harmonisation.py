"""Harmonisation: how alike the jurors mark, over one session and over all that can be pooled.

It describes; nothing of it ever changes a mark. Only marks that all may see are read (``rated_marks``), of
the first round: later ones follow the discussion. Must not know screens or storage.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_agreement import RatedMarkRow
from cisp_desktop.domain.agreement import (
    AgreementShares,
    CriterionGap,
    RatedLine,
    Ratings,
    agreement_shares,
    criterion_gaps,
    severities,
)
from cisp_desktop.domain.agreement_coefficients import (
    IntraclassCorrelation,
    PairwiseKappa,
    intraclass_correlation,
    krippendorff_alpha,
    pairwise_kappa,
)
from cisp_desktop.domain.agreement_intervals import DEFAULT_RESAMPLING, Estimate, Resampling
from cisp_desktop.domain.grading import GradingScheme, ScoringMode

Progress = Callable[[int, int], None]
ONE_POINT = 100
"""Hundredths: two marks a point apart or less are adjacent."""


@dataclass(frozen=True, slots=True)
class SessionAgreement:
    """One session: shares of agreement, and the gap of each criterion, the widest mean first."""

    shares: AgreementShares
    gaps: tuple[CriterionGap, ...]
    candidates: int


@dataclass(frozen=True, slots=True)
class JurorSeverity:
    """A juror's mean difference with the others on the same lines; below 0: more severe."""

    juror_id: str
    name: str
    severity: Estimate


@dataclass(frozen=True, slots=True)
class PooledAgreement:
    """Every session that marks on the same scale. ICC and κ compare seats, severity compares persons."""

    sessions: int
    candidates: int
    shares: AgreementShares
    alpha: Estimate
    kappa: PairwiseKappa
    icc: IntraclassCorrelation
    severities: tuple[JurorSeverity, ...]


@dataclass(frozen=True, slots=True)
class Harmonisation:
    """What is shown. ``points``: marks are hundredths of a point, else levels. ``least`` is the floor."""

    session: SessionAgreement
    pooled: PooledAgreement
    points: bool
    least: int


def same_scale(one: GradingScheme, other: GradingScheme) -> bool:
    """Whether marks of two schemes mean the same: both in points, or the same levels."""
    if one.mode is not other.mode:
        return False
    if one.mode is ScoringMode.POINTS:
        return True
    return [level.value for level in one.levels] == [level.value for level in other.levels]


def harmonise(
    queries: Queries,
    session_id: str,
    *,
    least: int,
    progress: Progress,
    resampling: Resampling = DEFAULT_RESAMPLING,
) -> Harmonisation:
    """Describe the agreement of a session's jurors and of all sessions on its scale.

    ``least``: lines under which nothing is estimated across sessions (1 or more). ``progress(done, total)``
    counts the draws of the intervals and may raise to cancel, at any of them. Takes seconds over many
    sessions: run it in the worker.
    """
    progress(0, 0)
    scheme = queries.scheme(session_id)
    pooled = [row.id for row in queries.sessions() if same_scale(scheme, queries.scheme(row.id))]
    rows = queries.rated_marks(pooled)
    points = scheme.mode is ScoringMode.POINTS
    step = ONE_POINT if points else 1
    session = _session([row for row in rows if row.session_id == session_id], step=step)
    names = {juror.id: juror.name for juror in queries.jurors()}
    course = _Course(progress, resampling.resamples * _intervals(rows))
    followed = replace(resampling, drawn=course.drawn)
    found = _pooled(rows, names, step=step, least=least, resampling=followed)
    progress(course.total, course.total)
    return Harmonisation(session, found, points, least)


@dataclass
class _Course:
    """How far the draws are."""

    progress: Progress
    total: int
    done: int = 0

    def drawn(self) -> None:
        """One more."""
        self.done = min(self.done + 1, self.total)
        self.progress(self.done, self.total)


def _intervals(rows: Sequence[RatedMarkRow]) -> int:
    """Return how many intervals are drawn at most: α, two ICC, two shares, mean κ, κ by pair, severities."""
    seats = len({(row.role, row.rank) for row in rows})
    return 6 + seats * (seats - 1) // 2 + len({row.juror_id for row in rows})


def _pooled(
    rows: Sequence[RatedMarkRow],
    names: Mapping[str, str],
    *,
    step: int,
    least: int,
    resampling: Resampling,
) -> PooledAgreement:
    by_seat = ratings(rows, by_juror=False)
    found = severities(ratings(rows, by_juror=True), least=least, resampling=resampling)
    jurors = [JurorSeverity(key, names.get(key, key), one) for key, one in found.items()]
    return PooledAgreement(
        sessions=len({row.session_id for row in rows}),
        candidates=_candidates(rows),
        shares=agreement_shares(by_seat, step=step, least=least, resampling=resampling),
        alpha=krippendorff_alpha(by_seat, least=least, resampling=resampling),
        kappa=pairwise_kappa(by_seat, least=least, resampling=resampling),
        icc=intraclass_correlation(by_seat, least=least, resampling=resampling),
        severities=tuple(sorted(jurors, key=lambda one: one.name)),
    )


def ratings(rows: Iterable[RatedMarkRow], *, by_juror: bool) -> Ratings:
    """Return the marks by line, by juror or by role: over sessions, roles make complete lines."""
    found: dict[RatedLine, dict[str, int | None]] = {}
    for row in rows:
        line = RatedLine(row.registration_id, row.block_id, 1, row.item)
        key = row.juror_id if by_juror else f"{row.role}.{row.rank}"
        found.setdefault(line, {})[key] = row.mark
    return found


def _session(rows: Sequence[RatedMarkRow], *, step: int) -> SessionAgreement:
    own = ratings(rows, by_juror=False)
    gaps = criterion_gaps(own)
    ordered = sorted(
        gaps, key=lambda gap: (-(gap.mean.value or 0.0), -(gap.widest or 0), gap.block, gap.item)
    )
    return SessionAgreement(
        agreement_shares(own, step=step, least=1, resampling=None), tuple(ordered), _candidates(rows)
    )


def _candidates(rows: Iterable[RatedMarkRow]) -> int:
    return len({row.registration_id for row in rows})
