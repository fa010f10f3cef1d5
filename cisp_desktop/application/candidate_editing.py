"""Editing candidates one cell at a time: compare, set, and give the inverse back.

A change names the value that the user saw. When another one is stored meanwhile nothing is written: two
windows never overwrite each other in silence. Must not know tables on screen, files or storage.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cisp_desktop.application.candidate_fields import REQUIRED, TITLES, check_line, checked_value, sex_of
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.candidate_removal import remove_from
from cisp_desktop.application.changes import Change
from cisp_desktop.application.lineage import Lineage
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.planning import lengthened
from cisp_desktop.domain.registration import (
    HeldBlock,
    JurySession,
    Registration,
    check_access,
    extra_time_percent,
)

CANDIDATE_FIELDS = (
    "civility", "sex", "birth_name", "usage_name", "first_names", "birth_date", "birth_place", "birth_insee",
    "birth_postcode", "birth_country", "email", "phone",
)  # fmt: skip
"""The fields that belong to the person; the others belong to the registration."""

LEAST_SLOT, MOST_SLOT = 5, 640
_LINE_FIELDS = {"birth_date", "birth_postcode", "birth_country", "entered_on", "vae_admissible_on"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """From the value that the user saw to the one wanted, both in the form of ``RegistrationRow``.

    ``presented`` holds block ids, ``held`` a tuple of ``HeldClaim``.
    """

    before: Any
    after: Any


FieldChanges = Mapping[str, FieldChange]
"""By field: those of ``candidate_fields.TITLES``, and ``minutes``, the length of the slot."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A new candidate on the way in: values by field, ``REQUIRED`` ones at least.

    The ids are chosen beforehand, so that a repeated act gives the same candidate.
    """

    registration_id: str
    candidate_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste did: the inverse edits, and the ids of the candidates added."""

    inverse: Mapping[str, FieldChanges]
    added: tuple[str, ...]


def new_addition(values: Mapping[str, Any]) -> Addition:
    """Return an addition with ids of its own."""
    return Addition(new_id(), new_id(), dict(values))


def claims_of(row: RegistrationRow) -> tuple[HeldClaim, ...]:
    """Return the held blocks of a row as claims, the form that ``held`` has in a ``FieldChange``."""
    return tuple(HeldClaim(h.code, h.obtained_on, h.minutes_number or None) for h in row.held)


def value_of(row: RegistrationRow, field: str) -> Any:
    """Return what a row holds in ``field``, as a ``FieldChange`` wants it."""
    return claims_of(row) if field == "held" else getattr(row, field)


def edit_registration(
    workspace: Workspace, registration_id: str, *, changes: FieldChanges
) -> dict[str, FieldChange]:
    """Change fields of one candidate in one transaction; returns the inverse changes.

    Raises ``Refused``: ``registration.changed_meanwhile`` (another value is stored), ``.blocks_scored``,
    ``.held_frozen``, ``session.closed``; ``RuleError``: ``registration.number_taken``, ``.access_closed``,
    ``.no_block``, ``candidate.*``, ``cell.*``, ``date.*``, ``held.*``. Nothing is written then.
    """
    with workspace.unit_of_work() as work:
        session_id = work.registrations.get(registration_id).session_id
        editing = Editing(work, open_session(work, session_id), workspace.clock().date())
        inverse = editing.edit(registration_id, changes)
        if inverse:
            work.note("SITE", "registration.edited", subject=registration_id, fields=sorted(changes))
            work.changed(Change.CANDIDATES, registration_id)
            work.commit()
        return inverse


def edit_held(
    workspace: Workspace, registration_id: str, *, before: Sequence[HeldClaim], after: Sequence[HeldClaim]
) -> dict[str, FieldChange]:
    """Replace the held blocks that a candidate claims; see ``edit_registration``."""
    change = FieldChange(tuple(before), tuple(after))
    return edit_registration(workspace, registration_id, changes={"held": change})


def add_registration(workspace: Workspace, session_id: str, addition: Addition) -> str:
    """Register a candidate that was typed; returns the registration's id.

    Without ``presented`` all blocks are presented. Raises what ``edit_registration`` raises, and
    ``RuleError("cell.missing")`` without a required value.
    """
    return paste_cells(workspace, session_id, additions=[addition]).added[0]


def edit_registrations(
    workspace: Workspace, session_id: str, edits: Mapping[str, FieldChanges]
) -> Mapping[str, FieldChanges]:
    """Change fields of several candidates in one transaction; returns the inverse edits."""
    return paste_cells(workspace, session_id, edits=edits).inverse


