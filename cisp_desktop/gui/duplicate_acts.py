"""Looks for persons registered twice, and does what the user decides about them.

This module must not know the table, nor how anything is stored.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration, value_of
from cisp_desktop.application.candidate_merging import (
    merge_registrations,
    pairs_apart,
    set_apart,
    unmerge,
)
from cisp_desktop.application.duplicates import BIRTH_FIELDS, known_persons, likely_duplicates
from cisp_desktop.application.queries import Queries, RegistrationRow
from cisp_desktop.application.wording import sentence, session_days
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.candidate_edits import sheet_of
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.duplicates_dialog import DuplicatesDialog, Twins
from cisp_desktop.gui.session_data import SessionData, name_of

PAUSE = 1_500
"""Milliseconds without an edit before looking again."""


class DuplicateSearch(QObject):
    """``found`` comes when ``pairs`` changed. Looking is done by the worker, never while somebody types."""

    found = Signal()

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._data: SessionData | None = None
        self._looked_at: SessionData | None = None
        self.pairs: tuple[Twins, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.look)

    def show_data(self, data: SessionData) -> None:
        """Look at this state: at once for another session, after a pause for an edit."""
        other = self._data is None or self._data.session.id != data.session.id
        self._data = data
        if other:
            self.pairs = ()
            self.found.emit()
        if data.locked or self._same_people(data):
            return
        if other:
            self.look()
        else:
            self._pause.start()

    def look(self) -> None:
        """Look now."""
        data = self._data
        if data is None:
            return
        self._pause.stop()
        self._looked_at = data
        queries = self._context.queries
        self._context.tasks.run(
            lambda _progress: find_twins(queries, data),
            lambda pairs: self._on_found(data, pairs),
            title=self.tr("Recherche de doublons"),
            owner=self._owner,
            quiet=True,
        )

    def open_dialog(self) -> None:
        """Show the pairs, and do what is decided."""
        data = self._data
        if data is None or not self.pairs:
            return
        dialog = DuplicatesDialog(self.pairs, text=sheet_of(self._context, data).text, parent=self._owner)
        dialog.united.connect(lambda twins, values: self._unite(dialog, twins, values))
        dialog.told_apart.connect(lambda twins: self._tell_apart(dialog, twins))
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()
        self.look()

    def _same_people(self, data: SessionData) -> bool:
        """Whether nothing changed that the search rests on."""
        before = self._looked_at
        return (
            before is not None
            and before.session.id == data.session.id
            and pairs_apart(before.session.planning) == pairs_apart(data.session.planning)
            and len(before.registrations) == len(data.registrations)
            and all(
                old is new or _who(old) == _who(new)
                for old, new in zip(before.registrations, data.registrations, strict=True)
            )
        )

    def _on_found(self, looked_at: SessionData, pairs: tuple[Twins, ...]) -> None:
        if looked_at is self._looked_at and pairs != self.pairs:
            self.pairs = pairs
            self.found.emit()

    def _unite(self, dialog: DuplicatesDialog, twins: Twins, values: dict[str, object]) -> None:
        if twins.elsewhere:
            done = self._take_over(dialog, twins, values)
        else:
            done = self._merge(dialog, twins, values)
        if done:
            dialog.settle()

    def _take_over(self, dialog: DuplicatesDialog, twins: Twins, values: dict[str, object]) -> bool:
        workspace, row = self._context.workspace, twins.left
        changes = {field: FieldChange(value_of(row, field), value) for field, value in values.items()}
        done = self._context.operations.run(
            lambda: edit_registration(workspace, row.id, changes=changes),
            text=self.tr("les données de naissance de {0}").format(name_of(row)),
            undo=lambda inverse: edit_registration(workspace, row.id, changes=inverse),
            parent=dialog,
            on_error=lambda error: dialog.show_problem(sentence(error)),
        )
        return done is not None

    def _merge(self, dialog: DuplicatesDialog, twins: Twins, values: dict[str, object]) -> bool:
        """Keep the earlier registration; the later one when only that one has marks."""
        workspace = self._context.workspace
        refused: list[CispError] = []
        for keep, drop in ((twins.left, twins.right), (twins.right, twins.left)):
            refused.clear()
            changes = {field: FieldChange(value_of(keep, field), value) for field, value in values.items()}
            done = self._context.operations.run(
                partial(merge_registrations, workspace, keep=keep.id, drop=drop.id, values=changes),
                text=self.tr("la réunion des inscriptions de {0}").format(name_of(keep)),
                undo=lambda merged: unmerge(workspace, merged),
                parent=dialog,
                on_error=refused.append,
            )
            if done is not None:
                return True
            if not refused or refused[0].code != "merge.scored":
                break
        if refused:
            dialog.show_problem(sentence(refused[0]))
        return False

    def _tell_apart(self, dialog: DuplicatesDialog, twins: Twins) -> None:
        if self._data is None:
            return
        workspace, session_id = self._context.workspace, self._data.session.id
        first, second = twins.left.id, twins.right.id
        done = self._context.operations.run(
            lambda: set_apart(workspace, session_id, first, second=second),
            text=self.tr("la distinction de deux personnes"),
            undo=lambda before: set_apart(workspace, session_id, first, second=second, apart=before),
            parent=dialog,
            on_error=lambda error: dialog.show_problem(sentence(error)),
        )
        if done is not None:
            dialog.settle()


def _who(row: RegistrationRow) -> tuple[object, ...]:
    return (row.id, row.usage_name, *(getattr(row, field) for field in BIRTH_FIELDS))


def find_twins(queries: Queries, data: SessionData) -> tuple[Twins, ...]:
    """Return the pairs of the session, then who seems known from another one, the latest first."""
    apart = pairs_apart(data.session.planning)
    rows = {row.id: row for row in data.registrations}
    here = [
        Twins(rows[pair.first], rows[pair.second], pair.reason)
        for pair in likely_duplicates(data.registrations, apart=apart)
    ]
    sessions = {row.id: row for row in queries.sessions() if row.id != data.session.id}
    latest = sorted(sessions.values(), key=lambda row: row.starts, reverse=True)
    others = ((row.id, queries.registrations(row.id)) for row in latest)
    known = [
        Twins(
            rows[person.registration_id], person.known, person.reason,
            f"{sessions[person.session_id].centre_name}, "
            f"{session_days(sessions[person.session_id].starts, sessions[person.session_id].ends)}",
        )
        for person in known_persons(data.registrations, others, apart=apart)
    ]  # fmt: skip
    return (*here, *known)


def banner_words(pairs: Sequence[Twins]) -> str:
    """« 2 personnes semblent inscrites deux fois » …, or nothing."""
    twice = sum(not twins.elsewhere for twins in pairs)
    known = len(pairs) - twice
    parts = []
    if twice:
        one = "Une personne semble inscrite deux fois."
        parts.append(one if twice == 1 else f"{twice} personnes semblent inscrites deux fois.")
    if known:
        one = "Un candidat semble connu d’une autre session, avec d’autres données de naissance."
        many = f"{known} candidats semblent connus d’autres sessions, avec d’autres données de naissance."
        parts.append(one if known == 1 else many)
    return " ".join(parts)
