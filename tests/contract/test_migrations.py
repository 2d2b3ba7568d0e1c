"""Migrations run up and down on both databases, and end at the tables that the code knows."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from storage import migrate
from storage.connect import open_database
from storage.tables import metadata


async def test_up_down_and_up_again(empty_database_url: str) -> None:
    database = await open_database(empty_database_url)
    for _ in range(2):
        await database.write(migrate.upgrade)
        assert await database.read(migrate.is_current)
        assert await database.read(_differences) == []
        await database.write(migrate.downgrade, "base")
        assert await database.read(_tables) == {"alembic_version"}
    await database.close()


def _tables(tx: Any) -> set[str]:
    return set(inspect(tx).get_table_names())


def _differences(tx: Any) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(tx), metadata))
