import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence import durable
from cisp_desktop.persistence.vault import AgeVault, new_identity


@pytest.fixture
def vault(tmp_path: Path) -> AgeVault:
    (tmp_path / "vault").mkdir()
    return AgeVault(tmp_path / "vault", new_identity())


def only_file(vault: AgeVault) -> Path:
    (path,) = vault.files()
    return path


def refusal(vault: AgeVault, sha256: str) -> str:
    with pytest.raises(StorageError) as caught:
        vault.read(sha256)
    return caught.value.code


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", os.urandom(300_000)])
def test_what_is_stored_reads_back(vault: AgeVault, content: bytes) -> None:
    sha256 = vault.store(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert vault.holds(sha256)
    assert vault.read(sha256) == content


def test_a_name_tells_the_hash_and_nothing_else(vault: AgeVault) -> None:
    sha256 = vault.store(b"%PDF-1.7 DUPONT")
    path = only_file(vault)
    assert (path.parent.name, path.name) == (sha256[:2], f"{sha256}.age")
    assert b"DUPONT" not in path.read_bytes()


def test_another_workspace_cannot_read_it(vault: AgeVault) -> None:
    vault.store(b"secret")
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(only_file(vault).read_bytes(), [pyrage.x25519.Identity.generate()])


def test_the_same_content_is_stored_once(vault: AgeVault) -> None:
    vault.store(b"same")
    before = only_file(vault).stat()
    vault.store(b"same")
    assert only_file(vault).stat().st_mtime_ns == before.st_mtime_ns


def test_storing_again_mends_a_damaged_file(vault: AgeVault) -> None:
    sha256 = vault.store(b"content")
    only_file(vault).write_bytes(b"decay")
    assert refusal(vault, sha256) == "vault.damaged"
    vault.store(b"content")
    assert vault.read(sha256) == b"content"


def test_a_missing_file_is_told(vault: AgeVault) -> None:
    sha256 = hashlib.sha256(b"nothing").hexdigest()
    assert not vault.holds(sha256)
    assert refusal(vault, sha256) == "vault.missing"


def test_a_sound_file_under_another_name_is_damaged(vault: AgeVault) -> None:
    """Whoever can write into the folder cannot make one document pass for another."""
    one, two = vault.store(b"one"), vault.store(b"two")
    vault.path_of(one).write_bytes(vault.path_of(two).read_bytes())
    assert refusal(vault, one) == "vault.damaged"


@pytest.mark.parametrize("name", ["", "abc", "../../etc/passwd", "A" * 64, "g" * 64])
def test_what_is_no_hash_is_no_path(vault: AgeVault, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        vault.path_of(name)


def test_no_flipped_bit_is_read_in_silence(vault: AgeVault, count: Callable[[int, int], int]) -> None:
    content = os.urandom(2_000)
    sha256 = vault.store(content)
    path = only_file(vault)
    sound = path.read_bytes()
    trials, silent = count(200, 10_000), 0
    for trial in range(trials):
        place = trial * (len(sound) * 8 - 1) // trials
        altered = bytearray(sound)
        altered[place // 8] ^= 1 << place % 8
        path.write_bytes(altered)
        try:
            silent += vault.read(sha256) != content
        except StorageError:
            continue
    print(f"F9 vault file: {trials} bits, {silent} silent")
    assert silent == 0


@given(cut=st.integers(1, 400))
def test_a_cut_file_is_damaged(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    vault = AgeVault(tmp_path_factory.mktemp("cut"), new_identity())
    sha256 = vault.store(b"x" * 300)
    path = only_file(vault)
    path.write_bytes(path.read_bytes()[:-cut])
    assert refusal(vault, sha256) == "vault.damaged"


@pytest.mark.parametrize(("number", "code"), [(28, "workspace.disk_full"), (30, "workspace.read_only")])
def test_a_disk_that_refuses_leaves_nothing_behind(
    vault: AgeVault, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    sha256 = hashlib.sha256(b"content").hexdigest()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(StorageError) as caught:
            vault.store(b"content")
    assert caught.value.code == code
    assert not vault.holds(sha256)
    assert [path for path in vault.path_of(sha256).parent.rglob("*") if path.is_file()] == []
    assert vault.store(b"content") == sha256


def test_a_disk_that_fills_at_any_write_leaves_the_earlier_files(
    vault: AgeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = vault.store(b"earlier")
    real = durable.Unfinished.finish

    def full(self: durable.Unfinished, target: Path) -> None:
        self.stream.truncate(10)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.Unfinished, "finish", full)
    with pytest.raises(StorageError):
        vault.store(b"later")
    monkeypatch.setattr(durable.Unfinished, "finish", real)
    assert vault.read(kept) == b"earlier"
    assert only_file(vault) == vault.path_of(kept)


def test_what_a_killed_process_left_is_swept(vault: AgeVault) -> None:
    sha256 = vault.store(b"content")
    left = vault.path_of(sha256).with_name(f"0123{durable.TEMPORARY}")
    left.write_bytes(b"half")
    vault.sweep()
    assert not left.exists()
    assert vault.read(sha256) == b"content"


def test_what_is_copied_comes_in_blocks_and_stops_when_the_reader_stops_it(vault: AgeVault) -> None:
    content = os.urandom(12_000_000)
    sha256 = vault.store(content)
    blocks: list[bytes] = []
    vault.copy_to(sha256, blocks.append)
    assert b"".join(blocks) == content
    assert len(blocks) >= 10
    seen: list[bytes] = []

    def stop(block: bytes) -> None:
        seen.append(block)
        raise KeyError("stopped")

    with pytest.raises(KeyError, match="stopped"):
        vault.copy_to(sha256, stop)
    assert len(seen) < 5


def test_a_disk_that_fails_in_the_middle_is_told_as_such(
    vault: AgeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = vault.store(os.urandom(3_000_000))
    real = Path.open

    class Failing(io.BufferedReader):
        """A file of a stick that is pulled out."""

        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 1_000_000:
                raise OSError(5, "Input/output error")
            return super().read(size)

    def failing(path: Path, mode: str = "r", **_options: object) -> object:
        return Failing(io.FileIO(path)) if path.suffix == ".age" else real(path, mode)

    monkeypatch.setattr(Path, "open", failing)
    assert refusal(vault, sha256) == "workspace.io"
