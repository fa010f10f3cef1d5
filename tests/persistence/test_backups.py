import os
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.persistence import backups, durable
from cisp_desktop.persistence.engine import open_raw
from cisp_desktop.persistence.header import read_header
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import (
    PASSPHRASE,
    SessionMade,
    make_session,
    make_store,
    make_workspace,
    score,
    score_by_all,
)
from tests.fakes import FakeClock

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def content(folder: Path, file: str = "workspace.db") -> list[str]:
    """Every row of a closed database, as SQL."""
    header = read_header(folder)
    assert header is not None
    raw = open_raw(folder / file, header.unlock(PASSPHRASE))
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = [f"{table}: {row}" for table in tables for row in raw.execute(f'SELECT * FROM "{table}"')]
    raw.close()
    return sorted(rows)


def test_closing_makes_a_backup_equal_to_the_workspace(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    score_by_all(workspace, make_session(workspace, candidates=1), "S1-r00001")
    workspace.close()
    (made,) = backups.backups_in(workspace.path / "backups")
    assert made.name.endswith("-closing.db")
    assert content(workspace.path, f"backups/{made.name}") == content(workspace.path)


def test_closing_without_a_change_makes_none(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    workspace.queries.sessions()
    workspace.close()
    assert backups.backups_in(workspace.path / "backups") == []


def test_a_backup_put_in_the_place_of_the_database_opens(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace)
    path = workspace.backup_database("import")
    workspace.abandon()
    (workspace.path / "workspace.db").write_bytes(path.read_bytes())
    again = make_store().open(workspace.path, PASSPHRASE)
    assert [row.id for row in again.queries.sessions()] == [made.id]
    assert again.check() == []
    again.abandon()


def test_backups_under_load_are_each_a_whole_snapshot(
    workspace: SqlWorkspace, session: SessionMade, count: Callable[[int, int], int]
) -> None:
    """Each unit of work writes two events: an odd number in a backup would be half of one."""
    stop = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            while not stop.is_set():
                with workspace.unit_of_work() as work:
                    work.note("SITE", "one", subject="x" * 500)
                    work.note("SITE", "two", subject="y" * 500)
                    work.commit()
        except BaseException as error:
            failures.append(error)

    before = len(workspace.queries.events())
    writer = threading.Thread(target=write)
    writer.start()
    counts = []
    for _ in range(count(10, 500)):
        path = workspace.backup_database("load")
        raw = open_raw(path, workspace._key)
        counts.append(raw.execute("SELECT count(*) FROM audit_event").fetchone()[0] - before)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        raw.close()
    stop.set()
    writer.join()
    assert failures == []
    assert counts == sorted(counts)
    assert all(number % 2 == 0 for number in counts)
    assert counts[-1] > 0


def test_copying_the_live_file_is_not_a_backup(workspace: SqlWorkspace, tmp_path: Path) -> None:
    """The control: what the WAL holds is missing from a plain copy."""
    make_session(workspace)
    copy = tmp_path / "copy.db"
    shutil.copyfile(workspace.path / "workspace.db", copy)
    raw = open_raw(copy, workspace._key)
    stale = raw.execute("SELECT count(*) FROM jury_session").fetchone()[0]
    raw.close()
    assert (stale, len(workspace.queries.sessions())) == (0, 1)


def test_a_full_disk_leaves_no_half_backup(workspace: SqlWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as caught:
        workspace.backup_database("closing")
    assert caught.value.code == "workspace.disk_full"
    assert list((workspace.path / "backups").iterdir()) == []


def test_a_failing_backup_still_closes_and_frees_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(tmp_path)
    make_session(workspace)

    def full(self: durable.Unfinished, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(durable.Unfinished, "finish", full)
        with pytest.raises(StorageError) as caught:
            workspace.close()
    assert caught.value.code == "workspace.closing"  # what was committed is stored all the same
    again = make_store().open(workspace.path, PASSPHRASE)
    assert len(again.queries.sessions()) == 1
    again.abandon()


@given(st.sets(moments, max_size=80))
def test_thinning_keeps_the_latest_and_one_of_each_period(moments_made: set[datetime]) -> None:
    kept = backups.to_keep(moments_made)
    ordered = sorted(moments_made)
    assert kept <= moments_made
    assert set(ordered[-backups.LATEST :]) <= kept
    assert {(m.year, m.month) for m in kept} == {(m.year, m.month) for m in moments_made}
    if ordered:
        recent = ordered[-1] - timedelta(days=backups.DAYS)
        assert {m.date() for m in kept if m >= recent} == {m.date() for m in moments_made if m >= recent}
        assert len(kept) <= backups.LATEST + backups.DAYS + 1 + 36
    assert backups.to_keep(kept) >= kept - set(ordered[-backups.LATEST :])


def test_forty_backups_in_an_hour_leave_ten(tmp_path: Path) -> None:
    clock = FakeClock(START)
    workspace = make_workspace(tmp_path, clock=clock)
    for _ in range(13):
        clock.advance(minutes=1)
        workspace.backup_database("load")
    names = [path.name for path in backups.backups_in(workspace.path / "backups")]
    assert len(names) == backups.LATEST
    assert names == sorted(names)
    workspace.abandon()


def test_thinning_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("à garder")
    for minute in range(20):
        stamp = START + timedelta(minutes=minute)
        (tmp_path / f"{stamp.strftime('%Y%m%dT%H%M%S.%f')}Z-load.db").touch()
    assert len(backups.thin(tmp_path)) == 10
    assert (tmp_path / "note.txt").exists()


@pytest.fixture
def filled(tmp_path: Path) -> SqlWorkspace:
    """A workspace with marks and two files, one of them named by the database."""
    workspace = make_workspace(tmp_path)
    made = make_session(workspace)
    score(workspace, made, made.registrations[0])
    workspace.vault.store(b"%PDF one")
    sha256 = workspace.vault.store(b"%PDF two" * 1000)
    with workspace._writing.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO dossier VALUES ('d', :r, 'THESIS', 'a.pdf', :h, 8000, 1,"
                " '2022-12-14T09:00:00+01:00', NULL)"
            ),
            {"r": made.registrations[0], "h": sha256},
        )
    return workspace


def test_a_whole_backup_restores_equal(filled: SqlWorkspace, tmp_path: Path) -> None:
    filled.backup(tmp_path / "usb" / "w.cisp")
    files = {path.name: path.read_bytes() for path in filled.vault.files()}
    filled.close()
    make_store().restore(tmp_path / "usb" / "w.cisp", tmp_path / "restored", passphrase=PASSPHRASE)
    assert content(tmp_path / "restored") == content(filled.path)
    again = make_store().open(tmp_path / "restored", PASSPHRASE)
    assert again.check() == []
    assert again.id == filled.id
    assert {path.name: path.read_bytes() for path in again.vault.files()} == files
    again.abandon()
    assert [path.name for path in (tmp_path / "usb").iterdir()] == ["w.cisp"]


def restore_refusal(file: Path, folder: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(StorageError) as caught:
        make_store().restore(file, folder, passphrase=passphrase)
    assert not folder.exists()
    return caught.value.code


def test_nothing_of_a_backup_is_in_clear(filled: SqlWorkspace, tmp_path: Path) -> None:
    filled.backup(tmp_path / "w.cisp")
    content = (tmp_path / "w.cisp").read_bytes()
    for word in (b"DUPONT", b"%PDF", b"MARTIN", b"CREATE TABLE", PASSPHRASE.encode()):
        assert word not in content
    filled.abandon()


def test_a_backup_needs_its_passphrase(filled: SqlWorkspace, tmp_path: Path) -> None:
    filled.backup(tmp_path / "w.cisp")
    filled.abandon()
    assert restore_refusal(tmp_path / "w.cisp", tmp_path / "r", "autre") == "workspace.wrong_passphrase"


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    assert restore_refusal(tmp_path / "nowhere", tmp_path / "r") == "backup.missing"
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 100)
    assert restore_refusal(tmp_path / "photo.jpg", tmp_path / "r") == "backup.not_one"
    (tmp_path / "empty").touch()
    assert restore_refusal(tmp_path / "empty", tmp_path / "r") == "backup.not_one"


def test_no_flipped_bit_restores_in_silence(
    filled: SqlWorkspace, tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    file, altered = tmp_path / "w.cisp", tmp_path / "altered.cisp"
    filled.backup(file)
    filled.abandon()
    sound = file.read_bytes()
    trials = count(40, 10_000)
    codes = set()
    for trial in range(trials):
        place = trial * (len(sound) * 8 - 1) // trials
        flipped = bytearray(sound)
        flipped[place // 8] ^= 1 << place % 8
        altered.write_bytes(flipped)
        codes.add(restore_refusal(altered, tmp_path / "r"))
    print(f"F9 backup: {trials} bits, each refused as {', '.join(sorted(codes))}")
    assert codes <= {"backup.damaged", "backup.not_one"}


@pytest.mark.parametrize("keep", [8, 9, 600, 5_000, -33, -1])
def test_a_cut_backup_is_refused(filled: SqlWorkspace, tmp_path: Path, keep: int) -> None:
    file = tmp_path / "w.cisp"
    filled.backup(file)
    filled.abandon()
    file.write_bytes(file.read_bytes()[:keep])
    assert restore_refusal(file, tmp_path / "r") == "backup.damaged"


def test_a_backup_with_something_appended_is_refused(filled: SqlWorkspace, tmp_path: Path) -> None:
    file = tmp_path / "w.cisp"
    filled.backup(file)
    filled.abandon()
    file.write_bytes(file.read_bytes() + b"x")
    assert restore_refusal(file, tmp_path / "r") == "backup.damaged"


def test_a_restore_refuses_a_folder_that_holds_something(filled: SqlWorkspace, tmp_path: Path) -> None:
    filled.backup(tmp_path / "w.cisp")
    filled.abandon()
    with pytest.raises(RuleError) as caught:
        make_store().restore(tmp_path / "w.cisp", filled.path, passphrase=PASSPHRASE)
    assert caught.value.code == "workspace.folder_not_empty"
    make_store().open(filled.path, PASSPHRASE).abandon()


def test_a_full_disk_leaves_the_earlier_backup(
    filled: SqlWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "usb" / "w.cisp"
    filled.backup(file)
    before = file.read_bytes()

    def full(self: durable.Unfinished, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.Unfinished, "finish", full)
    with pytest.raises(StorageError) as caught:
        filled.backup(file)
    filled.abandon()
    assert caught.value.code == "workspace.disk_full"
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["w.cisp"]


def test_the_check_names_what_is_missing_or_damaged(filled: SqlWorkspace) -> None:
    assert filled.check() == []
    with filled._reading.connect() as connection:
        sha256 = connection.execute(text("SELECT sha256 FROM dossier")).scalar_one()
    filled.vault.path_of(sha256).write_bytes(b"decay")
    assert filled.check() == [f"vault.damaged:{sha256}"]
    filled.vault.path_of(sha256).unlink()
    assert filled.check() == [f"vault.missing:{sha256}"]
    filled.abandon()


def test_the_check_finds_a_journal_that_was_edited(workspace: SqlWorkspace, session: SessionMade) -> None:
    with workspace._writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        connection.exec_driver_sql("UPDATE audit_event SET actor = 'X' WHERE sequence = 1")
    assert workspace.check() == ["journal:1"]


def test_the_check_finds_a_page_that_decayed(filled: SqlWorkspace) -> None:
    filled._reading.dispose()
    raw = filled._writing.raw_connection()
    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    file = filled.path / "workspace.db"
    altered = bytearray(file.read_bytes())
    altered[-2_000] ^= 1
    file.write_bytes(altered)
    assert any(code.startswith("database:") for code in filled.check())
    filled.abandon()
