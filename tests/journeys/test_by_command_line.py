"""The whole main job by the command line, in processes of its own, from nothing to verified minutes.

The first and the last command, and those about the passphrase, start Python anew as a shell does.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.journeys.command_line import cisp, cold_cisp, fill

REASON = "Les attendus du bloc ne sont pas atteints."


def pdf_signatures(pdf: Path) -> list[str]:
    """What an independent reader says of each signature."""
    said = subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, check=False).stdout
    return [line.split(":", 1)[1].strip() for line in said.splitlines() if "Signature Validation" in line]


def test_from_an_empty_folder_to_signed_minutes(tmp_path: Path, data_folder: Path) -> None:
    workspace, sheets, pdf = tmp_path / "espace", tmp_path / "grilles", tmp_path / "sorties" / "pv.pdf"
    assert cold_cisp("workspace", "create", workspace, "--json").data == {"path": str(workspace)}
    session = cisp(
        "session", "create", workspace, "--certification", "RNCP36128", "--centre", "Centre Grenoble",
        "--starts", "14/12/2022", "--ends", "2022-12-15", "--place", "Grenoble", "--json",
    ).data["id"]  # fmt: skip

    seats = cisp(
        "panel", "set", workspace, session, "--president", "LÉVÊQUE Anne", "--professional", "PETIT Karim",
        "--centre", "ROUX Sophie", "--json",
    ).data["seats"]  # fmt: skip
    assert [(s["role"], s["juror"]) for s in seats] == [
        ("PRESIDENT", "LÉVÊQUE Anne"), ("PROFESSIONAL", "PETIT Karim"), ("CENTRE", "ROUX Sophie"),
    ]  # fmt: skip

    imported = cisp(
        "candidates", "import", workspace, session, data_folder / "candidats-grenoble-2022-12.csv", "--json"
    ).data
    assert (imported["imported"], imported["updated"], imported["refused"], imported["errors"]) == (
        10,
        0,
        0,
        [],
    )
    again = cisp(
        "candidates", "import", workspace, session, data_folder / "candidats-grenoble-2022-12.xlsx", "--json"
    ).data
    assert (again["imported"], again["updated"]) == (2, 0)

    written = cisp("sheets", "export", workspace, session, sheets, "--json").data["files"]
    assert sorted(p.name for p in sheets.iterdir()) == sorted(f"{s['role']} {s['juror']}.xlsx" for s in seats)
    assert len(written) == 3
    for seat, split in zip(seats, (3, 1, 1), strict=True):
        book = sheets / f"{seat['role']} {seat['juror']}.xlsx"
        fill(book, level=2, others={("GRE-22-001", "BC01"): split, ("GRE-22-002", "BC05"): 1})
        refused = cisp(
            "sheets", "import", workspace, session, book, "--juror", seat["juror"], code="faux-code"
        )
        assert refused.code == 1
        taken = cisp(
            "sheets", "import", workspace, session, book,
            "--juror", seat["juror"].lower(), "--seal", "--json", code=seat["code"],
        )  # fmt: skip
        assert (taken.code, taken.data["sealed"], taken.data["errors"]) == (0, 51, [])

    shown = {c["number"]: c for c in cisp("deliberate", workspace, session, "--json").data["candidates"]}
    assert shown["GRE-22-001"]["blocks"]["RNCP36128BC01"]["proposal"] is None
    assert shown["GRE-22-002"]["blocks"]["RNCP36128BC05"]["proposal"] == "NOT_VALIDATED"
    assert shown["GRE-22-003"]["blocks"]["RNCP36128BC01"]["decision"] == "HELD"
    assert shown["GRE-22-012"]["blocks"]["RNCP36128BC05"]["decision"] == "NOT_PRESENTED"

    early = cisp("minutes", "build", workspace, session, "--out", pdf, "--json")
    assert (early.code, early.data["error"]["code"]) == (1, "minutes.prevented")
    assert not pdf.exists()
    without = cisp("deliberate", workspace, session, "--accept-proposals", "--json")
    assert (without.code, without.data["error"]["code"]) == (1, "decision.reason_missing")

    decided = cisp(
        "deliberate", workspace, session, "--accept-proposals", "--reason", REASON,
        "--decide", "GRE-22-001:BC01=VALIDATED", "--json",
    ).data["candidates"]  # fmt: skip
    outcomes = {c["number"]: c["outcome"] for c in decided}
    assert outcomes["GRE-22-001"] == outcomes["GRE-22-003"] == "CERTIFIED"
    assert outcomes["GRE-22-002"] == "PARTIAL"
    assert outcomes["GRE-22-007"] == outcomes["GRE-22-012"] == "BLOCKS_VALIDATED"

    draft = cisp(
        "minutes", "build", workspace, session, "--draft", "--out", tmp_path / "projet.pdf", "--json"
    )
    assert draft.data["id"] is None
    built = cisp("minutes", "build", workspace, session, "--out", pdf, "--json").data
    assert built["number"] == "PV-2022-GRE-0001"
    assert built["path"] == str(pdf)

    for seat in seats:
        signed = cisp(
            "minutes", "sign", workspace, built["id"], "--juror", seat["juror"], "--out", pdf, "--json",
            code=seat["code"],
        )  # fmt: skip
        assert signed.code == 0, signed.stderr
    twice = cisp(
        "minutes", "sign", workspace, built["id"], "--juror", "PETIT Karim", "--json", code=seats[1]["code"]
    )
    assert (twice.code, twice.data["error"]["code"]) == (1, "minutes.already_signed")

    verdict = cold_cisp("minutes", "verify", pdf, "--json", passphrase=None)
    assert (verdict.code, verdict.data["intact"], verdict.data["trusted"]) == (0, True, None)
    assert [(s["name"], s["role"], s["valid"]) for s in verdict.data["signatures"]] == [
        (s["juror"], s["role"], True) for s in seats
    ]
    assert verdict.data["sha256"] == built["sha256"]
    assert verdict.data["problems"] == []
    authority = tmp_path / "autorite.crt"
    assert cisp("workspace", "authority", workspace, authority).code == 0
    known = cisp("minutes", "verify", pdf, "--authority", authority, "--json", passphrase=None).data
    assert (known["intact"], known["trusted"]) == (True, True)
    assert pdf_signatures(pdf) == ["Signature is Valid."] * 4
    assert subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, check=False).returncode == 0

    sums = hashlib.sha256(pdf.read_bytes()).hexdigest()
    rebuilt = cisp("minutes", "build", workspace, session, "--out", pdf, "--json").data
    assert rebuilt["id"] == built["id"]
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == sums

    closed = cisp(
        "candidates", "import", workspace, session, data_folder / "candidats-grenoble-2022-12.xlsx", "--json"
    )
    assert (closed.code, closed.data["error"]["code"]) == (1, "session.closed")
    assert cisp("workspace", "check", workspace, "--json").data == {"sound": True, "problems": []}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace with one empty session."""
    workspace = tmp_path_factory.mktemp("commandes") / "espace"
    assert cisp("workspace", "create", workspace).code == 0
    created = cisp(
        "session", "create", workspace, "--certification", "RNCP6133", "--centre", "Centre Lyon",
        "--starts", "2026-12-14", "--json",
    )  # fmt: skip
    return workspace, created.data["id"]


