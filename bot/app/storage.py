"""The database of a process: opened, with its schema, and locked where one process does all."""

from pathlib import Path

from sqlalchemy import make_url

from bot.errors import ConfigurationError
from bot.lock import FileLock
from bot.settings import Settings
from storage import lanes, migrate, outbox
from storage.database import Database, open_database


def lock_of(settings: Settings) -> FileLock | None:
    """The lock beside a SQLite file; None: the database takes any number of processes."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return FileLock(Path(url.database))


async def open_storage(settings: Settings, *, migrating: bool) -> Database:
    """The database, with the schema of this code. Raises ConfigurationError."""
    lock = lock_of(settings)
    if lock is not None:
        Path(str(make_url(settings.database_url).database)).parent.mkdir(
            parents=True, exist_ok=True
        )
    database = await open_database(settings.database_url)
    try:
        await _with_schema(database, migrating=migrating or lock is not None)
    except BaseException:
        await database.close()
        raise
    return database


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
