"""What the customer wrote, as code understands it. The model's word is held against this."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, time, tzinfo

from agents.understanding.dates import FoundDate, FoundTime, find_dates, find_times
from agents.understanding.party import Party, find_party
from bot.messages import Message

_BARE_WEEKDAY = re.compile(
    r"(?:(?:on|that|the)\s+)?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)
_ASKS_FOR_GUESTS = re.compile(r"how many|how big|guest count|head ?count|number of (guests|people)")


def is_reply(message: Message) -> bool:
    """Whether the customer was shown it as an answer; a step that calls tools is not."""
    return message.role == "assistant" and not message.tool_calls


def customers(messages: Iterable[Message]) -> list[Message]:
    return [message for message in messages if message.role == "user"]


def since_reply(messages: Sequence[Message]) -> list[Message]:
    """What the customer wrote since they were last answered."""
    newest: list[Message] = []
    for message in reversed(messages):
        if is_reply(message):
            break
        newest.append(message)
    return customers(reversed(newest))


def before(messages: Sequence[Message], newer: Sequence[Message]) -> list[Message]:
    """What was said by either side before the newer messages; steps and results left out."""
    first = next((i for i, message in enumerate(messages) if message in newer), len(messages))
    return [m for m in messages[:first] if m.role == "user" or is_reply(m)]


def dates_in(
    messages: Iterable[Message], zone: tzinfo | None, offered: Collection[date] = ()
) -> list[FoundDate]:
    """The dates named, each seen from the moment it was written. offered: what was just named to
    the customer; "saturday works" means that Saturday."""
    return [
        meant_among(found, offered)
        for message in messages
        for found in find_dates(message.content, message.created_at.astimezone(zone))
    ]


def offered_in(reply: Message | None, zone: tzinfo | None) -> set[date]:
    """The days that a reply named."""
    return {found.value for found in dates_in([reply] if reply else [], zone) if found.value}


def meant_among(found: FoundDate, offered: Collection[date]) -> FoundDate:
    """A weekday by itself as the one such day that was offered, if it is just one."""
    if found.value is None or not _BARE_WEEKDAY.fullmatch(found.text.lower()):
        return found
    such = [day for day in offered if day.weekday() == found.value.weekday()]
    return replace(found, value=such[0], choices=(such[0],)) if len(such) == 1 else found


def times_in(messages: Iterable[Message]) -> list[FoundTime]:
    return [found for message in messages for found in find_times(message.content)]


def parties_in(messages: Sequence[Message], asked: Message | None = None) -> list[Party]:
    """The party sizes named, in order. asked: what was said to the customer just before."""
    for_guests = asked is not None and bool(_ASKS_FOR_GUESTS.search(asked.content.lower()))
    found = [find_party(message.content, for_guests) for message in messages]
    return [party for party in found if party is not None]


def last_reply(messages: Sequence[Message]) -> Message | None:
    """What the customer was shown last."""
    return next((message for message in reversed(messages) if is_reply(message)), None)


def same_time(meant: time, told: FoundTime) -> bool:
    """Whether it is the time told; "at 6" may be either six."""
    if not told.guessed:
        return meant == told.value
    return (meant.hour - told.value.hour) % 12 == 0 and meant.minute == told.value.minute


def children_alone(party: Party) -> bool:
    """Whether only the children among the guests were counted ("8 of them are kids")."""
    return party.adults is None and party.children is not None and party.children == party.total


def words_of(text: str) -> set[str]:
    """The text's words as they are compared: lower case, letters and figures."""
    return set(re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("’", "")))


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)
