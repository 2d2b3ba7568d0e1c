"""list_bookings, get_booking, calendar and get_capacity: what is booked, and what room is left."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.staff.spans import Span, span_named
from agents.tools.staff.spoken import day_named
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dates import date_text, weekday_text
from bot.business.moments import Day, MaybeDay
from bot.business.naming import booking_named
from bot.business.profile import Profile
from bot.business.reservations import room_on
from bot.business.scope import Scope
from bot.business.staff_views import View, known
from bot.errors import CommandRefused
from storage import customer_cards, notes, reservations, staff_leads, todos
from storage.notes import About
from storage.reservations import STANDING, Booking

_USUAL_SPAN, _LONGEST_SPAN = timedelta(days=60), timedelta(days=400)
_MOST_LISTED = 40
_WEEK = timedelta(days=6)


class ListBookings(Arguments):
    first: MaybeDay = None
    last: MaybeDay = None
    status: Annotated[
        Literal["standing", "held", "confirmed", "cancelled", "all"] | None,
        Field(
            description="standing (usual: held and confirmed), held, confirmed, cancelled or all"
        ),
    ] = None


def list_bookings(
    tx: Connection, scope: Scope, desk: Desk, arguments: ListBookings
) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    first, last = _span(arguments, scope, view.today)
    if last < first:
        raise CommandRefused("the last day is before the first: turn them around")
    found = reservations.between(
        tx, first, min(last, first + _LONGEST_SPAN), _statuses(arguments.status or "standing")
    )
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "found": len(found),
        "guests": sum(booking.guest_count for booking in found if booking.stands),
        "bookings": [view.booking(booking) for booking in found[:_MOST_LISTED]],
    } | known(more=max(0, len(found) - _MOST_LISTED) or None)


def _span(arguments: ListBookings, scope: Scope, today: date) -> tuple[date, date]:
    first = span_named(arguments.first, scope) if arguments.first else Span(today, today)
    if arguments.last:
        return first.first, span_named(arguments.last, scope).last
    several = first.last > first.first
    return first.first, first.last if several else first.first + _USUAL_SPAN


def _statuses(status: str) -> Sequence[str]:
    if status == "standing":
        return STANDING
    return (*STANDING, "cancelled") if status == "all" else (status,)


LIST_BOOKINGS = Tool(
    name="list_bookings",
    description=(
        "Bookings of a span of days, by date: of the next 60 unless said otherwise. first may be "
        "a day, or a span such as next week, this weekend or june."
    ),
    arguments=ListBookings,
    run=list_bookings,
)


class GetBooking(Arguments):
    booking: Annotated[
        str, Field(min_length=1, max_length=200, description="id, or its customer's name or phone")
    ]


def get_booking(tx: Connection, scope: Scope, desk: Desk, arguments: GetBooking) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    booking = booking_named(tx, scope.profile, arguments.booking, scope.received_at)
    about = About(booking_id=booking.id)
    customers = customer_cards.by_ids(tx, [booking.customer_id] if booking.customer_id else [])
    lead = staff_leads.by_id(tx, booking.lead_id) if booking.lead_id else None
    return {
        **view.booking_in_full(booking),
        **known(
            customer=next((each.public_id for each in customers.values()), None),
            lead=lead.public_id if lead else None,
        ),
        "notes": [view.note(note) for note in notes.on(tx, about)],
        "todos": [view.todo(todo) for todo in todos.on(tx, about)],
    }


GET_BOOKING = Tool(
    name="get_booking",
    description="All of one booking: the event, the money, its notes and to-dos.",
    arguments=GetBooking,
    run=get_booking,
)


class Calendar(Arguments):
    week_of: MaybeDay = None


def calendar(tx: Connection, scope: Scope, desk: Desk, arguments: Calendar) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    day = span_named(arguments.week_of, scope).first if arguments.week_of else view.today
    first = day - timedelta(days=day.weekday())
    booked = reservations.between(tx, first, first + _WEEK)
    days = [_day(tx, view, first + timedelta(days=i), booked) for i in range(7)]
    return {
        "first": first.isoformat(),
        "last": (first + _WEEK).isoformat(),
        "booked": sum(day["booked"] for day in days),
        "days": days,
    }


def _day(tx: Connection, view: View, day: date, booked: Sequence[Booking]) -> dict[str, Any]:
    room = room_on(tx, view.profile, day)
    return {
        "date": day.isoformat(),
        "day": date_text(day, view.today),
        "booked": room.booked,
        "capacity": room.capacity,
        "left": 0 if room.blocked else room.left,
        "blocked": room.blocked,
        **known(blocked_reason=room.reason, closed=_closed(view.profile, day)),
        "bookings": [view.booking(each) for each in booked if each.event_date == day],
    }


def _closed(profile: Profile, day: date) -> str | None:
    """Why no events are taken on a day as a rule."""
    if profile.starts_on(day):
        return None
    holiday = profile.holiday_on(day) if profile.event_starts.on(day) else None
    return holiday.name if holiday else f"closed on {weekday_text(day)}s"


CALENDAR = Tool(
    name="calendar",
    description=(
        "A week, Monday to Sunday: each day's bookings, places booked and left, whether it is "
        "blocked or closed."
    ),
    arguments=Calendar,
    run=calendar,
)


class GetCapacity(Arguments):
    day: Day


def get_capacity(
    tx: Connection, scope: Scope, desk: Desk, arguments: GetCapacity
) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    day = day_named(arguments.day, scope)
    return _day(tx, view, day, reservations.between(tx, day, day))


GET_CAPACITY = Tool(
    name="get_capacity",
    description="One day: places booked and left, blocked or closed, and its bookings.",
    arguments=GetCapacity,
    run=get_capacity,
)
