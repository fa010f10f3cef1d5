"""What the rules say of a panel, as a whole and for each candidate, on plain rows and on real sessions."""

from dataclasses import replace
from datetime import date

import pytest

from cisp_desktop.application.juror_register import details_of, edit_juror
from cisp_desktop.application.jurors import SeatChoice, recuse, set_panel
from cisp_desktop.application.panel_advice import FindingCode, PanelReport, panel_report
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.wording_panels import (
    candidate_finding_words,
    casting_vote_words,
    habilitation_words,
    panel_words,
    report_lines,
    rule_words,
    seat_words,
)
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.panel import JurorCategory, RecusalGround, Role
from cisp_desktop.domain.panel_rules import RuleKind
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.fakes import FakeIdentities

FOUR = (
    SeatChoice(Role.PRESIDENT, "MARTIN Anne"),
    SeatChoice(Role.PROFESSIONAL, "PETIT Karim"),
    SeatChoice(Role.PROFESSIONAL, "LEROY Samir", rank=2),
    SeatChoice(Role.TRAINER, "BRUN Luc"),
)


def report(workspace: SqlWorkspace, session_id: str, panel: PanelRow | None = None) -> PanelReport:
    queries = workspace.queries
    session = queries.session(session_id)
    certification = queries.certification(session.certification_id)
    return panel_report(
        panel or queries.panel(session_id), queries.registrations(session_id), session=session,
        rules=session_rules(session.panel_rules, certification), certification=certification,
        jurors=queries.jurors(), others=queries.panels(session_id),
    )  # fmt: skip


def words(report: PanelReport, code: str) -> list[str]:
    found = [rule for rule in report.rules if rule.finding.code == code]
    return [f"{rule_words(rule.finding).asks} | {rule_words(rule.finding).has}" for rule in found]


def set_path(workspace: SqlWorkspace, registration_id: str, path: AccessPath) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(registration_id).access_path = path
        work.commit()


def test_three_seats_warn_of_the_external_share_with_figures_and_source(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    made = report(workspace, session.id)
    assert (made.blocking, made.warnings) == (0, 1)
    assert words(made, RuleKind.EXTERNAL_SHARE) == [
        "Membres extérieurs au certificateur et au centre | 1 sur 3\u00a0; la moitié est souhaitée"
    ]
    (line,) = report_lines(made, {})
    assert "Usage des jurys" in line


def test_an_empty_seat_blocks_and_says_so(workspace: SqlWorkspace) -> None:
    session = make_session(workspace, roles=(Role.PRESIDENT, Role.PROFESSIONAL))
    made = report(workspace, session.id)
    assert [r.finding.role for r in made.rules if r.warns and r.finding.role] == [Role.CENTRE]
    assert made.blocking == 2
    assert words(made, RuleKind.MEMBERS_PRESENT) == [
        "Membres présents pour délibérer | 2\u00a0membres\u00a0; il en faut 3"
    ]


def test_the_older_title_shows_both_shares_and_vae_alone_calls_for_the_higher(
    workspace: SqlWorkspace,
) -> None:
    session = make_session(workspace, certification="RNCP6133", roles=())
    set_panel(workspace, session.id, choices=FOUR, identities=FakeIdentities())
    made = report(workspace, session.id)
    assert words(made, RuleKind.PROFESSIONALS_SHARE) == [
        "Professionnels du métier visé (hors VAE) | 2 sur 4\u00a0; la moitié est souhaitée",
        "Professionnels du métier visé (VAE) | 2 sur 4\u00a0; les trois quarts sont souhaités",
    ]
    shares = [rule for rule in made.rules if rule.finding.code == RuleKind.PROFESSIONALS_SHARE]
    assert [(rule.concerned, rule.warns) for rule in shares] == [(True, False), (False, False)]
    set_path(workspace, session.registrations[0], AccessPath.VAE)
    shares = [
        rule
        for rule in report(workspace, session.id).rules
        if rule.finding.code == RuleKind.PROFESSIONALS_SHARE
    ]
    assert [rule.warns for rule in shares] == [False, True]


def test_the_category_of_the_register_counts_before_the_seat(workspace: SqlWorkspace) -> None:
    session = make_session(workspace, certification="RNCP6133", roles=())
    trainer = replace(FOUR[3], category=JurorCategory.PROFESSIONAL)
    set_panel(workspace, session.id, choices=(*FOUR[:3], trainer), identities=FakeIdentities())
    assert words(report(workspace, session.id), RuleKind.PROFESSIONALS_SHARE)[1].startswith(
        "Professionnels du métier visé (VAE) | 3 sur 4"
    )


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        ((Role.PRESIDENT,), FindingCode.NO_PRESIDENT),
        ((Role.CENTRE, Role.PROFESSIONAL), FindingCode.NO_QUORUM),
        ((Role.CENTRE,), None),
    ],
)
def test_recusals_cost_one_candidate_the_quorum_and_no_other(
    workspace: SqlWorkspace, session: SessionMade, roles: tuple[Role, ...], code: FindingCode | None
) -> None:
    for role in roles:
        recuse(workspace, session.registrations[0], seat_id=session.seats[role], ground=RecusalGround.TRAINED)
    made = report(workspace, session.id)
    found = [(finding.registration_id, finding.code) for finding in made.candidates]
    assert found == ([(session.registrations[0], code)] if code else [])
    assert made.blocking == bool(code)
    assert all("quorum" in candidate_finding_words(finding) for finding in made.candidates)


