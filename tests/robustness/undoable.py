"""Every undoable act of the application layer with its inverse, as the window pairs them.

An act is drawn over a small session and given as ``Pair(do, undo)``. What is compared before and after is
``content_of``: every table, histories by what counts of them. This module must not know a screen.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from cisp_desktop.application.absences import (
    Absence,
    absence_of,
    add_unavailability,
    change_unavailability,
    remove_unavailability,
)
from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.candidate_editing import (
    FieldChange,
    add_registration,
    edit_registration,
    new_addition,
    value_of,
)
from cisp_desktop.application.candidate_merging import merge_registrations, set_apart, unmerge
from cisp_desktop.application.candidate_removal import remove_registration, restore_registration
from cisp_desktop.application.centres import CentreSettings, edit_centre
from cisp_desktop.application.comment_templates import (
    add_template,
    change_template,
    move_template,
    remove_template,
)
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.incidents import (
    IncidentEntry,
    amend_incident,
    entry_of,
    record_incident,
    unrecord_incident,
    withdraw_incident,
)
from cisp_desktop.application.juror_register import (
    JurorDetails,
    add_juror,
    details_of,
    edit_juror,
    remove_juror,
)
from cisp_desktop.application.jurors import recuse, withdraw_recusal
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence, remove_equivalence
from cisp_desktop.application.not_sitting import state_not_sitting, take_statement_back
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.panels import (
    PanelSaid,
    add_panel,
    describe_panel,
    place_candidates,
    remove_panel,
    restore_panel,
)
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.planning import PlanningSettings, keep_places, set_settings
from cisp_desktop.application.preparing import check_identity
from cisp_desktop.application.reading_notes import (
    NoteContent,
    NoteDraft,
    add_note,
    change_note,
    remove_note,
    share_note,
)
from cisp_desktop.application.rounds import cancel_round, open_round
from cisp_desktop.application.scoring import EMPTY, MarkValue, give_marks
from cisp_desktop.application.session_cancelling import cancel_session, take_up_session
from cisp_desktop.application.stand_ins import (
    call_substitute,
    come_back,
    dismiss,
    leave,
    leave_again,
    set_aside,
    take_up,
)
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.domain.panel import Juror, RecusalGround, Role, Seat
from cisp_desktop.domain.planning import Who
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import GLOBAL_ITEM, MarkStatus, NotEvaluatedReason, scored_items
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import (
    PASSPHRASE,
    SessionMade,
    make_room,
    make_session,
    make_store,
    make_workspace,
    score_by_all,
)
from tests.fakes import FakeIdentities

Draw = Callable[[st.SearchStrategy[Any]], Any]
WORDS = st.sampled_from(["Bruit", "Élodie", "Œuvre", "Léa-Zoé", "à revoir", "R2 d2"])


@dataclass(frozen=True)
class Pair:
    """An act and its inverse, which gets what the act returned."""

    do: Callable[[], Any]
    undo: Callable[[Any], object]


@dataclass
class Scene:
    """A workspace, its session with two panels, a substitute of the first, and a dossier to read."""

    workspace: SqlWorkspace
    made: SessionMade
    room: SessionMade
    substitute: str
    dossier: str
    counted: int = 0

    def new_id(self, kind: str) -> str:
        """Return an identifier that nobody has yet."""
        self.counted += 1
        return f"{kind}-{self.counted}"

    @property
    def everybody(self) -> list[str]:
        """The registrations that there are now."""
        return [row.id for row in self.workspace.queries.registrations(self.made.id)]


def make_scene(workspace: SqlWorkspace) -> Scene:
    """Make the session: three candidates before the first panel, one before the second."""
    made = make_session(workspace, candidates=4)
    room = make_room(workspace, made, candidates=(3,))
    with workspace.unit_of_work() as work:
        juror = Juror("juror-standby", "LEROY Paul", "", "Employeur")
        work.jurors.add(juror)
        panel = work.panels.get(made.panel_id)
        panel.seats.append(Seat("standby", panel.id, juror.id, Role.PROFESSIONAL, juror=juror, standby=True))
        kind = next(
            a.dossier_kind for b in made.certification.blocks for a in b.assessments if a.dossier_kind
        )
        work.dossiers.add(
            Dossier("d1", made.registrations[0], kind, "d.pdf", "0" * 64, 10, 5, workspace.clock())
        )
        work.commit()
    return Scene(workspace, made, room, "standby", "d1")


@cache
def _template(deliberating: bool) -> tuple[Path, Scene]:
    folder = Path(tempfile.mkdtemp(prefix="cisp-scene-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    scene = make_scene(make_workspace(folder))
    if deliberating:
        for registration_id in scene.made.registrations[:2]:
            score_by_all(scene.workspace, scene.made, registration_id)
        open_deliberation(scene.workspace, scene.made.id)
    scene.workspace.abandon()
    return scene.workspace.path, scene


def open_scene(folder: Path, *, deliberating: bool = False) -> Scene:
    """Open a copy, in ``folder``, of the scene that was made once per process.

    ``deliberating``: two candidates were scored by all, and the jury has seen its proposals.
    """
    source, scene = _template(deliberating)
    shutil.copytree(source, folder / "workspace")
    return replace(scene, workspace=make_store().open(folder / "workspace", PASSPHRASE))


# --- what is compared ---------------------------------------------------------------------------------

LEFT_OUT = {
    "audit_event", "dossier_page", "timer_event", "reading_place", "credential", "cancelled_number",
}  # fmt: skip
"""The journal keeps both acts, the register every number once
cancelled; pages follow dossiers; a timer is put back to zero, never undone; a page that
was looked at is no act; a code once given holds on."""
RENAMED = {
    "recusal": "id", "outside_result": "id", "stand_in": "id", "held_block": "id",
    "document_template": "updated_at",
}  # fmt: skip
"""What comes back under a new identifier, that nothing refers to, or at a new hour."""
HISTORIES = {
    "decision": (("registration_id", "block_id"), ("value", "reason", "casting_vote")),
    "advice": (("registration_id", "block_id"), ("recommendation", "conditions")),
    "mark": (("sheet_id", "item"), ("status", "level", "points", "reason", "comment")),
}
"""Tables that only grow: what counts is the latest row of each key, if it says anything."""


def content_of(workspace: SqlWorkspace) -> dict[str, list[Any]]:
    """Return all that is stored and counts, table by table."""
    found: dict[str, list[Any]] = {}
    with workspace._reading.connect() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                found[table.name] = [dict(row._mapping) for row in connection.execute(select(table))]
    votes = _standing_votes(found)
    for name, (key, said) in HISTORIES.items():
        found[name] = _latest(found[name], key, said)
    marked = {row["sheet_id"] for row in found["mark"]}
    found["score_sheet"] = [
        {**row, "last_sequence": None}
        for row in found["score_sheet"]
        if row["id"] in marked or row["sealed_at"] or row["set_aside_reason"]
    ]
    found["vote"] = votes
    for row in found["jury_session"]:
        row["planning"] = _said(row["planning"])
    for row in found["centre"]:
        row["defaults"] = {
            key: value for key, value in row["defaults"].items() if value != PlanningSettings().to_data()
        }
    for name, column in RENAMED.items():
        for row in found[name]:
            del row[column]
    return {name: sorted(map(repr, rows)) for name, rows in found.items()}


def _latest(rows: list[dict[str, Any]], key: tuple[str, ...], said: tuple[str, ...]) -> list[dict[str, Any]]:
    latest: dict[Any, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda one: one["sequence"]):
        latest[tuple(row[name] for name in key)] = row
    kept = [{name: row[name] for name in (*key, *said)} for row in latest.values()]
    return [
        row for row in kept if any(row[name] not in (MarkStatus.WITHDRAWN, None, "", False) for name in said)
    ]


def _standing_votes(found: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    last: dict[Any, dict[str, Any]] = {}
    for row in sorted(found["decision"], key=lambda one: one["sequence"]):
        last[row["registration_id"], row["block_id"]] = row
    votes = []
    for row in found["vote"]:
        decision = last.get((row["registration_id"], row["block_id"]))
        if decision is not None and decision["sequence"] == row["sequence"]:
            votes.append({name: value for name, value in row.items() if name != "sequence"})
    return votes


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


# --- the acts -----------------------------------------------------------------------------------------


def edited_fields(scene: Scene, draw: Draw) -> Pair:
    """Cells of the candidates' table."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    row = workspace.queries.registration(chosen)
    wanted = {
        "usage_name": WORDS, "employer": WORDS, "companion": WORDS, "accommodations": WORDS,
        "experience_years": st.integers(0, 30), "entry_level": st.sampled_from([3, 4, 5, None]),
        "email": st.sampled_from(["", "a@b.fr"]), "birth_place": WORDS, "minutes": st.sampled_from([30, 45]),
        "presented": st.sampled_from([tuple(scene.made.blocks), tuple(scene.made.blocks[:2])]),
    }  # fmt: skip
    field = draw(st.sampled_from(sorted(wanted)))
    change = {field: FieldChange(value_of(row, field), draw(wanted[field]))}
    return Pair(
        lambda: edit_registration(workspace, chosen, changes=change),
        lambda inverse: edit_registration(workspace, chosen, changes=inverse),
    )


