"""Bookings: events that hold places of their day. The day's row changes in the same transaction."""

from datetime import date, datetime, time

from msgspec import Struct, structs
from sqlalchemy import Connection, Integer, bindparam, func, insert, select, update

from storage.database import upsert
from storage.people import by_phone
from storage.tables import bookings, customer_phones, customers, days
from storage.types import new_public_id


class NewBooking(Struct, frozen=True, kw_only=True):
    """What a booking says. external_id: by which the same one is known again. status: held,
    confirmed or cancelled. event_time: local, in zone. phone: E.164, a claim. Money in cents."""

    external_id: str
    status: str
    name: str
    phone: str
    event_date: date
    guest_count: int
    place: str
    zone: str
    event_time: time | None = None
    adults: int | None = None
    children: int | None = None
    email: str | None = None
    dietary: str | None = None
    message: str | None = None
    total_cents: int | None = None
    deposit_cents: int | None = None


_KEPT = [bookings.c[name] for name in NewBooking.__struct_fields__]
_by_external_id = select(*_KEPT).where(bookings.c.external_id == bindparam("wanted"))
_link = update(bookings).where(bookings.c.id == bindparam("booking"))
_guests = bindparam("guests", type_=Integer)
_count = (
    update(days).where(days.c.day == bindparam("wanted")).values(booked=days.c.booked + _guests)
)
# One statement looks and takes: whoever comes at the same moment waits, and then looks anew.
_take = _count.where(
    days.c.blocked.is_(False),
    days.c.booked + _guests <= func.coalesce(days.c.capacity, bindparam("most", type_=Integer)),
)


def by_external_id(tx: Connection, external_id: str) -> NewBooking | None:
    """The booking of this external id, as it stands now."""
    row = tx.execute(_by_external_id, {"wanted": external_id}).first()
    return None if row is None else NewBooking(**row._mapping)


def add(tx: Connection, booking: NewBooking, source: str, now: datetime) -> int | None:
    """Makes a booking, of no customer yet, and returns its id. None: its external id is there.

    It takes no places: see take_places."""
    row = {
        **structs.asdict(booking),
        "public_id": new_public_id(),
        "source": source,
        "created_at": now,
        "updated_at": now,
    }
    added = (
        upsert(tx, bookings)
        .values(row)
        .on_conflict_do_nothing(index_elements=["external_id"])
        .returning(bookings.c.id)
    )
    booking_id: int | None = tx.execute(added).scalar()
    return booking_id


def link(tx: Connection, booking_id: int, customer_id: int) -> None:
    """Says whose booking it is."""
    tx.execute(_link.values(customer_id=customer_id), {"booking": booking_id})


def customer_of(
    tx: Connection, name: str, phone: str, email: str | None, source: str, now: datetime
) -> int:
    """The customer who has proved this phone, else a new one with the phone as a claim: what
    was only claimed never selects a customer."""
    known = by_phone(tx, phone)
    return known[0] if known else new_customer(tx, name, phone, email, source, now)


def new_customer(
    tx: Connection, name: str, phone: str, email: str | None, source: str, now: datetime
) -> int:
    """A new customer, with the phone as a claim; their id."""
    new = {"public_id": new_public_id(), "name": name, "email": email}
    made = insert(customers).values(**new, created_at=now, updated_at=now)
    customer_id: int = tx.execute(made.returning(customers.c.id)).scalar_one()
    claim = {"customer_id": customer_id, "phone": phone, "source": source, "valid_from": now}
    tx.execute(insert(customer_phones).values(claim))
    return customer_id


def take_places(tx: Connection, day: date, guests: int, most: int) -> bool:
    """Takes guests places of a day, and says whether it had them: False on a blocked day, and
    where the day's capacity (most, unless it has its own) would be passed."""
    _ensure(tx, day)
    taken = tx.execute(_take, {"wanted": day, "guests": guests, "most": most})
    return bool(taken.rowcount)


def count_places(tx: Connection, day: date, guests: int) -> None:
    """Counts guests in their day, whatever its capacity: for a day that is over."""
    _ensure(tx, day)
    tx.execute(_count, {"wanted": day, "guests": guests})


def _ensure(tx: Connection, day: date) -> None:
    row = {"day": day, "booked": 0, "blocked": False}
    tx.execute(upsert(tx, days).values(row).on_conflict_do_nothing(index_elements=["day"]))
