"""bot trace THREAD."""

import sys

import msgspec
from msgspec import to_builtins

from bot.app.screen import console
from bot.app.storage import beside
from bot.app.trace.show import show_story
from bot.app.trace.story import story
from bot.business.profile_files import load_profile
from bot.errors import BotError
from bot.settings import Settings
from storage import timeline


class NoSuchConversation(BotError):
    """Nothing in the database goes by this name."""


async def run(settings: Settings, *, thread: str, full: bool, json: bool) -> int:
    """Shows how a conversation went: what came in, what was done, what it took and cost."""
    profile = load_profile(settings.business_dir)
    async with beside(settings) as database:
        found = await database.read(timeline.called, thread.strip())
        if not found:
            raise NoSuchConversation(
                f"there is no conversation of {thread}: name a thread, a phone number, or the id "
                "of an inquiry, a booking, a message or a customer"
            )
        journal = await database.read(timeline.journal, found[0])
        others = [
            (await database.read(timeline.journal, each)).conversation["thread_id"]
            for each in found[1:6]
        ]
    entries = story(journal)
    if json:
        about = {"conversation": dict(journal.conversation), "earlier": others}
        told = to_builtins({**about, "entries": entries})
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
        return 0
    out = console()
    show_story(out, journal, entries, profile, full=full)
    if others:
        rest = "" if len(found) <= len(others) + 1 else f" and {len(found) - 1 - len(others)} more"
        out.print(f"Earlier conversations of theirs: {', '.join(others)}{rest}", style="dim")
    return 0