def added_candidate(scene: Scene, draw: Draw) -> Pair:
    """A line added to the table."""
    workspace = scene.workspace
    number = scene.new_id("N")
    addition = new_addition(
        {
            "number": number, "birth_name": draw(WORDS).upper(), "first_names": "Ana", "civility": "Mme",
            "sex": "F", "birth_date": date(1990, 2, 1), "birth_place": "Grenoble",
            "access_path": "CONTINUING_EDUCATION", "birth_country": "FRANCE",
        }
    )  # fmt: skip
    return Pair(
        lambda: add_registration(workspace, scene.made.id, addition),
        lambda made: remove_registration(workspace, made),
    )


def removed_candidate(scene: Scene, draw: Draw) -> Pair | None:
    """A line taken out; with its dossiers it goes for good, and the window says so before."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    if any(one.registration_id == chosen for one in workspace.queries.dossiers(scene.made.id)):
        return None
    return Pair(
        lambda: remove_registration(workspace, chosen),
        lambda removed: restore_registration(workspace, removed),
    )


def merged_candidates(scene: Scene, draw: Draw) -> Pair:
    """Two lines of one person."""
    workspace = scene.workspace
    keep, drop = draw(st.sampled_from(scene.everybody)), draw(st.sampled_from(scene.everybody))
    return Pair(
        lambda: merge_registrations(workspace, keep=keep, drop=drop, values={}),
        lambda merged: unmerge(workspace, merged),
    )


def said_apart(scene: Scene, draw: Draw) -> Pair:
    """Two lines of two persons."""
    workspace = scene.workspace
    one, two = draw(st.sampled_from(scene.everybody)), draw(st.sampled_from(scene.everybody))
    apart = draw(st.booleans())
    return Pair(
        lambda: set_apart(workspace, scene.made.id, one, second=two, apart=apart),
        lambda before: set_apart(workspace, scene.made.id, one, second=two, apart=before),
    )


def recused(scene: Scene, draw: Draw) -> Pair:
    """A recusal declared."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    seat = draw(st.sampled_from([*scene.made.seats.values(), scene.substitute]))
    ground = draw(st.sampled_from(list(RecusalGround)))
    return Pair(
        lambda: recuse(workspace, chosen, seat_id=seat, ground=ground, detail="lien"),
        lambda _id: withdraw_recusal(workspace, chosen, seat_id=seat),
    )


