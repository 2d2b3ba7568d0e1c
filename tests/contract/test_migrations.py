"""Migrations run up and down on both databases, and end at the tables that the code knows. A new
database is made of those tables at once, and is the same to the last index."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Inspector, inspect

from storage import migrate
from storage.connect import open_database
from storage.database import Database
from storage.tables import metadata


async def test_up_down_and_up_again(empty_database_url: str) -> None:
    database = await open_database(empty_database_url)
    for _ in range(2):
        await database.write(migrate.upgrade, "0001")
        await database.write(migrate.upgrade)
        await _check(database)
        await database.write(migrate.downgrade, "base")
        assert await database.read(_tables) == {"alembic_version"}
    await database.close()


async def test_a_new_database_is_as_if_migrated(empty_database_url: str) -> None:
    database = await open_database(empty_database_url)
    await database.write(migrate.upgrade)
    await _check(database)
    made = await database.read(_catalogue)
    await database.write(migrate.downgrade, "base")
    assert await database.read(_tables) == {"alembic_version"}
    await database.write(migrate.upgrade)
    migrated = await database.read(_catalogue)
    await database.close()
    assert made == migrated


async def test_processes_that_start_at_once_make_one_database(empty_database_url: str) -> None:
    both = [await open_database(empty_database_url) for _ in range(2)]
    await asyncio.gather(*(each.write(migrate.upgrade) for each in both))
    for each in both:
        await _check(each)
        await each.close()


async def _check(database: Database) -> None:
    assert await database.read(migrate.is_current)
    assert await database.read(_differences) == []


def _tables(tx: Connection) -> set[str]:
    return set(inspect(tx).get_table_names())


def _differences(tx: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(tx), metadata))


def _catalogue(tx: Connection) -> dict[str, set[str]]:
    """What the database says of each table, in no order: a migration adds its columns last."""
    found = inspect(tx)
    assert found.get_view_names() == []
    return {table: set(_said(found, table)) for table in found.get_table_names()}


def _said(found: Inspector, table: str) -> Iterator[str]:
    parts = [
        *found.get_columns(table),
        found.get_pk_constraint(table),
        *found.get_foreign_keys(table),
        *found.get_unique_constraints(table),
        *found.get_check_constraints(table),
        *found.get_indexes(table),
    ]
    for part in parts:
        yield json.dumps(part, default=str, sort_keys=True)
