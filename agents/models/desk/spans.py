"""The days that staff name: one, several, or a span such as "next week" or "since Monday"."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from agents.models.desk.words import is_date, lazily
from agents.understanding.calendar_math import add_months
from agents.understanding.date_grammar import read_dates
from agents.understanding.date_values import days_meant
from agents.understanding.dates import FoundTime, find_times
from bot.business.hours import MONTHS

DAY, WEEK = timedelta(days=1), timedelta(days=7)
_UNIT = r"(weekend|week|month|quarter|year)"
_RELATIVE = lazily(rf"\b(this|next|last|past|current|previous|coming)\s+{_UNIT}\b")
_COUNTED = lazily(r"\b(last|past|previous|next)\s+(\d{1,3})\s+(day|week|month|year)s?\b")
_MONTH = lazily(
    rf"\b(?:(in|of|for|during|since|this|last|next)\s+)?"
    rf"({'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS)})\b(?:\s+(20\d\d))?(?!\s+\d)"
)
_YEAR = lazily(r"\b(?:in|of|for)?\s*(20\d\d)\b")
_WEEK_OF = lazily(r"\bweek (?:of|from|starting)\b")
_SINCE = lazily(r"\b(?:since|after|from)\b")
_HOURS = lazily(r"\bin (an?|half an|\d{1,3}) ?(hours?|hrs?|h|minutes?|mins?)\b")
_LEADING = lazily(r"\b(?:on|at|by|the|this|in|for|@)?\s*$", re.IGNORECASE)
_MORNING, _EVENING = time(9), 19
_PARTS = {"morning": _MORNING, "afternoon": time(14), "evening": time(18), "night": time(18)}
_PART = lazily(rf"\s+({'|'.join(_PARTS)})\b", re.IGNORECASE)


class Named(Struct, frozen=True):
    """A day named; several: it may be any of them. start, end: where it stands in the text.
    sure: the words fix it, with a month or in figures."""

    days: tuple[date, ...]
    start: int
    end: int
    weekend: bool = False
    listed: bool = False


class Span(Struct, frozen=True):
    """Days from first to last."""

    first: date
    last: date


def named_days(text: str, today: date) -> list[Named]:
    """Each day named, in order; the old day of "from the 5th to the 6th" among them."""
    found = []
    for match in read_dates(text).matches:
        if is_date(match) and (days := days_meant(match, today)):
            start, end = match.lexemes[0].start, match.lexemes[-1].end
            listed = match.rule == "days"
            found.append(Named(days, start, end, match.rule == "weekend", listed))
    return found


def span_in(text: str, today: date, *, back: bool = False) -> Span | None:
    """The days a request is about; None: it names none. back: it asks of what has been."""
    lowered = text.lower()
    week = _WEEK_OF().search(lowered)
    if week and (days := named_days(text[week.end() :], today)):
        return week_of(days[0].days[0])
    named = named_days(text, today)
    if (found := _RELATIVE().search(lowered)) and (found[2] != "weekend" or not named):
        return _relative(found[1], found[2], today)
    if found := _COUNTED().search(lowered):
        return _counted(found[1], int(found[2]), found[3], today)
    if named:
        return _of_days(named, lowered, today, back=back)
    if found := _MONTH().search(lowered):
        return _of_month(found, lowered, today, back=back)
    if found := _YEAR().search(lowered):
        return Span(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
    return None


def _of_days(named: list[Named], lowered: str, today: date, *, back: bool) -> Span:
    days = sorted(day for each in named for day in each.days)
    if not back:
        return Span(days[0], days[-1])
    days = [_before(day, today) for day in days]
    return Span(min(days), today if _SINCE().search(lowered) else max(days))


def _before(day: date, today: date) -> date:
    """A day to come, as one that has been: last Monday, last June 5."""
    if day <= today:
        return day
    if day - today <= WEEK:
        return day - WEEK
    return add_months(day, -12)


def week_of(day: date) -> Span:
    monday = day - day.weekday() * DAY
    return Span(monday, monday + 6 * DAY)


def _relative(which: str, unit: str, today: date) -> Span:
    step = {"next": 1, "coming": 1, "last": -1, "past": -1, "previous": -1}.get(which, 0)
    if unit == "week":
        return week_of(today + step * WEEK)
    if unit == "weekend":
        saturday = week_of(today).first + 5 * DAY + step * WEEK
        return Span(saturday, saturday + DAY)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    month = {"month": today.month, "quarter": (today.month - 1) // 3 * 3 + 1, "year": 1}[unit]
    first = add_months(date(today.year, month, 1), step * months)
    return Span(first, add_months(first, months) - DAY)


def _counted(which: str, number: int, unit: str, today: date) -> Span:
    sign = 1 if which == "next" else -1
    days = {"day": number, "week": 7 * number}.get(unit)
    if days is not None:
        other = today + sign * days * DAY
    else:
        other = add_months(today, sign * number * (12 if unit == "year" else 1))
    return Span(min(today, other), max(today, other))


def _of_month(found: re.Match[str], lowered: str, today: date, *, back: bool) -> Span | None:
    if found[2] in ("may", "mar", "march") and not (found[1] or found[3]):
        return None  # "may we", "march"
    month = next(at for at, name in enumerate(MONTHS, 1) if name.startswith(found[2]))
    year = int(found[3]) if found[3] else today.year
    if not found[3] and back and month > today.month:
        year -= 1
    if not found[3] and not back and month < today.month:
        year += 1
    first = date(year, month, 1)
    if back and found[1] == "since":
        return Span(first, today)
    return Span(first, date(year, month, monthrange(year, month)[1]))


class Moment(Struct, frozen=True):
    """When something is due, local. spans: where the words of it stand in the text."""

    at: datetime
    spans: tuple[tuple[int, int], ...]


def moment_in(text: str, now: datetime) -> Moment | None:
    """The moment named; a day alone is its morning, a time alone the next such time."""
    if hours := _HOURS().search(text.lower()):
        length = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(hours[1]) or float(hours[1])
        unit = timedelta(hours=length) if hours[2][0] == "h" else timedelta(minutes=length)
        return Moment((now + unit).replace(second=0, microsecond=0), (hours.span(),))
    named, times = named_days(text, now.date()), find_times(text)
    if not (named or times):
        return None
    part = _PART().match(text, named[0].end) if named else None
    moment = times[0].value if times else _PARTS[part[1].lower()] if part else _MORNING
    if times and (named or at_work(times[0]) > now.time()):
        moment = at_work(times[0])
    day = named[0].days[0] if named else now.date()
    if not named and moment <= now.time():
        day += DAY
    spans = [(each.start, part.end() if part else each.end) for each in named[:1]]
    spans += [each.span for each in times[:1]]
    return Moment(datetime.combine(day, moment), tuple(spans))


def at_work(found: FoundTime) -> time:
    """A time of staff's day: a bare "9" is in the morning, where a guest's is in the evening."""
    late = found.guessed and found.value.hour >= _EVENING
    return found.value.replace(hour=found.value.hour - 12) if late else found.value


def without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text without these parts and the little words before them."""
    for start, end in sorted(spans, reverse=True):
        head = _LEADING().sub("", text[:start])
        text = f"{head} {text[end:].lstrip()}"
    return " ".join(text.split()).strip(" ,.:-")
