"""Bookings that are sure: confirmed with a deposit; and those that are not: cancelled."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy import Connection

from bot.business.booking_cells import read_cents
from bot.business.cards import mask_cards
from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.moments import MaybeDay, day_of
from bot.business.money import format_cents
from bot.business.naming import booking_named
from bot.business.reservations import still_due
from bot.business.staff_views import View
from bot.commands.announcing import Tell, announce
from bot.commands.placing import NamedBooking
from bot.errors import CommandRefused
from storage import reservations
from storage.reservations import Booking


def _as_text(value: object) -> object:
    """Models write amounts as numbers too."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else value


class ConfirmBooking(Arguments):
    booking: NamedBooking
    deposit: Annotated[
        str,
        BeforeValidator(_as_text),
        Field(min_length=1, max_length=20, description="what came, in dollars, as 420.00"),
    ]
    paid_on: MaybeDay = None


class CancelBooking(Arguments):
    booking: NamedBooking
    reason: Annotated[str, Field(min_length=1, max_length=500)]


def _held(tx: Connection, context: Context, said: str, *, hold: bool) -> Booking:
    """A booking that stands. Raises CommandRefused."""
    booking = booking_named(tx, context.profile, said, context.now)
    if hold:
        booking = reservations.hold(tx, booking.id)
    if not booking.stands:
        raise CommandRefused("this booking is cancelled already")
    return booking


def _paid(context: Context, arguments: ConfirmBooking, booking: Booking) -> tuple[int, datetime]:
    """(cents that came, when). Raises CommandRefused, also for what is written down already."""
    try:
        cents = read_cents(arguments.deposit)
    except ValueError as error:
        raise CommandRefused(f'"{arguments.deposit}" {error}') from None
    today = context.profile.local(context.now).date()
    day = day_of(arguments.paid_on) if arguments.paid_on else today
    if day > today:
        raise CommandRefused("that day is to come: give the day on which the deposit came")
    before = booking.deposit_paid_at
    known = before is not None and context.profile.local(before).date() == day
    if known and cents == booking.deposit_paid_cents:
        raise CommandRefused(f"{format_cents(cents)} of that day is written down already")
    return cents, context.now if day == today else _noon(context, day)


def _noon(context: Context, day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=context.profile.zone).astimezone(UTC)


def _preview_confirm(tx: Connection, context: Context, arguments: ConfirmBooking) -> Preview:
    booking = _held(tx, context, arguments.booking, hold=False)
    cents, paid_at = _paid(context, arguments, booking)
    view = View(context.profile, context.now)
    before = booking.deposit_paid_cents
    paid = (before or 0) + cents
    facts = [
        Fact("Status", "confirmed", booking.status if booking.status != "confirmed" else None),
        Fact("Event", view.booking(booking)["when"]),
        Fact("Deposit paid", format_cents(paid), None if before is None else format_cents(before)),
        Fact("Paid on", view.day(context.profile.local(paid_at).date())),
    ]
    facts += _against_due(booking, paid)
    return Preview(f"Confirm the booking of {booking.name}", tuple(facts))


def _against_due(booking: Booking, paid: int) -> list[Fact]:
    """What is due, and whether it is less that came."""
    if booking.deposit_cents is None:
        return []
    facts = [Fact("Deposit due", format_cents(booking.deposit_cents))]
    if paid < booking.deposit_cents:
        missing = format_cents(booking.deposit_cents - paid)
        facts.append(Fact("Look out", f"less than is due: {missing} is missing"))
    return facts


def _confirm(tell: Tell, tx: Connection, context: Context, arguments: ConfirmBooking) -> Done:
    booking = _held(tx, context, arguments.booking, hold=True)
    cents, paid_at = _paid(context, arguments, booking)
    paid = (booking.deposit_paid_cents or 0) + cents
    values = {"status": "confirmed", "deposit_paid_cents": paid, "deposit_paid_at": paid_at}
    after = reservations.change(tx, booking.id, context.now, **values)
    came = f"deposit paid: {format_cents(paid)}"
    announce(tell, tx, context, "booking_confirmed", after, message=came)
    missing = still_due(after)
    rest = f", {format_cents(missing)} of it still to come" if missing else ""
    told = View(context.profile, context.now).booking_in_full(after)
    return Done(
        f"The booking of {after.name} is confirmed with {format_cents(paid)}{rest}. The customer "
        "was not told.",
        f"booking:{after.public_id}",
        _money(booking),
        _money(after),
        {"booking": told},
    )


def _money(booking: Booking) -> dict[str, Any]:
    return {"status": booking.status, "deposit_paid_cents": booking.deposit_paid_cents}


def _preview_cancel(tx: Connection, context: Context, arguments: CancelBooking) -> Preview:
    booking = _held(tx, context, arguments.booking, hold=False)
    view = View(context.profile, context.now)
    facts = [
        Fact("Event", view.booking(booking)["when"]),
        Fact("Places given back", str(booking.guest_count)),
        Fact("Reason", arguments.reason),
    ]
    if booking.deposit_paid_cents:
        facts.append(Fact("Deposit paid", _refund(context, booking)))
    return Preview(f"Cancel the booking of {booking.name}", tuple(facts))


def _refund(context: Context, booking: Booking) -> str:
    """What the owner's terms say of a deposit that came."""
    paid = format_cents(booking.deposit_paid_cents or 0)
    days = context.profile.cancellation.refund_days
    ahead = (booking.event_date - context.profile.local(context.now).date()).days
    if ahead >= days:
        return f"{paid}, to be returned: it is {days} days or more before the event"
    return f"{paid}, not returned by the terms: it is less than {days} days before the event"


def _cancel(tell: Tell, tx: Connection, context: Context, arguments: CancelBooking) -> Done:
    booking = _held(tx, context, arguments.booking, hold=True)
    reason = mask_cards(arguments.reason)
    reservations.hold_days(tx, booking.event_date)
    reservations.give_back(tx, booking.event_date, booking.guest_count)
    values = {"status": "cancelled", "cancelled_reason": reason}
    after = reservations.change(tx, booking.id, context.now, **values)
    announce(tell, tx, context, "booking_cancelled", after, reason=reason)
    when = View(context.profile, context.now).booking(booking)["when"]
    return Done(
        f"The booking of {after.name} for {when} is cancelled, and its {booking.guest_count} "
        "places are free again. The customer was not told.",
        f"booking:{after.public_id}",
        {"status": booking.status},
        values,
    )


def deposit_commands(tell: Tell) -> tuple[Command[Any], ...]:
    """What makes a booking sure, or ends it. tell: tells staff of it."""
    return (
        Command(
            "confirm_booking",
            "Confirm a booking by the deposit that came; once more for what came later.",
            ConfirmBooking,
            _preview_confirm,
            partial(_confirm, tell),
        ),
        Command(
            "cancel_booking",
            "Cancel a booking and give its places back. The customer is not told by itself.",
            CancelBooking,
            _preview_cancel,
            partial(_cancel, tell),
        ),
    )
