"""No document takes a juror's reading notes in: every one of a session with notes is drawn and searched."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from cisp_desktop.application.minutes import draft_minutes
from cisp_desktop.application.preparation_content import read_paper_content
from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note, share_note
from cisp_desktop.application.sheet_files import export_sheets
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.exchange.score_sheets import JurorWorkbooks
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.documents.reading import squeezed, whole_text
from tests.factories import SessionMade, make_session, make_workspace, score_by_all

SECRET = "Zibeline"


@pytest.fixture
def noted(tmp_path: Path) -> tuple[SqlWorkspace, SessionMade]:
    """A session whose jurors noted two candidates' dossiers, shared and sealed; a third is to be heard."""
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=3)
    for place, registration_id in enumerate(made.registrations[:2]):
        with workspace.unit_of_work() as work:
            received = datetime(2022, 12, 1, tzinfo=UTC)
            kind = DossierKind.THESIS
            work.dossiers.add(Dossier(f"d{place}", registration_id, kind, "d.pdf", "0" * 64, 1, 9, received))
            work.commit()
        for role in made.seats:
            content = NoteContent(NoteColour.PINK, f"{SECRET} {role}")
            note_id = f"n{place}-{role}"
            draft = NoteDraft(note_id, f"d{place}", 2, content, (Area(1, 1, 9, 9),))
            add_note(workspace, made.juror(role), draft)
            share_note(workspace, made.juror(role), note_id, shared=True)
        score_by_all(workspace, made, registration_id)
    return workspace, made


def test_the_notes_are_there_to_be_found(noted: tuple[SqlWorkspace, SessionMade]) -> None:
    workspace, made = noted
    notes = workspace.queries.reading_notes(made.seats[Role.PRESIDENT], ["d0", "d1"])
    assert len([note for note in notes if SECRET in note.text]) == 2 * len(made.seats)
    workspace.abandon()


@pytest.mark.parametrize("kind", list(PaperKind))
def test_no_paper_of_the_preparation_prints_a_note(
    noted: tuple[SqlWorkspace, SessionMade], kind: PaperKind
) -> None:
    workspace, made = noted
    content = read_paper_content(workspace.queries, made.id, issued_on=date(2022, 11, 21))
    text = squeezed(whole_text(PreparationRenderer().render(kind, content)))
    assert len(text) > 100
    assert SECRET not in text
    workspace.abandon()


def test_the_minutes_print_no_note(noted: tuple[SqlWorkspace, SessionMade]) -> None:
    workspace, made = noted
    drawn = draft_minutes(workspace, made.id, renderer=MinutesRenderer())
    assert len(whole_text(drawn.pdf)) > 1000
    assert SECRET not in whole_text(drawn.pdf)
    assert SECRET.encode() not in drawn.pdf
    workspace.abandon()


def test_the_sheets_to_fill_hold_no_note(noted: tuple[SqlWorkspace, SessionMade], tmp_path: Path) -> None:
    workspace, made = noted
    folder = tmp_path / "grilles"
    folder.mkdir()
    written = export_sheets(workspace, made.id, folder, files=JurorWorkbooks())
    assert written.paths
    for path in written.paths:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert len(cells) > 20
        assert not any(SECRET in cell for cell in cells)
    workspace.abandon()
