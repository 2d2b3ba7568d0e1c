"""Whether the customer said yes to what was read back to them: code decides, never the model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any, Literal

from msgspec import Struct

from agents.readback import CRITICAL, locked
from agents.readback_proof import same_place, tells_otherwise
from agents.tapbacks import answer_to
from agents.tools.contacts import read_phone
from agents.tools.diet import needs_in, tells_all
from agents.tools.places import names_another
from agents.tools.said import (
    children_alone,
    customers,
    dates_in,
    is_reply,
    numbers_in,
    parties_in,
    same_time,
    times_in,
    words_of,
)
from agents.understanding.allergies import find_allergies
from agents.understanding.contact import find_name, find_place
from agents.understanding.intents import Intent, read_intents
from agents.understanding.party import Party
from agents.understanding.tokens import scan
from bot.business.scope import Scope
from bot.messages import Message
from storage import details
from storage.details import Dialogue

_AGAINST = frozenset({Intent.NO, Intent.CHANGE, Intent.WAIT, Intent.CANCEL_BOOKING})

_GUESTS = r"(?:people|persons?|ppl|guests?|adults?|kids?|children|friends?|family)"
# What turns a yes: also where code does not understand what is to be otherwise.
_TURNS = re.compile(
    r"\b(?:but|pero|though|although|however|except\w*|apart from|aside from|other than|unless"
    r"|as long as|provided|assuming|depend\w*|only|wrong|instead|rather|minus|plus|less|fewer"
    rf"|(?:more|extra|additional) {_GUESTS}|double|twice|triple|half|another|different|without"
    r"|chang\w+|switch\w*|swap\w*|mov(?:e|ed|ing)|cancel(?!l?ation)\w*"
    r"|not(?! (?:wait|only|a problem|bad|at all|sure why))"
    r"|(?:don['’]?t|do not) (?:send|submit|book|forward|pass)"
    r"|(?:days?|weeks?|months?|years?|bit|hours?|little) (?:later|earlier|sooner|before|after)"
    r"|the (?:next|following|previous) \w+|yes,? to)\b|\bno\W*$",
    re.IGNORECASE,
)
_LABELS = frozenset(
    "unit apt apartment suite code gate number room building floor lot exit".split()
)
_OF_GUESTS = frozenset(
    "people ppl persons person guests guest adults adult kids children heads more extra additional"
    " total of us in now then plus instead max tops only please and or but actually not".split()
)

State = Literal["none", "waiting", "confirmed"]


class Answers(Struct, frozen=True):
    """What the customer wrote after a read-back. first: before anything else was said to them;
    a yes to a later question is no yes to the read-back. replies: what else was said to them."""

    first: list[Message]
    all: list[Message]
    replies: list[Message]


def confirmation(scope: Scope, dialogue: Dialogue, messages: Sequence[Message]) -> State:
    """none: the details as they stand were not read back, or the customer is changing them.
    waiting: no answer yet. confirmed: a yes to just these values, and nothing against it."""
    answers = answers_to_read_back(scope, dialogue, messages)
    if answers is None:
        return "none"
    intents = [set(read_intents(message.content)) for message in answers.all]
    if any(_AGAINST & found for found in intents) or changes(scope, dialogue, answers):
        return "none"
    if any(_TURNS.search(message.content) for message in answers.all):
        return "none"
    # A yes that nobody acted on stands, but not beside a reply that since told it otherwise.
    values = details.values(dialogue.details)
    if any(tells_otherwise(reply.content, values, scope) for reply in answers.replies):
        return "none"
    said_yes = any(Intent.YES in found for found in intents[: len(answers.first)])
    return "confirmed" if said_yes else "waiting"


def answers_to_read_back(
    scope: Scope, dialogue: Dialogue, messages: Sequence[Message]
) -> Answers | None:
    """What was answered to the read-back; None where it does not tell the details as they stand."""
    if dialogue.read_back is None or not _is_current(scope, dialogue):
        return None
    shown = dialogue.read_back["message_id"]
    at = next((i for i, message in enumerate(messages) if message.id == shown), None)
    if at is None:
        return None
    # What was sent before the read-back and came in after it is no answer to it.
    later = [m for m in messages[at + 1 :] if m.created_at >= messages[at].created_at]
    next_reply = next((i for i, message in enumerate(later) if is_reply(message)), len(later))
    replies = [message for message in later if is_reply(message)]
    later = [answer_to(messages[at], message) for message in later]
    return Answers(customers(later[:next_reply]), customers(later), replies)


def _is_current(scope: Scope, dialogue: Dialogue) -> bool:
    versions, values = details.versions(dialogue.details), details.values(dialogue.details)
    told: Mapping[str, int] = (dialogue.read_back or {})["versions"]
    if not values.keys() >= set(CRITICAL):
        return False
    return set(locked(values, scope.phone)) <= told.keys() and all(
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
    if not all(_same_party(party, values) for party in parties_in(answers)):
        return True
    told = {count for message in answers for count in _bare_counts(message.content)}
    return bool(told - _numbers_noted(values))


def _bare_counts(text: str) -> Iterator[int]:
    """The numbers that may count guests: "yes but 45", "2 more"; not "2 dogs", "unit 5"."""
    tokens = scan(text).tokens
    for before, token, after in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        labelled = before is not None and before.word in _LABELS
        of_things = after is not None and after.kind == "w" and after.word not in _OF_GUESTS
        if token.kind in "nc" and not labelled and not of_things:
            yield token.value


def _numbers_noted(values: Mapping[str, Any]) -> set[int]:
    """What a bare number in an answer may be: "yes but 45" is none of these, and no yes."""
    told = " ".join(map(str, values.values()))
    known = {int(figures) for figures in re.findall(r"\d{1,9}", told)} | set(numbers_in(told))
    # "That one", "at 6" of 18:00.
    return known | {1} | {number - 12 for number in known if 12 < number < 24}


def _same_party(party: Party, values: Mapping[str, Any]) -> bool:
    if children_alone(party):
        return party.children == values.get("children")
    adults_alone = party.adults is not None and party.adults == values.get("adults")
    return party.total == values["guest_count"] or adults_alone


def _other_place(scope: Scope, values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    places = (find_place(message.content, asked=False) for message in answers)
    noted, profile = values["location"], scope.profile
    if any(place and not same_place(place, noted, profile) for place in places):
        return True
    return any(names_another(message.content, noted, profile) for message in answers)


def _other_contact(scope: Scope, values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    countries = scope.profile.texting.countries
    phones = {read_phone(message.content, countries) for message in answers}
    return bool(phones - {None, values.get("phone"), scope.phone})


def _other_name(scope: Scope, values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    noted = words_of(values.get("name") or scope.name or "")
    names = (find_name(message.content, asked=False) for message in answers)
    return any(name and not words_of(name) <= noted for name in names)


def _other_diet(values: Mapping[str, Any], answers: Sequence[Message]) -> bool:
    noted = values.get("dietary", "")
    return any(
        not needs_in(message.content) <= needs_in(noted)
        or not tells_all(find_allergies(message.content), noted)
        for message in answers
    )
