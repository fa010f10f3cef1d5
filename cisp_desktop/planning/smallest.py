"""The smallest set of constraints that clash, found by asking of sets whether they can hold together.

First an irreducible set by division (QuickXplain, U. Junker, AAAI 2004), then a smallest one by duality:
a set clashes if and only if it meets every set whose removal lets the others hold (MUS and MCS; A. Ignatiev
and others, Smallest MUS Extraction with Minimal Hitting Set Dualization, CP 2015). Constraints are numbers
here: this module must not know what they say, nor who answers.
"""

from collections.abc import Callable, Iterable, Sequence

Holds = Callable[[frozenset[int]], bool | None]
"""Whether these constraints can hold together; None when it was not found out in time."""


def smallest_clash(count: int, holds: Holds) -> tuple[list[int], bool]:
    """Return a smallest clashing set among ``range(count)``, in order, and whether it is proved smallest.

    All constraints together must clash. Low numbers are preferred to high ones. An unanswered question
    leaves the set clashing, but perhaps not smallest.
    """
    ask = _Memory(holds)
    core = sorted(_irreducible([], [], list(range(count)), ask))
    # What alone can be given up belongs to every clash; mostly that is all there is to find.
    corrections = [frozenset([one]) for one in core if ask(set(range(count)) - {one})]
    while True:
        least = _least_hitting(corrections, at_most=len(core) - 1)
        if least is None:
            return core, not ask.doubtful
        answer = ask(least)
        if answer is None:
            return core, False
        if not answer:
            return sorted(least), True
        others = sorted(set(range(count)) - least, key=lambda one: (one in core, one))
        corrections.append(frozenset(range(count)) - _grown(least, others, ask))


class _Memory:
    """Asks each question once, and none that follows from the answers: part of what holds, holds."""

    def __init__(self, holds: Holds) -> None:
        self._holds = holds
        self._holding: list[frozenset[int]] = []
        self._clashing: list[frozenset[int]] = []
        self.doubtful = False

    def __call__(self, chosen: Iterable[int]) -> bool | None:
        asked = frozenset(chosen)
        if any(asked <= known for known in self._holding):
            return True
        if any(asked >= known for known in self._clashing):
            return False
        answer = self._holds(asked)
        if answer is None:
            self.doubtful = True
        else:
            (self._holding if answer else self._clashing).append(asked)
        return answer


Ask = Callable[[Iterable[int]], bool | None]


def _irreducible(sure: list[int], news: Sequence[int], open_: list[int], ask: Ask) -> list[int]:
    """Return what of ``open_`` clashes with ``sure``; ``news`` was the last addition to ``sure``."""
    if news and ask(sure) is False:
        return []
    if len(open_) == 1:
        return open_
    first, second = open_[: len(open_) // 2], open_[len(open_) // 2 :]
    late = _irreducible(sure + first, first, second, ask)
    return _irreducible(sure + late, late, first, ask) + late


def _grown(holding: frozenset[int], others: list[int], ask: Ask) -> frozenset[int]:
    """Return ``holding`` and as many of ``others`` as hold with it: one more would clash."""
    if not others or ask(holding | frozenset(others)):
        return holding | frozenset(others)
    if len(others) == 1:
        return holding
    middle = len(others) // 2
    return _grown(_grown(holding, others[:middle], ask), others[middle:], ask)


def _least_hitting(sets: Sequence[frozenset[int]], *, at_most: int) -> frozenset[int] | None:
    """Return a least set that meets all ``sets``, the lowest numbers first; None beyond ``at_most``."""
    for size in range(at_most + 1):
        found = _hitting(sets, frozenset(), size)
        if found is not None:
            return found
    return None


def _hitting(sets: Sequence[frozenset[int]], chosen: frozenset[int], more: int) -> frozenset[int] | None:
    missed = [one for one in sets if not one & chosen]
    if not missed:
        return chosen
    if more > 0:
        smallest = sorted(missed, key=len)[0]
        for element in sorted(smallest):
            found = _hitting(missed, chosen | {element}, more - 1)
            if found is not None:
                return found
    return None
