"""``planning``: find a planning, show it with what is wrong, hand it to a calendar.

Must not know how a planning is found.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from cisp_desktop.application.files import write_file
from cisp_desktop.application.placing import plan_session
from cisp_desktop.application.planning import PlanningSettings, read_scene
from cisp_desktop.application.planning_calendar import calendar_events, juror_named
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.wording import clock, plural, sentence_of, short_day
from cisp_desktop.application.wording_planning import ADVICE, clash_sentence, read_hour
from cisp_desktop.cli.console import REFUSED, Console
from cisp_desktop.cli.parameters import Folder, Json, Secret, Session, console_of, opened
from cisp_desktop.domain.planning import Break
from cisp_desktop.domain.planning_clash import Clash

planning_app = typer.Typer(help="Planning des passages : proposer, montrer, exporter vers un agenda.")

Hour = Annotated[str | None, typer.Option(metavar="HEURE", help="Par exemple 09:00.")]


@planning_app.command("make")
def make(
    context: typer.Context,
    folder: Folder,
    session: Session,
    first: Hour = None,
    last: Hour = None,
    minutes: Annotated[
        int | None, typer.Option(metavar="MIN", help="La durée d’un passage, si la fiche n’en dit rien.")
    ] = None,
    pause: Annotated[int | None, typer.Option(metavar="MIN", help="Entre deux passages.")] = None,
    grid: Annotated[int | None, typer.Option(metavar="MIN", help="Le pas des débuts.")] = None,
    breaks: Annotated[
        list[str] | None,
        typer.Option("--break", metavar="PAUSE", help="« 12:30-13:30 Déjeuner », autant de fois qu’il faut."),
    ] = None,
    stay: Annotated[bool, typer.Option("--stay", help="Laisse chaque candidat dans son jury.")] = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Cherche un planning et l’enregistre ; sans solution, nomme les contraintes qui s’opposent."""
    console = console_of(context)
    wanted: dict[str, Any] = {
        "first": _hour(first), "last": _hour(last), "minutes": minutes, "pause": pause, "grid": grid,
        "breaks": tuple(map(_break, breaks)) if breaks else None,
    }  # fmt: skip
    wanted = {name: value for name, value in wanted.items() if value is not None}
    with opened(console, folder, secret) as workspace:
        scene = read_scene(workspace.queries, session)
        settings: PlanningSettings | None = replace(scene.settings, **wanted) if wanted else None
        found = plan_session(
            workspace, session, planner=console.services.planner, settings=settings, stay=stay
        )
        view = PlanningView(read_scene(workspace.queries, session))
    if isinstance(found, Clash):
        _tell_clash(console, found, view)
    slots = _slots_data(view)
    console.result(
        {"placed": len(slots), "status": found.status.value, "slots": slots},
        [plural(len(slots), "candidat placé", "candidats placés"), *map(_slot_line, slots)],
    )


@planning_app.command("show")
def show(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Montre les passages, ce qui ne va pas, et qui n’a pas d’horaire."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        view = PlanningView(read_scene(workspace.queries, session))
    slots = _slots_data(view)
    waiting = [{"number": row.number, "name": view.names.people[row.id]} for row in view.waiting]
    conflicts = [said for _, said in view.sentences]
    console.result(
        {"slots": slots, "waiting": waiting, "conflicts": conflicts},
        [
            *map(_slot_line, slots),
            *(f"Sans horaire : {one['number']}  {one['name']}" for one in waiting),
            *(f"! {said}" for said in conflicts),
        ],
    )


@planning_app.command("export")
def export(
    context: typer.Context,
    folder: Folder,
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le fichier .ics à écrire.")],
    juror: Annotated[
        str | None, typer.Option("--juror", metavar="NOM", help="Les passages de ce juré seulement.")
    ] = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit le planning pour un agenda (.ics)."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        view = PlanningView(read_scene(workspace.queries, session))
    events = calendar_events(view, juror_id=juror_named(view, juror) if juror is not None else None)
    name = f"Jury {view.scene.certification.code} {view.scene.session.minutes_number}"
    content = console.services.calendars.calendar(events, name=name, stamp=console.services.clock())
    write_file(file, content)
    console.result(
        {"events": len(events), "path": str(file.resolve())},
        [f"{plural(len(events), 'passage écrit', 'passages écrits')} : {file.resolve()}"],
    )


def _tell_clash(console: Console, clash: Clash, view: PlanningView) -> NoReturn:
    told = [
        {"kind": ref.kind.value, "message": clash_sentence(ref, view.names), "advice": ADVICE[ref.kind]}
        for ref in clash.constraints
    ]
    console.fail(
        "planning.clash",
        sentence_of("planning.clash", {}),
        exit_code=REFUSED,
        details=[f"{one['message']}. {one['advice']}" for one in told],
        constraints=told,
        smallest=clash.smallest,
    )


def _slots_data(view: PlanningView) -> Sequence[dict[str, Any]]:
    return [
        {
            "number": view.rows[slot.candidate_id].number,
            "name": view.names.people[slot.candidate_id],
            "panel": view.names.rooms[slot.room_id],
            "starts": slot.starts.isoformat(timespec="minutes"),
            "minutes": slot.minutes,
            "day": short_day(slot.starts.date()),
            "hour": clock(slot.starts),
        }
        for slot in view.in_order()
    ]


def _slot_line(slot: dict[str, Any]) -> str:
    when = f"{slot['day']}  {slot['hour']}  {slot['minutes']} min"
    return f"{when}  {slot['panel']}  {slot['number']}  {slot['name']}"


def _hour(text: str | None) -> time | None:
    if text is None:
        return None
    found = read_hour(text)
    if found is None:
        raise typer.BadParameter(f"« {text} » n’est pas une heure. Écrivez par exemple 09:00.")
    return found


def _break(text: str) -> Break:
    hours, _, label = text.strip().partition(" ")
    starts, _, ends = hours.partition("-")
    first, last = read_hour(starts), read_hour(ends)
    if first is None or last is None:
        raise typer.BadParameter(
            f"« {text} » n’est pas une pause. Écrivez par exemple « 12:30-13:30 Déjeuner »."
        )
    return Break(first, last, label.strip())
