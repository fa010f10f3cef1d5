"""Compile what PySide6 needs compiled, and lay the package data where rooms without Qt can read it.

Three callers, one piece of work: hatchling (wheels and editable installs alike), this file run as a script
(rebuilds what is stale, does nothing when all is fresh), and the same with ``--check`` (names what is stale
and fails).

===============================  ===========================================================
``ui/<name>.ui``                 ``cisp_desktop/gui/forms/<name>.py``            (uic)
``resources/cisp.qrc``           ``cisp_desktop/gui/forms/cisp_rc.py``           (rcc)
``resources/translations/*.ts``  ``cisp_desktop/data/translations/*.qm``         (lrelease)
``resources/data/**``            ``cisp_desktop/data/**``                        (copied)
``resources/fonts/*``            ``cisp_desktop/data/fonts/*``                   (copied)
===============================  ===========================================================

All of the right-hand side is ignored by git. Freshness is judged by content, never by date: a checkout gives
every file the date of the day. This module must not import PySide6 (no Qt in the build's own process) nor the
application.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # as a plain script the hook works without hatchling
    BuildHookInterface = dict  # type: ignore[assignment,misc]  # any subscriptable base will do

FORMS = Path("cisp_desktop/gui/forms")
DATA = Path("cisp_desktop/data")
RECORD = FORMS / ".built.json"
RESOURCE_FILE = Path("resources/cisp.qrc")
FORMS_DOCSTRING = '"""Generated from ui/ and resources/ by packaging/build_hook.py: edit those."""\n'
IGNORED_NAMES = frozenset({".DS_Store", "Thumbs.db", "__pycache__", ".gitkeep"})


@dataclass(frozen=True)
class Target:
    """One generated file: where it lies, what it is made from and how. Paths start at the project's root."""

    output: Path
    sources: tuple[Path, ...]
    make: Callable[[Path], bytes]
    recipe: str


def targets(root: Path) -> Iterator[Target]:
    """Yield every file that has to exist, for the sources that lie under ``root`` now."""
    yield Target(FORMS / "__init__.py", (), lambda _root: FORMS_DOCSTRING.encode(), f"text {FORMS_DOCSTRING}")
    tools = f"PySide6 {version('PySide6_Essentials')}"
    for source in _files(root, Path("ui"), "*.ui"):
        yield Target(FORMS / f"{source.stem}.py", (source,), _compile(source, "uic", ".py"), f"uic {tools}")
    if (root / RESOURCE_FILE).is_file():
        sources = (RESOURCE_FILE, *_named_by_qrc(root))
        yield Target(FORMS / "cisp_rc.py", sources, _compile(RESOURCE_FILE, "rcc", ".py"), f"rcc {tools}")
    for source in _files(root, Path("resources/translations"), "*.ts"):
        output = DATA / "translations" / f"{source.stem}.qm"
        yield Target(output, (source,), _compile(source, "lrelease", ".qm"), f"lrelease {tools}")
    for folder, place in ((Path("resources/data"), DATA), (Path("resources/fonts"), DATA / "fonts")):
        for source in _files(root, folder, "**/*"):
            yield Target(place / source.relative_to(folder), (source,), _copy(source), "copy")


def stale_targets(root: Path) -> list[Target]:
    """Return the targets whose output is missing, was edited, or was made from other sources than today's."""
    record = _read_record(root)
    stale = []
    for target in targets(root):
        known = record.get(target.output.as_posix())
        output = root / target.output
        fresh = (
            known is not None
            and output.is_file()
            and known == {"made_from": _fingerprint(root, target), "sha256": _sha256(output.read_bytes())}
        )
        if not fresh:
            stale.append(target)
    return stale


def orphans(root: Path) -> list[Path]:
    """Return generated files whose source is gone: an old form must not stay importable."""
    expected = {target.output for target in targets(root)} | {RECORD}
    return [
        path
        for folder in (FORMS, DATA)
        for path in _files(root, folder, "**/*")
        if path not in expected and "__pycache__" not in path.parts and not path.name.endswith(".tmp")
    ]


