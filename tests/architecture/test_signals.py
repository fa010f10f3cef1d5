"""Keeps watch over the reason why PySide6 is held below 6.12."""

import subprocess
import sys

EMIT = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    changed = Signal(bool, int)

application = QCoreApplication([])
sender, received = Sender(), []
sender.changed.connect(lambda flag, number: received.append((flag, number)))
for number in range({emissions}):
    sender.changed.emit(True, number)
print(len(received))
"""


def test_five_thousand_signals_reach_their_slot() -> None:
    """PySide6 6.12.0 on Python 3.11 aborts after some 575; in a process of its own, which an abort ends."""
    done = subprocess.run(
        [sys.executable, "-c", EMIT.format(emissions=5_000)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "5000"), done.stderr