def recusal_taken_back(scene: Scene, draw: Draw) -> Pair | None:
    """A recusal withdrawn."""
    workspace = scene.workspace
    rows = [row for panel in workspace.queries.panels(scene.made.id) for row in panel.recusals]
    if not rows:
        return None
    row = draw(st.sampled_from(rows))
    return Pair(
        lambda: withdraw_recusal(workspace, row.registration_id, seat_id=row.seat_id),
        lambda _none: recuse(
            workspace,
            row.registration_id,
            seat_id=row.seat_id,
            ground=row.ground,
            detail=row.detail,
            restored=True,
        ),
    )


def attended(scene: Scene, draw: Draw) -> Pair:
    """Whether a candidate came."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    at = datetime(2022, 12, 14, 7, draw(st.integers(0, 59))).astimezone()
    coming = draw(
        st.sampled_from(
            [
                *(Coming(one) for one in Attendance if one is not Attendance.EXCUSED),
                Coming(Attendance.PRESENT, arrived_at=at),
                Coming(Attendance.WITHDRAWN, left_at=at, excuse="souffrant"),
                Coming(Attendance.EXCUSED, excuse="train supprimé"),
            ]
        )
    )
    return Pair(
        lambda: attend(workspace, chosen, coming),
        lambda before: attend(workspace, chosen, before, restored=True),
    )


def identity_checked(scene: Scene, draw: Draw) -> Pair:
    """Who looked at the identity document."""
    workspace, chosen, by = scene.workspace, draw(st.sampled_from(scene.everybody)), draw(WORDS)
    return Pair(
        lambda: check_identity(workspace, chosen, by=by),
        lambda before: check_identity(workspace, chosen, by=before),
    )


def panel_edited(scene: Scene, draw: Draw) -> Pair:
    """What is said of a panel: name, room, secretary, certifier's representative, who sits at a distance."""
    workspace = scene.workspace
    panel = draw(st.sampled_from([scene.made.panel_id, scene.room.panel_id]))
    row = next(one for one in workspace.queries.panels(scene.made.id) if one.id == panel)
    remote = {seat.id: draw(WORDS) for seat in row.seats if draw(st.booleans())}
    said = PanelSaid(draw(WORDS), draw(WORDS), draw(WORDS), draw(WORDS), remote)
    return Pair(
        lambda: describe_panel(workspace, panel, said),
        lambda before: describe_panel(workspace, panel, before),
    )


