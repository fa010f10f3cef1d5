"""The acts of a hearing: each returns the state that follows, or refuses and changes nothing.

Sealing, rounds, attendance, substitution, recusal, decision and closing are this one state machine; sources
stand in ``hearing``. This module must not know storage, screens or the values of marks.
"""

from dataclasses import replace

from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing import Hearing, HearingSeat, SheetStanding
from cisp_desktop.domain.registration import Attendance

LAST_ROUND = 9
"""No discussion needs more; a mistaken loop stops here."""


def check_score(hearing: Hearing, seat_id: str, block_id: str, *, named: str = "") -> None:
    """Refuse a mark; ``named`` is what the sentence calls the block.

    Raises ``session.closed``, ``session.cancelled``, ``panel.could_not_sit``, ``juror.other_panel``,
    ``juror.recused``, ``juror.on_standby``, ``juror.absent``,
    ``registration.not_heard``, ``registration.block_not_presented``, ``sheet.sealed``, ``sheet.set_aside``.
    """
    _check_sits(hearing)
    seat = hearing.seat(seat_id)
    if seat.recused:
        raise Refused("juror.recused")
    if seat.standby:
        raise Refused("juror.on_standby")
    if seat.absent:
        raise Refused("juror.absent")
    _check_presented(hearing, block_id)
    at = hearing.standing(seat_id, block_id)
    if at is SheetStanding.SEALED:
        raise Refused("sheet.sealed", block=named or block_id)
    if at is SheetStanding.SET_ASIDE:
        raise Refused("sheet.set_aside", block=named or block_id)


def scored(hearing: Hearing, seat_id: str, block_id: str) -> Hearing:
    """A mark is given: the sheet of the round that counts is open."""
    check_score(hearing, seat_id, block_id)
    return _with_sheet(hearing, seat_id, block_id, SheetStanding.OPEN)


def sealed(hearing: Hearing, seat_id: str, block_id: str) -> Hearing:
    """A juror declares a sheet final; a candidate still expected was there."""
    check_score(hearing, seat_id, block_id)
    if hearing.standing(seat_id, block_id) is None:
        raise Refused("sheet.empty", block=block_id)
    there = Attendance.PRESENT if hearing.attendance is Attendance.EXPECTED else hearing.attendance
    return replace(_with_sheet(hearing, seat_id, block_id, SheetStanding.SEALED), attendance=there)


def set_aside(hearing: Hearing, seat_id: str, block_id: str) -> Hearing:
    """The president sets aside the unsealed sheet of a juror who left, so that deliberation can open.

    Raises ``sheet.sealed``, ``sheet.set_aside``, ``sheet.author_present``, ``session.closed``.
    """
    _check_open(hearing)
    _check_presented(hearing, block_id)
    seat = hearing.seat(seat_id)
    at = hearing.standing(seat_id, block_id)
    if at is SheetStanding.SEALED:
        raise Refused("sheet.sealed", block=block_id)
    if at is SheetStanding.SET_ASIDE:
        raise Refused("sheet.set_aside", block=block_id)
    if not seat.absent or seat.standby:
        raise Refused("sheet.author_present")
    return _with_sheet(hearing, seat_id, block_id, SheetStanding.SET_ASIDE)


def take_up(hearing: Hearing, seat_id: str, block_id: str) -> Hearing:
    """Undo ``set_aside``: the sheet waits again for its juror. Raises ``sheet.not_set_aside``,
    ``sheet.shown`` (the proposal made without it was shown), ``session.closed``.
    """
    _check_open(hearing)
    if hearing.standing(seat_id, block_id) is not SheetStanding.SET_ASIDE:
        raise Refused("sheet.not_set_aside")
    if (block_id, hearing.round_of(block_id)) in hearing.frozen:
        raise Refused("sheet.shown")
    return _with_sheet(hearing, seat_id, block_id, SheetStanding.OPEN)


def leave(hearing: Hearing, seat_id: str) -> Hearing:
    """A juror is gone for this candidate. ``session.closed``, ``juror.absent``, ``juror.on_standby``."""
    _check_open(hearing)
    seat = hearing.seat(seat_id)
    if seat.absent:
        raise Refused("juror.absent")
    if seat.standby:
        raise Refused("juror.on_standby")
    return _with_seat(hearing, replace(seat, absent=True))


