import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.persistence import engine, header, lock, schema, store
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import ITERATIONS, PASSPHRASE, copy_template, make_store, make_workspace
from tests.fakes import FakeIdentities

AUTHORITY = FakeIdentities().create_authority("tests")


def refusal(folder: Path, passphrase: str = PASSPHRASE) -> StorageError:
    with pytest.raises(StorageError) as caught:
        make_store().open(folder, passphrase)
    return caught.value


def keyed(folder: Path) -> dbapi2.Connection:
    read = header.read_header(folder)
    assert read is not None
    return engine.open_raw(folder / "workspace.db", read.unlock(PASSPHRASE))


def flip(file: Path, offset: int) -> None:
    content = bytearray(file.read_bytes())
    content[offset] ^= 0x10
    file.write_bytes(content)


def test_a_created_workspace_opens_again(tmp_path: Path) -> None:
    created = make_store().create(tmp_path / "espace é", "phrase été", authority=AUTHORITY)
    assert created.authority.private_key_pem == AUTHORITY.private_key_pem
    created.close()
    opened = make_store().open(tmp_path / "espace é", "phrase été")
    assert opened.id == created.id
    assert opened.check() == []
    opened.close()


def test_the_two_unicode_forms_of_a_passphrase_open_alike(tmp_path: Path) -> None:
    make_store().create(tmp_path / "w", "e\u0301te\u0301 2026", authority=AUTHORITY).close()
    make_store().open(tmp_path / "w", "été 2026").close()


@pytest.mark.parametrize("passphrase", ["' OR \"x'00'\"; --", "x'00'", "…🙂\n\t", "a" * 5000])
def test_any_text_is_a_passphrase(tmp_path: Path, passphrase: str) -> None:
    make_store().create(tmp_path / "w", passphrase, authority=AUTHORITY).close()
    make_store().open(tmp_path / "w", passphrase).close()
    assert refusal(tmp_path / "w", passphrase + "'").code == "workspace.wrong_passphrase"


