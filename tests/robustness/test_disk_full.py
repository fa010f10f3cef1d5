"""F4: a disk that fills while a file is being written. The file that stood there before stays whole.

Two kinds of full disks: a small one in memory (where a test may mount it), filled to leave less and less; and
an ``OSError`` at the n-th write, which every computer can have. The control writes in place.
"""

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cisp_desktop.application.files import write_file
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.vault import AgeVault, make_folders, new_identity
from tests.cli.command import command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices
from tests.robustness.disks import filled, mounted
from tests.robustness.state import Rows, state_of
from tests.robustness.test_bad_disks import copied
from tests.robustness.test_bad_input import LINE, table

OLDER = b"the file that stood here before\n" * 2_000
NEWER = os.urandom(200_000)


@contextmanager
def disk_full_at(call: int) -> Iterator[list[int]]:
    """Let the ``call``-th write, flush or fsync (from 0) fail as on a full disk; yields the count."""
    calls = [0]

    def counted(act: Callable[..., object]) -> Callable[..., object]:
        def do(*arguments: object) -> object:
            calls[0] += 1
            if calls[0] - 1 == call:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return act(*arguments)

        return do

    class Full(io.BufferedWriter):
        """A file whose writes count."""

        def write(self, data: object) -> int:  # type: ignore[override]
            return int(counted(super().write)(data))  # type: ignore[call-overload]

        def flush(self) -> None:
            if not self.closed:
                counted(super().flush)()

    patch = pytest.MonkeyPatch()
    real_open = Path.open

    def open_counted(self: Path, mode: str = "r", *rest: object, **named: object) -> object:
        if "b" not in mode or not set(mode) & set("wxa+"):
            return real_open(self, mode, *rest, **named)  # type: ignore[call-overload]
        raw = io.FileIO(self, mode.replace("b", ""))
        return Full(raw)

    patch.setattr(Path, "open", open_counted)
    patch.setattr(os, "fsync", counted(os.fsync))
    try:
        yield calls
    finally:
        patch.undo()


def refused(act: Callable[[], object]) -> str | None:
    """Do something; return the code of the known failure, None when it was done."""
    try:
        act()
    except StorageError as error:
        return error.code
    return None


def in_place(path: Path, content: bytes) -> None:
    """The broken variant: opens the file itself and writes over it."""
    try:
        with path.open("wb") as stream:
            for start in range(0, len(content), 65_536):
                stream.write(content[start : start + 65_536])
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise StorageError("file.disk_full", file=path.name) from error


def survives(write: Callable[[Path, bytes], None], folder: Path, *, calls: int = 12) -> tuple[int, int]:
    """Fill the disk at every call in turn; return how many writes failed, how many lost the older file."""
    failed = lost = 0
    for call in range(calls):
        path = folder / f"pv-{call}.pdf"
        path.write_bytes(OLDER)
        with disk_full_at(call):
            failed += refused(lambda: write(path, NEWER)) == "file.disk_full"  # noqa: B023  # called at once
        kept = path.read_bytes()
        lost += kept not in (OLDER, NEWER)
        assert [entry.name for entry in folder.iterdir() if entry.name.endswith(".part")] == []
    return failed, lost


def test_a_file_named_by_the_user_is_whole_before_or_after(tmp_path: Path) -> None:
    failed, lost = survives(write_file, tmp_path)
    print(f"F4 write_file: 12 calls, {failed} disks full, {lost} files lost")
    assert failed >= 3
    assert lost == 0


def test_the_control_that_writes_in_place_loses_the_older_file(tmp_path: Path) -> None:
    assert survives(in_place, tmp_path)[1] > 0


def test_the_vault_keeps_what_it_holds_and_takes_the_rest_later(tmp_path: Path) -> None:
    make_folders(tmp_path / "vault")
    vault = AgeVault(tmp_path / "vault", new_identity())
    kept = vault.store(OLDER)
    failed = 0
    for call in range(12):
        content = NEWER + bytes([call])
        with disk_full_at(call):
            full = refused(lambda: vault.store(content))  # noqa: B023  # called at once
        assert full in (None, "workspace.disk_full")
        failed += full is not None
    assert failed >= 3
    assert vault.read(kept) == OLDER
    assert list((tmp_path / "vault").rglob("*.part")) == []
    for call in range(12):
        assert vault.read(vault.store(NEWER + bytes([call]))) == NEWER + bytes([call])


# --- on a real disk ----------------------------------------------------------------------------------


def leftovers(count: Callable[[int, int], int]) -> list[int]:
    """How many bytes are left on the disk, from nothing to more than an import needs."""
    sizes = count(12, 60)
    return [round((1_400_000 / (sizes - 1)) * step) for step in range(sizes)]


def test_a_file_on_a_filling_disk_is_whole_before_or_after(
    tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    failed = 0
    with mounted(tmp_path / "disque", size="4m") as disk:
        path = disk / "pv.pdf"
        path.write_bytes(OLDER)
        for leave in leftovers(count):
            with filled(disk, leave=leave // 5):
                before = path.read_bytes()
                full = refused(lambda: write_file(path, NEWER + os.urandom(7)))
                assert full in (None, "file.disk_full")
                assert (path.read_bytes() == before) == (full is not None)
                failed += full is not None
                assert sorted(entry.name for entry in disk.iterdir()) == ["filler", "pv.pdf"]
    print(f"F4 write_file on a real disk: {count(12, 60)} sizes, {failed} full, 0 lost")
    assert 0 < failed < count(12, 60)


def test_an_import_on_a_filling_disk_is_whole_or_nothing_and_says_which(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    """Whatever room is left: all the candidates or none, and the answer tells the truth about it."""
    many = table(tmp_path, *[(f"N-{i}", "NOM" + "X" * 150, *LINE[2:]) for i in range(300)])
    before = state_of(folder)
    outcomes = []
    with mounted(tmp_path / "disque", size="8m") as disk:
        for leave in leftovers(count):
            on_disk = copied(folder, disk)
            with filled(disk, leave=leave):
                answer = command(services, "candidates", "import", on_disk, made.id, many, "--json")
            outcomes.append(outcome(answer.code, state_of(on_disk), before=before))
            shutil.rmtree(on_disk)
            if answer.code:
                assert "plein" in answer.stderr, answer
    lies = [one for one in outcomes if one.startswith("lie")]
    print(
        f"F4 import on a real disk: {len(outcomes)} sizes, {outcomes.count('refused')} full, {len(lies)} lies"
    )
    assert lies == []
    assert {"refused", "done"} == set(outcomes)


def outcome(code: int, state: Rows, *, before: Rows) -> str:
    """What was said against what is there."""
    if len(state["registration"]) == len(before["registration"]):
        same = state == before
        return ("refused" if code else "lie: done, and nothing is there") if same else "lie: half"
    whole = len(state["registration"]) == len(before["registration"]) + 300
    return ("done" if not code else "lie: refused, and all is there") if whole else "lie: half"
