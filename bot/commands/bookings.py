"""New bookings: of what a customer told one of us, or of an inquiry."""

from functools import partial
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Command, Context, Done, Fact, Preview
from bot.business.moments import Day
from bot.business.naming import lead_named
from bot.business.reservations import Party, Price, price_of
from bot.commands.announcing import Tell, announce
from bot.commands.events import Event, with_changes
from bot.commands.leads import NamedLead, touch
from bot.commands.people import Person, checked_phone, person_of
from bot.commands.placing import Customer, Name, Phone, book, booked, preview_of
from bot.errors import CommandRefused
from storage import reservations, staff_leads
from storage.staff_leads import StaffLead


class CreateBooking(Event):
    date: Day
    guests: Annotated[int, Field(ge=1, le=100_000, description="all guests, children among them")]
    customer: Customer = None
    name: Name = None
    phone: Phone = None
    email: Annotated[str | None, Field(max_length=254)] = None


class ConvertLead(Event):
    lead: NamedLead
    customer: Customer = None
    name: Name = None
    phone: Phone = None


def _planned(
    tx: Connection, context: Context, arguments: CreateBooking
) -> tuple[Person, Party, Price]:
    whose = (arguments.customer, arguments.name, arguments.phone, arguments.email)
    person = person_of(tx, context, *whose)
    party = with_changes(context, arguments, {})
    return person, party, price_of(context.profile, party)


def _preview_create(tx: Connection, context: Context, arguments: CreateBooking) -> Preview:
    return preview_of(tx, context, *_planned(tx, context, arguments))


def _create(tell: Tell, tx: Connection, context: Context, arguments: CreateBooking) -> Done:
    person, party, price = _planned(tx, context, arguments)
    booking = book(tx, context, person, party, price)
    announce(tell, tx, context, "booking_made", booking)
    return booked(context, booking)


def _wished(
    tx: Connection, context: Context, arguments: ConvertLead
) -> tuple[StaffLead, Person, Party, Price]:
    lead = lead_named(tx, context.profile, arguments.lead, context.now)
    if any(booking.stands for booking in reservations.of_lead(tx, lead.id)):
        raise CommandRefused("this inquiry is booked already: look at get_lead")
    person = _person_of_lead(tx, context, arguments, lead)
    party = with_changes(context, arguments, _wish_of(lead))
    return lead, person, party, price_of(context.profile, party)


def _person_of_lead(
    tx: Connection, context: Context, arguments: ConvertLead, lead: StaffLead
) -> Person:
    name, phone = arguments.name or lead.name, arguments.phone or lead.phone
    if arguments.customer is None and lead.customer_id is not None:
        if not name or not phone:
            raise CommandRefused("the inquiry names no name and phone: ask for them")
        phone = checked_phone(context, phone)
        return Person(lead.customer_id, name, phone, lead.email, Fact("Customer", name))
    return person_of(
        tx,
        context,
        arguments.customer,
        name,
        phone,
        lead.email,
        by_staff=arguments.phone is not None,
    )


def _wish_of(lead: StaffLead) -> dict[str, Any]:
    """What an inquiry says of its event, by Party's fields."""
    return {
        "day": lead.event_date,
        "guests": lead.guest_count,
        "time": lead.event_time,
        "children": lead.children,
        "place": lead.place,
        "dietary": lead.dietary,
        "message": lead.message,
    }


def _preview_convert(tx: Connection, context: Context, arguments: ConvertLead) -> Preview:
    _, person, party, price = _wished(tx, context, arguments)
    return preview_of(tx, context, person, party, price)


def _convert(tell: Tell, tx: Connection, context: Context, arguments: ConvertLead) -> Done:
    named = lead_named(tx, context.profile, arguments.lead, context.now)
    staff_leads.by_id(tx, named.id, hold=True)  # nobody else books it meanwhile
    lead, person, party, price = _wished(tx, context, arguments)
    booking = book(tx, context, person, party, price, lead)
    touch(tx, context, lead, status="won", lost_reason=None, customer_id=booking.customer_id)
    announce(tell, tx, context, "booking_made", booking)
    return booked(context, booking)


def booking_commands(tell: Tell) -> tuple[Command[Any], ...]:
    """How bookings come about. tell: tells staff of it."""
    return (
        Command(
            "create_booking",
            "Book an event: it takes its places, and is held until its deposit comes.",
            CreateBooking,
            _preview_create,
            partial(_create, tell),
        ),
        Command(
            "convert_lead",
            "Make an inquiry a booking: it takes its places, and the inquiry is won. Give only "
            "what differs from the inquiry.",
            ConvertLead,
            _preview_convert,
            partial(_convert, tell),
        ),
    )
