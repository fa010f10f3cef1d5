"""``minutes show`` to ``minutes attach``: what becomes of minutes once they are closed."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.jurors import IdentifiedJuror, find_seat, identify_juror
from cisp_desktop.application.minutes_life import (
    Ended,
    attach_scan,
    cancel_minutes,
    refuse_signature,
    reopen_closing,
    sign_on_paper,
    take_refusal_back,
)
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_minutes import RefusalRow
from cisp_desktop.application.rectifying import (
    give_up_rectification,
    open_rectification,
    rectification_differences,
)
from cisp_desktop.application.scans import check_shown, look_at_scan
from cisp_desktop.application.wording import moment_words, plural
from cisp_desktop.application.wording_minutes_life import scan_doubts, standing_words, why_words
from cisp_desktop.cli.console import Console
from cisp_desktop.cli.parameters import (
    Folder,
    Json,
    JurorName,
    MinutesId,
    Secret,
    Session,
    Yes,
    console_of,
    opened,
)
from cisp_desktop.domain.minutes import Ground

_SCAN_LIMIT = 200 * 1024 * 1024

By = Annotated[str, typer.Option("--by", metavar="NOM", help="Qui le demande : « NOM Prénom ».")]
EnteredBy = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="NOM",
        help="À qui est le code donné, si ce n’est pas ce membre : le président, qui saisit pour lui.",
    ),
]  # fmt: skip
Reason = Annotated[str, typer.Option("--reason", metavar="MOTIF", help="Le motif, gardé au journal.")]


class GroundChoice(StrEnum):
    """What a rectification mends, as typed."""

    CLERICAL = "clerical"
    DECISION = "decision"


def show(
    context: typer.Context, folder: Folder, minutes: MinutesId, secret: Secret = None, json: Json = False
) -> None:
    """Montre un procès-verbal : son état, qui a signé, qui est attendu, ce qu’il rectifie."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = workspace.queries.minutes(minutes)
        history = workspace.queries.minutes_history(row.session_id)
        refusals = workspace.queries.minutes_refusals(row.session_id)
        scans = workspace.queries.minutes_scans(minutes)
    data = minutes_data(row) | {
        "refusals": _refusals_data(row, refusals),
        "scans": [
            {"id": scan.id, "file": scan.file_name, "pages": scan.pages, "by": scan.attached_by}
            for scan in scans
        ],
    }
    signed = [
        f"{line.name} a signé le {moment_words(line.signed_at)}." for line in row.signatures if line.signed_at
    ]
    told = [f"Document numérisé : {scan.file_name}, {plural(scan.pages, 'page', 'pages')}" for scan in scans]
    console.result(data, [*_lines(row, history, refusals), *signed, *told])


