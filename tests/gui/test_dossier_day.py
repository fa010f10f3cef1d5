"""A day of reading: the next dossier opened ahead, large ones laid out at once, locks in the midst of it."""

import io
from collections.abc import Iterator
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.queries_reading import PlaceRow
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.panel import Recusal, RecusalGround, Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.dossier_window import DossierWindow
from cisp_desktop.gui.dialogs.reading_note_dialog import ReadingNoteDialog
from cisp_desktop.gui.pages.evaluation import Evaluation
from cisp_desktop.gui.widgets import dossier_shelf
from cisp_desktop.gui.widgets.dossier_finder import Panel
from cisp_desktop.gui.widgets.dossier_reader import DossierReader
from cisp_desktop.gui.widgets.dossier_view import DossierView
from cisp_desktop.persistence.vault import AgeVault
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.gui.dossiers import READ, Idle, add_dossier, opened, settled
from tests.gui.fakes import RecordedMessages


@pytest.fixture
def reader(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, workspace: SqlWorkspace, idle: Idle
) -> Iterator[DossierReader]:
    """The president's reader on two dossiers of nine pages, the thesis in front."""
    for kind in READ:
        add_dossier(workspace, made.registrations[0], kind)
    session_context.set_juror(made.juror())
    shown = opened(qtbot, session_context, made, idle)
    yield shown
    shown.clear()
    idle(session_context.tasks)


