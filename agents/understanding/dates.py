"""Finds the dates a customer names, as days of the business's calendar.

A small grammar of our own and no library: dateparser on spans found by pattern takes more than a
millisecond a sentence and misses "in two weeks" or "the Saturday before Memorial Day", where a
turn may cost 300 µs; and it answers with one date where a person would ask back.
The parts: date_lexicon (words), date_grammar (patterns), date_values (arithmetic).
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from agents.understanding.calendar_math import coming_month
from agents.understanding.date_grammar import DateMatch, DateReading, read_dates
from agents.understanding.date_values import days_meant
from agents.understanding.day_marks import Days, ordinal
from agents.understanding.times import FoundTime, find_times

__all__ = ["FoundDate", "FoundTime", "find_dates", "find_times"]

_MONTHLY = frozenset({"marked", "days", "nth", "week_of", "beside"})
_CALLING = frozenset("call text email msg message know back talk touch reply respond pay".split())
_GREETING = frozenset("you u ya going doing day things everyone everything feeling".split())
_BETWEEN = frozenset("me you u us ya him her on by to again later with the for about at".split())
_MOVING = frozenset("move moved change changed switch switched reschedule push bump".split())

_CANNOT = frozenset("can't cant cannot not won't couldn't".split())
_FAILS = frozenset("doesn't doesnt won't wont".split())


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date named in a message.

    `value` is set where it can be one day only; else it is None and `choices` holds the days it
    may be, in order ("next Friday" said on a Monday). A single day is in `choices` too.
    `span` is (start, end) in the message, `text` what stands there; `past` is true of a day
    before today that the message itself fixes ("6/14/2019", "last Saturday").
    """

    value: date | None
    choices: tuple[date, ...]
    span: tuple[int, int]
    text: str
    past: bool


def find_dates(text: str, now: datetime) -> list[FoundDate]:
    """The dates named in the message, in its order; `now` is aware, in the business's zone.

    A day without a year that has passed is next year's, "the 5th" after the 5th next month's,
    unless a month was spoken of ("June 12 or maybe the 19th"). What is said twice ("11/24, the
    day before Thanksgiving") is found once.
    """
    reading = read_dates(text)
    if not reading.matches:
        return []
    today = now.date()
    found: list[FoundDate] = []
    month_of: date | None = None
    for match in reading.matches:
        if _aside(reading, match):
            continue
        if match.rule == "ordinal":
            days = ordinal(match.lexemes, today, month_of or _month_named(reading, today))
        else:
            days = days_meant(match, today)
        if days and match.rule in _MONTHLY:
            month_of = days[-1]
        if days and all(each.choices != days for each in found):
            found.append(_found(text, match, days, today))
    return found


def _found(text: str, match: DateMatch, days: Days, today: date) -> FoundDate:
    value = days[0] if len(days) == 1 else None
    start, end = match.lexemes[0].start, match.lexemes[-1].end
    return FoundDate(value, days, (start, end), text[start:end], days[-1] < today)


def _month_named(reading: DateReading, today: date) -> date | None:
    """The month of "is the 12th free in June?": its first day to come."""
    named = [
        lexeme.value
        for before, lexeme in pairwise(reading.lexemes)
        if before.letter == "i" and lexeme.letter in "MK"
    ]
    return coming_month(today, named[0]) if named else None


def _aside(reading: DateReading, match: DateMatch) -> bool:
    """Whether the day is not the event's: "call me tomorrow", "how are you today", "from …"."""
    before = reading.lexemes[max(match.first - 5, 0) : match.first]
    if match.rule in ("relative", "weekday"):
        words = [lexeme.name for lexeme in before]
        if "how" in words and match.lexemes[0].value == 0 and _GREETING.intersection(words):
            return True
        while words and words[-1] in _BETWEEN:
            words.pop()
        if words and words[-1] in _CALLING:
            return True
    return _moved_from(reading, match) or _ruled_out(reading, match)


def _ruled_out(reading: DateReading, match: DateMatch) -> bool:
    """Whether the day is said not to be: "we can't do May 1st", "the 12th doesn't work"."""
    after = match.first + len(match.lexemes)
    before = [lexeme.name for lexeme in reading.lexemes[max(match.first - 3, 0) : match.first]]
    while before and before[-1] in ("on", "the"):
        before.pop()
    follows = [lexeme.name for lexeme in reading.lexemes[after : after + 1]]
    cannot = before[-1:] in (["do"], ["make"]) and before[-2:-1] and before[-2] in _CANNOT
    return bool(cannot) or not _FAILS.isdisjoint(follows)


def _moved_from(reading: DateReading, match: DateMatch) -> bool:
    """Whether it is the old day of "move it from the 14th to the 21st"."""
    after = match.first + len(match.lexemes)
    if not (match.first and reading.letters[match.first - 1] == "f"):
        return False
    leads_on = reading.letters[after : after + 1] == "-"
    return leads_on and any(lexeme.name in _MOVING for lexeme in reading.lexemes)
