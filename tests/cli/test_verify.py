"""``minutes verify``: who signed, what each revision changed, what a workspace knows of any file."""

from pathlib import Path

import pytest

from cisp_desktop.application.minutes_life import reopen_closing
from tests.application.issued_scenes import open_completed
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


def test_a_cut_file_is_told_from_a_lengthened_one_with_and_without_a_workspace(
    services: QuickServices, built: Path, folder: Path
) -> None:
    whole = built.read_bytes()
    last = whole.rindex(b"%%EOF", 0, len(whole) - 10) + 6
    files = {
        "milieu.pdf": (
            whole[: (last + len(whole)) // 2],
            "verification.cut_revision",
            "verification.file_cut",
        ),
        "debut.pdf": (whole[: last // 2], "verification.cut", "verification.file_cut"),
        "long.pdf": (whole + b"\n9 0 obj", "verification.cut_revision", "verification.file_added"),
    }
    for name, (content, alone, compared) in files.items():
        file = built.with_name(name)
        file.write_bytes(content)
        data = command(services, "minutes", "verify", file, "--json", passphrase=None).data
        assert (data["intact"], [one["code"] for one in data["problems"]][:1]) == (False, [alone]), name
        answer = command(services, "minutes", "verify", file, "--workspace", folder, "--json")
        told = answer.data["workspace"]
        assert (answer.code, answer.data["intact"], told["agrees"]) == (1, False, False), name
        assert [one["code"] for one in told["said"]] == [compared], name
        said = command(services, "minutes", "verify", file, "--workspace", folder).stdout
        assert said.startswith("NON INTÈGRE, identité "), name
        assert "ne vous fiez pas à ce fichier" in said.splitlines()[0], name
        assert ("ajoutées" in said, "incomplet" in said or "coupé" in said) == (
            compared == "verification.file_added", compared == "verification.file_cut"
        ), name  # fmt: skip


def test_a_damaged_file_names_its_signers_without_soothing(
    services: QuickServices, built: Path, folder: Path
) -> None:
    whole = built.read_bytes()
    last = whole.rindex(b"%%EOF", 0, len(whole) - 10) + 6
    built.write_bytes(whole[: (last + len(whole)) // 2])
    alone = command(services, "minutes", "verify", built, passphrase=None).stdout
    compared = command(services, "minutes", "verify", built, "--workspace", folder).stdout
    for said in (alone, compared):
        assert said.count("signature non vérifiable") == 3
        assert "Procès-verbal PV-" in said.splitlines()[1]
        assert "rien d’autre ne change" not in said
        assert "plus ancien" not in said
        assert "le même" not in said
    data = command(services, "minutes", "verify", built, "--json", passphrase=None).data
    assert {(one["valid"], one["trusted"]) for one in data["signatures"]} == {(None, None)}


# --- papers after the jury ----------------------------------------------------------------------------------


@pytest.fixture
def paper(services: QuickServices, tmp_path: Path) -> tuple[Path, Path]:
    """A workspace, and a notice that it issued, as a file beside."""
    workspace, made = open_completed(tmp_path)
    workspace.close()
    out = tmp_path / "out"
    asked = ("--kind", "Relevé de décision", "--candidate", "D-0001", "--out", out)
    assert command(services, "documents", "issue", workspace.path, made.id, *asked).code == 0
    return workspace.path, next(out.iterdir())


def test_an_issued_paper_is_confirmed_by_its_workspace_alone(
    services: QuickServices, paper: tuple[Path, Path]
) -> None:
    folder, file = paper
    alone = command(services, "minutes", "verify", file, "--json", passphrase=None)
    assert (alone.code, alone.data["intact"], alone.data["workspace"]) == (1, False, None)
    assert [one["code"] for one in alone.data["problems"]] == ["verification.unsigned_paper"]
    assert alone.data["code"] in alone.data["problems"][0]["message"]
    said = command(services, "minutes", "verify", file, passphrase=None).stdout
    assert said.startswith("Non signé\u00a0:")
    known = command(services, "minutes", "verify", file, "--workspace", folder, "--json")
    assert (known.code, known.data["intact"], known.data["problems"]) == (0, True, [])
    assert [one["code"] for one in known.data["workspace"]["said"]] == ["verification.paper_same"]
    said = command(services, "minutes", "verify", file, "--workspace", folder).stdout
    assert said.startswith("Identique à ce que cet espace de travail a enregistré.")
    assert f"Relevé de décision, code {alone.data['code']}" in said


def test_a_paper_that_was_changed_is_refused(services: QuickServices, paper: tuple[Path, Path]) -> None:
    folder, file = paper
    file.write_bytes(file.read_bytes().replace(b"/Type", b"/Typo", 1))
    answer = command(services, "minutes", "verify", file, "--workspace", folder, "--json")
    assert (answer.code, answer.data["intact"], answer.data["workspace"]["agrees"]) == (1, False, False)
    assert "verification.paper_other" in {one["code"] for one in answer.data["workspace"]["said"]}
    said = command(services, "minutes", "verify", file, "--workspace", folder).stdout
    assert said.startswith("Ce n’est pas le document délivré\u00a0:")
