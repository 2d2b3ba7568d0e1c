"""The days a customer names, seen beside those that were just named to them."""

import re
from collections.abc import Sequence
from datetime import date, tzinfo

from agents.tools.said import dates_in, offered_in
from agents.understanding.dates import FoundDate
from bot.business.hours import MONTHS
from bot.messages import Message

_MONTHS = tuple(month.capitalize() for month in MONTHS)
_BARE_DAY = re.compile(r"(?:on |the )*\d{1,2}(?:st|nd|rd|th)?")
_NUMBERED = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_MONTH = re.compile(rf"\b({'|'.join(month for month in MONTHS if month != 'may')})\b")
_IN_MAY = re.compile(
    r"\b(?:in|of|this|next|for|early|late|mid|sometime|end of|during) may\b(?! (?:we|i|you)\b)"
)
_MAY_CHOOSE = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun)|first|second|former|latter|earlier|later|sooner"
)
_MEMORY = re.compile(r"\byesterday\b|\blast\b|\bago\b|\bother (?:day|night)\b")
_FIRST = ("first", "former", "earlier", "1st one", "sooner")
_SECOND = ("second", "latter", "later one", "2nd one", "the later")


def days_offered(
    shown: Message | None, zone: tzinfo, answer: str, *, asked: bool
) -> tuple[date, ...]:
    """The days that our last reply named, the earliest first; none where the answer cannot be
    about them. asked: the reply asked for one of them."""
    if shown is None or not any(month in shown.content for month in _MONTHS):
        return ()
    if not asked and not _MAY_CHOOSE.search(answer.lower()):
        return ()
    return tuple(sorted(offered_in(shown, zone)))


def days_in(
    said: Sequence[Message],
    offered: Sequence[date],
    zone: tzinfo,
    *,
    corrects: bool,
    noted: date | None = None,
) -> tuple[str, ...]:
    """The days named, ISO or, where they may be several, in the customer's words; the last one
    alone where it takes another's place. noted: the day that stands."""
    spoken_of = {*offered, noted} if noted else offered
    found = [
        (message.id, _meant(day, offered))
        for message in said
        for day in dates_in([message], zone, spoken_of)
        if not _is_memory(day, message, zone)
    ]
    if not found:
        choice = _picked(" ".join(message.content for message in said).lower(), offered)
        return (str(choice),) if choice else ()
    days = tuple(dict.fromkeys(day for _, day in found))
    apart = len({message for message, _ in found}) > 1
    return days[-1:] if corrects or apart else days


def in_month_told(days: tuple[str, ...], text: str, before: str, today: date) -> tuple[str, ...]:
    """ "The 13th" of somebody who said March before is one of March, and no nearer one. before:
    what they wrote before."""
    month, numbered = month_in(before), _NUMBERED.search(text.lower())
    if len(days) != 1 or month is None or month_in(text) or numbered is None:
        return days
    try:
        day = date(today.year, _MONTHS.index(month) + 1, int(numbered[1]))
        return (str(day if day >= today else day.replace(year=today.year + 1)),)
    except ValueError:  # the 31st of a short month
        return days


def month_in(text: str) -> str | None:
    """The month a text names; "may" alone is too often the verb."""
    if named := _MONTH.search(text.lower()):
        return named[1].capitalize()
    return "May" if _IN_MAY.search(text.lower()) else None


def _meant(found: FoundDate, offered: Sequence[date]) -> str:
    """ "The 13th" is the 13th that was just offered."""
    if found.value and _BARE_DAY.fullmatch(found.text.lower()):
        fitting = [day for day in offered if day.day == found.value.day]
        if len(fitting) == 1:
            return str(fitting[0])
    return str(found.value) if found.value else found.text


def _is_memory(found: FoundDate, message: Message, zone: tzinfo) -> bool:
    """Whether it tells of the past: "yesterday you told me", "last week", "two days ago"."""
    today = message.created_at.astimezone(zone).date()
    past = all(day < today for day in found.choices)
    return past and _MEMORY.search(found.text.lower()) is not None


def _picked(lowered: str, offered: Sequence[date]) -> date | None:
    """ "The first one", "the later": one of two days offered."""
    if len(offered) != 2:
        return None
    if any(word in lowered for word in _FIRST):
        return offered[0]
    return offered[1] if any(word in lowered for word in _SECOND) else None
