"""request_human calls a person and mutes nobody; my_bookings tells a proved customer of theirs."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.ports import Scope
from agents.tools.tool import Arguments, Desk, Tool
from bot.business.dates import clock_text, weekday_text
from bot.business.lead_notices import last_messages, wish_fields
from bot.business.leads import origin_of, wish_now
from bot.business.staff_hours import staff_hours_line
from bot.business.texts import fixed_text
from storage import details, leads, lookups
from storage.lookups import Event


class RequestHuman(Arguments):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class NoArguments(Arguments):
    pass


def request_human(
    tx: Connection, scope: Scope, desk: Desk, arguments: RequestHuman
) -> dict[str, Any]:
    now, profile = scope.received_at, scope.profile
    first = details.ask_for_person(tx, scope.conversation_id, now)
    if first:
        desk.notify(tx, scope, "person_wanted", _fields(tx, scope, arguments.reason))
    when = staff_hours_line(profile, now)
    say = fixed_text(profile, "person_called", now)
    return {"called": True, "already": not first, "when": when, "say": say}


REQUEST_HUMAN = Tool(
    name="request_human",
    description=(
        "Call a member of staff into the conversation: the customer asks for a person, or you do "
        "not know. Go on helping meanwhile."
    ),
    arguments=RequestHuman,
    run=request_human,
    acts=True,
)


def _fields(tx: Connection, scope: Scope, reason: str) -> dict[str, Any]:
    values = details.values(details.dialogue(tx, scope.conversation_id).details)
    wish = wish_now(tx, origin_of(scope), values, scope.received_at)
    lead = leads.open_of(tx, scope.conversation_id)
    return {
        **wish_fields(wish, scope.profile.local(scope.received_at).date()),
        "reason": reason,
        "lead_id": lead.public_id if lead else None,
        "last_messages": last_messages(tx, scope.conversation_id),
    }


def my_bookings(tx: Connection, scope: Scope, desk: Desk, arguments: NoArguments) -> dict[str, Any]:
    if scope.customer_id is None:
        message = "Nobody's phone is proved here, so no booking can be shown. Offer a person."
        return {"error": "not_proved", "message": message}
    today = scope.profile.local(scope.received_at).date()
    found = [
        *lookups.bookings_of(tx, scope.customer_id, today),
        *lookups.inquiries_of(tx, scope.customer_id),
    ]
    return {"events": [_told(event) for event in found]}


MY_BOOKINGS = Tool(
    name="my_bookings",
    description=(
        "The customer's own bookings to come and open inquiries, found by their proved phone. An "
        "inquiry holds no place yet."
    ),
    arguments=NoArguments,
    run=my_bookings,
)


def _told(event: Event) -> dict[str, Any]:
    day, start = event.event_date, event.event_time
    told = {
        "kind": event.kind,
        "status": event.status,
        "date": day and f"{day} ({weekday_text(day)})",
        "time": start and clock_text(start),
        "guests": event.guest_count,
        "place": event.place,
    }
    return {field: value for field, value in told.items() if value is not None}
