"""Bringing a database to the present schema: Alembic's migrations, run from here. Alembic takes a
quarter of a start to load, so only what runs a migration loads it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"


def _config(tx: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = tx
    return config


def upgrade(tx: Connection, revision: str = "head") -> None:
    """Runs what is missing. Several processes may start at once: one does it, the rest wait."""
    from alembic import command

    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SELECT pg_advisory_xact_lock(727200117)")
    command.upgrade(_config(tx), revision)


def downgrade(tx: Connection, revision: str) -> None:
    """Undoes migrations down to a revision ("base": all)."""
    from alembic import command

    command.downgrade(_config(tx), revision)


def is_current(tx: Connection) -> bool:
    """Whether the database has the schema that this code was written for."""
    if not inspect(tx).has_table("alembic_version"):
        return False
    found = tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
    return list(found) == [_newest()]


@cache
def _newest() -> str:
    """The newest revision: migrations are numbered, and their files begin with the number."""
    return max(file.name for file in (FOLDER / "versions").glob("*.py")).partition("_")[0]
