"""Receipts of sealed sheets, on paper too, and sheets copied from paper, by the keyboard."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cisp_desktop.application.comment_templates import add_template
from cisp_desktop.application.receipts import Receipt, receipt_of
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import SheetState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.receipts_dialog import LINES_A_PAGE, ReceiptsDialog
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageHolder
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.fakes import FakeClock
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages
from tests.journeys.in_the_window import type_text

Idle = Callable[[TaskRunner], None]
KEYS = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, made: SessionMade, idle: Idle) -> Iterator[EvaluatePage]:
    """The page in its holder, the president at the keyboard."""
    shown = EvaluatePage(session_context)
    holder = PageHolder(shown)
    session_context.juror_changed.connect(partial(holder.invalidate, None))
    qtbot.addWidget(holder)
    session_context.operations.changed.connect(holder.invalidate)
    holder.resize(1150, 690)
    holder.show()
    holder.bring_up_to_date()
    session_context.set_juror(made.juror())
    holder.activateWindow()
    qtbot.waitUntil(shown.pane.grid.hasFocus)
    yield shown
    idle(session_context.tasks)


def receipts(count: int) -> list[Receipt]:
    moment = FakeClock()()
    return [
        Receipt(
            f"{number:04x} 91c0 77be",
            f"GRE-22-{number:03d}",
            f"AUBERT{number} Léa",
            "BC01",
            1 + number % 2,
            moment,
        )
        for number in range(1, count + 1)
    ]


def printed(dialog: ReceiptsDialog, target: Path) -> list[str]:
    """Print into a file; return the text of each page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    assert dialog.paint(printer)
    document = pypdfium2.PdfDocument(target)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


# --- receipts -------------------------------------------------------------------------------------


def test_every_receipt_stands_on_paper_under_the_jurors_name(
    qtbot: QtBot, messages: RecordedMessages, tmp_path: Path
) -> None:
    known = receipts(LINES_A_PAGE + 3)
    dialog = ReceiptsDialog("Mes reçus", known, messages, owner="MARTIN Anne · PV-2022-GRE-S1")
    qtbot.addWidget(dialog)
    table = dialog.form.receiptsTableWidget
    assert [table.item(0, column).text() for column in (0, 1, 4)] == [
        "AUBERT1 Léa", "N°\u00a0GRE-22-001", "0001 91c0 77be",
    ]  # fmt: skip
    assert [table.horizontalHeaderItem(column).text() for column in (0, 4)] == ["Candidat", "Reçu"]
    pages = printed(dialog, tmp_path / "reçus.pdf")
    assert len(pages) == 2
    for text in pages:
        assert "Reçus de grilles scellées" in text
        assert "MARTIN Anne · PV-2022-GRE-S1" in text
    words = " ".join(" ".join(pages).split())
    assert all(one.code in words for one in known)
    assert all(one.candidate in words for one in known)
    assert "BC01, tour 2" in words


def test_the_print_button_asks_for_a_printer_and_prints_what_is_accepted(
    page: EvaluatePage,
    made: SessionMade,
    messages: RecordedMessages,
    workspace: SqlWorkspace,
    idle: Idle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    score(workspace, made, made.registrations[0])
    target, seen = tmp_path / "reçus.pdf", list[str]()

    def to_a_file(dialog: QPrintDialog) -> None:
        printer: Any = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        dialog.done(QDialog.DialogCode.Accepted)

    def look(dialog: ReceiptsDialog) -> None:
        check_page(dialog)
        seen.append(dialog.text)
        dialog.form.printButton.setFocus()
        QTest.keyClick(dialog.form.printButton, KEYS.Key_Space)
        QTest.keyClick(dialog, KEYS.Key_Escape)

    messages.scripts += [look, to_a_file]
    page.header.sitting_menu.menu().actions()[-2].trigger()
    idle(page.context.tasks)
    assert messages.dialogs == ["ReceiptsDialog", "QPrintDialog"]
    text = " ".join(pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range().split())
    with workspace.unit_of_work() as work:
        ids = [sheet.id for sheet in work.sheets.of_registration(made.registrations[0])]
    for sheet_id in ids:
        code = receipt_of(workspace, made.juror(), sheet_id).code
        assert code in seen[0]
        assert code in text
    messages.assert_silent()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_refuses_is_told(qtbot: QtBot, messages: RecordedMessages, tmp_path: Path) -> None:
    dialog = ReceiptsDialog("Mes reçus", receipts(1), messages, owner="MARTIN Anne")
    qtbot.addWidget(dialog)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "absent" / "reçus.pdf"))
    assert not dialog.paint(printer)
    assert [error.code for error in messages.errors] == ["gui.print_failed"]


# --- paper ----------------------------------------------------------------------------------------


def choose_in_menu(page: EvaluatePage, letter: Qt.Key, qtbot: QtBot) -> None:
    """Open « Séance » with Space and press the letter of an entry."""
    button = page.header.sitting_menu
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, KEYS.Key_Space)
    menu = button.menu()
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, letter)


def name(words: str) -> Callable[[Any], None]:
    """Type a name into the dialog and press Return."""

    def fill(dialog: Any) -> None:
        check_page(dialog)
        field = dialog.form.answerEdit
        field.selectAll()
        type_text(field, words)
        QTest.keyClick(field, KEYS.Key_Return)

    return fill


