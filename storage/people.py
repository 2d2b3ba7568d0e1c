"""Customers and their phones. A phone that was proved is an identity."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage.database import upsert
from storage.statement import Statement
from storage.tables import customer_phones, customers
from storage.types import new_public_id

_current = customer_phones.c.proved_at.is_not(None) & customer_phones.c.valid_until.is_(None)
_by_phone = Statement(
    select(customers.c.id, customers.c.name)
    .join(customer_phones, customer_phones.c.customer_id == customers.c.id)
    .where(customer_phones.c.phone == bindparam("phone"), _current)
)


def by_phone(tx: Connection, phone: str) -> tuple[int, str | None] | None:
    """(id, name) of the customer whose phone this is now, by proof."""
    row = _by_phone.row(tx, phone=phone)
    return None if row is None else (row[0], row[1])


def ensure_by_phone(
    tx: Connection, phone: str, source: str, now: datetime
) -> tuple[int, str | None]:
    """The customer with this proved phone, made where there is none. The same phone may be
    proved twice at the same moment (two numbers texted): the first one stands."""
    known = by_phone(tx, phone)
    if known is not None:
        return known
    new = {"public_id": new_public_id(), "created_at": now, "updated_at": now}
    customer_id = tx.execute(insert(customers).values(new).returning(customers.c.id)).scalar_one()
    row = {
        "customer_id": customer_id,
        "phone": phone,
        "proved_at": now,
        "source": source,
        "valid_from": now,
    }
    added = tx.execute(
        upsert(tx, customer_phones)
        .values(row)
        .on_conflict_do_nothing()
        .returning(customer_phones.c.id)
    ).first()
    if added is None:
        tx.execute(customers.delete().where(customers.c.id == customer_id))
        return by_phone(tx, phone) or (customer_id, None)
    return customer_id, None


def name_customer(tx: Connection, customer_id: int, name: str, now: datetime) -> None:
    """Remembers what a customer is called."""
    query = customers.update().where(customers.c.id == customer_id)
    tx.execute(query.values(name=name, updated_at=now))
