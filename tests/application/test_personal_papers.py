"""Grids and access packs: what is kept of one candidate, and nothing of another, asked for and noted."""

import json
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cisp_desktop.application.access_folders import DATA, PDF, write_access_pack
from cisp_desktop.application.issued_building import AccessRequest, Choices
from cisp_desktop.application.issuing import IssuedRow, issue_duplicate, issue_papers, read_paper, read_papers
from cisp_desktop.application.others_names import OthersNames
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.issued import DocumentKind
from tests.application.issued_scenes import issue, open_completed
from tests.application.personal_scenes import (
    HOSTILE,
    KEPT,
    MADE_BY,
    REQUEST,
    Scene,
    issue_personal,
    leaks,
    make_scene,
    said_by,
)
from tests.documents.reading import squeezed, whole_text

KIND = DocumentKind


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = make_scene(tmp_path_factory.mktemp("scene"), seed=7)
    yield made
    made.workspace.close()


@pytest.fixture(scope="module")
def rows(scene: Scene) -> list[IssuedRow]:
    return issue_personal(scene)


def content(scene: Scene, row: IssuedRow) -> dict[str, object]:
    with scene.workspace.unit_of_work() as work:
        found: dict[str, object] = json.loads(work.issued.get(row.id).snapshot)
    return found


def one(rows: list[IssuedRow], kind: DocumentKind, number: str) -> IssuedRow:
    return next(row for row in rows if row.kind is kind and row.number == number)


def test_no_byte_of_a_personal_paper_holds_a_value_of_another_candidate(
    scene: Scene, rows: list[IssuedRow]
) -> None:
    assert len(rows) == 3 * len(scene.people)
    for row in rows:
        mine = next(person for person in scene.people if person.number == row.number)
        assert leaks(said_by(read_paper(scene.workspace, row)), scene.people, mine) == [], row.kind


def test_an_access_pack_holds_every_value_of_its_own_candidate(scene: Scene, rows: list[IssuedRow]) -> None:
    for person in scene.people:
        pdf = read_paper(scene.workspace, one(rows, KIND.ACCESS_PACK, person.number))
        said = squeezed(whole_text(pdf))
        shown = [value for value in (*person.names, *person.values) if value != person.registration_id]
        assert [value for value in shown if squeezed(value) not in said] == []
        assert squeezed("SAISIE Paul") in said
        assert squeezed(HOSTILE) in said
        assert MADE_BY.replace(" ", "") in said


def test_a_planted_leak_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OthersNames, "without", lambda _self, text: text)
    made = make_scene(tmp_path, seed=11, candidates=2)
    found = {
        (row.kind, bool(leaks(said_by(read_paper(made.workspace, row)), made.people, person)))
        for row in issue_personal(made)
        for person in made.people
        if person.number == row.number
    }
    made.workspace.close()
    assert found == {(KIND.INDIVIDUAL_GRIDS, True), (KIND.AGREED_GRIDS, True), (KIND.ACCESS_PACK, True)}


@pytest.mark.parametrize("seed", [1])
def test_random_sessions_leak_nothing(tmp_path: Path, seed: int) -> None:
    made = make_scene(tmp_path, seed=seed, candidates=2)
    for row in issue_personal(made):
        mine = next(person for person in made.people if person.number == row.number)
        assert leaks(said_by(read_paper(made.workspace, row)), made.people, mine) == []
    made.workspace.close()


def test_a_note_that_its_juror_kept_is_in_no_paper_and_the_cover_says_so(
    scene: Scene, rows: list[IssuedRow]
) -> None:
    for row in rows:
        pdf = read_paper(scene.workspace, row)
        assert KEPT not in said_by(pdf)
        if row.kind is KIND.ACCESS_PACK:
            assert "qu’un membre du jury n’a pas partagées" in whole_text(pdf)


def test_an_incident_names_nobody_else(scene: Scene, rows: list[IssuedRow]) -> None:
    row = one(rows, KIND.ACCESS_PACK, scene.people[0].number)
    (incident,) = content(scene, row)["incidents"]  # type: ignore[misc]  # a list of one
    assert "Zimmerli" not in said_by(read_paper(scene.workspace, row))
    assert "Gertrude" not in incident["account"] or "Zimmerli" not in incident["account"]
    assert "MARTIN" not in incident["decision"]
    assert "people" not in incident


def test_both_rounds_stand_with_each_juror_s_sheet_receipt_and_who_copied_it(
    scene: Scene, rows: list[IssuedRow]
) -> None:
    found = content(scene, one(rows, KIND.INDIVIDUAL_GRIDS, scene.people[0].number))
    grids = found["grids"]
    first = grids[0]  # type: ignore[index]  # a list
    assert [sheet["round"] for sheet in first["sheets"]] == [1, 1, 1, 2, 2, 2]
    assert len({sheet["receipt"] for sheet in first["sheets"]}) == 6
    assert first["rounds"][0]["reason"] == "Écart de deux niveaux"
    copied = [sheet for block in grids for sheet in block["sheets"] if sheet["typed_by"]]  # type: ignore[attr-defined]
    assert [(sheet["typed_by"], sheet["checked_by"]) for sheet in copied] == [("SAISIE Paul", "RELUE Zoé")]
    assert found["withheld"] == 3 * 5 * 2


def test_who_voted_what_is_told_nowhere(scene: Scene, rows: list[IssuedRow]) -> None:
    found = content(scene, one(rows, KIND.AGREED_GRIDS, scene.people[0].number))
    assert "ballot" not in json.dumps(found).casefold()
    block = found["agreed"]["blocks"][1]  # type: ignore[index]  # a mapping
    assert block["decision"] == "NOT_VALIDATED"
    assert "[autre personne]" in block["reason"]


