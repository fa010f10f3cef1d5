"""Gathering what the minutes say of a session, panel by panel, within one transaction.

Must not know what a page shows of it.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime

from cisp_desktop.application.hearings import read_hearings
from cisp_desktop.application.lineage import Lineage
from cisp_desktop.application.minutes_content import MinutesContent
from cisp_desktop.application.minutes_hearings import HearingRecords, Paper
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.hearing_log import TimerEvent
from cisp_desktop.domain.panel import Panel
from cisp_desktop.domain.registration import JurySession, Registration


def load_contents(work: UnitOfWork, session_id: str) -> list[MinutesContent]:
    """Gather what each panel's minutes say, within a transaction, in the order of the panels.

    A panel without candidates needs no minutes; a session without any gives its first panel alone.
    """
    session = work.sessions.get(session_id)
    registrations = work.registrations.of_session(session_id)
    panels = list(work.panels.all_of_session(session_id))
    heard = [panel for panel in panels if any(r.panel_id == panel.id for r in registrations)]
    gathered = _Gathered(work, session, list(registrations), several=len(panels) > 1)
    return [gathered.content(panel) for panel in heard or panels[:1]]


class _Gathered:
    """What the minutes of all panels of a session have in common, read once."""

    def __init__(
        self, work: UnitOfWork, session: JurySession, registrations: list[Registration], *, several: bool
    ) -> None:
        self._session, self._registrations, self._several = session, registrations, several
        self._centre = work.centres.get(session.centre_id)
        self._certification = work.certifications.get(session.certification_id)
        self._rules = session_rules(session.panel_rules, self._certification)
        self._candidates = work.candidates.of_session(session.id)
        self._decisions = work.deliberations.current_decisions(session.id)
        self._proposals = work.deliberations.proposals_of_session(session.id)
        self._recused: dict[str, set[str]] = {}
        for recusal in work.recusals.of_session(session.id):
            self._recused.setdefault(recusal.registration_id, set()).add(recusal.seat_id)
        self._recused_on_the_day = _recused_on_the_day(work, session, self._recused)
        self._hearings = read_hearings(work, session)
        self._stand_ins = work.hearings.stand_ins_of_session(session.id)
        self._presences = {one.registration_id: one for one in work.hearings.presences_of_session(session.id)}
        self._timers: dict[str, list[TimerEvent]] = {}
        for event in work.hearings.timer_events_of_session(session.id):
            self._timers.setdefault(event.registration_id, []).append(event)
        self._votes = work.discussions.votes_of_session(session.id)
        self._incidents = work.hearings.incidents_of_session(session.id)
        self._papers = _papers(work, session.id)
        self._lineage = Lineage(work, self._certification)

    def content(self, panel: Panel) -> MinutesContent:
        """Return what the minutes of one panel say."""
        own = [registration for registration in self._registrations if registration.panel_id == panel.id]
        ids = {registration.id for registration in own}
        seats = {seat.id for seat in panel.seats}
        return MinutesContent(
            session=self._session,
            centre=self._centre,
            certification=self._certification,
            panel=panel,
            label=panel_words(panel.name, panel.position) if self._several else panel.name,
            rules=self._rules,
            registrations=own,
            candidates=self._candidates,
            decisions={key: decision for key, decision in self._decisions.items() if key[0] in ids},
            proposals={
                (p.registration_id, p.block_id): p for p in self._proposals if p.registration_id in ids
            },
            recused={key: named & seats for key, named in self._recused.items() if named & seats},
            valid_until=self._valid_until(own),
            deliberation_began=min(
                (p.frozen_at for p in self._proposals if p.registration_id in ids), default=None
            ),
            records=HearingRecords(
                hearings={key: hearing for key, hearing in self._hearings.items() if key in ids},
                stand_ins=[one for one in self._stand_ins if one.registration_id in ids],
                presences=self._presences,
                timers=self._timers,
                votes=[vote for vote in self._votes if vote.registration_id in ids],
                incidents=[one for one in self._incidents if one.panel_id == panel.id],
                recused_on_the_day=self._recused_on_the_day,
                papers=[
                    one for one in self._papers if one[0].registration_id in ids and one[0].seat_id in seats
                ],
            ),
        )

    def _valid_until(self, registrations: list[Registration]) -> dict[str, date]:
        found = {}
        for held in (held for registration in registrations for held in registration.held):
            standing = self._lineage.standing(held.code, held.obtained_on)
            if standing is not None and standing.block.id == held.block_id and standing.valid_until:
                found[held.id] = standing.valid_until
        return found


def _papers(work: UnitOfWork, session_id: str) -> list[Paper]:
    """Return the sealed sheets that were copied from paper, each with who typed and who checked it."""
    known = {one.sheet_id: one for one in work.hearings.transcriptions_of_session(session_id)}
    if not known:
        return []
    return [
        (sheet, known[sheet.id])
        for sheet in work.sheets.summaries(session_id)
        if sheet.id in known and sheet.sealed and not sheet.set_aside
    ]


def _recused_on_the_day(
    work: UnitOfWork, session: JurySession, recused: Mapping[str, set[str]]
) -> dict[tuple[str, str], datetime]:
    """Return when the recusals that stand were declared, by registration and seat: those of the session's
    days. A recusal has no hour of its own: the journal tells it.
    """
    if not recused:
        return {}
    found: dict[tuple[str, str], datetime] = {}
    for event in work.journal.about("recusal.declared", recused.keys()):
        seat_id = str(json.loads(event.details).get("seat", ""))
        if seat_id in recused[event.subject]:
            found[event.subject, seat_id] = event.at  # a later declaration replaces the one withdrawn
    return {key: at for key, at in found.items() if session.starts <= at.date() <= session.ends}
