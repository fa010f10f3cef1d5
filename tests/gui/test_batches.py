"""The papers of a session all at once, from « Suites »: one print job, a folder of PDFs, drafts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cisp_desktop.application.paper_batch import LIST_NAME, MINUTES, read_batch, readers
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.gui.bound_pages import bind_pages
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.mails_dialog import MailsDialog
from cisp_desktop.gui.dialogs.papers_dialog import PapersDialog, Purpose
from cisp_desktop.gui.dialogs.print_preview_dialog import PrintPreviewDialog
from cisp_desktop.gui.itemmodels.tick_model import KEY, TickModel
from cisp_desktop.gui.page_images import PageSet, open_pages, page_image
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.printing import Printed, make_printer, print_pages, write_pages
from cisp_desktop.gui.tasks import Cancelled, TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import completed_session, issue, open_completed
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
NOTICE = DocumentKind.DECISION_NOTICE


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened, made = open_completed(tmp_path)
    issue(opened, made, NOTICE, DocumentKind.CANDIDATE_PRESENCE)
    with opened.unit_of_work() as work:
        for place, candidate in enumerate(work.candidates.of_session(made.id).values()):
            candidate.email = f"c{place}@exemple.fr" if place else ""
        work.commit()
    yield opened
    opened.close()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    del workspace
    return completed_session()


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> SequelPage:
    shown = SequelPage(session_context)
    qtbot.addWidget(shown)
    shown.resize(1100, 640)
    shown.show()
    shown.refresh(None)
    idle(session_context.tasks)
    return shown


def tick(model: TickModel, *keys: str) -> None:
    """Tick these boxes and no others."""
    for row in range(model.rowCount()):
        item = model.item(row)
        wanted = item.data(KEY) in keys
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)


def chosen(page: SequelPage, name: str) -> None:
    """Choose an entry of « Exporter »."""
    (action,) = [one for one in page.form.exportButton.menu().actions() if name in one.text()]
    action.trigger()


def test_all_papers_go_to_the_printer_in_one_job_and_the_journal_says_which(
    page: SequelPage, workspace: SqlWorkspace, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    target = tmp_path / "papier.pdf"

    def choose(dialog: PapersDialog) -> None:
        check_page(dialog)
        tick(dialog.kinds, MINUTES, NOTICE.value)
        assert dialog.form.minutesSpinBox.value() == 1  # what the minutes say
        dialog.form.minutesSpinBox.setValue(2)
        dialog.form.acceptButton.click()

    def to_a_file(dialog: QPrintDialog) -> None:
        printer: QPrinter = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setResolution(72)
        QPrintDialog.done(dialog, 1)

    messages.scripts += [choose, lambda dialog: dialog.form.acceptButton.click(), to_a_file]
    _print_all(page).click()
    idle(page.context.tasks)
    idle(page.context.tasks)
    idle(page.context.tasks)
    assert messages.dialogs == ["PapersDialog", "PrintPreviewDialog", "QPrintDialog"]
    assert page.form.banner.label.text() == f"5\u00a0documents écrits dans «\u00a0{target}\u00a0»."
    with workspace.unit_of_work() as work:
        newest = work.journal.last()
    assert newest is not None
    assert newest.action == "papers.printed"
    paper = open_pages(page.context.services.pages, target.read_bytes())
    batch = [
        one for one in read_batch(workspace, completed_session().id).papers if one.kind in (MINUTES, NOTICE)
    ]
    assert paper.count == sum(one.pages * (2 if one.kind == MINUTES else 1) for one in batch)
    paper.pages.close()


def _print_all(page: SequelPage) -> QPushButton:
    (found,) = [
        one for one in page.header_widgets() if isinstance(one, QPushButton) and "Imprimer" in one.text()
    ]
    return found


def test_the_choice_tells_what_is_not_issued_and_counts_what_is(
    qtbot: QtBot, page: SequelPage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    dialog = PapersDialog(read_batch(workspace, made.id), Purpose.PRINT)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "à émettre ne sont pas du lot" in dialog.form.warningBanner.label.text()
    tick(dialog.kinds, NOTICE.value)
    assert dialog.form.warningBanner.label.text() == ""
    assert dialog.form.countLabel.text().startswith("3\u00a0documents, ")
    tick(dialog.candidates, "D-0002")
    assert not dialog.form.everybodyCheckBox.isChecked()
    assert [one.number for one in dialog.papers] == ["D-0002"]
    dialog.form.everybodyCheckBox.click()
    assert len(dialog.papers) == 3
    tick(dialog.kinds)
    assert not dialog.form.acceptButton.isEnabled()


def test_copies_and_order_are_those_chosen(
    qtbot: QtBot, workspace: SqlWorkspace, made: SessionMade, session_context: GuiContext
) -> None:
    del session_context
    batch = read_batch(workspace, made.id)
    dialog = PapersDialog(batch, Purpose.PRINT)
    qtbot.addWidget(dialog)
    dialog.form.minutesSpinBox.setValue(3)
    assert [one.kind for one in dialog.papers][:4] == [MINUTES, MINUTES, MINUTES, NOTICE.value]
    dialog.form.orderComboBox.setCurrentIndex(1)
    kinds = [one.kind for one in dialog.papers]
    assert kinds == sorted(kinds, key=dialog.kinds.ticked.index)
    saving = PapersDialog(batch, Purpose.SAVE)
    qtbot.addWidget(saving)
    saving.show()
    check_page(saving)
    assert [one.kind for one in saving.papers].count(MINUTES) == 1


def test_papers_are_saved_with_their_list_and_replace_nothing_unasked(
    page: SequelPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    folder = tmp_path / "pdf"
    folder.mkdir()
    for answers in ([], [False]):
        messages.scripts.append(lambda dialog: dialog.form.acceptButton.click())
        messages.paths.append(folder)
        messages.answers += answers
        chosen(page, "PDF")
        idle(page.context.tasks)
        idle(page.context.tasks)
        names = sorted(file.name for file in folder.iterdir())
        assert LIST_NAME in names
        assert "Relevé de décision - D-0001 - DUPONT1 Zoé Ève.pdf" in names
        assert any(name.startswith("Procès-verbal PV-") for name in names)
        (folder / LIST_NAME).write_bytes(b"mine")
    assert (folder / LIST_NAME).read_bytes() == b"mine"
    assert len(messages.asked) == 1


def test_messages_are_written_for_who_has_an_address_and_the_others_are_told(
    page: SequelPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    said: list[str] = []

    def fill(dialog: MailsDialog) -> None:
        check_page(dialog)
        said.append(dialog.form.warningBanner.label.text())
        dialog.form.subjectEdit.setText("Pour {candidat}")
        tick(dialog.kinds, NOTICE.value)
        assert [one.number for one in dialog.people] == ["D-0001", "D-0002", "D-0003"]
        dialog.form.saveButton.click()
        idle(page.context.tasks)
        said.append(dialog.form.warningBanner.label.text())
        dialog.form.closeButton.click()

    messages.scripts.append(fill)
    messages.paths.append(tmp_path)
    chosen(page, "courriels")
    idle(page.context.tasks)
    assert "1\u00a0candidat sans adresse utilisable" in said[0]
    assert "2\u00a0courriels enregistrés" in said[1]
    (folder,) = [one for one in tmp_path.iterdir() if one.name.startswith("Courriels")]
    files = sorted(folder.iterdir())
    assert len(files) == 2
    assert all(b"X-Unsent: 1" in file.read_bytes() for file in files)


# --- printing -----------------------------------------------------------------------------------------


@pytest.fixture
def bound(workspace: SqlWorkspace, made: SessionMade, session_context: GuiContext) -> Iterator[PageSet]:
    papers = [one for one in read_batch(workspace, made.id).papers if one.kind in (MINUTES, NOTICE)]
    pages = bind_pages(session_context.services.pages, readers(workspace, papers), lambda _done, _all: None)
    yield pages
    pages.pages.close()


def to_pdf(pages: PageSet, target: Path) -> QPrinter:
    printer = make_printer(pages, "essai")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return printer


def test_bound_pages_are_those_of_their_files_in_order(
    bound: PageSet, workspace: SqlWorkspace, made: SessionMade, session_context: GuiContext
) -> None:
    papers = [one for one in read_batch(workspace, made.id).papers if one.kind in (MINUTES, NOTICE)]
    drawers, index = session_context.services.pages, 0
    for one, start in zip(papers, bound.starts, strict=True):
        assert start == index
        alone = open_pages(drawers, workspace.vault.read(one.pdf_sha256))
        for number in range(alone.count):
            assert bound.sizes[index] == alone.sizes[number]
            assert page_image(bound, index, scale=0.5) == page_image(alone, number, scale=0.5)
            index += 1
        alone.pages.close()
    assert bound.count == index


def test_copies_are_painted_where_the_printer_makes_none(
    bound: PageSet, tmp_path: Path, session_context: GuiContext
) -> None:
    printer = to_pdf(bound, tmp_path / "papier.pdf")
    printer.setCopyCount(2)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 2)
    printed = print_pages(printer, bound, lambda _done, _all: None)
    assert (printed.pages, printed.copies) == ((0, 1), 2)
    paper = open_pages(session_context.services.pages, (tmp_path / "papier.pdf").read_bytes())
    pictures = [page_image(paper, index, scale=0.4) for index in range(paper.count)]
    assert len(pictures) == 4
    assert (pictures[0], pictures[1]) == (pictures[2], pictures[3])
    assert pictures[0] != pictures[1]
    paper.pages.close()


def test_a_print_job_that_is_cancelled_stops_at_once(bound: PageSet, tmp_path: Path) -> None:
    seen: list[int] = []

    def cancel(done: int, _total: int) -> None:
        seen.append(done)
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_pages(to_pdf(bound, tmp_path / "papier.pdf"), bound, cancel)
    assert seen == [0, 1]


def test_the_preview_shows_each_page_the_way_it_is_read_and_closes_nothing(
    qtbot: QtBot, bound: PageSet, session_context: GuiContext, idle: Idle
) -> None:
    dialog = PrintPreviewDialog(bound, tasks=session_context.tasks, icons=session_context.icons)
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    viewer: Any = dialog.form.previewViewer
    assert viewer.page_label.text() == f"Page 1 / {bound.count}"
    shown = [viewer.area._size(place) for place in range(bound.count)]
    assert shown[0].width() > shown[0].height()  # minutes
    assert shown[-1].width() < shown[-1].height()  # a notice
    qtbot.waitUntil(lambda: bool(viewer.area.is_drawn(0)))
    assert [one.text() for one in dialog.findChildren(QPushButton)] == ["&Fermer", "&Imprimer…"]
    dialog.form.closeButton.click()
    idle(session_context.tasks)
    assert page_image(bound, 0, scale=0.2).width() > 0


def test_a_print_to_a_file_is_the_papers_themselves_with_their_text(
    bound: PageSet, session_context: GuiContext, tmp_path: Path
) -> None:
    target = tmp_path / "papier.pdf"
    printer = to_pdf(bound, target)
    printer.setCopyCount(3)
    printed = write_pages(printer, bound, session_context.services.pages, lambda _done, _all: None)
    assert printed == Printed(tuple(range(bound.count)), 1, target)
    assert len(target.read_bytes()) < 400_000
    text = [one.extract_text() for one in PdfReader(target).pages]
    assert len(text) == bound.count
    assert all("PV-" in one for one in text)


def test_a_print_of_one_paper_to_a_file_is_that_paper_byte_for_byte(
    workspace: SqlWorkspace, made: SessionMade, session_context: GuiContext, tmp_path: Path
) -> None:
    drawers = session_context.services.pages
    paper = next(one for one in read_batch(workspace, made.id).papers if one.kind == MINUTES)
    pages = bind_pages(drawers, readers(workspace, [paper]), lambda _done, _all: None)
    target = tmp_path / "papier.pdf"
    write_pages(to_pdf(pages, target), pages, drawers, lambda _done, _all: None)
    assert target.read_bytes() == workspace.vault.read(paper.pdf_sha256)
    twice = bind_pages(drawers, readers(workspace, [paper, paper]), lambda _done, _all: None)
    write_pages(to_pdf(twice, target), twice, drawers, lambda _done, _all: None)
    drawn = open_pages(drawers, target.read_bytes())
    first = open_pages(drawers, workspace.vault.read(paper.pdf_sha256))
    last = pages.count - 1
    assert drawn.count == 2 * pages.count
    assert page_image(drawn, last, scale=0.5) == page_image(first, last, scale=0.5)  # signatures are seen


def test_what_was_printed_is_written_down_behind_what_writes_and_never_refused(
    qtbot: QtBot,
    page: SequelPage,
    workspace: SqlWorkspace,
    made: SessionMade,
    messages: RecordedMessages,
    idle: Idle,
    tmp_path: Path,
) -> None:
    def to_a_file(dialog: QPrintDialog) -> None:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "papier.pdf"))
        QPrintDialog.done(dialog, 1)

    held = Event()
    page.context.tasks.run(lambda _progress: held.wait(20), title="Émission des documents", writes=True)
    messages.scripts += [lambda dialog: dialog.form.acceptButton.click(), to_a_file]
    papers = [one for one in read_batch(workspace, made.id).papers if one.kind == NOTICE][:1]
    page.batches.print_papers(made.id, papers)
    qtbot.waitUntil(lambda: "écrit dans" in page.form.banner.label.text(), timeout=20_000)
    assert messages.errors == []
    assert not [one for one in workspace.queries.events() if one.action == "papers.printed"]
    held.set()
    idle(page.context.tasks)
    assert [one.action for one in workspace.queries.events()].count("papers.printed") == 1
