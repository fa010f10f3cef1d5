"""Reading a list of candidates: what is understood, what is told, and where."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.candidate_list import CandidateList, HeldClaim
from cisp_desktop.application.sentences.exchange import SENTENCES
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange.candidates import read_candidates
from tests.exchange.factories import (
    AUBERT,
    COSTA,
    HEADER,
    TODAY,
    candidate,
    csv_text,
    ods,
    rows_of,
    with_part,
    xlsx,
)


def read(source: bytes, filename: str = "liste.csv") -> CandidateList:
    return read_candidates(source, filename, today=TODAY)


def read_lines(*lines: dict[str, Any]) -> CandidateList:
    return read(csv_text(rows_of(*lines)).encode())


def codes(listed: CandidateList) -> list[tuple[int, str, str]]:
    return [(error.line, error.column, error.code) for error in listed.errors]


def told(listed: CandidateList) -> list[str]:
    return [SENTENCES[error.code].format(**error.values) for error in listed.errors]


# --- samples ---------------------------------------------------------------------------------------


def test_the_clean_workbook_gives_its_twelve_candidates(data_folder: Path) -> None:
    listed = read_candidates(data_folder / "candidats-grenoble-2022-12.xlsx", today=TODAY)
    assert listed.errors == ()
    assert listed.ignored_columns == ()
    assert [line.number for line in listed.lines] == [f"GRE-22-{n:03d}" for n in range(1, 13)]
    costa, ferrand = listed.lines[2], listed.lines[6]
    assert (costa.line, costa.access_path, costa.sex) == (4, "VAE", "F")
    assert costa.vae_admissible_on == date(2022, 3, 1)
    assert costa.presented == ("BC03", "BC04", "BC05")
    assert costa.held == tuple(
        HeldClaim(f"RNCP36128BC0{n}", date(2022, 6, 24), "PV-2022-GRE-0003") for n in (1, 2)
    )
    assert ferrand.held == (
        HeldClaim("RNCP16575U1", date(2012, 6, 28), None),
        *(HeldClaim(f"RNCP36128BC0{n}", date(2022, 6, 24), "PV-2022-LYO-0011") for n in (2, 3, 4)),
    )


def test_the_windows_csv_says_the_same_as_the_workbook(data_folder: Path) -> None:
    workbook = read_candidates(data_folder / "candidats-grenoble-2022-12.xlsx", today=TODAY)
    text = read_candidates(data_folder / "candidats-grenoble-2022-12.csv", today=TODAY)
    by_number = {line.number: line for line in workbook.lines}
    assert len(text.lines) == 10
    for line in text.lines:
        same = by_number[line.number]
        for name in line._fields:
            if name != "line":
                assert getattr(line, name) == getattr(same, name), name


def test_every_error_of_the_faulty_sample_is_told_by_line_and_column(data_folder: Path) -> None:
    listed = read_candidates(data_folder / "candidats-avec-erreurs.xlsx", today=TODAY)
    assert codes(listed) == [
        (2, "N° dossier", "candidate.number_twice"),
        (2, "Date de naissance", "date.impossible"),
        (3, "Nom de naissance", "cell.missing"),
        (6, "Date de naissance", "candidate.birth_future"),
        (7, "Code INSEE naissance", "candidate.insee"),
        (8, "N° dossier", "candidate.number_twice"),
        (9, "Nom de naissance", "cell.missing"),
        (9, "Courriel", "candidate.email"),
    ]
    assert [line.line for line in listed.lines] == [4, 5]
    assert "Le 31/02/1991 n’existe pas." in told(listed)[1]
    assert "ligne 8" in told(listed)[0]
    assert "ligne 2" in told(listed)[5]


# --- headers ---------------------------------------------------------------------------------------


@given(st.permutations(range(len(HEADER))))
def test_columns_may_stand_in_any_order(order: list[int]) -> None:
    rows = [[row[i] for i in order] for row in (HEADER, AUBERT, COSTA)]
    listed = read(csv_text(rows).encode())
    assert [(line.number, line.birth_name, line.birth_date) for line in listed.lines] == [
        (AUBERT[0], AUBERT[1], AUBERT[3]),
        (COSTA[0], COSTA[1], COSTA[3]),
    ]


@pytest.mark.parametrize(
    "header",
    [
        ("N° DOSSIER", "NOM DE NAISSANCE", "PRENOM(S)", "NE(E) LE", "VOIE D’ACCES"),
        ("no dossier", "nom  de  naissance", "prénom", "Né le", "voie d acces"),
        ("Numéro", "Nom", "Prénom", "Date de naissance", "Voie d`accès"),
        ("Nº de dossier", "Nom de famille", "Prénoms", "DDN", "Voie d'accès"),
        (" N° Dossier ", "Nom de naissance :", "Prénoms", "Date de naissance (JJ/MM/AAAA)", "VOIE D'ACCÈS"),
    ],
)
def test_headers_are_recognised_however_they_are_written(header: tuple[str, ...]) -> None:
    listed = read(csv_text([header, AUBERT]).encode())
    assert listed.errors == ()
    assert listed.lines[0].birth_name == "AUBERT"
    assert listed.ignored_columns == ()


def test_a_header_below_a_title_and_blank_lines_is_found() -> None:
    rows = [["Candidats du jury de décembre"], [], ["Centre de Grenoble"], HEADER, [], AUBERT, [" "], COSTA]
    listed = read(csv_text(rows).encode())
    assert [line.line for line in listed.lines] == [6, 8]


def test_a_missing_column_is_named_with_the_headers_found() -> None:
    with pytest.raises(RuleError) as refusal:
        read(csv_text([HEADER[:3], AUBERT[:3]]).encode())
    assert refusal.value.code == "table.columns_missing"
    sentence = SENTENCES[refusal.value.code].format(**refusal.value.values)
    assert "Date de naissance" in sentence
    assert "Voie d'accès" in sentence
    assert "«\u00a0Prénoms\u00a0»" in sentence


def test_a_table_of_something_else_is_refused_with_what_was_read() -> None:
    with pytest.raises(RuleError) as refusal:
        read(b"Article;Prix\r\nStylo;2\r\n")
    assert refusal.value.code == "table.header_missing"
    assert "Article" in str(refusal.value.values["found"])


def test_two_columns_that_mean_the_same_are_refused() -> None:
    with pytest.raises(RuleError) as refusal:
        read(csv_text([(*HEADER, "Né le"), (*AUBERT, "12/04/1991")]).encode())
    assert refusal.value.code == "table.columns_twice"


def test_a_column_that_means_nothing_here_is_named_not_dropped_in_silence() -> None:
    listed = read(csv_text([(*HEADER, "Pointure", ""), (*AUBERT, "39", "note")]).encode())
    assert listed.ignored_columns == ("Pointure", "(colonne G, sans titre)")


def test_nom_beside_nom_de_naissance_is_not_taken_for_it() -> None:
    listed = read(csv_text([("Nom", *HEADER), ("LE GOFF", *AUBERT)]).encode())
    assert listed.lines[0].birth_name == "AUBERT"
    assert listed.ignored_columns == ("Nom",)


def test_the_sheet_with_candidates_is_taken_among_several() -> None:
    listed = read(xlsx([["Notes"]], [HEADER, AUBERT], names=["Lisez-moi", "Inscrits"]), "a.xlsx")
    assert (listed.sheet, len(listed.lines)) == ("Inscrits", 1)


def test_two_lists_of_candidates_in_one_workbook_are_refused_by_name() -> None:
    with pytest.raises(RuleError) as refusal:
        read(xlsx([HEADER, AUBERT], [HEADER, COSTA], names=["Juin", "Décembre"]), "a.xlsx")
    assert refusal.value.code == "candidates.several_sheets"
    assert "Décembre" in str(refusal.value.values["names"])


def test_a_hidden_copy_of_the_list_does_not_count() -> None:
    listed = read(xlsx([HEADER, AUBERT], [HEADER, COSTA], hidden=[1]), "a.xlsx")
    assert [line.number for line in listed.lines] == ["GRE-22-001"]


def test_headers_without_candidates_are_refused() -> None:
    with pytest.raises(RuleError) as refusal:
        read(csv_text([HEADER]).encode())
    assert refusal.value.code == "candidates.no_line"


# --- formats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    listed = read(csv_text([HEADER, AUBERT, COSTA], delimiter).encode(encoding))
    assert [line.first_names for line in listed.lines] == ["Léa", "Inês"]


def test_an_ods_says_the_same_as_an_xlsx() -> None:
    rows = [(*HEADER, "Sélection réussie", "Années d'expérience"), (*AUBERT, True, 3), (*COSTA, "", "")]
    assert read(ods(rows), "a.ods").lines == read(xlsx(rows), "a.xlsx").lines


def test_a_quoted_field_may_hold_newlines_and_the_line_is_the_spreadsheet_s() -> None:
    rows = rows_of(
        candidate(Aménagements="Tiers temps\nSalle ; à part"),
        candidate(**{"N° dossier": "2", "Né": "x"}),
    )
    listed = read(csv_text(rows).encode())
    assert listed.lines[0].accommodations == "Tiers temps\nSalle ; à part"
    assert [line.line for line in listed.lines] == [2, 3]


def test_an_unclosed_quote_is_refused_with_its_line() -> None:
    text = csv_text([HEADER, AUBERT]) + 'GRE-9;"COSTA;Inês;03/02/1979;VAE\r\n'
    with pytest.raises(RuleError) as refusal:
        read(text.encode())
    assert (refusal.value.code, refusal.value.values["line"]) == ("table.quotes", 3)


def test_a_line_cut_by_an_unquoted_separator_is_told() -> None:
    text = csv_text([HEADER, AUBERT]) + "GRE-9;COSTA;Inês;03/02/1979;VAE;reste\r\n"
    assert codes(read(text.encode())) == [(3, "N° dossier", "candidate.too_many_cells")]


def test_a_numeric_number_stays_whole() -> None:
    listed = read(xlsx([HEADER, (12, *AUBERT[1:])]), "a.xlsx")
    assert listed.lines[0].number == "12"


def test_zeros_dropped_by_the_spreadsheet_come_back() -> None:
    titles = (*HEADER, "Code INSEE naissance", "Code postal naissance", "Téléphone")
    listed = read(xlsx([titles, (*AUBERT, 1004, 1000, 612345678)]), "a.xlsx")
    line = listed.lines[0]
    assert (line.birth_insee, line.birth_postcode, line.phone) == ("01004", "01000", "0612345678")


def test_an_error_of_a_formula_is_told_not_lost() -> None:
    import io

    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(xlsx([(*HEADER, "Aménagements"), (*AUBERT, "x")])))
    cell = workbook.active["F2"]
    cell.value = "#N/A"
    cell.data_type = "e"
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert codes(read(buffer.getvalue(), "a.xlsx")) == [(2, "Aménagements", "cell.formula_error")]


@pytest.mark.parametrize("shown", ["#N/A", "Err:502", ""])
def test_an_error_of_an_ods_formula_is_told_not_lost(shown: str) -> None:
    cell = (
        '<table:table-row xmlns:calcext="urn:x"><table:table-cell table:number-columns-repeated="2"'
        ' office:value-type="string"><text:p>GRE</text:p></table:table-cell><table:table-cell'
        ' office:value-type="string" office:string-value="" calcext:value-type="error">'
        f"<text:p>{shown}</text:p></table:table-cell></table:table-row></table:table>"
    ).encode()
    content = with_part(
        ods([HEADER, AUBERT]), "content.xml", lambda xml: xml.replace(b"</table:table>", cell, 1)
    )
    assert codes(read(content, "a.ods"))[0] == (3, "Prénoms", "cell.formula_error")


def test_a_missing_file_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as failure:
        read_candidates(tmp_path / "absent.xlsx")
    assert failure.value.code == "exchange.file.missing"


# --- cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["12/04/1991", "12-04-1991", "12.4.1991", "1991-04-12", "1991/04/12", "12 avril 1991", "le 12/04/1991",
     "12 / 04 / 1991", "1991-04-12 00:00:00", "12 AVR. 1991", "12/04/1991 "],
)  # fmt: skip
def test_a_date_is_read_in_each_usual_form(typed: str) -> None:
    assert read_lines(candidate(**{"Date de naissance": typed})).lines[0].birth_date == date(1991, 4, 12)


@pytest.mark.parametrize(
    ("typed", "code", "told_part"),
    [
        ("31/02/1990", "date.impossible", "Le 31/02/1990 n’existe pas"),
        ("04/23/1991", "date.impossible", "jour/mois/année"),
        ("29/02/1991", "date.impossible", "29/02/1991"),
        ("12/04/91", "date.short_year", "quatre chiffres"),
        ("12 avril 91", "date.short_year", "quatre chiffres"),
        ("avril 1991", "date.unreadable", "12/04/1991"),
        ("19910412", "date.unreadable", "12/04/1991"),
        ("01/01/2031", "candidate.birth_future", "futur"),
        ("01/01/2020", "candidate.too_young", "6 ans"),
        ("01/01/1900", "candidate.too_old", "126 ans"),
        ("", "cell.missing", "obligatoire"),
    ],
)
def test_a_birth_date_that_cannot_be_is_told_with_what_to_type(typed: str, code: str, told_part: str) -> None:
    listed = read_lines(candidate(**{"Date de naissance": typed}))
    assert codes(listed) == [(2, "Date de naissance", code)]
    assert told_part in told(listed)[0]


def test_a_bare_number_in_a_date_column_is_told_with_the_likely_date() -> None:
    listed = read(xlsx([HEADER, (*AUBERT[:3], 33340, AUBERT[4])]), "a.xlsx")
    assert codes(listed) == [(2, "Date de naissance", "date.number")]
    assert "12/04/1991" in told(listed)[0]


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("FORMATION CONTINUE", "CONTINUING_EDUCATION"), ("contrat d’apprentissage", "APPRENTICESHIP"),
        ("Apprentie", "APPRENTICESHIP"), ("Contrat de professionnalisation", "PROFESSIONALISATION_CONTRACT"),
        ("candidature individuelle", "INDIVIDUAL"), ("Statut étudiant", "STUDENT"), ("vae", "VAE"),
        ("Validation des acquis de l'expérience", "VAE"),
    ],
)  # fmt: skip
def test_an_access_path_is_recognised_by_its_usual_names(typed: str, path: str) -> None:
    assert read_lines(candidate(**{"Voie d'accès": typed})).lines[0].access_path == path


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        ("Voie d'accès", "Alternance", "candidate.access_path"),
        ("Niveau d'entrée", "Bac", "candidate.level"),
        ("Niveau d'entrée", "9", "candidate.level"),
        ("Années d'expérience", "2,5", "candidate.experience"),
        ("Années d'expérience", "beaucoup", "candidate.experience"),
        ("Sélection réussie", "peut-être", "cell.yes_no"),
        ("Code INSEE naissance", "3818", "candidate.insee"),
        ("Code postal naissance", "380", "candidate.postcode"),
        ("Courriel", "lea.aubert@", "candidate.email"),
        ("Sexe", "?", "candidate.sex"),
        ("Entrée en formation", "13/09/1021", "candidate.date_range"),
        ("Entrée en formation", "12/04/1990", "candidate.before_birth"),
        ("Blocs présentés", "BC01, ()", "blocks.code_unreadable"),
        ("Blocs déjà acquis", "BC01 (24/06/2022", "held.parenthesis"),
        ("Blocs déjà acquis", "BC01 (31/06/2022)", "date.impossible"),
        ("Blocs déjà acquis", "BC01 (24/06/2030)", "held.future"),
        ("Blocs déjà acquis", "(24/06/2022)", "held.no_code"),
        ("Blocs déjà acquis", "BC01 (24/06/2022, PV-1, PV-2)", "held.detail"),
        ("Blocs déjà acquis", "BC01 (24/06/2022) ; BC01", "held.twice"),
        ("Employeur", "a" * 201, "cell.too_long"),
        ("Aménagements", "#REF!", "cell.formula_error"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_by_line_and_column(column: str, typed: str, code: str) -> None:
    listed = read_lines(candidate(**{column: typed}))
    assert codes(listed) == [(2, column, code)]
    assert listed.lines == ()
    assert told(listed)[0].endswith(".")


@pytest.mark.parametrize(
    ("column", "typed", "field", "value"),
    [
        ("Niveau d'entrée", "Niveau 4", "entry_level", 4),
        ("Années d'expérience", "3 ans", "experience_years", 3),
        ("Sélection réussie", "NON", "selection_passed", False),
        ("Code INSEE naissance", "2a004", "birth_insee", "2A004"),
        ("Civilité", "Madame", "sex", "F"),
        ("Civilité", "M.", "sex", "M"),
        ("Civilité", "Dr", "sex", None),
        ("Sexe", "Homme", "sex", "M"),
        ("Blocs présentés", "tous les blocs", "presented", ()),
        ("Blocs présentés", "BC01; BC02,BC01 ,", "presented", ("BC01", "BC02")),
        ("Blocs déjà acquis", "néant", "held", ()),
        ("Blocs déjà acquis", "BC01, BC02", "held", (HeldClaim("BC01"), HeldClaim("BC02"))),
        (
            "Blocs déjà acquis", "BC01 ; BC02 (PV-7, 24/06/2022), BC03 (le 24 juin 2022)", "held",
            (HeldClaim("BC01"), HeldClaim("BC02", date(2022, 6, 24), "PV-7"),
             HeldClaim("BC03", date(2022, 6, 24))),
        ),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_its_column_means(column: str, typed: str, field: str, value: Any) -> None:
    listed = read_lines(candidate(**{column: typed}))
    assert listed.errors == ()
    assert getattr(listed.lines[0], field) == value


def test_a_foreign_postcode_is_taken_with_its_country() -> None:
    foreign = {"Code postal naissance": "EC1A 1BB", "Pays de naissance": "ROYAUME-UNI"}
    assert read_lines(candidate(**foreign)).lines[0].birth_postcode == "EC1A 1BB"


def test_a_number_repeated_in_another_case_names_the_other_lines() -> None:
    listed = read_lines(
        candidate(), candidate(**{"N° dossier": "gre-22-001"}), candidate(**{"N° dossier": "É"})
    )
    assert codes(listed) == [
        (2, "N° dossier", "candidate.number_twice"),
        (3, "N° dossier", "candidate.number_twice"),
    ]
    assert [line.number for line in listed.lines] == ["É"]


# --- texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["<b>Jean</b>", "O", "A & FILS", "=1+1", 'Jean "le" Grand', "D'ANGELO", "D’ANGELO", "Ștefan", "+33",
     "Nguyễn", "李", "@SUM(A1)", "-x", "Œdipe", "jean-PIERRE"],
)  # fmt: skip
def test_any_name_is_kept_as_typed(typed: str) -> None:
    rows = rows_of(candidate(Prénoms=typed))
    for listed in (read(csv_text(rows).encode()), read(xlsx(rows), "a.xlsx")):
        assert listed.errors == ()
        assert listed.lines[0].first_names == typed


@pytest.mark.parametrize("typed", ["a\x00b", "a\x07b", "a\u202eb", "a\u2066b", "a\nb", "a\u2028b", "a\x85b"])
def test_a_name_with_a_forbidden_character_is_refused(typed: str) -> None:
    assert codes(read_lines(candidate(Prénoms=typed))) == [(2, "Prénoms", "cell.character")]


def test_a_name_of_5000_letters_is_refused() -> None:
    assert codes(read_lines(candidate(Prénoms="x" * 5_000))) == [(2, "Prénoms", "cell.too_long")]


def test_a_decomposed_name_is_composed() -> None:
    assert read_lines(candidate(Prénoms="Le\u0301a")).lines[0].first_names == "Léa"


NAMES = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=60
).filter(lambda text: text.strip() and not text.strip().startswith("#"))


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from([";", ",", "\t"]))
def test_nothing_is_lost_between_a_csv_and_its_lines(names: list[str], delimiter: str) -> None:
    import unicodedata

    rows = [HEADER, *((f"N{i}", name, *AUBERT[2:]) for i, name in enumerate(names))]
    listed = read(csv_text(rows, delimiter).encode())
    assert listed.errors == ()
    assert [line.birth_name for line in listed.lines] == [
        unicodedata.normalize("NFC", name).strip() for name in names
    ]


@given(st.lists(st.lists(st.text(max_size=8), max_size=7), max_size=6))
def test_any_table_gives_each_line_once_or_its_error(rows: list[list[str]]) -> None:
    try:
        text = csv_text([HEADER, *rows]).encode()
        listed = read(text)
    except (RuleError, UnicodeEncodeError):
        return
    sound = {line.line for line in listed.lines}
    wrong = {error.line for error in listed.errors}
    held = {
        number for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row[: len(HEADER)])
    }
    assert not sound & wrong
    assert held <= sound | wrong
