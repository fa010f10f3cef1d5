"""Pictures of minutes after closing: refused, on paper, reopened, complete, being rectified, all versions."""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.demonstration import _jurors
from cisp_desktop.application.minutes import close_session, read_minutes, sign_minutes
from cisp_desktop.application.minutes_life import attach_scan, refuse_signature, reopen_closing
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.rectifying import open_rectification
from cisp_desktop.documents.drawn_signature import demonstration_strokes
from cisp_desktop.domain.minutes import Ground, MinutesState
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.dialogs.minutes_history_dialog import MinutesHistoryDialog
from cisp_desktop.gui.dialogs.minutes_paper_dialog import MinutesPaperDialog
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from tests.screenshots.jury_shots import decided_session
from tests.screenshots.stage import Stage

CENTRE = "Centre de démonstration Vizille"
BY, WHY = "LEROY Camille", "Le prénom d’un candidat est mal orthographié."


def _session(stage: Stage) -> str:
    """Show the session of these pictures, closed, made on the first call; one member refuses to sign."""
    context = stage.context
    known = [row.id for row in context.queries.sessions() if row.centre_name == CENTRE]
    if not known:
        session_id, _jurors_of = decided_session(stage, CENTRE)
        _close(stage, session_id)
        known = [session_id]
    context.set_session(known[0])
    return known[0]


def _close(stage: Stage, session_id: str) -> None:
    services, workspace = stage.services, stage.context.workspace
    close_session(workspace, session_id, renderer=services.renderer, signer=services.signer, extracts=True)


def _minutes(stage: Stage) -> tuple[MinutesPage, MinutesRow]:
    """Show the page, the session closed again if a picture before opened it."""
    session_id = _session(stage)
    if not stage.context.queries.session(session_id).closed:
        stage.show_page("settings")
        _close(stage, session_id)
    page = cast(MinutesPage, stage.show_page("minutes"))
    minutes = stage.context.queries.minutes_of(session_id)
    assert minutes is not None
    return page, minutes


def _dialog_of(stage: Stage, ask: Callable[[], None]) -> QDialog:
    """Return the dialog that an act opens, kept from closing: nobody answers it."""
    kept: list[Any] = []
    messages = stage.messages
    before = messages.run_dialog
    messages.run_dialog = lambda dialog: bool(kept.append(dialog))  # type: ignore[method-assign]
    try:
        ask()
    finally:
        messages.run_dialog = before  # type: ignore[method-assign]
    (dialog,) = kept
    dialog.deleteLater = lambda: None
    return cast(QDialog, dialog)


def closed(stage: Stage) -> None:
    """Closed, one refusal with its reason, nobody signed yet."""
    _page, minutes = _minutes(stage)
    seat = minutes.signatures[-1]
    if seat.awaited and minutes.state is MinutesState.CLOSED:
        reason = "Je n’ai pas pris part à la délibération du second jour."
        workspace = stage.context.workspace
        jurors = _jurors(workspace, stage.services, minutes.session_id).values()
        own = next(one for one in jurors if one.seat_id == seat.seat_id)
        refuse_signature(workspace, minutes.id, seat.seat_id, reason=reason, juror=own)
    stage.settle()


def refusal(stage: Stage) -> QDialog:
    """Why a member refuses."""
    page, minutes = _minutes(stage)
    dialog: Any = _dialog_of(stage, lambda: page.refusals.refuse(minutes, minutes.signatures[0].seat_id))
    dialog.form.reasonEdit.setPlainText("Je ne partage pas la décision prise pour un candidat.")
    return cast(QDialog, dialog)


def reopen(stage: Stage) -> QDialog:
    """Who wants the session open again, refused without a reason."""
    page, minutes = _minutes(stage)
    dialog: Any = _dialog_of(stage, lambda: page.acts.reopen(minutes))
    dialog.form.nameEdit.setText(BY)
    dialog.form.acceptButton.click()
    return cast(QDialog, dialog)


