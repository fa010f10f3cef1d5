"""Makes the frozen content of an access pack: all that is kept about one candidate of a session.

What other candidates are, and what members of the jury kept for themselves, is left out. Source: the right
of access to one's own data, with exam papers and the examiners' comments (GDPR, article 15; CJEU, C-434/16).
Must not know how it is drawn.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.grids_building import GridsBuilder, identity_of, iso
from cisp_desktop.application.others_names import Identity, OthersNames
from cisp_desktop.application.personal_content import (
    AbsenceContent,
    DossierContent,
    Fact,
    GivenPaper,
    IncidentContent,
    JournalLine,
    PresenceContent,
    SharedNoteContent,
    TimerContent,
)
from cisp_desktop.application.personal_sources import listed_candidates
from cisp_desktop.application.wording import DOSSIER_KINDS, short_day
from cisp_desktop.application.wording_journal import detail_words
from cisp_desktop.application.wording_minutes import NBSP, access_path_words
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.hearing_log import standing, timed
from cisp_desktop.domain.journal import AuditEvent

_TOLD = frozenset(
    (
        "attendance",
        "block",
        "by",
        "code",
        "ground",
        "kind",
        "made_by",
        "number",
        "paper",
        "phase",
        "seat",
        "sheets",
        "value",
    )
)
"""Details of the journal that are about the candidate or the act, and name nobody else."""
_MARKS = "mark.given"
_SEXES = {"F": "féminin", "M": "masculin"}
_CAPITALISED = re.compile(r"[^\W\d_]+")
_LEAST_NAME = 3


@dataclass(frozen=True, slots=True)
class AccessBuilder:
    """One candidate's data beside the grids."""

    grids: GridsBuilder

    @property
    def _id(self) -> str:
        return self.grids.registration.id

    def _free(self, text: str) -> str:
        return self.grids.names.without(text)

    # --- identity and registration --------------------------------------------------------------------

    def identity(self) -> list[Fact]:
        """Return who the candidate is, as recorded."""
        person = self.grids.personal.candidates[self.grids.registration.candidate_id]
        return _facts(
            {
                "candidate.civility": person.civility,
                "candidate.sex": _SEXES.get(person.sex, ""),
                "candidate.birth_name": person.birth_name,
                "candidate.usage_name": person.usage_name,
                "candidate.first_names": person.first_names,
                "candidate.birth_date": person.birth_date,
                "candidate.birth_place": person.birth_place,
                "candidate.birth_insee": person.birth_insee,
                "candidate.birth_postcode": person.birth_postcode,
                "candidate.birth_country": person.birth_country,
                "candidate.email": person.email,
                "candidate.phone": person.phone,
            }
        )

    def registration(self) -> list[Fact]:
        """Return how the candidate is registered."""
        own = self.grids.registration
        return _facts(
            {
                "candidate.number": own.number,
                "candidate.access_path": access_path_words(own.access_path.value),
                "candidate.entry_level": own.entry_level,
                "candidate.experience_years": own.experience_years,
                "candidate.selection_passed": own.selection_passed,
                "candidate.entered_on": own.entered_on,
                "candidate.vae_admissible_on": own.vae_admissible_on,
                "candidate.accommodations": self._free(own.accommodations),
                "candidate.extra_time_percent": _percent(own.extra_time_percent),
                "candidate.referent_trainer": own.referent_trainer,
                "candidate.employer": own.employer,
                "candidate.companion": own.companion,
            }
        )

    # --- dossiers and notes ---------------------------------------------------------------------------

    def dossiers(self) -> list[DossierContent]:
        """Return every version of every document handed in, by kind and date."""
        found = self.grids.personal.dossiers.get(self._id, ())
        ordered = sorted(found, key=lambda one: (list(DOSSIER_KINDS).index(one.kind.value), one.received_at))
        return [self._dossier(place, one) for place, one in enumerate(ordered, 1)]

    def _dossier(self, place: int, one: Dossier) -> DossierContent:
        name = self._free(one.file_name)
        return {
            "kind": one.kind.value,
            "name": name,
            "file": safe_stem(f"{place:02d} - {name}", most=200),
            "pages": one.pages,
            "size": one.size,
            "sha256": one.sha256,
            "received_at": iso(one.received_at) or "",
            "replaced_at": iso(one.replaced_at),
        }

    def notes(self) -> list[SharedNoteContent]:
        """Return the reading notes that their authors shared; nobody reads the others."""
        names = {one.id: one.file_name for one in self.grids.personal.dossiers.get(self._id, ())}
        found = [note for id_ in names for note in self.grids.personal.notes.get(id_, ())]
        return [
            {
                "author": _juror(self.grids, note.seat_id),
                "file": self._free(names[note.dossier_id]),
                "page": note.page + 1,
                "text": self._free(note.text),
            }
            for note in sorted(found, key=lambda one: (names[one.dossier_id], one.page, one.written_at))
        ]

    # --- the hearing ----------------------------------------------------------------------------------

    def presence(self) -> PresenceContent:
        """Return whether and when the candidate came."""
        own, known = self.grids.registration, self.grids.personal.presences.get(self._id)
        return {
            "attendance": own.attendance.value,
            "slot": iso(own.starts_at),
            "minutes": own.minutes,
            "arrived_at": iso(known.arrived_at) if known is not None else None,
            "left_at": iso(known.left_at) if known is not None else None,
            "excuse": self._free(known.excuse) if known is not None else "",
            "document": self._free(known.document_name) if known is not None else "",
            "identity_checked_by": own.identity_checked_by,
            "timers": self._timers(),
        }

    def _timers(self) -> list[TimerContent]:
        blocks = self.grids.sources.certification.blocks
        titles = {one.id: one.title for block in blocks for one in block.assessments}
        found = timed(self.grids.personal.timers.get(self._id, ()))
        return [
            {
                "assessment": titles.get(assessment_id, ""),
                "phase": phase.value,
                "began": iso(one.began),
                "ended": iso(one.ended or one.halted),
                "seconds": round(one.elapsed.total_seconds()),
            }
            for (assessment_id, phase), one in found.items()
            if one.began is not None
        ]

    def absences(self) -> list[AbsenceContent]:
        """Return who of the jury did not hear the candidate. Why a member left, or what tie one declared in
        words, is the member's own.
        """
        personal, found = self.grids.personal, list[AbsenceContent]()
        for recusal in personal.recusals.get(self._id, ()):
            found.append(self._absence(recusal.seat_id, ground=recusal.ground.value))
        for one in personal.stand_ins.get(self._id, ()):
            instead = _juror(self.grids, one.substitute_id) if one.substitute_id is not None else ""
            recused = next((r for r in found if r["name"] == _juror(self.grids, one.seat_id)), None)
            if recused is not None:
                recused["substitute"] = instead
            else:
                found.append(self._absence(one.seat_id, at=iso(one.at), substitute=instead))
        return found

    def _absence(
        self, seat_id: str, *, ground: str = "", at: str | None = None, substitute: str = ""
    ) -> AbsenceContent:
        seat = self.grids.seat(seat_id)
        sex = seat.juror.sex if seat.juror is not None else ""
        return {
            "name": _juror(self.grids, seat_id), "role": seat.role.value, "sex": sex, "ground": ground,
            "at": at, "substitute": substitute,
        }  # fmt: skip

    def incidents(self) -> list[IncidentContent]:
        """Return the incidents about the candidate, without the names of anybody else."""
        own = [one for one in self.grids.personal.incidents if one.registration_id == self._id]
        found: list[IncidentContent] = []
        for one in standing(own):
            names = self._all_names(one.people)
            found.append(
                {
                    "kind": one.kind.value,
                    "happened_at": iso(one.happened_at) or "",
                    "account": names.without(self._free(one.account)),
                    "decision": names.without(self._free(one.decision)),
                }
            )
            self.grids.names.withheld += names.withheld
        return found

    def _all_names(self, people: str) -> OthersNames:
        """Return what leaves members of the jury, and ``people`` as typed, out of an account."""
        registration, personal = self.grids.registration, self.grids.personal
        own = identity_of(personal.candidates[registration.candidate_id], registration)
        seats = [seat for panel in personal.panels.values() for seat in panel.seats]
        jurors = [_person(seat.juror.name) for seat in seats if seat.juror is not None]
        return OthersNames(own, [*jurors, *_persons(people)])

    # --- what was given and done ----------------------------------------------------------------------

    def papers(self) -> list[GivenPaper]:
        """Return the papers issued about the candidate before."""
        blocks = {one.id: one.short_code for one in self.grids.sources.certification.blocks}
        return [
            {
                "kind": one.kind.value,
                "block": blocks.get(one.block_id or "", ""),
                "code": one.code,
                "issued_at": iso(one.issued_at) or "",
            }
            for one in self.grids.sources.issued
            if one.registration_id == self._id
        ]

    def journal(self) -> list[JournalLine]:
        """Return what the journal tells of the candidate, by hour; marks of one sheet make one line."""
        lines: dict[tuple[str, ...], JournalLine] = {}
        for event in self.grids.personal.events.get(self._id, ()):
            line = self._line(event)
            key = (event.subject, event.action) if event.action == _MARKS else (str(event.sequence),)
            known = lines.setdefault(key, line)
            if known is not line:
                known["until"], known["times"] = line["until"], known["times"] + 1
        return list(lines.values())

    def _line(self, event: AuditEvent) -> JournalLine:
        names = self._journal_names()
        at = event.at.isoformat(timespec="seconds")
        listed = bool(listed_candidates(event))
        details = "" if listed or event.action == _MARKS else detail_words(_told(event.details), names)
        return {
            "at": at,
            "until": at,
            "times": 1,
            "actor": names.get(event.actor, event.actor),
            "action": event.action,
            "about": "" if listed else names.get(event.subject, ""),
            "details": self._free(details),
        }

    def _journal_names(self) -> dict[str, str]:
        """Return the words of the identifiers that lines about the candidate may hold."""
        blocks = {one.id: one.short_code for one in self.grids.sources.certification.blocks}
        personal = self.grids.personal
        names = dict(blocks)
        names |= {one.id: blocks[one.block_id] for one in personal.sheets.get(self._id, ())}
        names |= {one.id: DOSSIER_KINDS[one.kind.value] for one in personal.dossiers.get(self._id, ())}
        for panel in personal.panels.values():
            names |= {seat.id: seat.juror.name for seat in panel.seats if seat.juror is not None}
        return names


def _told(details: str) -> str:
    """Return the details of a link that concern the candidate or the act."""
    data = json.loads(details)
    return json.dumps({key: value for key, value in data.items() if key in _TOLD})


def _juror(grids: GridsBuilder, seat_id: str) -> str:
    juror = grids.seat(seat_id).juror
    return juror.name if juror is not None else ""


def _facts(values: Mapping[str, object]) -> list[Fact]:
    """Return what is known, in words."""
    return [{"field": field, "value": said} for field, value in values.items() if (said := _said(value))]


def _percent(value: int) -> str:
    return f"{value}{NBSP}%" if value else ""


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return short_day(value)
    return "" if value is None else str(value)


def _person(name: str) -> Identity:
    """Return by what « NOM Prénom » may be named."""
    family, _, given = name.partition(" ")
    return Identity((family,), given)


def _persons(people: str) -> Iterable[Identity]:
    """Return by what the persons of a free text may be named: its capitalised words."""
    words: Sequence[str] = _CAPITALISED.findall(people)
    return [Identity(given=word) for word in words if word[0].isupper() and len(word) >= _LEAST_NAME]
