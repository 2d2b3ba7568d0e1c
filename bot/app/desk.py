"""What staff can have done, put together."""

from typing import TYPE_CHECKING, Any

from bot.business.command import Command
from bot.commands.days import DAY_COMMANDS

if TYPE_CHECKING:
    from bot.app.root import App


def commands_of(app: "App") -> list[Command[Any]]:
    """Every command, in the order that models are offered them."""
    return [*DAY_COMMANDS]
