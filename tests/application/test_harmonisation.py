"""Harmonisation reads what all may see, of the first round, and answers or says why it does not."""

import pytest

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.harmonisation import Harmonisation, harmonise, ratings
from cisp_desktop.application.harmonisation_table import TITLES, harmonisation_table
from cisp_desktop.application.wording_harmonisation import (
    REASONS,
    estimate_words,
    number_words,
    reason_words,
    share_words,
)
from cisp_desktop.domain.agreement_intervals import Estimate, Interval, NoEstimate, Resampling
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score, score_by_all

FEW = Resampling(resamples=20, seed=1)


def computed(workspace: SqlWorkspace, session: SessionMade, *, least: int = 2) -> Harmonisation:
    return harmonise(
        workspace.queries, session.id, least=least, progress=lambda _done, _total: None, resampling=FEW
    )


def scored_apart(workspace: SqlWorkspace, session: SessionMade, number: int, *levels: int) -> None:
    """Let president, professional and centre give these levels everywhere, and show the proposals."""
    for role, level in zip(session.seats, levels, strict=True):
        score(workspace, session, session.registrations[number], role=role, level=level)
    open_deliberation(workspace, session.id)


def test_nothing_is_read_before_the_proposals_are_shown(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, first, role=role)
    open_deliberation(workspace, session.id)
    assert workspace.queries.rated_marks([session.id]) == []
    score(workspace, session, first, role=Role.CENTRE)
    assert workspace.queries.rated_marks([session.id]) == []
    open_deliberation(workspace, session.id)
    assert len(workspace.queries.rated_marks([session.id])) == 3 * sum(
        len(block.competences) for block in workspace.queries.certification(session.certification.id).blocks
    )


def test_another_candidate_s_unsealed_sheets_stay_out(workspace: SqlWorkspace, session: SessionMade) -> None:
    score_by_all(workspace, session, session.registrations[0])
    score(workspace, session, session.registrations[1], role=Role.PRESIDENT)
    open_deliberation(workspace, session.id)
    rows = workspace.queries.rated_marks([session.id])
    assert {row.registration_id for row in rows} == {session.registrations[0]}


