"""What is kept when something goes wrong: a rotating log, uncaught exceptions, crashes of the interpreter.

Standard library only. This module must not know what a jury is, and nothing that a jury writes may pass
through it: no name, no mark, no path chosen by a user. Messages are constants; their arguments are numbers
and codes, anything else is hidden before it is written. Exceptions are written as their type and the lines of
code they went through, without source text or local values; their message only where it cannot carry data.
"""

import faulthandler
import logging
import logging.handlers
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

Harmless = tuple[type[BaseException], ...]

APPLICATION = "cisp-desktop"
LOGGER = "cisp_desktop"
LOG_NAME = "journal-technique.log"
FAULT_NAME = "arret-brutal.log"
LOG_BYTES = 512 * 1024
LOG_FILES = 4

HARMLESS = (ImportError, MemoryError, RecursionError, NameError, AttributeError)
"""Classes whose message names code only: modules, attributes, limits. All others may quote what was typed."""

_CODE = re.compile(r"[a-z]+([._][a-z0-9]+)+|[0-9][0-9.]*")
_HIDDEN = "[…]"


@dataclass(frozen=True, slots=True)
class Crash:
    """An uncaught exception, as it may be shown and sent: class, thread and a report without any value."""

    kind: str
    thread: str
    report: str


def state_folder(platform: str = sys.platform) -> Path:
    """Return where the user's own state belongs on this system, by its convention. Creates nothing."""
    home = Path.home()
    if platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / APPLICATION
    if platform == "darwin":
        return home / "Library" / "Logs" / APPLICATION
    named = os.environ.get("XDG_STATE_HOME", "")
    # The XDG convention: a relative path there is to be ignored.
    return (Path(named) if named.startswith("/") else home / ".local" / "state") / APPLICATION


def open_log(folder: Path, *, harmless: Iterable[type[BaseException]] = ()) -> logging.Handler:
    """Start writing the application's log under ``folder``, for its owner's eyes only; return its handler.

    ``harmless`` adds exception classes whose message may be written. A folder that cannot be written gives a
    handler that keeps nothing: the application must start all the same.
    """
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _Log(folder / LOG_NAME, harmless=(*HARMLESS, *harmless))
    except OSError:
        handler = logging.NullHandler()
    logger = logging.getLogger(LOGGER)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Stop writing to what ``open_log`` returned."""
    logging.getLogger(LOGGER).removeHandler(handler)
    handler.close()


def record_faults(folder: Path) -> TextIO | None:
    """Have the interpreter write where every thread stood when it dies; the file must stay open meanwhile.

    Returns None where the folder cannot be written. The file names code, never values.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = _open_private(folder / FAULT_NAME)
    except OSError:
        return None
    faulthandler.enable(file, all_threads=True)
    return file


