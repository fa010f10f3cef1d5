"""What each file of a folder is, before anything is stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.dossiers import store_dossier
from cisp_desktop.application.folder_import import (
    FileState,
    FolderReview,
    LookedFile,
    Verdict,
    people_of,
    review_files,
)
from cisp_desktop.application.services import Clue, FoundFile
from cisp_desktop.application.wording_dossiers import file_words
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.dossier_folder import DossierFolderReader
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace
from tests.gui.preparing import PDF, FakeInspector


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened = make_workspace(tmp_path)
    yield opened
    opened.abandon()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    return make_session(workspace)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pièces"
    made.mkdir()
    return made


class CountingInspector(FakeInspector):
    """Counts what it is asked, and refuses what says that it is damaged."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def inspect(self, content: bytes, *, file_name: str):  # type: ignore[no-untyped-def]  # of the parent
        self.asked.append(file_name)
        if b"damaged" in content:
            raise RuleError("dossier.pdf.damaged", name=file_name)
        return super().inspect(content, file_name=file_name)


def look(
    workspace: SqlWorkspace, made: SessionMade, folder: Path, inspector: FakeInspector | None = None
) -> FolderReview:
    reader = DossierFolderReader()
    found = reader.scan(folder, people_of(workspace, made.id))
    return review_files(workspace, made.id, found, folders=reader, inspector=inspector or FakeInspector())


def states(review: FolderReview) -> dict[str, FileState]:
    return {file.name: review.as_found(file).state for file in review.files}


def verdict(review: FolderReview, name: str) -> tuple[LookedFile, Verdict]:
    file = next(file for file in review.files if file.name == name)
    return file, review.as_found(file)


def test_each_file_has_one_state(workspace: SqlWorkspace, made: SessionMade, folder: Path) -> None:
    first, second, _ = made.registrations
    store_dossier(
        workspace, first, kind=DossierKind.THESIS, file_name="a.pdf", content=PDF + b"known",
        inspector=FakeInspector(),
    )  # fmt: skip
    for name, content in {
        "D-0001 mémoire.pdf": PDF + b"again",
        "D-0002 mémoire.pdf": PDF + b"new",
        "D-0003 APST.pdf": PDF + b"known",
        "D-0003 monographie enquête.pdf": PDF + b"two kinds",
        "scan.pdf": PDF + b"scan",
        "D-0001 projet.odt": b"PK",
        "D-0002 APST.pdf": PDF + b"damaged",
        "D-0001 APST.pdf": b"no pdf",
    }.items():
        (folder / name).write_bytes(content)
    assert states(look(workspace, made, folder, CountingInspector())) == {
        "D-0001 mémoire.pdf": FileState.NEW_VERSION,
        "D-0002 mémoire.pdf": FileState.RECOGNISED,
        "D-0003 APST.pdf": FileState.DUPLICATE,
        "D-0003 monographie enquête.pdf": FileState.AMBIGUOUS,
        "scan.pdf": FileState.UNKNOWN,
        "D-0001 projet.odt": FileState.REFUSED,
        "D-0002 APST.pdf": FileState.DAMAGED,
        "D-0001 APST.pdf": FileState.REFUSED,
    }
    assert [row.registration_id for row in workspace.queries.dossiers(made.id)] == [first]
    del second


def test_the_words_say_why_and_what_would_be_replaced(
    workspace: SqlWorkspace, made: SessionMade, folder: Path
) -> None:
    store_dossier(
        workspace, made.registrations[0], kind=DossierKind.THESIS, file_name="a.pdf", content=PDF + b"known",
        inspector=FakeInspector(),
    )  # fmt: skip
    (folder / "D-0001 mémoire.pdf").write_bytes(PDF + b"again")
    (folder / "D-0002 DUPONT2 APST.pdf").write_bytes(PDF + b"x")
    (folder / "copie.pdf").write_bytes(PDF + b"known")
    review = look(workspace, made, folder)
    names = {made.registrations[0]: "DUPONT1 Zoé"}
    words = {file.name: file_words(file, review.as_found(file), names=names) for file in review.files}
    assert words["D-0001 mémoire.pdf"] == (
        "Remplacera la version du 14/12/2022, conservée · reconnu\u00a0: N° dossier dans le nom du fichier"
    )
    assert words["D-0002 DUPONT2 APST.pdf"] == "Reconnu\u00a0: N° dossier et nom dans le nom du fichier"
    assert words["copie.pdf"] == "Déjà rangé le 14/12/2022\u00a0: Mémoire, DUPONT1 Zoé"


