"""Take every figure and print one line for each: ``python -m tests.benchmarks [--quick] [part of a name] …``.

``--quick`` leaves out the sizes of papers that take minutes.
Each measure runs with its baseline in a process of its own: none meets the windows and threads of another.
The table also goes to ``build/bench.md``. A missed aim is shown, never an error: what it costs depends on
the machine, and the note says why.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import (
    candidates,
    day,
    deliberation,
    documents,
    issued,
    journal,
    keyboard,
    papers,
    planning,
    reading,
    reference,
    sealing,
    signing,
    storage,
    switching,
    window,
)
from tests.benchmarks.measure import QUICK, Figure, take

ROOMS = (
    window, keyboard, switching, sealing, reading, deliberation, day, candidates, planning, storage,
    journal, documents, signing, issued, papers, reference,
)  # fmt: skip


def main(wanted: list[str]) -> int:
    """Run the figures whose name contains a wanted word (all without any)."""
    figures: list[Figure] = []
    if "--quick" in wanted:
        os.environ[QUICK] = "1"
        wanted = [word for word in wanted if word != "--quick"]
    for taker in (taker for room in ROOMS for taker in room.FIGURES):
        if wanted and not any(word in taker.__name__ for word in wanted):
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            taken = pool.submit(take, taker).result()
        for figure in taken:
            print(figure.line(), flush=True)
        figures += taken
    write_table(figures, Path("build") / "bench.md")
    return 0


def write_table(figures: list[Figure], path: Path) -> None:
    """Write the figures as the README's table."""
    lines = [
        f"Mesuré le {date.today().isoformat()}, {os.cpu_count()} cœurs.", "",
        "| mesure | ici | référence | rapport | visé |", "|---|--:|--:|--:|---|",
    ]  # fmt: skip
    for f in figures:
        state = "" if f.met else " — manqué"
        note = f" ({f.note})" if f.note else ""
        lines.append(f"| {f.name}{note} | {f.ours} | {f.baseline} | {f.ratio:.2f} | {f.aim}{state} |")
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