def panel_not_sitting(scene: Scene, draw: Draw) -> Pair:
    """That a panel could not sit, and who was not there."""
    workspace, panel = scene.workspace, draw(st.sampled_from([scene.made.panel_id, scene.room.panel_id]))
    row = next(one for one in workspace.queries.panels(scene.made.id) if one.id == panel)
    why, absent = draw(WORDS), [seat.id for seat in row.seats if draw(st.booleans())]
    return Pair(
        lambda: state_not_sitting(workspace, panel, by="MARTIN Anne", why=why, absent=absent),
        lambda _none: take_statement_back(workspace, panel),
    )


def panel_sitting_after_all(scene: Scene, draw: Draw) -> Pair:
    """A statement taken back, where one was made."""
    workspace, panel = scene.workspace, draw(st.sampled_from([scene.made.panel_id, scene.room.panel_id]))
    return Pair(
        lambda: take_statement_back(workspace, panel),
        lambda before: state_not_sitting(
            workspace, panel, by="MARTIN Anne", why=before.why, at=before.at, absent=before.absent
        ),
    )


def session_cancelled(scene: Scene, draw: Draw) -> Pair:
    """The session cancelled."""
    workspace, why = scene.workspace, draw(WORDS)
    return Pair(
        lambda: cancel_session(workspace, scene.made.id, by="ROUX Hélène", why=why),
        lambda _none: take_up_session(workspace, scene.made.id),
    )


def session_taken_up(scene: Scene, draw: Draw) -> Pair:
    """A cancelled session taken up, where it was cancelled."""
    workspace = scene.workspace
    return Pair(
        lambda: take_up_session(workspace, scene.made.id),
        lambda before: cancel_session(workspace, scene.made.id, by=before.by, why=before.why, at=before.at),
    )


def panel_added(scene: Scene, draw: Draw) -> Pair:
    """Another panel."""
    workspace, panel = scene.workspace, scene.new_id("panel")
    return Pair(
        lambda: add_panel(workspace, scene.made.id, name=panel, room=draw(WORDS), panel_id=panel),
        lambda made: remove_panel(workspace, made),
    )


def panel_removed(scene: Scene, draw: Draw) -> Pair:
    """A panel taken out, where it can be."""
    workspace = scene.workspace
    panel = draw(st.sampled_from([row.id for row in workspace.queries.panels(scene.made.id)]))
    return Pair(lambda: remove_panel(workspace, panel), lambda removed: restore_panel(workspace, removed))


