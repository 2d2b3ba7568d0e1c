"""What was said: events become lines of their conversation, and agents read them back."""

from datetime import datetime

from sqlalchemy import Connection

from bot.chat_messages import Line
from bot.messages import Message, ToolCall
from storage import conversations, inbox
from storage.conversations import Line as Row
from storage.inbox import Stored
from storage.types import new_public_id

LEAST_HISTORY, BLOCK = 120, 60  # messages


def take_in(
    tx: Connection, conversation_id: int, events: list[Stored], turn_id: int, now: datetime
) -> list[Line]:
    """Puts the words of events that are new into the conversation; as watchers see them."""
    new = [event for event in events if event.status == "pending"]
    if not new:
        return []
    heard = [_line_of(event) for event in new]
    rows = [
        {
            "public_id": line.id,
            "role": "user",
            "author": author_of(event),
            "visibility": "customer",
            "channel": event.channel,
            "content": event.payload["text"],
            "metadata": {"media": event.payload["media"]} if event.payload["media"] else None,
            "inbox_id": event.id,
            "turn_id": turn_id,
            "created_at": event.received_at,
        }
        for event, line in zip(new, heard, strict=True)
    ]
    conversations.append(tx, conversation_id, rows, new[-1].received_at)
    inbox.open_events(tx, [event.id for event in new], turn_id, now)
    return heard


def author_of(event: Stored) -> str:
    """Who wrote it: customer, or staff:ID."""
    meta = event.payload["meta"]
    if proved := meta.get("staff"):
        return f"staff:{proved['id']}"
    return f"staff:{event.channel}:{meta['user']}" if "user" in meta else "customer"


def _line_of(event: Stored) -> Line:
    return Line(
        id=new_public_id(),
        author="customer",
        content=event.payload["text"],
        created_at=event.received_at,
        channel=event.channel,
        client_message_id=event.payload["meta"].get("client_message_id"),
    )


def history(tx: Connection, conversation_id: int) -> list[Message]:
    """The conversation as agents see it. A long one begins where it began for a block's length: a
    prompt that begins anew each turn is in no server's cache."""
    lines = conversations.recent(tx, conversation_id, LEAST_HISTORY + BLOCK)
    before = max(0, lines[-1].seq - LEAST_HISTORY) // BLOCK * BLOCK if lines else 0
    kept = [line for line in lines if line.seq > before]
    # A tool's answer whose call lies beyond the window would stand there without a question.
    first = next((i for i, line in enumerate(kept) if line.role != "tool"), len(kept))
    return [message_of(line) for line in kept[first:] if not line.author.startswith("note:")]


def message_of(line: Row) -> Message:
    """A stored line as agents see it."""
    return Message(
        role=line.role,  # type: ignore[arg-type]
        content=line.content,
        author=line.author,
        channel=line.channel,
        created_at=line.created_at,
        id=line.id,
        turn_id=line.turn_id,
        tool_calls=tuple(ToolCall(**call) for call in line.tool_calls or ()),
        tool_call_id=line.tool_call_id,
        media=tuple(file["content_type"] for file in (line.metadata or {}).get("media", ())),
    )
