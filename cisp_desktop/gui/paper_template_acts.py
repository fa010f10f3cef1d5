"""Wording and colouring a centre's papers, with a preview that follows, and undo.

All in the worker. This module must not know the page that asks, nor how a paper is drawn.
"""

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.paper_templates import (
    PreviewSource,
    checked_templates,
    draw_preview,
    edit_templates,
    preview_source,
    read_templates,
)
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.gui.centre_acts import ask_centre
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.paper_templates_dialog import PaperTemplatesDialog
from cisp_desktop.gui.page_images import PageSet, open_pages

PREVIEW_PAUSE = 350
"""Milliseconds without a key before the preview is drawn anew."""


def manage_paper_templates(
    context: GuiContext, centre_id: str, *, session_id: str | None = None, parent: QWidget
) -> None:
    """Show a centre's templates until they are kept or given up; ``session_id`` lends papers to look at."""
    workspace = context.workspace
    context.tasks.run(
        lambda _progress: read_templates(workspace, centre_id),
        lambda known: _show(context, centre_id, known, session_id=session_id, parent=parent),
        title=_tr("Lecture des modèles"),
        owner=parent,
        quiet=True,
    )


def _show(
    context: GuiContext, centre_id: str, known: CentreTemplates, *, session_id: str | None, parent: QWidget
) -> None:
    dialog = templates_dialog(context, centre_id, known, session_id=session_id, parent=parent)
    dialog.submitted.connect(lambda: _keep(context, dialog, centre_id, known))
    with context.interrupted.watching(dialog, f"paper-templates:{centre_id}"):
        context.messages.run_dialog(dialog)
    dialog.deleteLater()


def templates_dialog(
    context: GuiContext, centre_id: str, known: CentreTemplates, *, session_id: str | None, parent: QWidget
) -> PaperTemplatesDialog:
    """Return the dialog with a preview that follows it."""
    name = context.queries.centre(centre_id).name
    dialog = PaperTemplatesDialog(name, known, tasks=context.tasks, icons=context.icons, parent=parent)
    preview = _Preview(context, dialog, centre_id, session_id)
    dialog.preview_wanted.connect(preview.follow)
    dialog.centre_asked.connect(preview.ask_centre)
    preview.draw()
    return dialog


def _keep(context: GuiContext, dialog: PaperTemplatesDialog, centre_id: str, known: CentreTemplates) -> None:
    workspace, renderer = context.workspace, context.services.issued
    wanted = checked_templates(dialog.templates)

    def change() -> CentreTemplates:
        return edit_templates(workspace, centre_id, wanted, before=known, renderer=renderer)

    def kept(before: CentreTemplates) -> None:
        if wanted != known:
            context.operations.offer_long_undo(
                before,
                text=_tr("les modèles des documents"),
                do=change,
                undo=lambda stood: edit_templates(
                    workspace, centre_id, stood, before=wanted, renderer=renderer
                ),
            )
        dialog.accept()

    context.operations.run_behind(
        change, kept, dialog.show_refusal, title=_tr("Enregistrement des modèles"), owner=dialog,
    )  # fmt: skip


class _Preview(QObject):
    """Draws the paper chosen with what is typed, one drawing at a time; each paper's data is read once."""

    def __init__(
        self, context: GuiContext, dialog: PaperTemplatesDialog, centre_id: str, session_id: str | None
    ) -> None:
        super().__init__(dialog)
        self._context, self._dialog = context, dialog
        self._centre_id, self._session_id = centre_id, session_id
        self._sources: dict[DocumentKind, PreviewSource] = {}
        self._drawing = self._again = False
        self._pause = context.tasks.pause(self.draw, milliseconds=PREVIEW_PAUSE, owner=self)

    def follow(self) -> None:
        """Draw again once nothing was typed for a moment."""
        self._pause.start()

    def ask_centre(self) -> None:
        """Show the centre's own settings, then draw with what they became."""
        ask_centre(self._context, self._centre_id, parent=self._dialog, at_logo=True)
        self._sources.clear()
        self.draw()

    def draw(self) -> None:
        """Draw now, or as soon as the drawing under way is done."""
        if self._drawing:
            self._again = True
            return
        if self._dialog.words_mail:
            return
        kind, wanted = DocumentKind(self._dialog.kind), self._dialog.templates
        known, context = self._sources.get(kind), self._context

        def work(_progress: object) -> tuple[PreviewSource, PageSet]:
            source = known or preview_source(
                context.workspace, self._centre_id, kind, session_id=self._session_id
            )
            drawn = draw_preview(source, wanted, renderer=context.services.issued)
            return source, open_pages(context.services.pages, drawn.pdf)

        def drawn(answer: tuple[PreviewSource, PageSet]) -> None:
            self._sources[kind] = answer[0]
            self._dialog.show_preview(answer[1], sample=answer[0].sample)
            self._ended()

        def refused(error: CispError) -> None:
            self._dialog.hold_preview(sentence(error))
            self._ended()

        self._drawing = True
        context.tasks.run(work, drawn, refused, title=_tr("Aperçu du modèle"), owner=self, quiet=True)

    def _ended(self) -> None:
        self._drawing = False
        if self._again:
            self._again = False
            self.draw()


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaperTemplates", text)
