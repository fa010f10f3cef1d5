"""What the lock interrupts is kept for who was typing and nobody else; a forgotten timer stops no lock."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.timers import LISTENING_MARGIN
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.attendance_dialog import AttendanceDialog, Came
from cisp_desktop.gui.dialogs.change_code_dialog import ChangeCodeDialog
from cisp_desktop.gui.dialogs.departure_dialog import DepartureDialog
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.dialogs.incident_dialog import IncidentDialog
from cisp_desktop.gui.dialogs.incidents_dialog import IncidentsDialog
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog
from cisp_desktop.gui.dialogs.reset_code_dialog import ResetCodeDialog
from cisp_desktop.gui.identification import Identification
from cisp_desktop.gui.incident_acts import show_incidents
from cisp_desktop.gui.locks import IdleLock
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageHolder
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.panels import Banner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.fakes import FakeClock
from tests.gui.fakes import RecordedMessages
from tests.gui.test_evaluate_day import add_substitute, entry

Idle = Callable[[TaskRunner], None]
BANNER = "Votre saisie interrompue est reprise."


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, made: SessionMade, idle: Idle) -> Iterator[EvaluatePage]:
    """« Évaluer » in its holder, with the header's identification, the president at the keyboard."""
    shown = EvaluatePage(session_context)
    holder = PageHolder(shown)
    session_context.juror_changed.connect(partial(holder.invalidate, None))
    qtbot.addWidget(holder)
    session_context.operations.changed.connect(holder.invalidate)
    holder.resize(1150, 690)
    holder.show()
    holder.bring_up_to_date()
    host = QWidget()
    qtbot.addWidget(host)
    shown.identification = Identification(  # type: ignore[attr-defined]  # for the tests only
        session_context, QPushButton(host), window=host
    )
    session_context.set_juror(made.juror())
    yield shown
    session_context.set_juror(None)
    idle(session_context.tasks)


def lock(context: GuiContext) -> None:
    """What the automatic lock does."""
    context.set_juror(None)


def banner(dialog: QDialog) -> str:
    """What a form says above its fields."""
    found = dialog.findChildren(Banner)
    return found[0].label.text() if found else ""


def unlock(page: EvaluatePage, messages: RecordedMessages, made: SessionMade, code: str) -> None:
    """Type an own code in the question for it."""
    role = list(made.seats)[int(code) - 1]

    def fill(dialog: IdentifyJurorDialog) -> None:
        dialog.form.codeEdit.setText(code)
        dialog.form.acceptButton.click()

    def keep(dialog: ChangeCodeDialog) -> None:
        dialog.reject()

    messages.scripts[:0] = [fill, keep]  # codes of these jurors are first ones: to change is offered
    page.identification.identify(made.seats[role])  # type: ignore[attr-defined]  # for the tests only
    QApplication.processEvents()


def no_scripts_left(messages: RecordedMessages) -> None:
    assert messages.scripts == []


# --- departures ------------------------------------------------------------------------------------


def type_departure(context: GuiContext, gone: str) -> Callable[[DepartureDialog], None]:
    """Fill a departure and let the lock fall on it."""

    def fill(dialog: DepartureDialog) -> None:
        form = dialog.form
        form.jurorComboBox.setCurrentIndex(form.jurorComboBox.findData(gone))
        form.hourEdit.setTime(QTime(10, 42))
        form.reasonEdit.setText("Malaise, pompiers appelés")
        form.followingButton.setChecked(True)
        lock(context)
        assert not dialog.isVisible()

    return fill


