"""The window that imports a list: columns, preview, report, and the undo of the whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.candidate_list import LineError
from cisp_desktop.application.import_preview import ImportPreview, LineState, PreviewLine
from cisp_desktop.application.list_columns import ListKind, remembered_mapping
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.candidates import candidate_files
from cisp_desktop.exchange.outside_results import result_files
from cisp_desktop.gui.candidate_acts import ResultImport
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.import_list_dialog import ImportListDialog
from cisp_desktop.gui.itemmodels.import_preview_model import (
    Column,
    ImportPreviewFilter,
    ImportPreviewModel,
)
from cisp_desktop.gui.itemmodels.list_column_model import Column as Heading
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.exchange.factories import candidate, csv_text, rows_of, xlsx
from tests.factories import SessionMade, make_session, score
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.preparing import FakeCandidateFiles, a_line, held, show_page

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def files(services: FakeServices) -> FakeCandidateFiles:
    given = FakeCandidateFiles()
    services.candidate_files = given  # type: ignore[attr-defined]
    return given


@pytest.fixture
def empty(workspace: SqlWorkspace) -> SessionMade:
    return make_session(workspace, candidates=0)


@pytest.fixture
def page(qtbot: QtBot, empty: SessionMade, context: GuiContext, files: FakeCandidateFiles) -> PreparePage:
    context.set_session(empty.id)
    return show_page(qtbot, context)


@pytest.fixture
def real_page(page: PreparePage, services: FakeServices) -> PreparePage:
    """The page over real files."""
    services.candidate_files = candidate_files()  # type: ignore[attr-defined]
    return page


def numbers(context: GuiContext) -> list[str]:
    assert context.session_id is not None
    return [row.number for row in context.queries.registrations(context.session_id)]


def press(name: str) -> Callable[[ImportListDialog], None]:
    return lambda dialog: getattr(dialog.form, name).click()


def read(page: PreparePage, idle: Idle, path: Path | str = "liste.xlsx") -> None:
    page.candidates.read_file(Path(path))
    idle(page.context.tasks)


def wait_step(qtbot: QtBot, dialog: ImportListDialog, step: int) -> None:
    qtbot.waitUntil(lambda: dialog.form.stepLabel.text().startswith(f"Étape {step}"), timeout=5000)


def shown(dialog: ImportListDialog, column: Column) -> list[str]:
    return [str(dialog.filter.index(row, column).data()) for row in range(dialog.filter.rowCount())]


def tick(dialog: ImportListDialog, row: int, state: Qt.CheckState) -> None:
    index = dialog.model.index(row, Column.LINE)
    assert dialog.model.setData(index, state.value, Qt.ItemDataRole.CheckStateRole)


def test_a_sound_list_is_imported_after_its_preview(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(
        a_line(2), a_line(3, "GRE-22-002", birth_name="BENALI", held=(held("BC01"),), presented=("BC02",))
    )
    seen: list[str] = []

    def script(dialog: ImportListDialog) -> None:
        seen.append(dialog.form.newTile.figure_label.text())
        assert numbers(page.context) == []
        dialog.form.importButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert seen == ["2"]
    assert numbers(page.context) == ["GRE-22-001", "GRE-22-002"]
    messages.assert_silent()


def test_a_whole_import_is_one_undo_step(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(a_line(2), a_line(3, "GRE-22-002", birth_name="BENALI"))
    messages.scripts.append(press("importButton"))
    read(page, idle)
    stack = page.context.operations.undo_stack
    assert stack.count() == 1
    stack.undo()
    idle(page.context.tasks)
    assert numbers(page.context) == []
    stack.redo()
    idle(page.context.tasks)
    assert numbers(page.context) == ["GRE-22-001", "GRE-22-002"]
    messages.assert_silent()


def test_an_import_that_was_marked_since_says_why_it_stays(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle,
    workspace: SqlWorkspace, empty: SessionMade,
) -> None:  # fmt: skip
    files.give(a_line(2))
    messages.scripts.append(press("importButton"))
    read(page, idle)
    first = workspace.queries.registrations(empty.id)[0].id
    score(workspace, empty, first, blocks=empty.blocks[:1], seal=False)
    page.context.operations.undo_stack.undo()
    idle(page.context.tasks)
    assert [error.code for error in messages.errors] == ["import.undo_used"]
    assert numbers(page.context) == ["GRE-22-001"]


def test_a_list_with_an_error_imports_nothing_when_its_window_is_closed(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(
        a_line(2), errors=[LineError(3, "Date de naissance", "date.impossible", {"value": "31/02/1991"})]
    )
    texts: list[str] = []

    def script(dialog: ImportListDialog) -> None:
        texts.extend(shown(dialog, Column.WHAT))
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert "31/02/1991" in texts[0]
    assert "jour/mois/année" in texts[0]
    assert numbers(page.context) == []


def test_the_sound_lines_are_imported_and_the_report_names_the_others(
    qtbot: QtBot, page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(a_line(2), errors=[LineError(3, "Prénoms", "cell.missing")])
    reports: list[str] = []

    def script(dialog: ImportListDialog) -> None:
        dialog.form.importButton.click()
        wait_step(qtbot, dialog, 3)
        check_page(dialog)
        reports.append(dialog.form.reportEdit.toPlainText())
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert numbers(page.context) == ["GRE-22-001"]
    assert "Ligne 3" in reports[0]
    assert "Prénoms" in reports[0]


def test_a_line_that_is_unticked_is_left_out(
    qtbot: QtBot, page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(a_line(2), a_line(3, "GRE-22-002", birth_name="BENALI"))

    def script(dialog: ImportListDialog) -> None:
        tick(dialog, 0, Qt.CheckState.Unchecked)
        assert "1" in dialog.form.importButton.text()
        dialog.form.importButton.click()
        wait_step(qtbot, dialog, 3)
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert numbers(page.context) == ["GRE-22-002"]


def test_a_changed_line_shows_field_by_field_what_it_replaces(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(a_line(2))
    messages.scripts.append(press("importButton"))
    read(page, idle)
    files.give(a_line(2, first_names="Léa-Marie", email="lea@exemple.invalid"))
    details: list[str] = []

    def script(dialog: ImportListDialog) -> None:
        details.append(dialog.form.detailsEdit.toPlainText())
        dialog.form.importButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert "Prénoms : Léa Marie → Léa-Marie" in details[0]
    assert "Courriel : vide → lea@exemple.invalid" in details[0]
    row = page.context.queries.registrations(str(page.context.session_id))[0]
    assert (row.first_names, row.email) == ("Léa-Marie", "lea@exemple.invalid")
    page.context.operations.undo_stack.undo()
    idle(page.context.tasks)
    row = page.context.queries.registrations(str(page.context.session_id))[0]
    assert (row.first_names, row.email) == ("Léa Marie", "")


def test_what_was_edited_on_screen_since_is_said_before_it_is_overwritten(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle,
    workspace: SqlWorkspace,
) -> None:  # fmt: skip
    files.give(a_line(2))
    messages.scripts.append(press("importButton"))
    read(page, idle)
    row = workspace.queries.registrations(str(page.context.session_id))[0]
    edit_registration(workspace, row.id, changes={"phone": FieldChange("", "06 00 00 00 01")})
    details: list[str] = []

    def script(dialog: ImportListDialog) -> None:
        details.append(dialog.form.detailsEdit.toPlainText())
        assert dialog.model.taken == ()
        assert "1\u00a0ligne peut-être plus ancienne" in dialog.form.verdictBanner.label.text()
        assert not dialog.form.importButton.isEnabled()
        tick(dialog, 0, Qt.CheckState.Checked)
        assert [line.line for line in dialog.model.taken] == [2]
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert "Modifié à l’écran" in details[0]
    assert "Téléphone : 06 00 00 00 01 → vide" in details[0]


def test_an_edit_between_preview_and_import_is_not_overwritten(
    qtbot: QtBot, page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle,
    workspace: SqlWorkspace,
) -> None:  # fmt: skip
    files.give(a_line(2))
    messages.scripts.append(press("importButton"))
    read(page, idle)
    files.give(a_line(2, phone="06 00 00 00 02"))
    row = workspace.queries.registrations(str(page.context.session_id))[0]

    def script(dialog: ImportListDialog) -> None:
        edit_registration(workspace, row.id, changes={"phone": FieldChange("", "06 00 00 00 01")})
        dialog.form.importButton.click()
        qtbot.waitUntil(lambda: bool(messages.errors), timeout=5000)
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert [error.code for error in messages.errors] == ["import.changed_meanwhile"]
    assert workspace.queries.registration(row.id).phone == "06 00 00 00 01"


def test_who_is_not_in_the_file_is_said_and_stays(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(a_line(2), a_line(3, "GRE-22-002", birth_name="BENALI"))
    messages.scripts.append(press("importButton"))
    read(page, idle)
    files.give(a_line(2))
    said: list[str] = []

    def script(dialog: ImportListDialog) -> None:
        said.append(dialog.form.verdictBanner.label.text())
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(page, idle)
    assert "1\u00a0candidat de la session n’est pas dans ce fichier" in said[0]
    assert "BENALI Léa (GRE-22-002)" in said[0]
    assert len(numbers(page.context)) == 2


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.refusal = RuleError("table.unknown", name="photo.jpg")
    read(page, idle, "photo.jpg")
    assert [error.code for error in messages.errors] == ["table.unknown"]
    assert messages.dialogs == []


def test_the_sample_with_errors_shows_every_reason(
    real_page: PreparePage, messages: RecordedMessages, idle: Idle, data_folder: Path
) -> None:
    found: dict[int, PreviewLine] = {}

    def script(dialog: ImportListDialog) -> None:
        check_page(dialog)
        QAbstractItemModelTester(dialog.model)
        found.update({row.line: row for row in map(dialog.model.line_at, range(dialog.model.rowCount()))})
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(real_page, idle, data_folder / "candidats-avec-erreurs.xlsx")
    assert "Date de naissance" in [error.column for error in found[2].errors]
    assert "Voie d'accès" in [error.column for error in found[4].errors]
    assert "Blocs présentés" in [error.column for error in found[5].errors]
    assert numbers(real_page.context) == []


def test_the_sample_of_the_centre_is_imported_whole(
    real_page: PreparePage, messages: RecordedMessages, idle: Idle, data_folder: Path
) -> None:
    messages.scripts.append(press("importButton"))
    read(real_page, idle, data_folder / "candidats-grenoble-2022-12.xlsx")
    assert len(numbers(real_page.context)) == 12
    messages.assert_silent()


# --- columns ------------------------------------------------------------------------------------------


def odd_list(folder: Path) -> Path:
    """A list whose number and path have titles of the centre's own."""
    rows = rows_of(candidate())
    rows[0] = ["Ident", "Nom de naissance", "Prénoms", "Date de naissance", "Filière"]
    path = folder / "liste maison.xlsx"
    path.write_bytes(xlsx(rows))
    return path