@pytest.fixture
def following(workspace: SqlWorkspace, made: SessionMade, session_context: GuiContext) -> DossierRow:
    """The dossier of the second candidate."""
    add_dossier(workspace, made.registrations[1], pages=8)
    (row,) = session_context.queries.dossiers_of(made.registrations[1])
    return row


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the vault was asked to decrypt."""
    asked: list[str] = []
    real = AgeVault.copy_to

    def copy_to(self: AgeVault, sha256: str, write: object) -> None:
        asked.append(sha256)
        real(self, sha256, write)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(AgeVault, "copy_to", copy_to)
    return asked


def open_ahead(reader: DossierReader, row: DossierRow, idle: Idle) -> None:
    """Say who comes next, and let the time pass in which nothing is opened."""
    idle(reader._context.tasks)
    reader.expect([row], kinds=())
    reader.shelf._resting.stop()
    reader.shelf._open_ahead()
    idle(reader._context.tasks)


# --- opened ahead -----------------------------------------------------------------------------------


def test_the_next_candidates_dossier_is_opened_ahead_and_shown_without_reading_it_again(
    reader: DossierReader, following: DossierRow, read: list[str], idle: Idle, qtbot: QtBot
) -> None:
    first = reader.current
    open_ahead(reader, following, idle)
    assert read == [following.sha256]
    assert reader.shelf.document(following.id) is not None
    assert reader.current == first
    reader.show_dossiers([following], missing=[])
    assert reader.view.shown is reader.shelf.document(following.id)
    assert read == [following.sha256]


def test_what_is_opened_ahead_never_closes_what_is_near(
    reader: DossierReader, following: DossierRow, read: list[str], idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.tabs.setCurrentIndex(1)
    idle(reader._context.tasks)
    near = [row.id for row in reader.rows]
    monkeypatch.setattr(dossier_shelf, "MOST_BYTES", sum(row.size for row in reader.rows) + 10)
    read.clear()
    open_ahead(reader, following, idle)
    assert read == []
    assert all(reader.shelf.document(one) is not None for one in near)
    monkeypatch.setattr(dossier_shelf, "MOST_BYTES", reader.shelf.held_bytes + following.size)
    open_ahead(reader, following, idle)
    assert read == [following.sha256]
    assert all(reader.shelf.document(one) is not None for one in near)


def test_a_dossier_asked_while_it_is_opened_ahead_is_read_once_and_shown(
    reader: DossierReader, following: DossierRow, read: list[str], idle: Idle, qtbot: QtBot
) -> None:
    reader.expect([following], kinds=())
    reader.shelf._open_ahead()
    reader.show_dossiers([following], missing=[])
    settled(qtbot, reader, idle)
    assert read == [following.sha256]
    assert reader.current == following


def test_a_dossier_that_is_asked_stops_the_one_opened_ahead(
    reader: DossierReader, following: DossierRow, read: list[str], idle: Idle, qtbot: QtBot
) -> None:
    held = Event()
    idle(reader._context.tasks)
    reader._context.tasks.run(lambda _progress: held.wait(20), title="")
    reader.shelf._ahead = (following.id, reader.shelf._read(following))
    reader.tabs.setCurrentIndex(1)
    held.set()
    settled(qtbot, reader, idle)
    assert read == [reader.rows[1].sha256]
    assert reader.shelf.document(following.id) is None
    reader.show_dossiers([following], missing=[])
    settled(qtbot, reader, idle)
    assert reader.current == following


def test_a_damaged_dossier_opened_ahead_says_nothing_until_it_is_asked(
    reader: DossierReader, following: DossierRow, workspace: SqlWorkspace, idle: Idle, qtbot: QtBot
) -> None:
    told: list[tuple[str, CispError]] = []
    reader.shelf.failed.connect(lambda dossier_id, error: told.append((dossier_id, error)))
    path = workspace.vault.path_of(following.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-3])
    open_ahead(reader, following, idle)
    assert told == []
    reader.show_dossiers([following], missing=[])
    idle(reader._context.tasks)
    qtbot.waitUntil(reader.empty_state.isVisible)
    assert [(one, error.code) for one, error in told] == [(following.id, "vault.damaged")]


def test_clearing_forgets_what_was_expected(
    reader: DossierReader, following: DossierRow, read: list[str], idle: Idle
) -> None:
    reader.expect([following], kinds=())
    reader.clear()
    assert not reader.shelf._resting.isActive()
    reader.shelf._open_ahead()
    idle(reader._context.tasks)
    assert read == []
    assert reader.shelf.held_bytes == 0


# --- pages ------------------------------------------------------------------------------------------


def mixed_pdf(pages: int) -> bytes:
    """A PDF whose every third page lies on its side."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in range(pages):
        canvas.setPageSize(landscape(A4) if page % 3 == 0 else A4)
        canvas.drawString(72, 72, str(page))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_a_long_document_is_laid_out_at_once_and_rightly_once_every_page_is_measured(
    reader: DossierReader, qtbot: QtBot
) -> None:
    from_file = QPdfDocument(reader)
    path = reader._context.workspace.path / "mixed.pdf"
    path.write_bytes(mixed_pdf(90))
    from_file.load(str(path))
    view = DossierView(reader)
    view.resize(400, 400)
    view.show_document(from_file, PlaceRow(40, 300))
    assert len(view.layout_.rects) == 90
    assert view.page == 40
    assert view.layout_.points[3] == view.layout_.points[40]
    qtbot.waitUntil(lambda: not view._sizes._due)
    true = [from_file.pagePointSize(page) for page in range(90)]
    assert [round(width) for width, _ in view.layout_.points] == [round(size.width()) for size in true]
    assert (view.place.page, view.place.offset) == (40, 300)
    assert view.visible_pages().start == 40
    view.show_document(None)
    path.unlink()


def test_the_place_of_the_second_dossier_is_kept_as_that_of_the_first(
    reader: DossierReader, made: SessionMade, qtbot: QtBot, idle: Idle
) -> None:
    context, seat = reader._context, made.seats[Role.PRESIDENT]
    first, second = reader.rows
    reader.toolbar.beside_button.click()
    idle(context.tasks)
    qtbot.waitUntil(lambda: reader.beside.view.shown is not None)
    reader.beside.view.zoom_by(1)
    reader.beside.view.go_to(5)
    reader.beside.view.verticalScrollBar().setValue(reader.beside.view.verticalScrollBar().value() + 30)
    reader.view.go_to(2)
    stood = reader.beside.view.place
    reader.clear()
    places = context.queries.reading_places(seat, [first.id, second.id])
    assert places == {first.id: PlaceRow(2), second.id: stood}
    assert stood.zoom > 0
    again = opened(qtbot, context, made, idle)
    again.toolbar.beside_button.click()
    idle(context.tasks)
    qtbot.waitUntil(lambda: again.beside.view.shown is not None)
    assert again.beside.view.place == stood
    again.clear()


