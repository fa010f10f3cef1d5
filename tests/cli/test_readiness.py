"""``session findings``, ``ready``, ``reopen``, ``create --like`` and ``documents print``."""

from pathlib import Path

from cisp_desktop.application.preparation_papers import PaperKind
from tests.cli.command import command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices


def test_findings_say_what_warns_and_that_nothing_blocks(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    answer = command(services, "session", "findings", folder, made.id, "--json")
    assert (answer.code, answer.data["blocks"], answer.data["ready"]) == (0, 0, None)
    codes = {finding["code"] for finding in answer.data["findings"]}
    assert {"DOSSIERS_MISSING", "REGISTRATION", "CENTRE_SIGNATORY"} <= codes
    said = command(services, "session", "findings", folder, made.id).stdout
    assert "Rien ne bloque" in said
    assert "21\u00a0dossiers manquants chez 3\u00a0candidats" in said


def test_a_session_is_declared_ready_shown_so_and_reopened(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    declared = command(services, "session", "ready", folder, made.id, "--by", "DUPUIS Marc", "--json")
    assert (declared.code, declared.data["ready_by"]) == (0, "DUPUIS Marc")
    assert declared.data["warnings"]
    shown = command(services, "session", "show", folder, made.id)
    assert "par DUPUIS Marc" in shown.stdout
    again = command(services, "session", "ready", folder, made.id, "--by", "Autre", "--json")
    assert (again.code, again.refusal) == (1, "session.ready")
    reopened = command(services, "session", "reopen", folder, made.id, "--reason", "Un candidat de plus")
    assert reopened.code == 0
    assert command(services, "session", "show", folder, made.id, "--json").data["ready"] is None


def test_what_blocks_is_told_line_by_line(services: QuickServices, folder: Path) -> None:
    created = command(
        services, "session", "create", folder, "--certification", "RNCP36128", "--centre", "Centre Test",
        "--starts", "14/12/2022", "--json",
    )  # fmt: skip
    answer = command(
        services, "session", "ready", folder, created.data["id"], "--by", "DUPUIS Marc", "--json"
    )
    assert (answer.code, answer.refusal) == (1, "readiness.no_candidate")
    details = answer.data["error"]["details"]
    assert details[0] == "Aucun candidat inscrit"
    assert sum("Siège vide" in line for line in details) == 3


def test_a_session_is_created_like_another_with_its_jury(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    answer = command(
        services, "session", "create", folder, "--like", made.id, "--starts", "14/12/2023", "--json"
    )
    assert answer.code == 0, answer
    assert [seat["role"] for seat in answer.data["seats"]] == ["PRESIDENT", "PROFESSIONAL", "CENTRE"]
    assert all(seat["code"] for seat in answer.data["seats"])
    bare = command(
        services, "session", "create", folder, "--like", made.id, "--starts", "14/01/2024", "--without-jury",
        "--json",
    )  # fmt: skip
    assert bare.data["seats"] == []


def test_a_template_and_a_centre_do_not_go_together(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    start = ("session", "create", folder, "--starts", "14/12/2023")
    both = command(services, *start, "--like", made.id, "--centre", "Centre Test", "--json")
    neither = command(services, *start, "--json")
    assert (both.code, both.refusal, neither.code, neither.refusal) == (2, "usage", 2, "usage")


def test_the_papers_are_written_one_by_one(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    out = tmp_path / "papiers"
    answer = command(
        services, "documents", "print", folder, made.id, "--kind", "convocations des candidats", "--kind",
        "NOMINATION", "--out", out, "--json",
    )  # fmt: skip
    assert answer.code == 0, answer
    assert answer.data["papers"] == {"NOMINATION": 1, "SUMMONS_CANDIDATES": 3}
    files = sorted(out.iterdir())
    assert len(files) == 4
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)
    assert "n’ont pas d’horaire" in " ".join(answer.data["warnings"])


def test_all_the_papers_are_written_as_one(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    target = tmp_path / "tout.pdf"
    answer = command(services, "documents", "print", folder, made.id, "--merged", target, "--json")
    assert answer.code == 0, answer
    assert set(answer.data["papers"]) == {kind.value for kind in PaperKind}
    assert answer.data["files"] == [str(target)]
    assert target.read_bytes().startswith(b"%PDF")


def test_an_unknown_kind_or_no_target_is_a_wrong_usage(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    unknown = command(
        services, "documents", "print", folder, made.id, "--kind", "menus", "--out", tmp_path, "--json"
    )
    nowhere = command(services, "documents", "print", folder, made.id, "--json")
    assert (unknown.code, nowhere.code) == (2, 2)
    assert "Grilles vierges" in unknown.data["error"]["message"]


def test_papers_that_exist_are_kept_unless_forced(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    out, whole = tmp_path / "papiers", tmp_path / "tout.pdf"
    separate = ("documents", "print", folder, made.id, "--kind", "NOMINATION", "--out", out)
    merged = ("documents", "print", folder, made.id, "--kind", "NOMINATION", "--merged")
    assert (command(services, *separate).code, command(services, *merged, whole).code) == (0, 0)
    kept = next(out.iterdir())
    for path in (kept, whole):
        path.write_bytes(b"mine")
    again = command(services, *separate, "--json")
    assert (again.code, again.refusal) == (1, "export.exists_inside")
    again = command(services, *merged, whole, "--json")
    assert (again.code, again.refusal) == (1, "export.exists")
    assert "--force" in again.data["error"]["message"]
    assert kept.read_bytes() == whole.read_bytes() == b"mine"
    for arguments in (separate, (*merged, whole)):
        assert command(services, *arguments, "--force").code == 0
    assert kept.read_bytes().startswith(b"%PDF")
    assert whole.read_bytes().startswith(b"%PDF")


def test_papers_go_neither_under_another_extension_nor_to_a_folder_that_is_not(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    start = ("documents", "print", folder, made.id, "--json")
    text = command(services, *start, "--merged", tmp_path / "tout.docx")
    lost = command(services, *start, "--merged", tmp_path / "absent" / "tout.pdf")
    deep = command(services, *start, "--out", tmp_path / "absent" / "papiers")
    assert [one.refusal for one in (text, lost, deep)] == [
        "export.ending", "export.no_folder", "export.no_folder",
    ]  # fmt: skip
    assert not (tmp_path / "absent").exists()


def test_nobody_is_summoned_before_a_jury_without_members(
    services: QuickServices, folder: Path, tmp_path: Path
) -> None:
    created = command(
        services, "session", "create", folder, "--certification", "RNCP36128", "--centre", "Centre Test",
        "--starts", "14/12/2032", "--json",
    ).data["id"]  # fmt: skip
    source = Path(__file__).parents[1] / "data" / "candidats-grenoble-2022-12.xlsx"
    assert command(services, "candidates", "import", folder, created, source).code == 0
    out = tmp_path / "papiers"
    answer = command(services, "documents", "print", folder, created, "--out", out, "--json")
    assert "SUMMONS_CANDIDATES" not in answer.data["papers"]
    assert "Convocations des candidats" in answer.data["nothing"]
    told = [one for one in answer.data["warnings"] if "aucun membre" in one]
    assert len(told) == 1
    assert "ne sont pas convoqués" in told[0]
    assert len(answer.data["warnings"]) == len(set(answer.data["warnings"]))
