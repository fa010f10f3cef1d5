"""The rules of a panel as data: seats, members present, shares, casting vote, balance.

Each rule says which access paths it concerns, where it comes from, and whether it blocks or warns (domain
page §3). Which rules a title has is data; this module must not know a particular title, nor words.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.panel import CATEGORY_OF_ROLE, ROLE_ORDER, JurorCategory, Role

MOST_SEATS = 12
"""More members than a title ever asked for: a slip of the keyboard, not a rule."""


class RuleKind(StrEnum):
    """What a rule asks. Shares and the balance are percents of the members, the others counts."""

    MEMBERS_PRESENT = "MEMBERS_PRESENT"
    EXTERNAL_SHARE = "EXTERNAL_SHARE"
    PROFESSIONALS_SHARE = "PROFESSIONALS_SHARE"
    CASTING_VOTE = "CASTING_VOTE"
    BALANCE = "BALANCE"


SHARES = frozenset((RuleKind.EXTERNAL_SHARE, RuleKind.PROFESSIONALS_SHARE, RuleKind.BALANCE))


@dataclass(frozen=True)
class SeatRule:
    """``count`` seats of one role (1–12). ``who`` is the source's own description, printed as it stands.

    ``blocks``: an empty seat prevents closing; otherwise it is a warning.
    """

    role: Role
    count: int = 1
    who: str = ""
    source: str = ""
    blocks: bool = True

    def __post_init__(self) -> None:
        """Refuse an impossible count (``RuleError("panel_rules.seats")``)."""
        if not 1 <= self.count <= MOST_SEATS:
            raise RuleError("panel_rules.seats", count=self.count, most=MOST_SEATS)


@dataclass(frozen=True)
class PanelRule:
    """One rule. ``paths`` are the access paths concerned, empty for all of them.

    ``value``: members that must be present (2–12), a percent (0–100), or 1 where the president's vote counts
    twice in a tie and 0 where it does not.
    """

    kind: RuleKind
    value: int
    paths: tuple[AccessPath, ...] = ()
    source: str = ""
    blocks: bool = False

    def __post_init__(self) -> None:
        """Refuse a value out of range (``RuleError("panel_rules.value")``)."""
        least, most = (0, 100) if self.kind in SHARES else (0, 1)
        if self.kind is RuleKind.MEMBERS_PRESENT:
            least, most = 2, MOST_SEATS
        if not least <= self.value <= most:
            raise RuleError("panel_rules.value", kind=self.kind, value=self.value, least=least, most=most)

    def concerns(self, paths: Collection[AccessPath]) -> bool:
        """Whether the rule applies to a panel that hears candidates of these access paths."""
        return not self.paths or any(path in self.paths for path in paths)


@dataclass(frozen=True)
class PanelRules:
    """The seats of a panel and what it must respect."""

    seats: tuple[SeatRule, ...] = ()
    rules: tuple[PanelRule, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rules without a president or with one role twice (``RuleError("panel_rules.*")``)."""
        roles = [seat.role for seat in self.seats]
        if Role.PRESIDENT not in roles:
            raise RuleError("panel_rules.no_president")
        for role in roles:
            if roles.count(role) > 1:
                raise RuleError("panel_rules.role_twice", role=role)
        if next(seat.count for seat in self.seats if seat.role is Role.PRESIDENT) != 1:
            raise RuleError("panel_rules.two_presidents")

    @property
    def places(self) -> tuple[tuple[Role, int], ...]:
        """The seats one by one, as (role, rank from 1), in the order of the sheet."""
        ordered = sorted(self.seats, key=lambda seat: ROLE_ORDER.index(seat.role))
        return tuple((seat.role, rank) for seat in ordered for rank in range(1, seat.count + 1))

    @property
    def required_places(self) -> tuple[tuple[Role, int], ...]:
        """The places whose emptiness blocks."""
        blocking = {seat.role for seat in self.seats if seat.blocks}
        return tuple(place for place in self.places if place[0] in blocking)

    def seat(self, role: Role) -> SeatRule | None:
        """Return the rule of a role's seats, or None."""
        return next((seat for seat in self.seats if seat.role is role), None)

    def casting_vote(self, path: AccessPath) -> bool:
        """Whether the president's vote decides a tie for a candidate of this access path."""
        votes = [r for r in self.rules if r.kind is RuleKind.CASTING_VOTE and r.concerns((path,))]
        return any(rule.value for rule in votes)

    def members_present(self, path: AccessPath) -> int:
        """How many members must be there to decide on a candidate of this access path; 2 without a rule."""
        asked = [r for r in self.rules if r.kind is RuleKind.MEMBERS_PRESENT and r.concerns((path,))]
        return max((rule.value for rule in asked if rule.blocks), default=2)

    def to_data(self) -> dict[str, Any]:
        """Return the rules as JSON data."""
        return {
            "seats": [asdict(seat) | {"role": seat.role.value} for seat in self.seats],
            "rules": [
                asdict(rule) | {"kind": rule.kind.value, "paths": [path.value for path in rule.paths]}
                for rule in self.rules
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "PanelRules":
        """Read JSON data as ``to_data`` wrote it. Raises ``RuleError("panel_rules.*")``."""
        try:
            seats = tuple(SeatRule(**{**seat, "role": Role(seat["role"])}) for seat in data["seats"])
            rules = tuple(
                PanelRule(
                    **{
                        **rule,
                        "kind": RuleKind(rule["kind"]),
                        "paths": tuple(AccessPath(path) for path in rule.get("paths", ())),
                    }
                )
                for rule in data.get("rules", ())
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RuleError("panel_rules.data") from error
        return cls(seats, rules)


@dataclass(frozen=True, slots=True)
class Member:
    """One member as the rules count: ``external`` to the certifier and the centre, None when unknown."""

    role: Role
    rank: int = 1
    category: JurorCategory | None = None
    external: bool | None = None
    sex: str = ""

    @property
    def professional(self) -> bool:
        """Whether the member counts as a professional of the target job."""
        return (self.category or CATEGORY_OF_ROLE[self.role]) is JurorCategory.PROFESSIONAL


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """What one rule says of a panel. ``code`` names the rule (``SEAT`` or a ``RuleKind``).

    ``needed`` and ``actual`` are counts or percents as the rule has them; ``role`` is that of an empty seat.
    Of a percent, ``part`` members of ``whole`` make it; ``whole`` is 0 where nothing is known.
    """

    code: str
    satisfied: bool
    blocks: bool
    needed: int
    actual: int
    source: str
    role: Role | None = None
    paths: tuple[AccessPath, ...] = ()
    part: int = 0
    whole: int = 0


def judge_panel(
    rules: PanelRules, members: Sequence[Member], *, paths: Collection[AccessPath]
) -> tuple[RuleFinding, ...]:
    """Return what each rule says of these members, satisfied or not; seats first.

    ``paths`` are the access paths of the candidates that the panel hears; without any, every rule is judged.
    For one candidate, leave the recused members out.
    """
    found = [_judge_seat(seat, members) for seat in rules.seats]
    concerned = paths or tuple(AccessPath)
    found += [
        _judge_rule(rule, members)
        for rule in rules.rules
        if rule.kind is not RuleKind.CASTING_VOTE and rule.concerns(concerned)
    ]
    return tuple(found)


def _judge_seat(rule: SeatRule, members: Sequence[Member]) -> RuleFinding:
    taken = sum(member.role is rule.role for member in members)
    return RuleFinding(
        "SEAT", taken >= rule.count, rule.blocks, rule.count, taken, rule.source, role=rule.role
    )


def _judge_rule(rule: PanelRule, members: Sequence[Member]) -> RuleFinding:
    if rule.kind is RuleKind.MEMBERS_PRESENT:
        part, whole = len(members), 0
    elif rule.kind is RuleKind.EXTERNAL_SHARE:
        part, whole = sum(member.external is True for member in members), len(members)
    elif rule.kind is RuleKind.PROFESSIONALS_SHARE:
        part, whole = sum(member.professional for member in members), len(members)
    else:
        known = [member.sex for member in members if member.sex]
        part, whole = min(known.count("M"), known.count("F")), len(known)
    actual = part if rule.kind not in SHARES else _percent(part, whole)
    return RuleFinding(
        rule.kind.value, actual >= rule.value, rule.blocks, rule.value, actual, rule.source,
        paths=rule.paths, part=part, whole=whole,
    )  # fmt: skip


def _percent(part: int, whole: int) -> int:
    """Return the share in whole percents, rounded down: 2 of 3 is 66, and is less than 67."""
    return 100 * part // whole if whole else 0
