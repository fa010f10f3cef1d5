"""The jurors' workbooks: what is written is what is read, whatever a spreadsheet program did to it."""

import errno
import io
import os
import re
import unicodedata
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cisp_desktop.application.sentences.exchange import SENTENCES
from cisp_desktop.application.sheet_rows import SheetFile, SheetRow
from cisp_desktop.application.wording import GLOBAL_LEVEL
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange.score_sheets import (
    TITLES,
    JurorWorkbooks,
    read_sheet,
    sheet_file_name,
    write_sheet,
)
from tests.exchange.factories import csv_text, ods, xlsx

LABELS = {"Non acquis": 0, "En cours d'acquisition": 1, "Acquis": 2, "Maîtrisé": 3}


def row(line: int = 2, **changes: Any) -> SheetRow:
    values: dict[str, Any] = {
        "line": line,
        "number": "GRE-22-001",
        "candidate": "AUBERT Léa",
        "block": "RNCP36128BC01",
        "item": "Effectuer une veille",
    }
    return SheetRow(**(values | changes))


def read_marks(*marks: Any, points: bool = False, item: str = "Épreuve") -> SheetFile:
    rows = [TITLES, *(("N1", "A B", "BC01", f"{item} {i}", mark, "") for i, mark in enumerate(marks))]
    return read_sheet(xlsx(rows), "g.xlsx", labels=LABELS, points=points)


def told(file: SheetFile) -> list[str]:
    return [SENTENCES[error.code].format(**error.values) for error in file.errors]


# --- writing ---------------------------------------------------------------------------------------


def test_a_written_sheet_keeps_the_contract(tmp_path: Path) -> None:
    path = JurorWorkbooks().write(
        tmp_path / "grilles", role="PRESIDENT", name="MARTIN Agnès",
        rows=[row(), row(3, item=GLOBAL_LEVEL), row(4, candidate="=1+1", comment="=HYPERLINK(1)")],
    )  # fmt: skip
    workbook = load_workbook(path)
    sheet = workbook.active
    assert path.name == "PRESIDENT MARTIN Agnès.xlsx"
    assert len(workbook.sheetnames) == 1
    assert tuple(cell.value for cell in sheet[1]) == TITLES
    assert not sheet.merged_cells.ranges
    assert sheet.freeze_panes == "A2"
    assert [sheet.cell(n, 4).value for n in (2, 3)] == ["Effectuer une veille", GLOBAL_LEVEL]
    assert [cell.data_type for cell in sheet[4] if cell.value is not None] == ["s"] * 5
    assert sheet["B4"].value == "=1+1"


def test_no_formula_is_written(tmp_path: Path) -> None:
    write_sheet(tmp_path / "g.xlsx", [row(candidate="=cmd|' /C calc'!A0", item="+1", comment="@x")])
    with zipfile.ZipFile(tmp_path / "g.xlsx") as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("D'ANGELO Chiara", "CENTRE D'ANGELO Chiara.xlsx"),
        ("HŒLDERLIN Anne-Sophie", "CENTRE HŒLDERLIN Anne-Sophie.xlsx"),
        (unicodedata.normalize("NFD", "ÉTIENNE François"), "CENTRE ÉTIENNE François.xlsx"),
        ("A/B\\C: <D>|?*", "CENTRE A_B_C_ _D____.xlsx"),
        ("../../etc/passwd", "CENTRE .._.._etc_passwd.xlsx"),
        ("MARTIN J.", "CENTRE MARTIN J.xlsx"),
    ],
)
def test_a_file_name_is_the_juror_s_as_far_as_file_systems_allow(name: str, expected: str) -> None:
    assert sheet_file_name("CENTRE", name) == expected


@given(st.text(max_size=200))
def test_any_name_gives_a_file_name_that_can_be_written(name: str) -> None:
    made = sheet_file_name("PRESIDENT", name.encode("utf-8", "ignore").decode())
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', made)
    assert len(made.encode()) <= 250
    assert made.startswith("PRESIDENT")
    assert made.endswith(".xlsx")


def test_a_full_disk_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.xlsx"
    write_sheet(path, [row()])
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as failure:
        write_sheet(path, [row(comment="other")])
    assert failure.value.code == "file.disk_full"
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["g.xlsx"]


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "dossier").write_text("x")
    with pytest.raises(StorageError) as failure:
        write_sheet(tmp_path / "dossier" / "g.xlsx", [row()])
    assert failure.value.code == "file.no_folder"


def test_a_filled_sheet_is_not_written_over(tmp_path: Path) -> None:
    files = JurorWorkbooks()
    first = files.write(tmp_path, role="CENTRE", name="ROY Ana", rows=[row(level=3)])
    files.write(tmp_path, role="CENTRE", name="ROY Ana", rows=[row()])
    files.write(tmp_path, role="CENTRE", name="ROY Ana", rows=[row()])
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "CENTRE ROY Ana (rempli 1).xlsx",
        "CENTRE ROY Ana.xlsx",
    ]
    kept = files.read(tmp_path / "CENTRE ROY Ana (rempli 1).xlsx", labels=LABELS, points=False)
    assert kept.rows[0].level == 3
    assert not files.read(first, labels=LABELS, points=False).rows[0].marked


# --- reading ---------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text).strip()
)
FULL_TEXT = TEXT.filter(lambda text: bool(text) and not text.startswith("#"))
ROWS = st.builds(
    SheetRow,
    line=st.just(0),
    number=FULL_TEXT,
    candidate=TEXT.filter(lambda text: not text.startswith("#")),
    block=FULL_TEXT,
    item=FULL_TEXT,
    level=st.none() | st.sampled_from([0, 1, 2, 3]),
    comment=TEXT.filter(lambda text: not text.startswith("#")),
)


