"""What is worth knowing before a session is closed: nothing of it prevents closing.

Each thing leads to where it is settled, as what blocks does (``minutes_blockers``). Must not know screens.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from cisp_desktop.application.minutes_blockers import Blocker
from cisp_desktop.application.minutes_content import MinutesContent
from cisp_desktop.application.minutes_gathering import load_contents
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.wording import short_day
from cisp_desktop.application.wording_panels import rule_words
from cisp_desktop.domain.panel_rules import RuleKind

MOST_NUMBERS = 5
"""Candidates whose number is told; more are counted."""


def closing_advice(workspace: Workspace, session_id: str) -> list[Blocker]:
    """Return what deserves to be known before closing, panel by panel; nothing once the session is closed, or
    open to be rectified.
    """
    with workspace.unit_of_work() as work:
        if work.minutes.rectification(session_id) is not None:
            return []
        contents = load_contents(work, session_id)
        session = contents[0].session
        if session.closed or session.cancelled:
            return []
        today = workspace.clock().date()
        return [*_whole(contents, today), *(one for content in contents for one in _of(content))]


def _of(content: MinutesContent) -> Iterator[Blocker]:
    """The rules that a panel does not meet and that do not block; who was heard without proof of identity."""
    if content.panel.could_not_sit:
        return
    for finding in content.findings():
        known = finding.code != RuleKind.BALANCE or finding.whole
        if finding.satisfied or finding.blocks or not known:
            continue
        words = rule_words(finding)
        yield Blocker(
            "closing.rule", {"panel": content.label or "Le jury", "asks": words.asks, "has": words.has}
        )
    decided = {registration_id for registration_id, _block in content.decisions}
    unproved = [
        registration
        for registration in content.registrations
        if registration.attendance.came
        and not registration.identity_checked_by
        and registration.id in decided
    ]
    if unproved:
        numbers = [one.number for one in unproved]
        values = {"count": len(numbers), "numbers": _listed(numbers)}
        yield Blocker("closing.identity", values, unproved[0].id)


def _whole(contents: Sequence[MinutesContent], today: date) -> Iterator[Blocker]:
    """What a session as a whole did not follow, once its jury decided something."""
    session = contents[0].session
    if not any(content.decisions for content in contents):
        return
    if session.ready_at is None:
        yield Blocker("closing.never_ready", {})
    if not session.starts <= today <= session.ends:
        values = {
            "day": short_day(today),
            "starts": short_day(session.starts),
            "ends": short_day(session.ends),
        }
        yield Blocker("closing.outside_days", values)


def _listed(numbers: Sequence[str]) -> str:
    left = len(numbers) - MOST_NUMBERS
    return ", ".join(numbers[:MOST_NUMBERS]) + (f" et {left} de plus" if left > 0 else "")
