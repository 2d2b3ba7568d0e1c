"""The bot, paused and resumed by channel: what customers write then goes to a person."""

from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.commands.settings import enacted
from bot.errors import CommandRefused
from bot.rulebook import Rulebook

_NAMES = {"sms": "texts", "web": "the website", "all": "every channel"}


class Where(Arguments):
    channel: Annotated[
        Literal["sms", "web", "all"], Field(description="sms: texts; web: the website; all: both")
    ]


def _preview_pause(
    rulebook: Rulebook, tx: Connection, context: Context, arguments: Where
) -> Preview:
    _check(rulebook, tx, arguments, pausing=True)
    where = _NAMES[arguments.channel]
    told = "each is told once that a person will answer"
    facts = (Fact("Customers there", f"are passed on to a person; {told}"),)
    return Preview(f"Pause the assistant on {where}", facts)


def _pause(rulebook: Rulebook, tx: Connection, context: Context, arguments: Where) -> Done:
    _check(rulebook, tx, arguments, pausing=True)
    say = f"The assistant is paused on {_NAMES[arguments.channel]} now."
    return enacted(rulebook, tx, context, f"paused.{arguments.channel}", True, say=say)


def _preview_resume(
    rulebook: Rulebook, tx: Connection, context: Context, arguments: Where
) -> Preview:
    _check(rulebook, tx, arguments, pausing=False)
    where = _NAMES[arguments.channel]
    facts = [Fact("Customers there", "are answered by the assistant again")]
    if arguments.channel == "all":
        facts += [Fact("Still paused", _NAMES[each]) for each in _paused(rulebook, tx) - {"all"}]
    return Preview(f"Let the assistant answer on {where} again", tuple(facts))


def _resume(rulebook: Rulebook, tx: Connection, context: Context, arguments: Where) -> Done:
    _check(rulebook, tx, arguments, pausing=False)
    say = f"The assistant answers on {_NAMES[arguments.channel]} again."
    return enacted(rulebook, tx, context, f"paused.{arguments.channel}", None, say=say)


def _paused(rulebook: Rulebook, tx: Connection) -> set[str]:
    values = rulebook.present(tx).values
    return {channel for channel in _NAMES if values[f"paused.{channel}"]}


def _check(rulebook: Rulebook, tx: Connection, arguments: Where, *, pausing: bool) -> None:
    """Raises CommandRefused where there is nothing to do."""
    paused, where = _paused(rulebook, tx), _NAMES[arguments.channel]
    if pausing and arguments.channel in paused:
        raise CommandRefused(f"the assistant is paused on {where} already")
    if pausing:
        return
    if not rulebook.present(tx).values["flags.chatbot"]:
        raise CommandRefused("the assistant is switched off as a whole: change flags.chatbot")
    if arguments.channel not in paused:
        also = "; everything is: resume all" if "all" in paused else ""
        raise CommandRefused(f"the assistant is not paused on {where} by itself{also}")


def pause_commands(rulebook: Rulebook) -> tuple[Command[Any], ...]:
    """pause_bot and resume_bot, over a rulebook."""
    return (
        Command(
            "pause_bot",
            "Pause the assistant on a channel, or everywhere: what customers write there goes to "
            "a person until it is resumed.",
            Where,
            partial(_preview_pause, rulebook),
            partial(_pause, rulebook),
            role="admin",
        ),
        Command(
            "resume_bot",
            "Let the assistant answer again where it was paused.",
            Where,
            partial(_preview_resume, rulebook),
            partial(_resume, rulebook),
            role="admin",
        ),
    )
