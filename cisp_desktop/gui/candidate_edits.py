"""What is done to candidates from their table: type, paste, add, attend, export, remove; each one undo step.

This module must not know the table, nor how anything is stored.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.candidate_editing import (
    FieldChange,
    add_registration,
    edit_registration,
    new_addition,
    paste_cells,
    revert_paste,
    value_of,
)
from cisp_desktop.application.candidate_removal import remove_registration, restore_registration
from cisp_desktop.application.candidate_table import (
    PastePlan,
    Sheet,
    copied_cells,
    export_table,
    following_number,
    plan_paste,
    to_clipboard,
)
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import FIELDS as FIELD_WORDS
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import CispError, RuleError
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.add_candidate_dialog import AddCandidateDialog
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.paste_dialog import PasteDialog
from cisp_desktop.gui.session_data import SessionData, name_of


class CandidateEdits(QObject):
    """``told(words)`` says how an act ended, ``refused(sentence)`` why a cell keeps its value, or nothing."""

    told = Signal(str)
    refused = Signal(str)

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._data: SessionData | None = None

    def show_data(self, data: SessionData) -> None:
        """Act on this state of the session from now on."""
        self._data = data

    @property
    def sheet(self) -> Sheet:
        """How cells of this session are read and written."""
        return sheet_of(self._context, self._shown)

    @property
    def open_paths(self) -> list[AccessPath]:
        """The access paths that the sheet opens."""
        return open_paths(self._shown)

    @property
    def _shown(self) -> SessionData:
        if self._data is None:
            raise LookupError("no session is shown")
        return self._data

    def edit(self, row: RegistrationRow, field: str, value: Any) -> bool:
        """Change one field to a typed text or a chosen value; says why not when it is refused."""
        done = edit_field(
            self._context, self.sheet, row, field=field, value=value, on_error=self._on_cell_refused
        )
        if done:
            self.refused.emit("")
        return done

    def _on_cell_refused(self, error: CispError) -> None:
        self.refused.emit(sentence(error))

    def give_attendance(self, rows: Sequence[RegistrationRow], wanted: Attendance) -> bool:
        """Say whether candidates came, in one undo step; False when one of them was refused."""
        rows = [row for row in rows if row.attendance is not wanted]
        excuse = self._ask_excuse(rows) if rows and wanted is Attendance.EXCUSED else ""
        if excuse is None:
            return False
        stack = self._context.operations.undo_stack
        if len(rows) > 1:
            stack.beginMacro(self.tr("la présence de {0} candidats").format(len(rows)))
        accepted = all(self._give_attendance(row, Coming(wanted, excuse=excuse)) for row in rows)
        if len(rows) > 1:
            stack.endMacro()
        return accepted

    def _ask_excuse(self, rows: Sequence[RegistrationRow]) -> str | None:
        """Ask why candidates are excused, one reason for all; None when it is given up."""
        who = name_of(rows[0]) if len(rows) == 1 else self.tr("{0} candidats").format(len(rows))
        dialog = AskTextDialog(
            self.tr("Excuser {0}").format(who),
            intro=self.tr(
                "Le procès-verbal reprend ce motif. Une pièce justificative se joint dans "
                "«\u00a0Évaluer\u00a0», par le bouton de présence."
            ),
            label=self.tr("&Motif"),
            missing=self.tr("Écrivez le motif de l’excuse."),
            accept=self.tr("E&xcuser"),
            parent=self._owner,
        )
        dialog.submitted.connect(dialog.accept)
        accepted, excuse = self._context.messages.run_dialog(dialog), dialog.text
        dialog.deleteLater()
        return excuse if accepted else None

    def _give_attendance(self, row: RegistrationRow, coming: Coming) -> bool:
        workspace, by = self._context.workspace, self._context.seat_at_keyboard
        done = self._context.operations.run(
            lambda: attend(workspace, row.id, coming, by=by),
            text=self.tr("la présence de {0}").format(name_of(row)),
            undo=lambda before: attend(
                workspace, row.id, before, restored=True, by=self._context.seat_at_keyboard
            ),
            parent=self._owner,
        )
        return done is not None

    def copy(self, rows: Sequence[Sequence[str]]) -> None:
        """Put cells into the clipboard as a spreadsheet takes them."""
        QGuiApplication.clipboard().setText(to_clipboard(rows))
        count = sum(map(len, rows))
        self.told.emit(plural(count, self.tr("case copiée"), self.tr("cases copiées")))

    def paste(self, rows: Sequence[RegistrationRow], fields: Sequence[str | None]) -> None:
        """Put the clipboard's cells over ``rows`` and below them, once what is refused was read."""
        try:
            cells = copied_cells(QGuiApplication.clipboard().text())
            plan = plan_paste(cells, rows, fields=fields, sheet=self.sheet)
        except RuleError as error:
            self._context.messages.error(self._owner, error)
            return
        if plan.empty and not plan.refused:
            self.told.emit(self.tr("Rien à coller : ces cases disent déjà la même chose."))
            return
        small = plan.cells <= 1 and not plan.additions
        if (plan.refused or not small) and not self._confirmed(plan):
            return
        if not plan.empty:
            self._write(plan)

    def _confirmed(self, plan: PastePlan) -> bool:
        dialog = PasteDialog(plan, parent=self._owner)
        accepted = self._context.messages.run_dialog(dialog)
        dialog.deleteLater()
        return accepted

    def _write(self, plan: PastePlan) -> None:
        workspace, session_id = self._context.workspace, self._shown.session.id
        done = self._context.operations.run(
            lambda: paste_cells(workspace, session_id, edits=plan.edits, additions=plan.additions),
            text=self.tr("le collage de {0}").format(plan_words(plan)),
            undo=lambda pasted: revert_paste(workspace, session_id, pasted),
            parent=self._owner,
        )
        if done is not None:
            self.refused.emit("")
            self.told.emit(self.tr("Collé : {0}").format(plan_words(plan)))

    def add(self) -> str | None:
        """Ask for a new candidate and register it; returns the registration's id, or None."""
        data, sheet = self._shown, self.sheet
        number = following_number([row.number for row in data.registrations])
        dialog = AddCandidateDialog(sheet, self.open_paths, number=number, parent=self._owner)
        workspace = self._context.workspace

        def asked() -> Act[str]:
            values = dialog.values
            addition = new_addition(values)
            return Act(
                lambda: add_registration(workspace, data.session.id, addition),
                text=self.tr("l’inscription de {0}").format(values["birth_name"]),
                undo=lambda registration_id: remove_registration(workspace, registration_id),
            )

        done = submit_dialog(self._context, dialog, asked)
        return done.value if done is not None else None

    def export(self, rows: Sequence[RegistrationRow]) -> None:
        """Ask where to write these candidates, and write them."""
        path = self._context.messages.save_file(
            self._owner,
            self.tr("Exporter la liste des candidats"),
            suggested=f"candidats-{self._shown.session.minutes_number}.xlsx",
            filters=self.tr("Classeur ({0});;Texte ({1})").format("*.xlsx", "*.csv"),
        )
        if path is None:
            return
        table = export_table(rows, self.sheet, self._shown.panels)
        writer = self._context.services.candidate_writer
        said = self.tr("Liste exportée : {0}").format(path.name)
        self._context.tasks.run(
            lambda _progress: writer.write(path, table),
            lambda _done: self.told.emit(said),
            title=self.tr("Export de {0}").format(path.name),
            owner=self._owner,
            cancellable=False,
        )

    def remove(self, rows: Sequence[RegistrationRow]) -> None:
        """Name what is lost, ask, and take the candidates out; without dossiers it can be undone."""
        if not rows or not self._context.messages.confirm(
            self._owner,
            self.tr("Retirer de la session"),
            text=self._loss_words(rows),
            accept=self.tr("Retirer"),
            destructive=True,
        ):
            return
        stack = self._context.operations.undo_stack
        holding = {dossier.registration_id for dossier in self._shown.dossiers}
        lost = any(row.id in holding for row in rows)
        if len(rows) > 1 and not lost:
            stack.beginMacro(self.tr("le retrait de {0} candidats").format(len(rows)))
        for row in rows:
            if not self._remove(row, for_good=lost):
                break
        if len(rows) > 1 and not lost:
            stack.endMacro()

    def _remove(self, row: RegistrationRow, *, for_good: bool) -> bool:
        workspace = self._context.workspace
        done = self._context.operations.run(
            lambda: remove_registration(workspace, row.id),
            text=self.tr("le retrait de {0}").format(name_of(row)),
            undo=None if for_good else lambda removed: restore_registration(workspace, removed),
            clears_undo=for_good,
            parent=self._owner,
        )
        return done is not None

    def _loss_words(self, rows: Sequence[RegistrationRow]) -> str:
        """Name what goes with these candidates, and say whether it can come back."""
        data = self._shown
        ids = {row.id for row in rows}
        dossiers = sum(row.registration_id in ids for row in data.dossiers)
        recusals = sum(row.registration_id in ids for panel in data.panels for row in panel.recusals)
        results = sum(len(row.outside_results) for row in rows)
        slots = sum(row.starts_at is not None for row in rows)
        names = ", ".join(f"{name_of(row)} ({row.number})" for row in rows[:5])
        if len(rows) > 5:
            names += self.tr(" et {0} autres").format(len(rows) - 5)
        counts = (
            (dossiers, self.tr("pièce"), self.tr("pièces")),
            (slots, self.tr("horaire"), self.tr("horaires")),
            (recusals, self.tr("récusation"), self.tr("récusations")),
            (results, self.tr("résultat hors jury"), self.tr("résultats hors jury")),
        )
        lost = ", ".join(plural(count, one, many) for count, one, many in counts if count)
        if dossiers:
            said = self.tr("Seront perdus : {0}. Ce retrait ne s’annule pas, à cause des pièces.").format(
                lost
            )
        elif lost:
            said = self.tr("Partent avec : {0}. « Annuler » les rétablit.").format(lost)
        else:
            said = self.tr("Rien d’autre n’est perdu. « Annuler » rétablit l’inscription.")
        return f"{names}\n\n{said}"


