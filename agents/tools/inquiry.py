"""create_booking_inquiry: stores what the customer said yes to, and nothing else."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from msgspec import structs
from pydantic import Field
from sqlalchemy import Connection

from agents.confirmation import answers_to_read_back, changes, confirmation
from agents.memory.facts import learn_noted
from agents.readback import read_back_text
from agents.readback_proof import same_place
from agents.situation import missing_slots
from agents.tools.contacts import read_phone
from agents.tools.diet import with_overlooked
from agents.tools.hearing import days_named, hear
from agents.tools.note import Line, Text, expect_news
from agents.tools.own_words import hear_words
from agents.tools.said import customers, words_of
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.facts import render
from bot.business.leads import Recorded, made_of, origin_of, record
from bot.business.scope import Scope
from bot.business.staff_hours import staff_hours_line
from bot.business.wishes import Concern, concerns
from storage import details, leads
from storage.details import Dialogue


class CreateBookingInquiry(Arguments):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    phone: Annotated[str, Field(min_length=1, max_length=40)]
    guest_count: Annotated[int, Field(ge=1, le=5000)]
    event_date: Line = None
    location: Line = None
    message: Text = None


def create_booking_inquiry(
    tx: Connection, scope: Scope, desk: Desk, arguments: CreateBookingInquiry
) -> dict[str, Any]:
    dialogue = _with_overlooked(tx, scope, desk)
    values = details.values(dialogue.details)
    if missing := missing_slots(scope, values):
        return {"error": "missing", "slots": missing, "message": "Ask for these, and note them."}
    if wrong := _disagreeing(scope, desk, values, arguments):
        message = "Pass what is noted, or note what the customer changed first."
        return {"error": "disagrees", "fields": wrong, "message": message}
    if barred := _barred(tx, scope, values):
        return {"error": "refused", "refused": barred}
    lead = leads.open_of(tx, scope.conversation_id)
    if lead is not None and made_of(lead, origin_of(scope), values):
        return _told(scope, Recorded(lead, "unchanged"))
    if confirmation(scope, dialogue, desk.messages) != "confirmed":
        return _not_confirmed(scope, dialogue, desk)
    return _told(scope, _record(tx, scope, desk, dialogue, arguments.message))


CREATE_BOOKING_INQUIRY = Tool(
    name="create_booking_inquiry",
    description=(
        "Send the noted inquiry to staff. Only after note_details has everything, it was read "
        "back, and the customer said yes to it. An inquiry holds no place."
    ),
    arguments=CreateBookingInquiry,
    run=create_booking_inquiry,
    acts=True,
)


def _with_overlooked(tx: Connection, scope: Scope, desk: Desk) -> Dialogue:
    """The dialogue as it stands, and with it every allergy that the model never noted; then what
    was read back is not current any more."""
    dialogue = details.dialogue(tx, scope.conversation_id, hold=True)
    noted = details.values(dialogue.details).get("dietary")
    whole = with_overlooked(customers(desk.messages), noted)
    if whole is None or whole == noted:
        return dialogue
    state = details.with_value(dialogue.details, "dietary", whole, _newest_id(desk))
    details.save(tx, scope.conversation_id, state, scope.received_at)
    expect_news(tx, scope, state)
    return structs.replace(dialogue, details=state)


def _record(
    tx: Connection, scope: Scope, desk: Desk, dialogue: Dialogue, message: str | None
) -> Recorded:
    state: details.Details = dialogue.details
    if message:
        state = details.with_value(state, "message", message, _newest_id(desk))
        details.save(tx, scope.conversation_id, state, scope.received_at)
    learn_noted(tx, scope, desk.messages, details.values(state))
    tell = partial(desk.notify, tx, scope)
    return record(tx, origin_of(scope), details.values(state), scope.received_at, tell)


def _newest_id(desk: Desk) -> int:
    return max((line.id for line in customers(desk.messages)), default=0)


def _disagreeing(
    scope: Scope, desk: Desk, values: Mapping[str, Any], arguments: CreateBookingInquiry
) -> dict[str, Any]:
    """{argument: what is noted instead}."""
    profile = scope.profile
    name, phones = values.get("name") or scope.name or "", {values.get("phone"), scope.phone}
    phone = read_phone(arguments.phone, profile.texting.countries)
    hearing, day, place = hear(scope, desk.messages), arguments.event_date, arguments.location
    agrees = {
        "name": words_of(arguments.name) <= words_of(name),
        "phone": phone is not None and phone in phones,
        "guest_count": arguments.guest_count == values["guest_count"],
        "event_date": day is None or values["event_date"] in map(str, days_named(day, hearing)),
        "location": place is None or same_place(place, values["location"], profile),
        "message": not isinstance(hear_words(hearing, scope, arguments.message or ""), Concern),
    }
    noted = {**values, "name": name, "phone": values.get("phone") or scope.phone}
    noted["message"] = "the customer's own words, or nothing"
    return {field: noted[field] for field, holds in agrees.items() if not holds}


def _barred(tx: Connection, scope: Scope, values: Mapping[str, Any]) -> dict[str, str]:
    """What no person can grant either: a date that has passed since it was noted."""
    found = concerns(tx, scope.profile, values, scope.received_at)
    return {doubt.slot: doubt.message for doubt in found if not doubt.needs_person}


def _not_confirmed(scope: Scope, dialogue: Dialogue, desk: Desk) -> dict[str, Any]:
    told: dict[str, Any] = {"error": "not_confirmed"}
    answers = answers_to_read_back(scope, dialogue, desk.messages)
    if answers is not None and (changed := changes(scope, dialogue, answers)):
        told |= {"changed": changed, "message": "Note these first; then read it all back."}
    return told | {"say": read_back_text(dialogue.details, scope.profile)}


def _told(scope: Scope, recorded: Recorded) -> dict[str, Any]:
    lead, when = recorded.lead, staff_hours_line(scope.profile, scope.received_at)
    wording, first_name = scope.profile.wording, (lead.wish.name or "").split(" ")[0]
    told: dict[str, Any] = {
        "inquiry": lead.public_id,
        "status": recorded.outcome,
        "say": render(scope.profile, wording.inquiry_received, name=first_name, when=when),
    }
    if lead.wish.needs_person:
        told |= {"needs_person": True, "reason": lead.wish.reason}
    return told
