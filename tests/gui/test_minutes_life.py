"""« Procès-verbal » after closing: refusals, reopening, cancelling, rectifying, versions, the paper route."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.minutes import read_minutes, snapshot_of
from cisp_desktop.application.queries import MinutesRow, SignatureRow
from cisp_desktop.domain.minutes import Ground, MinutesState, Route
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import Desk
from cisp_desktop.gui.issues import session_issues
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from cisp_desktop.gui.session_frame import SessionFrame
from cisp_desktop.gui.session_status import read_status
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.signature_line import SignatureLine
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import CODES, JuryDay, all_decided, open_day
from tests.gui.test_minutes_page import close, draw_and_sign, minutes_of, show_page, sign_all

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def ready(tmp_path: Path, services: FakeServices) -> JuryDay:
    """A session that can be closed."""
    return open_day(tmp_path, services, prepare=all_decided, candidates=2)


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk, ready: JuryDay, idle: Idle) -> Iterator[tuple[MinutesPage, SessionFrame]]:
    yield from show_page(qtbot, desk, ready, idle)


@pytest.fixture
def page(shown: tuple[MinutesPage, SessionFrame]) -> MinutesPage:
    return shown[0]


def session_of(page: MinutesPage) -> str:
    assert page.context.session_id is not None
    return page.context.session_id


def history_of(page: MinutesPage) -> list[MinutesRow]:
    return list(page.context.queries.minutes_history(session_of(page)))


def line_of(page: MinutesPage, role: Role) -> SignatureLine:
    seat_id = next(row.seat_id for row in minutes_of(page).signatures if row.role is role)
    return next(line for line in page.side.lines if line._seat_id == seat_id)


def signature_of(page: MinutesPage, role: Role) -> SignatureRow:
    return next(row for row in minutes_of(page).signatures if row.role is role)


def fill(reason: str, name: str = "ROUX Hélène", *, ground: Ground | None = None) -> Callable[[Any], None]:
    """Return a script: say who and why, and accept."""

    def script(dialog: Any) -> None:
        check_page(dialog)
        if ground is Ground.DECISION:
            dialog.form.decisionRadioButton.click()
        dialog.form.nameEdit.setText(name)
        dialog.form.reasonEdit.setPlainText(reason)
        dialog.form.acceptButton.click()

    return script


def sign(page: MinutesPage, messages: RecordedMessages, idle: Idle, role: Role) -> None:
    messages.scripts.append(draw_and_sign(role))
    page.sign_button.click()
    idle(page.context.tasks)


def rename(page: MinutesPage, name: str) -> None:
    workspace = page.context.workspace
    row = workspace.queries.registrations(session_of(page))[0]
    edit_registration(workspace, row.id, changes={"birth_name": FieldChange(row.birth_name, name)})


def acts_shown(page: MinutesPage) -> set[str]:
    form = page.form
    buttons = {
        "paper": form.paperButton, "reopen": form.reopenButton, "cancel": form.cancelButton,
        "rectify": form.rectifyButton,
    }  # fmt: skip
    return {name for name, button in buttons.items() if button.isVisibleTo(page)}


def named_for_certifier(dialog: Any) -> None:
    """Say who rectifies for the certifier, and accept."""
    check_page(dialog)
    assert "chaque membre" not in dialog.form.textLabel.text().lower()
    assert dialog.form.certifierEdit.isVisible()
    dialog.form.certifierEdit.setText("DURAND Claire, directrice")
    dialog.form.acceptButton.click()


def refuse(role: Role, reason: str) -> Callable[[Any], None]:
    """Return a script: the own code of ``role``, the reason, and accept."""

    def script(dialog: Any) -> None:
        combo = dialog.form.memberComboBox
        combo.setCurrentIndex(next(i for i in range(combo.count()) if role in str(combo.itemData(i))))
        dialog.form.codeEdit.setText(CODES[role])
        dialog.form.reasonEdit.setPlainText(reason)
        dialog.form.acceptButton.click()

    return script


def texts_of(line: SignatureLine) -> str:
    return " ".join(label.text() for label in line.findChildren(PlainLabel))


def test_a_refusal_needs_the_member_s_own_code_and_a_reason_and_can_be_taken_back_the_same_way(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, qtbot: QtBot
) -> None:
    close(page, messages, idle)
    said: list[str] = []

    def script(dialog: Any) -> None:
        check_page(dialog)
        form = dialog.form
        form.acceptButton.click()
        said.append(form.problemLabel.text())
        form.codeEdit.setText("FAUX-CODE")
        form.acceptButton.click()
        said.append(form.problemLabel.text())
        form.reasonEdit.setPlainText("Je ne partage pas la décision.")
        form.acceptButton.click()
        qtbot.waitUntil(lambda: "Ce code" in form.problemLabel.text(), timeout=10_000)
        assert signature_of(page, Role.CENTRE).refused_at is None
        form.codeEdit.setText(CODES[Role.CENTRE])
        form.acceptButton.click()

    messages.scripts.append(script)
    button = line_of(page, Role.CENTRE).refuse_button
    assert button is not None
    button.click()
    idle(page.context.tasks)
    assert "code personnel" in said[0]
    assert "motif" in said[1]
    assert signature_of(page, Role.CENTRE).refusal == "Je ne partage pas la décision."
    line = line_of(page, Role.CENTRE)
    assert line.button is None
    assert "Je ne partage pas" in texts_of(line)
    assert "saisi par" not in texts_of(line)
    back = line.return_button
    assert back is not None

    def nothing_typed(dialog: Any) -> None:
        check_page(dialog)
        dialog.form.acceptButton.click()
        assert dialog.isVisible()
        dialog.reject()

    messages.scripts.append(nothing_typed)
    back.click()
    idle(page.context.tasks)
    assert signature_of(page, Role.CENTRE).refused_at is not None
    messages.scripts.append(refuse(Role.CENTRE, ""))
    back.click()
    idle(page.context.tasks)
    assert signature_of(page, Role.CENTRE).refused_at is None
    assert "Refus retiré le" in texts_of(line_of(page, Role.CENTRE))
    assert not page.context.operations.undo_stack.canUndo()
    messages.assert_silent()


def test_the_president_notes_the_refusal_of_who_is_gone_and_that_is_said_everywhere(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    close(page, messages, idle)
    messages.scripts.append(refuse(Role.PRESIDENT, "Parti sans signer."))
    button = line_of(page, Role.CENTRE).refuse_button
    assert button is not None
    button.click()
    idle(page.context.tasks)
    president = signature_of(page, Role.PRESIDENT).name
    assert f"(saisi par {president})\u00a0: Parti sans signer." in texts_of(line_of(page, Role.CENTRE))
    told: list[str] = []

    def script(dialog: Any) -> None:
        told.append(dialog.form.detailLabel.text())
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    page.form.historyButton.click()
    assert f"saisi par {president}" in told[0]


def test_minutes_with_a_refusal_are_complete_and_say_so(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    close(page, messages, idle)
    messages.scripts.append(refuse(Role.CENTRE, "Désaccord."))
    button = line_of(page, Role.CENTRE).refuse_button
    assert button is not None
    button.click()
    idle(page.context.tasks)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        sign(page, messages, idle, role)
    assert minutes_of(page).state is MinutesState.COMPLETE
    assert "2\u00a0membres, avec 1\u00a0refus motivé" in page.form.pageBanner.label.text()
    assert line_of(page, Role.CENTRE).return_button is None
    status = read_status(page.context.queries, session_of(page))
    assert session_issues(status) == []


def test_only_the_acts_possible_now_are_offered(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    assert acts_shown(page) == set()
    close(page, messages, idle)
    assert acts_shown(page) == {"paper", "reopen"}
    assert "3\u00a0signatures manquent" in page.form.trackerLabel.text()
    sign(page, messages, idle, Role.PRESIDENT)
    assert acts_shown(page) == {"cancel"}
    assert "à l’écran" in page.form.trackerLabel.text()
    for role in (Role.PROFESSIONAL, Role.CENTRE):
        sign(page, messages, idle, role)
    assert acts_shown(page) == {"rectify"}
    check_page(page)


def test_a_session_is_reopened_before_the_first_signature_and_shows_its_draft(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    close(page, messages, idle)
    number = minutes_of(page).number
    said: list[str] = []

    def reopen(dialog: Any) -> None:
        said.append(dialog.form.introLabel.text())
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        fill("Un nom est faux.")(dialog)

    messages.scripts.append(reopen)
    page.form.reopenButton.click()
    idle(page.context.tasks)
    assert "détruire" in said[0]
    assert "NOM Prénom" in said[1]
    assert not page.context.queries.session(session_of(page)).closed
    assert page.close_button.isVisible()
    assert "à détruire" in page.form.pageBanner.label.text()
    assert "rouverte" in page.subtitle()
    assert page.form.sideStack.currentWidget() is page.form.openSide
    status = read_status(page.context.queries, session_of(page))
    assert status.open_again == "rouverte"
    assert any("rouverte" in issue.text for issue in session_issues(status))
    close(page, messages, idle)
    assert (minutes_of(page).number, minutes_of(page).version) == (number, 2)
    assert "version 2" in page.form.numberLabel.text()
    messages.assert_silent()


def test_a_rectification_shows_what_changes_and_is_given_up_once_nothing_does(
    page: MinutesPage, messages: RecordedMessages, idle: Idle
) -> None:
    close(page, messages, idle)
    sign_all(page, messages, idle)
    before = page.context.queries.registrations(session_of(page))[0].birth_name
    messages.scripts.append(fill("Nom mal orthographié."))
    page.form.rectifyButton.click()
    idle(page.context.tasks)
    panel = page.form.rectificationPanel
    assert panel.isVisible()
    assert "Nom mal orthographié" in page.form.pageBanner.label.text()
    assert "rectification en cours" in page.subtitle()
    assert [line.page for line in page.side.blockers.lines] == [""]
    assert "mène" not in page.form.openTextLabel.text()
    page.side.lead.connect(lambda *_where: pytest.fail("a line that leads nowhere was followed"))
    page.form.blockersListView.clicked.emit(page.side.blockers.index(0))
    rename(page, "DURAND")
    idle(page.context.tasks)
    said = " ".join(label.text() for label in panel.findChildren(type(page.form.stateLabel)))
    assert f"Avant\u00a0: {before}" in said
    assert "Après\u00a0: DURAND" in said
    assert not panel.give_up_button.isEnabled()
    assert panel.why_label.isVisible()
    assert page.side.blockers.lines == ()
    check_page(page)
    status = read_status(page.context.queries, session_of(page))
    assert status.open_again == "rectification en cours"
    assert status.minutes == ()
    rename(page, before)
    idle(page.context.tasks)
    messages.answers.append(True)
    panel.give_up_button.click()
    idle(page.context.tasks)
    assert page.context.queries.session(session_of(page)).closed
    assert minutes_of(page).state is MinutesState.COMPLETE
    assert len(history_of(page)) == 1
    messages.assert_silent()


def test_minutes_are_cancelled_corrected_signed_rectified_and_all_kept_intact(
    page: MinutesPage, messages: RecordedMessages, services: FakeServices, idle: Idle
) -> None:
    close(page, messages, idle)
    sign(page, messages, idle, Role.PRESIDENT)
    messages.scripts.append(fill("Le nom d’un candidat est faux."))
    page.form.cancelButton.click()
    idle(page.context.tasks)
    (cancelled,) = history_of(page)
    assert cancelled.state is MinutesState.CANCELLED
    reserved = page.context.queries.session(session_of(page)).minutes_number
    banner = page.form.pageBanner.label.text()
    assert cancelled.number in banner
    assert reserved in banner
    rename(page, "DURAND")
    idle(page.context.tasks)
    close(page, messages, idle)
    signed = minutes_of(page)
    assert signed.number == reserved != cancelled.number
    sign_all(page, messages, idle)
    messages.scripts.append(fill("Prénom à compléter.", ground=Ground.CLERICAL))
    page.form.rectifyButton.click()
    idle(page.context.tasks)
    assert not page.form.notSittingButton.isVisibleTo(page)
    rename(page, "DURANT")
    idle(page.context.tasks)
    messages.scripts.append(named_for_certifier)
    page.close_button.click()
    idle(page.context.tasks)
    sign_all(page, messages, idle)
    (line,) = minutes_of(page).signatures
    assert f"signé par {line.name}, qui préside le jury" in page.form.pageBanner.label.text()
    rows = history_of(page)
    assert [row.state for row in rows] == [
        MinutesState.CANCELLED, MinutesState.COMPLETE, MinutesState.COMPLETE,
    ]  # fmt: skip
    assert rows[2].rectifies_id == signed.id
    assert len({row.number for row in rows}) == 3
    workspace: Any = page.context.workspace
    said = snapshot_of(workspace, rows[2].id)["rectifies"]
    assert (said["differences"][0]["after"], said["for_certifier"]) == ("DURANT", "DURAND Claire, directrice")
    authority = workspace.authority.certificate_pem
    for row, count in zip(rows, (1, 3, 1), strict=True):  # a clerical error: the president alone
        report = services.verifier.verify(read_minutes(workspace, row.id), authority_pem=authority)  # type: ignore[attr-defined]
        assert report.intact
        assert sum(one.role != "AUTHORITY" and one.valid for one in report.signatures) == count
    assert workspace.check() == []
    assert rows[1].number in page.form.rectifiesLabel.text()
    messages.assert_silent()


def test_every_version_is_listed_read_and_saved(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    close(page, messages, idle)
    messages.scripts.append(fill("Un nom est faux."))
    page.form.reopenButton.click()
    idle(page.context.tasks)
    close(page, messages, idle)
    first, second = history_of(page)
    messages.paths = [tmp_path / "ancien.pdf"]
    said: list[str] = []

    def look(window: Any) -> None:
        said.append(window.windowTitle())
        assert window.viewer.page_set.pdf == read_minutes(page.context.workspace, first.id)
        window.reject()

    def script(dialog: Any) -> None:
        check_page(dialog)
        assert [line.id for line in dialog.model.lines] == [second.id, first.id]
        dialog.form.versionsTableView.setCurrentIndex(dialog.model.index(1, 0))
        said.append(dialog.form.detailLabel.text())
        messages.scripts.append(look)
        dialog.form.readButton.click()
        idle(page.context.tasks)
        dialog.form.saveButton.click()
        idle(page.context.tasks)
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    page.form.historyButton.click()
    assert "ROUX Hélène" in said[0]
    assert "Un nom est faux" in said[0]
    assert "version 1" in said[1]
    assert (tmp_path / "ancien.pdf").read_bytes() == read_minutes(page.context.workspace, first.id)


def printed(page: MinutesPage, path: Path, *, pages: slice = slice(None)) -> Path:
    """Write pages of the minutes as a scanner would send them: a file of its own."""
    writer = PdfWriter()
    source = PdfReader(BytesIO(read_minutes(page.context.workspace, minutes_of(page).id)))
    for one in source.pages[pages]:
        one.pop("/Annots", None)
        writer.add_page(one)
    writer.write(path)
    return path


def test_signed_paper_is_attached_recognised_and_its_signatures_noted(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    close(page, messages, idle)
    messages.paths = [printed(page, tmp_path / "numérisé.pdf")]
    said: list[str] = []

    def script(dialog: Any) -> None:
        check_page(dialog)
        dialog.form.attachButton.click()
        said.append(dialog.form.problemLabel.text())
        dialog.form.nameEdit.setText("ROUX Hélène")
        dialog.form.attachButton.click()
        idle(page.context.tasks)
        assert [line.texts[0] for line in dialog.model.lines] == ["numérisé.pdf"]
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        for box in list(dialog.boxes.values())[:2]:
            box.click()
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    page.form.paperButton.click()
    idle(page.context.tasks)
    assert "NOM Prénom" in said[0]
    assert "Cochez" in said[1]
    minutes = minutes_of(page)
    assert minutes.route is Route.PAPER
    assert sum(row.signed_at is not None for row in minutes.signatures) == 2
    assert "sur papier" in page.form.trackerLabel.text()
    assert all(line.button is None for line in page.side.lines)
    assert not page.sign_button.isVisible()
    assert messages.asked == []
    messages.assert_silent()


def test_a_scan_of_other_minutes_or_with_missing_pages_is_attached_on_confirmation_only(
    page: MinutesPage, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    close(page, messages, idle)
    earlier = printed(page, tmp_path / "version-1.pdf")
    messages.scripts.append(fill("Un nom est faux."))
    page.form.reopenButton.click()
    idle(page.context.tasks)
    rename(page, "DURAND")
    idle(page.context.tasks)
    close(page, messages, idle)
    partial = printed(page, tmp_path / "une-page.pdf", pages=slice(0, 1))
    (tmp_path / "rien.pdf").write_bytes(b"rien")
    messages.paths = [earlier, partial, tmp_path / "rien.pdf"]
    messages.answers = [False, True]
    problems: list[str] = []

    def script(dialog: Any) -> None:
        dialog.form.nameEdit.setText("ROUX Hélène")
        for _ in range(3):
            dialog.form.attachButton.click()
            idle(page.context.tasks)
            problems.append(dialog.form.problemLabel.text())
        dialog.reject()

    messages.scripts.append(script)
    page.form.paperButton.click()
    assert "autre version" in messages.asked[0]
    assert "manquent" in messages.asked[1]
    assert "page" in messages.asked[1]
    assert problems[:2] == ["", ""]
    assert "PDF" in problems[2]
    scans = page.context.queries.minutes_scans(minutes_of(page).id)
    assert [scan.file_name for scan in scans] == ["une-page.pdf"]
