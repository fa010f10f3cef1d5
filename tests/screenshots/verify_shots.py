"""Pictures of « Vérifier un document » on papers after the jury: as issued, another file under its code."""

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.issuing import read_paper, read_papers
from cisp_desktop.application.papers_known import verify_file
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.gui.dialogs.verify_dialog import Comparison, VerifyDialog
from tests.application.test_papers_known import with_text
from tests.screenshots.sequel_shots import _complete, _issue
from tests.screenshots.stage import Stage


def _verified(stage: Stage, *, forged: bool) -> QDialog:
    session_id = _complete(stage)
    _issue(stage, session_id, {DocumentKind.CERTIFICATE})
    context, services = stage.context, stage.services
    rows = read_papers(context.workspace, session_id).documents
    row = next(one for one in rows if one.kind is DocumentKind.CERTIFICATE)
    pdf = read_paper(context.workspace, row)
    if forged:
        pdf = with_text(pdf, "Mention tres bien")
    report, known = verify_file(
        pdf, verifier=services.verifier, authority_pem=None, workspace=context.workspace,
        inspector=services.inspector,
    )  # fmt: skip
    dialog = VerifyDialog(stage.window)
    dialog.compare_with(Comparison.NOBODY)
    dialog.show_waiting(f"Parchemin - {row.number}.pdf", busy=False)
    dialog.show_report(report, known=known)
    return dialog


def paper(stage: Stage) -> QDialog:
    """The very file."""
    return _verified(stage, forged=False)


def forged(stage: Stage) -> QDialog:
    """A line was added to its page."""
    return _verified(stage, forged=True)
