"""Pictures of « Évaluer »: a grid half filled, sealed, masked, on points, and its dialogs."""

from dataclasses import replace
from datetime import date, datetime
from typing import cast

from PySide6.QtWidgets import QDialog, QVBoxLayout

from cisp_desktop.application.demonstration import (
    ABSENT,
    CODES,
    RECUSED,
    SEATS,
    UNDER_WAY,
    FixedCodes,
)
from cisp_desktop.application.jurors import SeatChoice, identify_juror, set_panel
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note
from cisp_desktop.application.scoring import MarkValue, give_marks
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.grading import GradingScheme, Level
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.domain.registration import Registration
from cisp_desktop.domain.scoring import NotEvaluatedReason
from cisp_desktop.gui.dialogs.not_evaluated_dialog import NotEvaluatedDialog
from cisp_desktop.gui.dialogs.seal_dialog import SealDialog, SheetToSeal
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.widgets.dossier_finder import Panel
from tests.factories import a_candidate
from tests.screenshots.stage import Stage

SEALED = "GRE-22-001"
UNTOUCHED = "GRE-22-006"
DESCRIBED = tuple(
    Level(value, label, descriptor=words)
    for value, (label, words) in enumerate(
        (
            ("Non acquis", "Ne décrit ni le public ni le territoire, ou s’en tient à des généralités."),
            ("En cours d’acquisition", "Décrit sans en tirer de conséquence pour son action."),
            ("Acquis", "Relie son action à un diagnostic sourcé et justifie ses choix devant le jury."),
            ("Maîtrisé", "Fait évoluer le diagnostic avec ses partenaires et en mesure les effets."),
        )
    )
)
POINTS_CENTRE = "Centre de formation de Valence"
FOUR_SEATS = (
    *SEATS[:2],
    SeatChoice(Role.PROFESSIONAL, "MOREL Lise", rank=2),
    SeatChoice(Role.TRAINER, "ROUX Sophie"),
)


def _evaluate(stage: Stage, number: str, *, role: Role = Role.PRESIDENT, block: int = -1) -> EvaluatePage:
    stage.identify(role)
    row = _registration(stage, number)
    page = cast(EvaluatePage, stage.show_page("evaluate", f"block:{row.id}:{row.presented[block]}"))
    stage.settle(400)
    return page


def _registration(stage: Stage, number: str) -> RegistrationRow:
    assert stage.context.session_id is not None
    rows = stage.context.queries.registrations(stage.context.session_id)
    return next(row for row in rows if row.number == number)


def _fill(page: EvaluatePage, count: int) -> None:
    """Give ``count`` lines a mark, one comment and one « non évalué » among them."""
    model = page.pane.model
    for row, level in zip(range(count), (2, 3, 1, 2, 0, 2, 3, 2, 2, 1, 2), strict=False):
        if model.lines[row].status is None:
            model.setData(model.index(row, 1), level)
    model.mark_not_evaluated([3], NotEvaluatedReason.NOT_ADDRESSED)
    model.give_comment(model.lines[1].item, "Acteurs nommés, rôles exposés sans note, exemples.")
    page.pane.go_to(2)


def grid(stage: Stage) -> None:
    """A grid half filled, the thesis open beside it."""
    page = _evaluate(stage, UNTOUCHED)
    _fill(page, 6)
    page.reader.view.go_to(3)
    stage.settle()


def search(stage: Stage) -> None:
    """A text looked for in the dossier."""
    page = _evaluate(stage, UNTOUCHED)
    page.reader.start_search()
    page.reader.finder.search_field.setText("territoire")
    page.reader.finder.next_hit(1)
    stage.settle()


def outline(stage: Stage) -> None:
    """The outline of the dossier."""
    page = _evaluate(stage, UNTOUCHED)
    page.reader.toolbar.outline_button.setChecked(True)
    stage.settle()


def sealed(stage: Stage) -> None:
    """A sealed sheet, to be read."""
    page = _evaluate(stage, SEALED)
    page.reader.toolbar.outline_button.setChecked(False)
    page.reader.toolbar.search_button.setChecked(False)
    stage.settle()


