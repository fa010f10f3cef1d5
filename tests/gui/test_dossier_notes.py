"""A juror's reading: notes, highlights, places, two dossiers at once, the whole screen."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.queries_reading import PlaceRow
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.reading_note_dialog import ReadingNoteDialog
from cisp_desktop.gui.itemmodels.note_model import NoteModel
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets import dossier_shelf
from cisp_desktop.gui.widgets.citation_line import CitationLine
from cisp_desktop.gui.widgets.dossier_finder import Panel
from cisp_desktop.gui.widgets.dossier_pictures import MOST_PIXELS, PagePictures, bounded
from cisp_desktop.gui.widgets.dossier_reader import DossierReader
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.dossiers import READ, add_dossier, opened, settled
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


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
    shown.leave_full_screen()
    idle(session_context.tasks)


def drag(reader: DossierReader, page: int, area: QRectF) -> None:
    """Drag from corner to corner of a rectangle, in points of a page."""
    layout, hand = reader.view.layout_, reader.view.hand
    place = layout.from_points(page, area)
    hand.press(place.topLeft())
    hand.move(place.center())
    hand.release(place.bottomRight())


def areas(reader: DossierReader) -> list[tuple[str, tuple[Area, ...]]]:
    """The highlights of the dossier in front."""
    return [(note.colour.value, note.areas) for note in reader.view.marks.notes]


TEXT_OF_A_PAGE = QRectF(73, 80, 90, 0)


def test_text_selected_then_highlighted_is_stored_shown_and_undone(
    reader: DossierReader, made: SessionMade
) -> None:
    drag(reader, 0, TEXT_OF_A_PAGE)
    assert reader.view.hand.text.startswith("Médiation")
    reader.toolbar.highlight_button.click()
    assert not reader.toolbar.highlight_button.isChecked()
    assert reader.view.hand.text == ""
    (note,) = reader._context.queries.reading_notes(made.seats[Role.PRESIDENT], [note_dossier(reader)])
    assert note.page == 0
    assert 100 < note.areas[0].left < 140
    assert 70 < note.areas[0].top < 100
    assert areas(reader) == [("YELLOW", note.areas)]
    reader._context.operations.undo()
    assert areas(reader) == []
    reader._context.operations.redo()
    assert len(areas(reader)) == 1


def note_dossier(reader: DossierReader) -> str:
    """The dossier in front."""
    assert reader.current is not None
    return reader.current.id


def test_without_a_selection_the_next_drag_frames_a_rectangle_of_the_chosen_colour(
    reader: DossierReader,
) -> None:
    actions = reader.toolbar.highlight_button.menu().actions()
    assert [action.text() for action in actions] == [
        "Jaune uni", "Vert hachuré", "Bleu ligné", "Rose quadrillé",
    ]  # fmt: skip
    actions[3].trigger()
    assert reader.view.hand.framing
    drag(reader, 0, QRectF(100, 200, 300, 100))
    ((colour, (area,)),) = areas(reader)
    assert colour == "PINK"
    assert area == Area(168, 237, 672, 357) or abs(area.left - 168) <= 3
    assert not reader.view.hand.framing
    assert not reader.toolbar.highlight_button.isChecked()


def test_a_note_is_written_by_keys_alone_and_cites_the_line_being_scored(
    reader: DossierReader, made: SessionMade, messages: RecordedMessages, qtbot: QtBot
) -> None:
    item = made.certification.blocks[1].competences[2].id
    reader.notes.current_item = lambda: item

    def write(dialog: QDialog) -> bool:
        asked = cast(ReadingNoteDialog, dialog)
        check_page(asked)
        assert asked.item_combo.currentData() == item
        asked.accept_button.click()
        assert (
            "Écrivez la note" in asked.findChildren(type(asked._problem_label))[-1].text() or asked.problem()
        )
        asked.text_edit.setPlainText("À reprendre à l’oral")
        asked.colour_combo.setCurrentIndex(2)
        asked.accept_button.click()
        return asked.result() == QDialog.DialogCode.Accepted

    messages.scripts.append(write)
    reader.view.go_to(4)
    reader.view.setFocus()
    qtbot.keyClick(reader.view, Qt.Key.Key_N)
    (note,) = reader.notes.notes
    assert (note.page, note.areas, note.colour, note.item) == (4, (), NoteColour.BLUE, item)
    listed = reader.finder.notes_list
    assert listed.model.index(0).data() == "Mémoire, p.\u00a05 · BC02-3 · À reprendre à l’oral"


def test_the_list_leads_to_a_note_in_another_dossier_and_its_buttons_change_it(
    reader: DossierReader, qtbot: QtBot, idle: Idle
) -> None:
    first, second = reader._rows
    reader.notes.highlight(second, 6, (Area(100, 500, 300, 540),), NoteColour.GREEN)
    reader.toolbar.notes_button.click()
    listed = reader.finder.notes_list
    assert reader.current == first
    assert not listed.change_button.isEnabled()
    listed.view.setCurrentIndex(listed.model.index(0))
    listed.view.activated.emit(listed.model.index(0))
    settled(qtbot, reader, idle)
    assert reader.current == second
    assert reader.view.place.page == 6
    assert 380 < reader.view.place.offset < 460
    listed.share_check.click()
    assert reader.notes.notes[0].shared
    assert "partagée" in listed.model.index(0).data()
    listed.remove_button.click()
    assert reader.notes.notes == ()
    assert listed.empty_label.isVisible()


def test_a_click_on_a_highlight_opens_the_list_on_it(reader: DossierReader) -> None:
    row = reader._rows[0]
    reader.notes.highlight(row, 0, (Area(100, 100, 300, 140),), NoteColour.GREEN)
    wanted = reader.notes.highlight(row, 0, (Area(100, 200, 300, 240),), NoteColour.BLUE)
    centre = reader.view.layout_.from_area(0, Area(100, 200, 300, 240)).center()
    reader.view.hand.press(centre)
    reader.view.hand.release(centre)
    assert reader.toolbar.panel is Panel.NOTES
    current = reader.finder.notes_list.current
    assert current is not None
    assert current.id == wanted


def test_the_line_being_scored_says_where_it_is_cited_and_leads_there(
    reader: DossierReader, made: SessionMade, messages: RecordedMessages, qtbot: QtBot, idle: Idle
) -> None:
    item = made.certification.blocks[0].competences[0].id
    line = CitationLine(reader)
    line.follow(reader)
    line.show_item(item)
    assert line.isHidden()

    def write(dialog: QDialog) -> bool:
        asked = cast(ReadingNoteDialog, dialog)
        asked.text_edit.setPlainText("preuve")
        asked.accept_button.click()
        return True

    for page in (1, 7):
        messages.scripts.append(write)
        reader.notes.write(reader._rows[1], page, (), NoteColour.YELLOW)
    assert not line.isHidden()
    links = [line._links.itemAt(i).widget() for i in range(line._links.count())]
    assert [link.text() for link in links] == ["APST, p.\u00a02", "APST, p.\u00a08"]
    links[1].click()
    settled(qtbot, reader, idle)
    assert reader.current == reader._rows[1]
    assert reader.view.page == 7
    line.show_item("another")
    assert line.isHidden()


def test_locking_leaves_no_note_in_any_widget_and_the_next_juror_reads_none(
    reader: DossierReader, made: SessionMade, messages: RecordedMessages, qtbot: QtBot, idle: Idle
) -> None:
    def write(dialog: QDialog) -> bool:
        asked = cast(ReadingNoteDialog, dialog)
        asked.text_edit.setPlainText("SECRET DU PRESIDENT")
        asked.accept_button.click()
        return True

    messages.scripts.append(write)
    reader.notes.write(reader._rows[0], 0, (), NoteColour.YELLOW)
    rows = reader._rows
    reader.toolbar.notes_button.click()
    assert shows(reader, "SECRET")
    for juror in (None, made.juror(Role.CENTRE)):
        reader.clear()
        reader._context.set_juror(juror)
        assert not shows(reader, "SECRET")
        reader.show_dossiers(rows, missing=[])
        assert reader.notes.notes == ()
        assert not shows(reader, "SECRET")
    settled(qtbot, reader, idle)


def shows(reader: DossierReader, words: str) -> bool:
    """Whether a widget or a model of the reader holds these words."""
    model = reader.finder.notes_list.model
    roles = (0, int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole))
    cells = [str(model.index(row).data(role)) for row in range(model.rowCount()) for role in roles]
    for widget in reader.findChildren(QWidget):
        cells += [widget.toolTip(), widget.accessibleName(), str(getattr(widget, "text", lambda: "")())]
    cells += [note.text for note in (*reader.notes.notes, *reader.view.marks.notes)]
    return any(words in cell for cell in cells)


def test_each_jurors_place_is_written_when_the_page_rests_and_found_again(
    reader: DossierReader, made: SessionMade, qtbot: QtBot, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, dossier_id = reader._context, note_dossier(reader)
    seat, other = made.seats[Role.PRESIDENT], made.seats[Role.CENTRE]
    commits: list[object] = []
    context.workspace.subscribe(commits.append)
    reader.toolbar.in_button.click()
    for _tick in range(30):
        reader.view.verticalScrollBar().setValue(reader.view.verticalScrollBar().value() + 40)
    assert commits == []
    assert not context.queries.reading_places(seat, [dossier_id])
    monkeypatch.setattr(reader.places._resting, "interval", lambda: 0)
    reader.places._resting.start(1)
    qtbot.waitUntil(lambda: bool(context.queries.reading_places(seat, [dossier_id])))
    assert len(commits) == 1
    stood = reader.view.place
    assert context.queries.reading_places(seat, [dossier_id]) == {dossier_id: stood}
    assert stood.zoom > 0
    assert not context.operations.undo_stack.canUndo()
    again = opened(qtbot, context, made, idle)
    assert again.view.place == stood
    context.set_juror(made.juror(Role.CENTRE))
    another = opened(qtbot, context, made, idle)
    assert another.view.place == PlaceRow()
    assert not context.queries.reading_places(other, [dossier_id])


def test_a_search_in_all_dossiers_lists_them_by_name_and_opens_the_one_chosen(
    reader: DossierReader, qtbot: QtBot, idle: Idle
) -> None:
    reader.start_search_everywhere()
    reader.finder.search_field.setText("mediation")
    assert reader.finder.count_label.text() == "6\u00a0pages · 2\u00a0pièces"
    model = reader.finder.hits_model
    assert model.index(0).data().startswith("Mémoire, p.\u00a01   Médiation")
    assert model.index(5).data().startswith("APST, p.\u00a07   Médiation")
    reader.finder.hits_view.setCurrentIndex(model.index(4))
    settled(qtbot, reader, idle)
    qtbot.waitUntil(lambda: reader.view.page == 3)
    assert reader.current == reader._rows[1]
    assert reader.searching.shown_word == "Médiation"
    assert model.rowCount() == 6
    reader.start_search()
    assert not reader.finder.everywhere_check.isChecked()
    assert model.rowCount() == 3


def test_two_dossiers_stand_side_by_side_and_both_stay_open(
    reader: DossierReader, qtbot: QtBot, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier_shelf, "MOST_DOCUMENTS", 1)
    reader.toolbar.beside_button.click()
    idle(reader._context.tasks)
    qtbot.waitUntil(lambda: reader.beside.view.shown is not None)
    assert reader.beside.current == reader._rows[1]
    assert reader.view.shown is not None
    assert reader.view.shown is not reader.beside.view.shown
    assert len(reader.shelf._open) == 2
    check_page(reader)
    reader.beside.view.go_to(5)
    assert reader.beside.page_label.text() == "p.\u00a06"
    assert reader.view.page == 0
    reader.beside.close_button.click()
    assert reader.beside.isHidden()
    assert not reader.toolbar.beside_button.isChecked()


def test_the_whole_screen_is_left_by_escape_and_by_clearing(reader: DossierReader, qtbot: QtBot) -> None:
    for leave in (lambda: qtbot.keyClick(screen(reader), Qt.Key.Key_Escape), reader.clear):
        rows = reader._rows
        reader.toggle_full_screen()
        assert reader.view.window() is screen(reader)
        assert reader._away_label.isVisible()
        leave()
        assert reader.view.window() is reader
        assert not reader.in_full_screen
        assert not reader._away_label.isVisible()
        reader.show_dossiers(rows, missing=[])
    QApplication.processEvents()


def screen(reader: DossierReader) -> QWidget:
    """The window of the whole screen."""
    assert reader._full_screen is not None
    return reader._full_screen


def test_thumbnails_draw_what_shows_and_lead_to_their_page(reader: DossierReader, qtbot: QtBot) -> None:
    reader.toolbar.thumbnails_button.click()
    strip = reader.finder.thumbnails
    assert strip.model().rowCount() == 9
    qtbot.waitUntil(lambda: strip.pictures.picture(1) is not None)
    strip.clicked.emit(strip.model().index(2))
    assert reader.view.page == 2
    assert strip.currentIndex().row() == 2
    reader.toolbar.thumbnails_button.click()
    assert reader.finder.isHidden()


def test_the_pictures_of_pages_stay_within_their_bytes(reader: DossierReader, qtbot: QtBot) -> None:
    pictures = PagePictures(reader, kept_bytes=2_000_000)
    pictures.show_document(reader.view.shown)
    size = reader.view._pixels(0)
    for page in range(9):
        pictures.want([page], lambda _page: size)
        qtbot.waitUntil(lambda page=page: pictures.is_drawn(page, size))
        assert pictures.held_bytes <= max(2_000_000, size.width() * size.height() * 4)
    large = bounded(size * 40)
    assert large.width() * large.height() <= MOST_PIXELS * 1.01
    pictures.show_document(None)
    assert pictures.held_bytes == 0


def test_a_reader_of_the_preparation_takes_no_notes(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, workspace: SqlWorkspace, idle: Idle
) -> None:
    add_dossier(workspace, made.registrations[0])
    session_context.set_juror(made.juror())
    shown = DossierReader(session_context)
    qtbot.addWidget(shown)
    shown.show()
    shown.show_dossiers(session_context.queries.dossiers_of(made.registrations[0]), missing=[])
    idle(session_context.tasks)
    assert shown.notes.juror is None
    assert shown.toolbar.note_button.isHidden()
    assert shown.toolbar.notes_button.isHidden()
    shown.toolbar.ask_note()
    shown.clear()


def test_the_notes_are_a_sound_model(qtbot: QtBot) -> None:
    model = NoteModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_notes((), {}, {})
    assert model.rowCount() == 0


def test_a_place_beside_every_page_is_no_area(reader: DossierReader) -> None:
    layout = reader.view.layout_
    assert layout.to_area(0, QRectF(QPointF(-50, -50), QPointF(-10, -10))) is None
    whole = layout.to_area(0, QRectF(-50, -50, 5000, 50_000))
    assert whole == Area(0, 0, 1000, 1000)
