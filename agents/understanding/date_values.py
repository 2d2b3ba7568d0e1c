"""What a match of the date grammar means, seen from today."""

from collections.abc import Callable
from datetime import date

from agents.understanding import calendar_math as math
from agents.understanding.date_grammar import DateMatch, parse
from agents.understanding.day_marks import (
    Days,
    Lexemes,
    letters_of,
    marked,
    ordinal,
    pick,
    several,
    weekday_and_day,
)
from agents.understanding.weekday_values import (
    listed,
    nth,
    nth_in_month,
    weekday,
    weekday_in_weeks,
    weekdays_from_now,
)


def days_meant(match: DateMatch, today: date) -> Days:
    """The day, or the days it could be, in order; empty where it names none exactly."""
    try:
        return _RULES[match.rule](match.lexemes, today)
    except OverflowError:
        return ()  # "in 9,999,999 weeks" lies beyond the calendar


def _resolve(found: Lexemes, today: date) -> Days:
    """Reads a part of a match as a date of its own."""
    matches = parse(found, letters_of(found)).matches
    return days_meant(matches[0], today) if matches else ()


def _relative(found: Lexemes, today: date) -> Days:
    """Today, tomorrow, "this evening"."""
    day = pick(found, "r")
    return (today + (day.value if day else 0) * math.DAY,)


def _split(found: Lexemes, letters: str) -> tuple[Lexemes, str, Lexemes]:
    """What stands before and after the first of these connectives, and which it is."""
    index = next(index for index, lexeme in enumerate(found) if lexeme.letter in letters)
    return found[:index], found[index].letter, found[index + 1 :]


def _offset(found: Lexemes, today: date) -> Days:
    """ "Two weeks from today", "a week from Saturday", "the day after Thanksgiving"."""
    count, link, anchor = _split(found, "fbc")
    if pick(count, "S"):
        return weekdays_from_now(count, today)
    bases = (today,) if anchor[0].letter == "x" else _resolve(anchor, today)
    sign = -1 if link == "b" else 1
    return tuple(_moved(base, count, sign) for base in bases)


def _within(found: Lexemes, today: date) -> Days:
    """ "In two weeks", "in two weeks on Saturday"."""
    if pick(found, "W"):
        return weekday_in_weeks(found, today)
    return (_moved(today, found, 1),)


def _moved(day: date, count: Lexemes, sign: int) -> date:
    number = next((lexeme.value for lexeme in count if lexeme.letter in "edn"), 1)
    if pick(count, "m"):
        return math.add_months(day, sign * number)
    return day + sign * number * (math.WEEK if pick(count, "w") else math.DAY)


def _beside(found: Lexemes, today: date) -> Days:
    """ "The Saturday before Memorial Day"."""
    head, link, anchor = _split(found, "bc")
    number = head[-1].value
    return tuple(_side(day, number, link) for day in _resolve(anchor, today))


def _side(day: date, number: int, link: str) -> date:
    return math.before(day, number) if link == "b" else math.on_or_after(day + math.DAY, number)


def _week_of(found: Lexemes, today: date) -> Days:
    """ "The Sunday of Labor Day weekend": the such day nearest to it."""
    days = _resolve(found[2:-1], today)
    return tuple(math.nearest(day, found[0].value) for day in days)


def _weekend(found: Lexemes, today: date) -> Days:
    letters = letters_of(found)
    if letters.startswith("EO"):
        return _weekends_near(_resolve(found[2:], today) or ordinal(found, today))
    if letters[0] in "HMK":
        return _weekends_near(_resolve(found[:-1], today))
    if letters[1:2] in ("b", "c"):
        days = _resolve(found[2:], today)
        return tuple(day for base in days for day in _pair(_side(base, 5, letters[1])))
    if pick(found, "oqL"):
        saturday = nth_in_month(found, today, math.SATURDAY)
        return _pair(saturday) if saturday else ()
    return _coming_weekend(today, later="T" not in letters)


def _weekends_near(days: Days) -> Days:
    return tuple(sorted({near for day in days for near in math.weekend_near(day)}))


def _pair(saturday: date) -> Days:
    return (saturday, saturday + math.DAY)


def _coming_weekend(today: date, later: bool) -> Days:
    """This weekend's days still to come; with "next", while it is to come, the one after too."""
    saturday = today if today.weekday() == math.SATURDAY else math.on_or_after(today, 5)
    this = (today,) if today.weekday() == math.SUNDAY else _pair(saturday)
    if not later:
        return this
    following = this[-1] + 6 * math.DAY
    return (*(this if today.weekday() < math.SATURDAY else ()), *_pair(following))


_RULES: dict[str, Callable[[Lexemes, date], Days]] = {
    "vague": lambda _found, _today: (),
    "weekend": _weekend,
    "listed": listed,
    "week_of": _week_of,
    "nth": nth,
    "offset": _offset,
    "within": _within,
    "beside": _beside,
    "days": several,
    "marked": marked,
    "weekday_day": weekday_and_day,
    "relative": _relative,
    "weekday": weekday,
    "ordinal": ordinal,
}
