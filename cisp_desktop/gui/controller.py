"""Opens, creates and closes workspaces for the window, and wires the frame. Imported after the first paint.

This module must not know how a workspace is stored.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from shiboken6 import isValid

from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.services import Services
from cisp_desktop.application.wording import sentence
from cisp_desktop.diagnostics import state_folder
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.crash_dialog import CrashReporter
from cisp_desktop.gui.delegates.recent_delegate import RecentDelegate
from cisp_desktop.gui.demonstration_opening import DemonstrationOpening
from cisp_desktop.gui.dialogs.create_workspace_dialog import CreateWorkspaceDialog
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.dialogs.open_workspace_dialog import OpenWorkspaceDialog
from cisp_desktop.gui.dialogs.shortcuts_dialog import ShortcutsDialog, common_lines
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.identification import Identification
from cisp_desktop.gui.locks import watch_locks
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.messages import DesktopMessages, Messages
from cisp_desktop.gui.pages.registry import page_specs
from cisp_desktop.gui.public_view import show_room_screen
from cisp_desktop.gui.rescue_acts import RescueOpening, show_rescue_sign
from cisp_desktop.gui.session_acts import ask_new_session
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import Progress, TaskRunner
from cisp_desktop.gui.theme import Theme
from cisp_desktop.gui.widgets.progress_strip import ProgressStrip


class Controller(QObject):
    """What stands behind the window once it was painted. ``context`` is None while no workspace is open."""

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        *,
        theme: Theme,
        settings: Settings,
        messages: Messages | None = None,
        specs: Sequence[PageSpec] | None = None,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.crashes = CrashReporter(self)
        messages = messages or DesktopMessages(settings, sentence=sentence, report_bug=self.crashes.report)
        self.tasks = TaskRunner(messages, self)
        self.desk = Desk(services, settings, theme, Icons(theme), messages, self.tasks)
        self.context: GuiContext | None = None
        self.frame: SessionFrame | None = None
        self._rescue = RescueOpening(self.desk, window, opened=self._on_workspace_opened)
        self._demonstration = DemonstrationOpening(
            services, self.tasks, messages, page=window.welcome_page, opened=self._on_demonstration_opened
        )
        self._specs = list(specs if specs is not None else page_specs())
        self._leaving = False
        self._connect_window()

    def watch_crashes(self) -> None:
        """Show what nobody catches, from now to the end of the process."""
        self.crashes.watch(state_folder())

    def open_demonstration(self, path: Path | None = None) -> None:
        """Open the demonstration workspace (in the user's folder unless told), made now if it is absent."""
        self._demonstration.begin(path)

    def open_workspace(self, path: Path) -> None:
        """Ask for the passphrase of ``path`` until it opens or the user gives up."""
        shown = str(path) in self.desk.settings.demonstrations and path.exists()
        if shown or path == self.desk.services.demonstration_path():
            self.open_demonstration(path)
            return
        dialog = OpenWorkspaceDialog(path, self.window)
        services = self.desk.services

        def submit() -> None:
            passphrase = dialog.passphrase
            self._submit(dialog, lambda: services.open_workspace(path, passphrase), self.tr("Ouverture"))

        dialog.submitted.connect(submit)
        self.desk.messages.run_dialog(dialog)
        dialog.deleteLater()

    def create_workspace(self) -> None:
        """Ask for a new workspace and create it."""
        folder = Path(self.desk.settings.last_folder or Path.home() / "Documents")
        if not folder.is_dir():
            folder = Path.home()
        dialog = CreateWorkspaceDialog(self.desk.messages, folder, parent=self.window)
        services = self.desk.services

        def submit() -> None:
            path, passphrase = dialog.path, dialog.passphrase
            self._submit(dialog, lambda: services.create_workspace(path, passphrase), self.tr("Création"))

        dialog.submitted.connect(submit)
        self.desk.messages.run_dialog(dialog)
        dialog.deleteLater()

    def close_workspace(self, then: Callable[[], None] | None = None) -> None:
        """Put the workspace away (backup included), then show the welcome page and call ``then``."""
        context = self.context
        if context is None or (self.frame is not None and not self.frame.leave()):
            return
        self._leaving = True
        context.operations.undo_stack.clear()
        self.window.setEnabled(False)

        def closed(_result: object = None) -> None:
            self._on_workspace_closed()
            if then is not None:
                then()

        def failed(error: CispError) -> None:
            self.desk.messages.error(self.window, error)
            closed()

        context.rescue.stop()

        def work(_progress: Progress) -> None:
            self.tasks.wait_for_others()
            context.rescue.finish()
            context.workspace.close()

        self.tasks.run(
            work, closed, failed, on_cancelled=closed,
            title=self.tr("Sauvegarde et fermeture"), owner=self, cancellable=False,
        )  # fmt: skip

    def new_session(self) -> None:
        """Ask for a new session and show it."""
        if self.context is not None:
            ask_new_session(self.context, parent=self.window)

    def show_workspace(self, workspace: Workspace) -> None:
        """Build the frame over an open workspace and show it."""
        context = GuiContext(self.desk, workspace, parent=self)
        frame = SessionFrame(context, self._specs, parent=self.window)
        self.context, self.frame = context, frame
        Identification(context, frame.form.jurorButton, window=frame)
        watch_locks(context, frame)
        show_rescue_sign(context, frame)
        show_room_screen(context, frame)
        frame.workspace_closing_asked.connect(self.close_workspace)
        frame.new_session_asked.connect(self.new_session)
        context.new_session_requested.connect(self.new_session)
        self.window.show_frame(frame, self.tr("{0} – cisp-desktop").format(workspace.path.name))
        sessions = context.queries.sessions()
        if sessions:
            context.set_session(sessions[-1].id)
        frame.open_page(self._specs[0].key)
        frame.navigation.buttons[self._specs[0].key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(
        self, dialog: OpenWorkspaceDialog | CreateWorkspaceDialog, work: Callable[[], Workspace], title: str
    ) -> None:
        def done(workspace: Workspace) -> None:
            if not _waits(dialog):  # given up meanwhile
                self.tasks.run(lambda _progress: workspace.close(), title=self.tr("Fermeture"))
                return
            dialog.accept()
            self.desk.settings.remember_workspace(workspace.path)
            self._on_workspace_opened(workspace)

        def failed(text: str) -> None:
            if _waits(dialog):
                dialog.show_problem(text)

        self.tasks.run(
            lambda _progress: work(), done, lambda error: failed(sentence(error)),
            on_cancelled=lambda: failed(""), title=title, cancellable=False,
        )  # fmt: skip

    def _connect_window(self) -> None:
        window, welcome = self.window, self.window.welcome_page
        welcome.use_delegate(RecentDelegate(welcome))
        window.add_strip(ProgressStrip(self.tasks, window))
        window.may_close = self._may_close
        window.undo_asked.connect(self._on_undo_asked)
        window.redo_asked.connect(self._on_redo_asked)
        window.help_asked.connect(self._on_help_asked)
        window.next_pane_asked.connect(self._on_next_pane_asked)
        window.page_asked.connect(self._on_page_asked)
        for spec in self._specs:
            if spec.shortcut:
                window.add_page_shortcut(spec.key, spec.shortcut, spec.title)
        welcome.open_asked.connect(self._on_open_asked)
        welcome.folder_asked.connect(self._on_folder_asked)
        welcome.creation_asked.connect(self.create_workspace)
        welcome.demonstration_asked.connect(self._on_demonstration_asked)
        welcome.copy_asked.connect(self._rescue.ask)

    def _on_demonstration_opened(self, workspace: Workspace) -> None:
        self.desk.settings.remember_workspace(workspace.path, demonstration=True)
        self._on_workspace_opened(workspace)

    def _on_workspace_opened(self, workspace: Workspace) -> None:
        if self.context is not None:  # asked twice while the first one was opening
            workspace.close()
            return
        self.show_workspace(workspace)

    def _on_workspace_closed(self) -> None:
        context, self.context, self.frame = self.context, None, None
        self.window.setEnabled(True)
        self.window.show_welcome()
        if context is not None:
            context.rescue.put_away()
            context.deleteLater()
        self._leaving = False

    def _may_close(self) -> bool:
        """Let the window close; an open workspace is put away first, and the window asked again."""
        if self.context is None:
            self.tasks.shut_down()
            return True
        if not self._leaving:
            self.close_workspace(then=lambda: QTimer.singleShot(0, self.window, self.window.close))
        return False

    def _on_open_asked(self, path: str) -> None:
        self.open_workspace(Path(path))

    def _on_demonstration_asked(self) -> None:
        self.open_demonstration()

    def _on_folder_asked(self) -> None:
        path = self.desk.messages.open_folder(self.window, self.tr("Ouvrir un espace de travail"))
        if path is not None:
            self.open_workspace(path)

    def _on_undo_asked(self) -> None:
        if self.context is not None:
            self.context.operations.undo()

    def _on_redo_asked(self) -> None:
        if self.context is not None:
            self.context.operations.redo()

    def _on_next_pane_asked(self) -> None:
        if self.frame is not None:
            self.frame.next_pane()

    def _on_page_asked(self, key: str) -> None:
        if self.frame is not None:
            self.frame.open_page(key)

    def _on_help_asked(self) -> None:
        page = self.frame.current_page if self.frame is not None else None
        sections = [(self.tr("Partout"), common_lines(self.window))]
        if page is not None:
            sections.insert(0, (page.title, list(page.shortcut_lines())))
        dialog = ShortcutsDialog(sections, self.window)
        self.desk.messages.run_dialog(dialog)
        dialog.deleteLater()


def _waits(dialog: FormDialog) -> bool:
    """Whether the dialog is still there to hear the answer."""
    return isValid(dialog) and dialog.isVisible()