def come_back(hearing: Hearing, seat_id: str) -> Hearing:
    """Undo ``leave``; refused once a sheet was set aside (``sheet.set_aside``) or somebody was called in
    the place (the caller knows: calling is undone first).
    """
    _check_open(hearing)
    seat = hearing.seat(seat_id)
    if not seat.absent:
        raise Refused("juror.present")
    if any(s is SheetStanding.SET_ASIDE for key, s in hearing.sheets.items() if key[0] == seat_id):
        raise Refused("sheet.set_aside", block="")
    return _with_seat(hearing, replace(seat, absent=False))


def call(hearing: Hearing, substitute_id: str, *, for_seat: str) -> Hearing:
    """A substitute sits in the place of who is gone or recused, and has sealed nothing of this candidate.

    Raises ``substitute.not_standby``, ``substitute.place_taken`` (the other is there),
    ``substitute.heard`` (the other sealed already), ``substitute.deliberated`` (a proposal was shown).
    """
    _check_open(hearing)
    substitute, gone = hearing.seat(substitute_id), hearing.seat(for_seat)
    if not substitute.standby:
        raise Refused("substitute.not_standby")
    if substitute.recused:
        raise Refused("juror.recused")
    if gone.standby or not (gone.absent or gone.recused):
        raise Refused("substitute.place_taken")
    if hearing.sealed_by(for_seat):
        raise Refused("substitute.heard")
    if hearing.frozen:
        raise Refused("substitute.deliberated")
    return _with_seat(hearing, replace(substitute, standby=False))


def dismiss(hearing: Hearing, substitute_id: str) -> Hearing:
    """Undo ``call``; refused once the substitute gave a mark (``substitute.scored``)."""
    _check_open(hearing)
    substitute = hearing.seat(substitute_id)
    if substitute.standby:
        raise Refused("juror.on_standby")
    if any(key[0] == substitute_id for key in hearing.sheets):
        raise Refused("substitute.scored")
    return _with_seat(hearing, replace(substitute, standby=True))


def recuse(hearing: Hearing, seat_id: str) -> Hearing:
    """Declare a tie; refused once the juror sealed (``recusal.sealed``) or a proposal was shown
    (``recusal.frozen``).
    """
    _check_open(hearing)
    seat = hearing.seat(seat_id)
    if seat.recused:
        raise Refused("recusal.exists")
    if hearing.sealed_by(seat_id):
        raise Refused("recusal.sealed")
    if hearing.frozen:
        raise Refused("recusal.frozen")
    return _with_seat(hearing, replace(seat, recused=True))


def drop_recusal(hearing: Hearing, seat_id: str) -> Hearing:
    """Take it back; refused once a proposal was shown (``recusal.frozen``)."""
    _check_open(hearing)
    seat = hearing.seat(seat_id)
    if not seat.recused:
        raise Refused("recusal.not_found")
    if hearing.frozen:
        raise Refused("recusal.frozen")
    return _with_seat(hearing, replace(seat, recused=False))


def attend(hearing: Hearing, attendance: Attendance) -> Hearing:
    """Say whether the candidate came. Who was heard is not absent: once a sheet is sealed, present and
    withdrawn remain (``attendance.sealed``); with a decision, nothing else (``attendance.decided``).
    """
    _check_open(hearing)
    heard = (Attendance.PRESENT, Attendance.WITHDRAWN)
    if attendance not in heard and SheetStanding.SEALED in hearing.sheets.values():
        raise Refused("attendance.sealed")
    if attendance is not hearing.attendance and hearing.decided:
        raise Refused("attendance.decided")
    return replace(hearing, attendance=attendance)


def freeze(hearing: Hearing) -> Hearing:
    """Show the proposals of the blocks that are complete, once the first round is revealed."""
    _check_open(hearing)
    if hearing.could_not_sit or not hearing.attendance.came or not hearing.revealed:
        return hearing
    ready = {(b, hearing.round_of(b)) for b in hearing.presented if hearing.complete(b)}
    return replace(hearing, frozen=hearing.frozen | ready)


