"""Bad input on the real command line: refused with a sentence that helps, or shown verbatim; nothing lost.

A sentence is held to name what is wrong, where, and how to mend it: its key words are asserted.
"""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from tests.cli.command import Answer, command
from tests.cli.test_dossiers import a_pdf, with_password
from tests.exchange.factories import HEADER, csv_text, xlsx
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices
from tests.robustness.conftest import Guard
from tests.robustness.state import state_of

LINE = ("GRE-1", "AUBERT", "Léa", "12/04/1991", "Formation continue")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
WORD = b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml"


def told(answer: Answer, *words: str) -> str:
    """Assert a refusal whose sentences hold ``words``, and return all that was said.

    ``columns`` names fields for programs, by their codes: it is no sentence.
    """
    assert answer.code == 1, answer
    worded = {key: value for key, value in answer.data.items() if key != "columns"}
    said = json.dumps(worded, ensure_ascii=False) + answer.stderr
    for word in words:
        assert word in said, f"{word!r} is not in: {said}"
    assert "Traceback" not in said
    return said


def table(folder: Path, *lines: Sequence[Any], name: str = "liste.xlsx") -> Path:
    """Write a list of candidates."""
    path = folder / name
    rows = [HEADER, *lines]
    path.write_bytes(xlsx(rows) if name.endswith(".xlsx") else csv_text(rows).encode("utf-8"))
    return path


# --- the wrong file, the empty file ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("liste.xlsx", b"", ("vide",)),
        ("liste.csv", b"", ("vide",)),
        ("liste.ods", b"", ("vide",)),
        ("liste.pdf", a_pdf(), ("PDF", ".xlsx")),
        ("liste.xlsx", a_pdf(), ("PDF", ".xlsx")),
        ("liste.xlsx", PNG, ("image", ".xlsx")),
        ("liste.docx", WORD, (".xlsx",)),
        ("liste.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, (".xlsx",)),
        ("liste.xlsx", b"PK\x03\x04 coupe", (".xlsx",)),
        ("liste.csv", b"\x00\x01\x02\xff", (".csv",)),
    ],
)
def test_a_list_of_another_kind_is_refused(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard,
    name: str, content: bytes, words: tuple[str, ...],
) -> None:  # fmt: skip
    file = folder.parent / name
    file.write_bytes(content)
    with nothing_lost():
        answer = command(services, "candidates", "import", folder, made.id, file, "--json")
        told(answer, name, *words)


@pytest.mark.parametrize("content", [b"", b"{", PNG, b"[1, 2]", b'{"code": "RNCP1"}'])
def test_a_certification_that_is_none_is_refused(
    services: QuickServices, folder: Path, nothing_lost: Guard, content: bytes
) -> None:
    file = folder.parent / "fiche.json"
    file.write_bytes(content)
    with nothing_lost():
        told(command(services, "certification", "import", folder, file, "--json"), "fiche")


@pytest.mark.parametrize("content", [b"", PNG, a_pdf()])
def test_a_sheet_that_is_none_is_refused(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard, content: bytes
) -> None:
    codes = real_codes(services, folder, made)
    file = folder.parent / "grille.xlsx"
    file.write_bytes(content)
    with nothing_lost("credential", "audit_event"):  # identifying oneself is written down
        answer = command(
            services, "sheets", "import", folder, made.id, file, "--juror", "MARTIN Anne", "--json",
            code=codes["PRESIDENT"],
        )  # fmt: skip
        told(answer, "grille.xlsx")


