"""What the customer wrote, as code understands it. The model's word is held against this."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta, tzinfo
from functools import lru_cache

from agents.tapbacks import answer_to, own_words
from agents.understanding.dates import FoundDate, FoundTime, find_dates, find_times
from agents.understanding.intents import Intent, read_intents
from agents.understanding.party import Party, find_party
from agents.understanding.tokens import scan
from bot.messages import Message

_BARE_WEEKDAY = re.compile(r"(?:on |that |the )*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_BARE_DAY = re.compile(r"(?:on |that |the )*\d{1,2}(?:st|nd|rd|th)")
_CHOOSES = re.compile(
    r"\b(?:first|1st|second|2nd|third|3rd|last|former|latter|earlier|later|sooner|either|whichever"
    r"|(?:that|this|the same) (?:one|day|date|time|place)|(?:that|it|this) works|in all|on top"
    r"|included|including|among|of them|besides)\b",
    re.IGNORECASE,
)
_ASKS_FOR_GUESTS = re.compile(r"how many|how big|guest count|head ?count|number of (guests|people)")


def is_reply(message: Message) -> bool:
    """Whether the customer was shown it as an answer; a step that calls tools is not."""
    return message.role == "assistant" and not message.tool_calls


def customers(messages: Iterable[Message]) -> list[Message]:
    """What the customer wrote; of what they quote of ours nothing."""
    return [own_words(message) for message in messages if message.role == "user"]


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
    first = next((i for i, m in enumerate(messages) if own_words(m) in newer), len(messages))
    said = (m for m in messages[:first] if m.role == "user" or is_reply(m))
    return [own_words(m) if m.role == "user" else m for m in said]


def agreed_to(messages: Sequence[Message]) -> list[Message]:
    """The replies that the customer answered by a yes or by choosing: what only a model named and
    nobody took up is nobody's word."""
    agreed: list[Message] = []
    reply: Message | None = None
    for message in messages:
        if is_reply(message):
            reply = message
        elif message.role == "user" and reply and _takes_up(answer_to(reply, message).content):
            agreed.append(reply)
            reply = None
    return agreed


@lru_cache(maxsize=512)
def _takes_up(text: str) -> bool:
    intents = read_intents(text)
    if Intent.NO in intents:
        return False
    return Intent.YES in intents or ("?" not in text and bool(_CHOOSES.search(text)))


def dates_in(
    messages: Iterable[Message], zone: tzinfo | None, offered: Collection[date] = ()
) -> list[FoundDate]:
    """The dates named, each seen from the moment it was written. offered: the days spoken of, what
    is noted and what was just named to the customer; "saturday works" means that Saturday."""
    return [
        meant_among(found, offered)
        for message in messages
        for found in find_dates(message.content, message.created_at.astimezone(zone))
    ]


def offered_in(reply: Message | None, zone: tzinfo | None) -> set[date]:
    """The days that a reply named."""
    return {found.value for found in dates_in([reply] if reply else [], zone) if found.value}


def meant_among(found: FoundDate, offered: Collection[date]) -> FoundDate:
    """A weekday or a day of the month by itself, seen beside the days spoken of: the one such day
    among them, else a day near the only one of them."""
    if found.value is None or not offered:
        return found
    words = " ".join(found.text.lower().split())
    if _BARE_WEEKDAY.fullmatch(words):
        return _weekday_among(found, set(offered))
    return _day_among(found, set(offered)) if _BARE_DAY.fullmatch(words) else found


def _weekday_among(found: FoundDate, offered: set[date]) -> FoundDate:
    """ "Saturday" beside a Friday in June is the day after it, or the next one: that is asked."""
    weekday = found.choices[0].weekday()
    such = [day for day in offered if day.weekday() == weekday]
    if len(such) == 1:
        return _just(found, such[0])
    if such or len(offered) > 1:
        return found
    beside = next(iter(offered))
    beside += timedelta(days=weekday - beside.weekday())
    if beside <= found.choices[0]:
        return found
    return replace(found, value=None, choices=(*found.choices, beside))


def _day_among(found: FoundDate, offered: set[date]) -> FoundDate:
    """ "The 12th" beside June 5 is June 12."""
    number = found.choices[0].day
    such = [day for day in offered if day.day == number]
    if len(such) == 1:
        return _just(found, such[0])
    months = {(day.year, day.month) for day in offered}
    if such or len(months) > 1:
        return found
    year, month = months.pop()
    if number > monthrange(year, month)[1]:
        return found
    # What lies before the next such day has passed.
    return _just(found, max(date(year, month, number), found.choices[0]))


def _just(found: FoundDate, day: date) -> FoundDate:
    return replace(found, value=day, choices=(day,))


def times_in(messages: Iterable[Message]) -> list[FoundTime]:
    """Every time of day in these messages, in their order."""
    return [found for message in messages for found in find_times(message.content)]


def parties_in(messages: Sequence[Message], asked: Message | None = None) -> list[Party]:
    """The party sizes named, in order. asked: what was said to the customer just before."""
    for_guests = asked is not None and bool(_ASKS_FOR_GUESTS.search(asked.content.lower()))
    found = [find_party(message.content, for_guests) for message in messages]
    return [party for party in found if party is not None]


def numbers_in(text: str) -> list[int]:
    """The numbers named, in figures or words; none of a date, a time, an address or a phone."""
    return [token.value for token in scan(text).tokens if token.kind in "nc"]


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
    """The digits of a text alone."""
    return re.sub(r"\D", "", text)
