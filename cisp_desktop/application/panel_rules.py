"""Which panel rules apply: those that the certification keeps, or those that its sheet gives.

Defaults follow the domain page §3: three seats, 50 % of members external to certifier and centre (a warning),
the president's casting vote and the balance of women and men in VAE. Must not know screens or storage.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.panel import CATEGORY_OF_ROLE, JurorCategory, Role
from cisp_desktop.domain.panel_rules import Member, PanelRule, PanelRules, RuleKind, SeatRule
from cisp_desktop.domain.text import folded

VAE_CASTING_VOTE = "Code du travail, art. D6412-6 (depuis le 13 avril 2024)"
VAE_BALANCE = "Code du travail, art. R6412-1 : représentation équilibrée des femmes et des hommes"
USUAL_SEATS = "Usage des jurys ; sièges à vérifier dans la fiche"
EXTERNAL_MEMBERS = "Usage des jurys : la moitié des membres hors du certificateur et du centre"


class RuledCertification(Protocol):
    """A certification, or a row that shows one, as far as its panel goes."""

    @property
    def code(self) -> str: ...
    @property
    def sheet(self) -> Mapping[str, Any]: ...
    @property
    def panel_rules(self) -> Mapping[str, Any]: ...


def rules_of(certification: RuledCertification) -> PanelRules:
    """Return a certification's panel rules; those of its sheet while nobody wrote others."""
    if certification.panel_rules:
        return PanelRules.from_data(certification.panel_rules)
    return _from_sheet(certification.sheet.get("panel") or {}, f"Fiche {certification.code}")


def session_rules(own: Mapping[str, Any], certification: RuledCertification) -> PanelRules:
    """Return the rules of a session: its own copy once it was declared ready, else the certification's."""
    return PanelRules.from_data(own) if own else rules_of(certification)


def _from_sheet(panel: Mapping[str, Any], source: str) -> PanelRules:
    seats = [
        SeatRule(Role(seat["role"]), who=str(seat.get("who", "")), source=source)
        for seat in panel.get("seats", ())
        if seat.get("role") in Role.__members__
    ]
    share, share_vae = panel.get("professionals_share"), panel.get("professionals_share_vae")
    if share is not None and len(seats) < 2:
        # A sheet that gives shares and no seats: four members make the two halves.
        others = str(panel.get("others", ""))
        seats += [
            SeatRule(Role.PROFESSIONAL, 2, "professionnels", source),
            SeatRule(Role.TRAINER, 1, others, source, blocks=False),
        ]
    if not any(seat.role is Role.PRESIDENT for seat in seats):
        roles = {seat.role for seat in seats}
        wanted = (Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE)
        seats += [SeatRule(role, source=USUAL_SEATS) for role in wanted if role not in roles]
    rules = []
    present = panel.get("present_to_deliberate")
    if present:
        rules.append(PanelRule(RuleKind.MEMBERS_PRESENT, int(present), source=source, blocks=True))
    if share is not None:
        others_than_vae = tuple(
            path for path in AccessPath if share_vae is None or path is not AccessPath.VAE
        )
        rules.append(PanelRule(RuleKind.PROFESSIONALS_SHARE, _percent(share), others_than_vae, source))
    if share_vae is not None:
        vae = (AccessPath.VAE,)
        rules.append(PanelRule(RuleKind.PROFESSIONALS_SHARE, _percent(share_vae), vae, source))
    return PanelRules(tuple(seats), (*rules, *common_rules()))


def common_rules() -> tuple[PanelRule, ...]:
    """Return the rules that hold for every title, whatever its sheet says."""
    vae = (AccessPath.VAE,)
    return (
        PanelRule(RuleKind.EXTERNAL_SHARE, 50, (), EXTERNAL_MEMBERS),
        PanelRule(RuleKind.CASTING_VOTE, 1, vae, VAE_CASTING_VOTE),
        PanelRule(RuleKind.BALANCE, 30, vae, VAE_BALANCE),
    )


def _percent(share: float) -> int:
    return round(share * 100)


class SeatedMember(Protocol):
    """A seat with its holder, as a row shows it."""

    @property
    def role(self) -> Role: ...
    @property
    def rank(self) -> int: ...
    @property
    def employer(self) -> str: ...
    @property
    def category(self) -> JurorCategory | None: ...
    @property
    def sex(self) -> str: ...


def members_of(seats: Sequence[SeatedMember], *, centre: str, certifier: str) -> list[Member]:
    """Return the members as the rules count them.

    The president represents the certifier and the centre's seat the centre (fiche RNCP36128): neither is
    external, nor is who works for one of the two.
    """
    inside = {folded(centre), folded(certifier)} - {""}
    return [
        Member(
            seat.role,
            seat.rank,
            seat.category or CATEGORY_OF_ROLE[seat.role],
            seat.role not in (Role.PRESIDENT, Role.CENTRE) and folded(seat.employer) not in inside,
            seat.sex,
        )
        for seat in seats
    ]
