"""Reading a candidate's dossiers."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfBookmarkModel
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.application.queries import DossierRow, SearchHit
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.search_hit_model import SearchHitModel
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets import dossier_shelf
from cisp_desktop.gui.widgets.dossier_finder import written_word
from cisp_desktop.gui.widgets.dossier_reader import DossierReader
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.gui.dossiers import add_dossier

Idle = Callable[[TaskRunner], None]
KINDS = (DossierKind.THESIS, DossierKind.WORK_ANALYSIS, DossierKind.MONOGRAPH)


@pytest.fixture
def reader(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, workspace: SqlWorkspace, idle: Idle
) -> Iterator[DossierReader]:
    """The reader on three dossiers of nine pages, the thesis in front."""
    for kind in KINDS:
        add_dossier(workspace, made.registrations[0], kind)
    shown = DossierReader(session_context)
    qtbot.addWidget(shown)
    shown.resize(500, 600)
    shown.show()
    qtbot.waitExposed(shown)
    shown.show_dossiers(rows(shown, made), missing=[DossierKind.NETWORK_MAP], kinds=[DossierKind.THESIS])
    settled(qtbot, shown, idle)
    yield shown
    idle(session_context.tasks)


def rows(reader: DossierReader, made: SessionMade) -> list[DossierRow]:
    """Return the dossiers in the order of ``KINDS``."""
    found = reader._context.queries.dossiers_of(made.registrations[0])
    return sorted(found, key=lambda row: KINDS.index(row.kind))


def settled(qtbot: QtBot, reader: DossierReader, idle: Idle) -> None:
    """Wait until the document is shown and laid out."""
    idle(reader._context.tasks)
    qtbot.waitUntil(lambda: reader.view.shown is not None)


def test_a_dossier_opens_from_memory_with_all_its_pages(reader: DossierReader) -> None:
    document = reader.view.shown
    assert document is not None
    assert document.pageCount() == 9
    assert reader.toolbar.count_label.text() == "/\u00a09"
    assert reader.current is not None
    assert reader.current.kind is DossierKind.THESIS
    assert [reader.tabs.tabText(i) for i in range(reader.tabs.count())] == ["Mémoire", "APST", "Monogr."]
    assert reader.missing_label.text() == "Non remis\u00a0: Cartographie"


def test_a_page_is_reached_by_its_number(reader: DossierReader, qtbot: QtBot) -> None:
    reader.toolbar.page_edit.setFocus()
    reader.toolbar.page_edit.setText("")
    qtbot.keyClicks(reader.toolbar.page_edit, "7")
    qtbot.keyClick(reader.toolbar.page_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reader.view.page == 6)
    assert reader.toolbar.page_edit.text() == "7"


def test_each_dossier_opens_again_where_one_stopped(
    reader: DossierReader, made: SessionMade, qtbot: QtBot, idle: Idle
) -> None:
    reader.view.go_to(5)
    reader.tabs.setCurrentIndex(1)
    settled(qtbot, reader, idle)
    assert reader.view.page == 0
    reader.tabs.setCurrentIndex(0)
    settled(qtbot, reader, idle)
    assert reader.view.page == 5
    reader.hide()
    again = DossierReader(reader._context)
    qtbot.addWidget(again)
    again.resize(500, 600)
    again.show()
    again.show_dossiers(rows(reader, made), missing=[])
    settled(qtbot, again, idle)
    assert again.view.page == 5


def test_zoom_goes_by_steps_and_back_to_the_width(reader: DossierReader, qtbot: QtBot) -> None:
    assert reader.view.fits_width
    before = reader.view.scale
    reader.toolbar.in_button.click()
    assert not reader.view.fits_width
    assert reader.view.scale > before
    assert reader.toolbar.zoom_label.text().endswith("\u00a0%")
    qtbot.keyClicks(reader.view, "-")
    assert reader.view.scale <= before + 0.01
    reader.toolbar.fit_button.click()
    assert reader.view.fits_width
    assert reader.view.scale == pytest.approx(before, abs=0.03)


def test_the_page_stays_when_the_pane_grows(reader: DossierReader, qtbot: QtBot) -> None:
    reader.view.go_to(4)
    reader.resize(800, 600)
    qtbot.waitUntil(lambda: reader.view.page in (4, 5))
    reader.resize(360, 600)
    qtbot.waitUntil(lambda: reader.view.page in (3, 4, 5))


def test_search_lists_the_pages_and_highlights_the_one_shown(reader: DossierReader, qtbot: QtBot) -> None:
    reader.start_search()
    reader.finder.search_field.setText("mediation")
    assert reader.finder.count_label.text() == "3\u00a0pages"
    assert [hit.page for hit in reader.finder.hits_model.hits] == [0, 3, 6]
    qtbot.keyClick(reader.finder.search_field, Qt.Key.Key_Return)
    qtbot.keyClick(reader.finder.search_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reader.view.page == 3)
    assert reader.searching.shown_word == "Médiation"
    assert len(reader.searching._model.resultsOnPage(3)) == 1
    qtbot.keyClick(reader.finder.search_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: reader.view.page == 0)
    reader.finder.search_field.setText("zzz")
    assert "Introuvable" in reader.finder.count_label.text()
    assert reader.searching.shown_word == ""


def test_the_outline_leads_to_its_pages_without_a_warning(reader: DossierReader, qtbot: QtBot) -> None:
    reader.toolbar.outline_button.click()
    model = reader.finder.outline_model
    assert [model.index(i, 0).data() for i in range(model.rowCount())] == [
        "Partie 1 & fin", "Partie 2 & fin", "Partie 3 & fin",
    ]  # fmt: skip
    reader.finder.outline_view.setCurrentIndex(model.index(2, 0))
    qtbot.waitUntil(lambda: reader.view.page == 6)
    assert model.index(2, 0).data(QPdfBookmarkModel.Role.Page.value) == 6
    reader.toolbar.search_button.click()
    assert not reader.toolbar.outline_button.isChecked()


def test_a_dossier_without_an_outline_says_so(
    reader: DossierReader, made: SessionMade, workspace: SqlWorkspace, qtbot: QtBot, idle: Idle
) -> None:
    add_dossier(workspace, made.registrations[1], DossierKind.THESIS, outline=False)
    found = reader._context.queries.dossiers_of(made.registrations[1])
    reader.show_dossiers(found, missing=[])
    settled(qtbot, reader, idle)
    reader.toolbar.outline_button.click()
    assert reader.finder.no_outline_label.isVisible()


def test_few_documents_stay_open_and_the_one_read_is_among_them(
    reader: DossierReader, qtbot: QtBot, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier_shelf, "MOST_DOCUMENTS", 2)
    for place in (1, 2):
        reader.tabs.setCurrentIndex(place)
        settled(qtbot, reader, idle)
    assert len(reader.shelf._open) == 2
    assert reader.current is not None
    assert reader.shelf.document(reader.current.id) is reader.view.shown


def test_clearing_closes_every_document(reader: DossierReader) -> None:
    reader.start_search()
    reader.finder.search_field.setText("territoire")
    reader.clear()
    assert reader.view.shown is None
    assert not reader.shelf._open
    assert reader.finder.search_field.text() == ""
    assert reader.finder.hits_model.rowCount() == 0
    assert reader.finder.outline_model.rowCount() == 0
    assert not reader.toolbar.page_edit.isEnabled()


def test_a_damaged_file_is_told_in_its_place(
    reader: DossierReader, workspace: SqlWorkspace, qtbot: QtBot, idle: Idle
) -> None:
    reader.shelf.clear()
    for file in (workspace.path / "vault").rglob("*"):
        if file.is_file():
            file.chmod(0o600)
            file.write_bytes(file.read_bytes()[:-20])
    reader.tabs.setCurrentIndex(1)
    idle(reader._context.tasks)
    qtbot.waitUntil(reader.empty_state.isVisible)
    assert reader.empty_state.title_label.text() == "Cette pièce ne s’ouvre pas"
    assert len(reader.empty_state.text_label.text()) > 20


def test_an_answer_that_comes_after_clearing_is_dropped(
    reader: DossierReader, made: SessionMade, idle: Idle, qtbot: QtBot
) -> None:
    reader.clear()
    reader.show_dossiers(rows(reader, made), missing=[])
    reader.clear()
    idle(reader._context.tasks)
    qtbot.wait(20)
    assert not reader.shelf._open
    assert reader.view.shown is None


@pytest.mark.parametrize(
    ("excerpt", "wanted", "word"),
    [
        ("la Médiation à l’emploi", "mediation", "Médiation"),
        ("la Médiation à l’emploi", "Médiation à l’emploi", "Médiation à l’emploi"),
        ("diagnostic de l'Équipe", "equipe diag", "diagnostic"),
        ("rien", "autre", "autre"),
    ],
)
def test_what_is_highlighted_is_what_the_page_writes(excerpt: str, wanted: str, word: str) -> None:
    assert written_word(excerpt, wanted) == word


def test_the_hits_are_a_sound_model(qtbot: QtBot) -> None:
    model = SearchHitModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_hits([SearchHit("d", 3, "le  <b>mot</b>\nici")])
    assert model.index(0).data() == "p.\u00a04   le <b>mot</b> ici"
    assert "&lt;b&gt;" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_escape_closes_the_search_and_goes_back_to_the_pages(reader: DossierReader, qtbot: QtBot) -> None:
    reader.start_search()
    field = reader.finder.search_field
    qtbot.keyClicks(field, "zqzqzq")
    qtbot.waitUntil(reader.finder.isVisible)
    reader.window().activateWindow()
    field.give_up()  # what the Escape key does
    assert reader.finder.isHidden()
    assert not reader.toolbar.search_button.isChecked()
    assert field.text() == ""


def test_the_tools_of_notes_have_words_where_there_is_room(reader: DossierReader, qtbot: QtBot) -> None:
    toolbar = reader.toolbar
    beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
    toolbar.allow_notes(True)
    reader.resize(900, 600)
    qtbot.waitUntil(lambda: toolbar.width() > 800)
    assert {one.toolButtonStyle() for one, _ in toolbar._captions} == {beside}
    assert [one.text() for one, _ in toolbar._captions] == ["Notes", "Surligner", "Annoter"]
    reader.resize(300, 600)
    qtbot.waitUntil(lambda: toolbar.width() < 600)
    assert toolbar.highlight_button.toolButtonStyle() is alone
    assert toolbar.highlight_button.toolTip()
