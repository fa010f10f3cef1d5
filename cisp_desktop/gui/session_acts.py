"""Creating a session: from nothing, or like an earlier one with its jury.

This module must not know how a session is stored.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cisp_desktop.application.preparing import create_session, session_alike
from cisp_desktop.application.session_templates import SessionFromTemplate, new_session_like
from cisp_desktop.application.wording import sentence, session_days
from cisp_desktop.application.wording_sessions import alike_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.new_session_dialog import NewSessionDialog


def ask_new_session(context: GuiContext, *, parent: QWidget) -> None:
    """Ask for a new session, create it and show it."""
    queries = context.queries
    dialog = NewSessionDialog(
        queries.certifications(), queries.sessions(), today=context.workspace.clock().date(),
        centres=queries.centres(), parent=parent,
    )  # fmt: skip

    def submit() -> None:
        if not _wanted_again(context, dialog):
            dialog.show_problem("")
        elif dialog.template:
            _create_like(context, dialog, parent)
        else:
            _create(context, dialog)

    dialog.submitted.connect(submit)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


def _wanted_again(context: GuiContext, dialog: NewSessionDialog) -> bool:
    """Ask before a session that is there already is created once more; the refusal is the default."""
    twin = session_alike(
        context.queries.sessions(), certification=dialog.certification, centre=dialog.centre,
        starts=dialog.starts, ends=dialog.ends, place=dialog.place,
    )  # fmt: skip
    return twin is None or context.messages.confirm(
        dialog,
        _tr("Cette session existe déjà"),
        text=_tr("{0} Voulez-vous en créer une autre ?").format(alike_words(twin)),
        accept=_tr("Créer une autre session"),
        destructive=True,
    )


def _create(context: GuiContext, dialog: NewSessionDialog) -> None:
    done = context.operations.run(
        lambda: create_session(
            context.workspace, certification=dialog.certification, centre=dialog.centre,
            starts=dialog.starts, ends=dialog.ends, place=dialog.place, address=dialog.address,
            siret=dialog.siret,
        ),
        parent=dialog,
        on_error=lambda error: dialog.show_problem(sentence(error)),
    )  # fmt: skip
    if done is not None:
        dialog.accept()
        context.set_session(done.value)
        context.open_page("prepare")


def _create_like(context: GuiContext, dialog: NewSessionDialog, parent: QWidget) -> None:
    """Create in the worker: each juror's new code takes some time. The dialog waits."""
    workspace, identities = context.workspace, context.services.identities
    template, starts, ends, keeps = dialog.template, dialog.starts, dialog.ends, dialog.keeps_jury

    def done(made: SessionFromTemplate) -> None:
        if isValid(dialog):
            dialog.accept()
        context.set_session(made.id)
        context.open_page("prepare", "tab:candidates")
        _show_codes(context, made, parent)

    def failed(error: CispError) -> None:
        if isValid(dialog) and dialog.isVisible():
            dialog.show_problem(sentence(error))
        else:
            context.messages.error(parent, error)

    context.tasks.run(
        lambda _progress: new_session_like(
            workspace, template, starts=starts, ends=ends, identities=identities, keep_jury=keeps
        ),
        done,
        failed,
        title=_tr("Création de la session"),
        owner=parent,
        writes=True,
        cancellable=False,
        on_cancelled=lambda: dialog.show_problem("") if isValid(dialog) else None,
    )


def _show_codes(context: GuiContext, made: SessionFromTemplate, parent: QWidget) -> None:
    members = [seat for seat in made.seats if not seat.standby]
    if not members:
        return
    row = context.queries.session(made.id)
    days = session_days(row.starts, row.ends)
    session = f"{row.certification_code}, {row.centre_name}, {days}"
    dialog = FirstCodesDialog(members, context.messages, session=session, parent=parent)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sessions", text)
