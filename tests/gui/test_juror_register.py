"""The register of jurors in its dialog: edited in place, filtered, added to and taken from, with undo."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from cisp_desktop.application.juror_register import JurorDetails, add_juror, details_of, edit_juror
from cisp_desktop.domain.panel import JurorCategory
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.juror_register_dialog import JurorRegisterDialog
from cisp_desktop.gui.itemmodels.juror_table_model import Column, Role
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages
from tests.gui.preparing import show_page

ROSE = JurorDetails("ÉTIENNE <b>Rose</b>", "Maîtresse de conférences", "UGA", JurorCategory.ACADEMIC)


@pytest.fixture
def dialog(
    qtbot: QtBot, session_context: GuiContext, workspace: SqlWorkspace
) -> Iterator[JurorRegisterDialog]:
    """Three jurors who sit, and one who never did."""
    add_juror(workspace, ROSE, juror_id="rose")
    shown = JurorRegisterDialog(session_context, day=date(2022, 12, 14))
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.close()


def cell(dialog: JurorRegisterDialog, name: str, column: Column) -> object:
    line = next(n for n, row in enumerate(dialog.model.rows) if row.name == name)
    return dialog.model.index(line, column)


def put(dialog: JurorRegisterDialog, name: str, column: Column, value: str) -> bool:
    index = cell(dialog, name, column)
    return dialog.model.setData(index, value)  # type: ignore[arg-type]  # an index


def rose(workspace: SqlWorkspace) -> JurorDetails:
    return details_of(next(row for row in workspace.queries.jurors() if row.id == "rose"))


def test_the_register_is_for_everybody(dialog: JurorRegisterDialog) -> None:
    check_page(dialog, size=QSize(1280, 620))
    assert dialog.form.countLabel.text() == "4\u00a0jurés"


@pytest.mark.parametrize(
    ("column", "value", "stored"),
    [
        (Column.EMPLOYER, "CNAM & FILS", {"employer": "CNAM & FILS"}),
        (Column.CATEGORY, "PROFESSIONAL", {"category": JurorCategory.PROFESSIONAL}),
        (Column.CATEGORY, "", {"category": None}),
        (Column.SEX, "F", {"sex": "F"}),
        (Column.UNTIL, "31/12/2026", {"habilitated_until": date(2026, 12, 31)}),
        (Column.TIES, "A formé DUPONT1 Zoé", {"ties": "A formé DUPONT1 Zoé"}),
        (Column.NAME, "ÉTIENNE Rosa", {"name": "ÉTIENNE Rosa"}),
    ],
)
def test_a_cell_edited_is_stored_and_undone(
    dialog: JurorRegisterDialog,
    workspace: SqlWorkspace,
    column: Column,
    value: str,
    stored: dict[str, object],
) -> None:
    assert put(dialog, ROSE.name, column, value)
    assert rose(workspace) == replace(ROSE, **stored)  # type: ignore[arg-type]  # as parametrized
    dialog.context.operations.undo()
    assert rose(workspace) == ROSE


def test_a_date_of_no_calendar_is_told_and_nothing_changes(
    dialog: JurorRegisterDialog, workspace: SqlWorkspace
) -> None:
    assert not put(dialog, ROSE.name, Column.UNTIL, "31/02/2026")
    assert "31/02/2026" in dialog.form.problemLabel.text()
    assert rose(workspace) == ROSE
    assert put(dialog, ROSE.name, Column.UNTIL, "28/02/2026")
    assert dialog.form.problemLabel.isHidden()


def test_a_refusal_is_told_in_the_dialog(
    dialog: JurorRegisterDialog, workspace: SqlWorkspace, messages: RecordedMessages
) -> None:
    assert not put(dialog, ROSE.name, Column.NAME, "Anne MARTIN")
    assert "déjà au registre" in dialog.form.problemLabel.text()
    assert not put(dialog, ROSE.name, Column.EMAIL, "rose")
    assert "adresse électronique" in dialog.form.problemLabel.text()
    messages.assert_silent()


def test_a_line_changed_elsewhere_is_not_overwritten(
    dialog: JurorRegisterDialog, workspace: SqlWorkspace
) -> None:
    rows = list(dialog.model.rows)
    dialog.context.operations.run(
        lambda: edit_juror(workspace, "rose", before=ROSE, after=replace(ROSE, phone="04"))
    )
    dialog.model.show_jurors(rows)  # as a window that did not hear of it
    assert not put(dialog, ROSE.name, Column.TITLE, "Professeure")
    assert "entre-temps" in dialog.form.problemLabel.text()
    assert rose(workspace) == replace(ROSE, phone="04")


def test_who_sits_keeps_name_and_line(dialog: JurorRegisterDialog) -> None:
    index = cell(dialog, "ROUX Hélène", Column.NAME)
    assert not dialog.model.flags(index) & Qt.ItemFlag.ItemIsEditable  # type: ignore[arg-type, operator]
    dialog._choose("juror-CENTRE")
    assert not dialog.form.removeButton.isEnabled()
    assert cell(dialog, "ROUX Hélène", Column.SESSIONS).data() == "1\u00a0session"  # type: ignore[attr-defined]


def test_a_juror_is_added_chosen_and_taken_away_with_undo(
    dialog: JurorRegisterDialog, workspace: SqlWorkspace
) -> None:
    assert not dialog.form.addButton.isEnabled()
    dialog.form.newNameEdit.setText("ZOLA Renée")
    dialog.form.addButton.click()
    names = [row.name for row in workspace.queries.jurors()]
    assert "ZOLA Renée" in names
    assert dialog.form.newNameEdit.text() == ""
    dialog.form.removeButton.click()
    assert "ZOLA Renée" not in [row.name for row in workspace.queries.jurors()]
    dialog.context.operations.undo()
    assert [row.name for row in workspace.queries.jurors()] == names
    dialog.context.operations.undo()
    assert len(dialog.model.rows) == 4


def test_the_filter_and_the_order_follow_what_is_meant(dialog: JurorRegisterDialog) -> None:
    names = [dialog.proxy.index(row, Column.NAME).data() for row in range(dialog.proxy.rowCount())]
    assert names == [ROSE.name, "MARTIN Anne", "PETIT Karim", "ROUX Hélène"]
    dialog.form.searchField.setText("universitaire")
    assert dialog.proxy.rowCount() == 1
    assert dialog.form.countLabel.text() == "1 sur 4\u00a0jurés"


def test_a_habilitation_that_is_over_is_said_in_words_and_drawn(dialog: JurorRegisterDialog) -> None:
    put(dialog, ROSE.name, Column.UNTIL, "13/12/2022")
    index = cell(dialog, ROSE.name, Column.HABILITATION)
    assert index.data() == "Expirée le 13/12/2022"  # type: ignore[attr-defined]
    assert index.data(Role.STATE) == DotState.WARNING  # type: ignore[attr-defined]


def test_the_tab_opens_the_register(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    page = show_page(qtbot, session_context)
    page.focus_on("tab:panel")
    messages.scripts.append(lambda dialog: dialog.form.closeButton.click())
    page.panel.form.registerButton.click()
    assert messages.dialogs == ["JurorRegisterDialog"]
