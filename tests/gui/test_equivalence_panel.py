"""« Équivalences » in « Référentiels »: what older blocks count for, edited with undo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.certification_editing import certification_to_data, save_certification
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence
from cisp_desktop.domain.equivalence import EquivalenceOrigin
from cisp_desktop.domain.registration import HeldBlock
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.equivalence_dialog import EquivalenceDialog
from cisp_desktop.gui.pages.reference_page import ReferencePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.equivalence_panel import Column, EquivalencePanel
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
CODE = "RNCP36128"
ENTRY = EquivalenceEntry("RNCP6133", "U1", CODE, f"{CODE}BC01", "<b>Décision</b>", 5)


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> ReferencePage:
    """The page on a workspace with a session, « Équivalences » chosen; it follows what is edited."""
    idle(session_context.tasks)
    made = ReferencePage(session_context)
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.show()
    session_context.operations.changed.connect(made.refresh)
    made.refresh(None)
    made.form.subjectTabWidget.setCurrentWidget(made.form.equivalencesTab)
    return made


def shown(panel: EquivalencePanel, column: Column) -> list[str]:
    return [line[column].text for line in panel.form.equivalenceTable.model().lines]


def put(panel: EquivalencePanel, row: int, column: Column, value: Any) -> None:
    model = panel.form.equivalenceTable.model()
    model.setData(model.index(row, column), value)


def test_without_any_the_panel_teaches(page: ReferencePage) -> None:
    panel = page.equivalences
    assert panel.form.emptyLabel.isVisible()
    assert panel.form.lineageLabel.text() == f"{CODE} · remplace RNCP16575, remplacée par RNCP37504"
    assert not panel.form.removeEquivalenceButton.isEnabled()
    check_page(page)
    assert not cut_texts(panel)


def test_an_equivalence_is_added_and_taken_back(page: ReferencePage, messages: RecordedMessages) -> None:
    def fill(dialog: EquivalenceDialog) -> None:
        check_page(dialog)
        assert dialog.form.certificationEdit.text() == "RNCP16575"
        dialog.form.acceptButton.click()
        assert "ancien bloc" in dialog.form.problemLabel.text()
        dialog.form.heldBlockEdit.setText("RNCP16575BC02")
        dialog.form.blockComboBox.setCurrentIndex(2)
        dialog.form.yearsSpinBox.setValue(3)
        dialog.form.acceptButton.click()

    messages.scripts = [fill]
    panel = page.equivalences
    panel.form.addEquivalenceButton.click()
    assert shown(panel, Column.HERE) == ["BC03"]
    assert shown(panel, Column.YEARS) == ["3\u00a0ans"]
    page.context.operations.undo()
    assert panel.rows == []
    page.context.operations.redo()
    assert shown(panel, Column.ORIGIN) == ["saisie"]


def test_a_repeated_equivalence_keeps_the_dialog_open(
    page: ReferencePage, messages: RecordedMessages
) -> None:
    record_equivalence(page.context.workspace, ENTRY)

    def fill(dialog: EquivalenceDialog) -> None:
        dialog.form.certificationEdit.setText("rncp6133")
        dialog.form.heldBlockEdit.setText("u1")
        dialog.form.acceptButton.click()
        assert "déjà enregistrée" in dialog.form.problemLabel.text()
        dialog.form.cancelButton.click()

    messages.scripts = [fill]
    page.equivalences.form.addEquivalenceButton.click()
    assert len(page.context.queries.equivalences(CODE)) == 1


def test_an_equivalence_is_edited_in_its_line_with_undo(page: ReferencePage) -> None:
    record_equivalence(page.context.workspace, replace(ENTRY, origin=EquivalenceOrigin.IMPORTED))
    page.refresh(None)
    panel = page.equivalences
    assert shown(panel, Column.ORIGIN) == ["importée"]
    assert shown(panel, Column.SOURCE) == ["<b>Décision</b>"]
    put(panel, 0, Column.HERE, f"{CODE}BC04")
    put(panel, 0, Column.YEARS, 0)
    put(panel, 0, Column.HELD, "U2")
    assert [(r.block_code, r.validity_years, r.held_block) for r in panel.rows] == [
        (f"{CODE}BC04", None, "U2")
    ]
    for _ in range(3):
        page.context.operations.undo()
    assert [(r.block_code, r.validity_years, r.held_block) for r in panel.rows] == [(f"{CODE}BC01", 5, "U1")]


def test_a_refused_edit_is_told_and_leaves_the_line(page: ReferencePage) -> None:
    record_equivalence(page.context.workspace, ENTRY)
    page.refresh(None)
    panel = page.equivalences
    put(panel, 0, Column.HELD, " ")
    assert panel.form.equivalenceProblemLabel.isVisible()
    assert shown(panel, Column.HELD) == ["U1"]


def test_an_equivalence_is_removed_by_its_key_and_comes_back(page: ReferencePage, qtbot: QtBot) -> None:
    record_equivalence(page.context.workspace, ENTRY)
    page.refresh(None)
    panel = page.equivalences
    panel.form.equivalenceTable.choose(0)
    assert panel.form.removeEquivalenceButton.isEnabled()
    panel.form.equivalenceTable.setFocus()
    qtbot.keyClick(panel.form.equivalenceTable, Qt.Key.Key_Delete)
    assert panel.rows == []
    page.context.operations.undo()
    assert shown(panel, Column.HELD) == ["U1"]


def test_candidates_that_rest_on_it_are_counted(page: ReferencePage, idle: Idle) -> None:
    workspace = page.context.workspace
    registration_id = page.context.queries.registrations(page.context.session_id or "")[0].id
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        registration.held.append(HeldBlock("h", registration_id, "RNCP6133U1", None, date(2025, 1, 1), ""))
        work.commit()
    record_equivalence(workspace, ENTRY)
    page.refresh(None)
    idle(page.context.tasks)
    QApplication.processEvents()
    assert shown(page.equivalences, Column.CANDIDATES) == ["1"]
    check_page(page)
    assert not cut_texts(page.equivalences)


def test_the_lineage_leads_to_the_sheets_that_are_there(page: ReferencePage) -> None:
    data = certification_to_data(page.context.queries.certification("RNCP6133/1"))
    save_certification(page.context.workspace, {**data, "code": "RNCP16575"})
    page.refresh(None)
    links = page.equivalences._links
    assert [link.text() for link in links] == ["Voir RNCP16575"]
    links[0].click()
    assert page.equivalences.form.lineageLabel.text().startswith("RNCP16575 ·")
