"""Stored lines of a conversation, as their customer sees them."""

from typing import Any, Literal

import msgspec

from bot.chat_messages import Line, Shown
from storage.history import Said


def line_of(said: Said) -> Line:
    """The line of a message that was said."""
    return Line(
        id=said.public_id,
        author=_author_of(said),
        content=said.content,
        created_at=said.created_at,
        channel=said.channel,
        name=(said.metadata or {}).get("name"),
        client_message_id=_client_message_id(said),
        media=tuple({"id": id_, "content_type": kind} for id_, kind in said.files),
        rating=said.rating,
        sources=tuple((said.metadata or {}).get("sources", ())),
    )


def shown_line(said: Said) -> Shown:
    """The event of a message that was said."""
    event = {"type": "message", "message": msgspec.to_builtins(line_of(said))}
    return Shown(event, said.public_id)


_OURS = frozenset({"held_back", "signals"})
"""What of a reply's metadata is for staff alone: of what was not said, too."""


def shown_done(
    message_id: str | None, content: str | None, metadata: dict[str, Any], *, handoff: bool
) -> Shown:
    """The event of a turn's end."""
    event = {
        "type": "done",
        "message_id": message_id,
        "content": content,
        "handoff": handoff,
        "metadata": {name: each for name, each in metadata.items() if name not in _OURS},
    }
    return Shown(event, message_id)


def event_id_of(thread_id: str, client_message_id: str) -> str:
    """The inbox's event id of a web message, by which a repeat is known."""
    return f"{thread_id}:{client_message_id}"


def _client_message_id(said: Said) -> str | None:
    if said.channel != "web" or said.event_id is None:
        return None
    return said.event_id.partition(":")[2] or None


def _author_of(said: Said) -> Literal["customer", "assistant", "staff", "note"]:
    if said.role == "user":
        return "customer"
    kind = said.author.partition(":")[0]
    return "note" if kind == "note" else "staff" if kind == "staff" else "assistant"
