"""Rectifying minutes that are complete: opening, what would change, closing, giving up.

« After the last signature: a clerical error is rectified by president and certifier, a decision by the same
panel reconvened; new minutes say what they rectify and why » (DOMAIN.md §6). The session is open meanwhile;
what exceeds the ground stops the closing, not the typing. Must not know how a page is drawn or shown.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.closing_choices import ClosingChoices
from cisp_desktop.application.minutes_content import MinutesContent, Standing
from cisp_desktop.application.minutes_differences import Difference, differences
from cisp_desktop.application.minutes_gathering import load_contents
from cisp_desktop.application.minutes_snapshot import PeriodContent, RectifiesContent
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.minutes import Ground, Minutes, MinutesState, Rectification
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text, required_text


def open_rectification(workspace: Workspace, minutes_id: str, *, ground: Ground, reason: str, by: str) -> str:
    """Open a closed session again to rectify complete minutes; returns the rectification's id.

    ``by`` names who asks. ``give_up_rectification`` ends it as long as nothing differs. Raises ``RuleError``:
    ``rectification.reason``, ``text.*``; ``Refused``: ``minutes.incomplete`` (signed by nobody yet, or by
    some only: reopened, cancelled), ``rectification.open``, ``rectification.superseded`` (later minutes
    rectify these already).
    """
    reason = entry_text(reason, field="rectification.reason", limit=COMMENT_LENGTH, multiline=True)
    if not reason.strip():
        raise RuleError("rectification.reason")
    by = required_text(by, field="rectification.by")
    with workspace.unit_of_work() as work:
        minutes = work.minutes.get(minutes_id)
        session = work.sessions.get(minutes.session_id)
        if work.minutes.rectification(session.id) is not None:
            raise Refused("rectification.open")
        standing = standing_minutes(work, session.id)
        if any(one.state is not MinutesState.COMPLETE for one in standing):
            raise Refused("minutes.incomplete", number=minutes.number)
        if minutes not in standing:
            raise Refused("rectification.superseded", number=minutes.number)
        now = workspace.clock()
        opened = Rectification(new_id(), session.id, minutes_id, ground, reason, by, now)
        work.minutes.add_rectification(opened)
        work.minutes.write()
        session.closed_at = None
        work.note(
            "PANEL", "rectification.opened", subject=minutes_id, ground=ground.value, reason=reason, by=by
        )
        work.changed(Change.EVERYTHING, session.id, minutes_id)
        work.commit()
        return opened.id


def rectification_differences(workspace: Workspace, session_id: str) -> list[Difference]:
    """Return what the session's minutes would say otherwise now than the complete ones do, panel by panel.

    Empty when no rectification is under way.
    """
    with workspace.unit_of_work() as work:
        rectification = work.minutes.rectification(session_id)
        if rectification is None:
            return []
        changed = mended(work, load_contents(work, session_id), rectification, now=workspace.clock())
        return [difference for one in changed for difference in one.found]


def give_up_rectification(workspace: Workspace, session_id: str) -> None:
    """Close the session again without new minutes, when nothing differs from those that stand.

    Raises ``Refused``: ``rectification.none``, ``rectification.changed`` with how many fields differ: they
    are put back first, or the rectification is closed.
    """
    with workspace.unit_of_work() as work:
        rectification = work.minutes.rectification(session_id)
        if rectification is None:
            raise Refused("rectification.none")
        now = workspace.clock()
        found = mended(work, load_contents(work, session_id), rectification, now=now)
        changed = sum(len(one.found) for one in found)
        if changed:
            raise Refused("rectification.changed", count=changed)
        rectification.ended_at = now
        session = work.sessions.get(session_id)
        session.closed_at = max(one.closed_at for one in standing_minutes(work, session_id))
        work.note("PANEL", "rectification.given_up", subject=rectification.minutes_id)
        work.changed(Change.EVERYTHING, session_id)
        work.commit()


def check_certifier(choices: ClosingChoices, rectification: Rectification | None) -> None:
    """Raise ``RuleError("rectification.certifier")`` where somebody is named for the certifier and no
    clerical error is rectified.
    """
    clerical = rectification is not None and rectification.ground is Ground.CLERICAL
    if choices.for_certifier.strip() and not clerical:
        raise RuleError("rectification.certifier")


def standing_minutes(work: UnitOfWork, session_id: str) -> list[Minutes]:
    """Return the latest minutes of each panel that count, in the panels' order."""
    latest = {one.panel_id: one for one in work.minutes.of_session(session_id) if one.stands}
    return list(latest.values())


