"""What the lock interrupts: the forms half filled, kept in memory for the juror who was filling them.

Nobody else ever sees them, and nothing of them is stored. This module must not know any form.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from cisp_desktop.gui.widgets.form_values import FieldValues


class HalfFilled(Protocol):
    """A form that can be filled as it was."""

    def typed(self) -> FieldValues:
        """Return what is typed."""
        ...

    def put_back(self, values: FieldValues) -> None:
        """Fill the form as it was, and say so."""
        ...

    def windowTitle(self) -> str:
        """What the form is called."""
        ...


@dataclass
class _Open:
    """A form on screen, and what it held when it opened."""

    key: str
    form: HalfFilled
    first: FieldValues


@dataclass(frozen=True)
class _Kept:
    """What was typed in a form, and what that one is called."""

    title: str
    values: FieldValues


@dataclass
class _Left:
    """What one juror left: forms by key, and acts to go on with."""

    forms: dict[str, _Kept] = field(default_factory=dict)
    acts: list[Callable[[], object]] = field(default_factory=list)


class Interrupted:
    """``seat`` tells whose seat is at the keyboard, empty for nobody."""

    def __init__(self, seat: Callable[[], str]) -> None:
        self._seat = seat
        self._open: list[_Open] = []
        self._left: dict[str, _Left] = {}

    @contextmanager
    def watching(self, form: HalfFilled, key: str) -> Iterator[None]:
        """Keep what is typed should a lock close the form; what was kept under ``key`` is put back first.

        ``key`` says what is asked, of whom. It is taken up once: who gives the form up gives up its text.
        """
        left = self._left.get(self._seat())
        first = form.typed()
        kept = left.forms.pop(key, None) if left is not None else None
        if kept is not None:
            form.put_back(kept.values)
        entry = _Open(key, form, first)
        self._open.append(entry)
        try:
            yield
        finally:
            self._open.remove(entry)

    def keep(self) -> None:
        """The juror leaves: keep what differs from what the open forms showed at first."""
        seat = self._seat()
        for one in self._open:
            values = one.form.typed()
            if seat and values != one.first:
                left = self._left.setdefault(seat, _Left())
                left.forms[one.key] = _Kept(one.form.windowTitle(), values)

    def go_on_later(self, seat: str, act: Callable[[], object]) -> None:
        """Let ``act`` happen when the juror of a seat is back."""
        self._left.setdefault(seat, _Left()).acts.append(act)

    def take_up(self) -> list[str]:
        """Go on with what the juror who came back left; returns what the forms half filled are called."""
        left = self._left.get(self._seat())
        if left is None:
            return []
        acts, left.acts = left.acts, []
        for act in acts:
            act()
        return [kept.title for kept in left.forms.values()]
