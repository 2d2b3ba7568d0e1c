"""The command line: python -m bot COMMAND. Every option is an environment variable too."""

import argparse
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from bot.errors import BotError
from bot.settings import Settings, load_settings

Command = Callable[[Settings], Coroutine[Any, Any, int]]


def main() -> None:
    """Runs a command; bad configuration is one clear line a fault, never a traceback."""
    arguments = _parser().parse_args()
    try:
        settings = _settings(arguments)
        # What a command needs is imported with it: `--help` answers at once.
        sys.exit(_run(arguments.command, settings))
    except BotError as error:
        for line in str(error).splitlines():
            print(f"bot: {line}", file=sys.stderr)
        sys.exit(2)


def _settings(arguments: argparse.Namespace) -> Settings:
    """The environment, with what the command line says in its place."""
    for name in Settings.model_fields:
        if (value := getattr(arguments, name, None)) is not None:
            os.environ[name.upper()] = value
    return load_settings()


def _run(command: str, settings: Settings) -> int:
    import uvloop

    from bot.log import set_up_logging

    quiet = command in ("chat", "check")
    set_up_logging(settings.log_format, "ERROR" if quiet else settings.log_level)
    return uvloop.run(_commands()[command](settings))


def _commands() -> dict[str, Command]:
    from bot.app import commands

    return {
        "serve": commands.serve,
        "worker": commands.worker,
        "clock": commands.clock,
        "migrate": commands.migrate,
        "chat": commands.chat,
        "check": commands.check,
    }


_HELP = {
    "serve": "serve requests, and do everything else too",
    "worker": "run turns and deliveries, beside other processes (PostgreSQL)",
    "clock": "fire timers, beside other processes (PostgreSQL)",
    "migrate": "bring the database to the schema of this version",
    "chat": "talk to the customer agent in the terminal",
    "check": "read the configuration and say what is missing, wrong or without effect",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bot", description="The messaging bot of a hibachi caterer."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in _HELP.items():
        command = commands.add_parser(name, help=text, description=text, formatter_class=_Formatter)
        for setting, field in Settings.model_fields.items():
            command.add_argument(
                f"--{setting.replace('_', '-')}",
                dest=setting,
                metavar="VALUE",
                help=f"{field.description} [{setting.upper()}{_default(field.default)}]",
            )
    return parser


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=34, width=100)


def _default(value: object) -> str:
    return "" if value in (None, (), "") else f", default {value}"
