"""Dates and times in a customer's words, in English."""

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.business.hours import MONTHS, WEEKDAYS


def clock_text(moment: time) -> str:
    """Return "9 am", "1:30 pm", "noon" or "midnight"."""
    if (moment.hour, moment.minute) in {(0, 0), (12, 0)}:
        return "noon" if moment.hour else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'pm' if moment.hour >= 12 else 'am'}"


def weekday_text(day: date) -> str:
    """Return "Saturday"."""
    return WEEKDAYS[day.weekday()].capitalize()


def date_text(day: date, today: date) -> str:
    """Return "Saturday, June 13", with the year where it is not the present one."""
    text = f"{weekday_text(day)}, {MONTHS[day.month - 1].capitalize()} {day.day}"
    return text if day.year == today.year else f"{text}, {day.year}"


def day_text(day: date, today: date) -> str:
    """Return a day near today as people say it: "today", "tomorrow", "on Friday"."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    return f"on {weekday_text(day)}" if 1 < ahead < 7 else f"on {date_text(day, today)}"


def joined(words: Sequence[str], conjunction: str) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def moment_text(moment: datetime) -> str:
    """Return a local moment as "Sat, May 22, 2027, 3:10 pm"."""
    day = f"{weekday_text(moment)[:3]}, {MONTHS[moment.month - 1][:3].capitalize()} {moment.day}"
    return f"{day}, {moment.year}, {clock_text(moment.time())}"
