"""What a dialog says after a code was refused: the sentence, and how long to wait once the delay grows.

This module must not know what the code unlocks.
"""

from math import ceil

from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import FormDialog


def show_code_problem(dialog: FormDialog, error: CispError, *, context: GuiContext, seat_id: str) -> None:
    """Say what is wrong; after too many wrong codes count down to the next try."""
    dialog.show_refusal(error)
    if error.code == "juror.code.delayed":
        dialog.show_delay(int(str(error.values["seconds"])))
    elif error.code == "identity.code.wrong":
        seconds = seconds_locked(context, seat_id)
        if seconds > 0:
            dialog.show_delay(seconds)


def seconds_locked(context: GuiContext, seat_id: str) -> int:
    """Return how many seconds the seat's delay has left; 0 for none."""
    panels = context.queries.panels(context.session_id) if context.session_id is not None else ()
    seats = [seat for panel in panels for seat in (*panel.seats, *panel.substitutes)]
    locked_until = next((seat.locked_until for seat in seats if seat.id == seat_id), None)
    if locked_until is None:
        return 0
    return max(0, ceil((locked_until - context.workspace.clock()).total_seconds()))
