"""Moments, ages and events as staff read them."""

from datetime import date, datetime, time

from bot.business.dates import clock_text, date_text
from bot.business.profile import Profile


def moment_text(profile: Profile, moment: datetime, now: datetime) -> str:
    """ "today 9:05 am", "yesterday 4 pm", "tomorrow 9 am" or "Monday, May 17, 4 pm"."""
    local, today = profile.local(moment), profile.local(now).date()
    clock = clock_text(local.time().replace(second=0, microsecond=0))
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((local.date() - today).days)
    return f"{near} {clock}" if near else f"{date_text(local.date(), today)}, {clock}"


def age_text(then: datetime, now: datetime) -> str:
    """How long ago, in its largest unit: "5 minutes", "2 hours", "3 days"."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    for size, unit in ((24 * 60, "day"), (60, "hour")):
        if minutes >= size:
            return _counted(minutes // size, unit)
    return _counted(minutes, "minute")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def event_text(day: date, start: time | None, today: date) -> str:
    """ "Saturday, June 12 at 6 pm"."""
    text = date_text(day, today)
    return f"{text} at {clock_text(start)}" if start else text


def guests_text(guests: int, children: int | None) -> str:
    """ "30", or "30 (22 adults, 8 children)"."""
    return (
        f"{guests} ({guests - children} adults, {children} children)" if children else str(guests)
    )


def cut(text: str, most: int) -> str:
    """The text in one line, of so many characters at most."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"
