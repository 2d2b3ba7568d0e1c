"""Who or what staff mean: by public id, or by a name, a number or an address that fits one alone.

Where several fit, the refusal lists them, so that it can be asked which."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal, TypeVar

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.command import Arguments, Context
from bot.business.dates import date_text
from bot.business.people_search import search
from bot.business.profile import Profile
from bot.business.staff_words import age_text, event_text
from bot.errors import CommandRefused
from bot.messages import Colleague
from storage import (
    colleagues,
    customer_cards,
    reservations,
    staff_conversations,
    staff_leads,
)
from storage.customer_cards import Customer
from storage.leads import OPEN
from storage.reservations import Booking
from storage.staff_conversations import Listed
from storage.staff_leads import StaffLead

A = TypeVar("A", bound=Arguments)

_MOST_NAMED = 6


class Named(Struct, frozen=True):
    """Marks an argument that names something: by its public id, once an agent has read it, so that
    a proposal means the same when it is approved."""

    kind: Literal["customer", "lead", "booking", "conversation", "recipient"]


def with_ids(tx: Connection, arguments: A, context: Context) -> A:
    """The arguments with what they name as public ids. Raises CommandRefused where nothing or
    several fit."""
    written = {
        name: public_id_of(tx, context.profile, mark, said, context.now)
        for name, field in type(arguments).model_fields.items()
        if (said := getattr(arguments, name)) is not None
        for mark in field.metadata
        if isinstance(mark, Named)
    }
    return arguments.model_copy(update=written) if written else arguments


def public_id_of(tx: Connection, profile: Profile, named: Named, said: str, now: datetime) -> str:
    """Raises CommandRefused where nothing or several fit."""
    match named.kind:
        case "lead":
            return lead_named(tx, profile, said, now).public_id
        case "booking":
            return booking_named(tx, profile, said, now).public_id
        case "customer":
            return customer_named(tx, profile, said).public_id
        case "recipient" if is_customer(tx, profile, said):
            return customer_named(tx, profile, said).public_id
    return conversation_named(tx, profile, said).thread_id


def is_customer(tx: Connection, profile: Profile, said: str) -> bool:
    """Whether a customer fits, and not only somebody who wrote to us."""
    return any(kind == "customer" for kind, _ in search(tx, profile, said).found)


def customer_named(tx: Connection, profile: Profile, said: str) -> Customer:
    """Raises CommandRefused where nobody or several fit."""
    hits = search(tx, profile, said)
    ids = [id_ for kind, id_ in hits.found if kind == "customer"]
    known = customer_cards.by_ids(tx, ids)
    found = [known[id_] for id_ in ids if id_ in known]
    if len(found) == 1:
        return found[0]
    if found:
        lines = (_customer_line(tx, customer) for customer in found)
        raise CommandRefused(_which(f'"{said}"', "customers", lines))
    if hits.found:
        raise CommandRefused(
            f'"{said}" is no customer yet, but somebody who only wrote to us: name their inquiry'
        )
    near = f"; did you mean {' or '.join(hits.similar)}?" if hits.similar else ""
    raise CommandRefused(f'nobody is known as "{said}"{near}')


def _customer_line(tx: Connection, customer: Customer) -> str:
    phones = customer_cards.phones_of(tx, customer.id)
    phone = phones[0].phone if phones else customer.email
    return _joined(customer.name or "no name", f"id {customer.public_id}", phone)


def lead_named(tx: Connection, profile: Profile, said: str, now: datetime) -> StaffLead:
    """An inquiry; of somebody's, the open one. Raises CommandRefused."""
    known = staff_leads.by_public_id(tx, said)
    if known is not None:
        return known
    hits = search(tx, profile, said).found
    own = [id_ for kind, id_ in hits if kind == "lead"]
    customers = [id_ for kind, id_ in hits if kind == "customer"]
    found = staff_leads.by_ids(tx, own) + staff_leads.of_customers(tx, customers)
    present = [lead for lead in found if lead.status in OPEN] or found
    if len(present) == 1:
        return present[0]
    if not present:
        raise CommandRefused(f'there is no inquiry of "{said}": look at list_leads')
    today = profile.local(now).date()
    lines = (
        _joined(
            lead.name or "no name",
            f"id {lead.public_id}",
            lead.status,
            date_text(lead.event_date, today) if lead.event_date else None,
            f"{age_text(lead.created_at, now)} old",
        )
        for lead in present
    )
    raise CommandRefused(_which(f'"{said}"', "inquiries", lines))


