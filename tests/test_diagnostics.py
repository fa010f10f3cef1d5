"""What is kept when something goes wrong, and what must never be."""

import errno
import io
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cisp_desktop import diagnostics
from cisp_desktop.domain.errors import CispError, Refused

pytestmark = pytest.mark.usefixtures("caplog")

LOGGER = logging.getLogger("cisp_desktop.tests")
NAME = "BENALI Karim"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    handler = diagnostics.open_log(tmp_path, harmless=(CispError,))
    yield tmp_path / diagnostics.LOG_NAME
    diagnostics.close_log(handler)


@pytest.fixture
def crashes() -> Iterator[list[diagnostics.Crash]]:
    seen: list[diagnostics.Crash] = []
    restore = diagnostics.install_excepthook(seen.append)
    yield seen
    restore()


def _fail(error: BaseException) -> BaseException:
    candidate = NAME  # a local value that a report must not show
    try:
        raise error
    except type(error) as caught:
        assert candidate
        return caught


def test_numbers_and_codes_are_written_as_they_are(log: Path) -> None:
    LOGGER.info("stored %d marks of %s in %s", 12, "sheet.sealed", "0.1.0")
    assert log.read_text("utf-8").endswith("stored 12 marks of sheet.sealed in 0.1.0\n")


@pytest.mark.parametrize(
    "value", [NAME, "martin", Path("/home/karim"), ["BENALI"], b"BENALI", Refused("a.b", name=NAME)]
)
def test_an_argument_that_may_be_data_is_hidden(log: Path, value: object) -> None:
    LOGGER.info("opened %s", value)
    assert log.read_text("utf-8").endswith("opened […]\n")


def test_a_hidden_value_where_a_number_was_expected_loses_the_value_only(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("cisp_desktop"), "propagate", False)
    LOGGER.info("stored %d marks", NAME)
    assert log.read_text("utf-8").endswith("stored %d marks\n")


def test_an_exception_is_written_without_its_message_its_locals_and_its_source(log: Path) -> None:
    LOGGER.error("failed", exc_info=_fail(ValueError(f"no such person: {NAME}")))
    text = log.read_text("utf-8")
    assert "builtins.ValueError" in text
    assert "tests/test_diagnostics.py" in text
    assert "_fail" in text
    assert NAME not in text
    assert "candidate" not in text


def test_the_cause_of_an_exception_is_written_before_it(log: Path) -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise RuntimeError(NAME) from cause
    except RuntimeError as error:
        LOGGER.error("failed", exc_info=error)
    text = log.read_text("utf-8")
    assert 0 < text.index("builtins.KeyError") < text.index("builtins.RuntimeError")
    assert NAME not in text


def test_an_exception_that_causes_itself_is_described_once() -> None:
    error = ValueError()
    error.__cause__ = error
    assert diagnostics.describe(error) == "builtins.ValueError"


def test_a_system_error_keeps_its_number_and_loses_its_file_name(log: Path) -> None:
    LOGGER.error("failed", exc_info=_fail(FileNotFoundError(2, "No such file", f"/home/{NAME}/jury")))
    text = log.read_text("utf-8")
    assert "FileNotFoundError: [errno 2]" in text
    assert NAME not in text


def test_our_own_errors_show_their_code_and_not_their_values(log: Path) -> None:
    LOGGER.error("failed", exc_info=_fail(Refused("panel.recused", juror=NAME)))
    text = log.read_text("utf-8")
    assert "Refused: panel.recused" in text
    assert NAME not in text


def test_a_missing_attribute_is_named(log: Path) -> None:
    LOGGER.error("failed", exc_info=_fail(AttributeError("no attribute 'seal'")))
    assert "AttributeError: no attribute 'seal'" in log.read_text("utf-8")


def test_the_folders_above_the_application_are_left_out() -> None:
    try:
        diagnostics.open_log(Path("\0"))
    except ValueError as error:
        text = diagnostics.describe(error)
    assert "cisp_desktop/diagnostics.py" in text
    assert str(Path(diagnostics.__file__).parent.parent) not in text


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access lists, not modes")
def test_the_log_is_for_its_owner_only(log: Path) -> None:
    LOGGER.info("started")
    assert log.stat().st_mode & 0o077 == 0


def test_the_log_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "LOG_BYTES", 4096)
    handler = diagnostics.open_log(tmp_path)
    for number in range(500):
        LOGGER.info("a line of some length, to fill the file faster: %d", number)
    diagnostics.close_log(handler)
    files = list(tmp_path.iterdir())
    assert len(files) == diagnostics.LOG_FILES
    assert sum(file.stat().st_size for file in files) <= diagnostics.LOG_FILES * 4096


def test_a_folder_that_cannot_be_written_does_not_stop_the_application(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("not a folder", "utf-8")
    handler = diagnostics.open_log(occupied)
    LOGGER.warning("goes nowhere")
    diagnostics.close_log(handler)
    assert diagnostics.record_faults(occupied) is None
    assert occupied.read_text("utf-8") == "not a folder"


class _FullDisk(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_refuses_a_line_prints_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = diagnostics.open_log(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(handler, "stream", _FullDisk())
        LOGGER.info("stored %s", NAME)
    diagnostics.close_log(handler)
    assert capsys.readouterr().err == ""


def test_an_uncaught_exception_is_logged_and_reported_once(
    log: Path, crashes: list[diagnostics.Crash]
) -> None:
    error = _fail(ValueError(NAME))
    sys.excepthook(ValueError, error, error.__traceback__)
    assert [crash.kind for crash in crashes] == ["ValueError"]
    assert "uncaught exception" in log.read_text("utf-8")
    assert NAME not in crashes[0].report + log.read_text("utf-8")


def test_an_uncaught_exception_of_a_thread_is_reported_with_its_thread(
    crashes: list[diagnostics.Crash],
) -> None:
    def work() -> None:
        raise ValueError(NAME)

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()
    assert [(crash.kind, crash.thread) for crash in crashes] == [("ValueError", "worker")]


def test_a_crash_report_that_fails_is_logged_and_goes_no_further(log: Path) -> None:
    def fail(crash: diagnostics.Crash) -> None:
        raise RuntimeError(crash.kind)

    restore = diagnostics.install_excepthook(fail)
    error = _fail(ValueError(NAME))
    sys.excepthook(ValueError, error, error.__traceback__)
    restore()
    assert "the crash report itself failed" in log.read_text("utf-8")


def test_an_interruption_by_the_keyboard_is_no_crash(
    crashes: list[diagnostics.Crash], capsys: pytest.CaptureFixture[str]
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert crashes == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_what_was_installed_is_undone() -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    diagnostics.install_excepthook(lambda crash: None)()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_process_that_dies_leaves_where_it_stood(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys, faulthandler; from cisp_desktop import diagnostics; "
        "file = diagnostics.record_faults(pathlib.Path(sys.argv[1])); faulthandler._sigsegv()"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False)
    assert done.returncode != 0
    assert "most recent call first" in (tmp_path / diagnostics.FAULT_NAME).read_text("utf-8")


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/cisp-desktop"),
        ("linux", {"XDG_STATE_HOME": "relative"}, "{home}/.local/state/cisp-desktop"),
        ("darwin", {}, "{home}/Library/Logs/cisp-desktop"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/cisp-desktop"),
        ("win32", {"LOCALAPPDATA": ""}, "{home}/AppData/Local/cisp-desktop"),
    ],
)
def test_the_state_folder_follows_the_platform(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert diagnostics.state_folder(platform) == Path(expected.format(home=Path.home()))
