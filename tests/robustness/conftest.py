"""A closed workspace in a folder, services with cheap keys, and what a refusal must leave as it was."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.cli.conftest import folder, made, services, template  # noqa: F401  # the same workspace
from tests.factories import make_workspace
from tests.robustness.state import state_of, without

Guard = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def nothing_lost(request: pytest.FixtureRequest) -> Guard:
    """Give ``with nothing_lost(*tables):`` – the same rows after as before, but for ``tables``; sound."""
    path: Path = request.getfixturevalue("folder")

    @contextmanager
    def guard(*but: str) -> Iterator[None]:
        before = state_of(path)
        yield
        assert without(state_of(path), *but) == without(before, *but)

    return guard


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    """An open workspace with the shipped certifications."""
    opened = make_workspace(tmp_path)
    yield opened
    opened.abandon()
