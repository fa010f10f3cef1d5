"""One file with a whole workspace: header, database snapshot, vault; sealed by an HMAC over every byte.

Layout: ``CISPBK01``, a tar (``workspace.json``, ``workspace.db``, ``vault/…``), 32 bytes of
HMAC-SHA256 under a subkey of the database's key. Nothing in it is in clear but the header. Must not
know what the rows or files mean.
"""

import hashlib
import hmac
import io
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from cisp_desktop.application.files import fsync_folder
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.backups import copy_database
from cisp_desktop.persistence.durable import durable_file
from cisp_desktop.persistence.failures import told
from cisp_desktop.persistence.header import FILE_NAME as HEADER_NAME
from cisp_desktop.persistence.header import Header, Key, header_from_bytes
from cisp_desktop.persistence.vault import AgeVault

MAGIC = b"CISPBK01"
_SEAL_BYTES = 32
_CHUNK = 1 << 20
_HEADER_LIMIT = 64 * 1024
_MEMBER = re.compile(r"workspace\.db|vault/[0-9a-f]{2}/[0-9a-f]{64}\.age")


class _Sealing(io.RawIOBase):
    """Passes writes on and keeps the HMAC of what passed."""

    def __init__(self, stream: BinaryIO, seal: "hmac.HMAC") -> None:
        super().__init__()
        self._stream = stream
        self._seal = seal

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]  # tarfile hands over bytes-like objects
        self._seal.update(view)
        self._stream.write(view)
        return view.nbytes


def _new_seal(key: Key) -> "hmac.HMAC":
    return hmac.new(key.subkey("backup"), digestmod=hashlib.sha256)


def write_archive(target: Path, engine: Engine, *, key: Key, header: Header, vault: AgeVault) -> None:
    """Write the archive durably under ``target`` and read it back whole. Raises ``StorageError``."""
    with told(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
    with durable_file(target.parent) as snapshot:
        snapshot.stream.close()
        copy_database(engine, key, snapshot.path)
        with durable_file(target.parent) as unfinished:
            seal = _new_seal(key)
            sealing = _Sealing(unfinished.stream, seal)
            sealing.write(MAGIC)
            with tarfile.open(fileobj=sealing, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                _add_bytes(tar, HEADER_NAME, header.to_bytes())
                _add_file(tar, "workspace.db", snapshot.path)
                for path in vault.files():
                    _add_file(tar, f"vault/{path.parent.name}/{path.name}", path)
            unfinished.stream.write(seal.digest())
            unfinished.sync()
            _verify(unfinished.path, key)
            unfinished.finish(target)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _add_file(tar: tarfile.TarFile, name: str, path: Path) -> None:
    info = tarfile.TarInfo(name)
    with path.open("rb") as stream:
        info.size = os.fstat(stream.fileno()).st_size
        tar.addfile(info, stream)


def _verify(file: Path, key: Key) -> None:
    """Refuse a file whose seal does not hold (``StorageError("backup.damaged")``)."""
    seal = _new_seal(key)
    with told(file), file.open("rb") as stream:
        left = os.fstat(stream.fileno()).st_size - _SEAL_BYTES
        while left > 0:
            chunk = stream.read(min(_CHUNK, left))
            if not chunk:
                break
            seal.update(chunk)
            left -= len(chunk)
        if left != 0 or not hmac.compare_digest(seal.digest(), stream.read(_SEAL_BYTES)):
            raise StorageError("backup.damaged", path=str(file))


def unlock_archive(file: Path, passphrase: str) -> tuple[Header, Key]:
    """Return the header and key of an archive whose seal holds.

    Raises ``StorageError``: ``backup.not_one``, ``backup.damaged``, ``workspace.wrong_passphrase``,
    ``workspace.newer`` or a failure of the disk.
    """
    with _members(file) as tar:
        info = tar.next()
        header = None
        if info is not None and info.name == HEADER_NAME and info.size < _HEADER_LIMIT:
            stream = tar.extractfile(info)
            header = header_from_bytes(stream.read()) if stream is not None else None
        if header is None:
            raise StorageError("backup.damaged", path=str(file))
    key = header.unlock(passphrase)
    _verify(file, key)
    return header, key


@contextmanager
def _members(file: Path) -> Iterator[tarfile.TarFile]:
    with told(file), file.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            raise StorageError("backup.not_one", path=str(file))
        try:
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                yield tar
        except (tarfile.TarError, EOFError) as error:
            raise StorageError("backup.damaged", path=str(file)) from error


def unpack_archive(file: Path, folder: Path) -> None:
    """Write the members of a verified archive into ``folder``; only names of ours, only plain files."""
    with _members(file) as tar:
        for info in tar:
            if info.name == HEADER_NAME:
                continue
            stream = tar.extractfile(info) if info.isreg() and _MEMBER.fullmatch(info.name) else None
            if stream is None:
                raise StorageError("backup.damaged", path=str(file))
            target = folder / info.name
            with told(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as out:
                    shutil.copyfileobj(stream, out, _CHUNK)
                    out.flush()
                    os.fsync(out.fileno())
                fsync_folder(target.parent)
