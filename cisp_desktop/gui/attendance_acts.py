"""Saying whether a candidate came, with undo: from the header of « Évaluer ».

This module must not know the page that asks.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.attending import Coming, attend, coming_of, is_pdf, keep_document
from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.text import NAME_LENGTH
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.attendance_dialog import AttendanceDialog, Came
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.proof_dialog import ProofDialog, picture_of
from cisp_desktop.gui.page_images import PageSet, open_pages
from cisp_desktop.gui.tasks import Progress

DOCUMENT_LIMIT = 20_000_000
"""Bytes of a document that shows an excuse."""


def say_attendance(
    context: GuiContext, registration_id: str, attendance: Attendance, *, parent: QWidget
) -> None:
    """Say what takes no detail: expected, present, absent."""
    act = _act(context, registration_id, Coming(attendance))
    context.operations.run(act.do, text=act.text, undo=act.undo, parent=parent)


def ask_attendance(
    context: GuiContext, registration_id: str, candidate: str, *, came: Came, parent: QWidget
) -> None:
    """Ask for the hour, the reason or the document that go with a coming, until accepted or given up."""
    known = coming_of(context.workspace, registration_id)
    now = context.workspace.clock()
    dialog = AttendanceDialog(candidate, came, known=known, now=now, parent=parent)
    dialog.document_asked.connect(lambda: _attach(context, dialog))
    dialog.reading_asked.connect(lambda name, sha256: _read(context, dialog, name, sha256))
    submit_dialog(
        context, dialog, lambda: _act(context, registration_id, dialog.coming),
        key=f"attendance:{came.value}:{registration_id}",
    )  # fmt: skip


def _act(context: GuiContext, registration_id: str, coming: Coming) -> Act[Coming]:
    workspace, by = context.workspace, context.seat_at_keyboard
    return Act(
        lambda: attend(workspace, registration_id, coming, by=by),
        _tr("la présence d’un candidat"),
        lambda before: attend(workspace, registration_id, before, restored=True, by=context.seat_at_keyboard),
    )


def _attach(context: GuiContext, dialog: AttendanceDialog) -> None:
    """Keep a document in the workspace; reading and encrypting it run in the worker."""
    filters = _tr("Documents (*.pdf *.png *.jpg *.jpeg)")
    path = context.messages.open_file(dialog, _tr("Pièce justificative"), filters=filters)
    if path is None:
        return
    workspace = context.workspace
    dialog.set_busy(True)

    def kept(sha256: str) -> None:
        dialog.attach(_short_name(path), sha256)

    context.tasks.run(
        lambda _progress: keep_document(workspace, read_small_file(path, limit=DOCUMENT_LIMIT)),
        kept,
        lambda error: dialog.show_problem(sentence(error)),
        title=_tr("Lecture de la pièce"),
        owner=dialog,
        quiet=True,
        cancellable=False,
    )


def _read(context: GuiContext, dialog: AttendanceDialog, name: str, sha256: str) -> None:
    """Show the document in a window of its own; decrypting and opening it run in the worker."""
    vault, drawers = context.workspace.vault, context.services.pages

    def work(_progress: Progress) -> PageSet | QImage:
        content = vault.read(sha256)
        return open_pages(drawers, content) if is_pdf(content) else picture_of(content)

    def show(found: PageSet | QImage) -> None:
        shown = ProofDialog(name, parent=dialog)
        if isinstance(found, QImage):
            shown.show_picture(found)
        else:
            shown.show_pages(found, tasks=context.tasks, icons=context.icons)
        context.messages.run_dialog(shown)
        shown.deleteLater()

    context.tasks.run(
        work,
        show,
        lambda error: dialog.show_problem(sentence(error)),
        title=_tr("Ouverture de la pièce"),
        owner=dialog,
        quiet=True,
        cancellable=False,
    )


def _short_name(path: Path) -> str:
    """Return a file's name, its end kept where it is too long."""
    return path.name[-NAME_LENGTH:]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Attendance", text)
