"""All that is written down of one conversation, for a look at how it went."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from storage.tables import (
    ai_conversations,
    ai_messages,
    audit,
    bookings,
    customer_phones,
    customers,
    drafts,
    inbox,
    lanes,
    leads,
    model_calls,
    outbox,
    proposals,
    timers,
)

Row = Mapping[str, Any]

_FEWEST_DIGITS = 7  # of a phone, by which somebody can be meant


class Journal(Struct, frozen=True):
    """A conversation's rows, each list in the order of its ids. customer: whose it is, where that
    is known. events: of its mailbox's inbox, as far as they are its own. timers: that wait."""

    conversation: Row
    customer: Row | None
    address: str
    messages: Sequence[Row]
    events: Sequence[Row]
    calls: Sequence[Row]
    sends: Sequence[Row]
    proposals: Sequence[Row]
    drafts: Sequence[Row]
    leads: Sequence[Row]
    bookings: Sequence[Row]
    deeds: Sequence[Row]
    timers: Sequence[Row]


def called(tx: Connection, name: str) -> list[int]:
    """The conversations that somebody may mean by a thread's id, a phone number, or the public id
    of a message, an inquiry, a booking or a customer; the newest first."""
    found = {id_ for query in _ways(name) for id_ in tx.execute(query).scalars() if id_}
    return sorted(found, reverse=True)


def _ways(name: str) -> Iterator[Select[Any]]:
    conversation = ai_conversations.c
    yield select(conversation.id).where(conversation.thread_id == name)
    yield _in_mailboxes(lanes.c.key == f"web::{name}")
    for table in (ai_messages, leads, outbox):
        yield select(table.c.conversation_id).where(table.c.public_id == name)
    of_booking = bookings.join(leads, leads.c.id == bookings.c.lead_id)
    yield (
        select(leads.c.conversation_id).select_from(of_booking).where(bookings.c.public_id == name)
    )
    whose = [
        select(bookings.c.customer_id).where(bookings.c.public_id == name),
        select(customers.c.id).where(customers.c.public_id == name),
    ]
    digits = "".join(sign for sign in name if sign.isdigit())
    if len(digits) >= _FEWEST_DIGITS and not any(sign.isalpha() for sign in name):
        at_end = f"%{digits}"
        yield _in_mailboxes(lanes.c.address.like(at_end) & (lanes.c.channel == "sms"))
        phones = customer_phones.c
        whose.append(select(phones.customer_id).where(phones.phone.like(at_end)))
    for customer in whose:
        yield select(conversation.id).where(conversation.customer_id.in_(customer))


def _in_mailboxes(fits: ColumnElement[bool]) -> Select[Any]:
    mailbox = ai_conversations.c.mailbox_id
    own = select(lanes.c.id).where(fits, lanes.c.id == mailbox)
    joined = select(lanes.c.id).where(fits, lanes.c.joined_to == mailbox)
    return select(ai_conversations.c.id).where(or_(own.exists(), joined.exists()))


def newest(tx: Connection, most: int, since: datetime | None, agent: str) -> list[int]:
    """The conversations that an agent has spoken in, the newest first."""
    spoke = (ai_messages.c.author == f"agent:{agent}") & (ai_messages.c.visibility == "customer")
    query = select(ai_messages.c.conversation_id).where(spoke).distinct()
    if since is not None:
        query = query.where(ai_messages.c.created_at >= since)
    found = query.order_by(ai_messages.c.conversation_id.desc()).limit(most)
    return list(tx.execute(found).scalars())


def journal(tx: Connection, conversation_id: int) -> Journal:
    """All of one conversation. Raises sqlalchemy's NoResultFound where there is none."""
    about = ai_conversations.c.id == conversation_id
    conversation = dict(tx.execute(select(ai_conversations).where(about)).mappings().one())
    messages = _of(tx, ai_messages, conversation_id)
    found = _of(tx, leads, conversation_id)
    booked = _all(tx, bookings, bookings.c.lead_id.in_([lead["id"] for lead in found]))
    return Journal(
        conversation=conversation,
        customer=_customer(tx, conversation["customer_id"]),
        address=_address(tx, conversation["mailbox_id"]),
        messages=messages,
        events=_events(tx, conversation, messages),
        calls=_of(tx, model_calls, conversation_id),
        sends=_of(tx, outbox, conversation_id),
        proposals=_of(tx, proposals, conversation_id),
        drafts=_of(tx, drafts, conversation_id),
        leads=found,
        bookings=booked,
        deeds=_deeds(tx, conversation, found, booked),
        timers=_timers(tx, conversation),
    )


def _of(tx: Connection, table: Table, conversation_id: int) -> list[Row]:
    return _all(tx, table, table.c.conversation_id == conversation_id)


def _all(tx: Connection, table: Table, fits: ColumnElement[bool]) -> list[Row]:
    query = select(table).where(fits).order_by(table.c.id)
    return [dict(row) for row in tx.execute(query).mappings()]


def _customer(tx: Connection, customer_id: int | None) -> Row | None:
    found = _all(tx, customers, customers.c.id == customer_id) if customer_id else []
    return found[0] if found else None


def _address(tx: Connection, mailbox_id: int | None) -> str:
    """Where its customer is: of a mailbox that lanes were joined to, the lanes'."""
    own = or_(lanes.c.id == mailbox_id, lanes.c.joined_to == mailbox_id)
    query = select(lanes.c.address).where(own, lanes.c.channel != "customer").order_by(lanes.c.id)
    return ", ".join(tx.execute(query).scalars())


def _events(tx: Connection, conversation: Row, messages: Sequence[Row]) -> list[Row]:
    """What came in for it: its messages, and what its timers and staff did in its time."""
    own = [message["inbox_id"] for message in messages if message["inbox_id"]]
    said = inbox.c.id.in_(own)
    rest = (inbox.c.mailbox_id == conversation["mailbox_id"]) & (inbox.c.kind != "message")
    rest &= inbox.c.received_at >= conversation["created_at"]
    if (end := _end(tx, conversation)) is not None:
        rest &= inbox.c.received_at <= end
    found = _all(tx, inbox, said | rest)
    return [row for row in found if _is_about(row["payload"], conversation["id"])]


def _is_about(payload: Row, conversation_id: int) -> bool:
    about: int = payload.get("conversation_id", conversation_id)
    return about == conversation_id


def _end(tx: Connection, conversation: Row) -> datetime | None:
    """When the mailbox's next conversation began; None: this is the last."""
    later = ai_conversations.c.mailbox_id == conversation["mailbox_id"]
    later &= ai_conversations.c.id > conversation["id"]
    query = select(ai_conversations.c.created_at).where(later).order_by(ai_conversations.c.id)
    found: datetime | None = tx.execute(query.limit(1)).scalar()
    return found


def _deeds(
    tx: Connection, conversation: Row, found: Sequence[Row], booked: Sequence[Row]
) -> list[Row]:
    """What staff did to it, and to what came of it."""
    about = [f"conversation:{conversation['thread_id']}"]
    about += [f"lead:{lead['public_id']}" for lead in found]
    about += [f"booking:{booking['public_id']}" for booking in booked]
    return _all(tx, audit, audit.c.subject.in_(about))


def _timers(tx: Connection, conversation: Row) -> list[Row]:
    mailbox = conversation["mailbox_id"]
    own = select(lanes.c.id).where(or_(lanes.c.id == mailbox, lanes.c.joined_to == mailbox))
    waiting = timers.c.lane_id.in_(own) & (timers.c.status == "waiting")
    found = _all(tx, timers, waiting)
    return [row for row in found if row["payload"].get("conversation_id") == conversation["id"]]
