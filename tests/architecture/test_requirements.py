"""The pinned requirements: complete, hashed, and the same versions where one file repeats another."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
FILES = {"run": ("build",), "dev": ("build", "dev"), "package": ("build", "package")}


def _pins(text: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in PIN.findall(text)}


def _entries(text: str) -> list[str]:
    joined = text.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def wanted(project_folder: Path) -> dict[str, list[Requirement]]:
    project = tomllib.loads((project_folder / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        name: [
            Requirement(line)
            for line in project["dependencies"]
            + [line for extra in extras for line in project["optional-dependencies"][extra]]
        ]
        for name, extras in FILES.items()
    }


@pytest.mark.parametrize("name", FILES)
def test_every_dependency_is_pinned_to_a_version_that_is_allowed(
    name: str, wanted: dict[str, list[Requirement]], project_folder: Path
) -> None:
    pins = _pins((project_folder / "requirements" / f"{name}.txt").read_text("utf-8"))
    bad = [
        str(one)
        for one in wanted[name]
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"), prereleases=True)
    ]
    assert bad == []


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_one_exact_version_with_its_hashes(name: str, project_folder: Path) -> None:
    text = (project_folder / "requirements" / f"{name}.txt").read_text("utf-8")
    bad = [line for line in _entries(text) if not re.match(r"\S+==\S+.*--hash=sha256:[0-9a-f]{64}", line)]
    assert bad == []
    assert len(_entries(text)) == len(_pins(text))


@pytest.mark.parametrize("name", ["dev", "package"])
def test_what_is_tested_and_frozen_is_what_runs(name: str, project_folder: Path) -> None:
    run = _pins((project_folder / "requirements" / "run.txt").read_text("utf-8"))
    other = _pins((project_folder / "requirements" / f"{name}.txt").read_text("utf-8"))
    assert {package: other.get(package) for package in run} == run


def test_qt_stays_below_the_version_that_aborts(project_folder: Path) -> None:
    pins = _pins((project_folder / "requirements" / "run.txt").read_text("utf-8"))
    assert pins["pyside6-essentials"].startswith("6.11.")
    assert pins["pyside6-addons"] == pins["pyside6-essentials"]
    assert "pyside6" not in pins
