"""Rescue copies at the window: the header's sign, and going on from another laptop's copy.

This module must not know how a copy is written or restored.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import isValid

from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.rescue_copies import Takeover, free_folder, take_over
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.wording_rescue import takeover_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.dialogs.open_copy_dialog import OpenCopyDialog
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.rescue_keeper import RescueStatus
from cisp_desktop.gui.rescue_place import choose_place
from cisp_desktop.gui.session_frame import SessionFrame
from cisp_desktop.gui.tasks import Progress
from cisp_desktop.gui.widgets.rescue_sign import RescueSign


def show_rescue_sign(context: GuiContext, frame: SessionFrame) -> RescueSign:
    """Put the sign of the copies into the frame's header, before the state of saving."""
    sign = RescueSign(frame)
    header = frame.form.headerLayout
    header.insertWidget(header.indexOf(frame.form.saveDot), sign)

    def show() -> None:
        session_id = context.session_id
        real = session_id is not None and not context.queries.session(session_id).demonstration
        sign.show_state(context.rescue.state, evaluating=real and context.current_juror is not None)

    def act() -> None:
        if context.rescue.state.status is RescueStatus.OFF:
            choose_place(context, frame)
        else:
            context.open_page("settings", "copies")

    context.rescue.changed.connect(show)
    context.juror_changed.connect(show)
    sign.activated.connect(act)
    show()
    return sign


class RescueOpening(QObject):
    """Restores a copy beside the other workspaces, opens it, and says what it holds.

    ``opened`` takes over the open workspace.
    """

    def __init__(self, desk: Desk, window: MainWindow, *, opened: Callable[[Workspace], None]) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._opened = opened

    def ask(self) -> None:
        """Ask for a copy, its passphrase and where to put it, until it opens or the user gives up."""
        file = self._desk.messages.open_file(
            self._window,
            _tr("Ouvrir une copie de secours"),
            filters=_tr("Copies de l’espace de travail (*.cisp-copie *.cisp-sauvegarde)"),
        )
        if file is None:
            return
        documents = Path.home() / "Documents"
        folder = documents if documents.is_dir() else Path.home()
        target = free_folder(folder, _tr("Jurys repris"))
        dialog = OpenCopyDialog(file, target, self._desk.messages, parent=self._window)
        dialog.submitted.connect(lambda: self._restore(dialog, file))
        self._desk.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _restore(self, dialog: OpenCopyDialog, file: Path) -> None:
        store = self._desk.services.store
        wanted, passphrase = dialog.path, dialog.passphrase

        def work(_progress: Progress) -> tuple[Workspace, Takeover]:
            path = free_folder(wanted.parent, wanted.name)
            store.restore(file, path, passphrase=passphrase)
            workspace = self._desk.services.open_workspace(path, passphrase)
            try:
                return workspace, take_over(workspace, file)
            except CispError:
                workspace.close()
                raise

        def done(result: tuple[Workspace, Takeover]) -> None:
            self._show(dialog, *result)

        def failed(error: CispError | None = None) -> None:
            if isValid(dialog) and dialog.isVisible():
                dialog.show_problem(sentence(error) if error is not None else "")

        self._desk.tasks.run(
            work, done, failed, on_cancelled=failed, title=_tr("Reprise de la copie"), cancellable=False
        )

    def _show(self, dialog: OpenCopyDialog, workspace: Workspace, found: Takeover) -> None:
        if not isValid(dialog) or not dialog.isVisible():  # given up meanwhile; the folder stays, usable
            self._desk.tasks.run(lambda _progress: workspace.close(), title=_tr("Fermeture"))
            return
        dialog.accept()
        self._desk.settings.remember_workspace(workspace.path)
        self._opened(workspace)
        self._desk.messages.inform(self._window, _tr("Copie de secours ouverte"), takeover_words(found))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rescue", text)