def paper(stage: Stage) -> QDialog:
    """A scan attached, two members ticked."""
    _page, minutes = _minutes(stage)
    workspace = stage.context.workspace
    content = read_minutes(workspace, minutes.id)
    name = "procès-verbal signé, numérisé le 14 décembre.pdf"
    attach_scan(workspace, minutes.id, content, file_name=name, pages=minutes.pages, by=BY)
    awaited = [row for row in minutes.signatures if row.awaited]
    scans = stage.context.queries.minutes_scans(minutes.id)
    dialog = MinutesPaperDialog(minutes.number, awaited, scans, name=BY, parent=stage.window)
    for box in list(dialog.boxes.values())[:2]:
        box.click()
    return dialog


def reopened(stage: Stage) -> None:
    """The draft again, and why."""
    _page, minutes = _minutes(stage)
    reopen_closing(stage.context.workspace, minutes.session_id, by=BY, why=WHY)
    stage.settle()


def dashboard(stage: Stage) -> None:
    """What the dashboard says of a session that is open again."""
    session_id = _session(stage)
    if stage.context.queries.session(session_id).closed:
        reopened(stage)
    stage.show_page("dashboard")


def cancel(stage: Stage) -> QDialog:
    """What cancelling means."""
    page, minutes = _minutes(stage)
    return _dialog_of(stage, lambda: page.acts.cancel(minutes))


def complete(stage: Stage) -> None:
    """Signed by all."""
    _page, minutes = _minutes(stage)
    services, workspace = stage.services, stage.context.workspace
    if minutes.state is not MinutesState.COMPLETE:
        jurors = _jurors(workspace, services, minutes.session_id)
        for place, role in enumerate((Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE)):
            picture = services.pictures.from_strokes(demonstration_strokes(place))
            sign_minutes(workspace, minutes.id, juror=jurors[role], image=picture, signer=services.signer)
    stage.settle()


def rectify(stage: Stage) -> QDialog:
    """On which ground, and why."""
    complete(stage)
    page, minutes = _minutes(stage)
    dialog: Any = _dialog_of(stage, lambda: page.acts.rectify(minutes))
    dialog.form.nameEdit.setText(BY)
    dialog.form.reasonEdit.setPlainText(WHY)
    return cast(QDialog, dialog)


def rectifying(stage: Stage) -> None:
    """What changes, field by field."""
    session_id = _session(stage)
    workspace, queries = stage.context.workspace, stage.context.queries
    if queries.rectification(session_id) is None:
        complete(stage)
        minutes = queries.minutes_of(session_id)
        assert minutes is not None
        open_rectification(workspace, minutes.id, ground=Ground.CLERICAL, reason=WHY, by=BY)
        first, second, *_ = queries.registrations(session_id)
        changed = FieldChange(first.first_names, f"{first.first_names} Élisabeth")
        edit_registration(workspace, first.id, changes={"first_names": changed})
        changed = FieldChange(second.birth_name, f"{second.birth_name}-MARTINEAU")
        edit_registration(workspace, second.id, changes={"birth_name": changed})
    stage.show_page("minutes")
    stage.settle()


def rectifying_prepare(stage: Stage) -> None:
    """« Préparer » meanwhile."""
    rectifying(stage)
    stage.show_page("prepare")
    stage.settle()


def close_rectifying(stage: Stage) -> QDialog:
    """Closing minutes that rectify a clerical error: who acts for the certifier."""
    rectifying(stage)
    return _dialog_of(stage, cast(MinutesPage, stage.page).close_button.click)


def extracts(stage: Stage) -> QDialog:
    """The extracts signed with the minutes, one per candidate."""
    page, minutes = _minutes(stage)
    return _dialog_of(stage, lambda: page.extracts.ask(minutes))


def history(stage: Stage) -> QDialog:
    """Every version ever closed."""
    session_id = _session(stage)
    rows = stage.context.queries.minutes_history(session_id)
    return MinutesHistoryDialog(rows, parent=stage.window)
