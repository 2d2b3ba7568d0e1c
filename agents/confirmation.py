"""Whether the customer said yes to what was read back to them: code decides, never the model."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Literal

from msgspec import Struct

from agents.ports import Scope
from agents.readback import CRITICAL, same_place
from agents.tools.contacts import read_phone
from agents.tools.diet import needs_in
from agents.tools.said import (
    children_alone,
    customers,
    dates_in,
    is_reply,
    parties_in,
    same_time,
    times_in,
    words_of,
)
from agents.understanding.contact import find_name, find_place
from agents.understanding.intents import Intent, read_intents
from agents.understanding.party import Party
from bot.messages import Message
from storage import details
from storage.details import Dialogue

_AGAINST = frozenset({Intent.NO, Intent.CHANGE, Intent.WAIT, Intent.CANCEL_BOOKING})

State = Literal["none", "waiting", "confirmed"]


class Answers(Struct, frozen=True):
    """What the customer wrote after a read-back. first: before anything else was said to them;
    a yes to a later question is no yes to the read-back."""

    first: list[Message]
    all: list[Message]


def confirmation(scope: Scope, dialogue: Dialogue, messages: Sequence[Message]) -> State:
    """none: the details as they stand were not read back, or the customer is changing them.
    waiting: no answer yet. confirmed: a yes to just these values, and nothing against it."""
    answers = answers_to_read_back(dialogue, messages)
    if answers is None:
        return "none"
    intents = [set(read_intents(message.content)) for message in answers.all]
    if any(_AGAINST & found for found in intents) or changes(scope, dialogue, answers):
        return "none"
    said_yes = any(Intent.YES in found for found in intents[: len(answers.first)])
    return "confirmed" if said_yes else "waiting"


def answers_to_read_back(dialogue: Dialogue, messages: Sequence[Message]) -> Answers | None:
    """What was answered to the read-back; None where it does not tell the details as they stand."""
    if dialogue.read_back is None or not _is_current(dialogue):
        return None
    shown = dialogue.read_back["message_id"]
    at = next((i for i, message in enumerate(messages) if message.id == shown), None)
    if at is None:
        return None
    # What was sent before the read-back and came in after it is no answer to it.
    later = [m for m in messages[at + 1 :] if m.created_at >= messages[at].created_at]
    next_reply = next((i for i, message in enumerate(later) if is_reply(message)), len(later))
    return Answers(customers(later[:next_reply]), customers(later))


def _is_current(dialogue: Dialogue) -> bool:
    versions = details.versions(dialogue.details)
    told: Mapping[str, int] = (dialogue.read_back or {})["versions"]
    return set(CRITICAL) <= told.keys() and all(
        versions.get(slot) == version for slot, version in told.items()
    )


def changes(scope: Scope, dialogue: Dialogue, answers: Answers) -> list[str]:
    """The slots of which the answers say something else than is noted."""
    values = details.values(dialogue.details)
    found = {
        "event_date": _other_date(scope, values, answers.all),
        "event_time": _other_time(values, answers.all),
        "guest_count": _other_party(values, answers.all),
        "location": _other_place(scope, values, answers.all),
        "dietary": _other_diet(values, answers.all),
        "name": _other_name(scope, values, answers.all),
        "phone": _other_contact(scope, values, answers.all),
    }
    return [slot for slot, differs in found.items() if differs]


def _other_date(scope: Scope, values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    # "saturday works" means the Saturday that was read back.
    named = dates_in(answers, scope.profile.zone, {date.fromisoformat(values["event_date"])})
    return any(str(found.value) != values["event_date"] for found in named)


def _other_time(values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    told = times_in(answers)
    if "event_time" not in values:
        return bool(told)
    noted = time.fromisoformat(values["event_time"])
    return not all(same_time(noted, found) for found in told)


def _other_party(values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    return not all(_same_party(party, values) for party in parties_in(answers))


def _same_party(party: Party, values: Mapping[str, Any]) -> bool:
    if children_alone(party):
        return party.children == values.get("children")
    adults_alone = party.adults is not None and party.adults == values.get("adults")
    return party.total == values["guest_count"] or adults_alone


def _other_place(scope: Scope, values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    places = (find_place(message.content, asked=False) for message in answers)
    noted, profile = values["location"], scope.profile
    return any(place and not same_place(place, noted, profile) for place in places)


def _other_contact(scope: Scope, values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    countries = scope.profile.texting.countries
    phones = {read_phone(message.content, countries) for message in answers}
    return bool(phones - {None, values.get("phone"), scope.phone})


def _other_name(scope: Scope, values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    noted = words_of(values.get("name") or scope.name or "")
    names = (find_name(message.content, asked=False) for message in answers)
    return any(name and not words_of(name) <= noted for name in names)


def _other_diet(values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    noted = needs_in(values.get("dietary", ""))
    return any(not needs_in(message.content) <= noted for message in answers)