def candidates_moved(scene: Scene, draw: Draw) -> Pair:
    """Candidates before another panel."""
    workspace = scene.workspace
    panel: str = draw(st.sampled_from([row.id for row in workspace.queries.panels(scene.made.id)]))
    places: dict[str, str] = dict.fromkeys(
        draw(st.lists(st.sampled_from(scene.everybody), min_size=1, max_size=2)), panel
    )
    return Pair(
        lambda: place_candidates(workspace, places), lambda before: place_candidates(workspace, before)
    )


def defences_placed(scene: Scene, draw: Draw) -> Pair:
    """Slots of the planning."""
    workspace = scene.workspace
    panel = draw(st.sampled_from([scene.made.panel_id, scene.room.panel_id]))
    starts = datetime(2022, 12, 14, 8, 0) + timedelta(minutes=5 * draw(st.integers(0, 90)))
    place = draw(st.sampled_from([Place(panel), Place(panel, starts, 45)]))
    places = {draw(st.sampled_from(scene.everybody)): place}
    return Pair(
        lambda: place_defences(workspace, scene.made.id, places),
        lambda before: place_defences(workspace, scene.made.id, before),
    )


def places_kept(scene: Scene, draw: Draw) -> Pair:
    """Slots pinned."""
    workspace, kept = scene.workspace, draw(st.sets(st.sampled_from(scene.everybody)))
    return Pair(
        lambda: keep_places(workspace, scene.made.id, kept),
        lambda before: keep_places(workspace, scene.made.id, before),
    )


def planning_set(scene: Scene, draw: Draw) -> Pair:
    """Settings of the planning."""
    workspace = scene.workspace
    wanted = draw(st.sampled_from([None, replace(PlanningSettings(), first=time(9, 30))]))
    return Pair(
        lambda: set_settings(workspace, scene.made.id, wanted),
        lambda before: set_settings(workspace, scene.made.id, before),
    )


def outside_recorded(scene: Scene, draw: Draw) -> Pair | None:
    """A result judged by others, recorded, replaced or taken back."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    outside = [
        one.id
        for b in scene.made.certification.blocks
        for one in b.assessments
        if one.judged_by.outside_panel
    ]
    if not outside:
        return None
    entry = draw(st.sampled_from([None, OutsideEntry(draw(st.booleans()), "PETIT Karim", date(2022, 12, 1))]))
    which = draw(st.sampled_from(outside))
    return Pair(
        lambda: record_outside_result(workspace, chosen, assessment_id=which, entry=entry),
        lambda before: record_outside_result(workspace, chosen, assessment_id=which, entry=before),
    )


def marked(scene: Scene, draw: Draw) -> Pair:
    """Marks of a juror."""
    made, workspace = draw(st.sampled_from([scene.made, scene.room])), scene.workspace
    juror, chosen = (
        made.juror(draw(st.sampled_from(list(made.seats)))),
        draw(st.sampled_from(scene.everybody)),
    )
    block = draw(st.sampled_from(made.certification.blocks))
    items = [*scored_items(GradingScheme.from_data(made.certification.scheme), block), GLOBAL_ITEM]
    value = st.one_of(
        st.builds(MarkValue.of_level, st.integers(0, 3), st.sampled_from(["", "vu p. 3"])),
        st.just(EMPTY),
        st.just(MarkValue.not_evaluated(NotEvaluatedReason.NOT_ADDRESSED)),
    )
    values = draw(st.lists(st.tuples(st.sampled_from(items), value), min_size=1, max_size=3))
    values = list(dict(values).items())
    return Pair(
        lambda: give_marks(workspace, juror, registration_id=chosen, block_id=block.id, values=values),
        lambda given: give_marks(
            workspace, juror, registration_id=chosen, block_id=block.id, values=given.before
        ),
    )


def ballots_now(scene: Scene, registration_id: str, block_id: str) -> dict[str, Ballot]:
    """Return the ballots kept with the latest row of a block's decision, by seat id."""
    v = tables.vote
    at = (v.c.registration_id == registration_id) & (v.c.block_id == block_id)
    d = tables.decision
    of = (d.c.registration_id == registration_id) & (d.c.block_id == block_id)
    with scene.workspace._reading.connect() as connection:
        last = max(connection.execute(select(d.c.sequence).where(of)).scalars(), default=0)
        rows = connection.execute(select(v.c.seat_id, v.c.ballot).where(at, v.c.sequence == last)).all()
    return {seat: Ballot(ballot) for seat, ballot in rows}


