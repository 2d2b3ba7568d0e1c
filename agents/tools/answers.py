"""What the customer agent may say of a day and of a price."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.hearing import days_named, hear, hear_date
from agents.tools.note import Line
from agents.tools.staff.spoken import day_named
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dates import weekday_text
from bot.business.money import format_cents
from bot.business.quotes import Bill, Quote, QuoteError, quote, quote_text
from bot.business.scope import Scope
from bot.business.wishes import Concern, concerns, room_on
from storage import details

Guests = Annotated[int, Field(ge=1, le=5000)]


class GetAvailability(Arguments):
    date: Annotated[
        str,
        Field(min_length=1, max_length=120, description="the customer's own words, or YYYY-MM-DD"),
    ]
    guest_count: Guests | None = None


def get_availability(
    tx: Connection, scope: Scope, desk: Desk, arguments: GetAvailability
) -> dict[str, Any]:
    values = details.values(details.dialogue(tx, scope.conversation_id).details)
    day = _day_asked(scope, desk, arguments.date, values.get("event_date"))
    if isinstance(day, Concern):
        return {"error": day.code, "message": day.message, "alternatives": day.alternatives}
    guests = arguments.guest_count
    room = room_on(tx, scope.profile, day, guests)
    wanted = {"event_date": str(day)} | ({} if guests is None else {"guest_count": guests})
    against = list(concerns(tx, scope.profile, wanted, scope.received_at))
    told: dict[str, Any] = {
        "date": str(day),
        "weekday": weekday_text(day),
        "available": room.available and not against,
        "remaining_capacity": room.remaining_capacity,
    }
    if against:
        told |= {
            "code": against[0].code,
            "message": " ".join(doubt.message for doubt in against),
            "alternatives": [said for doubt in against for said in doubt.alternatives],
        }
    return told


def _day_asked(scope: Scope, desk: Desk, argument: str, noted: str | None) -> date | Concern:
    """The day meant; of several that the customer named, any one may be asked about. Staff ask
    about days that nobody named to them."""
    if scope.staff is not None:
        return day_named(argument, scope)
    hearing = hear(scope, desk.messages)
    day = hear_date(hearing, argument, noted)
    if isinstance(day, Concern) and day.code == "ambiguous":
        named = days_named(argument, hearing)
        return named[0] if len(named) == 1 else day
    return day


GET_AVAILABILITY = Tool(
    name="get_availability",
    description=(
        "Whether a day is open and has room for so many guests; else why not, and what instead. "
        "The only source for availability; it holds no place."
    ),
    arguments=GetAvailability,
    run=get_availability,
)


class GetQuote(Arguments):
    adults: Annotated[int | None, Field(ge=0, le=5000)] = None
    children: Annotated[int | None, Field(ge=0, le=5000)] = None
    guest_count: Annotated[
        Guests | None, Field(description="adults and children together, instead of adults")
    ] = None
    proteins: Annotated[
        dict[str, Annotated[int, Field(ge=0, le=5000)]] | None,
        Field(description="adults' plates by dish, as far as chosen"),
    ] = None
    location: Line = None


def get_quote(tx: Connection, scope: Scope, desk: Desk, arguments: GetQuote) -> dict[str, Any]:
    children = arguments.children or 0
    if arguments.adults is None and arguments.guest_count is None:
        return {"error": "missing", "slots": ["guest_count"], "message": "Ask how many come."}
    adults = arguments.adults
    if adults is None:
        adults = (arguments.guest_count or 0) - children
    try:
        priced = quote(
            scope.profile,
            adults,
            children,
            proteins=arguments.proteins,
            place=arguments.location,
        )
    except QuoteError as error:
        return {"error": "refused", "message": str(error)}
    return _priced(scope, priced)


def _priced(scope: Scope, priced: Quote) -> dict[str, Any]:
    told: dict[str, Any] = {"guests": priced.guests, "exact": priced.is_exact}
    if priced.is_exact:
        told |= _bill(priced.low)
    else:
        told |= {"lowest": _bill(priced.low), "highest": _bill(priced.high)}
    told |= {"say": quote_text(scope.profile, priced), "notes": priced.notes}
    return told | ({"needs_person": True} if priced.needs_person else {})


def _bill(bill: Bill) -> dict[str, str]:
    return {
        "food": format_cents(bill.subtotal_cents + bill.top_up_cents),
        "travel": format_cents(bill.travel_cents),
        "tax": format_cents(bill.tax_cents),
        "total": format_cents(bill.total_cents),
        "deposit": format_cents(bill.deposit_cents),
    }


GET_QUOTE = Tool(
    name="get_quote",
    description=(
        "The price of a party to the cent, or its range while the dishes are open. The only "
        "source for totals, fees and deposits."
    ),
    arguments=GetQuote,
    run=get_quote,
)
