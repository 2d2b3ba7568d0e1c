"""The database of a process: opened, with its schema, and locked where one process does all."""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from socket import gaierror

from sqlalchemy.exc import DBAPIError

from bot.errors import ConfigurationError
from bot.lock import FileLock
from bot.settings import Settings
from storage import lanes, migrate, outbox
from storage.connect import open_database, parse_url
from storage.database import Database, StorageError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_NO_SUCH_DATABASE, _NOT_LET_IN = "3D000", "28"


def file_of(settings: Settings) -> Path | None:
    """The SQLite file; None: a server. Raises ConfigurationError for an address of neither."""
    try:
        url = parse_url(settings.database_url)
    except StorageError as error:
        raise ConfigurationError(f"DATABASE_URL: {error}") from error
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def lock_of(settings: Settings) -> FileLock | None:
    """The lock beside a SQLite file; None: the database takes any number of processes."""
    file = file_of(settings)
    return FileLock(file) if file else None


async def open_storage(settings: Settings, *, migrating: bool) -> Database:
    """The database, with the schema of this code. Raises ConfigurationError."""
    file = file_of(settings)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        database = await open_database(settings.database_url)
        try:
            await _with_schema(database, migrating=migrating or file is not None)
        except BaseException:
            await database.close()
            raise
    except (OSError, DBAPIError, sqlite3.Error) as error:
        raise ConfigurationError(
            f"DATABASE_URL: the database cannot be opened ({type(error).__name__}); "
            "is it there, running, and open to this user?"
        ) from error
    return database


@asynccontextmanager
async def beside(settings: Settings) -> AsyncIterator[Database]:
    """The database, beside whoever serves it. Raises ConfigurationError where it is of no use."""
    database = await open_storage(settings, migrating=False)
    try:
        yield database
    except (DBAPIError, OSError) as error:
        raise ConfigurationError(f"DATABASE_URL: {trouble_with(error)}") from error
    finally:
        await database.close()


def trouble_with(error: Exception) -> str:
    """Why a database is of no use, and what to do. Never the error's own text where that may hold
    a password or a person's words."""
    state = str(getattr(getattr(error, "orig", error), "sqlstate", None) or "")
    cause = error.orig if isinstance(error, DBAPIError) else error
    if state == _NO_SUCH_DATABASE:
        return "there is no database of this name on the server: create it"
    if state.startswith(_NOT_LET_IN):
        return "the server refuses this user or password: mend them"
    if isinstance(cause, gaierror):
        return "the host's name is not known: mend it"
    if isinstance(cause, sqlite3.Error):
        return f"SQLite says: {cause}; look at the file and its folder"
    if isinstance(cause, TypeError):
        return "its address has an option that asyncpg does not know: take it out"
    if isinstance(cause, OSError):
        why = f" ({os.strerror(cause.errno)})" if cause.errno else ""
        return f"is not reached{why}: is it running, and is the address right?"
    return f"failed ({state or type(cause).__name__})"


async def _with_schema(database: Database, *, migrating: bool) -> None:
    if await database.read(migrate.is_current):
        return
    if not migrating:
        raise ConfigurationError("the database is not up to date; run: python -m bot migrate")
    await database.write(migrate.upgrade)


async def take_over(database: Database) -> None:
    """Where one process does everything, whatever was in hand is nobody's when it starts."""
    await database.write(lanes.orphan)
    await database.write(outbox.orphan)