def test_a_share_that_the_panel_keeps_and_a_candidate_loses_is_told(workspace: SqlWorkspace) -> None:
    session = make_session(workspace, candidates=1, certification="RNCP6133", roles=())
    given = set_panel(workspace, session.id, choices=FOUR, identities=FakeIdentities())
    recuse(workspace, session.registrations[0], seat_id=given[1].seat_id, ground=RecusalGround.TRAINED)
    (finding,) = [
        f
        for f in report(workspace, session.id).candidates
        if f.share and f.share.code == RuleKind.PROFESSIONALS_SHARE
    ]
    assert not finding.blocks
    assert "1 sur 3" in candidate_finding_words(finding)


def test_a_candidate_who_is_absent_or_heard_elsewhere_calls_for_nothing(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    recuse(
        workspace, session.registrations[0], seat_id=session.seats[Role.PRESIDENT],
        ground=RecusalGround.TRAINED,
    )  # fmt: skip
    second = add_panel(workspace, session.id)
    with workspace.unit_of_work() as work:
        work.registrations.get(session.registrations[0]).panel_id = second
        work.commit()
    assert report(workspace, session.id).candidates == ()


def test_an_expired_habilitation_and_a_seat_in_two_panels_warn(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    row = next(row for row in workspace.queries.jurors() if row.name == "ROUX Hélène")
    known = details_of(row)
    edit_juror(workspace, row.id, before=known, after=replace(known, habilitated_until=date(2022, 12, 13)))
    second = add_panel(workspace, session.id)
    set_panel(
        workspace, session.id, panel_id=second, identities=FakeIdentities(),
        choices=(FOUR[0], SeatChoice(Role.PROFESSIONAL, "X Y"), SeatChoice(Role.CENTRE, "Z T")),
    )  # fmt: skip
    made = report(workspace, session.id)
    assert [(finding.juror, finding.code) for finding in made.jurors] == [
        ("MARTIN Anne", FindingCode.TWO_PANELS),
        ("ROUX Hélène", FindingCode.HABILITATION_EXPIRED),
    ]
    assert any("13/12/2022" in line for line in report_lines(made, {}))
    expired = replace(known, habilitated_until=date(2022, 12, 13))
    assert habilitation_words(expired, date(2022, 12, 14)) == "Expirée le 13/12/2022"


def test_panels_seats_and_the_casting_vote_have_their_words(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    assert panel_words("", 2, room="Salle <B>") == "Jury\u00a02 – Salle <B>"
    assert seat_words(Role.PROFESSIONAL, 2, short=True) == "Professionnel\u00a02"
    assert seat_words(Role.PRESIDENT, 1, standby=True) == "Suppléant\u00a0: président du jury"
    assert casting_vote_words(report(workspace, session.id)).endswith(": VAE")
