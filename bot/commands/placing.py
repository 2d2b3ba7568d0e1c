"""What all new bookings have in common: whose they are, what the card shows, and the places that
are taken with them."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Context, Done, Fact, Preview
from bot.business.naming import Named
from bot.business.reservations import Party, Price, check_room, take_room
from bot.business.staff_views import View
from bot.commands.events import facts_of, look_out, price_facts
from bot.commands.people import Person
from storage import reservations
from storage.reservations import Booking
from storage.staff_leads import StaffLead

_SOURCE = "staff"

NamedBooking = Annotated[
    str,
    Named("booking"),
    Field(min_length=1, max_length=200, description="id, or its customer's name or phone"),
]
Name = Annotated[str | None, Field(max_length=120)]
Phone = Annotated[str | None, Field(max_length=40)]
Customer = Annotated[
    str | None,
    Named("customer"),
    Field(max_length=200, description="a known customer's id, name or phone"),
]


def preview_of(
    tx: Connection, context: Context, person: Person, party: Party, price: Price
) -> Preview:
    """The card of a new booking. Raises CommandRefused."""
    room = check_room(tx, context.profile, party, context.now)
    day = View(context.profile, context.now).day(party.day)
    facts = (
        person.fact,
        Fact("Phone", person.phone),
        *facts_of(context, party),
        *price_facts(price),
        *look_out(context, party, room),
    )
    return Preview(f"Book {person.name} for {day}", facts)


def book(
    tx: Connection,
    context: Context,
    person: Person,
    party: Party,
    price: Price,
    lead: StaffLead | None = None,
) -> Booking:
    """Makes the booking with its places, or nothing. Raises CommandRefused."""
    take_room(tx, context.profile, party, context.now)
    return reservations.add(
        tx,
        context.now,
        status="held",
        source=_SOURCE,
        lead_id=lead.id if lead else None,
        customer_id=_whose(tx, context, person, lead),
        name=person.name,
        phone=person.phone,
        email=person.email,
        total_cents=price.total,
        deposit_cents=price.deposit,
        **party.columns(context.profile),
    )


def _whose(tx: Connection, context: Context, person: Person, lead: StaffLead | None) -> int | None:
    """The customer's id. A visitor who proves their phone one day is the customer of their inquiry
    and of what was booked by it; until then both are nobody's."""
    if lead is not None and person.customer_id is None:
        return None
    return person.ensured(tx, _SOURCE, context.now)


def booked(context: Context, booking: Booking) -> Done:
    """What came of it."""
    view = View(context.profile, context.now)
    told = view.booking(booking)
    said = (
        f"{booking.name} is booked for {told['when']} with {booking.guest_count} guests, held "
        f"until the deposit of {told['deposit_due']} comes. Booking {booking.public_id}."
    )
    return Done(said, subject_of(booking), None, told, {"booking": told})


def subject_of(booking: Booking) -> str:
    """A booking, as the audit log names it."""
    return f"booking:{booking.public_id}"
