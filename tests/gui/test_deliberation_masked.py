"""« Délibérer » behind the juror's own code: nothing shows before it, nothing is lost by a lock."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cisp_desktop.application.advising import AdviceText
from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.journal_reading import JournalFilter
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.minutes import close_session
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.harmonisation_acts import show_harmonisation
from cisp_desktop.gui.identification import Identification
from cisp_desktop.gui.incident_acts import ask_incident
from cisp_desktop.gui.locks import IdleLock
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.session_frame import PageHolder, PageSpec, SessionFrame
from tests.gui.checks import check_page
from tests.gui.deliberation_room import Idle, kept, let_in, member_of
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, all_decided, open_day, to_deliberate
from tests.journal import read_journal

REASON = "Le projet n’établit pas la maîtrise."
KEYS = (Qt.Key.Key_V, Qt.Key.Key_N, Qt.Key.Key_D, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_F8)


@pytest.fixture
def day(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    """Four candidates, one per profile, and a fifth whose sheets are not all sealed."""
    made = open_day(tmp_path, services, prepare=to_deliberate, candidates=5)
    yield made
    made.workspace.abandon()


@pytest.fixture
def show(qtbot: QtBot, desk: Desk, idle: Idle) -> Iterator[Callable[[JuryDay], DeliberatePage]]:
    """Return how to open the page in its frame; nobody is identified."""
    opened: list[tuple[GuiContext, SessionFrame]] = []

    def shown(day: JuryDay) -> DeliberatePage:
        context = GuiContext(desk, day.workspace)
        context.set_session(day.made.id)
        frame = SessionFrame(context, [PageSpec("deliberate", "3  Délibérer", "scales", DeliberatePage)])
        opened.append((context, frame))
        qtbot.addWidget(frame)
        frame.resize(1366, 740)
        frame.show()
        frame.open_page("deliberate")
        idle(desk.tasks)
        page = frame.current_page
        assert isinstance(page, DeliberatePage)
        return page

    yield shown
    for context, frame in opened:
        frame.hide()
        idle(desk.tasks)
        context.deleteLater()
    desk.tasks.shut_down()


@pytest.fixture
def page(show: Callable[[JuryDay], DeliberatePage], day: JuryDay) -> DeliberatePage:
    return show(day)


@pytest.fixture
def block(day: JuryDay) -> tuple[str, str]:
    """A block whose refusal is proposed."""
    return day.made.registrations[2], day.made.blocks[1]


def enter(page: DeliberatePage, idle: Idle, role: Role = Role.PRESIDENT) -> None:
    let_in(page.context, role)
    idle(page.context.tasks)


def lock(page: DeliberatePage) -> None:
    """What the automatic lock does; what is deleted later is gone afterwards."""
    page.context.set_juror(None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def header(page: DeliberatePage) -> PageHolder:
    holder: QWidget | None = page
    while not isinstance(holder, PageHolder):
        assert holder is not None
        holder = holder.parentWidget()
    return holder


def texts_of(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    yield from (widget.statusTip(), widget.whatsThis())
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))


def said(page: DeliberatePage) -> set[str]:
    """Everything that the page, its header, its models and its menus say, shown or hidden."""
    holder = header(page)
    found = {text for widget in holder.findChildren(QWidget) for text in texts_of(widget)}
    for model in holder.findChildren(QAbstractItemModel):
        for row in range(model.rowCount()):
            for column in range(model.columnCount(QModelIndex())):
                index = model.index(row, column)
                found |= {str(index.data(role) or "") for role in (*range(14), *range(256, 280))}
    return {text for text in found if text}


def vote(page: DeliberatePage, *ballots: Ballot) -> None:
    for combo, ballot in zip(page.form.voteBox.combos.values(), ballots, strict=True):
        combo.setCurrentIndex(combo.findData(str(ballot)))


def write_everything(page: DeliberatePage, block: tuple[str, str]) -> None:
    """Vote, write a reason and advice on a block, and leave a refusal without its reason."""
    page.matrix.select(block[0], page.matrix.model.blocks[0].id)
    page.block_panel.rule(DecisionValue.NOT_VALIDATED)
    page.matrix.select(*block)
    vote(page, Ballot.AGAINST, Ballot.AGAINST, Ballot.FOR)
    page.form.reasonEdit.setPlainText(REASON)
    page.form.adviceBox.recommendation_edit.setPlainText("Approfondir l’évaluation.")


# --- masked ------------------------------------------------------------------------------------------


def test_nobody_identified_sees_who_can_open_the_deliberation_and_nothing_else(
    page: DeliberatePage, day: JuryDay
) -> None:
    gate = page.form.gateArea
    assert page.form.stateStack.currentWidget() is gate
    assert [button.accessibleName() for button in gate.buttons] == [
        "Identifier MARTIN Anne · Président du jury",
        "Identifier PETIT Karim · Professionnel du métier visé",
        "Identifier ROUX Hélène · Représentant du centre de formation",
    ]
    assert "Le jury décide" in gate.text_label.text()
    assert "identifiez-vous" in page.subtitle()
    assert not [widget for widget in page.header_widgets() if widget.isVisible()]
    assert list(page.panes()) == [gate]
    assert page.matrix.model.rows == ()
    assert day.workspace.queries.events(limit=1)[0].action != "proposals.frozen"
    check_page(page)


def test_a_button_of_the_gate_asks_for_the_code_of_its_seat(page: DeliberatePage, day: JuryDay) -> None:
    asked: list[str] = []
    page.context.identification_requested.connect(asked.append)
    page.form.gateArea.buttons[1].click()
    assert asked == [day.made.seats[Role.PROFESSIONAL]]


def test_a_juror_of_another_session_opens_nothing(page: DeliberatePage, day: JuryDay, idle: Idle) -> None:
    page.context.set_juror(replace(day.made.juror(), session_id="another"))
    idle(page.context.tasks)
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    assert page.matrix.model.rows == ()


def test_a_stand_in_opens_it_as_any_member(page: DeliberatePage, day: JuryDay, idle: Idle) -> None:
    page.context.set_juror(replace(day.made.juror(), standby=True))
    idle(page.context.tasks)
    assert len(page.matrix.model.rows) == 5


def test_a_lock_leaves_nothing_behind_the_gate(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    """The page says after the lock what it said before anybody opened it, not a word more."""
    before = said(page)
    enter(page, idle)
    page.form.sheetsTabWidget.setCurrentWidget(page.form.voteTab)
    write_everything(page, block)
    idle(page.context.tasks)
    shown = said(page)
    for word in ("DUPONT", REASON, "Peu d’exemples", "attend son motif"):
        assert any(word in text for text in shown), word
    lock(page)
    left = {text for text in said(page) - before if not text.startswith("Aucun avis écrit au candidat")}
    assert left == set()
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    assert not [widget for widget in page.header_widgets() if widget.isVisible()]
    assert not page.context.operations.undo_stack.canUndo()


def test_what_is_planted_behind_the_gate_is_found(page: DeliberatePage) -> None:
    before = said(page)
    page.form.outsideLabel.setText("Hors jury : favorable")
    assert said(page) - before == {"Hors jury : favorable"}


def test_keys_do_nothing_while_masked(
    page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle
) -> None:
    enter(page, idle)
    page.matrix.select(*block)
    lock(page)
    before = len(day.workspace.queries.events(limit=1000))
    for target, key in product((page, page.form.matrixTableView, page.form.reasonEdit), KEYS):
        QTest.keyClick(target, key)
        QTest.keyClick(target, key, Qt.KeyboardModifier.AltModifier)
    for step in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(page, step, Qt.KeyboardModifier.AltModifier)
    idle(page.context.tasks)
    assert len(day.workspace.queries.events(limit=1000)) == before
    assert page.matrix.selected is None
    assert page.form.stateStack.currentWidget() is page.form.gateArea


def test_a_reading_that_ends_after_the_lock_shows_nothing(page: DeliberatePage, idle: Idle) -> None:
    let_in(page.context)
    page.context.set_juror(None)  # before the worker is back
    idle(page.context.tasks)
    assert page.matrix.model.rows == ()
    assert page.form.countLabel.text() == ""


def test_what_changes_while_masked_is_not_read(page: DeliberatePage, day: JuryDay, idle: Idle) -> None:
    open_deliberation(day.workspace, day.made.id)
    idle(page.context.tasks)
    assert page.matrix.model.rows == ()


def test_a_block_asked_for_while_masked_shows_once_somebody_is_identified(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    page.focus_on(f"block:{block[0]}:{block[1]}")
    assert page.matrix.selected is None
    enter(page, idle)
    assert page.matrix.selected == block


def test_the_automatic_lock_masks_this_page_too(page: DeliberatePage, idle: Idle) -> None:
    automatic = IdleLock(page.context, page.context)
    enter(page, idle)
    assert automatic._timer.isActive()
    automatic._on_time_passed()
    assert page.form.stateStack.currentWidget() is page.form.gateArea


def test_a_closed_session_stays_the_jurys(
    show: Callable[[JuryDay], DeliberatePage], tmp_path: Path, services: FakeServices, idle: Idle
) -> None:
    day = open_day(tmp_path / "closed", services, prepare=all_decided, candidates=2)
    close_session(day.workspace, day.made.id, renderer=services.renderer, signer=services.signer)  # type: ignore[attr-defined]
    page = show(day)
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    assert "close" in page.form.gateArea.text_label.text()
    assert "Procès-verbal" in page.form.gateArea.keys_label.text()
    enter(page, idle)
    assert len(page.matrix.model.rows) == 2
    lock(page)
    assert page.form.pageBanner.label.text() == ""
    day.workspace.abandon()


# --- the way back ------------------------------------------------------------------------------------


def test_a_lock_while_a_reason_is_typed_saves_it_and_leads_back_to_its_block(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    enter(page, idle)
    page.matrix.select(*block)
    page.form.reasonEdit.setPlainText(REASON)
    lock(page)
    idle(page.context.tasks)
    assert page.form.reasonEdit.toPlainText() == ""
    assert kept(page, *block).reason == REASON
    enter(page, idle)
    assert page.matrix.selected == block
    assert page.form.reasonEdit.toPlainText() == REASON


def test_what_the_disk_refused_comes_back_to_its_author_alone(
    page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle, messages: RecordedMessages,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    enter(page, idle)
    page.matrix.select(*block)
    page.form.reasonEdit.setPlainText(REASON)
    page.form.adviceBox.recommendation_edit.setPlainText("Approfondir.")

    def full(*_given: object, **_named: object) -> Any:
        raise StorageError("workspace.disk_full", path="/")

    with monkeypatch.context() as broken:
        broken.setattr(day.workspace, "unit_of_work", full)
        lock(page)
    assert REASON not in said(page)
    enter(page, idle, Role.CENTRE)
    assert page.matrix.selected == block
    assert page.form.reasonEdit.toPlainText() == ""
    assert page.form.adviceBox.advice == AdviceText()
    lock(page)
    enter(page, idle)
    assert page.form.reasonEdit.toPlainText() == REASON
    assert page.form.adviceBox.advice == AdviceText("Approfondir.")
    assert page.block_panel.store()
    assert kept(page, *block).reason == REASON
    assert kept(page, *block).recommendation == "Approfondir."
    messages.errors.clear()


def test_a_decision_that_waits_for_its_reason_waits_for_who_asked_it(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    enter(page, idle)
    page.matrix.select(*block)
    page.block_panel.rule(DecisionValue.NOT_VALIDATED)
    assert len(page.form.checkStrip.flaws) == 1
    lock(page)
    enter(page, idle, Role.PROFESSIONAL)
    assert page.form.checkStrip.flaws == ()
    lock(page)
    enter(page, idle)
    assert "attend son motif" in page.form.checkStrip.flaws[0].text


def test_another_member_goes_on_at_the_same_block(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    enter(page, idle)
    page.matrix.select(*block)
    lock(page)
    enter(page, idle, Role.CENTRE)
    assert page.matrix.selected == block
    assert page.matrix.view.isVisible()
    assert page.sitting_menu.isVisible()
    page.form.reasonEdit.setPlainText(REASON)
    assert page.block_panel.rule(DecisionValue.NOT_VALIDATED)


# --- what it opens -----------------------------------------------------------------------------------


@pytest.fixture
def identification(qtbot: QtBot, page: DeliberatePage) -> Identification:
    """What closes a juror's dialogs."""
    host = QWidget()
    qtbot.addWidget(host)
    return Identification(page.context, QPushButton(host), window=host)


