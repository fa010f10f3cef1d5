"""Sessions whose minutes are complete, for the tests of papers after the jury.

The first candidate is certified, the second lacks a block, the third did not come.
"""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.issued_rules import Paper
from cisp_desktop.application.issuing import Issue, PaperRow, issue_papers, read_papers
from cisp_desktop.application.minutes import MinutesClosed, close_session, sign_minutes
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_rooms import PlainSigner
from tests.factories import (
    PASSPHRASE,
    SessionMade,
    make_session,
    make_store,
    make_workspace,
    score_by_all,
)

CHOICES = Choices("DURAND Claire", "Directrice générale", date(2018, 1, 26))
REASON = "Analyse du territoire trop sommaire"
REFUSAL, VALIDATED = Ruling(DecisionValue.NOT_VALIDATED, REASON), Ruling(DecisionValue.VALIDATED)
ADVICE = AdviceText("Reprendre l’enquête de territoire", "Présenter de nouveau le bloc seul")


def decide_all(workspace: SqlWorkspace, made: SessionMade) -> None:
    """Score and decide: all validated, then one block refused with advice, then absent."""
    first, second, third = made.registrations
    for registration_id in (first, second):
        score_by_all(workspace, made, registration_id)
    set_attendance(workspace, third, attendance=Attendance.ABSENT)
    open_deliberation(workspace, made.id)
    for registration_id in (first, second):
        for block in made.blocks:
            refused = registration_id == second and block == made.blocks[0]
            decide(workspace, registration_id, block_id=block, ruling=REFUSAL if refused else VALIDATED)
    advise(workspace, second, block_id=made.blocks[0], advice=ADVICE)


def close_and_sign(workspace: SqlWorkspace, made: SessionMade, *, extracts: bool = False) -> MinutesClosed:
    """Close, and let every member sign."""
    (closed,) = close_session(
        workspace, made.id, renderer=MinutesRenderer(), signer=PlainSigner(), extracts=extracts
    )
    for role in made.seats:
        sign_minutes(workspace, closed.id, juror=made.juror(role), image=None, signer=PlainSigner())
    return closed


def complete(workspace: SqlWorkspace, made: SessionMade, *, extracts: bool = False) -> MinutesClosed:
    """A session whose minutes are complete."""
    decide_all(workspace, made)
    return close_and_sign(workspace, made, extracts=extracts)


@cache
def _template(*, extracts: bool) -> tuple[Path, SessionMade]:
    folder = Path(tempfile.mkdtemp(prefix="cisp-issued-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=3)
    complete(workspace, made, extracts=extracts)
    workspace.close()
    return folder / "workspace", made


def open_completed(folder: Path, *, extracts: bool = False) -> tuple[SqlWorkspace, SessionMade]:
    """Return a copy of a workspace whose session has complete minutes; it is made once per process."""
    source, made = _template(extracts=extracts)
    shutil.copytree(source, folder / "completed")
    return make_store().open(folder / "completed", PASSPHRASE), made


def completed_session(*, extracts: bool = False) -> SessionMade:
    """Return what the session of ``open_completed`` is made of."""
    return _template(extracts=extracts)[1]


def issue(
    workspace: SqlWorkspace, made: SessionMade, *kinds: DocumentKind, choices: Choices = CHOICES
) -> Issue:
    """Issue every paper of these kinds that is due; all without any."""

    def wanted(paper: Paper) -> bool:
        return not kinds or paper.kind in kinds

    return issue_papers(workspace, made.id, wanted=wanted, choices=choices, renderer=IssuedRenderer())


def rows(workspace: SqlWorkspace, made: SessionMade, kind: DocumentKind) -> list[PaperRow]:
    """Return the papers of a kind."""
    return [one for one in read_papers(workspace, made.id).rows if one.paper.kind is kind]
