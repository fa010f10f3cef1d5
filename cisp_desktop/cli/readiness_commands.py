"""``session findings``, ``session ready``, ``session reopen``: what is left before the jury sits."""

from typing import Annotated

import typer

from cisp_desktop.application.closing_advice import closing_advice
from cisp_desktop.application.findings import Finding, blockers, to_review
from cisp_desktop.application.preparation_findings import preparation_findings, read_preparation
from cisp_desktop.application.readiness import declare_ready, reopen_preparation
from cisp_desktop.application.wording import sentence_of
from cisp_desktop.application.wording_readiness import counts_words, finding_words, ready_words
from cisp_desktop.cli.parameters import Folder, Json, Secret, Session, console_of, opened
from cisp_desktop.domain.errors import Refused

_TOLD_ABOVE = ("closing.rule", "closing.never_ready")
"""What is worth knowing before closing and stands among the findings already."""


def findings(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Liste ce qui bloque et ce qui avertit avant de déclarer la session prête."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        today = workspace.clock().date()
        found = preparation_findings(read_preparation(workspace.queries, session, today=today))
        row = workspace.queries.session(session)
        advice = [
            sentence_of(one.code, one.values)
            for one in closing_advice(workspace, session)
            if one.code not in _TOLD_ABOVE
        ]
    console.result(
        {
            "closing": advice,
            "ready": row.ready_at.isoformat() if row.ready_at is not None else None,
            "ready_by": row.ready_by,
            "to_review": row.ready_at is not None and to_review(found),
            "blocks": len(blockers(found)),
            "warns": len(found) - len(blockers(found)),
            "findings": [
                {
                    "severity": finding.severity.value,
                    "code": finding.code.value,
                    "message": finding_words(finding),
                    "count": finding.count,
                }
                for finding in found
            ],
        },
        [
            *filter(None, [ready_words(row, review=to_review(found))]), counts_words(found),
            *map(_line, found), *(f"À savoir avant de clore\u00a0: {known}" for known in advice),
        ],
    )  # fmt: skip


def _line(finding: Finding) -> str:
    return f"{'Bloque' if finding.blocks else 'Avertit'} : {finding_words(finding)}"


def ready(
    context: typer.Context,
    folder: Folder,
    session: Session,
    by: Annotated[str, typer.Option("--by", metavar="NOM", help="Qui la déclare prête : « NOM Prénom ».")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Déclare la session prête : référentiel, barème et règles de jury ne changent plus."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        today = workspace.clock().date()
        found = preparation_findings(read_preparation(workspace.queries, session, today=today))
        try:
            declared = declare_ready(workspace, session, by=by)
        except Refused as error:
            blocking = [finding_words(finding) for finding in blockers(found)]
            console.refuse(error, details=blocking)
        row = workspace.queries.session(session)
    for finding in found:
        console.note(f"Attention, {finding_words(finding)}")
    console.result(
        {
            "ready": declared.ready_at.isoformat(),
            "ready_by": declared.ready_by,
            "warnings": [finding_words(finding) for finding in found],
        },
        [ready_words(row)],
    )


def reopen(
    context: typer.Context,
    folder: Folder,
    session: Session,
    reason: Annotated[str, typer.Option("--reason", metavar="MOTIF", help="Pourquoi, pour le registre.")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Rouvre la préparation d’une session déclarée prête."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        reopen_preparation(workspace, session, reason=reason)
    console.result({"ready": None}, ["Préparation rouverte."])
