"""Run one of the product's own limited child processes: bytes in, JSON documents out, killed when it costs.

A child prints ``ready`` once it has imported what it needs and set its limits, then one JSON document a
line. A child that dies after that was killed by the file, not by a fault of the installation. This module
must not know what the child reads.
"""

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cisp_desktop.domain.errors import StorageError

WALL_SECONDS = 5.0
OUTPUT_LIMIT = 64 * 1024 * 1024
READY = b"ready\n"
_CHUNK = 1 << 20
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]


class TooCostlyError(Exception):
    """The child passed its limit of time, memory or output."""


class ChildDiedError(Exception):
    """The child crashed on the file, within its limits."""


def child_command(module: str, subcommand: str) -> list[str]:
    """Return the command of a child: ``module`` from sources, a hidden ``subcommand`` when frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable, subcommand]
    return [sys.executable, "-m", module]


@dataclass(frozen=True, slots=True)
class _Outcome:
    output: bytes
    returncode: int
    out_of_bounds: bool


def documents_from(
    command: Sequence[str],
    source: bytes | IO[bytes],
    *,
    seconds: float = WALL_SECONDS,
    meanwhile: Callable[[], None] | None = None,
) -> list[Any]:
    """Feed ``source`` to the child and return the JSON documents that it printed.

    ``source`` is bytes (through a pipe) or an open file (given to the child as its standard input).
    ``seconds`` bounds the wall clock. ``meanwhile`` is called while the child works; what it raises ends
    the child. Raises ``TooCostlyError``, ``ChildDiedError``, or
    ``StorageError("exchange.child.failed")`` when the child could not even start.
    """
    outcome = _run(command, source, seconds, meanwhile)
    if not outcome.output.startswith(READY):
        if outcome.out_of_bounds:
            raise TooCostlyError
        raise StorageError("exchange.child.failed", returncode=outcome.returncode)
    if outcome.out_of_bounds or outcome.returncode in _costly_returncodes():
        raise TooCostlyError
    if outcome.returncode != 0:
        raise ChildDiedError
    return [json.loads(line) for line in outcome.output[len(READY) :].split(b"\n") if line]


def _costly_returncodes() -> frozenset[int]:
    """Deaths that mean a limit was met: no memory (abort), no processor time, killed by the system."""
    names = ("SIGABRT", "SIGXCPU", "SIGKILL")
    codes = {-int(getattr(signal, name)) for name in names if hasattr(signal, name)}
    windows_quota = {0xC0000017, 0xC0000044, 0xC0000409, 1816}
    return frozenset(codes | windows_quota)


def _run(
    command: Sequence[str], source: bytes | IO[bytes], seconds: float, meanwhile: Callable[[], None] | None
) -> _Outcome:
    piped = isinstance(source, bytes)
    flags = 0x0800_0000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE if piped else source,  # type: ignore[arg-type]  # bytes are piped
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=None if getattr(sys, "frozen", False) else _PACKAGE_ROOT,
            creationflags=flags,
        )
    except OSError as error:
        raise StorageError("exchange.child.failed", returncode=error.errno or 0) from error
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        if piped:
            threading.Thread(target=_feed, args=(process, source), daemon=True).start()
        if meanwhile is not None:
            meanwhile()
        output, overflow = _drain(process)
        process.wait()
    finally:
        late = not timer.is_alive()
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    return _Outcome(output, process.returncode, overflow or late)


def _feed(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    """Write ``data`` to the child; a child that dies early breaks the pipe, which its code tells better."""
    if process.stdin is None:
        return
    with contextlib.suppress(OSError, ValueError):
        process.stdin.write(data)
    with contextlib.suppress(OSError, ValueError):
        process.stdin.close()


def _drain(process: "subprocess.Popen[bytes]") -> tuple[bytes, bool]:
    """Read the child's output up to the limit; the flag says that there was more."""
    parts: list[bytes] = []
    size = 0
    while chunk := process.stdout.read(_CHUNK) if process.stdout else b"":
        size += len(chunk)
        if size > OUTPUT_LIMIT:
            process.kill()
            return b"".join(parts), True
        parts.append(chunk)
    return b"".join(parts), False
