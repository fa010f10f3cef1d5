"""The command line's entry: builds the commands, runs one, words what went wrong, returns the exit code.

0 done, 1 refused with the reason, 2 wrong usage. Must not know Qt: the window is opened by the caller.
"""

import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click import exceptions as usage

from cisp_desktop import __version__
from cisp_desktop.cli.command_places import EveryCommand
from cisp_desktop.cli.console import DONE, MISUSED, REFUSED, Console, Stop
from cisp_desktop.cli.parameters import console_of
from cisp_desktop.domain.errors import CispError

if TYPE_CHECKING:
    from cisp_desktop.application.services import Services

_log = logging.getLogger(__name__)
_QUOTED = re.compile(r"""(['"])(?P<word>.*?)\1""")
"""What Typer names in a message: a word that is no command, then the commands that look like it."""
_INTERRUPTED = 130
"""What Typer returns for Ctrl+C instead of raising; no command of ours ends so."""


def build() -> typer.Typer:
    """Return every command of the product."""
    app = typer.Typer(
        name="cisp-desktop",
        cls=EveryCommand,
        subcommand_metavar="COMMANDE…",
        help="Le jury de certification, de la liste au procès-verbal. Sans commande, ouvre la fenêtre.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(_window)
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


def run(services: "Services", arguments: Sequence[str], *, open_window: Callable[[Path | None], int]) -> int:
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
        name, *near = (quoted["word"] for quoted in _QUOTED.finditer(error.message))
        meant = f"Peut-être : {', '.join(near)}. " if near else ""
        return f"Commande inconnue : {name}. {meant}{advice}"
    if isinstance(error, usage.UsageError) and "Missing command" in error.message:
        return f"Il manque une commande. {advice}"
    if isinstance(error, usage.UsageError) and "extra argument" in error.message:
        return f"Un argument de trop. {advice}"
    return f"Usage incorrect. {advice}"
