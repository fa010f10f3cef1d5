"""An open workspace for each test that asks, closed again afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    """An open workspace with the shipped certifications."""
    opened = make_workspace(tmp_path)
    yield opened
    opened.abandon()


@pytest.fixture
def session(workspace: SqlWorkspace) -> SessionMade:
    """A session of RNCP36128 with three jurors and three candidates."""
    return make_session(workspace)