def test_harmonisation_closes_with_the_lock(
    page: DeliberatePage, idle: Idle, messages: RecordedMessages, identification: Identification
) -> None:
    page.context.settings.resamples = 100
    enter(page, idle)
    messages.scripts.append(lambda dialog: lock(page))
    page.harmonisation_button.click()
    idle(page.context.tasks)
    assert messages.scripts == []
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle()]


def test_harmonisation_computed_while_the_screen_locks_is_not_shown(
    page: DeliberatePage, idle: Idle, messages: RecordedMessages
) -> None:
    page.context.settings.resamples = 100
    enter(page, idle)
    messages.scripts.append(lambda dialog: dialog.reject())
    show_harmonisation(page.context, page)
    page.context.set_juror(None)
    idle(page.context.tasks)
    assert len(messages.scripts) == 1
    messages.scripts.clear()


def test_the_reason_of_all_refusals_half_typed_is_kept_for_its_author(
    page: DeliberatePage, day: JuryDay, idle: Idle, messages: RecordedMessages,
    identification: Identification,
) -> None:  # fmt: skip
    enter(page, idle)
    juror = page.context.current_juror

    def typed(dialog: Any) -> None:
        dialog.form.reasonEdit.setPlainText(REASON)
        lock(page)
        assert not dialog.isVisible()

    messages.scripts.append(typed)
    page.accept_button.click()
    idle(page.context.tasks)
    assert not [row for row in day.workspace.queries.deliberation(day.made.id) if row.cells[0].decision]
    page.context.set_juror(juror)
    idle(page.context.tasks)

    def read(dialog: Any) -> None:
        assert dialog.form.reasonEdit.toPlainText() == REASON
        dialog.reject()

    messages.scripts.append(read)
    page.accept_button.click()
    assert messages.scripts == []


