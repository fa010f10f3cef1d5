"""``certification search`` and ``certification import``: the flow, a page, and what they say."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.command import command
from tests.exchange.reference_files import CODES, EXTRACT, PAGES, flow, small_sheet
from tests.journeys.quick_services import QuickServices

SHIPPED = Path(__file__).parents[2] / "resources" / "data" / "certifications" / "RNCP6133.json"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The extract as it is downloaded."""
    path = tmp_path / "export-fiches-rncp.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(EXTRACT, "export_fiches_RNCP_V4_1.xml")
    return path


def test_a_search_gives_code_level_state_and_title(services: QuickServices) -> None:
    answer = command(services, "certification", "search", EXTRACT, "développeur", "web", "--json")
    assert answer.code == 0
    assert [one["code"] for one in answer.data["sheets"]] == ["RNCP37674", "RNCP35959"]
    assert answer.data["sheets"][0] == {
        "code": "RNCP37674", "title": "Développeur web et web mobile", "level": 5, "active": True,
        "kind": "RNCP", "blocks": 2, "registration_ends": "2028-09-01",
    }  # fmt: skip
    lines = command(services, "certification", "search", EXTRACT, "grande école").stdout
    assert "RNCP34762  niveau 7  5\u00a0blocs  inactive, jusqu’au 31/08/2024" in lines


def test_a_search_without_a_match_says_so(services: QuickServices) -> None:
    answer = command(services, "certification", "search", EXTRACT, "plongeur")
    assert (answer.code, answer.stdout) == (0, "Aucune fiche ne porte ces mots.\n")


def test_several_sheets_come_out_of_the_archive_at_once(
    services: QuickServices, folder: Path, archive: Path
) -> None:
    answer = command(
        services,
        "certification",
        "import",
        folder,
        archive,
        "--code",
        "35959",
        "--code",
        "RNCP40344",
        "--json",
    )
    assert answer.code == 0, answer
    assert [(one["id"], one["blocks"], one["competences"]) for one in answer.data["certifications"]] == [
        ("RNCP35959/1", 5, 55), ("RNCP40344/1", 4, 24),
    ]  # fmt: skip
    assert "propositions" in answer.data["to_read"]
    shown = command(services, "certification", "show", folder, "RNCP40344", "--json").data
    assert [block["code"] for block in shown["blocks"]] == [f"RNCP40344BC0{i}" for i in (1, 2, 3, 4)]
    assert any("qui juge" in defect for defect in shown["source_defects"])


def test_the_answer_says_that_the_parting_is_a_proposal(services: QuickServices, folder: Path) -> None:
    answer = command(services, "certification", "import", folder, EXTRACT, "--code", "RNCP37674")
    assert "RNCP37674/1  2\u00a0blocs, 8\u00a0compétences" in answer.stdout
    assert "sont des propositions" in answer.stdout


def test_a_flow_without_a_code_tells_how_to_choose(services: QuickServices, folder: Path) -> None:
    answer = command(services, "certification", "import", folder, EXTRACT, "--json")
    assert (answer.code, answer.refusal) == (1, "reference.code_needed")
    assert all(code in answer.data["error"]["message"] for code in CODES)


def test_an_unknown_code_stops_before_anything_is_written(services: QuickServices, folder: Path) -> None:
    before = command(services, "certification", "list", folder, "--json").data
    answer = command(
        services, "certification", "import", folder, EXTRACT, "--code", "RNCP37674", "--code", "1", "--json"
    )
    assert (answer.code, answer.refusal) == (1, "reference.unknown_code")
    assert command(services, "certification", "list", folder, "--json").data == before


