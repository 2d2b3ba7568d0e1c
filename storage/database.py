"""The database as everything else sees it: whole units of work, read or written.

A unit of work is a plain function of an SQLAlchemy Core connection. It cannot await, so no
transaction is ever open while a model thinks or a vendor answers. It may run more than once
(a group that failed, a deadlock), so it does nothing but database work.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import orjson
from sqlalchemy import Connection, Table, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Connection, P], T]


class StorageError(Exception):
    """The database cannot be used as asked; the text says what to do."""


class Database(Protocol):
    """One database, SQLite or PostgreSQL, from one process."""

    dialect: str

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs work in a read-only view of the database and returns what it returns."""

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs work in a transaction; returns once it is durable. Raises what work raises,
        and then nothing of it was written."""

    def notify(self, topic: str) -> None:
        """Tells the other processes on this database, soon and once for many calls."""

    def listen(self, heard: Callable[[str], None]) -> None:
        """Calls heard(topic) for each notice of another process (or of this one)."""

    async def close(self) -> None:
        """Ends what is under way and lets go of every connection."""


def parse_url(text: str) -> URL:
    """A DATABASE_URL of either kind, with the driver this project uses.

    Raises StorageError where it is neither SQLite nor PostgreSQL."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StorageError(
            "this is not a database address; write sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/NAME"
        ) from error
    backend = "postgresql" if url.drivername == "postgres" else url.get_backend_name()
    if backend == "postgresql":
        return _with_ssl(url.set(drivername="postgresql+asyncpg"))
    if backend == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise StorageError(
        "write sqlite:///FILE (a file, not memory) or postgresql://USER:PASSWORD@HOST/NAME"
    )


def _with_ssl(url: URL) -> URL:
    """libpq's sslmode, as hosts hand it out, in the word that asyncpg knows."""
    if "sslmode" not in url.query:
        return url
    mode = url.query["sslmode"]
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


async def open_database(url: str) -> Database:
    """Connects. Raises StorageError where the address is of no use."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        from storage.sqlite import SqliteDatabase

        return await SqliteDatabase.open(str(parsed.database))
    from storage.postgres import PostgresDatabase

    return PostgresDatabase(parsed)


def dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def upsert(tx: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """INSERT with ON CONFLICT, as both databases spell it alike."""
    if tx.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
