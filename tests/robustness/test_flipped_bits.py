"""F9: one changed bit, in what a session leaves behind, is never taken in silence.

Issued papers in the vault, their frozen data, the archive folder; the control is what the same rows suffer in
plain SQLite. Signed minutes, the database, a vault file and a backup are flipped beside their own tests.
"""

import json
import random
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from cisp_desktop.application.archive_words import SUMS
from cisp_desktop.application.archiving import archive_session
from cisp_desktop.application.issuing import find_by_code, read_paper, read_papers
from cisp_desktop.domain.errors import CispError, StorageError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import fingerprint
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import issue, open_completed

SEED = 9


def flipped(content: bytes, bit: int) -> bytes:
    """Return ``content`` with one bit changed."""
    altered = bytearray(content)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def some_bits(content: bytes, trials: int) -> Iterator[int]:
    """Give so many bits of ``content``, each as likely as any other."""
    chance = random.Random(SEED)
    return (chance.randrange(len(content) * 8) for _ in range(trials))


@dataclass(frozen=True)
class Issued:
    """A workspace whose session is complete, its papers issued."""

    workspace: SqlWorkspace
    session_id: str


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issued]:
    """Open it for all tests of this module; they leave every file as it was."""
    workspace, made = open_completed(tmp_path_factory.mktemp("flipped"))
    issue(workspace, made)
    yield Issued(workspace, made.id)
    workspace.abandon()


def test_no_flipped_bit_of_an_issued_paper_is_read_in_silence(
    issued: Issued, count: Callable[[int, int], int]
) -> None:
    workspace, trials = issued.workspace, count(60, 10_000)
    rows = read_papers(workspace, issued.session_id).documents
    row = next(one for one in rows if one.kind is DocumentKind.CERTIFICATE)
    shown, (file,) = read_paper(workspace, row), workspace.path.rglob(f"*{row.pdf_sha256}*")
    sound, silent, told = file.read_bytes(), 0, set[str]()
    try:
        for bit in some_bits(sound, trials):
            file.chmod(0o600)
            file.write_bytes(flipped(sound, bit))
            try:
                silent += read_paper(workspace, row) is not None
            except StorageError as refused:
                told.add(refused.code)
    finally:
        file.write_bytes(sound)
    print(f"F9 issued paper, seed {SEED}: {trials} bits, {silent} silent")
    assert (silent, read_paper(workspace, row)) == (0, shown)
    assert told == {"vault.damaged"}


def test_no_flipped_bit_of_frozen_data_is_read_in_silence(
    issued: Issued, count: Callable[[int, int], int]
) -> None:
    """Whoever can write into the database still needs another fingerprint, and so another code."""
    workspace, trials = issued.workspace, count(40, 10_000)
    document = read_papers(workspace, issued.session_id).documents[0]
    with workspace._reading.connect() as connection:
        table = tables.issued_document
        wanted = table.select().where(table.c.id == document.id)
        sound = connection.execute(wanted).one().snapshot.encode()
    texts = (flipped(sound, bit).decode("utf-8", "replace") for bit in some_bits(sound, trials))
    silent = sum(fingerprint(text) == document.sha256 for text in texts)
    print(f"F9 frozen data, seed {SEED}: {trials} bits, {silent} silent")
    assert silent == 0


def test_a_paper_whose_frozen_data_changed_is_refused_by_its_code(
    tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    workspace, made = open_completed(tmp_path)
    issue(workspace, made, DocumentKind.DECISION_NOTICE)
    document = read_papers(workspace, made.id).documents[0]
    table = tables.issued_document
    with workspace._writing.begin() as connection:
        sound = connection.execute(table.select().where(table.c.id == document.id)).one().snapshot
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'issued_document'"
        ).scalars()
        for trigger in list(triggers):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    # Letters of names, which leave the data what the schema takes: JSON.
    letters = [match.start() for match in re.finditer(r"(?<=[a-zé])[a-z](?=[a-zé])", sound)]
    silent, tried, trials, told = 0, 0, count(8, 300), set[str]()
    for place in random.Random(SEED).choices(letters, k=trials):
        altered = f"{sound[:place]}{'x' if sound[place] != 'x' else 'y'}{sound[place + 1 :]}"
        if not _is_json(altered):
            continue
        with workspace._writing.begin() as connection:
            connection.execute(table.update().where(table.c.id == document.id).values(snapshot=altered))
        tried += 1
        try:
            silent += find_by_code(workspace, document.code) is not None
        except CispError as refused:
            told.add(refused.code)
    workspace.abandon()
    assert (silent, told) == (0, {"issued.altered"})
    assert tried > trials / 2


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


