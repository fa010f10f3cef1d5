"""What the papers of one person rest on, beside the minutes: sheets, marks, hours, incidents, the journal.

Read once for a session, within one transaction. Must not know what a paper prints.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from cisp_desktop.application.hearings import read_hearings
from cisp_desktop.application.issued_sources import IssuedSources
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.deliberation import Decision, Proposal
from cisp_desktop.domain.discussion import Round, Vote
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.hearing_log import Incident, Presence, StandIn, TimerEvent
from cisp_desktop.domain.journal import AuditEvent
from cisp_desktop.domain.panel import Panel, Recusal
from cisp_desktop.domain.reading import ReadingNote
from cisp_desktop.domain.registration import OutsideResult
from cisp_desktop.domain.scoring import Mark, ScoreSheet, Transcription


class _OfRegistration(Protocol):
    @property
    def registration_id(self) -> str: ...


_Own = TypeVar("_Own", bound=_OfRegistration)


@dataclass(frozen=True, slots=True)
class PersonalSources:
    """A session as the papers of its candidates see it; lists are by registration id unless said otherwise.

    ``marks`` and ``transcriptions`` are by sheet id, ``notes`` (shared ones only) by dossier id; ``events``
    are those links of the journal that name the registration.
    """

    candidates: Mapping[str, Candidate]
    panels: Mapping[str, Panel]
    hearings: Mapping[str, Hearing]
    sheets: Mapping[str, Sequence[ScoreSheet]]
    marks: Mapping[str, Mapping[str, Mark]]
    transcriptions: Mapping[str, Transcription]
    rounds: Mapping[str, Sequence[Round]]
    proposals: Mapping[str, Sequence[Proposal]]
    decisions: Mapping[tuple[str, str], Decision]
    votes: Mapping[str, Sequence[Vote]]
    outside: Mapping[str, Sequence[OutsideResult]]
    presences: Mapping[str, Presence]
    timers: Mapping[str, Sequence[TimerEvent]]
    stand_ins: Mapping[str, Sequence[StandIn]]
    recusals: Mapping[str, Sequence[Recusal]]
    incidents: Sequence[Incident]
    dossiers: Mapping[str, Sequence[Dossier]]
    notes: Mapping[str, Sequence[ReadingNote]]
    events: Mapping[str, Sequence[AuditEvent]]


def read_personal_sources(work: UnitOfWork, sources: IssuedSources, *, whole: bool) -> PersonalSources:
    """Read a session's sources; without ``whole`` neither notes nor journal, which only access packs tell."""
    id_ = sources.session.id
    dossiers = work.dossiers.of_session(id_)
    sheets = work.sheets.of_session(id_)
    return PersonalSources(
        candidates=work.candidates.of_session(id_),
        panels={panel.id: panel for panel in work.panels.all_of_session(id_)},
        hearings=read_hearings(work, sources.session),
        sheets=_grouped(sheets),
        marks=work.sheets.current_marks_of_session(id_),
        transcriptions={one.sheet_id: one for one in work.hearings.transcriptions_of_session(id_)},
        rounds=_grouped(work.discussions.rounds_of_session(id_)),
        proposals=_grouped(work.deliberations.proposals_of_session(id_)),
        decisions=work.deliberations.current_decisions(id_),
        votes=_grouped(work.discussions.votes_of_session(id_)),
        outside=_grouped(work.outside_results.of_session(id_)),
        presences={one.registration_id: one for one in work.hearings.presences_of_session(id_)},
        timers=_grouped(work.hearings.timer_events_of_session(id_)),
        stand_ins=_grouped(work.hearings.stand_ins_of_session(id_)),
        recusals=_grouped(work.recusals.of_session(id_)),
        incidents=work.hearings.incidents_of_session(id_),
        dossiers=_grouped(dossiers),
        notes=_shared_notes(work, dossiers) if whole else {},
        events=_events(work, sources, sheets, dossiers) if whole else {},
    )


def _grouped(rows: Iterable[_Own]) -> dict[str, list[_Own]]:
    found: dict[str, list[_Own]] = defaultdict(list)
    for row in rows:
        found[row.registration_id].append(row)
    return found


def _shared_notes(work: UnitOfWork, dossiers: Sequence[Dossier]) -> dict[str, list[ReadingNote]]:
    """Return what jurors wrote and shared; a note that its author kept is read by nobody."""
    return {
        one.id: [note for note in work.readings.notes_of(one.id) if note.shared and note.text]
        for one in dossiers
    }


def _events(
    work: UnitOfWork, sources: IssuedSources, sheets: Sequence[ScoreSheet], dossiers: Sequence[Dossier]
) -> dict[str, list[AuditEvent]]:
    """Return the links about each registration, its sheets and dossiers, and those that list it."""
    owners = {one: one for one in sources.registrations}
    owners |= {sheet.id: sheet.registration_id for sheet in sheets}
    owners |= {dossier.id: dossier.registration_id for dossier in dossiers}
    found: dict[str, list[AuditEvent]] = defaultdict(list)
    for event in work.journal.all():
        owner = owners.get(event.subject)
        if owner is not None:
            found[owner].append(event)
            continue
        for named in listed_candidates(event):
            if named in sources.registrations:
                found[named].append(event)
    return found


def listed_candidates(event: AuditEvent) -> list[str]:
    """Return the registrations that a link lists by id; empty for most."""
    if '"candidates":[' not in event.details.replace(" ", ""):
        return []
    listed = json.loads(event.details).get("candidates")
    return [str(one) for one in listed] if isinstance(listed, list) else []
