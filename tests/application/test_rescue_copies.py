"""Rescue copies: numbered, thinned, named without anybody's name, and quiet about what is not theirs."""

from datetime import timedelta
from pathlib import Path

import pytest

from cisp_desktop.application.rescue_copies import (
    KEPT,
    copies_below,
    copies_folder,
    copies_in,
    free_folder,
    shares_disk,
    take_over,
    write_copy,
)
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import JURORS, PASSPHRASE, SessionMade, make_store, score
from tests.fakes import FakeClock


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "clé"
    folder.mkdir()
    return folder


def restored(copy: Path, folder: Path) -> SqlWorkspace:
    store = make_store()
    store.restore(copy, folder, passphrase=PASSPHRASE)
    return store.open(folder, PASSPHRASE)


def test_a_copy_holds_what_was_sealed_before_it(
    workspace: SqlWorkspace, session: SessionMade, place: Path, tmp_path: Path
) -> None:
    score(workspace, session, session.registrations[0])
    copy = write_copy(workspace, place, session_id=session.id)
    other = restored(copy.path, tmp_path / "ailleurs")
    try:
        states = other.queries.sheet_states(session.id, next(iter(session.seats.values())))
        assert {state.state for state in states if state.registration_id == session.registrations[0]}
        assert other.check() == []
        assert other.id == workspace.id
    finally:
        other.close()


def test_the_last_three_stay_and_their_numbers_go_on(
    workspace: SqlWorkspace, session: SessionMade, place: Path
) -> None:
    for _ in range(KEPT + 2):
        write_copy(workspace, place, session_id=session.id)
    found = copies_in(copies_folder(place, workspace))
    assert [copy.number for copy in found] == [3, 4, 5]


def test_a_clock_set_back_deletes_no_later_copy(
    workspace: SqlWorkspace, session: SessionMade, place: Path, clock: FakeClock
) -> None:
    write_copy(workspace, place, session_id=session.id)
    clock.now -= timedelta(days=400)
    last = write_copy(workspace, place, session_id=session.id)
    for _ in range(2):
        last = write_copy(workspace, place, session_id=session.id)
    assert copies_in(copies_folder(place, workspace))[-1] == last


def test_a_name_says_the_session_and_the_hour_and_nobody(
    workspace: SqlWorkspace, session: SessionMade, place: Path
) -> None:
    copy = write_copy(workspace, place, session_id=session.id)
    assert copy.path.name == "000001 2022-12-14 08h00 PV-2022-GRE-S1.cisp-copie"
    assert (copy.made_at.hour, copy.number) == (8, 1)
    assert not any(name.split()[0] in str(copy.path) for name in JURORS.values())


def test_what_others_put_beside_stays(workspace: SqlWorkspace, session: SessionMade, place: Path) -> None:
    strange = place / "0123456789abcdef.part"
    strange.write_bytes(b"a download of somebody else")
    folder = copies_folder(place, workspace)
    folder.mkdir()
    kept = folder / "notes.txt"
    kept.write_text("à garder")
    cut = folder / "0123456789abcdef.part"
    cut.write_bytes(b"a copy cut short")
    write_copy(workspace, place, session_id=session.id)
    assert strange.exists()
    assert kept.exists()
    assert not cut.exists()


def test_a_place_that_is_gone_is_told_and_never_made(
    workspace: SqlWorkspace, session: SessionMade, tmp_path: Path
) -> None:
    gone = tmp_path / "clé débranchée"
    with pytest.raises(StorageError, match=r"copy\.absent"):
        write_copy(workspace, gone, session_id=session.id)
    assert not gone.exists()


def test_a_folder_that_refuses_is_told(
    workspace: SqlWorkspace, session: SessionMade, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_target: Path) -> None:
        raise StorageError("workspace.read_only", path=str(place))

    monkeypatch.setattr(workspace, "backup", refuse)
    with pytest.raises(StorageError, match=r"copy\.read_only"):
        write_copy(workspace, place, session_id=session.id)


def test_a_full_place_is_told_and_keeps_the_copies_before(
    workspace: SqlWorkspace, session: SessionMade, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write_copy(workspace, place, session_id=session.id)

    def refuse(_target: Path) -> None:
        raise StorageError("workspace.disk_full", path=str(place))

    monkeypatch.setattr(workspace, "backup", refuse)
    with pytest.raises(StorageError, match=r"copy\.full"):
        write_copy(workspace, place, session_id=session.id)
    assert copies_in(copies_folder(place, workspace)) == [first]


def test_copies_are_found_from_the_place_or_from_their_folder_the_latest_first(
    workspace: SqlWorkspace, session: SessionMade, place: Path
) -> None:
    made = [write_copy(workspace, place, session_id=session.id) for _ in range(2)]
    assert copies_below(place) == made[::-1]
    assert copies_below(copies_folder(place, workspace)) == made[::-1]
    assert copies_below(place / "absent") == []


def test_taking_over_says_up_to_when_and_is_in_the_journal(
    workspace: SqlWorkspace, session: SessionMade, place: Path, tmp_path: Path
) -> None:
    score(workspace, session, session.registrations[0])
    last = workspace.queries.events()[0]
    copy = write_copy(workspace, place, session_id=session.id)
    other = restored(copy.path, tmp_path / "ailleurs")
    try:
        assert take_over(other, copy.path).last_act == last.at
        event = other.queries.events()[0]
        assert event.action == "workspace.taken_over"
        assert copy.path.name in event.details
    finally:
        other.close()


def test_the_same_disk_is_recognised(workspace: SqlWorkspace, place: Path, tmp_path: Path) -> None:
    assert shares_disk(workspace, place)
    assert not shares_disk(workspace, tmp_path / "absent")


def test_a_restored_workspace_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "Jurys").mkdir()
    (tmp_path / "Jurys 2").mkdir()
    assert free_folder(tmp_path, "Jurys") == tmp_path / "Jurys 3"
    assert free_folder(tmp_path, "Autres") == tmp_path / "Autres"
