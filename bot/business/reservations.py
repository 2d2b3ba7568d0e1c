"""Bookings that staff make and change: what they cost, what a person should look at, and the places
of their days, taken and given back in the transaction of the change.

A person may overrule hours, notice and the usual sizes; never the day's capacity, which is raised
first, and not a blocked day, which is opened first."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.business.dates import date_text
from bot.business.hours import WEEKDAYS
from bot.business.menu import find_item
from bot.business.money import format_cents
from bot.business.profile import Profile
from bot.business.quotes import QuoteError, quote
from bot.business.rules import Refusal, RefusalCode, check_date, check_place, check_time
from bot.errors import CommandRefused
from storage import bookings, days, reservations
from storage.reservations import Booking

LocalTime = time  # a field of that name hides it


class Party(Struct, frozen=True):
    """An event as it is to be. time: local. children: among the guests. dishes: {key: plates}."""

    day: date
    guests: int
    time: LocalTime | None = None
    children: int | None = None
    place: str | None = None
    dishes: Mapping[str, int] | None = None
    dietary: str | None = None
    message: str | None = None

    def columns(self, profile: Profile) -> dict[str, Any]:
        """Its columns of a booking."""
        told_apart = self.children is not None
        return {
            "event_date": self.day,
            "event_time": self.time,
            "zone": profile.business.timezone,
            "guest_count": self.guests,
            "children": self.children,
            "adults": self.guests - (self.children or 0) if told_apart else None,
            "place": self.place,
            "dishes": dict(self.dishes) if self.dishes else None,
            "dietary": self.dietary,
            "message": self.message,
        }


class Price(Struct, frozen=True):
    """What a party costs, in cents. total None: open between low and high, with the dishes.
    deposit: what confirms it, at the least."""

    total: int | None
    low: int
    high: int
    deposit: int

    @property
    def text(self) -> str:
        if self.total is not None:
            return format_cents(self.total)
        return f"{format_cents(self.low)} to {format_cents(self.high)}, until the dishes are known"

    @property
    def deposit_text(self) -> str:
        return format_cents(self.deposit) + ("" if self.total is not None else " at least")


def price_of(profile: Profile, party: Party) -> Price:
    """By the profile's prices. Raises CommandRefused for counts that make no sense."""
    children = party.children or 0
    if children > party.guests:
        raise CommandRefused(f"{children} children among {party.guests} guests: give both anew")
    try:
        priced = quote(
            profile,
            party.guests - children,
            children,
            proteins=party.dishes,
            place=party.place,
        )
    except QuoteError as error:
        raise CommandRefused(str(error)) from None
    low, high = priced.low, priced.high
    total = low.total_cents if priced.is_exact else None
    return Price(total, low.total_cents, high.total_cents, low.deposit_cents)


def dishes_of(profile: Profile, said: Mapping[str, int] | None) -> dict[str, int] | None:
    """Plates by the dishes' keys. Raises CommandRefused for what is not served."""
    if not said:
        return None
    counted: dict[str, int] = {}
    for name, plates in said.items():
        item = find_item(profile.menu.dishes, name)
        if item is None:
            choices = ", ".join(dish.key for dish in profile.menu.dishes)
            raise CommandRefused(f'"{name}" is not served: choose from {choices}')
        counted[item.key] = counted.get(item.key, 0) + plates
    return counted


def doubts(profile: Profile, party: Party, now: datetime) -> Iterator[str]:
    """What a person should look at before they say yes."""
    if against := _against_day(profile, party, now):
        yield _said(profile, against.code, party)
    smallest, largest = profile.guests.minimum, profile.guests.maximum
    if party.guests < smallest:
        yield f"fewer than the usual {smallest} guests"
    if party.guests > largest:
        yield f"more than the usual {largest} guests"
    if party.place and isinstance(where := check_place(profile, party.place), Refusal):
        yield _said(profile, where.code, party)
    if not party.place:
        yield "no place is named: travel is not in the price"


def _against_day(profile: Profile, party: Party, now: datetime) -> Refusal | None:
    if party.time is None:
        return check_date(profile, party.day, now)
    return check_time(profile, party.day, party.time, now)


