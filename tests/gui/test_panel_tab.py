"""« Préparer », the jury: rules as one types, other seats, substitutes, several panels, their candidates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, QSize
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import CandidateList
from cisp_desktop.application.juror_register import JurorDetails, add_juror
from cisp_desktop.application.jurors import SeatChoice, recuse, set_panel
from cisp_desktop.application.panels import add_panel, move_candidates
from cisp_desktop.application.readiness import declare_ready
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.panel import JurorCategory, RecusalGround, Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.panel_dialog import PanelDialog
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.prepare_panel import PreparePanel
from cisp_desktop.gui.widgets.seat_card import SeatCard
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.fakes import FakeIdentities
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages
from tests.gui.preparing import a_line, show_page

Idle = Callable[[TaskRunner], None]
ROSE = JurorDetails("ÉTIENNE Rose", "Maîtresse de conférences", "UGA", JurorCategory.ACADEMIC, "F")


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext) -> PreparePage:
    """A session of three candidates whose jury is composed."""
    shown = show_page(qtbot, session_context)
    shown.focus_on("tab:panel")
    return shown


@pytest.fixture
def tab(page: PreparePage) -> PreparePanel:
    """Its tab."""
    return page.panel


@pytest.fixture
def older(qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext) -> PreparePage:
    """A session of the older title, nobody named."""
    context.set_session(make_session(workspace, certification="RNCP6133", roles=()).id)
    shown = show_page(qtbot, context)
    shown.focus_on("tab:panel")
    return shown


def seat(tab: PreparePanel, role: Role, rank: int = 1, *, standby: bool = False) -> SeatCard:
    return tab.cards[(role, rank, standby)]


def rules(tab: PreparePanel, words: str) -> list[tuple[DotState, str]]:
    return [(line.state, line.detail) for line in tab.form.ruleList.lines if words in line.words]


def hand_over(dialog: FirstCodesDialog) -> None:
    dialog.form.handedCheckBox.setChecked(True)
    dialog.form.closeButton.click()


def name_panel(name: str, room: str = "") -> Callable[[PanelDialog], None]:
    def script(dialog: PanelDialog) -> None:
        check_page(dialog)
        dialog.form.nameEdit.setText(name)
        dialog.form.roomEdit.setText(room)
        dialog.form.acceptButton.click()

    return script


def manage(tab: PreparePanel, position: int) -> None:
    tab.form.manageButton.menu().actions()[position].trigger()


def panels(page: PreparePage) -> list[tuple[str, str, int]]:
    rows = page.context.queries.panels(str(page.context.session_id))
    return [(row.name, row.room, len(row.seats)) for row in rows]


# --- seats and rules ----------------------------------------------------------------------------------


def test_the_older_title_asks_for_four_seats_and_shows_both_shares(older: PreparePage) -> None:
    tab = older.panel
    assert [card.place[:2] for card in tab.cards.values()] == [
        (Role.PRESIDENT, 1), (Role.PROFESSIONAL, 1), (Role.PROFESSIONAL, 2), (Role.TRAINER, 1),
    ]  # fmt: skip
    assert rules(tab, "(VAE)")[0][0] is DotState.TO_DO
    for number, card in enumerate(tab.cards.values()):
        card.name_edit.setText(f"JURÉ Numéro{number}")
    assert rules(tab, "Professionnels du métier visé (hors VAE)") == [
        (DotState.DONE, "2 sur 4\u00a0; la moitié est souhaitée · Fiche RNCP6133")
    ]
    ((_, detail),) = rules(tab, "Professionnels du métier visé (VAE)")
    assert "les trois quarts sont souhaités" in detail


def test_a_rule_is_judged_again_at_every_letter(older: PreparePage, workspace: SqlWorkspace) -> None:
    tab = older.panel
    registration = older.context.queries.registrations(str(older.context.session_id))[0].id
    with workspace.unit_of_work() as work:
        work.registrations.get(registration).access_path = AccessPath.VAE
        work.commit()
    older.refresh(None)
    seat(tab, Role.PROFESSIONAL).name_edit.setText("PETIT Karim")
    assert rules(tab, "visé (VAE)")[0][0] is DotState.DONE
    seat(tab, Role.TRAINER).name_edit.setText("BRUN Luc")
    assert rules(tab, "visé (VAE)")[0][0] is DotState.WARNING
    trainer = seat(tab, Role.TRAINER)
    trainer.category_box.setCurrentIndex(trainer.category_box.findData(JurorCategory.PROFESSIONAL.value))
    assert rules(tab, "visé (VAE)")[0][0] is DotState.DONE


def test_a_name_of_the_register_brings_title_employer_and_category(
    qtbot: QtBot, older: PreparePage, workspace: SqlWorkspace
) -> None:
    older.context.operations.run(lambda: add_juror(workspace, ROSE))
    card = seat(older.panel, Role.PRESIDENT)
    completer = card.name_edit.completer()
    completer.setCompletionPrefix("rose")
    assert completer.currentCompletion() == ROSE.name
    card.name_edit.setText(ROSE.name)
    completer.activated.emit(ROSE.name)
    choice = card.choice
    assert (choice.title, choice.employer, choice.category) == (ROSE.title, ROSE.employer, ROSE.category)


def test_what_was_typed_beside_a_known_name_is_not_replaced(
    older: PreparePage, workspace: SqlWorkspace
) -> None:
    older.context.operations.run(lambda: add_juror(workspace, ROSE))
    card = seat(older.panel, Role.PRESIDENT)
    card.employer_edit.setText("CNAM")
    card.name_edit.setText(ROSE.name)
    card.name_edit.editingFinished.emit()
    assert (card.employer_edit.text(), card.title_edit.text()) == ("CNAM", "")


def test_a_known_name_composed_before_the_cursor_leaves_it_keeps_its_employer(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, messages: RecordedMessages, idle: Idle
) -> None:
    page.context.operations.run(lambda: add_juror(workspace, ROSE))
    seat(tab, Role.PRESIDENT).name_edit.setText(ROSE.name)
    messages.scripts.append(hand_over)
    tab.form.composeButton.click()
    idle(page.context.tasks)
    juror = next(row for row in page.context.queries.jurors() if row.name == ROSE.name)
    assert (juror.employer, juror.title, juror.sessions) == (ROSE.employer, ROSE.title, 1)
    messages.assert_silent()


def test_another_seat_and_a_substitute_are_added_composed_and_taken_away(
    page: PreparePage, tab: PreparePanel, messages: RecordedMessages, idle: Idle
) -> None:
    seats, substitutes = (action.menu() for action in tab.form.addSeatButton.menu().actions())
    assert "Président du jury" not in [action.text() for action in seats.actions()]
    next(a for a in seats.actions() if a.text() == "Professionnel du métier visé").trigger()
    next(a for a in substitutes.actions() if a.text() == "Président du jury").trigger()
    seat(tab, Role.PROFESSIONAL, 2).name_edit.setText("LEROY Samir")
    seat(tab, Role.PRESIDENT, standby=True).name_edit.setText("DURAND Éva")
    shown: list[str] = []
    messages.scripts.append(lambda dialog: (shown.append(dialog.text), hand_over(dialog)))
    tab.form.composeButton.click()
    idle(page.context.tasks)
    row = page.context.queries.panel(str(page.context.session_id))
    assert [s.name for s in row.seats] == ["MARTIN Anne", "PETIT Karim", "LEROY Samir", "ROUX Hélène"]
    assert [s.name for s in row.substitutes] == ["DURAND Éva"]
    assert "DURAND Éva" not in shown[0]
    assert not tab.unsaved
    seat(tab, Role.PROFESSIONAL, 2).remove_button.click()
    assert tab.unsaved
    messages.scripts.append(hand_over)
    tab.form.composeButton.click()
    idle(page.context.tasks)
    assert len(page.context.queries.panel(str(page.context.session_id)).seats) == 3
    messages.assert_silent()


def test_a_seat_of_the_rules_cannot_be_taken_away(tab: PreparePanel) -> None:
    assert all(card.remove_button.isHidden() for card in tab.cards.values())
    tab.form.seatList.add(Role.MEMBER, standby=False)
    card = seat(tab, Role.MEMBER)
    assert not card.remove_button.isHidden()
    card.remove_button.click()
    assert (Role.MEMBER, 1, False) not in tab.cards
    assert not tab.unsaved


def test_who_lacks_a_quorum_is_named_with_the_reason(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade
) -> None:
    page.context.operations.run(
        lambda: recuse(
            workspace, made.registrations[1], seat_id=made.seats[Role.PRESIDENT],
            ground=RecusalGround.ACCOMPANIED,
        )
    )  # fmt: skip
    ((state, detail),) = rules(tab, "D-0002")
    assert (state, detail) == (DotState.BLOCKED, "pas de quorum, le président est récusé (MARTIN Anne)")
    assert "empêche" in tab.form.rulesBanner.label.text()
    model = tab.candidates.model
    reached = "Atteint\u00a0: 3\u00a0membres, aucun récusé"
    assert [model.index(row, 4).data() for row in range(3)] == [reached, detail, reached]
    assert model.index(1, 3).data() == "MARTIN Anne"


def test_a_quorum_reached_without_a_professional_says_who_is_left_and_who_could_sit(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade
) -> None:
    choices = [
        SeatChoice(Role.PRESIDENT, "MARTIN Anne"), SeatChoice(Role.PROFESSIONAL, "PETIT Karim"),
        SeatChoice(Role.CENTRE, "ROUX Hélène"), SeatChoice(Role.PROFESSIONAL, "BRUN Luc", standby=True),
    ]  # fmt: skip
    set_panel(workspace, made.id, choices=choices, identities=FakeIdentities())
    page.context.operations.run(
        lambda: recuse(
            workspace, made.registrations[1], seat_id=made.seats[Role.PROFESSIONAL],
            ground=RecusalGround.TRAINED,
        )
    )  # fmt: skip
    said = tab.candidates.model.index(1, 4).data()
    assert said == (
        "Atteint\u00a0: 2\u00a0membres sur 3 (PETIT Karim récusé), il en faut 2\u00a0; "
        "suppléant possible\u00a0: BRUN Luc"
    )


def test_a_recusal_left_behind_is_shown_without_effect_and_can_be_taken_back(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade
) -> None:
    second = add_panel(workspace, made.id, name="Jury du soir")
    first = made.registrations[0]
    recuse(workspace, first, seat_id=made.seats[Role.PRESIDENT], ground=RecusalGround.TRAINED)
    page.context.operations.run(lambda: move_candidates(workspace, [first], panel_id=second))
    model = tab.recusals.model
    assert model.index(0, 4).data() == "Sans effet\u00a0: passe devant Jury du soir"
    assert "1 sans effet" in tab.recusals.form.recusalCountLabel.text()
    tab.recusals.form.recusalTableView.setCurrentIndex(model.index(0, 0))
    tab.recusals.form.withdrawButton.click()
    assert model.rowCount() == 0


def test_new_first_codes_are_given_to_who_never_used_one(
    page: PreparePage, tab: PreparePanel, messages: RecordedMessages, idle: Idle
) -> None:
    assert not tab.form.composeButton.isEnabled()
    shown: list[str] = []

    def script(dialog: FirstCodesDialog) -> None:
        shown.append(dialog.text)
        hand_over(dialog)

    manage(tab, 3)
    assert shown == []
    messages.answers.append(True)
    messages.scripts.append(script)
    manage(tab, 3)
    idle(page.context.tasks)
    assert "ne vaudra plus" in messages.asked[-1]
    assert [name in shown[0] for name in ("MARTIN Anne", "PETIT Karim", "ROUX Hélène")] == [True] * 3


def test_another_name_does_not_keep_what_was_said_of_the_earlier_holder(
    tab: PreparePanel, page: PreparePage
) -> None:
    card = seat(tab, Role.CENTRE)
    assert card.choice.employer == "Employeur"
    card.name_edit.setText("roux HELENE")
    card.name_edit.editingFinished.emit()
    assert card.choice.employer == "Employeur"
    card.name_edit.setText("NOUVEAU Jean")
    card.name_edit.editingFinished.emit()
    assert (card.choice.title, card.choice.employer) == ("", "")


def test_a_panel_declared_ready_is_refused_with_the_way_out(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade,
    messages: RecordedMessages, idle: Idle,
) -> None:  # fmt: skip
    page.context.operations.run(lambda: declare_ready(workspace, made.id, by="DURAND Léa"))
    seat(tab, Role.CENTRE).name_edit.setText("NOUVEAU Jean")
    tab.form.composeButton.click()
    idle(page.context.tasks)
    assert [error.code for error in messages.errors] == ["session.ready_panels"]
    messages.errors.clear()


# --- several panels -----------------------------------------------------------------------------------


def test_a_second_panel_is_added_named_and_removed_with_undo(
    page: PreparePage, tab: PreparePanel, messages: RecordedMessages
) -> None:
    first = ("", "Salle 1", 3)
    messages.scripts += [name_panel("Jury & FILS", "Salle B"), name_panel("Jury du soir", "Salle C")]
    manage(tab, 0)
    assert panels(page) == [first, ("Jury & FILS", "Salle B", 0)]
    assert tab.form.panelComboBox.currentText() == "Jury & FILS – Salle B"
    assert "Il reste à nommer" in tab.form.rulesBanner.label.text()
    manage(tab, 1)
    assert panels(page)[1] == ("Jury du soir", "Salle C", 0)
    manage(tab, 2)
    assert panels(page) == [first]
    assert tab.form.panelComboBox.currentText() == "Jury\u00a01 – Salle 1"
    stack = page.context.operations.undo_stack
    for _ in range(3):
        stack.undo()
    assert panels(page) == [first]
    for _ in range(2):
        stack.redo()
    assert panels(page)[1] == ("Jury du soir", "Salle C", 0)
    messages.assert_silent()


def test_a_name_twice_is_told_in_the_dialog(
    page: PreparePage, tab: PreparePanel, messages: RecordedMessages
) -> None:
    said: list[str] = []

    def twice(dialog: PanelDialog) -> None:
        dialog.form.nameEdit.setText("matin")
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        dialog.form.cancelButton.click()

    messages.scripts += [name_panel("Matin"), twice]
    manage(tab, 0)
    manage(tab, 0)
    assert "s’appelle" in said[0]
    assert len(panels(page)) == 2


def test_candidates_pass_to_another_panel_and_back(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade
) -> None:
    page.context.operations.run(lambda: add_panel(workspace, made.id, room="Salle B"))
    tab.form.sectionTabWidget.setCurrentWidget(tab.form.candidatesPage)
    table = tab.candidates.table
    assert not tab.candidates.move_button.isEnabled()
    for row in (0, 2):
        table.selectionModel().select(
            tab.candidates.model.index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    (action,) = tab.candidates.move_button.menu().actions()
    assert action.text() == "Jury\u00a02 – Salle B"
    action.trigger()
    assert tab.candidates.model.rowCount() == 1
    assert tab.form.sectionTabWidget.tabText(1) == "Candidats  ·  1"
    second = page.context.queries.panels(made.id)[1].id
    assert tab.show_panel(second)
    assert tab.candidates.model.rowCount() == 2
    page.context.operations.undo_stack.undo()
    assert tab.candidates.model.rowCount() == 0


def test_names_not_composed_are_not_lost_by_showing_another_panel(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade,
    messages: RecordedMessages,
) -> None:  # fmt: skip
    second = page.context.operations.run(lambda: add_panel(workspace, made.id))
    assert second is not None
    seat(tab, Role.CENTRE).name_edit.setText("AUTRE Jean")
    tab.form.panelComboBox.setCurrentIndex(1)
    tab.form.panelComboBox.activated.emit(1)
    assert seat(tab, Role.CENTRE).name_edit.text() == "AUTRE Jean"
    assert tab.form.panelComboBox.currentIndex() == 0
    messages.answers.append(True)
    assert tab.show_panel(second.value)
    assert seat(tab, Role.CENTRE).name_edit.text() == ""
    assert tab.show_panel(made.panel_id)
    assert seat(tab, Role.CENTRE).name_edit.text() == "ROUX Hélène"


def test_removing_a_panel_that_hears_candidates_asks_and_undo_brings_it_back(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade,
    messages: RecordedMessages,
) -> None:  # fmt: skip
    second = page.context.operations.run(lambda: add_panel(workspace, made.id, name="Soir"))
    assert second is not None
    tab.candidates.table.selectRow(0)
    tab.candidates.move_to(second.value)
    assert tab.show_panel(second.value)
    manage(tab, 2)
    assert "1\u00a0candidat passe" in messages.asked[0]
    assert len(panels(page)) == 2
    messages.answers.append(True)
    manage(tab, 2)
    assert len(panels(page)) == 1
    page.context.operations.undo_stack.undo()
    assert page.context.queries.registrations(made.id)[0].panel_id == second.value


def test_the_first_panel_and_a_closed_session_offer_no_removal(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade
) -> None:
    page.context.operations.run(lambda: add_panel(workspace, made.id))
    *editing, scheme = tab.form.manageButton.menu().actions()
    assert [action.isEnabled() for action in editing] == [True, True, False, True]
    with workspace.unit_of_work() as work:
        work.sessions.get(made.id).closed_at = workspace.clock()
        work.commit()
    page.refresh(None)
    assert not any(action.isEnabled() for action in editing)
    assert scheme.isEnabled()  # reading the session's scheme changes nothing
    assert tab.form.addSeatButton.isHidden()


def test_every_section_is_for_everybody_even_with_two_hundred_candidates(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext
) -> None:
    made = make_session(workspace, candidates=200)
    add_panel(workspace, made.id, name="Jury du matin", room="Salle B")
    context.set_session(made.id)
    page = show_page(qtbot, context)
    page.focus_on("tab:panel")
    for section in range(3):
        page.panel.form.sectionTabWidget.setCurrentIndex(section)
        check_page(page, size=QSize(1084, 560))
        assert not cut_texts(page)


# --- recusals -----------------------------------------------------------------------------------------


def test_every_suggestion_is_declared_at_once_and_undone_at_once(
    page: PreparePage, tab: PreparePanel, workspace: SqlWorkspace, made: SessionMade
) -> None:
    lines = [a_line(n, f"T-{n}", referent_trainer="Mme Hélène ROUX", birth_name=f"X{n}") for n in (2, 3)]
    listed = CandidateList(tuple(lines), (), {})
    page.context.operations.run(lambda: import_candidates(workspace, made.id, listed))
    assert tab.form.sectionTabWidget.tabText(2) == "Récusations  ·  2\u00a0suggérées"
    tab.recusals.form.declareAllButton.click()
    recusals = page.context.queries.panel(made.id).recusals
    assert [(r.seat_id, r.ground) for r in recusals] == [(made.seats[Role.CENTRE], RecusalGround.TRAINED)] * 2
    assert not tab.recusals.form.declareAllButton.isEnabled()
    page.context.operations.undo_stack.undo()
    assert page.context.queries.panel(made.id).recusals == ()
    assert tab.recusals.form.declareAllButton.isEnabled()


def test_a_habilitation_that_is_over_warns_beside_the_seats(
    older: PreparePage, workspace: SqlWorkspace
) -> None:
    ended = replace(ROSE, habilitated_until=date(2021, 12, 31))
    older.context.operations.run(lambda: add_juror(workspace, ended))
    seat(older.panel, Role.PRESIDENT).name_edit.setText("etienne rose")
    ((state, _),) = rules(older.panel, "etienne rose\u00a0: habilitation finie le 31/12/2021")
    assert state is DotState.WARNING
