"""The titles above a table's columns, as every model answers for them.

This module must not know any model.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt


def heading(titles: Sequence[str], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """Return what ``headerData`` says: a column's title, to the left; None for anything else."""
    if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(titles):
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return titles[section]
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return None
