"""``documents access`` and the grids: asked for by name, never with the other papers."""

import zipfile
from pathlib import Path

import pytest

from tests.application.issued_scenes import open_completed
from tests.cli.command import command
from tests.documents.reading import whole_text
from tests.journeys.quick_services import QuickServices


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str]:
    """A closed workspace, and the session whose minutes are complete."""
    workspace, made = open_completed(tmp_path)
    workspace.close()
    return workspace.path, made.id


def test_grids_are_issued_when_named_and_not_otherwise(
    services: QuickServices, place: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = place
    plain = command(services, "documents", "issue", folder, session, "--kind", "RELEVÉ DE DÉCISION", "--json")
    assert plain.code == 0, plain.stderr
    answer = command(
        services, "documents", "issue", folder, session, "--kind", "Grilles individuelles", "--kind",
        "Grilles du jury", "--candidate", "D-0001", "--out", tmp_path / "out", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    assert {paper["kind"] for paper in answer.data["papers"]} == {"INDIVIDUAL_GRIDS", "AGREED_GRIDS"}
    for file in (tmp_path / "out").iterdir():
        assert "Document personnel – D-0001" in whole_text(file.read_bytes())
    listed = command(services, "documents", "list", folder, session, "--json").data
    assert {one["kind"] for one in listed["papers"]}.isdisjoint({"INDIVIDUAL_GRIDS", "ACCESS_PACK"})
    assert len(listed["personal"]) == 2
    found = command(services, "documents", "check", folder, listed["personal"][0]["code"], "--json")
    assert (found.code, found.data["superseded"]) == (0, False)
    mixed = command(
        services, "documents", "issue", folder, session, "--kind", "Parchemin", "--kind", "Grilles du jury"
    )
    assert mixed.code == 2
    assert command(services, "documents", "issue", folder, session, "--kind", "ACCESS_PACK").code == 2


def test_an_access_pack_is_made_once_and_written_each_time(
    services: QuickServices, place: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = place
    target, by = tmp_path / "pack.zip", ("--by", "ROUX Hélène", "--json")
    answer = command(services, "documents", "access", folder, session, "D-0002", "--out", target, *by)
    assert answer.code == 0, answer.stderr
    assert answer.data["files"] == 2
    with zipfile.ZipFile(target) as opened:
        assert sorted(opened.namelist()) == ["Données.json", "Dossier d’accès.pdf"]
        assert "ROUX Hélène" in whole_text(opened.read("Dossier d’accès.pdf"))
    stands = command(services, "documents", "access", folder, session, "D-0002", "--out", target, *by)
    assert stands.refusal == "access.exists"
    again = command(
        services, "documents", "access", folder, session, "D-0002", "--out", tmp_path / "folder", *by
    )
    assert again.data["code"] == answer.data["code"]
    names = sorted(one.name for one in (tmp_path / "folder").iterdir())
    assert names == ["Données.json", "Dossier d’accès.pdf"]


def test_a_pack_is_refused_without_a_candidate_or_a_maker(
    services: QuickServices, place: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = place
    out = ("--out", tmp_path / "pack.zip", "--json")
    unknown = command(services, "documents", "access", folder, session, "D-9", "--by", "ROUX", *out)
    assert unknown.refusal == "issued.candidate_unknown"
    nobody = command(services, "documents", "access", folder, session, "D-0001", "--by", " ", *out)
    assert nobody.refusal == "access.made_by"
    late = command(
        services, "documents", "access", folder, session, "D-0001", "--by", "ROUX", "--asked-on",
        "01/01/2099", *out,
    )  # fmt: skip
    assert late.refusal == "access.asked_on"
    assert not (tmp_path / "pack.zip").exists()