def test_a_second_round_half_asked_closes_with_the_lock_and_is_kept(
    page: DeliberatePage, block: tuple[str, str], idle: Idle, messages: RecordedMessages,
    identification: Identification,
) -> None:  # fmt: skip
    enter(page, idle)
    juror = page.context.current_juror
    page.matrix.select(*block)

    def typed(dialog: Any) -> None:
        dialog.form.answerEdit.setText("Relire le dossier")
        lock(page)
        assert not dialog.isVisible()

    messages.scripts.append(typed)
    page.form.roundButton.click()
    page.context.set_juror(juror)
    idle(page.context.tasks)
    assert kept(page, *block).round == 1

    def read(dialog: Any) -> None:
        assert dialog.form.answerEdit.text() == "Relire le dossier"
        dialog.reject()

    messages.scripts.append(read)
    page.form.roundButton.click()
    assert messages.scripts == []


# --- the journal -------------------------------------------------------------------------------------


def noted(day: JuryDay, act: str) -> list[tuple[str, str, str]]:
    """By whom, which act, how: the lines of one act, the oldest first."""
    lines = read_journal(day.workspace, JournalFilter(act=act))
    return [(line.actor, line.act, line.details) for line in lines]


def test_the_journal_says_that_the_jury_decides_and_who_was_at_the_keyboard(
    page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle, messages: RecordedMessages
) -> None:
    enter(page, idle, Role.CENTRE)
    typed = "saisie par ROUX Hélène"
    page.matrix.select(*block)
    vote(page, Ballot.AGAINST, Ballot.AGAINST, Ballot.FOR)
    page.form.adviceBox.recommendation_edit.setPlainText("Approfondir.")
    page.form.reasonEdit.setPlainText(REASON)
    assert page.block_panel.rule(DecisionValue.NOT_VALIDATED)
    assert page.block_panel.store()
    idle(page.context.tasks)
    assert page.block_panel.withdraw()
    idle(page.context.tasks)

    def ask_round(dialog: Any) -> None:
        dialog.form.answerEdit.setText("Relire")
        dialog.form.acceptButton.click()

    def tell(dialog: Any) -> None:
        dialog.form.accountEdit.setPlainText("Coupure")
        dialog.form.acceptButton.click()

    messages.scripts += [ask_round, tell]
    page.form.roundButton.click()
    idle(page.context.tasks)
    ask_incident(page.context, parent=page)
    code = page.matrix.model.blocks[1].short_code
    taken, back = f"{code} · Bloc non validé · {typed}", f"{code} · {typed}"
    assert noted(day, "decision.taken") == [("Jury", "Décision du jury", taken)]
    assert noted(day, "decision.withdrawn") == [("Jury", "Décision du jury retirée", back)]
    for act in (
        "proposals.frozen", "discussion.kept", "votes.recorded", "advice.given", "round.opened",
        "incident.recorded",
    ):  # fmt: skip
        lines = noted(day, act)
        assert lines, act
        assert {(actor, details.endswith(typed)) for actor, _, details in lines} == {("Jury", True)}, act