def decided(scene: Scene, draw: Draw) -> Pair:
    """A decision, or one taken back."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    block = draw(st.sampled_from(scene.made.blocks))
    ruling = draw(
        st.sampled_from(
            [Ruling(None), *(Ruling(one, "parce que le dossier le montre") for one in DecisionValue)]
        )
    )
    kept = ballots_now(scene, chosen, block)
    return Pair(
        lambda: decide(workspace, chosen, block_id=block, ruling=ruling),
        lambda before: decide(workspace, chosen, block_id=block, ruling=before, ballots=kept),
    )


def round_opened(scene: Scene, draw: Draw) -> Pair:
    """A second round."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    block = draw(st.sampled_from(scene.made.blocks))
    return Pair(
        lambda: open_round(workspace, chosen, block, reason="écart de deux niveaux"),
        lambda _number: cancel_round(workspace, chosen, block),
    )


def advised(scene: Scene, draw: Draw) -> Pair:
    """What the candidate is told."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    block, text = draw(st.sampled_from(scene.made.blocks)), AdviceText(draw(WORDS), draw(st.just("") | WORDS))
    return Pair(
        lambda: advise(workspace, chosen, block_id=block, advice=text),
        lambda before: advise(workspace, chosen, block_id=block, advice=before),
    )


def left(scene: Scene, draw: Draw) -> Pair:
    """A juror gone."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    seat, following = draw(st.sampled_from(list(scene.made.seats.values()))), draw(st.booleans())
    return Pair(
        lambda: leave(workspace, chosen, seat, reason="train", following=following),
        lambda gone: come_back(workspace, seat, [one.registration_id for one in gone.departures]),
    )


def came_back(scene: Scene, draw: Draw) -> Pair:
    """A juror there again."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    seat = draw(st.sampled_from(list(scene.made.seats.values())))
    return Pair(lambda: come_back(workspace, seat, [chosen]), lambda gone: leave_again(workspace, gone))


def substitute_called(scene: Scene, draw: Draw) -> Pair:
    """A substitute called."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    seat, following = draw(st.sampled_from(list(scene.made.seats.values()))), draw(st.booleans())
    return Pair(
        lambda: call_substitute(
            workspace, chosen, scene.substitute, for_seat=seat, identities=FakeIdentities(),
            following=following,
        ),
        lambda called: dismiss(workspace, called.substitute_id, called.registration_ids),
    )  # fmt: skip


