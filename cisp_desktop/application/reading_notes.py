"""A juror's own notes and highlights in the dossiers, and where the reading of each dossier stood.

A note is read by its author alone until the sheets of the candidate are revealed; then by the panel, if its
author shares it. No document takes a note in. Must not know screens, marks,
nor who may read: the query does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries_reading import PlaceRow
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.reading import Area, NoteColour, ReadingNote, ReadingPlace
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text

MOST_AREAS = 400
"""Rectangles of one highlight: the lines of a page selected whole, with room to spare."""


@dataclass(frozen=True, slots=True)
class NoteContent:
    """What the author can change: ``item`` is a line of the grid (competence or assessment), empty for
    none.
    """

    colour: NoteColour
    text: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note to add on ``page`` (from 0). ``written_at``: when it was written, None for now."""

    id: str
    dossier_id: str
    page: int
    content: NoteContent
    areas: tuple[Area, ...] = ()
    shared: bool = False
    written_at: datetime | None = None


def add_note(workspace: Workspace, juror: IdentifiedJuror, draft: NoteDraft) -> str:
    """Add a note, or put a removed one back; returns its id.

    Raises ``RuleError``: ``text.*``, ``note.empty`` (neither text nor area), ``note.page`` (no such page),
    ``note.area`` (outside the page, or too many), ``note.item`` (no line of the grids); or
    ``Refused``: ``dossier.not_found``, ``session.closed``, ``juror.other_session``, ``juror.other_panel``,
    ``juror.recused``.
    """
    with workspace.unit_of_work() as work:
        dossier = _readable(work, juror, draft.dossier_id)
        if not 0 <= draft.page < dossier.pages:
            raise RuleError("note.page", page=draft.page + 1, pages=dossier.pages)
        if len(draft.areas) > MOST_AREAS or not all(area.sound for area in draft.areas):
            raise RuleError("note.area")
        content = _checked(work, juror, draft.content, bare=not draft.areas)
        note = ReadingNote(
            draft.id, juror.seat_id, dossier.id, draft.page,
            [[one.left, one.top, one.right, one.bottom] for one in draft.areas],
            content.colour, content.text, content.item, draft.shared,
            draft.written_at or workspace.clock(),
        )  # fmt: skip
        work.readings.add_note(note)
        work.note(juror.seat_id, "note.added", subject=dossier.id)
        work.changed(Change.READING, note.id, dossier.id)
        work.commit()
        return note.id


def change_note(
    workspace: Workspace, juror: IdentifiedJuror, note_id: str, content: NoteContent
) -> NoteContent:
    """Give a note another content; returns what stood before.

    Raises as ``add_note``, or ``Refused``: ``note.not_found``, ``note.not_author``.
    """
    with workspace.unit_of_work() as work:
        note = _own(work, juror, note_id)
        wanted = _checked(work, juror, content, bare=not note.areas)
        before = NoteContent(note.colour, note.text, note.item)
        if wanted != before:
            note.colour, note.text, note.item = wanted.colour, wanted.text, wanted.item
            work.note(juror.seat_id, "note.changed", subject=note.dossier_id)
            work.changed(Change.READING, note.id, note.dossier_id)
            work.commit()
        return before


def remove_note(workspace: Workspace, juror: IdentifiedJuror, note_id: str) -> NoteDraft:
    """Remove a note; returns what ``add_note`` puts back. Raises as ``change_note``."""
    with workspace.unit_of_work() as work:
        note = _own(work, juror, note_id)
        kept = NoteDraft(
            note.id, note.dossier_id, note.page, NoteContent(note.colour, note.text, note.item),
            tuple(Area(*area) for area in note.areas), note.shared, note.written_at,
        )  # fmt: skip
        work.readings.remove_note(note)
        work.note(juror.seat_id, "note.removed", subject=note.dossier_id)
        work.changed(Change.READING, note.id, note.dossier_id)
        work.commit()
        return kept


def share_note(workspace: Workspace, juror: IdentifiedJuror, note_id: str, *, shared: bool) -> bool:
    """Let the panel read a note once sheets are revealed, or no more; returns what stood before.

    Raises as ``change_note``.
    """
    with workspace.unit_of_work() as work:
        note = _own(work, juror, note_id)
        before = note.shared
        if before != shared:
            note.shared = shared
            work.note(juror.seat_id, "note.shared", subject=note.dossier_id)
            work.changed(Change.READING, note.id, note.dossier_id)
            work.commit()
        return before


def keep_place(workspace: Workspace, juror: IdentifiedJuror, dossier_id: str, place: PlaceRow) -> None:
    """Keep where the juror's reading of a dossier stands. No act: neither journalled nor undone.

    Raises ``Refused`` as ``add_note``, and ``RuleError("note.page")``.
    """
    with workspace.unit_of_work() as work:
        dossier = _readable(work, juror, dossier_id)
        if not 0 <= place.page < dossier.pages:
            raise RuleError("note.page", page=place.page + 1, pages=dossier.pages)
        known = work.readings.place(juror.seat_id, dossier_id)
        if known is None:
            known = ReadingPlace(juror.seat_id, dossier_id, place.page)
            work.readings.add_place(known)
        known.page, known.offset, known.zoom = place.page, place.offset, place.zoom
        work.commit()


def _readable(work: UnitOfWork, juror: IdentifiedJuror, dossier_id: str) -> Dossier:
    """Return a dossier that the juror reads: of an open session, heard by the own panel, not recused."""
    dossier = work.dossiers.get(dossier_id)
    registration = work.registrations.get(dossier.registration_id)
    open_session(work, registration.session_id)
    if juror.session_id != registration.session_id:
        raise Refused("juror.other_session")
    if juror.panel_id != registration.panel_id:
        raise Refused("juror.other_panel", number=registration.number)
    if any(recusal.seat_id == juror.seat_id for recusal in work.recusals.of_registration(registration.id)):
        raise Refused("juror.recused")
    return dossier


def _own(work: UnitOfWork, juror: IdentifiedJuror, note_id: str) -> ReadingNote:
    note = work.readings.note(note_id)
    if note.seat_id != juror.seat_id:
        raise Refused("note.not_author")
    _readable(work, juror, note.dossier_id)
    return note


def _checked(work: UnitOfWork, juror: IdentifiedJuror, content: NoteContent, *, bare: bool) -> NoteContent:
    text = entry_text(content.text, field="note.text", limit=COMMENT_LENGTH, multiline=True)
    if bare and not text:
        raise RuleError("note.empty")
    if content.item and content.item not in _items(work, juror.session_id):
        raise RuleError("note.item")
    return NoteContent(content.colour, text, content.item)


def _items(work: UnitOfWork, session_id: str) -> Sequence[str]:
    certification = work.certifications.get(work.sessions.get(session_id).certification_id)
    items: list[str] = []
    for block in certification.blocks:
        items += [one.id for one in block.competences]
        items += [one.id for one in block.assessments]
    return items
