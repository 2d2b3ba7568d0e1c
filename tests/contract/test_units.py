"""Units of work: one that fails takes back what it did and no more, and values come back as they
went in."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from storage import conversations, threads, timers
from storage.connect import open_database
from storage.database import Database, StorageError
from storage.statement import Statement
from storage.tables import ai_conversations, keys
from storage.tables import timers as timers_table

NOW = datetime(2027, 6, 1, 12, 30, 15, 250, tzinfo=timezone(timedelta(hours=-7)))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    yield database
    await database.close()


class Refused(Exception):
    """What a unit of work may raise."""


def put(tx: Connection, name: str, *, fails: bool = False) -> None:
    tx.execute(insert(keys).values(name=name, value="x"))
    if fails:
        raise Refused


def names(tx: Connection) -> set[str]:
    return set(tx.execute(select(keys.c.name)).scalars())


async def test_a_unit_that_fails_takes_no_other_with_it(database: Database) -> None:
    await database.write(put, "known")
    results = await asyncio.gather(
        database.write(put, "first"),
        database.write(put, "second", fails=True),
        database.write_first(put, "third"),
        database.write(put, "known"),
        database.write(put, "fourth"),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [
        type(None),
        Refused,
        type(None),
        IntegrityError,
        type(None),
    ]
    assert await database.read(names) == {"known", "first", "third", "fourth"}


async def test_values_come_back_as_they_went_in(database: Database) -> None:
    lane = await database.write(threads.begin, "thread", "visitor", NOW)
    assert lane is not None

    def moved(tx: Connection) -> list[object]:
        for payload in ({"day": [1, None]}, {"day": "ü"}):
            timers.schedule(tx, "key", "kind", lane, NOW, payload)
        found = select(timers_table.c.due_at, timers_table.c.payload)
        return [tuple(row) for row in tx.execute(found)]

    assert await database.write(moved) == [(NOW.astimezone(UTC), {"day": "ü"})]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_what_a_statement_leaves_out_is_refused(database: Database) -> None:
    """There it runs below SQLAlchemy, which would fill defaults in."""
    begin = Statement(insert(ai_conversations).returning(ai_conversations.c.id))
    with pytest.raises(StorageError, match="status"):
        await database.write(lambda tx: begin.value(tx, thread_id="t", agent_type="customer"))
    assert await database.read(conversations.by_thread, "t") is None


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_a_closed_file_takes_nothing_more(database_url: str) -> None:
    database = await open_database(database_url)
    await database.close()
    with pytest.raises(StorageError):
        await database.write(put, "late")
