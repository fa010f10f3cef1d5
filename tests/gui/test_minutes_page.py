"""« Procès-verbal »: the draft, what prevents closing, closing, three signatures, printing, verifying."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.closing_choices import Chosen, ClosingChoices, chosen_for
from cisp_desktop.application.minutes import read_minutes
from cisp_desktop.application.minutes_blockers import Blocker
from cisp_desktop.application.queries import MinutesRow, SignatureRow
from cisp_desktop.documents.card_certificate import CardCertificates
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.dialogs.card_dialog import CardDialog
from cisp_desktop.gui.dialogs.closing_dialog import ClosingDialog
from cisp_desktop.gui.dialogs.sign_dialog import SignDialog
from cisp_desktop.gui.itemmodels.blocker_model import BlockerModel, blocker_lines
from cisp_desktop.gui.itemmodels.signature_report_model import SignatureReportModel
from cisp_desktop.gui.page_images import PageSet, open_pages, page_image
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from cisp_desktop.gui.printing import Printed, make_printer, print_pages
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.signature_line import SignatureLine
from cisp_desktop.gui.widgets.signature_pad import SignaturePad
from tests.documents.own_files import PASSWORD, START, own_file
from tests.factories import PASSPHRASE, make_store
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import (
    CODES,
    JuryDay,
    all_decided,
    foreign_authority,
    open_day,
    to_deliberate,
)
from tests.gui.paper_reader import MODULE, PIN, Cards

Idle = Callable[[TaskRunner], None]


def show_page(
    qtbot: QtBot, desk: Desk, day: JuryDay, idle: Idle
) -> Iterator[tuple[MinutesPage, SessionFrame]]:
    """Show the page in its frame, put everything away afterwards."""
    context = GuiContext(desk, day.workspace)
    context.set_session(day.made.id)
    frame = SessionFrame(context, [PageSpec("minutes", "4  Procès-verbal", "file-text", MinutesPage)])
    context.page_requested.disconnect(frame.open_page)  # the other pages are not there
    qtbot.addWidget(frame)
    frame.resize(1366, 740)
    frame.show()
    frame.open_page("minutes")
    idle(desk.tasks)
    page = frame.current_page
    assert isinstance(page, MinutesPage)
    yield page, frame
    frame.hide()
    page.form.minutesViewer.show_pages(None)
    desk.tasks.shut_down()
    context.deleteLater()
    day.workspace.abandon()


@pytest.fixture
def ready(tmp_path: Path, services: FakeServices) -> JuryDay:
    """A session that can be closed."""
    return open_day(tmp_path, services, prepare=all_decided, candidates=2)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, ready: JuryDay, idle: Idle) -> Iterator[MinutesPage]:
    for shown, _frame in show_page(qtbot, desk, ready, idle):
        yield shown


@pytest.fixture
def undecided(tmp_path: Path, services: FakeServices) -> JuryDay:
    """A session in which nothing is decided and a sheet is unsealed."""
    return open_day(tmp_path, services, prepare=to_deliberate, candidates=5)


@pytest.fixture
def blocked_page(qtbot: QtBot, desk: Desk, undecided: JuryDay, idle: Idle) -> Iterator[MinutesPage]:
    for shown, _frame in show_page(qtbot, desk, undecided, idle):
        yield shown


def minutes_of(page: MinutesPage) -> MinutesRow:
    """Return the minutes as stored."""
    assert page.context.session_id is not None
    minutes = page.context.queries.minutes_of(page.context.session_id)
    assert minutes is not None
    return minutes


def draw(pad: SignaturePad) -> None:
    """Draw two strokes with the mouse, as a hand would."""
    box = pad._box()

    def at(x: float, y: float) -> QPoint:
        return QPoint(round(box.left() + x * box.width()), round(box.top() + y * box.height()))

    for stroke in (
        [(0.2, 0.5), (0.3, 0.2), (0.45, 0.8), (0.6, 0.3), (0.8, 0.6)],
        [(0.15, 0.9), (0.85, 0.85)],
    ):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at(*stroke[0]))
        for point in stroke[1:]:
            QTest.mouseMove(pad, at(*point))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at(*stroke[-1]))


def draw_and_sign(role: Role) -> Callable[[SignDialog], None]:
    """Return a script: choose the member, draw, type the own code, sign."""

    def script(dialog: SignDialog) -> None:
        combo = dialog.form.seatComboBox
        combo.setCurrentIndex(next(i for i in range(combo.count()) if role in str(combo.itemData(i))))
        draw(dialog.form.signaturePad)
        dialog.form.codeEdit.setText(CODES[role])
        dialog.form.acceptButton.click()

    return script


def close(page: MinutesPage, messages: RecordedMessages, idle: Idle) -> None:
    """Close the session through the dialog."""
    messages.scripts.append(lambda dialog: dialog.form.acceptButton.click())
    page.close_button.click()
    idle(page.context.tasks)


def sign_all(page: MinutesPage, messages: RecordedMessages, idle: Idle) -> None:
    """Let the three members sign in turn."""
    for role in CODES:
        messages.scripts.append(draw_and_sign(role))
        page.sign_button.click()
        idle(page.context.tasks)


def ink(image: QImage) -> int:
    """Count the pixels of a drawn signature: nothing else on minutes is blue."""
    small = image.convertToFormat(QImage.Format.Format_RGB32)
    count = 0
    for y in range(small.height()):
        row = bytes(small.constScanLine(y))[: 4 * small.width()]
        count += sum(row[x] - row[x + 2] > 40 for x in range(0, len(row), 4))
    return count


def frames_image(pages: PageSet, scale: float = 1.0) -> QImage:
    """Return the part of the page where the signature frames stand."""
    index, top, bottom = pages.frames[0]
    image = page_image(pages, index, scale=scale)
    return image.copy(0, int(top * scale), image.width(), int((bottom - top) * scale))


def test_the_models_keep_the_rules_of_qt(qapp: Any) -> None:
    blockers = [Blocker("minutes.undecided", {"number": "1", "block": "BC01"}, "r", "b"), Blocker("x", {})]
    model = BlockerModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_blockers(blockers)
    model.set_blockers([])
    reports = SignatureReportModel()
    QAbstractItemModelTester(reports, QAbstractItemModelTester.FailureReportingMode.Fatal)
    reports.set_reports([])


def test_blocks_that_lack_the_same_share_a_line_and_lead_to_the_first() -> None:
    blockers = [
        Blocker("minutes.seat_empty", {"role": "CENTRE"}),
        Blocker("minutes.unsealed", {"number": "7", "block": "BC01", "juror": "X"}, "r7", "b1"),
        Blocker("minutes.unsealed", {"number": "7", "block": "BC02", "juror": "X"}, "r7", "b2"),
        Blocker("minutes.undecided", {"number": "7", "block": "BC01"}, "r7", "b1"),
        Blocker("panel.no_quorum", {"number": "7", "present": 1}, "r7"),
    ]
    lines = blocker_lines(blockers)
    assert [(line.page, line.target) for line in lines] == [
        ("prepare", "tab:panel"),
        ("evaluate", "block:r7:b1"),
        ("deliberate", "block:r7:b1"),
        ("prepare", "tab:panel"),
    ]
    assert "BC01, BC02" in lines[1].text


def test_the_draft_is_shown_page_by_page_before_closing(page: MinutesPage, idle: Idle) -> None:
    check_page(page)
    viewer = page.form.minutesViewer
    assert viewer.page_set is not None
    assert viewer.area is not None
    assert viewer.area.is_drawn(0)
    assert viewer.page_label.text() == f"Page 1 / {viewer.page_set.count}"
    assert page.subtitle().endswith("projet")
    assert "Rien ne bloque" in page.form.openTextLabel.text()
    viewer.area.set_zoom(2.0)
    idle(page.context.tasks)
    assert viewer.area.is_drawn(0)
    viewer.area.show_page(1)
    assert viewer.page_label.text().startswith("Page 2 /")
    viewer.width_button.click()
    assert viewer.area.fits_width


def test_the_viewer_is_led_by_keys(qtbot: QtBot, page: MinutesPage, idle: Idle) -> None:
    area = page.form.minutesViewer.area
    assert area is not None
    before = area.zoom
    qtbot.keyClick(area, Qt.Key.Key_Plus)
    assert area.zoom > before
    qtbot.keyClick(area, Qt.Key.Key_End)
    assert page.form.minutesViewer.page_set is not None
    assert area.current_page == page.form.minutesViewer.page_set.count - 1
    qtbot.keyClick(area, Qt.Key.Key_Home)
    assert area.current_page == 0
    qtbot.keyClick(area, Qt.Key.Key_L)
    assert area.fits_width
    idle(page.context.tasks)


def test_what_prevents_closing_is_listed_and_leads(
    qtbot: QtBot, blocked_page: MinutesPage, undecided: JuryDay, messages: RecordedMessages
) -> None:
    check_page(blocked_page)
    led: list[tuple[str, str]] = []
    blocked_page.context.page_requested.connect(lambda key, target: led.append((key, target)))
    lines = blocked_page.side.blockers.lines
    last, first_block = undecided.made.registrations[4], undecided.made.blocks[0]
    assert lines[0].page == "evaluate"
    assert "ROUX Hélène" in lines[0].text
    assert {line.page for line in lines if line.blocks} == {"evaluate", "deliberate"}
    assert blocked_page.side.blockers.said in blocked_page.form.openTextLabel.text()
    assert "grilles à sceller" in blocked_page.side.blockers.said
    view = blocked_page.form.blockersListView
    view.setCurrentIndex(blocked_page.side.blockers.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert led == [("evaluate", f"block:{last}:{first_block}")]

    def choose_second(dialog: Any) -> None:
        check_page(dialog)
        assert not dialog.form.acceptButton.isVisible()
        index = dialog.model.index(1)
        rect = dialog.form.blockersListView.visualRect(index)
        QTest.mouseClick(
            dialog.form.blockersListView.viewport(), Qt.MouseButton.LeftButton, pos=rect.center()
        )

    messages.scripts.append(choose_second)
    blocked_page.close_button.click()
    assert led[1][0] == "deliberate"
    assert blocked_page.context.queries.minutes_of(undecided.made.id) is None


def test_closing_asks_once_and_freezes(page: MinutesPage, messages: RecordedMessages, idle: Idle) -> None:
    messages.scripts.append(lambda dialog: dialog.form.cancelButton.click())
    page.close_button.click()
    idle(page.context.tasks)
    assert page.context.session_id is not None
    assert page.context.queries.minutes_of(page.context.session_id) is None

    def accept(dialog: Any) -> None:
        check_page(dialog)
        assert "PV-2022-GRE-S1" in dialog.form.titleLabel.text()
        assert "5\u00a0décisions" in dialog.form.textLabel.text()
        dialog.form.acceptButton.click()

    messages.scripts.append(accept)
    page.close_button.click()
    idle(page.context.tasks)
    minutes = minutes_of(page)
    assert minutes.state is MinutesState.CLOSED
    assert page.form.fingerprintLabel.text().replace(" ", "") == minutes.sha256
    assert page.form.stateLabel.text() == "Clos, à signer"
    assert page.sign_button.isVisible()
    assert not page.close_button.isVisible()
    assert page.form.minutesViewer.page_set is not None
    assert page.form.minutesViewer.page_set.pdf == read_minutes(page.context.workspace, minutes.id)
    check_page(page)
    messages.assert_silent()


def test_three_members_sign_and_the_file_verifies(
    page: MinutesPage, messages: RecordedMessages, services: FakeServices, idle: Idle, ready: JuryDay
) -> None:
    close(page, messages, idle)
    pages = page.form.minutesViewer.page_set
    assert pages is not None
    assert ink(frames_image(pages)) == 0
    sign_all(page, messages, idle)
    minutes = minutes_of(page)
    assert minutes.state is MinutesState.COMPLETE
    assert "complet" in page.form.pageBanner.label.text()
    assert not page.sign_button.isVisible()
    pdf = read_minutes(page.context.workspace, minutes.id)
    authority = page.context.workspace.authority.certificate_pem
    report = services.verifier.verify(pdf, authority_pem=authority)  # type: ignore[attr-defined]
    members = [s for s in report.signatures if s.role != "AUTHORITY"]
    assert report.intact
    assert report.trusted
    assert [(s.role, s.valid) for s in members] == [(role.value, True) for role in CODES]
    shown = page.form.minutesViewer.page_set
    assert shown is not None
    assert shown.pdf == pdf
    area = page.form.minutesViewer.area
    assert area is not None
    picture = area.image(shown.frames[0][0])
    assert picture is not None
    assert ink(picture) > 100
    page.context.tasks.shut_down()
    ready.workspace.abandon()
    reopened = make_store().open(ready.workspace.path, PASSPHRASE)
    assert reopened.queries.minutes(minutes.id).state is MinutesState.COMPLETE
    assert reopened.vault.read(minutes.pdf_sha256) == pdf
    reopened.abandon()
    messages.assert_silent()


def test_a_wrong_code_leaves_the_minutes_unsigned(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, qtbot: QtBot
) -> None:
    close(page, messages, idle)
    said: list[str] = []

    def script(dialog: SignDialog) -> None:
        check_page(dialog)
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        draw(dialog.form.signaturePad)
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        dialog.form.codeEdit.setText("FAUX-CODE")
        dialog.form.acceptButton.click()
        qtbot.waitUntil(lambda: "Ce code" in dialog.form.problemLabel.text(), timeout=10_000)
        assert minutes_of(page).state is MinutesState.CLOSED
        assert dialog.focusWidget() is dialog.form.codeEdit
        assert dialog.form.codeEdit.selectedText()
        place = dialog.form.acceptButton.pos()
        qtbot.keyClicks(dialog.form.codeEdit, "P")
        assert dialog.form.problemLabel.text() == ""
        assert dialog.form.acceptButton.pos() == place
        dialog.form.codeEdit.setText(CODES[Role.PRESIDENT])
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    page.sign_button.click()
    idle(page.context.tasks)
    assert "Dessinez" in said[0]
    assert "code personnel" in said[1]
    signed = {row.role: row.signed_at for row in minutes_of(page).signatures}
    assert signed[Role.PRESIDENT] is not None
    assert signed[Role.PROFESSIONAL] is None


def test_what_is_worth_knowing_is_listed_before_closing_leads_somewhere_and_prevents_nothing(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    lines = {line.text.partition(":")[2].strip(): line for line in page.side.blockers.lines}
    assert not any(line.blocks for line in lines.values())
    never = next(line for text, line in lines.items() if "jamais été déclarée prête" in text)
    unproved = next(line for text, line in lines.items() if text.startswith("L’identité de"))
    assert (never.page, never.target) == ("prepare", "tab:ready")
    assert unproved.target.startswith("registration:")
    said: list[str] = []

    def script(dialog: ClosingDialog) -> None:
        said.append(dialog.form.textLabel.text())
        assert dialog.form.blockersListView.isVisible()
        check_page(dialog)
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    page.close_button.click()
    idle(page.context.tasks)
    assert f"Rien ne bloque\u00a0; à savoir\u00a0: {len(lines)}\u00a0points." in said[0]
    assert minutes_of(page).state is MinutesState.CLOSED
    assert page.focusWidget() is page.sign_button or page.window().focusWidget() is page.sign_button


def test_a_member_signs_by_the_typed_name(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, qtbot: QtBot
) -> None:
    close(page, messages, idle)

    def script(dialog: SignDialog) -> None:
        dialog.form.typedRadioButton.click()
        qtbot.waitUntil(lambda: not dialog.form.typedPreview.empty, timeout=10_000)
        dialog.form.codeEdit.setText(CODES[Role.PROFESSIONAL])
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    seat_id = next(row.seat_id for row in minutes_of(page).signatures if row.role is Role.PROFESSIONAL)
    line = next(line for line in page.side.lines if line._seat_id == seat_id)
    assert line.button is not None
    line.button.click()
    idle(page.context.tasks)
    pages = page.form.minutesViewer.page_set
    assert pages is not None
    assert ink(frames_image(pages)) > 100
    assert minutes_of(page).state is MinutesState.PARTLY_SIGNED


def test_a_member_signs_with_a_picture_and_a_bad_one_is_refused(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, qtbot: QtBot, tmp_path: Path
) -> None:
    close(page, messages, idle)
    good, bad = tmp_path / "signature.png", tmp_path / "pas-une-image.png"
    services: Any = page.context.services
    good.write_bytes(services.pictures.typed("Anne Martin"))
    bad.write_bytes(b"rien")
    messages.paths = [bad, tmp_path / "absent.png", good]

    def script(dialog: SignDialog) -> None:
        dialog.form.imageRadioButton.click()
        dialog.form.chooseImageButton.click()
        qtbot.waitUntil(lambda: "image" in dialog.form.problemLabel.text(), timeout=10_000)
        dialog.form.chooseImageButton.click()
        qtbot.waitUntil(lambda: "absent.png" in dialog.form.problemLabel.text(), timeout=10_000)
        dialog.form.codeEdit.setText(CODES[Role.PRESIDENT])
        dialog.form.acceptButton.click()
        assert "Choisissez" in dialog.form.problemLabel.text()
        dialog.form.chooseImageButton.click()
        qtbot.waitUntil(lambda: not dialog.form.imagePreview.empty, timeout=10_000)
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    page.sign_button.click()
    idle(page.context.tasks)
    assert minutes_of(page).state is MinutesState.PARTLY_SIGNED


def test_changing_member_forgets_the_first_ones_drawing_and_code(qtbot: QtBot, theme: object) -> None:
    rows = [SignatureRow(f"seat-{role}", role, f"NOM {role}", None, None, "") for role in Role]
    dialog = SignDialog("PV", rows, seat_id=rows[1].seat_id)
    qtbot.addWidget(dialog)
    dialog.show()
    draw(dialog.form.signaturePad)
    dialog.form.codeEdit.setText("secret")
    assert dialog.seat_id == rows[1].seat_id
    dialog.form.seatComboBox.setCurrentIndex(2)
    assert dialog.form.signaturePad.empty
    assert dialog.code == ""


def test_the_pad_keeps_points_only_and_takes_strokes_back(qtbot: QtBot) -> None:
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(540, 180)
    pad.show()
    draw(pad)
    strokes = pad.strokes()
    assert len(strokes) == 2
    assert all(len(point) == 2 and 0 <= point[0] <= 1 and 0 <= point[1] <= 1 for s in strokes for point in s)
    assert len(strokes[0]) > 5
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pad.stroke_count == 1
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.empty


def test_printing_puts_the_drawn_signatures_on_paper(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    close(page, messages, idle)
    services: Any = page.context.services
    target = tmp_path / "papier.pdf"

    def printed() -> PageSet:
        pages = page.form.minutesViewer.page_set
        assert pages is not None
        printer = make_printer(pages, "essai")
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printed = print_pages(printer, pages, lambda done, total: None)
        assert printed == Printed(tuple(range(pages.count)), copies=1)
        paper = open_pages(services.pages, target.read_bytes())
        assert paper.count == pages.count
        for before, after in zip(pages.sizes, paper.sizes, strict=True):
            assert after == pytest.approx(before, abs=2)
        return paper

    shown = page.form.minutesViewer.page_set
    assert shown is not None
    index = shown.frames[0][0]
    blank = printed()
    assert ink(page_image(blank, index, scale=1.0)) == 0
    blank.pages.close()
    sign_all(page, messages, idle)
    paper = printed()
    assert ink(page_image(paper, index, scale=1.0)) > 100
    paper.pages.close()


def test_printing_some_pages_only(page: MinutesPage, tmp_path: Path) -> None:
    pages = page.form.minutesViewer.page_set
    assert pages is not None
    printer = make_printer(pages, "essai")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    assert print_pages(printer, pages, lambda done, total: None) == Printed((1,), copies=1)


def test_minutes_go_to_the_printer_in_as_many_copies_as_originals_and_the_journal_says_so(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    def two_without_reasons(dialog: ClosingDialog) -> None:
        check_page(dialog)
        assert dialog.choices == ClosingChoices(1, reasons=True)
        dialog.form.originalsSpinBox.setValue(2)
        dialog.form.reasonsCheckBox.setChecked(False)
        dialog.form.acceptButton.click()

    def to_a_file(dialog: QPrintDialog) -> None:
        printer: QPrinter = dialog.printer()
        assert printer.copyCount() == 2
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "papier.pdf"))
        printer.setResolution(72)
        QPrintDialog.done(dialog, 1)

    messages.scripts.append(two_without_reasons)
    page.close_button.click()
    idle(page.context.tasks)
    minutes = minutes_of(page)
    assert chosen_for(page.context.workspace, minutes.id) == Chosen(2, reasons=False)
    messages.scripts += [lambda dialog: dialog.form.acceptButton.click(), to_a_file]
    page.print_button.click()
    for _ in range(3):
        idle(page.context.tasks)
    (event,) = [one for one in page.context.queries.events() if one.action == "papers.printed"]
    assert f'"papers":["{minutes.number}"]' in event.details.replace(" ", "")
    assert '"kinds":["MINUTES"]' in event.details.replace(" ", "")


def test_a_draft_that_is_printed_leaves_no_trace_of_minutes(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    def to_a_file(dialog: QPrintDialog) -> None:
        printer: QPrinter = dialog.printer()
        assert printer.copyCount() == 1
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "papier.pdf"))
        printer.setResolution(72)
        QPrintDialog.done(dialog, 1)

    messages.scripts += [lambda dialog: dialog.form.acceptButton.click(), to_a_file]
    page.print_button.click()
    for _ in range(2):
        idle(page.context.tasks)
    assert (tmp_path / "papier.pdf").is_file()
    assert not [one for one in page.context.queries.events() if one.action == "papers.printed"]


def test_a_closing_that_is_prevented_asks_no_choice(blocked_page: MinutesPage, qtbot: QtBot) -> None:
    session = blocked_page.context.queries.session(str(blocked_page.context.session_id))
    dialog = ClosingDialog(session, [Blocker("minutes.no_candidate", {})], decided=0)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.form.originalsSpinBox.isVisible()
    assert not dialog.form.reasonsCheckBox.isVisible()


def test_a_president_who_is_a_woman_is_called_so_where_she_signs(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    with page.context.workspace.unit_of_work() as work:
        (panel,) = work.panels.all_of_session(str(page.context.session_id))
        for seat in panel.seats:
            if seat.juror is not None:
                seat.juror.sex = "F" if seat.role is Role.PRESIDENT else "M"
        work.commit()
    close(page, messages, idle)
    rows = {row.role: row for row in minutes_of(page).signatures}
    assert {role: row.sex for role, row in rows.items()} == {
        Role.PRESIDENT: "F", Role.PROFESSIONAL: "M", Role.CENTRE: "M",
    }  # fmt: skip
    line = SignatureLine(rows[Role.PRESIDENT])
    assert any("Présidente du jury" in label.text() for label in line.findChildren(PlainLabel))
    dialog = SignDialog("PV", list(rows.values()), seat_id=rows[Role.PRESIDENT].seat_id)
    assert "Présidente du jury" in dialog.form.seatComboBox.currentText()
    line.deleteLater()
    dialog.deleteLater()


def test_the_preview_shows_every_page_before_the_printer_is_asked(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    seen: list[str] = []

    def look(dialog: Any) -> None:
        dialog.show()
        viewer = dialog.form.previewViewer
        QTest.qWait(50)
        seen.append(viewer.page_label.text())
        viewer.next_button.click()
        seen.append(viewer.page_label.text())
        dialog.form.closeButton.click()

    messages.scripts.append(look)
    page.print_button.click()
    idle(page.context.tasks)
    count = page.form.minutesViewer.page_set.count  # type: ignore[union-attr]
    assert seen == [f"Page 1 / {count}", f"Page 2 / {count}"]
    assert messages.dialogs == ["PrintPreviewDialog"]


def test_saving_writes_the_bytes_that_are_shown(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    close(page, messages, idle)
    messages.paths = [tmp_path / "pv", tmp_path / "autorite.crt", tmp_path / "pv.pdf" / "pv.pdf"]
    page.save_button.click()
    idle(page.context.tasks)
    assert (tmp_path / "pv.pdf").read_bytes() == read_minutes(page.context.workspace, minutes_of(page).id)
    assert "pas chiffré" in page.form.pageBanner.label.text()
    page.form.authorityButton.click()
    idle(page.context.tasks)
    assert (tmp_path / "autorite.crt").read_bytes() == page.context.workspace.authority.certificate_pem
    page.save_button.click()
    idle(page.context.tasks)
    assert [error.code for error in messages.errors] == ["file.no_folder"]


def test_any_file_is_verified_in_plain_words(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path, qtbot: QtBot
) -> None:
    close(page, messages, idle)
    sign_all(page, messages, idle)
    pdf = read_minutes(page.context.workspace, minutes_of(page).id)
    (tmp_path / "pv.pdf").write_bytes(pdf)
    (tmp_path / "altere.pdf").write_bytes(pdf.replace(b"/Type", b"/Typo", 1))
    (tmp_path / "ailleurs.crt").write_bytes(foreign_authority().certificate_pem)
    messages.paths = [tmp_path / "pv.pdf", tmp_path / "ailleurs.crt", tmp_path / "altere.pdf"]
    said: list[str] = []

    def script(dialog: Any) -> None:
        def answer() -> str:
            idle(page.context.tasks)
            return str(dialog.form.verdictBanner.label.text())

        dialog.form.chooseFileButton.click()
        said.append(answer())
        check_page(dialog)
        assert dialog.model.rowCount() == 4
        assert "identique, octet pour octet" in dialog.form.factsLabel.text()
        assert "rien d’autre ne change" in dialog.form.problemsEdit.toPlainText()
        for index in (0, 2):
            dialog.form.authorityComboBox.setCurrentIndex(index)
            dialog.form.authorityComboBox.activated.emit(index)
            said.append(answer())
        dialog.form.chooseFileButton.click()
        said.append(answer())
        assert dialog.form.problemsEdit.toPlainText()
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    page.form.verifyButton.click()
    assert [text.split("\u00a0:")[0] for text in said] == [
        "Intègre, identités reconnues, toutes les signatures sont là.",
        "Intègre, identité inconnue",
        "Intègre, identités étrangères",
        "Non intègre",
    ]


def test_the_minutes_shown_are_verified_at_once(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    close(page, messages, idle)
    said: list[str] = []

    def script(dialog: Any) -> None:
        idle(page.context.tasks)
        said.append(dialog.form.verdictBanner.label.text())
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    page.form.verifyOwnButton.click()
    assert said == ["Intègre, identités reconnues\u00a0; 3\u00a0signatures manquent encore."]


def test_a_member_signs_with_an_own_certificate(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, qtbot: QtBot, tmp_path: Path
) -> None:
    close(page, messages, idle)
    file, damaged = tmp_path / "alice.p12", tmp_path / "damaged.p12"
    file.write_bytes(own_file(issued_by="Autorité d’essai"))
    damaged.write_bytes(b"not a certificate")
    messages.paths += [damaged, file]

    def refused(dialog: SignDialog, password: str, words: str) -> None:
        dialog.form.passwordEdit.setText(password)
        dialog.form.openCertificateButton.click()
        qtbot.waitUntil(lambda: words in dialog.form.problemLabel.text(), timeout=10_000)
        assert dialog.form.passwordEdit.text() == ""
        assert dialog.certificate is None

    def script(dialog: SignDialog) -> None:
        draw(dialog.form.signaturePad)
        dialog.form.codeEdit.setText(CODES[Role.PRESIDENT])
        dialog.form.certificateButton.click()
        idle(page.context.tasks)
        refused(dialog, PASSWORD, "n’est pas un certificat lisible")
        dialog.form.certificateButton.click()
        idle(page.context.tasks)
        dialog.form.acceptButton.click()
        assert "Ouvrez votre certificat" in dialog.form.problemLabel.text()
        refused(dialog, "autre", "n’ouvre pas")
        dialog.form.passwordEdit.setText(PASSWORD)
        dialog.form.openCertificateButton.click()
        idle(page.context.tasks)
        assert "Alice Martin, émis par Autorité d’essai" in dialog.form.certificateLabel.text()
        check_page(dialog)
        dialog.form.acceptButton.click()
        idle(page.context.tasks)

    messages.scripts.append(script)
    page.signing.ask(minutes_of(page))
    minutes = minutes_of(page)
    assert minutes.state is MinutesState.PARTLY_SIGNED
    services, workspace = page.context.services, page.context.workspace
    pdf = read_minutes(workspace, minutes.id)
    report = services.verifier.verify(pdf, authority_pem=workspace.authority.certificate_pem)
    assert report.intact
    assert report.signatures[-1].holder == "Alice Martin"


def test_a_member_signs_with_a_card(page: MinutesPage, messages: RecordedMessages, idle: Idle) -> None:
    close(page, messages, idle)
    reader = Cards()
    services, tasks = page.context.services, page.context.tasks
    services.own_cards = CardCertificates(reader)  # type: ignore[misc]  # a reader made of paper
    reader.fails = RuleError("card.none", name=MODULE.name)

    def choose(dialog: CardDialog) -> None:
        dialog.form.readButton.click()
        idle(tasks)
        assert "ne voit aucune carte" in dialog.form.problemLabel.text()
        reader.fails = None
        dialog.form.readButton.click()
        idle(tasks)
        assert [line.texts[0] for line in dialog.model.lines] == ["Alice Martin", "Bob"]
        check_page(dialog)
        dialog.form.acceptButton.click()

    def script(dialog: SignDialog) -> None:
        draw(dialog.form.signaturePad)
        dialog.form.codeEdit.setText(CODES[Role.PRESIDENT])
        messages.scripts.append(choose)
        dialog.form.cardButton.click()
        for pin in ("999999", PIN):
            dialog.form.passwordEdit.setText(pin)
            dialog.form.acceptButton.click()
            idle(tasks)
            if pin != PIN:
                assert "a refusé ce code PIN" in dialog.form.problemLabel.text()
                assert dialog.form.passwordEdit.text() == ""
                assert dialog.form.codeEdit.text() == CODES[Role.PRESIDENT]
                assert minutes_of(page).state is MinutesState.CLOSED

    messages.scripts.append(script)
    page.signing.ask(minutes_of(page))
    assert reader.tried == ["999999", PIN]
    assert page.context.settings.card_module == str(MODULE)
    assert PIN not in str(page.context.settings.stored())
    pdf = read_minutes(page.context.workspace, minutes_of(page).id)
    report = services.verifier.verify(pdf, authority_pem=page.context.workspace.authority.certificate_pem)
    assert report.intact
    assert report.signatures[-1].holder == "Alice Martin"


def test_a_card_s_expired_certificate_is_refused_before_its_pin(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    close(page, messages, idle)
    reader = Cards(ends=START + timedelta(days=1))
    page.context.services.own_cards = CardCertificates(reader)  # type: ignore[misc]  # made of paper

    def choose(dialog: CardDialog) -> None:
        dialog.form.readButton.click()
        idle(page.context.tasks)
        dialog.form.acceptButton.click()
        assert "a expiré le" in dialog.form.problemLabel.text()
        dialog.reject()

    def script(dialog: SignDialog) -> None:
        messages.scripts.append(choose)
        dialog.form.cardButton.click()
        assert dialog.card is None
        dialog.reject()

    messages.scripts.append(script)
    page.signing.ask(minutes_of(page))
    assert reader.tried == []


def test_minutes_that_are_not_the_ones_shown_are_not_signed(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, qtbot: QtBot
) -> None:
    close(page, messages, idle)
    minutes = minutes_of(page)
    stale = replace(minutes, pdf_sha256="0" * 64)

    def script(dialog: SignDialog) -> None:
        draw(dialog.form.signaturePad)
        dialog.form.codeEdit.setText(CODES[Role.PRESIDENT])
        dialog.form.acceptButton.click()
        qtbot.waitUntil(lambda: "a changé" in dialog.form.problemLabel.text(), timeout=10_000)
        dialog.reject()

    messages.scripts.append(script)
    page.signing.ask(stale)
    assert minutes_of(page).state is MinutesState.CLOSED
