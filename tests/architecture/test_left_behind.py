"""The shared fixtures bite: a window, a timer, a thread or a log line left by a test fails that test."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import logging, threading, time, warnings
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget
kept = []

def test_window(qtbot):
    kept.append(QWidget())
    kept[-1].show()

def test_timer(qtbot):
    kept.append(QTimer())
    kept[-1].start(250)

def test_thread(qtbot):
    threading.Thread(target=time.sleep, args=(1,), name="idle").start()

def test_log():
    logging.getLogger("cisp_desktop.x").warning("odd")

def test_qt_message(qtbot):
    qWarning("odd")

def test_warning():
    warnings.warn("odd")

def test_clean(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    timer = QTimer(window)
    timer.start(250)
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, project_folder: Path) -> str:
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(project_folder / "tests" / "conftest.py", folder)
    shutil.copy(project_folder / "pyproject.toml", folder)
    (folder / "test_it.py").write_text(TESTS, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", "test_it.py"],
        cwd=folder,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("test_window", "left behind by the test: QWidget"),
        ("test_timer", "left behind by the test: timer every 250 ms"),
        ("test_thread", "left behind by the test: thread idle"),
        ("test_log", "unexpected log lines:"),
        ("test_qt_message", "Qt messages"),
        ("test_warning", "UserWarning: odd"),
    ],
)
def test_what_a_test_leaves_behind_fails_it(test: str, words: str, report: str) -> None:
    assert re.search(rf"^(ERROR|FAILED) test_it\.py::{test}\b", report, re.MULTILINE), report
    assert words in report


def test_a_test_that_cleans_up_passes(report: str) -> None:
    assert "test_it.py::test_clean" not in report
    assert "5 passed" in report
