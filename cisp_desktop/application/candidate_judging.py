"""What each line of a list of candidates would do in a session: new, changed, unchanged or refused.

The preview and the import share this judgement, and so does taking an import back. Must not know files,
nor write anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from cisp_desktop.application.candidate_editing import slot_minutes
from cisp_desktop.application.candidate_fields import TITLES
from cisp_desktop.application.candidate_list import CandidateLine, CandidateList, HeldClaim, LineError
from cisp_desktop.application.import_preview import ChangedField, LineState
from cisp_desktop.application.lineage import Lineage
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.domain.birth import birth_gaps
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.registration import (
    HeldBlock,
    JurySession,
    Registration,
    RegistrationFacts,
    RegistrationWarning,
    check_access,
    extra_time_percent,
    resolve_presented,
    warnings_of,
)

CANDIDATE_FIELDS = (
    "civility", "birth_name", "usage_name", "first_names", "birth_date", "birth_place", "birth_insee",
    "birth_postcode", "birth_country", "email", "phone",
)  # fmt: skip
REGISTRATION_FIELDS = (
    "entry_level", "experience_years", "selection_passed", "entered_on", "vae_admissible_on",
    "accommodations", "referent_trainer", "employer", "companion",
)  # fmt: skip


_FACTS = attrgetter(
    "access_path", "entry_level", "experience_years", "selection_passed", "vae_admissible_on", "held", "sex",
    "birth_place", "birth_insee", "birth_postcode", "birth_country",
)  # fmt: skip
"""What the warnings of a line rest on."""


class Judged(NamedTuple):
    """A sound line and what becomes of it; ``known`` is the registration that it meets, if any."""

    line: CandidateLine
    state: LineState
    known: Registration | None
    presented: Sequence[str]
    changes: tuple[ChangedField, ...]
    errors: tuple[LineError, ...]
    warnings: tuple[RegistrationWarning, ...]


class _Birth(NamedTuple):
    sex: str
    birth_place: str
    birth_insee: str
    birth_postcode: str
    birth_country: str


class ListJudge:
    """Judges lines against the session as it stands in one transaction."""

    def __init__(
        self, work: UnitOfWork, session: JurySession, certification: Certification, *, listed: CandidateList
    ) -> None:
        self._session = session
        self._certification = certification
        self._lineage = Lineage(work, certification)
        self._titles = {field: title for title, field in listed.columns.items()}
        self.known = {one.number: one for one in work.registrations.of_session(session.id)}
        self.persons = work.candidates.of_session(session.id)
        self._scored = {s.registration_id for s in work.sheets.of_session(session.id) if s.last_sequence}
        self._frozen = {p.registration_id for p in work.deliberations.proposals_of_session(session.id)}
        self._short = {block.id: block.short_code for block in certification.blocks}
        self._candidate = _Comparison(CANDIDATE_FIELDS, listed)
        self._registration = _Comparison(REGISTRATION_FIELDS, listed)
        self._says = listed.says
        # Lists repeat themselves: what one value means is worked out once.
        self._path = cache(self._open_path)
        self._blocks = cache(self._block_ids)
        self._lacks: dict[tuple[Any, ...], tuple[RegistrationWarning, ...]] = {}

    def judge(self, line: CandidateLine) -> Judged:
        """Return what one line would do. A line may be refused for several reasons."""
        path, presented = self._path(line.access_path), self._blocks(line.presented)
        known = self.known.get(line.number)
        if isinstance(path, RuleError) or isinstance(presented, RuleError):
            pairs = (("access_path", path), ("presented", presented))
            errors = [self._error(line, field, e) for field, e in pairs if isinstance(e, RuleError)]
            return Judged(line, LineState.REFUSED, known, (), (), tuple(errors), ())
        if known is None:
            return Judged(line, LineState.NEW, None, presented, (), (), self._warnings(line))
        changes = tuple(self._changes(line, known, presented))
        if not changes:
            return Judged(line, LineState.UNCHANGED, known, presented, (), (), ())
        forbidden = tuple(self._forbidden(line, known, {change.field for change in changes}))
        if forbidden:
            return Judged(line, LineState.REFUSED, known, presented, changes, forbidden, ())
        return Judged(line, LineState.CHANGED, known, presented, changes, (), self._warnings(line))

    def held_block(self, code: str) -> str | None:
        """Return the id of the block that a held code counts for, or None."""
        return self._lineage.block_id(code)

    def _open_path(self, code: str) -> AccessPath | RuleError:
        try:
            check_access(self._certification, AccessPath(code))
        except RuleError as error:
            return error
        return AccessPath(code)

    def _block_ids(self, codes: tuple[str, ...]) -> tuple[str, ...] | RuleError:
        try:
            return tuple(block.id for block in resolve_presented(self._certification, codes))
        except RuleError as error:
            return error

    def _forbidden(self, line: CandidateLine, known: Registration, fields: set[str]) -> Iterator[LineError]:
        """Yield what marks and frozen proposals do not let change any more."""
        if "presented" in fields and known.id in self._scored:
            yield self._error(line, "presented", Refused("registration.blocks_scored"))
        if "held" in fields and known.id in self._frozen:
            yield self._error(line, "held", Refused("registration.held_frozen"))

    def _error(self, line: CandidateLine, field: str, error: CispError) -> LineError:
        return LineError(line.line, self._titles.get(field, TITLES[field]), error.code, error.values)

    def _warnings(self, line: CandidateLine) -> tuple[RegistrationWarning, ...]:
        """Return what the line lacks; a slot is not the list's to give."""
        key = _FACTS(line)
        found = self._lacks.get(key)
        if found is None:
            found = self._lacks[key] = self._gaps(line)
        return found

    def _gaps(self, line: CandidateLine) -> tuple[RegistrationWarning, ...]:
        standings = [self._lineage.standing(claim.code, claim.on) for claim in line.held]
        expired = any(
            found is not None and found.valid_until is not None and found.valid_until < self._session.starts
            for found in standings
        )
        birth = _Birth(
            line.sex or "", line.birth_place, line.birth_insee, line.birth_postcode, line.birth_country
        )
        facts = RegistrationFacts(
            AccessPath(line.access_path), line.entry_level, line.experience_years, line.selection_passed,
            line.vae_admissible_on, tuple(found.block.id if found else None for found in standings), True,
            expired, tuple(birth_gaps(birth)),
        )  # fmt: skip
        return tuple(warnings_of(facts, self._certification, self._session))

    def _changes(
        self, line: CandidateLine, known: Registration, presented: Sequence[str]
    ) -> Iterator[ChangedField]:
        """Yield what the line changes, only of what the file speaks about."""
        person = self.persons[known.candidate_id]
        yield from self._candidate.changes(person, line)
        if (line.sex or "sex" in self._says) and person.sex != (line.sex or ""):
            yield ChangedField("sex", person.sex, line.sex or "")
        for change in self._registration.changes(known, line):
            yield change
            if change.field == "accommodations":
                yield from _extra_time(line, known)
        if known.access_path.value != line.access_path:
            yield ChangedField("access_path", known.access_path.value, line.access_path)
        if "presented" in self._says and tuple(known.presented) != presented:
            yield ChangedField("presented", self._short_codes(known.presented), self._short_codes(presented))
        if "held" in self._says:
            before, after = held_claims(known.held), plain_claims(line.held)
            if ordered_claims(before) != ordered_claims(after):
                yield ChangedField("held", before, after)

    def _short_codes(self, block_ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._short[block_id] for block_id in block_ids if block_id in self._short)


