"""A juror who leaves, comes back or is recused on the day, the substitute called, the sheet set aside.

Each act can be undone. This module must not know the page that asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.jurors import SeatGiven, recuse, withdraw_recusal
from cisp_desktop.application.queries import PanelRow, SeatRow
from cisp_desktop.application.queries_evaluating import StandInRow
from cisp_desktop.application.stand_ins import (
    Called,
    Gone,
    SetAside,
    call_again,
    call_substitute,
    come_back,
    dismiss,
    leave,
    leave_again,
    set_aside,
    take_up,
)
from cisp_desktop.application.wording import clock
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.departure_dialog import DepartureDialog
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog


@dataclass(frozen=True)
class Sitting:
    """A panel before one candidate: who is gone or recused, who was called instead."""

    panel: PanelRow
    registration_id: str
    candidate: str
    stand_ins: tuple[StandInRow, ...]

    @property
    def recused(self) -> frozenset[str]:
        """The seats recused for this candidate."""
        return frozenset(
            one.seat_id for one in self.panel.recusals if one.registration_id == self.registration_id
        )

    @property
    def called(self) -> frozenset[str]:
        """The substitutes who sit."""
        return frozenset(one.substitute_id for one in self.stand_ins if one.substitute_id is not None)

    @property
    def left(self) -> dict[str, StandInRow]:
        """Who left or did not come, by seat; a recused juror who is replaced did not leave."""
        return {one.seat_id: one for one in self.stand_ins if one.reason}

    def seat(self, seat_id: str) -> SeatRow | None:
        """Return a seat of the panel."""
        seats = (*self.panel.seats, *self.panel.substitutes)
        return next((seat for seat in seats if seat.id == seat_id), None)

    def sitting(self) -> list[SeatRow]:
        """Return who sits or should: members, then the substitutes called."""
        called = [seat for seat in self.panel.substitutes if seat.id in self.called]
        return [*self.panel.seats, *called]

    def free_substitutes(self) -> list[SeatRow]:
        """Return the substitutes who may be called."""
        barred = self.called | self.recused
        return [seat for seat in self.panel.substitutes if seat.id not in barred]

    def replaceable(self) -> dict[str, str]:
        """Return, in words, why each seat is empty that nobody fills yet."""
        filled = {one.seat_id for one in self.stand_ins if one.substitute_id is not None}
        empty = {seat_id: _tr("départ à {0}").format(clock(one.at)) for seat_id, one in self.left.items()} | {
            seat_id: _tr("récusation") for seat_id in self.recused
        }
        return {seat_id: words for seat_id, words in empty.items() if seat_id not in filled}


def ask_departure(context: GuiContext, sitting: Sitting, *, parent: QWidget) -> None:
    """Ask who is missing or leaves, note it, then call the substitute chosen."""
    empty = sitting.replaceable()
    filled = {one.seat_id for one in sitting.stand_ins if one.substitute_id is not None}
    seats = [seat for seat in sitting.sitting() if seat.id not in filled]
    session = context.queries.session(sitting.panel.session_id)
    dialog = DepartureDialog(
        seats, sitting.free_substitutes(), gone=empty, now=context.workspace.clock(),
        ready=session.ready_at is not None, parent=parent,
    )  # fmt: skip
    dialog.naming_asked.connect(lambda: _name_substitute(context, dialog))
    workspace, chosen, by = context.workspace, _Chosen(), context.seat_at_keyboard

    def asked() -> Act[Gone | None]:
        chosen.read(dialog)
        if not dialog.leaves:
            return Act(lambda: None)
        seat_id, reason, at, following = dialog.seat_id, dialog.reason, dialog.at, dialog.following
        return Act(
            lambda: leave(
                workspace, sitting.registration_id, seat_id, reason=reason, at=at, following=following, by=by
            ),
            _tr("le départ d’un juré"),
            lambda gone: (
                come_back(workspace, seat_id, gone.registration_ids, by=context.seat_at_keyboard)
                if gone
                else None
            ),
        )

    key = f"departure:{sitting.registration_id}"
    if submit_dialog(context, dialog, asked, key=key) is not None and chosen.substitute_id:
        _call(context, sitting, chosen, parent=parent)


def _name_substitute(context: GuiContext, dialog: DepartureDialog) -> None:
    """Lead to where substitutes are named; what is typed waits for the way back."""
    context.interrupted.keep()
    dialog.reject()
    context.open_page("prepare", "tab:panel")


@dataclass
class _Chosen:
    """What the dialog held when it was accepted: the dialog is gone when the substitute is called."""

    seat_id: str = ""
    substitute_id: str = ""
    following: bool = False

    def read(self, dialog: DepartureDialog) -> None:
        """Take what is chosen."""
        self.seat_id, self.substitute_id = dialog.seat_id, dialog.substitute_id
        self.following = dialog.following


def _call(context: GuiContext, sitting: Sitting, chosen: _Chosen, *, parent: QWidget) -> None:
    """Call a substitute in the worker (a first code takes a moment) and show that code once."""
    workspace, identities, by = context.workspace, context.services.identities, context.seat_at_keyboard

    def call() -> Called:
        return call_substitute(
            workspace, sitting.registration_id, chosen.substitute_id,
            for_seat=chosen.seat_id, identities=identities, following=chosen.following, by=by,
        )  # fmt: skip

    def called(done: Called) -> None:
        context.operations.offer_long_undo(
            done, text=_tr("l’appel d’un suppléant"), do=call,
            undo=lambda value: dismiss(
                workspace, value.substitute_id, value.registration_ids, by=context.seat_at_keyboard
            ),
        )  # fmt: skip
        _show_code(context, sitting.seat(done.substitute_id), done, parent=parent)

    context.tasks.run(
        lambda _progress: call(),
        called,
        title=_tr("Appel du suppléant"),
        owner=parent,
        writes=True,
        cancellable=False,
    )


def _show_code(context: GuiContext, seat: SeatRow | None, called: Called, *, parent: QWidget) -> None:
    if seat is None or called.code is None or context.session_id is None:
        return
    given = SeatGiven(seat.id, seat.role, seat.name, called.code, seat.rank, standby=True)
    number = context.queries.session(context.session_id).minutes_number
    juror = context.current_juror
    dialog = FirstCodesDialog([given], context.messages, session=number, parent=parent)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()
    if juror is not None and context.current_juror is None:  # locked before the code was handed over
        again = partial(_show_code, context, seat, called, parent=parent)
        context.interrupted.go_on_later(juror.seat_id, again)


def note_return(context: GuiContext, sitting: Sitting, seat_id: str, *, parent: QWidget) -> None:
    """Note that a juror is back for this candidate; the substitute called in the place leaves first."""
    workspace, registration_ids = context.workspace, (sitting.registration_id,)
    by = context.seat_at_keyboard
    substitute = next((one.substitute_id for one in sitting.stand_ins if one.seat_id == seat_id), None)
    if substitute is not None:
        done = context.operations.run(
            lambda: dismiss(workspace, substitute, registration_ids, by=by),
            text=_tr("le renvoi d’un suppléant"),
            undo=lambda dismissed: call_again(workspace, dismissed, by=context.seat_at_keyboard),
            parent=parent,
        )
        if done is None:
            return
    if seat_id in sitting.left:
        context.operations.run(
            lambda: come_back(workspace, seat_id, registration_ids, by=by),
            text=_tr("le retour d’un juré"),
            undo=lambda gone: leave_again(workspace, gone, by=context.seat_at_keyboard),
            parent=parent,
        )


def ask_set_aside(context: GuiContext, sitting: Sitting, seat: SeatRow, *, parent: QWidget) -> None:
    """Ask the president why the unsealed sheets of a juror who left are set aside."""
    president, workspace = context.current_juror, context.workspace
    if president is None:
        return
    dialog = AskTextDialog(
        _tr("Écarter les grilles de {0}").format(seat.name),
        intro=_tr(
            "Ses grilles non scellées de {0} ne comptent plus, et la délibération peut s’ouvrir sans elles. "
            "Le procès-verbal le dit, avec le motif."
        ).format(sitting.candidate),
        label=_tr("&Motif"),
        missing=_tr("Dites pourquoi ces grilles sont écartées."),
        accept=_tr("É&carter"),
        parent=parent,
    )

    def asked() -> Act[SetAside]:
        reason = dialog.text
        return Act(
            lambda: set_aside(
                workspace, president, registration_id=sitting.registration_id, seat_id=seat.id, reason=reason
            ),
            _tr("la mise à l’écart de grilles"),
            lambda aside: take_up(workspace, president, aside),
        )

    submit_dialog(context, dialog, asked, key=f"set_aside:{sitting.registration_id}:{seat.id}")


def ask_recusal_now(context: GuiContext, sitting: Sitting, *, parent: QWidget) -> None:
    """Ask which juror recuses for this candidate, and why."""
    workspace, registration_id = context.workspace, sitting.registration_id
    seats = [seat for seat in sitting.sitting() if seat.id not in sitting.recused]
    dialog = RecusalDialog(
        [(registration_id, sitting.candidate)], seats, registration_id=registration_id, parent=parent
    )

    def asked() -> Act[str]:
        seat, ground, detail = dialog.seat_id, dialog.ground, dialog.detail
        return Act(
            lambda: recuse(workspace, registration_id, seat_id=seat, ground=ground, detail=detail),
            _tr("la récusation"),
            lambda _id: withdraw_recusal(workspace, registration_id, seat_id=seat),
        )

    submit_dialog(context, dialog, asked, key=f"recusal:{registration_id}")


def presides(sitting: Sitting, seat_id: str) -> bool:
    """Whether a seat presides before this candidate."""
    seat = sitting.seat(seat_id)
    here = seat is not None and seat.id not in sitting.left and seat.id not in sitting.recused
    return here and seat is not None and seat.role is Role.PRESIDENT


def sitting_of(
    panels: Sequence[PanelRow],
    stand_ins: Sequence[StandInRow],
    *,
    panel_id: str,
    registration_id: str,
    candidate: str,
) -> Sitting | None:
    """Return a candidate's sitting; None when the panel is not known any more."""
    panel = next((one for one in panels if one.id == panel_id), None)
    if panel is None:
        return None
    own = tuple(one for one in stand_ins if one.registration_id == registration_id)
    return Sitting(panel, registration_id, candidate, own)


def _tr(text: str) -> str:
    return QCoreApplication.translate("StandIns", text)
