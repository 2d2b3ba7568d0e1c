"""Conversations and their messages; a turn's steps are messages too."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, insert, select, update

from storage.statement import Statement
from storage.tables import ai_conversations, ai_messages, lanes
from storage.types import new_public_id


class Conversation(Struct, frozen=True):
    """A conversation's row, as the engine and the agents need it. summary: {text, reach}."""

    id: int
    thread_id: str
    customer_id: int | None
    mailbox_id: int | None
    agent_type: str
    status: str
    last_seq: int
    details: dict[str, Any]
    read_back: dict[str, Any] | None
    person_asked_at: datetime | None
    claimed_by: str | None
    claimed_name: str | None
    updated_at: datetime
    summary: dict[str, Any] | None = None


class LaneState(Struct, frozen=True):
    """introduced_at: when the lane first heard who we are. conversation: the one its mailbox is
    in, or was in last."""

    introduced_at: datetime | None
    conversation: Conversation | None


class Line(Struct, frozen=True):
    """A message's row. tool_calls: [{id, name, arguments}]."""

    id: int
    seq: int
    public_id: str
    role: str
    author: str
    visibility: str
    channel: str
    content: str
    tool_calls: list[dict[str, str]] | None
    tool_call_id: str | None
    turn_id: int | None
    metadata: dict[str, Any] | None
    created_at: datetime


_COLUMNS = [ai_conversations.c[field] for field in Conversation.__struct_fields__]
_LINE = [ai_messages.c[field] for field in Line.__struct_fields__]
_boxes = lanes.alias("boxes")
_by_lane = Statement(
    select(lanes.c.introduced_at, *_COLUMNS)
    .select_from(lanes)
    .join(_boxes, _boxes.c.id == bindparam("mailbox"))
    .outerjoin(ai_conversations, _boxes.c.conversation_id == ai_conversations.c.id)
    .where(lanes.c.id == bindparam("lane"))
)
_by_id = select(*_COLUMNS).where(ai_conversations.c.id == bindparam("conversation"))
_by_thread = select(*_COLUMNS).where(ai_conversations.c.thread_id == bindparam("thread"))


def of_lane(tx: Connection, lane_id: int, mailbox_id: int) -> LaneState:
    """Where a lane stands, which delivers to this mailbox. Raises ValueError where there is no
    such lane."""
    [(introduced_at, *row)] = _by_lane.rows(tx, lane=lane_id, mailbox=mailbox_id)
    return LaneState(introduced_at, None if row[0] is None else Conversation(*row))


def by_id(tx: Connection, conversation_id: int) -> Conversation:
    """The conversation, which must be there."""
    return Conversation(*tx.execute(_by_id, {"conversation": conversation_id}).one())


def by_thread(tx: Connection, thread_id: str) -> Conversation | None:
    """The conversation of a public thread id."""
    row = tx.execute(_by_thread, {"thread": thread_id}).first()
    return None if row is None else Conversation(*row)


_begin = Statement(insert(ai_conversations).returning(*_COLUMNS))
_enter = Statement(
    update(lanes)
    .where(lanes.c.id == bindparam("mailbox"))
    .values(conversation_id=bindparam("conversation"))
)


def begin(
    tx: Connection,
    *,
    mailbox_id: int,
    channel: str,
    agent: str,
    now: datetime,
    customer_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> Conversation:
    """Opens a conversation in a mailbox, in place of the one it had. details: what is known."""
    row: dict[str, Any] = {
        "thread_id": new_public_id(),
        "customer_id": customer_id,
        "mailbox_id": mailbox_id,
        "agent_type": agent,
        "status": "active",
        "channel": channel,
        "last_seq": 0,
        "details": details or {},
        "metadata": {},
        "created_at": now,
        "updated_at": now,
    }
    [begun] = _begin.rows(tx, **row)
    conversation = Conversation(*begun)
    _enter.run(tx, mailbox=mailbox_id, conversation=conversation.id)
    return conversation


def close(tx: Connection, conversation_id: int, now: datetime, resolved: bool) -> None:
    """Ends a conversation; the lane's next message opens another."""
    values = {"status": "closed", "closed_at": now, "resolved": resolved}
    tx.execute(
        update(ai_conversations).where(ai_conversations.c.id == conversation_id).values(values)
    )


_append = Statement(insert(ai_messages).returning(ai_messages.c.id))
_advance = Statement(
    update(ai_conversations)
    .where(ai_conversations.c.id == bindparam("conversation"))
    .values(last_seq=ai_conversations.c.last_seq + bindparam("more"), updated_at=bindparam("now"))
    .returning(ai_conversations.c.last_seq)
)
_DEFAULTS: dict[str, Any] = {
    "tool_calls": None,
    "tool_call_id": None,
    "metadata": None,
    "inbox_id": None,
    "turn_id": None,
    "profile_version": None,
    "prompt_version": None,
}


def append(
    tx: Connection, conversation_id: int, rows: Sequence[dict[str, Any]], now: datetime
) -> list[int]:
    """Adds messages in this order, numbered on; their ids. A row needs role, author, visibility,
    channel and content; its created_at is now where it has none."""
    if not rows:
        return []
    last: int = _advance.value(tx, conversation=conversation_id, more=len(rows), now=now)
    first = last - len(rows) + 1
    full = [
        _DEFAULTS
        | {"conversation_id": conversation_id, "seq": first + i, "public_id": new_public_id()}
        | {"created_at": now}
        | row
        for i, row in enumerate(rows)
    ]
    return [_append.value(tx, **row) for row in full]


_recent = Statement(
    select(*_LINE)
    .where(ai_messages.c.conversation_id == bindparam("conversation"))
    .order_by(ai_messages.c.seq.desc())
    .limit(bindparam("most"))
)


def recent(tx: Connection, conversation_id: int, most: int) -> list[Line]:
    """The newest messages, oldest of them first."""
    found = _recent.rows(tx, conversation=conversation_id, most=most)
    return [Line(*row) for row in found][::-1]


_reply_of = Statement(
    select(*_LINE)
    .where(
        ai_messages.c.turn_id == bindparam("turn"),
        ai_messages.c.role == "assistant",
        ai_messages.c.visibility == "customer",
    )
    .order_by(ai_messages.c.seq.desc())
    .limit(1)
)


def reply_of(tx: Connection, turn_id: int) -> Line | None:
    """What a turn said to the customer in the end."""
    row = _reply_of.row(tx, turn=turn_id)
    return None if row is None else Line(*row)


_said = select(ai_messages.c.id).where(ai_messages.c.public_id == bindparam("message"))


def is_said(tx: Connection, public_id: str) -> bool:
    """Whether there is a message of this public id."""
    return tx.execute(_said, {"message": public_id}).first() is not None


_marks = Statement(
    select(ai_messages.c.metadata)
    .where(
        ai_messages.c.conversation_id == bindparam("conversation"),
        ai_messages.c.role == "assistant",
        ai_messages.c.visibility == "customer",
    )
    .order_by(ai_messages.c.seq.desc())
)


def marks(tx: Connection, conversation_id: int, name: str) -> list[Any]:
    """What the replies of a conversation bear under this name, the newest first."""
    replies = _marks.rows(tx, conversation=conversation_id)
    return [more[name] for (more,) in replies if more and name in more]


def set_fields(tx: Connection, conversation_id: int, **values: Any) -> None:
    """Changes columns of one conversation."""
    tx.execute(
        update(ai_conversations).where(ai_conversations.c.id == conversation_id).values(values)
    )