def booking_named(tx: Connection, profile: Profile, said: str, now: datetime) -> Booking:
    """A booking; of somebody's, the one to come. Raises CommandRefused."""
    known = reservations.by_public_id(tx, said)
    if known is not None:
        return known
    today = profile.local(now).date()
    present = _present(bookings_of(tx, profile, said), today)
    if len(present) == 1:
        return present[0]
    if not present:
        raise CommandRefused(f'there is no booking of "{said}": look at list_bookings')
    lines = (
        _joined(
            booking.name or "no name",
            f"id {booking.public_id}",
            event_text(booking.event_date, booking.event_time, today),
            booking.status,
        )
        for booking in present
    )
    raise CommandRefused(_which(f'"{said}"', "bookings", lines))


def bookings_of(tx: Connection, profile: Profile, said: str) -> list[Booking]:
    """All bookings of whom a name, a number or an address fits."""
    hits = search(tx, profile, said).found
    own = reservations.by_ids(tx, [id_ for kind, id_ in hits if kind == "booking"])
    customers = [id_ for kind, id_ in hits if kind == "customer"]
    return own + reservations.of_customers(tx, customers)


def _present(found: Sequence[Booking], today: date) -> list[Booking]:
    """Those to come that stand, else those to come, else all."""
    ahead = [booking for booking in found if booking.event_date >= today]
    return [booking for booking in ahead if booking.stands] or ahead or list(found)


def conversation_named(tx: Connection, profile: Profile, said: str) -> Listed:
    """A customer's conversation; of somebody's, the newest. Raises CommandRefused."""
    known = staff_conversations.by_thread(tx, said)
    if known is not None:
        return known
    hits = search(tx, profile, said).found
    each = (_conversation_of(tx, kind, id_) for kind, id_ in hits)
    found = list({one.id: one for one in each if one is not None}.values())
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandRefused(f'there is no conversation of "{said}": look at list_conversations')
    lines = (
        _joined(
            each.name or (each.details.get("name") or {}).get("value") or "no name",
            f"id {each.thread_id}",
            each.channel,
        )
        for each in found
    )
    raise CommandRefused(_which(f'"{said}"', "conversations", lines))


def _conversation_of(tx: Connection, kind: str, id_: int) -> Listed | None:
    if kind == "customer":
        return staff_conversations.newest_of(tx, id_)
    lead = staff_leads.by_id(tx, id_) if kind == "lead" else None
    if lead is None or lead.conversation_id is None:
        return None
    thread_id = staff_conversations.thread_of(tx, lead.conversation_id)
    return staff_conversations.by_thread(tx, thread_id)


def colleague_named(tx: Connection, said: str, me: Colleague) -> Colleague:
    """One of the staff who was ever here; "me" is who asks. Raises CommandRefused."""
    if said.strip().lower() in ("me", "myself", "mine", "i"):
        return me
    found = colleagues.called(tx, said.strip())
    if len(found) == 1:
        return Colleague(found[0].id, found[0].name)
    here = ", ".join(each.name for each in found or colleagues.listed(tx)) or "nobody yet"
    if found:
        raise CommandRefused(f'several colleagues fit "{said}": {here}. Ask which')
    raise CommandRefused(f'no colleague called "{said}" was ever here; there are: {here}')


def _which(said: str, what: str, lines: Iterable[str]) -> str:
    named = list(lines)
    more = f"; and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return f"several {what} fit {said}: {'; '.join(named[:_MOST_NAMED])}{more}. Ask which"


def _joined(name: str, *facts: str | None) -> str:
    return f"{name} ({', '.join(fact for fact in facts if fact)})"
