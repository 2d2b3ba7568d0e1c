"""Days named by their weekday: "this Saturday", "Friday next week", "the first Sunday in June"."""

from datetime import date

from agents.understanding import calendar_math as math
from agents.understanding.day_marks import Days, Lexemes, letters_of, pick


def weekday(found: Lexemes, today: date) -> Days:
    """One day; two where "next" may skip a week, or where today is such a day."""
    number, letters = _number(found), letters_of(found)
    if "w" in letters:
        return (_in_week(today, number, weeks=1 if "N" in letters else 0),)
    if "c" in letters:
        return tuple(day + math.WEEK for day in _next(today, number))
    if "L" in letters:
        return (math.before(today, number),)
    if "N" in letters or "F" in letters:
        return _next(today, number)
    coming = math.on_or_after(today, number)
    if coming == today and "T" not in letters:
        return (today, today + math.WEEK)
    return (coming,)


def _number(found: Lexemes) -> int:
    return next(lexeme.value for lexeme in found if lexeme.letter == "W")


def _in_week(today: date, number: int, weeks: int) -> date:
    """That weekday of the week, from Monday, so many weeks on."""
    return today + (number - today.weekday()) * math.DAY + weeks * math.WEEK


def _next(today: date, number: int) -> Days:
    """ "Next Friday": two days while this week's is still to come.

    People begin the week on Sunday or on Monday: this week's day is still to come if either
    says so.
    """
    coming = math.on_or_after(today + math.DAY, number)
    from_monday = number > today.weekday()
    from_sunday = (number + 1) % 7 > (today.weekday() + 1) % 7
    return (coming, coming + math.WEEK) if from_monday or from_sunday else (coming,)


def listed(found: Lexemes, today: date) -> Days:
    """ "Monday or Tuesday next week", "this Friday or Saturday": all of them, as choices."""
    rest = tuple(lexeme for lexeme in found if lexeme.letter in "TNw")
    each = (weekday((lexeme, *rest), today) for lexeme in found if lexeme.letter == "W")
    return tuple(sorted({day for days in each for day in days}))


def weekday_in_weeks(found: Lexemes, today: date) -> Days:
    """ "In two weeks on Saturday": that weekday of the week it will be then."""
    weeks = next((lexeme.value for lexeme in found if lexeme.letter in "edn"), 1)
    return (_in_week(today, _number(found), weeks),)


def weekdays_from_now(found: Lexemes, today: date) -> Days:
    """ "Two Saturdays from now": the second to come."""
    plural = pick(found, "S")
    if plural is None:
        return ()
    coming = math.on_or_after(today + math.DAY, plural.value)
    return (coming + (found[0].value - 1) * math.WEEK,)


def nth(found: Lexemes, today: date) -> Days:
    """ "The first Saturday in June", "the last Sunday of this month"."""
    day = nth_in_month(found, today, _number(found))
    return (day,) if day else ()


def nth_in_month(found: Lexemes, today: date, number: int) -> date | None:
    """The weekday of that rank in the month named; the next such month not yet over."""
    count = pick(found, "oq")
    rank = count.value if count else -1
    for first in _months(found, today):
        day = _nth(first, rank, number)
        if day and (day >= today or pick(found, "y")):
            return day
    return None


def _nth(first: date, rank: int, number: int) -> date | None:
    try:
        return math.nth_weekday(first.year, first.month, rank, number)
    except ValueError:
        return None


def _months(found: Lexemes, today: date) -> list[date]:
    this = today.replace(day=1)
    month, year = pick(found, "MK"), pick(found, "y")
    if month and year:
        return [date(year.value, month.value, 1)]
    if month:
        return [date(today.year + later, month.value, 1) for later in (0, 1)]
    return [math.add_months(this, 1 if pick(found, "N") else 0)]