def test_each_page_says_that_it_is_personal(scene: Scene, rows: list[IssuedRow]) -> None:
    row = one(rows, KIND.ACCESS_PACK, scene.people[0].number)
    pdf = read_paper(scene.workspace, row)
    assert whole_text(pdf).count(f"Document personnel – {row.number}") == row.pages > 3


def test_issuing_all_papers_issues_none_that_holds_marks(tmp_path: Path) -> None:
    workspace, made = open_completed(tmp_path)
    done = issue(workspace, made)
    read = read_papers(workspace, made.id)
    assert len(done.made) == len(read.documents)
    assert read.personal_documents == ()
    assert {row.paper.kind for row in read.rows}.isdisjoint(row.paper.kind for row in read.personal)
    workspace.close()


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (None, "access.made_by"),
        (AccessRequest(" "), "access.made_by"),
        (replace(REQUEST, asked_on=date(2099, 1, 1)), "access.asked_on"),
    ],
)
def test_a_pack_says_who_makes_it_and_when_it_was_asked_for(
    tmp_path: Path, request_: AccessRequest | None, code: str
) -> None:
    workspace, made = open_completed(tmp_path)
    done = issue_papers(
        workspace, made.id, wanted=lambda paper: paper.kind is KIND.ACCESS_PACK,
        choices=Choices(request=request_), renderer=IssuedRenderer(), personal=True,
    )  # fmt: skip
    assert {one.error.code for one in done.prevented} == {code}
    assert done.made == ()
    workspace.close()


def test_who_did_not_come_has_no_grid_but_may_see_the_own_data(tmp_path: Path) -> None:
    workspace, made = open_completed(tmp_path)
    states = {
        row.paper.kind: row.refusal and row.refusal.code
        for row in read_papers(workspace, made.id).personal
        if row.paper.number == "D-0003"
    }
    absent = "issued.candidate_absent"
    assert states == {KIND.INDIVIDUAL_GRIDS: absent, KIND.AGREED_GRIDS: absent, KIND.ACCESS_PACK: None}
    workspace.close()


def test_a_pack_is_handed_over_with_the_own_dossiers_as_a_folder_or_an_archive_and_noted(
    scene: Scene, rows: list[IssuedRow], tmp_path: Path
) -> None:
    person = scene.people[0]
    row = one(rows, KIND.ACCESS_PACK, person.number)
    done = write_access_pack(scene.workspace, row.id, tmp_path / "pack", by="PETIT Karim")
    files = {
        path.relative_to(done.target).as_posix(): path for path in done.target.rglob("*") if path.is_file()
    }
    assert done.files == len(files) == 3
    assert files[PDF].read_bytes() == read_paper(scene.workspace, row)
    with scene.workspace.unit_of_work() as work:
        assert files[DATA].read_text() == work.issued.get(row.id).snapshot
    (dossier,) = (path for name, path in files.items() if name.startswith("Dossiers déposés/01 - "))
    assert dossier.read_bytes().startswith(b"dossier Z")
    assert stat.S_IMODE(files[PDF].stat().st_mode) == 0o600
    archive = write_access_pack(scene.workspace, row.id, tmp_path / "pack.zip").target
    with zipfile.ZipFile(archive) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            name: path.read_bytes() for name, path in files.items()
        }
    again = write_access_pack(scene.workspace, row.id, tmp_path / "again.zip").target
    assert again.read_bytes() == archive.read_bytes()
    notes = [event.details for event in scene.workspace.queries.events() if event.action == "access.written"]
    assert sorted(json.loads(note)["made_by"] for note in notes) == ["PETIT Karim", MADE_BY, MADE_BY]
    whole = "".join(path.read_bytes().decode("latin-1") for path in files.values())
    assert leaks(squeezed(whole), scene.people, person) == []


def test_nothing_that_stands_is_replaced_unasked_and_only_packs_are_handed_over(
    scene: Scene, rows: list[IssuedRow], tmp_path: Path
) -> None:
    person = scene.people[1]
    row = one(rows, KIND.ACCESS_PACK, person.number)
    target = tmp_path / "pack.zip"
    target.write_bytes(b"mine")
    with pytest.raises(RuleError, match=r"access\.exists"):
        write_access_pack(scene.workspace, row.id, target)
    assert target.read_bytes() == b"mine"
    write_access_pack(scene.workspace, row.id, target, replaces=True)
    assert zipfile.is_zipfile(target)
    grids = one(rows, KIND.AGREED_GRIDS, person.number)
    with pytest.raises(Refused, match=r"access\.not_a_pack"):
        write_access_pack(scene.workspace, grids.id, tmp_path / "grids")
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


def test_a_damaged_dossier_leaves_nothing_behind(
    scene: Scene, rows: list[IssuedRow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = one(rows, KIND.ACCESS_PACK, scene.people[1].number)

    class Stopped(Exception):  # noqa: N818  # as a cancel
        pass

    def progress(done: int, total: int) -> None:
        if done == 1:
            raise Stopped

    for name in ("pack", "pack.zip"):
        with pytest.raises(Stopped):
            write_access_pack(scene.workspace, row.id, tmp_path / name, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_a_duplicate_of_a_pack_says_so_on_the_same_data(scene: Scene, rows: list[IssuedRow]) -> None:
    row = one(rows, KIND.ACCESS_PACK, scene.people[1].number)
    made = issue_duplicate(scene.workspace, row.id, renderer=IssuedRenderer())
    pdf = read_paper(scene.workspace, read_papers(scene.workspace, scene.made.id).document(made))
    assert "DUPLICATA n° 1" in whole_text(pdf)
    assert leaks(said_by(pdf), scene.people, scene.people[1]) == []