def paste_cells(
    workspace: Workspace,
    session_id: str,
    *,
    edits: Mapping[str, FieldChanges] | None = None,
    additions: Sequence[Addition] = (),
) -> Pasted:
    """Edit candidates and add others, all or nothing; raises what the single acts raise."""
    with workspace.unit_of_work() as work:
        editing = Editing(work, open_session(work, session_id), workspace.clock().date())
        inverse = {key: editing.edit(key, changes) for key, changes in (edits or {}).items()}
        inverse = {key: changes for key, changes in inverse.items() if changes}
        for addition in additions:
            editing.add(addition)
        added = tuple(addition.registration_id for addition in additions)
        if inverse or added:
            work.note("SITE", "candidates.pasted", subject=session_id, edited=len(inverse), added=len(added))
            work.changed(Change.CANDIDATES, *(inverse if not added else (session_id,)))
            work.commit()
        return Pasted(inverse, added)


def revert_paste(workspace: Workspace, session_id: str, pasted: Pasted) -> None:
    """Undo a paste: take the added candidates out again, then put the earlier values back."""
    with workspace.unit_of_work() as work:
        editing = Editing(work, open_session(work, session_id), workspace.clock().date())
        for registration_id in pasted.added:
            remove_from(work, registration_id)
        for registration_id, changes in pasted.inverse.items():
            editing.edit(registration_id, changes)
        work.note("SITE", "candidates.paste_reverted", subject=session_id)
        work.changed(Change.CANDIDATES, session_id)
        work.commit()


