"""What staff name in their own words, read once: days and moments, from the moment they wrote;
customers, inquiries and bookings, by their public ids."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection

from agents.understanding.dates import find_dates, find_times
from bot.business.command import Arguments
from bot.business.dates import date_text, joined
from bot.business.moments import Spoken
from bot.business.naming import Named, public_id_of
from bot.business.scope import Scope
from bot.errors import CommandRefused

A = TypeVar("A", bound=Arguments)

_MORNING = time(9)  # of a day that is named without a time
_AHEAD = re.compile(r"\bin\s+(an?|half an|\d{1,3})\s*(minute|min|hour|hr|h)s?\b", re.IGNORECASE)


def read_out(tx: Connection, arguments: A, scope: Scope) -> A:
    """The arguments with their days written out, and names as ids. Raises CommandRefused for what
    can mean several, or nothing."""
    written: dict[str, Any] = {}
    for name, field in type(arguments).model_fields.items():
        said = getattr(arguments, name)
        for mark in field.metadata if said is not None else ():
            if isinstance(mark, Spoken):
                written[name] = _written(mark, said, scope)
            elif isinstance(mark, Named):
                written[name] = public_id_of(tx, scope.profile, mark, said, scope.received_at)
    return arguments.model_copy(update=written) if written else arguments


def _written(mark: Spoken, said: str, scope: Scope) -> str:
    if mark.kind == "day":
        return day_named(said, scope).isoformat()
    if mark.kind == "moment":
        return f"{moment_named(said, scope):%Y-%m-%dT%H:%M}"
    found = find_times(said)
    return f"{found[0].value:%H:%M}" if len(found) == 1 else said


def day_named(said: str, scope: Scope) -> date:
    """The day meant. Raises CommandRefused."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        found = find_dates(said, scope.profile.local(scope.received_at))
    if len(found) != 1:
        raise CommandRefused(f'"{said}" is no single day: ask for the date')
    if found[0].value is not None:
        return found[0].value
    today = scope.profile.local(scope.received_at).date()
    days = joined([f"{date_text(day, today)} ({day})" for day in found[0].choices], "or")
    raise CommandRefused(f'"{said}" can be {days}: ask which')


def moment_named(said: str, scope: Scope) -> datetime:
    """The local moment meant; a day by itself is its morning, a time its next occurrence. Raises
    CommandRefused."""
    now = scope.profile.local(scope.received_at)
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return _moment_in_words(said, now, scope)
    if len(said) == len("2027-06-12"):
        moment = datetime.combine(moment.date(), _MORNING)
    return moment if moment.tzinfo is None else scope.profile.local(moment)


def _moment_in_words(said: str, now: datetime, scope: Scope) -> datetime:
    if ahead := _AHEAD.search(said):
        return now + _span(ahead[1].lower(), ahead[2].lower())
    times = find_times(said)
    if find_dates(said, now):
        day = day_named(said, scope)
        return datetime.combine(day, times[0].value if times else _MORNING)
    if not times:
        raise CommandRefused(f'"{said}" is no time: ask when')
    today = datetime.combine(now.date(), times[0].value)
    return today if today > now.replace(tzinfo=None) else today + timedelta(days=1)


def _span(number: str, unit: str) -> timedelta:
    count = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(number) or float(number)
    return timedelta(minutes=count) if unit.startswith("m") else timedelta(hours=count)
