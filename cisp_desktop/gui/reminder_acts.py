"""Reminders of missing dossiers: shown, copied, exported as a list, written as one message per candidate.

This module must not know the matrix, nor how a message or a list is encoded.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.mail_wording import REMINDER_MAIL, MailModel, mail_facts
from cisp_desktop.application.paper_templates import session_mail
from cisp_desktop.application.ports import Progress
from cisp_desktop.application.reminders import (
    Owing,
    owing,
    reminder_names,
    reminder_table,
    write_reminders,
)
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.reminders_dialog import RemindersDialog
from cisp_desktop.gui.replacing import may_write
from cisp_desktop.gui.session_data import SessionData

T = TypeVar("T")


class ReminderActs(QObject):
    """``told(words)`` says what was written."""

    told = Signal(str)

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner

    def show_reminders(self, data: SessionData) -> None:
        """Show who owes what, until it closes; says so when nobody owes anything."""
        context = self._context
        candidates = owing(data.certification, data.registrations, data.dossiers)
        if not candidates:
            words = self.tr("Aucune pièce ne manque\u00a0: il n’y a personne à relancer.")
            context.messages.inform(self._owner, self.tr("Relances"), words)
            return
        workspace, session_id = context.workspace, data.session.id
        context.tasks.run(
            lambda _progress: session_mail(workspace, session_id, REMINDER_MAIL),
            lambda model: self._show(data, candidates, model),
            title=self.tr("Lecture du modèle"), owner=self, quiet=True,
        )  # fmt: skip

    def _show(self, data: SessionData, candidates: Sequence[Owing], model: MailModel) -> None:
        context = self._context
        facts = mail_facts(data.session, context.queries.centre(data.session.centre_id))
        today = context.services.clock().date()
        dialog = RemindersDialog(candidates, facts, model, today=today, parent=self._owner)
        dialog.list_asked.connect(lambda: self._export_list(data, candidates, dialog))
        dialog.messages_asked.connect(lambda: self._write_messages(data, dialog))
        context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _export_list(self, data: SessionData, candidates: Sequence[Owing], dialog: RemindersDialog) -> None:
        path = self._context.messages.save_file(
            dialog,
            self.tr("Exporter la liste des relances"),
            suggested=f"relances-{data.session.minutes_number}.xlsx",
            filters=self.tr("Classeur ({0});;Texte ({1})").format("*.xlsx", "*.csv"),
        )
        if path is None:
            return
        table = reminder_table(candidates, data.session.dossiers_due)
        writer = self._context.services.candidate_writer
        self._run(
            lambda _progress: writer.write(path, table, sheet="Relances"),
            lambda _done: self.tr("Liste exportée\u00a0: {0}").format(path.name),
            dialog,
        )

    def _write_messages(self, data: SessionData, dialog: RemindersDialog) -> None:
        folder = self._context.messages.open_folder(dialog, self.tr("Où enregistrer les messages"))
        if folder is None:
            return
        services, messages = self._context.services, dialog.messages()
        target: Path = folder / safe_stem(f"Relances {data.session.minutes_number}")
        if not may_write(self._context.messages, dialog, target, names=reminder_names(messages)):
            return

        def words(names: list[str]) -> str:
            count = plural(len(names), self.tr("message enregistré"), self.tr("messages enregistrés"))
            return self.tr("{0} dans «\u00a0{1}\u00a0»").format(count, target)

        self._run(
            lambda progress: write_reminders(
                target,
                messages,
                writer=services.message_writer,
                stamp=services.clock(),
                progress=progress,
                replaces=True,
            ),
            words,
            dialog,
        )

    def _run(self, work: Callable[[Progress], T], words: Callable[[T], str], dialog: RemindersDialog) -> None:
        def done(value: T) -> None:
            dialog.say_done(words(value))
            self.told.emit(words(value))

        self._context.tasks.run(work, done, title=self.tr("Relances"), owner=dialog)
