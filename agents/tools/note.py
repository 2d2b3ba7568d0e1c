"""note_details: what the customer tells of the event and of themselves, checked and kept.

What cannot be taken is refused by itself, with what to do about it; the rest is noted all the
same. A wish that breaks a rule of the business is noted too where a person may grant it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.memory.facts import learn_noted
from agents.readback import read_back_text
from agents.situation import missing_slots
from agents.tools.contacts import hear_email, hear_name, hear_phone
from agents.tools.diet import hear_diet, with_overlooked
from agents.tools.guests import Guests, hear_guests
from agents.tools.hearing import Hearing, hear, hear_date, hear_time, not_said
from agents.tools.own_words import hear_occasion, hear_words, is_one_thing
from agents.tools.places import hear_place
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dates import weekday_text
from bot.business.leads import BOOKING_DETAILS, expect_completion
from bot.business.scope import Scope
from bot.business.wishes import Concern, concerns
from storage import details

_COUNTS = ("adults", "children", "guest_count")
_ONE_THING = ("name", "location", "occasion", "dietary")

Count = Annotated[int | None, Field(ge=0, le=5000)]
Line = Annotated[str | None, Field(min_length=1, max_length=120)]
Text = Annotated[str | None, Field(min_length=1, max_length=1000)]


class NoteDetails(Arguments):
    name: Line = None
    phone: Annotated[Line, Field(description="contact number as the customer gave it")] = None
    email: Line = None
    event_date: Annotated[
        Line, Field(description="the customer's own words (next saturday), or YYYY-MM-DD")
    ] = None
    event_time: Annotated[Line, Field(description="start, as said (6pm)")] = None
    adults: Count = None
    children: Count = None
    guest_count: Annotated[Count, Field(description="adults and children together")] = None
    location: Annotated[Line, Field(description="city, ZIP code or address")] = None
    occasion: Line = None
    dietary: Annotated[Text, Field(description="all allergies and diets named so far")] = None
    message: Annotated[
        Text, Field(description="other wishes for staff, in the customer's words")
    ] = None


def note_details(
    tx: Connection, scope: Scope, desk: Desk, arguments: NoteDetails
) -> dict[str, Any]:
    dialogue = details.dialogue(tx, scope.conversation_id, hold=True)
    noted = details.values(dialogue.details)
    hearing = hear(scope, desk.messages)
    given = arguments.model_dump(exclude_none=True)
    heard, refused = _heard(hearing, scope, given, noted)
    heard |= _overlooked(hearing, heard.get("dietary", noted.get("dietary")))
    doubts = _doubts(tx, scope, noted, heard)
    heard = _without(heard, doubts)
    state = _with(dialogue.details, heard, hearing)
    if state != dialogue.details:
        details.save(tx, scope.conversation_id, state, scope.received_at)
        learn_noted(tx, scope, desk.messages, heard)
        expect_news(tx, scope, state)
    return _answer(scope, state, heard, [*refused, *doubts])


NOTE_DETAILS = Tool(
    name="note_details",
    description=(
        "Note what the customer just said of the event or themselves. Call it whenever they name "
        "or change a detail, with those details only. Says what is refused and what is missing."
    ),
    arguments=NoteDetails,
    run=note_details,
    acts=True,
)


def _heard(
    hearing: Hearing, scope: Scope, given: Mapping[str, Any], noted: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Concern]]:
    """The values that hold what was said, as JSON, and why the others do not."""
    heard: dict[str, Any] = {}
    refused: list[Concern] = []
    for slot, value in _readings(hearing, scope, given, noted):
        if isinstance(value, Concern):
            refused.append(value)
        elif isinstance(value, Guests):
            heard |= value.slots()
        else:
            heard[slot] = f"{value:%H:%M}" if isinstance(value, time) else str(value)
    return heard, refused


def _overlooked(hearing: Hearing, noted: str | None) -> dict[str, str]:
    """The dietary slot, where the customer told of an allergy that the model passes over."""
    whole = with_overlooked(hearing.all_customers, noted)
    return {"dietary": whole} if whole and whole != noted else {}


def _readings(
    hearing: Hearing, scope: Scope, given: Mapping[str, Any], noted: Mapping[str, Any]
) -> Iterator[tuple[str, str | date | time | Guests | Concern]]:
    readers: dict[str, Callable[[str], str | date | time | Concern]] = {
        "name": lambda said: hear_name(hearing, scope, said),
        "phone": lambda said: hear_phone(hearing, scope, said),
        "email": lambda said: hear_email(hearing, said),
        "event_date": lambda said: hear_date(hearing, said, noted.get("event_date")),
        "event_time": lambda said: hear_time(hearing, said, noted.get("event_time")),
        "location": lambda said: hear_place(hearing, scope, said),
        "occasion": lambda said: hear_occasion(hearing, said),
        "dietary": lambda said: hear_diet(hearing, said, noted.get("dietary")),
        "message": lambda said: hear_words(hearing, scope, said),
    }
    counts = {slot: given[slot] for slot in _COUNTS if slot in given}
    if counts:
        yield "guest_count", hear_guests(hearing, counts, noted)
    for slot, said in given.items():
        if slot in _ONE_THING and not is_one_thing(said, hearing.now):
            yield slot, not_said(slot)
        elif slot not in counts:
            yield slot, readers[slot](said)


def _doubts(
    tx: Connection, scope: Scope, noted: Mapping[str, Any], heard: Mapping[str, Any]
) -> list[Concern]:
    """What there is to say against the new values, and against the old ones because of them."""
    now, profile = scope.received_at, scope.profile
    values = {slot: value for slot, value in {**noted, **heard}.items() if value is not None}
    old = set(concerns(tx, profile, noted, now))
    found = concerns(tx, profile, values, now)
    return [doubt for doubt in found if doubt.slot in heard or doubt not in old]


def _without(heard: Mapping[str, Any], doubts: Iterable[Concern]) -> dict[str, Any]:
    """The values that may be noted: a person may grant what a rule does not."""
    barred = {doubt.slot for doubt in doubts if not doubt.needs_person}
    if "guest_count" in barred:
        barred |= set(_COUNTS)
    return {slot: value for slot, value in heard.items() if slot not in barred}


def _with(state: details.Details, heard: Mapping[str, Any], hearing: Hearing) -> details.Details:
    message_id = hearing.newest[-1].id if hearing.newest else 0
    for slot, value in heard.items():
        state = details.with_value(state, slot, value, message_id)
    return state


def expect_news(tx: Connection, scope: Scope, state: details.Details) -> None:
    """Staff will hear of what is noted, in a while, where the customer never confirms it."""
    if not BOOKING_DETAILS.isdisjoint(details.values(state)):
        expect_completion(tx, scope.conversation_id, scope.lane_id, scope.received_at)


def _answer(
    scope: Scope, state: details.Details, heard: Mapping[str, Any], against: Iterable[Concern]
) -> dict[str, Any]:
    noted = {slot: value for slot, value in heard.items() if value is not None}
    if "event_date" in noted:
        noted["weekday"] = weekday_text(date.fromisoformat(noted["event_date"]))
    answer: dict[str, Any] = {"noted": noted}
    if refused := {concern.slot: _refusal(concern, noted) for concern in against}:
        answer["refused"] = refused
    if missing := missing_slots(scope, details.values(state)):
        answer["missing"] = missing
    else:
        answer["read_back"] = read_back_text(state, scope.profile)
    return answer


def _refusal(concern: Concern, noted: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"code": concern.code, "message": concern.message}
    if concern.alternatives:
        told["alternatives"] = concern.alternatives
    if concern.needs_person:
        told |= {"needs_person": True, "noted": concern.slot in noted}
    return told
