"""Let a limited child process open a PDF before anything else of the application does.

Refuses with a code of ``dossier.pdf.*`` what must not reach the viewer or the vault. This module must not
know candidates, kinds of dossiers or screens.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cisp_desktop.application.ports import DossierFacts
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange.child_limits import MAX_PAGES
from cisp_desktop.exchange.limited_child import (
    WALL_SECONDS,
    ChildDiedError,
    TooCostlyError,
    child_command,
    documents_from,
)

MAX_SIZE = 200 * 1024 * 1024


class LimitedInspector:
    """Opens PDFs in a child limited to 500 MB and 5 s (port ``application.ports.DossierInspector``)."""

    def __init__(self, command: Sequence[str] | None = None, *, seconds: float = WALL_SECONDS) -> None:
        self._command = command
        self._seconds = seconds

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Return what the child found in ``content``; ``file_name`` only appears in sentences.

        Texts stop where the child's time does: such a page has an empty text. Raises ``RuleError``:
        ``dossier.pdf.not_pdf``, ``.encrypted``, ``.damaged``, ``.empty``, ``.too_long``, ``.too_large``,
        ``.too_costly``; ``StorageError("exchange.child.failed")`` when the child cannot start.
        """
        check_size(len(content), file_name)
        if b"%PDF-" not in content[:1024]:
            raise RuleError("dossier.pdf.not_pdf", name=file_name)
        digest: list[str] = []
        try:
            documents = documents_from(
                self._command or child_command("cisp_desktop.exchange.inspect_child", "inspect-pdf"),
                content,
                seconds=self._seconds,
                meanwhile=lambda: digest.append(hashlib.sha256(content).hexdigest()),
            )
        except TooCostlyError as error:
            raise RuleError("dossier.pdf.too_costly", name=file_name) from error
        except ChildDiedError as error:
            raise RuleError("dossier.pdf.damaged", name=file_name) from error
        found: Any = documents[0] if documents else {"error": "damaged"}
        _refuse(found, file_name)
        return DossierFacts(found["pages"], digest[0], len(content), tuple(found["texts"]))


def read_dossier_file(path: Path) -> bytes:
    """Return a dossier's bytes, its size looked at before.

    Raises ``RuleError("dossier.pdf.too_large")`` or ``StorageError("exchange.file.*")``.
    """
    try:
        check_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise StorageError("exchange.file.missing", name=path.name) from error
    except OSError as error:
        raise StorageError("exchange.file.unreadable", name=path.name) from error


def check_size(size: int, file_name: str) -> None:
    """Refuse more than 200 MB (``RuleError("dossier.pdf.too_large")``); ``size`` is in bytes."""
    if size > MAX_SIZE:
        megabytes = -(-size // (1024 * 1024))
        raise RuleError(
            "dossier.pdf.too_large", name=file_name, size=megabytes, limit=MAX_SIZE // (1024 * 1024)
        )


def _refuse(found: Any, file_name: str) -> None:
    """Raise what the child refused, if it did."""
    match found.get("error"):
        case None:
            return
        case "encrypted":
            raise RuleError("dossier.pdf.encrypted", name=file_name)
        case "not_pdf":
            raise RuleError("dossier.pdf.not_pdf", name=file_name)
        case "empty":
            raise RuleError("dossier.pdf.empty", name=file_name)
        case "too_long":
            raise RuleError("dossier.pdf.too_long", name=file_name, limit=MAX_PAGES)
        case "too_costly":
            raise RuleError("dossier.pdf.too_costly", name=file_name)
        case _:
            raise RuleError("dossier.pdf.damaged", name=file_name)
