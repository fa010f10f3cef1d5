"""``sheets`` and ``deliberate``: what jurors fill away from the application, and what the jury decides."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.deliberating import BatchDecided, Ruling, open_deliberation, record_decisions
from cisp_desktop.application.jurors import find_seat, identify_juror
from cisp_desktop.application.queries import BlockRow, DeliberationCell, DeliberationRow
from cisp_desktop.application.sheet_files import export_sheets, import_sheet, left_out_words
from cisp_desktop.application.wording import (
    decision_letters,
    outcome_words,
    plural,
    proposal_words,
    sentence,
)
from cisp_desktop.application.wording_schemes import doubt_words
from cisp_desktop.cli.console import REFUSED, Console, Stop
from cisp_desktop.cli.parameters import (
    Folder,
    Json,
    JurorName,
    PanelNumber,
    Secret,
    Session,
    console_of,
    opened,
    panel_numbered,
)
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.grading import GradingScheme, NoProposal
from cisp_desktop.domain.text import folded

sheets_app = typer.Typer()

_RULING = re.compile(
    r"(?P<number>.+?):(?P<block>[^:=]+)=(?P<value>VALIDATED|NOT_VALIDATED|DEFERRED)(?::(?P<reason>.*))?",
    re.DOTALL,
)


@sheets_app.command("export")
def export(
    context: typer.Context,
    folder: Folder,
    session: Session,
    target: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où écrire les tableurs.")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit un tableur vide par juré, à remplir hors de l’application."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        written = export_sheets(workspace, session, target, files=console.services.sheet_files)
    console.note("Ces tableurs sont en clair : gardez-les à l’abri, effacez-les après l’import.")
    if written.sealed:
        console.note(left_out_words(written.sealed))
    paths = [str(path) for path in written.paths]
    console.result({"files": paths, "sealed": written.sealed}, paths)


@sheets_app.command("import")
def take(
    context: typer.Context,
    folder: Folder,
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le tableur rempli.")],
    juror: JurorName,
    panel: PanelNumber = None,
    seal: Annotated[bool, typer.Option("--seal", help="Scelle chaque grille reprise.")] = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Reprend le tableur d’un juré, en entier ou pas du tout. Le code vient de CISP_JUROR_CODE."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        seat = find_seat(workspace, session, juror=juror, panel_id=panel_numbered(workspace, session, panel))
        panels = workspace.queries.panels(session)
        _warn_of_another_owner(console, file, [s.name for p in panels for s in p.seats], juror)
        identified = identify_juror(
            workspace, seat, code=console.juror_code(), identities=console.services.identities
        )
        report = import_sheet(workspace, identified, file, files=console.services.sheet_files, seal=seal)
    errors = console.note_lines(report.errors)
    console.result(
        {"marks": report.marks, "unchanged": report.unchanged, "sealed": report.sealed, "errors": errors},
        [
            (
                f"{plural(report.marks, 'note reprise', 'notes reprises')}, "
                f"{report.unchanged} sans changement, "
                f"{plural(report.sealed, 'grille scellée', 'grilles scellées')}"
            )
        ],
    )
    if errors:
        console.note("Rien n’a été repris. Corrigez le tableur et recommencez.")
        raise Stop(REFUSED)


def _warn_of_another_owner(console: Console, file: Path, names: list[str], juror: str) -> None:
    """Say that a file carries another juror's name; it is taken all the same: files get renamed."""
    own, named = folded(juror), folded(file.stem)
    for name in names:
        if folded(name) != own and folded(name) in named and own not in named:
            console.note(f"Attention : ce tableur porte le nom de {name}, et il est repris pour {juror}.")


