"""``minutes``: build, sign, verify, print."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.closing_advice import closing_advice
from cisp_desktop.application.closing_choices import ClosingChoices, chosen_for
from cisp_desktop.application.files import read_small_file, safe_stem, write_file
from cisp_desktop.application.jurors import find_seat, identify_juror
from cisp_desktop.application.minutes import (
    ClosingPrevented,
    close_session,
    draft_minutes,
    read_minutes,
    sign_minutes,
)
from cisp_desktop.application.paper_batch import check_copies, minutes_paper, record_printing
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.rectifying import check_certifier
from cisp_desktop.application.wording import plural, sentence_of
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.cli.console import Console
from cisp_desktop.cli.extract_command import extract
from cisp_desktop.cli.minutes_life_commands import COMMANDS
from cisp_desktop.cli.own_signing import (
    Certificate,
    CertificateFile,
    CertificateSecret,
    Module,
    OwnWanted,
    Token,
)
from cisp_desktop.cli.parameters import (
    Folder,
    Json,
    JurorName,
    MinutesId,
    Out,
    PanelNumber,
    Secret,
    Session,
    Yes,
    console_of,
    opened,
    panel_numbered,
)
from cisp_desktop.cli.verify_commands import verify
from cisp_desktop.domain.errors import Refused

minutes_app = typer.Typer()
_Originals = Annotated[
    int | None,
    typer.Option(
        "--originals", metavar="N",
        help="Combien d’originaux, de 1 à 9 ; à défaut autant que la fois d’avant, sinon un.",
    ),
]  # fmt: skip
_Reasons = Annotated[
    bool | None,
    typer.Option("--reasons/--no-reasons", help="Avec ou sans l’annexe des motifs ; avec, à défaut."),
]
_ForCertifier = Annotated[
    str,
    typer.Option(
        "--certifier", metavar="TEXTE",
        help="Qui rectifie une erreur matérielle pour le certificateur : « NOM Prénom, qualité ».",
    ),
]  # fmt: skip
_PICTURE_LIMIT = 20 * 1024 * 1024


@minutes_app.command("build")
def build(
    context: typer.Context,
    folder: Folder,
    session: Session,
    out: Out = None,
    draft: Annotated[bool, typer.Option("--draft", help="Un projet, sans clore la session.")] = False,
    panel: PanelNumber = None,
    extracts: Annotated[
        bool, typer.Option("--extracts", help="Un extrait par candidat, signé avec le procès-verbal.")
    ] = False,
    originals: _Originals = None,
    reasons: _Reasons = None,
    certifier: _ForCertifier = "",
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Clôt la session quand rien ne manque, et écrit le PDF de chaque procès-verbal, un par jury."""
    console, choices = console_of(context), ClosingChoices(originals, reasons, certifier)
    with opened(console, folder, secret) as workspace:
        wanted = panel_numbered(workspace, session, panel)
        closed_before = workspace.queries.session(session).closed
        advice = [sentence_of(one.code, one.values) for one in closing_advice(workspace, session)]
        if draft:
            written = [_draft(console, workspace, session, wanted, out, choices=choices)]
        else:
            if not closed_before:
                _close(console, workspace, session, extracts=extracts, choices=choices)
            else:
                _check_frozen(workspace, session, choices)
            written = _write_all(workspace, session, wanted, out)
    for known in advice:
        console.note(f"À savoir\u00a0: {known}")
    if not draft:
        state = "Session déjà close, PDF réécrit" if closed_before else "Session close"
        for one in written:
            console.note(f"{state}. Identifiant du procès-verbal : {one['id']}")
    console.result({**written[0], "minutes": written, "advice": advice}, [one["path"] for one in written])


def _check_frozen(workspace: Workspace, session: str, choices: ClosingChoices) -> None:
    """Refuse choices other than those that the closed minutes say."""
    if choices == ClosingChoices():
        return
    choices.check()
    check_certifier(choices, None)
    for row in workspace.queries.minutes_of_session(session):
        said = chosen_for(workspace, row.id)
        if choices.originals not in (None, said.originals):
            raise Refused("minutes.originals_frozen", number=row.number, said=said.originals)
        if choices.reasons not in (None, said.reasons):
            raise Refused("minutes.reasons_frozen", number=row.number)


def _draft(
    console: Console,
    workspace: Workspace,
    session: str,
    panel_id: str | None,
    out: Path | None,
    *,
    choices: ClosingChoices,
) -> dict[str, Any]:
    pdf = draft_minutes(
        workspace, session, renderer=console.services.renderer, panel_id=panel_id, choices=choices
    ).pdf
    number = workspace.queries.session(session).minutes_number
    panels = workspace.queries.panels(session)
    own = next((panel for panel in panels if panel.id == panel_id and panel.position > 1), None)
    stem = number if own is None else f"{number}-{panel_words(own.name, own.position)}"
    path = out or Path(f"{safe_stem(f'{stem}-projet')}.pdf")
    write_file(path, pdf, makes_folder=True)
    return {"id": None, "number": number, "sha256": None, "path": str(path.resolve())}