def test_a_second_dossier_that_does_not_open_says_why(
    reader: DossierReader, workspace: SqlWorkspace, idle: Idle, qtbot: QtBot
) -> None:
    workspace.vault.path_of(reader.rows[1].sha256).unlink()
    reader.shelf.clear()
    reader.toolbar.beside_button.click()
    idle(reader._context.tasks)
    qtbot.waitUntil(reader.beside.problem_label.isVisible)
    assert len(reader.beside.problem_label.text()) > 20
    reader.beside.close_button.click()


def test_a_search_left_open_looks_in_the_next_candidates_dossiers_and_a_closed_one_is_forgotten(
    reader: DossierReader, following: DossierRow, qtbot: QtBot, idle: Idle
) -> None:
    reader.start_search_everywhere()
    reader.finder.search_field.setText("mediation")
    assert {hit.dossier_id for hit in reader.finder.hits_model.hits} == {row.id for row in reader.rows}
    reader.show_dossiers([following], missing=[])
    settled(qtbot, reader, idle)
    assert {hit.dossier_id for hit in reader.finder.hits_model.hits} == {following.id}
    reader.toolbar.search_button.click()
    reader.show_dossiers((), missing=[])
    assert reader.finder.hits_model.rowCount() == 0
    assert reader.finder.search_field.text() == ""


# --- by keys ----------------------------------------------------------------------------------------


def test_a_passage_that_was_found_is_highlighted_without_the_mouse(
    reader: DossierReader, qtbot: QtBot
) -> None:
    reader.start_search()
    qtbot.keyClicks(reader.finder.search_field, "mediation")
    qtbot.waitUntil(lambda: reader.finder.hits_model.rowCount() == 3)
    qtbot.keyClick(reader.finder.search_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reader.view.found() is not None)
    reader.view.setFocus()
    qtbot.keyClick(reader.view, Qt.Key.Key_S)
    (note,) = reader.notes.notes
    (area,) = note.areas
    assert note.page == 0
    assert 100 < area.left < area.right < 250
    assert 70 < area.top < area.bottom < 120


def test_keys_note_the_second_dossier_while_it_has_the_focus(
    reader: DossierReader, messages: RecordedMessages, qtbot: QtBot, idle: Idle
) -> None:
    reader.toolbar.beside_button.click()
    idle(reader._context.tasks)
    qtbot.waitUntil(lambda: reader.beside.view.shown is not None)

    def write(dialog: QDialog) -> None:
        asked = cast(ReadingNoteDialog, dialog)
        asked.text_edit.setPlainText("seconde")
        asked.accept_button.click()

    messages.scripts.append(write)
    reader.beside.view.go_to(3)
    reader.activateWindow()
    reader.beside.view.setFocus()
    qtbot.waitUntil(reader.beside.view.hasFocus)
    qtbot.keyClick(reader.beside.view, Qt.Key.Key_N)
    (note,) = reader.notes.notes
    assert (note.dossier_id, note.page) == (reader.rows[1].id, 3)
    assert [one.id for one in reader.beside.view.marks.notes] == [note.id]
    assert list(reader.view.marks.notes) == []


def test_escape_gives_up_a_frame_that_was_not_drawn(reader: DossierReader, qtbot: QtBot) -> None:
    reader.view.setFocus()
    qtbot.keyClick(reader.view, Qt.Key.Key_S)
    assert reader.view.hand.framing
    qtbot.keyClick(reader.view, Qt.Key.Key_Escape)
    assert not reader.view.hand.framing
    assert not reader.toolbar.highlight_button.isChecked()


