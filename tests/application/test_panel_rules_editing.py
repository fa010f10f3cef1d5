"""The panel's rules of a draft: what is edited, what is refused, and what an example panel is told."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from cisp_desktop.application import panel_rules_editing as edits
from cisp_desktop.application.certification_draft import CertificationDraft, draft_as_data, draft_from_data
from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.certifications import certification_from_data, shipped_certifications
from cisp_desktop.application.panel_rules import USUAL_SEATS, rules_of
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.panel import JurorCategory, Role
from cisp_desktop.domain.panel_rules import PanelRules, RuleKind


@pytest.fixture
def draft() -> CertificationDraft:
    """RNCP36128: three seats."""
    return draft_from_data(certification_to_data(shipped_certifications()[0]))


@pytest.fixture
def older() -> CertificationDraft:
    """RNCP6133: half of professionals, three quarters for VAE."""
    return draft_from_data(certification_to_data(shipped_certifications()[1]))


def shares(draft: CertificationDraft) -> list[tuple[int, bool]]:
    rules = edits.panel_rules_of(draft).rules
    return [(r.value, r.concerns((AccessPath.VAE,))) for r in rules if r.kind is RuleKind.PROFESSIONALS_SHARE]


def test_the_sheet_s_own_rules_hold_until_one_is_changed(older: CertificationDraft) -> None:
    assert shares(older) == [(50, False), (75, True)]
    assert not older.panel_rules


def test_a_changed_rule_is_written_down_and_saved(older: CertificationDraft) -> None:
    place = next(
        i for i, r in enumerate(edits.rules_data(older)["rules"]) if r["kind"] == "PROFESSIONALS_SHARE"
    )
    edited = edits.with_rule(older, place, value=60, blocks=True)
    saved = PanelRules.from_data(certification_from_data(draft_as_data(edited)).panel_rules)
    assert (saved.rules[place].value, saved.rules[place].blocks) == (60, True)


def test_going_back_by_hand_is_the_sheet_s_own_again(draft: CertificationDraft) -> None:
    edited = edits.with_seat(draft, 1, count=2)
    assert edited.panel_rules
    assert edits.with_seat(edited, 1, count=1) == draft
    assert edits.with_sheet_rules(edited) == draft


def test_another_kind_takes_a_value_that_it_admits(older: CertificationDraft) -> None:
    edited = edits.with_rule(older, 0, kind=RuleKind.MEMBERS_PRESENT.value)
    assert edits.panel_rules_problem(edited) is None
    assert edits.panel_rules_of(edited).rules[0].value == 2


def test_a_role_that_comes_twice_is_told(draft: CertificationDraft) -> None:
    problem = edits.panel_rules_problem(edits.with_seat(draft, 1, role=Role.PRESIDENT.value))
    assert problem is not None
    assert problem.code == "panel_rules.role_twice"


def test_every_role_can_be_added_once(draft: CertificationDraft) -> None:
    for _ in range(len(Role) - 3):
        draft = edits.with_new_seat(draft)
    assert {seat.role for seat in edits.panel_rules_of(draft).seats} == set(Role)
    with pytest.raises(RuleError, match=r"panel_rules\.no_role_left"):
        edits.with_new_seat(draft)


def test_the_president_stays_and_others_go(draft: CertificationDraft) -> None:
    seats = edits.rules_data(draft)["seats"]
    president = next(i for i, seat in enumerate(seats) if seat["role"] == "PRESIDENT")
    with pytest.raises(RuleError, match=r"panel_rules\.president_kept"):
        edits.without_seat(draft, president)
    other = next(i for i in range(len(seats)) if i != president)
    assert len(edits.rules_data(edits.without_seat(draft, other))["seats"]) == len(seats) - 1


def test_a_rule_is_added_and_removed(draft: CertificationDraft) -> None:
    count = len(edits.rules_data(draft)["rules"])
    added = edits.with_new_rule(draft)
    assert len(edits.rules_data(added)["rules"]) == count + 1
    assert edits.panel_rules_problem(added) is None
    assert edits.without_rule(added, count) == draft


def test_a_source_that_cannot_be_printed_is_refused(draft: CertificationDraft) -> None:
    with pytest.raises(RuleError, match=r"text\.character"):
        edits.with_rule(draft, 0, source="a\u202eb")


def test_an_example_of_vae_is_told_three_quarters(older: CertificationDraft) -> None:
    rules = edits.panel_rules_of(older)
    members = edits.example_members(rules)
    assert [(one.role, one.rank) for one in members] == list(rules.places)

    def judged(path: AccessPath) -> dict[int, bool]:
        report = edits.example_report(rules, members, path)
        return {
            one.finding.needed: one.finding.satisfied
            for one in report.rules
            if one.finding.code == RuleKind.PROFESSIONALS_SHARE
        }

    assert judged(AccessPath.CONTINUING_EDUCATION) == {50: True}
    assert judged(AccessPath.VAE) == {75: False}
    members = [replace(one, category=JurorCategory.PROFESSIONAL) for one in members]
    assert judged(AccessPath.VAE) == {75: True}


def test_an_absent_member_leaves_its_seat_empty(draft: CertificationDraft) -> None:
    rules = edits.panel_rules_of(draft)
    members = [replace(one, present=one.role is not Role.CENTRE) for one in edits.example_members(rules)]
    report = edits.example_report(rules, members, AccessPath.VAE)
    empty = [one.finding.role for one in report.rules if one.finding.role and not one.finding.satisfied]
    assert empty == [Role.CENTRE]
    assert report.casting_vote == (AccessPath.VAE,)


def test_seats_that_the_sheet_does_not_ask_for_are_not_said_to_come_from_it() -> None:
    silent = PanelSheet("RNCP1", {"panel": {}}, {})
    assert {seat.source for seat in rules_of(silent).seats} == {USUAL_SEATS}
    asked = PanelSheet("RNCP1", {"panel": {"seats": [{"role": "PROFESSIONAL"}]}}, {})
    assert rules_of(asked).seats[0].source == "Fiche RNCP1"


class PanelSheet(NamedTuple):
    """A certification as far as its panel goes."""

    code: str
    sheet: Mapping[str, Any]
    panel_rules: Mapping[str, Any]
