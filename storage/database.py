"""The database as everything else sees it: whole units of work, read or written.

A unit of work is a plain function of an SQLAlchemy Core connection. It cannot await, so no
transaction is ever open while a model thinks or a vendor answers. It may run more than once
(a group that failed, a deadlock), so it does nothing but database work.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

import orjson
from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

P = ParamSpec("P")
T = TypeVar("T")
CHANNEL = "bot"
"""On which processes of one PostgreSQL database notify each other."""

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

    async def write_first(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As write, and waits for no other work that waits: for what somebody outside is to be
        told at once that it is kept."""

    def notify(self, topic: str) -> None:
        """Tells the other processes on this database, soon and once for many calls."""

    def listen(self, heard: Callable[[str], None]) -> None:
        """Calls heard(topic) for each notice of another process (or of this one)."""

    async def close(self) -> None:
        """Ends what is under way and lets go of every connection."""


def dumps(value: Any) -> str:
    """A value as JSON text."""
    return orjson.dumps(value).decode()


def upsert(tx: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """INSERT with ON CONFLICT, as both databases spell it alike."""
    # Each takes long to load, and a process needs but one.
    if tx.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
