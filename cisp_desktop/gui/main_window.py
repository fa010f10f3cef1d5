"""The window: the welcome page or one open workspace, the strip of long work, and the keys that hold
everywhere.

It is painted before the rest of the room is imported. This module must not know any page but the welcome one.
"""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from cisp_desktop.gui.forms.main_window import Ui_MainWindow
from cisp_desktop.gui.pages.welcome_page import WelcomePage
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import SCALE_STEP, Theme

LEAST_SIZE = QSize(1180, 620)
"""A 1080p laptop at 150 % leaves 1280 × 660 to a window."""


class MainWindow(QMainWindow):
    """One window for the whole application. The signals ask; the controller does."""

    first_painted = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    help_asked = Signal()
    next_pane_asked = Signal()
    page_asked = Signal(str)

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self._painted = False
        self.may_close: Callable[[], bool] = lambda: True
        self.form = Ui_MainWindow()
        self.form.setupUi(self)
        self.setMinimumSize(LEAST_SIZE)
        self.setWindowIcon(QIcon(":/cisp/icons/cisp-desktop.svg"))
        self.welcome_page = WelcomePage(settings)
        self.form.windowStack.addWidget(self.welcome_page)
        self._make_actions()
        geometry = settings.window_geometry
        if not (geometry and self.restoreGeometry(QByteArray(geometry))):
            self.resize(1366, 768)

    def show_frame(self, frame: QWidget, title: str) -> None:
        """Show an open workspace."""
        self.form.windowStack.addWidget(frame)
        self.form.windowStack.setCurrentWidget(frame)
        self.setWindowTitle(title)

    def show_welcome(self) -> None:
        """Show the welcome page; the frame that stood here goes."""
        frame = self.form.windowStack.currentWidget()
        self.form.windowStack.setCurrentWidget(self.welcome_page)
        self.setWindowTitle(self.tr("cisp-desktop"))
        if frame is not None and frame is not self.welcome_page:
            self.form.windowStack.removeWidget(frame)
            frame.deleteLater()
        self.welcome_page.show_recent()

    def add_strip(self, strip: QWidget) -> None:
        """Put the strip of long work at the bottom."""
        self.form.centralLayout.addWidget(strip)

    def _make_actions(self) -> None:
        keys = QKeySequence.StandardKey
        self._action(self.tr("Annuler"), [QKeySequence(keys.Undo)], self.undo_asked.emit)
        redo = [QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")]
        self._action(self.tr("Rétablir"), redo, self.redo_asked.emit)
        self._action(self.tr("Raccourcis"), [QKeySequence(Qt.Key.Key_F1)], self.help_asked.emit)
        self._action(self.tr("Volet suivant"), [QKeySequence(Qt.Key.Key_F6)], self.next_pane_asked.emit)
        bigger = [QKeySequence(keys.ZoomIn), QKeySequence("Ctrl+="), QKeySequence("Ctrl++")]
        self._action(self.tr("Agrandir le texte"), bigger, lambda: self._scale(SCALE_STEP))
        self._action(self.tr("Réduire le texte"), [QKeySequence("Ctrl+-")], lambda: self._scale(-SCALE_STEP))
        self._action(self.tr("Taille normale"), [QKeySequence("Ctrl+0")], lambda: self._scale(0))

    def _action(self, text: str, keys: list[QKeySequence], do: Callable[[], object]) -> None:
        action = QAction(text, self)
        action.setShortcuts(list(dict.fromkeys(keys)) if keys else [])
        action.triggered.connect(lambda _checked=False: do())
        self.addAction(action)

    def add_page_shortcut(self, key: str, keys: str, title: str) -> None:
        """Let ``keys`` open the page ``key`` while a workspace is open."""
        self._action(title, [QKeySequence(keys)], lambda: self.page_asked.emit(key))

    def _scale(self, step: int) -> None:
        wanted = self._theme.text_scale + step if step else 100
        self._theme.apply(self._theme.mode, text_scale=wanted)
        self._settings.text_scale = self._theme.text_scale

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and tell the first time that it happened."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once the workspace is put away."""
        if not self.may_close():
            event.ignore()
            return
        self._settings.window_geometry = bytes(self.saveGeometry().data())
        self._settings.flush()
        super().closeEvent(event)