def _close(
    console: Console, workspace: Workspace, session: str, *, extracts: bool, choices: ClosingChoices
) -> None:
    services = console.services
    try:
        close_session(
            workspace, session, renderer=services.renderer, signer=services.signer, extracts=extracts,
            choices=choices,
        )  # fmt: skip
    except ClosingPrevented as error:
        _prevented(console, error)


def _write_all(
    workspace: Workspace, session: str, panel_id: str | None, out: Path | None
) -> list[dict[str, Any]]:
    """Write the PDF of each panel's minutes, or of one panel's; ``out`` names the first one's file."""
    rows = [m for m in workspace.queries.minutes_of_session(session) if panel_id in (None, m.panel_id)]
    if not rows:
        raise Refused("minutes.no_panel")
    written = []
    for place, row in enumerate(rows):
        path = out if out is not None and not place else _beside(out, f"{row.number}.pdf")
        write_file(path, read_minutes(workspace, row.id), makes_folder=True)
        written.append(
            {"id": row.id, "number": row.number, "sha256": row.sha256, "path": str(path.resolve())}
        )
    return written


def _beside(out: Path | None, name: str) -> Path:
    return Path(name) if out is None else out.with_name(name)


def _prevented(console: Console, error: ClosingPrevented) -> None:
    reasons = [sentence_of(blocker.code, blocker.values) for blocker in error.blockers]
    console.refuse(error, details=reasons)


@minutes_app.command("sign")
def sign(
    context: typer.Context,
    folder: Folder,
    minutes: MinutesId,
    juror: JurorName,
    image: Annotated[
        Path | None, typer.Option(metavar="PNG", help="L’image de la signature ; sans elle, le nom.")
    ] = None,
    pkcs11: Module = None,
    token: Token = None,
    certificate: Certificate = None,
    p12: CertificateFile = None,
    p12_passphrase_file: CertificateSecret = None,
    yes: Yes = False,
    out: Out = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Signe le procès-verbal au nom d’un membre. Le code vient de CISP_JUROR_CODE."""
    console = console_of(context)
    services = console.services
    picture = (
        read_small_file(image, limit=_PICTURE_LIMIT) if image else None
    )  # without one, the name is written
    with opened(console, folder, secret) as workspace:
        unsigned = workspace.queries.minutes(minutes)
        seat = find_seat(workspace, unsigned.session_id, juror=juror, panel_id=unsigned.panel_id)
        identified = identify_juror(
            workspace, seat, code=console.juror_code(), identities=services.identities
        )
        wanted = OwnWanted(pkcs11, token, certificate, p12, p12_passphrase_file, yes)
        with wanted.opened(console, identified.name) as own:
            if own is not None:
                key = services.own_certificates.vouched(own, identified.key)
                identified = replace(identified, key=key)
            sign_minutes(workspace, minutes, juror=identified, image=picture, signer=services.signer)
        row = workspace.queries.minutes(minutes)
        pdf = read_minutes(workspace, minutes)
    if out is not None:
        write_file(out, pdf, makes_folder=True)
    _tell_signed(console, row, out)


def _tell_signed(console: Console, row: MinutesRow, out: Path | None) -> None:
    signed = [s.name for s in row.signatures if s.signed_at is not None]
    waiting = [s.name for s in row.signatures if s.awaited]
    console.result(
        {
            "id": row.id,
            "state": row.state.value,
            "signed": signed,
            "waiting": waiting,
            "path": str(out.resolve()) if out else None,
        },
        [
            f"Signé par {', '.join(signed)}."
            + (f" Reste : {', '.join(waiting)}." if waiting else " Complet."),
            str(out.resolve()) if out else "Le PDF signé est dans l’espace ; --out l’écrit dans un fichier.",
        ],
    )


minutes_app.command("extract")(extract)
minutes_app.command("verify")(verify)


@minutes_app.command("print")
def print_minutes(
    context: typer.Context,
    folder: Folder,
    minutes: MinutesId,
    copies: Annotated[
        int | None,
        typer.Option(metavar="N", help="Combien d’exemplaires, de 1 à 9 ; à défaut autant que d’originaux."),
    ] = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Envoie le procès-verbal à l’imprimante par défaut de l’ordinateur ; le journal le note."""
    console = console_of(context)
    check_copies(copies)
    with opened(console, folder, secret) as workspace:
        row = workspace.queries.minutes(minutes)
        pdf, count = read_minutes(workspace, minutes), copies or chosen_for(workspace, minutes).originals
        _spool(pdf, row.number, copies=count)
        record_printing(workspace, row.session_id, [minutes_paper(row)], copies=count)
    console.note("Le document part en clair dans la file d’impression.")
    words = plural(count, "exemplaire", "exemplaires")
    console.result(
        {"number": row.number, "pages": row.pages, "copies": count},
        [f"{row.number} envoyé à l’imprimante, {words}."],
    )


def _spool(pdf: bytes, title: str, *, copies: int) -> None:
    """Hand a file to the system's spooler."""
    spooler = shutil.which("lp")
    if spooler is None:
        raise Refused("print.no_spooler")
    command = [spooler, "-t", title, "-n", str(copies)]
    if subprocess.run(command, input=pdf, capture_output=True, check=False).returncode != 0:
        raise Refused("print.failed")


for _name, _command in COMMANDS.items():
    minutes_app.command(_name)(_command)
