"""What a command says and asks: results on standard output, messages on standard error.

With ``--json`` exactly one JSON object goes to standard output, whatever the exit code. Nothing is asked
without a terminal. Must not know any use case.
"""

import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cisp_desktop.application.wording import sentence, sentence_of
from cisp_desktop.domain.errors import CispError

if TYPE_CHECKING:
    from cisp_desktop.application.candidate_list import LineError
    from cisp_desktop.application.services import Services

DONE, REFUSED, MISUSED = 0, 1, 2


class Stop(Exception):  # noqa: N818  # it carries an exit code, it is not always an error
    """Ends a command that has said all that it had to say."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


@dataclass
class Console:
    """One command's output. ``as_json`` is set before the command runs, from its own arguments."""

    services: "Services"
    open_window: Callable[[Path | None], int]
    as_json: bool = False
    _said: bool = field(default=False, init=False)

    def result(self, data: dict[str, Any], lines: Sequence[str] = ()) -> None:
        """Print the command's one result: ``data`` for programs, ``lines`` for people."""
        if self.as_json:
            self._object(data)
        else:
            for line in lines:
                print(line)  # noqa: T201  # standard output is what a command is for

    def note(self, message: str) -> None:
        """Print a message for people on standard error."""
        print(message, file=sys.stderr)  # noqa: T201

    def note_lines(self, errors: "Sequence[LineError]") -> list[dict[str, Any]]:
        """Tell what is wrong line by line, and return it for the command's JSON."""
        told = [
            {"line": e.line, "column": e.column, "message": sentence_of(e.code, e.values)} for e in errors
        ]
        for error in told:
            self.note(f"Ligne {error['line']}, {error['column']} : {error['message']}")
        return told

    def refuse(self, error: CispError, **more: Any) -> NoReturn:
        """End the command with the sentence of a known error; ``more`` joins the error's JSON."""
        self.fail(error.code, sentence(error), exit_code=REFUSED, **more)

    def fail(self, code: str, message: str, *, exit_code: int, **more: Any) -> NoReturn:
        """End the command with a message."""
        self.note(message)
        for line in more.get("details", ()):
            self.note(f"  – {line}")
        if self.as_json and not self._said:
            self._object({"error": {"code": code, "message": message, **more}})
        raise Stop(exit_code)

    def _object(self, data: dict[str, Any]) -> None:
        self._said = True
        print(json.dumps(data, ensure_ascii=False))  # noqa: T201

    def confirms(self, question: str) -> bool:
        """Ask at a terminal; False without one, or with ``--json``: nothing then may ask."""
        if self.as_json or sys.stdin is None or not sys.stdin.isatty():
            return False
        print(f"{question} [o/N] ", end="", file=sys.stderr, flush=True)  # noqa: T201
        return sys.stdin.readline().strip().casefold() in ("o", "oui")

    def passphrase(self, file: Path | None) -> str:
        """Return the workspace's passphrase: of ``--passphrase-file``, ``CISP_PASSPHRASE``, or asked for."""
        if file is not None:
            message = f"La phrase de passe ne peut pas être lue dans « {file} ». Vérifiez ce fichier."
            return self._secret_in(file, message)
        return self._secret(
            "CISP_PASSPHRASE",
            prompt="Phrase de passe : ",
            missing="Il manque la phrase de passe : --passphrase-file, ou la variable CISP_PASSPHRASE.",
        )

    def juror_code(self) -> str:
        """Return a juror's own code: of ``CISP_JUROR_CODE``, or asked for."""
        return self._secret(
            "CISP_JUROR_CODE",
            prompt="Code du juré : ",
            missing="Il manque le code du juré : donnez-le dans la variable CISP_JUROR_CODE.",
        )

    def certificate_passphrase(self, file: Path | None) -> str:
        """Return what opens a ``.p12``: of ``file``, ``CISP_P12_PASSPHRASE``, or asked for."""
        if file is not None:
            message = f"Le mot de passe ne peut pas être lu dans « {file} ». Vérifiez ce fichier."
            return self._secret_in(file, message)
        return self._secret(
            "CISP_P12_PASSPHRASE",
            prompt="Mot de passe du certificat : ",
            missing="Il manque le mot de passe du certificat : --p12-passphrase-file, ou la variable "
            "CISP_P12_PASSPHRASE.",
        )

    def card_pin(self, token: str) -> str:
        """Return a card's PIN: asked for at a terminal, else the first line of standard input."""
        if sys.stdin is not None and sys.stdin.isatty():
            return getpass.getpass(f"Code PIN de la carte « {token} » : ")
        value = "" if sys.stdin is None else sys.stdin.readline().rstrip("\r\n")
        if not value:
            self.fail(
                "secret.missing",
                "Il manque le code PIN de la carte : au terminal, ou sur l’entrée standard.",
                exit_code=MISUSED,
            )
        return value

    def _secret_in(self, file: Path, unreadable: str) -> str:
        try:
            return file.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            self.fail("passphrase.file", unreadable, exit_code=REFUSED)

    def _secret(self, variable: str, *, prompt: str, missing: str) -> str:
        value = os.environ.get(variable)
        if value is None and sys.stdin is not None and sys.stdin.isatty():
            value = getpass.getpass(prompt)
        if value is None:
            self.fail("secret.missing", missing, exit_code=MISUSED)
        return value
