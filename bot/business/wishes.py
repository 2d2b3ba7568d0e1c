"""What a customer wishes for, held against the business: what a person must look at, what it costs.

A wish that breaks a rule is no bare refusal: it is offered something else, and still makes a lead.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.availability import Availability, day_availability
from bot.business.dates import date_text
from bot.business.facts import render
from bot.business.profile import Profile
from bot.business.quotes import Quote, QuoteError, quote
from bot.business.rules import Refusal, check_date, check_guests, check_place, check_time
from storage import days
from storage.leads import Wish

T = TypeVar("T")

_NEAR = timedelta(days=14)
_OTHER_DAYS = 2


class Concern(Struct, frozen=True):
    """Why a slot's value cannot simply be taken. message: a sentence to say as it stands.
    alternatives: values that could be taken (ISO dates, HH:MM times), or offers in words.
    needs_person: it is worth a lead all the same."""

    slot: str
    code: str
    message: str
    alternatives: tuple[str, ...] = ()
    needs_person: bool = False


def concerns(
    tx: Connection, profile: Profile, values: Mapping[str, Any], now: datetime
) -> Iterator[Concern]:
    """What there is to say against the noted values, {slot: JSON value}, as of now."""
    guests, place = values.get("guest_count"), values.get("location")
    if guests is not None and (refusal := check_guests(profile, guests)):
        yield _concern("guest_count", refusal)
    if "event_date" in values:
        yield from _concerns_of_day(tx, profile, values, now)
    if place is not None and isinstance(found := check_place(profile, place), Refusal):
        yield _concern("location", found)


def _concerns_of_day(
    tx: Connection, profile: Profile, values: Mapping[str, Any], now: datetime
) -> Iterator[Concern]:
    day = date.fromisoformat(values["event_date"])
    if refusal := check_date(profile, day, now):
        yield _concern("event_date", refusal)
        return
    if full := _full(tx, profile, day, values.get("guest_count"), now):
        yield full
    if "event_time" in values:
        start = time.fromisoformat(values["event_time"])
        if refusal := check_time(profile, day, start, now):
            yield _concern("event_time", refusal)


def _concern(slot: str, refusal: Refusal) -> Concern:
    return Concern(
        slot,
        refusal.code.value,
        refusal.message,
        tuple(map(_written, refusal.alternatives)),
        refusal.needs_person,
    )


def _written(alternative: str | date | time) -> str:
    return f"{alternative:%H:%M}" if isinstance(alternative, time) else str(alternative)


def room_on(tx: Connection, profile: Profile, day: date, guests: int | None) -> Availability:
    """Whether a day has room for guests, None for the smallest party, over all its bookings."""
    return _room(profile, days.on(tx, day), guests)


def _room(profile: Profile, day: days.Day, guests: int | None) -> Availability:
    return day_availability(
        profile,
        day.day,
        booked=day.booked,
        guests=guests,
        capacity=day.capacity,
        blocked=day.blocked,
    )


def _full(
    tx: Connection, profile: Profile, day: date, guests: int | None, now: datetime
) -> Concern | None:
    if guests is not None and check_guests(profile, guests):
        guests = None
    room = room_on(tx, profile, day, guests)
    if room.available:
        return None
    message = render(
        profile,
        profile.wording.day_full,
        date=date_text(day, profile.local(now).date()),
        remaining=str(room.remaining_capacity),
    )
    others = days_with_room(tx, profile, day, guests, now)
    return Concern("event_date", "day_full", message, tuple(map(str, others)), needs_person=True)


def days_with_room(
    tx: Connection, profile: Profile, wanted: date, guests: int | None, now: datetime
) -> list[date]:
    """The days nearest to the wanted one that could be taken instead, the earliest first."""
    known = days.between(tx, wanted - _NEAR, wanted + _NEAR)
    steps = sorted(range(-_NEAR.days, _NEAR.days + 1), key=abs)[1:]
    free = [
        day
        for day in (wanted + timedelta(days=step) for step in steps)
        if check_date(profile, day, now) is None
        and _room(profile, known.get(day, days.Day(day)), guests).available
    ]
    return sorted(free[:_OTHER_DAYS])


def price_of(profile: Profile, values: Mapping[str, Any]) -> Quote | None:
    """What the noted party may cost; None while its size is not known."""
    guests = values.get("guest_count")
    if not guests:
        return None
    children = values.get("children") or 0
    try:
        return quote(profile, guests - children, children, place=values.get("location"))
    except QuoteError:
        return None


def wish_of(
    profile: Profile, values: Mapping[str, Any], doubts: Sequence[Concern], phone: str | None
) -> Wish:
    """A lead's content. doubts: what a person must look at. phone: where none was named."""
    price = price_of(profile, values)
    return Wish(
        name=values.get("name"),
        phone=values.get("phone") or phone,
        email=values.get("email"),
        event_date=_read(date.fromisoformat, values.get("event_date")),
        event_time=_read(time.fromisoformat, values.get("event_time")),
        zone=profile.business.timezone,
        adults=values.get("adults"),
        children=values.get("children"),
        guest_count=values.get("guest_count"),
        dietary=values.get("dietary"),
        place=values.get("location"),
        message=_message(values),
        needs_person=bool(doubts),
        reason="; ".join(doubt.code.replace("_", " ") for doubt in doubts) or None,
        estimate_low_cents=price.low.total_cents if price else None,
        estimate_high_cents=price.high.total_cents if price else None,
    )


def _read(parse: Callable[[str], T], value: str | None) -> T | None:
    return None if value is None else parse(value)


def _message(values: Mapping[str, Any]) -> str | None:
    occasion = values.get("occasion")
    parts = (f"Occasion: {occasion}." if occasion else None, values.get("message"))
    return " ".join(part for part in parts if part) or None