def history(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Liste tous les procès-verbaux de la session, aussi ceux qui ne comptent plus."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        workspace.queries.session(session)
        rows = workspace.queries.minutes_history(session)
        refusals = workspace.queries.minutes_refusals(session)
        under_way = _rectification(workspace, session)
    lines = [line for row in rows for line in _lines(row, rows, refusals)]
    if under_way is not None:
        lines.append(f"Rectification de {under_way['number']} en cours : {under_way['reason']}")
        lines += [
            f"  {one['where']} : « {one['before']} » devient « {one['after']} »"
            for one in under_way["differences"]
        ]
    console.result(
        {
            "minutes": [minutes_data(row) | {"refusals": _refusals_data(row, refusals)} for row in rows],
            "rectification": under_way,
        },
        lines or ["Aucun procès-verbal n’a encore été clos."],
    )


def refuse(
    context: typer.Context, folder: Folder, minutes: MinutesId, juror: JurorName, reason: Reason,
    by: EnteredBy = None, secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Note qu’un membre refuse de signer, et pourquoi. Son code vient de CISP_JUROR_CODE."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        seat = _seat(workspace, minutes, juror)
        who = _identified(console, workspace, minutes, by or juror)
        refuse_signature(workspace, minutes, seat, reason=reason, juror=who)
        _tell(console, workspace, minutes)


def unrefuse(
    context: typer.Context, folder: Folder, minutes: MinutesId, juror: JurorName,
    by: EnteredBy = None, secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Retire le refus de signer d’un membre, avec le même code : sa signature est attendue de nouveau."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        seat = _seat(workspace, minutes, juror)
        who = _identified(console, workspace, minutes, by or juror)
        take_refusal_back(workspace, minutes, seat, juror=who)
        _tell(console, workspace, minutes)


def reopen(
    context: typer.Context, folder: Folder, session: Session, by: By, reason: Reason,
    secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Rouvre la session tant que personne n’a signé ; le numéro resservira."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        ended = reopen_closing(workspace, session, by=by, why=reason)
    told = f"Session rouverte. Les copies imprimées de {', '.join(ended.numbers)} sont à détruire."
    console.result(_ended_data(ended), [told])


def cancel(
    context: typer.Context, folder: Folder, session: Session, by: By, reason: Reason,
    secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Annule un procès-verbal entre deux signatures : son numéro reste au registre."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        ended = cancel_minutes(workspace, session, by=by, why=reason)
    lines = [f"Annulé : {', '.join(ended.numbers)}. La session est rouverte."]
    if ended.reserved:
        lines.append(f"Numéro réservé pour la suite : {', '.join(ended.reserved)}.")
    console.result(_ended_data(ended), lines)


def rectify(
    context: typer.Context, folder: Folder, minutes: MinutesId,
    ground: Annotated[
        GroundChoice, typer.Option("--ground", help="clerical : erreur matérielle ; decision : décision.")
    ],
    by: By, reason: Reason, secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Ouvre la rectification d’un procès-verbal complet ; « build » clôt ensuite le rectificatif."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        session_id = workspace.queries.minutes(minutes).session_id
        open_rectification(workspace, minutes, ground=Ground(ground.name), reason=reason, by=by)
        number = workspace.queries.minutes(minutes).number
    console.result(
        {"session": session_id, "number": number, "ground": ground.name},
        [f"Rectification de {number} ouverte : la session se modifie, puis se clôt de nouveau."],
    )


def abandon(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Abandonne la rectification en cours, tant que rien ne diffère."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        give_up_rectification(workspace, session)
    told = "Rectification abandonnée : la session est close, le procès-verbal signé fait foi."
    console.result({"session": session, "abandoned": True}, [told])


def attach(
    context: typer.Context, folder: Folder, minutes: MinutesId,
    file: Annotated[Path, typer.Argument(metavar="PDF", help="Le procès-verbal signé, numérisé.")],
    by: Annotated[str, typer.Option("--by", metavar="NOM", help="Qui joint le document.")],
    signed: Annotated[
        list[str] | None,
        typer.Option("--signed", metavar="NOM", help="Un membre dont la signature s’y voit ; répétable."),
    ] = None,
    yes: Yes = False, secret: Secret = None, json: Json = False,
) -> None:  # fmt: skip
    """Joint un procès-verbal signé sur papier, et note quelles signatures s’y voient."""
    console = console_of(context)
    services, content = console.services, read_small_file(file, limit=_SCAN_LIMIT)
    with opened(console, folder, secret) as workspace:
        row = workspace.queries.minutes(minutes)
        look = look_at_scan(
            row, content, file_name=file.name, inspector=services.inspector, drawers=services.pages,
            codes=services.page_codes, extracts=workspace.queries.minutes_extracts(minutes),
        )  # fmt: skip
        if look.doubtful:
            console.note(scan_doubts(row.number, look))
            if not yes and not console.confirms("Joindre quand même ?"):
                check_shown(row, look)
        seats = [_seat(workspace, minutes, name) for name in signed or ()]
        scan_id = attach_scan(workspace, minutes, content, file_name=file.name, pages=look.pages, by=by)
        if seats:
            sign_on_paper(workspace, minutes, seats, scan_id=scan_id)
        _tell(console, workspace, minutes, scan=scan_id, missing_pages=list(look.missing))


def minutes_data(row: MinutesRow) -> dict[str, Any]:
    """Return minutes for programs."""
    return {
        "id": row.id,
        "number": row.number,
        "version": row.version,
        "panel": row.panel_position,
        "state": row.state.value,
        "route": row.route.value if row.route is not None else None,
        "closed_at": row.closed_at.isoformat(),
        "sha256": row.sha256,
        "signed": [line.name for line in row.signatures if line.signed_at is not None],
        "refused": [
            {"name": line.name, "at": line.refused_at.isoformat(), "reason": line.refusal}
            for line in row.signatures
            if line.refused_at is not None
        ],
        "waiting": [line.name for line in row.signatures if line.awaited],
        "rectifies": row.rectifies_id,
        "ground": row.ground.value if row.ground is not None else None,
        "rectification": row.rectification,
        "ended_at": row.ended_at.isoformat() if row.ended_at is not None else None,
        "ended_by": row.ended_by,
        "ended_why": row.ended_why,
    }


def _lines(row: MinutesRow, history: Sequence[MinutesRow], refusals: Sequence[RefusalRow]) -> list[str]:
    head = f"{row.id}  {row.number}, version {row.version}  {standing_words(row, history)}"
    closed = f"Clos le {moment_words(row.closed_at)}."
    return [head, closed, *filter(None, why_words(row, history, refusals).splitlines())]


def _refusals_data(row: MinutesRow, refusals: Sequence[RefusalRow]) -> list[dict[str, Any]]:
    """Return every refusal of these minutes for programs, also those taken back."""
    return [
        {
            "name": one.name,
            "at": one.at.isoformat(),
            "reason": one.reason,
            "entered_by": one.entered_by,
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at is not None else None,
            "withdrawn_by": one.withdrawn_by,
        }
        for one in refusals
        if one.minutes_id == row.id
    ]


def _rectification(workspace: Workspace, session: str) -> dict[str, Any] | None:
    row = workspace.queries.rectification(session)
    if row is None:
        return None
    return {
        "minutes": row.minutes_id,
        "number": row.number,
        "ground": row.ground.value,
        "reason": row.reason,
        "by": row.opened_by,
        "differences": [
            {"where": one.where, "before": one.before, "after": one.after, "decides": one.decides}
            for one in rectification_differences(workspace, session)
        ],
    }


def _seat(workspace: Workspace, minutes_id: str, juror: str) -> str:
    row = workspace.queries.minutes(minutes_id)
    return find_seat(workspace, row.session_id, juror=juror, panel_id=row.panel_id)


def _identified(console: Console, workspace: Workspace, minutes_id: str, name: str) -> IdentifiedJuror:
    """Check the own code of who records a refusal or takes it back."""
    seat, identities = _seat(workspace, minutes_id, name), console.services.identities
    return identify_juror(workspace, seat, code=console.juror_code(), identities=identities)


def _tell(console: Console, workspace: Workspace, minutes_id: str, **more: Any) -> None:
    row = workspace.queries.minutes(minutes_id)
    rows = workspace.queries.minutes_history(row.session_id)
    refusals = workspace.queries.minutes_refusals(row.session_id)
    data = minutes_data(row) | {"refusals": _refusals_data(row, refusals)} | more
    console.result(data, _lines(row, rows, refusals))


def _ended_data(ended: Ended) -> dict[str, Any]:
    return {"ended": list(ended.numbers), "reserved": list(ended.reserved)}


COMMANDS: Mapping[str, Callable[..., None]] = {
    "show": show, "history": history, "refuse": refuse, "unrefuse": unrefuse, "reopen": reopen,
    "cancel": cancel, "rectify": rectify, "abandon": abandon, "attach": attach,
}  # fmt: skip
"""By the name under ``minutes``."""
