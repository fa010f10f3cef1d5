"""The dossiers opened lately: decrypted in the worker, kept in memory as Qt's documents, few at a time.

Clear bytes never leave memory. This module must not know pages nor what is drawn.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtPdf import QPdfDocument

from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import DossierRow
from cisp_desktop.domain.errors import CispError, StorageError
from cisp_desktop.gui.tasks import TaskRunner

MOST_DOCUMENTS = 8
MOST_BYTES = 256 * 1024 * 1024


@dataclass(eq=False)
class _OpenDossier:
    """A document and the bytes that it reads from: they live and die together."""

    document: QPdfDocument
    buffer: QBuffer
    size: int

    def close(self) -> None:
        self.document.close()
        self.buffer.close()
        self.buffer.setData(QByteArray())
        self.document.deleteLater()
        self.buffer.deleteLater()


class DossierShelf(QObject):
    """``opened(dossier id)`` and ``failed(dossier id, error)`` answer ``ask``.

    Those that ``hold`` names, and the one asked last, are never closed.
    """

    opened = Signal(str)
    failed = Signal(str, object)

    def __init__(self, workspace: Workspace, tasks: TaskRunner, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._open: OrderedDict[str, _OpenDossier] = OrderedDict()
        self._asked: set[str] = set()
        self._on_show: frozenset[str] = frozenset()
        self._generation = 0

    def document(self, dossier_id: str) -> QPdfDocument | None:
        """Return an opened document."""
        found = self._open.get(dossier_id)
        return found.document if found is not None else None

    def hold(self, dossier_ids: Iterable[str]) -> None:
        """Keep these open whatever else is opened: they are on show."""
        self._on_show = frozenset(dossier_ids)

    def ask(self, row: DossierRow) -> None:
        """Open a dossier; ``opened`` comes at once when it is here already."""
        if row.id in self._open:
            self._open.move_to_end(row.id)
            self.opened.emit(row.id)
            return
        if row.id in self._asked:
            return
        self._asked.add(row.id)
        vault, dossier_id, sha256, generation = self._workspace.vault, row.id, row.sha256, self._generation
        self._tasks.run(
            lambda _progress: vault.read(sha256),
            lambda content: self._on_read(dossier_id, content, generation=generation),
            lambda error: self._on_failed(dossier_id, error, generation=generation),
            title=self.tr("Ouverture d’une pièce"),
            owner=self,
            quiet=True,
        )

    def clear(self) -> None:
        """Close everything, and forget what was asked."""
        self._generation += 1
        self._asked.clear()
        for dossier in self._open.values():
            dossier.close()
        self._open.clear()

    def _on_read(self, dossier_id: str, content: bytes, *, generation: int) -> None:
        if generation != self._generation:
            return
        self._asked.discard(dossier_id)
        buffer = QBuffer(self)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        opened = _OpenDossier(document, buffer, len(content))
        if document.status() is not QPdfDocument.Status.Ready:
            opened.close()
            self.failed.emit(dossier_id, StorageError("vault.damaged"))
            return
        self._open[dossier_id] = opened
        self.opened.emit(dossier_id)
        self._make_room()

    def _on_failed(self, dossier_id: str, error: CispError, *, generation: int) -> None:
        if generation == self._generation:
            self._asked.discard(dossier_id)
            self.failed.emit(dossier_id, error)

    def _make_room(self) -> None:
        newest = next(reversed(self._open), "")
        for dossier_id in list(self._open):
            full = sum(one.size for one in self._open.values()) > MOST_BYTES
            if not full and len(self._open) <= MOST_DOCUMENTS:
                return
            if dossier_id != newest and dossier_id not in self._on_show:
                self._open.pop(dossier_id).close()
