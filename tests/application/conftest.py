"""A ready workspace on real storage for tests of use cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: FakeClock) -> Iterator[SqlWorkspace]:
    made = make_workspace(tmp_path, clock=clock)
    yield made
    made.close()


@pytest.fixture
def session(workspace: SqlWorkspace) -> SessionMade:
    return make_session(workspace, candidates=3)