# --- locks ------------------------------------------------------------------------------------------


def lock_while_typing(reader: DossierReader, messages: RecordedMessages, text: str) -> None:
    """Let the screen lock while the next form holds ``text``."""

    def type_and_lock(dialog: QDialog) -> None:
        asked = cast(ReadingNoteDialog, dialog)
        asked.show()
        asked.text_edit.setPlainText(text)
        reader._context.set_juror(None)
        assert not asked.isVisible()

    messages.scripts.append(type_and_lock)


def come_back(reader: DossierReader, made: SessionMade, role: Role, rows: list[DossierRow]) -> None:
    """Blank, as the page does, then let a juror in, as the frame does."""
    reader.clear()
    reader._context.set_juror(made.juror(role))
    reader.show_dossiers(rows, missing=[])
    reader._context.interrupted.take_up()


def test_a_new_note_half_typed_when_the_screen_locks_is_its_authors_alone(
    reader: DossierReader, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    rows = list(reader.rows)
    area = (Area(100, 100, 300, 140),)
    lock_while_typing(reader, messages, "À moitié")
    reader.notes.write(rows[0], 4, area, NoteColour.BLUE)
    come_back(reader, made, Role.CENTRE, rows)
    assert reader.notes.notes == ()
    come_back(reader, made, Role.PRESIDENT, rows)
    (note,) = reader.notes.notes
    assert (note.text, note.page, note.areas, note.shared) == ("À moitié", 4, area, False)
    assert messages.scripts == []
    idle(reader._context.tasks)


def test_a_change_half_typed_waits_for_its_author_and_is_shown_to_nobody_else(
    reader: DossierReader, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    rows, text = list(reader.rows), "Changé à moitié"
    note_id = reader.notes.highlight(rows[0], 0, (Area(1, 1, 9, 9),), NoteColour.PINK)
    lock_while_typing(reader, messages, text)
    reader.notes.change(note_id)
    come_back(reader, made, Role.CENTRE, rows)
    assert len(messages.dialogs) == 1
    found: list[str] = []

    def read_and_give_up(dialog: QDialog) -> None:
        found.append(cast(ReadingNoteDialog, dialog).text_edit.toPlainText())
        dialog.reject()

    messages.scripts.append(read_and_give_up)
    come_back(reader, made, Role.PRESIDENT, rows)
    assert found == [text]
    assert [note.text for note in reader.notes.notes] == [""]
    come_back(reader, made, Role.CENTRE, rows)
    come_back(reader, made, Role.PRESIDENT, rows)
    assert len(messages.dialogs) == 2
    idle(reader._context.tasks)


def test_a_new_note_that_cannot_be_stored_at_the_lock_is_asked_again(
    reader: DossierReader, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    rows, found = list(reader.rows), []
    lock_while_typing(reader, messages, "trop " * 40_000)
    reader.notes.write(rows[0], 4, (), NoteColour.BLUE)
    assert messages.errors == []

    def shorten(dialog: QDialog) -> None:
        asked = cast(ReadingNoteDialog, dialog)
        found.append(len(asked.text_edit.toPlainText()))
        asked.accept_button.click()
        found.append("10" in str(asked._problem_label.text() if asked._problem_label else ""))
        asked.text_edit.setPlainText("<b>court</b> & net")
        asked.accept_button.click()

    messages.scripts.append(shorten)
    come_back(reader, made, Role.PRESIDENT, rows)
    assert found == [200_000, True]
    (note,) = reader.notes.notes
    assert note.text == "<b>court</b> & net"
    assert reader.finder.notes_list.model.index(0).data().endswith("<b>court</b> & net")
    tooltip = reader.finder.notes_list.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tooltip
    idle(reader._context.tasks)


def test_a_lock_in_full_screen_with_a_form_over_it_leaves_nothing_on_any_screen(
    reader: DossierReader, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    rows = list(reader.rows)
    reader.toggle_full_screen()
    parents: list[QWidget] = []

    def look_and_lock(dialog: QDialog) -> None:
        parents.append(cast(QWidget, dialog.parent()))
        dialog.show()
        reader._context.set_juror(None)
        reader.clear()
        QApplication.processEvents()
        assert not dialog.isVisible()

    messages.scripts.append(look_and_lock)
    reader.notes.write(rows[0], 0, (), NoteColour.YELLOW)
    assert parents == [reader._full_screen]
    assert not reader.in_full_screen
    assert reader.view.window() is reader
    idle(reader._context.tasks)


def test_blanking_leaves_no_page_no_small_page_no_hit_and_no_second_dossier(
    reader: DossierReader, qtbot: QtBot, idle: Idle
) -> None:
    reader.toolbar.beside_button.click()
    idle(reader._context.tasks)
    qtbot.waitUntil(lambda: reader.beside.view.shown is not None)
    reader.start_search_everywhere()
    reader.finder.search_field.setText("mediation")
    reader.show_panel(Panel.THUMBNAILS)
    strip = reader.finder.thumbnails
    qtbot.waitUntil(lambda: strip.pictures.picture(0) is not None)
    reader.toggle_full_screen()
    views = (reader.view, reader.beside.view)
    assert all(view.pictures.held_bytes or view.shown for view in views)
    reader.clear()
    for view in views:
        assert view.shown is None
        assert view.pictures.held_bytes == 0
        assert view.layout_.rects == ()
        assert view.hand.text == ""
    assert strip.pictures.held_bytes == 0
    assert strip.model().rowCount() == 0
    assert reader.finder.hits_model.rowCount() == 0
    assert reader.finder.search_field.text() == ""
    assert reader.beside.combo.count() == 0
    assert reader.beside.page_label.text() == ""
    assert reader.tabs.count() == 0
    assert reader.shelf.held_bytes == 0
    assert reader.searching.shown_word == ""
    assert not reader.in_full_screen


def test_a_window_of_dossiers_closes_with_the_juror_and_with_the_session(
    reader: DossierReader, qtbot: QtBot, idle: Idle
) -> None:
    context, rows = reader._context, reader.rows
    window = DossierWindow(context)
    qtbot.addWidget(window)
    for leave in (lambda: context.set_juror(None), lambda: context.set_session(None)):
        window.show_candidate("AUBERT", rows, missing=[], kind=DossierKind.THESIS)
        settled(qtbot, window.reader, idle)
        leave()
        assert not window.isVisible()
        assert window.reader.view.shown is None
        assert window.reader.shelf.held_bytes == 0


def test_a_page_in_small_is_dark_on_white_paper_whatever_lies_under_it(
    reader: DossierReader, qtbot: QtBot
) -> None:
    reader.show_panel(Panel.THUMBNAILS)
    strip = reader.finder.thumbnails
    qtbot.waitUntil(lambda: strip.pictures.picture(0) is not None)
    for pictures in (strip.pictures, reader.view.pictures):
        picture = pictures.picture(0)
        assert picture is not None
        assert not picture.hasAlphaChannel()
        assert picture.pixelColor(picture.width() - 2, picture.height() - 2) == QColor("white")


def test_the_next_candidate_is_the_next_one_whom_the_juror_judges(
    reader: DossierReader, following: DossierRow, made: SessionMade, workspace: SqlWorkspace
) -> None:
    third = add_dossier(workspace, made.registrations[2])
    queries, juror = reader._context.queries, made.juror()
    first = made.registrations[0]
    assert Evaluation.read(queries, juror).dossiers_after(first) == [following]
    with workspace.unit_of_work() as work:
        recusal = Recusal("x", made.registrations[1], juror.seat_id, RecusalGround.TRAINED)
        work.recusals.add(recusal)
        work.commit()
    data = Evaluation.read(queries, juror)
    assert [row.id for row in data.dossiers_after(first)] == [third]
    assert data.dossiers_after(made.registrations[2]) == []
