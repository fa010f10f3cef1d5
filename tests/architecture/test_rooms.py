"""What each room loads, seen in a fresh process."""

import subprocess
import sys

import pytest

LOAD = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


def _loaded_by(package: str, program: str = LOAD) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, package], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


SOLVER = {"ortools", "pandas"}


@pytest.mark.parametrize(
    ("room", "strangers"),
    [
        ("cisp_desktop.domain", {"PySide6", "sqlalchemy", "reportlab", "pyhanko", "typer", *SOLVER}),
        (
            "cisp_desktop.application",
            {"PySide6", "sqlalchemy", "alembic", "reportlab", "pyhanko", "typer", *SOLVER},
        ),
        ("cisp_desktop.gui", SOLVER),
        ("cisp_desktop.cli", {"PySide6", "shiboken6", *SOLVER}),
        ("cisp_desktop.persistence", {"PySide6", "reportlab", "pyhanko", *SOLVER}),
        ("cisp_desktop.documents", {"PySide6", "sqlalchemy", *SOLVER}),
        ("cisp_desktop.exchange", {"PySide6", "sqlalchemy", "reportlab", "pyhanko", *SOLVER}),
        ("cisp_desktop.planning", {"PySide6", "sqlalchemy", "reportlab", "pyhanko", "typer"}),
    ],
)
def test_a_room_loads_no_stranger(room: str, strangers: set[str]) -> None:
    assert _loaded_by(room) & strangers == set()


def test_a_stranger_that_is_loaded_is_seen() -> None:
    assert "sqlalchemy" in _loaded_by("cisp_desktop.application", "import sqlalchemy\n" + LOAD)


def test_neither_qt_nor_the_solver_is_loaded_to_answer_on_the_command_line() -> None:
    program = (
        "import sys; sys.argv = ['cisp-desktop', '--help']\n"
        "from cisp_desktop.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = ('PySide6', 'ortools', 'pandas', 'numpy')\n"
        "print(' '.join(name for name in sys.modules if name.startswith(heavy)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert "workspace" in done.stdout
