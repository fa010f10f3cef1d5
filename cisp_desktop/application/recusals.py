"""Several recusals declared or taken back at once, whole or not at all.

One at a time is the business of ``jurors``. Must not know screens.
"""

from collections.abc import Sequence

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import add_recusal, drop_recusal
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.recusal_advice import SuggestedRecusal
from cisp_desktop.domain.text import NAME_LENGTH


def declare_suggested(
    workspace: Workspace, suggestions: Sequence[SuggestedRecusal]
) -> tuple[tuple[str, str], ...]:
    """Declare every suggestion; returns (registration id, seat id) of each (for ``withdraw_recusals``).

    Raises like ``jurors.recuse``; nothing is declared then.
    """
    if not suggestions:
        return ()
    with workspace.unit_of_work() as work:
        for one in suggestions:
            add_recusal(
                work, one.registration_id, seat_id=one.seat_id, ground=one.ground,
                detail=one.detail[:NAME_LENGTH],
            )  # fmt: skip
        work.changed(Change.PANEL | Change.SHEETS, *(one.registration_id for one in suggestions))
        work.commit()
    return tuple((one.registration_id, one.seat_id) for one in suggestions)


def withdraw_recusals(workspace: Workspace, pairs: Sequence[tuple[str, str]]) -> None:
    """Take recusals back, given as (registration id, seat id). Raises like ``jurors.withdraw_recusal``."""
    if not pairs:
        return
    with workspace.unit_of_work() as work:
        for registration_id, seat_id in pairs:
            drop_recusal(work, registration_id, seat_id=seat_id)
        work.changed(Change.PANEL | Change.SHEETS, *(registration_id for registration_id, _ in pairs))
        work.commit()
