"""What becomes of minutes once they are closed: a refusal to sign, the paper route, an end before completion.

The rules are ``domain.minutes``'s; here they meet the session, the vault and the journal. Source: DOMAIN.md
§6 (one route per minutes; after the first signature nothing changes; a cancelled number is kept). Must not
know how a page is drawn, signed or shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import next_minutes_number
from cisp_desktop.application.queries import MinutesRow, SignatureRow
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.minutes import Minutes, MinutesScan, MinutesState, Rectification, Refusal, Route
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import JurySession
from cisp_desktop.domain.text import COMMENT_LENGTH, NAME_LENGTH, entry_text, required_text


@dataclass(frozen=True, slots=True)
class Ended:
    """What reopening or cancelling did: the numbers of the minutes that ended, and those reserved instead."""

    numbers: tuple[str, ...]
    reserved: tuple[str, ...] = ()


# --- refusing -----------------------------------------------------------------------------------------


def who_may_record(minutes: MinutesRow, seat_id: str) -> tuple[SignatureRow, ...]:
    """Return whose own code may record a member's refusal: the member's, then the president's; where the
    president refuses, or signs not, any other member's. « saisi par » says it when it is not the member's.
    """
    own = [line for line in minutes.signatures if line.seat_id == seat_id]
    others = [line for line in minutes.signatures if line.seat_id != seat_id]
    presiding = [line for line in others if line.role is Role.PRESIDENT]
    return (*own, *(presiding or others))


def refuse_signature(
    workspace: Workspace, minutes_id: str, seat_id: str, *, reason: str, juror: IdentifiedJuror
) -> None:
    """Record that a member refuses to sign, with the reason given; the journal keeps it for good.

    ``juror`` typed the own code: the member, else one of ``who_may_record``. Raises ``RuleError``:
    ``minutes.refusal_reason``, ``text.*``; ``Refused``: ``minutes.refusal_by_other``, and as
    ``Minutes.refuse``.
    """
    reason = entry_text(reason, field="minutes.refusal", limit=COMMENT_LENGTH, multiline=True)
    entered = _entered_by(workspace, minutes_id, seat_id, juror)
    with workspace.unit_of_work() as work:
        minutes = work.minutes.get(minutes_id)
        minutes.refuse(seat_id, at=workspace.clock(), reason=reason)
        _noted(work, minutes, seat_id, "minutes.refused", reason=reason, **entered)
        work.commit()


def take_refusal_back(
    workspace: Workspace, minutes_id: str, seat_id: str, *, juror: IdentifiedJuror
) -> Refusal:
    """Await the member's signature again; returns the refusal that stood, which the journal keeps.

    Raises ``Refused`` as ``Minutes.take_refusal_back``, and ``minutes.refusal_by_other``.
    """
    entered = _entered_by(workspace, minutes_id, seat_id, juror)
    with workspace.unit_of_work() as work:
        minutes = work.minutes.get(minutes_id)
        before = minutes.take_refusal_back(seat_id)
        _noted(work, minutes, seat_id, "minutes.refusal_withdrawn", **entered)
        work.commit()
        return before


def _entered_by(
    workspace: Workspace, minutes_id: str, seat_id: str, juror: IdentifiedJuror
) -> dict[str, str]:
    """Return what the journal says of who typed a code in the member's stead: nothing for the member."""
    if juror.seat_id == seat_id:
        return {}
    minutes = workspace.queries.minutes(minutes_id)
    if all(line.seat_id != juror.seat_id for line in who_may_record(minutes, seat_id)):
        raise Refused("minutes.refusal_by_other", juror=juror.name)
    return {"entered_by": juror.seat_id}


# --- the paper route ----------------------------------------------------------------------------------


def attach_scan(
    workspace: Workspace, minutes_id: str, content: bytes, *, file_name: str, pages: int, by: str
) -> str:
    """Keep a scan of the signed paper beside the minutes, under its own hash; returns its id.

    ``content`` was looked at before (``documents``: a PDF of ``pages`` pages that shows these minutes);
    ``by`` names who attached it. A scan attached twice is kept once. Raises ``RuleError`` (``text.*``) or
    ``Refused``: ``minutes.other_route`` (signed on screen already), ``minutes.ended``.
    """
    file_name = required_text(file_name, field="minutes.scan", limit=NAME_LENGTH)
    by = required_text(by, field="minutes.attached_by")
    sha256 = workspace.vault.store(content)
    with workspace.unit_of_work() as work:
        minutes = work.minutes.get(minutes_id)
        if not minutes.stands:
            raise Refused("minutes.ended", number=minutes.number, ending=minutes.ending)
        if minutes.route is Route.SCREEN:
            raise Refused("minutes.other_route", route=minutes.route)
        known = next((scan for scan in work.minutes.scans(minutes_id) if scan.sha256 == sha256), None)
        if known is not None:
            return known.id
        scan = MinutesScan(new_id(), minutes_id, sha256, file_name, pages, workspace.clock(), by)
        work.minutes.add_scan(scan)
        _noted(work, minutes, "SITE", "minutes.scan_attached", sha256=sha256)
        work.commit()
        return scan.id


