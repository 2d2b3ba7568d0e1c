"""What staff can have done, put together."""

from typing import TYPE_CHECKING, Any

from bot.app.parts import own_number
from bot.business.command import Command
from bot.commands.bookings import booking_commands
from bot.commands.changes import change_commands
from bot.commands.conversations import Talks, conversation_commands
from bot.commands.days import DAY_COMMANDS
from bot.commands.dead_letters import letter_commands
from bot.commands.deposits import deposit_commands
from bot.commands.knowledge import page_commands
from bot.commands.leads import lead_commands
from bot.commands.memory import MEMORY_COMMANDS
from bot.commands.messages import message_commands
from bot.commands.notes import NOTE_COMMANDS
from bot.commands.pause import pause_commands
from bot.commands.privacy import PRIVACY_COMMANDS
from bot.commands.reports import report_commands
from bot.commands.roles import role_commands
from bot.commands.settings import setting_commands
from bot.commands.texting import Texting
from bot.commands.todos import todo_commands
from bot.desk.direct import Direct
from bot.joining import show_joined

if TYPE_CHECKING:
    from bot.app.root import App


def commands_of(app: "App") -> list[Command[Any]]:
    """Every command, in the order that models are offered them."""
    talks = _talks(app)
    return [
        *lead_commands(Direct(app.desk)),
        *NOTE_COMMANDS,
        *MEMORY_COMMANDS,
        *todo_commands(app.reminders),
        *conversation_commands(talks),
        *booking_commands(app.desk.notify),
        *change_commands(app.desk.notify),
        *deposit_commands(app.desk.notify),
        *message_commands(talks, _texting(app)),
        *DAY_COMMANDS,
        *setting_commands(app.rulebook),
        *pause_commands(app.rulebook),
        *letter_commands(app.bells, app.handbook.trouble),
        *role_commands(app.rulebook),
        *page_commands(app.rulebook),
        *PRIVACY_COMMANDS,
        *report_commands(app.reports, has_desk=app.desk.threads),
    ]


def _talks(app: "App") -> Talks:
    return Talks(
        handoff=lambda: app.handoff,
        threads=lambda: app.slack.threads if app.slack else None,
        desk=app.desk,
    )


def _texting(app: "App") -> Texting:
    settings = app.settings
    return Texting(
        settings.texts,
        own_number(settings),
        lambda joined: show_joined(joined, app.live, app.bells),
    )
