"""A person in the database: all that is held of a customer, over all channels."""

import re
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from storage.tables import (
    ai_conversations,
    ai_messages,
    bookings,
    consent,
    customer_phones,
    customers,
    inbox,
    lanes,
    leads,
    media,
    notes,
    todos,
    visitors,
)

_INSIDE = ("id", "customer_id", "conversation_id", "lane_id", "lead_id", "booking_id", "mailbox_id")


class Person(Struct, frozen=True):
    """Which rows are a customer's. phones: those that are theirs now, by proof or by claim; former:
    that were; own: those of both that nobody else has proved. lanes: where they talk. visitors:
    their browsers."""

    customer_id: int
    public_id: str
    name: str | None
    email: str | None
    phones: tuple[str, ...]
    former: tuple[str, ...]
    own: tuple[str, ...]
    visitors: tuple[str, ...]
    lanes: tuple[int, ...]
    conversations: tuple[int, ...]
    threads: tuple[str, ...]
    leads: tuple[int, ...]
    bookings: tuple[int, ...]


def person_of(tx: Connection, said: str) -> Person | None:
    """The customer of a public id, or whose phone this is now."""
    query = select(customers.c.id).where(customers.c.public_id == said)
    found = tx.execute(query).scalar() or _by_phone(tx, said)
    return None if found is None else _person(tx, found)


def _by_phone(tx: Connection, said: str) -> int | None:
    digits = re.sub(r"\D", "", said)
    phone = f"+1{digits}" if len(digits) == 10 else f"+{digits}"
    current = (customer_phones.c.phone == phone) & customer_phones.c.valid_until.is_(None)
    # One that was proved goes before one that was only claimed.
    newest = customer_phones.c.proved_at.is_(None), customer_phones.c.id.desc()
    query = select(customer_phones.c.customer_id).where(current).order_by(*newest).limit(1)
    found: int | None = tx.execute(query).scalar()
    return found


def _person(tx: Connection, customer_id: int) -> Person:
    row = tx.execute(select(customers).where(customers.c.id == customer_id)).one()
    phones, former = _phones(tx, customer_id)
    own = _own(tx, customer_id, (*phones, *former))
    texted = tuple(phone for phone in phones if phone in own)
    browsers = _all(tx, select(visitors.c.visitor).where(visitors.c.customer_id == customer_id))
    own_lanes = _all(tx, select(lanes.c.id).where(_lanes(customer_id, texted, browsers)))
    nobodys = ai_conversations.c.customer_id.is_(None)
    there = nobodys & ai_conversations.c.mailbox_id.in_(own_lanes)
    said = tx.execute(
        select(ai_conversations.c.id, ai_conversations.c.thread_id)
        .where(or_(ai_conversations.c.customer_id == customer_id, there))
        .order_by(ai_conversations.c.id)
    ).all()
    talks = tuple(id_ for id_, _ in said)
    wishes = _all(tx, select(leads.c.id).where(_theirs(leads, customer_id, talks)))
    imported = bookings.c.customer_id.is_(None) & bookings.c.phone.in_(texted)
    of_leads = bookings.c.lead_id.in_(wishes)
    parties = or_(bookings.c.customer_id == customer_id, of_leads, imported)
    return Person(
        customer_id=customer_id,
        public_id=row.public_id,
        name=row.name,
        email=row.email,
        phones=phones,
        former=former,
        own=own,
        visitors=browsers,
        lanes=own_lanes,
        conversations=talks,
        threads=tuple(thread for _, thread in said),
        leads=wishes,
        bookings=_all(tx, select(bookings.c.id).where(parties)),
    )


