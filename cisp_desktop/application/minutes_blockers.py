"""What prevents closing a session: each thing with where it is mended.

« Closing is refused while a candidate has no decision, a reason is missing, a required seat is empty, a sheet
that counts is unsealed » (DOMAIN.md §6). Must not know how minutes are frozen, nor screens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cisp_desktop.application.minutes_content import MinutesContent
from cisp_desktop.domain.deliberation import Decision
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.panel_rules import RuleKind
from cisp_desktop.domain.registration import Registration


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that prevents closing; ``registration_id`` and ``block_id`` lead to where it is mended."""

    code: str
    values: Mapping[str, object]
    registration_id: str | None = None
    block_id: str | None = None


def blockers_of(contents: Sequence[MinutesContent]) -> list[Blocker]:
    """Return everything that prevents closing these panels' minutes: seats, then candidates in order."""
    if contents[0].session.cancelled:
        return [Blocker("session.cancelled", {})]
    return [
        blocker
        for content in contents
        for blocker in (_of_statement(content) if content.panel.could_not_sit else _of_panel(content))
    ]


def _of_statement(content: MinutesContent) -> list[Blocker]:
    """What prevents closing the minutes of a panel that could not sit: somebody who was there has to sign."""
    return [] if content.present else [Blocker("minutes.nobody_there", {"panel": _where(content)})]


def _of_panel(content: MinutesContent) -> list[Blocker]:
    sitting = {(seat.role, seat.rank) for seat in content.panel.sitting}
    found = [
        _seat_empty(content, role)
        for role, rank in content.rules.required_places
        if (role, rank) not in sitting
    ]
    found += (
        []
        if found
        else [
            Blocker(code, {"needed": finding.needed, "actual": finding.actual, "panel": _where(content)})
            for finding in content.findings()
            if finding.blocks and not finding.satisfied and (code := _BROKEN_RULES.get(finding.code))
        ]
    )
    if not content.registrations:
        found.append(Blocker("minutes.no_candidate", {}))
    found.extend(_unsealed(content))
    for registration in content.registrations:
        for block in content.certification.blocks:
            if content.decision_of(registration, block.id) is None:
                values = {"number": registration.number, "block": block.short_code}
                found.append(Blocker("minutes.undecided", values, registration.id, block.id))
            elif _lacks_reason(content.decisions.get((registration.id, block.id))):
                values = {"number": registration.number, "block": block.short_code}
                found.append(Blocker("minutes.reason_missing", values, registration.id, block.id))
        if sitting and registration.attendance.came:
            found.extend(_without_quorum(content, registration))
    return found


_BROKEN_RULES = {
    RuleKind.MEMBERS_PRESENT.value: "minutes.members_present",
    RuleKind.EXTERNAL_SHARE.value: "minutes.external_share",
    RuleKind.PROFESSIONALS_SHARE.value: "minutes.professionals_share",
    RuleKind.BALANCE.value: "minutes.balance",
}
"""What a rule that blocks says at closing, once no seat is empty: those are told one by one."""


def _seat_empty(content: MinutesContent, role: Role) -> Blocker:
    if content.label:
        return Blocker("minutes.panel_seat_empty", {"role": role, "panel": content.label})
    return Blocker("minutes.seat_empty", {"role": role})


def _where(content: MinutesContent) -> str:
    return content.label or "Le jury"


def _lacks_reason(decision: Decision | None) -> bool:
    return decision is not None and decision.value == "NOT_VALIDATED" and not decision.reason.strip()


def _without_quorum(content: MinutesContent, registration: Registration) -> list[Blocker]:
    hearing = content.records.hearings[registration.id]
    lacking = hearing.lacks_quorum()
    if not lacking:
        return []
    values: dict[str, object] = {"number": registration.number}
    if lacking == "panel.no_president":
        return [Blocker("panel.no_president", values, registration.id)]
    return [Blocker("panel.no_quorum", {**values, "present": len(hearing.deciding)}, registration.id)]


def _unsealed(content: MinutesContent) -> list[Blocker]:
    names = {seat.id: seat.juror.name if seat.juror else "" for seat in content.panel.seats}
    found = []
    for registration in content.registrations:
        if not registration.attendance.came:
            continue
        hearing = content.records.hearings[registration.id]
        awaited = {block_id: set(hearing.awaited(block_id)) for block_id in registration.presented}
        for seat in hearing.scoring:
            for block in content.certification.blocks:
                if seat.id in awaited.get(block.id, ()):
                    values = {
                        "number": registration.number,
                        "block": block.short_code,
                        "juror": names[seat.id],
                    }
                    found.append(Blocker("minutes.unsealed", values, registration.id, block.id))
    return found
