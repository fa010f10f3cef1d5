"""How a figure is taken: ours and its baseline in turn, in one run, compared by their ratio."""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``ratio`` is ours over the baseline; ``met`` says whether the aim is reached."""

    name: str
    ours: str
    baseline: str
    ratio: float
    aim: str
    met: bool
    note: str = ""

    def line(self) -> str:
        """The figure on one line."""
        state = "atteint" if self.met else "MANQUÉ"
        note = f"  ({self.note})" if self.note else ""
        return (
            f"{self.name:<58} {self.ours:>12}  {self.baseline:>12}  × {self.ratio:5.2f}  "
            f"{self.aim:<7} {state}{note}"
        )


QUICK = "CISP_QUICK_BENCH"
"""Set to 1, only sizes that take seconds are measured; ``python -m tests.benchmarks --quick`` sets it."""
QUICKEST = 100


def sizes(*wanted: int) -> tuple[int, ...]:
    """Return the sizes to measure at: all, or in a quick run those up to 100."""
    quick = os.environ.get(QUICK) == "1"
    return tuple(size for size in wanted if not quick or size <= QUICKEST)


def in_turn(
    ours: Callable[[], object], baseline: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """Return the median seconds of each; they alternate, so that the machine's mood falls on both."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        pair = ((0, ours), (1, baseline)) if turn % 2 == 0 else ((1, baseline), (0, ours))
        for which, act in pair:
            gc.collect()
            start = time.perf_counter()
            act()
            times[which].append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def computing(seconds: list[float]) -> str:
    """Say how much of the window's own time an act takes, its median: a busy machine does not lengthen it."""
    return f"dont {statistics.median(seconds) * 1000:.0f} ms de calcul à l’écran, médiane"


def quantile(values: list[float], share: float) -> float:
    """The value under which ``share`` of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def slower(name: str, ours: float, baseline: float, *, most: float, note: str = "") -> Figure:
    """A figure in milliseconds that should not exceed ``most`` times its baseline."""
    ratio = ours / baseline
    return Figure(
        name,
        f"{ours * 1000:.1f} ms",
        f"{baseline * 1000:.1f} ms",
        ratio,
        f"≤ {most:g} ×",
        ratio <= most,
        note,
    )


def within(name: str, ours: float, baseline: float, *, milliseconds: float, note: str = "") -> Figure:
    """A figure in milliseconds that should not exceed so many of them, whatever its baseline takes."""
    return Figure(
        name,
        f"{ours * 1000:.1f} ms",
        f"{baseline * 1000:.1f} ms",
        ours / baseline,
        f"≤ {milliseconds:g} ms",
        ours * 1000 <= milliseconds,
        note,
    )


def faster(name: str, ours: float, baseline: float, *, unit: str, least: float, note: str = "") -> Figure:
    """A rate that should reach ``least`` times its baseline."""
    ratio = ours / baseline
    return Figure(
        name, f"{ours:.1f} {unit}", f"{baseline:.1f} {unit}", ratio, f"≥ {least:g} ×", ratio >= least, note
    )


def take(taker: Callable[[Path], Iterator[Figure]]) -> list[Figure]:
    """Take the figures of one measure, in a folder of its own; the collector is spared as in the product."""
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="cisp-bench-") as folder:
        return list(taker(Path(folder)))
