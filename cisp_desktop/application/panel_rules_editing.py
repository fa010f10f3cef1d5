"""Editing the panel's rules of a certification's draft, and trying them on an example panel.

A draft may hold rules that no panel could keep: they are shown with the reason, and saving refuses them.
Must not know screens nor storage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cisp_desktop.application.certification_draft import CertificationDraft
from cisp_desktop.application.panel_advice import JudgedRule, PanelReport
from cisp_desktop.application.panel_rules import rules_of
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.panel import CATEGORY_OF_ROLE, JurorCategory, Role
from cisp_desktop.domain.panel_rules import (
    SHARES,
    Member,
    PanelRule,
    PanelRules,
    RuleKind,
    SeatRule,
    judge_panel,
)
from cisp_desktop.domain.text import LINE_LENGTH, entry_text

HALF = 50
LEAST_PRESENT = 2
TEXTS: Mapping[str, str] = {"who": "panel_rules.who", "source": "panel_rules.source"}
OUTSIDERS = (Role.PROFESSIONAL, Role.ACADEMIC, Role.MEMBER)
"""Seats whose members an example takes for external to the certifier and the centre."""


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A draft as far as its panel goes."""

    code: str
    sheet: Mapping[str, Any]
    panel_rules: Mapping[str, Any]


def own_rules(draft: CertificationDraft) -> dict[str, Any]:
    """Return the JSON data of the rules that the sheet itself gives."""
    return rules_of(_Ruled(draft.code, draft.facts, {})).to_data()


def rules_data(draft: CertificationDraft) -> dict[str, Any]:
    """Return the JSON data of the rules: those written, or those of the sheet."""
    return {"seats": [], "rules": [], **draft.panel_rules} if draft.panel_rules else own_rules(draft)


def panel_rules_of(draft: CertificationDraft) -> PanelRules:
    """Return the rules. Raises ``RuleError("panel_rules.*")``."""
    return PanelRules.from_data(rules_data(draft))


def panel_rules_problem(draft: CertificationDraft) -> RuleError | None:
    """Return why the rules cannot be kept; None when they can."""
    try:
        panel_rules_of(draft)
    except RuleError as error:
        return error
    return None


# --- edits ----------------------------------------------------------------------------------------


def with_sheet_rules(draft: CertificationDraft) -> CertificationDraft:
    """Go back to the rules that the sheet itself gives."""
    return replace(draft, panel_rules={})


def with_seat(draft: CertificationDraft, place: int, **fields: Any) -> CertificationDraft:
    """Set fields of a seat's rule; a text that cannot be kept is refused (``text.*``)."""
    return _with_fields(draft, "seats", place, fields)


def with_rule(draft: CertificationDraft, place: int, **fields: Any) -> CertificationDraft:
    """Set fields of a rule; another kind takes a value that it admits. Refuses texts (``text.*``)."""
    kind = fields.get("kind")
    if kind is not None and kind != rules_data(draft)["rules"][place]["kind"]:
        fields["value"] = usual_value(RuleKind(kind))
    return _with_fields(draft, "rules", place, fields)


def with_new_seat(draft: CertificationDraft) -> CertificationDraft:
    """Add the first role that has no seat yet. ``RuleError("panel_rules.no_role_left")``."""
    taken = {seat["role"] for seat in rules_data(draft)["seats"]}
    role = next((role for role in Role if role.value not in taken), None)
    if role is None:
        raise RuleError("panel_rules.no_role_left")
    return _with_added(draft, seats=PanelRules((_president(), SeatRule(role))).to_data()["seats"][-1:])


def with_new_rule(draft: CertificationDraft) -> CertificationDraft:
    """Add a rule that warns; the first kind that is not there, else the first one."""
    there = {rule["kind"] for rule in rules_data(draft)["rules"]}
    kind = next((kind for kind in RuleKind if kind.value not in there), RuleKind.MEMBERS_PRESENT)
    rule = PanelRule(kind, usual_value(kind))
    return _with_added(draft, rules=PanelRules((_president(),), (rule,)).to_data()["rules"])


def without_seat(draft: CertificationDraft, place: int) -> CertificationDraft:
    """Remove a seat's rule. ``RuleError("panel_rules.president_kept")`` for the president's."""
    if rules_data(draft)["seats"][place]["role"] == Role.PRESIDENT:
        raise RuleError("panel_rules.president_kept")
    return _without(draft, "seats", place)


def without_rule(draft: CertificationDraft, place: int) -> CertificationDraft:
    """Remove a rule."""
    return _without(draft, "rules", place)


def usual_value(kind: RuleKind) -> int:
    """Return a value to start from: half for a share, two members present, the casting vote."""
    if kind in SHARES:
        return HALF
    return LEAST_PRESENT if kind is RuleKind.MEMBERS_PRESENT else 1


def _president() -> SeatRule:
    return SeatRule(Role.PRESIDENT)


def _with_fields(
    draft: CertificationDraft, part: str, place: int, fields: Mapping[str, Any]
) -> CertificationDraft:
    kept = {
        name: entry_text(value, field=TEXTS[name], limit=LINE_LENGTH) if name in TEXTS else value
        for name, value in fields.items()
    }
    entries = list(rules_data(draft)[part])
    entries[place] = {**entries[place], **kept}
    return _written(draft, **{part: entries})


def _with_added(draft: CertificationDraft, **added: Sequence[Any]) -> CertificationDraft:
    data = rules_data(draft)
    return _written(draft, **{part: [*data[part], *entries] for part, entries in added.items()})


def _without(draft: CertificationDraft, part: str, place: int) -> CertificationDraft:
    entries = list(rules_data(draft)[part])
    del entries[place]
    return _written(draft, **{part: entries})


def _written(draft: CertificationDraft, **parts: Any) -> CertificationDraft:
    """Write rules down; those that say what the sheet says are the sheet's own again."""
    data = {**rules_data(draft), **parts}
    return replace(draft, panel_rules={} if data == own_rules(draft) else data)


# --- an example -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExampleMember:
    """Who an example puts on one place of the panel; ``present`` False: nobody."""

    role: Role
    rank: int
    category: JurorCategory
    external: bool
    sex: str
    present: bool = True


def example_members(rules: PanelRules) -> list[ExampleMember]:
    """Return a whole panel to try the rules on: every place taken, women and men in turn."""
    return [
        ExampleMember(role, rank, CATEGORY_OF_ROLE[role], role in OUTSIDERS, "FM"[number % 2])
        for number, (role, rank) in enumerate(rules.places)
    ]


def example_report(rules: PanelRules, members: Sequence[ExampleMember], path: AccessPath) -> PanelReport:
    """Return what the rules say of an example panel that hears candidates of one access path."""
    sitting = [
        Member(one.role, one.rank, one.category, one.external, one.sex) for one in members if one.present
    ]
    judged = tuple(JudgedRule(finding, True) for finding in judge_panel(rules, sitting, paths=(path,)))
    votes = tuple(one for one in AccessPath if rules.casting_vote(one))
    return PanelReport("", len(sitting), judged, (), (), votes)
