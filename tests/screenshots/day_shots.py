"""Pictures of the day's acts on « Évaluer »: timers, presence, departures, receipts, paper."""

from datetime import timedelta
from typing import cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from cisp_desktop.application.attending import Coming, coming_of
from cisp_desktop.application.comment_templates import add_template
from cisp_desktop.application.demonstration import ABSENT
from cisp_desktop.application.receipts import receipt_of
from cisp_desktop.application.timers import TimerKey
from cisp_desktop.application.transcribing import start_transcription
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.hearing_log import Phase, TimerAct, TimerEvent
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.dialogs.attendance_dialog import AttendanceDialog, Came
from cisp_desktop.gui.dialogs.comment_templates_dialog import CommentTemplatesDialog
from cisp_desktop.gui.dialogs.departure_dialog import DepartureDialog
from cisp_desktop.gui.dialogs.proof_dialog import ProofDialog
from cisp_desktop.gui.dialogs.receipts_dialog import ReceiptsDialog
from cisp_desktop.gui.page_images import open_pages
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from tests.gui.dossiers import a_pdf
from tests.screenshots.evaluate_shots import SEALED, UNTOUCHED, _evaluate, _fill
from tests.screenshots.stage import Stage

READY = (
    "Acteurs nommés, rôles exposés, exemples tirés du terrain.",
    "L’analyse reste descriptive : le lien avec le projet de la structure n’est pas fait.",
    "Notion connue, mise en œuvre à l’oral seulement.",
)


def timers(stage: Stage) -> None:
    """A presentation past its time and still running."""
    page = _evaluate(stage, UNTOUCHED)
    _run_since(stage, page, timedelta(minutes=26, seconds=31))


def _run_since(stage: Stage, page: EvaluatePage, spent: timedelta) -> None:
    now = stage.context.workspace.clock()
    key = TimerKey(page.header.registration_id, page.timers._assessment_id, Phase.PRESENTATION)
    with stage.context.workspace.unit_of_work() as work:
        last = len(work.hearings.timer_events(key.registration_id))
        for place, act in enumerate((TimerAct.RESET, TimerAct.START), last + 1):
            work.hearings.append_timer_event(
                TimerEvent(key.registration_id, place, key.assessment_id, key.phase, act, now - spent)
            )
        work.commit()
    page.timers.read(stage.context.session_id)
    stage.settle()


def timers_elsewhere(stage: Stage) -> None:
    """A presentation that runs for somebody else than the candidate shown, who has extra time."""
    page = _evaluate(stage, UNTOUCHED)
    _run_since(stage, page, timedelta(minutes=12, seconds=31))
    other = next(line for line in page.candidates.lines if line.registration.number == "GRE-22-008")
    with stage.context.workspace.unit_of_work() as work:
        work.registrations.get(other.registration.id).extra_time_percent = 33
        work.commit()
    page.refresh(None)
    page.form.candidatePane.choose(other.registration.id)
    stage.settle()


def block_filled(stage: Stage) -> None:
    """Marks given in a row led from a block that is filled to the next one."""
    page = _evaluate(stage, UNTOUCHED, block=0)
    page.pane.head.row_button.setChecked(True)
    for _ in range(page.pane.model.rowCount()):
        QTest.keyClick(page.pane.grid, Qt.Key.Key_2)
    stage.settle()
    page.pane.head.row_button.setChecked(False)


def timer_forgotten(stage: Stage) -> None:
    """A presentation that nobody paused, long after its time."""
    page = _evaluate(stage, UNTOUCHED)
    _run_since(stage, page, timedelta(minutes=58, seconds=12))


def timer_forgotten_locked(stage: Stage) -> None:
    """The masked screen says why it locked although a timer runs."""
    timer_forgotten(stage)
    stage.context.set_juror(None)
    stage.settle()


def presence_menu(stage: Stage) -> QDialog:
    """The menu of presence, opened."""
    page = _evaluate(stage, UNTOUCHED)
    menu = page.header.presence_button.menu()
    corner = page.header.presence_button.mapToGlobal(QPoint(0, page.header.presence_button.height()))
    menu.popup(corner)
    stage.settle()
    return cast(QDialog, menu)


