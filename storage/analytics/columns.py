"""A view's columns, written once and spelled for each database.

In a column's SQL, $name(…) stands for what the databases spell differently: $utc(x) and $local(x)
are a stored time in UTC and in the business's zone, to the second and without a zone; $date(x) is
the day of it there; $clock(x) is HH:MM of a time of day; $yes(x) makes a condition 'yes' or 'no';
$dollars(x) and $micros(x) are dollars of whole cents and of micro-dollars.
"""

import re

from msgspec import Struct


class Column(Struct, frozen=True):
    """A column of a view. about: its meaning, for the model. personal: only admins may see it."""

    name: str
    sql: str
    about: str
    personal: bool = False


class View(Struct, frozen=True):
    """A view. source: what follows FROM."""

    name: str
    about: str
    source: str
    columns: tuple[Column, ...]

    def visible(self, *, personal: bool) -> tuple[Column, ...]:
        """The columns to be read. personal: by who may see names and phones."""
        return tuple(each for each in self.columns if personal or not each.personal)


def times(sql: str, what: str, name: str = "created") -> tuple[Column, ...]:
    """A stored time as columns: in UTC, in the business's zone, and its day there."""
    return (
        Column(f"{name}_at", f"$utc({sql})", f"when {what}, UTC"),
        Column(f"{name}_local", f"$local({sql})", f"when {what}, business time"),
        Column(f"{name}_date", f"$date({sql})", f"the day {what}, business time"),
    )


class Frame(Struct, frozen=True):
    """What a query's dates and days are seen by. zone: the business's. today: there. now: there,
    to the second. capacity: guests of a day that has none of its own."""

    zone: str
    today: str
    now: str
    capacity: int


_MARK = re.compile(r"\$(\w+)\(((?:[^()]|\([^()]*\))*)\)")

_SQLITE = {
    "utc": "substr({0}, 1, 19)",
    "local": "local_time({0})",
    "date": "substr(local_time({0}), 1, 10)",
    "yes": "CASE WHEN {0} THEN 'yes' ELSE 'no' END",
    "clock": "substr(CAST({0} AS text), 1, 5)",
    "dollars": "round({0} / 100.0, 2)",
    "micros": "round({0} / 1000000.0, 6)",
}
_POSTGRES = {
    "utc": "date_trunc('second', {0} AT TIME ZONE 'UTC')",
    "local": "date_trunc('second', {0} AT TIME ZONE '{zone}')",
    "date": "CAST({0} AT TIME ZONE '{zone}' AS date)",
    "yes": "CASE WHEN {0} THEN 'yes' ELSE 'no' END",
    "clock": "substr(CAST({0} AS text), 1, 5)",
    "dollars": "round({0} / 100.0, 2)",
    "micros": "round({0} / 1000000.0, 6)",
}
_DAYS_BACK, _DAYS_AHEAD = 730, 550
_CALENDAR = {
    "sqlite": (
        "(WITH RECURSIVE each_day(day) AS (SELECT date('{today}', '-{back} days') UNION ALL "
        "SELECT date(day, '+1 day') FROM each_day WHERE day < date('{today}', '+{ahead} days')) "
        "SELECT day FROM each_day) c"
    ),
    "postgres": (
        "(SELECT CAST(day AS date) AS day FROM generate_series("
        "CAST('{today}' AS timestamp) - interval '{back} days', "
        "CAST('{today}' AS timestamp) + interval '{ahead} days', interval '1 day') AS day) c"
    ),
}


def view_sql(view: View, dialect: str, frame: Frame, *, personal: bool) -> str:
    """A view as the SELECT that stands for it."""
    words = _SQLITE if dialect == "sqlite" else _POSTGRES

    def spelled(found: re.Match[str]) -> str:
        return words[found[1]].format(found[2], zone=frame.zone)

    columns = ", ".join(
        f"{_MARK.sub(spelled, each.sql)} AS {each.name}" for each in view.visible(personal=personal)
    )
    source = view.source
    if source.startswith("$calendar"):
        calendar = _CALENDAR["sqlite" if dialect == "sqlite" else "postgres"]
        calendar = calendar.format(today=frame.today, back=_DAYS_BACK, ahead=_DAYS_AHEAD)
        source = source.replace("$calendar", calendar)
    columns = columns.replace("$capacity", str(frame.capacity))
    return f"SELECT {columns} FROM {source}"