def sheets_set_aside(scene: Scene, draw: Draw) -> Pair:
    """What a juror who left has not sealed."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    seat, president = draw(st.sampled_from(list(scene.made.seats.values()))), scene.made.juror()
    return Pair(
        lambda: set_aside(
            workspace, president, registration_id=chosen, seat_id=seat, reason="parti avant la fin"
        ),
        lambda aside: take_up(workspace, president, aside),
    )


def incident_recorded(scene: Scene, draw: Draw) -> Pair:
    """An incident."""
    workspace, incident = scene.workspace, scene.new_id("incident")
    entry = _incident(scene, draw)
    return Pair(
        lambda: record_incident(workspace, scene.made.panel_id, entry, incident_id=incident),
        lambda made: unrecord_incident(workspace, made),
    )


def incident_amended(scene: Scene, draw: Draw) -> Pair | None:
    """An incident put right."""
    workspace, rows = scene.workspace, scene.workspace.queries.incidents(scene.made.id)
    if not rows:
        return None
    row, entry = draw(st.sampled_from(rows)), _incident(scene, draw)
    return Pair(
        lambda: amend_incident(workspace, row.id, entry, before=entry_of(row)),
        lambda done: amend_incident(workspace, row.id, done.before, before=done.after),
    )


def incident_withdrawn(scene: Scene, draw: Draw) -> Pair | None:
    """An incident recorded by mistake."""
    workspace, rows = scene.workspace, scene.workspace.queries.incidents(scene.made.id)
    rows = [row for row in rows if row.withdrawn_at is None]
    if not rows:
        return None
    row = draw(st.sampled_from(rows))
    return Pair(
        lambda: withdraw_incident(workspace, row.id),
        lambda before: withdraw_incident(workspace, row.id, withdrawn=before),
    )


def _incident(scene: Scene, draw: Draw) -> IncidentEntry:
    return IncidentEntry(
        draw(st.sampled_from(list(IncidentKind))), datetime(2022, 12, 14, 7, 0).astimezone(),
        draw(WORDS), draw(WORDS), draw(st.just("") | WORDS),
        draw(st.sampled_from([None, *scene.everybody])),
    )  # fmt: skip


def note_added(scene: Scene, draw: Draw) -> Pair:
    """A note on a page."""
    workspace, juror = scene.workspace, scene.made.juror(draw(st.sampled_from(list(scene.made.seats))))
    draft = NoteDraft(
        scene.new_id("note"), scene.dossier, draw(st.integers(0, 4)),
        NoteContent(draw(st.sampled_from(list(NoteColour))), draw(WORDS)), (Area(1, 1, 9, 9),),
    )  # fmt: skip
    return Pair(lambda: add_note(workspace, juror, draft), lambda made: remove_note(workspace, juror, made))


def note_handled(scene: Scene, draw: Draw) -> Pair | None:
    """A note changed, shared or removed by whoever wrote it."""
    workspace = scene.workspace
    with workspace._reading.connect() as connection:
        rows = connection.execute(select(tables.reading_note.c.id, tables.reading_note.c.seat_id)).all()
    if not rows:
        return None
    note, seat = draw(st.sampled_from(sorted(map(tuple, rows))))
    juror = next(scene.made.juror(role) for role, one in scene.made.seats.items() if one == seat)
    content, shared = NoteContent(draw(st.sampled_from(list(NoteColour))), draw(WORDS)), draw(st.booleans())
    chosen: Pair = draw(
        st.sampled_from(
            [
                Pair(
                    lambda: change_note(workspace, juror, note, content),
                    lambda before: change_note(workspace, juror, note, before),
                ),
                Pair(
                    lambda: share_note(workspace, juror, note, shared=shared),
                    lambda before: share_note(workspace, juror, note, shared=before),
                ),
                Pair(
                    lambda: remove_note(workspace, juror, note),
                    lambda draft: add_note(workspace, juror, draft),
                ),
            ]
        )
    )
    return chosen


def template_added(scene: Scene, draw: Draw) -> Pair:
    """A comment ready to insert."""
    workspace, template, text = scene.workspace, scene.new_id("template"), draw(WORDS)
    return Pair(
        lambda: add_template(workspace, text, template_id=template),
        lambda made: remove_template(workspace, made),
    )


def template_handled(scene: Scene, draw: Draw) -> Pair | None:
    """A ready comment changed, moved or removed."""
    workspace = scene.workspace
    rows = workspace.queries.comment_templates()
    if not rows:
        return None
    row, text, place = draw(st.sampled_from(rows)), draw(WORDS), draw(st.integers(1, 5))
    chosen: Pair = draw(
        st.sampled_from(
            [
                Pair(
                    lambda: change_template(workspace, row.id, text),
                    lambda before: change_template(workspace, row.id, before),
                ),
                Pair(
                    lambda: move_template(workspace, row.id, position=place),
                    lambda before: move_template(workspace, row.id, position=before),
                ),
                Pair(
                    lambda: remove_template(workspace, row.id),
                    lambda kept: add_template(workspace, kept[0], template_id=row.id, position=kept[1]),
                ),
            ]
        )
    )
    return chosen


def juror_added(scene: Scene, draw: Draw) -> Pair:
    """A juror in the register."""
    workspace, juror = scene.workspace, scene.new_id("juror")
    details = JurorDetails(f"{juror.upper()} Ana", employer=draw(WORDS))
    return Pair(
        lambda: add_juror(workspace, details, juror_id=juror), lambda made: remove_juror(workspace, made)
    )


def juror_edited(scene: Scene, draw: Draw) -> Pair:
    """What the register says."""
    workspace = scene.workspace
    row = draw(st.sampled_from(workspace.queries.jurors()))
    before = details_of(row)
    after = replace(before, employer=draw(WORDS), ties=draw(WORDS))
    return Pair(
        lambda: edit_juror(workspace, row.id, before=before, after=after),
        lambda stored: edit_juror(workspace, row.id, before=stored, after=before),
    )


def juror_removed(scene: Scene, draw: Draw) -> Pair:
    """A juror out of the register."""
    workspace = scene.workspace
    row = draw(st.sampled_from(workspace.queries.jurors()))
    return Pair(
        lambda: remove_juror(workspace, row.id),
        lambda said: add_juror(workspace, said, juror_id=row.id),
    )


def equivalence_recorded(scene: Scene, draw: Draw) -> Pair:
    """A block of an older title."""
    workspace = scene.workspace
    entry = EquivalenceEntry(
        "RNCP250", f"CCP{draw(st.integers(1, 9))}", scene.made.certification.code,
        draw(st.sampled_from([block.code for block in scene.made.certification.blocks])), draw(WORDS),
    )  # fmt: skip
    return Pair(
        lambda: record_equivalence(workspace, entry), lambda made: remove_equivalence(workspace, made)
    )


def centre_edited(scene: Scene, draw: Draw) -> Pair:
    """What a centre's papers carry."""
    workspace = scene.workspace
    row = workspace.queries.centres()[0]
    before = CentreSettings.of_row(row)
    after = replace(before, place=draw(WORDS), signatory=draw(WORDS))
    return Pair(
        lambda: edit_centre(workspace, row.id, after, before=before),
        lambda stood: edit_centre(workspace, row.id, stood, before=after),
    )


