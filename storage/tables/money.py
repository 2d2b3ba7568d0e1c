"""What the models cost, and how fast anybody may go. Money here is in micro-dollars (10^-6):
a model call costs fractions of a cent; what customers pay is in whole cents."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Integer,
    String,
    Table,
)

from storage.tables.base import key, metadata, partial_index, refers, when
from storage.types import Id

# purpose: chat | summary | embedding | routing | simulation. reserved: held before the call.
# settled: what it cost; NULL while the call is under way.
model_calls = Table(
    "model_calls",
    metadata,
    key(),
    Column("turn_id", Id),
    refers("conversation_id", "ai_conversations", index=True),
    Column("agent", String(20), nullable=False),
    Column("model", String(80), nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("tokens_in", Integer),
    Column("tokens_cached", Integer),
    Column("tokens_out", Integer),
    Column("reserved", BigInteger, nullable=False),
    Column("settled", BigInteger),
    when("created_at", nullable=False),
    Column("purpose", String(12), nullable=False, server_default="chat"),
    when("settled_at"),
    Column("failed", String(80)),
)
partial_index("ix_model_calls_open", model_calls.c.created_at, where="settled IS NULL")

# What is settled and still reserved of each budget: day:2026-11-21, agent:customer:2026-11-21,
# conversation:17. day: the last it was drawn on. ceiling: its limit then. alerted_at: when staff
# heard that it is nearly used up. told: the limit of which they heard that it is reached.
budgets = Table(
    "budgets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("micros", BigInteger, nullable=False),
    Column("ceiling", BigInteger, nullable=False),
    when("alerted_at"),
    Column("told", BigInteger),
    CheckConstraint("micros >= 0", name="micros_not_negative"),
)

# A rate limit is one time: when the person's allowance will be whole again (GCRA).
limits = Table(
    "limits",
    metadata,
    Column("key", String(120), primary_key=True),
    when("full_at", nullable=False),
)