def test_a_folder_name_that_tells_the_candidate_is_said(
    workspace: SqlWorkspace, made: SessionMade, folder: Path
) -> None:
    (folder / "D-0003").mkdir()
    (folder / "D-0003" / "APST.pdf").write_bytes(PDF)
    file, _ = verdict(look(workspace, made, folder), "APST.pdf")
    assert (file.found.clue, file.found.from_folder) == (Clue.NUMBER, True)


def test_two_contents_for_one_place_are_left_open_and_the_same_content_twice_is_not(
    workspace: SqlWorkspace, made: SessionMade, folder: Path
) -> None:
    for name, content in {
        "D-0001 mémoire.pdf": b"1", "D-0001 mémoire v2.pdf": b"2",
        "D-0002 mémoire.pdf": b"3", "D-0002 mémoire (copie).pdf": b"3",
    }.items():  # fmt: skip
        (folder / name).write_bytes(PDF + content)
    review = look(workspace, made, folder)
    found = states(review)
    assert found["D-0001 mémoire.pdf"] is found["D-0001 mémoire v2.pdf"] is FileState.AMBIGUOUS
    assert sorted((found["D-0002 mémoire.pdf"], found["D-0002 mémoire (copie).pdf"])) == [
        FileState.DUPLICATE, FileState.RECOGNISED,
    ]  # fmt: skip
    lists = review.sorted()
    assert [len(one) for one in (lists.assigned, lists.unassigned, lists.refused, lists.stored)] == [
        1,
        2,
        0,
        1,
    ]


def test_an_old_version_of_a_dossier_is_not_brought_back_by_itself(
    workspace: SqlWorkspace, made: SessionMade, folder: Path
) -> None:
    for content in (b"old", b"new"):
        store_dossier(
            workspace, made.registrations[0], kind=DossierKind.THESIS, file_name="a.pdf",
            content=PDF + content, inspector=FakeInspector(),
        )  # fmt: skip
    (folder / "D-0001 mémoire.pdf").write_bytes(PDF + b"old")
    review = look(workspace, made, folder)
    file, found = verdict(review, "D-0001 mémoire.pdf")
    assert found.known is not None
    assert not found.known.counts
    assert "remplacé depuis" in file_words(file, found, names={})
    assert review.sorted().unassigned == (file,)


def test_a_choice_by_hand_changes_what_a_file_is(
    workspace: SqlWorkspace, made: SessionMade, folder: Path
) -> None:
    (folder / "scan.pdf").write_bytes(PDF)
    review = look(workspace, made, folder)
    file, found = verdict(review, "scan.pdf")
    assert found.state is FileState.UNKNOWN
    chosen = review.verdict(file, made.registrations[0], DossierKind.OTHER_FILE)
    assert chosen.state is FileState.RECOGNISED
    assert file_words(file, chosen, names={}, by_hand=True) == "Choisi à la main"


def test_what_is_stored_already_is_not_opened_again(
    workspace: SqlWorkspace, made: SessionMade, folder: Path
) -> None:
    (folder / "D-0001 mémoire.pdf").write_bytes(PDF + b"known")
    (folder / "D-0002 mémoire.pdf").write_bytes(PDF + b"new")
    store_dossier(
        workspace, made.registrations[0], kind=DossierKind.THESIS, file_name="a.pdf", content=PDF + b"known",
        inspector=FakeInspector(),
    )  # fmt: skip
    inspector = CountingInspector()
    review = look(workspace, made, folder, inspector)
    assert inspector.asked == ["D-0002 mémoire.pdf"]
    assert [len(review.sorted().assigned), len(review.sorted().stored)] == [1, 1]


Place = tuple[str | None, DossierKind | None]
PLACES = st.tuples(st.sampled_from([None, "r1", "r2"]), st.sampled_from([None, *list(DossierKind)[:2]]))


@given(st.lists(st.tuples(PLACES, st.sampled_from("abc"), st.booleans()), max_size=12))
def test_every_file_is_in_exactly_one_list(
    drawn: list[tuple[tuple[str | None, DossierKind | None], str, bool]],
) -> None:
    files = [
        LookedFile(FoundFile(Path(f"{i}.pdf"), *place, None, refused), *place, "" if refused else content)
        for i, (place, content, refused) in enumerate(drawn)
    ]
    lists = FolderReview(files, [], {}).sorted()
    names = [f.name for one in (lists.assigned, lists.unassigned, lists.refused, lists.stored) for f in one]
    assert sorted(names) == sorted(file.name for file in files)
    places = [(file.registration_id, file.kind) for file in lists.assigned]
    assert len(set(places)) == len(places)
