"""Columns of a list: recognised, mapped by hand, sampled; several worksheets; lists of results."""

from datetime import date
from pathlib import Path

import pytest

from cisp_desktop.application.list_columns import ColumnFound, ListColumns
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.candidates import candidate_files
from cisp_desktop.exchange.outside_results import result_files
from tests.exchange.factories import AUBERT, COSTA, HEADER, candidate, csv_text, rows_of, xlsx

ODD = ("Ident", "Nom de naissance", "Prénoms", "Date de naissance", "Filière")
MAPPING = {"ident": "number", "filiere": "access_path"}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(csv_text([ODD, AUBERT, COSTA]), "utf-8")
    return path


def fields(columns: ListColumns) -> dict[str, str]:
    return {column.title: column.field for column in columns.columns}


def test_columns_are_shown_with_samples_even_when_required_ones_are_missing(odd: Path) -> None:
    columns = candidate_files().open(odd).columns()
    assert columns.missing == ("N° dossier", "Voie d'accès")
    assert columns.columns[0] == ColumnFound("ident", "Ident", ("GRE-22-001", "GRE-22-003"), "", "")
    assert columns.columns[3].samples == ("12/04/1991", "03/02/1979")


def test_a_mapping_fills_fields_that_titles_do_not_tell(odd: Path) -> None:
    file = candidate_files().open(odd)
    assert file.columns(mapping=MAPPING).missing == ()
    listed = file.read(mapping=MAPPING)
    assert [line.number for line in listed.lines] == ["GRE-22-001", "GRE-22-003"]
    assert listed.columns["Filière"] == "access_path"


def test_a_mapping_goes_before_what_a_title_says(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(csv_text([(*HEADER, "Nom complet"), (*AUBERT, "MARTIN")]), "utf-8")
    mapping = {"nomcomplet": "birth_name"}
    listed = candidate_files().read(path, mapping=mapping)
    assert listed.lines[0].birth_name == "MARTIN"
    assert listed.ignored_columns == ("Nom de naissance",)


def test_a_column_mapped_to_nothing_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(csv_text([(*HEADER, "Courriel"), (*AUBERT, "pas un courriel")]), "utf-8")
    assert candidate_files().read(path).errors != ()
    listed = candidate_files().read(path, mapping={"courriel": ""})
    assert (listed.errors, listed.ignored_columns) == ((), ("Courriel",))


def test_two_columns_of_one_title_have_keys_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(csv_text([("Date", *HEADER, "Date"), ("x", *AUBERT, "13/09/2021")]), "utf-8")
    columns = candidate_files().open(path).columns(mapping={"date#2": "entered_on"})
    assert [column.key for column in columns.columns if column.title == "Date"] == ["date", "date#2"]
    assert candidate_files().read(path, mapping={"date#2": "entered_on"}).lines[0].entered_on == date(
        2021, 9, 13
    )


def test_a_remembered_title_that_the_file_lacks_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(csv_text([HEADER, AUBERT]), "utf-8")
    assert len(candidate_files().read(path, mapping=MAPPING | {"x": "no_such_field"}).lines) == 1


def test_a_table_without_any_known_title_shows_its_first_full_line(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Jury de décembre\r\n\r\nA;B;C\r\n1;2;3\r\n", "utf-8")
    columns = candidate_files().open(path).columns()
    assert (columns.line, list(fields(columns))) == (3, ["A", "B", "C"])


@pytest.fixture
def two_sheets(tmp_path: Path) -> Path:
    path = tmp_path / "deux.xlsx"
    other = candidate(**{"N° dossier": "LYO-22-009"})
    path.write_bytes(xlsx(rows_of(candidate()), rows_of(other), names=("Grenoble", "Lyon")))
    return path


def test_a_worksheet_is_chosen_among_several_lists(two_sheets: Path) -> None:
    file = candidate_files().open(two_sheets)
    assert (file.columns().sheets, file.columns().unsure) == (("Grenoble", "Lyon"), True)
    with pytest.raises(RuleError, match=r"candidates\.several_sheets"):
        file.read()
    assert [line.number for line in file.read(sheet="Lyon").lines] == ["LYO-22-009"]


def test_an_unknown_worksheet_is_refused_with_those_that_exist(two_sheets: Path) -> None:
    with pytest.raises(RuleError, match=r"table\.sheet_unknown") as refusal:
        candidate_files().read(two_sheets, sheet="Nice")
    assert "Lyon" in str(refusal.value.values["names"])


# --- results judged outside the panel -----------------------------------------------------------------

RESULTS = ("N° dossier", "Bloc", "Épreuve", "Résultat", "Note /20", "Évaluateur", "Date")


def results(tmp_path: Path, *rows: tuple[object, ...]) -> Path:
    path = tmp_path / "résultats.xlsx"
    path.write_bytes(xlsx([RESULTS, *rows]))
    return path


def test_results_are_read_with_points_in_hundredths(tmp_path: Path) -> None:
    path = results(tmp_path, ("D-1", "BC03", "", "Favorable", 12.5, "TARDY Nicole", date(2022, 11, 3)))
    line = result_files().read(path).lines[0]
    assert (line.number, line.block, line.favourable, line.points) == ("D-1", "BC03", True, 1250)
    assert (line.evaluator, line.judged_on) == ("TARDY Nicole", date(2022, 11, 3))


@pytest.mark.parametrize(
    ("word", "favourable"),
    [("ACQUIS", True), ("Non acquis", False), ("défavorable", False), ("Validé", True), ("NV", False)],
)
def test_a_result_is_understood_in_the_words_of_evaluators(
    tmp_path: Path, word: str, favourable: bool
) -> None:
    path = results(tmp_path, ("D-1", "", "", word, "", "TARDY Nicole", date(2022, 11, 3)))
    assert result_files().read(path).lines[0].favourable is favourable


def test_what_is_wrong_in_a_result_is_told_by_line_and_column(tmp_path: Path) -> None:
    path = results(
        tmp_path,
        ("D-1", "BC03", "", "Partiellement acquis", "21", "", "31/02/2022"),
        ("D-2", "BC03", "", "", "12,345", "TARDY Nicole", date(2022, 11, 3)),
    )
    listed = result_files().read(path)
    assert listed.lines == ()
    assert [(error.line, error.column, error.code) for error in listed.errors] == [
        (2, "Résultat", "outside_result.verdict"),
        (2, "Note /20", "outside_result.points"),
        (2, "Évaluateur", "cell.missing"),
        (2, "Date", "date.impossible"),
        (3, "Résultat", "cell.missing"),
        (3, "Note /20", "outside_result.points"),
    ]
    assert listed.refused == {2: ("D-1", ""), 3: ("D-2", "")}


def test_a_list_of_results_without_a_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"outside_result\.no_line"):
        result_files().read(results(tmp_path))