def choose(dialog: ImportListDialog, title: str, field: str) -> None:
    model = dialog.column_model
    row = next(r for r in range(model.rowCount()) if model.index(r, Heading.TITLE).data() == title)
    assert model.setData(model.index(row, Heading.FIELD), field)


def test_unknown_titles_are_mapped_once_and_remembered_for_the_centre(
    qtbot: QtBot, real_page: PreparePage, messages: RecordedMessages, idle: Idle, workspace: SqlWorkspace,
    empty: SessionMade, tmp_path: Path,
) -> None:  # fmt: skip
    path = odd_list(tmp_path)

    def script(dialog: ImportListDialog) -> None:
        wait_step(qtbot, dialog, 1)
        check_page(dialog)
        QAbstractItemModelTester(dialog.column_model)
        assert "N° dossier, Voie d'accès" in dialog.form.columnsBanner.label.text()
        assert dialog.column_model.index(0, Heading.SAMPLES).data() == "GRE-22-001"
        assert not dialog.form.nextButton.isEnabled()
        choose(dialog, "Ident", "number")
        choose(dialog, "Filière", "access_path")
        dialog.form.nextButton.click()
        wait_step(qtbot, dialog, 2)
        dialog.form.importButton.click()

    messages.scripts.append(script)
    read(real_page, idle, path)
    assert numbers(real_page.context) == ["GRE-22-001"]
    learnt = remembered_mapping(workspace, empty.id, ListKind.CANDIDATES)
    assert learnt == {"ident": "number", "filiere": "access_path"}

    states: list[str] = []

    def again(dialog: ImportListDialog) -> None:
        states.extend(shown(dialog, Column.STATE))
        dialog.form.cancelButton.click()

    messages.scripts.append(again)
    read(real_page, idle, path)
    assert states == ["Inchangé"]
    messages.assert_silent()


