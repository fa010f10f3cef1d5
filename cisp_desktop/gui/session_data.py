"""What the page « Préparer » reads of one session, in one frozen value that its tabs share.

This module must not know widgets.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.dossier_table import required_kinds, shown_kinds
from cisp_desktop.application.panel_advice import PanelReport, panel_report
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.queries import (
    CertificationRow,
    DossierRow,
    JurorRow,
    PanelRow,
    Queries,
    RegistrationRow,
    SessionRow,
)
from cisp_desktop.application.recusal_advice import SuggestedRecusal, all_suggested
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.certification import AccessPath, DossierKind
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.domain.registration import RegistrationWarning


@dataclass(frozen=True, slots=True)
class Tally:
    """How many candidates the page counts in each state, and how many dossiers are owed in all."""

    to_check: int = 0
    without_slot: int = 0
    absent: int = 0
    owed: int = 0
    paths: Counter[AccessPath] = field(default_factory=Counter)

    def moved(
        self, rows: Iterable[RegistrationRow], owed: Mapping[str, Sequence[object]], by: int
    ) -> "Tally":
        """Return the tally with ``rows`` counted in (``by`` 1) or taken out (−1); ``owed`` by their ids."""
        rows = tuple(rows)
        paths = Counter(self.paths)
        for row in rows:
            paths[row.access_path] += by
        return Tally(
            self.to_check + by * sum(map(to_check, rows)),
            self.without_slot + by * sum(map(without_slot, rows)),
            self.absent + by * sum(not row.attendance.came for row in rows),
            self.owed + by * sum(len(owed.get(row.id, ())) for row in rows),
            paths,
        )


def to_check(row: RegistrationRow) -> bool:
    """Whether something is missing besides the slot."""
    return row.warnings not in ((), (RegistrationWarning.NO_SLOT,))


def without_slot(row: RegistrationRow) -> bool:
    """Whether an expected candidate has no slot."""
    return row.starts_at is None and row.attendance.came


@dataclass(frozen=True)
class SessionData:
    """One session as prepared so far; ``required`` holds, by registration id, the dossiers to hand in.

    ``rectifying``: its minutes are being rectified.
    """

    session: SessionRow
    certification: CertificationRow
    registrations: tuple[RegistrationRow, ...]
    dossiers: tuple[DossierRow, ...]
    panels: tuple[PanelRow, ...]
    required: Mapping[str, tuple[DossierKind, ...]] = field(default_factory=dict)
    jurors: tuple[JurorRow, ...] = ()
    rectifying: bool = False

    @property
    def panel(self) -> PanelRow:
        """The first panel, which every session has."""
        return self.panels[0]

    @property
    def locked(self) -> bool:
        """Whether nothing of the session changes any more."""
        return self.session.locked

    @property
    def empty_seats(self) -> int:
        """How many of the seats that the rules require nobody holds, in all panels."""
        places = set(self.rules.required_places)
        return sum(len(places - {(seat.role, seat.rank) for seat in panel.seats}) for panel in self.panels)

    @cached_property
    def rules(self) -> PanelRules:
        """The rules of the session's panels."""
        return session_rules(self.session.panel_rules, self.certification)

    @property
    def without_slot(self) -> int:
        """How many expected candidates have no slot."""
        return self.tally.without_slot

    @cached_property
    def tally(self) -> Tally:
        """The counts; an edit of a few candidates carries them over instead of counting all again."""
        return Tally().moved(self.registrations, self._missing, 1)

    @cached_property
    def suggestions(self) -> tuple[SuggestedRecusal, ...]:
        """Recusals that the files suggest and nobody declared."""
        return all_suggested(self.panels, self.registrations, self.jurors)

    def heard_by(self, panel_id: str) -> list[RegistrationRow]:
        """Return the candidates of one panel, in order."""
        return [row for row in self.registrations if row.panel_id == panel_id]

    def panel_of(self, registration_id: str) -> PanelRow:
        """Return the panel that hears a candidate; the first one when the candidate went away."""
        row = self.registration(registration_id)
        return next((p for p in self.panels if row is not None and p.id == row.panel_id), self.panel)

    def report(self, panel: PanelRow) -> PanelReport:
        """Return what the rules say of a panel, perhaps as it is being typed."""
        return panel_report(
            panel, self.registrations, rules=self.rules, session=self.session,
            certification=self.certification, jurors=self.jurors, others=self.panels,
        )  # fmt: skip

    def missing_dossiers(self) -> dict[str, tuple[DossierKind, ...]]:
        """Return, by registration id, the dossiers that an expected candidate still owes."""
        return self._missing

    @cached_property
    def _missing(self) -> dict[str, tuple[DossierKind, ...]]:
        return self._owed_by(self.registrations)

    def _owed_by(self, rows: Sequence[RegistrationRow]) -> dict[str, tuple[DossierKind, ...]]:
        handed_in: dict[str, set[DossierKind]] = {}
        for dossier in self.dossiers:
            handed_in.setdefault(dossier.registration_id, set()).add(dossier.kind)
        owed = {}
        for row in rows:
            if row.attendance.came:
                kinds, there = self.required[row.id], handed_in.get(row.id)
                owed[row.id] = tuple(kind for kind in kinds if kind not in there) if there else kinds
        return {registration_id: kinds for registration_id, kinds in owed.items() if kinds}

    def with_rows(self, changed: Sequence[RegistrationRow]) -> "SessionData":
        """Return this with some candidates edited, where nothing else of the session changed."""
        new = {row.id: row for row in changed}
        after = replace(
            self,
            registrations=tuple(new.get(row.id, row) for row in self.registrations),
            required={**self.required, **required_kinds(self.certification, changed)},
        )
        gone = [row for row in self.registrations if row.id in new]
        owed = after._owed_by(changed)
        # What was counted is carried over: with 2,000 candidates, counting anew costs more than the edit.
        kept = {key: kinds for key, kinds in self._missing.items() if key not in new}
        after.__dict__["_missing"] = kept | owed
        after.__dict__["tally"] = self.tally.moved(gone, self._missing, -1).moved(changed, owed, 1)
        return after

    def kinds_shown(self) -> list[DossierKind]:
        """Return the matrix's columns: what the sheet asks for, then what else is owed or handed in."""
        return shown_kinds(self.certification, self.required, self.dossiers)

    def registration(self, registration_id: str) -> RegistrationRow | None:
        """Return one registration, or None when it went away."""
        return next((row for row in self.registrations if row.id == registration_id), None)


