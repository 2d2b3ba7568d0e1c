"""The second wall on PostgreSQL: a read-only transaction that is always rolled back, on a
connection of its own, with limits of time. Where the server has a role `bot_analytics` and lets
the bot take it, queries run as that role, which needs to SELECT and nothing else: a third."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import URL

from storage.analytics.errors import QueryRefused
from storage.analytics.ports import Row, too_slow
from storage.postgres import dsn_of

_GRACE = 2.0  # seconds; the server stops a statement by itself before
_LOCK_MS = 1_000
_CONNECT_S = 10.0
_STOPPED = ("57014", "25P03")  # query_canceled, transaction_timeout
_ROLE = "bot_analytics"
_MAY_TAKE = "SELECT count(*) FROM pg_roles WHERE rolname = $1 AND pg_has_role(rolname, 'MEMBER')"
_SYNTAX = "42"  # the class of what is wrong with a query itself; such messages hold no data


class PostgresReader:
    """Implements Reader over a server."""

    dialect = "postgresql"

    def __init__(self, url: URL) -> None:
        self._dsn = dsn_of(url)

    @asynccontextmanager
    async def run(
        self, statement: str, seconds: float, zone: str, *, personal: bool
    ) -> AsyncIterator["_PostgresRows"]:
        import asyncpg

        connection = await asyncpg.connect(self._dsn, timeout=_CONNECT_S)
        try:
            transaction = connection.transaction(isolation="repeatable_read", readonly=True)
            with _refusing(seconds):
                async with asyncio.timeout(seconds + _GRACE):
                    await transaction.start()
                    for setting in _settings(seconds):
                        await connection.execute(setting)
                    if await connection.fetchval(_MAY_TAKE, _ROLE):
                        await connection.execute(f"SET LOCAL ROLE {_ROLE}")
                    # A cursor is of one SELECT, whatever the server would else carry out here.
                    declared = f"DECLARE answer NO SCROLL CURSOR FOR {statement}"
                    await (await connection.prepare(declared)).fetch()
                    rows = _PostgresRows(connection, seconds)
                    await rows.start()
            yield rows
        finally:
            # Whatever the transaction did or set is gone with it, and whatever still runs.
            connection.terminate()


def _settings(seconds: float) -> tuple[str, ...]:
    return (
        f"SET LOCAL statement_timeout = {int(seconds * 1000)}",
        f"SET LOCAL lock_timeout = {_LOCK_MS}",
        f"SET LOCAL idle_in_transaction_session_timeout = {int((seconds + _GRACE) * 1000)}",
        "SET LOCAL timezone = 'UTC'",
        "SELECT set_config('search_path', quote_ident(current_schema()), true)",
        "SET LOCAL cursor_tuple_fraction = 1",
        "SET LOCAL max_parallel_workers_per_gather = 0",
    )


class _PostgresRows:
    """Implements Rows."""

    def __init__(self, connection: Any, seconds: float) -> None:
        self._connection, self._seconds = connection, seconds
        self._ends = asyncio.get_running_loop().time() + seconds + _GRACE
        self.columns: list[str] = []

    async def start(self) -> None:
        described = await self._connection.prepare("FETCH FORWARD 0 FROM answer")
        self.columns = [str(attribute.name) for attribute in described.get_attributes()]

    async def some(self, most: int) -> list[Row]:
        with _refusing(self._seconds):
            async with asyncio.timeout_at(self._ends):
                found = await self._connection.fetch(f"FETCH FORWARD {most} FROM answer")
                return [tuple(row) for row in found]


@contextmanager
def _refusing(seconds: float) -> Iterator[None]:
    import asyncpg

    try:
        yield
    except TimeoutError:
        raise QueryRefused(too_slow(seconds)) from None
    except asyncpg.PostgresError as error:
        raise QueryRefused(_said(error, seconds)) from None


def _said(error: Any, seconds: float) -> str:
    state = str(error.sqlstate or "")
    if state in _STOPPED:
        return too_slow(seconds)
    if state.startswith(_SYNTAX):
        return f"the query does not hold together: {str(error.message)[:200]}"
    return "the query cannot be run here: a value does not fit what is done with it"