def _phones(tx: Connection, customer_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A customer's phones, those of now and those of before."""
    columns = customer_phones.c.phone, customer_phones.c.valid_until
    query = select(*columns).where(customer_phones.c.customer_id == customer_id)
    held = tx.execute(query.order_by(customer_phones.c.id)).all()
    now = {phone: None for phone, until in held if until is None}
    before = {phone: None for phone, until in held if until is not None}
    return tuple(now), tuple(before)


def _own(tx: Connection, customer_id: int, phones: tuple[str, ...]) -> tuple[str, ...]:
    """Those that they have proved and still have, or that nobody else ever proved: whoever only
    types a number is not to have what belongs to its owner."""
    proved = customer_phones.c.proved_at.is_not(None) & customer_phones.c.phone.in_(phones)
    mine = customer_phones.c.customer_id == customer_id
    current = customer_phones.c.valid_until.is_(None)
    query = select(customer_phones.c.phone).where(proved)
    theirs = _all(tx, query.where(mine & current))
    others = _all(tx, query.where(~mine))
    found = {phone: None for phone in phones if phone in theirs or phone not in others}
    return tuple(found)


def namesakes(tx: Connection, person: Person) -> list[tuple[str | None, str]]:
    """(name, public id) of other customers who have, or claim, a phone of theirs."""
    shared = customer_phones.c.phone.in_(person.phones) & customer_phones.c.valid_until.is_(None)
    has = select(customer_phones.c.customer_id).where(shared)
    others = customers.c.id.in_(has) & (customers.c.id != person.customer_id)
    query = select(customers.c.name, customers.c.public_id).where(others)
    return [(name, public_id) for name, public_id in tx.execute(query.order_by(customers.c.id))]


def _lanes(
    customer_id: int, phones: tuple[str, ...], browsers: tuple[str, ...]
) -> ColumnElement[bool]:
    """The lanes of their phones and browsers, and the mailbox that these were joined in."""
    texting = (lanes.c.channel == "sms") & lanes.c.address.in_(phones)
    return or_(texting, lanes.c.visitor.in_(browsers), lanes.c.key == f"customer::{customer_id}")


def _theirs(table: Table, customer_id: int, talks: tuple[int, ...]) -> ColumnElement[bool]:
    nobodys = table.c.customer_id.is_(None) & table.c.conversation_id.in_(talks)
    return or_(table.c.customer_id == customer_id, nobodys)


def _all(tx: Connection, query: Select[Any]) -> tuple[Any, ...]:
    return tuple(tx.execute(query).scalars())


def about(table: Table, person: Person) -> ColumnElement[bool]:
    """Which notes or to-dos are about a person."""
    return or_(
        table.c.customer_id == person.customer_id,
        table.c.lead_id.in_(person.leads),
        table.c.booking_id.in_(person.bookings),
    )


def held(tx: Connection, person: Person) -> dict[str, Any]:
    """Everything that is held of a person, as JSON can have it. Pictures are listed, not
    included."""
    files = select(media).join(inbox, inbox.c.id == media.c.inbox_id)
    pictures = files.where(inbox.c.lane_id.in_(person.lanes))
    return {
        "customer": _rows(tx, customers, customers.c.id == person.customer_id)[0],
        "phones": _rows(tx, customer_phones, customer_phones.c.customer_id == person.customer_id),
        "consent": _rows(tx, consent, consent.c.phone.in_(person.own), "inbox_id"),
        "browsers": _rows(tx, visitors, visitors.c.visitor.in_(person.visitors)),
        "conversations": [_conversation(tx, id_) for id_ in person.conversations],
        "pictures": [_plain(row, "inbox_id", "bytes", "url") for row in tx.execute(pictures)],
        "inquiries": _rows(tx, leads, leads.c.id.in_(person.leads)),
        "bookings": _rows(tx, bookings, bookings.c.id.in_(person.bookings)),
        "notes": _rows(tx, notes, about(notes, person)),
        "todos": _rows(tx, todos, about(todos, person)),
    }


def _conversation(tx: Connection, conversation_id: int) -> dict[str, Any]:
    [row] = _rows(tx, ai_conversations, ai_conversations.c.id == conversation_id)
    visible = ai_messages.c.visibility.in_(("customer", "note"))
    there = (ai_messages.c.conversation_id == conversation_id) & visible
    names = ("created_at", "author", "channel", "content", "rating")
    query = select(*(ai_messages.c[name] for name in names)).where(there)
    said = tx.execute(query.order_by(ai_messages.c.seq)).mappings()
    return row | {"messages": [dict(line) for line in said]}


def _rows(
    tx: Connection, table: Table, where: ColumnElement[bool], *without: str
) -> list[dict[str, Any]]:
    query = select(table).where(where).order_by(table.c.id)
    return [_plain(row, *without) for row in tx.execute(query)]


def _plain(row: Any, *without: str) -> dict[str, Any]:
    """A row as its person may have it: without our own numbers."""
    return {name: value for name, value in row._mapping.items() if name not in (*_INSIDE, *without)}


class Outlook(Struct, frozen=True):
    """What an erasure would come upon. ahead: bookings to come. held_by: who of the staff has a
    conversation of theirs in hand."""

    messages: int
    inquiries: int
    ahead: int
    held_by: str | None


def outlook(tx: Connection, person: Person, today: date) -> Outlook:
    """today: where the business is."""
    said = ai_messages.c.conversation_id.in_(person.conversations)
    mine = bookings.c.id.in_(person.bookings) & (bookings.c.status != "cancelled")
    ahead = mine & (bookings.c.event_date >= today)
    held = ai_conversations.c.id.in_(person.conversations)
    claimed = held & ai_conversations.c.claimed_by.is_not(None)
    return Outlook(
        messages=int(tx.execute(select(func.count()).where(said)).scalar_one()),
        inquiries=len(person.leads),
        ahead=int(tx.execute(select(func.count()).where(ahead)).scalar_one()),
        held_by=tx.execute(select(ai_conversations.c.claimed_name).where(claimed)).scalar(),
    )