@pytest.mark.parametrize(
    ("passphrase", "code"), [("", "workspace.passphrase_empty"), ("\ud800", "workspace.passphrase_character")]
)
def test_what_is_no_passphrase_is_refused(tmp_path: Path, passphrase: str, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        make_store().create(tmp_path / "w", passphrase, authority=AUTHORITY)
    assert caught.value.code == code
    assert not (tmp_path / "w").exists()


def test_another_sqlcipher_opens_the_file_with_the_passphrase(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    raw = dbapi2.connect(str(folder / "workspace.db"))
    raw.execute(f"PRAGMA key = '{PASSPHRASE}'")
    raw.execute(f"PRAGMA kdf_iter = {ITERATIONS}")
    assert raw.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    raw.close()


def test_nothing_of_the_database_can_be_read_without_the_key(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    content = (folder / "workspace.db").read_bytes()
    for word in (b"SQLite", b"RNCP36128", b"CREATE TABLE", b"AGE-SECRET-KEY", b"PRIVATE KEY"):
        assert word not in content
    text = (folder / "workspace.json").read_text()
    assert PASSPHRASE not in text


def test_a_wrong_passphrase_is_told_from_a_damaged_file(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    assert refusal(folder, "autre").code == "workspace.wrong_passphrase"
    flip(folder / "workspace.db", 100)
    assert refusal(folder, "autre").code == "workspace.wrong_passphrase"
    assert refusal(folder).code == "workspace.damaged"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").code == "workspace.missing"


def test_a_folder_of_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("bonjour")
    assert refusal(tmp_path).code == "workspace.not_one"


def test_a_plain_database_is_not_a_workspace(tmp_path: Path) -> None:
    raw = dbapi2.connect(str(tmp_path / "workspace.db"))
    raw.execute("CREATE TABLE t (x)")
    raw.commit()
    raw.close()
    assert refusal(tmp_path).code == "workspace.not_one"


def test_an_encrypted_database_of_another_program_is_not_a_workspace(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    raw = keyed(folder)
    raw.execute("PRAGMA application_id = 7")
    raw.close()
    assert refusal(folder).code == "workspace.not_one"


def test_a_newer_workspace_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    raw = keyed(folder)
    raw.execute(f"PRAGMA user_version = {schema.HEAD + 1}")
    raw.close()
    before = (folder / "workspace.db").read_bytes()
    error = refusal(folder)
    assert (error.code, error.values) == (
        "workspace.newer", {"found": schema.HEAD + 1, "known": schema.HEAD},
    )  # fmt: skip
    assert (folder / "workspace.db").read_bytes() == before


def test_a_newer_header_is_refused(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    data = json.loads((folder / "workspace.json").read_text())
    data["format"] = 99
    data["checksum"] = header._checksum(data)
    (folder / "workspace.json").write_text(json.dumps(data))
    assert refusal(folder).code == "workspace.newer"


@pytest.mark.parametrize("offset", [0, 15, 16, 4095, 4096, 20_000, -1])
def test_a_flipped_bit_never_opens_in_silence(tmp_path: Path, offset: int) -> None:
    folder = copy_template(tmp_path)
    flip(folder / "workspace.db", offset)
    assert refusal(folder).code == "workspace.damaged"


def test_no_flipped_bit_anywhere_opens_in_silence(tmp_path: Path, count: Callable[[int, int], int]) -> None:
    folder = copy_template(tmp_path)
    read = header.read_header(folder)
    assert read is not None
    key = read.unlock(PASSPHRASE)
    sound = (folder / "workspace.db").read_bytes()
    trials = count(60, 10_000)
    silent = 0
    for trial in range(trials):
        place = trial * (len(sound) * 8 - 1) // trials
        content = bytearray(sound)
        content[place // 8] ^= 1 << place % 8
        (folder / "workspace.db").write_bytes(content)
        try:
            store._check_database(folder / "workspace.db", key)
            silent += bytes(content[:16]) == key.salt
        except StorageError:
            pass
    print(f"F9 database: {trials} bits, {silent} silent")
    assert silent == 0


def test_a_plain_database_would_open_with_a_flipped_bit(tmp_path: Path) -> None:
    """The control: without encryption's checks, a changed letter is read as if it had been written."""
    raw = dbapi2.connect(str(tmp_path / "plain.db"))
    raw.execute("CREATE TABLE t (x)")
    raw.execute("INSERT INTO t VALUES ('MARTIN')")
    raw.commit()
    raw.close()
    content = (tmp_path / "plain.db").read_bytes()
    (tmp_path / "plain.db").write_bytes(content.replace(b"MARTIN", b"MARTIM"))
    raw = dbapi2.connect(str(tmp_path / "plain.db"))
    assert raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert raw.execute("SELECT x FROM t").fetchone() == ("MARTIM",)
    raw.close()


@pytest.mark.parametrize("cut", [10, 4096, 5000])
def test_a_cut_file_is_damaged(tmp_path: Path, cut: int) -> None:
    folder = copy_template(tmp_path)
    content = (folder / "workspace.db").read_bytes()
    (folder / "workspace.db").write_bytes(content[:-cut])
    assert refusal(folder).code == "workspace.damaged"


def test_a_lost_header_is_written_again_and_told(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    before = header.read_header(folder)
    (folder / "workspace.json").unlink()
    opened = make_store().open(folder, PASSPHRASE)
    assert opened.notices == ["workspace.header_rebuilt"]
    opened.close()
    assert header.read_header(folder) == before


@pytest.mark.parametrize("content", [b"", b"{", b'{"checksum": 1}', b"[]", b"\xff\xfe", b"null"])
def test_a_damaged_header_is_written_again(tmp_path: Path, content: bytes) -> None:
    folder = copy_template(tmp_path)
    (folder / "workspace.json").write_bytes(content)
    opened = make_store().open(folder, PASSPHRASE)
    assert opened.notices == ["workspace.header_rebuilt"]
    opened.close()


def test_without_its_header_a_workspace_that_does_not_open_says_both_reasons(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    (folder / "workspace.json").unlink()
    assert refusal(folder, "autre").code == "workspace.unreadable"


def test_a_second_opening_is_refused_and_names_the_holder(tmp_path: Path) -> None:
    opened = make_workspace(tmp_path)
    error = refusal(opened.path)
    assert (error.code, error.values["pid"]) == ("workspace.locked", os.getpid())
    opened.close()
    make_store().open(opened.path, PASSPHRASE).close()


HOLD = """
import sys
from pathlib import Path
from datetime import datetime, UTC
from cisp_desktop.persistence.lock import WorkspaceLock
held = WorkspaceLock.take(Path(sys.argv[1]), now=datetime.now(UTC))
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_holds_the_workspace_until_it_dies(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        error = refusal(folder)
        assert (error.code, error.values["pid"]) == ("workspace.locked", holder.pid)
        holder.kill()
    make_store().open(folder, PASSPHRASE).close()


def test_a_lock_without_a_name_is_told_all_the_same(tmp_path: Path) -> None:
    opened = make_workspace(tmp_path)
    (opened.path / lock.FILE_NAME).write_text("?")
    assert refusal(opened.path).code == "workspace.locked_unknown"
    opened.close()


def test_a_refused_opening_frees_the_lock(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    refusal(folder, "autre")
    make_store().open(folder, PASSPHRASE).close()


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(RuleError) as caught:
        make_store().create(tmp_path, "phrase", authority=AUTHORITY)
    assert caught.value.code == "workspace.folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(b"x")
    with pytest.raises(RuleError) as caught:
        make_store().create(tmp_path / "w", "phrase", authority=AUTHORITY)
    assert caught.value.code == "workspace.folder_is_file"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    make_store().create(tmp_path, "phrase", authority=AUTHORITY).close()
    make_store().open(tmp_path, "phrase").close()


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(header, "write_durably", full)
    with pytest.raises(OSError, match="No space"):
        make_store().create(tmp_path / "a" / "w", "phrase", authority=AUTHORITY)
    assert not (tmp_path / "a" / "w").exists()


def test_a_creation_that_was_killed_is_recognised_and_begun_again(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    (folder / store.UNFINISHED).write_bytes(b"")
    assert refusal(folder).code == "workspace.unfinished"
    make_store().create(folder, "phrase", authority=AUTHORITY).close()
    make_store().open(folder, "phrase").close()


def test_a_killed_creation_beside_other_files_deletes_none_of_them(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    (folder / store.UNFINISHED).write_bytes(b"")
    (folder / "letter.txt").write_text("bonjour")
    with pytest.raises(RuleError):
        make_store().create(folder, "phrase", authority=AUTHORITY)
    assert (folder / "letter.txt").read_text() == "bonjour"


def test_a_read_only_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_template(tmp_path)
    real = Path.open

    def denied(self: Path, mode: str = "r", *rest: object, **named: object) -> object:
        if set(mode) & set("wax+") and self.is_relative_to(folder):
            raise PermissionError(13, "Permission denied")
        return real(self, mode, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", denied)
    error = refusal(folder)
    assert (error.code, error.values["path"]) == ("workspace.read_only", str(folder))


def test_a_parent_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(StorageError) as caught:
        make_store().create(tmp_path / "w", "phrase", authority=AUTHORITY)
    assert caught.value.code == "workspace.read_only"


def test_an_old_engine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_template(tmp_path)
    monkeypatch.setattr(engine, "LEAST_SQLITE", (99, 0, 0))
    assert refusal(folder).code == "workspace.engine_old"


def test_every_connection_says_what_it_was_told(workspace: SqlWorkspace) -> None:
    for pool in (workspace._writing, workspace._reading):
        raw = pool.raw_connection()
        for name, (_, expected) in engine.PRAGMAS.items():
            found = raw.cursor().execute(f"PRAGMA {name}").fetchone()[0]
            assert (name, found) == (name, expected)
        raw.close()


def test_a_pragma_that_does_not_take_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_template(tmp_path)
    monkeypatch.setitem(engine.PRAGMAS, "synchronous", ("NORMAL", 2))
    error = refusal(folder)
    assert (error.code, error.values) == ("workspace.pragma", {"name": "synchronous", "found": 1})


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    opened = make_workspace(tmp_path)
    opened.close()
    opened.close()
    assert not (opened.path / "workspace.db-wal").exists()


def test_a_closed_workspace_begins_nothing(tmp_path: Path) -> None:
    opened = make_workspace(tmp_path)
    opened.close()
    with pytest.raises(StorageError) as caught:
        opened.unit_of_work()
    assert caught.value.code == "workspace.closed"


def test_a_copied_folder_opens_elsewhere(tmp_path: Path) -> None:
    opened = make_workspace(tmp_path)
    opened.close()
    shutil.copytree(opened.path, tmp_path / "copy 50%")
    make_store().open(tmp_path / "copy 50%", PASSPHRASE).close()


def test_what_a_killed_process_left_is_swept_at_opening(tmp_path: Path) -> None:
    folder = copy_template(tmp_path)
    left = [folder / "0a.part", folder / "backups" / "0b.part", folder / "backups" / "0b.part-journal"]
    for path in left:
        path.write_bytes(b"half")
    make_store().open(folder, PASSPHRASE).abandon()
    assert not any(path.exists() for path in left)


@pytest.mark.parametrize("change", [{"iterations": 10**12}, {"iterations": 0}, {"salt": "00"}])
def test_a_header_that_cannot_be_ours_is_written_again(tmp_path: Path, change: dict[str, object]) -> None:
    folder = copy_template(tmp_path)
    data = json.loads((folder / "workspace.json").read_text()) | change
    data["checksum"] = header._checksum(data)
    (folder / "workspace.json").write_text(json.dumps(data))
    opened = make_store().open(folder, PASSPHRASE)
    assert opened.notices == ["workspace.header_rebuilt"]
    opened.close()


def test_an_older_workspace_is_backed_up_and_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step itself is watched: when the backup is made, and from which version."""
    folder = copy_template(tmp_path)
    migrated: list[int] = []
    monkeypatch.setattr(schema, "HEAD", schema.HEAD + 1)
    monkeypatch.setattr(schema, "migrate", lambda connection: migrated.append(schema.versions(connection)[1]))
    make_store().open(folder, PASSPHRASE).abandon()
    assert migrated == [schema.HEAD - 1]
    assert [path.name.split("-")[-1] for path in (folder / "backups").iterdir()] == ["migration.db"]
