"""Services with cheap keys, and a ready session, for every test of the command line."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command import PASSPHRASE
from tests.factories import SessionMade, make_session
from tests.journeys.quick_services import QuickServices


@pytest.fixture(scope="session")
def services() -> QuickServices:
    """The product's services."""
    return QuickServices()


@pytest.fixture(scope="session")
def template(services: QuickServices, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SessionMade]:
    """A closed workspace with a real authority and a session of three candidates, D-0001 to D-0003."""
    path = tmp_path_factory.mktemp("commandes") / "workspace"
    workspace = services.create_workspace(path, PASSPHRASE)
    made = make_session(workspace)  # type: ignore[arg-type]  # the real one
    workspace.close()
    return path, made


@pytest.fixture
def made(template: tuple[Path, SessionMade]) -> SessionMade:
    """What the session is made of."""
    return template[1]


@pytest.fixture
def folder(template: tuple[Path, SessionMade], tmp_path: Path) -> Path:
    """The folder of a workspace of this test alone."""
    shutil.copytree(template[0], tmp_path / "workspace")
    return tmp_path / "workspace"
