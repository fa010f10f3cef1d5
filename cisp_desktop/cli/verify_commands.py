"""``minutes verify``: whether a signed file is what was signed, with or without a workspace to compare.

This module must not know how a file is verified.
"""

from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.ports import Problem, SignatureReport, VerificationReport
from cisp_desktop.application.wording import moment_words, role_name, sentence_of
from cisp_desktop.cli.console import REFUSED, Stop
from cisp_desktop.cli.parameters import Json, console_of
from cisp_desktop.domain.errors import RuleError

_PDF_LIMIT = 200 * 1024 * 1024


def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le PDF à vérifier.")],
    authority: Annotated[
        Path | None, typer.Option(metavar="CRT", help="Le certificat public de l’autorité de l’espace.")
    ] = None,
    json: Json = False,
) -> None:
    """Dit si un procès-verbal signé est intègre, et par qui. Ni espace de travail ni phrase de passe."""
    console = console_of(context)
    pem = read_small_file(authority, limit=1024 * 1024) if authority else None
    try:
        report = console.services.verifier.verify(read_small_file(file, limit=_PDF_LIMIT), authority_pem=pem)
    except RuleError as error:
        unread = (Problem(error.code, error.values),)
        report = VerificationReport(False, None, (), unread, None, None)
    console.result(_report_data(report), _report_lines(report))
    if not report.intact:
        raise Stop(REFUSED)


def _report_data(report: VerificationReport) -> dict[str, Any]:
    return {
        "intact": report.intact,
        "trusted": report.trusted,
        "number": report.number,
        "sha256": report.sha256,
        "signatures": [
            {
                "name": s.name,
                "role": s.role,
                "valid": s.valid,
                "trusted": s.trusted,
                "at": s.at.isoformat() if s.at else None,
            }
            for s in _members(report)
        ],
        "problems": [{"code": p.code, "message": sentence_of(p.code, p.values)} for p in report.problems],
    }


def _report_lines(report: VerificationReport) -> list[str]:
    identity = {True: "identité reconnue", False: "identité non reconnue", None: "identité inconnue"}
    unsigned = any(problem.code == "verification.missing_signature" for problem in report.problems)
    verdict = "Intègre mais incomplet" if unsigned else "Intègre"
    lines = [f"{verdict if report.intact else 'NON INTÈGRE'}, {identity[report.trusted]}."]
    for s in _members(report):
        at = f", le {moment_words(s.at)}" if s.at else ""
        lines.append(f"{role_name(s.role)} : {s.name}, signature {'valide' if s.valid else 'NON VALIDE'}{at}")
    return lines + [sentence_of(p.code, p.values) for p in report.problems]


def _members(report: VerificationReport) -> list[SignatureReport]:
    """Return the members' signatures: the authority's own certification is what `intact` rests on."""
    return [s for s in report.signatures if s.role != "AUTHORITY"]
