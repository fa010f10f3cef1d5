"""Services with cheap keys, and a ready session, for every test of the command line."""

import shutil
from pathlib import Path

import pytest

from cisp_desktop.application.minutes import close_session
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.documents.identity import Identities
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from tests.cli.command import PASSPHRASE
from tests.factories import SessionMade, drop_empty_shards, make_session
from tests.journeys.quick_services import QuickServices

CODE = "AB12-CD34"
"""The president's own."""


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
    drop_empty_shards(path)
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


@pytest.fixture
def signable(services: QuickServices, folder: Path, made: SessionMade) -> str:
    """Closed minutes with extracts that the president, MARTIN Anne, can sign with a real key, by ``CODE``."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    for registration_id in made.registrations:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    identities: Identities = services.identities
    with workspace.unit_of_work() as work:
        seat = work.panels.seat(made.seats[Role.PRESIDENT])
        assert seat.juror is not None
        assert seat.credential is not None
        sealed = identities.create_juror_identity(
            workspace.authority, name=seat.juror.name, role=Role.PRESIDENT.value, code=CODE
        )
        credential = seat.credential
        credential.certificate, credential.sealed_key = sealed.certificate_pem, sealed.sealed_key
        credential.salt, credential.parameters = sealed.salt, sealed.parameters
        work.commit()
    (row,) = close_session(
        workspace, made.id, renderer=services.renderer, signer=services.signer, extracts=True
    )
    workspace.close()
    return row.id
