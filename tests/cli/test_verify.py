"""``minutes verify``: who signed, what each revision changed, what a workspace knows of the file."""

from pathlib import Path

import pytest

from cisp_desktop.application.minutes_life import reopen_closing
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices


@pytest.fixture
def built(services: QuickServices, folder: Path, made: SessionMade) -> Path:
    """The minutes of a closed session, signed by nobody."""
    for number in ("D-0001", "D-0002", "D-0003"):
        assert command(services, "presence", "set", folder, made.id, number, "ABSENT").code == 0
    out = folder.parent / "pv.pdf"
    assert command(services, "minutes", "build", folder, made.id, "--out", out).code == 0
    return out


def test_a_file_is_judged_without_a_workspace(services: QuickServices, built: Path) -> None:
    answer = command(services, "minutes", "verify", built, "--json", passphrase=None)
    data = answer.data
    assert (answer.code, data["intact"], data["trusted"], data["workspace"]) == (0, True, None, None)
    assert [revision["changes"] for revision in data["revisions"]] == [[], ["FRAMES"]]
    lines = command(services, "minutes", "verify", built, passphrase=None).stdout
    assert "Révision 2\u00a0: certification par l’autorité" in lines


def test_a_file_is_compared_with_a_workspace(services: QuickServices, built: Path, folder: Path) -> None:
    answer = command(services, "minutes", "verify", built, "--workspace", folder, "--json")
    data = answer.data
    assert (answer.code, data["intact"], data["trusted"]) == (0, True, True)
    assert data["workspace"]["agrees"]
    assert [one["code"] for one in data["workspace"]["said"]] == ["verification.known_file"]
    said = command(services, "minutes", "verify", built, "--workspace", folder).stdout
    assert "identique, octet pour octet" in said


def test_a_file_of_another_workspace_is_refused(services: QuickServices, built: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre"
    services.create_workspace(other, PASSPHRASE).close()
    answer = command(services, "minutes", "verify", built, "--workspace", other, "--json")
    data = answer.data
    assert (answer.code, data["intact"], data["trusted"]) == (1, True, False)
    assert [one["code"] for one in data["workspace"]["said"]] == ["verification.unknown_number"]


def test_a_reopened_version_is_told(
    services: QuickServices, built: Path, folder: Path, made: SessionMade
) -> None:
    copy = built.with_name("copie.pdf")
    copy.write_bytes(built.read_bytes())
    reopened = services.open_workspace(folder, PASSPHRASE)
    reopen_closing(reopened, made.id, by="OLIVE Marc", why="nom mal écrit")
    reopened.close()
    data = command(services, "minutes", "verify", copy, "--workspace", folder, "--json").data
    assert (data["workspace"]["agrees"], data["workspace"]["counts"]) == (True, False)
    said = data["workspace"]["said"]
    assert [one["code"] for one in said] == ["verification.known_file", "verification.reopened"]
    assert "nom mal écrit" in said[1]["message"]


def test_an_altered_file_is_refused(services: QuickServices, built: Path, folder: Path) -> None:
    built.write_bytes(built.read_bytes().replace(b"/Type", b"/Typo", 1))
    answer = command(services, "minutes", "verify", built, "--workspace", folder, "--json")
    assert (answer.code, answer.data["intact"]) == (1, False)
    assert answer.data["problems"]
