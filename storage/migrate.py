"""Bringing a database to the present schema: Alembic's migrations, run from here. Alembic takes a
quarter of a start to load, so only what runs a migration loads it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)

from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
# As Alembic itself makes it.
_STAMP = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def upgrade(tx: Connection, revision: str = "head") -> None:
    """Runs what is missing. Several processes may start at once: one does it, the rest wait."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SELECT pg_advisory_xact_lock(727200117)")
    if revision == "head" and not inspect(tx).has_table(_STAMP.name):
        _create(tx)
        return
    from alembic import command

    command.upgrade(_config(tx), revision)


def downgrade(tx: Connection, revision: str) -> None:
    """Undoes migrations down to a revision ("base": all)."""
    from alembic import command

    command.downgrade(_config(tx), revision)


def is_current(tx: Connection) -> bool:
    """Whether the database has the schema that this code was written for."""
    if not inspect(tx).has_table(_STAMP.name):
        return False
    return list(tx.execute(select(_STAMP.c.version_num)).scalars()) == [_newest()]


def _create(tx: Connection) -> None:
    """Makes at once, in a new database, what all its migrations one after the other would."""
    metadata.create_all(tx, checkfirst=False)
    _STAMP.create(tx)
    tx.execute(insert(_STAMP).values(version_num=_newest()))


def _config(tx: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = tx
    return config


@cache
def _newest() -> str:
    """The newest revision: migrations are numbered, and their files begin with the number."""
    return max(file.name for file in (FOLDER / "versions").glob("*.py")).partition("_")[0]
