"""The acts on papers after the jury: issue, duplicate, find by code.

All in the worker. This module must not know the page that asks, nor how a paper is drawn.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.issued_rules import CERTIFICATES, PERSONAL_KINDS, Paper
from cisp_desktop.application.issuing import (
    Issue,
    IssuedRow,
    PaperRow,
    find_by_code,
    issue_duplicate,
    issue_papers,
    read_papers,
)
from cisp_desktop.application.paper_batch import batch_paper
from cisp_desktop.application.wording import moment_words, plural, sentence
from cisp_desktop.application.wording_issued import annulled_words, kind_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.gui.batch_acts import BatchActs
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.access_request_dialog import AccessRequestDialog
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.certificate_mentions_dialog import CertificateMentionsDialog
from cisp_desktop.gui.tasks import Progress
from cisp_desktop.gui.widgets.panels import Tone

Say = Callable[[Tone, str], None]


class IssuingActs(QObject):
    """``say`` shows a line; ``found`` is told of the paper that a code named; ``batches`` prints."""

    def __init__(
        self,
        context: GuiContext,
        *,
        say: Say,
        found: Callable[[IssuedRow, str], None],
        batches: BatchActs,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context, self._say, self._found, self._window = context, say, found, parent
        self._batches = batches

    # --- issuing --------------------------------------------------------------------------------------

    def issue(self, session_id: str, papers: Sequence[PaperRow], *, known: Choices) -> None:
        """Issue papers, asking first for what certificates must say beside."""
        if self._context.operations.refuse_while_writing(self._window):
            return
        due = [one for one in papers if one.to_issue]
        if not due:
            self._say(Tone.INFO, self._nothing(papers))
            return
        choices: Choices | None = known
        if any(one.paper.kind in CERTIFICATES for one in due):
            choices = self._mentions(known)
        elif any(one.paper.kind is DocumentKind.ACCESS_PACK for one in due):
            choices = self._request()
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

    def _request(self) -> Choices | None:
        dialog = AccessRequestDialog(self._context.workspace.clock().date(), parent=self._window)
        dialog.submitted.connect(dialog.accept)
        accepted = self._context.messages.run_dialog(dialog)
        request = dialog.request
        dialog.deleteLater()
        return Choices(request=request) if accepted else None

    def _issue(self, session_id: str, papers: set[Paper], choices: Choices) -> None:
        workspace, renderer = self._context.workspace, self._context.services.issued
        personal = any(one.kind in PERSONAL_KINDS for one in papers)

        def work(progress: Progress) -> Issue:
            return issue_papers(
                workspace, session_id, wanted=papers.__contains__, choices=choices, renderer=renderer,
                progress=progress, personal=personal,
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

    # --- duplicates -----------------------------------------------------------------------------------

    def duplicate(self, row: IssuedRow) -> None:
        """Ask once, and issue a duplicate, then show it."""
        if self._context.operations.refuse_while_writing(self._window):
            return
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
            return read_papers(workspace, session_id).document(document_id)

        self._context.tasks.run(
            work, self._on_duplicated, title=title, owner=self, cancellable=False, writes=True
        )

    def _on_duplicated(self, row: IssuedRow) -> None:
        self._say(Tone.SUCCESS, self.tr("Duplicata émis sous le code {0}.").format(row.code))
        session_id = self._context.session_id
        if session_id is not None:
            self._batches.print_papers(session_id, [batch_paper(row)])

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
    minutes = f"procès-verbal {row.minutes_number}"
    found = f"{row.code}\u00a0: {words}, {whom}, émis le {issued}, {minutes}.{mention}"
    return " ".join(part for part in (found, annulled_words(row)) if part)
