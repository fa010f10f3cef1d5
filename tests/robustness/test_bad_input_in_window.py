"""Bad input at the real window: a sentence beside the field or in a box, and nothing lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.text import NAME_LENGTH
from cisp_desktop.persistence.lock import WorkspaceLock
from tests.cli.command import PASSPHRASE
from tests.cli.test_dossiers import a_pdf
from tests.factories import SessionMade
from tests.journeys.in_the_window import User, press, until_said, write
from tests.journeys.quick_services import QuickServices
from tests.robustness.state import state_of
from tests.robustness.test_bad_input import table


@pytest.fixture
def user(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[User]:
    """Somebody in front of the welcome page."""
    started = User(qtbot, qapp, tmp_path / "settings.ini")
    yield started
    started.put_away()


@pytest.fixture
def at_work(user: User, folder: Path, made: SessionMade) -> User:
    """The same with the workspace open on « Préparer »."""
    assert made.registrations
    open_workspace(user, folder, PASSPHRASE)
    user.go_to("prepare")
    return user


def open_workspace(user: User, folder: Path, passphrase: str) -> list[str]:
    """Choose a folder and type the passphrase once; return what the dialog said against it."""
    said: list[str] = []

    def fill(dialog: Any) -> None:
        write(dialog.form.passphraseEdit, passphrase)
        press(dialog.form.acceptButton)
        while dialog.isVisible() and not dialog.form.problemLabel.text():
            user.qtbot.wait(10)
        if dialog.isVisible():
            said.append(until_said(dialog, dialog.form.problemLabel))
            assert dialog.form.passphraseEdit.text() == passphrase  # still there, to be corrected
            press(dialog.form.cancelButton)

    user.answers(fill, paths=[folder])
    user.click(user.window.welcome_page.form.openButton)
    user.settle()
    user.all_answered()
    return said


def damage(folder: Path) -> None:
    path = folder / "workspace.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damage, ("endommagé", "sauvegarde")),
        (lambda folder: (folder / "workspace.db").write_bytes(b""), ("endommagé", "sauvegarde")),
        (lambda folder: (folder / "workspace.db").write_bytes(a_pdf()), ("endommagé", "sauvegarde")),
        (lambda folder: (folder / "workspace.db").unlink(), ("n’est pas un espace de travail",)),
    ],
    ids=["a flipped bit", "an empty file", "a PDF", "another folder"],
)
def test_a_workspace_that_does_not_open_says_why_in_its_dialog(
    user: User, folder: Path, spoil: Callable[[Path], object], words: tuple[str, ...]
) -> None:
    spoil(folder)
    (said,) = open_workspace(user, folder, PASSPHRASE)
    assert [word for word in (*words, str(folder)) if word not in said] == [], said
    assert "/workspace.db" not in said
    assert user.controller.context is None


def test_a_workspace_open_elsewhere_says_where_and_opens_once_it_is_free(user: User, folder: Path) -> None:
    lock = WorkspaceLock.take(folder, now=user.services.clock())
    (said,) = open_workspace(user, folder, PASSPHRASE)
    assert "déjà ouvert" in said
    assert "Fermez l’autre fenêtre" in said
    lock.release()
    assert open_workspace(user, folder, PASSPHRASE) == []
    assert user.controller.context is not None


def test_a_list_of_another_kind_is_refused_in_a_box(at_work: User, folder: Path) -> None:
    before = len(at_work.context.queries.registrations(at_work.context.session_id))
    for name, content in (("liste.xlsx", b""), ("liste.pdf", a_pdf()), ("photo.xlsx", b"\xff\xd8\xff\xe0")):
        file = folder.parent / name
        file.write_bytes(content)
        at_work.answers(paths=[file])
        at_work.click(at_work.page.candidates.form.importButton)
        at_work.wait(lambda: bool(at_work.messages.errors))
        assert name in sentence(at_work.messages.errors.pop())
        at_work.settle()
    assert len(at_work.context.queries.registrations(at_work.context.session_id)) == before


def test_a_list_with_errors_is_shown_by_line_and_column_and_imports_nothing(
    at_work: User, folder: Path
) -> None:
    wrong = [
        ("N-1", "AUBERT", "Léa", "31/02/1991", "VAE"), ("N-2", "x" * 5_000, "Léa", "12/04/1991", "VAE"),
        ("N-3", "COSTA", "Inês", "12/04/1991", "VAE"), ("n-3", "COSTA", "Ana", "12/04/1991", "VAE"),
    ]  # fmt: skip
    seen: set[tuple[int, str]] = set()
    told: list[str] = []

    def read(dialog: Any) -> None:
        lines = [dialog.model.line_at(row) for row in range(dialog.model.rowCount())]
        seen.update((error.line, error.column) for line in lines for error in line.errors)
        told.extend(dialog.model.details(row) for row in range(dialog.model.rowCount()))
        assert not dialog.form.importButton.isEnabled()
        press(dialog.form.cancelButton)

    at_work.answers(read, paths=[table(folder.parent, *wrong)])
    at_work.click(at_work.page.candidates.form.importButton)
    at_work.settle()
    at_work.all_answered()
    assert seen >= {(2, "Date de naissance"), (3, "Nom de naissance"), (5, "N° dossier")}
    assert any("31/02/1991" in words for words in told)
    numbers = [row.number for row in at_work.context.queries.registrations(at_work.context.session_id)]
    assert numbers == ["D-0001", "D-0002", "D-0003"]


def test_a_juror_on_two_seats_cannot_be_composed(at_work: User) -> None:
    panel = at_work.page.panel
    at_work.tab(panel)
    cards = list(panel.cards.values())
    write(cards[0].name_edit, "MARTIN Anne")
    write(cards[2].name_edit, "anne martin")
    assert "deux sièges" in panel.form.rulesBanner.label.text()
    assert not panel.form.composeButton.isEnabled()
    panel.forget_edits()


def test_a_name_of_5000_letters_is_refused_and_never_shortened_in_silence(at_work: User) -> None:
    panel = at_work.page.panel
    at_work.tab(panel)
    card = next(iter(panel.cards.values()))
    card.name_edit.setText("")
    card.name_edit.insert("X" * 5_000)  # what a paste does
    assert len(card.name_edit.text()) == 5_000
    at_work.click(panel.form.composeButton)
    at_work.wait(lambda: bool(at_work.messages.errors))
    said = sentence(at_work.messages.errors.pop())
    assert "5000" in said
    assert str(NAME_LENGTH) in said
    assert "Raccourcissez" in said
    panel.forget_edits()


def test_a_long_passphrase_opens_what_it_created(user: User, tmp_path: Path) -> None:
    """A field that cut it in silence would lock its owner out of every other way in."""
    passphrase = "quatre pommes au verger, " * 20

    def fill(dialog: Any) -> None:
        write(dialog.form.nameEdit, "Espace")
        write(dialog.form.folderEdit, str(tmp_path))
        for field in (dialog.form.passphraseEdit, dialog.form.repeatEdit):
            field.clear()
            field.insert(passphrase)
        press(dialog.form.acceptButton)

    user.answers(fill)
    user.click(user.window.welcome_page.form.createButton)
    user.settle()
    user.put_away()
    QuickServices().open_workspace(tmp_path / "Espace", passphrase).close()


def test_nothing_changed_by_looking_around(at_work: User, folder: Path) -> None:
    for page in (
        "dashboard",
        "prepare",
        "evaluate",
        "deliberate",
        "minutes",
        "sequel",
        "reference",
        "register",
    ):
        at_work.go_to(page)
    at_work.put_away()
    before = state_of(folder)
    assert {name: len(rows) for name, rows in before.items() if rows}["registration"] == 3
    assert before["decision"] == []
    assert before["score_sheet"] == []
