"""The vault: files under the SHA-256 of their clear content, each an age file to the workspace's own key.

``vault/ab/abcdef….age``. A file never changes; the same content is stored once. Clear bytes stay in
memory. Must not know what the files are.
"""

import hashlib
import io
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyrage

from cisp_desktop.application.files import fsync_folder
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.durable import durable_file, sweep
from cisp_desktop.persistence.failures import told

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FOLDER = "vault"
_NAME = re.compile(r"[0-9a-f]{64}\.age")
_HASH = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1024 * 1024
"""Bytes decrypted between two looks at whether to go on."""


def new_identity() -> str:
    """Return a new X25519 identity (a secret), as text."""
    return str(pyrage.x25519.Identity.generate())


def make_folders(folder: Path) -> None:
    """Make an empty vault with all its 256 folders: storing a file then syncs one folder, not two."""
    folder.mkdir()
    for number in range(256):
        (folder / f"{number:02x}").mkdir()
    fsync_folder(folder)


class AgeVault:
    """One workspace's files. Safe from any thread."""

    def __init__(self, folder: Path, identity: str) -> None:
        self._folder = folder
        self._identity = pyrage.x25519.Identity.from_str(identity)
        self._recipient = self._identity.to_public()

    def path_of(self, sha256: str) -> Path:
        """Where a file lies, whether it is there or not."""
        if not _HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256 in hexadecimal")
        return self._folder / sha256[:2] / f"{sha256}.age"

    def holds(self, sha256: str) -> bool:
        """Whether the file is there (not whether it is sound)."""
        return self.path_of(sha256).is_file()

    def store(self, content: bytes) -> str:
        """Write ``content`` durably and return its SHA-256; what is there already is kept if sound.

        Hashing runs beside encryption. Raises ``StorageError`` (disk full, read-only, …).
        """
        digest = hashlib.sha256()
        hashing = threading.Thread(target=digest.update, args=(content,), daemon=True)
        hashing.start()
        encrypted = io.BytesIO()
        pyrage.encrypt_io(io.BytesIO(content), encrypted, [self._recipient])
        hashing.join()
        sha256 = digest.hexdigest()
        if not self._sound(sha256):
            self._write(self.path_of(sha256), encrypted.getbuffer())
        return sha256

    def _write(self, path: Path, encrypted: memoryview) -> None:
        with told(path):
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                fsync_folder(self._folder)
        with durable_file(path.parent) as unfinished:
            unfinished.stream.write(encrypted)
            unfinished.finish(path)

    def _sound(self, sha256: str) -> bool:
        if not self.holds(sha256):
            return False
        try:
            self.read(sha256)
        except StorageError:
            return False
        return True

    def read(self, sha256: str) -> bytes:
        """Return the clear bytes; ``StorageError("vault.missing"|"vault.damaged", sha256=…)``."""
        blocks: list[bytes] = []
        self.copy_to(sha256, blocks.append)
        return b"".join(blocks)

    def copy_to(self, sha256: str, write: Callable[[bytes], object]) -> None:
        """Give the clear bytes to ``write``, block by block; they are worth nothing until this returns.

        Other threads go on meanwhile, as they do not while the library decrypts a file in one call. What
        ``write`` raises comes out as it is. Raises as ``read``.
        """
        path = self.path_of(sha256)
        try:
            with told(path):
                encrypted = path.open("rb", buffering=_BLOCK)
        except StorageError as error:
            if error.code == "workspace.unreachable":
                raise StorageError("vault.missing", sha256=sha256) from error
            raise
        blocks = _Blocks(write)
        with encrypted, told(path):
            try:
                with io.BufferedWriter(blocks, _BLOCK) as clear:
                    pyrage.decrypt_io(encrypted, clear, [self._identity])
            except pyrage.DecryptError as error:
                raise StorageError("vault.damaged", sha256=sha256) from error
            except OSError as error:
                if error.errno is not None:  # the disk's own
                    raise
                raise StorageError("vault.damaged", sha256=sha256) from error
        if blocks.digest.hexdigest() != sha256:
            raise StorageError("vault.damaged", sha256=sha256)

    def files(self) -> Iterator[Path]:
        """Give the encrypted files, in order of name."""
        if self._folder.is_dir():
            for folder in sorted(self._folder.iterdir()):
                if folder.is_dir() and len(folder.name) == 2:
                    yield from sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))

    def sweep(self) -> None:
        """Delete what a killed process left unfinished."""
        if self._folder.is_dir():
            for folder in self._folder.iterdir():
                sweep(folder)


class _Blocks(io.RawIOBase):
    """Hashes what is written to it and hands it on."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        super().__init__()
        self._write = write
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer") -> int:
        block = bytes(data)
        self.digest.update(block)
        self._write(block)
        return len(block)
