"""Editing a training centre's settings, with undo.

This module must not know how a centre is stored, nor the page that asks.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.centres import LOGO_LIMIT, CentreSettings, check_logo, edit_centre
from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.centre_dialog import CentreDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog


def ask_centre(context: GuiContext, centre_id: str, *, parent: QWidget, at_logo: bool = False) -> None:
    """Show a centre's settings, where its logo is chosen if ``at_logo``, and keep what is changed."""
    workspace = context.workspace
    row = workspace.queries.centre(centre_id)
    before = CentreSettings.of_row(row)
    dialog = CentreDialog(before, sessions=row.sessions, parent=parent)

    def change(wanted: CentreSettings) -> tuple[CentreSettings, CentreSettings]:
        old = edit_centre(workspace, centre_id, wanted, before=before)
        return old, CentreSettings.of_row(workspace.queries.centre(centre_id))

    def asked() -> Act[tuple[CentreSettings, CentreSettings]]:
        wanted = dialog.settings
        return Act(
            lambda: change(wanted),
            text=_tr("les réglages d’un centre"),
            undo=lambda both: edit_centre(workspace, centre_id, both[0], before=both[1]),
        )

    if at_logo:
        dialog.go_to_logo()
    dialog.logo_asked.connect(lambda: _choose_logo(context, dialog))
    submit_dialog(context, dialog, asked)


def _choose_logo(context: GuiContext, dialog: CentreDialog) -> None:
    path = context.messages.open_file(
        dialog, _tr("Choisir le logo du centre"), filters=_tr("Images (*.png *.jpg *.jpeg)")
    )
    if path is None:
        return
    try:
        dialog.show_logo(_logo_of(path))
    except CispError as error:
        dialog.show_problem(sentence(error))


def _logo_of(path: Path) -> bytes:
    """Return a picture's bytes; ``RuleError``: ``centre.logo`` or ``file.*``."""
    content = read_small_file(path, limit=LOGO_LIMIT)
    check_logo(content)
    return content


def _tr(text: str) -> str:
    return QCoreApplication.translate("Centres", text)
