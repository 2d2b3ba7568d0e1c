"""Conversations and what was said in them. A turn's steps are rows here too: its journal."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import Double

from storage.tables.base import key, metadata, partial_index, public_id, refers, when
from storage.types import Id, Json

# details: typed slots, {name: {value, version, message_id}}. read_back: {versions, message_id},
# what was last read back to the customer, word for word the versions that a yes would mean.
# mailbox_id: the lane whose mailbox it belongs to; all of a mailbox's conversations are one
# person's history. It has no foreign key: lanes name conversations, and a circle of tables can be
# neither made nor dropped in order. claimed_name: what customers see of the person in claimed_by.
# rating: 1 to 5, the customer's. summary: {text, reach}, of the messages up to the id `reach`.
ai_conversations = Table(
    "ai_conversations",
    metadata,
    key(),
    Column("thread_id", String(32), nullable=False, unique=True),
    refers("customer_id", "customers", index=True),
    Column("mailbox_id", Id, index=True),
    Column("agent_type", String(20), nullable=False),
    Column("status", String(12), nullable=False, default="active"),
    Column("channel", String(20), nullable=False),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("details", Json, nullable=False, default=dict),
    Column("read_back", Json),
    Column("summary", Json),
    when("person_asked_at"),
    Column("claimed_by", String(64)),
    Column("claimed_name", String(80)),
    when("claimed_at"),
    Column("resolved", Boolean),
    Column("rating", Integer),
    Column("metadata", Json, nullable=False, default=dict),
    when("created_at", nullable=False),
    when("updated_at", nullable=False),
    when("closed_at"),
)

# role: user | assistant | system | tool. author: customer | agent:name | staff:id.
# turn_id: the turn whose step or reply this is (the id of the turn's first inbox row).
# rating: the customer's thumb, 1 up and -1 down.
ai_messages = Table(
    "ai_messages",
    metadata,
    key(),
    public_id(),
    refers("conversation_id", "ai_conversations", nullable=False),
    Column("seq", Integer, nullable=False),
    Column("role", String(10), nullable=False),
    Column("author", String(80), nullable=False),
    Column("visibility", String(10), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("content", Text, nullable=False),
    Column("tool_calls", Json),
    Column("tool_call_id", String(80)),
    Column("metadata", Json),
    Column("inbox_id", Id, ForeignKey("inbox.id"), unique=True),
    Column("turn_id", Id, index=True),
    Column("profile_version", Integer),
    Column("prompt_version", String(32)),
    Column("rating", Integer),
    when("created_at", nullable=False),
    UniqueConstraint("conversation_id", "seq"),
)

# In the database, since machines share no disk. content_type: as the message declared it, then as
# the vendor's server said. waiting -> stored, or failed. ready_at: when it is to be fetched, or
# until when its owner fetches it; the database's clock.
media = Table(
    "media",
    metadata,
    key(),
    public_id(),
    Column("inbox_id", Id, ForeignKey("inbox.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("content_type", String(80), nullable=False),
    Column("url", Text, nullable=False),
    Column("status", String(10), nullable=False, default="waiting"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("ready_at", Double, nullable=False),
    Column("owner", String(64)),
    Column("size", Integer),
    Column("bytes", LargeBinary),
    when("created_at", nullable=False),
    UniqueConstraint("inbox_id", "position"),
)
partial_index("ix_media_waiting", media.c.ready_at, where="status = 'waiting'")