def test_the_journal_names_who_undid(
    page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle
) -> None:
    enter(page, idle, Role.PROFESSIONAL)
    page.matrix.select(*block)
    page.form.reasonEdit.setPlainText(REASON)
    page.block_panel.rule(DecisionValue.NOT_VALIDATED)
    page.context.operations.undo()
    assert [details.split(" · ")[-1] for _, _, details in noted(day, "decision.withdrawn")] == [
        "saisie par PETIT Karim"
    ]


def test_all_proposals_at_once_name_who_accepted_and_who_took_them_back(
    page: DeliberatePage, day: JuryDay, idle: Idle, messages: RecordedMessages
) -> None:
    enter(page, idle)
    messages.scripts.append(lambda dialog: dialog.accept())
    page.accept_button.click()
    idle(page.context.tasks)
    page.form.pageBanner.activated.emit()
    idle(page.context.tasks)
    for act in ("decision.taken", "decision.withdrawn"):
        lines = noted(day, act)
        assert len(lines) > 5
        assert all(details.endswith("saisie par MARTIN Anne") for _, _, details in lines)


def test_who_acts_by_command_line_is_the_jury_alone(day: JuryDay) -> None:
    open_deliberation(day.workspace, day.made.id)
    ((actor, act, details),) = noted(day, "proposals.frozen")
    assert (actor, act) == ("Jury", "Propositions figées")
    assert details == "20\u00a0propositions"