def test_a_sheet_without_blocks_is_refused_with_the_reason(
    services: QuickServices, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rs.xml"
    file.write_bytes(flow(small_sheet("RS5616", "CléA")))
    answer = command(services, "certification", "import", folder, file, "--code", "RS5616", "--json")
    assert (answer.code, answer.refusal) == (1, "certification.no_blocks")
    assert "RS5616" in answer.data["error"]["message"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_pasted_page_is_imported_from_a_text_file(
    services: QuickServices, folder: Path, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "fiche.txt"
    file.write_bytes((PAGES / "page-RNCP36128.txt").read_text("utf-8").encode(encoding))
    answer = command(services, "certification", "import", folder, file, "--json")
    assert answer.code == 0, answer
    one = answer.data["certifications"][0]
    assert answer.data["id"] == one["id"]
    assert (one["code"], one["blocks"], one["competences"], one["assessments"]) == ("RNCP36128", 5, 59, 10)


def test_a_text_that_is_no_sheet_is_refused(services: QuickServices, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "lettre.txt"
    file.write_text("Bonjour", "utf-8")
    answer = command(services, "certification", "import", folder, file, "--json")
    assert (answer.code, answer.refusal) == (1, "reference.page.unrecognised")


def test_the_shipped_format_is_still_imported(services: QuickServices, folder: Path, tmp_path: Path) -> None:
    data = json.loads(SHIPPED.read_text("utf-8")) | {"code": "RNCP99999"}
    file = tmp_path / "fiche.json"
    file.write_text(json.dumps(data), "utf-8")
    answer = command(services, "certification", "import", folder, file, "--json")
    assert (answer.code, answer.data) == (0, {"id": "RNCP99999/1", "state": "CREATED"})


# --- what is there already ---------------------------------------------------------------------------


def test_importing_the_same_again_says_so_and_writes_nothing(services: QuickServices, folder: Path) -> None:
    arguments = ("certification", "import", folder, EXTRACT, "--code", "RNCP37674")
    assert command(services, *arguments, "--json").data["certifications"][0]["state"] == "CREATED"
    before = command(services, "journal", "show", folder, "--json").data["count"]
    again = command(services, *arguments)
    assert again.stdout == "RNCP37674, version 1\u00a0: déjà à jour, rien n’a changé.\n"
    assert command(services, *arguments, "--json").data["certifications"][0]["state"] == "UNCHANGED"
    assert command(services, "journal", "show", folder, "--json").data["count"] == before


def test_a_sheet_that_differs_says_why_a_version_is_made(
    services: QuickServices, folder: Path, tmp_path: Path
) -> None:
    data = json.loads(SHIPPED.read_text("utf-8"))
    data["blocks"][0]["assessments"][0]["title"] += " et un dossier"
    data["title"] += " (nouveau)"
    file = tmp_path / "fiche.json"
    file.write_text(json.dumps(data), "utf-8")
    answer = command(services, "certification", "import", folder, file)
    assert "RNCP6133\u00a0: version 2 créée, parce que la fiche diffère de la version 1" in answer.stdout
    assert "(1\u00a0épreuve, 1\u00a0champ de la fiche)" in answer.stdout
    assert "certification compare" in answer.stdout
    assert command(services, "certification", "import", folder, file, "--json").data["state"] == "UNCHANGED"
    compared = command(services, "certification", "compare", folder, "rncp6133", "--json").data
    assert (compared["before"], compared["after"]) == ("RNCP6133/1", "RNCP6133/2")
    assert [(one["kind"], one["change"]) for one in compared["differences"]] == [
        ("FACT", "CHANGED"), ("ASSESSMENT", "CHANGED"),
    ]  # fmt: skip
    assert "épreuve · changé" in command(services, "certification", "compare", folder, "RNCP6133").stdout
    wrong = command(services, "certification", "compare", folder, "RNCP6133", "--from", "9", "--json")
    assert (wrong.code, wrong.refusal) == (1, "certification.version_unknown")


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_are_taken(
    services: QuickServices, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "README.md"
    file.write_text("# Lisez-moi", "utf-8")
    answer = command(services, "certification", "import", folder, file, "--json")
    assert (answer.code, answer.refusal) == (1, "reference.kind")
    assert all(kind in answer.stderr for kind in (".json", ".xml", ".zip", ".txt"))


@pytest.mark.parametrize("name", ["absent.xml", "absent.txt", "absent.json"])
def test_a_mistyped_path_is_said_to_be_one(services: QuickServices, folder: Path, name: str) -> None:
    answer = command(services, "certification", "import", folder, folder / name, "--code", "RNCP1")
    assert answer.code == 1
    assert name in answer.stderr
    assert "Vérifiez le" in answer.stderr
    assert "n’existe plus" not in answer.stderr
