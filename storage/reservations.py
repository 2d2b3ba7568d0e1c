"""Bookings as staff change them, each with the places it holds of its day."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Integer, bindparam, func, insert, select, update

from storage.database import upsert
from storage.tables import bookings, days
from storage.types import new_public_id

STANDING = ("held", "confirmed")


class Booking(Struct, frozen=True):
    """A booking as it stands. event_time: local, in zone. dishes: {key: plates}. Money in cents;
    deposit_cents is what is due, deposit_paid_cents what came."""

    id: int
    public_id: str
    lead_id: int | None
    customer_id: int | None
    status: str
    name: str | None
    phone: str | None
    email: str | None
    event_date: date
    event_time: time | None
    adults: int | None
    children: int | None
    guest_count: int
    place: str | None
    dishes: dict[str, int] | None
    dietary: str | None
    message: str | None
    total_cents: int | None
    deposit_cents: int | None
    deposit_paid_cents: int | None
    deposit_paid_at: datetime | None
    cancelled_reason: str | None
    source: str
    created_at: datetime

    @property
    def stands(self) -> bool:
        """Whether it holds places."""
        return self.status in STANDING


_COLUMNS = [bookings.c[field] for field in Booking.__struct_fields__]
_ALL = select(*_COLUMNS).order_by(bookings.c.event_date, bookings.c.event_time, bookings.c.id)


def add(tx: Connection, now: datetime, **values: Any) -> Booking:
    """Makes a booking; values: its columns. It takes no places by itself."""
    row = {"public_id": new_public_id(), "created_at": now, "updated_at": now, **values}
    return Booking(*tx.execute(insert(bookings).values(row).returning(*_COLUMNS)).one())


def by_public_id(tx: Connection, public_id: str) -> Booking | None:
    """The booking of a public id."""
    row = tx.execute(select(*_COLUMNS).where(bookings.c.public_id == public_id)).first()
    return None if row is None else Booking(*row)


def hold(tx: Connection, booking_id: int) -> Booking:
    """The booking, kept still until the transaction ends."""
    query = select(*_COLUMNS).where(bookings.c.id == booking_id).with_for_update()
    return Booking(*tx.execute(query).one())


def by_ids(tx: Connection, ids: Collection[int]) -> list[Booking]:
    """Bookings by their rows' ids, in no order."""
    return [Booking(*row) for row in tx.execute(_ALL.where(bookings.c.id.in_(ids)))]


def of_customers(tx: Connection, ids: Collection[int]) -> list[Booking]:
    """All bookings of these customers, by date."""
    return [Booking(*row) for row in tx.execute(_ALL.where(bookings.c.customer_id.in_(ids)))]


def of_lead(tx: Connection, lead_id: int) -> list[Booking]:
    """The bookings that an inquiry led to."""
    return [Booking(*row) for row in tx.execute(_ALL.where(bookings.c.lead_id == lead_id))]


def between(
    tx: Connection, first: date, last: date, statuses: Collection[str] = STANDING
) -> list[Booking]:
    """The bookings of these days, by date and time."""
    query = _ALL.where(bookings.c.event_date.between(first, last), bookings.c.status.in_(statuses))
    return [Booking(*row) for row in tx.execute(query)]


def change(tx: Connection, booking_id: int, now: datetime, **values: Any) -> Booking:
    """Changes columns of a booking; as it stands then."""
    changed = update(bookings).where(bookings.c.id == booking_id)
    row = tx.execute(changed.values(updated_at=now, **values).returning(*_COLUMNS)).one()
    return Booking(*row)


_guests = bindparam("guests", type_=Integer)
_day = update(days).where(days.c.day == bindparam("wanted"))
_given_back = _day.values(booked=days.c.booked - _guests)
_more = _day.where(
    days.c.booked + _guests <= func.coalesce(days.c.capacity, bindparam("most", type_=Integer))
).values(booked=days.c.booked + _guests)


def hold_days(tx: Connection, *wanted: date) -> None:
    """Keeps days still until the transaction ends; in one order, or two of us deadlock."""
    for day in sorted(set(wanted)):
        row = {"day": day, "booked": 0, "blocked": False}
        tx.execute(upsert(tx, days).values(row).on_conflict_do_nothing(index_elements=["day"]))
        tx.execute(select(days.c.day).where(days.c.day == day).with_for_update())


def give_back(tx: Connection, day: date, guests: int) -> None:
    """Gives places of a day back."""
    tx.execute(_given_back, {"wanted": day, "guests": guests})


def take_more(tx: Connection, day: date, guests: int, most: int) -> bool:
    """Takes more places for a booking that the day has already, blocked or not; False: it has not
    so many left."""
    taken = tx.execute(_more, {"wanted": day, "guests": guests, "most": most})
    return bool(taken.rowcount)
