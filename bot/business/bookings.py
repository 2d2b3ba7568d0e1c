"""Bookings made: each takes the places of its day, in one transaction, or is not made at all.

A booking of a day that is over is history: it counts in its day, whose capacity nobody asks for
any more. A cancelled one takes no places.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.booking_file import Line
from bot.business.dates import date_text
from bot.business.profile import Profile
from bot.errors import BotError
from storage import bookings, days
from storage.bookings import NewBooking
from storage.database import Database

_COMPARED = {
    "event_date": "the date",
    "event_time": "the time",
    "guest_count": "guests",
    "place": "the place",
    "status": "the status",
}


class DayRefused(BotError):
    """The day does not take this booking; the text says why, and what to do."""


class Booked(Struct, frozen=True):
    """What became of a booking. outcome known: it was there already, and stays as it is.
    past: its day is over. remark: what somebody should look at."""

    outcome: Literal["made", "known", "refused"]
    past: bool = False
    remark: str = ""


class Imported(Struct, frozen=True):
    """What became of one line of a list."""

    number: int
    booked: Booked


def book(
    tx: Connection, profile: Profile, booking: NewBooking, source: str, now: datetime
) -> Booked:
    """Makes a booking with its places. Raises DayRefused; then nothing may be kept of this
    transaction."""
    booking_id = bookings.add(tx, booking, source, now)
    if booking_id is None:
        return Booked("known", remark=_changes(tx, booking))
    past = booking.event_date < profile.local(now).date()
    if booking.status != "cancelled":
        _take_places(tx, profile, booking, past, now)
    customer_id = bookings.customer_of(tx, booking.name, booking.phone, booking.email, source, now)
    bookings.link(tx, booking_id, customer_id)
    return Booked("made", past, "" if past else _doubt(profile, booking, now))


def _take_places(
    tx: Connection, profile: Profile, booking: NewBooking, past: bool, now: datetime
) -> None:
    day, guests, most = booking.event_date, booking.guest_count, profile.guests.capacity_per_day
    if past:
        bookings.count_places(tx, day, guests)
    elif not bookings.take_places(tx, day, guests, most):
        raise DayRefused(_why_not(tx, profile, booking, now))


def _why_not(tx: Connection, profile: Profile, booking: NewBooking, now: datetime) -> str:
    day = days.on(tx, booking.event_date)
    said = date_text(day.day, profile.local(now).date())
    if day.blocked:
        reason = f" ({day.reason})" if day.reason else ""
        return f"{said} is blocked{reason}: open the day, or move the booking"
    capacity = profile.guests.capacity_per_day if day.capacity is None else day.capacity
    left = max(0, capacity - day.booked)
    return (
        f"{said} has {left} of {capacity} places left for {booking.guest_count} guests: "
        "move the booking, or raise the day's capacity"
    )


def _changes(tx: Connection, booking: NewBooking) -> str:
    """In what a booking differs from how it stands; nothing of it is taken over."""
    standing = bookings.by_external_id(tx, booking.external_id)
    changed = [
        f"{said} {getattr(standing, name)} and not {getattr(booking, name)}"
        for name, said in _COMPARED.items()
        if getattr(standing, name) != getattr(booking, name)
    ]
    if not changed:
        return ""
    return (
        f"was imported before, with {', '.join(changed)}, and stays so; "
        "if it is another booking, give each an external id"
    )


def _doubt(profile: Profile, booking: NewBooking, now: datetime) -> str:
    if booking.status == "cancelled" or profile.starts_on(booking.event_date):
        return ""
    said = date_text(booking.event_date, profile.local(now).date())
    return f"is made, though you take no events on {said}: look whether the date is right"


async def import_bookings(
    database: Database, profile: Profile, lines: Iterable[Line], now: datetime
) -> list[Imported]:
    """Makes the bookings of a list, each on its own, in their order: the first come is served."""
    return [Imported(line.number, await _import(database, profile, line, now)) for line in lines]


async def _import(database: Database, profile: Profile, line: Line, now: datetime) -> Booked:
    if line.booking is None:
        return Booked("refused", remark="; ".join(line.faults))
    try:
        return await database.write(book, profile, line.booking, "import", now)
    except DayRefused as refused:
        return Booked("refused", remark=str(refused))