class _Comparison:
    """The fields of one record that the file speaks about, compared all at once, then one by one."""

    def __init__(self, fields: Sequence[str], listed: CandidateList) -> None:
        self._fields = tuple(name for name in fields if name in listed.says)
        self._values: Callable[[Any], Any] = attrgetter(*self._fields) if self._fields else lambda _: ()

    def changes(self, stored: object, line: CandidateLine) -> list[ChangedField]:
        if self._values(stored) == self._values(line):
            return []
        pairs = ((name, getattr(stored, name), getattr(line, name)) for name in self._fields)
        return [ChangedField(name, before, after) for name, before, after in pairs if before != after]


def _extra_time(line: CandidateLine, known: Registration) -> Iterator[ChangedField]:
    """Yield what other accommodations do to the extra time that they gave, and to the slot's length."""
    before, percent = known.extra_time_percent, extra_time_percent(line.accommodations)
    if before != extra_time_percent(known.accommodations) or before == percent:
        return  # a percentage that somebody typed stays
    yield ChangedField("extra_time_percent", before, percent)
    minutes = slot_minutes(known.minutes, before, percent)
    if minutes != known.minutes:
        yield ChangedField("minutes", known.minutes, minutes)


def held_claims(held: Sequence[HeldBlock]) -> tuple[HeldClaim, ...]:
    """Return stored held blocks as claims, as listed."""
    return plain_claims(HeldClaim(one.code, one.obtained_on, one.minutes_number) for one in held)


def plain_claims(claims: Iterable[HeldClaim]) -> tuple[HeldClaim, ...]:
    """Return claims in one form: an absent minutes' number is None."""
    return tuple(HeldClaim(claim.code, claim.on, claim.minutes_number or None) for claim in claims)


def ordered_claims(claims: Iterable[HeldClaim]) -> list[HeldClaim]:
    """Return claims as they are compared, whatever their order in a list."""
    return sorted(
        plain_claims(claims), key=lambda one: (one.code, str(one.on or ""), one.minutes_number or "")
    )


def put_value(field: str, value: Any, *, registration: Registration, person: Candidate) -> None:
    """Write one plain field of a line into the record that holds it (blocks are the caller's)."""
    if field == "access_path":
        registration.access_path = AccessPath(value)
    elif field in CANDIDATE_FIELDS or field == "sex":
        setattr(person, field, value)
    else:
        setattr(registration, field, value)


def value_of(
    field: str, *, registration: Registration, person: Candidate, short: Mapping[str, str]
) -> object:
    """Return a field as ``ChangedField`` tells it; ``short`` gives the short codes by block id."""
    if field == "presented":
        return tuple(short[block_id] for block_id in registration.presented if block_id in short)
    if field == "held":
        return held_claims(registration.held)
    if field == "access_path":
        return registration.access_path.value
    holder = person if field in CANDIDATE_FIELDS or field == "sex" else registration
    return getattr(holder, field)
