"""A sheet copied from paper: who types, who checks; each act can be undone until the sheet is sealed.

This module must not know the pane that shows the sheet.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries_evaluating import TranscriptionRow
from cisp_desktop.application.transcribing import (
    check_transcription,
    start_transcription,
    stop_transcription,
    uncheck_transcription,
)
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog


def ask_typist(context: GuiContext, registration_id: str, block_id: str, *, parent: QWidget) -> None:
    """Ask who copies the sheet from paper."""
    juror, workspace = context.current_juror, context.workspace
    if juror is None:
        return
    dialog = AskTextDialog(
        _tr("Saisir une grille remplie sur papier"),
        intro=_tr(
            "La grille à l’écran est dans l’ordre du papier. Une autre personne la compare au papier avant "
            "que vous la scelliez\u00a0: les deux sont nommées."
        ),
        label=_tr("&Qui la saisit (NOM Prénom)"),
        missing=_tr("Nommez la personne qui saisit la grille."),
        accept=_tr("&Commencer"),
        text=juror.name,
        parent=parent,
    )

    def asked() -> Act[str]:
        typed_by = dialog.text
        return Act(
            lambda: start_transcription(
                workspace, juror, registration_id=registration_id, block_id=block_id, typed_by=typed_by
            ),
            _tr("la saisie d’une grille papier"),
            lambda sheet_id: stop_transcription(workspace, juror, sheet_id),
        )

    submit_dialog(context, dialog, asked)


def ask_checker(context: GuiContext, paper: TranscriptionRow, *, parent: QWidget) -> None:
    """Ask who compared the sheet with the paper."""
    juror, workspace = context.current_juror, context.workspace
    if juror is None:
        return
    dialog = AskTextDialog(
        _tr("Grille comparée au papier"),
        intro=_tr(
            "Saisie par {0}. Une autre personne relit chaque ligne\u00a0; une note changée ensuite demande "
            "une nouvelle relecture."
        ).format(paper.typed_by),
        label=_tr("&Qui l’a relue (NOM Prénom)"),
        missing=_tr("Nommez la personne qui a relu la grille."),
        accept=_tr("&Relue, conforme"),
        parent=parent,
    )

    def asked() -> Act[None]:
        checked_by = dialog.text
        return Act(
            lambda: check_transcription(workspace, juror, paper.sheet_id, checked_by=checked_by),
            _tr("la relecture d’une grille papier"),
            lambda _none: uncheck_transcription(workspace, juror, paper.sheet_id),
        )

    submit_dialog(context, dialog, asked)


def stop_typing(
    context: GuiContext, paper: TranscriptionRow, registration_id: str, block_id: str, *, parent: QWidget
) -> None:
    """Take back that a sheet is copied from paper; its marks stay."""
    juror, workspace = context.current_juror, context.workspace
    if juror is None:
        return
    context.operations.run(
        lambda: stop_transcription(workspace, juror, paper.sheet_id),
        text=_tr("l’arrêt d’une saisie papier"),
        undo=lambda typed_by: start_transcription(
            workspace,
            juror,
            registration_id=registration_id,
            block_id=block_id,
            typed_by=typed_by,
            sheet_id=paper.sheet_id,
        ),
        parent=parent,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Transcription", text)
