"""The help pages in French: headings, the help option's own line, marks such as « obligatoire ».

Typer takes the classes of its commands as settings, and these classes say the words. Must not know any
command.
"""

import re
from typing import Any

import typer
from typer._click import Command, Context, HelpFormatter
from typer.core import TyperCommand, TyperGroup

NBSP = "\u00a0"
HELP_LINE = "Montre cette aide."
_MARKS = (
    (re.compile(r"\brequired\]"), "obligatoire]"),
    (re.compile(r"\[default: "), "[sinon : "),
    (re.compile(r"; default: "), " ; sinon : "),
)
_TYPE = re.compile(r" <\w+>")


class _InFrench(Command):
    """What the help pages of commands and of groups share."""

    def get_help_option(self, ctx: Context) -> Any:
        """Return the help option with its line in French."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP_LINE
        return option

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the first line of a page."""
        pieces = _TYPE.sub("", " ".join(self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"Usage{NBSP}: ")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the arguments, then the options, each with its marks in French."""
        shown: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                shown[parameter.param_type_name].append((_TYPE.sub("", record[0]), _in_french(record[1])))
        for kind, title in (("argument", "Arguments"), ("option", "Options")):
            if shown[kind]:
                with formatter.section(f"{title}{NBSP}"):
                    formatter.write_dl(shown[kind])


def _in_french(help_text: str) -> str:
    for mark, words in _MARKS:
        help_text = mark.sub(words, help_text)
    return help_text


class FrenchCommand(_InFrench, TyperCommand):
    """A command whose help is in French."""


class FrenchGroup(_InFrench, TyperGroup):
    """A group of commands whose help is in French."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        width = formatter.width - 6 - max(map(len, self.commands), default=0)
        rows = [
            (name, one.get_short_help_str(width)) for name, one in self.commands.items() if not one.hidden
        ]
        if rows:
            with formatter.section(f"Commandes{NBSP}"):
                formatter.write_dl(rows)


def speak_french(app: typer.Typer) -> None:
    """Give the classes above to every command and group of ``app``, nested ones too."""
    app.info.cls, app.info.subcommand_metavar = FrenchGroup, "COMMANDE…"
    for command in app.registered_commands:
        command.cls = FrenchCommand
    for group in app.registered_groups:
        group.cls, group.subcommand_metavar = FrenchGroup, "COMMANDE…"
        if group.typer_instance is not None:
            speak_french(group.typer_instance)
