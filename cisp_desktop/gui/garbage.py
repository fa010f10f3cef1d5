"""Python's garbage collector, kept on the GUI thread while the worker runs.

A cycle that holds a Qt object may be found by whichever thread allocates next; freed by the worker, a widget
takes the process down with it. While tasks run, the automatic collector rests and the GUI thread collects
when it is due. This module must not know what the tasks do.
"""

import gc


def spare_what_started() -> None:
    """Let the collector pass over everything that exists now: modules, the window, what they hold.

    It stays until the end in any case; looking at all of it takes a tenth of a second, felt as a key that
    answers late. Called once, when the window is furnished.
    """
    gc.freeze()


class GarbageGuard:
    """Rests the collector while anybody holds it. Every method is the GUI thread's.

    Runners with a worker each share one guard: the collector works again once none of them needs it.
    """

    def __init__(self) -> None:
        self._held = False
        self._holders: set[int] = set()

    def hold(self, holder: int = 0) -> None:
        """Let no thread collect by itself; does nothing when it is so already."""
        self._holders.add(holder)
        if not self._held and gc.isenabled():
            gc.disable()
            self._held = True

    def collect_if_due(self) -> None:
        """Collect the young objects that the automatic collector would have looked at by now.

        The oldest generation waits until the collector works by itself again: it takes longer than a frame.
        """
        if self._held and gc.get_count()[0] > gc.get_threshold()[0]:
            older = gc.get_count()[1] > gc.get_threshold()[1]
            gc.collect(1 if older else 0)

    def release(self, holder: int = 0) -> None:
        """Let the collector work by itself again unless another holder needs its rest."""
        self._holders.discard(holder)
        if self._held and not self._holders:
            self._held = False
            gc.collect(0)
            gc.enable()
