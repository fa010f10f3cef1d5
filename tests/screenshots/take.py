"""Take every picture of the registry: light and dark at 1366 × 768, and one set at scale factor 1.5.

``python tests/screenshots/take.py [--only PART] [--theme light|dark] [--scaled] [--workspace FOLDER]`` writes
``build/screenshots/<theme>/<name>.png`` and ``build/screenshots/scaled/<name>.png``; the first pages of the
documents of preparation go to ``build/screenshots/papers/`` (part ``paper-``). The demonstration
workspace is made once, under ``build/``; pictures are taken on a copy, and on another
once one changed it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")

from PySide6.QtCore import QPoint  # noqa: E402  # the platform comes first
from PySide6.QtGui import QColor, QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QDialog  # noqa: E402

from cisp_desktop.bootstrap import ProductServices  # noqa: E402
from cisp_desktop.gui.application import make_application  # noqa: E402
from cisp_desktop.gui.theme import ThemeMode  # noqa: E402
from tests.screenshots.paper_pages import draw_papers  # noqa: E402
from tests.screenshots.registry import SHOTS, Shot  # noqa: E402
from tests.screenshots.stage import Stage  # noqa: E402

OUTPUT = PROJECT / "build" / "screenshots"
DEMONSTRATION = PROJECT / "build" / "demonstration" / "CISP démonstration"


def main() -> int:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="take the pictures whose name holds this")
    parser.add_argument("--theme", choices=["light", "dark"], help="one theme only")
    parser.add_argument("--scaled", action="store_true", help="the set at scale factor 1.5 only")
    parser.add_argument("--workspace", type=Path, default=DEMONSTRATION)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    make_demonstration(options.workspace)
    if options.scaled:
        themes = ["scaled"]
    else:
        themes = [options.theme] if options.theme else ["light", "dark"]
    failed = take(options.workspace, options.output, only=options.only, themes=themes)
    for name in failed:
        print(f"not taken: {name}", file=sys.stderr)
    if options.scaled or options.theme:
        return 1 if failed else 0
    draw_papers(options.output / "papers", only=options.only)
    # The scale factor is read once per process, and asks for a screen as large: 1,280 × 720 points.
    arguments = [sys.executable, __file__, "--scaled", "--only", options.only]
    if os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
        arguments = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", *arguments]
    arguments += ["--workspace", str(options.workspace), "--output", str(options.output)]
    scaled = subprocess.run(arguments, env={**os.environ, "QT_SCALE_FACTOR": "1.5"}, check=False)
    return 1 if failed or scaled.returncode else 0


def make_demonstration(path: Path) -> None:
    """Make the demonstration workspace, if it is absent."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    print("making the demonstration workspace (about a minute)")
    ProductServices().open_demonstration(lambda done, total: None, path).close()


def take(workspace: Path, output: Path, *, only: str, themes: list[str]) -> list[str]:
    """Take the pictures of each theme into its folder; return what failed."""
    app = make_application(["cisp-desktop"])
    with tempfile.TemporaryDirectory() as folder:
        services = ProductServices()

        def open_copy(number: int) -> None:
            copy = Path(folder) / str(number) / workspace.name
            shutil.copytree(workspace, copy)
            stage.open(services.open_demonstration(lambda done, total: None, copy))

        stage = Stage(app, services, Path(folder))
        shots = [shot for shot in SHOTS if only in shot.name]
        failed, copies = [], 0
        for before in (True, False):
            if not before:
                open_copy(copies)
            for number, theme in enumerate(themes):
                if number and not before:
                    stage.close()
                    copies += 1
                    open_copy(copies)
                mode = ThemeMode.DARK if theme == "dark" else ThemeMode.LIGHT
                stage.start.theme.apply(mode)
                stage.settle()
                for shot in (s for s in shots if s.before_opening is before):
                    failed += take_one(stage, shot, output / theme)
                    if stage.changed:
                        stage.close()
                        copies += 1
                        open_copy(copies)
        context = stage.context
        context.rescue.put_away()
        stage.controller.tasks.shut_down()
        context.workspace.close()
        stage.window.may_close = lambda: True
        stage.window.close()
    return failed


def take_one(stage: Stage, shot: Shot, folder: Path) -> list[str]:
    """Take one picture; a dialog stands on its dimmed window. A shot that fails does not stop the others."""
    folder.mkdir(parents=True, exist_ok=True)
    stage.reset()
    try:
        dialog = shot.make(stage)
    except Exception:
        traceback.print_exc()
        return [f"{folder.name}/{shot.name}"]
    stage.settle()
    said = [f"{error.code} {error.values}" for error in stage.messages.errors]
    said += [repr(bug) for bug in stage.messages.bugs]
    stage.messages.errors.clear()
    stage.messages.bugs.clear()
    picture = stage.window.grab()
    if dialog is not None:
        dialog.show()
        stage.settle()
        picture = on_window(stage.window.grab(), dialog)
        dialog.close()
        dialog.deleteLater()
    stage.settle(50)
    picture.save(str(folder / f"{shot.name}.png"))
    print(f"{folder.name}/{shot.name}.png {picture.width()}×{picture.height()}")
    return [f"{folder.name}/{shot.name}: {line}" for line in said]


def on_window(window: QPixmap, dialog: QDialog) -> QPixmap:
    """Paint the dialog in the middle of its window, as a window manager would."""
    painter = QPainter(window)
    painter.fillRect(window.rect(), QColor(0, 0, 0, 70))
    drawn = dialog.grab()
    ratio = window.devicePixelRatio()
    room = window.size() / ratio
    place = QPoint((room.width() - dialog.width()) // 2, (room.height() - dialog.height()) // 2)
    painter.drawPixmap(place, drawn)
    painter.setPen(QColor(128, 128, 128))
    painter.drawRect(place.x() - 1, place.y() - 1, dialog.width() + 1, dialog.height() + 1)
    painter.end()
    return window


if __name__ == "__main__":
    raise SystemExit(main())
