"""Customers as staff look at them: who they are, how they are reached, what was said."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, or_, select

from storage.tables import ai_conversations, ai_messages, customer_phones, customers


class Customer(Struct, frozen=True):
    """A customer's row. facts: what is remembered of them, as storage.memory keeps it."""

    id: int
    public_id: str
    name: str | None
    email: str | None
    facts: list[dict[str, Any]] | None
    created_at: datetime


class Phone(Struct, frozen=True):
    """A phone of a customer's. proved_at None: a claim. valid_until: since when it is somebody
    else's."""

    phone: str
    proved_at: datetime | None
    source: str
    valid_until: datetime | None


class Line(Struct, frozen=True):
    """Something the customer wrote or was shown. name: of the member of staff who said it."""

    at: datetime
    channel: str
    author: str
    text: str
    media: tuple[str, ...]
    name: str | None


class Standing(Struct, frozen=True):
    """The conversation that a customer is in, or was in last."""

    thread_id: str
    status: str
    held_by: str | None
    person_asked_at: datetime | None
    claimed_at: datetime | None


_COLUMNS = [customers.c[field] for field in Customer.__struct_fields__]
_PHONE = [customer_phones.c[field] for field in Phone.__struct_fields__]


def by_public_id(tx: Connection, public_id: str) -> Customer | None:
    """The customer of a public id, as staff look at them."""
    row = tx.execute(select(*_COLUMNS).where(customers.c.public_id == public_id)).first()
    return None if row is None else Customer(*row)


def by_ids(tx: Connection, ids: Collection[int]) -> dict[int, Customer]:
    """{id: customer} of those that exist."""
    rows = tx.execute(select(*_COLUMNS).where(customers.c.id.in_(ids)))
    return {customer.id: customer for customer in (Customer(*row) for row in rows)}


def phones_of(tx: Connection, customer_id: int) -> list[Phone]:
    """Their phones: proved ones before claims, present ones before former ones."""
    query = select(*_PHONE).where(customer_phones.c.customer_id == customer_id)
    found = [Phone(*row) for row in tx.execute(query.order_by(customer_phones.c.id.desc()))]
    return sorted(found, key=lambda each: (each.valid_until is not None, each.proved_at is None))


def last_contacts(tx: Connection, ids: Collection[int]) -> dict[int, datetime]:
    """{customer id: when something was last said}, of those who ever talked with us."""
    query = (
        select(ai_conversations.c.customer_id, func.max(ai_conversations.c.updated_at))
        .where(ai_conversations.c.customer_id.in_(ids))
        .group_by(ai_conversations.c.customer_id)
    )
    return {row[0]: row[1] for row in tx.execute(query)}


def standing_of(tx: Connection, customer_id: int) -> Standing | None:
    """Where a customer is or was last; None: they never talked with us."""
    query = select(
        ai_conversations.c.thread_id,
        ai_conversations.c.status,
        ai_conversations.c.claimed_name,
        ai_conversations.c.person_asked_at,
        ai_conversations.c.claimed_at,
    ).where(ai_conversations.c.customer_id == customer_id)
    newest = query.order_by(ai_conversations.c.updated_at.desc(), ai_conversations.c.id.desc())
    row = tx.execute(newest.limit(1)).first()
    return None if row is None else Standing(*row)


def said_of(tx: Connection, customer_id: int, most: int) -> list[Line]:
    """The last lines of all their conversations, on whatever channel, oldest first."""
    return _said(tx, ai_conversations.c.customer_id == customer_id, most)


def said_in(tx: Connection, conversation_id: int, most: int) -> list[Line]:
    """The last lines of one conversation, oldest first."""
    return _said(tx, ai_conversations.c.id == conversation_id, most)


def _said(tx: Connection, where: Any, most: int) -> list[Line]:
    query = (
        select(
            ai_messages.c.created_at,
            ai_messages.c.channel,
            ai_messages.c.author,
            ai_messages.c.content,
            ai_messages.c.metadata,
        )
        .join(ai_conversations, ai_conversations.c.id == ai_messages.c.conversation_id)
        .where(
            where,
            ai_messages.c.visibility == "customer",
            ai_messages.c.role.in_(["user", "assistant"]),
            or_(ai_messages.c.content != "", ai_messages.c.role == "user"),
        )
        .order_by(ai_messages.c.id.desc())
        .limit(most)
    )
    return [_line(*row) for row in tx.execute(query)][::-1]


def _line(at: datetime, channel: str, author: str, text: str, more: dict[str, Any] | None) -> Line:
    more = more or {}
    media = tuple(file["content_type"] for file in more.get("media", ()))
    return Line(at, channel, author, text, media, more.get("name"))
