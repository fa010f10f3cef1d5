"""Try a frozen application from outside: what PyInstaller leaves out shows only when it runs.

It starts the program as a user would, in empty folders, and goes where modules and files are loaded by
name: migrations (creating a workspace), package data (certifications, fonts), the limited child process (an
import), the window's first page, PDF and signatures (the demonstration). Usage:
``python packaging/frozen_smoke_test.py dist/cisp-desktop``. This script must not import the application.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PASSPHRASE = "une phrase de passe pour essayer"  # noqa: S105  # opens nothing but what this script makes
CANDIDATES = Path(__file__).resolve().parent.parent / "tests" / "data" / "candidats-grenoble-2022-12.xlsx"


def main() -> int:
    """Run every step; 0 when all went well, 1 with the first step that did not."""
    program = Path(sys.argv[1]).resolve()
    if program.is_dir():
        program /= "cisp-desktop.exe" if sys.platform == "win32" else "cisp-desktop"
    with tempfile.TemporaryDirectory() as folder:
        workspace = str(Path(folder) / "espace")
        environment = _bare_environment(Path(folder))
        _run(program, environment, "--help")
        _json(program, environment, "workspace", "create", workspace)
        certification = _json(program, environment, "certification", "show", workspace, "RNCP36128")
        _expect(len(certification["blocks"]) == 5, "RNCP36128 has its five blocks")
        session = _json(
            program, environment, "session", "create", workspace,
            "--certification", "RNCP36128", "--centre", "Grenoble", "--starts", "2022-12-12",
        )  # fmt: skip
        imported = _json(
            program, environment, "candidates", "import", workspace, str(session["id"]), str(CANDIDATES)
        )
        _expect(imported["imported"] == 12, "twelve candidates are imported")
        _json(program, environment, "workspace", "check", workspace)
        _window_stays_open(program, environment)
        _whole_job(program, environment, Path(folder) / "demo")
    print("frozen application: all steps passed")
    return 0


def _bare_environment(folder: Path) -> dict[str, str]:
    """Return an environment without Python's or this project's variables, and with folders of its own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL", "XDG"))
    }
    return kept | {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "CISP_PASSPHRASE": PASSPHRASE}


def _run(program: Path, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [program, *arguments], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    _expect(done.returncode == 0, f"{' '.join(arguments[:2])}\n{done.stdout}{done.stderr}")
    return done.stdout


def _json(program: Path, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(_run(program, environment, *arguments, "--json"))
    return answer


def _whole_job(program: Path, environment: dict[str, str], out: Path) -> None:
    """Run the demonstration without a screen, to signed minutes that the program itself finds intact."""
    _run(program, environment, "demo", "--headless", "--out", str(out))
    [minutes] = out.glob("PV-*.pdf")
    verified = _json(program, environment, "minutes", "verify", str(minutes))
    _expect(
        verified["intact"] is True and len(verified["signatures"]) == 3, "the minutes are signed by three"
    )


def _window_stays_open(program: Path, environment: dict[str, str]) -> None:
    """Open the window for five seconds: it must neither end by itself nor complain."""
    with subprocess.Popen([program], env=environment, stderr=subprocess.PIPE, text=True) as window:
        try:
            _, complaint = window.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            window.terminate()
            _, complaint = window.communicate()
            _expect("Traceback" not in complaint, f"the window opens\n{complaint}")
            return
        _expect(False, f"the window stays open\n{complaint}")


def _expect(holds: bool, step: str) -> None:
    if not holds:
        raise SystemExit(f"frozen application, failed: {step}")
    print(f"ok: {step.splitlines()[0]}")


if __name__ == "__main__":
    sys.exit(main())
