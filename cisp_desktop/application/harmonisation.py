"""Harmonisation: how alike the jurors mark, over one session and over all that can be pooled.

It describes; nothing of it ever changes a mark. Only marks that all may see are read (``rated_marks``), of
the first round: later ones follow the discussion. Must not know screens or storage.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
from cisp_desktop.domain.agreement_intervals import Estimate, Resampling
from cisp_desktop.domain.grading import GradingScheme, ScoringMode

Progress = Callable[[int, int], None]
STEPS = 6
"""Steps that the progress counts."""
ONE_POINT = 100
"""Hundredths: two marks a point apart or less are adjacent."""
POOLED_RESAMPLING = Resampling(resamples=500, seed=1)
"""Fewer draws than the domain's own, so that large pools answer in seconds; seeded: the same every time."""


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
    resampling: Resampling = POOLED_RESAMPLING,
) -> Harmonisation:
    """Describe the agreement of a session's jurors and of all sessions on its scale.

    ``least``: lines under which nothing is estimated across sessions (1 or more). ``progress(done, total)``
    may raise to cancel. Takes seconds over many sessions: run it in the worker.
    """
    progress(0, STEPS)
    scheme = queries.scheme(session_id)
    pooled = [row.id for row in queries.sessions() if same_scale(scheme, queries.scheme(row.id))]
    rows = queries.rated_marks(pooled)
    points = scheme.mode is ScoringMode.POINTS
    step = ONE_POINT if points else 1
    progress(1, STEPS)
    session = _session([row for row in rows if row.session_id == session_id], step=step)
    progress(2, STEPS)
    names = {juror.id: juror.name for juror in queries.jurors()}
    found = _pooled(rows, names, step=step, least=least, progress=progress, resampling=resampling)
    progress(STEPS, STEPS)
    return Harmonisation(session, found, points, least)


def _pooled(
    rows: Sequence[RatedMarkRow],
    names: Mapping[str, str],
    *,
    step: int,
    least: int,
    progress: Progress,
    resampling: Resampling,
) -> PooledAgreement:
    by_seat = ratings(rows, by_juror=False)
    alpha = krippendorff_alpha(by_seat, least=least, resampling=resampling)
    progress(3, STEPS)
    kappa = pairwise_kappa(by_seat, least=least, resampling=resampling)
    progress(4, STEPS)
    icc = intraclass_correlation(by_seat, least=least, resampling=resampling)
    progress(5, STEPS)
    found = severities(ratings(rows, by_juror=True), least=least, resampling=resampling)
    jurors = [JurorSeverity(key, names.get(key, key), one) for key, one in found.items()]
    return PooledAgreement(
        sessions=len({row.session_id for row in rows}),
        candidates=_candidates(rows),
        shares=agreement_shares(by_seat, step=step, least=least, resampling=resampling),
        alpha=alpha,
        kappa=kappa,
        icc=icc,
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