def test_a_person_asked_for_finds_what_they_typed_for_the_jury(
    page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    page.context.set_juror(member_of(day.workspace.queries, day.made.id, Role.CENTRE))
    idle(page.context.tasks)
    lines = read_journal(day.workspace, JournalFilter(act="proposals.frozen", person="ROUX"))
    assert len(lines) == 1


# --- who is recused ----------------------------------------------------------------------------------


def test_a_recused_juror_sees_nothing_of_that_candidate_and_decides_nothing(
    show: Callable[[JuryDay], DeliberatePage], tmp_path: Path, services: FakeServices, idle: Idle
) -> None:
    def without_the_centre(day: JuryDay) -> None:
        seat = day.made.seats[Role.CENTRE]
        recuse(day.workspace, day.made.registrations[0], seat_id=seat, ground=RecusalGround.TRAINED)
        day.mark(0, 3, roles=(Role.PRESIDENT, Role.PROFESSIONAL))
        day.mark(1, 3)

    day = open_day(tmp_path / "recused", services, prepare=without_the_centre, candidates=2)
    try:
        page = show(day)
        first, second = day.made.registrations
        block = day.made.blocks[0]
        enter(page, idle, Role.CENTRE)
        page.focus_on(f"block:{first}:{block}")
        assert page.form.detailStack.currentWidget() is page.form.emptyDetail
        assert "récusation" in all_text(page.form.emptyDetail)
        assert not page.block_panel.rule(DecisionValue.VALIDATED)
        assert page.block_panel.model.rowCount() == 0
        page.focus_on(f"block:{second}:{block}")
        assert page.form.detailStack.currentWidget() is page.form.blockDetail
        enter(page, idle, Role.PRESIDENT)
        page.focus_on(f"block:{first}:{block}")
        assert page.form.detailStack.currentWidget() is page.form.blockDetail
        assert page.block_panel.rule(DecisionValue.VALIDATED)
    finally:
        day.workspace.abandon()


def all_text(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))
