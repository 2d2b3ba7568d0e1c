"""find_customers and customer_card: who somebody is, and all that there is of them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.naming import customer_named
from bot.business.people_search import search
from bot.business.reach import reach_of
from bot.business.scope import Scope
from bot.business.staff_views import View, known
from storage import (
    consent,
    customer_cards,
    memory,
    notes,
    phones,
    reservations,
    staff_conversations,
    staff_leads,
    todos,
)
from storage.customer_cards import Customer, Phone
from storage.leads import OPEN
from storage.notes import About
from storage.reservations import Booking

_MOST_FOUND, _MOST_PAST, _MOST_SAID = 10, 5, 12

Who = Annotated[str, Field(min_length=1, max_length=200, description="id, name, phone or e-mail")]


class FindCustomers(Arguments):
    query: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="name, phone, part of one (ends in 0142) or e-mail, as it was said",
        ),
    ]


def find_customers(
    tx: Connection, scope: Scope, desk: Desk, arguments: FindCustomers
) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    hits = search(tx, scope.profile, arguments.query)
    ids = [id_ for kind, id_ in hits.found if kind == "customer"]
    lead_ids = [id_ for kind, id_ in hits.found if kind == "lead"]
    by_id = customer_cards.by_ids(tx, ids)
    contacts = customer_cards.last_contacts(tx, ids)
    shown = [
        _found(tx, by_id[id_])
        | known(matched=hits.found["customer", id_], last_contact=view.at(contacts.get(id_)))
        for id_ in ids[:_MOST_FOUND]
        if id_ in by_id
    ]
    leads = staff_leads.by_ids(tx, lead_ids[:_MOST_FOUND])
    return {
        "found": len(hits.found),
        "customers": shown,
        "inquiries": [view.lead(lead) for lead in leads],
    } | known(
        similar=list(hits.similar) or None,
        more=len(hits.found) - len(shown) - len(leads) or None,
    )


def _found(tx: Connection, customer: Customer) -> dict[str, Any]:
    own = customer_cards.phones_of(tx, customer.id)
    return known(
        id=customer.public_id,
        name=customer.name,
        phone=own[0].phone if own else None,
        email=customer.email,
    )


FIND_CUSTOMERS = Tool(
    name="find_customers",
    description=(
        "Customers, and people who only inquired, by whatever is remembered of them. Several are "
        "listed, the best first."
    ),
    arguments=FindCustomers,
    run=find_customers,
)


class CustomerCard(Arguments):
    customer: Who


def customer_card(
    tx: Connection, scope: Scope, desk: Desk, arguments: CustomerCard
) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    customer = customer_named(tx, scope.profile, arguments.customer)
    own = customer_cards.phones_of(tx, customer.id)
    may, way = reach_of(tx, customer, own)
    about = About(customer.id)
    said = customer_cards.said_of(tx, customer.id, _MOST_SAID)
    return {
        **known(id=customer.public_id, name=customer.name, email=customer.email),
        "since": view.at(customer.created_at),
        "phones": [_phone(tx, phone) for phone in own],
        "may_be_texted": may,
        **known(reach=way, facts=_facts(view, customer)),
        **_trade(tx, view, customer),
        "notes": [view.note(note) for note in notes.on(tx, about)],
        "todos": [view.todo(todo) for todo in todos.on(tx, about)],
        **_conversation(tx, view, customer),
        "last_messages": [view.message(line) for line in said],
    }


def _facts(view: View, customer: Customer) -> dict[str, str] | None:
    """{kind: what is remembered, each with the words that it was taken from, and when}."""
    told: dict[str, list[str]] = {}
    for fact in customer.facts or ():
        day = view.day(view.profile.local(datetime.fromisoformat(fact["at"])).date())
        told.setdefault(fact["kind"], []).append(f'{fact["value"]} ("{fact["words"]}", {day})')
    return {kind: "; ".join(values) for kind, values in told.items()} or None


def _phone(tx: Connection, phone: Phone) -> dict[str, Any]:
    return {
        "phone": phone.phone,
        "proved": phone.proved_at is not None,
        "current": phone.valid_until is None,
        "takes_texts": not phones.is_flagged(tx, phone.phone),
        "opted_out": consent.opted_out(tx, phone.phone),
    }


def _trade(tx: Connection, view: View, customer: Customer) -> dict[str, Any]:
    leads = staff_leads.of_customers(tx, [customer.id])
    booked = reservations.of_customers(tx, [customer.id])

    def ahead(booking: Booking) -> bool:
        return booking.stands and booking.event_date >= view.today

    past = [booking for booking in booked if not ahead(booking)][::-1]
    return {
        "open_inquiries": [view.lead(lead) for lead in leads if lead.status in OPEN],
        "past_inquiries": [view.lead(lead) for lead in leads if lead.status not in OPEN][
            :_MOST_PAST
        ],
        "bookings": [view.booking(booking) for booking in booked if ahead(booking)],
        "past_bookings": [view.booking(booking) for booking in past[:_MOST_PAST]],
    }


def _conversation(tx: Connection, view: View, customer: Customer) -> dict[str, Any]:
    newest = staff_conversations.newest_of(tx, customer.id)
    if newest is None:
        return {}
    told = view.conversation(newest)
    kept = ("id", "status", "held_by", "waiting_since")
    summary = memory.summary_of(tx, newest.thread_id)
    return {
        "conversation": {name: told[name] for name in kept if name in told} | known(so_far=summary)
    }


CUSTOMER_CARD = Tool(
    name="customer_card",
    description=(
        "All of one customer: phones, whether they may be texted, inquiries, bookings, notes, "
        "to-dos, and what was last said on any channel."
    ),
    arguments=CustomerCard,
    run=customer_card,
)
