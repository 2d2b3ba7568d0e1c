"""SQLite: one file, one writer, commits grouped.

aiosqlite gives each connection its thread. A whole unit of work travels there in one hop: sent
statement by statement it takes twelve times as long (900 against 70 microseconds a statement).
Many units share one commit, because a commit is a wait for the disk.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Concatenate, Self

import aiosqlite
import orjson
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from storage.database import P, StorageError, T, Work, dumps
from storage.statement import driver, wrapped

# So many share a commit, without holding up for long who comes meanwhile and is to go first.
_GROUP = 64
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL can lose acknowledged events in a power cut, and grouping makes FULL cheap.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)

Unit = Callable[[Connection], Any]
Outcome = tuple[Any, BaseException | None]
_Waiting = tuple[Unit, asyncio.Future[Any]]


class _Thread(aiosqlite.Connection):
    """A SQLite connection in a thread of its own, which runs whole functions."""

    async def start(self, *pragmas: str) -> Self:
        await self
        try:
            await self._prepare(pragmas)
        except BaseException:
            await self.close()  # its thread would keep the process alive
            raise
        return self

    async def _prepare(self, pragmas: Iterable[str]) -> None:
        for pragma in pragmas:
            await (await self.execute(pragma)).close()
        engine = create_engine(
            "sqlite://",
            creator=lambda: self._conn,
            poolclass=StaticPool,
            isolation_level="AUTOCOMMIT",
            json_serializer=dumps,
            json_deserializer=orjson.loads,
        )
        self._core: Connection = await self._execute(engine.connect)  # type: ignore[no-untyped-call]
        # Transactions are begun and ended on the driver. SQLAlchemy believes itself in one all the
        # time, or whoever asks it (Alembic does) would begin and end one of its own.
        await self._execute(self._core.begin)  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        # Else the pool's own register keeps the engine for as long as the process lives.
        if (core := getattr(self, "_core", None)) is not None:
            await self._execute(core.close)  # type: ignore[no-untyped-call]
        await super().close()

    async def run(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        result: T = await self._execute(  # type: ignore[no-untyped-call]
            work, self._core, *args, **kw
        )
        return result


def _connect(path: str) -> _Thread:
    return _Thread(lambda: sqlite3.connect(path, isolation_level=None, timeout=10), 64)


def _in_transaction(tx: Connection, begin: str, work: Callable[[Connection], T]) -> T:
    _say(tx, begin)
    try:
        result = work(tx)
        _say(tx, "COMMIT")
    except BaseException:
        # SQLite rolls back by itself on some errors (a full disk).
        if driver(tx).in_transaction:
            _say(tx, "ROLLBACK")
        raise
    return result


def _say(tx: Connection, words: str) -> None:
    try:
        driver(tx).execute(words)
    except sqlite3.Error as error:
        raise wrapped(words, error) from error


def _run_group(tx: Connection, units: list[Unit]) -> list[Outcome]:
    """All in one transaction; one that fails takes back what it did, and no more. Where the
    transaction itself fails, each again in its own."""
    if len(units) == 1:
        return [_run_alone(tx, units[0])]
    try:
        return _in_transaction(
            tx, "BEGIN IMMEDIATE", lambda tx: [_run_among(tx, unit) for unit in units]
        )
    except Exception:
        return [_run_alone(tx, unit) for unit in units]


def _run_alone(tx: Connection, unit: Unit) -> Outcome:
    try:
        return _in_transaction(tx, "BEGIN IMMEDIATE", unit), None
    except Exception as error:
        return None, error


def _run_among(tx: Connection, unit: Unit) -> Outcome:
    _say(tx, "SAVEPOINT unit")
    try:
        outcome: Outcome = unit(tx), None
    except Exception as error:
        if not driver(tx).in_transaction:
            raise
        _say(tx, "ROLLBACK TO unit")
        outcome = None, error
    _say(tx, "RELEASE unit")
    return outcome


class SqliteDatabase:
    """A Database in one file. One process writes; other processes' short writes are waited for."""

    dialect = "sqlite"

    def __init__(self, writer: _Thread, reader: _Thread) -> None:
        self._writer, self._reader = writer, reader
        self._waiting: deque[_Waiting] = deque()
        self._first: deque[_Waiting] = deque()
        self._work_is_there = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._write_groups(), name="sqlite writer")

    @classmethod
    async def open(cls, path: str) -> Self:
        writer = await _connect(path).start(*_PRAGMAS)
        try:
            reader = await _connect(path).start(*_PRAGMAS, "PRAGMA query_only=ON")
        except BaseException:
            await writer.close()
            raise
        return cls(writer, reader)

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        unit = partial(_call, work, args, kwargs)
        result: T = await self._reader.run(_in_transaction, "BEGIN", unit)
        return result

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._written(self._waiting, partial(_call, work, args, kwargs))

    async def write_first(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._written(self._first, partial(_call, work, args, kwargs))

    async def _written(self, waiting: deque[_Waiting], unit: Callable[[Connection], T]) -> T:
        if self._closing:
            raise StorageError("the database is closed: this process stops")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        waiting.append((unit, future))
        self._work_is_there.set()
        return await future

    async def _write_groups(self) -> None:
        while True:
            group = [*_taken(self._first), *_taken(self._waiting)]
            if not group:
                if self._closing:
                    return
                self._work_is_there.clear()
                await self._work_is_there.wait()
                continue
            outcomes = await self._writer.run(_run_group, [unit for unit, _ in group])
            for (_, future), (result, error) in zip(group, outcomes, strict=True):
                _settle(future, result, error)

    def notify(self, topic: str) -> None:
        """Nobody else runs turns on this file."""

    def listen(self, heard: Callable[[str], None]) -> None:
        """Nothing is ever heard: other processes' writes are found by the poll."""

    async def close(self) -> None:
        self._closing = True
        self._work_is_there.set()
        await self._task
        await self._reader.close()
        await self._writer.close()


def _taken(waiting: deque[_Waiting]) -> list[_Waiting]:
    return [waiting.popleft() for _ in range(min(len(waiting), _GROUP))]


def _call(
    work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], tx: Connection
) -> T:
    return work(tx, *args, **kwargs)


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
