"""What staff leave in a conversation: what they say there, and that they came and went."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from bot.business.facts import render
from bot.chat_messages import Line, message_event
from bot.messages import Event
from bot.opened import Rules
from storage import conversations, handoffs
from storage.conversations import Conversation
from storage.handoffs import Place
from storage.types import new_public_id


def message_id_of(event_id: str) -> str:
    """The public id of what an event says: the same event is the same message, said once."""
    return sha256(event_id.encode()).hexdigest()[:22]


def note(
    tx: Connection, conversation: Conversation, what: str, staff: str, name: str, now: datetime
) -> Event:
    """Writes down that somebody joined or left; as watchers see it."""
    line = Line(
        id=new_public_id(), author="note", content=what, created_at=now, channel="", name=name
    )
    append(tx, conversation, staff, line)
    return message_event(line)


def append(tx: Connection, conversation: Conversation, staff: str, line: Line) -> int:
    """Writes a line down; its id."""
    is_note = line.author == "note"
    row: dict[str, Any] = {
        "public_id": line.id,
        "role": "system" if is_note else "assistant",
        "author": f"note:{line.content}" if is_note else f"staff:{staff}",
        "visibility": "note" if is_note else "customer",
        "channel": line.channel,
        "content": line.content,
        "metadata": {"name": line.name, "staff": staff},
    }
    return conversations.append(tx, conversation.id, [row], line.created_at)[0]


def words_to(
    tx: Connection,
    rules: Rules,
    conversation_id: int,
    place: Place,
    staff: str,
    name: str | None,
    text: str,
) -> str:
    """What somebody says, as it is said in this place: a phone shows nobody's name, so that their
    first words name who it is that writes now, unless they do so by themselves."""
    shows_names = not rules.doors[place.channel].introduces
    if shows_names or not name or _names(text, name):
        return text
    if handoffs.has_spoken(tx, conversation_id, staff):
        return text
    return render(rules.profile, rules.profile.wording.staff_text, staff=name, text=text)


def _names(text: str, name: str) -> bool:
    """Whether a name stands in a text, as words of their own."""
    word = re.compile(rf"(?<!\w){re.escape(name.casefold())}(?!\w)")
    return word.search(text.casefold()) is not None
