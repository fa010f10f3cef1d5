"""Runs one command of the product in this process, and gives what a program would have read of it."""

import contextlib
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cisp_desktop.application.services import Services
from cisp_desktop.cli.app import run

PASSPHRASE = "quatre pommes à l’école"
"""That of ``tests.factories``: its ready workspaces open with it."""


@dataclass(frozen=True)
class Answer:
    """Exit code, standard output, standard error."""

    code: int
    stdout: str
    stderr: str

    @property
    def data(self) -> Any:
        """The one JSON object of standard output."""
        lines = self.stdout.splitlines()
        assert len(lines) == 1, f"not one line: {self.stdout!r}\n{self.stderr}"
        found = json.loads(lines[0])
        assert isinstance(found, dict)
        return found

    @property
    def refusal(self) -> str:
        """The code of the error."""
        return str(self.data["error"]["code"])


def command(
    services: Services,
    *arguments: str | Path,
    passphrase: str | None = PASSPHRASE,
    code: str | None = None,
    password: str | None = None,
    stdin: str = "",
    window: Callable[[Path | None], int] = lambda _path: 99,
) -> Answer:
    """Run one command without a terminal. ``code`` is a juror's own, ``password`` that of a certificate;
    ``stdin`` is what is piped in.
    """
    secrets = {"CISP_PASSPHRASE": passphrase, "CISP_JUROR_CODE": code, "CISP_P12_PASSPHRASE": password}
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, {name: text for name, text in secrets.items() if text is not None}),
        patch("sys.stdin", io.StringIO(stdin)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        exit_code = run(services, [str(argument) for argument in arguments], open_window=window)
    return Answer(exit_code, out.getvalue(), err.getvalue())
