"""What staff work with: proposals, notes, to-dos, settings, drafts, files, and themselves."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from storage.tables.base import key, metadata, partial_index, public_id, refers, when
from storage.types import Id, Json

# Who of the staff was ever here, by their desk's id (slack:U…, token:…); role: as last seen.
colleagues = Table(
    "colleagues",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("role", String(12), nullable=False),
    when("seen_at", nullable=False),
)

# Something that an agent or a person wants done and somebody must say yes to.
# status: open -> approved | cancelled | expired | failed. facts: the card's lines,
# [[label, after, before]]. card_id: the outbox row of its card. revision counts edits.
proposals = Table(
    "proposals",
    metadata,
    key(),
    public_id(),
    Column("command", String(40), nullable=False),
    Column("arguments", Json, nullable=False),
    Column("revision", Integer, nullable=False, default=1),
    Column("title", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Column("role", String(12), nullable=False),
    Column("status", String(12), nullable=False, default="open"),
    Column("result", Text),
    Column("agent", String(20), nullable=False),
    refers("conversation_id", "ai_conversations", index=True),
    refers("card_id", "outbox"),
    Column("proposed_by", String(64), nullable=False),
    Column("proposed_name", String(80), nullable=False),
    Column("decided_by", String(64)),
    Column("decided_name", String(80)),
    when("created_at", nullable=False),
    when("expires_at", nullable=False),
    when("decided_at"),
)

# What staff wrote down about a customer, a lead or a booking.
notes = Table(
    "notes",
    metadata,
    key(),
    refers("customer_id", "customers", index=True),
    refers("lead_id", "leads", index=True),
    refers("booking_id", "bookings", index=True),
    Column("author", String(64), nullable=False),
    Column("author_name", String(80), nullable=False),
    Column("text", Text, nullable=False),
    when("created_at", nullable=False),
)

# due_at: when its person is reminded.
todos = Table(
    "todos",
    metadata,
    key(),
    public_id(),
    Column("text", Text, nullable=False),
    Column("assigned_to", String(64)),
    Column("assigned_name", String(80)),
    refers("customer_id", "customers", index=True),
    refers("lead_id", "leads", index=True),
    refers("booking_id", "bookings", index=True),
    Column("created_by", String(64), nullable=False),
    when("due_at"),
    when("done_at"),
    Column("done_by", String(64)),
    when("created_at", nullable=False),
)
partial_index("ix_todos_open", todos.c.due_at, where="done_at IS NULL")

# What was changed at run time over the files of business/ and the environment; the newest row of a
# path is in force. value NULL: as the file has it. before: as it was in force until then.
settings = Table(
    "settings",
    metadata,
    key(),
    public_id(),
    Column("path", String(200), nullable=False),
    Column("value", Json),
    Column("before", Json),
    Column("author", String(64), nullable=False),
    Column("author_name", String(80), nullable=False),
    refers("undoes", "settings"),
    when("created_at", nullable=False),
)
Index("ix_settings_path", settings.c.path, settings.c.id)

# A reply that the agent suggests to a person who has the conversation.
# status: open -> sent | edited | discarded | outdated. message_id: what it answers.
drafts = Table(
    "drafts",
    metadata,
    key(),
    public_id(),
    refers("conversation_id", "ai_conversations", nullable=False, index=True),
    Column("message_id", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(12), nullable=False, default="open"),
    refers("card_id", "outbox"),
    Column("decided_by", String(64)),
    when("created_at", nullable=False),
    when("decided_at"),
)

# Answers that are shown while they are made. turn_id: the inbox row that begins the turn. place:
# the vendor's id of what was begun there.
streams = Table(
    "streams",
    metadata,
    Column("turn_id", Id, primary_key=True, autoincrement=False),
    when("begun_at", nullable=False),
    Column("place", String(100)),
)

# How often staff had something to be told of a kind since when; past a few they get the number.
notice_floods = Table(
    "notice_floods",
    metadata,
    Column("kind", String(24), primary_key=True),
    when("since", nullable=False),
    Column("count", Integer, nullable=False, default=0),
)

# What an agent made for staff: charts, exports, long answers. They are deleted when they expire.
files = Table(
    "files",
    metadata,
    key(),
    public_id(),
    refers("conversation_id", "ai_conversations", index=True),
    Column("name", String(120), nullable=False),
    Column("content_type", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("for_admins", Boolean, nullable=False, default=False),
    when("created_at", nullable=False),
    when("expires_at", nullable=False, index=True),
)
