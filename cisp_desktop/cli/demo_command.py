"""``demo``: the demonstration, in the window or, headless, all its work up to the signatures."""

from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.demonstration import HeadlessDone, run_headless
from cisp_desktop.cli.console import REFUSED, Console, Stop
from cisp_desktop.cli.parameters import Json, console_of


def demo(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[W]", help="Où la créer ; sinon, le dossier de l’utilisateur.")
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="Déroule tout le travail sans fenêtre, jusqu’aux signatures.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DOSSIER", help="Où écrire le procès-verbal (--headless).")
    ] = None,
    json: Json = False,
) -> None:
    """Make the demonstration where it is missing; open it, or do all its work (``--headless``)."""
    console = console_of(context)
    path = folder or console.services.demonstration_path()
    if not headless:
        raise Stop(console.open_window(path))
    target = out or path.parent
    done = run_headless(console.services, path, target, say=console.note)
    _tell_done(console, done)
    if not done.intact:
        raise Stop(REFUSED)


def _tell_done(console: Console, done: HeadlessDone) -> None:
    verdict = "intègre" if done.intact else "NON INTÈGRE"
    console.result(
        {
            "workspace": str(done.workspace.resolve()),
            "minutes": done.minutes_id,
            "number": done.number,
            "path": str(done.pdf.resolve()),
            "authority": str(done.authority.resolve()),
            "intact": done.intact,
            "signatures": done.signatures,
        },
        [
            f"Espace de travail : {done.workspace.resolve()}",
            f"Procès-verbal signé : {done.pdf.resolve()} ({done.signatures} signatures, {verdict})",
            f"Certificat de l’autorité : {done.authority.resolve()}",
        ],
    )
