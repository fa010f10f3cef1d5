"""The candidate's file: values edited in place, held blocks, a mark on 20 from outside the panel."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.dialogs.held_block_dialog import HeldBlockDialog
from cisp_desktop.gui.dialogs.outside_result_dialog import OutsideResultDialog
from cisp_desktop.gui.itemmodels.candidate_field_model import Column, Role
from cisp_desktop.gui.session_data import read_session_data
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages


@pytest.fixture
def dialog(qtbot: QtBot, session_context: GuiContext, made: SessionMade) -> CandidateDialog:
    data = read_session_data(session_context.queries, made.id)
    shown = CandidateDialog(
        session_context, data, registration_id=made.registrations[0], order=made.registrations
    )
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def row(dialog: CandidateDialog) -> RegistrationRow:
    return dialog.context.queries.registration(dialog.registration_id)


def put(dialog: CandidateDialog, field: str, value: str) -> bool:
    for model in (dialog.fields.identity_model, dialog.fields.path_model):
        if field in model.fields:
            return model.setData(model.index(model.fields.index(field), Column.VALUE), value)
    raise LookupError(field)


def test_a_value_is_typed_in_place_and_undone(qtbot: QtBot, dialog: CandidateDialog) -> None:
    check_page(dialog)
    view, model = dialog.form.identityTableView, dialog.fields.identity_model
    view.setCurrentIndex(model.index(model.fields.index("birth_name"), Column.VALUE))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_F2)
    line = view.viewport().findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "AUBERT")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert row(dialog).birth_name == "AUBERT"
    assert dialog.form.nameLabel.text().startswith("AUBERT")
    dialog.context.operations.undo_stack.undo()
    assert row(dialog).birth_name == "DUPONT1"


def test_a_value_that_cannot_be_is_told_and_not_written(dialog: CandidateDialog) -> None:
    assert not put(dialog, "birth_insee", "381")
    assert "code INSEE" in dialog.form.problemBanner.label.text()
    assert put(dialog, "birth_insee", "38185") or row(dialog).birth_insee == "38185"
    assert put(dialog, "birth_insee", "38544")
    assert not dialog.form.problemBanner.isVisible()


def test_what_the_declaration_will_ask_is_marked_on_its_fields(dialog: CandidateDialog) -> None:
    assert put(dialog, "birth_insee", "")
    assert put(dialog, "birth_postcode", "")
    model = dialog.fields.identity_model
    states = {name: model.index(i, Column.VALUE).data(Role.STATE) for i, name in enumerate(model.fields)}
    marked = [name for name, state in states.items() if state == DotState.WARNING]
    assert marked == ["birth_insee", "birth_postcode"]


def test_an_extra_time_lengthens_the_slot_and_says_so(
    dialog: CandidateDialog, workspace: SqlWorkspace
) -> None:
    assert put(dialog, "accommodations", "Tiers temps")
    assert "60 min en dure 80" in dialog.form.extraTimeLabel.text()
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(dialog.registration_id)
        registration.starts_at, registration.minutes = datetime(2022, 12, 14, 9), 80
        work.commit()
    assert put(dialog, "extra_time_percent", "50 %")
    assert row(dialog).minutes == 90


def test_a_held_block_says_what_it_counts_for_and_until_when(
    dialog: CandidateDialog, workspace: SqlWorkspace, messages: RecordedMessages
) -> None:
    entry = EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC01", "Décision du 3 mai", 5)
    record_equivalence(workspace, entry)
    said: list[str] = []

    def script(asking: HeldBlockDialog) -> None:
        check_page(asking)
        asking.form.codeEdit.setText("U1")
        asking.form.obtainedEdit.setText("24/06/2016")
        said.append(asking.form.standingLabel.text())
        asking.form.minutesEdit.setText("PV, 12")
        asking.form.acceptButton.click()
        said.append(asking.form.problemLabel.text())
        asking.form.minutesEdit.setText("PV-12")
        asking.form.acceptButton.click()

    messages.scripts.append(script)
    dialog.form.sectionTabWidget.setCurrentWidget(dialog.form.heldTab)
    dialog.form.addHeldButton.click()
    assert "Compte pour BC01, par équivalence de RNCP6133" in said[0]
    assert "expiré depuis le 24/06/2021" in said[0]
    assert said[1]
    shown = [dialog.held.model.index(0, column).data() for column in range(5)]
    assert shown == [
        "U1", "BC01", "le 24/06/2016, PV-12", "Équivalence de RNCP6133 U1 (Décision du 3 mai)",
        "Expiré depuis le 24/06/2021",
    ]  # fmt: skip
    check_page(dialog)


def test_a_held_block_is_changed_taken_away_and_brought_back(
    dialog: CandidateDialog, messages: RecordedMessages
) -> None:
    def add(asking: HeldBlockDialog) -> None:
        asking.form.codeEdit.setText("BC02")
        asking.form.acceptButton.click()

    def change(asking: HeldBlockDialog) -> None:
        assert asking.form.codeEdit.text() == "BC02"
        asking.form.obtainedEdit.setText("24/06/2020")
        asking.form.acceptButton.click()

    messages.scripts += [add, change]
    dialog.form.sectionTabWidget.setCurrentWidget(dialog.form.heldTab)
    dialog.form.addHeldButton.click()
    dialog.form.heldTableView.selectRow(0)
    dialog.form.editHeldButton.click()
    assert row(dialog).held[0].obtained_on == date(2020, 6, 24)
    dialog.form.heldTableView.selectRow(0)
    dialog.form.removeHeldButton.click()
    assert row(dialog).held == ()
    dialog.context.operations.undo_stack.undo()
    assert [held.code for held in row(dialog).held] == ["BC02"]


def test_a_mark_on_20_is_asked_where_the_scheme_weighs_it(
    dialog: CandidateDialog, workspace: SqlWorkspace, made: SessionMade, messages: RecordedMessages
) -> None:
    dialog.form.outsideTableView.selectRow(1)
    chosen = dialog.outside_model.lines[1].id
    with workspace.unit_of_work() as work:
        session = work.sessions.get(made.id)
        session.scheme["outside_weights"] = {chosen: 0.5}
        work.commit()
    problems: list[str] = []

    def script(asking: OutsideResultDialog) -> None:
        check_page(asking)
        asking.form.favourableRadioButton.setChecked(True)
        asking.form.evaluatorEdit.setText("TARDY Nicole")
        for text in ("", "21", "12,5"):
            asking.form.pointsEdit.setText(text)
            asking.form.acceptButton.click()
            problems.append(asking.form.problemLabel.text())

    messages.scripts.append(script)
    again = CandidateDialog(
        dialog.context,
        read_session_data(dialog.context.queries, made.id),
        registration_id=dialog.registration_id,
        order=made.registrations,
        parent=dialog,
    )
    again.form.outsideTableView.selectRow(1)
    again.form.recordButton.click()
    assert "poids" in problems[0]
    assert "de 0 à 20" in problems[1]
    assert [result.points for result in row(dialog).outside_results] == [1250]
    assert again.outside_model.index(1, 3).data() == "Favorable, 12,5/20"
    again.close()
