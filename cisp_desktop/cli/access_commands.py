"""``documents access``: all that is kept about one candidate, handed to the candidate."""

from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.access_folders import HandedOver, write_access_pack
from cisp_desktop.application.issued_building import AccessRequest, Choices
from cisp_desktop.application.issued_rules import Paper
from cisp_desktop.application.issuing import IssuedRow, issue_papers, read_papers
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.wording import plural
from cisp_desktop.cli.console import Console
from cisp_desktop.cli.issuing_commands import all_documents_app
from cisp_desktop.cli.parameters import Folder, Force, Json, Secret, Session, console_of, day, opened
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.issued import DocumentKind

access_documents_app = all_documents_app
"""The papers after the jury, and this one."""

_Number = Annotated[str, typer.Argument(metavar="N", help="Le N° dossier du candidat.")]
_MadeBy = Annotated[str, typer.Option("--by", metavar="NOM", help="Qui établit le dossier : au journal.")]
_Answered = Annotated[
    str, typer.Option("--to", metavar="NOM", help="À qui il est remis ; par défaut, le candidat.")
]
_Asked = Annotated[
    str | None, typer.Option("--asked-on", metavar="DATE", help="La date de la demande, si elle est connue.")
]
_Out = Annotated[
    Path, typer.Option("--out", metavar="CIBLE", help="Un dossier à créer, ou une archive en .zip.")
]


@all_documents_app.command("access")
def access(
    context: typer.Context,
    folder: Folder,
    session: Session,
    number: _Number,
    out: _Out,
    made_by: _MadeBy,
    answered_to: _Answered = "",
    asked_on: _Asked = None,
    force: Force = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Remet à un candidat tout ce qui est gardé de lui : PDF, données, dossiers déposés ; rien des autres."""
    console = console_of(context)
    request = AccessRequest(made_by, answered_to, day(asked_on) if asked_on is not None else None)
    with opened(console, folder, secret) as workspace:
        row = _pack(console, workspace, session, number, request)
        done = write_access_pack(workspace, row.id, out, by=made_by, replaces=force)
    _tell(console, row, done)


def _pack(
    console: Console, workspace: Workspace, session: str, number: str, request: AccessRequest
) -> IssuedRow:
    """Return the candidate's pack, issued now unless it was before."""
    if number not in {row.number for row in workspace.queries.registrations(session)}:
        raise Refused("issued.candidate_unknown", number=number)

    def wanted(paper: Paper) -> bool:
        return paper.kind is DocumentKind.ACCESS_PACK and paper.number == number

    done = issue_papers(
        workspace, session, wanted=wanted, choices=Choices(request=request), renderer=console.services.issued,
        personal=True,
    )  # fmt: skip
    for one in done.prevented:
        raise one.error
    return read_papers(workspace, session).document((*done.already, *done.made)[0])


def _tell(console: Console, row: IssuedRow, done: HandedOver) -> None:
    path = str(done.target.resolve())
    said = f"{row.code} · {plural(done.files, 'fichier', 'fichiers')} dans {path}. Ils ne sont pas chiffrés."
    data = {"code": row.code, "sha256": row.sha256, "pages": row.pages, "path": path, "files": done.files}
    console.result(data, [said])
