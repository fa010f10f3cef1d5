"""Run one of the product's own limited child processes: bytes in, JSON documents out, killed when it costs.

A child prints ``ready`` once it has imported what it needs and set its limits, then one JSON document a
line; in a ``conversation`` one for each line that it is given. A child that dies after that was killed by
what it read, not by a fault of the installation. This module must not know what that is.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from io import BufferedReader
from pathlib import Path
from typing import Any

from cisp_desktop.domain.errors import StorageError

WALL_SECONDS = 5.0
OUTPUT_LIMIT = 64 * 1024 * 1024
READY = b"ready"
GOODBYE_SECONDS = 2.0
"""What a child may take to end by itself once nothing more is asked."""
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
    # Shorter than -m, which imports the machinery of runpy first.
    return [sys.executable, "-c", f"import sys; from {module} import child_main; sys.exit(child_main())"]


def documents_from(
    command: Sequence[str],
    source: bytes,
    *,
    seconds: float = WALL_SECONDS,
    meanwhile: Callable[[], None] | None = None,
) -> list[Any]:
    """Feed ``source`` to the child and return the JSON documents that it printed.

    ``seconds`` bounds the wall clock. ``meanwhile`` is called while the child works; what it raises ends
    the child. Raises ``TooCostlyError``, ``ChildDiedError``, or
    ``StorageError("exchange.child.failed")`` when the child could not even start.
    """
    process = _started(command)
    late = threading.Event()
    timer = threading.Timer(seconds, _end, args=(process, late))
    feeder = threading.Thread(target=_feed, args=(process, source), daemon=True)
    timer.start()
    feeder.start()
    try:
        if meanwhile is not None:
            meanwhile()
        ready, documents, overflow = _drained(process)
        process.wait()
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        feeder.join()
        timer.join()
        if process.stdout is not None:
            process.stdout.close()
    if late.is_set() or overflow or (ready and process.returncode in _costly_returncodes()):
        raise TooCostlyError
    if not ready:
        raise StorageError("exchange.child.failed", returncode=process.returncode)
    if process.returncode != 0:
        raise ChildDiedError
    return documents


Ask = Callable[[bytes], Any]


@contextlib.contextmanager
def conversation(command: Sequence[str], *, seconds: float) -> Iterator[Ask]:
    """Start a child that answers line by line, and end it with the block.

    Gives what sends one line and returns the JSON document that answers it, within ``seconds`` of the wall
    clock each. That raises as ``documents_from``; after an error the child is of no more use.
    """
    process = _started(command)
    try:
        if not _ready(process, seconds):
            _let_go(process)
            raise StorageError("exchange.child.failed", returncode=process.returncode)
        yield lambda request: _document(_line(process, request + b"\n", seconds))
    finally:
        _let_go(process)


def _ready(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        return _line(process, b"", seconds) == READY
    except TooCostlyError:
        return False


def _line(process: "subprocess.Popen[bytes]", request: bytes, seconds: float) -> bytes:
    """Send ``request`` and return the next line, without its end."""
    if process.stdin is None or process.stdout is None:
        raise ChildDiedError
    late = threading.Event()
    timer = threading.Timer(seconds, _end, args=(process, late))
    timer.start()
    try:
        with contextlib.suppress(OSError):  # a child that died answers nothing, which tells as much
            process.stdin.write(request)
            process.stdin.flush()
        line = process.stdout.readline(OUTPUT_LIMIT)
    finally:
        timer.cancel()
        timer.join()
    if late.is_set() or len(line) == OUTPUT_LIMIT:
        raise TooCostlyError
    return line.rstrip(b"\n")


def _let_go(process: "subprocess.Popen[bytes]") -> None:
    """Let a child end by itself, now that nothing more is asked, or end it."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GOODBYE_SECONDS)
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start the child; no passphrase or code of the environment goes with it."""
    try:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=None if getattr(sys, "frozen", False) else _PACKAGE_ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("CISP_")},
            creationflags=0x0800_0000 if sys.platform == "win32" else 0,  # CREATE_NO_WINDOW
        )
    except OSError as error:
        raise StorageError("exchange.child.failed", returncode=error.errno or 0) from error


def _end(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    process.kill()


def _feed(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    """Write ``data`` to the child; a child that dies early breaks the pipe, which its code tells better."""
    if process.stdin is None:
        return
    with contextlib.suppress(OSError, ValueError):
        process.stdin.write(data)
    with contextlib.suppress(OSError, ValueError):
        process.stdin.close()


def _drained(process: "subprocess.Popen[bytes]") -> tuple[bool, list[Any], bool]:
    """Read the child's documents as they come: (ready, documents, more than the limit)."""
    ready = False
    documents: list[Any] = []
    pending: list[bytes] = []
    size = 0
    while chunk := process.stdout.read1(_CHUNK) if isinstance(process.stdout, BufferedReader) else b"":
        size += len(chunk)
        if size > OUTPUT_LIMIT:
            process.kill()
            return ready, documents, True
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            whole = b"".join((*pending, line))
            pending = []
            if not ready:
                ready = whole == READY
            elif whole:
                documents.append(_document(whole))
        if rest:
            pending.append(rest)
    return ready, documents, False


def _document(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ChildDiedError from error


def _costly_returncodes() -> frozenset[int]:
    """Deaths that mean a limit was met: no memory (abort), no processor time, killed by the system."""
    names = ("SIGABRT", "SIGXCPU", "SIGKILL")
    codes = {-int(getattr(signal, name)) for name in names if hasattr(signal, name)}
    windows_quota = {0xC0000017, 0xC0000044, 0xC0000409, 1816}
    return frozenset(codes | windows_quota)
