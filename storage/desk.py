"""Conversations as a desk lists them, and what was said in one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select

from storage.leads import OPEN
from storage.tables import ai_conversations, ai_messages, customers, inbox, lanes, leads, outbox

_MOST_LISTED, _MOST_SAID = 50, 200


class Listed(Struct, frozen=True):
    """A conversation with its last line. address: of its mailbox, a phone where mailbox_channel
    is sms. details: its typed slots. inquiry: whether an open one stands."""

    thread_id: str
    channel: str
    words: str
    author: str
    at: datetime
    seq: int
    details: dict[str, Any]
    customer: str | None
    mailbox_channel: str
    address: str
    person_asked_at: datetime | None
    claimed_at: datetime | None
    claimed_by: str | None
    claimed_name: str | None
    inquiry: bool


class Said(Struct, frozen=True):
    """A line that the customer sees. visibility: customer, or note (somebody joined or left)."""

    public_id: str
    author: str
    content: str
    channel: str
    created_at: datetime
    visibility: str
    metadata: dict[str, Any] | None


def _is_shown() -> ColumnElement[bool]:
    """Not the steps of a turn, whose words are none."""
    return ai_messages.c.visibility.in_(["customer", "note"]) & or_(
        ai_messages.c.content != "", ai_messages.c.role == "user"
    )


_last = (
    select(func.max(ai_messages.c.id))
    .where(
        ai_messages.c.conversation_id == ai_conversations.c.id,
        ai_messages.c.visibility == "customer",
        _is_shown(),
    )
    .correlate(ai_conversations)
    .scalar_subquery()
)
_inquiry = (
    select(leads.c.id)
    .where(leads.c.conversation_id == ai_conversations.c.id, leads.c.status.in_(OPEN))
    .correlate(ai_conversations)
    .exists()
)
_COLUMNS = [  # as Listed has them
    ai_conversations.c.thread_id,
    ai_messages.c.channel,
    ai_messages.c.content,
    ai_messages.c.author,
    ai_messages.c.created_at,
    ai_conversations.c.last_seq,
    ai_conversations.c.details,
    customers.c.name,
    lanes.c.channel,
    lanes.c.address,
    ai_conversations.c.person_asked_at,
    ai_conversations.c.claimed_at,
    ai_conversations.c.claimed_by,
    ai_conversations.c.claimed_name,
    _inquiry,
]
_listed = (
    select(*_COLUMNS)
    .join(ai_messages, ai_messages.c.id == _last)
    .join(lanes, lanes.c.id == ai_conversations.c.mailbox_id)
    .outerjoin(customers, customers.c.id == ai_conversations.c.customer_id)
    .where(ai_conversations.c.updated_at >= bindparam("since"))
    .order_by(ai_messages.c.id.desc())
    .limit(_MOST_LISTED)
)
_said = (
    select(*(ai_messages.c[field] for field in Said.__struct_fields__))
    .join(ai_conversations, ai_conversations.c.id == ai_messages.c.conversation_id)
    .where(ai_conversations.c.thread_id == bindparam("thread"), _is_shown())
    .order_by(ai_messages.c.id.desc())
    .limit(_MOST_SAID)
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
_told_of = (
    select(ai_conversations.c.thread_id)
    .join(outbox, outbox.c.conversation_id == ai_conversations.c.id)
    .where(outbox.c.public_id == bindparam("message"))
)


def listed(tx: Connection, since: datetime) -> list[Listed]:
    """Conversations in which something was said since then, newest first."""
    return [Listed(*row) for row in tx.execute(_listed, {"since": since})]


def said(tx: Connection, thread_id: str) -> list[Said]:
    """The last lines of a conversation, oldest first."""
    return [Said(*row) for row in tx.execute(_said, {"thread": thread_id})][::-1]


def is_settled(tx: Connection, lane_key: str) -> bool:
    """Whether a lane has no turn and no message under way."""
    return not any(tx.execute(query, {"key": lane_key}).first() for query in (_at_work, _going_out))


def conversation_of(tx: Connection, outbox_id: str) -> str | None:
    """The conversation that a message tells of, by its public id."""
    found: str | None = tx.execute(_told_of, {"message": outbox_id}).scalar()
    return found


def known_lanes(tx: Connection, keys: Collection[str]) -> set[str]:
    """Those of the keys that are a lane's."""
    return set(tx.execute(select(lanes.c.key).where(lanes.c.key.in_(keys))).scalars())