def descriptors(stage: Stage) -> None:
    """A scheme whose levels have descriptors, marked line after line, the dossiers pulled wide."""
    context = stage.context
    session_id = _points_session(stage, "Centre de démonstration Vienne", of="described")
    with context.workspace.unit_of_work() as work:
        work.sessions.get(session_id).scheme = replace(GradingScheme(), levels=DESCRIBED).to_data()
        work.commit()
    context.set_session(session_id)
    seat = context.queries.panel(session_id).seats[0]
    juror = identify_juror(
        context.workspace, seat.id, code=CODES[Role.PRESIDENT], identities=stage.services.identities
    )
    context.set_juror(juror)
    page = cast(EvaluatePage, stage.show_page("evaluate"))
    page.pane.head.row_button.setChecked(True)
    page.form.paneSplitter.setSizes([150, 760, 420])
    stage.settle()
    page.pane.head.row_button.setChecked(False)


def masked(stage: Stage) -> None:
    """Nobody identified."""
    stage.identify(None)
    stage.show_page("evaluate")


def recused(stage: Stage) -> None:
    """A candidate for whom the juror is recused."""
    row = _registration(stage, RECUSED)
    assert stage.context.session_id is not None
    seats = stage.context.queries.panel(stage.context.session_id).seats
    role = next(seat.role for seat in seats if seat.id in row.recused_seat_ids)
    _evaluate(stage, RECUSED, role=role)


def absent(stage: Stage) -> None:
    """A candidate who did not come."""
    _evaluate(stage, ABSENT)


def _sheets(page: EvaluatePage) -> list[SheetToSeal]:
    juror, view = page.context.current_juror, page.pane.model.view
    assert juror is not None
    assert view is not None
    queries = page.context.queries
    certification = queries.certification(queries.session(juror.session_id).certification_id)
    return [
        SheetToSeal(block, queries.score_sheet(view.registration_id, juror.seat_id, block_id=block.id))
        for block in certification.blocks
        if block.id == view.block_id
    ]


def seal_incomplete(stage: Stage) -> QDialog:
    """Sealing says what is missing."""
    page = _evaluate(stage, UNTOUCHED)
    return SealDialog(page.subtitle().split(" · ")[0], _sheets(page), parent=stage.window)


def seal(stage: Stage) -> QDialog:
    """Sealing asks for the own code."""
    page = _evaluate(stage, UNDER_WAY, role=Role.PROFESSIONAL)
    model = page.pane.model
    for row in range(model.rowCount()):
        if model.lines[row].status is None:
            model.setData(model.index(row, 1), 2)
    return SealDialog(page.subtitle().split(" · ")[0], _sheets(page), parent=stage.window)


def not_evaluated(stage: Stage) -> QDialog:
    """The short list of reasons."""
    _evaluate(stage, UNTOUCHED)
    return NotEvaluatedDialog(3, parent=stage.window)


def points(stage: Stage) -> None:
    """RNCP6133: marks on 20 by assessment."""
    context = stage.context
    session_id = _points_session(stage)
    context.set_session(session_id)
    seat = context.queries.panel(session_id).seats[0]
    juror = identify_juror(
        context.workspace, seat.id, code=CODES[Role.PRESIDENT], identities=stage.services.identities
    )
    context.set_juror(juror)
    stage.show_page("evaluate")
    block = context.queries.certification(context.queries.session(session_id).certification_id).blocks[0]
    mark = MarkValue.of_points(1350, "Synthèse claire, sources citées.")
    give_marks(
        context.workspace, juror, registration_id="points-r1", block_id=block.id,
        values=[(block.assessments[0].id, mark)],
    )  # fmt: skip
    stage.settle()


