"""The dossiers opened lately: decrypted in the worker, kept in memory as Qt's documents, few at a time.

Clear bytes never leave memory. This module must not know pages nor what is drawn.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal
from PySide6.QtPdf import QPdfDocument

from cisp_desktop.application.ports import Progress, Vault, Workspace
from cisp_desktop.application.queries import DossierRow
from cisp_desktop.domain.errors import CispError, StorageError
from cisp_desktop.gui.tasks import Task, TaskRunner

MOST_DOCUMENTS = 8
MOST_BYTES = 256 * 1024 * 1024
REST_MILLISECONDS = 800
"""How long nothing is opened before what is expected next is opened ahead."""


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

    Those that ``hold`` names, and the one asked last, are never closed. What ``expect`` names is opened ahead
    while nothing else is to do, where there is room without closing what is near; nothing answers.
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
        self._expected: DossierRow | None = None
        self._near: frozenset[str] = frozenset()
        self._ahead: tuple[str, Task[QByteArray]] | None = None
        self._generation = 0
        self._resting = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._resting.timeout.connect(self._open_ahead)

    @property
    def held_bytes(self) -> int:
        """Memory that the open documents take."""
        return sum(one.size for one in self._open.values())

    def document(self, dossier_id: str) -> QPdfDocument | None:
        """Return an opened document."""
        found = self._open.get(dossier_id)
        return found.document if found is not None else None

    def hold(self, dossier_ids: Iterable[str]) -> None:
        """Keep these open whatever else is opened: they are on show."""
        self._on_show = frozenset(dossier_ids)

    def expect(self, row: DossierRow | None, *, near: Iterable[str] = ()) -> None:
        """Open a dossier ahead once there is nothing else to do, None for none; ``near`` ones stay open."""
        self._expected, self._near = row, frozenset(near)
        if row is None:
            self._resting.stop()
        else:
            self._resting.start()

    def ask(self, row: DossierRow) -> None:
        """Open a dossier; ``opened`` comes at once when it is here already."""
        if row.id in self._open:
            self._open.move_to_end(row.id)
            self.opened.emit(row.id)
            return
        if self._expected is not None:
            self._resting.start()
        if row.id in self._asked:
            return
        self._asked.add(row.id)
        if self._ahead is not None and self._ahead[0] == row.id:
            self._ahead = None  # on its way: it answers as any
            return
        self._stop_ahead()
        self._read(row)

    def clear(self) -> None:
        """Close everything, and forget what was asked."""
        self._generation += 1
        self.expect(None)
        self._stop_ahead()
        self._asked.clear()
        for dossier in self._open.values():
            dossier.close()
        self._open.clear()

    def _read(self, row: DossierRow) -> Task[QByteArray]:
        dossier_id, generation = row.id, self._generation
        return self._tasks.run(
            partial(_decrypted, self._workspace.vault, row),
            lambda content: self._on_read(dossier_id, content, generation=generation),
            lambda error: self._on_failed(dossier_id, error, generation=generation),
            title=self.tr("Ouverture d’une pièce"),
            owner=self,
            quiet=True,
            on_cancelled=lambda: self._on_cancelled(dossier_id, generation=generation),
        )

    def _on_read(self, dossier_id: str, content: QByteArray, *, generation: int) -> None:
        if generation != self._generation:
            return
        asked = self._answer(dossier_id)
        if dossier_id in self._open:
            return
        buffer = QBuffer(self)
        buffer.setData(content)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        opened = _OpenDossier(document, buffer, content.size())
        if document.status() is not QPdfDocument.Status.Ready:
            opened.close()
            self._tell(dossier_id, StorageError("vault.damaged"), asked=asked)
            return
        self._open[dossier_id] = opened
        if asked:
            self.opened.emit(dossier_id)
        self._make_room()

    def _on_failed(self, dossier_id: str, error: CispError, *, generation: int) -> None:
        if generation == self._generation:
            self._tell(dossier_id, error, asked=self._answer(dossier_id))

    def _on_cancelled(self, dossier_id: str, *, generation: int) -> None:
        if generation == self._generation:
            self._answer(dossier_id)

    def _tell(self, dossier_id: str, error: CispError, *, asked: bool) -> None:
        """Tell whoever asked; what was only expected tells when it is asked."""
        if asked:
            self.failed.emit(dossier_id, error)

    def _answer(self, dossier_id: str) -> bool:
        """Note that a dossier came, or never will; returns whether somebody asked for it."""
        if self._ahead is not None and self._ahead[0] == dossier_id:
            self._ahead = None
        asked = dossier_id in self._asked
        self._asked.discard(dossier_id)
        return asked

    def _make_room(self, *, bytes_: int = 0, documents: int = 0, near: Iterable[str] = ()) -> None:
        """Close those used longest ago until so much more has room, the far ones first.

        Never what is on show, ``near`` or newest.
        """
        spared = {*self._on_show, *near, next(reversed(self._open), "")}
        for dossier_id in sorted(self._open, key=lambda one: one in self._near):
            full = self.held_bytes + bytes_ > MOST_BYTES
            if not full and len(self._open) + documents <= MOST_DOCUMENTS:
                return
            if dossier_id not in spared:
                self._open.pop(dossier_id).close()

    # --- ahead ------------------------------------------------------------------------------------

    def _open_ahead(self) -> None:
        row, near = self._expected, {*self._on_show, *self._near}
        if row is None or row.id in self._open or self._ahead is not None:
            return
        if self._tasks.busy:
            self._resting.start()
            return
        kept = [one.size for dossier_id, one in self._open.items() if dossier_id in near]
        if sum(kept) + row.size <= MOST_BYTES and len(kept) < MOST_DOCUMENTS:
            self._make_room(bytes_=row.size, documents=1, near=near)
            self._ahead = (row.id, self._read(row))

    def _stop_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead[1].cancel()
            self._ahead = None


def _decrypted(vault: Vault, row: DossierRow, progress: Progress) -> QByteArray:
    """Return a dossier's clear bytes as Qt takes them, without a second copy."""
    content = QByteArray()
    content.reserve(row.size)

    def write(block: bytes) -> None:
        progress(content.size(), row.size)
        content.append(block)

    vault.copy_to(row.sha256, write)
    return content