def deliberate(
    context: typer.Context,
    folder: Folder,
    session: Session,
    accept_proposals: Annotated[
        bool, typer.Option("--accept-proposals", help="Prend chaque proposition comme décision.")
    ] = False,
    reason: Annotated[str, typer.Option(metavar="TEXTE", help="Le motif des refus.")] = "",
    rulings: Annotated[
        list[str] | None,
        typer.Option(
            "--decide",
            metavar="N°:BLOC=DÉCISION[:motif]",
            help="VALIDATED, NOT_VALIDATED ou DEFERRED ; à répéter.",
        ),
    ] = None,
    panel: PanelNumber = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Show proposals and disagreements; record decisions, all or none."""
    console = console_of(context)
    wanted = [_ruling(text, reason) for text in rulings or ()]
    with opened(console, folder, secret) as workspace:
        own = panel_numbered(workspace, session, panel)
        open_deliberation(workspace, session)
        if wanted or accept_proposals:
            batch = record_decisions(
                workspace, session, rulings=wanted, accept_proposals=accept_proposals, reason=reason,
                panel_id=own,
            )  # fmt: skip
            _check_recorded(console, batch)
        row = workspace.queries.session(session)
        blocks = workspace.queries.certification(row.certification_id).blocks
        matrix = [r for r in workspace.queries.deliberation(session) if own in (None, r.panel_id)]
        scheme = workspace.queries.scheme(session)
    _tell(console, {block.id: block for block in blocks}, matrix, scheme=scheme)


def _check_recorded(console: Console, batch: BatchDecided) -> None:
    if batch.failed:
        console.fail(
            batch.failed[0].error.code,
            "Aucune décision n’a été enregistrée.",
            exit_code=REFUSED,
            details=[f"{f.number} · {f.block}\u00a0: {sentence(f.error)}" for f in batch.failed],
        )


def _ruling(text: str, reason: str) -> tuple[str, str, Ruling]:
    found = _RULING.fullmatch(text)
    if found is None:
        raise typer.BadParameter(
            f"« {text} » ne se lit pas. Écrivez N°:BLOC=VALIDATED, N°:BLOC=NOT_VALIDATED:motif ou "
            "N°:BLOC=DEFERRED."
        )
    value = DecisionValue(found["value"])
    own = found["reason"]
    if own is None:
        own = reason if value is DecisionValue.NOT_VALIDATED else ""
    return found["number"].strip(), found["block"].strip(), Ruling(value, own)


def _tell(
    console: Console, blocks: dict[str, BlockRow], matrix: list[DeliberationRow], *, scheme: GradingScheme
) -> None:
    console.result(
        {
            "candidates": [
                {
                    "number": row.number,
                    "name": f"{row.birth_name} {row.first_names}",
                    "blocks": {blocks[c.block_id].code: _cell(c) for c in row.cells},
                    "outcome": row.outcome.value if row.outcome else None,
                }
                for row in matrix
            ]
        },
        [_line(row, blocks, scheme) for row in matrix],
    )


def _cell(cell: DeliberationCell) -> dict[str, Any]:
    return {
        "proposal": cell.proposal.value if cell.proposal else None,
        "decision": cell.decision.value if cell.decision else None,
        "unsealed": cell.unsealed,
        "doubts": list(cell.doubts),
        "straddles": cell.straddles,
        "gaps": cell.gaps,
        "reason": cell.reason,
    }


def _line(row: DeliberationRow, blocks: dict[str, BlockRow], scheme: GradingScheme) -> str:
    parts = [f"{row.number}  {row.birth_name} {row.first_names} :"]
    for cell in row.cells:
        words = decision_letters(cell.decision.value if cell.decision else None)
        if not words and cell.unsealed:
            words = f"attend {plural(cell.unsealed, 'grille', 'grilles')}"
        elif not words and not cell.proposal_frozen:
            words = "attend les autres blocs"
        elif not words:
            words = proposal_words(cell.proposal.value if cell.proposal else None).lower() + " ?"
            doubts = [doubt_words(scheme, NoProposal(doubt)) for doubt in cell.doubts]
            words += "".join(f" ({doubt.lower()})" for doubt in doubts)
        parts.append(f"{blocks[cell.block_id].short_code} {words} ;")
    return " ".join(parts) + f" {outcome_words(row.outcome.value if row.outcome else None)}"
