"""Days: closed and opened by hand, and given a capacity of their own."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.dates import date_text
from bot.business.moments import Day as NamedDay
from bot.business.moments import MaybeDay, day_of
from bot.errors import CommandRefused
from storage import days, reservations
from storage.days import Day

_MOST_DAYS = 62


class Dates(Arguments):
    first: NamedDay
    last: MaybeDay = None


class Block(Dates):
    reason: Annotated[str, Field(max_length=200, description="why, for staff to read")] = ""


class Capacity(Arguments):
    day: NamedDay
    guests: Annotated[
        int | None,
        Field(ge=0, le=100_000, description="the most guests of that day; left out: the usual"),
    ] = None


def _preview_block(tx: Connection, context: Context, arguments: Block) -> Preview:
    found = _days(tx, context, arguments)
    facts = [Fact("Days", _span(context, found))]
    if booked := sum(day.booked for day in found):
        facts.append(Fact("Booked already", f"{booked} guests, who stay booked"))
    if arguments.reason:
        facts.append(Fact("Reason", arguments.reason))
    return Preview(f"Block {_span(context, found)} for new bookings", tuple(facts))


def _block(tx: Connection, context: Context, arguments: Block) -> Done:
    return _set(tx, context, arguments, blocked=True, reason=arguments.reason or None)


def _preview_unblock(tx: Connection, context: Context, arguments: Dates) -> Preview:
    found = _days(tx, context, arguments)
    if not any(day.blocked for day in found):
        raise CommandRefused(f"{_span(context, found)} is not blocked: there is nothing to do")
    return Preview(f"Open {_span(context, found)} for bookings again")


def _unblock(tx: Connection, context: Context, arguments: Dates) -> Done:
    return _set(tx, context, arguments, blocked=False, reason=None)


def _set(tx: Connection, context: Context, arguments: Dates, **values: Any) -> Done:
    found = _days(tx, context, arguments)
    for day in found:
        days.change(tx, day.day, **values)
    said = f"{_span(context, found)} is {'blocked' if values['blocked'] else 'open'} now"
    before = {day.day.isoformat(): day.blocked for day in found}
    after = dict.fromkeys(before, values["blocked"])
    return Done(f"{said}.", f"day:{found[0].day}", before, after)


def _days(tx: Connection, context: Context, arguments: Dates) -> list[Day]:
    """The days of a span, as they are. Raises CommandRefused for one that makes no sense."""
    first = day_of(arguments.first)
    last = day_of(arguments.last) if arguments.last else first
    today = context.profile.local(context.now).date()
    if last < first:
        raise CommandRefused("the last day is before the first: turn them around")
    if last < today:
        raise CommandRefused(f"{date_text(last, today)} is over: give a day to come")
    if (last - first).days >= _MOST_DAYS:
        raise CommandRefused(f"more than {_MOST_DAYS} days at once: give a shorter span")
    return days.each(tx, first, last)


def _span(context: Context, found: list[Day]) -> str:
    today = context.profile.local(context.now).date()
    first, last = date_text(found[0].day, today), date_text(found[-1].day, today)
    return first if len(found) == 1 else f"{first} to {last}"


def _preview_capacity(tx: Connection, context: Context, arguments: Capacity) -> Preview:
    today, wanted = context.profile.local(context.now).date(), day_of(arguments.day)
    if wanted < today:
        raise CommandRefused(f"{date_text(wanted, today)} is over: give a day to come")
    day, usual = days.on(tx, wanted), context.profile.guests.capacity_per_day
    after = usual if arguments.guests is None else arguments.guests
    before = usual if day.capacity is None else day.capacity
    if after < day.booked:
        raise CommandRefused(f"{day.booked} guests are booked that day already: give at least that")
    facts = (Fact("Capacity", str(after), str(before)), Fact("Booked", f"{day.booked} guests"))
    return Preview(f"Change the capacity of {date_text(wanted, today)}", facts)


def _set_capacity(tx: Connection, context: Context, arguments: Capacity) -> Done:
    day = day_of(arguments.day)
    reservations.hold_days(tx, day)  # nobody takes places while they are counted
    preview = _preview_capacity(tx, context, arguments)
    before = days.on(tx, day).capacity
    days.change(tx, day, capacity=arguments.guests)
    said = f"The capacity is {preview.facts[0].after} guests now."
    return Done(said, f"day:{day}", {"capacity": before}, {"capacity": arguments.guests})


DAY_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "block_dates",
        "Close days for new bookings.",
        Block,
        _preview_block,
        _block,
    ),
    Command(
        "unblock_dates",
        "Open days again that were blocked.",
        Dates,
        _preview_unblock,
        _unblock,
    ),
    Command(
        "set_day_capacity",
        "Give one day a capacity of its own, or the usual one again.",
        Capacity,
        _preview_capacity,
        _set_capacity,
    ),
)
