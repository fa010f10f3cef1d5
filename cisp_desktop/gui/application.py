"""Start of the window: Qt's application, the look, the welcome page; then, once that is painted, all the
rest.

What is imported here is what the first paint needs. ``load_controller`` comes from the composition root, the
only place that imports late. This module must not know workspaces.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from cisp_desktop import __version__
from cisp_desktop.gui.garbage import spare_what_started
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import Theme

if TYPE_CHECKING:  # loaded after the first paint
    from cisp_desktop.application.services import Services
    from cisp_desktop.gui.controller import Controller

SWITCH_SECONDS = 0.0005
"""How long the worker may keep the interpreter once the window wants it, in seconds.

Python's own 5 ms are lost at each of an edit's dozen statements while the worker computes.
"""

LoadController = Callable[[], "type[Controller]"]


@dataclass(frozen=True, slots=True)
class GuiOptions:
    """What the command line asked of the window.

    ``open_path`` is a workspace to open at once; a ``demonstration`` is made there if it is absent.
    """

    settings_file: Path
    open_path: Path | None = None
    demonstration: bool = False


def run_gui(services: "Services", options: GuiOptions, *, load_controller: LoadController) -> int:
    """Show the window and run until it closes; return the exit code."""
    app = make_application(sys.argv[:1])
    start = Start(app, services, options, load_controller=load_controller)
    start.watch_crashes = True
    start.window.show()
    return app.exec()


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return Qt's application in French, drawn by Fusion.

    The style goes by Qt's own option: asking for it from Python would load all of ``QStyle`` before the
    first paint.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication([*arguments, "-style", "fusion"])
    app.setApplicationName("cisp-desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("cisp-desktop")
    use_french(app)
    return app


def use_french(app: QApplication) -> None:
    """Set French dates and numbers, and Qt's own words in French: those that Qt translates, then the rest."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    _install(app, "qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    with as_file(files("cisp_desktop") / "data" / "translations") as folder:
        _install(app, "qt_left_fr", str(folder))


def _install(app: QApplication, name: str, folder: str) -> None:
    translator = QTranslator(app)
    if translator.load(name, folder):
        app.installTranslator(translator)


class Start:
    """The window before and after its first paint. ``controller`` is None until then.

    ``watch_crashes`` shows what nobody catches, and spares the collector what is here to stay; tests leave
    both to their runner.
    """

    watch_crashes = False

    def __init__(
        self, app: QApplication, services: "Services", options: GuiOptions, *, load_controller: LoadController
    ) -> None:
        self._services = services
        self._options = options
        self._load_controller = load_controller
        self.controller: Controller | None = None
        self.settings = Settings(options.settings_file)
        self.theme = Theme(app)
        self.theme.load_first_fonts()
        self.theme.apply(self.settings.theme, text_scale=self.settings.text_scale)
        self.window = MainWindow(self.theme, self.settings)
        self.window.first_painted.connect(self._on_first_painted)

    def _on_first_painted(self) -> None:
        QTimer.singleShot(0, self.furnish)

    def furnish(self) -> None:
        """Load everything that the first paint did not need, then do what the command line asked."""
        if self.controller is not None:
            return
        self.theme.load_later_fonts()
        self.window.welcome_page.show_logo()
        controller = self._load_controller()(
            self.window, self._services, theme=self.theme, settings=self.settings
        )
        self.controller = controller
        if self.watch_crashes:
            controller.watch_crashes()
            spare_what_started()
        if self._options.demonstration:
            controller.open_demonstration(self._options.open_path)
        elif self._options.open_path is not None:
            controller.open_workspace(self._options.open_path)
