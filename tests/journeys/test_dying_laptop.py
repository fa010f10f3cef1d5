"""A laptop dies while the third candidate is heard; another one goes on from the last rescue copy.

What may be lost is at most the candidate being heard.
"""

import multiprocessing
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.jurors import identify_juror
from cisp_desktop.application.rescue_copies import copies_below, take_over
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import GLOBAL_ITEM, scored_items
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_store, score_by_all
from tests.gui.fakes import FakeServices
from tests.gui.jury_day import CODES, give_documents, make_day
from tests.journeys import dying_child

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what this system lacks")


@dataclass(frozen=True)
class Death:
    """What is left of a laptop: the session as its jurors knew it, the key, and what it had told."""

    folder: Path
    session: SessionMade
    told: list[str]

    @property
    def key(self) -> Path:
        """The USB key, which outlives the laptop."""
        return self.folder / "clé"


def die(folder: Path, *, early: bool = False) -> Death:
    """Let a laptop work, and kill it in the middle of its third candidate."""
    first, key = folder / "premier", folder / "clé"
    first.mkdir()
    key.mkdir()
    day = make_day(first, FakeServices(first), candidates=3)
    day.workspace.close()
    heard = dying_child.Heard(tuple(day.made.seats.items()), tuple(day.made.registrations))
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    arguments = (str(first / "jury"), str(key), heard, there, early)
    child = context.Process(target=dying_child.hear_three, args=arguments)
    child.start()
    there.close()
    told: list[str] = []
    with here:
        while "marked 5" not in told:
            told.append(here.recv_bytes().decode())
        child.kill()
        child.join()
    assert child.exitcode == -signal.SIGKILL
    return Death(folder, day.made, told)


@pytest.fixture(scope="module")
def death(tmp_path_factory: pytest.TempPathFactory) -> Death:
    return die(tmp_path_factory.mktemp("mort"))


def carry_on(death: Death, path: Path) -> SqlWorkspace:
    """Do on the second laptop what « Ouvrir une copie de secours… » does."""
    copy = copies_below(death.key)[0]
    store = make_store()
    store.restore(copy.path, path, passphrase=PASSPHRASE)
    workspace = store.open(path, PASSPHRASE)
    take_over(workspace, copy.path)
    return workspace


def is_whole(workspace: SqlWorkspace, session: SessionMade, registration_id: str) -> bool:
    """Whether every juror's sheets of a candidate are sealed and hold every level that was given."""
    scheme = GradingScheme.from_data(session.certification.scheme)
    for place, seat in enumerate(session.seats.values()):
        for block in session.certification.blocks:
            view = workspace.queries.score_sheet(registration_id, seat, block_id=block.id)
            levels = {line.item: line.level for line in view.lines if line.item != GLOBAL_ITEM}
            wanted = {
                item: dying_child.level_of(place, n) for n, item in enumerate(scored_items(scheme, block))
            }
            if view.sealed_at is None or levels != wanted:
                return False
    return True


def test_the_second_laptop_finds_what_was_sealed_and_goes_on(death: Death, tmp_path: Path) -> None:
    session = death.session
    first, second, third = session.registrations
    assert f"sealed {second}" in death.told
    workspace = carry_on(death, tmp_path / "second")
    try:
        assert is_whole(workspace, session, first)
        assert is_whole(workspace, session, second)
        assert workspace.check() == []
        identities = give_documents(FakeServices(tmp_path))
        for role, seat in session.seats.items():
            juror = identify_juror(workspace, seat, code=CODES[role], identities=identities)
            assert juror.name == session.names[role]
        score_by_all(workspace, session, third)
        open_deliberation(workspace, session.id)
        seat = session.seats[Role.PRESIDENT]
        view = workspace.queries.score_sheet(third, seat, block_id=session.blocks[0])
        assert view.sealed_at is not None
        actions = [event.action for event in workspace.queries.events()]
        assert "workspace.taken_over" in actions
    finally:
        workspace.close()


def test_the_second_laptop_holds_its_own_lock_and_leaves_the_copy_for_a_third(
    death: Death, tmp_path: Path
) -> None:
    workspace = carry_on(death, tmp_path / "second")
    try:
        with pytest.raises(StorageError, match=r"workspace\.locked"):
            make_store().open(tmp_path / "second", PASSPHRASE)
        third = carry_on(death, tmp_path / "troisième")
        assert third.id == workspace.id
        third.abandon()
    finally:
        workspace.abandon()


def test_the_dead_laptop_kept_what_it_had_acknowledged_when_it_starts_again(death: Death) -> None:
    workspace = make_store().open(death.folder / "premier" / "jury", PASSPHRASE)
    try:
        seat, block = death.session.seats[Role.PRESIDENT], death.session.blocks[0]
        view = workspace.queries.score_sheet(death.session.registrations[2], seat, block_id=block)
        assert sum(line.rows for line in view.lines) >= 5
        assert is_whole(workspace, death.session, death.session.registrations[1])
    finally:
        workspace.abandon()


def test_the_control_that_copies_before_the_seals_is_caught(tmp_path: Path) -> None:
    death = die(tmp_path, early=True)
    workspace = carry_on(death, tmp_path / "second")
    try:
        assert not is_whole(workspace, death.session, death.session.registrations[1])
    finally:
        workspace.abandon()
