"""Bookings that change: the day, the guests, the place and the rest, with the places they hold."""

from functools import partial
from typing import Any

from msgspec import structs
from sqlalchemy import Connection

from bot.business.command import Command, Context, Done, Fact, Preview
from bot.business.naming import booking_named
from bot.business.reservations import (
    Party,
    check_room,
    costs_the_same,
    party_of,
    price_of,
    take_room,
)
from bot.business.staff_views import View
from bot.business.staff_words import event_text, guests_text
from bot.commands.announcing import Tell, announce
from bot.commands.events import Event, facts_of, look_out, with_changes
from bot.commands.people import checked_phone
from bot.commands.placing import Name, NamedBooking, Phone, subject_of
from bot.errors import CommandRefused
from storage import reservations
from storage.reservations import Booking


class ChangeBooking(Event):
    booking: NamedBooking
    name: Name = None
    phone: Phone = None


def _standing(tx: Connection, context: Context, said: str, *, hold: bool = False) -> Booking:
    """A booking that can be changed. Raises CommandRefused."""
    booking = booking_named(tx, context.profile, said, context.now)
    if hold:
        booking = reservations.hold(tx, booking.id)
    if booking.status == "cancelled":
        raise CommandRefused("this booking is cancelled: make a new one")
    if booking.event_date < context.profile.local(context.now).date():
        raise CommandRefused("this event is over: write a note on it instead")
    return booking


def _changed(
    context: Context, arguments: ChangeBooking, booking: Booking
) -> tuple[Party, dict[str, Any]]:
    """The party as it would be, and the columns that differ. Raises CommandRefused."""
    before = party_of(booking)
    after = with_changes(context, arguments, structs.asdict(before))
    columns, were = after.columns(context.profile), before.columns(context.profile)
    values = {name: value for name, value in columns.items() if value != were[name]}
    if not costs_the_same(before, after):
        price = price_of(context.profile, after)
        values |= {"total_cents": price.total, "deposit_cents": price.deposit}
    if arguments.name:
        values["name"] = arguments.name
    if arguments.phone:
        values["phone"] = checked_phone(context, arguments.phone)
    changed = {name: value for name, value in values.items() if getattr(booking, name) != value}
    if not changed:
        raise CommandRefused("nothing of that differs from the booking: say what to change")
    return after, changed


def _preview_change(tx: Connection, context: Context, arguments: ChangeBooking) -> Preview:
    booking = _standing(tx, context, arguments.booking)
    party, changed = _changed(context, arguments, booking)
    room = check_room(tx, context.profile, party, context.now, booking)
    view = View(context.profile, context.now)
    facts = [
        *facts_of(context, party, party_of(booking)),
        *_who(booking, changed),
        *_money(context, booking, party, changed),
        *look_out(context, party, room),
    ]
    day = view.day(booking.event_date)
    return Preview(f"Change the booking of {booking.name} on {day}", tuple(facts))


def _who(booking: Booking, changed: dict[str, Any]) -> list[Fact]:
    labels = {"name": "Name", "phone": "Phone"}
    return [
        Fact(label, changed[name], getattr(booking, name))
        for name, label in labels.items()
        if name in changed
    ]


def _money(context: Context, booking: Booking, party: Party, changed: dict[str, Any]) -> list[Fact]:
    if "total_cents" not in changed and "deposit_cents" not in changed:
        return []
    price, view = price_of(context.profile, party), View(context.profile, context.now)
    before = view.booking(booking)
    return [
        Fact("Total", price.text, before.get("total")),
        Fact("Deposit", price.deposit_text, before.get("deposit_due")),
    ]


def _change(tell: Tell, tx: Connection, context: Context, arguments: ChangeBooking) -> Done:
    booking = _standing(tx, context, arguments.booking, hold=True)
    party, changed = _changed(context, arguments, booking)
    take_room(tx, context.profile, party, context.now, booking)
    after = reservations.change(tx, booking.id, context.now, **changed)
    facts = facts_of(context, party, party_of(booking))
    what = "; ".join(f"{fact.label} {fact.before or 'none'}, now {fact.after}" for fact in facts)
    announce(tell, tx, context, "booking_changed", after, changed=what or None)
    view = View(context.profile, context.now)
    today = context.profile.local(context.now).date()
    said = (
        f"The booking of {after.name} is {event_text(party.day, party.time, today)} now, with "
        f"{guests_text(party.guests, party.children)} guests. The customer was not told."
    )
    told = view.booking_in_full(after)
    return Done(said, subject_of(after), view.booking_in_full(booking), told, {"booking": told})


def change_commands(tell: Tell) -> tuple[Command[Any], ...]:
    """How bookings change. tell: tells staff of it."""
    return (
        Command(
            "change_booking",
            "Change a booking's date, time, guests, place, dishes or the rest. Give only what "
            "changes. The customer is not told by itself.",
            ChangeBooking,
            _preview_change,
            partial(_change, tell),
        ),
    )
