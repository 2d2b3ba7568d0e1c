"""The caterer's trade: leads, bookings, days, versions of the profile, and who changed what."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
)

from storage.tables.base import key, metadata, public_id, refers, when
from storage.types import Json


def _event_columns() -> list[Column[object]]:
    """What a lead and a booking both know of the event. event_time is local, in zone."""
    return [
        Column("name", String(120)),
        Column("phone", String(20)),
        Column("email", String(254)),
        Column("event_date", Date),
        Column("event_time", Time),
        Column("zone", String(64)),
        Column("adults", Integer),
        Column("children", Integer),
        Column("guest_count", Integer),
        Column("dietary", Text),
        Column("place", Text),
        Column("message", Text),
    ]


# A lead is a wish and holds no place. phone is the contact number named: a claim.
# status: new | incomplete | contacted | quoted | won | lost.
leads = Table(
    "leads",
    metadata,
    key(),
    public_id(),
    refers("conversation_id", "ai_conversations", index=True),
    refers("customer_id", "customers", index=True),
    refers("lane_id", "lanes"),
    Column("source", String(20), nullable=False),
    Column("status", String(12), nullable=False),
    Column("needs_person", Boolean, nullable=False, default=False),
    Column("reason", Text),
    *_event_columns(),
    Column("estimate_low_cents", Integer),
    Column("estimate_high_cents", Integer),
    Column("profile_version", Integer),
    Column("assigned_to", String(64)),
    Column("assigned_name", String(80)),
    Column("lost_reason", Text),
    when("touched_at"),
    when("created_at", nullable=False),
    when("updated_at", nullable=False),
)
Index("ix_leads_status", leads.c.status, leads.c.created_at)

# A booking holds places of its day. status: held | confirmed | cancelled. dishes: {key: plates}.
bookings = Table(
    "bookings",
    metadata,
    key(),
    public_id(),
    refers("lead_id", "leads"),
    refers("customer_id", "customers", index=True),
    Column("status", String(12), nullable=False),
    *_event_columns(),
    Column("total_cents", Integer),
    Column("deposit_cents", Integer),
    Column("deposit_paid_cents", Integer),
    when("deposit_paid_at"),
    Column("cancelled_reason", Text),
    Column("dishes", Json),
    Column("source", String(20), nullable=False),
    Column("external_id", String(80), unique=True),
    when("hold_until"),
    when("created_at", nullable=False),
    when("updated_at", nullable=False),
)
Index("ix_bookings_event_date", bookings.c.event_date)

# One row a day that has anything to say; changed in the booking's own transaction.
# capacity NULL: the profile's.
days = Table(
    "days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("booked", Integer, nullable=False, default=0),
    Column("capacity", Integer),
    Column("blocked", Boolean, nullable=False, default=False),
    Column("reason", Text),
    CheckConstraint("booked >= 0", name="booked_not_negative"),
)

profile_versions = Table(
    "profile_versions",
    metadata,
    key(),
    Column("content_hash", String(64), nullable=False),
    Column("content", Json, nullable=False),
    Column("author", String(80), nullable=False),
    when("created_at", nullable=False),
)

audit = Table(
    "audit",
    metadata,
    key(),
    when("at", nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("before", Json),
    Column("after", Json),
)
