"""request_human calls a person and mutes nobody; my_bookings tells a proved customer of theirs."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.tool import Desk, Tool
from bot.business.calls import call_fields
from bot.business.command import Arguments
from bot.business.dates import clock_text, weekday_text
from bot.business.scope import Scope
from bot.business.staff_hours import staff_hours_line
from bot.business.texts import fixed_text
from storage import details, handoffs, lookups
from storage.lookups import Event

_JUST_HERE = (
    "A colleague has had the conversation since these words and gave it back to you: nobody is "
    "called again for them. Answer as well as you can, and offer a person."
)


class RequestHuman(Arguments):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class NoArguments(Arguments):
    pass


def request_human(
    tx: Connection, scope: Scope, desk: Desk, arguments: RequestHuman
) -> dict[str, Any]:
    now, profile = scope.received_at, scope.profile
    when = staff_hours_line(profile, now)
    if _was_just_here(tx, scope):
        say = fixed_text(profile, "person_offered", now)
        return {"called": False, "already": False, "when": when, "say": say, "message": _JUST_HERE}
    first = details.ask_for_person(tx, scope.conversation_id, now)
    if first:
        desk.notify(tx, scope, "person_wanted", call_fields(tx, scope, arguments.reason))
    else:
        desk.notify(tx, scope, "asked_again", {"reason": arguments.reason})
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


def _was_just_here(tx: Connection, scope: Scope) -> bool:
    """Whether a person has had the conversation since these words and gave it back: whoever called
    them again for the same words would never come to an end."""
    given_back = handoffs.given_back_at(tx, scope.conversation_id)
    return given_back is not None and scope.received_at <= given_back


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
