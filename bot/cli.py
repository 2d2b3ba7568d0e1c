"""The command line: python -m bot COMMAND. Every setting is an environment variable too."""

import argparse
import gc
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from bot.app.command_list import COMMANDS, Command
from bot.errors import BotError
from bot.settings import Settings, load_settings


def main() -> None:
    """Runs a command; bad configuration is one clear line a fault, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal can show every name
    arguments = _parser(sys.argv[1:]).parse_args()
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

    command = COMMANDS[arguments.command]
    set_up_logging(settings.log_format, "ERROR" if command.quiet else settings.log_level)
    run = _loaded(command.run)
    names = [key.lstrip("-").replace("-", "_") for key in command.arguments]
    own = {name: getattr(arguments, name) for name in names}
    code: int = uvloop.run(run(settings, **own))
    sys.stdout.flush()
    return code


def _loaded(place: str) -> Any:
    """module:coroutine of bot.app. What loading makes stays: the collector, off until now, need
    not look through it ever after."""
    module, _, name = place.partition(":")
    run = getattr(import_module(f"bot.app.{module}"), name)
    gc.freeze()
    gc.enable()
    return run


def _load_structlog() -> None:
    """Without rich, which it would load for tracebacks that are never printed here: a tenth of the
    start. Commands that draw tables load it themselves."""
    sys.modules["rich"] = None  # type: ignore[assignment]
    import_module("structlog")
    del sys.modules["rich"]


def _parser(said: Sequence[str]) -> argparse.ArgumentParser:
    """For the command that is said, with its settings; where none is, for all of them without, to
    be listed: made whole they would take a while, and each is of use to itself alone."""
    parser = argparse.ArgumentParser(
        prog="bot", description="The messaging bot of a hibachi caterer."
    )
    groups = {"": parser.add_subparsers(required=True, metavar="COMMAND")}
    meant = [words for words in COMMANDS if f"{' '.join(said)} ".startswith(f"{words} ")]
    for words in meant or COMMANDS:
        group, _, _ = words.rpartition(" ")
        if group not in groups:
            over = groups[""].add_parser(group, help=_members(group))
            groups[group] = over.add_subparsers(required=True, metavar="COMMAND")
        made = _add_command(groups[group], words)
        if meant:
            _add_settings(made)
    return parser


def _add_command(group: Any, words: str) -> argparse.ArgumentParser:
    command = COMMANDS[words]
    made: argparse.ArgumentParser = group.add_parser(
        words.rpartition(" ")[2],
        help=command.help,
        description=command.help,
        formatter_class=_Formatter,
        usage=f"bot {words} {''.join(_usage(command))}[settings]",
    )
    made.set_defaults(command=words)
    for flag, options in command.arguments.items():
        made.add_argument(flag, **options)
    return made


def _usage(command: Command) -> Iterator[str]:
    """A command's own arguments; its settings are many, and listed below."""
    for flag, options in command.arguments.items():
        value = options.get("metavar", "")
        said = f"{flag} {value}".rstrip() if flag.startswith("-") else value or flag
        said += " …" if options.get("nargs") == "*" else ""
        yield f"{said} " if _is_needed(flag, options) else f"[{said}] "


def _is_needed(flag: str, options: Mapping[str, Any]) -> bool:
    if flag.startswith("-"):
        return bool(options.get("required"))
    return options.get("nargs") not in ("?", "*")


def _members(group: str) -> str:
    found = {words: each for words, each in COMMANDS.items() if words.startswith(f"{group} ")}
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
