"""Leads: wishes that staff follow up. A conversation has one open lead at most."""

from datetime import date, datetime, time

from msgspec import Struct, structs
from sqlalchemy import Connection, bindparam, insert, select, update

from storage.statement import Row, Statement
from storage.tables import leads
from storage.types import new_public_id

OPEN = ("new", "incomplete", "contacted", "quoted")


class Wish(Struct, frozen=True):
    """What a lead says of the event and its customer. phone: a claim. Money in cents."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    event_date: date | None = None
    event_time: time | None = None
    zone: str | None = None
    adults: int | None = None
    children: int | None = None
    guest_count: int | None = None
    dietary: str | None = None
    place: str | None = None
    message: str | None = None
    needs_person: bool = False
    reason: str | None = None
    estimate_low_cents: int | None = None
    estimate_high_cents: int | None = None


class Lead(Struct, frozen=True):
    """A lead as it stands. touched_at: when staff first did anything about it."""

    id: int
    public_id: str
    conversation_id: int | None
    lane_id: int | None
    status: str
    wish: Wish
    touched_at: datetime | None
    created_at: datetime


_WISH = [leads.c[name] for name in Wish.__struct_fields__]
_lead = select(
    leads.c.id,
    leads.c.public_id,
    leads.c.conversation_id,
    leads.c.lane_id,
    leads.c.status,
    leads.c.touched_at,
    leads.c.created_at,
    *_WISH,
)
_open_of = Statement(
    _lead.where(leads.c.conversation_id == bindparam("conversation"), leads.c.status.in_(OPEN))
    .order_by(leads.c.id.desc())
    .limit(1)
)
_by_id = Statement(_lead.where(leads.c.id == bindparam("lead")))
_last_of = Statement(
    _lead.where(leads.c.conversation_id == bindparam("conversation"))
    .order_by(leads.c.id.desc())
    .limit(1)
)


def open_of(tx: Connection, conversation_id: int) -> Lead | None:
    """The open lead of a conversation, the newest if there were ever two."""
    return _of(_open_of.row(tx, conversation=conversation_id))


def by_id(tx: Connection, lead_id: int) -> Lead | None:
    """The inquiry; None: there is none."""
    return _of(_by_id.row(tx, lead=lead_id))


def last_of(tx: Connection, conversation_id: int) -> Lead | None:
    """The lead that was made last of this conversation, open or not."""
    return _of(_last_of.row(tx, conversation=conversation_id))


def _of(row: Row | None) -> Lead | None:
    if row is None:
        return None
    id_, public_id, conversation_id, lane_id, status, touched_at, created_at, *wish = row
    return Lead(
        id_, public_id, conversation_id, lane_id, status, Wish(*wish), touched_at, created_at
    )


def add(
    tx: Connection,
    wish: Wish,
    *,
    conversation_id: int,
    customer_id: int | None,
    lane_id: int,
    source: str,
    status: str,
    profile_version: int,
    now: datetime,
) -> Lead:
    """Makes a lead. source: the channel it came by."""
    public_id = new_public_id()
    row = {
        "public_id": public_id,
        "conversation_id": conversation_id,
        "customer_id": customer_id,
        "lane_id": lane_id,
        "source": source,
        "status": status,
        "profile_version": profile_version,
        "created_at": now,
        "updated_at": now,
        **structs.asdict(wish),
    }
    lead_id = tx.execute(insert(leads).values(row).returning(leads.c.id)).scalar_one()
    return Lead(lead_id, public_id, conversation_id, lane_id, status, wish, None, now)


def change(
    tx: Connection, lead: Lead, wish: Wish, *, status: str, profile_version: int, now: datetime
) -> Lead:
    """Puts a new wish in place of the lead's."""
    tx.execute(
        update(leads)
        .where(leads.c.id == lead.id)
        .values(
            **structs.asdict(wish),
            status=status,
            profile_version=profile_version,
            updated_at=now,
        )
    )
    return structs.replace(lead, wish=wish, status=status)
