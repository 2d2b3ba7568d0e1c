"""What SQLite lacks of the functions that queries may use: dates as PostgreSQL counts them, and
the median. A date is a text YYYY-MM-DD, a time YYYY-MM-DD HH:MM:SS, an interval @NUMBER UNIT."""

import math
import re
import sqlite3
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

_INTERVAL = re.compile(r"@(\d{1,5}) (\w+)")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400}
_WORDS = re.compile(r"FM|YYYY|IYYY|MM|DDD|DD|Month|Mon|Day|Dy|HH24|HH12|HH|MI|SS|IW|ID|Q|.", re.S)
SUBTRACT_TIMES = "write EXTRACT(EPOCH FROM a - b) for the seconds between two times"


class NotADate(ValueError):
    """A date function met something else; the text says what to do."""


def _when(value: object) -> datetime:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value[:19])
        except ValueError:
            pass
    raise NotADate("a date function was given something that is no date")


def _is_date(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10


def _written(moment: datetime, *, as_date: bool) -> str:
    return moment.date().isoformat() if as_date else moment.isoformat(" ", "seconds")


def _moved(value: str, interval: str, sign: int) -> str:
    found = _INTERVAL.fullmatch(interval)
    if found is None:
        raise NotADate("only an interval such as INTERVAL '7 days' can be added to a date")
    count, unit, moment = sign * int(found[1]), found[2], _when(value)
    as_date = _is_date(value)
    if unit in _MONTHS:
        months = moment.year * 12 + moment.month - 1 + count * _MONTHS[unit]
        year, month = divmod(months, 12)
        day = min(moment.day, monthrange(year, month + 1)[1])
        moment = moment.replace(year=year, month=month + 1, day=day)
    else:
        moment += timedelta(seconds=count * _SECONDS[unit])
        as_date = as_date and moment.time() == time()
    return _written(moment, as_date=as_date)


def _plus(a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if isinstance(a, str) and isinstance(b, str):
        return _moved(b, a, 1) if a.startswith("@") else _moved(a, b, 1)
    if isinstance(a, str) or isinstance(b, str):
        day, days = (a, b) if isinstance(a, str) else (b, a)
        return _days_on(day, days)
    return a + b


def _minus(a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if isinstance(a, str) and isinstance(b, str):
        if b.startswith("@"):
            return _moved(a, b, -1)
        if _is_date(a) and _is_date(b):
            return (date.fromisoformat(a) - date.fromisoformat(b)).days
        raise NotADate(SUBTRACT_TIMES)
    if isinstance(a, str):
        return _days_on(a, -b)
    if isinstance(b, str):
        raise NotADate("a date cannot be taken from a number")
    return a - b


def _days_on(day: str, days: Any) -> str:
    if not _is_date(day) or not isinstance(days, int):
        raise NotADate("add a whole number of days to a date, or an interval to a time")
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _seconds(a: Any, b: Any) -> float | None:
    return None if a is None or b is None else (_when(a) - _when(b)).total_seconds()


def _extract(unit: str, value: Any) -> float | int | None:
    if value is None:
        return None
    if unit in _OF_A_DAY and isinstance(value, str):
        return _part(unit, value[:10])
    return _PARTS[unit](_when(value))


# A query meets the same days again and again.
@lru_cache(maxsize=8192)
def _part(unit: str, day: str) -> float | int:
    return _PARTS[unit](_when(day))


_OF_A_DAY = frozenset("year isoyear quarter month week day dow isodow doy".split())
_PARTS: dict[str, Callable[[datetime], float | int]] = {
    "year": lambda t: t.year,
    "isoyear": lambda t: t.isocalendar().year,
    "quarter": lambda t: (t.month + 2) // 3,
    "month": lambda t: t.month,
    "week": lambda t: t.isocalendar().week,
    "day": lambda t: t.day,
    "dow": lambda t: t.isoweekday() % 7,
    "isodow": lambda t: t.isoweekday(),
    "doy": lambda t: t.timetuple().tm_yday,
    "hour": lambda t: t.hour,
    "minute": lambda t: t.minute,
    "second": lambda t: t.second,
    "epoch": lambda t: t.replace(tzinfo=UTC).timestamp(),
}


def _trunc(unit: str, value: Any) -> str | None:
    if value is None:
        return None
    if unit in _OF_A_DAY and isinstance(value, str):
        return _first_day(unit, value[:10])
    t = _when(value)
    if unit in ("hour", "minute", "second"):
        zeros = {"hour": {"minute": 0, "second": 0}, "minute": {"second": 0}}.get(unit, {})
        return _written(t.replace(**zeros), as_date=False)  # type: ignore[arg-type]
    raise NotADate(f"there is no {unit} to cut to")


@lru_cache(maxsize=8192)
def _first_day(unit: str, value: str) -> str:
    t = _when(value)
    first = {
        "day": t,
        "week": t - timedelta(days=t.weekday()),
        "month": t.replace(day=1),
        "quarter": t.replace(day=1, month=(t.month - 1) // 3 * 3 + 1),
        "year": t.replace(day=1, month=1),
    }[unit]
    return first.date().isoformat()


@lru_cache(maxsize=8192)
def _to_char(value: Any, pattern: str) -> str | None:
    if value is None:
        return None
    moment = _when(value)
    return "".join(_word(moment, word) for word in _WORDS.findall(pattern))


def _word(t: datetime, word: str) -> str:
    year, week, weekday = t.isocalendar()
    made = {
        "FM": "", "YYYY": f"{t.year:04}", "IYYY": f"{year:04}", "MM": f"{t.month:02}",
        "DDD": f"{t.timetuple().tm_yday:03}", "DD": f"{t.day:02}", "Month": f"{t:%B}",
        "Mon": f"{t:%b}", "Day": f"{t:%A}", "Dy": f"{t:%a}", "HH24": f"{t.hour:02}",
        "HH12": f"{t:%I}", "HH": f"{t:%I}", "MI": f"{t.minute:02}", "SS": f"{t.second:02}",
        "IW": f"{week:02}", "ID": str(weekday), "Q": str((t.month + 2) // 3),
    }  # fmt: skip
    return made.get(word, word)


@lru_cache(maxsize=8192)
def _date(value: Any) -> str | None:
    return None if value is None else _when(value).date().isoformat()


def _timestamp(value: Any) -> str | None:
    return None if value is None else _written(_when(value), as_date=False)


class _Median:
    def __init__(self) -> None:
        self._values: list[float] = []

    def step(self, value: Any) -> None:
        if isinstance(value, int | float):
            self._values.append(value)

    def finalize(self) -> float | None:
        return float(median(self._values)) if self._values else None


NAMES = frozenset(
    "plus_ minus_ seconds_ extract_ trunc_ to_char date_ timestamp_ median_ local_time "
    "ceil floor".split()
)


def add_functions(connection: sqlite3.Connection, zone: str, failed: Callable[[str], None]) -> None:
    """Gives a connection the functions. failed: told what to do where one of them is misused;
    SQLite's own error does not say it."""
    place = ZoneInfo(zone)

    @lru_cache(maxsize=65_536)
    def local_minute(minute: str) -> str:
        moment = datetime.fromisoformat(f"{minute}:00").replace(tzinfo=UTC)
        return moment.astimezone(place).isoformat(" ", "minutes")[:16]

    @lru_cache(maxsize=65_536)
    def local_hour(hour: str) -> str | None:
        """The hour there, where it begins and ends with one of ours."""
        first, last = local_minute(f"{hour}:00"), local_minute(f"{hour}:59")
        return first[:13] if first.endswith(":00") and first[:13] == last[:13] else None

    def local_time(value: Any) -> str | None:
        if value is None:
            return None
        hour = local_hour(value[:13])
        there = local_minute(value[:16]) if hour is None else f"{hour}{value[13:16]}"
        return f"{there}{value[16:19]}"

    def told(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            try:
                return function(*given)
            except (NotADate, OverflowError, TypeError, ValueError) as error:
                failed(str(error) if isinstance(error, NotADate) else "a date or number is odd")
                raise

        return call

    for name, arguments, function in (
        ("plus_", 2, _plus),
        ("minus_", 2, _minus),
        ("seconds_", 2, _seconds),
        ("extract_", 2, _extract),
        ("trunc_", 2, _trunc),
        ("to_char", 2, _to_char),
        ("date_", 1, _date),
        ("timestamp_", 1, _timestamp),
        ("local_time", 1, local_time),
        ("ceil", 1, lambda x: None if x is None else math.ceil(x)),
        ("floor", 1, lambda x: None if x is None else math.floor(x)),
    ):
        connection.create_function(name, arguments, told(function), deterministic=True)
    connection.create_aggregate("median_", 1, _Median)  # type: ignore[arg-type]
