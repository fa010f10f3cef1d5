"""Pictures of a session in two rooms, of marks on 20 with four jurors, and of a scale of three levels."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.demonstration import (
    SEATS,
    FixedCodes,
    _decide_all,
    _score,
    sample_candidates,
)
from cisp_desktop.application.jurors import IdentifiedJuror, SeatChoice, identify_juror, set_panel
from cisp_desktop.application.minutes import close_session
from cisp_desktop.application.panels import add_panel, move_candidates
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.scoring import MarkValue, give_marks, seal_sheets
from cisp_desktop.application.sheet_files import block_lines
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.grading import GradingScheme, Level, LevelColour, LevelShape
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import HeldBlock, Registration
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from tests.factories import a_candidate
from tests.screenshots.stage import Stage

ROOMS_CENTRE, FOUR_CENTRE, THREE_CENTRE = "Centre de Chambéry", "Centre de Valence", "Centre d’Annecy"
OTHERS = ("LAMBERT Odile", "GARNIER Youssef", "CHEVALLIER Maud")
FOUR = (
    SeatChoice(Role.PRESIDENT, "PRÉVOST Anne", "maîtresse de conférences", "Université Lyon 2"),
    SeatChoice(Role.PROFESSIONAL, "PETIT Karim", "conseiller en insertion", "Mission locale"),
    SeatChoice(Role.PROFESSIONAL, "MOREL Lise", "cheffe de projet", "Association Passerelles", rank=2),
    SeatChoice(Role.TRAINER, "ROUX Sophie", "consultante formatrice", ""),
)
THREE_LEVELS = (
    Level(0, "Non acquis", None, LevelShape.EMPTY, LevelColour.RED),
    Level(1, "Partiellement acquis", None, LevelShape.HALF, LevelColour.ORANGE),
    Level(2, "Acquis", None, LevelShape.FULL, LevelColour.GREEN),
)


def _known(stage: Stage, centre: str) -> str | None:
    return next((row.id for row in stage.context.queries.sessions() if row.centre_name == centre), None)


def _jurors(stage: Stage, session_id: str) -> list[IdentifiedJuror]:
    """Unlock every juror of a session whose own codes are « ESSAI-1 » and on, seat by seat."""
    workspace, identities = stage.context.workspace, stage.services.identities
    seats = [seat for panel in workspace.queries.panels(session_id) for seat in panel.seats]
    return [
        identify_juror(workspace, seat.id, code=f"ESSAI-{n}", identities=identities)
        for n, seat in enumerate(seats, 1)
    ]


def _two_rooms(stage: Stage) -> str:
    """Make the session in two rooms once: everything is scored and sealed but by one juror."""
    stage.reset()
    known = _known(stage, ROOMS_CENTRE)
    if known is not None:
        return known
    workspace, services = stage.context.workspace, stage.services
    stage.show_page("settings")
    session_id = create_session(
        workspace, certification="RNCP36128", centre=ROOMS_CENTRE, starts=date(2022, 12, 8),
        ends=date(2022, 12, 9), place="Chambéry", address="1 rue de l’Exemple", demonstration=True,
    )  # fmt: skip
    with sample_candidates() as path:
        import_candidates(workspace, session_id, services.candidate_files.read(path))
    second = add_panel(workspace, session_id, name="Jury B", room="Salle 12")
    codes = FixedCodes(services.identities, [f"ESSAI-{n}" for n in range(1, 7)])
    set_panel(workspace, session_id, choices=SEATS, identities=codes)
    others = [SeatChoice(seat.role, name) for seat, name in zip(SEATS, OTHERS, strict=True)]
    set_panel(workspace, session_id, choices=others, identities=codes, panel_id=second)
    rows = workspace.queries.registrations(session_id)
    move_candidates(workspace, [row.id for row in rows[6:]], panel_id=second)
    for juror in _jurors(stage, session_id):
        for row in workspace.queries.registrations(session_id):
            if row.panel_id == juror.panel_id:
                _score(workspace, juror, row, session_id=session_id, seal=True)
    return session_id


def gate(stage: Stage) -> None:
    """Six jurors of two panels can identify."""
    stage.context.set_session(_two_rooms(stage))
    stage.show_page("evaluate")


def matrix(stage: Stage) -> None:
    """The matrix says which panel heard whom."""
    stage.context.set_session(_two_rooms(stage))
    stage.show_page("deliberate")


def minutes(stage: Stage) -> None:
    """The minutes of the second panel, closed with those of the first."""
    session_id = _two_rooms(stage)
    workspace, services = stage.context.workspace, stage.services
    stage.show_page("settings")
    if not workspace.queries.session(session_id).closed:
        open_deliberation(workspace, session_id)
        _decide_all(workspace, session_id)
        close_session(workspace, session_id, renderer=services.renderer, signer=services.signer)
    stage.context.set_session(session_id)
    page = cast(MinutesPage, stage.show_page("minutes"))
    page.form.panelComboBox.setCurrentIndex(1)
    stage.settle()


def _small_session(stage: Stage, centre: str, *, certification: str, choices: Sequence[SeatChoice]) -> str:
    """Make a session of one candidate who holds the first block."""
    stage.reset()
    known = _known(stage, centre)
    if known is not None:
        return known
    workspace = stage.context.workspace
    stage.show_page("settings")
    session_id = create_session(
        workspace, certification=certification, centre=centre, starts=date(2012, 6, 14)
    )
    codes = FixedCodes(stage.services.identities, [f"ESSAI-{n}" for n in range(1, 7)])
    set_panel(workspace, session_id, choices=choices, identities=codes)
    with workspace.unit_of_work() as work:
        bound = work.certifications.get(work.sessions.get(session_id).certification_id)
        person = a_candidate(f"{session_id}-c", number=1)
        person.birth_name = "ARNAUD"
        work.candidates.add_many([person])
        first, *others = bound.blocks
        held = HeldBlock(f"{session_id}-h", f"{session_id}-r", first.code, first.id, date(2009, 6, 18), "")
        registration = Registration(
            f"{session_id}-r", session_id, work.panels.of_session(session_id).id, person.id, "VAL-001", 1,
            AccessPath.CONTINUING_EDUCATION, [block.id for block in others], held=[held],
        )  # fmt: skip
        work.registrations.add_many([registration])
        work.commit()
    return session_id


def _mark_all(stage: Stage, session_id: str, *, values: Sequence[MarkValue], seal: bool) -> None:
    workspace = stage.context.workspace
    (row,) = workspace.queries.registrations(session_id)
    scheme = workspace.queries.scheme(session_id)
    certification = workspace.queries.certification(workspace.queries.session(session_id).certification_id)
    for juror, value in zip(_jurors(stage, session_id), values, strict=True):
        for block in certification.blocks:
            if block.id in row.presented:
                marks = [(item, value) for item, _ in block_lines(scheme, block)]
                give_marks(workspace, juror, registration_id=row.id, block_id=block.id, values=marks)
        if seal:
            seal_sheets(workspace, juror, registration_id=row.id, block_ids=row.presented)


def four_jurors(stage: Stage) -> None:
    """Four jurors, two of one role, marks on 20, a unit held for five years."""
    session_id = _small_session(stage, FOUR_CENTRE, certification="RNCP6133", choices=FOUR)
    if not any(row.sealed for row in stage.context.queries.progress(session_id)):
        points = [MarkValue.of_points(n, "Écrit clair.") for n in (1250, 1400, 850, 900)]
        _mark_all(stage, session_id, values=points, seal=True)
    stage.context.set_session(session_id)
    stage.show_page("deliberate")


def three_levels(stage: Stage) -> None:
    """A scale of three levels with shapes and colours of its own."""
    session_id = _small_session(stage, THREE_CENTRE, certification="RNCP36128", choices=SEATS)
    workspace = stage.context.workspace
    with workspace.unit_of_work() as work:
        session = work.sessions.get(session_id)
        if not work.sheets.of_session(session_id):
            session.scheme = GradingScheme(levels=THREE_LEVELS).to_data()
            work.commit()
    juror = _jurors(stage, session_id)[0]
    stage.context.set_session(session_id)
    stage.context.set_juror(juror)
    page = cast(EvaluatePage, stage.show_page("evaluate"))
    for row in range(6):
        page.pane.model.setData(page.pane.model.index(row, 1), row % 3)
    stage.settle()
