"""The acts on papers after the jury: issue, look at and print, duplicate, save as files, find by code.

All in the worker. This module must not know the page that asks, nor how a paper is drawn.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.exporting import open_export_folder
from cisp_desktop.application.files import write_file
from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.issued_rules import CERTIFICATES, Paper
from cisp_desktop.application.issuing import (
    Issue,
    IssuedRow,
    IssuedSession,
    PaperRow,
    find_by_code,
    issue_duplicate,
    issue_papers,
    read_paper,
    read_papers,
)
from cisp_desktop.application.wording import moment_words, plural, sentence
from cisp_desktop.application.wording_issued import file_names, kind_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.certificate_mentions_dialog import CertificateMentionsDialog
from cisp_desktop.gui.page_images import PageSet, open_pages
from cisp_desktop.gui.pages.minutes_printing import MinutesPrinting
from cisp_desktop.gui.replacing import may_write
from cisp_desktop.gui.tasks import Progress
from cisp_desktop.gui.widgets.panels import Tone

Say = Callable[[Tone, str], None]


class IssuingActs(QObject):
    """``say`` shows a line on the page; ``found`` is told of the paper that a code named."""

    def __init__(
        self, context: GuiContext, *, say: Say, found: Callable[[IssuedRow, str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._say, self._found, self._window = context, say, found, parent
        self._printing = MinutesPrinting(context, parent=parent)

    # --- issuing --------------------------------------------------------------------------------------

    def issue(self, session_id: str, papers: Sequence[PaperRow], *, known: Choices) -> None:
        """Issue papers, asking first for what certificates must say beside."""
        due = [one for one in papers if one.to_issue]
        if not due:
            self._say(Tone.INFO, self._nothing(papers))
            return
        choices: Choices | None = known
        if any(one.paper.kind in CERTIFICATES for one in due):
            choices = self._mentions(known)
        if choices is not None:
            self._issue(session_id, {one.paper for one in due}, choices)

    def _nothing(self, papers: Sequence[PaperRow]) -> str:
        refusals = [one.refusal for one in papers if one.refusal is not None and one.issued is None]
        if len(papers) == 1 and refusals:
            return sentence(refusals[0])
        return self.tr("Rien à émettre\u00a0: tout ce qui est dû l’est déjà, ou rien n’est dû.")

    def _mentions(self, known: Choices) -> Choices | None:
        dialog = CertificateMentionsDialog(known, parent=self._window)
        dialog.submitted.connect(dialog.accept)
        accepted = self._context.messages.run_dialog(dialog)
        choices = dialog.choices
        dialog.deleteLater()
        return choices if accepted else None

    def _issue(self, session_id: str, papers: set[Paper], choices: Choices) -> None:
        workspace, renderer = self._context.workspace, self._context.services.issued

        def work(progress: Progress) -> Issue:
            return issue_papers(
                workspace, session_id, wanted=papers.__contains__, choices=choices, renderer=renderer,
                progress=progress,
            )  # fmt: skip

        self._context.tasks.run(
            work, self._on_issued, title=self.tr("Émission des documents"), owner=self, writes=True,
            on_cancelled=lambda: self._say(Tone.WARNING, self.tr("Arrêté\u00a0: ce qui est émis le reste.")),
        )  # fmt: skip

    def _on_issued(self, done: Issue) -> None:
        made = plural(len(done.made), self.tr("document émis"), self.tr("documents émis"))
        if not done.prevented:
            self._say(Tone.SUCCESS, self.tr("{0}. Ils ne changeront plus.").format(made))
            return
        left = plural(len(done.prevented), self.tr("ne l’est pas"), self.tr("ne le sont pas"))
        first = sentence(done.prevented[0].error)
        self._say(Tone.WARNING, self.tr("{0}\u00a0; {1}. {2}").format(made, left, first))

    # --- looking at and printing ----------------------------------------------------------------------

    def print_papers(self, rows: Sequence[IssuedRow]) -> None:
        """Show papers as they will be printed, one after the other, then print them."""
        if not rows:
            return
        context = self._context
        name = kind_words(rows[0].kind, rows[0].block) if len(rows) == 1 else self.tr("Documents")

        def work(progress: Progress) -> PageSet:
            parts = []
            for done, row in enumerate(rows):
                progress(done, len(rows))
                parts.append((kind_words(row.kind, row.block), read_paper(context.workspace, row)))
            pdf = parts[0][1] if len(parts) == 1 else context.services.papers.merge(parts)
            return open_pages(context.services.pages, pdf)

        context.tasks.run(
            work,
            lambda pages: self._printing.ask(pages, name),
            title=self.tr("Lecture des documents"),
            owner=self,
        )

    # --- duplicates -----------------------------------------------------------------------------------

    def duplicate(self, row: IssuedRow) -> None:
        """Ask once, and issue a duplicate, then show it."""
        words = self.tr(
            "{0}, {1}\n\nLe duplicata porte sa mention, la date du jour et le code du premier document. Il "
            "ne s’annule pas."
        ).format(kind_words(row.kind, row.block), row.subject)
        title = self.tr("Émettre un duplicata")
        if not self._context.messages.confirm(self._window, title, text=words, accept=title):
            return
        workspace, renderer = self._context.workspace, self._context.services.issued

        def work(_progress: Progress) -> IssuedRow:
            made = issue_duplicate(workspace, row.id, renderer=renderer)
            return find_row(made)

        def find_row(document_id: str) -> IssuedRow:
            with workspace.unit_of_work() as unit:
                session_id = unit.issued.get(document_id).session_id
            documents = read_papers(workspace, session_id).documents
            return next(one for one in documents if one.id == document_id)

        self._context.tasks.run(
            work, self._on_duplicated, title=title, owner=self, cancellable=False, writes=True
        )

    def _on_duplicated(self, row: IssuedRow) -> None:
        self._say(Tone.SUCCESS, self.tr("Duplicata émis sous le code {0}.").format(row.code))
        self.print_papers([row])

    # --- files ----------------------------------------------------------------------------------------

    def save_all(self, read: IssuedSession) -> None:
        """Ask for a folder and write every paper of the session into it, under clear names."""
        names = file_names(read.documents)
        title = self.tr("Enregistrer tous les PDF")
        folder = self._context.messages.open_folder(self._window, title) if names else None
        if folder is None:
            return
        if not may_write(self._context.messages, self._window, folder, names=list(names.values())):
            return
        self._context.tasks.run(
            lambda progress: self._write(read.documents, names, folder, progress),
            lambda count: self._say(
                Tone.SUCCESS,
                self.tr("{0} dans «\u00a0{1}\u00a0». Ces fichiers ne sont pas chiffrés.").format(
                    plural(count, self.tr("PDF enregistré"), self.tr("PDF enregistrés")), folder.name
                ),
            ),
            title=title,
            owner=self,
        )

    def _write(
        self, rows: Sequence[IssuedRow], names: dict[str, str], folder: Path, progress: Progress
    ) -> int:
        open_export_folder(folder, names.values(), replaces=True)
        for done, row in enumerate(rows):
            progress(done, len(rows))
            write_file(folder / names[row.id], read_paper(self._context.workspace, row))
        progress(len(rows), len(rows))
        return len(rows)

    # --- codes ----------------------------------------------------------------------------------------

    def find(self) -> None:
        """Ask for a verification code and say which paper bears it."""
        dialog = AskTextDialog(
            self.tr("Retrouver un document"),
            intro=self.tr("Le code est au pied de chaque page\u00a0: seize caractères, en quatre groupes."),
            label=self.tr("&Code de vérification"),
            missing=self.tr("Tapez le code."),
            accept=self.tr("&Retrouver"),
            parent=self._window,
        )
        workspace = self._context.workspace

        def submit() -> None:
            typed = dialog.text
            dialog.set_busy(True)
            self._context.tasks.run(
                lambda _progress: find_by_code(workspace, typed), answered, refused,
                title=self.tr("Recherche du document"), owner=dialog, quiet=True,
            )  # fmt: skip

        def answered(answer: tuple[IssuedRow, str]) -> None:
            dialog.accept()
            self._found(*answer)

        def refused(error: CispError) -> None:
            dialog.show_refusal(error)

        dialog.submitted.connect(submit)
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()


def found_words(row: IssuedRow) -> str:
    """Say which paper bears a code."""
    whom = " ".join(part for part in (row.number, row.subject) if part)
    mention = f" Duplicata du document {row.first_code}." if row.first_code else ""
    issued = moment_words(row.issued_at)
    words = kind_words(row.kind, row.block)
    return (
        f"{row.code}\u00a0: {words}, {whom}, émis le {issued}, procès-verbal {row.minutes_number}.{mention}"
    )