def test_a_field_is_filled_by_one_column(
    qtbot: QtBot, real_page: PreparePage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    chosen: list[dict[str, str]] = []

    def script(dialog: ImportListDialog) -> None:
        choose(dialog, "Ident", "birth_name")
        chosen.append(dialog.column_model.chosen)
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(real_page, idle, odd_list(tmp_path))
    assert chosen[0]["ident"] == "birth_name"
    assert chosen[0]["nomdenaissance"] == ""


def test_the_worksheet_is_chosen_when_two_hold_a_list(
    qtbot: QtBot, real_page: PreparePage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    other = candidate(**{"N° dossier": "LYO-22-009"})
    path = tmp_path / "deux.xlsx"
    path.write_bytes(xlsx(rows_of(candidate()), rows_of(other), names=("Grenoble", "Lyon")))

    def script(dialog: ImportListDialog) -> None:
        wait_step(qtbot, dialog, 1)
        assert "Plusieurs feuilles" in dialog.form.columnsBanner.label.text()
        box = dialog.form.sheetComboBox
        box.setCurrentText("Lyon")
        box.activated.emit(box.currentIndex())
        wait_step(qtbot, dialog, 2)
        dialog.form.importButton.click()

    messages.scripts.append(script)
    read(real_page, idle, path)
    assert numbers(real_page.context) == ["LYO-22-009"]


# --- results judged outside the panel -------------------------------------------------------------------


def test_results_are_imported_beside_the_candidates(
    qtbot: QtBot, session_context: GuiContext, services: FakeServices, messages: RecordedMessages,
    idle: Idle, made: SessionMade, tmp_path: Path,
) -> None:  # fmt: skip
    services.result_files = result_files()  # type: ignore[attr-defined]
    page = show_page(qtbot, session_context)
    path = tmp_path / "résultats.csv"
    rows = [
        ("N° dossier", "Bloc", "Résultat", "Évaluateur", "Date"),
        ("D-0001", "BC03", "Favorable", "TARDY Nicole", date(2022, 11, 3)),
        ("D-0099", "BC03", "Favorable", "TARDY Nicole", date(2022, 11, 3)),
    ]
    path.write_text(csv_text(rows), "utf-8")
    act = ResultImport(session_context, page)
    told: list[str] = []
    act.told.connect(told.append)

    def script(dialog: ImportListDialog) -> None:
        check_page(dialog)
        assert shown(dialog, Column.STATE) == ["Refusé", "Nouveau"]
        dialog.form.importButton.click()
        wait_step(qtbot, dialog, 3)
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    act.read_file(made.id, path)
    idle(session_context.tasks)
    assert told == ["1\u00a0résultat ajouté"]
    first = session_context.queries.registrations(made.id)[0]
    assert [(r.favourable, r.evaluator) for r in first.outside_results] == [(True, "TARDY Nicole")]
    session_context.operations.undo_stack.undo()
    idle(session_context.tasks)
    assert session_context.queries.registrations(made.id)[0].outside_results == ()
    messages.assert_silent()


# --- the models ---------------------------------------------------------------------------------------


def large_preview(count: int) -> ImportPreview:
    states = list(LineState)
    return ImportPreview(
        tuple(
            PreviewLine(i + 2, f"N-{i:04d}", f"NOM{i} Zoé", states[i % 4], errors=_errors(i, states[i % 4]))
            for i in range(count)
        )
    )


def _errors(line: int, state: LineState) -> tuple[LineError, ...]:
    return (LineError(line + 2, "Prénoms", "cell.missing"),) if state is LineState.REFUSED else ()


def test_the_filter_shows_one_state_or_the_lines_that_hold_every_word() -> None:
    model = ImportPreviewModel()
    model.show_preview(large_preview(2000))
    shown_lines = ImportPreviewFilter(model)
    shown_lines.set_state(LineState.REFUSED)
    assert shown_lines.rowCount() == 500
    shown_lines.set_wanted("nom7 prenoms")
    assert {model.line_at(shown_lines.mapToSource(shown_lines.index(r, 0)).row()).state
            for r in range(shown_lines.rowCount())} == {LineState.REFUSED}  # fmt: skip
    shown_lines.set_state(None)
    shown_lines.set_wanted("n 0042")
    assert shown_lines.rowCount() == 1


def test_sorting_keeps_the_chosen_line_and_its_tick() -> None:
    model = ImportPreviewModel()
    QAbstractItemModelTester(model)
    model.show_preview(large_preview(40))
    shown_lines = ImportPreviewFilter(model)
    tick_role = Qt.ItemDataRole.CheckStateRole
    model.setData(model.index(4, Column.LINE), Qt.CheckState.Unchecked.value, tick_role)
    kept = QPersistentModelIndex(shown_lines.index(4, Column.LINE))
    shown_lines.sort(Column.NUMBER, Qt.SortOrder.DescendingOrder)
    assert [shown_lines.index(row, Column.NUMBER).data() for row in (0, 39)] == ["N-0039", "N-0000"]
    assert (kept.row(), kept.data(), kept.data(tick_role)) == (35, "6", Qt.CheckState.Unchecked)


def test_a_refused_or_unchanged_line_has_no_tick() -> None:
    model = ImportPreviewModel()
    model.show_preview(large_preview(4))
    ticked = [
        model.index(row, Column.LINE).data(Qt.ItemDataRole.CheckStateRole) is not None for row in range(4)
    ]
    assert ticked == [True, True, False, False]
    assert not model.setData(
        model.index(3, Column.LINE), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole
    )
    assert model.data(QModelIndex()) is None


def test_hostile_words_of_a_file_stand_verbatim_in_preview_and_details(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    files.give(a_line(2, "<b>1</b>", birth_name="<img src=x>"))
    files.listed = replace(files.listed, ignored_columns=("<i>notes</i>",))
    names: list[Any] = []

    def script(dialog: ImportListDialog) -> None:
        check_page(dialog, size=QSize(1280, 660))
        names.extend(shown(dialog, Column.NAME))
        names.append(dialog.form.ignoredLabel.text())
        assert dialog.form.ignoredLabel.textFormat() is Qt.TextFormat.PlainText
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    read(page, idle, "<b>liste</b>.xlsx")
    assert names[0] == "<img src=x> Léa"
    assert "<i>notes</i>" in names[1]
