"""Traces of people: every name, phone and e-mail address that is written down of somebody."""

from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from storage.tables import bookings, customer_phones, customers, leads
from storage.types import Id

_NONE = cast(null(), Id)  # PostgreSQL asks of what type each NULL is


class Trace(Struct, frozen=True):
    """A value, and whose it is: a customer's, or that of an inquiry or a booking which belongs to
    none."""

    customer_id: int | None
    lead_id: int | None
    booking_id: int | None
    value: str


def names(tx: Connection) -> list[Trace]:
    """Every name; which of them fits is for code to say, since the databases fold no accents."""
    return _found(tx, *(_of(table, "name") for table in (customers, leads, bookings)))


def phones(tx: Connection, digits: str, *, at_end: bool = False) -> list[Trace]:
    """The phones that hold these digits in a row, or end in them; former ones too."""
    like = f"%{digits}" if at_end else f"%{digits}%"
    own = select(
        customer_phones.c.customer_id, _NONE, _NONE, customer_phones.c.phone.label("value")
    )
    own = own.where(customer_phones.c.phone.like(like))
    return _found(tx, own, *(_of(t, "phone", t.c.phone.like(like)) for t in (leads, bookings)))


def emails(tx: Connection, part: str) -> list[Trace]:
    """The e-mail addresses that hold this, in any case."""
    return _found(
        tx,
        *(
            _of(table, "email", func.lower(table.c.email).contains(part.lower(), autoescape=True))
            for table in (customers, leads, bookings)
        ),
    )


def _of(table: Any, column: str, fits: ColumnElement[bool] | None = None) -> Select[Any]:
    value = table.c[column]
    if table is customers:
        query = select(table.c.id, _NONE, _NONE, value.label("value"))
    else:
        of_lead = table.c.id if table is leads else _NONE
        of_booking = table.c.id if table is bookings else _NONE
        query = select(table.c.customer_id, of_lead, of_booking, value.label("value"))
    query = query.where(value.is_not(None), value != literal(""))
    return query if fits is None else query.where(fits)


def _found(tx: Connection, *queries: Select[Any]) -> list[Trace]:
    return [Trace(*row) for row in tx.execute(union_all(*queries))]
