"""Pictures of « Préparer »: every tab, in its usual and its empty state, and every dialog it opens."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.jurors import SeatGiven
from cisp_desktop.application.preparing import create_session
from cisp_desktop.gui.candidate_facts import outside_assessments
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.import_list_dialog import ImportListDialog
from cisp_desktop.gui.dialogs.outside_result_dialog import OutsideResultDialog
from cisp_desktop.gui.dialogs.reassign_dossier_dialog import ReassignDossierDialog
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog
from cisp_desktop.gui.list_imports import candidate_import
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_data import SessionData, name_of, read_session_data
from tests.factories import THREE_SEATS
from tests.screenshots.stage import Stage

DATA = Path(__file__).parent.parent / "data"
EMPTY_CENTRE = "Centre de formation de Voiron"


def prepare_page(stage: Stage, target: str = "") -> PreparePage:
    """Show the page on ``target``."""
    return cast(PreparePage, stage.show_page("prepare", target))


def session_data(stage: Stage) -> SessionData:
    """Read the session shown."""
    assert stage.context.session_id is not None
    return read_session_data(stage.context.queries, stage.context.session_id)


def candidates(stage: Stage) -> None:
    """The table, one candidate selected."""
    page = prepare_page(stage, "tab:candidates")
    page.candidates.show_registration(session_data(stage).registrations[2].id)
    stage.settle(50)


def dossiers(stage: Stage) -> None:
    """The matrix, one missing dossier selected."""
    prepare_page(stage, "tab:dossiers")


def panel(stage: Stage) -> None:
    """The three seats and the recusals."""
    prepare_page(stage, "tab:panel")


def _on_empty_session(stage: Stage, tab: str) -> None:
    context = stage.context
    sessions = context.queries.sessions()
    empty = next((row.id for row in sessions if row.centre_name == EMPTY_CENTRE), None)
    if empty is None:
        empty = create_session(
            context.workspace, certification="RNCP36128", centre=EMPTY_CENTRE, starts=date(2022, 12, 16)
        )
    context.set_session(empty)
    prepare_page(stage, tab)


def candidates_empty(stage: Stage) -> None:
    """A session without candidates."""
    _on_empty_session(stage, "tab:candidates")


def dossiers_empty(stage: Stage) -> None:
    """Dossiers wait for candidates."""
    _on_empty_session(stage, "tab:dossiers")


def panel_empty(stage: Stage) -> None:
    """Two names typed, the same person."""
    _on_empty_session(stage, "tab:panel")
    page = cast(PreparePage, stage.page)
    cards = list(page.panel.cards.values())
    cards[0].name_edit.setText("MARTIN Anne")
    cards[1].name_edit.setText("martin anne")
    stage.settle(50)


def planning_empty(stage: Stage) -> None:
    """Nothing to place."""
    _on_empty_session(stage, "tab:planning")
    cast(PreparePage, stage.page).panel.forget_edits()


def import_errors(stage: Stage) -> QDialog:
    """A list with an error or more on most lines."""
    prepare_page(stage, "tab:candidates")
    return _preview(stage, DATA / "candidats-avec-erreurs.xlsx")


def import_sound(stage: Stage) -> QDialog:
    """The demonstration's own list, which says nothing new."""
    return _preview(stage, DATA / "candidats-grenoble-2022-12.xlsx")


def import_changes(stage: Stage) -> QDialog:
    """The same list after two candidates were changed on screen."""
    rows = session_data(stage).registrations
    for row, phone in zip(rows[:2], ("06 00 00 00 71", "06 00 00 00 72"), strict=True):
        changes = {
            "phone": FieldChange(row.phone, phone),
            "employer": FieldChange(row.employer, "Ville de Voiron"),
        }
        edit_registration(stage.context.workspace, row.id, changes=changes)
    return _preview(stage, DATA / "candidats-grenoble-2022-12.xlsx")


def import_columns(stage: Stage) -> QDialog:
    """A list with titles of the centre's own."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "liste du centre.csv"
    text = (DATA / "candidats-grenoble-2022-12.csv").read_text("cp1252")
    titles, _, lines = text.partition("\n")
    titles = titles.replace("N° dossier", "Ident").replace("Voie d'accès", "Filière")
    path.write_text(f"{titles}\n{lines}", "utf-8")
    dialog = _preview(stage, path)
    shutil.rmtree(folder)
    return dialog


def import_done(stage: Stage) -> QDialog:
    """What was left aside."""
    dialog = _preview(stage, DATA / "candidats-avec-erreurs.xlsx")
    dialog._show_done_step("7\u00a0candidats ajoutés", dialog.model.aside())
    return dialog


def _preview(stage: Stage, path: Path) -> ImportListDialog:
    context = stage.context
    assert context.session_id is not None
    importing = candidate_import(stage.services, context.workspace, context.session_id)
    file = importing.open(path)
    looked = importing.look(file, mapping=importing.remembered())
    return ImportListDialog(context, importing, file, looked=looked, name=path.name, parent=stage.window)


def _candidate(stage: Stage, number: str, tab: int) -> QDialog:
    data = session_data(stage)
    row = next(row for row in data.registrations if row.number == number)
    order = [row.id for row in data.registrations]
    dialog = CandidateDialog(stage.context, data, registration_id=row.id, order=order, parent=stage.window)
    dialog.form.sectionTabWidget.setCurrentIndex(tab)
    return dialog


def candidate(stage: Stage) -> QDialog:
    """Who, and by which path."""
    return _candidate(stage, "GRE-22-003", 0)


def candidate_blocks(stage: Stage) -> QDialog:
    """Blocks and results outside the panel."""
    return _candidate(stage, "GRE-22-004", 1)


def candidate_recusals(stage: Stage) -> QDialog:
    """Who may not judge."""
    return _candidate(stage, "GRE-22-007", 3)


def outside_result(stage: Stage) -> QDialog:
    """A result judged outside the panel."""
    data = session_data(stage)
    row = data.registrations[5]
    _, assessment = outside_assessments(row, data.certification)[0]
    return OutsideResultDialog(
        name_of(row), assessment, known=None, last_day=data.session.ends, parent=stage.window
    )


def recusal(stage: Stage) -> QDialog:
    """A juror and a candidate."""
    data = session_data(stage)
    names = [(row.id, f"{row.number}   {name_of(row)}") for row in data.registrations]
    return RecusalDialog(names, data.panel.seats, parent=stage.window)


def reassign(stage: Stage) -> QDialog:
    """A dossier filed under the wrong candidate."""
    data = session_data(stage)
    names = [(row.id, f"{row.number}   {name_of(row)}") for row in data.registrations]
    return ReassignDossierDialog(data.dossiers[0], names, parent=stage.window)


def first_codes(stage: Stage) -> QDialog:
    """One code per juror."""
    seats = {seat.role: seat for seat in session_data(stage).panel.seats}
    codes = ("7K4M-Q2XD", "P9TR-3HWC", "N5VB-8GLS")
    given = [
        SeatGiven(seats[role].id, role, seats[role].name, code)
        for role, code in zip(THREE_SEATS, codes, strict=True)
    ]
    dialog = FirstCodesDialog(given, stage.controller.desk.messages, session="Jury", parent=stage.window)
    dialog.form.handedCheckBox.setChecked(True)
    return dialog
