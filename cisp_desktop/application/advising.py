"""What the jury tells a candidate of a block: recommendations, and conditions of a new attempt.

Each saving adds a row to a history; empty texts take the earlier ones back. Must not know screens.
"""

from dataclasses import dataclass

from cisp_desktop.application.changes import Change
from cisp_desktop.application.hearings import read_hearing
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.domain.discussion import Advice
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text


@dataclass(frozen=True, slots=True)
class AdviceText:
    """What the candidate reads; both empty when nothing is said."""

    recommendation: str = ""
    conditions: str = ""


def advise(
    workspace: Workspace, registration_id: str, *, block_id: str, advice: AdviceText, by: str = ""
) -> AdviceText:
    """Keep what the candidate is told of one block, and return what stood before (for undo).

    ``by`` is the seat at the keyboard, which the journal names.

    Raises ``RuleError("text.*")``, ``Refused``: ``session.closed``, ``advice.not_presented``,
    ``advice.not_open`` (the sheets of this candidate are not shown yet).
    """
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        session = open_session(work, registration.session_id)
        hearing = read_hearing(work, registration, session)
        if block_id not in hearing.presented or not hearing.attendance.came:
            raise Refused("advice.not_presented")
        if not hearing.revealed:
            raise Refused("advice.not_open")
        wanted = AdviceText(
            _text(advice.recommendation, "advice.recommendation"),
            _text(advice.conditions, "advice.conditions"),
        )
        last = work.discussions.advice(registration_id).get(block_id)
        before = AdviceText(last.recommendation, last.conditions) if last else AdviceText()
        if wanted == before:
            return before
        sequence = last.sequence + 1 if last else 1
        work.discussions.append_advice(
            Advice(
                registration_id, block_id, sequence, wanted.recommendation, wanted.conditions,
                workspace.clock(),
            )
        )  # fmt: skip
        action = "advice.given" if wanted != AdviceText() else "advice.withdrawn"
        work.note("PANEL", action, subject=registration_id, block=block_id, by=by)
        work.changed(Change.DECISIONS, registration_id, session.id)
        work.commit()
        return before


def _text(text: str, field: str) -> str:
    return entry_text(text, field=field, limit=COMMENT_LENGTH, multiline=True)