def test_a_paper_sheet_is_typed_checked_and_sealed_by_keys_and_names_both(
    page: EvaluatePage,
    made: SessionMade,
    messages: RecordedMessages,
    idle: Idle,
    workspace: SqlWorkspace,
    qtbot: QtBot,
) -> None:
    pane, banner = page.pane, page.pane.paper_banner
    messages.scripts.append(name("ROUX Hélène"))
    choose_in_menu(page, KEYS.Key_G, qtbot)
    assert banner.label.text() == (
        "Grille papier saisie par ROUX Hélène. Une autre personne la relit avant le sceau."
    )
    pane.grid.setFocus()
    QTest.keyClick(pane.grid, KEYS.Key_S)
    for _ in range(pane.model.rowCount()):
        QTest.keyClick(pane.grid, KEYS.Key_2)
    QTest.keyClick(pane.grid, KEYS.Key_Left, CONTROL)
    assert pane.counter_label.text() == "11/11"

    def type_code(dialog: Any) -> None:
        QTest.keyClicks(dialog.focusWidget(), "000001")
        QTest.keyClick(dialog.focusWidget(), KEYS.Key_Return)

    messages.scripts.append(type_code)
    page.form.sealButton.setFocus()
    QTest.keyClick(page.form.sealButton, KEYS.Key_Space)
    idle(page.context.tasks)
    assert [error.code for error in messages.errors] == ["transcription.unchecked"]
    assert not pane.model.sealed
    messages.errors.clear()

    messages.scripts.append(name("PETIT Karim"))
    banner.button.setFocus()
    QTest.keyClick(banner.button, KEYS.Key_Space)
    assert banner.label.text() == "Grille papier saisie par ROUX Hélène, relue par PETIT Karim."
    messages.scripts.append(type_code)
    page.form.sealButton.setFocus()
    QTest.keyClick(page.form.sealButton, KEYS.Key_Space)
    idle(page.context.tasks)
    assert pane.model.sealed
    assert banner.isVisible()
    assert banner.label.text().endswith("relue par PETIT Karim.")
    view = workspace.queries.score_sheet(
        made.registrations[0], made.seats[Role.PRESIDENT], block_id=made.blocks[0]
    )
    assert view.state is SheetState.SEALED
    assert view.transcription is not None
    assert (view.transcription.typed_by, view.transcription.checked_by) == ("ROUX Hélène", "PETIT Karim")
    messages.assert_silent()


def test_a_sealed_sheet_says_that_it_is_not_to_be_copied(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    score(workspace, made, made.registrations[0])
    page.refresh(None)
    page.header.paper_asked.emit()
    assert messages.dialogs == []
    assert messages.informed[0].startswith("Il n’y a pas de grille à remplir ici")


def test_nothing_is_sealed_while_a_comment_is_refused(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    score(workspace, made, made.registrations[0], seal=False)
    page.refresh(None)
    page.pane.editor.editor.setPlainText("caché\u202e")
    page.form.sealButton.click()
    assert [error.code for error in messages.errors] == ["text.character"]
    assert messages.informed[0].startswith("Rien n’est scellé tant qu’une saisie attend")
    assert messages.dialogs == []
    assert not page.pane.model.sealed
    assert page.pane.editor.editor.toPlainText() == "caché\u202e"  # kept, to be mended
    assert page.pane.editor.state_label.text() == "Non enregistré"


# --- ready comments -------------------------------------------------------------------------------


def test_control_space_offers_the_ready_comments_and_return_inserts_one(
    page: EvaluatePage, workspace: SqlWorkspace, made: SessionMade, qtbot: QtBot
) -> None:
    add_template(workspace, "Exemples précis.", template_id="a")
    add_template(workspace, "Sources citées.", template_id="b")
    editor = page.pane.editor
    QTest.keyClick(page.pane.grid, KEYS.Key_C)
    QTest.keyClicks(editor.editor, "Bien")
    QTest.keyClick(editor.editor, KEYS.Key_Space, CONTROL)
    qtbot.waitUntil(editor.menu.isVisible)
    assert page.rect().contains(page.mapFromGlobal(editor.menu.mapToGlobal(QPoint(0, 0))))
    QTest.keyClick(editor.menu, KEYS.Key_Down)
    QTest.keyClick(editor.menu, KEYS.Key_Down)
    QTest.keyClick(editor.menu, KEYS.Key_Return)
    assert editor.editor.toPlainText() == "Bien Sources citées."
    QTest.keyClick(editor.editor, KEYS.Key_Escape)
    assert page.pane.grid.hasFocus()
    assert page.pane.model.lines[0].comment == "Bien Sources citées."
    page.context.operations.undo()
    assert page.pane.model.lines[0].comment == ""


def test_a_comment_with_no_break_spaces_stays_as_it_was_written(
    page: EvaluatePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    view = page.pane.model.view
    assert view is not None
    written = "Trois axes\u00a0: emploi, santé, logement\u202f!"
    page.pane.model.give_comment(view.lines[0].item, written)
    page.pane.go_to(1)
    page.pane.go_to(0)
    assert not page.pane.editor.pending
    page.pane.go_to(1)
    assert page.pane.store()
    stored = workspace.queries.score_sheet(
        made.registrations[0], made.seats[Role.PRESIDENT], block_id=made.blocks[0]
    ).lines[0]
    assert (stored.comment, stored.rows) == (written, 1)
