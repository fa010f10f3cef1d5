"""The warnings of minutes that the panel's rules give, as codes of ``wording_minutes.WARNINGS``.

Must not know how they are printed.
"""

from collections.abc import Iterable, Sequence

from cisp_desktop.application.minutes_snapshot import QuorumContent
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.panel_rules import PanelRules, RuleFinding, RuleKind

_WISHED = "_wished"
"""What ends the code of a rule that asks without preventing anything."""
_CODES = {
    "SEAT": "seat_empty",
    RuleKind.MEMBERS_PRESENT.value: "members_present",
    RuleKind.EXTERNAL_SHARE.value: "external_share",
    RuleKind.PROFESSIONALS_SHARE.value: "professionals_share",
    RuleKind.BALANCE.value: "gender_balance",
}


def rule_warnings(findings: Sequence[RuleFinding], *, sexes_known: bool) -> list[str]:
    """Return a code for each rule that the panel does not meet, once; nothing of a balance that nobody can
    know.
    """
    found: list[str] = []
    for finding in findings:
        code = _CODES.get(finding.code)
        told = sexes_known or finding.code != RuleKind.BALANCE
        if code is None or not told or finding.satisfied:
            continue
        named = code if finding.blocks or finding.code == RuleKind.BALANCE else f"{code}{_WISHED}"
        if named not in found:
            found.append(named)
    return found


def with_external_share(
    quorum: QuorumContent, rules: PanelRules, paths: Iterable[AccessPath]
) -> QuorumContent:
    """Return the statement of quorum with the greatest share of external members, in percent, that a rule
    asks for (0 without one), and whether it is only wished for.
    """
    concerned = set(paths)
    asked = [one for one in rules.rules if one.kind is RuleKind.EXTERNAL_SHARE and one.concerns(concerned)]
    quorum["external_least_percent"] = max((rule.value for rule in asked), default=0)
    if asked:
        quorum["external_wished"] = not any(rule.blocks for rule in asked)
    return quorum
