"""Runs the product's own command line in child processes, as a program would."""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from cisp_desktop.cli.command_places import PLACES
from tests.journeys import warm_command

PASSPHRASE = "une phrase de passe & longue"
LONGEST = 300
"""Seconds after which a command is held to hang."""
PRELOADED = [
    "tests.journeys.warm_command", "cisp_desktop.cli.app", "cisp_desktop.persistence.store",
    "cisp_desktop.documents.identity", "tests.journeys.scoring_child", "tests.robustness.killed_children",
    *sorted({f"cisp_desktop.cli.{place.module}" for place in PLACES.values()}),
]  # fmt: skip
"""What the fork server of a test process imports once; it also serves the children that are killed."""


@dataclass(frozen=True)
class Answer:
    """What one command gave."""

    code: int
    stdout: str
    stderr: str

    @property
    def data(self) -> Any:
        """The one JSON object of standard output."""
        lines = self.stdout.splitlines()
        assert len(lines) == 1, f"not one JSON line: {self.stdout!r}\n{self.stderr}"
        return json.loads(lines[0])


def cisp(*arguments: str | Path, code: str | None = None, passphrase: str | None = PASSPHRASE) -> Answer:
    """Run one command without a terminal, and return its answer.

    It has a process of its own, forked where the system can from one that already imported the product.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return cold_cisp(*arguments, code=code, passphrase=passphrase)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    with tempfile.TemporaryDirectory(prefix="cisp-command-") as folder:
        outputs = Path(folder) / "stdout", Path(folder) / "stderr"
        words = [str(word) for word in arguments]
        child = context.Process(
            target=warm_command.run, args=(words, _environment(code, passphrase), outputs)
        )
        child.start()
        child.join(LONGEST)
        if child.exitcode is None:
            child.kill()
            child.join()
        said, told = (path.read_text("utf-8") for path in outputs)
        exit_code = child.exitcode
        child.close()
    assert exit_code is not None
    assert exit_code >= 0, f"the command was ended by a signal: {arguments}\n{told}"
    return Answer(exit_code, said, told)


def cold_cisp(*arguments: str | Path, code: str | None = None, passphrase: str | None = PASSPHRASE) -> Answer:
    """The same as a user's shell does it: Python started anew."""
    done = subprocess.run(
        [sys.executable, "-m", "cisp_desktop", *map(str, arguments)],
        env=_environment(code, passphrase), capture_output=True, stdin=subprocess.DEVNULL,
        timeout=LONGEST, check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def _environment(code: str | None, passphrase: str | None) -> dict[str, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CISP_")}
    if passphrase is not None:
        environment["CISP_PASSPHRASE"] = passphrase
    if code is not None:
        environment["CISP_JUROR_CODE"] = code
    return environment | {"PYTHONIOENCODING": "utf-8"}


def fill(path: Path, *, level: int, others: dict[tuple[str, str], int] | None = None) -> None:
    """Fill a juror's workbook with one level; ``others`` gives another by (number, short block)."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        key = (str(row[0].value), str(row[2].value)[-4:])
        row[4].value = (others or {}).get(key, level)
    workbook.save(path)
