"""The papers of a session all at once: printed in one job, saved as files, made into drafts of messages.

All in the worker. This module must not know the page that asks, nor how a paper is drawn.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.mail_wording import PAPERS_MAIL, MailModel, mail_facts
from cisp_desktop.application.paper_batch import (
    Batch,
    BatchPaper,
    folder_names,
    read_batch,
    readers,
    record_printing,
    write_batch,
)
from cisp_desktop.application.paper_mails import Addressee, mail_names, write_mails
from cisp_desktop.application.paper_templates import session_mail
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.bound_pages import bind_pages
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.mails_dialog import MailsDialog
from cisp_desktop.gui.dialogs.papers_dialog import PapersDialog, Purpose
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.pages.minutes_printing import MinutesPrinting
from cisp_desktop.gui.printing import Printed
from cisp_desktop.gui.replacing import may_write
from cisp_desktop.gui.widgets.panels import Tone

Say = Callable[[Tone, str], None]


class BatchActs(QObject):
    """``say`` shows a line on the page."""

    def __init__(self, context: GuiContext, *, say: Say, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._say, self._window = context, say, parent
        self._printing = MinutesPrinting(context, parent=parent)

    # --- paper ----------------------------------------------------------------------------------------

    def print_all(self, session_id: str) -> None:
        """Ask which papers of a session, show them as they will be printed, and print them in one job."""
        self._read(session_id, lambda batch: self._choose(session_id, batch, Purpose.PRINT))

    def print_papers(self, session_id: str, papers: Sequence[BatchPaper]) -> None:
        """Show papers as they will be printed, one after the other, then print them."""
        if papers:
            self._print(session_id, papers)

    def _read(self, session_id: str, then: Callable[[Batch], None]) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda _progress: read_batch(workspace, session_id), then,
            title=self.tr("Lecture des documents"), owner=self,
        )  # fmt: skip

    def _choose(self, session_id: str, batch: Batch, purpose: Purpose) -> None:
        dialog = PapersDialog(batch, purpose, parent=self._window.window())
        accepted = self._context.messages.run_dialog(dialog)
        papers = dialog.papers
        dialog.deleteLater()
        if accepted and purpose is Purpose.PRINT:
            self._print(session_id, papers)
        elif accepted:
            self._save(session_id, papers)

    def _print(self, session_id: str, papers: Sequence[BatchPaper]) -> None:
        services, files = self._context.services, readers(self._context.workspace, papers)
        name = papers[0].title if len(papers) == 1 else self.tr("Documents")
        self._context.tasks.run(
            lambda progress: bind_pages(services.pages, files, progress),
            lambda pages: self._printing.ask(
                pages, name, printed=partial(self._on_printed, session_id, papers, pages)
            ),
            title=self.tr("Lecture des documents"),
            owner=self,
        )

    def _on_printed(
        self, session_id: str, papers: Sequence[BatchPaper], pages: PageSet, printed: Printed
    ) -> None:
        """Note which papers went to the printer, and say so."""
        places = sorted({bisect_right(pages.starts, page) - 1 for page in printed.pages})
        workspace, sent = self._context.workspace, [papers[place] for place in places]
        self._printing.record(lambda: record_printing(workspace, session_id, sent, copies=printed.copies))
        closing = pages.pages.close
        self._context.tasks.run(lambda _progress: closing(), title=self.tr("Fermeture"), quiet=True)
        words = plural(len(sent), self.tr("document envoyé"), self.tr("documents envoyés"))
        if printed.file is None:
            self._say(Tone.SUCCESS, self.tr("{0} à l’imprimante.").format(words))
            return
        words = plural(len(sent), self.tr("document écrit"), self.tr("documents écrits"))
        self._say(Tone.SUCCESS, self.tr("{0} dans «\u00a0{1}\u00a0».").format(words, printed.file))

    # --- files ----------------------------------------------------------------------------------------

    def save_all(self, session_id: str) -> None:
        """Ask which papers of a session and for a folder, and write them there with their list."""
        self._read(session_id, lambda batch: self._choose(session_id, batch, Purpose.SAVE))

    def _save(self, session_id: str, papers: Sequence[BatchPaper]) -> None:
        messages, workspace = self._context.messages, self._context.workspace
        title = self.tr("Enregistrer tous les PDF")
        folder = messages.open_folder(self._window, title)
        if folder is None or not may_write(messages, self._window, folder, names=folder_names(papers)):
            return
        number = self._context.queries.session(session_id).minutes_number
        self._context.tasks.run(
            lambda progress: write_batch(
                workspace, papers, folder, number=number, progress=progress, replaces=True
            ),
            lambda files: self._say(
                Tone.SUCCESS,
                self.tr(
                    "{0} avec leur liste, dans «\u00a0{1}\u00a0». Ces fichiers ne sont pas chiffrés."
                ).format(
                    plural(len(files) - 1, self.tr("PDF enregistré"), self.tr("PDF enregistrés")), folder
                ),
            ),
            title=title,
            owner=self,
            prints=True,
        )

    # --- messages -------------------------------------------------------------------------------------

    def prepare_mails(self, session_id: str) -> None:
        """Show who gets which papers and in which words, and write one draft per candidate."""
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda _progress: (
                read_batch(workspace, session_id), session_mail(workspace, session_id, PAPERS_MAIL),
            ),
            lambda found: self._show_mails(session_id, *found),
            title=self.tr("Lecture des documents"), owner=self,
        )  # fmt: skip

    def _show_mails(self, session_id: str, batch: Batch, model: MailModel) -> None:
        queries = self._context.queries
        session = queries.session(session_id)
        facts = mail_facts(session, queries.centre(session.centre_id))
        rows = queries.registrations(session_id)
        dialog = MailsDialog(batch, rows, facts, model, parent=self._window.window())
        dialog.save_asked.connect(lambda: self._save_mails(session_id, dialog))
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _save_mails(self, session_id: str, dialog: MailsDialog) -> None:
        messages = self._context.messages
        folder = messages.open_folder(dialog, self.tr("Où enregistrer les courriels"))
        people = [one for one in dialog.people if one.address]
        if folder is None or not people:
            return
        number = self._context.queries.session(session_id).minutes_number
        target = folder / safe_stem(f"Courriels {number}")
        if may_write(messages, dialog, target, names=mail_names(people)):
            self._write_mails(session_id, target, people, dialog.text_model, dialog)

    def _write_mails(
        self,
        session_id: str,
        target: Path,
        people: Sequence[Addressee],
        model: MailModel,
        dialog: MailsDialog,
    ) -> None:
        workspace, services, queries = self._context.workspace, self._context.services, self._context.queries
        session = queries.session(session_id)
        facts = mail_facts(session, queries.centre(session.centre_id))

        def done(names: list[str]) -> None:
            count = plural(len(names), self.tr("courriel enregistré"), self.tr("courriels enregistrés"))
            words = self.tr("{0} dans «\u00a0{1}\u00a0». Rien n’est envoyé\u00a0: ouvrez-les un par un.")
            dialog.say_done(words.format(count, target))

        self._context.tasks.run(
            lambda progress: write_mails(
                workspace, target, people, model=model, facts=facts, writer=services.message_writer,
                stamp=services.clock(), progress=progress, replaces=True,
            ),
            done,
            title=self.tr("Écriture des courriels"),
            owner=dialog,
            prints=True,
        )  # fmt: skip
