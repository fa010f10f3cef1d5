"""A candidate's hearing as it is stored: read whole, judged by ``domain.hearing_acts``, written act by act.

Must not know screens, nor the values of marks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.domain.deliberation import Decision
from cisp_desktop.domain.discussion import Round
from cisp_desktop.domain.hearing import Hearing, HearingSeat, SheetKey, SheetStanding
from cisp_desktop.domain.hearing_log import StandIn
from cisp_desktop.domain.panel import Panel, Role, seat_order
from cisp_desktop.domain.registration import JurySession, Registration
from cisp_desktop.domain.scoring import ScoreSheet, SheetSummary


class Scorer(Protocol):
    """Whose sheet it is."""

    @property
    def seat_id(self) -> str: ...
    @property
    def standby(self) -> bool: ...


def read_hearing(work: UnitOfWork, registration: Registration, session: JurySession) -> Hearing:
    """Return the hearing of a candidate; the session may be closed: the acts refuse it then."""
    panel = work.panels.get(registration.panel_id)
    rules = session_rules(session.panel_rules, work.certifications.get(session.certification_id))
    return Hearing(
        seats=seats_of(
            panel,
            recused={recusal.seat_id for recusal in work.recusals.of_registration(registration.id)},
            gone=gone_seats(work.hearings.stand_ins(registration.id)),
        ),
        presented=tuple(registration.presented),
        attendance=registration.attendance,
        sheets=sheets_by_place(work.sheets.of_registration(registration.id)),
        rounds=last_rounds(work.discussions.rounds(registration.id)),
        frozen=frozenset(
            (p.block_id, p.round) for p in work.deliberations.proposals_of_registration(registration.id)
        ),
        decided=_decided(work.deliberations.decisions_of_registration(registration.id)),
        required=rules.members_present(registration.access_path),
        closed=session.closed,
        cancelled=session.cancelled,
        could_not_sit=panel.could_not_sit,
    )


def read_hearings(
    work: UnitOfWork,
    session: JurySession,
    *,
    registrations: Sequence[Registration] | None = None,
    summaries: Sequence[SheetSummary] | None = None,
) -> dict[str, Hearing]:
    """Return every candidate's hearing by registration id, as ``read_hearing``, in a few statements.

    A caller that read the session's registrations, or the summaries of its sheets, gives them.
    """
    if registrations is None:
        registrations = work.registrations.of_session(session.id)
    if summaries is None:
        summaries = work.sheets.summaries(session.id)
    panels = {panel.id: panel for panel in work.panels.all_of_session(session.id)}
    rules = session_rules(session.panel_rules, work.certifications.get(session.certification_id))
    recused: dict[str, set[str]] = defaultdict(set)
    for recusal in work.recusals.of_session(session.id):
        recused[recusal.registration_id].add(recusal.seat_id)
    gone: dict[str, list[StandIn]] = defaultdict(list)
    for one in work.hearings.stand_ins_of_session(session.id):
        gone[one.registration_id].append(one)
    rounds: dict[str, list[Round]] = defaultdict(list)
    for opened in work.discussions.rounds_of_session(session.id):
        rounds[opened.registration_id].append(opened)
    sheets, (frozen, decided) = _standings(summaries), _deliberated(work, session.id)
    return {
        own.id: Hearing(
            seats=seats_of(panels[own.panel_id], recused=recused[own.id], gone=gone_seats(gone[own.id])),
            presented=tuple(own.presented),
            attendance=own.attendance,
            sheets=sheets[own.id],
            rounds=last_rounds(rounds[own.id]),
            frozen=frozenset(frozen[own.id]),
            decided=frozenset(decided[own.id]),
            required=rules.members_present(own.access_path),
            closed=session.closed,
            cancelled=session.cancelled,
            could_not_sit=panels[own.panel_id].could_not_sit,
        )
        for own in registrations
    }


def _standings(summaries: Iterable[SheetSummary]) -> dict[str, dict[SheetKey, SheetStanding]]:
    """Return where each sheet stands, by registration id."""
    sheets: dict[str, dict[SheetKey, SheetStanding]] = defaultdict(dict)
    for sheet in summaries:
        key = sheet.seat_id, sheet.block_id, sheet.round
        sheets[sheet.registration_id][key] = standing(sealed=sheet.sealed, set_aside=sheet.set_aside)
    return sheets


def _deliberated(
    work: UnitOfWork, session_id: str
) -> tuple[dict[str, set[tuple[str, int]]], dict[str, set[str]]]:
    """Return what was frozen (block, round) and the blocks decided, by registration id."""
    frozen: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for proposal in work.deliberations.proposals_of_session(session_id):
        frozen[proposal.registration_id].add((proposal.block_id, proposal.round))
    decided: dict[str, set[str]] = defaultdict(set)
    for (registration_id, block_id), decision in work.deliberations.current_decisions(session_id).items():
        if decision.value is not None:
            decided[registration_id].add(block_id)
    return frozen, decided


def hearing_to_score(
    work: UnitOfWork,
    registration: Registration,
    session: JurySession,
    *,
    juror: Scorer,
    block_id: str,
) -> tuple[Hearing, ScoreSheet | None]:
    """Return what ``check_score`` needs of one juror's sheet, and that sheet: it is read at each key.

    Other jurors' sheets, proposals and decisions are not read: they are no matter of a mark.
    """
    recused = any(r.seat_id == juror.seat_id for r in work.recusals.of_registration(registration.id))
    stand_ins = work.hearings.stand_ins(registration.id)
    called = any(one.substitute_id == juror.seat_id for one in stand_ins)
    seat = HearingSeat(
        juror.seat_id,
        standby=juror.standby and not called,
        recused=recused,
        absent=any(one.seat_id == juror.seat_id for one in stand_ins),
    )
    rounds = last_rounds(work.discussions.rounds(registration.id))
    round_ = rounds.get(block_id, 1)
    sheet = work.sheets.find(registration.id, juror.seat_id, block_id=block_id, round=round_)
    sheets = {} if sheet is None else sheets_by_place([sheet])
    hearing = Hearing(
        (seat,), tuple(registration.presented), registration.attendance, sheets, rounds,
        closed=session.closed, cancelled=session.cancelled,
        could_not_sit=work.panels.could_not_sit(registration.panel_id),
    )  # fmt: skip
    return hearing, sheet


def sheets_by_place(sheets: Iterable[ScoreSheet]) -> dict[tuple[str, str, int], SheetStanding]:
    """Return where each sheet stands, by (seat, block, round)."""
    return {(sheet.seat_id, sheet.block_id, sheet.round): standing_of(sheet) for sheet in sheets}


def standing_of(sheet: ScoreSheet) -> SheetStanding:
    """Return where a sheet stands."""
    return standing(sealed=sheet.sealed, set_aside=bool(sheet.set_aside_reason))


def standing(*, sealed: bool, set_aside: bool) -> SheetStanding:
    """Return where a sheet stands that exists."""
    if sealed:
        return SheetStanding.SEALED
    return SheetStanding.SET_ASIDE if set_aside else SheetStanding.OPEN


def seats_of(
    panel: Panel, *, recused: Collection[str], gone: Mapping[str, str | None]
) -> tuple[HearingSeat, ...]:
    """Return a panel's seats as one candidate's hearing knows them, in the order of the sheet: who sits,
    whose seat ended, then the substitutes. ``gone`` says who is called in the place of whom.
    """
    ended = sorted((s for s in panel.seats if s.left_at is not None and not s.standby), key=seat_order)
    return tuple(
        hearing_seat(
            seat.id, seat.role, standby=seat.standby, ended=seat.left_at is not None, recused=recused,
            gone=gone,
        )
        for seat in (*panel.sitting, *ended, *panel.substitutes)
    )  # fmt: skip


def hearing_seat(
    seat_id: str,
    role: Role,
    *,
    standby: bool,
    ended: bool,
    recused: Collection[str],
    gone: Mapping[str, str | None],
) -> HearingSeat:
    """Return one seat as a candidate's hearing knows it; a seat that ended is absent for everybody."""
    return HearingSeat(
        seat_id,
        presides=role is Role.PRESIDENT,
        standby=standby and seat_id not in gone.values(),
        recused=seat_id in recused,
        absent=ended or seat_id in gone,
    )


def gone_seats(stand_ins: Iterable[StandIn]) -> dict[str, str | None]:
    """Return who is gone for a candidate, each with the substitute called in the place, if any."""
    return {one.seat_id: one.substitute_id for one in stand_ins}


def last_rounds(rounds: Iterable[Round]) -> dict[str, int]:
    """Return the round that counts of each block past its first."""
    last: dict[str, int] = {}
    for one in rounds:
        last[one.block_id] = max(one.number, last.get(one.block_id, 1))
    return last


def _decided(history: Iterable[Decision]) -> frozenset[str]:
    """Return the blocks whose latest decision stands."""
    latest = {decision.block_id: decision.value for decision in history}
    return frozenset(block_id for block_id, value in latest.items() if value is not None)
