"""« Registre »: the journal read, filtered, exported and verified; numbers, awards, the archive folder."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.minutes_life import attach_scan
from cisp_desktop.application.queries_registers import LinkRow
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.event_table_model import Column, EventTableModel
from cisp_desktop.gui.pages.register_page import RegisterPage
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_life import close, decided, sign
from tests.factories import SessionMade, score_by_all
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

WAIT = 10_000


def shown(qtbot: QtBot, context: GuiContext, tab: str = "journal") -> RegisterPage:
    page = RegisterPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.focus_on(f"tab:{tab}")
    page.show()
    page.refresh(None)
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=WAIT)
    return page


@pytest.fixture
def journal(qtbot: QtBot, session_context: GuiContext, workspace: Any, made: SessionMade) -> RegisterPage:
    score_by_all(workspace, made, made.registrations[0])
    return shown(qtbot, session_context)


def settled(qtbot: QtBot, page: RegisterPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=WAIT)


def cells(page: RegisterPage) -> set[str]:
    model = page.journal.model
    return {model.index(row, column).data() for row in range(model.rowCount()) for column in Column}


# --- the journal ----------------------------------------------------------------------------------------


def test_the_journal_names_people_candidates_and_acts(journal: RegisterPage, qtmodeltester: Any) -> None:
    check_page(journal)
    qtmodeltester.check(journal.journal.model)
    assert {"MARTIN Anne", "Grilles scellées", "Espace de travail créé", "Centre"} <= cells(journal)
    assert not any("{" in str(cell) for cell in cells(journal))


def test_the_newest_event_stands_first(journal: RegisterPage) -> None:
    model = journal.journal.model
    numbers = [int(model.index(row, Column.SEQUENCE).data()) for row in range(model.rowCount())]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) > 10


def test_the_journal_is_filtered_by_words_whatever_their_accents(journal: RegisterPage, qtbot: QtBot) -> None:
    panel = journal.journal
    everything = panel.model.rowCount()
    panel.form.searchField.setText("scell petit")
    settled(qtbot, journal)
    assert 0 < panel.model.rowCount() < everything
    panel.form.searchField.setText("CREE")
    settled(qtbot, journal)
    assert "Espace de travail créé" in cells(journal)
    panel.form.searchField.setText("rien de tel")
    settled(qtbot, journal)
    assert (panel.model.rowCount(), panel.form.countLabel.text()[0]) == (0, "0")
    assert not panel.form.exportButton.isEnabled()


def test_the_journal_is_filtered_by_actor_act_session_and_day(
    journal: RegisterPage, qtbot: QtBot, made: SessionMade
) -> None:
    form, model = journal.journal.form, journal.journal.model
    form.actorComboBox.setCurrentText("MARTIN Anne")
    form.actionComboBox.setCurrentText("Grilles scellées")
    settled(qtbot, journal)
    assert {model.index(row, Column.ACTOR).data() for row in range(model.rowCount())} == {"MARTIN Anne"}
    sealed = model.rowCount()
    assert sealed > 0
    form.sessionComboBox.setCurrentIndex(form.sessionComboBox.findData(made.id))
    form.startsEdit.setText("14/12/2022")
    form.endsEdit.setText("14/12/2022")
    settled(qtbot, journal)
    assert model.rowCount() == sealed
    form.endsEdit.setText("13/12/2022")
    settled(qtbot, journal)
    assert model.rowCount() == 0
    form.endsEdit.setText("le 13")
    settled(qtbot, journal)
    assert "n’est pas un jour" in form.countLabel.text()


def test_a_candidate_is_found_by_name_though_no_line_shows_it(journal: RegisterPage, qtbot: QtBot) -> None:
    panel = journal.journal
    panel.form.searchField.setText("dupont1")
    settled(qtbot, journal)
    assert panel.model.rowCount() > 0
    assert not any("DUPONT" in cell for cell in cells(journal))


def test_what_is_shown_is_exported(
    journal: RegisterPage, qtbot: QtBot, messages: RecordedMessages, tmp_path: Path
) -> None:
    journal.journal.form.searchField.setText("scell")
    settled(qtbot, journal)
    table, lines = tmp_path / "j.csv", tmp_path / "j.jsonl"
    messages.paths = [table, lines]
    for _ in range(2):
        qtbot.mouseClick(journal.journal.form.exportButton, Qt.MouseButton.LeftButton)
        settled(qtbot, journal)
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    *found, head = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert len(rows) - 1 == len(found) == journal.journal.model.rowCount()
    assert head["journal_head"] == journal.context.queries.check_journal().head
    assert "en clair" in journal.journal.form.verdictBanner.label.text()


def test_the_chain_is_verified_and_its_head_copied(journal: RegisterPage, qtbot: QtBot) -> None:
    form, head = journal.journal.form, journal.context.queries.check_journal().head
    qtbot.mouseClick(form.verifyButton, Qt.MouseButton.LeftButton)
    settled(qtbot, journal)
    assert "intacte" in form.verdictBanner.label.text()
    qtbot.mouseClick(form.copyButton, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == head
    assert head in form.headLabel.text()


def test_a_head_noted_elsewhere_is_looked_for(journal: RegisterPage, qtbot: QtBot) -> None:
    form, head = journal.journal.form, journal.context.queries.check_journal().head
    for typed, said in ((f"{head[:8]} {head[8:20].upper()}", "Oui"), ("0" * 64, "Non"), ("xyz", "lettres")):
        form.headEdit.setText(typed)
        qtbot.mouseClick(form.lookButton, Qt.MouseButton.LeftButton)
        settled(qtbot, journal)
        assert said in form.verdictBanner.label.text()
    form.headEdit.clear()
    assert not form.lookButton.isEnabled()


def test_a_line_changed_by_hand_is_named_as_soon_as_the_page_shows(
    qtbot: QtBot, session_context: GuiContext, workspace: Any
) -> None:
    with workspace._writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        connection.exec_driver_sql("UPDATE audit_event SET subject = 'X' WHERE sequence = 1")
    page = shown(qtbot, session_context)
    said = page.journal.form.verdictBanner.label.text()
    assert "maillon 1" in said
    assert "modifiée" in said


def test_a_journal_of_100_000_lines_words_only_what_is_looked_at() -> None:
    at, model = datetime(2022, 12, 14, 8, 0, tzinfo=UTC), EventTableModel()
    asked = []

    class Names(dict[str, str]):
        def get(self, key: str, default: Any = None) -> Any:
            asked.append(key)
            return default

    links = [LinkRow(n, at, "SITE", "mark.given", f"s{n}", "{}", "", "") for n in range(1, 100_001)]
    model.show_rows(links, Names())
    assert (model.rowCount(), asked) == (100_000, [])
    assert model.index(0, Column.SEQUENCE).data() == "100000"
    assert model.index(99_999, Column.SUBJECT).data() == "s1"
    assert asked == ["s1"]


def test_an_empty_model_has_its_columns(qtbot: QtBot) -> None:
    model = EventTableModel()
    assert model.rowCount() == 0
    titles = [model.headerData(c, Qt.Orientation.Horizontal) for c in Column]
    assert titles == ["N°", "Date", "Par", "Acte", "Objet", "Détails"]


# --- numbers and awards ---------------------------------------------------------------------------------


@pytest.fixture
def complete(workspace: SqlWorkspace, made: SessionMade) -> str:
    """Minutes signed by all, with nothing to wait for."""
    decided(workspace, made)
    closed = close(workspace, made)
    sign(workspace, made, closed.id)
    return closed.number


def test_the_numbers_say_what_became_of_each(
    qtbot: QtBot, session_context: GuiContext, complete: str
) -> None:
    page = shown(qtbot, session_context, "numbers")
    check_page(page)
    (line,) = page.numbers.model.lines
    assert (line.id, line.texts[5]) == (complete, "Complet")
    assert page.subtitle().startswith("Ce qu’est devenu")


def test_a_session_is_archived_from_its_number(
    qtbot: QtBot, session_context: GuiContext, complete: str, messages: RecordedMessages, tmp_path: Path
) -> None:
    page = shown(qtbot, session_context, "numbers")
    form = page.numbers.form
    assert not form.archiveButton.isEnabled()
    form.lineTableView.selectRow(0)
    assert form.archiveButton.isEnabled()
    messages.paths, messages.answers = [tmp_path, tmp_path], [True]
    qtbot.mouseClick(form.archiveButton, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    folder = tmp_path / f"Archives {complete}"
    assert (folder / "LISEZMOI.txt").is_file()
    assert "en clair" in messages.asked[0]
    assert folder.name in form.doneBanner.label.text()
    qtbot.mouseClick(form.archiveButton, Qt.MouseButton.LeftButton)
    assert [error.code for error in messages.errors] == ["archive.exists"]


def test_a_reserved_number_has_nothing_to_archive(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    del made
    page = shown(qtbot, session_context, "numbers")
    page.numbers.form.lineTableView.selectRow(0)
    assert not page.numbers.form.archiveButton.isEnabled()


def test_awards_are_shown_filtered_and_exported(
    qtbot: QtBot, session_context: GuiContext, complete: str, messages: RecordedMessages, tmp_path: Path
) -> None:
    page = shown(qtbot, session_context, "awards")
    check_page(page)
    form = page.awards.form
    (line,) = page.awards.model.lines
    assert line.texts[6] == complete
    form.yearComboBox.setCurrentIndex(1)
    settled(qtbot, page)
    assert (form.yearComboBox.currentText(), page.awards.model.rowCount()) == ("2022", 1)
    messages.paths = [tmp_path / "r.pdf", tmp_path / "r.csv"]
    for _ in range(2):
        qtbot.mouseClick(form.exportButton, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-1.7")
    rows = list(csv.reader((tmp_path / "r.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "Nom"
    assert len(rows) == 2


def test_without_complete_minutes_the_register_of_awards_says_what_it_waits_for(
    qtbot: QtBot, session_context: GuiContext, workspace: Any, made: SessionMade
) -> None:
    decided(workspace, made)
    closed = close(workspace, made)
    attach_scan(workspace, closed.id, b"%PDF-1.7", file_name="s.pdf", pages=1, by="ROUX")
    page = shown(qtbot, session_context, "awards")
    assert page.awards.model.rowCount() == 0
    assert "toutes ses signatures" in page.awards.form.tellBanner.label.text()
