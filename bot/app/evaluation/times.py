"""Moments, hours and spans as scenarios write them. All raise ValueError, which says how to."""

import re
from datetime import datetime, time, timedelta

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_SPAN = re.compile(r"(\d+) (second|minute|hour|day|week)s?")
_HOUR = re.compile(r"(\d\d?):(\d\d)")


class Moment:
    """2027-03-10 10:00, where the business is. local: naive."""

    def __init__(self, written: str) -> None:
        try:
            self.local = datetime.fromisoformat(written).replace(tzinfo=None)
        except ValueError:
            raise ValueError("write a day and an hour, such as: 2027-03-10 10:00") from None


class Hour:
    """18:00."""

    def __init__(self, written: str) -> None:
        found = _HOUR.fullmatch(written.strip())
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValueError("write hours and minutes, such as: 18:00")
        self.value = time(int(found[1]), int(found[2]))


class Span:
    """2 hours."""

    def __init__(self, written: str) -> None:
        found = _SPAN.fullmatch(written.strip())
        if found is None:
            raise ValueError("write a number and minutes, hours, days or weeks, such as: 2 hours")
        self.value = timedelta(seconds=int(found[1]) * _UNITS[found[2]])