def test_a_departure_half_typed_is_offered_again_to_the_same_juror(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    gone = made.seats[Role.PROFESSIONAL]
    messages.scripts.append(type_departure(page.context, gone))
    entry(page, "manque ou part").trigger()
    assert page.context.current_juror is None
    assert workspace.queries.stand_ins(made.id) == []

    unlock(page, messages, made, "000001")
    (told,) = messages.informed
    assert "« Un juré manque ou part »".replace(" U", "\u00a0U").replace("t »", "t\u00a0»") in told

    def read(dialog: DepartureDialog) -> None:
        assert (dialog.seat_id, dialog.reason, dialog.following) == (gone, "Malaise, pompiers appelés", True)
        assert dialog.form.hourEdit.time() == QTime(10, 42)
        assert banner(dialog) == BANNER
        dialog.form.acceptButton.click()

    messages.scripts.append(read)
    entry(page, "manque ou part").trigger()
    rows = workspace.queries.stand_ins(made.id)
    assert {row.reason for row in rows} == {"Malaise, pompiers appelés"}
    no_scripts_left(messages)


def test_what_one_juror_typed_is_nothing_to_the_next_and_waits_for_the_first(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages
) -> None:
    messages.scripts.append(type_departure(page.context, made.seats[Role.PROFESSIONAL]))
    entry(page, "manque ou part").trigger()

    def other(dialog: DepartureDialog) -> None:
        assert (dialog.reason, dialog.following, banner(dialog)) == ("", False, "")
        dialog.reject()

    unlock(page, messages, made, "000003")
    assert messages.informed == []
    messages.scripts.append(other)
    entry(page, "manque ou part").trigger()
    lock(page.context)

    seen: list[str] = []

    def first(dialog: DepartureDialog) -> None:
        seen.append(dialog.reason)
        dialog.reject()

    page.context.set_juror(made.juror())
    messages.scripts += [first, first]
    entry(page, "manque ou part").trigger()
    entry(page, "manque ou part").trigger()  # given up once: it is gone
    assert seen == ["Malaise, pompiers appelés", ""]
    messages.scripts.append(lambda _dialog: lock(page.context))
    entry(page, "manque ou part").trigger()
    unlock(page, messages, made, "000001")
    assert messages.informed == []  # nothing was typed: nothing is kept


def test_the_departure_says_where_substitutes_are_named_and_leads_there_and_back(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    asked: list[tuple[str, str]] = []
    page.context.page_requested.connect(lambda key, target: asked.append((key, target)))
    texts: list[str] = []

    def name(dialog: DepartureDialog) -> None:
        texts.append(dialog.form.namingLabel.text())
        dialog.form.reasonEdit.setText("Train supprimé")
        dialog.form.namingButton.click()

    messages.scripts.append(name)
    entry(page, "manque ou part").trigger()
    assert asked == [("prepare", "tab:panel")]
    assert texts[0].startswith("Aucun suppléant ne peut être appelé.")
    substitute = add_substitute(workspace, made)
    page.refresh(None)

    def call(dialog: DepartureDialog) -> None:
        texts.append(dialog.form.namingLabel.text())
        assert (dialog.reason, banner(dialog)) == ("Train supprimé", BANNER)
        assert dialog.form.substituteComboBox.findData(substitute) > 0
        dialog.reject()

    messages.scripts.append(call)
    entry(page, "manque ou part").trigger()
    assert texts[1].startswith("Les suppléants se nomment")
    with workspace.unit_of_work() as work:
        session = work.sessions.get(made.id)
        session.ready_at, session.ready_by = workspace.clock(), "MARTIN Anne"
        work.commit()
    messages.scripts.append(lambda dialog: (texts.append(dialog.form.namingLabel.text()), dialog.reject()))
    entry(page, "manque ou part").trigger()
    assert texts[2].endswith("une fois la préparation rouverte.")


# --- the other forms --------------------------------------------------------------------------------


def test_an_excuse_half_typed_keeps_its_document(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    document = tmp_path / "certificat.pdf"
    document.write_bytes(b"%PDF-1.7 certificat")
    messages.paths.append(document)

    def fill(dialog: AttendanceDialog) -> None:
        dialog.form.excuseEdit.setPlainText("Hospitalisée\ndepuis hier")
        dialog.form.attachButton.click()
        idle(page.context.tasks)
        lock(page.context)

    seen: list[Any] = []

    def read(dialog: AttendanceDialog) -> None:
        seen.append(dialog.coming)
        dialog.reject()

    messages.scripts += [fill, read]
    page.header.presence_button.asked.emit(Came.EXCUSED)
    page.context.set_juror(made.juror())
    page.header.presence_button.asked.emit(Came.EXCUSED)
    (coming,) = seen
    assert (coming.excuse, coming.document_name) == ("Hospitalisée\ndepuis hier", "certificat.pdf")
    assert page.context.workspace.vault.read(coming.document_sha256) == b"%PDF-1.7 certificat"


def test_an_incident_half_typed_survives_and_its_list_closes_with_the_screen(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages
) -> None:
    open_when_locked: list[bool] = []

    def add(dialog: IncidentsDialog) -> None:
        dialog.form.addButton.click()
        open_when_locked.append(dialog.isVisible())

    def note(dialog: IncidentDialog) -> None:
        form = dialog.form
        form.kindComboBox.setCurrentIndex(form.kindComboBox.findData("FRAUD"))
        form.candidateComboBox.setCurrentIndex(form.candidateComboBox.findData(made.registrations[2]))
        form.accountEdit.setPlainText("Pages identiques.")
        form.decisionEdit.setPlainText("Bloc ajourné")
        lock(page.context)

    messages.scripts += [add, note]
    show_incidents(page.context, registration_id=made.registrations[0], parent=page.window())
    assert open_when_locked == [False]
    seen: list[Any] = []

    def again(dialog: IncidentDialog) -> None:
        seen.append(dialog.entry)
        dialog.reject()

    def add_again(dialog: IncidentsDialog) -> None:
        dialog.form.addButton.click()
        dialog.form.closeButton.click()

    page.context.set_juror(made.juror())
    messages.scripts += [add_again, again]
    show_incidents(page.context, registration_id=made.registrations[1], parent=page.window())
    (kept,) = seen
    assert (kept.kind.value, kept.account, kept.decision, kept.registration_id) == (
        "FRAUD", "Pages identiques.", "Bloc ajourné", made.registrations[2],
    )  # fmt: skip
    assert page.context.queries.incidents(made.id) == []


def test_a_recusal_and_a_reason_for_setting_aside_survive(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages
) -> None:
    seen: list[str] = []

    def type_ground(dialog: RecusalDialog) -> None:
        dialog.form.detailEdit.setText("Ancien collègue")
        lock(page.context)

    def read_ground(dialog: RecusalDialog) -> None:
        seen.append(dialog.detail)
        dialog.reject()

    def leave(dialog: DepartureDialog) -> None:
        dialog.form.jurorComboBox.setCurrentIndex(
            dialog.form.jurorComboBox.findData(made.seats[Role.PROFESSIONAL])
        )
        dialog.form.reasonEdit.setText("Train")
        dialog.form.acceptButton.click()

    def type_reason(dialog: AskTextDialog) -> None:
        dialog.form.answerEdit.setText("Parti sans sceller")
        lock(page.context)

    def read_reason(dialog: AskTextDialog) -> None:
        seen.append(dialog.text)
        dialog.reject()

    messages.scripts += [type_ground, read_ground, leave, type_reason, read_reason]
    for words in ("se récuse", "se récuse", "manque ou part", "Écarter", "Écarter"):
        page.context.set_juror(made.juror())
        entry(page, words).trigger()
    assert seen == ["Ancien collègue", "Parti sans sceller"]
    no_scripts_left(messages)


# --- codes ------------------------------------------------------------------------------------------


@pytest.fixture
def identification(qtbot: QtBot, session_context: GuiContext) -> Identification:
    """The header's identification, without a page."""
    host = QWidget()
    qtbot.addWidget(host)
    return Identification(session_context, QPushButton(host), window=host)


def test_the_question_for_a_new_code_closes_with_the_screen_and_keeps_no_secret(
    session_context: GuiContext, identification: Identification, made: SessionMade, messages: RecordedMessages
) -> None:
    juror = made.juror()
    session_context.set_juror(juror)

    def fill(dialog: ChangeCodeDialog) -> None:
        dialog.form.newEdit.setText("nouveau-code")
        lock(session_context)
        assert not dialog.isVisible()
        assert "nouveau-code" not in dialog.typed().values()

    messages.scripts.append(fill)
    identification.offer_change(juror, "000001")
    no_scripts_left(messages)


def test_a_forgotten_code_being_replaced_is_not_lost_to_the_lock(
    session_context: GuiContext, identification: Identification, made: SessionMade, messages: RecordedMessages
) -> None:
    idle_lock = IdleLock(session_context, session_context)
    seen: list[str] = []

    def fill(dialog: ResetCodeDialog) -> None:
        dialog.form.witnessEdit.setText("BERNARD Lucie")
        idle_lock.lock_now()  # nobody is identified meanwhile: there is nobody to lock out
        assert dialog.isVisible()
        seen.append(dialog.witness)
        dialog.reject()

    messages.scripts.append(fill)
    identification.reset_code(made.seats[Role.CENTRE])
    assert seen == ["BERNARD Lucie"]


def test_a_substitutes_first_code_is_shown_again_when_the_lock_fell_on_it(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace, idle: Idle
) -> None:
    substitute = add_substitute(workspace, made)
    page.refresh(None)
    shown: list[str] = []

    def fill(dialog: DepartureDialog) -> None:
        form = dialog.form
        form.jurorComboBox.setCurrentIndex(form.jurorComboBox.findData(made.seats[Role.PROFESSIONAL]))
        form.reasonEdit.setText("Souffrant")
        form.substituteComboBox.setCurrentIndex(form.substituteComboBox.findData(substitute))
        form.acceptButton.click()

    def locked(dialog: FirstCodesDialog) -> None:
        shown.append(dialog.text)
        lock(page.context)
        assert not dialog.isVisible()

    def handed(dialog: FirstCodesDialog) -> None:
        shown.append(dialog.text)
        dialog.form.handedCheckBox.setChecked(True)
        dialog.form.closeButton.click()

    messages.scripts += [fill, locked]
    entry(page, "manque ou part").trigger()
    idle(page.context.tasks)
    assert messages.asked == []  # no question holds the lock back
    unlock(page, messages, made, "000003")
    assert len(shown) == 1
    lock(page.context)
    messages.scripts.append(handed)
    unlock(page, messages, made, "000001")
    assert len(shown) == 2
    assert shown[0] == shown[1]
    lock(page.context)
    unlock(page, messages, made, "000001")
    assert len(shown) == 2


# --- a timer forgotten running ----------------------------------------------------------------------


def the_clock(workspace: SqlWorkspace) -> FakeClock:
    return cast(FakeClock, workspace.clock)


def test_a_timer_holds_the_lock_back_up_to_its_time_and_a_margin(
    page: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    context, clock = page.context, the_clock(workspace)
    idle_lock = IdleLock(context, context)
    page.timers.presentation.play_button.click()
    minutes = page.timers.presentation._planned
    clock.advance(minutes=minutes + 14)
    idle_lock._on_time_passed()
    assert context.current_juror is not None
    page.timers.presentation.show_time()
    assert "oublié" not in page.timers.presentation.late_label.text()
    clock.advance(minutes=2)
    page.timers.presentation.show_time()
    assert "oublié" in page.timers.presentation.late_label.text()
    assert "n’attend plus" in page.timers.presentation.late_label.toolTip()
    idle_lock._on_time_passed()
    assert context.current_juror is None
    assert page.form.gateArea.timer_label.isVisible()
    context.set_juror(made.juror())
    page.timers.presentation.play_button.click()
    context.set_juror(None)
    assert not page.form.gateArea.timer_label.isVisible()


def test_extra_time_pauses_and_other_candidates_count_and_another_session_forgets_the_timer(
    page: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    clock, timer = the_clock(workspace), page.timers.presentation
    with workspace.unit_of_work() as work:
        work.registrations.get(made.registrations[0]).extra_time_percent = 33
        work.commit()
    page.refresh(None)
    assert timer._planned == 30
    timer.play_button.click()
    clock.advance(minutes=10)
    timer.play_button.click()
    assert page.context.lock_waits_until is None
    assert not timer.forgotten
    assert not page.context.timer_forgotten
    clock.advance(minutes=40)
    timer.play_button.click()
    until = page.context.lock_waits_until
    assert until is not None
    assert abs(until - (clock.now + timedelta(minutes=20) + LISTENING_MARGIN)) < timedelta(seconds=1)
    page.form.candidatePane.choose(made.registrations[1])
    page.timers.read(made.id)
    assert not timer.running
    assert page.context.lock_postponed
    page.context.set_session(None)
    assert page.context.lock_waits_until is None