def _points_session(stage: Stage, centre: str = POINTS_CENTRE, *, of: str = "points") -> str:
    """Make the session of marks on 20, once, with two candidates."""
    workspace = stage.context.workspace
    known = next((row.id for row in workspace.queries.sessions() if row.centre_name == centre), None)
    if known is not None:
        return known
    session_id = create_session(workspace, certification="RNCP6133", centre=centre, starts=date(2011, 6, 14))
    set_panel(
        workspace,
        session_id,
        choices=FOUR_SEATS,
        identities=FixedCodes(stage.services.identities, [*CODES.values(), "DEMO-FOUR"]),
    )
    with workspace.unit_of_work() as work:
        panel = work.panels.of_session(session_id)
        certification = work.certifications.get(work.sessions.get(session_id).certification_id)
        blocks = [block.id for block in certification.blocks]
        for position, name in enumerate(("ARNAUD", "BERGER"), 1):
            person = a_candidate(f"{of}-c{position}", number=position)
            person.birth_name = name
            work.candidates.add_many([person])
            registration = Registration(
                f"{of}-r{position}", session_id, panel.id, person.id, f"VAL-{position:03d}", position,
                AccessPath.CONTINUING_EDUCATION, blocks, starts_at=datetime(2011, 6, 14, 8 + position, 30),
                minutes=60,
            )  # fmt: skip
            work.registrations.add_many([registration])
        work.commit()
    return session_id


def search_everywhere(stage: Stage) -> None:
    """A text looked for in all dossiers of the candidate."""
    page = _evaluate(stage, UNTOUCHED)
    page.reader.start_search_everywhere()
    page.reader.finder.search_field.setText("emploi")
    page.reader.finder.next_hit(1)
    stage.settle(400)


def thumbnails(stage: Stage) -> None:
    """The pages in small over the dossier."""
    page = _evaluate(stage, UNTOUCHED)
    page.reader.show_panel(Panel.THUMBNAILS)
    stage.settle(600)


def beside(stage: Stage) -> None:
    """Two dossiers, in the width that the window gives them."""
    page = _evaluate(stage, UNTOUCHED)
    page.form.paneSplitter.setSizes([150, 760, 420])
    page.reader.show_beside(True)
    stage.settle(600)


def notes(stage: Stage) -> None:
    """Highlights of every colour, listed, one citing the line being scored."""
    page = _evaluate(stage, UNTOUCHED)
    _annotate(stage, page)
    page.reader.show_panel(Panel.NOTES)
    page.reader.noting.go_to(page.reader.notes.notes[0])
    page.reader.finder.notes_list.choose(page.reader.notes.notes[0].id)
    stage.settle(400)


def full_screen(stage: Stage) -> QDialog:
    """The dossiers as they stand alone on the screen: two of them, with the notes."""
    page = _evaluate(stage, UNTOUCHED)
    _annotate(stage, page)
    page.reader.show_panel(Panel.NOTES)
    page.reader.show_beside(True)
    dialog = QDialog(stage.window)
    dialog.resize(1366, 768)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page.reader._body)
    dialog.finished.connect(lambda _result: page.reader._outer.addWidget(page.reader._body, 1))
    dialog.show()
    stage.settle(600)
    return dialog


def reading_note(stage: Stage) -> QDialog:
    """The dialog of a note."""
    page = _evaluate(stage, UNTOUCHED)
    _annotate(stage, page)
    notes = page.reader.notes
    text = NoteContent(
        NoteColour.BLUE, "Chiffres de l’enquête : à vérifier à l’oral.", page.pane.citations.item
    )
    return notes._dialog("Note sur la page 3", text, bare=True)


def _annotate(stage: Stage, page: EvaluatePage) -> None:
    juror, row = stage.context.current_juror, page.reader.current
    assert juror is not None
    assert row is not None
    if page.reader.notes.notes:
        return
    said = (
        "Diagnostic chiffré, sources citées.",
        "",
        "À reprendre à l’oral : quel partenaire ?",
        "Bon exemple",
    )
    for place, (colour, text) in enumerate(zip(NoteColour, said, strict=True)):
        top = 120 + 90 * place
        item = page.pane.citations.item if place in (0, 2) else ""
        draft = NoteDraft(
            f"note-{place}", row.id, 1, NoteContent(colour, text, item), (Area(110, top, 700, top + 40),)
        )
        add_note(stage.context.workspace, juror, draft)
    stage.settle(200)
