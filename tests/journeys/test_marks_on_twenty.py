"""RNCP6133 by the command line, from nothing to signed minutes: four seats, marks on 20, VAE, units held."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pypdfium2

from tests.journeys.command_line import cisp

SEATS = {
    "PRÉVOST Anne": "PRESIDENT",
    "PETIT Karim": "PROFESSIONAL",
    "MOREL Lise": "PROFESSIONAL",
    "ROUX Sophie": "TRAINER",
}
HEAD = (
    "N° dossier;Civilité;Nom de naissance;Prénoms;Date de naissance;Commune de naissance;"
    "Code INSEE naissance;Pays de naissance;Voie d'accès;Blocs présentés;Blocs déjà acquis;Recevabilité VAE"
)
PLACE = "GRENOBLE;38185;FRANCE"
CANDIDATES = (
    f"L-01;Mme;AUBERT;Léa;12/04/1991;{PLACE};Formation continue;;;",
    f"L-02;M.;BENALI;Karim;30/11/1987;{PLACE};VAE;;;05/03/2012",
    f"L-03;Mme;CHEVALIER;Inès;02/02/1980;{PLACE};Formation continue;U2, U3, U4;U1 (18/06/2009);",
)
REASON = "L’analyse du territoire reste descriptive."


def fill_points(path: Path, points: Mapping[tuple[str, str], str], *, other: str) -> list[tuple[str, str]]:
    """Write points as a French spreadsheet would, « 12,5 »; returns the (number, unit) of each line."""
    workbook = openpyxl.load_workbook(path)
    found = []
    for row in workbook.worksheets[0].iter_rows(min_row=2):
        key = (str(row[0].value), str(row[2].value)[-2:])
        found.append(key)
        row[4].value = points.get(key, other)
    workbook.save(path)
    return found


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_a_jury_of_four_marks_on_twenty_decides_and_signs(tmp_path: Path) -> None:
    workspace, sheets, pdf = tmp_path / "espace", tmp_path / "grilles", tmp_path / "pv.pdf"
    assert cisp("workspace", "create", workspace).code == 0
    session = cisp(
        "session", "create", workspace, "--certification", "RNCP6133", "--centre", "Centre Lyon",
        "--starts", "14/12/2012", "--json",
    ).data["id"]  # fmt: skip
    seats = cisp(
        "panel", "set", workspace, session, "--president", "PRÉVOST Anne", "--professional", "PETIT Karim",
        "--professional", "MOREL Lise", "--trainer", "ROUX Sophie", "--json",
    ).data["seats"]  # fmt: skip
    assert {seat["juror"]: seat["role"] for seat in seats} == SEATS
    listed = tmp_path / "candidats.csv"
    listed.write_text("\n".join((HEAD, *CANDIDATES)), "utf-8-sig")
    imported = cisp("candidates", "import", workspace, session, listed, "--json")
    assert (imported.code, imported.data["imported"]) == (0, 3), imported.stderr

    files = cisp("sheets", "export", workspace, session, sheets, "--json").data["files"]
    assert len({Path(file).name for file in files}) == 4
    for seat in seats:
        book = sheets / f"{seat['role']} {seat['juror']}.xlsx"
        low = {("L-02", "U1"): "8,5", ("L-03", "U4"): "12" if seat["role"] == "PROFESSIONAL" else "7,5"}
        lines = fill_points(book, low, other="12,5")
        assert ("L-03", "U1") not in lines
        assert len(lines) == 11
        taken = cisp(
            "sheets", "import", workspace, session, book, "--juror", seat["juror"], "--seal", "--json",
            code=seat["code"],
        )  # fmt: skip
        assert (taken.code, taken.data["sealed"], taken.data["errors"]) == (0, 11, []), taken.stderr

    matrix = cisp("deliberate", workspace, session, "--json").data["candidates"]
    shown = {row["number"]: {code[-2:]: cell for code, cell in row["blocks"].items()} for row in matrix}
    assert shown["L-01"]["U1"]["proposal"] == "VALIDATED"
    assert shown["L-02"]["U1"]["proposal"] == "NOT_VALIDATED"
    assert shown["L-03"]["U1"]["decision"] == "HELD"
    assert (shown["L-03"]["U4"]["proposal"], shown["L-03"]["U4"]["doubts"]) == (None, ["MAJORITY"])
    assert shown["L-03"]["U4"]["straddles"]
    assert shown["L-03"]["U4"]["gaps"] == 1
    decided = cisp(
        "deliberate", workspace, session, "--accept-proposals", "--reason", REASON,
        "--decide", "L-03:U4=VALIDATED", "--json",
    ).data["candidates"]  # fmt: skip
    outcomes = {c["number"]: c["outcome"] for c in decided}
    assert outcomes == {"L-01": "CERTIFIED", "L-02": "PARTIAL", "L-03": "CERTIFIED"}

    built = cisp("minutes", "build", workspace, session, "--out", pdf, "--json").data
    assert [minutes["id"] for minutes in built["minutes"]] == [built["id"]]
    for seat in seats:
        signed = cisp(
            "minutes", "sign", workspace, built["id"], "--juror", seat["juror"], "--out", pdf, "--json",
            code=seat["code"],
        )  # fmt: skip
        assert signed.code == 0, signed.stderr
    verdict = cisp("minutes", "verify", pdf, "--json", passphrase=None).data
    assert verdict["intact"]
    assert {s["name"]: s["role"] for s in verdict["signatures"] if s["valid"]} == SEATS
    said = text_of(pdf)
    assert "valable jusqu’au 18 juin 2014" in said
    assert "notes sur 20 par modalité d’évaluation" in said
    assert "Part de professionnels du métier visé inférieure à la part souhaitée" in said  # 75 % in VAE
