"""The command line: python -m bot COMMAND. Every setting is an environment variable too."""

import argparse
import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import BotError
from bot.settings import Settings, load_settings


class _Command(NamedTuple):
    """One command. run: module:coroutine of bot.app, imported when it runs, so that `--help`
    answers at once. It takes the settings and its own arguments, and returns an exit code."""

    run: str
    help: str
    arguments: Mapping[str, Mapping[str, Any]] = {}
    quiet: bool = False


_COMMANDS = {
    "serve": _Command("commands:serve", "serve requests, and do everything else too"),
    "worker": _Command(
        "commands:worker", "run turns and deliveries, beside other processes (PostgreSQL)"
    ),
    "clock": _Command("commands:clock", "fire timers, beside other processes (PostgreSQL)"),
    "migrate": _Command("commands:migrate", "bring the database to the schema of this version"),
    "chat": _Command("commands:chat", "talk to the customer agent in the terminal", quiet=True),
    "check": _Command(
        "commands:check", "try the configuration, and say what to mend in it", quiet=True
    ),
    "profile check": _Command(
        "owner:check_profile", "say what is wrong in the owner's files", quiet=True
    ),
    "bookings import": _Command(
        "owner:import_bookings",
        "import existing bookings; each takes the places of its day",
        {"file": {"type": Path, "metavar": "FILE.csv", "help": "with a header line, UTF-8"}},
        quiet=True,
    ),
    "token create": _Command(
        "tokens:create",
        "make a token by which a program of the staff's speaks with the staff's agents",
        {
            "--role": {"metavar": "ROLE", "required": True, "help": "staff, admin or analytics"},
            "--name": {"metavar": "NAME", "required": True, "help": "whose or what for"},
        },
        quiet=True,
    ),
    "token list": _Command("tokens:show", "list the tokens, never what they are", quiet=True),
    "token revoke": _Command(
        "tokens:revoke",
        "make a token hold no more",
        {"id": {"metavar": "ID", "help": "as token list shows it"}},
        quiet=True,
    ),
    "leads list": _Command(
        "owner:list_leads",
        "list the inquiries, newest first",
        {
            "--status": {"metavar": "STATUS", "help": "only these, with commas between; or: open"},
            "--since": {"metavar": "WHEN", "help": "made since a date (2027-06-01), or 7d"},
            "--csv": {"action": "store_true", "help": "as CSV, with all there is to each"},
        },
        quiet=True,
    ),
}


def main() -> None:
    """Runs a command; bad configuration is one clear line a fault, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal can show every name
    arguments = _parser().parse_args()
    try:
        sys.exit(_run(arguments, _settings(arguments)))
    except BotError as error:
        for line in str(error).splitlines():
            print(f"bot: {line}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read our output has read enough (`| head`); the flush at exit must not fail too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _settings(arguments: argparse.Namespace) -> Settings:
    """The environment, with what the command line says in its place."""
    said = {name: getattr(arguments, name, None) for name in Settings.model_fields}
    return load_settings({name: value for name, value in said.items() if value is not None})


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    import uvloop

    _load_structlog()
    from bot.log import set_up_logging

    command = _COMMANDS[arguments.command]
    set_up_logging(settings.log_format, "ERROR" if command.quiet else settings.log_level)
    module, _, name = command.run.partition(":")
    run = getattr(import_module(f"bot.app.{module}"), name)
    own = {key.lstrip("-"): getattr(arguments, key.lstrip("-")) for key in command.arguments}
    code: int = uvloop.run(run(settings, **own))
    sys.stdout.flush()
    return code


def _load_structlog() -> None:
    """Without rich, which it would load for tracebacks that are never printed here: a tenth of the
    start. Commands that draw tables load it themselves."""
    sys.modules["rich"] = None  # type: ignore[assignment]
    import_module("structlog")
    del sys.modules["rich"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bot", description="The messaging bot of a hibachi caterer."
    )
    groups = {"": parser.add_subparsers(required=True, metavar="COMMAND")}
    for words, command in _COMMANDS.items():
        group, _, name = words.rpartition(" ")
        if group not in groups:
            over = groups[""].add_parser(group, help=_members(group))
            groups[group] = over.add_subparsers(required=True, metavar="COMMAND")
        text = command.help
        made = groups[group].add_parser(
            name, help=text, description=text, formatter_class=_Formatter
        )
        made.set_defaults(command=words)
        for flag, options in command.arguments.items():
            made.add_argument(flag, **options)
        _add_settings(made)
    return parser


def _members(group: str) -> str:
    found = {words: each for words, each in _COMMANDS.items() if words.startswith(f"{group} ")}
    return "; ".join(f"{words.rpartition(' ')[2]}: {each.help}" for words, each in found.items())


def _add_settings(parser: argparse.ArgumentParser) -> None:
    settings = parser.add_argument_group("settings")
    for setting, field in Settings.model_fields.items():
        settings.add_argument(
            f"--{setting.replace('_', '-')}",
            dest=setting,
            metavar="VALUE",
            help=f"{field.description} [{setting.upper()}{_default(field.default)}]",
            **(_SWITCH if field.annotation is bool else {}),
        )


# An option that says yes by itself.
_SWITCH: Mapping[str, Any] = {"nargs": "?", "const": "true"}


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=34, width=100)


def _default(value: object) -> str:
    return "" if value in (None, (), "") else f", default {value}"
