"""Pictures of « Préparer »: every tab, in its usual and its empty state, and every dialog it opens."""

from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.jurors import SeatGiven
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.services import FoundFile
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.panel import ROLE_ORDER
from cisp_desktop.gui.candidate_facts import outside_assessments
from cisp_desktop.gui.dialogs.assign_dossiers_dialog import AssignDossiersDialog
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.import_report_dialog import ImportReportDialog
from cisp_desktop.gui.dialogs.outside_result_dialog import OutsideResultDialog
from cisp_desktop.gui.dialogs.reassign_dossier_dialog import ReassignDossierDialog
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_data import SessionData, name_of, read_session_data
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


def planning(stage: Stage) -> None:
    """The slots."""
    prepare_page(stage, "tab:planning")


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


def _back(stage: Stage) -> None:
    sessions = stage.context.queries.sessions()
    stage.context.set_session(next(row.id for row in sessions if row.centre_name != EMPTY_CENTRE))


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
    _back(stage)
    prepare_page(stage, "tab:candidates")
    return _report(stage, DATA / "candidats-avec-erreurs.xlsx")


def import_sound(stage: Stage) -> QDialog:
    """The demonstration's own list, which says nothing new."""
    return _report(stage, DATA / "candidats-grenoble-2022-12.xlsx")


def _report(stage: Stage, path: Path) -> QDialog:
    assert stage.context.session_id is not None
    listed = stage.services.candidate_files.read(path)
    report = import_candidates(stage.context.workspace, stage.context.session_id, listed, dry_run=True)
    return ImportReportDialog(path.name, report, ignored=listed.ignored_columns, parent=stage.window)


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
    return _candidate(stage, "GRE-22-007", 2)


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


def assign(stage: Stage) -> QDialog:
    """A folder in which most names speak."""
    data = session_data(stage)
    rows = data.registrations
    folder = Path("/home/martin/Pièces")

    def found(name: str, row: int | None, kind: DossierKind | None, problem: str | None = None) -> FoundFile:
        refused = problem is not None and row is None and kind is None
        return FoundFile(folder / name, rows[row].id if row is not None else None, kind, problem, refused)

    files = [
        found("GRE-22-001 AUBERT Léa - Mémoire.pdf", 0, DossierKind.THESIS),
        found("GRE-22-005 D'ANGELO - Monographie.pdf", 4, DossierKind.MONOGRAPH),
        found("GRE-22-006 ÉTIENNE - APST.pdf", 5, DossierKind.WORK_ANALYSIS),
        found("GRE-22-008 GARCIA MUNOZ enquete.pdf", 7, DossierKind.TERRITORY_SURVEY),
        found("GRE-22-009 HŒLDERLIN - Livret.pdf", 8, DossierKind.RELATIONAL_BOOKLET),
        found("IVANOV scan 3.pdf", 9, None, "dossier.name.unknown_kind"),
        found("memoire final v2.pdf", None, DossierKind.THESIS, "dossier.name.unknown_candidate"),
        found("JOLY - projet.docx", None, None, "dossier.name.not_pdf"),
        found("photo.jpg", None, None, "dossier.name.image"),
    ]
    return AssignDossiersDialog(files, data, source=folder.name, parent=stage.window)


def first_codes(stage: Stage) -> QDialog:
    """One code per juror."""
    seats = {seat.role: seat for seat in session_data(stage).panel.seats}
    codes = ("7K4M-Q2XD", "P9TR-3HWC", "N5VB-8GLS")
    given = [
        SeatGiven(seats[role].id, role, seats[role].name, code)
        for role, code in zip(ROLE_ORDER, codes, strict=True)
    ]
    dialog = FirstCodesDialog(given, stage.controller.desk.messages, session="Jury", parent=stage.window)
    dialog.form.handedCheckBox.setChecked(True)
    return dialog
