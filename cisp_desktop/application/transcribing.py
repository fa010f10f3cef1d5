"""Paper transcription: a sheet that its juror filled on paper, typed by one person and checked by another.

The juror opens the sheet with the own code, as for any mark, and seals it; who typed and who compared it with
the paper are both named. Must not know screens.
"""

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.scoring import own_sheet
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.scoring import ScoreSheet, Transcription
from cisp_desktop.domain.text import required_text, same_person


def start_transcription(
    workspace: Workspace,
    juror: IdentifiedJuror,
    *,
    registration_id: str,
    block_id: str,
    typed_by: str,
    sheet_id: str = "",
) -> str:
    """Say that the juror's sheet of the round that counts is copied from paper by ``typed_by`` (NOM Prénom);
    returns the sheet's id, made when missing. ``stop_transcription`` undoes it; ``sheet_id`` brings back the
    one that was stopped.

    Raises ``RuleError`` (``text.*``) or ``Refused``: ``transcription.exists``, and as ``scoring.give_marks``.
    """
    typed_by = required_text(typed_by, field="transcription.typed_by")
    with workspace.unit_of_work() as work:
        sheet = own_sheet(work, juror, registration_id=registration_id, block_id=block_id, id=sheet_id)
        if work.hearings.transcription(sheet.id) is not None:
            raise Refused("transcription.exists")
        work.hearings.add_transcription(Transcription(sheet.id, typed_by))
        _note(work, sheet, "transcription.started", juror)
        work.commit()
        return sheet.id


def stop_transcription(workspace: Workspace, juror: IdentifiedJuror, sheet_id: str) -> str:
    """Take back that a sheet is copied from paper, and return who typed it. Marks typed stay.

    Raises ``Refused``: ``transcription.none``, ``transcription.not_yours``, ``sheet.sealed``,
    ``sheet.set_aside``, ``session.closed``, or as a mark on that sheet would be.
    """
    with workspace.unit_of_work() as work:
        sheet, transcription = _open(work, juror, sheet_id)
        work.hearings.remove_transcription(transcription)
        if not sheet.last_sequence:
            work.sheets.remove(sheet)
        _note(work, sheet, "transcription.stopped", juror)
        work.commit()
        return transcription.typed_by


def check_transcription(
    workspace: Workspace, juror: IdentifiedJuror, sheet_id: str, *, checked_by: str
) -> None:
    """Say that ``checked_by`` compared the typed sheet with the paper; only then may it be sealed.

    Any mark given afterwards asks for a new check. ``uncheck_transcription`` undoes it. Raises ``RuleError``
    (``transcription.same_person``: who typed does not check; ``text.*``) or ``Refused`` as
    ``stop_transcription``.
    """
    checked_by = required_text(checked_by, field="transcription.checked_by")
    with workspace.unit_of_work() as work:
        sheet, transcription = _open(work, juror, sheet_id)
        if same_person(checked_by, transcription.typed_by):
            raise RuleError("transcription.same_person", name=checked_by)
        transcription.checked_by, transcription.checked_at = checked_by, workspace.clock()
        _note(work, sheet, "transcription.checked", juror)
        work.commit()


def uncheck_transcription(workspace: Workspace, juror: IdentifiedJuror, sheet_id: str) -> str:
    """Take the check back, and return who had checked. Raises ``Refused`` as ``stop_transcription``."""
    with workspace.unit_of_work() as work:
        sheet, transcription = _open(work, juror, sheet_id)
        checked_by = transcription.checked_by
        transcription.checked_by, transcription.checked_at = "", None
        _note(work, sheet, "transcription.unchecked", juror)
        work.commit()
        return checked_by


def _open(work: UnitOfWork, juror: IdentifiedJuror, sheet_id: str) -> tuple[ScoreSheet, Transcription]:
    """Return the juror's own open sheet of the round that counts, and who copies it."""
    sheet = work.sheets.get(sheet_id)
    registration = work.registrations.get(sheet.registration_id)
    open_session(work, registration.session_id)
    if sheet.seat_id != juror.seat_id:
        raise Refused("transcription.not_yours")
    if sheet.sealed:
        raise Refused("sheet.sealed", block="")
    counting = own_sheet(work, juror, registration_id=sheet.registration_id, block_id=sheet.block_id)
    if counting is not sheet:  # left behind by a round that another one followed
        raise Refused("sheet.set_aside", block="")
    transcription = work.hearings.transcription(sheet_id)
    if transcription is None:
        raise Refused("transcription.none")
    return sheet, transcription


def _note(work: UnitOfWork, sheet: ScoreSheet, action: str, juror: IdentifiedJuror) -> None:
    work.note(juror.seat_id, action, subject=sheet.registration_id, block=sheet.block_id)
    work.changed(Change.SHEETS, sheet.registration_id, sheet.id)
