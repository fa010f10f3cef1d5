"""Pictures of « Suites »: papers to issue, issued, and what certificates ask for."""

from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.demonstration import _jurors
from cisp_desktop.application.issued_rules import Paper
from cisp_desktop.application.issuing import issue_papers
from cisp_desktop.application.minutes import sign_minutes
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.gui.dialogs.certificate_mentions_dialog import CertificateMentionsDialog
from cisp_desktop.gui.pages.sequel_page import SequelPage
from tests.application.issued_scenes import CHOICES
from tests.screenshots.jury_shots import _closed
from tests.screenshots.stage import Stage


def _complete(stage: Stage) -> str:
    """Show the session of « Procès-verbal » once everybody signed."""
    _page, minutes = _closed(stage)
    workspace, services = stage.context.workspace, stage.services
    jurors = {one.seat_id: one for one in _jurors(workspace, services, minutes.session_id).values()}
    for line in minutes.signatures:
        if line.signed_at is None:
            juror = jurors[line.seat_id]
            sign_minutes(workspace, minutes.id, juror=juror, image=None, signer=services.signer)
    return minutes.session_id


def _issue(stage: Stage, session_id: str, kinds: set[DocumentKind]) -> None:
    def wanted(paper: Paper) -> bool:
        return paper.kind in kinds

    issue_papers(
        stage.context.workspace, session_id, wanted=wanted, choices=CHOICES, renderer=stage.services.issued
    )


def papers(stage: Stage) -> None:
    """Notices are issued, certificates wait."""
    session_id = _complete(stage)
    _issue(stage, session_id, {DocumentKind.DECISION_NOTICE, DocumentKind.CANDIDATE_PRESENCE})
    page = cast(SequelPage, stage.show_page("sequel"))
    page.form.subjectsTabBar.setCurrentIndex(0)
    page.form.papersTableView.setCurrentIndex(page.model.index(0, 2))
    stage.settle()


def jury(stage: Stage) -> None:
    """The papers of jurors and of the panel."""
    session_id = _complete(stage)
    _issue(stage, session_id, {DocumentKind.ATTENDANCE_LIST})
    page = cast(SequelPage, stage.show_page("sequel"))
    page.form.subjectsTabBar.setCurrentIndex(1)
    page.form.papersTableView.setCurrentIndex(page.model.index(0, 2))
    stage.settle()


def mentions(stage: Stage) -> QDialog:
    """What certificates ask for."""
    papers(stage)
    return CertificateMentionsDialog(CHOICES, parent=stage.window)
