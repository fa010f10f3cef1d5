"""Versions of dossiers once they are filed: which one counts, moved elsewhere, taken out, put back.

Every act returns what its inverse needs. Of several versions in one place (candidate and kind) exactly one
counts. Must not know PDF, encryption or screens.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.reading import ReadingNote, ReadingPlace


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a version stood, and since when another one counted instead (None: it counted)."""

    dossier_id: str
    registration_id: str
    kind: DossierKind
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class RemovedDossier:
    """A version taken out, to be put back. ``promoted`` is how the one that counts instead stood before.

    ``notes`` and ``places`` are what the jurors kept on it, field by field: theirs alone, told to nobody.
    """

    placing: Placing
    file_name: str
    sha256: str
    size: int
    pages: int
    received_at: datetime
    page_texts: tuple[str, ...]
    promoted: Placing | None
    notes: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    places: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


def count_version(workspace: Workspace, dossier_id: str) -> tuple[Placing, ...]:
    """Let an earlier version count again; returns what ``put_back`` undoes, nothing when it counted already.

    Raises ``Refused``: ``dossier.not_found``, ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        dossier = work.dossiers.get(dossier_id)
        _check_open(work, dossier.registration_id)
        if dossier.replaced_at is None:
            return ()
        others = [one for one in _place(work, dossier) if one.replaced_at is None]
        before = tuple(map(_placing, (dossier, *others)))
        now = workspace.clock()
        for other in others:
            other.replaced_at = now
        dossier.replaced_at = None
        work.note(
            "SITE", "dossier.version_chosen", subject=dossier.registration_id, kind=dossier.kind.value,
            sha256=dossier.sha256,
        )  # fmt: skip
        work.changed(Change.DOSSIERS, dossier.registration_id)
        work.commit()
        return before


def reassign_dossier(
    workspace: Workspace, dossier_id: str, *, registration_id: str, kind: DossierKind
) -> tuple[Placing, ...]:
    """File a dossier under another candidate or kind; returns what ``put_back`` undoes.

    Where it stood, the version that counted before it counts again. Raises ``Refused``:
    ``dossier.not_found``, ``dossier.other_session``, ``dossier.place_taken``, ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        dossier = work.dossiers.get(dossier_id)
        target = work.registrations.get(registration_id)
        if target.session_id != work.registrations.get(dossier.registration_id).session_id:
            raise Refused("dossier.other_session")
        _check_open(work, registration_id)
        for known in work.dossiers.of_registration(registration_id):
            if known.kind is kind and known.replaced_at is None and known.id != dossier_id:
                raise Refused("dossier.place_taken", file=known.file_name)
        source, moved = dossier.registration_id, _placing(dossier)
        promoted = _promote(work, dossier)
        dossier.registration_id, dossier.kind, dossier.replaced_at = registration_id, kind, None
        work.note("SITE", "dossier.reassigned", subject=dossier_id, kind=kind.value)
        work.changed(Change.DOSSIERS, registration_id, source)
        work.commit()
        return (moved,) if promoted is None else (moved, promoted)


def put_back(workspace: Workspace, placings: Sequence[Placing]) -> tuple[Placing, ...]:
    """Let versions stand as they did; returns how they stood until now (for redo).

    Raises ``Refused``: ``dossier.not_found``, ``dossier.versions_changed`` when that would let none or two
    versions count in one place, ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        dossiers = [work.dossiers.get(placing.dossier_id) for placing in placings]
        before = tuple(map(_placing, dossiers))
        for dossier, placing in zip(dossiers, placings, strict=True):
            _check_open(work, placing.registration_id)
            dossier.registration_id, dossier.kind = placing.registration_id, placing.kind
            dossier.replaced_at = placing.replaced_at
        for one in (*before, *placings):
            _check_place(work, one)
        for placing in placings:
            work.note("SITE", "dossier.put_back", subject=placing.registration_id, kind=placing.kind.value)
        work.changed(Change.DOSSIERS, *{one.registration_id for one in (*before, *placings)})
        work.commit()
        return before


def remove_dossier(workspace: Workspace, dossier_id: str) -> tuple[RemovedDossier, ...]:
    """Take one version out: see ``remove_dossiers``."""
    return remove_dossiers(workspace, [dossier_id])


def remove_dossiers(workspace: Workspace, dossier_ids: Sequence[str]) -> tuple[RemovedDossier, ...]:
    """Take versions out, the last one first; returns what ``restore_dossiers`` undoes.

    The jurors' notes go with them, and come back with them. Where one counted, the version that counted
    before it counts again. The vault keeps the files. Raises ``Refused``: ``dossier.not_found``,
    ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        removed = [_remove(work, dossier_id) for dossier_id in reversed(dossier_ids)]
        work.changed(Change.DOSSIERS | Change.READING, *{one.placing.registration_id for one in removed})
        work.commit()
        return tuple(removed)