def install_excepthook(
    on_crash: Callable[[Crash], None], *, harmless: Iterable[type[BaseException]] = ()
) -> Callable[[], None]:
    """Log what nobody caught, in any thread, then call ``on_crash`` for it; return what undoes all this.

    ``on_crash`` runs in the thread that failed. An interruption by the keyboard ends the process as it always
    does; a failure of ``on_crash`` itself is logged and goes no further.
    """
    allowed = (*HARMLESS, *harmless)
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def crashed(error: BaseException, trace: TracebackType | None, thread: str) -> None:
        logger = logging.getLogger(LOGGER)
        report = describe(error, trace, harmless=allowed)
        logger.critical("uncaught exception", exc_info=(type(error), error, trace))
        try:
            on_crash(Crash(type(error).__qualname__, thread, report))
        except Exception:
            logger.exception("the crash report itself failed")

    def main_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        crashed(error, trace, threading.current_thread().name)

    def thread_hook(failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is None or issubclass(failure.exc_type, SystemExit):
            return
        name = failure.thread.name if failure.thread is not None else "?"
        crashed(failure.exc_value, failure.exc_traceback, name)

    def unraisable_hook(failure: "sys.UnraisableHookArgs") -> None:
        if failure.exc_value is not None:
            crashed(failure.exc_value, failure.exc_traceback, threading.current_thread().name)

    def restore() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    sys.excepthook, threading.excepthook, sys.unraisablehook = main_hook, thread_hook, unraisable_hook
    return restore


def describe(
    error: BaseException, trace: TracebackType | None = None, *, harmless: Harmless = HARMLESS
) -> str:
    """Return the classes and code lines of an exception and its causes, oldest first, without any value."""
    chain: list[tuple[BaseException, TracebackType | None]] = [(error, trace or error.__traceback__)]
    seen = {id(error)}
    while (cause := _cause_of(chain[-1][0])) is not None and id(cause) not in seen:
        seen.add(id(cause))
        chain.append((cause, cause.__traceback__))
    return "\n".join(
        line for one, its_trace in reversed(chain) for line in _lines_of(one, its_trace, harmless)
    )


def _cause_of(error: BaseException) -> BaseException | None:
    if error.__cause__ is not None:
        return error.__cause__
    return None if error.__suppress_context__ else error.__context__


def _lines_of(error: BaseException, trace: TracebackType | None, harmless: Harmless) -> Iterable[str]:
    for frame, line in traceback.walk_tb(trace):
        code = frame.f_code
        yield f"  {_place_of(code.co_filename)}:{line} {code.co_name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}{_message_of(error, harmless)}"


def _place_of(filename: str) -> str:
    """Return the last parts of a source file's path: the folders above it may bear the user's name."""
    parts = Path(filename).parts
    for root in ("cisp_desktop", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return "/".join(parts[-2:])


def _message_of(error: BaseException, harmless: Harmless) -> str:
    if isinstance(error, harmless):
        return f": {error}"
    if isinstance(error, OSError) and error.errno is not None:
        # What the system said, without the names of the files it said it about.
        return f": [errno {error.errno}]"
    return ""


def _open_private(path: Path) -> TextIO:
    """Open for appending what only its owner may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8")


def _without_values(argument: object) -> object:
    """Let numbers, truth values and codes pass; hide everything else, since it may be somebody's name."""
    if argument is None or isinstance(argument, bool | int | float):
        return argument
    if isinstance(argument, str) and _CODE.fullmatch(argument):
        return argument
    return _HIDDEN


class _Log(logging.handlers.RotatingFileHandler):
    """The log's file: private to its owner, bounded in size, silent when the disk refuses it."""

    def __init__(self, path: Path, *, harmless: Harmless) -> None:
        super().__init__(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8")
        self.setFormatter(_ValueFreeFormatter(harmless))

    def _open(self) -> TextIO:  # type: ignore[override]  # the base promises a wrapper of its own, and uses a TextIO
        return _open_private(Path(self.baseFilename))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the base's name
        """Say nothing: the base would print the record, values included, on standard error."""


class _ValueFreeFormatter(logging.Formatter):
    """One line per record, in UTC; what could be data is hidden, exceptions are described without values."""

    def __init__(self, harmless: Harmless) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime
        self._harmless = harmless

    def format(self, record: logging.LogRecord) -> str:
        safe = logging.makeLogRecord(record.__dict__)
        arguments = record.args
        if isinstance(arguments, dict):
            safe.args = {key: _without_values(value) for key, value in arguments.items()}
        elif arguments:
            safe.args = tuple(_without_values(value) for value in arguments)
        safe.exc_text = None
        with suppress(TypeError, ValueError):
            return super().format(safe)
        # A number was expected where something was hidden: the sentence alone still tells what happened.
        safe.msg, safe.args = str(record.msg), ()
        return super().format(safe)

    def formatException(  # noqa: N802  # the base's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return "" if ei[1] is None else describe(ei[1], ei[2], harmless=self._harmless)
