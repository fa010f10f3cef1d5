"""Pictures of « Suites »: papers to issue, issued, and what certificates ask for."""

from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.demonstration import _jurors
from cisp_desktop.application.issued_building import AccessRequest, Choices
from cisp_desktop.application.issued_rules import PERSONAL_KINDS, Paper
from cisp_desktop.application.issuing import issue_papers
from cisp_desktop.application.mail_wording import PAPERS_MAIL, mail_facts, mail_model
from cisp_desktop.application.minutes import close_session, sign_minutes
from cisp_desktop.application.paper_batch import read_batch
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.gui.dialogs.access_request_dialog import AccessRequestDialog
from cisp_desktop.gui.dialogs.certificate_mentions_dialog import CertificateMentionsDialog
from cisp_desktop.gui.dialogs.mails_dialog import MailsDialog
from cisp_desktop.gui.dialogs.papers_dialog import PapersDialog, Purpose
from cisp_desktop.gui.pages.sequel_page import SequelPage
from tests.application.issued_scenes import CHOICES
from tests.screenshots.jury_shots import _closed, decided_session
from tests.screenshots.stage import Stage

EXTRACTS_CENTRE = "Centre de démonstration Vif"


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


def extracts(stage: Stage) -> None:
    """An extract per candidate, signed with the minutes."""
    context, services = stage.context, stage.services
    known = [row.id for row in context.queries.sessions() if row.centre_name == EXTRACTS_CENTRE]
    if not known:
        session_id, jurors = decided_session(stage, EXTRACTS_CENTRE)
        (closed,) = close_session(
            context.workspace, session_id, renderer=services.renderer, signer=services.signer, extracts=True
        )
        for juror in jurors.values():
            sign_minutes(context.workspace, closed.id, juror=juror, image=None, signer=services.signer)
        known = [session_id]
    context.set_session(known[0])
    page = cast(SequelPage, stage.show_page("sequel"))
    page.form.subjectsTabBar.setCurrentIndex(0)
    page.form.papersTableView.setCurrentIndex(page.model.index(1, 2))
    stage.settle()


def jury(stage: Stage) -> None:
    """The papers of jurors and of the panel."""
    session_id = _complete(stage)
    _issue(stage, session_id, {DocumentKind.ATTENDANCE_LIST})
    page = cast(SequelPage, stage.show_page("sequel"))
    page.form.subjectsTabBar.setCurrentIndex(1)
    page.form.papersTableView.setCurrentIndex(page.model.index(0, 2))
    stage.settle()


def batch(stage: Stage) -> QDialog:
    """All papers in one job: kinds, candidates, copies, and what is not issued yet."""
    session_id = _complete(stage)
    _issue(stage, session_id, {DocumentKind.DECISION_NOTICE, DocumentKind.CANDIDATE_PRESENCE})
    return PapersDialog(read_batch(stage.context.workspace, session_id), Purpose.PRINT, parent=stage.window)


def saving(stage: Stage) -> QDialog:
    """The same as files."""
    session_id = _complete(stage)
    _issue(stage, session_id, set(DocumentKind))
    return PapersDialog(read_batch(stage.context.workspace, session_id), Purpose.SAVE, parent=stage.window)


def mails(stage: Stage) -> QDialog:
    """Who gets which papers, in which words."""
    session_id = _complete(stage)
    _issue(stage, session_id, set(DocumentKind))
    queries = stage.context.queries
    session = queries.session(session_id)
    facts = mail_facts(session, queries.centre(session.centre_id))
    batch = read_batch(stage.context.workspace, session_id)
    model = mail_model(CentreTemplates(), PAPERS_MAIL)
    return MailsDialog(batch, queries.registrations(session_id), facts, model, parent=stage.window)


def mentions(stage: Stage) -> QDialog:
    """What certificates ask for."""
    papers(stage)
    return CertificateMentionsDialog(CHOICES, parent=stage.window)


def personal(stage: Stage) -> None:
    """The papers that hold marks: asked for one by one."""
    session_id = _complete(stage)
    workspace = stage.context.workspace
    first = workspace.queries.registrations(session_id)[0].number
    issue_papers(
        workspace, session_id, wanted=lambda paper: paper.number == first,
        choices=Choices(request=AccessRequest("VASSEUR Sophie")), renderer=stage.services.issued,
        personal=True,
    )  # fmt: skip
    page = cast(SequelPage, stage.show_page("sequel"))
    page.form.subjectsTabBar.setCurrentIndex(2)
    page.form.papersTableView.setCurrentIndex(page.model.index(0, 2 + len(PERSONAL_KINDS) - 1))
    stage.settle()


def access_request(stage: Stage) -> QDialog:
    """Who makes an access pack, and for whom."""
    personal(stage)
    return AccessRequestDialog(stage.context.workspace.clock().date(), parent=stage.window)
