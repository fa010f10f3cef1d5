"""Where an export may be written, and how the files of persons are kept from others."""

import os
from pathlib import Path

import pytest

from cisp_desktop.application.exporting import PDF, TABLES, check_folder, check_target, open_export_folder
from cisp_desktop.application.files import make_folder, write_file
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")


def refusal(path: Path, *endings: str, replaces: bool = False) -> str:
    """Return the code that a target is refused with."""
    with pytest.raises(CispError) as failure:
        check_target(path, endings, replaces=replaces)
    return failure.value.code


def test_a_file_that_exists_is_refused_until_it_may_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "liste.xlsx"
    check_target(target, TABLES)
    target.write_text("à garder")
    assert refusal(target, *TABLES) == "export.exists"
    check_target(target, TABLES, replaces=True)


def test_a_link_to_nowhere_counts_as_a_file(tmp_path: Path) -> None:
    target = tmp_path / "liste.csv"
    target.symlink_to(tmp_path / "absent.csv")
    assert refusal(target, *TABLES) == "export.exists"


def test_a_wrong_extension_is_refused_with_the_right_ones(tmp_path: Path) -> None:
    with pytest.raises(CispError) as failure:
        check_target(tmp_path / "liste.ods", TABLES, replaces=True)
    assert ".xlsx ou .csv" in sentence(failure.value)
    check_target(tmp_path / "PV.PDF", PDF)


def test_no_folder_is_made_on_the_way_to_a_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent" / "a.pdf", *PDF) == "export.no_folder"
    with pytest.raises(CispError, match=r"file\.no_folder"):
        write_file(tmp_path / "absent" / "a.pdf", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    assert refusal(tmp_path / "a.pdf", *PDF, replaces=True) == "file.is_folder"


def test_one_file_of_a_folder_that_exists_refuses_them_all(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_text("à garder")
    with pytest.raises(CispError) as failure:
        check_folder(tmp_path, ["a.pdf", "b.pdf"])
    assert "b.pdf" in sentence(failure.value)
    check_folder(tmp_path, ["a.pdf"])
    check_folder(tmp_path, ["a.pdf", "b.pdf"], replaces=True)


def test_a_folder_for_exports_is_made_inside_one_that_is_there(tmp_path: Path) -> None:
    open_export_folder(tmp_path / "papiers", ["a.pdf"])
    assert (tmp_path / "papiers").is_dir()
    with pytest.raises(CispError, match=r"export\.no_folder"):
        open_export_folder(tmp_path / "absent" / "papiers", ["a.pdf"])
    (tmp_path / "fichier").write_text("x")
    for refuses in (lambda path: check_folder(path, []), make_folder):
        with pytest.raises(CispError, match=r"folder\.is_file"):
            refuses(tmp_path / "fichier")


@POSIX
def test_files_and_folders_of_persons_are_their_owner_s_alone(tmp_path: Path) -> None:
    folder = tmp_path / "papiers"
    open_export_folder(folder, [])
    write_file(folder / "a.pdf", b"x")
    (folder / "b.pdf").write_text("ouvert à tous")
    (folder / "b.pdf").chmod(0o644)
    write_file(folder / "b.pdf", b"x")
    write_file(folder / "autorite.crt", b"x", shared=True)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}
    assert (modes["papiers"], modes["a.pdf"], modes["b.pdf"]) == (0o700, 0o600, 0o600)
    assert modes["autorite.crt"] & 0o044