def restore_dossiers(workspace: Workspace, removed: Sequence[RemovedDossier]) -> tuple[str, ...]:
    """Put back what ``remove_dossiers`` took out; returns the ids, in the order of that call.

    Raises ``Refused``: ``dossier.place_taken`` when another version counts there meanwhile,
    ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        for one in reversed(removed):
            _restore(work, one)
        work.changed(Change.DOSSIERS | Change.READING, *{one.placing.registration_id for one in removed})
        work.commit()
        return tuple(one.placing.dossier_id for one in reversed(removed))


def _remove(work: UnitOfWork, dossier_id: str) -> RemovedDossier:
    dossier = work.dossiers.get(dossier_id)
    _check_open(work, dossier.registration_id)
    texts = tuple(work.dossiers.page_texts(dossier_id))
    promoted = _promote(work, dossier)
    removed = RemovedDossier(
        _placing(dossier), dossier.file_name, dossier.sha256, dossier.size, dossier.pages,
        dossier.received_at, texts, promoted,
        _records(work.readings.notes_of(dossier_id)), _records(work.readings.places_of(dossier_id)),
    )  # fmt: skip
    work.dossiers.remove(dossier)
    work.note("SITE", "dossier.removed", subject=dossier.registration_id, sha256=dossier.sha256)
    return removed


def _restore(work: UnitOfWork, removed: RemovedDossier) -> None:
    placing = removed.placing
    _check_open(work, placing.registration_id)
    dossier = Dossier(
        placing.dossier_id, placing.registration_id, placing.kind, removed.file_name, removed.sha256,
        removed.size, removed.pages, removed.received_at, placing.replaced_at,
    )  # fmt: skip
    if placing.replaced_at is None:
        for known in _place(work, dossier):
            if removed.promoted is not None and known.id == removed.promoted.dossier_id:
                known.replaced_at = removed.promoted.replaced_at
            elif known.replaced_at is None:
                raise Refused("dossier.place_taken", file=known.file_name)
    work.dossiers.add(dossier)
    work.dossiers.index_text(dossier.id, removed.page_texts)
    _restore_reading(work, removed)
    work.note("SITE", "dossier.restored", subject=dossier.registration_id, sha256=dossier.sha256)


def _restore_reading(work: UnitOfWork, removed: RemovedDossier) -> None:
    """Put back the jurors' notes and places, but those of a seat that was taken out meanwhile."""
    session_id = work.registrations.get(removed.placing.registration_id).session_id
    seats = {seat.id for panel in work.panels.all_of_session(session_id) for seat in panel.seats}
    for note in removed.notes:
        if note["seat_id"] in seats:
            work.readings.add_note(ReadingNote(**note))
    for place in removed.places:
        if place["seat_id"] in seats:
            work.readings.add_place(ReadingPlace(**place))


def _records(things: Iterable[Any]) -> tuple[Mapping[str, Any], ...]:
    """Copy the fields of stored things: none of them leaves its transaction."""
    return tuple({one.name: getattr(thing, one.name) for one in fields(thing)} for thing in things)


def _promote(work: UnitOfWork, leaving: Dossier) -> Placing | None:
    """Let the version that counted last before ``leaving`` count; returns how it stood."""
    earlier = [one for one in _place(work, leaving) if one.id != leaving.id]
    if leaving.replaced_at is not None or not earlier:
        return None
    last = max(earlier, key=_last_counted)
    before = _placing(last)
    last.replaced_at = None
    return before


def _last_counted(dossier: Dossier) -> tuple[datetime, datetime]:
    return dossier.replaced_at or dossier.received_at, dossier.received_at


def _place(work: UnitOfWork, dossier: Dossier) -> list[Dossier]:
    known = work.dossiers.of_registration(dossier.registration_id)
    return [one for one in known if one.kind is dossier.kind]


def _check_place(work: UnitOfWork, placing: Placing) -> None:
    """Refuse versions of which none or several count."""
    known: Iterable[Dossier] = work.dossiers.of_registration(placing.registration_id)
    versions: Collection[Dossier] = [one for one in known if one.kind is placing.kind]
    if versions and sum(one.replaced_at is None for one in versions) != 1:
        raise Refused("dossier.versions_changed")


def _check_open(work: UnitOfWork, registration_id: str) -> None:
    open_session(work, work.registrations.get(registration_id).session_id)


def _placing(dossier: Dossier) -> Placing:
    return Placing(dossier.id, dossier.registration_id, dossier.kind, dossier.replaced_at)
