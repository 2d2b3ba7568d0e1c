"""A person is erased: names, phones, words and pictures go; what the books need stays, of nobody.

An opt-out stays with its phone, as it is: the law wants it kept for ever, and only the number
itself can be held against a later text. Backups and what was posted in Slack are out of reach."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    cast,
    delete,
    func,
    literal,
    null,
    or_,
    select,
)

from storage import consent as consents
from storage.erasure_traces import ERASED, blank_name, blank_traces, change, marks_of, phones_of
from storage.joining import CHANNEL as MAILBOX
from storage.leads import OPEN
from storage.privacy import Person, about
from storage.tables import (
    ai_conversations,
    ai_messages,
    bad_numbers,
    bookings,
    bridges,
    codes,
    consent,
    customer_phones,
    customers,
    drafts,
    files,
    inbox,
    lanes,
    leads,
    limits,
    media,
    notes,
    outbox,
    timers,
    todos,
    uploads,
    visitors,
)

_PERSONAL = ("name", "phone", "email", "dietary", "place", "message")


def erase(tx: Connection, person: Person, now: datetime) -> None:
    """Erases a person. Whoever is at work for them is fenced off and writes nothing more."""
    _hold(tx, person)
    marks = marks_of(tx, person)
    _end_lanes(tx, person)
    _blank_outbox(tx, person)
    _forget_words(tx, person, now)
    _blank_trade(tx, person, now)
    _delete(tx, notes, about(notes, person))
    _delete(tx, todos, about(todos, person))
    _forget_person(tx, person)
    blank_traces(tx, marks)
    blank_name(tx, person)


def _hold(tx: Connection, person: Person) -> None:
    """Their mailboxes, kept still; in one order, or two of us deadlock."""
    query = select(lanes.c.id).where(lanes.c.id.in_(person.lanes))
    tx.execute(query.order_by(lanes.c.id).with_for_update())


def _end_lanes(tx: Connection, person: Person) -> None:
    """Nobody talks there any more; who writes again begins a new lane."""
    own = lanes.c.id.in_(person.lanes)
    change(
        tx,
        lanes,
        own,
        key=literal("erased:").concat(cast(lanes.c.id, Text)),
        address="",
        visitor=null(),
        joined_to=null(),
        conversation_id=null(),
        introduced_at=null(),
        owner=null(),
        ready_at=null(),
        pending_since=null(),
        gen=lanes.c.gen + 1,
        fence=lanes.c.fence + 1,
    )
    change(tx, lanes, own & (lanes.c.channel == MAILBOX), channel="erased")
    _delete(tx, timers, timers.c.lane_id.in_(person.lanes) & (timers.c.status == "waiting"))


def _blank_outbox(tx: Connection, person: Person) -> None:
    theirs = or_(
        outbox.c.conversation_id.in_(person.conversations), outbox.c.lane_id.in_(person.lanes)
    )
    change(tx, outbox, theirs, body=ERASED, payload=null(), message_id=null())
    change(tx, outbox, outbox.c.lane_id.in_(person.lanes), address=ERASED)
    change(tx, outbox, theirs & (outbox.c.status == "pending"), status="dropped")


def _forget_words(tx: Connection, person: Person, now: datetime) -> None:
    talks, came = person.conversations, inbox.c.lane_id.in_(person.lanes)
    _delete(tx, media, media.c.inbox_id.in_(select(inbox.c.id).where(came)))
    for table in (drafts, bridges, ai_messages):
        _delete(tx, table, table.c.conversation_id.in_(talks))
    change(tx, inbox, came, payload={})
    change(tx, inbox, came & inbox.c.status.in_(("pending", "open", "dead")), status="done")
    change(
        tx,
        ai_conversations,
        ai_conversations.c.id.in_(talks),
        customer_id=null(),
        mailbox_id=null(),
        details={},
        read_back=null(),
        summary=null(),
        metadata={},
        claimed_by=null(),
        claimed_name=null(),
        status="closed",
        closed_at=func.coalesce(ai_conversations.c.closed_at, now),
    )


def _blank_trade(tx: Connection, person: Person, now: datetime) -> None:
    """Figures, days and guests stay."""
    blank: dict[str, Any] = {name: null() for name in _PERSONAL} | {"customer_id": null()}
    mine = leads.c.id.in_(person.leads)
    change(tx, leads, mine, **blank, reason=null(), needs_person=False)
    lost = {"status": "lost", "lost_reason": "erased at the customer's wish", "updated_at": now}
    change(tx, leads, mine & leads.c.status.in_(OPEN), **lost)
    booked = bookings.c.id.in_(person.bookings)
    change(tx, bookings, booked, **blank, cancelled_reason=null(), updated_at=now)


def _forget_person(tx: Connection, person: Person) -> None:
    browsers = person.visitors
    _delete(tx, codes, codes.c.visitor.in_(browsers) | codes.c.phone.in_(phones_of(person)))
    _delete(tx, uploads, uploads.c.visitor.in_(browsers))
    _delete(tx, visitors, visitors.c.visitor.in_(browsers))
    _delete(tx, bad_numbers, bad_numbers.c.phone.in_(phones_of(person)))
    for phone in phones_of(person):
        _delete(tx, limits, limits.c.key.contains(phone, autoescape=True))
        _forget_consent(tx, phone)
    # Whatever file may name anybody; it can be made anew of what is left.
    given_out = files.c.name.contains(person.public_id, autoescape=True)
    _delete(tx, files, or_(files.c.for_admins, given_out))
    _delete(tx, customer_phones, customer_phones.c.customer_id == person.customer_id)
    _delete(tx, customers, customers.c.id == person.customer_id)


def _forget_consent(tx: Connection, phone: str) -> None:
    if not consents.opted_out(tx, phone):
        _delete(tx, consent, consent.c.phone == phone)
        return
    newest = select(func.max(consent.c.id)).where(consent.c.phone == phone).scalar_subquery()
    _delete(tx, consent, (consent.c.phone == phone) & (consent.c.id != newest))
    change(tx, consent, consent.c.phone == phone, words=null(), inbox_id=null())


def _delete(tx: Connection, table: Table, where: ColumnElement[bool]) -> None:
    tx.execute(delete(table).where(where))
