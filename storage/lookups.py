"""Questions that cross aggregates: what a customer has with us, what was last said, who writes."""

from datetime import date, time

from msgspec import Struct
from sqlalchemy import Connection, and_, bindparam, or_, select

from storage.leads import OPEN
from storage.tables import ai_messages, bookings, customer_phones, customers, lanes, leads


class Event(Struct, frozen=True):
    """An event of a customer's. kind: booking (it holds places) or inquiry (it holds none)."""

    kind: str
    status: str
    event_date: date | None
    event_time: time | None
    guest_count: int | None
    place: str | None


class Said(Struct, frozen=True):
    """One line of a conversation that the customer wrote or was shown. media: the content types
    of the files it came with."""

    author: str
    text: str
    media: tuple[str, ...]


_EVENT = ("status", "event_date", "event_time", "guest_count", "place")
_theirs = select(customer_phones.c.phone).where(
    customer_phones.c.customer_id == bindparam("customer"),
    customer_phones.c.proved_at.is_not(None),
    customer_phones.c.valid_until.is_(None),
)
_phones = customer_phones.alias("phones")
# Somebody else's by proof: of the booking's customer, or of whoever had its phone when it was made.
_others = select(_phones.c.id).where(
    _phones.c.proved_at.is_not(None),
    or_(
        _phones.c.customer_id == bookings.c.customer_id,
        and_(_phones.c.phone == bookings.c.phone, _phones.c.valid_until >= bookings.c.created_at),
    ),
)
# Which phone a booking is under is the owner's word in a list that was taken in; that this phone
# is the customer's is proved. A phone that a customer named proves nothing.
_under_their_phone = and_(
    bookings.c.source == "import", bookings.c.phone.in_(_theirs), ~_others.exists()
)
_bookings_of = (
    select(*(bookings.c[name] for name in _EVENT))
    .where(
        or_(bookings.c.customer_id == bindparam("customer"), _under_their_phone),
        bookings.c.status.in_(["held", "confirmed"]),
        bookings.c.event_date >= bindparam("today"),
    )
    .order_by(bookings.c.event_date, bookings.c.id)
)
_inquiries_of = (
    select(*(leads.c[name] for name in _EVENT))
    .where(leads.c.customer_id == bindparam("customer"), leads.c.status.in_(OPEN))
    .order_by(leads.c.event_date, leads.c.id)
)
_said = (
    select(ai_messages.c.author, ai_messages.c.content, ai_messages.c.metadata)
    .where(
        ai_messages.c.conversation_id == bindparam("conversation"),
        ai_messages.c.visibility == "customer",
        ai_messages.c.role.in_(["user", "assistant"]),
        or_(ai_messages.c.content != "", ai_messages.c.role == "user"),
    )
    .order_by(ai_messages.c.seq.desc())
    .limit(bindparam("most"))
)
_texting = select(lanes.c.address).where(lanes.c.id == bindparam("lane"), lanes.c.channel == "sms")
_proved = (
    select(customer_phones.c.phone)
    .where(
        customer_phones.c.customer_id == bindparam("customer"),
        customer_phones.c.proved_at.is_not(None),
        customer_phones.c.valid_until.is_(None),
    )
    .order_by(customer_phones.c.proved_at.desc())
    .limit(1)
)


def bookings_of(tx: Connection, customer_id: int, today: date) -> list[Event]:
    """A customer's bookings from today on that stand, soonest first: those that the owner's list
    has under a phone of theirs too."""
    rows = tx.execute(_bookings_of, {"customer": customer_id, "today": today})
    return [Event("booking", *row) for row in rows]


def inquiries_of(tx: Connection, customer_id: int) -> list[Event]:
    """A customer's open leads."""
    return [Event("inquiry", *row) for row in tx.execute(_inquiries_of, {"customer": customer_id})]


def last_said(tx: Connection, conversation_id: int, most: int = 6) -> list[Said]:
    """The conversation's last lines, oldest first."""
    rows = tx.execute(_said, {"conversation": conversation_id, "most": most}).all()
    return [
        Said(author, text, tuple(file["content_type"] for file in (more or {}).get("media", ())))
        for author, text, more in reversed(rows)
    ]


def proved_phone(tx: Connection, lane_id: int, customer_id: int | None) -> str | None:
    """The number that a lane texts from, else the customer's newest proved one."""
    texting: str | None = tx.execute(_texting, {"lane": lane_id}).scalar()
    return texting or tx.execute(_proved, {"customer": customer_id}).scalar()


def channel_of(tx: Connection, lane_id: int) -> str:
    """The channel of a lane, which must be there."""
    return str(tx.execute(select(lanes.c.channel).where(lanes.c.id == lane_id)).scalar_one())


def name_of(tx: Connection, customer_id: int) -> str | None:
    """What a customer is called, as far as they ever said."""
    return tx.execute(select(customers.c.name).where(customers.c.id == customer_id)).scalar()
