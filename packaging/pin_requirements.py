"""Pin and hash every dependency: ``pyproject.toml`` says what is wanted, ``requirements/`` what is installed.

=====================  ==========================================================
``run.txt``            what the application needs, and what builds it (``make demo``)
``dev.txt``            the same versions, and what tests and checks it
``package.txt``        the same versions, and what freezes it
=====================  ==========================================================

The files name no registry: where packages come from is the affair of pip's own configuration. Hashes of every
file of a release are listed, so one text serves every Python and every processor; the script resolves under
each interpreter that it is given and refuses to write when they disagree: that would call for markers.
It works in a scratch environment of its own (pip-tools, pip) and needs the network. Usage::

    python packaging/pin_requirements.py [--upgrade] [python3.12 python3.13 …]
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = {"run": ("build",), "dev": ("build", "dev"), "package": ("build", "package")}
OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
]
HEADER = (
    "# Written by packaging/pin_requirements.py from pyproject.toml; `make requirements` writes it anew.\n"
)


def main() -> int:
    """Resolve, compare, write. Raises SystemExit when interpreters disagree or a file names an address."""
    parser = argparse.ArgumentParser(description="Pin and hash the dependencies.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    parser.add_argument("interpreters", nargs="*", default=[sys.executable])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        compilers = [
            _compiler(python, scratch / str(place)) for place, python in enumerate(options.interpreters)
        ]
        pins: dict[str, str] = {}
        for name, extras in FILES.items():
            # The later files keep the versions of the first: what is tested is what runs.
            base = ({} if options.upgrade else _entries(_present(name))) | pins
            results = {_compile(one, extras, base=base) for one in compilers}
            if len(results) > 1:
                raise SystemExit(f"{name}: the interpreters need different versions; add environment markers")
            text = results.pop()
            _refuse_addresses(name, text)
            (ROOT / "requirements" / f"{name}.txt").write_text(HEADER + text, "utf-8")
            pins = pins or _entries(text)
            print(f"requirements/{name}.txt: {len(_entries(text))} packages")
    return 0


def _compiler(python: str, folder: Path) -> Path:
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", "pip-tools"], check=True)
    return folder / "bin" / "pip-compile"


def _present(name: str) -> str:
    path = ROOT / "requirements" / f"{name}.txt"
    return path.read_text("utf-8") if path.is_file() else ""


def _entries(text: str) -> dict[str, str]:
    """Return package → its lines, hashes included."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    return {block.split("==")[0]: block for block in blocks if "==" in block}


def _compile(compiler: Path, extras: tuple[str, ...], *, base: dict[str, str]) -> str:
    """Return the pinned text for ``extras``, keeping the versions of ``base`` where they still fit."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "pinned.txt"
        output.write_text("".join(base.values()), "utf-8")
        command = [compiler, *OPTIONS, *(f"--extra={extra}" for extra in extras), "--output-file", output]
        subprocess.run([*command, "pyproject.toml"], cwd=ROOT, check=True)
        lines = output.read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.lstrip().startswith("#") and line.strip())


def _refuse_addresses(name: str, text: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if "://" in line or line.lstrip().startswith(
            ("--index", "--extra", "--find", "--trusted", "-i ", "-f ")
        ):
            raise SystemExit(f"{name}, line {number}: names an address")


if __name__ == "__main__":
    sys.exit(main())
