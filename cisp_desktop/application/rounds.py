"""Second rounds: new sheets on one block after the jury's discussion, the earlier ones kept.

« Agreed by discussion, not by rewriting »: what was sealed stays as it is. Judged by ``domain.hearing_acts``.
Must not know screens, nor the values of marks.
"""

from cisp_desktop.application.changes import Change
from cisp_desktop.application.hearings import read_hearing
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.domain import hearing_acts
from cisp_desktop.domain.discussion import Round
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.text import COMMENT_LENGTH, required_text


def open_round(
    workspace: Workspace, registration_id: str, block_id: str, *, reason: str, by: str = ""
) -> int:
    """Open another round on a block and return its number, from 2; ``cancel_round`` undoes it.

    Every juror who must score then has an empty sheet on the block; nothing of this round shows to others
    before all are sealed, what was shown of the earlier rounds stays shown. ``by`` is
    the seat at the keyboard, which the journal names. Raises ``RuleError`` (``text.*``)
    or ``Refused`` as ``hearing_acts.open_round``: ``round.not_shown``, ``round.decided``, ``round.last``,
    ``panel.no_president``, ``panel.no_quorum``, ``session.closed``.
    """
    one_line = " ".join(reason.replace("\r\n", "\n").split("\n"))
    reason = required_text(one_line, field="round.reason", limit=COMMENT_LENGTH)
    with workspace.unit_of_work() as work:
        after = hearing_acts.open_round(_hearing(work, registration_id), block_id)
        number = after.round_of(block_id)
        work.discussions.add_round(Round(registration_id, block_id, number, reason, workspace.clock()))
        work.note("PANEL", "round.opened", subject=registration_id, block=block_id, number=number, by=by)
        work.changed(Change.SHEETS | Change.DECISIONS, registration_id)
        work.commit()
        return number


def cancel_round(workspace: Workspace, registration_id: str, block_id: str, *, by: str = "") -> Round:
    """Take the latest round of a block back and return it; ``open_round`` with its reason undoes that.

    Raises ``Refused``: ``round.first``, ``round.scored`` (a mark was given in it), ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        hearing = _hearing(work, registration_id)
        hearing_acts.cancel_round(hearing, block_id)
        number = hearing.round_of(block_id)
        opened = next(
            one
            for one in work.discussions.rounds(registration_id)
            if (one.block_id, one.number) == (block_id, number)
        )
        work.discussions.remove_round(opened)
        work.note("PANEL", "round.cancelled", subject=registration_id, block=block_id, number=number, by=by)
        work.changed(Change.SHEETS | Change.DECISIONS, registration_id)
        work.commit()
        return opened


def _hearing(work: UnitOfWork, registration_id: str) -> Hearing:
    registration = work.registrations.get(registration_id)
    return read_hearing(work, registration, work.sessions.get(registration.session_id))
