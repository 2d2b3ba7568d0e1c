"""The days that have anything to say: booked places, another capacity, or closed."""

from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select

from storage.database import upsert
from storage.tables import days


class Day(Struct, frozen=True):
    """One day. booked: guests of its bookings. capacity None: the profile's."""

    day: date
    booked: int = 0
    capacity: int | None = None
    blocked: bool = False
    reason: str | None = None


_day = select(days.c.day, days.c.booked, days.c.capacity, days.c.blocked, days.c.reason)
_on = _day.where(days.c.day == bindparam("wanted"))
_between = _day.where(days.c.day.between(bindparam("first"), bindparam("last")))


def on(tx: Connection, wanted: date) -> Day:
    """The day; one that nobody ever touched has nothing booked."""
    row = tx.execute(_on, {"wanted": wanted}).first()
    return Day(wanted) if row is None else Day(*row)


def between(tx: Connection, first: date, last: date) -> dict[date, Day]:
    """The days from first to last that have anything to say."""
    rows = tx.execute(_between, {"first": first, "last": last})
    return {day.day: day for day in (Day(*row) for row in rows)}


def each(tx: Connection, first: date, last: date) -> list[Day]:
    """Every day from first to last."""
    known = between(tx, first, last)
    span = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return [known.get(day, Day(day)) for day in span]


def change(tx: Connection, day: date, **values: Any) -> None:
    """Changes a day; values: its columns."""
    row = {"day": day, "booked": 0, "blocked": False, **values}
    put = upsert(tx, days).values(row)
    tx.execute(put.on_conflict_do_update(index_elements=["day"], set_=values))
