"""A person is erased: names, phones, words and pictures go; what the books need stays, of nobody.

An opt-out stays with its phone, as it is: the law wants it kept for ever, and only the number
itself can be held against a later text. Backups and what was posted in Slack are out of reach."""

from collections.abc import Sequence
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
    update,
)

from storage import consent as consents
from storage.joining import CHANNEL as MAILBOX
from storage.leads import OPEN
from storage.privacy import Person, about
from storage.tables import (
    ai_conversations,
    ai_messages,
    audit,
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
    proposals,
    timers,
    todos,
    uploads,
    visitors,
)

ERASED = "(erased)"
_PERSONAL = ("name", "phone", "email", "dietary", "place", "message")
_DESKS = ("slack", "console")
_STAFF_AGENTS = ("staff", "admin", "analytics")
_SHORTEST_NAME = 6  # letters; a shorter one is found in too much that is not about them


def erase(tx: Connection, person: Person, now: datetime) -> None:
    """Erases a person. Whoever is at work for them is fenced off and writes nothing more."""
    _hold(tx, person)
    marks = _marks(tx, person)
    _end_lanes(tx, person)
    _blank_outbox(tx, person)
    _forget_words(tx, person, now)
    _blank_trade(tx, person, now)
    _delete(tx, notes, about(notes, person))
    _delete(tx, todos, about(todos, person))
    _forget_person(tx, person)
    _blank_traces(tx, marks)


def _hold(tx: Connection, person: Person) -> None:
    """Their mailboxes, kept still; in one order, or two of us deadlock."""
    query = select(lanes.c.id).where(lanes.c.id.in_(person.lanes))
    tx.execute(query.order_by(lanes.c.id).with_for_update())


def _marks(tx: Connection, person: Person) -> list[str]:
    """By what a trace of them is known elsewhere: numbers, addresses, public ids."""
    wishes = select(leads.c.public_id).where(leads.c.id.in_(person.leads))
    parties = select(bookings.c.public_id).where(bookings.c.id.in_(person.bookings))
    ids = [*tx.execute(wishes).scalars(), *tx.execute(parties).scalars()]
    found = [person.public_id, *person.threads, *person.phones, *ids]
    # As notices to staff write them: "(213) 555-0142".
    us = [phone for phone in person.phones if phone.startswith("+1") and len(phone) == 12]
    found += [f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}" for phone in us]
    found += [person.email] if person.email else []
    if person.name and len(person.name) >= _SHORTEST_NAME:
        found.append(person.name)
    return found


def _end_lanes(tx: Connection, person: Person) -> None:
    """Nobody talks there any more; who writes again begins a new lane."""
    own = lanes.c.id.in_(person.lanes)
    _change(
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
    _change(tx, lanes, own & (lanes.c.channel == MAILBOX), channel="erased")
    _delete(tx, timers, timers.c.lane_id.in_(person.lanes) & (timers.c.status == "waiting"))


def _blank_outbox(tx: Connection, person: Person) -> None:
    theirs = or_(
        outbox.c.conversation_id.in_(person.conversations), outbox.c.lane_id.in_(person.lanes)
    )
    _change(tx, outbox, theirs, body=ERASED, payload=null(), message_id=null())
    _change(tx, outbox, outbox.c.lane_id.in_(person.lanes), address=ERASED)
    _change(tx, outbox, theirs & (outbox.c.status == "pending"), status="dropped")


def _forget_words(tx: Connection, person: Person, now: datetime) -> None:
    talks, came = person.conversations, inbox.c.lane_id.in_(person.lanes)
    _delete(tx, media, media.c.inbox_id.in_(select(inbox.c.id).where(came)))
    for table in (drafts, bridges, ai_messages):
        _delete(tx, table, table.c.conversation_id.in_(talks))
    _change(tx, inbox, came, payload={})
    _change(tx, inbox, came & inbox.c.status.in_(("pending", "open", "dead")), status="done")
    _change(
        tx,
        ai_conversations,
        ai_conversations.c.id.in_(talks),
        customer_id=null(),
        mailbox_id=null(),
        details={},
        read_back=null(),
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
    _change(tx, leads, mine, **blank, reason=null(), needs_person=False)
    lost = {"status": "lost", "lost_reason": "erased at the customer's wish", "updated_at": now}
    _change(tx, leads, mine & leads.c.status.in_(OPEN), **lost)
    booked = bookings.c.id.in_(person.bookings)
    _change(tx, bookings, booked, **blank, cancelled_reason=null(), updated_at=now)


def _forget_person(tx: Connection, person: Person) -> None:
    browsers = person.visitors
    _delete(tx, codes, codes.c.visitor.in_(browsers) | codes.c.phone.in_(person.phones))
    _delete(tx, uploads, uploads.c.visitor.in_(browsers))
    _delete(tx, visitors, visitors.c.visitor.in_(browsers))
    _delete(tx, bad_numbers, bad_numbers.c.phone.in_(person.phones))
    for phone in person.phones:
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
    _change(tx, consent, consent.c.phone == phone, words=null(), inbox_id=null())


def _blank_traces(tx: Connection, marks: Sequence[str]) -> None:
    """What staff, their agents and the audit log said of them."""
    _blank_talk_of_staff(tx, marks)
    proposed = _names(marks, proposals.c.arguments, proposals.c.title, proposals.c.facts)
    blank = {"title": "About an erased customer", "facts": [], "arguments": {}, "result": null()}
    _change(tx, proposals, proposed & (proposals.c.status == "open"), status="cancelled")
    _change(tx, proposals, proposed, **blank)
    shown = outbox.c.channel.in_(_DESKS) & _names(marks, outbox.c.body, outbox.c.payload)
    _change(tx, outbox, shown, body=ERASED, payload=null())
    came = inbox.c.channel.in_(_DESKS) & (inbox.c.status == "done")
    _change(tx, inbox, came & _names(marks, inbox.c.payload), payload={})
    of_them = _names(marks, audit.c.subject, audit.c.before, audit.c.after)
    _change(tx, audit, of_them, before=null(), after=null())


def _blank_talk_of_staff(tx: Connection, marks: Sequence[str]) -> None:
    """What was asked and answered about them; other customers' words are not looked into."""
    talks = select(ai_conversations.c.id).where(ai_conversations.c.agent_type.in_(_STAFF_AGENTS))
    there = ai_messages.c.conversation_id.in_(talks)
    told, by_tool = there & _names(marks, ai_messages.c.content), ai_messages.c.role == "tool"
    _change(tx, ai_messages, told & by_tool, content='{"erased": true}')
    _change(tx, ai_messages, told & ~by_tool, content=ERASED)
    calls = ai_messages.c.tool_calls
    query = select(ai_messages.c.id, calls).where(there & _names(marks, calls))
    for row in tx.execute(query).all():
        emptied = [{**call, "arguments": "{}"} for call in row.tool_calls]
        _change(tx, ai_messages, ai_messages.c.id == row.id, tool_calls=emptied)


def _names(marks: Sequence[str], *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether one of the columns holds one of the marks."""
    texts = [cast(column, Text) for column in columns]
    return or_(*(text.contains(mark, autoescape=True) for text in texts for mark in marks))


def _change(tx: Connection, table: Table, where: ColumnElement[bool], **values: Any) -> None:
    tx.execute(update(table).where(where).values(**values))


def _delete(tx: Connection, table: Table, where: ColumnElement[bool]) -> None:
    tx.execute(delete(table).where(where))
