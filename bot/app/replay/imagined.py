"""A database in which nothing lasts: every unit of work is carried out, and taken back."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection

from bot.app.storage import file_of
from bot.settings import Settings
from storage.connect import open_database
from storage.database import Database, P, T, Work


class _TakenBack(Exception):
    """Ends a transaction, so that nothing of it stays."""


class ImaginedDatabase:
    """Implements Database over another one. Nobody is told of anything."""

    def __init__(self, real: Database) -> None:
        self._real = real
        self.dialect = real.dialect

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._real.read(work, *args, **kwargs)

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What work returns; nothing of what it did stays."""
        came: list[T] = []

        def imagine(tx: Connection) -> None:
            came.append(work(tx, *args, **kwargs))
            raise _TakenBack

        try:
            await self._real.write(imagine)
        except _TakenBack:
            return came[-1]
        raise AssertionError("a transaction that always fails did not")

    async def write_first(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.write(work, *args, **kwargs)

    def notify(self, topic: str) -> None:
        """Nothing has happened."""

    def listen(self, heard: Callable[[str], None]) -> None:
        """What happens outside is of no concern here."""

    async def close(self) -> None:
        """The real one is its owner's to close."""


@asynccontextmanager
async def imagined(settings: Settings, real: Database) -> AsyncIterator[ImaginedDatabase]:
    """The database to imagine in: of a SQLite file a copy, so that whoever serves it is not held
    up; of a server the real one, whose transactions are all taken back."""
    file = file_of(settings)
    if file is None:
        yield ImaginedDatabase(real)
        return
    with TemporaryDirectory(prefix="replay-") as folder:
        copy = Path(folder) / "copy.db"
        _copy(file, copy)
        database = await open_database(f"sqlite:///{copy}")
        try:
            yield ImaginedDatabase(database)
        finally:
            await database.close()


def _copy(file: Path, to: Path) -> None:
    address: Any = f"{file.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(to)) as copy,
    ):
        source.backup(copy)
