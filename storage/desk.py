"""What the playground asks of conversations: whose they are, what is under way, pictures."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage.tables import (
    ai_conversations,
    ai_messages,
    inbox,
    lanes,
    media,
    outbox,
)

_held = select(ai_conversations.c.thread_id, ai_conversations.c.claimed_by).where(
    ai_conversations.c.updated_at >= bindparam("since"),
    ai_conversations.c.claimed_by.is_not(None),
)
_at_work = (
    select(inbox.c.id)
    .join(lanes, lanes.c.id == inbox.c.lane_id)
    .where(lanes.c.key == bindparam("key"), inbox.c.status.in_(["pending", "open"]))
    .limit(1)
)
_going_out = (
    select(outbox.c.id)
    .join(lanes, lanes.c.id == outbox.c.lane_id)
    .where(lanes.c.key == bindparam("key"), outbox.c.status.in_(["pending", "sending"]))
    .limit(1)
)
_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_picture = (
    select(media.c.content_type, media.c.bytes)
    .join(ai_messages, ai_messages.c.inbox_id == media.c.inbox_id)
    .join(outbox, outbox.c.conversation_id == ai_messages.c.conversation_id)
    .where(
        outbox.c.public_id == bindparam("message"),
        ai_messages.c.created_at <= outbox.c.created_at,
        ai_messages.c.role == "user",
        media.c.status == "stored",
        media.c.content_type.in_(_PICTURES),
    )
    .order_by(ai_messages.c.id.desc(), media.c.position.desc())
    .limit(1)
    .offset(bindparam("newer"))
)


def held(tx: Connection, since: datetime) -> list[tuple[str, str]]:
    """Conversations that somebody of the staff has, of those in which anything happened since
    then: (public id, who has it)."""
    return [(row.thread_id, row.claimed_by) for row in tx.execute(_held, {"since": since})]


def is_settled(tx: Connection, lane_key: str) -> bool:
    """Whether a lane has no turn and no message under way."""
    return not any(tx.execute(query, {"key": lane_key}).first() for query in (_at_work, _going_out))


def picture(tx: Connection, outbox_id: str, newer: int) -> tuple[str, bytes] | None:
    """A customer's picture in the conversation that a message to staff tells of, with its content
    type: the newest that was there by then, or with so many newer ones."""
    row = tx.execute(_picture, {"message": outbox_id, "newer": newer}).first()
    return None if row is None else (row.content_type, bytes(row.bytes))


def known_lanes(tx: Connection, keys: Collection[str]) -> set[str]:
    """Those of the keys that are a lane's."""
    return set(tx.execute(select(lanes.c.key).where(lanes.c.key.in_(keys))).scalars())
