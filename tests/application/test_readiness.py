"""A session declared ready, opened again, and bound to a newer version before that."""

from datetime import date

import pytest

from cisp_desktop.application.certifications import certification_from_data
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.readiness import adopt_latest_version, declare_ready, reopen_preparation
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import make_session, score


def newer_version(workspace: SqlWorkspace, *, blocks: int = 5) -> str:
    """Add a second version of RNCP36128 that keeps the first ``blocks`` blocks."""
    with workspace.unit_of_work() as work:
        old = work.certifications.by_code("RNCP36128")
        assert old is not None
        data = {
            **old.sheet,
            "code": old.code,
            "title": "Titre relu",
            "level_national": 5,
            "certifier": {"name": "AROBASE"},
            "blocks": [
                {
                    "code": block.code,
                    "title": block.title,
                    "competences": [c.wording for c in block.competences],
                    "assessments": [
                        {"kind": a.kind.value, "title": a.title, "judged_by": a.judged_by.value}
                        for a in block.assessments
                    ],
                }
                for block in old.blocks[:blocks]
            ],
        }
        new = certification_from_data(data, version=2)
        work.certifications.add(new)
        work.commit()
    return new.id


def actions(workspace: SqlWorkspace) -> list[str]:
    return [event.action for event in workspace.queries.events()]


def test_ready_says_who_and_when_and_freezes_the_rules(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    declare_ready(workspace, made.id, by="DURAND Léa")
    row = workspace.queries.session(made.id)
    assert (row.ready_by, row.ready_at is not None) == ("DURAND Léa", True)
    assert [seat["role"] for seat in row.panel_rules["seats"]] == ["PRESIDENT", "PROFESSIONAL", "CENTRE"]
    assert "session.ready" in actions(workspace)
    with pytest.raises(Refused) as caught:
        declare_ready(workspace, made.id, by="Autre")
    assert caught.value.code == "session.ready"


def test_reopening_asks_for_a_reason_and_is_journalled(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    declare_ready(workspace, made.id, by="DURAND Léa")
    with pytest.raises(RuleError, match=r"text\.missing"):
        reopen_preparation(workspace, made.id, reason="  ")
    reopen_preparation(workspace, made.id, reason="Un candidat de plus")
    row = workspace.queries.session(made.id)
    assert (row.ready_at, row.ready_by, dict(row.panel_rules)) == (None, "", {})
    newest = workspace.queries.events(limit=1)[0]
    assert (newest.action, "Un candidat de plus" in newest.details) == ("session.reopened", True)
    with pytest.raises(Refused, match="not_ready"):
        reopen_preparation(workspace, made.id, reason="Encore")


@pytest.mark.parametrize(
    ("candidates", "roles", "code"),
    [(0, tuple(Role)[:0], "readiness.no_candidate"), (2, (Role.PRESIDENT,), "readiness.seat_empty")],
)
def test_what_blocks_refuses(
    workspace: SqlWorkspace, candidates: int, roles: tuple[Role, ...], code: str
) -> None:
    made = make_session(workspace, candidates=candidates, roles=roles)
    with pytest.raises(Refused) as caught:
        declare_ready(workspace, made.id, by="DURAND Léa")
    assert caught.value.code == code
    assert workspace.queries.session(made.id).ready_at is None


def test_a_session_under_preparation_follows_a_newer_version(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    assessment = next(
        one.id
        for block in made.certification.blocks
        for one in block.assessments
        if one.judged_by.outside_panel
    )
    entry = OutsideEntry(favourable=True, evaluator="Formatrice", judged_on=date(2022, 12, 1))
    record_outside_result(workspace, made.registrations[0], assessment_id=assessment, entry=entry)
    newer = newer_version(workspace)
    assert workspace.queries.session(made.id).latest_version == 2
    assert adopt_latest_version(workspace, made.id) == newer
    row = workspace.queries.session(made.id)
    assert (row.certification_id, row.certification_title) == (newer, "Titre relu")
    registration = workspace.queries.registration(made.registrations[0])
    assert [block_id.rsplit("/", 1)[1] for block_id in registration.presented] == ["2"] * 5
    assert registration.outside_results[0].assessment_id == assessment.replace("/1/", "/2/")


def test_a_version_that_lacks_a_presented_block_is_refused_whole(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    newer_version(workspace, blocks=4)
    with pytest.raises(RuleError) as caught:
        adopt_latest_version(workspace, made.id)
    assert (caught.value.code, caught.value.values) == (
        "session.version_lacks_block", {"block": "RNCP36128BC05"},
    )  # fmt: skip
    assert workspace.queries.session(made.id).certification_version == 1


def test_once_scored_or_ready_the_version_stays(workspace: SqlWorkspace) -> None:
    made, other = make_session(workspace), make_session(workspace, name="S2")
    newer_version(workspace)
    score(workspace, made, made.registrations[0], seal=False)
    declare_ready(workspace, other.id, by="DURAND Léa")
    for session_id, code in ((made.id, "session.scored"), (other.id, "session.ready")):
        with pytest.raises(Refused) as caught:
            adopt_latest_version(workspace, session_id)
        assert caught.value.code == code