def absence_added(scene: Scene, draw: Draw) -> Pair:
    """Somebody who cannot be there."""
    workspace, entry = scene.workspace, scene.new_id("absence")
    who = draw(st.sampled_from([(Who.CANDIDATE, scene.everybody[0]), (Who.ROOM, scene.made.panel_id)]))
    absence = Absence(who[0], who[1], datetime(2022, 12, 14, 9), datetime(2022, 12, 14, 10), draw(WORDS))
    return Pair(
        lambda: add_unavailability(workspace, scene.made.id, absence, entry_id=entry),
        lambda made: remove_unavailability(workspace, made),
    )


def absence_handled(scene: Scene, draw: Draw) -> Pair | None:
    """An absence changed or taken back."""
    workspace, rows = scene.workspace, scene.workspace.queries.unavailabilities(scene.made.id)
    if not rows:
        return None
    row, label = draw(st.sampled_from(rows)), draw(WORDS)
    before = absence_of(row)
    after = replace(before, label=label)
    chosen: Pair = draw(
        st.sampled_from(
            [
                Pair(
                    lambda: change_unavailability(workspace, row.id, after, before=before),
                    lambda stood: change_unavailability(workspace, row.id, stood, before=after),
                ),
                Pair(
                    lambda: remove_unavailability(workspace, row.id),
                    lambda stood: add_unavailability(workspace, scene.made.id, stood, entry_id=row.id),
                ),
            ]
        )
    )
    return chosen


NOT_HELD = (panel_edited, panel_not_sitting, panel_sitting_after_all, session_cancelled, session_taken_up)
"""Acts after which most others are refused: they are undone among themselves."""
ACTS: tuple[Callable[[Scene, Draw], Pair | None], ...] = (
    edited_fields, added_candidate, removed_candidate, merged_candidates, said_apart, recused,
    recusal_taken_back, attended, identity_checked, panel_edited, panel_added, panel_removed,
    candidates_moved, defences_placed, places_kept, planning_set, outside_recorded, marked, decided,
    round_opened, advised, left, came_back, substitute_called, sheets_set_aside, incident_recorded,
    incident_amended, incident_withdrawn, note_added, note_handled, template_added, template_handled,
    juror_added, juror_edited, juror_removed, equivalence_recorded, centre_edited, absence_added,
    absence_handled,
)  # fmt: skip
LATE = (
    decided, round_opened, advised, left, came_back, substitute_called, sheets_set_aside, marked, attended,
    recused, recusal_taken_back, incident_recorded, incident_withdrawn,
)  # fmt: skip
"""What a jury does on the day."""
