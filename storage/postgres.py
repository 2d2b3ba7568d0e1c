"""PostgreSQL: any number of processes on any number of machines."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import asyncpg
import orjson
import structlog
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.database import CHANNEL, P, StorageError, T, Work, dumps

_TRY_AGAIN = {"40001", "40P01"}  # serialization failure, deadlock
_TRIES = 5
_KEEP_ALIVE = 10.0  # seconds
_MOST_NOTICES = 10_000  # that wait for the line
_NOTICE_GAP = 0.002  # seconds; a NOTIFY each event costs a fifth of the throughput

log = structlog.get_logger(__name__)


_CONNECTIONS = 14
_CONNECTIONS_FIRST = 2


def _engine(url: URL, connections: int) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=False,
        json_serializer=dumps,
        json_deserializer=orjson.loads,
        connect_args={"timeout": 10},
    )


def dsn_of(url: URL) -> str:
    """The address as asyncpg reads it when called without SQLAlchemy."""
    plain = url.set(drivername="postgresql")
    if ssl := plain.query.get("ssl"):
        plain = plain.difference_update_query(["ssl"]).update_query_dict({"sslmode": ssl})
    return plain.render_as_string(hide_password=False)


class PostgresDatabase:
    """A Database on a server. Connections are made when first needed."""

    dialect = "postgresql"

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = _engine(url, _CONNECTIONS)
        self._engine_first = _engine(url, _CONNECTIONS_FIRST)
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._heard: Callable[[str], None] | None = None
        self._topics: dict[str, None] = {}  # in their order, each once
        self._topics_wait = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        # Each statement sees what is committed by then, with a transaction around them or without;
        # BEGIN and COMMIT would be two ways to the server more.
        return await self._run(self._reader, work, *args, **kwargs)

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._run(self._engine, work, *args, **kwargs)

    async def write_first(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._run(self._engine_first, work, *args, **kwargs)

    async def _run(
        self, engine: AsyncEngine, work: Work[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        for attempt in range(1, _TRIES + 1):
            try:
                async with engine.begin() as connection:
                    return await connection.run_sync(work, *args, **kwargs)
            except DBAPIError as error:
                if attempt == _TRIES or getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                    raise
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise StorageError("unreachable")

    def notify(self, topic: str) -> None:
        self._start()
        if len(self._topics) < _MOST_NOTICES:  # else the line is lost: it is looked for anew
            self._topics[topic] = None
        self._topics_wait.set()

    def listen(self, heard: Callable[[str], None]) -> None:
        self._heard = heard
        self._start()

    def _start(self) -> None:
        if not self._tasks:
            self._tasks.append(asyncio.create_task(self._keep_line(), name="postgres notices"))

    async def _keep_line(self) -> None:
        """Listens and notifies on a session of its own; made anew whenever it is lost."""
        while True:
            try:
                await self._use_line()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                # The poll stands behind: a lost line costs half a second, no message.
                log.warning("notice line lost", error=type(error).__name__)
                await asyncio.sleep(1)

    async def _use_line(self) -> None:
        line = await asyncpg.connect(dsn_of(self._url), timeout=10)
        try:
            if self._heard is not None:
                await line.add_listener(CHANNEL, self._on_notice)
                self._heard("*")  # whatever was told while the line was down
            while True:
                await self._until_topics(line)
                topics, self._topics = self._topics, {}
                for topic in topics:
                    await line.execute("SELECT pg_notify($1, $2)", CHANNEL, topic)
                await asyncio.sleep(_NOTICE_GAP)
        finally:
            line.terminate()

    async def _until_topics(self, line: "asyncpg.Connection[Any]") -> None:
        """Returns when there is something to tell; asks now and then whether the line holds,
        since one that only listens would never learn that it is cut."""
        while True:
            try:
                async with asyncio.timeout(_KEEP_ALIVE):
                    await self._topics_wait.wait()
            except TimeoutError:
                await line.execute("SELECT 1", timeout=_KEEP_ALIVE)
            else:
                self._topics_wait.clear()
                return

    def _on_notice(self, _line: Any, _pid: int, _channel: str, topic: object) -> None:
        if self._heard is not None:
            self._heard(str(topic))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._engine.dispose()
        await self._engine_first.dispose()
