"""Customers' conversations as staff list them and look into them."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, func, or_, select

from storage.tables import ai_conversations, ai_messages, customers, lanes

Which = Literal["waiting", "held", "recent"]


class Listed(Struct, frozen=True):
    """A conversation with its last line. customer: their public id, name: as remembered. details:
    the typed slots. address: of its mailbox, a phone where mailbox_channel is sms."""

    id: int
    thread_id: str
    status: str
    customer_id: int | None
    customer: str | None
    name: str | None
    details: dict[str, dict[str, Any]]
    person_asked_at: datetime | None
    claimed_at: datetime | None
    held_by: str | None
    holder: str | None
    mailbox_channel: str
    address: str
    channel: str
    author: str
    text: str
    at: datetime

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the customer waits for a person whom nobody has been yet."""
        asked = self.person_asked_at
        if asked is None or self.status != "active":
            return None
        return asked if self.claimed_at is None or self.claimed_at < asked else None


_CONVERSATION = ai_conversations.c
_last = (
    select(func.max(ai_messages.c.id))
    .where(
        ai_messages.c.conversation_id == _CONVERSATION.id,
        ai_messages.c.visibility == "customer",
        or_(ai_messages.c.content != "", ai_messages.c.role == "user"),
    )
    .correlate(ai_conversations)
    .scalar_subquery()
)
_ALL: Any = (
    select(
        _CONVERSATION.id,
        _CONVERSATION.thread_id,
        _CONVERSATION.status,
        customers.c.id,
        customers.c.public_id,
        customers.c.name,
        _CONVERSATION.details,
        _CONVERSATION.person_asked_at,
        _CONVERSATION.claimed_at,
        _CONVERSATION.claimed_name,
        _CONVERSATION.claimed_by,
        lanes.c.channel,
        lanes.c.address,
        ai_messages.c.channel,
        ai_messages.c.author,
        ai_messages.c.content,
        ai_messages.c.created_at,
    )
    .select_from(ai_conversations)
    .join(ai_messages, ai_messages.c.id == _last)
    .join(lanes, lanes.c.id == _CONVERSATION.mailbox_id)
    .outerjoin(customers, customers.c.id == _CONVERSATION.customer_id)
    .where(_CONVERSATION.agent_type == "customer")
)
_WAITS = (
    _CONVERSATION.person_asked_at.is_not(None)
    & or_(
        _CONVERSATION.claimed_at.is_(None),
        _CONVERSATION.claimed_at < _CONVERSATION.person_asked_at,
    )
    & (_CONVERSATION.status == "active")
)
_HELD = _CONVERSATION.claimed_by.is_not(None) & (_CONVERSATION.status == "active")


def listed(tx: Connection, which: Which, most: int = 20) -> list[Listed]:
    """Conversations: those that wait for a person, the longest waiting first; those that a person
    has; or all, the newest first."""
    query = _ALL.order_by(ai_messages.c.id.desc())
    if which == "waiting":
        query = _ALL.where(_WAITS).order_by(_CONVERSATION.person_asked_at)
    elif which == "held":
        query = query.where(_HELD)
    return [Listed(*row) for row in tx.execute(query.limit(most))]


def by_thread(tx: Connection, thread_id: str) -> Listed | None:
    """A customer's conversation in which something was said."""
    row = tx.execute(_ALL.where(_CONVERSATION.thread_id == thread_id)).first()
    return None if row is None else Listed(*row)


def newest_of(tx: Connection, customer_id: int) -> Listed | None:
    """The conversation that a customer is in, or was in last."""
    query = _ALL.where(_CONVERSATION.customer_id == customer_id)
    row = tx.execute(query.order_by(ai_messages.c.id.desc()).limit(1)).first()
    return None if row is None else Listed(*row)


def thread_of(tx: Connection, conversation_id: int) -> str:
    """A conversation's public id."""
    query = select(_CONVERSATION.thread_id).where(_CONVERSATION.id == conversation_id)
    return str(tx.execute(query).scalar_one())