def withdrawn(stage: Stage) -> QDialog:
    """A candidate who withdrew during the defence."""
    page = _evaluate(stage, UNTOUCHED)
    now = stage.context.workspace.clock()
    return AttendanceDialog(
        _name(page), Came.WITHDRAWN, known=Coming(Attendance.PRESENT), now=now, parent=stage.window
    )


def excused(stage: Stage) -> QDialog:
    """An excuse with its document."""
    page = _evaluate(stage, ABSENT)
    known = coming_of(stage.context.workspace, page.header.registration_id)
    now = stage.context.workspace.clock()
    dialog = AttendanceDialog(_name(page), Came.EXCUSED, known=known, now=now, parent=stage.window)
    dialog.form.excuseEdit.setPlainText("Hospitalisation annoncée la veille par téléphone.")
    dialog.attach("certificat médical du 14 décembre.pdf", "0" * 64)
    return dialog


def departure_resumed(stage: Stage) -> QDialog:
    """A departure half typed when the screen locked, offered again."""
    dialog = cast(DepartureDialog, departure(stage))
    dialog.put_back({"reasonEdit": "Malaise, pompiers appelés", "followingButton": True})
    return dialog


def proof(stage: Stage) -> QDialog:
    """The document of an excuse, read."""
    page = _evaluate(stage, ABSENT)
    dialog = ProofDialog("certificat médical du 14 décembre.pdf", parent=page.window())
    pages = open_pages(stage.services.pages, a_pdf(pages=2))
    dialog.show_pages(pages, tasks=stage.context.tasks, icons=stage.context.icons)
    return dialog


def departure(stage: Stage) -> QDialog:
    """A juror who is missing."""
    page = _evaluate(stage, UNTOUCHED)
    sitting = page.header.sitting
    assert sitting is not None
    return DepartureDialog(
        sitting.sitting(),
        sitting.free_substitutes(),
        gone=sitting.replaceable(),
        now=stage.context.workspace.clock(),
        parent=stage.window,
    )


def receipts(stage: Stage) -> QDialog:
    """The juror's own receipts."""
    _evaluate(stage, SEALED)
    juror = stage.context.current_juror
    assert juror is not None
    rows = stage.context.queries.sealed_sheets(juror.session_id, juror.seat_id)
    found = [receipt_of(stage.context.workspace, juror, row.sheet_id) for row in rows]
    return ReceiptsDialog("Mes reçus", found, stage.messages, owner=juror.name, parent=stage.window)


def paper(stage: Stage) -> None:
    """A sheet copied from paper."""
    page = _evaluate(stage, UNTOUCHED, role=Role.PROFESSIONAL)
    _fill(page, 6)
    juror, view = stage.context.current_juror, page.pane.model.view
    assert juror is not None
    assert view is not None
    start_transcription(
        stage.context.workspace, juror,
        registration_id=view.registration_id, block_id=view.block_id, typed_by="ROUX Hélène",
    )  # fmt: skip
    stage.settle()


def templates(stage: Stage) -> QDialog:
    """The ready comments."""
    _evaluate(stage, UNTOUCHED)
    workspace = stage.context.workspace
    if not workspace.queries.comment_templates():
        for place, text in enumerate(READY):
            add_template(workspace, text, template_id=f"t{place}")
    return CommentTemplatesDialog(workspace.queries.comment_templates(), parent=stage.window)


def disk_full(stage: Stage) -> None:
    """A sheet that the full disk closed."""
    page = _evaluate(stage, UNTOUCHED)
    _fill(page, 6)
    unit = type(stage.context.workspace.unit_of_work())
    commit = unit.commit

    def full(*_arguments: object) -> None:
        raise StorageError("workspace.disk_full", path="/media/usb/Jurys")

    unit.commit = full  # type: ignore[assignment,method-assign]  # for one mark
    try:
        page.pane.model.setData(page.pane.model.index(6, 1), 3)
    finally:
        unit.commit = commit  # type: ignore[method-assign]
    stage.settle()


def _name(page: EvaluatePage) -> str:
    return page.subtitle().split(" · ")[0]
