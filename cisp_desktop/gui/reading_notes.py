"""The notes of the juror who reads: read, added, changed, removed, shared, each act undoable.

Holds them while that juror is at the keyboard and lets go of them with ``show_reader(None, ())``. What was
being typed when the screen locked stays the juror's own: a new note is stored, a change waits for its author.
This module must not know widgets but the dialog that asks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.queries_reading import NoteRow
from cisp_desktop.application.reading_notes import (
    NoteContent,
    NoteDraft,
    add_note,
    change_note,
    remove_note,
    share_note,
)
from cisp_desktop.application.wording import ASSESSMENT_KINDS
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.grading import ScoringMode
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.reading_note_dialog import ReadingNoteDialog

_WORDING_LETTERS = 70


@dataclass(frozen=True, slots=True)
class _Typing:
    """A note that is typed: by whom, where, from what, and the act that stores it."""

    juror: IdentifiedJuror
    dossier_id: str
    title: str
    before: NoteContent
    bare: bool
    is_new: bool
    act: Callable[[NoteContent], Act[object]]


class ReadingNotes(QObject):
    """``changed`` follows each reading of the notes. ``current_item``: the line being scored.

    ``front`` is the window over which a form opens.
    """

    changed = Signal()

    def __init__(self, context: GuiContext, parent: QWidget, *, front: Callable[[], QWidget]) -> None:
        super().__init__(parent)
        self._front = front
        self._typing: tuple[_Typing, ReadingNoteDialog] | None = None
        self._context = context
        self._widget = parent
        self._juror: IdentifiedJuror | None = None
        self._rows: tuple[DossierRow, ...] = ()
        self._notes: tuple[NoteRow, ...] = ()
        self._lines: dict[str, tuple[str, str]] = {}
        self.current_item: Callable[[], str] = str
        context.operations.changed.connect(self._on_changed)
        context.juror_leaving.connect(self._on_juror_leaving)

    @property
    def juror(self) -> IdentifiedJuror | None:
        """Whose notes these are; None while nobody takes notes."""
        return self._juror

    @property
    def notes(self) -> Sequence[NoteRow]:
        """Every note on the candidate's dossiers, by dossier and page."""
        return self._notes

    @property
    def kinds(self) -> Mapping[str, DossierKind]:
        """The kind of each dossier, by id."""
        return {row.id: row.kind for row in self._rows}

    @property
    def short_items(self) -> Mapping[str, str]:
        """« BC01-3 », by line of the grids."""
        return {item: short for item, (short, _words) in self._lines.items()}

    def of(self, dossier_id: str) -> list[NoteRow]:
        """Return the notes on one dossier."""
        return [note for note in self._notes if note.dossier_id == dossier_id]

    def find(self, note_id: str) -> NoteRow | None:
        """Return one."""
        return next((note for note in self._notes if note.id == note_id), None)

    def show_reader(self, juror: IdentifiedJuror | None, rows: Sequence[DossierRow]) -> None:
        """Hold the notes of ``juror`` on these dossiers; None holds nothing."""
        if juror is not None and (self._juror is None or self._juror.session_id != juror.session_id):
            self._lines = _lines(self._context, juror.session_id)
        self._juror, self._rows = juror, tuple(rows) if juror is not None else ()
        self._read()

    def highlight(self, row: DossierRow, page: int, areas: Sequence[Area], colour: NoteColour) -> str:
        """Highlight a passage at once; returns the note's id, empty when it was refused."""
        draft = NoteDraft(new_id(), row.id, page, NoteContent(colour), tuple(areas))
        return draft.id if self._add(draft) else ""

    def write(self, row: DossierRow, page: int, areas: Sequence[Area], colour: NoteColour) -> None:
        """Ask for a note on a page, or on a passage of it."""
        juror, note_id = self._juror, new_id()
        if juror is None:
            return
        item = self.current_item()
        empty = NoteContent(colour, "", item if item in self._lines else "")
        title = self.tr("Note sur la page {0}").format(page + 1)

        def act(content: NoteContent) -> Act[object]:
            return self._adding(juror, NoteDraft(note_id, row.id, page, content, tuple(areas)))

        self._type(_Typing(juror, row.id, title, empty, bare=not areas, is_new=True, act=act), empty)

    def change(self, note_id: str) -> None:
        """Ask for another content of an own note."""
        juror, note = self._juror, self.find(note_id)
        if juror is None or note is None or not note.own:
            return
        before = NoteContent(note.colour, note.text, note.item)
        title = self.tr("Modifier la note de la page {0}").format(note.page + 1)
        workspace = self._context.workspace

        def act(content: NoteContent) -> Act[object]:
            return Act(
                lambda: change_note(workspace, juror, note_id, content),
                self.tr("Note modifiée"),
                lambda _was: change_note(workspace, juror, note_id, before),
            )

        typing = _Typing(juror, note.dossier_id, title, before, bare=not note.areas, is_new=False, act=act)
        self._type(typing, before)

    def remove(self, note_id: str) -> None:
        """Remove an own note; undo puts it back."""
        juror, workspace = self._juror, self._context.workspace
        if juror is not None:
            self._context.operations.run(
                lambda: remove_note(workspace, juror, note_id),
                text=self.tr("Note retirée"),
                undo=lambda kept: add_note(workspace, juror, kept),
                parent=self._widget,
            )

    def share(self, note_id: str, shared: bool) -> None:
        """Let the panel read an own note once sheets are revealed, or no more."""
        juror, workspace = self._juror, self._context.workspace
        if juror is not None:
            self._context.operations.run(
                lambda: share_note(workspace, juror, note_id, shared=shared),
                text=self.tr("Partage d’une note"),
                undo=lambda was: share_note(workspace, juror, note_id, shared=was),
                parent=self._widget,
            )
            self.changed.emit()  # a refusal gives the control its state back

    def _type(self, typing: _Typing, content: NoteContent) -> None:
        """Ask for a note, ``content`` being what is typed of it already."""
        dialog = self._dialog(typing.title, content, bare=typing.bare)
        self._typing = typing, dialog
        submit_dialog(self._context, dialog, lambda: typing.act(dialog.content))
        self._typing = None

    def _dialog(self, title: str, content: NoteContent, *, bare: bool) -> ReadingNoteDialog:
        names = {item: f"{short} · {words}" for item, (short, words) in self._lines.items()}
        return ReadingNoteDialog(title, content, names, bare=bare, parent=self._front())

    def _on_juror_leaving(self) -> None:
        """Close the form, and keep what its author typed: nobody else sees it."""
        if self._typing is None:
            return
        (typing, dialog), self._typing = self._typing, None
        content = dialog.content
        dialog.reject()
        if content != typing.before and not (typing.is_new and self._store(typing.act(content))):
            later = partial(self._type, typing, content)
            self._context.interrupted.go_on_later(typing.juror.seat_id, later)

    def _store(self, act: Act[object]) -> bool:
        """Store what is typed; a juror who leaves has no undo, and reads no sentence."""
        return self._context.operations.run(act.do, on_error=_not_stored) is not None

    def _adding(self, juror: IdentifiedJuror, draft: NoteDraft) -> Act[object]:
        workspace = self._context.workspace
        return Act(
            lambda: add_note(workspace, juror, draft),
            self.tr("Note de lecture"),
            lambda _added: remove_note(workspace, juror, draft.id),
        )

    def _add(self, draft: NoteDraft) -> bool:
        if self._juror is None:
            return False
        act = self._adding(self._juror, draft)
        done = self._context.operations.run(act.do, text=act.text, undo=act.undo, parent=self._widget)
        return done is not None

    def _read(self) -> None:
        ids = [row.id for row in self._rows]
        known = self._juror is not None and bool(ids)
        seat_id = self._juror.seat_id if self._juror is not None else ""
        self._notes = tuple(self._context.queries.reading_notes(seat_id, ids)) if known else ()
        self.changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if self._juror is not None and changes.flags & (Change.READING | Change.SHEETS):
            self._read()


def _not_stored(error: CispError) -> None:
    """What could not be stored while the screen locks is shown to its author again, and refused then."""
    del error


def _lines(context: GuiContext, session_id: str) -> dict[str, tuple[str, str]]:
    """Return the short name and the wording of each line of the session's grids, as they are scored."""
    certification = context.queries.certification(context.queries.session(session_id).certification_id)
    by_levels = context.queries.scheme(session_id).mode is ScoringMode.LEVELS
    lines: dict[str, tuple[str, str]] = {}
    for block in certification.blocks:
        if by_levels and block.competences:
            said = [(one.id, one.position, one.wording) for one in block.competences]
        else:
            said = [(one.id, one.position, ASSESSMENT_KINDS[one.kind]) for one in block.assessments]
        for item, position, words in said:
            cut = words if len(words) <= _WORDING_LETTERS else f"{words[:_WORDING_LETTERS]}…"
            lines[item] = (f"{block.short_code}-{position}", cut)
    return lines
