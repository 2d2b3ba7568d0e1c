"""Bringing a database to the present schema: Alembic's migrations, run from here."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "migrations"


def _config(tx: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = tx
    return config


def upgrade(tx: Connection, revision: str = "head") -> None:
    """Runs what is missing. Several processes may start at once: one does it, the rest wait."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SELECT pg_advisory_xact_lock(727200117)")
    command.upgrade(_config(tx), revision)


def downgrade(tx: Connection, revision: str) -> None:
    """Undoes migrations down to a revision ("base": all)."""
    command.downgrade(_config(tx), revision)


def is_current(tx: Connection) -> bool:
    """Whether the database has the schema that this code was written for."""
    head = ScriptDirectory(str(FOLDER)).get_current_head()
    return MigrationContext.configure(tx).get_current_revision() == head