def test_a_file_with_an_error_imports_nothing_and_tells_lines_and_columns(
    made: tuple[Path, str], data_folder: Path
) -> None:
    refused = cisp("candidates", "import", *made, data_folder / "candidats-avec-erreurs.xlsx", "--json")
    assert refused.code == 1
    assert refused.data["imported"] == 0
    places = {(e["line"], e["column"]) for e in refused.data["errors"]}
    assert {(2, "Date de naissance"), (3, "Nom de naissance"), (6, "Date de naissance")} <= places
    assert cisp("session", "show", *made, "--json").data["registrations"] == []


def test_errors_are_one_json_object_with_their_exit_code(made: tuple[Path, str], tmp_path: Path) -> None:
    workspace, session = made
    create = ("session", "create", workspace, "--certification", "RNCP36128")
    cases = [
        (("session", "show", workspace, "nulle-part"), 1),
        (("session", "list", tmp_path / "rien"), 1),
        ((*create, "--centre", "C", "--starts", "31/02/2022"), 2),
        (("session", "create", workspace), 2),
        (("inconnue",), 2),
        (("session", "list", workspace, "--inconnue"), 2),
        (("sheets", "import", workspace, session, tmp_path / "absent.xlsx", "--juror", "PERSONNE"), 1),
        (("deliberate", workspace, session, "--decide", "n’importe quoi"), 2),
        (("deliberate", workspace, session, "--decide", "X-1:U1=VALIDATED"), 1),
    ]  # fmt: skip
    for arguments, code in cases:
        answer = cisp(*arguments, "--json")
        assert answer.code == code, (arguments, answer)
        assert set(answer.data["error"]) >= {"code", "message"}, arguments
        assert answer.stderr.strip(), arguments
        assert "Traceback" not in answer.stderr, arguments


def test_a_wrong_passphrase_and_a_missing_one_are_told(made: tuple[Path, str], tmp_path: Path) -> None:
    workspace, _ = made
    wrong = cold_cisp("session", "list", workspace, "--json", passphrase="pas la bonne phrase")
    assert (wrong.code, wrong.data["error"]["code"]) == (1, "workspace.wrong_passphrase")
    missing = cold_cisp("session", "list", workspace, "--json", passphrase=None)
    assert (missing.code, missing.data["error"]["code"]) == (2, "secret.missing")
    file = tmp_path / "phrase.txt"
    file.write_text("une phrase de passe & longue\n", "utf-8")
    assert (
        cold_cisp("session", "list", workspace, "--json", "--passphrase-file", file, passphrase=None).code
        == 0
    )


def test_an_altered_or_unreadable_file_is_not_intact(tmp_path: Path) -> None:
    cases = {"vide.pdf": b"", "coupe.pdf": b"%PDF-1.7\n1 0 obj", "texte.pdf": b"bonjour", "absent.pdf": None}
    for name, content in cases.items():
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content)
        answer = cisp("minutes", "verify", file, "--json", passphrase=None)
        assert (answer.code, answer.data["intact"]) == (1, False)
        assert answer.data["problems"]


def test_a_backup_restores_elsewhere(made: tuple[Path, str], tmp_path: Path) -> None:
    workspace, session = made
    file, copy = tmp_path / "sauvegarde.cisp", tmp_path / "copie"
    assert cisp("workspace", "backup", workspace, file).code == 0
    assert cisp("workspace", "restore", file, copy).code == 0
    assert cisp("session", "list", copy, "--json").data["sessions"][0]["id"] == session
    shutil.rmtree(copy)


def test_certifications_are_shown_with_their_official_wording(made: tuple[Path, str]) -> None:
    shown = cisp("certification", "show", made[0], "RNCP36128", "--json").data
    assert shown["title"] == "Coordinateur de parcours d’insertion sociale et professionnelle"
    assert [len(block["competences"]) for block in shown["blocks"]] == [11, 16, 12, 9, 11]
    assert shown["source_defects"]