# --- the archive folder ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archive(issued: Issued, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the archive folder, and the fingerprint of its list of fingerprints that the journal keeps."""
    folder = tmp_path_factory.mktemp("kept") / "archives"
    return folder, archive_session(issued.workspace, issued.session_id, folder).sums_sha256


def test_no_flipped_bit_of_the_archive_folder_is_silent(
    archive: tuple[Path, str], count: Callable[[int, int], int]
) -> None:
    """Every file is in the list, and the journal holds the list's own fingerprint."""
    folder, sums = archive
    listed = dict(reversed(line.split("  ", 1)) for line in (folder / SUMS).read_text("utf-8").splitlines())  # type: ignore[misc]  # name and fingerprint
    listed[SUMS] = sums
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    trials, silent, chance = count(2_000, 10_000), 0, random.Random(SEED)
    names, sizes = list(files), [len(content) for content in files.values()]
    for name in chance.choices(names, sizes, k=trials):
        altered = flipped(files[name], chance.randrange(len(files[name]) * 8))
        silent += sha256(altered).hexdigest() == listed[name]
    print(f"F9 archive folder, seed {SEED}: {len(files)} files, {trials} bits, {silent} silent")
    assert set(files) == set(listed)
    assert silent == 0


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_the_systems_own_tool_sees_a_flipped_bit_in_any_file(
    archive: tuple[Path, str], count: Callable[[int, int], int]
) -> None:
    folder, sums = archive
    check = ("sha256sum", "--strict", "--quiet", "-c", SUMS)
    chance, silent = random.Random(SEED), []
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    for _ in range(count(10, 500)):
        file = chance.choice(files)
        sound = file.read_bytes()
        file.write_bytes(flipped(sound, chance.randrange(len(sound) * 8)))
        told = subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode
        kept = sha256((folder / SUMS).read_bytes()).hexdigest() == sums
        file.write_bytes(sound)
        if told == 0 and kept:
            silent.append(file.name)
    assert silent == []
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 0


# --- the control ---------------------------------------------------------------------------------------


def test_plain_sqlite_takes_most_flipped_bits_in_silence(
    issued: Issued, tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    """The same rows without encryption's checks: opened, checked by SQLite itself, read from end to end."""
    plain = tmp_path / "plain.db"
    with sqlite3.connect(plain) as target, issued.workspace._reading.connect() as source:
        for table in tables.metadata.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            target.execute(f'CREATE TABLE "{table.name}" ({names})')
            marks = ", ".join("?" * len(table.columns))
            rows = source.exec_driver_sql(f'SELECT {names} FROM "{table.name}"').cursor.fetchall()
            target.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
    target.close()
    sound, trials, silent = plain.read_bytes(), count(150, 10_000), 0
    for bit in some_bits(sound, trials):
        plain.write_bytes(flipped(sound, bit))
        silent += _reads_whole(plain)
    print(f"F9 control, plain SQLite, seed {SEED}: {trials} bits, {100 * silent / trials:.0f} % silent")
    assert silent > trials / 3


def _reads_whole(path: Path) -> bool:
    """Whether SQLite opens a file, finds nothing wrong with it and gives every row."""
    connection = sqlite3.connect(path)
    try:
        if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            return False
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in named:
            connection.execute(f'SELECT * FROM "{name}"').fetchall()
        return len(named) == len(tables.metadata.sorted_tables)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return False
    finally:
        connection.close()
