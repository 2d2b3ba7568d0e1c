"""Analytics: queries over the views, each on a connection of its own, two at a time.

The bot's own connections are never used, so that nothing waits for a query but who asked it.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy.engine import URL

from storage.analytics.columns import Frame
from storage.analytics.errors import QueryRefused
from storage.analytics.ports import Reader, Rows
from storage.analytics.views import VIEWS

MOST_ROWS = 1_000
_MOST_BYTES = 1_000_000  # of one answer
_SECONDS = 5.0
_AT_ONCE = 2
_WAIT_S = 30.0
_BATCH = 1_000
_AGAIN = re.compile(r":\d+$")  # as SQLite marks a name that is there twice
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")

Value = str | int | float | None


class Asked(Struct, frozen=True):
    """A query as it is put. zone, now, capacity: the business's zone, the time, and the guests of
    a day without a capacity of its own. personal: whether personal columns may be asked for."""

    sql: str
    zone: str
    now: datetime
    capacity: int
    personal: bool = False


class Answer(Struct, frozen=True):
    """What a query came to. rows: values fit for JSON. cut: there are more rows than these."""

    columns: list[str]
    rows: list[list[Value]]
    cut: bool = False


class Analytics:
    """Runs queries on one database."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def ask(
        self, asked: Asked, *, most: int = MOST_ROWS, seconds: float = _SECONDS
    ) -> Answer:
        """A query's answer, at most so many rows. Raises QueryRefused."""
        rows: list[list[Value]] = []
        size, columns = 0, []
        async with self.stream(asked, most=most + 1, seconds=seconds) as stream:
            columns = stream.columns
            async for batch in stream.batches():
                rows += batch
                size += sum(len(str(value)) for row in batch for value in row)
                if size > _MOST_BYTES:
                    raise QueryRefused("the answer is too large: ask for fewer columns or rows")
        return Answer(columns, rows[:most], cut=len(rows) > most)

    @asynccontextmanager
    async def stream(
        self, asked: Asked, *, most: int, seconds: float
    ) -> AsyncIterator["AnswerStream"]:
        """A query's answer as it comes. Raises QueryRefused."""
        statement = await asyncio.to_thread(_statement, asked, self._reader.dialect, most)
        await self._turn()
        try:
            run = self._reader.run(statement, seconds, asked.zone, personal=asked.personal)
            async with run as rows:
                yield AnswerStream(rows)
        finally:
            self._free.release()

    async def _turn(self) -> None:
        try:
            async with asyncio.timeout(_WAIT_S):
                await self._free.acquire()
        except TimeoutError:
            raise QueryRefused("too many queries run at the moment: ask again soon") from None


class AnswerStream:
    """An answer's rows, batch by batch."""

    def __init__(self, rows: Rows) -> None:
        self.columns, self._rows = _distinct(rows.columns), rows

    async def batches(self) -> AsyncIterator[list[list[Value]]]:
        """The rows, some at a time. Raises QueryRefused."""
        while batch := await self._rows.some(_BATCH):
            yield [[_plain(value) for value in row] for row in batch]


def _distinct(names: list[str]) -> list[str]:
    """Names that are each there once: rows are read by them."""
    made: list[str] = []
    for name in names:
        base = _AGAIN.sub("", name)
        again = sum(each == base or each.startswith(f"{base}_") for each in made)
        made.append(f"{base}_{again + 1}" if base in made else base)
    return made


def _statement(asked: Asked, dialect: str, most: int) -> str:
    """Importing sqlglot takes a while, and reading a long query some milliseconds."""
    from storage.analytics.guard import read_query
    from storage.analytics.spelling import spelled

    query = read_query(asked.sql, VIEWS, personal=asked.personal)
    try:
        return spelled(query, dialect, frame_of(asked), most, personal=asked.personal)
    except RecursionError:
        raise QueryRefused("the query is nested too deep: make it plainer") from None


def frame_of(asked: Asked) -> Frame:
    """What a query's dates are seen by."""
    now = asked.now.astimezone(UTC)
    today = now.astimezone(ZoneInfo(asked.zone)).date().isoformat()
    stamp = now.replace(tzinfo=None).isoformat(" ", "seconds")
    return Frame(asked.zone, today, stamp, asked.capacity)


def _plain(value: Any) -> Value:
    """A value as JSON has it, the same from both databases: dates as YYYY-MM-DD, times as
    YYYY-MM-DD HH:MM:SS, an interval in seconds."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            whole = value == value.to_integral_value() and value.as_tuple().exponent == 0
            return int(value) if whole else _rounded(float(value))
        case float():
            return _rounded(value)
        case datetime():
            return _plain(value.replace(tzinfo=None).isoformat(" ", "seconds"))
        case date():
            return value.isoformat()
        case timedelta():
            return _rounded(value.total_seconds())
        case str():
            midnight = _MIDNIGHT.fullmatch(value)
            return midnight[1] if midnight else value
        case int() | None:
            return value
        case _:
            return str(value)


def _rounded(number: float) -> float | None:
    return round(number, 6) if abs(number) != float("inf") and number == number else None


def open_analytics(url: URL) -> Analytics:
    """Over the database of a parsed address."""
    if url.get_backend_name() == "sqlite":
        from storage.analytics.sqlite import SqliteReader

        return Analytics(SqliteReader(str(url.database)))
    from storage.analytics.postgres import PostgresReader

    return Analytics(PostgresReader(url))