@settings(max_examples=20)  # each example starts a child process
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_what_is_written_is_what_is_read(rows: list[SheetRow]) -> None:
    from tempfile import TemporaryDirectory

    numbered = [
        SheetRow(i, r.number, r.candidate, r.block, r.item, r.level, comment=r.comment)
        for i, r in enumerate(rows, start=2)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "g.xlsx"
        write_sheet(path, numbered)
        file = read_sheet(path, labels=LABELS)
    assert file.errors == ()
    assert list(file.rows) == numbered


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        (2, 2), (2.0, 2), ("2", 2), ("2,0", 2), ("Acquis", 2), ("ACQUIS", 2), ("maitrise", 3),
        ("en cours d’acquisition", 1), ("0", 0), (0, 0), ("3 – Maîtrisé", 3),
        ("1 (En cours d'acquisition)", 1),
    ],
)  # fmt: skip
def test_a_level_is_read_as_figure_or_word(typed: Any, level: int) -> None:
    file = read_marks(typed)
    assert file.errors == ()
    assert (file.rows[0].level, file.rows[0].not_evaluated) == (level, False)


@pytest.mark.parametrize("typed", ["N", "n", "Non évalué", "NON EVALUEE", "NE", "n.e.", "-", "–"])
def test_not_evaluated_is_its_own_state(typed: str) -> None:
    file = read_marks(typed)
    assert (file.rows[0].not_evaluated, file.rows[0].level) == (True, None)


@pytest.mark.parametrize("typed", ["4", "-1", "2,5", "Bien", "3 – Acquis", "12", "2 3"])
def test_what_is_no_level_is_told_with_the_levels(typed: str) -> None:
    file = read_marks("1", typed)
    assert [(error.line, error.column, error.code) for error in file.errors] == [(3, "Niveau", "score.level")]
    assert "3 (Maîtrisé)" in told(file)[0]
    assert len(file.rows) == 1


def test_an_empty_level_is_left_to_the_use_case() -> None:
    file = read_marks(1, "")
    assert [one.marked for one in file.rows] == [True, False]


@pytest.mark.parametrize(
    ("typed", "points"),
    [(12, "12.00"), (12.5, "12.50"), ("12,5", "12.50"), ("0", "0.00"), ("20", "20.00"), ("7.25", "7.25"),
     ("14/20", "14.00")],
)  # fmt: skip
def test_points_are_read_with_two_decimals(typed: Any, points: str) -> None:
    file = read_marks(typed, points=True)
    assert (file.rows[0].points, file.rows[0].level) == (Decimal(points), None)


@pytest.mark.parametrize("typed", ["20,01", "-1", "12,345", "Acquis", "1e1"])
def test_what_is_no_point_is_told(typed: str) -> None:
    assert [error.code for error in read_marks(typed, points=True).errors] == ["score.points"]


def test_the_global_level_of_a_scheme_of_points_is_a_level() -> None:
    rows = [TITLES, ("N1", "A", "U1", "niveau GLOBAL du bloc", "Acquis", "")]
    file = read_sheet(xlsx(rows), "g.xlsx", labels=LABELS, points=True)
    assert file.rows[0].level == 2


def test_a_row_without_number_or_block_is_told_by_cell() -> None:
    rows = [TITLES, ("", "A B", "", "Veille", 2, ""), (12, "A B", "BC01", "Veille", 2, "")]
    file = read_sheet(xlsx(rows), "g.xlsx", labels=LABELS)
    assert [(error.line, error.column) for error in file.errors] == [(2, "N° dossier"), (2, "Bloc")]
    assert file.rows[0].number == "12"


def test_columns_may_move_and_comments_may_be_absent() -> None:
    rows = [("NIVEAU", "compétence", "Bloc", "n° de dossier"), ("2", "Veille", "BC01", "N1")]
    for source in (xlsx(rows), ods(rows), csv_text(rows).encode("cp1252")):
        assert read_sheet(source, "g", labels=LABELS).rows == (SheetRow(2, "N1", "", "BC01", "Veille", 2),)


def test_a_long_comment_with_newlines_is_kept() -> None:
    comment = "Ligne 1\nLigne 2 " + "x" * 3_000
    file = read_sheet(xlsx([TITLES, ("N1", "A", "B1", "V", 2, comment)]), "g.xlsx", labels=LABELS)
    assert file.rows[0].comment == comment


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(RuleError) as refusal:
        read_sheet(xlsx([TITLES]), "g.xlsx", labels=LABELS)
    assert refusal.value.code == "score.no_line"


def test_a_list_of_candidates_is_not_taken_for_a_sheet() -> None:
    with pytest.raises(RuleError) as refusal:
        read_sheet(xlsx([["Nom", "Prénom"], ["A", "B"]]), "g.xlsx", labels=LABELS)
    assert refusal.value.code == "table.header_missing"


def test_a_workbook_saved_again_by_another_program_reads_the_same(tmp_path: Path) -> None:
    write_sheet(tmp_path / "g.xlsx", [row(level=1, comment="=x"), row(3, not_evaluated=True)])
    again = io.BytesIO()
    load_workbook(tmp_path / "g.xlsx").save(again)
    file = read_sheet(again.getvalue(), "g.xlsx", labels=LABELS)
    assert [(one.level, one.not_evaluated) for one in file.rows] == [(1, False), (None, True)]
