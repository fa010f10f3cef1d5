"""How a figure is taken: ours and its baseline in turn, in one run, compared by their ratio."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


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


def faster(name: str, ours: float, baseline: float, *, unit: str, least: float, note: str = "") -> Figure:
    """A rate that should reach ``least`` times its baseline."""
    ratio = ours / baseline
    return Figure(
        name, f"{ours:.1f} {unit}", f"{baseline:.1f} {unit}", ratio, f"≥ {least:g} ×", ratio >= least, note
    )