def edit_field(
    context: GuiContext, sheet: Sheet, row: RegistrationRow, *, field: str, value: Any, on_error: Any
) -> bool:
    """Change one field of a candidate, with undo; ``on_error`` gets the error that refuses it."""
    workspace = context.workspace
    try:
        wanted = sheet.read(field, value) if isinstance(value, str) else value
    except RuleError as error:
        on_error(error)
        return False
    before = value_of(row, field)
    if wanted == before:
        return True
    changes = {field: FieldChange(before, wanted)}
    done = context.operations.run(
        lambda: edit_registration(workspace, row.id, changes=changes),
        text=f"{FIELD_WORDS[f'candidate.{field}']} ({name_of(row)})",
        undo=lambda inverse: edit_registration(workspace, row.id, changes=inverse),
        on_error=on_error,
    )
    return done is not None


def sheet_of(context: GuiContext, data: SessionData) -> Sheet:
    """Return how the fields of a session's candidates are read and written."""
    today = context.workspace.clock().date()
    return Sheet(data.certification.code, data.certification.blocks, today)


def open_paths(data: SessionData) -> list[AccessPath]:
    """Return the access paths that the sheet of a session opens."""
    paths = data.certification.sheet.get("access_paths", {})
    return [path for path in AccessPath if paths.get(path.value, False)]


def plan_words(plan: PastePlan) -> str:
    """« 12 cases, 3 nouveaux candidats »."""
    parts = [plural(plan.cells, "case", "cases")] if plan.cells else []
    if plan.additions:
        parts.append(plural(len(plan.additions), "nouveau candidat", "nouveaux candidats"))
    return ", ".join(parts)