def build(root: Path) -> list[Path]:
    """Bring every generated file up to date and return those that were written or removed."""
    stale, gone = stale_targets(root), orphans(root)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        contents = list(pool.map(lambda target: target.make(root), stale))
    for target, content in zip(stale, contents, strict=True):
        _write(root / target.output, content)
    for path in gone:
        (root / path).unlink(missing_ok=True)
    if stale or gone or not (root / RECORD).is_file():
        record = {
            target.output.as_posix(): {
                "made_from": _fingerprint(root, target),
                "sha256": _sha256((root / target.output).read_bytes()),
            }
            for target in targets(root)
        }
        _write(root / RECORD, json.dumps(record, indent=1, sort_keys=True).encode())
    return [target.output for target in stale] + gone


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling runs before it packs a wheel or writes an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build under hatchling's root; ``version`` is "standard" or "editable", both need the same files."""
        del version, build_data
        build(Path(self.root))


def main(arguments: list[str] | None = None) -> int:
    """Run as a script: 0 when all is fresh (or was made so), 1 when ``--check`` found something stale."""
    parser = argparse.ArgumentParser(description="Compile forms, resources, translations; copy data.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something is stale")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    options = parser.parse_args(arguments)
    if options.check:
        found = [target.output for target in stale_targets(options.root)] + orphans(options.root)
        for path in found:
            print(f"stale: {path}", file=sys.stderr)
        return 1 if found else 0
    for path in build(options.root):
        print(f"built {path}")
    return 0


def _files(root: Path, folder: Path, pattern: str) -> list[Path]:
    """Return the files under ``folder``, sorted, relative to ``root``; none when the folder is missing."""
    return sorted(
        path.relative_to(root)
        for path in (root / folder).glob(pattern)
        if path.is_file() and not IGNORED_NAMES.intersection(path.parts)
    )


def _named_by_qrc(root: Path) -> list[Path]:
    """Return what the resource file names, so that a changed icon makes the compiled module stale."""
    text = (root / RESOURCE_FILE).read_text("utf-8")
    return [RESOURCE_FILE.parent / name.strip() for name in re.findall(r"<file[^>]*>([^<]+)</file>", text)]


def _fingerprint(root: Path, target: Target) -> str:
    """Return one SHA-256 over the recipe and the content of every source."""
    digest = hashlib.sha256(target.recipe.encode())
    for source in target.sources:
        digest.update(_sha256((root / source).read_bytes()).encode())
    return digest.hexdigest()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(root: Path) -> dict[str, dict[str, str]]:
    try:
        record: dict[str, dict[str, str]] = json.loads((root / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all: two builds at once must not leave half a form behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def _copy(source: Path) -> Callable[[Path], bytes]:
    return lambda root: (root / source).read_bytes()


def _compile(source: Path, tool: str, suffix: str) -> Callable[[Path], bytes]:
    """Return a function that runs one of Qt's compilers on ``source`` and gives back what it wrote."""

    def make(root: Path) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / f"{source.stem}{suffix}"
            _run_tool(tool, root / source, output)
            return output.read_bytes()

    return make


def _run_tool(tool: str, source: Path, output: Path) -> None:
    """Run the tool that PySide6 ships. Raises SystemExit with its own words when it refuses the file."""
    options = {
        # A form that names a resource then imports it from beside itself, not from the top of sys.path.
        "uic": ["--from-imports", str(source), "-o", str(output)],
        "rcc": [str(source), "-o", str(output)],
        "lrelease": ["-silent", str(source), "-qm", str(output)],
    }[tool]
    call = f"from PySide6.scripts.pyside_tool import {tool}; {tool}()"
    done = subprocess.run([sys.executable, "-c", call, *options], capture_output=True, text=True, check=False)
    if done.returncode != 0 or not output.is_file():
        raise SystemExit(f"{tool} refused {source}:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
