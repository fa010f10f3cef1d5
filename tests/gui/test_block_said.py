"""What « Délibérer » says at its right: what is saved, who presides, which button takes a decision back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cisp_desktop.application.wording_votes import BALLOTS
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import Desk
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from tests.gui.checks import check_page, cut_texts
from tests.gui.deliberation_room import Idle, kept, shown_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, open_day, to_deliberate

ASKED = "DUPONT3 Zoé, BC01\u00a0: "


@pytest.fixture
def day(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    made = open_day(tmp_path, services, prepare=to_deliberate, candidates=5)
    yield made
    made.workspace.abandon()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, day: JuryDay, idle: Idle) -> Iterator[DeliberatePage]:
    with shown_page(qtbot, desk, day.workspace, session_id=day.made.id, idle=idle) as shown:
        yield shown
    desk.tasks.shut_down()


@pytest.fixture
def block(page: DeliberatePage, day: JuryDay) -> tuple[str, str]:
    """A block whose refusal is proposed, chosen."""
    place = day.made.registrations[2], day.made.blocks[0]
    page.matrix.select(*place)
    return place


def give(page: DeliberatePage, *ballots: Ballot) -> None:
    for combo, ballot in zip(page.form.voteBox.combos.values(), ballots, strict=True):
        combo.setCurrentIndex(combo.findData(str(ballot)))


def register_sex(day: JuryDay, role: Role, sex: str) -> None:
    """Say in the register whether a juror is a woman or a man."""
    with day.workspace.unit_of_work() as work:
        seats = [seat for panel in work.panels.all_of_session(day.made.id) for seat in panel.seats]
        juror = next(seat for seat in seats if seat.role is role).juror
        assert juror is not None
        juror.sex = sex
        work.commit()


def test_once_the_reason_is_saved_the_strip_says_that_the_decision_alone_waits(
    qtbot: QtBot, page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    strip = page.form.checkStrip
    page.form.refuseButton.click()
    assert [flaw.text for flaw in strip.flaws] == [
        ASKED + "«\u00a0Bloc non validé\u00a0» attend son motif, rien n’est enregistré"
    ]
    qtbot.keyClicks(page.form.reasonEdit, "Le projet manque.")
    assert strip.flaws[0].text.endswith("rien n’est enregistré")
    page.block_panel.draft.store()
    idle(page.context.tasks)
    assert kept(page, *block).reason == "Le projet manque."
    assert page.form.reasonHintLabel.text() == "Motif enregistré, la décision reste à prendre"
    assert [flaw.text for flaw in strip.flaws] == [
        ASKED + "motif enregistré, la décision «\u00a0Bloc non validé\u00a0» reste à prendre"
    ]
    page.form.reasonEdit.setPlainText("")
    page.block_panel.draft.store()
    idle(page.context.tasks)
    assert strip.flaws[0].text.endswith("attend son motif, rien n’est enregistré")
    qtbot.keyClicks(page.form.reasonEdit, "Le projet manque.")
    page.form.refuseButton.click()
    idle(page.context.tasks)
    assert strip.isHidden()


def test_what_takes_a_decision_back_is_a_button_with_its_word_and_is_named_so(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    button = page.form.withdrawButton
    assert (button.text(), button.accessibleName()) == ("Retirer", "Retirer la décision")
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    give(page, Ballot.AGAINST, Ballot.AGAINST, Ballot.FOR)
    page.form.reasonEdit.setPlainText("Le projet manque.")
    page.form.voteBox.record_button.click()
    idle(page.context.tasks)
    said = page.form.voteBox.result_label.text()
    assert f"retirez d’abord la décision\u00a0: bouton «\u00a0{button.text()}\u00a0»" in said
    button.click()
    idle(page.context.tasks)
    assert page.context.operations.undo_stack.undoText().startswith("Décision retirée")
    assert page.block_panel.can_rule


@pytest.mark.parametrize(
    ("sex", "voter", "head"),
    [
        ("F", "présidente du jury", "Présidente"),
        ("M", "président du jury", "Président"),
        ("", "présidence du jury", "Présidence"),
    ],
)
def test_who_presides_is_named_as_the_register_says(
    page: DeliberatePage, day: JuryDay, block: tuple[str, str], sex: str, voter: str, head: str
) -> None:
    register_sex(day, Role.PRESIDENT, sex)
    page.matrix.select(block[0], day.made.blocks[1])
    texts = [label.text() for label in page.form.voteBox.findChildren(QLabel)]
    assert f"{day.made.names[Role.PRESIDENT]}, {voter}" in texts
    assert page.block_panel.model.headerData(1, Qt.Orientation.Horizontal) == head


def test_the_second_round_is_asked_naming_the_candidate_and_the_block(
    page: DeliberatePage, block: tuple[str, str], messages: RecordedMessages
) -> None:
    said: list[str] = []

    def look(dialog: AskTextDialog) -> None:
        check_page(dialog)
        said.extend(dialog.form.introLabel.text().split("\n\n"))
        dialog.form.cancelButton.click()

    messages.scripts.append(look)
    page.form.roundButton.click()
    assert said[0].startswith("DUPONT3 Zoé · BC01, ")
    assert said[1].startswith("Chaque juré remplit une nouvelle grille")


def test_no_word_is_cut_at_the_least_size_with_everything_shown(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    give(page, Ballot.DEFER, Ballot.AGAINST, Ballot.DEFER)
    page.form.reasonEdit.setPlainText("Le projet manque.")
    page.block_panel.draft.store()
    page.form.deferButton.click()
    idle(page.context.tasks)
    page.form.castingVoteCheckBox.show()
    page.form.sheetsTabWidget.setCurrentWidget(page.form.voteTab)
    page.resize(1130, 640)
    assert not cut_texts(page.form.decisionFrame)
    buttons = (*page.block_panel.buttons.values(), page.form.withdrawButton, page.form.castingVoteCheckBox)
    for button in buttons:
        assert button.width() >= button.sizeHint().width(), button.text()
    for combo in page.form.voteBox.combos.values():
        assert [combo.itemText(n) for n in range(1, 4)] == list(BALLOTS.values())
        assert combo.width() >= combo.sizeHint().width()
