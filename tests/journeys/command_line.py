"""Runs the product's own command line in child processes, as a program would."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

PASSPHRASE = "une phrase secrète & longue"


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
    """Run one command without a terminal, and return its answer."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CISP_")}
    if passphrase is not None:
        environment["CISP_PASSPHRASE"] = passphrase
    if code is not None:
        environment["CISP_JUROR_CODE"] = code
    done = subprocess.run(
        [sys.executable, "-m", "cisp_desktop", *map(str, arguments)],
        env=environment | {"PYTHONIOENCODING": "utf-8"}, capture_output=True, stdin=subprocess.DEVNULL,
        timeout=300, check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def fill(path: Path, *, level: int, others: dict[tuple[str, str], int] | None = None) -> None:
    """Fill a juror's workbook with one level; ``others`` gives another by (number, short block)."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        key = (str(row[0].value), str(row[2].value)[-4:])
        row[4].value = (others or {}).get(key, level)
    workbook.save(path)
