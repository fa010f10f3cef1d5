"""New first codes for jurors who lost theirs before they ever used it.

Must not know how a key is sealed, nor screens.
"""

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import SeatGiven, check_unused, give_code
from cisp_desktop.application.ports import Identities, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import same_person


def renew_codes(
    workspace: Workspace, panel_id: str, *, identities: Identities, juror: str = ""
) -> list[SeatGiven]:
    """Give new first codes to the jurors of a panel who never used theirs, and return their seats.

    ``juror`` names one alone. Takes about 0.3 s a seat. Raises ``RuleError("panel.unknown_juror")``, or
    ``Refused``: ``session.closed``, ``panel.seat_in_use`` when the one named used the own code.
    """
    with workspace.unit_of_work() as work:
        panel = work.panels.get(panel_id)
        open_session(work, panel.session_id)
        named = [s for s in panel.sitting if s.juror and (not juror or same_person(s.juror.name, juror))]
        if juror and not named:
            known = ", ".join(seat.juror.name for seat in panel.sitting if seat.juror)
            raise RuleError("panel.unknown_juror", juror=juror, known=known or "—")
        if juror:
            check_unused(named[0])
        seats = [seat for seat in named if seat.credential is None or seat.credential.used_at is None]
        given = [give_code(workspace, seat, identities=identities) for seat in seats]
        if given:
            work.note(
                "SITE", "panel.codes_renewed", subject=panel.session_id, seats=[one.seat_id for one in given]
            )
            work.changed(Change.PANEL, panel.session_id)
            work.commit()
    return given
