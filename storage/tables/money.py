"""What the models cost, and how fast anybody may go. Money here is in micro-dollars (10^-6):
a model call costs fractions of a cent; what customers pay is in whole cents."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Integer, String, Table

from storage.tables.base import key, metadata, refers, when
from storage.types import Id

# reserved: held before the call. settled: what it cost; NULL while the call is under way.
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
)

# The wall: what is settled and what is still reserved, of a business day.
spend = Table(
    "spend",
    metadata,
    Column("day", Date, primary_key=True),
    Column("micros", BigInteger, nullable=False),
    when("alerted_at"),
    CheckConstraint("micros >= 0", name="micros_not_negative"),
)

# A rate limit is one time: when the person's allowance will be whole again (GCRA).
limits = Table(
    "limits",
    metadata,
    Column("key", String(120), primary_key=True),
    when("full_at", nullable=False),
)
