"""What every test gets: no screen, no trace in the user's folders, French, and nothing left behind.

Rooms add their own builders (``factories.py``) and fakes (``fakes.py``) beside their tests.
"""

import atexit
import gc
import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Before anything loads Qt: the platform, and folders that are not the user's own (settings, state, data).
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_SANDBOX = Path(tempfile.mkdtemp(prefix="cisp-tests-"))
atexit.register(shutil.rmtree, _SANDBOX, ignore_errors=True)
for _name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"):
    os.environ[_name] = str(_SANDBOX / _name.lower())
for _name in ("CISP_PASSPHRASE", "CISP_JUROR_CODE", "CISP_P12_PASSPHRASE"):
    os.environ.pop(_name, None)

import pytest  # noqa: E402  # the environment comes first
import sqlcipher3.dbapi2  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from shiboken6 import getAllValidWrappers  # noqa: E402
from sqlalchemy import URL, Engine, create_engine  # noqa: E402

FULL = os.environ.get("CISP_FULL") == "1"
DATA = Path(__file__).parent / "data"
PROJECT = Path(__file__).parent.parent

settings.register_profile("default", derandomize=True, max_examples=25, deadline=None, database=None)
settings.register_profile(
    "full", max_examples=2_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("full" if FULL else "default")


@pytest.fixture(scope="session", autouse=True)
def _french() -> None:
    """Dates and numbers in tests as on a French laptop, whatever the locale of this machine."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Let every workspace of this process share the statements that the first one compiled: each test opens
    its own, and compiling was a sixth of the suite.
    """
    url = URL.create("sqlite+pysqlcipher", password="0")
    shared = create_engine(url, module=sqlcipher3.dbapi2, query_cache_size=4_000)
    shared.connect().close()

    def sharing(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        engine.dialect, engine._compiled_cache = shared.dialect, shared._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("cisp_desktop.persistence.engine.create_engine", sharing)
        yield
    shared.dispose()


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The sample files, fictitious, that a centre would send."""
    return DATA


@pytest.fixture(scope="session")
def project_folder() -> Path:
    """The root of the project, for tests that read its sources."""
    return PROJECT


@pytest.fixture(scope="session")
def count() -> Callable[[int, int], int]:
    """Give the small count in a daily run and the full one under ``make robustness``."""
    return lambda small, full: full if FULL else small


class _Warnings(logging.Handler):
    """Collects what the application would have written into its log at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log_line(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which the application warned in its log, unless it asks for ``caplog`` to judge."""
    if "caplog" in request.fixturenames:
        yield
        return
    collected = _Warnings()
    logger = logging.getLogger("cisp_desktop")
    logger.addHandler(collected)
    yield
    logger.removeHandler(collected)
    if collected.lines:
        pytest.fail("unexpected log lines:\n" + "\n".join(collected.lines), pytrace=False)


@pytest.fixture(scope="session")
def _timers_known() -> set[int]:
    """The timers that were running when the last test ended; the collector no longer walks what the imports
    made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)  # a tenth of the suite was looking for cycles among what other tests keep
    return set()


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest, _timers_known: set[int]) -> Iterator[None]:
    """Fail a Qt test that leaves a window, a running timer or a thread: the next test would meet them."""
    if not {"qtbot", "qapp"}.intersection(request.fixturenames):
        yield
        return
    windows_before = set(_windows())
    threads_before = set(threading.enumerate())
    yield
    _let_go()
    left = _left_windows(windows_before)
    running = _running_timers()
    if left or any(id(timer) not in _timers_known for timer in running):
        gc.collect()
        _let_go()
        left, running = _left_windows(windows_before), _running_timers()
    left += [f"timer every {timer.interval()} ms" for timer in running if id(timer) not in _timers_known]
    left += [f"thread {thread.name}" for thread in threading.enumerate() if _is_left(thread, threads_before)]
    _timers_known.clear()
    _timers_known.update(map(id, running))
    if left:
        pytest.fail("left behind by the test: " + ", ".join(left), pytrace=False)


def _windows() -> list[QWidget]:
    return list(QApplication.topLevelWidgets()) if QApplication.instance() is not None else []


def _left_windows(before: set[QWidget]) -> list[str]:
    return [
        f"{type(window).__name__} {window.objectName()!r}"
        for window in _windows()
        # Qt keeps one label for tooltips and a private window or two for as long as the application lives.
        if window not in before and not window.metaObject().className().startswith(("QTipLabel", "QDesktop"))
    ]


def _running_timers() -> list[QTimer]:
    """Return every running timer that Python knows, parentless ones too."""
    timers = (one for one in getAllValidWrappers() if isinstance(one, QTimer))
    return [timer for timer in timers if timer.isActive()]


def _is_left(thread: threading.Thread, before: set[threading.Thread]) -> bool:
    # A dummy thread is Qt's own, seen once by Python; it has no end that Python could wait for.
    return thread.is_alive() and thread not in before and not isinstance(thread, threading._DummyThread)


def _let_go() -> None:
    """Deliver what was promised to be deleted later."""
    application = QCoreApplication.instance()
    if application is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application.processEvents()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let ``make robustness`` take every test that has a full count, before markers are looked at.

    The longest come first: a journey that begins last keeps one core waiting for the other.
    """
    items.sort(key=lambda item: "journeys" not in item.path.parts)
    for item in items:
        property_based = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if FULL and (property_based or "count" in getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.robustness)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: a fifth of the time a test waits for a child or a timer."""
    return (os.cpu_count() or 1) + 1


def pytest_report_header() -> str:
    """Say in the report's head what the run is about."""
    return (
        f"counts: {'full' if FULL else 'small'}; Qt platform: {os.environ['QT_QPA_PLATFORM']}; {sys.platform}"
    )
