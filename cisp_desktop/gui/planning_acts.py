"""What the planning's tab does: place, keep, propose, set, export; each edit one step of undo.

This module must not know how anything is drawn.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import safe_stem, write_file
from cisp_desktop.application.placing import Place, moves_to_confirm, place_defences, place_of, places_of
from cisp_desktop.application.planning import (
    PlanningScene,
    PlanningSettings,
    keep_places,
    problem_of,
    set_settings,
    with_begun,
)
from cisp_desktop.application.planning_calendar import calendar_events
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.ports import Progress
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_planning import length_lines, move_lines, moves_words
from cisp_desktop.domain.errors import CispError, Refused
from cisp_desktop.domain.planning import Plan
from cisp_desktop.domain.planning_clash import Clash
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.planning_settings_dialog import PlanningSettingsDialog

MOST_MOVES = 12
"""Moves named before a proposal is taken; more are counted."""


class PlanningActs:
    """Runs the use cases over one session's planning; ``owner`` is the parent of what opens."""

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        self._context = context
        self._owner = owner

    def place(self, view: PlanningView, places: Mapping[str, Place], *, text: str) -> bool:
        """Give candidates places; refused when one moved since ``view`` was read."""
        workspace, session_id = self._context.workspace, view.scene.session.id
        wanted = dict(places)
        seen: dict[str, Place] | None = {key: place_of(view.rows[key]) for key in wanted if key in view.rows}

        def give() -> dict[str, Place]:
            nonlocal seen
            expected, seen = seen, None  # done again after an undo: nobody looked at it since
            return place_defences(workspace, session_id, wanted, seen=expected)

        done = self._context.operations.run(
            give,
            text=text,
            undo=lambda before: place_defences(workspace, session_id, before),
            parent=self._owner,
        )
        return done is not None

    def remove(self, view: PlanningView, registration_id: str) -> bool:
        """Take a candidate's hour away; the panel stays."""
        row = view.rows[registration_id]
        return self.place(view, {row.id: Place(row.panel_id)}, text=_tr("le retrait d’un horaire"))

    def swap(self, view: PlanningView, first_id: str, second_id: str) -> bool:
        """Let two candidates take each other's start and panel; each keeps the own length."""
        first, second = place_of(view.rows[first_id]), place_of(view.rows[second_id])
        places = {
            first_id: replace(second, minutes=first.minutes),
            second_id: replace(first, minutes=second.minutes),
        }
        return self.place(view, places, text=_tr("l’échange de deux passages"))

    def keep(self, view: PlanningView, kept: Collection[str]) -> None:
        """Pin these places and no others."""
        workspace, session_id = self._context.workspace, view.scene.session.id
        self._context.operations.run(
            lambda: keep_places(workspace, session_id, kept),
            text=_tr("l’épinglage d’un passage"),
            undo=lambda before: keep_places(workspace, session_id, before),
            parent=self._owner,
        )

    def propose(
        self,
        view: PlanningView,
        *,
        stay: bool,
        current: Callable[[], PlanningView | None],
        found: Callable[[Plan | Clash], None],
        ended: Callable[[], None],
    ) -> None:
        """Look for a planning in the worker, and store it as one act.

        ``found`` hears of the planning once stored, or of the clash; ``ended`` in any case. What is found for
        a session that changed meanwhile (``current``) is dropped, and said to be.
        """
        services, queries = self._context.services, self._context.queries
        scene, kept = view.scene, view.kept

        def search(progress: Progress) -> Plan | Clash:
            problem = problem_of(with_begun(queries, scene), kept=kept, stay=stay)
            return services.planner.solve(problem, progress=progress)

        def take(result: Plan | Clash) -> None:
            ended()
            now = current()
            if now is None or _basis(now.scene) != _basis(scene) or now.kept != kept:
                self._context.messages.error(self._owner, Refused("planning.changed_meanwhile"))
            elif isinstance(result, Clash) or self._take(now, places_of(result)):
                found(result)

        def refuse(error: CispError) -> None:
            ended()
            self._context.messages.error(self._owner, error)

        self._context.tasks.run(
            search, take, refuse, title=_tr("Recherche d’un planning"), owner=self._owner, on_cancelled=ended
        )

    def _take(self, view: PlanningView, places: Mapping[str, Place]) -> bool:
        """Store a proposal; first say who would leave a panel or a slot that binds, and ask."""
        moves = moves_to_confirm(view.scene, places)
        lines = move_lines(moves, view.names)
        left = len(lines) - MOST_MOVES
        if left > 0:
            others = plural(left, _tr("autre passage"), _tr("autres passages"))
            lines = [*lines[:MOST_MOVES], _tr("… et {0}").format(others)]
        if moves and not self._context.messages.confirm(
            self._owner,
            _tr("Le planning proposé change ce qui était fixé"),
            text="\n".join([_tr("{0} :").format(moves_words(moves)), *lines]),
            accept=_tr("Prendre ce planning"),
        ):
            return False
        return self.place(view, places, text=_tr("le planning proposé"))

    def ask_settings(self, view: PlanningView) -> None:
        """Ask how the days run, until it is accepted or given up."""
        days = view.problem.days
        dialog = PlanningSettingsDialog(
            view.scene.settings,
            [day.day for day in days],
            lengths=length_lines(view.scene),
            parent=self._owner,
        )
        workspace, session_id = self._context.workspace, view.scene.session.id

        def asked() -> Act[PlanningSettings | None]:
            wanted = dialog.settings
            return Act(
                lambda: set_settings(workspace, session_id, wanted),
                _tr("les réglages du planning"),
                lambda before: set_settings(workspace, session_id, before),
            )

        submit_dialog(self._context, dialog, asked)

    def export(
        self, view: PlanningView, *, whose: str = "", panel_id: str | None = None, juror_id: str | None = None
    ) -> bool:
        """Write a calendar of everybody, of one panel or of one juror; returns whether it is on its way.

        ``whose`` joins the name of the file.
        """
        messages, services = self._context.messages, self._context.services
        try:
            events = calendar_events(view, panel_id=panel_id, juror_id=juror_id)
        except Refused as error:
            messages.error(self._owner, error)
            return False
        session = view.scene.session
        name = f"Planning {session.minutes_number} {whose}".strip()
        path = messages.save_file(
            self._owner,
            _tr("Exporter vers un agenda"),
            suggested=f"{safe_stem(name)}.ics",
            filters=_tr("Agendas (*.ics)"),
        )
        if path is None:
            return False
        calendar = f"Jury {view.scene.certification.code} {session.minutes_number}"
        self._context.tasks.run(
            lambda _progress: write_file(
                path, services.calendars.calendar(events, name=calendar, stamp=services.clock())
            ),
            title=_tr("Export vers un agenda"),
            owner=self._owner,
            cancellable=False,
        )
        return True


def _basis(scene: PlanningScene) -> PlanningScene:
    """Return what a search rests on: all but the session's counts."""
    return replace(scene, session=replace(scene.session, planning={}, registrations=0))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Planning", text)
