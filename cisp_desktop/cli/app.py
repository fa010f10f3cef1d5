"""The command line's entry: builds the commands, runs one, words what went wrong, returns the exit code.

0 done, 1 refused with the reason, 2 wrong usage. Must not know Qt: the window is opened by the caller.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer._click import exceptions as usage

from cisp_desktop import __version__
from cisp_desktop.application.demonstration import HeadlessDone, run_headless
from cisp_desktop.application.services import Services
from cisp_desktop.cli.absence_commands import absence_app
from cisp_desktop.cli.batch_commands import batch_app
from cisp_desktop.cli.centre_commands import centre_app
from cisp_desktop.cli.console import DONE, MISUSED, REFUSED, Console, Stop
from cisp_desktop.cli.dossier_commands import dossiers_app
from cisp_desktop.cli.help_words import speak_french
from cisp_desktop.cli.journal_commands import journal_app
from cisp_desktop.cli.juror_commands import juror_app
from cisp_desktop.cli.list_commands import candidates_app, results_app
from cisp_desktop.cli.minutes_commands import minutes_app
from cisp_desktop.cli.panel_commands import panel_app
from cisp_desktop.cli.parameters import Json, console_of
from cisp_desktop.cli.planning_commands import planning_app
from cisp_desktop.cli.recusal_commands import recusal_app
from cisp_desktop.cli.register_commands import register_app
from cisp_desktop.cli.scoring_commands import deliberate, sheets_app
from cisp_desktop.cli.session_commands import session_app
from cisp_desktop.cli.sitting_commands import incident_app, presence_app
from cisp_desktop.cli.template_commands import template_app
from cisp_desktop.cli.workspace_commands import certification_app, workspace_app
from cisp_desktop.domain.errors import CispError

_log = logging.getLogger(__name__)
_INTERRUPTED = 130
"""What Typer returns for Ctrl+C instead of raising; no command of ours ends so."""


def build() -> typer.Typer:
    """Return every command of the product."""
    app = typer.Typer(
        name="cisp-desktop",
        help="Le jury de certification, de la liste au procès-verbal. Sans commande, ouvre la fenêtre.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(_window)
    app.command("demo")(demo)
    app.add_typer(workspace_app, name="workspace")
    app.add_typer(certification_app, name="certification")
    app.add_typer(centre_app, name="centre")
    app.add_typer(juror_app, name="juror")
    app.add_typer(session_app, name="session")
    app.add_typer(panel_app, name="panel")
    app.add_typer(recusal_app, name="recusal")
    app.add_typer(absence_app, name="absence")
    app.add_typer(candidates_app, name="candidates")
    app.add_typer(results_app, name="results")
    app.add_typer(dossiers_app, name="dossiers")
    app.add_typer(planning_app, name="planning")
    app.add_typer(batch_app, name="documents")
    app.add_typer(template_app, name="template")
    app.add_typer(presence_app, name="presence")
    app.add_typer(incident_app, name="incident")
    app.add_typer(sheets_app, name="sheets")
    app.command("deliberate")(deliberate)
    app.add_typer(minutes_app, name="minutes")
    app.add_typer(journal_app, name="journal")
    app.add_typer(register_app, name="register")
    speak_french(app)
    return app


def _window(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Dit la version.")] = False,
) -> None:
    console = console_of(context)
    if version:
        console.result({"version": __version__}, [f"cisp-desktop {__version__}"])
        raise Stop(DONE)
    if context.invoked_subcommand is None:
        raise Stop(console.open_window(None))


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
    """Crée la session de démonstration si elle manque, et l’ouvre."""
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


def run(services: Services, arguments: Sequence[str], *, open_window: Callable[[Path | None], int]) -> int:
    """Run one command and return its exit code; every message is in French, no error prints data."""
    console = Console(services, open_window, as_json="--json" in arguments)
    command = typer.main.get_command(build())
    try:
        result: Any = command.main(
            args=list(arguments), prog_name="cisp-desktop", standalone_mode=False, obj=console
        )
        if result == _INTERRUPTED:
            raise KeyboardInterrupt
        return result if isinstance(result, int) else DONE
    except Stop as stop:
        return stop.exit_code
    except CispError as error:
        return _told(console.refuse, error)
    except usage.ClickException as error:
        return _told(console.fail, "usage", _usage_words(error), exit_code=MISUSED)
    except (KeyboardInterrupt, typer.Abort):
        return _told(
            console.fail, "interrupted", "Interrompu : rien d’autre n’a été fait.", exit_code=REFUSED
        )
    except Exception as error:
        _log.error("command failed", exc_info=error)
        words = "Erreur imprévue : elle est notée dans le journal technique, sans aucune donnée."
        return _told(console.fail, "bug", f"{words} ({type(error).__name__})", exit_code=REFUSED)


def _told(tell: Callable[..., Any], *arguments: Any, **more: Any) -> int:
    try:
        tell(*arguments, **more)
    except Stop as stop:
        return stop.exit_code
    return REFUSED


def _usage_words(error: usage.ClickException) -> str:
    """Return a wrong usage in French."""
    context = getattr(error, "ctx", None)
    advice = f"Voyez « {context.command_path if context else 'cisp-desktop'} --help »."
    if isinstance(error, usage.NoSuchOption):
        return f"Option inconnue : {error.option_name}. {advice}"
    if isinstance(error, usage.MissingParameter):
        names = error.param.opts if error.param is not None else []
        named = [name for name in names if name.startswith("-")] or [
            getattr(error.param, "metavar", None) or "?"
        ]
        return f"Il manque {' ou '.join(named)}. {advice}"
    if isinstance(error, usage.BadOptionUsage):
        return f"L’option {error.option_name} attend une valeur. {advice}"
    if isinstance(error, usage.BadParameter):
        return f"Valeur refusée : {error.message}"
    if isinstance(error, usage.UsageError) and "No such command" in error.message:
        name = error.message.partition("'")[2].rpartition("'")[0]
        return f"Commande inconnue : {name}. {advice}"
    if isinstance(error, usage.UsageError) and "Missing command" in error.message:
        return f"Il manque une commande. {advice}"
    if isinstance(error, usage.UsageError) and "extra argument" in error.message:
        return f"Un argument de trop. {advice}"
    return f"Usage incorrect. {advice}"
