"""The engine room: lanes with their leases, the inbox, the outbox, timers."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import Double

from storage.tables.base import key, metadata, partial_index, public_id, refers, when
from storage.types import Id, Json

# A lane is also a mailbox: the unit that one worker holds at a time. A lane that was joined to
# another (one customer, two channels) delivers into that one's mailbox, which is a lane of the
# channel "customer" that nobody writes to. ready_at is at once when the mailbox is due, and until
# when its owner holds it. gen counts what has arrived; fence counts owners, so that one who
# overslept can do nothing. Lease times are the database's clock.
lanes = Table(
    "lanes",
    metadata,
    key(),
    Column("key", String(200), nullable=False, unique=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(120), nullable=False),
    Column("ours", String(64), nullable=False),
    refers("joined_to", "lanes", index=True),
    refers("conversation_id", "ai_conversations", index=True),
    # Whose thread it is, where no network proves who talks there (the web).
    Column("visitor", String(64), index=True),
    when("introduced_at"),
    when("created_at", nullable=False),
    Column("gen", Integer, nullable=False, default=0),
    Column("ready_at", Double),
    Column("pending_since", Double),
    Column("owner", String(64)),
    Column("fence", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
)
partial_index("ix_lanes_ready_at", lanes.c.ready_at, where="ready_at IS NOT NULL")
Index("ix_lanes_owner", lanes.c.owner)

# pending: not looked at. open: its words stand in the conversation, its turn has not ended.
# done, dead: ended. turn_id is the id of the first inbox row of the turn it was part of.
# cost: micro-dollars that the carrier takes for it; NULL where none does.
# opened_at, ended_at: when that turn took it up, and ended.
inbox = Table(
    "inbox",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("event_id", String(200), nullable=False),
    refers("lane_id", "lanes", nullable=False),
    refers("mailbox_id", "lanes", nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payload", Json, nullable=False),
    when("received_at", nullable=False),
    Column("status", String(10), nullable=False, default="pending"),
    Column("turn_id", Id),
    when("opened_at"),
    when("ended_at"),
    Column("cost", BigInteger),
    UniqueConstraint("channel", "event_id"),
)
partial_index(
    "ix_inbox_unfinished", inbox.c.mailbox_id, inbox.c.id, where="status IN ('pending', 'open')"
)

# pending -> sending (marked before the vendor is called) -> sent -> delivered, or an end that
# is not good: undelivered, failed, refused (opted out), expired, doubt (a person must look).
# cost: micro-dollars that the carriers take for what was sent of it.
outbox = Table(
    "outbox",
    metadata,
    key(),
    public_id(),
    refers("lane_id", "lanes", nullable=False),
    refers("conversation_id", "ai_conversations", index=True),
    refers("message_id", "ai_messages"),
    Column("channel", String(20), nullable=False),
    Column("address", String(120), nullable=False),
    Column("ours", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Column("payload", Json),
    Column("in_reply_to", Id),
    Column("dedupe_key", String(200), unique=True),
    when("not_before", nullable=False),
    when("expires_at"),
    Column("status", String(20), nullable=False, default="pending"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("provider_id", String(80)),
    Column("provider_status", String(24)),
    Column("error_code", Integer),
    Column("segments", Integer),
    Column("owner", String(64)),
    Column("leased_until", Double),
    Column("tried_at", Double),
    when("created_at", nullable=False),
    when("sent_at"),
    Column("cost", BigInteger),
    UniqueConstraint("channel", "provider_id"),
)
partial_index(
    "ix_outbox_unsent", outbox.c.lane_id, outbox.c.id, where="status IN ('pending', 'sending')"
)
partial_index(
    "ix_outbox_due", outbox.c.not_before, outbox.c.id, where="status IN ('pending', 'sending')"
)

# Due rows become inbox events; firing twice is dropped once, by the event's id.
timers = Table(
    "timers",
    metadata,
    key(),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    refers("lane_id", "lanes", nullable=False),
    Column("payload", Json, nullable=False),
    when("due_at", nullable=False),
    Column("status", String(10), nullable=False, default="waiting"),
)
partial_index("ix_timers_waiting", timers.c.due_at, where="status = 'waiting'")

# How fast each of our numbers sends. free_at: when its allowance is whole again; the database's
# clock, so that all processes keep one pace.
pace = Table(
    "pace",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("free_at", Double, nullable=False),
)

# Secrets of the installation's own that nobody was asked for.
keys = Table(
    "keys",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(128), nullable=False),
)

# Who alone may do a thing (the clock); held by the database's clock.
leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Double, nullable=False),
)
