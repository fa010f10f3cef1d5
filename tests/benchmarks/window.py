"""The window: start to first paint against a bare QMainWindow, each in a process of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Figure, in_turn, slower

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)
app = QApplication(sys.argv)
window = Window(); window.resize(1366, 768); window.show()
sys.exit(app.exec())
"""

OURS = """
import os, sys
from cisp_desktop import bootstrap, diagnostics
from cisp_desktop.gui import main_window
from PySide6.QtWidgets import QApplication
original = main_window.MainWindow.__init__
def patched(self, *a, **k):
    original(self, *a, **k)
    self.first_painted.connect(lambda: os._exit(0))
main_window.MainWindow.__init__ = patched
diagnostics.open_log(diagnostics.state_folder())
sys.exit(bootstrap.run_window(bootstrap.ProductServices()))
"""


def start(folder: Path) -> Iterator[Figure]:
    """Nine starts of each, in turn, with settings of their own."""
    home = tempfile.mkdtemp(dir=folder)
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "XDG_CONFIG_HOME": home,
        "XDG_STATE_HOME": home,
    }

    def run(code: str) -> None:
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)

    run(BARE)
    run(OURS)
    mine, base = in_turn(lambda: run(OURS), lambda: run(BARE), rounds=9)
    yield slower("Démarrage → première image de la fenêtre", mine, base, most=2)


FIGURES = (start,)
"""Every figure of this module, in the order of the table."""
