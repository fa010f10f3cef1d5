"""Incidents at the window: noted, listed, put right, withdrawn, undone, as a person at the keyboard does."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.incidents import IncidentEntry, record_incident
from cisp_desktop.application.wording_incidents import FRAUD_ADVICE
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.incident_dialog import IncidentDialog
from cisp_desktop.gui.dialogs.incidents_dialog import IncidentsDialog
from cisp_desktop.gui.incident_acts import ask_incident, show_incidents
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages


def a_window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


def record(context: GuiContext, made: SessionMade, kind: IncidentKind = IncidentKind.TECHNICAL) -> str:
    entry = IncidentEntry(
        kind, context.workspace.clock(), "Panne.\nÉcran noir.", "PETIT Karim", "Reprise.",
        made.registrations[0],
    )  # fmt: skip
    return record_incident(context.workspace, made.panel_id, entry)


def texts(dialog: IncidentsDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_an_incident_of_the_whole_session_names_the_candidate_looked_at_by_one_key(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    listed: list[list[str]] = []

    def note(dialog: IncidentDialog) -> None:
        check_page(dialog)
        assert dialog.entry.registration_id is None
        assert dialog.form.candidateComboBox.currentText() == "Toute la session (aucun candidat)"
        QTest.keyClick(dialog.form.candidateComboBox, Qt.Key.Key_Down)
        dialog.form.kindComboBox.setCurrentIndex(
            dialog.form.kindComboBox.findData(IncidentKind.DISTURBANCE.value)
        )
        dialog.form.accountEdit.setPlainText("Alarme incendie.")
        dialog.form.peopleEdit.setText("ROUX Hélène")
        dialog.form.decisionEdit.setPlainText("Entretien repris.")
        dialog.form.acceptButton.click()

    def add(dialog: IncidentsDialog) -> None:
        check_page(dialog)
        dialog.form.addButton.click()
        listed.extend(texts(dialog))
        dialog.form.closeButton.click()

    messages.scripts += [add, note]
    show_incidents(session_context, registration_id=made.registrations[1], parent=a_window(qtbot))

    messages.assert_silent()
    (line,) = listed
    assert line[1:] == [
        "Perturbation", "DUPONT2 Zoé (D-0002)", "Alarme incendie.", "ROUX Hélène", "Entretien repris.",
    ]  # fmt: skip
    session_context.operations.undo()
    assert session_context.queries.incidents(made.id) == []
    session_context.operations.redo()
    assert [row.account for row in session_context.queries.incidents(made.id)] == ["Alarme incendie."]


def test_an_incident_without_facts_is_not_submitted(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    said: list[str] = []

    def submit(dialog: IncidentDialog) -> None:
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        dialog.form.cancelButton.click()

    messages.scripts += [submit]
    ask_incident(session_context, parent=a_window(qtbot))

    assert said == ["Dites ce qui s’est passé."]
    assert session_context.queries.incidents(made.id) == []


def test_fraud_says_that_the_certifier_judges(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages
) -> None:
    advice: list[tuple[bool, str]] = []

    def choose(dialog: IncidentDialog) -> None:
        for kind in (IncidentKind.OTHER, IncidentKind.FRAUD):
            dialog.form.kindComboBox.setCurrentIndex(dialog.form.kindComboBox.findData(kind.value))
            label = dialog.form.adviceLabel
            advice.append((label.isVisible(), label.text()))
        check_page(dialog)
        dialog.form.cancelButton.click()

    messages.scripts += [choose]
    ask_incident(session_context, parent=a_window(qtbot))

    assert advice == [(False, ""), (True, FRAUD_ADVICE)]


def test_an_incident_is_put_right_keeping_its_hour_to_the_second(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    record(session_context, made)
    (before,) = session_context.queries.incidents(made.id)

    def mend(dialog: IncidentDialog) -> None:
        dialog.form.decisionEdit.setPlainText("  Séance suspendue.  ")
        dialog.form.acceptButton.click()

    messages.scripts += [mend]
    ask_incident(session_context, known=before, parent=a_window(qtbot))

    (after,) = session_context.queries.incidents(made.id)
    assert (after.decision, after.happened_at) == ("Séance suspendue.", before.happened_at)
    session_context.operations.undo()
    messages.assert_silent()
    assert session_context.queries.incidents(made.id) == [before]


def test_a_withdrawn_incident_leaves_the_list_and_undo_brings_it_back(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    record(session_context, made)
    left: list[int] = []

    def withdraw(dialog: Any) -> None:
        dialog.form.entriesTableView.setCurrentIndex(dialog.model.index(0, 0))
        dialog.form.removeButton.click()
        left.append(dialog.model.rowCount())
        dialog.form.closeButton.click()

    messages.scripts += [withdraw]
    show_incidents(session_context, parent=a_window(qtbot))

    assert left == [0]
    session_context.operations.undo()
    assert session_context.queries.incidents(made.id)[0].withdrawn_at is None


def test_a_closed_session_shows_its_incidents_and_changes_none(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    record(session_context, made)
    dialog = IncidentsDialog(session_context.queries.incidents(made.id), locked=True)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.form.entriesTableView.setCurrentIndex(dialog.model.index(0, 0))

    buttons = (dialog.form.addButton, dialog.form.editButton, dialog.form.removeButton)
    assert not any(button.isEnabled() for button in buttons)
    assert dialog.model.rowCount() == 1
