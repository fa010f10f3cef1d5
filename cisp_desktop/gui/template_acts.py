"""The ready comments, kept in a dialog: each act can be undone.

This module must not know where a comment is inserted.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.comment_templates import (
    add_template,
    change_template,
    move_template,
    remove_template,
)
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.comment_templates_dialog import CommentTemplatesDialog

T = TypeVar("T")


def manage_templates(context: GuiContext, *, parent: QWidget) -> None:
    """Show the ready comments until the dialog is closed."""
    dialog = CommentTemplatesDialog(context.queries.comment_templates(), parent=parent)
    keeper = _Keeper(context, dialog)
    dialog.add_asked.connect(keeper.add)
    dialog.change_asked.connect(keeper.change)
    dialog.remove_asked.connect(keeper.remove)
    dialog.move_asked.connect(keeper.move)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


class _Keeper:
    """Runs what the dialog asks for and shows what stands then."""

    def __init__(self, context: GuiContext, dialog: CommentTemplatesDialog) -> None:
        self._context, self._dialog = context, dialog

    def add(self, text: str) -> None:
        """Keep a new comment."""
        workspace, template_id = self._context.workspace, new_id()
        self._run(
            lambda: add_template(workspace, text, template_id=template_id),
            lambda _id: remove_template(workspace, template_id),
            text=_tr("l’ajout d’un commentaire type"),
            chosen=template_id,
        )

    def change(self, template_id: str, text: str) -> None:
        """Give a comment another text."""
        workspace = self._context.workspace
        self._run(
            lambda: change_template(workspace, template_id, text),
            lambda before: change_template(workspace, template_id, before),
            text=_tr("la modification d’un commentaire type"),
        )

    def remove(self, template_id: str) -> None:
        """Forget a comment; undo puts it back in its place."""
        workspace = self._context.workspace
        self._run(
            lambda: remove_template(workspace, template_id),
            lambda was: add_template(workspace, was[0], template_id=template_id, position=was[1]),
            text=_tr("le retrait d’un commentaire type"),
        )

    def move(self, template_id: str, position: int) -> None:
        """Put a comment elsewhere."""
        workspace = self._context.workspace
        self._run(
            lambda: move_template(workspace, template_id, position=position),
            lambda before: move_template(workspace, template_id, position=before),
            text=_tr("le déplacement d’un commentaire type"),
        )

    def _run(self, do: Callable[[], T], undo: Callable[[T], object], *, text: str, chosen: str = "") -> None:
        done = self._context.operations.run(
            do, text=text, undo=undo, parent=self._dialog,
            on_error=lambda error: self._dialog.show_problem(sentence(error)),
        )  # fmt: skip
        if done is not None:
            self._dialog.show_templates(self._context.queries.comment_templates(), chosen=chosen)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Templates", text)
