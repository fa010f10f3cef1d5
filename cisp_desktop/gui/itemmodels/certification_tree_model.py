"""The tree of a certification being edited: certification → blocks → competences, then assessments.

``Node`` knows the tree, the model only the indexes. The model edits nothing: it asks (``rename_asked``,
``move_asked``) and is shown another draft, of which it tells the views only what differs. This module must
not know the editor.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from cisp_desktop.application.certification_draft import ROOT, CertificationDraft
from cisp_desktop.domain.certification import Block
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-cisp-certification-node"


class NodeKind(IntEnum):
    """What a row is."""

    CERTIFICATION = 0
    BLOCK = 1
    COMPETENCE = 2
    ASSESSMENT = 3


class Role(IntEnum):
    """What a row holds besides its text."""

    KEY = Qt.ItemDataRole.UserRole
    KIND = Qt.ItemDataRole.UserRole + 1


class Node:
    """One row: its key, its text, its parent and its children. ``number`` tells it from every other row."""

    def __init__(self, key: str, kind: NodeKind, text: str, *, code: str = "", number: int = 0) -> None:
        self.key = key
        self.kind = kind
        self.text = text
        self.code = code
        self.number = number
        self.parent: Node | None = None
        self.children: list[Node] = []

    @property
    def row(self) -> int:
        """The place among the parent's children."""
        return self.parent.children.index(self) if self.parent is not None else 0

    @property
    def place(self) -> int:
        """The place among the siblings of its kind, from 0."""
        siblings = self.parent.children if self.parent is not None else [self]
        return [node for node in siblings if node.kind is self.kind].index(self)

    def walk(self) -> Iterator["Node"]:
        """Give the node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(draft: CertificationDraft) -> Node:
    """Return the rows that a draft asks for."""
    root = Node(ROOT, NodeKind.CERTIFICATION, str(draft.facts.get("title", "")), code=draft.code)
    for block in draft.blocks:
        branch = Node(block.key, NodeKind.BLOCK, block.title, code=block.code)
        branch.children = [Node(c.key, NodeKind.COMPETENCE, c.wording) for c in block.competences]
        branch.children += [Node(a.key, NodeKind.ASSESSMENT, a.title) for a in block.assessments]
        root.children.append(branch)
    return root


class CertificationTreeModel(QAbstractItemModel):
    """Rows of one draft.

    ``rename_asked(key, text)``; ``move_asked(key, block key or ROOT, position with the row taken out)``.
    """

    rename_asked = Signal(str, str)
    move_asked = Signal(str, str, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next = 1
        self._nodes: dict[int, Node] = {}
        self._top: Node | None = None

    def show_draft(self, draft: CertificationDraft | None) -> None:
        """Show another draft; rows that stay keep their indexes. None: show nothing."""
        wanted = tree_of(draft) if draft is not None else None
        if self._top is None or wanted is None:
            self.beginResetModel()
            self._nodes.clear()
            self._top = wanted
            if wanted is not None:
                self._adopt(wanted, None)
            self.endResetModel()
            return
        self._reconcile(self._top, wanted)

    def index_of(self, key: str) -> QModelIndex:
        """Return where the row of ``key`` stands; an invalid index when it is nowhere."""
        node = self.node_of(key)
        return self._index(node) if node is not None else QModelIndex()

    def node_of(self, key: str) -> Node | None:
        """Return the row of ``key``."""
        if self._top is None:
            return None
        return next((node for node in self._top.walk() if node.key == key), None)

    def node_at(self, index: Index) -> Node | None:
        """Return the row at an index."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    # --- from one draft to the next ----------------------------------------------------------------

    def _adopt(self, node: Node, parent: Node | None) -> None:
        node.parent = parent
        node.number = self._next
        self._nodes[node.number] = node
        self._next += 1
        for child in node.children:
            self._adopt(child, node)

    def _forget(self, node: Node) -> None:
        for gone in node.walk():
            self._nodes.pop(gone.number, None)

    def _reconcile(self, node: Node, wanted: Node) -> None:
        if (node.text, node.code) != (wanted.text, wanted.code):
            node.text, node.code = wanted.text, wanted.code
            index = self._index(node)
            self.dataChanged.emit(index, index)
        before = [child.key for child in node.children]
        self._remove_gone(node, {child.key for child in wanted.children})
        for place, child in enumerate(wanted.children):
            here = next((i for i, one in enumerate(node.children) if one.key == child.key), None)
            if here is None:
                self._insert(node, child, place)
            else:
                self._move(node, here, place)
                self._reconcile(node.children[place], child)
        if node.children and before != [child.key for child in node.children]:  # their numbers changed
            self.dataChanged.emit(self._index(node.children[0]), self._index(node.children[-1]))

    def _remove_gone(self, node: Node, kept: set[str]) -> None:
        for row in reversed(range(len(node.children))):
            if node.children[row].key not in kept:
                self.beginRemoveRows(self._index(node), row, row)
                self._forget(node.children.pop(row))
                self.endRemoveRows()

    def _insert(self, node: Node, child: Node, place: int) -> None:
        self.beginInsertRows(self._index(node), place, place)
        self._adopt(child, node)
        node.children.insert(place, child)
        self.endInsertRows()

    def _move(self, node: Node, here: int, place: int) -> None:
        if here == place:
            return
        parent = self._index(node)
        self.beginMoveRows(parent, here, here, parent, place)  # always upwards: what stands before is right
        node.children.insert(place, node.children.pop(here))
        self.endMoveRows()

    # --- Qt ------------------------------------------------------------------------------------------

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node.number)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # Qt's own
        """Return the index of a row."""
        above = self.node_at(parent)
        if column != 0 or row < 0:
            return QModelIndex()
        if above is None:
            top = self._top
            return (
                self._index(top) if top is not None and row == 0 and not parent.isValid() else QModelIndex()
            )
        return self._index(above.children[row]) if row < len(above.children) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008  # Qt's own two
        """Return the index of the row above."""
        node = self.node_at(index)
        return self._index(node.parent) if node is not None and node.parent is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The certification, its blocks, their lines."""
        if not parent.isValid():
            return 1 if self._top is not None else 0
        node = self.node_at(parent)
        return len(node.children) if node is not None else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One."""
        del parent
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        node = self.node_at(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(node)
        if role == Qt.ItemDataRole.EditRole:
            return node.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(node.text)
        if role == Qt.ItemDataRole.FontRole and node.kind in (NodeKind.CERTIFICATION, NodeKind.BLOCK):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Role.KEY:
            return node.key
        if role == Role.KIND:
            return node.kind
        return None

    def _words(self, node: Node) -> str:
        text = " ".join(node.text.split()) or self.tr("(à écrire)")
        if node.kind is NodeKind.CERTIFICATION:
            return f"{node.code or self.tr('(sans code)')} · {text}"
        if node.kind is NodeKind.BLOCK:
            return f"{Block('', '', node.code, '', 1).short_code or self.tr('(sans code)')} · {text}"
        if node.kind is NodeKind.COMPETENCE:
            return f"{node.place + 1}. {text}"
        return self.tr("Épreuve {0} : {1}").format(node.place + 1, text)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another text; nothing changes here until the editor shows it."""
        node = self.node_at(index)
        if node is None or role != Qt.ItemDataRole.EditRole or str(value) == node.text:
            return False
        self.rename_asked.emit(node.key, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be renamed; blocks and lines can be dragged; lines take no child."""
        node = self.node_at(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        if node.kind is not NodeKind.CERTIFICATION:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if node.kind in (NodeKind.CERTIFICATION, NodeKind.BLOCK):
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Rows of this tree."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the key of the row that is dragged."""
        data = QMimeData()
        node = self.node_at(indexes[0]) if indexes else None
        data.setData(MIME, QByteArray((node.key if node is not None else "").encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask to move the row that was dropped; ``row`` is -1 when it was dropped on ``parent``."""
        del column
        node = self.node_of(bytes(data.data(MIME).data()).decode())
        target = self.node_at(parent)
        if node is None or target is None or action is not Qt.DropAction.MoveAction:
            return False
        if node.kind is NodeKind.BLOCK:
            if target.kind is NodeKind.BLOCK:
                row = target.row
            elif row < 0:
                row = self.rowCount(self.index_of(ROOT))
            self.move_asked.emit(node.key, ROOT, row - (node.row < row))
            return True
        if target.kind is not NodeKind.BLOCK:
            return False
        above = target.children[:row] if row >= 0 else target.children
        position = sum(one.kind is node.kind for one in above if one is not node)
        self.move_asked.emit(node.key, target.key, position)
        return True