def test_a_session_shows_the_shares_and_each_criterion_s_gap(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    scored_apart(workspace, session, 0, 1, 1, 3)
    found = computed(workspace, session).session
    assert found.candidates == 1
    assert found.shares.exact.value == pytest.approx(1 / 3)
    assert found.shares.adjacent.value == 0.0
    assert {gap.widest for gap in found.gaps} == {2}
    assert all(gap.mean.value == pytest.approx(4 / 3) for gap in found.gaps)


def test_the_more_severe_juror_is_below_zero(workspace: SqlWorkspace, session: SessionMade) -> None:
    scored_apart(workspace, session, 0, 1, 3, 3)
    found = {one.name: one.severity.value for one in computed(workspace, session).pooled.severities}
    assert found == {"MARTIN Anne": -2.0, "PETIT Karim": 1.0, "ROUX Hélène": 1.0}


def test_sessions_of_one_scale_are_pooled_by_role_and_by_juror(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    other = make_session(workspace, candidates=1, name="S2")
    scored_apart(workspace, session, 0, 1, 2, 2)
    scored_apart(workspace, other, 0, 3, 2, 2)
    found = computed(workspace, session)
    assert (found.session.candidates, found.pooled.sessions, found.pooled.candidates) == (1, 2, 2)
    assert found.pooled.icc.jurors == 3
    assert found.pooled.icc.left_out == 0
    assert len(found.pooled.severities) == 3
    rows = workspace.queries.rated_marks([session.id, other.id])
    keys = {key for marks in ratings(rows, by_juror=False).values() for key in marks}
    assert keys == {"PRESIDENT.1", "PROFESSIONAL.1", "CENTRE.1"}


def test_under_the_floor_the_answer_is_too_few(workspace: SqlWorkspace, session: SessionMade) -> None:
    scored_apart(workspace, session, 0, 1, 2, 3)
    pooled = computed(workspace, session, least=1000).pooled
    reasons = {
        pooled.alpha.reason,
        pooled.kappa.mean.reason,
        pooled.icc.single.reason,
        pooled.icc.average.reason,
    }
    assert reasons == {NoEstimate.TOO_FEW}
    assert "effectif insuffisant" in reason_words(pooled.alpha, least=1000)


def test_marks_all_alike_give_a_reason_and_no_number(workspace: SqlWorkspace, session: SessionMade) -> None:
    scored_apart(workspace, session, 0, 2, 2, 2)
    pooled = computed(workspace, session).pooled
    assert (pooled.alpha.value, pooled.alpha.reason) == (None, NoEstimate.CONSTANT)


def test_without_a_mark_every_estimate_says_so(workspace: SqlWorkspace, session: SessionMade) -> None:
    found = computed(workspace, session)
    assert found.pooled.alpha.reason is NoEstimate.NO_MARK
    assert found.pooled.severities == ()


def test_the_same_seed_gives_the_same_intervals(workspace: SqlWorkspace, session: SessionMade) -> None:
    scored_apart(workspace, session, 0, 1, 2, 3)
    scored_apart(workspace, session, 1, 3, 3, 2)
    assert computed(workspace, session) == computed(workspace, session)


def test_harmonising_changes_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    scored_apart(workspace, session, 0, 1, 2, 3)
    before = workspace.queries.rated_marks([session.id]), workspace.queries.events()
    computed(workspace, session)
    assert (workspace.queries.rated_marks([session.id]), workspace.queries.events()) == before


def test_a_cancelled_computation_stops(workspace: SqlWorkspace, session: SessionMade) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done:
            raise StoppedError

    with pytest.raises(StoppedError):
        harmonise(workspace.queries, session.id, least=2, progress=stop, resampling=FEW)


def test_a_computation_is_cancelled_in_the_middle_of_one_coefficient(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    class StoppedError(Exception):
        pass

    scored_apart(workspace, session, 0, 1, 2, 3)
    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 7:
            raise StoppedError

    with pytest.raises(StoppedError):
        harmonise(workspace.queries, session.id, least=2, progress=stop, resampling=FEW)
    assert heard[-1] == (7, FEW.resamples * (6 + 3 + 3))


def test_the_draws_told_come_to_their_total(workspace: SqlWorkspace, session: SessionMade) -> None:
    scored_apart(workspace, session, 0, 1, 2, 3)
    scored_apart(workspace, session, 1, 3, 3, 2)
    heard: list[tuple[int, int]] = []
    harmonise(
        workspace.queries, session.id, least=2, resampling=FEW, progress=lambda *told: heard.append(told)
    )
    drawn = [told for told in heard if told[1]]
    assert [done for done, _ in drawn] == [*range(1, len(drawn)), len(drawn) - 1]
    assert drawn[-1][0] == drawn[-1][1]


def test_intervals_are_drawn_two_thousand_times_unless_asked_otherwise(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    scored_apart(workspace, session, 0, 1, 2, 3)
    found = harmonise(workspace.queries, session.id, least=2, progress=lambda *_told: None)
    assert found.pooled.alpha.interval is not None
    assert found.pooled.alpha.interval.resamples == 2000


def test_the_figures_come_as_a_table_with_their_reasons(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    scored_apart(workspace, session, 0, 1, 3, 3)
    table = harmonisation_table(computed(workspace, session), {})
    assert table[0] == list(TITLES)
    assert {len(line) for line in table} == {len(TITLES)}
    by_measure = {(line[1], line[2]): line for line in table[1:]}
    assert by_measure["Sévérité", "MARTIN Anne"][3] == -2.0
    exact = next(line for line in table if line[:2] == ["Cette session", "Accord exact"])
    assert exact[3] == pytest.approx(1 / 3)
    few = harmonisation_table(computed(workspace, session, least=1000), {})
    alpha = next(line for line in few if str(line[1]).startswith("α"))
    assert alpha[3] == ""
    assert "effectif insuffisant" in str(alpha[-1])


def test_estimates_are_said_with_interval_sign_and_count() -> None:
    estimate = Estimate(240, 0.721, interval=Interval(0.61, 0.8, 500, 0))
    assert estimate_words(estimate, least=30) == "0,72 [0,61\u00a0; 0,8], 240\u00a0lignes"
    assert number_words(-31.0, points=True, signed=True) == "−0,31"
    assert number_words(0.5, signed=True) == "+0,5"
    assert number_words(-0.001, signed=True) == "0"
    assert share_words(Estimate(3, 0.5), least=1) == "50\u00a0%"


@pytest.mark.parametrize("reason", list(NoEstimate))
def test_every_reason_has_its_words(reason: NoEstimate) -> None:
    assert REASONS[reason] in estimate_words(Estimate(3, reason=reason), least=30)
