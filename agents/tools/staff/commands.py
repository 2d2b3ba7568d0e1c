"""Commands as tools: the model asks for one, and the house does it or puts it up for a yes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from agents.ports import Commands, Scope
from agents.tools.staff.spoken import read_out
from agents.tools.tool import Arguments, Desk, Tool
from bot.business.command import Command

_PROPOSED = " It is posted as a proposal, and done once somebody approves it."


def command_tools(commands: Commands, *, admin: bool) -> Iterator[Tool[Any]]:
    """The tools of the staff's commands, or of the admins' own."""
    for command in commands.offered():
        if (command.role == "admin") is admin:
            yield _tool(commands, command)


def _tool(commands: Commands, command: Command[Any]) -> Tool[Any]:
    def run(tx: Connection, scope: Scope, desk: Desk, arguments: Arguments) -> dict[str, Any]:
        return commands.call(tx, scope, command, read_out(tx, arguments, scope), desk.after)

    description = command.description + (_PROPOSED if command.approved else "")
    return Tool(command.name, description, command.arguments, run, acts=True)
