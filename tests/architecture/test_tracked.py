"""No registry, no machine, no generated file under version control."""

from pathlib import Path

import pytest

from tests.architecture.planted import plant
from tests.architecture.tracked import addresses, tracked_files


@pytest.fixture(scope="module")
def files(project_folder: Path) -> list[Path]:
    found = tracked_files(project_folder)
    if not found:
        pytest.skip("not a git checkout")
    return found


def test_no_tracked_file_names_a_registry_or_a_machine(files: list[Path], project_folder: Path) -> None:
    found = addresses(files, project_folder)
    assert not found, "\n".join(found)


def test_nothing_generated_is_tracked(files: list[Path], project_folder: Path) -> None:
    names = [file.relative_to(project_folder).as_posix() for file in files]
    generated = ("cisp_desktop/gui/forms/", "cisp_desktop/data/", "build/", "dist/", ".venv/")
    assert [name for name in names if name.startswith(generated)] == []


@pytest.mark.parametrize(
    "line",
    [
        "see https://py" + "pi.org/project/x",
        "--index-url https://files.python" + "hosted.org",
        "cd /srv/checkout/main/tests",
        "cd /srv/checkout/shared",
        f"cd {Path.home()}/x",
    ],
)
def test_a_planted_address_is_found(line: str, tmp_path: Path) -> None:
    plant(tmp_path, {"notes.txt": f"first\n{line}\n"})
    assert addresses([tmp_path / "notes.txt"], Path("/srv/checkout/main")) == [f"{tmp_path / 'notes.txt'}:2"]


def test_an_ordinary_path_is_not_reported(tmp_path: Path) -> None:
    plant(tmp_path, {"notes.txt": "/usr/share/fonts https://example.fr/srv/checkout/main/ ~/jury\n"})
    assert addresses([tmp_path / "notes.txt"], Path("/srv/checkout/main")) == []
