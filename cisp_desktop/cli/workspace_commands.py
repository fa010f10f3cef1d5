"""``workspace`` and ``certification``: folders, backups, and the sheets that they hold."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.files import write_file
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.application.wording import plural
from cisp_desktop.cli.console import REFUSED, Stop
from cisp_desktop.cli.copy_commands import copies, open_copy
from cisp_desktop.cli.equivalence_commands import equivalence_app
from cisp_desktop.cli.parameters import Folder, Json, Secret, console_of, opened, put_away
from cisp_desktop.cli.reference_commands import compare, import_file, search
from cisp_desktop.domain.errors import RuleError

workspace_app = typer.Typer()
certification_app = typer.Typer()


@workspace_app.command("create")
def create(context: typer.Context, folder: Folder, secret: Secret = None, json: Json = False) -> None:
    """Crée un espace de travail chiffré dans un dossier neuf ou vide."""
    console = console_of(context)
    workspace = console.services.create_workspace(folder, console.passphrase(secret))
    path = workspace.path.resolve()
    put_away(console, workspace)
    console.result({"path": str(path)}, [f"Espace de travail créé : {path}"])


@workspace_app.command("check")
def check(context: typer.Context, folder: Folder, secret: Secret = None, json: Json = False) -> None:
    """Contrôle la base, le coffre et le journal."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        problems = workspace.check()
    console.result(
        {"sound": not problems, "problems": problems},
        [*problems] if problems else ["Aucun dommage : base, coffre et journal sont sains."],
    )
    if problems:
        console.note(
            f"{plural(len(problems), 'dommage trouvé', 'dommages trouvés')} : restaurez une sauvegarde."
        )
        raise Stop(REFUSED)


@workspace_app.command("backup")
def backup(
    context: typer.Context,
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le fichier de sauvegarde à écrire.")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit une sauvegarde chiffrée, base et pièces, dans un seul fichier."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        workspace.backup(file)
    console.result({"path": str(file.resolve())}, [f"Sauvegarde écrite : {file.resolve()}"])


@workspace_app.command("authority")
def authority(
    context: typer.Context,
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le certificat à écrire (.crt).")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Écrit le certificat public de l’autorité de l’espace (qui n’est pas le certificateur)."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        write_file(file, workspace.authority.certificate_pem, shared=True, makes_folder=True)
    console.result({"path": str(file.resolve())}, [f"Certificat écrit : {file.resolve()}"])


@workspace_app.command("restore")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="La sauvegarde.")],
    folder: Folder,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Restaure une sauvegarde dans un dossier neuf ou vide."""
    console = console_of(context)
    console.services.store.restore(file, folder, passphrase=console.passphrase(secret))
    console.result({"path": str(folder.resolve())}, [f"Espace de travail restauré : {folder.resolve()}"])


@certification_app.command("list")
def list_certifications(
    context: typer.Context, folder: Folder, secret: Secret = None, json: Json = False
) -> None:
    """Liste les certifications de l’espace de travail."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        rows = workspace.queries.certifications()
    console.result(
        {
            "certifications": [
                {"code": row.code, "version": row.version, "title": row.title, "blocks": len(row.blocks)}
                for row in rows
            ]
        },
        [
            f"{row.code}  v{row.version}  {plural(len(row.blocks), 'bloc', 'blocs')}  {row.title}"
            for row in rows
        ],
    )


@certification_app.command("show")
def show(
    context: typer.Context,
    folder: Folder,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Le code, par exemple RNCP36128.")],
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Montre une certification : blocs, compétences, et ce que la source laisse ouvert."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        rows = [r for r in workspace.queries.certifications() if r.code == code.strip().upper()]
        known = ", ".join(sorted({r.code for r in workspace.queries.certifications()}))
    if not rows:
        raise RuleError("certification.unknown", code=code, known=known)
    row = max(rows, key=lambda r: r.version)
    console.result(_sheet_data(row), _sheet_lines(row))


def _sheet_lines(row: CertificationRow) -> list[str]:
    lines = [f"{row.code}  {row.title}"]
    for block in row.blocks:
        lines.append(f"{block.code}  {block.title}")
        lines += [f"  {line.position}. {line.wording}" for line in block.competences]
        lines += [f"  • {line.title}" for line in block.assessments]
    return lines + [f"! {defect}" for defect in row.sheet.get("source_defects", ())]


def _sheet_data(row: CertificationRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "version": row.version,
        "blocks": [
            {
                "code": block.code,
                "title": block.title,
                "competences": [line.wording for line in block.competences],
                "assessments": [
                    {"kind": a.kind.value, "title": a.title, "judged_by": a.judged_by.value}
                    for a in block.assessments
                ],
            }
            for block in row.blocks
        ],
        "source_defects": list(row.sheet.get("source_defects", ())),
    }


workspace_app.command("copies")(copies)
workspace_app.command("open-copy")(open_copy)
certification_app.command("search")(search)
certification_app.command("compare")(compare)
certification_app.command("import")(import_file)
certification_app.add_typer(equivalence_app, name="equivalence")
