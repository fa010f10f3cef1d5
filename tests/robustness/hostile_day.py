"""Where a text is typed on the jurors' day: each entry with the column that keeps it.

``ENTRIES`` gives, by name, how a text enters, where it is kept, and what the entry takes. This module must
not know which texts are hostile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, select

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.comment_templates import add_template, remove_template
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.dossiers import store_dossier
from cisp_desktop.application.drafting import Draft, keep_draft
from cisp_desktop.application.incidents import IncidentEntry, record_incident
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note
from cisp_desktop.application.rounds import cancel_round, open_round
from cisp_desktop.application.scoring import MarkValue, give_mark, seal_sheets
from cisp_desktop.application.stand_ins import come_back, leave
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.text import COMMENT_LENGTH, LINE_LENGTH
from cisp_desktop.persistence import tables as t
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.cli.test_dossiers import a_pdf
from tests.factories import SessionMade, make_session, make_workspace, score
from tests.robustness.undoable_more import OnePage


@dataclass
class Day:
    """A session: the first candidate is deliberated, the second being heard, the third not come yet."""

    workspace: SqlWorkspace
    made: SessionMade
    dossier: str
    typed: int = 0

    def new_id(self) -> str:
        """Return an identifier that nobody has yet."""
        self.typed += 1
        return f"typed-{self.typed}"


def make_day(folder: Path, *, comment: str = "") -> Day:
    """Make the day; every juror wrote ``comment`` on the first line of the first candidate's first block."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=3)
    block = made.certification.blocks[0]
    kind = next(a.dossier_kind for b in made.certification.blocks for a in b.assessments if a.dossier_kind)
    dossier = store_dossier(
        workspace, made.registrations[0], kind=kind, file_name="d.pdf", content=a_pdf("page"),
        inspector=OnePage(),
    )  # fmt: skip
    for role in made.seats:
        score(workspace, made, made.registrations[0], role=role, seal=False)
        give_mark(
            workspace, made.juror(role), registration_id=made.registrations[0], block_id=block.id,
            item=block.competences[0].id, value=MarkValue.of_level(2, comment),
        )  # fmt: skip
        seal_sheets(workspace, made.juror(role), registration_id=made.registrations[0], block_ids=made.blocks)
    open_deliberation(workspace, made.id)
    return Day(workspace, made, dossier)


def _comment(day: Day, text: str) -> None:
    block = day.made.certification.blocks[0]
    give_mark(
        day.workspace, day.made.juror(), registration_id=day.made.registrations[1], block_id=block.id,
        item=block.competences[0].id, value=MarkValue.of_level(2, text),
    )  # fmt: skip


def _note(day: Day, text: str) -> None:
    content = NoteContent(NoteColour.YELLOW, text)
    add_note(day.workspace, day.made.juror(), NoteDraft(day.new_id(), day.dossier, 0, content, shared=True))


def _advice(day: Day, text: str) -> None:
    first, block = day.made.registrations[0], day.made.blocks[0]
    advise(day.workspace, first, block_id=block, advice=AdviceText(text, text))


def _draft(day: Day, text: str) -> None:
    keep_draft(day.workspace, day.made.registrations[0], block_id=day.made.blocks[1], draft=Draft(text))


def _reason(day: Day, text: str) -> None:
    ruling = Ruling(DecisionValue.NOT_VALIDATED, text)
    decide(day.workspace, day.made.registrations[0], block_id=day.made.blocks[0], ruling=ruling)


def _round(day: Day, text: str) -> None:
    """Open a second round; an earlier one is taken back first."""
    first, block = day.made.registrations[0], day.made.blocks[2]
    with day.workspace.unit_of_work() as work:
        opened = bool(work.discussions.rounds(first))
    if opened:
        cancel_round(day.workspace, first, block)
    open_round(day.workspace, first, block, reason=text)


def _incident(day: Day, text: str) -> None:
    at = datetime(2022, 12, 14, 7, 0, tzinfo=UTC)
    entry = IncidentEntry(IncidentKind.TECHNICAL, at, text, text, text, day.made.registrations[0])
    record_incident(day.workspace, day.made.panel_id, entry, incident_id=day.new_id())


def _departure(day: Day, text: str) -> None:
    second, seat = day.made.registrations[1], day.made.seats[Role.CENTRE]
    with day.workspace.unit_of_work() as work:
        gone = bool(work.hearings.stand_ins(second))
    if gone:
        come_back(day.workspace, seat, [second])
    leave(day.workspace, second, seat, reason=text)


def _excuse(day: Day, text: str) -> None:
    attend(day.workspace, day.made.registrations[2], Coming(Attendance.EXCUSED, excuse=text))


def _template(day: Day, text: str) -> None:
    """Keep a ready comment; the earlier one goes first, for there is a most."""
    for template in day.workspace.queries.comment_templates():
        remove_template(day.workspace, template.id)
    add_template(day.workspace, text, template_id=day.new_id())


@dataclass(frozen=True)
class Entry:
    """How a text enters, the column that keeps it, and whether it may have several lines."""

    type: Callable[[Day, str], None]
    column: Column[str]
    lines: bool = True
    may_be_empty: bool = True
    limit: int = COMMENT_LENGTH

    def kept(self, day: Day) -> set[str]:
        """Return every text that stands in the column."""
        with day.workspace._reading.connect() as connection:
            return set(connection.execute(select(self.column)).scalars())


ENTRIES: Mapping[str, Entry] = {  # an incident names people on one line; its account takes more
    "comment": Entry(_comment, t.mark.c.comment),
    "note": Entry(_note, t.reading_note.c.text, may_be_empty=False),
    "template": Entry(_template, t.comment_template.c.text, may_be_empty=False),
    "recommendation": Entry(_advice, t.advice.c.recommendation),
    "conditions": Entry(_advice, t.advice.c.conditions),
    "draft": Entry(_draft, t.decision.c.reason),
    "reason": Entry(_reason, t.decision.c.reason, may_be_empty=False),
    "round": Entry(_round, t.scoring_round.c.reason, lines=False, may_be_empty=False),
    "incident": Entry(_incident, t.incident.c.account, lines=False, may_be_empty=False, limit=LINE_LENGTH),
    "departure": Entry(_departure, t.stand_in.c.reason, lines=False, may_be_empty=False),
    "excuse": Entry(_excuse, t.presence.c.excuse),
}
