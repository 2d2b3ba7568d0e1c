"""Days named by their place in the calendar: months and days, figures, holidays, "the 5th"."""

import re
from collections.abc import Callable
from datetime import date

from agents.understanding import calendar_math as math
from agents.understanding.date_lexicon import Lexeme
from agents.understanding.holidays import holiday_dates

Days = tuple[date, ...]
Lexemes = tuple[Lexeme, ...]


def pick(found: Lexemes, letters: str) -> Lexeme | None:
    """The first lexeme that has one of the letters."""
    return next((lexeme for lexeme in found if lexeme.letter in letters), None)


def letters_of(found: Lexemes) -> str:
    """The lexemes as the grammar sees them."""
    return "".join([lexeme.letter for lexeme in found])


def marked(found: Lexemes, today: date) -> Days:
    """A day of a month, a date in figures or a holiday, with or without its weekday."""
    if holiday := pick(found, "H"):
        return _holiday(holiday, found, today)
    return _with_weekday(_marked_day(found, today), pick(found, "W"))


def _marked_day(found: Lexemes, today: date) -> date | None:
    if figures := pick(found, "D"):
        return _figures(figures, found, today)
    number = pick(found, "oqde")
    if number is None:
        return None
    if pick(found, "m"):
        return _of_month(found, today, number.value)
    return _month_day(found, today, number.value)


def _year_of(found: Lexemes, today: date) -> int | None:
    year = pick(found, "yY")
    if year is not None:
        return year.value + 2000 if year.letter == "Y" else year.value
    position = letters_of(found).find("Z")
    return today.year + (found[position - 1].letter == "N") if position > 0 else None


def _month_day(found: Lexemes, today: date, day: int) -> date | None:
    month, year = pick(found, "MK"), _year_of(found, today)
    if month is None:
        return None
    if year is None:
        return math.coming_month_day(today, month.value, day)
    return math.make_date(year, month.value, day)


def _of_month(found: Lexemes, today: date, day: int) -> date | None:
    if not pick(found, "NT"):
        return math.coming_day_of_month(today, day)
    month = math.add_months(today.replace(day=1), 1 if pick(found, "N") else 0)
    return math.make_date(month.year, month.month, day)


def _figures(lexeme: Lexeme, found: Lexemes, today: date) -> date | None:
    year = _year_of(found, today)
    bare = lexeme.name.count("/") == 1
    return numeric(f"{lexeme.name}/{year}" if bare and year else lexeme.name, today)


def numeric(text: str, today: date) -> date | None:
    """A date in figures, month first as in the US; day first where only that can be."""
    parts = [int(part) for part in re.split(r"[-/.]", text)]
    if len(parts) == 2:
        return _ordered(parts, lambda month, day: math.coming_month_day(today, month, day))
    if parts[0] > 31:
        return math.make_date(*parts)
    year = parts[2] + (2000 if parts[2] < 100 else 0)
    return _ordered(parts, lambda month, day: math.make_date(year, month, day))


def _ordered(parts: list[int], make: Callable[[int, int], date | None]) -> date | None:
    first, second = parts[:2]
    return make(second, first) if first > 12 else make(first, second)


def _holiday(lexeme: Lexeme, found: Lexemes, today: date) -> Days:
    year = _year_of(found, today)
    if year is not None:
        return tuple(sorted(holiday_dates(lexeme.name, year)))
    this_year = holiday_dates(lexeme.name, today.year)
    next_year = holiday_dates(lexeme.name, today.year + 1)
    pairs = zip(this_year, next_year, strict=True)
    return tuple(sorted(this if this >= today else later for this, later in pairs))


def _with_weekday(day: date | None, weekday: Lexeme | None) -> Days:
    """Two choices, to be asked back, where the weekday said is not the date's own."""
    if day is None:
        return ()
    if weekday is None or weekday.value == day.weekday():
        return (day,)
    return tuple(sorted((day, math.nearest(day, weekday.value))))


def ordinal(found: Lexemes, today: date, month_of: date | None = None) -> Days:
    """ "The 5th" of the month spoken of; else of this month, or of the next once it has passed."""
    number = pick(found, "oqd")
    if number is None:
        return ()
    day = math.make_date(month_of.year, month_of.month, number.value) if month_of else None
    if day is None or day < today:
        day = math.coming_day_of_month(today, number.value)
    return (day,) if day else ()


def several(found: Lexemes, today: date) -> Days:
    """ "June 14 or 15", "the 14th or 15th of June": all of them, as choices."""
    numbers = [lexeme.value for lexeme in found if lexeme.letter in "od"]
    days = {_month_day(found, today, number) for number in numbers}
    return tuple(sorted(day for day in days if day))


def weekday_and_day(found: Lexemes, today: date) -> Days:
    """ "Saturday the 14th": the next 14th that is a Saturday, if one of four months has it."""
    weekday, number = pick(found, "W"), found[-1]
    if weekday is None:
        return ()
    coming = math.coming_day_of_month(today, number.value)
    if number.letter == "d" and not (coming and coming.weekday() == weekday.value):
        return (math.on_or_after(today, weekday.value),)  # "friday 7" is an hour
    for months in range(4):
        month = math.add_months(today.replace(day=1), months)
        day = math.make_date(month.year, month.month, number.value)
        if day and day >= today and day.weekday() == weekday.value:
            return (day,)
    return _with_weekday(coming, weekday)
