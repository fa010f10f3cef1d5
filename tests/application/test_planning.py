"""The planning's use cases: settings, absences, other sessions, the problem, places and their inverse."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.absences import (
    Absence,
    absence_of,
    add_unavailability,
    change_unavailability,
    remove_unavailability,
)
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.placing import (
    Place,
    place_defences,
    place_of,
    plan_session,
)
from cisp_desktop.application.planning import (
    PlanningScene,
    PlanningSettings,
    keep_places,
    kept_in,
    problem_of,
    read_scene,
    set_settings,
    settings_of,
    with_begun,
)
from cisp_desktop.application.planning_calendar import calendar_events, juror_named
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.preparing import open_session, set_attendance
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.planning import Break, ConflictCode, Plan, PlanningProblem, PlanStatus, Slot, Who
from cisp_desktop.domain.planning_clash import Clash, ConstraintKind, ConstraintRef
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace, score

TwoRooms = tuple[SqlWorkspace, SessionMade, tuple[str, str]]
NINE = datetime(2022, 12, 14, 9, 0)
OTHER = PlanningSettings(
    time(8, 30), time(17, 0), (Break(time(12), time(13), "Déjeuner"), Break(time(10), time(10, 15), "Café",
    date(2022, 12, 15))), minutes=45, pause=10, grid=15,
)  # fmt: skip


def scene(workspace: SqlWorkspace, made: SessionMade) -> PlanningScene:
    return read_scene(workspace.queries, made.id)


def places(workspace: SqlWorkspace, made: SessionMade) -> dict[str, Place]:
    return {row.id: place_of(row) for row in workspace.queries.registrations(made.id)}


class OneAfterAnother:
    """A planner that hears everybody in the first room, an hour each, from nine on; remembers the problem."""

    def __init__(self) -> None:
        self.problem: PlanningProblem | None = None

    def solve(
        self, problem: PlanningProblem, *, progress: object = None, seconds: float = 10.0
    ) -> Plan | Clash:
        """Place each candidate, the kept ones where they are."""
        self.problem = problem
        slots = [
            Slot(candidate.id, *problem.fixed[candidate.id], candidate.minutes)
            if candidate.id in problem.fixed
            else Slot(candidate.id, problem.rooms[0].id, NINE + timedelta(hours=place), candidate.minutes)
            for place, candidate in enumerate(problem.candidates)
        ]
        return Plan(tuple(slots), PlanStatus.FEASIBLE)


class NeverAny:
    """A planner that finds nothing."""

    def solve(
        self, problem: PlanningProblem, *, progress: object = None, seconds: float = 10.0
    ) -> Plan | Clash:
        """Blame the pause."""
        return Clash((ConstraintRef(ConstraintKind.PAUSE, minutes=problem.pause),))


# --- settings ------------------------------------------------------------------------------------------


def test_settings_survive_their_way_to_the_disk(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert set_settings(workspace, session.id, OTHER) is None
    assert scene(workspace, session).settings == OTHER
    assert PlanningSettings.from_data(OTHER.to_data()) == OTHER


def test_undoing_the_settings_brings_back_those_of_the_centre(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    before = set_settings(workspace, session.id, OTHER)
    assert set_settings(workspace, session.id, before) == OTHER
    row = workspace.queries.session(session.id)
    assert settings_of(row, {"planning": {"minutes": 30}}).minutes == 30


def test_the_same_settings_write_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    set_settings(workspace, session.id, OTHER)
    events = len(workspace.queries.events())
    assert set_settings(workspace, session.id, OTHER) == OTHER
    assert len(workspace.queries.events()) == events


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"last": time(8)}, "slots.hours"), ({"breaks": (Break(time(13), time(12)),)}, "slots.hours"),
     ({"minutes": 4}, "slots.length"), ({"minutes": 481}, "slots.length"), ({"pause": -1}, "slots.length"),
     ({"grid": 0}, "slots.length")],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        PlanningSettings(**changes)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_a_break_is_not_named_with_an_invisible_character(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    wanted = PlanningSettings(breaks=(Break(time(12), time(13), "Dé\u202ejeuner"),))
    with pytest.raises(RuleError, match=r"text\.character"):
        set_settings(workspace, session.id, wanted)
    assert "settings" not in workspace.queries.session(session.id).planning


# --- absences ------------------------------------------------------------------------------------------


def an_absence(session: SessionMade, **changes: object) -> Absence:
    values: dict[str, object] = {
        "who": Who.JUROR, "id": "juror-PRESIDENT", "starts_at": NINE, "ends_at": NINE + timedelta(hours=2),
        "label": "Train",
    }  # fmt: skip
    return Absence(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("who", list(Who))
def test_an_absence_comes_and_goes_with_its_inverse(
    workspace: SqlWorkspace, session: SessionMade, who: Who
) -> None:
    subject = {
        Who.CANDIDATE: session.registrations[0], Who.JUROR: "juror-PRESIDENT", Who.ROOM: session.panel_id
    }[who]  # fmt: skip
    wanted = an_absence(session, who=who, id=subject)
    entry = add_unavailability(workspace, session.id, wanted)
    assert [absence_of(row) for row in workspace.queries.unavailabilities(session.id)] == [wanted]
    assert remove_unavailability(workspace, entry) == wanted
    assert workspace.queries.unavailabilities(session.id) == []
    assert add_unavailability(workspace, session.id, wanted, entry_id=entry) == entry


def test_an_absence_is_changed_and_changed_back(workspace: SqlWorkspace, session: SessionMade) -> None:
    before = an_absence(session)
    entry = add_unavailability(workspace, session.id, before)
    after = an_absence(session, who=Who.CANDIDATE, id=session.registrations[0], label="Examen")
    assert change_unavailability(workspace, entry, after, before=before) == before
    (row,) = workspace.queries.unavailabilities(session.id)
    assert (absence_of(row), row.juror_id) == (after, None)
    with pytest.raises(Refused, match=r"unavailability\.changed_meanwhile"):
        change_unavailability(workspace, entry, before, before=before)
    change_unavailability(workspace, entry, before, before=after)
    assert absence_of(workspace.queries.unavailabilities(session.id)[0]) == before


def test_an_absence_that_ends_before_it_begins_is_refused(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with pytest.raises(RuleError, match=r"unavailability\.period"):
        add_unavailability(workspace, session.id, an_absence(session, ends_at=NINE))
    assert workspace.queries.unavailabilities(session.id) == []


# --- other sessions ------------------------------------------------------------------------------------


def test_a_juror_who_sits_elsewhere_that_day_is_taken(workspace: SqlWorkspace, session: SessionMade) -> None:
    other = make_session(workspace, name="S2", candidates=3)
    hours = [(NINE, 60), (NINE + timedelta(minutes=70), 60), (NINE + timedelta(hours=5), 45)]
    given_places = {
        registration: Place(other.panel_id, starts, minutes)
        for registration, (starts, minutes) in zip(other.registrations, hours, strict=True)
    }
    place_defences(workspace, other.id, given_places)
    engaged = scene(workspace, session).engaged
    president = [(one.starts_at, one.ends_at) for one in engaged if one.id == "juror-PRESIDENT"]
    assert president == [
        (NINE, NINE + timedelta(minutes=130)),
        (NINE + timedelta(hours=5), NINE + timedelta(minutes=345)),
    ]
    assert {one.minutes_number for one in engaged} == {"PV-2022-GRE-S2"}
    rooms = [one for one in engaged if one.who is Who.ROOM]
    assert {(one.id, one.name) for one in rooms} == {(session.panel_id, "Salle 1")}
    place_defences(workspace, session.id, {session.registrations[0]: Place(session.panel_id, NINE, 60)})
    found = {one.code for one in PlanningView(scene(workspace, session)).conflicts}
    assert found == {ConflictCode.JUROR_UNAVAILABLE, ConflictCode.ROOM_UNAVAILABLE}


def test_a_session_without_a_planning_is_told_and_bars_nothing(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    make_session(workspace, name="S2", candidates=2)
    read = scene(workspace, session)
    assert {(one.starts_at, one.ends_at) for one in read.engaged} == {(None, None)}
    assert problem_of(read).unavailable == ()


def test_a_session_of_another_day_or_with_other_people_does_not_matter(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    later = make_session(workspace, name="S2", candidates=1)
    with workspace.unit_of_work() as work:
        moved = open_session(work, later.id)
        moved.starts = moved.ends = date(2022, 12, 20)
        work.commit()
    strangers = make_session(workspace, name="S3", candidates=1, roles=())
    with workspace.unit_of_work() as work:
        work.panels.all_of_session(strangers.id)[0].room = "Salle 9"
        work.commit()
    assert scene(workspace, session).engaged == ()


# --- the problem ---------------------------------------------------------------------------------------


def test_the_problem_holds_whom_the_jury_expects_and_for_how_long(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(session.registrations[1]).extra_time_percent = 33
        work.commit()
    set_attendance(workspace, session.registrations[2], attendance=Attendance.ABSENT)
    set_settings(workspace, session.id, OTHER)
    problem = problem_of(scene(workspace, session))
    assert [(one.id, one.minutes) for one in problem.candidates] == [
        (session.registrations[0], 45), (session.registrations[1], 60),
    ]  # fmt: skip
    assert [(day.day, day.first, day.last) for day in problem.days] == [
        (date(2022, 12, 14), time(8, 30), time(17)), (date(2022, 12, 15), time(8, 30), time(17)),
    ]  # fmt: skip
    assert (problem.breaks, problem.pause, problem.grid) == (OTHER.breaks, 10, 15)


def test_nobody_is_sent_to_a_room_without_a_jury_while_another_has_one(workspace: SqlWorkspace) -> None:
    made, bare = make_session(workspace), make_session(workspace, name="S2", roles=())
    empty, other = (add_panel(workspace, one.id, name="Jury B") for one in (made, bare))
    barred = {c.barred_rooms for c in problem_of(scene(workspace, made)).candidates}
    assert barred == {(empty,)}
    assert {c.barred_rooms for c in problem_of(scene(workspace, bare)).candidates} == {()}
    assert other != empty


def test_candidates_change_panel_unless_they_are_to_stay(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    assert {one.room_id for one in problem_of(scene(workspace, session)).candidates} == {session.panel_id}
    add_panel(workspace, session.id, name="Jury 2")
    read = scene(workspace, session)
    assert {one.room_id for one in problem_of(read).candidates} == {None}
    assert {one.room_id for one in problem_of(read, stay=True).candidates} == {session.panel_id}


def test_who_is_kept_or_begun_stays_as_long_and_where_it_was(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    add_panel(workspace, session.id, name="Jury 2")
    first, second, third = session.registrations
    place_defences(workspace, session.id, {
        one: Place(session.panel_id, NINE + timedelta(hours=hour), 50)
        for hour, one in enumerate((first, second, third))
    })  # fmt: skip
    score(workspace, session, second, blocks=session.blocks[:1], seal=False)
    problem = problem_of(with_begun(workspace.queries, scene(workspace, session)), kept=[first])
    assert set(problem.fixed) == {first, second}
    assert problem.fixed[second] == (session.panel_id, NINE + timedelta(hours=1))
    assert [(one.minutes, one.room_id) for one in problem.candidates] == [
        (50, None), (50, session.panel_id), (60, None),
    ]  # fmt: skip


def test_pins_are_kept_and_taken_back(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert keep_places(workspace, session.id, session.registrations[:1]) == frozenset()
    assert kept_in(workspace.queries.session(session.id)) == {session.registrations[0]}
    assert keep_places(workspace, session.id, ()) == {session.registrations[0]}
    assert kept_in(workspace.queries.session(session.id)) == frozenset()


# --- places --------------------------------------------------------------------------------------------


def test_a_length_out_of_range_is_no_place() -> None:
    for minutes in (4, 641):
        with pytest.raises(RuleError, match=r"slots\.length"):
            Place("panel", NINE, minutes)


def test_a_stranger_or_unknown_panel_changes_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    good = {session.registrations[0]: Place(session.panel_id, NINE, 45)}
    with pytest.raises(Refused, match=r"registration\.not_found"):
        place_defences(workspace, session.id, good | {"stranger": Place(session.panel_id)})
    with pytest.raises(Refused, match=r"panel\.not_found"):
        place_defences(workspace, session.id, good | {session.registrations[1]: Place("elsewhere")})
    assert places(workspace, session)[session.registrations[0]].starts_at is None


def test_a_place_that_changed_since_it_was_seen_is_not_overwritten(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    seen = {first: places(workspace, session)[first]}
    stands = {first: Place(session.panel_id, NINE, 45)}
    place_defences(workspace, session.id, stands, seen=seen)
    with pytest.raises(Refused, match=r"slots\.changed_meanwhile"):
        place_defences(workspace, session.id, {first: Place(session.panel_id, NINE, 60)}, seen=seen)
    assert places(workspace, session)[first] == stands[first]


def test_who_is_being_scored_does_not_change_panel(workspace: SqlWorkspace, session: SessionMade) -> None:
    other = add_panel(workspace, session.id, name="Jury 2")
    score(workspace, session, session.registrations[0], blocks=session.blocks[:1], seal=False)
    with pytest.raises(Refused, match=r"registration\.panel_scored"):
        place_defences(workspace, session.id, {session.registrations[0]: Place(other, NINE, 60)})


def test_nothing_is_written_when_nothing_changes(workspace: SqlWorkspace, session: SessionMade) -> None:
    wanted = {session.registrations[0]: Place(session.panel_id, NINE, 45)}
    place_defences(workspace, session.id, wanted)
    events = len(workspace.queries.events())
    assert place_defences(workspace, session.id, wanted) == wanted
    assert len(workspace.queries.events()) == events


def a_place(panels: tuple[str, ...]) -> st.SearchStrategy[Place]:
    starts = st.integers(0, 2 * 24 * 12 - 1).map(lambda step: NINE + timedelta(minutes=5 * step))
    placed = st.builds(Place, st.sampled_from(panels), starts, st.integers(5, 640))
    return placed | st.builds(Place, st.sampled_from(panels))


@pytest.fixture(scope="module")
def two_rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoRooms]:
    """A session of three candidates and two panels, shared by the examples."""
    opened = make_workspace(tmp_path_factory.mktemp("places"))
    made = make_session(opened)
    yield opened, made, (made.panel_id, add_panel(opened, made.id, name="Jury 2"))
    opened.abandon()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_placing_then_its_inverse_changes_nothing(two_rooms: TwoRooms, data: st.DataObject) -> None:
    workspace, made, panels = two_rooms
    one_place = st.dictionaries(st.sampled_from(made.registrations), a_place(panels))
    first: Mapping[str, Place] = data.draw(one_place)
    place_defences(workspace, made.id, first)
    stood = places(workspace, made)
    before = place_defences(workspace, made.id, data.draw(one_place))
    place_defences(workspace, made.id, before)
    assert places(workspace, made) == stood


# --- the whole -----------------------------------------------------------------------------------------


def test_a_planning_found_is_stored_with_its_settings(workspace: SqlWorkspace, session: SessionMade) -> None:
    keep_places(workspace, session.id, [session.registrations[1]])
    stands = Place(session.panel_id, NINE + timedelta(hours=7), 30)
    place_defences(workspace, session.id, {session.registrations[1]: stands})
    planner = OneAfterAnother()
    found = plan_session(workspace, session.id, planner=planner, settings=OTHER)
    assert isinstance(found, Plan)
    assert places(workspace, session) == {
        session.registrations[0]: Place(session.panel_id, NINE, 45),
        session.registrations[1]: stands,
        session.registrations[2]: Place(session.panel_id, NINE + timedelta(hours=2), 45),
    }
    assert scene(workspace, session).settings == OTHER


def test_a_clash_changes_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    stood = places(workspace, session)
    assert isinstance(plan_session(workspace, session.id, planner=NeverAny(), settings=OTHER), Clash)
    assert places(workspace, session) == stood
    assert scene(workspace, session).settings == PlanningSettings()


def test_the_first_free_place_has_no_conflict_and_none_is_said_to_be_none(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, second, _ = session.registrations
    place_defences(workspace, session.id, {first: Place(session.panel_id, NINE, 60)})
    slot = PlanningView(scene(workspace, session)).first_free(second)
    assert slot == Slot(second, session.panel_id, NINE + timedelta(hours=1), 60)
    set_settings(workspace, session.id, PlanningSettings(time(9), time(9, 30)))
    assert PlanningView(scene(workspace, session)).first_free(second) is None


def test_a_trial_tells_what_concerns_the_candidate(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, second, third = session.registrations
    place_defences(workspace, session.id, {
        first: Place(session.panel_id, NINE, 60), second: Place(session.panel_id, NINE, 60),
    })  # fmt: skip
    view = PlanningView(scene(workspace, session))
    assert view.judged(Slot(third, session.panel_id, NINE + timedelta(hours=1), 60)) == ()
    said = view.judged(Slot(third, session.panel_id, NINE + timedelta(minutes=30), 60))
    assert [words.count("DUPONT3") for words in said] == [1, 1]
    assert len(view.sentences) == 1


# --- the calendar --------------------------------------------------------------------------------------


def test_a_calendar_names_the_candidates_and_nothing_private(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    plan_session(workspace, session.id, planner=OneAfterAnother())
    view = PlanningView(scene(workspace, session))
    events = calendar_events(view)
    assert events[0].title == "Jury RNCP36128 — passage n°\u00a01 — DUPONT1 Zoé"
    assert (events[1].starts, events[1].minutes) == (NINE + timedelta(hours=1), 60)
    assert events[0].place == "Salle 1, Grenoble"
    assert [event.uid for event in events] == [event.uid for event in calendar_events(view)]


def test_a_jurors_calendar_leaves_out_who_is_recused(workspace: SqlWorkspace, session: SessionMade) -> None:
    plan_session(workspace, session.id, planner=OneAfterAnother())
    seat = session.seats[Role.CENTRE]
    recuse(workspace, session.registrations[0], seat_id=seat, ground=RecusalGround.TRAINED)
    view = PlanningView(scene(workspace, session))
    events = calendar_events(view, juror_id=juror_named(view, "roux helene"))
    assert [event.title[-12:] for event in events] == [" DUPONT2 Zoé", " DUPONT3 Zoé"]
    with pytest.raises(Refused, match=r"panel\.unknown_juror"):
        juror_named(view, "PERSONNE")


def test_an_empty_calendar_is_refused(workspace: SqlWorkspace, session: SessionMade) -> None:
    with pytest.raises(Refused, match=r"planning\.nothing_placed"):
        calendar_events(PlanningView(scene(workspace, session)))
