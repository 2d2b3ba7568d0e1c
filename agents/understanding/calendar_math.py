"""Plain arithmetic on calendar days. Weekdays count from Monday as 0."""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SATURDAY, SUNDAY = 5, 6


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The nth such weekday of the month; nth -1 is the last.

    Raises ValueError where the month has no nth one.
    """
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - ((last.weekday() - weekday) % 7) * DAY
    first = date(year, month, 1)
    return date(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday, the day itself included."""
    return day + ((weekday - day.weekday()) % 7) * DAY


def before(day: date, weekday: int) -> date:
    """The last such weekday strictly before the day."""
    return day - ((day.weekday() - weekday - 1) % 7 + 1) * DAY


def nearest(day: date, weekday: int) -> date:
    """The such weekday that lies closest to the day, at most three days off."""
    following = on_or_after(day, weekday)
    return following if (following - day).days <= 3 else following - WEEK


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def coming_month_day(today: date, month: int, day: int) -> date | None:
    """The next such day from today on, or None for a day no year has."""
    for year in range(today.year, today.year + 9):
        if (found := make_date(year, month, day)) and found >= today:
            return found
    return None


def coming_month(today: date, month: int) -> date:
    """The first day of the next such month, the current one included."""
    return date(today.year + (month < today.month), month, 1)


def coming_day_of_month(today: date, day: int) -> date | None:
    """The next day with that number: of this month, or of the next that has one."""
    first = today.replace(day=1)
    for months in range(4):
        month = add_months(first, months)
        if (found := make_date(month.year, month.month, day)) and found >= today:
            return found
    return None


def weekend_near(day: date) -> tuple[date, ...]:
    """Saturday and Sunday by the day, and the day too where it makes a long weekend of them."""
    saturday = nearest(day, SATURDAY)
    days = {saturday, saturday + DAY}
    if day + DAY == saturday or day - 2 * DAY == saturday:
        days.add(day)
    return tuple(sorted(days))
