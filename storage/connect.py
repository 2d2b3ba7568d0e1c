"""Opening the database that an address names."""

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from storage.database import Database, StorageError


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