class Editing:
    """The edits of one transaction, each judged against what is stored; the caller notes and commits."""

    def __init__(self, work: UnitOfWork, session: JurySession, today: date) -> None:
        self._work = work
        self._session = session
        self._today = today
        self._known_lineage: Lineage | None = None
        self._certification: Certification = work.certifications.get(session.certification_id)
        self._position = 0
        self._new_numbers: set[str] = set()

    @property
    def _lineage(self) -> Lineage:
        if self._known_lineage is None:
            self._known_lineage = Lineage(self._work, self._certification)
        return self._known_lineage

    def edit(self, registration_id: str, changes: FieldChanges) -> dict[str, FieldChange]:
        """Apply the changes of one candidate; returns the inverse."""
        registration = self._work.registrations.get(registration_id)
        if registration.session_id != self._session.id:
            raise Refused("registration.not_found", id=registration_id)
        candidate = self._work.candidates.get(registration.candidate_id)
        stored = _reader(registration, candidate)
        for field, change in changes.items():
            if stored(field) != change.before:
                raise Refused("registration.changed_meanwhile", field=f"candidate.{field}")
        wanted = {field: self._checked(field, change.after) for field, change in changes.items()}
        wanted = self._derived(wanted, stored, registration)
        touched = {field: value for field, value in wanted.items() if value != stored(field)}
        if not touched:
            return {}
        self._judge(registration, touched)
        self._check_line(touched, stored)
        inverse = {field: FieldChange(value, stored(field)) for field, value in wanted.items()}
        self._write(registration, candidate, touched)
        return inverse

    def add(self, addition: Addition) -> None:
        """Register a new candidate."""
        values = {field: self._checked(field, value) for field, value in addition.values.items()}
        if any(field not in values for field in REQUIRED):
            raise RuleError("cell.missing")
        if not values.get("presented"):
            values["presented"] = tuple(block.id for block in self._certification.blocks)
        check_access(self._certification, AccessPath(values["access_path"]))
        self._check_number(values["number"])
        self._check_line(values, {"entered_on": None, "vae_admissible_on": None}.get)
        self._new_numbers.add(values["number"])
        if not self._position:
            known = self._work.registrations.of_session(self._session.id)
            self._position = max((one.position for one in known), default=0)
        self._position += 1
        self._insert(addition, values)

    def _insert(self, addition: Addition, values: dict[str, Any]) -> None:
        person = {field: values[field] for field in CANDIDATE_FIELDS if field in values}
        defaults = {"civility": "", "sex": sex_of(values.get("civility", "")) or "", "usage_name": ""}
        candidate = Candidate(addition.candidate_id, **{**defaults, **person})
        registration = Registration(
            addition.registration_id,
            self._session.id,
            self._work.panels.of_session(self._session.id).id,
            addition.candidate_id,
            values["number"],
            self._position,
            AccessPath(values["access_path"]),
            list(values["presented"]),
        )
        if "extra_time_percent" not in values:
            registration.extra_time_percent = extra_time_percent(values.get("accommodations", ""))
        rest = values.keys() - set(CANDIDATE_FIELDS) - {"number", "access_path", "presented", "held"}
        for field in rest:
            setattr(registration, field, values[field])
        registration.held = self._held(addition.registration_id, values.get("held", ()))
        self._work.candidates.add_many([candidate])
        self._work.registrations.add_many([registration])

    def _checked(self, field: str, value: Any) -> Any:
        """Return ``value`` as it is kept, or raise why it cannot be."""
        if field == "minutes":
            if value is not None and not LEAST_SLOT <= value <= MOST_SLOT:
                raise RuleError("slots.length", minutes=value, pause=0)
            return value
        if field == "presented":
            wanted = set(value)
            ids = tuple(block.id for block in self._certification.blocks if block.id in wanted)
            if not ids or len(ids) != len(wanted):
                raise RuleError("registration.no_block")
            return ids
        if field not in TITLES:
            raise KeyError(field)
        found = checked_value(field, value, today=self._today)
        return AccessPath(found) if field == "access_path" else found

    def _derived(
        self, wanted: dict[str, Any], stored: Callable[[str], Any], registration: Registration
    ) -> dict[str, Any]:
        """Add what follows from the changes, unless the user changed it too."""
        if "civility" in wanted and "sex" not in wanted:
            wanted["sex"] = stored("sex") or sex_of(wanted["civility"]) or ""
        if "accommodations" in wanted and "extra_time_percent" not in wanted:
            percent = registration.extra_time_percent
            by_text = percent == extra_time_percent(registration.accommodations)
            wanted["extra_time_percent"] = (
                extra_time_percent(wanted["accommodations"]) if by_text else percent
            )
        if "extra_time_percent" in wanted and "minutes" not in wanted:
            wanted["minutes"] = slot_minutes(
                registration.minutes, registration.extra_time_percent, wanted["extra_time_percent"]
            )
        return wanted

    def _judge(self, registration: Registration, touched: Mapping[str, Any]) -> None:
        """Refuse what the session, the marks and the proposals forbid."""
        if "number" in touched:
            self._check_number(touched["number"])
        if "access_path" in touched:
            check_access(self._certification, touched["access_path"])
        if "presented" in touched:
            sheets = self._work.sheets.of_registration(registration.id)
            if any(sheet.last_sequence for sheet in sheets):
                raise Refused("registration.blocks_scored")
        if "held" in touched and self._work.deliberations.proposals_of_registration(registration.id):
            raise Refused("registration.held_frozen")

    def _check_number(self, number: str) -> None:
        if number in self._new_numbers or self._work.registrations.by_number(self._session.id, number):
            raise RuleError("registration.number_taken", number=number)

    def _check_line(self, touched: Mapping[str, Any], stored: Callable[[str], Any]) -> None:
        if not _LINE_FIELDS & touched.keys():
            return

        def value(field: str) -> Any:
            return touched[field] if field in touched else stored(field)

        found = check_line(
            birth_date=value("birth_date"),
            birth_postcode=value("birth_postcode") or "",
            birth_country=value("birth_country") or "",
            later={field: value(field) for field in ("entered_on", "vae_admissible_on")},
        )
        if found is not None:
            raise found[1]

    def _write(self, registration: Registration, candidate: Candidate, touched: Mapping[str, Any]) -> None:
        for field, value in touched.items():
            if field == "held":
                registration.held[:] = self._held(registration.id, value)
            elif field == "presented":
                registration.presented = list(value)
            else:
                setattr(candidate if field in CANDIDATE_FIELDS else registration, field, value)

    def _held(self, registration_id: str, claims: Iterable[HeldClaim]) -> list[HeldBlock]:
        return [
            HeldBlock(
                new_id(), registration_id, claim.code, self._lineage.block_id(claim.code), claim.on,
                claim.minutes_number or "",
            )
            for claim in claims
        ]  # fmt: skip


def slot_minutes(minutes: int | None, percent_before: int, percent: int) -> int | None:
    """Return how long a slot of ``minutes`` becomes when the extra time goes from one percentage to another.

    The length without extra time is told back to five minutes. None stays None: no slot yet.
    """
    if minutes is None or percent == percent_before:
        return minutes
    base = minutes if not percent_before else round(minutes * 100 / (100 + percent_before) / 5) * 5
    return lengthened(base, percent)


def stored_claims(registration: Registration) -> tuple[HeldClaim, ...]:
    """Return the held blocks of a registration as claims."""
    return tuple(
        HeldClaim(held.code, held.obtained_on, held.minutes_number or None) for held in registration.held
    )


def _reader(registration: Registration, candidate: Candidate) -> Callable[[str], Any]:
    """Return what reads a stored field in the form of ``RegistrationRow``."""

    def read(field: str) -> Any:
        if field == "held":
            return stored_claims(registration)
        if field == "presented":
            return tuple(registration.presented)
        return getattr(candidate if field in CANDIDATE_FIELDS else registration, field)

    return read
