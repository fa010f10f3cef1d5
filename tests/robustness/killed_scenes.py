"""Closed workspaces for the acts of the day: sealed sheets, proposals shown, a dossier to read."""

from pathlib import Path

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.domain.dossier import Dossier
from tests.factories import make_session, make_workspace, score_everything


def hearing_scene(folder: Path, *, candidates: int) -> tuple[Path, list[str]]:
    """Make a session whose sheets are sealed and whose proposals are shown; returns its folder and
    (session id, registration ids …). Without candidates nothing is there but the session.
    """
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=candidates)
    if candidates:
        with workspace.unit_of_work() as work:
            blocks = made.certification.blocks
            kind = next(a.dossier_kind for b in blocks for a in b.assessments if a.dossier_kind)
            content = workspace.vault.store(b"%PDF of a dossier")
            work.dossiers.add(
                Dossier("dossier", made.registrations[0], kind, "d.pdf", content, 17, 5, workspace.clock())
            )
            work.commit()
        score_everything(workspace, made)
        open_deliberation(workspace, made.id)
    workspace.abandon()
    return workspace.path, [made.id, *made.registrations]