@dataclass(frozen=True, slots=True)
class Mended:
    """New minutes to be closed: the panel's content, those that they rectify, and what differs."""

    content: MinutesContent
    minutes: Minutes
    found: Sequence[Difference]

    def said(self, rectification: Rectification, *, now: datetime, for_certifier: str) -> RectifiesContent:
        """Return what the new minutes say of the earlier ones."""
        told: RectifiesContent = {
            "number": self.minutes.number,
            "reason": rectification.reason,
            "ground": rectification.ground.value,
            "differences": [
                {"where": one.where, "before": one.before, "after": one.after} for one in self.found
            ],
            "asked_by": rectification.opened_by,
            "closed_at": now.isoformat(timespec="seconds"),
        }
        if rectification.ground is Ground.CLERICAL:
            told["for_certifier"] = for_certifier.strip()
        return told

    def standing(
        self, rectification: Rectification, number: str, *, now: datetime, for_certifier: str = ""
    ) -> Standing:
        """Return under what the new minutes stand. A clerical error deliberates nothing: it leaves
        the hours of the deliberation and the panel's day; a decision has those of the panel reconvened.
        """
        said = self.said(rectification, now=now, for_certifier=for_certifier)
        before = replace(held(self.minutes, now=now), number=number, rectifies=said)
        if rectification.ground is Ground.CLERICAL:
            return before
        again: PeriodContent | None = before.deliberation
        if again is not None and again["starts"]:
            began = rectification.opened_at.isoformat(timespec="seconds")
            again = {"starts": began, "ends": now.isoformat(timespec="seconds")}
        return replace(before, deliberation=again, held_at=None)


def held(minutes: Minutes, *, now: datetime) -> Standing:
    """Return the hours and the day of the panel as minutes say them, under their number."""
    before = json.loads(minutes.snapshot)
    day = date.fromisoformat(before["done_at"]["date"])
    return Standing(
        minutes.number, deliberation=before["deliberation"], held_at=datetime.combine(day, now.timetz())
    )


def mended(
    work: UnitOfWork,
    contents: Sequence[MinutesContent],
    rectification: Rectification | None,
    *,
    now: datetime,
) -> list[Mended]:
    """Return the minutes that the rectification under way would close, none without one: those whose content
    differs from what stands. A panel of whose minutes nothing differs keeps them.
    """
    if rectification is None:
        return []
    standing = {one.panel_id: one for one in standing_minutes(work, contents[0].session.id)}
    heard = [(content, standing[content.panel.id]) for content in contents if content.panel.id in standing]
    found = [
        Mended(
            content, own, differences(json.loads(own.snapshot), dict(content.snapshot(now, journal_head="")))
        )
        for content, own in heard
    ]  # fmt: skip
    return [one for one in found if one.found]


def prevents_mending(
    ground: Ground, changed: Sequence[Mended], *, number: str
) -> list[tuple[str, dict[str, object]]]:
    """Return what prevents closing a rectification, as (code, values).

    ``rectification.unchanged`` when nothing differs (``number`` names the session's minutes),
    ``rectification.beyond`` for each field that a clerical ground does not mend.
    """
    if not changed:
        return [("rectification.unchanged", {"number": number})]
    if ground is Ground.DECISION:
        return []
    return [
        ("rectification.beyond", {"where": one.where, "before": one.before, "after": one.after})
        for panel in changed
        for one in panel.found
        if one.decides
    ]
