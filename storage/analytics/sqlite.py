"""The second wall on SQLite: a connection that can neither write, nor attach, nor read a column
that no view shows, and that is stopped in time."""

import asyncio
import re
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from storage.analytics.columns import Frame, view_sql
from storage.analytics.errors import QueryRefused
from storage.analytics.functions import NAMES, add_functions
from storage.analytics.ports import Row, too_slow
from storage.analytics.views import VIEWS

P = ParamSpec("P")
T = TypeVar("T")

_STEPS = 5_000  # of SQLite's machine, between two looks at the time
_LONGEST_VALUE = 1_000_000  # bytes
_FUNCTIONS = NAMES | frozenset(
    "count sum avg min max round abs coalesce nullif lower upper length substr substring trim like "
    "row_number rank dense_rank percent_rank ntile lag lead first_value last_value date".split()
)
# What SQLite says of a query, not of data.
_ABOUT_THE_QUERY = re.compile(
    r"(?:no such column|ambiguous column name|misuse of |a GROUP BY clause|SELECTs to the left|"
    r"sub-select returns|row value misused|no such function|wrong number of arguments|"
    r"\d+\w+ ORDER BY term|\d+\w+ GROUP BY term|ORDER BY term|FILTER may not|near |"
    r"cannot join using|HAVING clause|aggregate functions).*"
)
_Allowed = frozenset[tuple[str, str]]


class SqliteReader:
    """Implements Reader over a file."""

    dialect = "sqlite"

    def __init__(self, path: str) -> None:
        self._uri = f"{Path(path).absolute().as_uri()}?mode=ro"

    @asynccontextmanager
    async def run(
        self, statement: str, seconds: float, zone: str, *, personal: bool
    ) -> AsyncIterator["_SqliteRows"]:
        allowed = await asyncio.to_thread(_readable, self._uri, zone, personal)
        rows = _SqliteRows(self._uri, seconds, zone, allowed)
        try:
            await rows.start(statement)
            yield rows
        finally:
            await rows.close()


class _SqliteRows:
    """Implements Rows: a connection of its own, used by one thread at a time."""

    def __init__(self, uri: str, seconds: float, zone: str, allowed: _Allowed) -> None:
        self._uri, self._seconds, self._zone, self._allowed = uri, seconds, zone, allowed
        self._ends = time.monotonic() + seconds
        self._stop = threading.Event()
        self._misused = ""
        self._connection: sqlite3.Connection | None = None
        self.columns: list[str] = []

    async def start(self, statement: str) -> None:
        await self._threaded(self._start, statement)

    async def some(self, most: int) -> list[Row]:
        return await self._threaded(self._some, most)

    async def close(self) -> None:
        self._stop.set()
        if self._connection is not None:
            await asyncio.shield(asyncio.to_thread(self._connection.close))

    async def _threaded(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """In a thread; it is waited for also where the caller is cancelled, soon after."""
        task = asyncio.ensure_future(asyncio.to_thread(function, *args, **kwargs))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._stop.set()
            await asyncio.wait([task])
            raise

    def _start(self, statement: str) -> None:
        self._connection = connection = _connect(self._uri)
        add_functions(connection, self._zone, self._tell)
        connection.set_authorizer(_authorizer(self._allowed))
        connection.set_progress_handler(self._is_over, _STEPS)
        with self._refusing():
            self._cursor = connection.execute(statement)
        self.columns = [column[0] for column in self._cursor.description]

    def _some(self, most: int) -> list[Row]:
        with self._refusing():
            return self._cursor.fetchmany(most)

    def _is_over(self) -> bool:
        return self._stop.is_set() or time.monotonic() > self._ends

    def _tell(self, misused: str) -> None:
        self._misused = misused

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if self._is_over():
                raise QueryRefused(too_slow(self._seconds)) from None
            said = self._misused or _said(str(error))
            raise QueryRefused(said) from None


def _said(error: str) -> str:
    found = _ABOUT_THE_QUERY.fullmatch(error)
    if found is not None:
        return f"the query does not hold together: {found[0][:200]}"
    if "too big" in error:
        return "a value grew too long: ask for less at once"
    return "the query cannot be run here: write it more plainly"


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=1, check_same_thread=False
    )
    connection.execute("PRAGMA query_only=ON")
    for limit, value in (
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE),
        (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    ):
        connection.setlimit(limit, value)
    return connection


_SEEN = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}


def _authorizer(
    allowed: _Allowed,
) -> Callable[[int, str | None, str | None, str | None, str | None], int]:
    """Lets a statement read what the views read, and call what queries may call."""

    def authorize(
        action: int, first: str | None, second: str | None, base: str | None, by: str | None
    ) -> int:
        fine = action in _SEEN
        if action == sqlite3.SQLITE_READ:
            # "" stands for a row that is only counted.
            fine = not second or (str(first), second) in allowed
        if action == sqlite3.SQLITE_FUNCTION:
            fine = str(second).lower() in _FUNCTIONS
        return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY

    return authorize


@lru_cache(maxsize=8)
def _readable(uri: str, zone: str, personal: bool) -> _Allowed:
    """The (table, column)s that the views read, as SQLite itself tells it."""
    read: set[tuple[str, str]] = set()

    def note(action: int, first: str | None, second: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add((str(first), str(second)))
        return sqlite3.SQLITE_OK

    frame = Frame(zone, "2000-01-01", "2000-01-01 00:00:00", 1)
    connection = _connect(uri)
    try:
        add_functions(connection, zone, lambda _: None)
        connection.set_authorizer(note)
        for view in VIEWS.values():
            connection.execute(f"EXPLAIN {view_sql(view, 'sqlite', frame, personal=personal)}")
    finally:
        connection.close()
    return frozenset(read)
