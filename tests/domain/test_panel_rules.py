"""What a panel's rules say of its members."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.certifications import shipped_certifications
from cisp_desktop.application.panel_rules import members_of, rules_of, session_rules
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.panel import JurorCategory, Role
from cisp_desktop.domain.panel_rules import (
    Member,
    PanelRule,
    PanelRules,
    RuleFinding,
    RuleKind,
    SeatRule,
    judge_panel,
)

VAE = (AccessPath.VAE,)
TRAINING = (AccessPath.CONTINUING_EDUCATION,)


def certification(code: str) -> Certification:
    return next(c for c in shipped_certifications() if c.code == code)


def finding(
    rules: PanelRules, code: str, *members: Member, paths: tuple[AccessPath, ...] = TRAINING
) -> RuleFinding:
    return next(found for found in judge_panel(rules, members, paths=paths) if found.code == code)


def test_rncp36128_asks_for_three_seats_and_three_members_present() -> None:
    rules = rules_of(certification("RNCP36128"))
    assert rules.places == ((Role.PRESIDENT, 1), (Role.PROFESSIONAL, 1), (Role.CENTRE, 1))
    assert rules.required_places == rules.places
    present = finding(rules, "MEMBERS_PRESENT", Member(Role.PRESIDENT), Member(Role.CENTRE))
    assert (present.satisfied, present.blocks, present.needed, present.actual) == (False, True, 3, 2)
    assert present.source == "Fiche RNCP36128"


def test_rncp6133_asks_for_half_professionals_and_three_quarters_in_vae() -> None:
    rules = rules_of(certification("RNCP6133"))
    four = [Member(role, rank) for role, rank in rules.places]
    assert [member.role for member in four] == [
        Role.PRESIDENT, Role.PROFESSIONAL, Role.PROFESSIONAL, Role.TRAINER,
    ]  # fmt: skip
    training = finding(rules, "PROFESSIONALS_SHARE", *four)
    assert (training.needed, training.actual, training.satisfied) == (50, 50, True)
    vae = finding(rules, "PROFESSIONALS_SHARE", *four, paths=VAE)
    assert (vae.needed, vae.actual, vae.satisfied, vae.blocks) == (75, 50, False, False)
    without_trainer = [*four[:3], Member(Role.PROFESSIONAL, 3)]
    assert finding(rules, "PROFESSIONALS_SHARE", *without_trainer, paths=VAE).satisfied


def test_the_president_decides_a_tie_in_vae_only() -> None:
    rules = rules_of(certification("RNCP36128"))
    assert rules.casting_vote(AccessPath.VAE)
    assert not rules.casting_vote(AccessPath.APPRENTICESHIP)


def test_a_share_is_rounded_down() -> None:
    rules = PanelRules((SeatRule(Role.PRESIDENT),), (PanelRule(RuleKind.PROFESSIONALS_SHARE, 67),))
    two_of_three = [Member(Role.PRESIDENT), Member(Role.PROFESSIONAL), Member(Role.PROFESSIONAL, 2)]
    share = finding(rules, "PROFESSIONALS_SHARE", *two_of_three)
    assert (share.actual, share.satisfied) == (66, False)


def test_the_category_of_the_register_counts_before_the_seat() -> None:
    rules = PanelRules((SeatRule(Role.PRESIDENT),), (PanelRule(RuleKind.PROFESSIONALS_SHARE, 50),))
    president = Member(Role.PRESIDENT, category=JurorCategory.PROFESSIONAL)
    assert finding(rules, "PROFESSIONALS_SHARE", president, Member(Role.CENTRE)).actual == 50


def test_the_balance_counts_whose_sex_is_known() -> None:
    rules = PanelRules((SeatRule(Role.PRESIDENT),), (PanelRule(RuleKind.BALANCE, 30),))
    women = [Member(Role.PRESIDENT, sex="F"), Member(Role.CENTRE, sex="F"), Member(Role.TRAINER)]
    assert finding(rules, "BALANCE", *women).actual == 0
    assert finding(rules, "BALANCE", *women, Member(Role.ACADEMIC, sex="M")).actual == 33


def test_who_works_for_the_centre_or_represents_it_is_not_external() -> None:
    class Row:
        rank, category, sex = 1, None, ""

        def __init__(self, role: Role, employer: str) -> None:
            self.role, self.employer = role, employer

    rows = [
        Row(Role.PRESIDENT, "Université"), Row(Role.PROFESSIONAL, "CISP  Grenoble"),
        Row(Role.PROFESSIONAL, "Mission locale"), Row(Role.CENTRE, "Ailleurs"),
    ]  # fmt: skip
    members = members_of(rows, centre="Cisp Grenoble", certifier="AROBASE")
    assert [member.external for member in members] == [False, False, True, False]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: PanelRules((SeatRule(Role.CENTRE),)), "panel_rules.no_president"),
        (lambda: PanelRules((SeatRule(Role.PRESIDENT, 2),)), "panel_rules.two_presidents"),
        (
            lambda: PanelRules((SeatRule(Role.PRESIDENT), SeatRule(Role.CENTRE), SeatRule(Role.CENTRE))),
            "panel_rules.role_twice",
        ),
        (lambda: SeatRule(Role.MEMBER, 13), "panel_rules.seats"),
        (lambda: PanelRule(RuleKind.EXTERNAL_SHARE, 101), "panel_rules.value"),
        (lambda: PanelRule(RuleKind.MEMBERS_PRESENT, 1), "panel_rules.value"),
        (lambda: PanelRules.from_data({"seats": [{"role": "FRIEND"}]}), "panel_rules.data"),
    ],
)
def test_impossible_rules_are_refused(make: object, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        make()  # type: ignore[operator]
    assert caught.value.code == code


RULES = st.builds(
    PanelRule,
    st.sampled_from([RuleKind.EXTERNAL_SHARE, RuleKind.PROFESSIONALS_SHARE, RuleKind.BALANCE]),
    st.integers(0, 100),
    st.lists(st.sampled_from(AccessPath), unique=True).map(tuple),
    st.text(max_size=20),
    st.booleans(),
)


@given(rules=st.lists(RULES, max_size=6), count=st.integers(1, 12), blocks=st.booleans())
def test_rules_read_back_as_they_were_written(rules: list[PanelRule], count: int, blocks: bool) -> None:
    written = PanelRules(
        (SeatRule(Role.PRESIDENT), SeatRule(Role.MEMBER, count, "qui", "source", blocks)), tuple(rules)
    )
    assert PanelRules.from_data(written.to_data()) == written


def test_a_session_keeps_its_own_copy() -> None:
    sheet = certification("RNCP36128")
    own = PanelRules((SeatRule(Role.PRESIDENT), SeatRule(Role.MEMBER, 4)))
    assert session_rules(own.to_data(), sheet) == own
    assert session_rules({}, sheet) == rules_of(sheet)