@pytest.mark.parametrize("content", [b"", PNG, a_pdf(), b"CISPBK01", b"CISPBK01" + b"\0" * 4096])
def test_a_backup_that_is_none_restores_nothing(
    services: QuickServices, folder: Path, nothing_lost: Guard, content: bytes
) -> None:
    file, target = folder.parent / "sauvegarde.cisp", folder.parent / "neuf"
    file.write_bytes(content)
    with nothing_lost():
        told(command(services, "workspace", "restore", file, target, "--json"), "sauvegarde.cisp")
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", PNG, b"bonjour", a_pdf()])
def test_minutes_that_are_none_are_not_intact(
    services: QuickServices, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "pv.pdf"
    file.write_bytes(content)
    answer = command(services, "minutes", "verify", file, "--json", passphrase=None)
    assert (answer.code, answer.data["intact"]) == (1, False)
    assert all(problem["message"].endswith(".") for problem in answer.data["problems"])


# --- dossiers ----------------------------------------------------------------------------------------


def test_pdfs_that_cannot_serve_are_refused_by_name(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard
) -> None:
    sound = a_pdf()
    blank = io.BytesIO()
    pypdf.PdfWriter().write(blank)
    cases = {
        "D-0001 mémoire.pdf": (with_password(sound), "mot de passe"),
        "D-0001 monographie.pdf": (b"%PDF-1.7\nrien", "endommagé"),
        "D-0001 APST.pdf": (sound[: len(sound) // 2], "endommagé"),
        "D-0002 mémoire.pdf": (b"", "PDF"),
        "D-0002 monographie.pdf": (WORD, "PDF"),
        "D-0003 mémoire.pdf": (blank.getvalue(), "aucune page"),
    }
    source = folder.parent / "pièces"
    source.mkdir()
    for name, (content, _) in cases.items():
        (source / name).write_bytes(content)
    with nothing_lost():
        answer = command(services, "dossiers", "import", folder, made.id, source, "--json")
        assert answer.data["stored"] == 0
        assert sorted(answer.data["refused"]) == sorted(cases)
        for name, (_, words) in cases.items():
            assert words in answer.data["messages"][name]


def test_a_pdf_of_300_megabytes_is_refused_unread(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard
) -> None:
    source = folder.parent / "pièces"
    source.mkdir()
    with (source / "D-0001 mémoire.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(300 * 1024 * 1024)
    script = (
        "import resource, sys\n"
        "from tests.journeys.quick_services import QuickServices\n"
        "from tests.cli.command import command\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        f"answer = command(QuickServices(), 'dossiers', 'import', {str(folder)!r}, {made.id!r}, "
        f"{str(source)!r}, '--json')\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "print(answer.stdout, grown, file=sys.stdout)\n"
    )
    with nothing_lost():
        said = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.split("\n")  # fmt: skip
    data = json.loads(said[0])
    assert (data["stored"], data["refused"]) == (0, ["D-0001 mémoire.pdf"])
    message = data["messages"]["D-0001 mémoire.pdf"]
    assert "300" in message
    assert "200" in message
    if sys.platform == "linux":
        assert int(said[1]) < 200 * 1024, "the file was read into memory"  # kilobytes


# --- names -------------------------------------------------------------------------------------------

NAMES = [
    "<b>DUPONT</b>",
    "DUPONT & FILS",
    "=SOMME(A1:A9)",
    "+33",
    "-1",
    "@nom",
    "O'NEILL",
    "X",
    '"Z"',
    "de La Ñ",
]
FIRST = "<img/src=x>&=1+1"


def test_markup_ampersands_and_formulas_are_kept_as_typed_everywhere(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    lines = [(f"N-{i}", name, FIRST, "12/04/1991", "Formation continue") for i, name in enumerate(NAMES)]
    file = table(folder.parent, *lines)
    imported = command(services, "candidates", "import", folder, made.id, file, "--json").data
    assert (imported["imported"], imported["errors"]) == (len(NAMES), [])

    shown = command(services, "session", "show", folder, made.id, "--json").data["registrations"]
    assert [row["name"] for row in shown[3:]] == [f"{name} {FIRST}" for name in NAMES]

    sheets = folder.parent / "grilles"
    assert command(services, "sheets", "export", folder, made.id, sheets, "--json").code == 0
    book = openpyxl.load_workbook(next(sheets.iterdir()))
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}  # never a formula
    assert {f"{name} {FIRST}" for name in NAMES} <= {cell.value for cell in cells}

    draft = folder.parent / "projet.pdf"
    assert command(services, "minutes", "build", folder, made.id, "--draft", "--out", draft).code == 0
    text = "".join(page.extract_text() for page in pypdf.PdfReader(draft).pages)
    flat = "".join(text.split())
    for name in NAMES:
        assert "".join(name.split()) in flat, name
    assert FIRST in flat
    assert state_of(folder)["registration"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a\x00b", ("U+0000",)),
        ("a\x07b", ("U+0007",)),
        ("a\u202eb", ("U+202E",)),
        ("a\u2066b", ("U+2066",)),
        ("x" * 5_000, ("5000", "200")),
    ],
    ids=["NUL", "bell", "RLO", "isolate", "5,000 letters"],
)
def test_a_name_with_nul_or_5000_letters_is_refused_wherever_it_enters(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard,
    typed: str, words: tuple[str, ...],
) -> None:  # fmt: skip
    file = table(folder.parent, ("GRE-1", typed, *LINE[2:]), name="liste.csv")
    with nothing_lost():
        answer = command(services, "candidates", "import", folder, made.id, file, "--json")
        said = told(answer, *words)
        assert answer.data["errors"][0]["line"] == 2
        assert answer.data["errors"][0]["column"] == "Nom de naissance"
        panel = (
            "panel",
            "set",
            folder,
            made.id,
            "--professional",
            "B",
            "--centre",
            "C",
            "--president",
            typed,
        )
        said += told(command(services, *panel, "--json"), *words)
        created = (
            "session", "create", folder, "--certification", "RNCP36128", "--starts", "2022-12-14",
            "--centre", typed, "--json",
        )  # fmt: skip
        said += told(command(services, *created), *words)
    for code in ("seat.", "centre.", "juror.", "birth_name"):
        assert code not in said, f"a field is named by its code, {code}"


# --- lines that contradict each other or the calendar ------------------------------------------------


def test_two_candidates_with_one_number_are_told_by_both_lines(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard
) -> None:
    file = table(folder.parent, LINE, ("gre-1", "BENALI", *LINE[2:]), ("GRE-2", "COSTA", *LINE[2:]))
    with nothing_lost():
        answer = command(services, "candidates", "import", folder, made.id, file, "--json")
        told(answer, "gre-1", "ligne", "Donnez un numéro différent")
    assert (answer.data["imported"], answer.data["updated"]) == (0, 0)
    assert {(e["line"], e["column"]) for e in answer.data["errors"]} >= {(3, "N° dossier")}
    sound = command(
        services, "candidates", "import", folder, made.id, file, "--sound-lines", "--json"
    ).data  # fmt: skip
    assert sound["imported"] >= 1
    shown = command(services, "session", "show", folder, made.id, "--json").data["registrations"]
    numbers = [row["number"].casefold() for row in shown]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("typed", ["31/02/1991", "29/02/2001", "00/01/1991", "12/13/1991", "31/04/1991"])
def test_a_date_that_does_not_exist_is_told_with_its_cell(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard, typed: str
) -> None:
    file = table(folder.parent, LINE, ("GRE-2", "COSTA", "Inês", typed, "VAE"))
    with nothing_lost():
        answer = command(services, "candidates", "import", folder, made.id, file, "--json")
        told(answer, typed, "12/04/1991")
    assert [(e["line"], e["column"]) for e in answer.data["errors"]] == [(3, "Date de naissance")]
    create = ("session", "create", folder, "--certification", "RNCP36128", "--centre", "C", "--starts", typed)
    with nothing_lost():
        wrong = command(services, *create, "--json")
        assert (wrong.code, typed in wrong.stderr, "calendrier" in wrong.stderr) == (2, True, True)


# --- the jury ----------------------------------------------------------------------------------------


def real_codes(services: QuickServices, folder: Path, made: SessionMade) -> dict[str, str]:
    """Give real keys to the three seats, and return the first codes by role."""
    given = command(services, "panel", "codes", folder, made.id, "--json").data["seats"]
    return {seat["role"]: seat["code"] for seat in given}


@pytest.mark.parametrize("twin", ["MARTIN Anne", "martin anne", " Martin  ANNE ", "Anne MARTIN"])
def test_a_juror_on_two_seats_is_refused(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard, twin: str
) -> None:
    with nothing_lost():
        answer = command(
            services, "panel", "set", folder, made.id, "--president", "MARTIN Anne",
            "--professional", "PETIT", "--centre", twin, "--json",
        )  # fmt: skip
        told(answer, "deux sièges", "nommez une autre personne")


def test_an_incomplete_sheet_is_not_sealed_and_says_which_lines(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard
) -> None:
    codes = real_codes(services, folder, made)
    sheets = folder.parent / "grilles"
    command(services, "sheets", "export", folder, made.id, sheets)
    path = sheets / "PRESIDENT MARTIN Anne.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[4].value = 2
    book.worksheets[0].cell(7, 5).value = None
    book.worksheets[0].cell(13, 5).value = None
    book.save(path)
    arguments = ("sheets", "import", folder, made.id, path, "--juror", "MARTIN Anne", "--seal", "--json")
    with nothing_lost("credential", "audit_event"):
        answer = command(services, *arguments, code=codes["PRESIDENT"])
        told(answer, "Le niveau manque", "Saisissez un niveau")
    assert [error["line"] for error in answer.data["errors"]] == [7, 13]
    assert (answer.data["marks"], answer.data["sealed"]) == (0, 0)


def test_closing_with_undecided_candidates_lists_each_and_closes_nothing(
    services: QuickServices, folder: Path, made: SessionMade, nothing_lost: Guard
) -> None:
    target = folder.parent / "pv.pdf"
    target.write_bytes(b"older")
    with nothing_lost():
        answer = command(services, "minutes", "build", folder, made.id, "--out", target, "--json")
        told(answer, "points à régler", "D-0001", "D-0003", "BC05", "aucune décision", "Délibérer")
    assert len(answer.data["error"]["details"]) >= 15
    assert target.read_bytes() == b"older"
