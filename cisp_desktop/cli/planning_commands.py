"""``planning``: find a planning, show it with what is wrong, hand it to a calendar.

Must not know how a planning is found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from cisp_desktop.application.exporting import CALENDAR, check_target
from cisp_desktop.application.files import write_file
from cisp_desktop.application.placing import (
    Move,
    find_planning,
    moves_to_confirm,
    place_of,
    places_of,
    take_plan,
)
from cisp_desktop.application.planning import (
    PlanningScene,
    PlanningSettings,
    centre_settings,
    read_scene,
    set_settings,
)
from cisp_desktop.application.planning_calendar import calendar_events, juror_named
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.wording import clock, plural, sentence_of, short_day
from cisp_desktop.application.wording_planning import (
    ADVICE,
    clash_sentence,
    length_lines,
    move_lines,
    moves_words,
    names_of,
    settings_words,
)
from cisp_desktop.cli.choices import break_of, hour_of
from cisp_desktop.cli.console import REFUSED, Console
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, Session, Yes, console_of, opened
from cisp_desktop.domain.planning import Plan
from cisp_desktop.domain.planning_clash import Clash

planning_app = typer.Typer()


def _hour_option(what: str, usual: str) -> Any:
    return typer.Option(metavar="HEURE", help=f"{what} ; au départ {usual}.")


@planning_app.command("make")
def make(
    context: typer.Context,
    folder: Folder,
    session: Session,
    first: Annotated[str | None, _hour_option("La première heure", "09:00")] = None,
    last: Annotated[str | None, _hour_option("La dernière heure", "18:00")] = None,
    minutes: Annotated[
        int | None,
        typer.Option(metavar="MIN", help="La durée d’un passage, si la fiche n’en dit rien ; au départ 60."),
    ] = None,
    pause: Annotated[
        int | None, typer.Option(metavar="MIN", help="Entre deux passages ; au départ 0.")
    ] = None,
    grid: Annotated[int | None, typer.Option(metavar="MIN", help="Le pas des débuts ; au départ 5.")] = None,
    breaks: Annotated[
        list[str] | None,
        typer.Option(
            "--break",
            metavar="PAUSE",
            help="« 12:30-13:30 Déjeuner », autant de fois qu’il faut ; au départ celle-là.",
        ),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Repart des réglages du centre, ou de ceux de départ.")
    ] = False,
    stay: Annotated[bool, typer.Option("--stay", help="Laisse chaque candidat dans son jury.")] = False,
    yes: Yes = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Cherche un planning et l’enregistre ; sans solution, nomme les contraintes qui s’opposent.

    Les réglages donnés sont gardés pour la fois suivante ; ceux qui servent sont écrits à chaque fois. Si des
    candidats changeaient de jury, si la session est prête ou si des convocations sont parties, les nomme et
    n’écrit rien sans --yes. Sans candidat, ou sans changement, le code de sortie est 0.
    """
    console = console_of(context)
    wanted = _wanted(
        first=hour_of(first) if first is not None else None,
        last=hour_of(last) if last is not None else None, minutes=minutes, pause=pause, grid=grid,
        breaks=tuple(map(break_of, breaks)) if breaks else None,
    )  # fmt: skip
    with opened(console, folder, secret) as workspace:
        scene, plan, moves = _plan(console, workspace, session, wanted, reset=reset, stay=stay, accepted=yes)
        view = PlanningView(read_scene(workspace.queries, session))
        _tell_plan(console, scene, plan, moves=moves, view=view)


def _wanted(**settings: object) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if value is not None}


def _plan(
    console: Console,
    workspace: Workspace,
    session_id: str,
    wanted: Mapping[str, Any],
    *,
    reset: bool,
    stay: bool,
    accepted: bool,
) -> tuple[PlanningScene, Plan, list[Move]]:
    """Find a planning with the settings told, and store both unless somebody has to agree first."""
    before = read_scene(workspace.queries, session_id)
    base = centre_settings(workspace.queries, before.session) if reset else before.settings
    settings = replace(base, **wanted)
    console.note(_settings_line(settings))
    for line in length_lines(before):
        console.note(f"  {line}")
    scene, found = find_planning(
        workspace.queries, session_id, planner=console.services.planner, settings=settings, stay=stay
    )
    if isinstance(found, Clash):
        _tell_clash(console, found, PlanningView(scene))
    moves = moves_to_confirm(scene, places_of(found))
    if moves and not accepted:
        _refuse_moves(console, moves, scene)
    take_plan(workspace, scene, found)
    if wanted or reset:
        set_settings(workspace, session_id, settings if wanted else None)
    return scene, found, moves


def _tell_plan(
    console: Console, scene: PlanningScene, plan: Plan, *, moves: Sequence[Move], view: PlanningView
) -> None:
    if not view.rows:
        console.note("Aucun candidat à placer.")
    elif all(
        place_of(row) == place_of(view.rows[row.id]) for row in scene.registrations if row.id in view.rows
    ):
        console.note("Les passages n’ont pas changé.")
    slots, moved = _slots_data(view), move_lines(moves, view.names)
    console.result(
        {
            "placed": len(slots), "status": plan.status.value, "settings": scene.settings.to_data(),
            "moved": moved, "slots": slots,
        },
        [
            *(f"Déplacé : {line}" for line in moved),
            plural(len(slots), "candidat placé", "candidats placés"),
            *map(_slot_line, slots),
        ],
    )  # fmt: skip


def _settings_line(settings: PlanningSettings) -> str:
    return f"Réglages : {settings_words(settings)} · un début possible toutes les {settings.grid}\u00a0min"


def _refuse_moves(console: Console, moves: Sequence[Move], scene: PlanningScene) -> NoReturn:
    lines = move_lines(moves, names_of(scene))
    message = sentence_of("planning.moves", {"moves": moves_words(moves)})
    console.fail("planning.moves", message, exit_code=REFUSED, details=lines, moves=lines)


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
    settings = view.scene.settings
    console.note(_settings_line(settings))
    console.result(
        {"settings": settings.to_data(), "slots": slots, "waiting": waiting, "conflicts": conflicts},
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
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit le planning pour un agenda (.ics)."""
    console = console_of(context)
    check_target(file, CALENDAR, replaces=force)
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
