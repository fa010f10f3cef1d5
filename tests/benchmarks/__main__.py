"""Take every figure and print one line for each: ``python -m tests.benchmarks [part of a name] …``.

The table also goes to ``build/bench.md``. A missed aim is shown, never an error: what it costs depends on
the machine, and the note says why.
"""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import (
    candidates,
    documents,
    keyboard,
    papers,
    planning,
    reading,
    reference,
    storage,
    window,
)
from tests.benchmarks.measure import Figure


def main(wanted: list[str]) -> int:
    """Run the figures whose name contains a wanted word (all without any)."""
    rooms = (window, keyboard, candidates, storage, documents, papers, reference, reading, planning)
    takers = [taker for room in rooms for taker in room.FIGURES]
    figures: list[Figure] = []
    for taker in takers:
        if wanted and not any(word in taker.__name__ for word in wanted):
            continue
        with tempfile.TemporaryDirectory(prefix="cisp-bench-") as folder:
            for figure in taker(Path(folder)):
                print(figure.line(), flush=True)
                figures.append(figure)
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
