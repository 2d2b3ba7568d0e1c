"""Spans of days that staff name: a week, a weekend, a month."""

from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct

from agents.tools.staff.spoken import day_named
from bot.business.hours import MONTHS
from bot.business.scope import Scope

_WEEKS = {"last week": -7, "this week": 0, "the week": 0, "next week": 7, "week after next": 14}
_WEEKENDS = {"last weekend": -7, "weekend": 0, "this weekend": 0, "next weekend": 7}
_MONTHS = {"last month": -1, "this month": 0, "the month": 0, "next month": 1}


class Span(Struct, frozen=True):
    """From a day to a day, both of them in it."""

    first: date
    last: date


def span_named(said: str, scope: Scope) -> Span:
    """The span meant; a day is one by itself. Raises CommandRefused for what is none."""
    today = scope.profile.local(scope.received_at).date()
    words = " ".join(said.lower().split()).removeprefix("the ").removeprefix("in ")
    monday = today - timedelta(days=today.weekday())
    if words in _WEEKS:
        first = monday + timedelta(days=_WEEKS[words])
        return Span(first, first + timedelta(days=6))
    if words in _WEEKENDS:
        saturday = monday + timedelta(days=5 + _WEEKENDS[words])
        return Span(saturday, saturday + timedelta(days=1))
    if words in _MONTHS:
        return _month(today.year, today.month + _MONTHS[words])
    if words in MONTHS:
        month = MONTHS.index(words) + 1
        return _month(today.year + (month < today.month), month)
    day = day_named(said, scope)
    return Span(day, day)


def _month(year: int, month: int) -> Span:
    """A month, counted on over the year's ends."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
