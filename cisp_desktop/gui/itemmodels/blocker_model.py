"""What prevents closing, line by line, each with the page that mends it.

Blocks of one candidate that lack the same thing share a line. This module must not know how closing is
refused.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cisp_desktop.application.minutes_blockers import Blocker
from cisp_desktop.application.wording import plural, sentence_of
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
_RECTIFICATION = ("rectification.unchanged", "rectification.beyond")
_ROOT = QModelIndex()


class Role(IntEnum):
    """Where a line leads: the key of a page, empty for none, and what that page focuses on."""

    PAGE = Qt.ItemDataRole.UserRole + 1
    TARGET = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class BlockerLine:
    """One line of the list."""

    text: str
    page: str
    target: str
    blocks: bool = True


class BlockerModel(QAbstractListModel):
    """The list. ``said`` counts every point, a shared line for as many as it holds, and says of what."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[BlockerLine, ...] = ()
        self.said = ""

    @property
    def lines(self) -> tuple[BlockerLine, ...]:
        """What is shown."""
        return self._lines

    def set_blockers(self, blockers: Sequence[Blocker], advice: Sequence[Blocker] = ()) -> None:
        """Show other points; ``advice`` blocks nothing: it follows, and says so of itself."""
        lines = (*blocker_lines(blockers), *advice_lines(advice))
        self.said = points_words(blockers)
        if lines == self._lines:
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row per line."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The sentence, and where it leads."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(line.text)
        if role == Role.PAGE:
            return line.page
        if role == Role.TARGET:
            return line.target
        if role == Role.STATE:
            return DotState.BLOCKED if line.blocks else DotState.WAITING
        return None


def points_words(blockers: Sequence[Blocker]) -> str:
    """« 125 points à régler : 79 grilles à sceller, 46 blocs à délibérer »; empty for none."""
    if not blockers:
        return ""
    mending = sum(blocker.code in _RECTIFICATION for blocker in blockers)
    pages = Counter(_where(blocker)[0] for blocker in blockers if blocker.code not in _RECTIFICATION)
    told = [
        plural(pages[page], _tr(one), _tr(many))
        for page, one, many in (
            ("prepare", "point à préparer", "points à préparer"),
            ("evaluate", "grille à sceller", "grilles à sceller"),
            ("deliberate", "bloc à délibérer", "blocs à délibérer"),
        )
        if pages[page]
    ]
    if mending:
        told.append(plural(mending, _tr("point de la rectification"), _tr("points de la rectification")))
    points = plural(len(blockers), _tr("point à régler"), _tr("points à régler"))
    return _tr("{0}\u00a0: {1}").format(points, ", ".join(told))


def blocker_lines(blockers: Sequence[Blocker]) -> list[BlockerLine]:
    """Return one line per thing to mend: a candidate's blocks that lack the same thing are named together."""
    groups: dict[tuple[object, ...], list[Blocker]] = {}
    for number, blocker in enumerate(blockers):
        alone = blocker.registration_id is None or "block" not in blocker.values
        juror = blocker.values.get("juror")
        key = (number,) if alone else (blocker.code, blocker.registration_id, juror)
        groups.setdefault(key, []).append(blocker)
    return [_line(group) for group in groups.values()]


def advice_lines(advice: Sequence[Blocker]) -> list[BlockerLine]:
    """Return one line per thing that is worth knowing and blocks nothing."""
    words = _tr("À savoir\u00a0: {0}")
    return [
        BlockerLine(words.format(sentence_of(one.code, one.values)), *_where(one), blocks=False)
        for one in advice
    ]


def advice_words(advice: Sequence[Blocker]) -> str:
    """« Rien ne bloque ; à savoir : 3 points »; empty for none."""
    points = plural(len(advice), _tr("point"), _tr("points"))
    return _tr("Rien ne bloque\u00a0; à savoir\u00a0: {0}").format(points) if advice else ""


def _line(group: Sequence[Blocker]) -> BlockerLine:
    first = group[0]
    values = dict(first.values)
    if "block" in values:
        values["block"] = ", ".join(str(blocker.values["block"]) for blocker in group)
    page, target = _where(first)
    return BlockerLine(sentence_of(first.code, values), page, target)


def _where(blocker: Blocker) -> tuple[str, str]:
    """Return the page that mends it, and what to show there."""
    block = f"block:{blocker.registration_id}:{blocker.block_id}"
    if blocker.code == "minutes.unsealed":
        return "evaluate", block
    if blocker.code == "minutes.no_candidate":
        return "prepare", "tab:candidates"
    if blocker.code == "rectification.unchanged":
        return "", ""  # whatever is to be mended: only the user knows where it stands
    if blocker.code == "rectification.beyond":
        return "deliberate", ""
    if blocker.code == "closing.identity":
        return "prepare", f"registration:{blocker.registration_id}"
    if blocker.code == "closing.never_ready":
        return "prepare", "tab:ready"
    if blocker.code == "closing.outside_days":
        return "prepare", "tab:planning"
    if blocker.block_id is not None:
        return "deliberate", block
    return "prepare", "tab:panel"


def _tr(text: str) -> str:
    return QCoreApplication.translate("BlockerModel", text)
