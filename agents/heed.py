"""What code notes by itself at the end of a turn, since no model may pass over it: an allergy, and
a change of what is with staff already."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from agents.ports import Situation
from agents.readback_proof import same_place
from agents.tools.contacts import read_phone
from agents.tools.diet import with_overlooked
from agents.tools.note import NOTE_DETAILS
from agents.tools.said import (
    children_alone,
    customers,
    dates_in,
    parties_in,
    same_time,
    since_reply,
    times_in,
)
from agents.understanding.contact import find_place
from agents.understanding.intents import Intent, read_intents
from agents.understanding.party_changes import find_change
from bot.business.places import locate
from bot.business.scope import Scope
from bot.messages import Message, ToolCall
from storage.database import dumps

_OF_THE_PLACE = re.compile(r"\b(?:place|location|address|venue|city)\b", re.IGNORECASE)


def overlooked(messages: Sequence[Message], situation: Situation) -> ToolCall | None:
    """The call that notes an allergy which the customer told and that is not noted, and what they
    changed of an inquiry that staff have; None: there is neither."""
    noted = situation.details
    changed = _changed(messages, situation) if situation.lead == "open" else {}
    dietary = noted.get("dietary")
    if not changed and with_overlooked(customers(messages), dietary) == dietary:
        return None
    return ToolCall(f"call_{secrets.token_hex(12)}", NOTE_DETAILS.name, dumps(changed))


def _changed(messages: Sequence[Message], situation: Situation) -> dict[str, Any]:
    """{slot: its new value} of what the newest messages change, and do not just ask about."""
    found: dict[str, Any] = {}
    for message in since_reply(messages):
        if "?" not in message.content and Intent.CHANGE in read_intents(message.content):
            found |= _others(message, situation.details, situation.scope)
    return found


def _others(message: Message, noted: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    found = {
        "event_date": _other_day(message, noted, scope),
        "event_time": _other_hour(message, noted),
        "guest_count": _other_count(message, noted),
        "location": _other_place(message, noted, scope),
        "phone": _other_phone(message, noted, scope),
    }
    return {slot: value for slot, value in found.items() if value}


def _other_day(message: Message, noted: Mapping[str, Any], scope: Scope) -> str | None:
    known = date.fromisoformat(noted["event_date"])
    days = [found.value for found in dates_in([message], scope.profile.zone, {known})]
    return str(days[0]) if len(days) == 1 and days[0] not in (None, known) else None


def _other_hour(message: Message, noted: Mapping[str, Any]) -> str | None:
    told, known = times_in([message]), noted.get("event_time")
    if len(told) != 1 or (known and same_time(time.fromisoformat(known), told[0])):
        return None
    return f"{told[0].value:%H:%M}"


def _other_count(message: Message, noted: Mapping[str, Any]) -> int | None:
    parties, more = parties_in([message]), find_change(message.content)
    if len(parties) == 1 and not children_alone(parties[0]):
        count = parties[0].total
    else:
        count = None if more is None or parties else noted["guest_count"] + more
    return None if count in (noted["guest_count"], noted.get("adults")) else count


def _other_place(message: Message, noted: Mapping[str, Any], scope: Scope) -> str | None:
    profile, place = scope.profile, find_place(message.content, asked=False)
    if place is None and _OF_THE_PLACE.search(message.content):
        names = locate(profile.areas, profile.elsewhere.cities, message.content).names
        place = next(iter(names), None)
    return None if place is None or same_place(place, noted["location"], profile) else place


def _other_phone(message: Message, noted: Mapping[str, Any], scope: Scope) -> str | None:
    phone = read_phone(message.content, scope.profile.texting.countries)
    return None if phone in (noted.get("phone"), scope.phone) else phone
