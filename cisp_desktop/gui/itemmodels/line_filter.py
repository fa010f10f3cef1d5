"""Which lines of a table are shown: those of one state, those where every word typed begins a word.

This module must not know any model.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel

from cisp_desktop.domain.text import begin_words, beginnings, folded

Index = QModelIndex | QPersistentModelIndex


def _no_state(row: int) -> None:
    """Lines of a model without states."""
    del row


class LineFilter(QSortFilterProxyModel):
    """Keeps lines of the model below; case, accents and punctuation are ignored.

    ``searched`` returns the text of a line (of the model below) that is looked through, ``state`` its state;
    both are given the line's number.
    """

    def __init__(
        self,
        searched: Callable[[int], str],
        *,
        state: Callable[[int], object] = _no_state,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._searched = searched
        self._state_of = state
        self._state: object = None
        self._parts: tuple[str, ...] = ()

    def set_state(self, state: object) -> None:
        """Show the lines of one state; None: all."""
        self.beginFilterChange()
        self._state = state
        self.endFilterChange()

    def set_wanted(self, text: str) -> None:
        """Show the lines that match ``text``; an empty text keeps all."""
        self.beginFilterChange()
        self._parts = beginnings(text)
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a line is shown."""
        del source_parent
        if self._state is not None and self._state_of(source_row) is not self._state:
            return False
        return not self._parts or begin_words(self._parts, folded(self._searched(source_row)))