def name_of(row: RegistrationRow) -> str:
    """« NOM Prénom » of a candidate."""
    return person_name(row.birth_name, row.first_names)


def read_session_data(
    queries: Queries, session_id: str, *, known: SessionData | None = None, changes: Changes | None = None
) -> SessionData:
    """Read the session again, as far as ``changes`` say that ``known`` is out of date; None means wholly."""
    if changes is None or known is None or known.session.id != session_id:
        return _read_all(queries, session_id)
    flags = changes.flags
    if flags & (Change.SESSIONS | Change.CERTIFICATIONS):
        return _read_all(queries, session_id)
    if flags is Change.CANDIDATES and 0 < len(changes.ids) <= READ_ONE_BY_ONE:
        rows = {row.id: row for row in known.registrations}
        if changes.ids <= rows.keys():
            return known.with_rows([queries.registration(key) for key in changes.ids])
    touched = flags & (Change.CANDIDATES | Change.PANEL | Change.SHEETS | Change.MINUTES)
    read = _assembled(
        queries.session(session_id) if flags & (Change.CANDIDATES | Change.MINUTES) else known.session,
        known.certification,
        _read_registrations(queries, known, changes.ids) if touched else known.registrations,
        queries.dossiers(session_id) if flags & (Change.DOSSIERS | Change.CANDIDATES) else known.dossiers,
        queries.panels(session_id) if flags & (Change.PANEL | Change.CANDIDATES) else known.panels,
        queries.jurors() if flags & Change.PANEL else known.jurors,
    )
    return replace(read, rectifying=known.rectifying)  # opened and ended as the session itself changes


def _read_all(queries: Queries, session_id: str) -> SessionData:
    session = queries.session(session_id)
    read = _assembled(
        session,
        queries.certification(session.certification_id),
        queries.registrations(session_id),
        queries.dossiers(session_id),
        queries.panels(session_id),
        queries.jurors(),
    )
    rectified = None if session.locked else queries.rectification(session_id)
    return replace(read, rectifying=rectified is not None)


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
    panels: Sequence[PanelRow],
    jurors: Sequence[JurorRow],
) -> SessionData:
    required = required_kinds(certification, registrations)
    return SessionData(
        session, certification, tuple(registrations), tuple(dossiers), tuple(panels), required, tuple(jurors)
    )