def open_round(hearing: Hearing, block_id: str) -> Hearing:
    """A second round on a block, after the discussion: new sheets, the earlier ones kept.

    Raises ``round.not_shown`` (the present round's proposal was not), ``round.decided``, ``round.last``,
    ``panel.no_president``, ``panel.no_quorum``.
    """
    _check_sits(hearing)
    _check_presented(hearing, block_id)
    now = hearing.round_of(block_id)
    if (block_id, now) not in hearing.frozen:
        raise Refused("round.not_shown")
    if block_id in hearing.decided:
        raise Refused("round.decided")
    if now >= LAST_ROUND:
        raise Refused("round.last", most=LAST_ROUND)
    _check_quorum(hearing)
    return replace(hearing, rounds={**hearing.rounds, block_id: now + 1})


def cancel_round(hearing: Hearing, block_id: str) -> Hearing:
    """Undo ``open_round``; refused once a mark was given in it (``round.scored``)."""
    _check_open(hearing)
    now = hearing.round_of(block_id)
    if now == 1:
        raise Refused("round.first")
    if any(key[1:] == (block_id, now) for key in hearing.sheets):
        raise Refused("round.scored")
    rounds = {key: value for key, value in hearing.rounds.items() if key != block_id}
    return replace(hearing, rounds=rounds if now == 2 else {**rounds, block_id: now - 1})


def decide(hearing: Hearing, block_id: str) -> Hearing:
    """Record a decision: only on what was shown, with quorum, for a candidate who came.

    Raises ``decision.stands``, ``deliberation.not_open``, ``panel.no_president``, ``panel.no_quorum``,
    ``session.closed``.
    """
    _check_sits(hearing)
    _check_shown(hearing, block_id)
    _check_quorum(hearing)
    return replace(hearing, decided=hearing.decided | {block_id})


def discuss(hearing: Hearing, block_id: str) -> Hearing:
    """Write down what is said and voted on a block before it is decided; nothing of the hearing changes.

    Raises ``decision.stands``, ``deliberation.not_open``, ``discussion.decided``, ``session.closed``.
    """
    _check_sits(hearing)
    _check_shown(hearing, block_id)
    if block_id in hearing.decided:
        raise Refused("discussion.decided")
    return hearing


def withdraw_decision(hearing: Hearing, block_id: str) -> Hearing:
    """Take a decision back, until the session is closed: those take it back who could take it.

    Raises ``panel.no_president``, ``panel.no_quorum``, ``session.closed``.
    """
    _check_open(hearing)
    _check_quorum(hearing)
    return replace(hearing, decided=hearing.decided - {block_id})


def close(hearing: Hearing) -> Hearing:
    """Close the candidate's part; ``session.undecided`` while a presented block lacks a decision."""
    _check_open(hearing)
    missing = hearing.missing_to_close()
    if missing:
        raise Refused("session.undecided", blocks=len(missing))
    return replace(hearing, closed=True)


def _check_open(hearing: Hearing) -> None:
    if hearing.closed:
        raise Refused("session.closed")
    if hearing.cancelled:
        raise Refused("session.cancelled")


def _check_sits(hearing: Hearing) -> None:
    """Refuse what only a panel that sits does (``panel.could_not_sit``), and as ``_check_open``."""
    _check_open(hearing)
    if hearing.could_not_sit:
        raise Refused("panel.could_not_sit")


def _check_presented(hearing: Hearing, block_id: str) -> None:
    if not hearing.attendance.came:
        raise Refused("registration.not_heard", attendance=hearing.attendance)
    if block_id not in hearing.presented:
        raise Refused("registration.block_not_presented")


def _check_shown(hearing: Hearing, block_id: str) -> None:
    """Hold what the jury does about a block to what was shown of the round that counts."""
    if not hearing.attendance.came or block_id not in hearing.presented:
        raise Refused("decision.stands")
    if (block_id, hearing.round_of(block_id)) not in hearing.frozen:
        raise Refused("deliberation.not_open")


def _check_quorum(hearing: Hearing) -> None:
    lacking = hearing.lacks_quorum()
    if lacking == "panel.no_president":
        raise Refused("panel.no_president")
    if lacking:
        raise Refused("panel.no_quorum", present=len(hearing.deciding))


def _with_sheet(hearing: Hearing, seat_id: str, block_id: str, standing: SheetStanding) -> Hearing:
    key = seat_id, block_id, hearing.round_of(block_id)
    return replace(hearing, sheets={**hearing.sheets, key: standing})


def _with_seat(hearing: Hearing, changed: HearingSeat) -> Hearing:
    return replace(hearing, seats=tuple(changed if s.id == changed.id else s for s in hearing.seats))
