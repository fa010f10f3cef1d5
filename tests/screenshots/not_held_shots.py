"""Pictures of a panel that could not sit and of a cancelled session."""

from datetime import UTC, date, datetime

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.demonstration import SEATS, FixedCodes, sample_candidates
from cisp_desktop.application.demonstration_codes import CODES
from cisp_desktop.application.jurors import set_panel
from cisp_desktop.application.not_sitting import state_not_sitting
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.session_cancelling import cancel_session, take_up_session
from cisp_desktop.gui.dialogs.not_sitting_dialog import NotSittingDialog
from tests.screenshots.stage import Stage

CENTRE = "Centre de démonstration Meylan"
BY = "LEROY Camille"
WHY = "Le président est hospitalisé depuis ce matin et le certificateur n’a pas nommé de suppléant."
NOON = datetime(2022, 12, 14, 9, 40, tzinfo=UTC)


def _made(stage: Stage) -> str:
    """Make a session of twelve candidates that nobody scored."""
    workspace, services = stage.context.workspace, stage.services
    stage.show_page("settings")  # nothing is read again while the session is made
    session_id = create_session(
        workspace, certification="RNCP36128", centre=CENTRE, starts=date(2022, 12, 14), demonstration=True
    )
    with sample_candidates() as path:
        import_candidates(workspace, session_id, services.candidate_files.read(path))
    codes = FixedCodes(services.identities, [CODES[seat.role] for seat in SEATS])
    set_panel(workspace, session_id, choices=SEATS, identities=codes)
    return session_id


def _panel(stage: Stage) -> PanelRow:
    """Show the session of these pictures, made on the first call, and return its panel."""
    context = stage.context
    known = [row.id for row in context.queries.sessions() if row.centre_name == CENTRE]
    if not known:
        known = [_made(stage)]
    if context.queries.session(known[0]).cancelled:
        take_up_session(context.workspace, known[0])
    context.set_session(known[0])
    return context.queries.panels(known[0])[0]


def ask(stage: Stage) -> QDialog:
    """Who was there, when and why."""
    panel = _panel(stage)
    dialog = NotSittingDialog("Jury 1", panel.seats, now=NOON, name=BY, parent=stage.window)
    dialog.form.reasonEdit.setPlainText(WHY)
    next(iter(dialog.boxes.values())).setChecked(False)
    return dialog


def stated(stage: Stage) -> None:
    """The draft that states it."""
    panel = _panel(stage)
    if panel.could_not_sit_at is None:
        away = [panel.seats[0].id]
        state_not_sitting(stage.context.workspace, panel.id, by=BY, why=WHY, at=NOON, absent=away)
    stage.show_page("minutes")
    stage.settle()


def cancelled(stage: Stage) -> None:
    """What every page says of a cancelled session."""
    panel = _panel(stage)
    why = "La salle est fermée par arrêté préfectoral."
    cancel_session(stage.context.workspace, panel.session_id, by=BY, why=why)
    stage.show_page("dashboard")
    stage.settle()
