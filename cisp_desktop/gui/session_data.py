"""What the page « Préparer » reads of one session, in one frozen value that its four tabs share.

This module must not know widgets.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.panel_advice import SuggestedRecusal, suggested_recusals
from cisp_desktop.application.queries import (
    CertificationRow,
    DossierRow,
    PanelRow,
    Queries,
    RegistrationRow,
    SessionRow,
)
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.panel import ROLE_ORDER
from cisp_desktop.domain.registration import dossiers_for


@dataclass(frozen=True)
class SessionData:
    """One session as prepared so far; ``required`` holds, by registration id, the dossiers to hand in."""

    session: SessionRow
    certification: CertificationRow
    registrations: tuple[RegistrationRow, ...]
    dossiers: tuple[DossierRow, ...]
    panel: PanelRow
    required: Mapping[str, tuple[DossierKind, ...]] = field(default_factory=dict)

    @property
    def locked(self) -> bool:
        """Whether nothing of the session changes any more."""
        return self.session.closed

    @property
    def empty_seats(self) -> int:
        """How many of the three seats nobody holds."""
        return len(set(ROLE_ORDER) - {seat.role for seat in self.panel.seats})

    @property
    def without_slot(self) -> int:
        """How many expected candidates have no slot."""
        return sum(row.attendance.came and row.starts_at is None for row in self.registrations)

    @cached_property
    def suggestions(self) -> tuple[SuggestedRecusal, ...]:
        """Recusals that the files suggest and nobody declared."""
        return suggested_recusals(self.panel, self.registrations)

    def missing_dossiers(self) -> dict[str, tuple[DossierKind, ...]]:
        """Return, by registration id, the dossiers that an expected candidate still owes."""
        held = {(row.registration_id, row.kind) for row in self.dossiers}
        owed = {
            row.id: tuple(kind for kind in self.required[row.id] if (row.id, kind) not in held)
            for row in self.registrations
            if row.attendance.came
        }
        return {registration_id: kinds for registration_id, kinds in owed.items() if kinds}

    def kinds_shown(self) -> list[DossierKind]:
        """Return the matrix's columns: what the sheet asks for, then what else is owed or handed in."""
        counted = Counter(kind for kinds in self.required.values() for kind in kinds)
        counted.update(row.kind for row in self.dossiers)
        asked = [a.dossier_kind for b in self.certification.blocks for a in b.assessments if a.dossier_kind]
        return list(dict.fromkeys([*asked, *(kind for kind in DossierKind if counted[kind])]))

    def registration(self, registration_id: str) -> RegistrationRow | None:
        """Return one registration, or None when it went away."""
        return next((row for row in self.registrations if row.id == registration_id), None)


def name_of(row: RegistrationRow) -> str:
    """« NOM Prénom » of a candidate."""
    return person_name(row.birth_name, row.first_names, usage_name=row.usage_name)


def read_session_data(
    queries: Queries, session_id: str, *, known: SessionData | None = None, changes: Changes | None = None
) -> SessionData:
    """Read the session again, as far as ``changes`` say that ``known`` is out of date; None means wholly."""
    if changes is None or known is None or known.session.id != session_id:
        return _read_all(queries, session_id)
    flags = changes.flags
    if flags & (Change.SESSIONS | Change.CERTIFICATIONS):
        return _read_all(queries, session_id)
    touched = flags & (Change.CANDIDATES | Change.PANEL | Change.SHEETS | Change.MINUTES)
    return _assembled(
        queries.session(session_id) if flags & (Change.CANDIDATES | Change.MINUTES) else known.session,
        known.certification,
        _read_registrations(queries, known, changes.ids) if touched else known.registrations,
        queries.dossiers(session_id) if flags & (Change.DOSSIERS | Change.CANDIDATES) else known.dossiers,
        queries.panel(session_id) if flags & (Change.PANEL | Change.CANDIDATES) else known.panel,
    )


def _read_all(queries: Queries, session_id: str) -> SessionData:
    session = queries.session(session_id)
    return _assembled(
        session,
        queries.certification(session.certification_id),
        queries.registrations(session_id),
        queries.dossiers(session_id),
        queries.panel(session_id),
    )


def _read_registrations(
    queries: Queries, known: SessionData, ids: frozenset[str]
) -> Sequence[RegistrationRow]:
    """Read those that changed; all of them when the session itself did, or when they are many."""
    rows = {row.id: row for row in known.registrations}
    changed = ids & rows.keys()
    if known.session.id in ids or not changed or len(changed) > READ_ONE_BY_ONE:
        return queries.registrations(known.session.id)
    return [queries.registration(key) if key in changed else row for key, row in rows.items()]


READ_ONE_BY_ONE = 8
"""Rows; more are read by one query."""


def _assembled(
    session: SessionRow,
    certification: CertificationRow,
    registrations: Sequence[RegistrationRow],
    dossiers: Sequence[DossierRow],
    panel: PanelRow,
) -> SessionData:
    required = {
        row.id: tuple(dossiers_for(certification, row.access_path, presented=row.presented))
        for row in registrations
    }
    return SessionData(
        session, certification, tuple(registrations), tuple(dossiers), panel, required
    )  # fmt: skip
