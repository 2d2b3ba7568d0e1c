"""Finds the dates a customer names, as days of the business's calendar.

A small grammar of our own and no library: dateparser on spans found by pattern takes more than a
millisecond a sentence and misses "in two weeks" or "the Saturday before Memorial Day", where a
turn may cost 300 µs; and it answers with one date where a person would ask back.
The parts: date_lexicon (words), date_grammar (patterns), date_values (arithmetic).
"""

from dataclasses import dataclass
from datetime import date, datetime

from agents.understanding.date_grammar import DateMatch, DateReading, read_dates
from agents.understanding.date_values import days_meant
from agents.understanding.times import FoundTime, find_times

__all__ = ["FoundDate", "FoundTime", "find_dates", "find_times"]

_CALLING = frozenset("call text email msg message know back talk touch reply respond pay".split())
_GREETING = frozenset("you u ya going doing day things everyone everything feeling".split())
_BETWEEN = frozenset("me you u us ya him her on by to again later with the for about at".split())
_MOVING = frozenset("move moved change changed switch switched reschedule push bump".split())


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

    A day without a year that has passed is next year's, "the 5th" after the 5th next month's.
    """
    reading = read_dates(text)
    if not reading.matches:
        return []
    today = now.date()
    found = (_found(text, match, today) for match in reading.matches if not _aside(reading, match))
    return [date_ for date_ in found if date_ is not None]


def _found(text: str, match: DateMatch, today: date) -> FoundDate | None:
    days = days_meant(match, today)
    if not days:
        return None
    value = days[0] if len(days) == 1 else None
    start, end = match.lexemes[0].start, match.lexemes[-1].end
    return FoundDate(value, days, (start, end), text[start:end], days[-1] < today)


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
    return _moved_from(reading, match)


def _moved_from(reading: DateReading, match: DateMatch) -> bool:
    """Whether it is the old day of "move it from the 14th to the 21st"."""
    after = match.first + len(match.lexemes)
    if not (match.first and reading.letters[match.first - 1] == "f"):
        return False
    leads_on = reading.letters[after : after + 1] == "-"
    return leads_on and any(lexeme.name in _MOVING for lexeme in reading.lexemes)
