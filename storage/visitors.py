"""Whoever holds a visitor's token: what they said of themselves, which is a claim, and the phone
that they proved, which is an identity."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, and_, bindparam, func, select, update

from storage.database import upsert
from storage.statement import Statement
from storage.tables import customer_phones, customers, lanes, uploads, visitors
from storage.types import new_public_id


class Visitor(Struct, frozen=True):
    """A visitor as known. name, phone, email: as they said. customer_id: whose phone they proved;
    proved_phone: that phone, as long as it is that customer's. customer_name: as the customer
    said, by whatever way."""

    visitor: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    customer_id: int | None = None
    proved_phone: str | None = None
    customer_name: str | None = None

    @property
    def called(self) -> str | None:
        return self.customer_name or self.name


class Lane(Struct, frozen=True):
    """A visitor's thread as a lane, and where it delivers."""

    id: int
    mailbox_id: int


class Mailbox(Struct, frozen=True):
    """A mailbox kept still until the transaction ends, and the conversation it is in, or was."""

    id: int
    conversation_id: int | None


_theirs = and_(
    customer_phones.c.customer_id == visitors.c.customer_id,
    customer_phones.c.phone == visitors.c.proved_phone,
    customer_phones.c.proved_at.is_not(None),
    customer_phones.c.valid_until.is_(None),
)
_known = (
    select(
        visitors.c.visitor,
        visitors.c.name,
        visitors.c.phone,
        visitors.c.email,
        visitors.c.customer_id,
        customer_phones.c.phone,
        customers.c.name,
    )
    .select_from(visitors)
    .outerjoin(customers, customers.c.id == visitors.c.customer_id)
    .outerjoin(customer_phones, _theirs)
)
_of = Statement(_known.where(visitors.c.visitor == bindparam("whose")))
_of_lane = Statement(
    _known.join(lanes, lanes.c.visitor == visitors.c.visitor).where(lanes.c.id == bindparam("lane"))
)


def of(tx: Connection, visitor: str) -> Visitor:
    """What is known of a visitor; of a new one, nothing."""
    row = _of.row(tx, whose=visitor)
    return Visitor(visitor) if row is None else Visitor(*row)


def of_lane(tx: Connection, lane_id: int) -> Visitor | None:
    """What is known of the visitor whose thread a lane is; None: nothing."""
    row = _of_lane.row(tx, lane=lane_id)
    return None if row is None else Visitor(*row)


def of_user(tx: Connection, site: str, subject: str) -> str | None:
    """The visitor that a website's user is; None: the user was never here, and nobody else makes
    a visitor of them before this transaction ends."""
    if tx.dialect.name == "postgresql":  # where two tabs may say so at the same time
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{site} {subject}", 0))
        tx.execute(select(lock))
    query = select(visitors.c.visitor)
    user = query.where(visitors.c.site == site, visitors.c.subject == subject)
    visitor: str | None = tx.execute(user).scalar()
    return visitor


def is_user(tx: Connection, visitor: str) -> bool:
    """Whether a visitor is some website's user."""
    query = select(visitors.c.id).where(visitors.c.visitor == visitor)
    return tx.execute(query.where(visitors.c.subject.is_not(None))).first() is not None


def lanes_of(tx: Connection, visitor: str) -> list[int]:
    """The visitor's threads, as lanes."""
    query = select(lanes.c.id).where(lanes.c.visitor == visitor).order_by(lanes.c.id)
    return list(tx.execute(query).scalars())


def save(tx: Connection, visitor: str, now: datetime, **values: Any) -> None:
    """Keeps something of a visitor. values: columns of theirs."""
    new = {"visitor": visitor, "created_at": now, "updated_at": now, **values}
    tx.execute(
        upsert(tx, visitors)
        .values(new)
        .on_conflict_do_update(index_elements=["visitor"], set_={**values, "updated_at": now})
    )


def rename(tx: Connection, visitor: str) -> tuple[str, list[int]]:
    """Gives all that is a visitor's to a new id, so that no token of theirs opens it any more: the
    id, and the mailboxes that their threads deliver to."""
    fresh, own = new_public_id(), lanes.c.visitor == visitor
    mailboxes = select(func.coalesce(lanes.c.joined_to, lanes.c.id)).where(own)
    left = sorted(set(tx.execute(mailboxes).scalars()))
    tx.execute(update(lanes).where(own).values(visitor=fresh))
    tx.execute(update(uploads).where(uploads.c.visitor == visitor).values(visitor=fresh))
    tx.execute(update(visitors).where(visitors.c.visitor == visitor).values(visitor=fresh))
    return fresh, left


def prove(tx: Connection, visitor: str, customer_id: int, phone: str, now: datetime) -> None:
    """The visitor is this customer, by the proof of this phone."""
    save(tx, visitor, now, customer_id=customer_id, proved_phone=phone, phone=phone)
    # The customer's name was theirs to say before; a visitor's is taken where there was none.
    name = select(visitors.c.name).where(visitors.c.visitor == visitor).scalar_subquery()
    nameless = (customers.c.id == customer_id) & customers.c.name.is_(None)
    tx.execute(update(customers).where(nameless).values(name=name, updated_at=now))


_thread_of = Statement(
    select(lanes.c.id, func.coalesce(lanes.c.joined_to, lanes.c.id)).where(
        lanes.c.key == bindparam("lane"), lanes.c.visitor == bindparam("whose")
    )
)


def thread_of(tx: Connection, thread_id: str, visitor: str) -> Lane | None:
    """A visitor's thread; None: there is no such thread, for this visitor."""
    row = _thread_of.row(tx, lane=f"web::{thread_id}", whose=visitor)
    return None if row is None else Lane(*row)


def hold(tx: Connection, mailbox_id: int) -> Mailbox:
    """Keeps a mailbox still; one that was joined to another meanwhile, as that one."""
    query = select(lanes.c.id, lanes.c.joined_to, lanes.c.conversation_id)
    row = tx.execute(query.where(lanes.c.id == mailbox_id).with_for_update()).one()
    if row.joined_to is not None:
        return hold(tx, row.joined_to)
    return Mailbox(row.id, row.conversation_id)


def stir(tx: Connection, mailbox_id: int) -> None:
    """Whoever is at work in a mailbox looks again before its next effect."""
    query = update(lanes).where(lanes.c.id == mailbox_id)
    tx.execute(query.values(gen=lanes.c.gen + 1))
