"""``minutes verify``: whether a file is what was signed or issued, with or without a workspace to compare.

This module must not know how a file is verified.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.minutes_known import Known
from cisp_desktop.application.papers_known import verify_file
from cisp_desktop.application.ports import Problem, SignatureReport, VerificationReport
from cisp_desktop.application.wording import moment_words, role_name, sentence_of
from cisp_desktop.application.wording_verification import (
    certificate_words,
    file_words,
    revision_words,
    signature_words,
    trust_words,
    unsigned_verdict,
)
from cisp_desktop.cli.console import REFUSED, Stop
from cisp_desktop.cli.parameters import Json, Secret, console_of, opened
from cisp_desktop.domain.errors import RuleError

_PDF_LIMIT = 200 * 1024 * 1024


def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le fichier à vérifier.")],
    authority: Annotated[
        Path | None,
        typer.Option(metavar="CRT", help="Les certificats publics connus : de l’espace, d’émetteurs (PEM)."),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(metavar="W", help="L’espace de travail auquel comparer ; demande sa phrase de passe."),
    ] = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Dit si un fichier est bien ce qui a été signé ou délivré, et par qui. Sans --workspace, sans secret."""
    console = console_of(context)
    pem = read_small_file(authority, limit=1024 * 1024) if authority else None
    known = None
    try:
        pdf = read_small_file(file, limit=_PDF_LIMIT)
    except RuleError as error:
        unread = (Problem(error.code, error.values),)
        report = VerificationReport(False, None, (), unread, None, None)
    else:
        if workspace is not None:
            with opened(console, workspace, secret) as compared:
                pem = compared.authority.certificate_pem if pem is None else pem
                report, known = verify_file(
                    pdf, verifier=console.services.verifier, authority_pem=pem, workspace=compared,
                    inspector=console.services.inspector,
                )  # fmt: skip
        else:
            report = console.services.verifier.verify(pdf, authority_pem=pem)
    console.result(_report_data(report, known), _report_lines(report, known))
    if not report.intact or (known is not None and not known.agrees):
        raise Stop(REFUSED)


def _report_data(report: VerificationReport, known: Known | None) -> dict[str, Any]:
    return {
        "intact": report.intact,
        "trusted": report.trusted,
        "number": report.number,
        "sha256": report.sha256,
        "code": report.code,
        "extract": _extract_data(report),
        "signatures": [
            {
                "name": s.name,
                "role": s.role,
                "valid": s.valid,
                "trusted": s.trusted,
                "at": s.at.isoformat() if s.at else None,
                "certificate": s.fingerprint,
                "issuer": s.issuer,
                "holder": s.holder or None,
            }
            for s in _members(report)
        ],
        "revisions": [
            {
                "number": r.number,
                "changes": [change.value for change in r.changes],
                "message": revision_words(r, intact=report.intact),
            }
            for r in report.revisions
        ],
        "workspace": None
        if known is None
        else {"agrees": known.agrees, "counts": known.counts, "said": _worded(known.said)},
        "problems": _worded(report.problems),
    }


def _extract_data(report: VerificationReport) -> dict[str, str] | None:
    """Return of whom and of which minutes a file is the extract, None for minutes."""
    found = report.extract
    return None if found is None else {"of": found.of, "candidate": found.candidate, "name": found.name}


def _worded(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [{"code": one.code, "message": sentence_of(one.code, one.values)} for one in problems]


def _report_lines(report: VerificationReport, known: Known | None) -> list[str]:
    unsigned = any(problem.code == "verification.missing_signature" for problem in report.problems)
    verdict = "Intègre mais incomplet" if unsigned else "Intègre"
    plain = unsigned_verdict(report, known)
    signed = f"{verdict}, {trust_words(report)}."
    if not report.intact:
        signed = f"NON INTÈGRE, {trust_words(report)} : ne vous fiez pas à ce fichier."
    lines = [signed if plain is None else plain.words]
    if report.number is not None:
        lines.append(file_words(report))
    for s in _members(report):
        at = f", le {moment_words(s.at)}" if s.at else ""
        lines.append(
            f"{role_name(s.role, sex=s.sex)} : {s.name}, {signature_words(s, intact=report.intact)}{at}"
        )
        if s.fingerprint:
            lines.append(f"  certificat {certificate_words(s)}")
    lines += [revision_words(revision, intact=report.intact) for revision in report.revisions]
    found = (*report.problems, *(known.said if known is not None else ()))
    return lines + [sentence_of(p.code, p.values) for p in found]


def _members(report: VerificationReport) -> list[SignatureReport]:
    """Return the members' signatures: the authority's own certification is what `intact` rests on."""
    return [s for s in report.signatures if s.role != "AUTHORITY"]
