"""Commands as tools: the model asks for one, and the house does it or puts it up for a yes."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from agents.ports import Commands
from agents.tools.said import is_reply
from agents.tools.staff.spoken import read_out
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments, Command, Heard
from bot.business.scope import Scope
from bot.messages import Message

_PROPOSED = " It is posted as a proposal, and done once somebody approves it."
_UNLESS = (
    " Done at once where the one who asks said so themselves, by name; else it is posted as a "
    "proposal."
)


def command_tools(commands: Commands, *, admin: bool) -> Iterator[Tool[Any]]:
    """The tools of the staff's commands, or of the admins' own."""
    for command in commands.offered():
        if (command.role == "admin") is admin:
            yield _tool(commands, command)


def _tool(commands: Commands, command: Command[Any]) -> Tool[Any]:
    def run(tx: Connection, scope: Scope, desk: Desk, arguments: Arguments) -> dict[str, Any]:
        meant, heard = read_out(tx, arguments, scope), heard_in(desk.messages, scope)
        return commands.call(tx, scope, command, meant, heard, desk.after)

    way = (_UNLESS if command.in_words else _PROPOSED) if command.approved else ""
    return Tool(command.name, command.description + way, command.arguments, run, acts=True)


def heard_in(messages: Sequence[Message], scope: Scope) -> Heard:
    """What the one who asks wrote in this turn: nobody else in the thread, and no tool."""
    asks = f"staff:{scope.staff.id}" if scope.staff else ""
    own = [m for m in messages if m.role == "user" and m.turn_id == scope.turn_id]
    first = messages.index(own[0]) if own else len(messages)
    replies = (line.content for line in reversed(messages[:first]) if is_reply(line))
    return Heard(tuple(m.content for m in own if m.author == asks), next(replies, ""))