def sign_on_paper(workspace: Workspace, minutes_id: str, seat_ids: Sequence[str], *, scan_id: str) -> None:
    """Record that these members' signatures are seen on an attached scan, all or none.

    Raises ``RuleError("minutes.no_signer")`` without a member; ``Refused``: ``minutes.scan_unknown``, and as
    ``Minutes.sign``.
    """
    if not seat_ids:
        raise RuleError("minutes.no_signer")
    with workspace.unit_of_work() as work:
        minutes = work.minutes.get(minutes_id)
        scan = next((one for one in work.minutes.scans(minutes_id) if one.id == scan_id), None)
        if scan is None:
            raise Refused("minutes.scan_unknown")
        for seat_id in seat_ids:
            minutes.sign(seat_id, at=workspace.clock(), pdf_sha256=scan.sha256, route=Route.PAPER)
            _noted(work, minutes, seat_id, "minutes.signed_on_paper", sha256=scan.sha256)
        work.commit()


# --- ending before completion ---------------------------------------------------------------------------


def reopen_closing(workspace: Workspace, session_id: str, *, by: str, why: str) -> Ended:
    """Open a closed session again before anybody signed: its minutes count no more, their numbers stay
    reserved for the next closing. Minutes that rectified others leave that rectification under way.

    ``by`` names who asks, ``why`` the reason; both enter the journal. Raises ``RuleError``
    (``minutes.ending_reason``, ``text.*``) or ``Refused``: ``session.open``, ``minutes.signed_once``.
    """
    by, why = _by_and_why(by, why)
    with workspace.unit_of_work() as work:
        session, closed = _last_closing(work, session_id)
        now = workspace.clock()
        for minutes in closed:
            minutes.reopen(at=now, by=by, why=why)
        _open_again(work, session, closed)
        _noted_ended(work, session, closed, "session.closing_reopened", why)
        work.commit()
        return Ended(tuple(minutes.number for minutes in closed))


def cancel_minutes(workspace: Workspace, session_id: str, *, by: str, why: str) -> Ended:
    """Cancel minutes between two signatures, and open the session again under new numbers.

    What was signed is kept and shown as cancelled; the minutes of another panel, closed together and signed
    by nobody yet, are reopened with it. Raises ``RuleError`` as ``reopen_closing``; ``Refused``:
    ``session.open``, ``minutes.complete`` (one panel's are: they are rectified), ``minutes.unsigned`` (nobody
    signed: reopen).
    """
    by, why = _by_and_why(by, why)
    with workspace.unit_of_work() as work:
        session, closed = _last_closing(work, session_id)
        begun = [minutes for minutes in closed if minutes.state is not MinutesState.CLOSED]
        if not begun:
            raise Refused("minutes.unsigned", number=closed[0].number)
        now = workspace.clock()
        for minutes in closed:
            if minutes in begun:
                minutes.cancel(at=now, by=by, why=why)
            else:
                minutes.reopen(at=now, by=by, why=why)
        _open_again(work, session, closed)
        reserved = _reserve(work, session, begun)
        _noted_ended(work, session, begun, "minutes.cancelled", why)
        work.commit()
        return Ended(tuple(minutes.number for minutes in begun), reserved)


def _last_closing(work: UnitOfWork, session_id: str) -> tuple[JurySession, list[Minutes]]:
    """Return the session, and the minutes that were closed together last: never empty."""
    session = work.sessions.get(session_id)
    standing = [minutes for minutes in work.minutes.of_session(session_id) if minutes.stands]
    if not session.closed or not standing:
        raise Refused("session.open")
    last = max(minutes.closed_at for minutes in standing)
    return session, [minutes for minutes in standing if minutes.closed_at == last]


def _reserve(work: UnitOfWork, session: JurySession, cancelled: Sequence[Minutes]) -> tuple[str, ...]:
    """Give a new number to the session or panel that bore one that was cancelled, in the panels' order.

    A rectification takes its number at its closing.
    """
    code = work.centres.get(session.centre_id).code
    reserved = []
    for minutes in cancelled:
        if minutes.rectifies_id is not None:
            continue
        number = next_minutes_number(work, session.starts.year, code)
        if session.minutes_number == minutes.number:
            session.minutes_number = number
        else:
            work.panels.get(minutes.panel_id).minutes_number = number
        reserved.append(number)
    return tuple(reserved)


def _open_again(work: UnitOfWork, session: JurySession, ended: Sequence[Minutes]) -> None:
    """Open the session once its minutes have ended: the database holds to that order."""
    mending = next((minutes for minutes in ended if minutes.rectifies_id is not None), None)
    if mending is not None and mending.rectifies_id is not None and mending.ground is not None:
        again = Rectification(
            new_id(), session.id, mending.rectifies_id, mending.ground, mending.rectification,
            mending.ended_by, mending.ended_at or mending.closed_at,
        )  # fmt: skip
        work.minutes.add_rectification(again)
    work.minutes.write()
    session.closed_at = None


def _noted_ended(
    work: UnitOfWork, session: JurySession, ended: Sequence[Minutes], action: str, why: str
) -> None:
    numbers = [minutes.number for minutes in ended]
    work.note("PANEL", action, subject=session.id, numbers=numbers, reason=why)
    work.changed(Change.EVERYTHING, session.id, *(minutes.id for minutes in ended))


def _by_and_why(by: str, why: str) -> tuple[str, str]:
    why = entry_text(why, field="minutes.ending", limit=COMMENT_LENGTH, multiline=True)
    if not why.strip():
        raise RuleError("minutes.ending_reason")
    return required_text(by, field="minutes.ended_by"), why


def _noted(work: UnitOfWork, minutes: Minutes, actor: str, action: str, **values: str) -> None:
    work.note(actor, action, subject=minutes.id, **values)
    work.changed(Change.MINUTES, minutes.id, minutes.session_id)