def _said(profile: Profile, code: RefusalCode, party: Party) -> str:
    holiday = profile.holiday_on(party.day)
    return {
        RefusalCode.CLOSED_DAY: f"closed on {WEEKDAYS[party.day.weekday()].capitalize()}s",
        RefusalCode.HOLIDAY: f"closed for {holiday.name if holiday else 'a holiday'}",
        RefusalCode.SHORT_NOTICE: f"less than {profile.notice.minimum_hours} hours' notice",
        RefusalCode.TOO_FAR_AHEAD: f"more than {profile.notice.maximum_days} days ahead",
        RefusalCode.TIME_OUTSIDE_WINDOW: "outside the hours in which events start",
        RefusalCode.OUTSIDE_AREA: f"{party.place} is outside the service area: travel is not in "
        "the price",
        RefusalCode.UNKNOWN_PLACE: f"{party.place} is not clear as a place: travel is not in the "
        "price",
    }.get(code, code.value.replace("_", " "))


class Room(Struct, frozen=True):
    """A day's places, without those of the booking that is looked at."""

    booked: int
    capacity: int
    blocked: bool
    reason: str | None

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.booked)


def room_on(tx: Connection, profile: Profile, day: date, own: int = 0) -> Room:
    """The places of a day. own: guests of the booking itself, which it holds there already."""
    found = days.on(tx, day)
    usual = profile.guests.capacity_per_day
    capacity = usual if found.capacity is None else found.capacity
    return Room(found.booked - own, capacity, found.blocked, found.reason)


def check_room(
    tx: Connection, profile: Profile, party: Party, now: datetime, standing: Booking | None = None
) -> Room:
    """Whether the day takes the party; standing: the booking that it changes. Raises
    CommandRefused with what to do first."""
    today = profile.local(now).date()
    if party.day < today:
        raise CommandRefused(f"{date_text(party.day, today)} is over: give a day to come")
    stays = standing is not None and standing.stands and standing.event_date == party.day
    room = room_on(tx, profile, party.day, standing.guest_count if standing and stays else 0)
    said = date_text(party.day, today)
    if room.blocked and not stays:
        why = f" ({room.reason})" if room.reason else ""
        raise CommandRefused(f"{said} is blocked{why}: unblock it first, or take another day")
    shrinks = standing is not None and stays and party.guests <= standing.guest_count
    if room.left < party.guests and not shrinks:
        raise CommandRefused(
            f"{said} has {room.left} of {room.capacity} places left for {party.guests} guests: "
            "raise that day's capacity first, or take another day"
        )
    return room


def take_room(
    tx: Connection, profile: Profile, party: Party, now: datetime, standing: Booking | None = None
) -> None:
    """Takes the party's places, and gives those of the standing booking back. Raises
    CommandRefused, and then nothing may be kept of this transaction."""
    check_room(tx, profile, party, now, standing)
    most = profile.guests.capacity_per_day
    if standing is None or not standing.stands:
        taken = bookings.take_places(tx, party.day, party.guests, most)
    else:
        taken = _move(tx, standing, party, most)
    if not taken:  # somebody was faster, just now
        raise CommandRefused("the day's places were taken meanwhile: look at it again")


def _move(tx: Connection, standing: Booking, party: Party, most: int) -> bool:
    reservations.hold_days(tx, standing.event_date, party.day)
    more = party.guests - standing.guest_count
    if standing.event_date != party.day:
        reservations.give_back(tx, standing.event_date, standing.guest_count)
        return bookings.take_places(tx, party.day, party.guests, most)
    if more > 0:
        return reservations.take_more(tx, party.day, more, most)
    reservations.give_back(tx, party.day, -more)
    return True


def party_of(booking: Booking) -> Party:
    """A booking's event as it stands."""
    return Party(
        day=booking.event_date,
        guests=booking.guest_count,
        time=booking.event_time,
        children=booking.children,
        place=booking.place,
        dishes=booking.dishes,
        dietary=booking.dietary,
        message=booking.message,
    )


def costs_the_same(one: Party, other: Party) -> bool:
    """Whether nothing differs that a price depends on."""
    fields = ("guests", "children", "place", "dishes")
    said, also = structs.asdict(one), structs.asdict(other)
    return all((said[field] or None) == (also[field] or None) for field in fields)


def still_due(booking: Booking) -> int | None:
    """Cents of the deposit that did not come yet; None: no deposit is known."""
    if booking.deposit_cents is None:
        return None
    return max(0, booking.deposit_cents - (booking.deposit_paid_cents or 0))
